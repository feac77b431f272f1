"""`python -m tests.bench [NAME]`: what the hot routes cost, beside the cheapest route there can be."""
