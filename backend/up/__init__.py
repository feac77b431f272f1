"""`yima up`: the whole city on this machine, from its servers to the address that people type."""

from backend.up.run import main

__all__ = ["main"]
