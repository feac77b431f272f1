"""What a phone carries to show codes without a network, and the lists that readers without one check them by."""
