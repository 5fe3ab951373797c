"""A NumPy training engine that shows its work.

``minimize`` descends a surface and returns the path, ``catalog`` describes every member; ``Run``s that
branch, rewind and resume are in ``engine.run``.
"""

from engine.api import Trajectory, catalog, minimize
from engine.bits import fingerprint
from engine.errors import EngineError

__all__ = ["EngineError", "Trajectory", "catalog", "fingerprint", "minimize"]
