"""Linear regression with any number of weights: what the ways to the bottom are compared on as they grow.

    ŷ = X w,    L(w) = (1/n) |X w − y|²,    ∂L/∂w = (2/n) Xᵀ (X w − y)

The features are independent standard normal numbers, so the bowl is nearly round however many weights
there are: with n = 4 d the Hessian 2 XᵀX / n has its eigenvalues between about 0.5 and 4.5
(V. A. Marchenko, L. A. Pastur, 1967: 2 (1 ± √(d/n))²).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.landscape import Window
from engine.numbers.draws import Purpose, stream

Floats = NDArray[np.float64]

EXAMPLES_A_WEIGHT = 4
FEWEST_EXAMPLES = 64
NOISE = 0.1
"""Standard deviation of y around the true plane."""
LARGEST_WEIGHT = 0.8
"""True weights are drawn between its negative and itself; searches look between −1 and 1."""


def examples_for(weights: int) -> int:
    """How many examples come with so many weights: n = max(64, 4 d)."""
    return max(FEWEST_EXAMPLES, EXAMPLES_A_WEIGHT * weights)


@dataclass(frozen=True)
class Regression:
    """``x`` is ``(n, d)``, ``y`` is ``(n,)``."""

    x: Floats
    y: Floats

    @property
    def examples(self) -> int:
        """n"""
        return len(self.y)

    @property
    def window(self) -> Window:
        """Where searches look."""
        return tuple((-1.0, 1.0) for _ in self.x.T)

    def losses(self, points: Floats) -> Floats:
        """L at ``points``, ``(m, d)``; shape ``(m,)``."""
        residuals = points @ self.x.T - self.y
        return np.asarray(np.einsum("ij,ij->i", residuals, residuals) / self.examples)

    def slope(self, point: Floats) -> tuple[float, Floats]:
        """(L, ∂L/∂w) at one point, ``(d,)``."""
        residuals = self.x @ point - self.y
        return float(residuals @ residuals) / self.examples, (residuals @ self.x) * (2.0 / self.examples)

    def minimum(self) -> Floats:
        """The normal equations: XᵀX w = Xᵀy, n d² multiplications to set up and d³/3 to solve.

        Source: A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.
        """
        return np.asarray(np.linalg.solve(self.x.T @ self.x, self.x.T @ self.y))


def regression(weights: int, seed: int = 0) -> Regression:
    """Data for ``weights`` weights: y = X w + noise, another problem for every seed."""
    draw = stream(seed, Purpose.SEARCH, "data", weights)
    true = draw.uniform(-LARGEST_WEIGHT, LARGEST_WEIGHT, weights)
    x = draw.standard_normal((examples_for(weights), weights))
    return Regression(x, x @ true + NOISE * draw.standard_normal(len(x)))
