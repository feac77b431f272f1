"""What a phone carries to show codes without a network, and the lists by which readers check them alone."""
