"""Conditions as content and the API carry them."""

from backend.conditions.rules.trees import Column, Condition, DateFrom, Fact, FactName, FactType

__all__ = ["Column", "Condition", "DateFrom", "Fact", "FactName", "FactType"]
