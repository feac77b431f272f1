"""Pure rules of carried codes: how they are spelt, signed and listed, and when one counts."""
