"""A named test function."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine import registry
from engine.problem import Problem
from engine.surface import Surface
from engine.text import N_

if TYPE_CHECKING:
    AnySurface: TypeAlias = Surface
else:
    AnySurface = registry.union("surfaces")


class SurfaceProblem(Problem):
    """A named test function with its hyperparameters.

    Source: M. Jamil, X.-S. Yang, "A Literature Survey of Benchmark Functions For Global Optimization Problems", 2013.
    """

    kind: Literal["surface"] = "surface"
    surface: AnySurface

    title = N_("Loss surface")
    idea = N_("A formula of one or two parameters is descended.")
    source = "M. Jamil, X.-S. Yang, A Literature Survey of Benchmark Functions For Global Optimization Problems, 2013"
    family_path = "surface.kind"
    takes_batches = False

    @property
    def landscape(self) -> Surface:
        return self.surface

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.surface.parameters
