"""`python -m backend.cli …`, as `yima …`."""

from backend.cli import main

main()
