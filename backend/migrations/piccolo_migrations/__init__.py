"""One file a step; the file names sort into the order they run in."""
