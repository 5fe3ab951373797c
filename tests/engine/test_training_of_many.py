"""``engine.fit`` over any number of features: PyTorch's paths, scikit-learn's optima, exact at every step, refused by name."""

import json
from typing import Any

import numpy as np
import pytest
from configs import bits
from member_texts import ROOT

import engine
from engine.errors import EngineError
from engine.probability import softmax
from engine.run_config import Clipping, NormClipping, ValueClipping
from engine.running import learner_log
from engine.schedules.cosine import Cosine
from engine.training import Training

REFERENCE = ROOT / "tests" / "reference"
ARRAYS = dict(np.load(REFERENCE / "learner.npz"))
CASES: list[dict[str, Any]] = json.loads((REFERENCE / "learner.json").read_text("utf-8"))
DATA = {"linear": ("x", "y"), "softmax_regression": ("iris", "species")}


def named(case: dict[str, Any]) -> str:
    shown = [case["model"], case["loss"], case["optimizer"], f"B{case['batch_size'] or 'all'}"]
    return "-".join(shown + [name for name in ("l1", "l2", "replacement", "clip_norm", "clip_value") if case[name]])


def fitted(case: dict[str, Any], **changed: Any) -> Training:
    keywords = {name: value for name, value in case.items() if name not in ("model", "clip_norm", "clip_value")}
    clipping: Clipping | None = None
    if case["clip_norm"] or case["clip_value"]:
        clipping = NormClipping(limit=case["clip_norm"]) if case["clip_norm"] else ValueClipping(limit=case["clip_value"])
    x, y = (ARRAYS[name] for name in DATA[case["model"]])
    told = {"start": ARRAYS[f"start_{case['model']}"], "clipping": clipping, **keywords, **changed}
    return engine.fit(case["model"], x, y, **told)


