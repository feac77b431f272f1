"""Scenarios and policies as content has them, and what the API shows of reminders."""
