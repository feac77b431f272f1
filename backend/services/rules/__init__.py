"""What forms mean, and how services are found."""