@pytest.mark.parametrize("index", range(len(CASES)), ids=lambda index: named(CASES[index]))
def test_the_path_is_pytorchs(index: int) -> None:
    path = fitted(CASES[index])
    np.testing.assert_allclose(path.params, ARRAYS[f"params_{index}"], rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(path.batch_loss[:-1], ARRAYS[f"loss_{index}"], rtol=1e-11, atol=1e-13)
    assert path.params.shape == (path.iterations_per_epoch * CASES[index]["epochs"] + 1, len(path.landscape.parameters))


WITHOUT_MEMORY = [index for index, case in enumerate(CASES) if case["optimizer"] == "gradient_descent" and case["batch_size"] is None]


@pytest.mark.parametrize("index", WITHOUT_MEMORY, ids=lambda index: named(CASES[index]))
def test_each_update_from_where_pytorch_stood_ends_where_pytorchs_did(index: int) -> None:
    # Of rules without a memory; those with one are fed recorded gradients in test_learner.py.
    theirs = ARRAYS[f"params_{index}"]
    for update in range(0, len(theirs) - 1, 7):
        path = fitted(CASES[index], start=theirs[update], epochs=1)
        np.testing.assert_allclose(path.params[1], theirs[update + 1], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("l2", "name"), [(0.0, "optimum_linear"), (0.3, "optimum_ridge")])
def test_linear_regression_reaches_scikit_learns_optimum(l2: float, name: str) -> None:
    path = engine.fit("linear", ARRAYS["x"], ARRAYS["y"], epochs=6000, learning_rate=0.1, l2=l2)
    np.testing.assert_allclose(path.params[-1], ARRAYS[name], rtol=1e-9, atol=1e-11)
    (known,) = path.landscape.stationary_points()
    np.testing.assert_allclose(known.params, ARRAYS[name], rtol=1e-12)
    assert (path.outcome.kind, path.outcome.point) == ("converged", "minimum")


def test_softmax_regression_reaches_scikit_learns_optimum() -> None:
    x, y, at = ARRAYS["iris"], ARRAYS["species"], ARRAYS["optimum_softmax"]
    told: dict[str, Any] = {"optimizer": "adam", "learning_rate": 0.2, "schedule": Cosine(period=4000), "epochs": 4000}
    path = engine.fit("softmax_regression", x, y, l2=0.01, **told)
    assert path.landscape.slope_on(tuple(at), None)[0] == pytest.approx(path.loss[-1], rel=1e-9)
    assert np.abs(path.landscape.slope_on(tuple(at), None)[1]).max() < 1e-9
    parts = path.parts_at(-1)
    # The same number added to all biases is the same model.
    np.testing.assert_allclose(parts["weight"].ravel(), at[:12], atol=1e-5)
    np.testing.assert_allclose(parts["bias"] - parts["bias"].mean(), at[12:] - at[12:].mean(), atol=1e-4)
    np.testing.assert_allclose(softmax(x @ parts["weight"].T + parts["bias"]), ARRAYS["probabilities_softmax"], atol=1e-5)


# ---- what is returned


def test_shapes_and_named_parts() -> None:
    flowers = engine.dataset("iris", whole=True)
    assert flowers.x.shape == (150, 4)
    path = engine.fit("softmax_regression", flowers.x, flowers.y, batch_size=40, epochs=3, optimizer="adam", learning_rate=0.05)
    assert path.params.shape == path.gradient.shape == (13, 15)
    assert path.loss.shape == path.batch_loss.shape == path.gradient_norm.shape == path.learning_rate.shape == (13,)
    assert {name: part.shape for name, part in path.parts_at(-1).items()} == {"weight": (3, 4), "bias": (3,)}
    np.testing.assert_allclose(path.gradient_norm, np.linalg.norm(path.gradient, axis=1), rtol=1e-14)
    assert path.loss[0] == pytest.approx(np.log(3))
    assert path.examples[:5].tolist() == [0.0, 40.0, 80.0, 120.0, 150.0]
    again = engine.fit("softmax_regression", flowers.x, flowers.y, start=path.parts_at(5), epochs=0)
    assert (bits(again.params[0]) == bits(path.params[5])).all()


def test_of_many_parameters_any_row_can_be_had_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(5)
    x, true = draw.normal(size=(60, 300)), draw.normal(size=300)
    told: dict[str, Any] = {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 20, "epochs": 40, "seed": 3}
    thin = engine.fit("linear", x, x @ true, **told)
    monkeypatch.setattr(learner_log, "ROW_BYTES", 10**9)
    whole = engine.fit("linear", x, x @ true, **told)
    assert (thin.log.k, whole.log.k) == (4, 1)  # type: ignore[attr-defined]
    assert (bits(thin.params) == bits(whole.params)).all()
    assert (bits(thin.gradient) == bits(whole.gradient)).all()
    for update in (0, 3, 50, 119, -1):
        assert (bits(thin.params_at(update)) == bits(whole.params[update])).all()
    with pytest.raises(EngineError) as caught:
        thin.params_at(121)
    assert (caught.value.code, caught.value.params["allowed"]) == ("out_of_range", "[-121, 120]")


def test_few_parameters_have_named_parts_too() -> None:
    path = engine.fit("line", [0.0, 1.0, 2.0], [1.0, 3.0, 5.0], epochs=3)
    assert path.parts_at(2) == {"w": path.params[2, 0], "b": path.params[2, 1]}


def test_a_linear_model_of_one_feature_is_the_line() -> None:
    x, y = ARRAYS["x"][:, 0], ARRAYS["y"]
    told: dict[str, Any] = {"optimizer": "momentum", "learning_rate": 0.02, "batch_size": 16, "epochs": 20, "start": (0.5, -0.5), "l2": 0.1}
    np.testing.assert_allclose(engine.fit("linear", x, y, **told).params, engine.fit("line", x, y, **told).params, rtol=1e-12)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"x": [[[1.0]]]}, "x must have shape (n,) | (n, features), got (1, 1, 1)"),
        ({"y": [0, 1]}, "y must have shape (3,), got (2,)"),
        ({"y": [0, 1, 1.5]}, "y.2 must be a whole number, got 1.5"),
        ({"y": [0, 1, -1]}, "y.2 must be in {0, …, 999}, got -1.0"),
        (
            {"loss": "mean_squared_error"},
            "loss.kind must be one of categorical_cross_entropy, sparse_categorical_cross_entropy, got mean_squared_error",
        ),
        ({"loss": engine.loss("categorical_cross_entropy")}, "loss.from_logits must be in {true}, got False"),
        ({"loss": "hubris"}, None),
        ({"start": [1.0]}, "start must have shape (9,), got (1,)"),
        ({"start": {"weight": np.zeros((3, 2))}}, "bias is missing"),
        ({"start": {"weight": np.zeros((2, 3)), "bias": np.zeros(3)}}, "weight must have shape (3, 2), got (2, 3)"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(arguments: dict[str, Any], sentence: str | None) -> None:
    given: dict[str, Any] = {"x": [[1.0, 2.0], [3.0, 4.0], [5.0, 7.0]], "y": [0, 1, 2], **arguments}
    with pytest.raises(EngineError) as caught:
        engine.fit("softmax_regression", given.pop("x"), given.pop("y"), **given)
    assert sentence is None or str(caught.value) == sentence
