"""HTTP to outside systems: limited in time and size, and exact about what surely was not sent."""

from integrations.http.calling import Answer, Lost, NotSent, Whose, post, read, running

__all__ = ["Answer", "Lost", "NotSent", "Whose", "post", "read", "running"]
