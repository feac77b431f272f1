"""Pure rules of evidence: how readers write it down, and what two pieces of it say together."""
