"""When reminders are due, and what they say; nothing here asks a database."""
