"""Which mover a landscape takes."""

from engine.landscape import Landscape
from engine.run_config import Convergence, Racer
from engine.running.ball import Ball
from engine.running.learner import Learner
from engine.running.mover import Mover


def mover_of(racer: Racer, landscape: Landscape, start: tuple[float, ...], seed: int, convergence: Convergence) -> Mover:
    """A racer at its start."""
    kind = Ball if landscape.as_vector is None else Learner
    return kind(racer, landscape, start, seed, convergence)
