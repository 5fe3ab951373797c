"""Writes the trajectories of fits that tests/engine compares the engine with.

    python tests/reference/make_fits.py

needs PyTorch 2.13 (CPU), scikit-learn 1.9 and NumPy, nothing of ours; everything is float64 and drawn from
fixed seeds. The order of the examples is the engine's, drawn here anew from its definition (engine/numbers/draws.py):
Philox with the key (seed + purpose · 2³², hash of the racer's name) and the epoch in the counter.

* ``fits.json`` - the cases: our settings, and the names of their arrays.
* ``fits.npz`` - the data, and of every case the parameters before each update and the loss on its batch.
"""

import json
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LinearRegression, Ridge
from torch.nn import functional

HERE = Path(__file__).parent
BATCH = 3
"""The purpose of the draws that shuffle."""


def order(seed: int, epoch: int, examples: int, replacement: bool) -> np.ndarray:
    """The order in which all racers take the examples in an epoch."""
    name = int.from_bytes(blake2b(b"", digest_size=8).digest(), "little")
    key = np.array([seed + BATCH * 2**32, name], dtype=np.uint64)
    draw = np.random.Generator(np.random.Philox(key=key, counter=np.array([0, 0, epoch, 0], dtype=np.uint64)))
    return draw.integers(0, examples, examples) if replacement else draw.permutation(examples)


def data() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(7)
    x = draw.normal(1.0, 2.0, 50)
    side = (draw.random(50) < 1.0 / (1.0 + np.exp(-1.5 * x + 1.0))).astype(float)
    pairs = draw.normal(size=(50, 2))
    return {
        "x": x,
        "line": 1.7 * x - 0.6 + draw.normal(0.0, 0.4, 50),
        "side": side,
        "wave": 1.2 * np.sin(2.3 * x) + draw.normal(0.0, 0.1, 50),
        "pairs": pairs,
        "pair_side": (pairs @ [1.0, -2.0] + draw.normal(0.0, 0.5, 50) > 0).astype(float),
    }


MODELS: dict[str, Callable[[list[torch.Tensor], torch.Tensor], torch.Tensor]] = {
    "line": lambda t, x: t[0] * x + t[1],
    "logistic": lambda t, x: t[0] * x + t[1],
    "sine": lambda t, x: t[0] * torch.sin(t[1] * x),
    "two_weights": lambda t, x: t[0] * x[:, 0] + t[1] * x[:, 1],
}
PENALIZED = {"line": [0], "logistic": [0], "sine": [0], "two_weights": [0, 1]}
DATA = {"line": ("x", "line"), "logistic": ("x", "side"), "sine": ("x", "wave"), "two_weights": ("pairs", "pair_side")}
STARTS = {"line": [-1.0, 2.0], "logistic": [-0.5, 1.0], "sine": [0.8, 2.2], "two_weights": [-1.0, -1.0]}
LOSSES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "mean_squared_error": functional.mse_loss,
    "half_sum_squared_error": lambda o, y: 0.5 * functional.mse_loss(o, y, reduction="sum"),
    "mean_absolute_error": functional.l1_loss,
    "huber": functional.huber_loss,
    "log_cosh": lambda o, y: torch.log(torch.cosh(o - y)).mean(),
    "binary_cross_entropy": lambda o, y: functional.binary_cross_entropy(torch.sigmoid(o), y),
    "from_logits": functional.binary_cross_entropy_with_logits,
    "squared_probability": lambda o, y: functional.mse_loss(torch.sigmoid(o), y),
    "hinge": lambda o, y: torch.relu(1.0 - (2.0 * y - 1.0) * o).mean(),
}
OPTIMIZERS: dict[str, tuple[type[torch.optim.Optimizer], dict[str, float]]] = {
    "gradient_descent": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "adam": (torch.optim.Adam, {}),
}


def case(model: str, loss: str, optimizer: str, rate: float, **rest: Any) -> dict[str, Any]:
    plain = {"batch_size": None, "epochs": 12, "seed": 5, "replacement": False, "l1": 0.0, "l2": 0.0}
    return {"model": model, "loss": loss, "optimizer": optimizer, "learning_rate": rate, **plain, **rest}


