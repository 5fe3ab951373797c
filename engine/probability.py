"""Sigmoid, softmax, entropy and their logarithms, stable where the textbook's formulas overflow.

All take numbers or arrays (lists too) and keep float32 where they are given it. Distributions lie
along the last axis; rows are taken as they are, ``engine.loss`` is where inputs are refused.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from engine.errors import EngineError, shown
from engine.numbers.arrays import Floats, labels

Real: TypeAlias = Any
"""An array (or one number) of float64 or float32."""


def _real(given: ArrayLike) -> Real:
    """Raises ``EngineError`` (``not_a_number``) where there is something that is none."""
    try:
        array = np.asarray(given)
    except Exception:  # lists of unlike lengths, and what a stranger's __array__ raises
        raise EngineError("not_a_number", "values", value=shown(given)) from None
    if array.dtype.kind not in "fbiu":
        raise EngineError("not_a_number", "values", value=shown(given))
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _rows(given: ArrayLike) -> Real:
    """The same with one entry at least along the last axis (``wrong_shape``)."""
    rows = _real(given)
    if not (rows.ndim and rows.size):
        raise EngineError("wrong_shape", "logits", value=rows.shape, allowed="(…, K), K ≥ 1")
    return rows


def _below(logits: Real, top: Real) -> Real:
    """z − max z, −∞ where it is beyond the numbers: e^−∞ is the right 0."""
    with np.errstate(over="ignore"):
        return np.asarray(logits - top)


def sigmoid(logit: ArrayLike) -> Real:
    """σ(z) = 1 / (1 + e^−z), in [0, 1]."""
    # Where e^−z overflows, 1/∞ is the right 0.
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-_real(logit)))


def log_sigmoid(logit: ArrayLike) -> Real:
    """log σ(z) = min(z, 0) − log(1 + e^−|z|), which never overflows: log σ(−1000) is −1000."""
    z = _real(logit)
    return np.minimum(z, 0.0) - np.log1p(np.exp(-np.abs(z)))


def softmax(logits: ArrayLike) -> Real:
    """p_k = e^(z_k − max z) / Σ_j e^(z_j − max z), a distribution for each row ``(…, classes)``."""
    z = _rows(logits)
    weights = np.exp(_below(z, z.max(axis=-1, keepdims=True)))
    return weights / weights.sum(axis=-1, keepdims=True)


def log_softmax(logits: ArrayLike) -> Real:
    """log p_k = (z_k − max z) − log(1 + Σ' e^(z_j − max z)), the sum without the largest logit.

    So also the logarithm of a probability that rounds to 1 keeps its digits: log_softmax([40, 0])[0] is −4.2e-18.
    """
    z = _rows(logits)
    top = z.argmax(axis=-1, keepdims=True)
    below = _below(z, np.take_along_axis(z, top, axis=-1))
    others = np.exp(below)
    np.put_along_axis(others, top, 0.0, axis=-1)
    return below - np.log1p(others.sum(axis=-1, keepdims=True))


def log_softmax_and_softmax(logits: ArrayLike) -> tuple[Real, Real]:
    """(``log_softmax``, ``softmax``) to the same bits, for who needs both."""
    z = _rows(logits)
    top = z.argmax(axis=-1, keepdims=True)
    below = _below(z, np.take_along_axis(z, top, axis=-1))
    weights = np.exp(below)
    p = weights / weights.sum(axis=-1, keepdims=True)
    np.put_along_axis(weights, top, 0.0, axis=-1)
    return below - np.log1p(weights.sum(axis=-1, keepdims=True)), p


def xlogy(x: ArrayLike, y: ArrayLike) -> Real:
    """x log y, and 0 where x is 0, whatever y; −∞ where y alone is 0."""
    factor, number = _real(x), _real(y)
    try:
        np.broadcast_shapes(factor.shape, number.shape)
    except ValueError:
        raise EngineError("wrong_shape", "values", value=number.shape, allowed=factor.shape) from None
    with np.errstate(all="ignore"):
        return np.where(factor == 0.0, 0.0, factor * np.log(number))


def entropy(q: ArrayLike) -> Real:
    """H(q) = −Σ_k q_k log q_k ≥ 0 in nats; 0 for a one-hot q.

    Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948.
    """
    return 0.0 - xlogy(q, q).sum(axis=-1)


def cross_entropy_of_distributions(q: ArrayLike, p: ArrayLike) -> Real:
    """H(q, p) = −Σ_k q_k log p_k = H(q) + KL(q‖p) in nats, lowest where p = q; ∞ where p rules out what q allows."""
    return 0.0 - xlogy(q, p).sum(axis=-1)


def one_hot(given: ArrayLike, classes: int) -> Floats:
    """Integer labels ``(…)`` as rows ``(…, classes)`` with a 1 at the label: 2 of 3 classes becomes [0, 0, 1].

    Raises ``EngineError`` where a label is not in 0 … ``classes`` − 1.
    """
    if isinstance(classes, bool) or not isinstance(classes, int | np.integer):
        raise EngineError("not_an_integer", "classes", value=repr(classes))
    if classes < 1:
        raise EngineError("out_of_range", "classes", value=classes, allowed="[1, ∞)")
    return np.eye(classes)[labels(given, int(classes), "labels")]
