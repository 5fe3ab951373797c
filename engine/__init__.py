"""A NumPy training engine that shows its work.

``minimize`` descends a surface and returns the path, ``dataset`` gives examples to learn from, ``catalog``
describes every member; ``Run``s that branch, rewind and resume are in ``engine.run``.
"""

from engine.api import Trajectory, catalog, dataset, minimize
from engine.bits import fingerprint
from engine.errors import EngineError
from engine.points import Points, measured_by, split, standardise
from engine.table import Table, read_table

__all__ = [
    "EngineError",
    "Points",
    "Table",
    "Trajectory",
    "catalog",
    "dataset",
    "fingerprint",
    "measured_by",
    "minimize",
    "read_table",
    "split",
    "standardise",
]
