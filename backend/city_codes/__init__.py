"""The city code: a resident shows it, a venue verifies it once, and the resident sees who did."""
