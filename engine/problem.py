"""What is descended: a problem gives loss, gradient and Hessian at a point.

Kinds: ``surface``, a named test function. (Formulas, fits and networks come with later issues and
are further members of the union.)
"""

from typing import TYPE_CHECKING, Literal, TypeAlias

from engine import registry
from engine.config import Config
from engine.surface import Surface

if TYPE_CHECKING:
    AnySurface: TypeAlias = Surface
else:
    AnySurface = registry.union("surfaces")


class SurfaceProblem(Config):
    """A named test function with its hyperparameters."""

    kind: Literal["surface"] = "surface"
    surface: AnySurface


Problem: TypeAlias = SurfaceProblem
