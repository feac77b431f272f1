"""A reader that checks codes with the city where it can, alone where it must, and forgets nothing it saw."""
