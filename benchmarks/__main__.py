"""`make bench`: every table, or those named on the command line."""

import importlib
import os
import sys

from rich.console import Console

TABLES = ("optimizers", "learner", "fits", "landscapes", "sessions", "slider", "page", "attack", "hostile")


def main() -> None:
    """Run the tables asked for and print them as they come."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as the server runs
    console = Console()
    for name in sys.argv[1:] or TABLES:
        console.print(importlib.import_module(f"benchmarks.{name}").table())


main()
