"""What holds for registers, their fields and their numbers, whatever the database says."""
