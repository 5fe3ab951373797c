"""``engine.fit``: the same paths as PyTorch, the same minima as scikit-learn, counters that add up, and arguments refused by name."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine import EngineError, Training
from engine.models.line import LineModel
from engine.registry import members
from engine.run_config import NormClipping

REFERENCE = Path(__file__).parents[1] / "reference"
ARRAYS = dict(np.load(REFERENCE / "fits.npz"))
CASES: list[dict[str, Any]] = json.loads((REFERENCE / "fits.json").read_text("utf-8"))
X, LINE, SIDE = ARRAYS["x"], ARRAYS["line"], ARRAYS["side"]

OUR_LOSS: dict[str, tuple[str, dict[str, Any]]] = {
    "from_logits": ("binary_cross_entropy", {"from_logits": True}),
    "squared_probability": ("mean_squared_error", {}),
}


def named(case: dict[str, Any]) -> str:
    shown = [case["model"], case["loss"], case["optimizer"], f"B{case['batch_size'] or 'all'}"]
    return "-".join(shown + [name for name in ("l1", "l2", "replacement") if case[name]])


def fitted(case: dict[str, Any], **changed: Any) -> Training:
    kind, options = OUR_LOSS.get(case["loss"], (case["loss"], {}))
    keywords = {name: value for name, value in case.items() if name not in ("model", "loss", "x", "y")}
    x, y = ARRAYS[case["x"]], ARRAYS[case["y"]]
    return engine.fit(case["model"], x, y, loss=engine.loss(kind, **options), **{**keywords, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("index", range(len(CASES)), ids=lambda index: named(CASES[index]))
def test_the_path_is_pytorchs(index: int) -> None:
    case, path = CASES[index], fitted(CASES[index])
    # Sums over a batch are added in another order: 1e-16 relative at each of some hundred updates, and none of these
    # paths is chaotic. A kink (absolute error, hinge) could throw an example to the other side; here none lies that near.
    np.testing.assert_allclose(path.params, ARRAYS[f"params_{index}"], rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(path.batch_loss[:-1], ARRAYS[f"loss_{index}"], rtol=1e-11, atol=1e-13)
    assert path.iterations_per_epoch == -(-50 // (case["batch_size"] or 50))


def test_the_closed_form_is_scikit_learns() -> None:
    for l2, name in ((0.0, "closed_line"), (0.3, "closed_ridge")):
        path = engine.fit("line", X, LINE, epochs=400, learning_rate=0.05, l2=l2)
        (minimum,) = path.landscape.stationary_points()
        np.testing.assert_allclose(minimum.params, ARRAYS[name], rtol=1e-12)
        np.testing.assert_allclose(path.landscape.gradient(engine.functions.ARRAY, *minimum.params), 0.0, atol=1e-13)  # type: ignore[attr-defined]
        np.testing.assert_allclose(path.params[-1], ARRAYS[name], rtol=1e-6)
        assert (path.outcome.kind, path.outcome.point) == ("converged", "minimum")


@pytest.mark.parametrize("loss", ["huber", "log_cosh", "mean_absolute_error"])
def test_only_a_parabola_has_a_closed_form(loss: str) -> None:
    assert engine.fit("line", X, LINE, loss=loss, epochs=0).landscape.stationary_points() == ()


def test_no_closed_form_with_l1_for_classes_or_where_all_x_are_alike() -> None:
    fits = (
        engine.fit("line", X, LINE, l1=0.1, epochs=0),
        engine.fit("logistic", X, SIDE, epochs=0),
        engine.fit("sine", X, LINE, epochs=0),
        engine.fit("line", [2.0, 2.0], [1.0, 3.0], epochs=0),
    )
    assert all(path.landscape.stationary_points() == () for path in fits)


# ---- what is returned


def test_rows_losses_and_counters() -> None:
    path = engine.fit("line", X, LINE, loss="huber", optimizer="adam", learning_rate=0.05, batch_size=16, epochs=3, seed=2)
    assert path.params.shape == path.gradient.shape == (13, 2)
    assert path.iteration.tolist() == list(range(13))
    assert path.examples.tolist() == [0, 16, 32, 48, 50, 66, 82, 98, 100, 116, 132, 148, 150]
    assert path.epoch.tolist() == [examples / 50 for examples in path.examples]
    assert path.loss.shape == path.batch_loss.shape == path.learning_rate.shape == (13,)
    huber = engine.loss("huber")
    for row in range(13):
        w, b = path.params[row]
        assert path.loss[row] == pytest.approx(huber.value(w * X + b, LINE), rel=1e-13)


def test_all_data_at_once_where_no_batch_size_is_said() -> None:
    path = engine.fit("line", X, LINE, learning_rate=0.05, epochs=4)
    assert path.params.shape == (5, 2)
    assert path.examples.tolist() == [0, 50, 100, 150, 200]
    np.testing.assert_allclose(path.loss, path.batch_loss, rtol=1e-14)


def test_no_epoch_is_the_start_alone() -> None:
    path = engine.fit("line", X, LINE, start=(1.0, 2.0), batch_size=7, epochs=0)
    assert path.params.tolist() == [[1.0, 2.0]]
    assert path.outcome.kind == "step_limit"


def test_the_same_seed_gives_the_same_bits_and_another_seed_another_order() -> None:
    one, again, other = (engine.fit("line", X, LINE, learning_rate=0.02, batch_size=8, seed=seed) for seed in (1, 1, 2))
    assert (one.params == again.params).all()
    assert not (one.params[1:] == other.params[1:]).any()


def test_a_batch_as_large_as_the_data_is_the_data() -> None:
    whole = engine.fit("line", X, LINE, learning_rate=0.05, epochs=30)
    for size in (50, 51, 10_000):
        shuffled = engine.fit("line", X, LINE, learning_rate=0.05, epochs=30, batch_size=size)
        # The same examples in another order: sums differ in the last place.
        np.testing.assert_allclose(shuffled.params, whole.params, rtol=1e-12)
        assert shuffled.examples.tolist() == whole.examples.tolist()


def test_columns_lists_and_labels_are_taken() -> None:
    given = engine.fit("logistic", X, SIDE, epochs=3)
    for x, y in ((X[:, None], SIDE), (X.tolist(), SIDE.tolist()), (X, SIDE.astype(int)), (X, SIDE > 0)):
        assert (engine.fit("logistic", x, y, epochs=3).params == given.params).all()
    assert given.landscape.loss.kind == "binary_cross_entropy"
    assert given.landscape.loss.prediction_is == "logits"


def test_members_are_taken_too() -> None:
    path = engine.fit(
        LineModel(), X, LINE, loss=engine.loss("huber", delta=0.5), clipping=NormClipping(limit=0.1), schedule="cosine", epochs=5
    )  # type: ignore[arg-type]
    steps = np.diff(path.params, axis=0)
    assert np.hypot(*steps.T).max() <= 0.1 * path.learning_rate.max() * (1 + 1e-9)


def test_divergence_names_the_parameter_and_everything_stands_still() -> None:
    path = engine.fit("line", 100.0 * X, LINE, learning_rate=1.0, batch_size=10, epochs=40)
    outcome = path.outcome
    assert (outcome.kind, outcome.parameter) == ("diverged", "w")
    last = outcome.step - 1
    assert 0 < last < 199
    assert path.params.shape == path.gradient.shape == (201, 2)
    assert {column.shape for column in (path.loss, path.batch_loss, path.learning_rate, path.examples, path.epoch, path.iteration)} == {
        (201,)
    }
    for column in (path.gradient, path.batch_loss, path.loss, path.learning_rate):
        assert (column[last:] == column[last]).all()
    assert (path.params[last - 1] != path.params[last]).any()
    assert np.isfinite(path.params).all()
    assert (path.params[last:] == path.params[last]).all()
    assert (path.examples[last:] == path.examples[last]).all()
    assert path.examples[last] == 10 * last
    assert outcome.last == path.params[last, 0]


@pytest.mark.parametrize("epochs", [1, 2, 3, 40])
@pytest.mark.parametrize("start", [(0.0, 0.0), (1e300, 1e300)])
def test_a_path_is_as_long_wherever_it_leaves_the_numbers(epochs: int, start: tuple[float, float]) -> None:
    path = engine.fit("line", 1e5 * X, LINE, learning_rate=1e5, batch_size=10, epochs=epochs, start=start)
    assert path.params.shape == path.gradient.shape == (5 * epochs + 1, 2)
    assert path.loss.shape == path.examples.shape == (5 * epochs + 1,)
    assert np.isfinite(path.params).all()
    if path.outcome.kind == "diverged":
        assert path.examples.max() == 10.0 * (path.outcome.step - 1)


def test_convergence_is_judged_at_the_end_of_an_epoch_on_all_data() -> None:
    # Exact line: every batch agrees at the minimum, so batches of 8 come to rest there.
    exact = 1.5 * X + 0.5
    path = engine.fit("line", X, exact, learning_rate=0.05, batch_size=8, epochs=200)
    assert (path.outcome.kind, path.outcome.point) == ("converged", "minimum")
    step = path.outcome.step
    assert path.examples[step + 1] % 50 == 0, "the update of that step ends an epoch"
    gradient = path.landscape.gradient(engine.functions.ARRAY, *path.params.T)  # type: ignore[attr-defined]
    norms = np.hypot(*gradient)
    moves = np.hypot(*np.diff(path.params, axis=0).T)
    ends = np.arange(path.iterations_per_epoch - 1, step + 1, path.iterations_per_epoch)
    is_still = (norms[ends] <= 1e-3) & (moves[ends] <= 1e-3)
    assert is_still.tolist() == [False] * (len(ends) - 1) + [True]
    # Noisy data: single batches keep pulling, and none of them ends the run however flat it happens to be.
    assert engine.fit("line", X, LINE, learning_rate=0.05, batch_size=8, epochs=200).outcome.kind == "step_limit"


# ---- the numerical gradient


def test_the_numerical_gradient_goes_the_same_way() -> None:
    for case in (CASES[0], CASES[4], CASES[14], CASES[19]):
        exact, measured = fitted(case), fitted(case, epsilon=1e-5)
        # Truncation ε²/6 · L''' and round-off 1e-16 · L/ε are both below 1e-10 of a gradient; Adam divides by its size.
        np.testing.assert_allclose(measured.params, exact.params, rtol=1e-6, atol=1e-7)
        assert (measured.params[1:] != exact.params[1:]).any()


def test_the_error_falls_and_rises_with_the_spacing() -> None:
    spacings = 10.0 ** np.arange(0, -13, -1)
    case = CASES[19]
    exact = fitted(case, epochs=1).gradient[0]
    errors = [np.abs(fitted(case, epochs=1, epsilon=epsilon).gradient[0] - exact).max() for epsilon in spacings]
    best = int(np.argmin(errors))
    assert 4 <= best <= 7
    # Truncation falls with ε²: a hundredth for a tenth. Round-off rises with 1/ε, in jumps.
    for k in range(1, 4):
        assert errors[k + 1] / errors[k] == pytest.approx(0.01, rel=0.05)
    assert errors[12] > 100 * errors[best + 2] > 100 * errors[best]


def test_a_parabola_has_no_truncation_error() -> None:
    exact = fitted(CASES[0], epochs=1).gradient[0]
    np.testing.assert_allclose(fitted(CASES[0], epochs=1, epsilon=1.0).gradient[0], exact, rtol=1e-13)


# ---- what is refused


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"model": "parabola"}, "model must be one of line, logistic, sine, two_weights, linear, softmax_regression, got 'parabola'"),
        ({"model": 3}, "model must be one of line, logistic, sine, two_weights, linear, softmax_regression, got 3"),
        ({"x": []}, "x must have shape (n, …), n ≥ 1, got (0,)"),
        ({"x": [1.0, "a"]}, "x must be a number, got [1.0, 'a']"),
        ({"x": ["1", "2"]}, "x must be a number, got ['1', '2']"),
        ({"x": [1.0, None]}, "x must be a number, got [1.0, None]"),
        ({"x": [1.0, 1j]}, "x must be a number, got [1.0, 1j]"),
        ({"x": [[1.0, 2.0], [3.0]]}, "x must be a number, got [[1.0, 2.0], [3.0]]"),
        ({"x": [1.0, float("nan")]}, "x.1 must be a finite number, got nan"),
        ({"x": [[1.0], [float("inf")]]}, "x.1.0 must be a finite number, got inf"),
        ({"x": [[1.0, 2.0], [3.0, 4.0]]}, "x must have shape (n,) | (n, 1), got (2, 2)"),
        ({"x": 1.0}, "x must have shape (n,) | (n, 1), got ()"),
        ({"model": "two_weights", "y": [0, 1]}, "x must have shape (n, 2), got (2,)"),
        ({"y": [1.0]}, "y must have shape (2,), got (1,)"),
        ({"y": [[1.0], [2.0]]}, "y must have shape (2,), got (2, 1)"),
        ({"y": [1.0, float("-inf")]}, "y.1 must be a finite number, got -inf"),
        ({"model": "logistic", "y": [0, 2]}, "y.1 must be in {0, 1}, got 2.0"),
        ({"model": "logistic", "y": [-1, 1]}, "y.0 must be in {0, 1}, got -1.0"),
        ({"model": "logistic", "y": [0.5, 1]}, "y.0 must be in {0, 1}, got 0.5"),
        (
            {"loss": "hinge"},
            "loss must be one of half_sum_squared_error, huber, log_cosh, mean_absolute_error, mean_squared_error, got hinge",
        ),
        ({"optimizer": "sgd"}, None),
        ({"learning_rate": -1.0}, None),
        ({"beta1": 0.9}, "optimizer.beta1 is not a field here; there are learning_rate, weight_decay"),
        ({"schedule": "weekly"}, None),
        ({"epochs": 1.5}, "epochs must be a whole number, got 1.5"),
        ({"epochs": True}, "epochs must be a whole number, got True"),
        ({"epochs": -1}, "epochs must be in [0, 1000000], got -1"),
        ({"epochs": 500_001, "batch_size": 1}, "epochs must be in [0, 500000], got 500001"),
        ({"batch_size": 0}, "batch_size must be in [1, 1e+07], got 0"),
        ({"batch_size": 2.0}, "batch_size must be a whole number, got 2.0"),
        ({"batch_size": True}, "batch_size must be a whole number, got True"),
        ({"batch_size": 1, "replacement": "yes"}, "replacement must be true or false, got 'yes'"),
        ({"replacement": True}, "batch_size must be a whole number, got None"),
        ({"seed": -1}, "seed must be in [0, 4294967295], got -1"),
        ({"seed": 2**32}, "seed must be in [0, 4294967295], got 4294967296"),
        ({"seed": 0.5}, "seed must be in [0, 4294967295], got 0.5"),
        ({"l1": -1.0}, "l1 must be in [0, 1e6], got -1.0"),
        ({"l2": float("nan")}, "l2 must be in [0, 1e6], got nan"),
        ({"l2": "much"}, "l2 must be in [0, 1e6], got 'much'"),
        ({"epsilon": 0.0}, "epsilon must be in (0, 1000], got 0.0"),
        ({"epsilon": "small"}, "epsilon must be a number, got 'small'"),
        ({"noise": -1.0}, "noise must be in [0, 1e+06], got -1.0"),
        ({"start": [1.0]}, "start must have shape (2,), got (1,)"),
        ({"start": [[1.0, 2.0]]}, "start must have shape (2,), got (1, 2)"),
        ({"start": [1.0, float("nan")]}, "start.1 must be a finite number, got nan"),
        ({"start": "here"}, "start must be a number, got 'here'"),
    ],
    ids=lambda value: ",".join(f"{k}={v}" for k, v in value.items())[:40] if isinstance(value, dict) else "",
)
def test_what_does_not_fit_is_refused_by_name(arguments: dict[str, Any], sentence: str | None) -> None:
    given: dict[str, Any] = {"model": "line", "x": [1.0, 2.0], "y": [1.0, 3.0], **arguments}
    with pytest.raises(EngineError) as caught:
        engine.fit(given.pop("model"), given.pop("x"), given.pop("y"), **given)
    if sentence is not None:
        assert str(caught.value) == sentence
    else:
        assert caught.value.path.split(".")[0] in ("optimizer", "schedule")
        assert {"value", "allowed"} <= set(caught.value.params)


ANYTHING = st.none() | st.booleans() | st.integers(-3, 2**40) | st.floats() | st.text(max_size=3) | st.lists(st.floats(), max_size=3)
NAMES = ["loss", "optimizer", "batch_size", "epochs", "start", "seed", "replacement", "schedule", "noise", "l1", "l2", "epsilon", "x", "y"]


@settings(max_examples=150)
@given(st.sampled_from(list(members("models"))), st.dictionaries(st.sampled_from(NAMES), ANYTHING, min_size=1, max_size=3))
def test_whatever_is_passed_it_is_refused_or_runs(model: str, arguments: dict[str, Any]) -> None:
    if isinstance(arguments.get("epochs"), int) and arguments["epochs"] > 20:
        arguments["epochs"] = 20
    given: dict[str, Any] = {"x": [1.0, 2.0], "y": [0.0, 1.0], "epochs": 2, **arguments}
    with suppress(EngineError):  # and nothing else
        assert np.isfinite(engine.fit(model, given.pop("x"), given.pop("y"), **given).params).all()


@pytest.mark.parametrize("model", ["line", "logistic"])
@pytest.mark.parametrize(
    "loss",
    [
        "kullback_leibler",
        "negative_log_likelihood",
        "sparse_categorical_cross_entropy",
        "no_such_loss",
        engine.loss("kullback_leibler"),
        3,
    ],
    ids=str,
)
def test_a_loss_that_does_not_suit_is_refused_with_those_that_do(model: str, loss: Any) -> None:
    with pytest.raises(EngineError) as refused:
        engine.fit(model, [1.0, 2.0], [0.0, 1.0], loss=loss)
    assert (refused.value.code, refused.value.path) == ("unknown_kind", "loss")
    allowed = str(refused.value.params["allowed"]).split(", ")
    for kind in allowed:
        engine.fit(model, [1.0, 2.0], [0.0, 1.0], loss=kind, epochs=0)
    assert ("hinge" in allowed) == (model == "logistic")


@pytest.mark.parametrize("scalar", [np.int64, np.int32, np.uint8])
def test_numpys_scalars_are_numbers(scalar: Any) -> None:
    own, theirs = (
        engine.fit(
            "line", X, LINE, batch_size=whole(8), epochs=whole(3), seed=whole(5), replacement=switch(True), l1=real(0.25), l2=whole(1),
            noise=real(0.5), epsilon=real(0.5), optimizer="adam", beta1=real(0.5), amsgrad=switch(True),
        )
        for whole, real, switch in ((int, float, bool), (scalar, np.float32, np.bool_))
    )  # fmt: skip
    np.testing.assert_array_equal(own.params, theirs.params)
    assert engine.fit("line", X, LINE, learning_rate=np.longdouble(0.25), epochs=1).learning_rate[0] == 0.25


@pytest.mark.parametrize(
    "keywords", [{"epochs": np.bool_(True)}, {"seed": np.float64(1.0)}, {"l1": np.bool_(True)}, {"batch_size": np.float32(2)}]
)
def test_numpys_scalars_of_another_kind_are_refused_as_pythons(keywords: dict[str, Any]) -> None:
    with pytest.raises(EngineError) as refused:
        engine.fit("line", X, LINE, **keywords)
    assert refused.value.path == next(iter(keywords))


def test_masked_entries_are_refused_by_place() -> None:
    masked = np.ma.masked_greater([1.0, 2.0, 9.0], 5.0)
    for told, sentence in (
        ({"x": masked, "y": [1.0, 2.0, 3.0]}, "x.2 must be a number, got masked"),
        ({"x": [1.0, 2.0, 3.0], "y": masked}, "y.2 must be a number, got masked"),
        ({"x": [[1.0], masked[2:], [2.0]], "y": [1.0, 2.0, 3.0]}, "x.1.0 must be a number, got masked"),
        ({"x": [1.0, 2.0], "y": [1.0, 2.0], "start": masked[1:]}, "start.1 must be a number, got masked"),
    ):
        with pytest.raises(EngineError) as refused:
            engine.fit("line", **told)  # type: ignore[arg-type]
        assert str(refused.value) == sentence
    nothing_masked = np.ma.array([1.0, 2.0, 3.0])
    assert engine.fit("line", nothing_masked, nothing_masked, epochs=0).landscape.examples == 3


def test_separable_classes_have_no_minimum_and_none_is_said_to_be_reached() -> None:
    path = engine.fit("logistic", [-2.0, -1.0, 1.0, 2.0], [0, 0, 1, 1], optimizer="adam", learning_rate=0.1, epochs=3000)
    assert (path.outcome.kind, path.outcome.point) == ("converged", "flat")
    mixed = engine.fit("logistic", [-2.0, -1.0, 1.0, 2.0], [0, 1, 0, 1], optimizer="adam", learning_rate=0.1, epochs=3000)
    assert (mixed.outcome.kind, mixed.outcome.point) == ("converged", "minimum")


def test_an_update_behind_the_last_row_decides_nothing() -> None:
    for epochs in range(25, 45):
        path = engine.fit("line", [-100.0, 0.0, 100.0], [1.0, 2.0, 4.0], learning_rate=1e5, epochs=epochs)
        assert (path.outcome.kind == "diverged") == (path.outcome.step <= epochs and path.outcome.parameter is not None)
        assert path.outcome.step <= epochs
