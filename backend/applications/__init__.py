"""Asking the city for something (办件), from the first letter typed to the certificate in the wallet."""
