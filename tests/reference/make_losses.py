"""Writes the reference numbers that tests/engine/test_losses_truth.py compares the losses with.

    KERAS_BACKEND=torch python tests/reference/make_losses.py

needs PyTorch 2.13 (CPU), scikit-learn 1.9, Keras 3.15 and NumPy, nothing of ours; everything is float64
(but for parts that Keras's PyTorch backend does in float32) and drawn from fixed seeds.

* ``losses.npz`` - for each case the predictions and targets, PyTorch's loss of every single example
  (``each``), of the batch (``value``) and its gradient by autograd.
* ``losses.json`` - what each case was made with: our options, the line of PyTorch that was evaluated, and
  the values that lines of Keras and scikit-learn gave for the same numbers.

Where a library has no such loss (a guard that adds δ, the clipped gradient) the line is the published
formula in PyTorch's operations, and ``is_formula`` says so.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import sklearn
import sklearn.metrics
import torch

HERE = Path(__file__).parent
DRAW = np.random.default_rng(20)
F = "torch.nn.functional."


class Case(NamedTuple):
    name: str
    kind: str
    options: dict[str, Any]
    inputs: tuple[np.ndarray, np.ndarray]
    torch: str
    keras: str = ""
    sklearn: str = ""
    is_formula: bool = False


def crossed(predictions: list[float], targets: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Every prediction with every target."""
    return np.repeat(predictions, len(targets)), np.tile(np.array(targets, dtype=float), len(predictions))


def distributions(rows: int, classes: int, zeros: bool = False) -> np.ndarray:
    weights = DRAW.exponential(size=(rows, classes))
    if zeros:
        weights[::3, 1] = 0.0
    return weights / weights.sum(axis=1, keepdims=True)


def one_hot(labels: np.ndarray, classes: int) -> np.ndarray:
    return np.eye(classes)[labels]


target = DRAW.normal(size=200) * 3.0
residuals = DRAW.normal(size=200) * 10.0 ** DRAW.uniform(-4.0, 2.0, 200)
residuals[:3] = [0.0, 1.0, -1.0]  # the minimum, and the seam of Huber's loss
REGRESSION = (target + residuals, target)
FAR = crossed([-1e6, -1e3, -50.0, 50.0, 1e3, 1e6], [0.0, 0.5])
UNIT = np.round(DRAW.uniform(0.01, 0.99, 200), 12)
HARD, SOFT = (UNIT, (DRAW.uniform(size=200) < UNIT).astype(float)), (UNIT, DRAW.uniform(size=200))
EDGES = crossed([0.0, 5e-324, 1e-300, 1e-50, 1e-20, 1e-14, 1e-10, 0.5, 1 - 1e-10, 1 - 1e-14, 1 - 2**-53, 1.0], [0.0, 0.3, 1.0])
LOGITS = (DRAW.normal(size=200) * 5.0, HARD[1])
FAR_LOGITS = crossed([-1e3, -800.0, -700.0, -40.0, -1e-3, 0.0, 1e-3, 40.0, 700.0, 800.0, 1e3], [0.0, 0.3, 1.0])
MARGINS = (np.concatenate([DRAW.normal(size=197) * 2.0, [1.0, -1.0, 1.0]]), np.sign(DRAW.normal(size=200)))
LABELS = DRAW.integers(0, 5, 60)
CLASS_LOGITS = DRAW.normal(size=(60, 5)) * 3.0
PROBABILITIES = distributions(60, 5)
LOG_PROBABILITIES = torch.log_softmax(torch.tensor(CLASS_LOGITS), -1).numpy()
FAR_ROWS = np.array([[1e3, -1e3, 0.0], [-1e3, -1e3, 1e3], [1e3, 1e3, 999.0], [0.0, 0.0, 0.0], [40.0, 0.0, -40.0], [-1e3, -1e3, -1e3]])
ROW_LABELS = np.array([1, 2, 0, 1, 0, 2])
SOFT_ROWS = distributions(60, 5, zeros=True)

