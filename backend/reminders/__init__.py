"""What the city tells people before they have to ask: scenarios, the sweep over everybody, and policies."""
