"""People on their way through a whole city; a package, so that its tests share the city."""
