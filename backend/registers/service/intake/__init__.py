"""Batches of records from departments: checked as they arrive, loaded all or none."""
