"""One closed way to say when something applies, asked in Python of one person and in SQL of everybody."""
