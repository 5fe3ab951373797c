"""Writes the reference numbers that tests/engine/test_learner.py and test_plane.py compare the engine with.

    python tests/reference/make_learner.py

needs PyTorch 2.13 (CPU), scikit-learn 1.9 and NumPy; of ours only the order of the examples (make_fits.py, written from its
definition). Everything is float64 and drawn from fixed seeds.

* ``learner.json`` - the cases: our settings.
* ``learner.npz`` - the data; of every case the flat parameters (``weight`` row by row, then ``bias``, as ``nn.Linear`` lists them) before
  each update and the loss on its batch; scikit-learn's optima; a path with its principal components.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from make_fits import order
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from torch.nn import functional

HERE = Path(__file__).parent
RIDGE, LOGISTIC = 0.3, 0.01
"""λ₂ of the optima."""

LOSSES = {
    "mean_squared_error": lambda o, y: functional.mse_loss(o[:, 0], y),
    "half_sum_squared_error": lambda o, y: 0.5 * functional.mse_loss(o[:, 0], y, reduction="sum"),
    "huber": lambda o, y: functional.huber_loss(o[:, 0], y),
    "mean_absolute_error": lambda o, y: functional.l1_loss(o[:, 0], y),
    "sparse_categorical_cross_entropy": functional.cross_entropy,
    "categorical_cross_entropy": lambda o, y: functional.cross_entropy(o, functional.one_hot(y, 3).double()),
}
OPTIMIZERS: dict[str, tuple[type[torch.optim.Optimizer], dict[str, Any]]] = {
    "gradient_descent": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
    "rmsprop": (torch.optim.RMSprop, {}),
}


def data() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(11)
    x = draw.normal(size=(60, 5)) * [1.0, 2.0, 0.5, 1.0, 1.5] + [0.0, 1.0, -2.0, 0.3, 0.0]
    flowers = load_iris()
    return {
        "x": x,
        "y": x @ [1.5, -0.7, 2.0, 0.0, 0.4] + 0.8 + draw.normal(0.0, 0.5, 60),
        "iris": flowers.data,
        "species": flowers.target,
        "start_linear": draw.normal(0.0, 0.5, 6),
        "start_softmax_regression": draw.normal(0.0, 0.5, 15),
    }


def case(model: str, loss: str, optimizer: str, rate: float, **rest: Any) -> dict[str, Any]:
    plain = {"batch_size": None, "epochs": 8, "seed": 5, "replacement": False, "l1": 0.0, "l2": 0.0, "clip_norm": None, "clip_value": None}
    return {"model": model, "loss": loss, "optimizer": optimizer, "learning_rate": rate, **plain, **rest}


CASES = [
    case("linear", "mean_squared_error", "gradient_descent", 0.02, epochs=150),
    case("linear", "mean_squared_error", "adam", 0.05, epochs=150),
    case("linear", "mean_squared_error", "momentum", 0.01, batch_size=16),
    case("linear", "half_sum_squared_error", "gradient_descent", 0.001, batch_size=7, replacement=True),
    case("linear", "huber", "rmsprop", 0.01, batch_size=16, l2=0.2),
    case("linear", "mean_absolute_error", "adamw", 0.02, batch_size=16),
    case("linear", "mean_squared_error", "momentum", 0.01, batch_size=16, l1=0.2, l2=0.1, clip_norm=1.5),
    case("softmax_regression", "sparse_categorical_cross_entropy", "gradient_descent", 0.05, epochs=150),
    case("softmax_regression", "sparse_categorical_cross_entropy", "adam", 0.05, batch_size=32),
    case("softmax_regression", "categorical_cross_entropy", "momentum", 0.02, batch_size=32, l2=0.05),
    case("softmax_regression", "sparse_categorical_cross_entropy", "adam", 0.02, batch_size=10, l1=0.05, clip_norm=0.7),
    case("softmax_regression", "sparse_categorical_cross_entropy", "gradient_descent", 0.1, batch_size=1, epochs=2, clip_value=0.3),
]


def trained(made: dict[str, Any], arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Flat parameters before each update and after the last; loss on each update's batch."""
    is_linear = made["model"] == "linear"
    x, y = (torch.tensor(arrays[name]) for name in (("x", "y") if is_linear else ("iris", "species")))
    layer = torch.nn.Linear(x.shape[1], 1 if is_linear else 3, dtype=torch.float64)
    torch.nn.utils.vector_to_parameters(torch.tensor(arrays[f"start_{made['model']}"]), layer.parameters())
    kind, options = OPTIMIZERS[made["optimizer"]]
    # L2 is weight decay on the weights, none on the bias: written into the loss, so that AdamW's own decay stays its default on both.
    rule = kind(layer.parameters(), lr=made["learning_rate"], **options)
    path, losses = [torch.nn.utils.parameters_to_vector(layer.parameters()).detach().numpy().copy()], []
    count = len(y)
    size = made["batch_size"] or count
    for epoch in range(made["epochs"]):
        shuffled = np.arange(count) if made["batch_size"] is None else order(made["seed"], epoch, count, made["replacement"])
        for first in range(0, count, size):
            chosen = torch.tensor(shuffled[first : first + size])
            rule.zero_grad()
            loss = LOSSES[made["loss"]](layer(x[chosen]), y[chosen])
            loss = loss + made["l1"] * layer.weight.abs().sum() + 0.5 * made["l2"] * layer.weight.square().sum()
            loss.backward()
            if made["clip_norm"]:
                torch.nn.utils.clip_grad_norm_(layer.parameters(), made["clip_norm"])
            if made["clip_value"]:
                torch.nn.utils.clip_grad_value_(layer.parameters(), made["clip_value"])
            rule.step()
            losses.append(loss.item())
            path.append(torch.nn.utils.parameters_to_vector(layer.parameters()).detach().numpy().copy())
    return np.array(path), np.array(losses)


