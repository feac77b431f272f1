"""What conditions mean, for one person and for everybody; unknown facts make them neither true nor false."""
