"""A made-up city: people with families, homes, cards, cars, schools and firms, the same for the same seed.

Nobody in it exists: its ID numbers are of an area that nobody has. Departments hand it in through the same
door as any real batch, so that what is refused there is refused here.
"""

from backend.synthetic.city import AnotherCity, Told, send_city

__all__ = ["AnotherCity", "Told", "send_city"]
