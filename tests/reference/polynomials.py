"""Gradients of polynomial surfaces in plain arithmetic, the same for PyTorch's runs and ours."""


def rosenbrock(x: float, y: float) -> tuple[float, float]:
    w = y - x * x
    return -2.0 * (1.0 - x) - 400.0 * x * w, 200.0 * w


def himmelblau(x: float, y: float) -> tuple[float, float]:
    u = x * x + y - 11.0
    w = x + y * y - 7.0
    return 4.0 * x * u + 2.0 * w, 2.0 * u + 4.0 * y * w


def bowl(x: float, y: float) -> tuple[float, float]:
    return 1.0 * x + 0.5 * y, 0.5 * x + 20.0 * y


SURFACES = {"rosenbrock": (rosenbrock, (-1.5, 2.0)), "himmelblau": (himmelblau, (-1.0, -0.5)), "bowl": (bowl, (2.0, -1.5))}
"""Name → (gradient, start)."""
