"""How many examples stand on the right side, at one step."""

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.landscape import Landscape
from engine.running.ball import Ball
from engine.view import View, data_of


class AccuracyView(View):
    """``{accuracy, test_accuracy}``: shares of the examples learnt from and of those kept for testing (None where there are none)."""

    kind: Literal["accuracy"] = "accuracy"
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """The probability from which class 1 is said."""

    @classmethod
    def is_offered(cls, landscape: Landscape) -> bool:
        fit = data_of(landscape)
        return fit is not None and fit.model.task == "binary"

    def look(self, ball: Ball, step: int) -> dict[str, Any]:
        fit = data_of(ball.ground)
        assert fit is not None
        tested = None if fit.tested is None else float(fit.tested.accuracies(ball.params, self.threshold))
        return {"accuracy": float(fit.accuracies(ball.params, self.threshold)), "test_accuracy": tested}
