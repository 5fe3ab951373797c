"""A NumPy training engine that shows its work.

``minimize`` descends a surface and ``fit`` trains a model on data, both returning the path; ``loss`` gives a
loss function, ``dataset`` examples to learn from, ``read_table`` one's own, ``catalog`` describes every member;
``Run``s that branch, rewind and resume are in ``engine.run``, softmax and its kin in ``engine.probability``.
"""

from engine.api import Trajectory, catalog, dataset, loss, minimize
from engine.errors import EngineError
from engine.fits.points import Points, measured_by, split, standardise
from engine.running.bits import fingerprint
from engine.tables.table import Table, read_table
from engine.training import Training, fit

__all__ = [
    "EngineError",
    "Points",
    "Table",
    "Training",
    "Trajectory",
    "catalog",
    "dataset",
    "fingerprint",
    "fit",
    "loss",
    "measured_by",
    "minimize",
    "read_table",
    "split",
    "standardise",
]
