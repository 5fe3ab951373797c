"""A straight line with outliers."""

from typing import Literal, Self

from pydantic import model_validator

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.errors import EngineError
from engine.fits.points import Points
from engine.text import N_


class NoisyLine(Generated):
    """y = w x + b + σ ε, and the first k examples lie Δ higher: they are the outliers.

    x is uniform in [−2, 2), so that the first examples lie anywhere. One outlier more moves one example
    and no other.

    Source: P. J. Huber, "Robust Estimation of a Location Parameter", 1964.
    """

    kind: Literal["noisy_line"] = "noisy_line"
    slope: float = hyper(
        1.5, symbol="w", title=N_("Slope"), help=N_("Rise of the line for each unit of x."), slider=(-3, 3), ge=-100, le=100
    )
    intercept: float = hyper(
        0.5, symbol="b", title=N_("Intercept"), help=N_("Height of the line at x = 0."), slider=(-3, 3), ge=-100, le=100
    )
    noise: float = noise(0.5, help=N_("Standard deviation of the targets about the curve."))
    outliers: int = hyper(
        6, symbol="k", title=N_("Outliers"), help=N_("How many examples lie far from the line."), slider=(0, 20), ge=0, le=10_000
    )
    shift: float = hyper(
        8.0,
        symbol="Δ",
        title=N_("Height of the outliers"),
        help=N_("How far above the line the outliers lie; negative: below."),
        slider=(-20, 20),
        ge=-1000,
        le=1000,
    )

    title = N_("Noisy line with outliers")
    idea = N_("A few wild examples pull the line of least squares towards them; other losses resist.")
    source = "P. J. Huber, Robust Estimation of a Location Parameter, 1964"
    task = "regression"
    features = ("x",)
    target = "y"

    @model_validator(mode="after")
    def _outliers_are_examples(self) -> Self:
        if self.outliers > self.count:
            raise EngineError("out_of_range", "outliers", value=self.outliers, allowed=f"[0, {self.count}]")
        return self

    def points(self) -> Points:
        x = self.uniform("x", 1, -2.0, 2.0)
        y = self.slope * x[:, 0] + self.intercept + self.noise * self.normal("noise", 1)[:, 0]
        y[: self.outliers] += self.shift
        return Points(x, y)
