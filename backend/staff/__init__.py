"""Who works for the city: departments, their staff at each of the four levels, and what waits for them."""
