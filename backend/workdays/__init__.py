"""Working days: the city's own calendar of days on which offices work."""
