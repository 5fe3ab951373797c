"""The command line: `descent serve`, `descent run`, `descent schema`."""

import os
from typing import Annotated

import typer

# Before NumPy is imported anywhere: one thread is faster for small arrays and gives the same bits every time.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Descent Playground: see how optimizers learn.")


@cli.command()
def serve(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen at; 0.0.0.0 for everybody in the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(envvar="WORKERS", min=1, help="Processes.")] = 1,
    reload: Annotated[bool, typer.Option(help="Start anew whenever a file of the house changes (for authors).")] = False,
) -> None:
    """Serve the page, the API and the stream."""
    from app.server import serve as run_server

    run_server(host, port, workers, reload)


@cli.command()
def schema() -> None:
    """Make docs/stream.schema.json and static/run/messages.d.ts from app/messages.py."""
    from app.schema import write

    typer.echo("\n".join(write()) or "nothing has changed")


def main() -> None:
    """Entry point of `descent`."""
    cli()
