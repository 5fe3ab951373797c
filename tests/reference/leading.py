"""The gradients with which lines.json was made: a function of the step alone, of both signs and never zero."""

STEPS = 8
START = (1.5, -0.7)


def gradients(step: int) -> tuple[float, float]:
    """Of update ``step``."""
    return (0.25 * (step % 5) - 0.6, 0.55 - 0.125 * (step % 7))