CASES = [
    case("line", "mean_squared_error", "gradient_descent", 0.05, epochs=200),
    case("line", "mean_squared_error", "momentum", 0.01, epochs=200),
    case("line", "mean_squared_error", "adam", 0.1, epochs=200),
    case("line", "mean_squared_error", "gradient_descent", 0.02, batch_size=10),
    case("line", "mean_squared_error", "adam", 0.05, batch_size=16),
    case("line", "mean_squared_error", "momentum", 0.005, batch_size=1, epochs=4),
    case("line", "mean_squared_error", "gradient_descent", 0.02, batch_size=7, replacement=True),
    case("line", "mean_squared_error", "gradient_descent", 0.02, batch_size=16, l2=0.3),
    case("line", "mean_squared_error", "momentum", 0.01, batch_size=16, l1=0.2, l2=0.1),
    case("line", "mean_squared_error", "adam", 0.05, batch_size=16, l2=0.3),
    case("line", "half_sum_squared_error", "gradient_descent", 0.002, batch_size=16),
    case("line", "mean_absolute_error", "gradient_descent", 0.05, batch_size=16),
    case("line", "huber", "momentum", 0.02, batch_size=16),
    case("line", "log_cosh", "adam", 0.05, batch_size=16),
    case("logistic", "from_logits", "gradient_descent", 0.5, batch_size=16),
    case("logistic", "from_logits", "adam", 0.1, epochs=200, l2=0.05),
    case("logistic", "binary_cross_entropy", "momentum", 0.1, batch_size=16),
    case("logistic", "squared_probability", "gradient_descent", 1.0, batch_size=16),
    case("logistic", "hinge", "gradient_descent", 0.1, batch_size=16),
    case("sine", "mean_squared_error", "gradient_descent", 0.02, batch_size=16),
    case("sine", "mean_squared_error", "adam", 0.01, epochs=150),
    case("two_weights", "from_logits", "momentum", 0.2, batch_size=16, l2=0.1),
    case("two_weights", "binary_cross_entropy", "adam", 0.05, batch_size=12),
]


def trained(made: dict[str, Any], arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Parameters before each update and after the last; loss on each update's batch."""
    model = made["model"]
    features, target = (torch.tensor(arrays[name]) for name in DATA[model])
    theta = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in STARTS[model]]
    kind, options = OPTIMIZERS[made["optimizer"]]
    pulled = PENALIZED[model]
    # L2 is weight decay on the weights, no decay on a bias: groups of parameters, as one writes it in PyTorch.
    groups = [{"params": [t], "weight_decay": made["l2"] if i in pulled else 0.0} for i, t in enumerate(theta)]
    rule = kind(groups, lr=made["learning_rate"], **options)
    path, losses = [[t.item() for t in theta]], []
    for epoch in range(made["epochs"]):
        whole = made["batch_size"] is None
        shuffled = np.arange(50) if whole else order(made["seed"], epoch, 50, made["replacement"])
        size = 50 if whole else made["batch_size"]
        for first in range(0, 50, size):
            chosen = torch.tensor(shuffled[first : first + size])
            rule.zero_grad()
            loss = LOSSES[made["loss"]](MODELS[model](theta, features[chosen]), target[chosen])
            if made["l1"]:
                loss = loss + made["l1"] * sum(theta[i].abs() for i in pulled)
            loss.backward()
            rule.step()
            losses.append(loss.item() + 0.5 * made["l2"] * sum(path[-1][i] ** 2 for i in pulled))
            path.append([t.item() for t in theta])
    return np.array(path), np.array(losses)


def closed_forms(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The best line without and with a penalty.

    Ridge's α w² stands beside the sum of squares, our ½ λ₂ w² beside their mean: α = n λ₂ / 2.
    """
    x, y = arrays["x"][:, None], arrays["line"]
    plain, ridge = LinearRegression().fit(x, y), Ridge(alpha=50 * 0.3 / 2, solver="svd").fit(x, y)
    return {"closed_line": np.array([plain.coef_[0], plain.intercept_]), "closed_ridge": np.array([ridge.coef_[0], ridge.intercept_])}


def main() -> None:
    arrays = data()
    written = {**arrays, **closed_forms(arrays)}
    for index, made in enumerate(CASES):
        written[f"params_{index}"], written[f"loss_{index}"] = trained(made, arrays)
    np.savez_compressed(HERE / "fits.npz", **written)
    told = [{**made, "x": DATA[made["model"]][0], "y": DATA[made["model"]][1], "start": STARTS[made["model"]]} for made in CASES]
    (HERE / "fits.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
