"""Which plane a landscape of many parameters is drawn in: where a racer stands in it is what its picture shows."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field

from engine.config import Config
from engine.errors import EngineError
from engine.landscape import Landscape
from engine.numbers.draws import MOST_SEED, plane_directions
from engine.plane import Plane


class ParametersPlane(Config):
    """The plane of two parameters, by their places in the vector; the others are as at a known minimum, else as at the start."""

    kind: Literal["parameters"] = "parameters"
    first: Annotated[int, Field(ge=0)] = 0
    second: Annotated[int, Field(ge=0)] = 1

    def check(self, parameters: int, path: str) -> None:
        """Raises ``EngineError`` where there are not so many parameters, or both are one."""
        for name in ("first", "second"):
            if getattr(self, name) >= parameters:
                raise EngineError("out_of_range", f"{path}.{name}", value=getattr(self, name), allowed=f"[0, {parameters - 1}]")
        if self.first == self.second:
            raise EngineError("not_unique", f"{path}.second", value=self.second)

    def through(self, landscape: Landscape) -> Plane:
        """The plane. Raises ``EngineError`` where there are not so many parameters, or both are one."""
        minima = [point.params for point in landscape.stationary_points() if point.kind == "minimum"]
        return Plane.of_parameters(landscape, minima[0] if minima else landscape.start(), self.first, self.second)


class RandomPlane(Config):
    """A plane through the start, of which no direction is likelier than another: the same under any loss."""

    kind: Literal["random"] = "random"
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 0

    def check(self, parameters: int, path: str) -> None:
        """Any number of parameters will do."""

    def through(self, landscape: Landscape) -> Plane:
        """The plane."""
        return Plane(landscape, landscape.start(), plane_directions(self.seed, len(landscape.parameters)))


PlaneChoice: TypeAlias = Annotated[ParametersPlane | RandomPlane, Discriminator("kind")]
