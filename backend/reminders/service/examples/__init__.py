"""Examples of content, run without a database: who is told on which days, by the same words as the sweep."""
