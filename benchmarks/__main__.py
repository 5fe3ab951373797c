"""`make bench`: every table, or those named on the command line."""

import importlib
import sys

from rich.console import Console

TABLES = ("optimizers", "sessions", "slider", "page")


def main() -> None:
    """Run the tables asked for and print them as they come."""
    console = Console()
    for name in sys.argv[1:] or TABLES:
        console.print(importlib.import_module(f"benchmarks.{name}").table())


main()
