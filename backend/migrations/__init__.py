"""One linear history of the database, written as SQL and run by Piccolo."""
