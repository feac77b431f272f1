"""What follows from an application alone: its moves, its clock, its number, and what a file may be."""
