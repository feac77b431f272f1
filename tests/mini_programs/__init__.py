"""The code page and the scanner page; a package, so that its tests share a city and a browser."""
