"""The command line: `descent serve`, `descent run`, `descent schema`, `descent compress`."""

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
    port: Annotated[int, typer.Option(envvar="PORT", min=0, max=65535, help="0 takes any that is free.")] = 8000,
    workers: Annotated[int, typer.Option(envvar="WORKERS", min=1, help="Processes.")] = 1,
    reload: Annotated[bool, typer.Option(help="Start anew whenever a file of the house changes (for authors).")] = False,
) -> None:
    """Serve the page, the API and the stream."""
    from app.server import serve as run_server

    run_server(host, port, workers, reload)


@cli.command()
def run(
    surface: Annotated[str, typer.Argument(help="A surface, e.g. rosenbrock.")],
    optimizer: Annotated[str, typer.Argument(help="An optimizer, e.g. adam.")] = "gradient_descent",
    steps: Annotated[int, typer.Option(min=1, max=1_000_000)] = 500,
    start: Annotated[str, typer.Option(help="Where it begins, e.g. -1.5,2; the surface's own start by default.")] = "",
    setting: Annotated[list[str] | None, typer.Option("--set", help="A hyperparameter, e.g. learning_rate=0.02 (again for more).")] = None,
    schedule: Annotated[str, typer.Option(help="A schedule, e.g. cosine.")] = "constant",
    seed: Annotated[int, typer.Option(min=0)] = 0,
    lines: Annotated[int, typer.Option(min=2, help="Steps to print.")] = 11,
) -> None:
    """Descend a surface and print the way down."""
    from app.descend import descend

    descend(surface, optimizer, steps, start, setting or [], schedule, seed, lines)


@cli.command()
def schema() -> None:
    """Make what docs/stream.* say of messages and columns, and what the page knows of both, of runs and of operations (app/schema.py)."""
    from app.schema import write

    typer.echo("\n".join(write()) or "nothing has changed")


@cli.command()
def compress() -> None:
    """Trim and compress Plotly into the cache folder (DESCENT_CACHE_DIR), so that no start has to do it."""
    from app.page.assets import Assets
    from app.paths import STATIC
    from app.settings import Settings

    settings = Settings()
    Assets(STATIC, settings.cache_dir).pack_plotly()
    typer.echo(settings.cache_dir)


def main() -> None:
    """Entry point of `descent`."""
    cli()
