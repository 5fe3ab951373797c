"""One flat vector of parameters with named parts, as PyTorch's modules name theirs."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.numbers.arrays import need_shape, numbers

Floats = NDArray[np.float64]


class Part(NamedTuple):
    """One array of parameters: ``weight`` of shape ``(out, in)``, ``bias`` of shape ``(out,)``."""

    name: str
    shape: tuple[int, ...]


class Layout:
    """Where each part lies in the flat vector: one after the other, the last index running fastest."""

    def __init__(self, *parts: Part) -> None:
        self.parts = parts
        ends = np.cumsum([0, *(prod(part.shape) for part in parts)]).tolist()
        self.size: int = ends[-1]
        self._places = {part.name: slice(first, last) for part, first, last in zip(parts, ends, ends[1:], strict=False)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A name for every entry of the vector: ``weight[0,2]``."""
        return tuple(f"{part.name}[{','.join(map(str, index))}]" for part in self.parts for index in np.ndindex(part.shape))

    def part(self, name: str, flat: Floats) -> Floats:
        """One part of a vector ``(size,)``, or of many ``(…, size)``: a view where memory allows it."""
        shape = next(part.shape for part in self.parts if part.name == name)
        return flat[..., self._places[name]].reshape(*flat.shape[:-1], *shape)

    def views(self, flat: Floats) -> dict[str, Floats]:
        """All parts by name; written to, they write to ``flat``."""
        return {part.name: self.part(part.name, flat) for part in self.parts}

    def flat(self, parts: Mapping[str, Any]) -> Floats:
        """The vector made of named arrays, as ``state_dict()`` of a module holds them.

        Raises ``EngineError`` for a part that is missing, unknown, of another shape or not finite.
        """
        for name in parts:
            if name not in self._places:
                raise EngineError("unknown_field", name)
        return np.concatenate([given.ravel() for given in self._given(parts)])

    def _given(self, parts: Mapping[str, Any]) -> Iterator[Floats]:
        for part in self.parts:
            if part.name not in parts:
                raise EngineError("missing_field", part.name)
            array = numbers(parts[part.name], part.name)
            need_shape(array, part.shape, part.name)
            yield array
