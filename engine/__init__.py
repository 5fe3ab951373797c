"""A NumPy training engine that shows its work.

``minimize`` descends a surface and returns the path, ``loss`` gives a loss function, ``catalog`` describes
every member; ``Run``s that branch, rewind and resume are in ``engine.run``, softmax and its kin in
``engine.probability``.
"""

from engine.api import Trajectory, catalog, loss, minimize
from engine.bits import fingerprint
from engine.errors import EngineError

__all__ = ["EngineError", "Trajectory", "catalog", "fingerprint", "loss", "minimize"]
