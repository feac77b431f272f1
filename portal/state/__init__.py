"""What pages show while they are open: asked of the API at each visit, and nothing that may be lost."""
