"""What registers are made of, take and give."""
