"""`python -m app` is `descent`."""

from app.cli import main

main()
