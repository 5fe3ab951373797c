"""Two distributions: entropy, cross-entropy and what lies between them."""

from collections.abc import Iterator
from typing import Any, Literal, Self

import numpy as np
from pydantic import model_validator

from engine.errors import EngineError
from engine.exhibit import Answer, Exhibit, Shares, several
from engine.losses.kullback_leibler import KullbackLeibler
from engine.numbers.arrays import need_distributions
from engine.numbers.trace import Line
from engine.numbers.written import f, indexed, line, number, total
from engine.probability import cross_entropy_of_distributions, entropy, xlogy
from engine.text import N_


class DistributionsExhibit(Exhibit):
    """H(q, p) = −Σ_k q_k log p_k = H(q) + KL(q‖p), in nats; lowest where p = q, and 0 for a one-hot q met by p.

    The common slip −Σ_k q_k log q_k has no p in it: it is the entropy of q alone.

    Source: C. E. Shannon, "A Mathematical Theory of Communication", 1948.
    """

    kind: Literal["distributions"] = "distributions"
    q: Shares = several((0.6, 0.3, 0.1), least=2, most=5, symbol="q", title=N_("Truth q"), help=N_("Probabilities that sum to 1."))
    p: Shares = several((0.2, 0.3, 0.5), least=2, most=5, symbol="p", title=N_("Prediction p"), help=N_("Probabilities that sum to 1."))

    title = N_("Two distributions")
    idea = N_("Cross-entropy is the entropy of the truth plus a divergence that is 0 only where prediction and truth agree.")
    task = N_("Drag the bars of p towards q until only the entropy of q is left.")
    source = "C. E. Shannon, A Mathematical Theory of Communication, 1948"
    place = 5
    shows = ("categorical_cross_entropy", "kullback_leibler")

    @model_validator(mode="after")
    def _both_are_distributions(self) -> Self:
        if len(self.q) != len(self.p):
            raise EngineError("wrong_length", "p", value=len(self.p), allowed=len(self.q))
        need_distributions(np.array(self.q), "q")
        need_distributions(np.array(self.p), "p")
        return self

    def _answer(self) -> Answer:
        q, p = np.array(self.q), np.array(self.p)
        values = {
            "entropy": float(entropy(q)),
            "cross_entropy": float(cross_entropy_of_distributions(q, p)),
            "divergence": KullbackLeibler().value(p, q),
            "terms": (0.0 - xlogy(q, p)).tolist(),
            "own_terms": (0.0 - xlogy(q, q)).tolist(),
        }
        return Answer(curves={}, values=values, lines=tuple(self._lines(values)))

    def _lines(self, values: dict[str, Any]) -> Iterator[Line]:
        """0 × log 0 is 0 in an entropy: where q_k = 0 there is no term."""
        pairs = [(a, b) for a, b in zip(indexed("q", self.q), indexed("p", self.p), strict=True) if a.value > 0.0]
        yield line("entropy", "H(q)", -total(a * f.log(a) for a, _ in pairs), values["entropy"])
        if np.isfinite(values["cross_entropy"]):
            yield line("cross_entropy", "H(q, p)", -total(a * f.log(b) for a, b in pairs), values["cross_entropy"])
            parts = number(values["cross_entropy"], "H(q, p)") - number(values["entropy"], "H(q)")
            yield line("divergence", "KL(q‖p)", parts, values["divergence"])