BINARY, BINARY_LOGITS = F + "binary_cross_entropy(prediction, target)", F + "binary_cross_entropy_with_logits(prediction, target)"
LOG_LOSS = "sklearn.metrics.log_loss(target, prediction, labels=[0, 1])"
ADD = "torch.mean(-(target * torch.log(prediction + {0}) + (1 - target) * torch.log(1 - prediction + {0})))"
# torch.clamp passes no gradient outside its bounds.
CLIP = (
    "(lambda p: torch.mean(-(target * torch.log(p) + (1 - target) * torch.log(1 - p))))"
    "(torch.clamp(prediction, 2.220446049250313e-16, 1 - 2.220446049250313e-16))"
)
CROSS, XLOGY = F + "cross_entropy(prediction, target)", "torch.mean(-torch.xlogy(target, prediction).sum(-1))"
HUBER = F + "huber_loss(prediction, target, delta={})"
KERAS_HUBER = "keras.losses.Huber(delta={})(target, prediction)"
KERAS_BINARY = "keras.losses.BinaryCrossentropy(from_logits={})(target, prediction)"
KERAS_CLASSES = "keras.losses.CategoricalCrossentropy(from_logits={})(target, prediction)"
KERAS_SPARSE = "keras.losses.SparseCategoricalCrossentropy(from_logits={})(target, prediction)"
SKLEARN_SPARSE = "sklearn.metrics.log_loss(target, prediction, labels=range(prediction.shape[1]))"
COSH = "torch.mean(torch.log(torch.cosh(prediction - target)))"
FAR_COSH = f"(lambda e: torch.mean(e + {F}softplus(-2 * e) - torch.log(torch.tensor(2.0))))(torch.abs(prediction - target))"

CASES = [
    Case(
        "mean_squared_error", "mean_squared_error", {}, REGRESSION, F + "mse_loss(prediction, target)",
        "keras.losses.MeanSquaredError()(target, prediction)", "sklearn.metrics.mean_squared_error(target, prediction)",
    ),
    Case(
        "half_sum_squared_error", "half_sum_squared_error", {}, REGRESSION, "0.5 * " + F + 'mse_loss(prediction, target, reduction="sum")',
        '0.5 * keras.losses.MeanSquaredError(reduction="sum")(target[:, None], prediction[:, None])',
    ),
    Case(
        "mean_absolute_error", "mean_absolute_error", {}, REGRESSION, F + "l1_loss(prediction, target)",
        "keras.losses.MeanAbsoluteError()(target, prediction)", "sklearn.metrics.mean_absolute_error(target, prediction)",
    ),
    Case("huber", "huber", {}, REGRESSION, HUBER.format(1.0), KERAS_HUBER.format(1.0)),
    Case("huber_small", "huber", {"delta": 0.03}, REGRESSION, HUBER.format(0.03), KERAS_HUBER.format(0.03)),
    Case("huber_far", "huber", {"delta": 7.0}, FAR, HUBER.format(7.0), KERAS_HUBER.format(7.0)),
    Case("log_cosh", "log_cosh", {}, REGRESSION, COSH, "keras.losses.LogCosh()(target, prediction)"),
    Case("log_cosh_far", "log_cosh", {}, FAR, FAR_COSH, "keras.losses.LogCosh()(target, prediction)", is_formula=True),
    Case("binary", "binary_cross_entropy", {}, HARD, BINARY, KERAS_BINARY.format(False), LOG_LOSS),
    Case("binary_soft", "binary_cross_entropy", {}, SOFT, BINARY, KERAS_BINARY.format(False)),
    Case("binary_edges", "binary_cross_entropy", {}, EDGES, BINARY),
    Case("binary_add", "binary_cross_entropy", {"guard": "add"}, SOFT, ADD.format(1e-7), is_formula=True),
    Case("binary_add_edges", "binary_cross_entropy", {"guard": "add", "delta": 1e-3}, EDGES, ADD.format(1e-3), is_formula=True),
    Case("binary_clip", "binary_cross_entropy", {"guard": "clip"}, HARD, CLIP, "", LOG_LOSS, is_formula=True),
    Case("binary_clip_edges", "binary_cross_entropy", {"guard": "clip"}, EDGES, CLIP, is_formula=True),
    Case(
        "binary_clip_hard_edges", "binary_cross_entropy", {"guard": "clip"}, (EDGES[0], np.round(EDGES[1])), CLIP, "", LOG_LOSS,
        is_formula=True,
    ),
    Case("binary_logits", "binary_cross_entropy", {"from_logits": True}, LOGITS, BINARY_LOGITS, KERAS_BINARY.format(True)),
    Case("binary_logits_far", "binary_cross_entropy", {"from_logits": True}, FAR_LOGITS, BINARY_LOGITS, KERAS_BINARY.format(True)),
    Case(
        "categorical", "categorical_cross_entropy", {}, (PROBABILITIES, one_hot(LABELS, 5)), XLOGY, KERAS_CLASSES.format(False),
        "sklearn.metrics.log_loss(target, prediction)",
    ),
    Case("categorical_soft", "categorical_cross_entropy", {}, (PROBABILITIES, SOFT_ROWS), XLOGY, KERAS_CLASSES.format(False)),
    Case(
        "categorical_logits", "categorical_cross_entropy", {"from_logits": True}, (CLASS_LOGITS, SOFT_ROWS), CROSS,
        KERAS_CLASSES.format(True),
    ),
    Case(
        "categorical_logits_far", "categorical_cross_entropy", {"from_logits": True}, (FAR_ROWS, one_hot(ROW_LABELS, 3)), CROSS,
        KERAS_CLASSES.format(True),
    ),
    Case(
        "sparse", "sparse_categorical_cross_entropy", {}, (PROBABILITIES, LABELS), F + "nll_loss(prediction.log(), target)",
        KERAS_SPARSE.format(False), SKLEARN_SPARSE,
    ),
    Case(
        "sparse_logits", "sparse_categorical_cross_entropy", {"from_logits": True}, (CLASS_LOGITS, LABELS), CROSS,
        KERAS_SPARSE.format(True),
    ),
    Case(
        "sparse_logits_far", "sparse_categorical_cross_entropy", {"from_logits": True}, (FAR_ROWS, ROW_LABELS), CROSS,
        KERAS_SPARSE.format(True),
    ),
    Case("likelihood", "negative_log_likelihood", {}, (LOG_PROBABILITIES, LABELS), F + "nll_loss(prediction, target)"),
    Case(
        "hinge", "hinge", {}, MARGINS, "torch.mean(torch.relu(1 - target * prediction))", "keras.losses.Hinge()(target, prediction)",
        "sklearn.metrics.hinge_loss(target, prediction, labels=[-1, 1])",
    ),
    Case(
        "kullback_leibler", "kullback_leibler", {}, (PROBABILITIES, distributions(60, 5)),
        F + 'kl_div(prediction.log(), target, reduction="batchmean")', "keras.losses.KLDivergence()(target, prediction)",
    ),
    Case(
        "kullback_leibler_zeros", "kullback_leibler", {}, (PROBABILITIES, SOFT_ROWS),
        F + 'kl_div(prediction.log(), target, reduction="batchmean")',
    ),
]  # fmt: skip


