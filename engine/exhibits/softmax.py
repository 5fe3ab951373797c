"""From logits over probabilities to both cross-entropies, number by number."""

from collections.abc import Iterator
from typing import Any, Literal, Self

import numpy as np
from pydantic import model_validator

from engine.config import hyper
from engine.errors import EngineError
from engine.exhibit import Answer, Entries, Exhibit, several
from engine.losses.categorical_cross_entropy import CategoricalCrossEntropy
from engine.losses.negative_log_likelihood import NegativeLogLikelihood
from engine.losses.sparse_categorical_cross_entropy import SparseCategoricalCrossEntropy
from engine.numbers.trace import Line
from engine.numbers.written import f, indexed, line, number, total
from engine.probability import log_softmax, one_hot, sigmoid, softmax
from engine.text import N_


class SoftmaxExhibit(Exhibit):
    """p_k = e^(z_k) / Σ_j e^(z_j); −Σ_k q_k log p_k on the one-hot label is −log p[label] on the integer one.

    Categorical and sparse categorical cross-entropy are the same number, and so is the negative
    log-likelihood of the log-softmax. With two classes, p₁ = σ(z₁ − z₀).

    Source: J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs", 1990.
    """

    kind: Literal["softmax"] = "softmax"
    logits: Entries = several(
        (2.0, 1.0, -1.0), least=2, most=5, symbol="z", title=N_("Logits"), help=N_("One number for each class, in [−8, 8].")
    )
    label: int = hyper(2, symbol="y", title=N_("True class"), help=N_("Its number, counted from 0."), slider=(0, 4), ge=0, le=4)

    delta: float = hyper(
        1e-7,
        symbol="δ",
        title=N_("Added δ"),
        help=N_("What course notes add inside the logarithm."),
        scale="log",
        slider=(1e-15, 0.1),
        ge=1e-20,
        le=1.0,
    )

    title = N_("Softmax and labels")
    idea = N_("Softmax turns any numbers into probabilities; of these only the true class's entry makes the loss.")
    task = N_("Drag a logit and follow it to the right; choose the true class: one-hot or integer, the loss is the same.")
    source = "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990"
    place = 3
    shows = ("categorical_cross_entropy", "sparse_categorical_cross_entropy", "negative_log_likelihood")

    @model_validator(mode="after")
    def _label_is_a_class(self) -> Self:
        if self.label >= len(self.logits):
            raise EngineError("out_of_range", "label", value=self.label, allowed=f"{{0, …, {len(self.logits) - 1}}}")
        return self

    def _answer(self) -> Answer:
        logits, classes = np.array(self.logits), len(self.logits)
        probabilities, log_probabilities, hot = softmax(logits), log_softmax(logits), one_hot(self.label, classes)
        exponentials = np.exp(logits)
        values = {
            "exponentials": exponentials.tolist(),
            "sum": float(exponentials.sum()),
            "probabilities": probabilities.tolist(),
            "one_hot": hot.astype(int).tolist(),
            "log_probabilities": log_probabilities.tolist(),
            "categorical_cross_entropy": CategoricalCrossEntropy().value(probabilities, hot),
            "added": CategoricalCrossEntropy(delta=self.delta).value(probabilities, hot),
            "added.at_0": CategoricalCrossEntropy(delta=self.delta).value([0.0, 1.0], [1.0, 0.0]),
            "sparse_categorical_cross_entropy": SparseCategoricalCrossEntropy().value(probabilities, self.label),
            "negative_log_likelihood": NegativeLogLikelihood().value(log_probabilities, self.label),
            **({"sigmoid": float(sigmoid(logits[1] - logits[0]))} if classes == 2 else {}),
        }
        return Answer(curves={}, values=values, lines=tuple(self._lines(values)))

    def _lines(self, values: dict[str, Any]) -> Iterator[Line]:
        z, e = indexed("z", list(self.logits)), indexed("e", values["exponentials"])
        p, q, here = indexed("p", values["probabilities"]), indexed("q", values["one_hot"]), self.label
        whole = number(values["sum"], "S")
        for k, logit in enumerate(z):
            yield line(f"exponential.{k}", e[k].symbol, f.exp(logit), e[k].value)
        yield line("sum", "S", total(e), whole.value)
        for k, part in enumerate(e):
            yield line(f"probability.{k}", p[k].symbol, part / whole, p[k].value)
        yield line(
            "categorical_cross_entropy", "ℓ", -total(a * f.log(b) for a, b in zip(q, p, strict=True)), values["categorical_cross_entropy"]
        )
        yield line("sparse_categorical_cross_entropy", "ℓ", -f.log(p[here]), values["sparse_categorical_cross_entropy"])
        delta = number(self.delta, "δ")
        yield line("added", "ℓ", -f.log(p[here] + delta), values["added"])
        yield line("added.at_0", "ℓ", -f.log(delta), values["added.at_0"])
        yield line("log_probability", "log " + p[here].symbol, z[here] - f.log(whole), values["log_probabilities"][here])
        yield line(
            "negative_log_likelihood",
            "ℓ",
            -number(values["log_probabilities"][here], "log " + p[here].symbol),
            values["negative_log_likelihood"],
        )
        if "sigmoid" in values:
            yield line("sigmoid", "σ(z₁ − z₀)", 1.0 / (1.0 + f.exp(-(z[1] - z[0]))), values["sigmoid"])
