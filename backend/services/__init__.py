"""What the city does for people: the catalogue, its forms, and finding the right one by everyday words."""
