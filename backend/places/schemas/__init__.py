"""What goes in and out of places: `catalogue` is content, `venues` is the API's."""
