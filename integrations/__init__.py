"""One folder per outside system, each a small adapter for a domain's port."""
