"""What every domain stands on; it knows nothing of cities."""
