"""What pages ask the city's API, subject by subject, each as the one who sits in front of the page."""
