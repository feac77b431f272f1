"""What readers accepted without a network: handed in later, compared with each other, and put right."""
