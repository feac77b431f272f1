"""A resident's inbox: what the city has to tell them, in their own words and language."""
