"""How many examples stand on the right side, at one step."""

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.landscape import Landscape
from engine.running.mover import Mover
from engine.view import View


class AccuracyView(View):
    """``{accuracy, test_accuracy}``: shares of the examples learnt from and of those kept for testing (None where there are none)."""

    kind: Literal["accuracy"] = "accuracy"
    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """The probability from which class 1 is said."""

    @classmethod
    def is_offered(cls, landscape: Landscape) -> bool:
        return landscape.as_data is not None and landscape.as_data.is_classifier

    def look(self, mover: Mover, step: int) -> dict[str, Any]:
        learnt, tested = mover.ground.need_data().accuracy(mover.params, self.threshold)
        return {"accuracy": learnt, "test_accuracy": tested}
