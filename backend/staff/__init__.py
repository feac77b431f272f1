"""Who works for the city: departments, their staff at each node of the four levels, and what waits for them."""
