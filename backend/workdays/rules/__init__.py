"""Reckoning with working days."""