def optima(arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Where scikit-learn ends. Ridge's α w² stands beside the sum of squares, our ½ λ₂ w² beside their mean: α = n λ₂ / 2; logistic
    regression's ½ w² stands beside C times the sum of the losses: C = 1 / (n λ₂)."""
    x, y = arrays["x"], arrays["y"]
    plain, ridge = LinearRegression().fit(x, y), Ridge(alpha=len(y) * RIDGE / 2, solver="svd").fit(x, y)
    flowers, species = arrays["iris"], arrays["species"]
    softmax = LogisticRegression(C=1.0 / (len(species) * LOGISTIC), solver="newton-cg", tol=1e-12, max_iter=10_000).fit(flowers, species)
    return {
        "optimum_linear": np.append(plain.coef_, plain.intercept_),
        "optimum_ridge": np.append(ridge.coef_, ridge.intercept_),
        "optimum_softmax": np.concatenate([softmax.coef_.ravel(), softmax.intercept_]),
        "probabilities_softmax": softmax.predict_proba(flowers),
    }


def components(path: np.ndarray) -> dict[str, np.ndarray]:
    """The path's two principal components: mean, axes, shares of the variance, places, distances from their plane."""
    found = PCA(n_components=2, svd_solver="full").fit(path)
    places = found.transform(path)
    beside = np.linalg.norm(path - found.inverse_transform(places), axis=1)
    return {
        "pca_path": path,
        "pca_mean": found.mean_,
        "pca_axes": found.components_,
        "pca_shares": found.explained_variance_ratio_,
        "pca_places": places,
        "pca_distances": beside,
    }


def main() -> None:
    arrays = data()
    written = {**arrays, **optima(arrays)}
    for index, made in enumerate(CASES):
        written[f"params_{index}"], written[f"loss_{index}"] = trained(made, arrays)
    written |= components(written["params_8"])
    np.savez_compressed(HERE / "learner.npz", **written)
    (HERE / "learner.json").write_text(json.dumps(CASES, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
