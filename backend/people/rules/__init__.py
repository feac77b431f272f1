"""What holds for phones, ID numbers, names and one-time passwords, whatever the database says."""
