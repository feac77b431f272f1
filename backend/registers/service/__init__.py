"""Everything that other domains, routes and commands may ask of registers."""

from backend.registers.service.catalogue import find_register, registers

__all__ = ["find_register", "registers"]