def evaluated(line: str, prediction: Any, target: Any) -> Any:
    return eval(line, {"torch": torch, "keras": keras, "sklearn": sklearn, "prediction": prediction, "target": target})


def recorded(case: Case, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    prediction, target = case.inputs
    tensor, wanted = torch.tensor(prediction, requires_grad=True), torch.tensor(target)
    value = evaluated(case.torch, tensor, wanted)
    value.backward()
    assert tensor.grad is not None
    alone = tensor.detach()
    each = [float(evaluated(case.torch, alone[i : i + 1], wanted[i : i + 1])) for i in range(len(prediction))]
    outputs = {"value": value.item(), "each": each, "gradient": tensor.grad.numpy()}
    arrays |= {f"{case.name}.{part}": np.array(output) for part, output in outputs.items()}
    arrays |= {f"{case.name}.prediction": prediction, f"{case.name}.target": target}
    others = {name: line for name, line in (("keras", case.keras), ("sklearn", case.sklearn)) if line}
    values = {name: float(evaluated(line, prediction, target)) for name, line in others.items()}
    return {
        "name": case.name, "kind": case.kind, "options": case.options, "is_formula": case.is_formula,
        "lines": {"torch": case.torch, **others}, "values": values,
    }  # fmt: skip


def main() -> None:
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    keras.config.set_floatx("float64")
    arrays: dict[str, np.ndarray] = {}
    versions = {"torch": torch.__version__, "keras": keras.__version__, "sklearn": sklearn.__version__, "numpy": np.__version__}
    tables = {"versions": versions, "cases": [recorded(case, arrays) for case in CASES]}
    np.savez_compressed(HERE / "losses.npz", **arrays)
    (HERE / "losses.json").write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
