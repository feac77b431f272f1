"""Where a resident shows the city code: organisations, their venues, the readers there, and the scenes."""
