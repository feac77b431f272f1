"""Pure rules of the city code: how it is spelt, what it says of its holder, when it counts."""
