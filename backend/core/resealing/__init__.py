"""Another key for what is sealed, while the city runs: every value is sealed anew, bite by bite.

A new generation of the field key is announced in the database; each process seals with it within a second,
and opens values of any generation. Then all sealed columns are walked through, until a walk finds nothing
old. One that was killed is gone on with by a worker and passes over what is done; blind indexes have keys of
their own and stay as they are. Answers that are kept for who asks twice may hold older values for 48 hours.
"""

from backend.core.resealing.generations import begin, count_old, go_on, learn
from backend.core.resealing.walking import Sealed

__all__ = ["Sealed", "begin", "count_old", "go_on", "learn"]
