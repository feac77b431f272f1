"""Servers that stand in for the outside systems, good and bad, written from the other side of a protocol."""
