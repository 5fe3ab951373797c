"""A NumPy training engine that shows its work.

``minimize`` descends a surface and ``fit`` trains a model on data, both returning the path; ``loss`` gives a
loss function, ``dataset`` examples, ``catalog`` describes every member; ``Run``s that branch, rewind and
resume are in ``engine.run``, softmax and its kin in ``engine.probability``.
"""

from engine.api import Trajectory, catalog, loss, minimize
from engine.bits import fingerprint
from engine.errors import EngineError
from engine.training import Training, fit

__all__ = ["EngineError", "Training", "Trajectory", "catalog", "fingerprint", "fit", "loss", "minimize"]
