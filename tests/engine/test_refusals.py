"""What leaves the public functions is an answer or an ``EngineError`` that helps, whatever is passed."""

import pickle
import warnings
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine
from engine import EngineError


class Refusing:
    """Whatever NumPy or a message asks of it raises: a tensor that requires its gradient is no better."""

    def __array__(self, *args: object, **rules: object) -> Any:
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def __repr__(self) -> str:
        raise RuntimeError("no words")

    def __len__(self) -> int:
        raise RuntimeError("no length")

    def __bool__(self) -> bool:
        raise RuntimeError("neither true nor false")

    def __float__(self) -> float:
        raise RuntimeError("no number")


X = np.linspace(-1.0, 1.0, 12)
SIDES = (X > 0).astype(int)
POINTS = engine.Points(X[:, None], SIDES)
TABLE = engine.read_table("a,b\n1,2\n3,4\n")
PATH = engine.fit("line", X, X, epochs=2)
NONSENSE: list[Any] = [
    *(None, True, 0, -1, 1, 2.5, 1e308, float("nan"), float("inf"), 10**400, 1j, "", "abc", "1", "\ud800", b"abc", [], [[]], [1], [1, "a"]),
    *(
        [[1, 2], [3]],
        {},
        {"a": 1},
        {"weight": [1]},
        set(),
        (1, 2),
        object(),
        int,
        len,
        range(3),
        date.today(),
        Decimal("1.5"),
        Fraction(1, 3),
    ),
    *(np.array(3), np.array([]), np.zeros((2, 2, 2)), np.array(["a"]), np.array([None, 1], dtype=object), np.datetime64("2020-01-01")),
    *(np.ma.masked_array([1.0, 2.0], [0, 1]), np.float32(1), np.int8(3), slice(1), ..., Refusing(), engine.loss("huber"), POINTS),
    *(bytearray(b"a,b\n1,2"), np.random.default_rng(0), {"kind": "norm", "limit": 1.0}),
]
_MINIMIZE: dict[str, Any] = {
    "surface": "himmelblau",
    "optimizer": "adam",
    "start": (0.0, 0.0),
    "steps": 3,
    "schedule": "constant",
    "clipping": None,
    "noise": 0.0,
    "seed": 0,
    "learning_rate": 0.1,
    "beta1": 0.5,
    "amsgrad": False,
}
_FIT: dict[str, Any] = {
    "model": "logistic",
    "x": X,
    "y": SIDES,
    "loss": None,
    "optimizer": "adam",
    "batch_size": 5,
    "epochs": 2,
    "start": None,
    "seed": 0,
    "replacement": False,
    "schedule": "constant",
    "clipping": None,
    "noise": 0.0,
    "l1": 0.0,
    "l2": 0.0,
    "epsilon": None,
    "learning_rate": 0.1,
}
CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "minimize": (engine.minimize, _MINIMIZE),
    "minimize_many": (engine.minimize, {**_MINIMIZE, "start": [[0.0, 0.0], [1.0, 1.0]]}),
    "fit": (engine.fit, _FIT),
    "fit_linear": (engine.fit, {**_FIT, "model": "linear"}),
    "fit_classes": (engine.fit, {**_FIT, "model": "softmax_regression"}),
    "loss": (engine.loss, {"kind": "huber", "delta": 0.5}),
    "dataset": (engine.dataset, {"kind": "moons", "whole": False, "count": 20, "noise": 0.1, "seed": 1}),
    "split": (engine.split, {"points": POINTS, "share": 0.5, "seed": 0}),
    "standardise": (engine.standardise, {"points": POINTS}),
    "measured_by": (engine.measured_by, {"points": POINTS, "mean": np.zeros(1), "scale": np.ones(1)}),
    "read_table": (engine.read_table, {"content": "a\n1\n", "header": None, "delimiter": None, "decimal": None, "limit_rows": 5}),
    "examples": (TABLE.examples, {"features": ["a"], "target": "b", "task": None}),
    "column": (TABLE.column, {"name": "a"}),
    "params_at": (PATH.params_at, {"update": 1}),
    "parts_at": (PATH.parts_at, {"update": 1}),
    "value": (engine.loss("mean_squared_error").value, {"prediction": [1.0, 2.0], "target": [1.0, 0.0]}),
    "gradient": (engine.loss("sparse_categorical_cross_entropy").gradient, {"prediction": [0.2, 0.8], "target": 1}),
}


@pytest.mark.parametrize("name", CALLS)
def test_only_engine_errors_leave_a_public_function(name: str) -> None:
    call, usual = CALLS[name]
    call(**usual)
    refused = 0
    for argument in usual:
        for value in NONSENSE:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    call(**{**usual, argument: value})
                except EngineError:
                    refused += 1
    assert refused > 20


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: engine.minimize("booth", lr=0.1),
            "optimizer.lr is not a field here; do you mean learning_rate? There are learning_rate",
        ),
        (lambda: engine.minimize("booth", "momentum", alpha=0.1), "do you mean learning_rate?"),
        (lambda: engine.minimize("booth", "momentum", beta=0.1), "do you mean momentum?"),
        (lambda: engine.minimize("booth", "adam", epsilon=0.1), "do you mean eps?"),
        (lambda: engine.minimize("booth", "adam", learning_rates=0.1), "do you mean learning_rate?"),
        (lambda: engine.minimize("booth", "adam", betas=(0.9, 0.999)), "do you mean beta2?"),
        (lambda: engine.minimize("booth", "adam", zzz=0.1), "optimizer.zzz is not a field here; there are learning_rate, beta1, beta2, "),
        (lambda: engine.fit("line", X, X, loss="huber", delta=0.3), 'give it as loss=engine.loss("huber", delta=…)'),
        (lambda: engine.minimize("rosenbrock", b=20.0), "give it as surface=Rosenbrock(b=…)"),
        (lambda: engine.minimize("booth", schedule="cosine", period=300), "give it as schedule=Cosine(period=…)"),
        (lambda: engine.loss("huber", delt=0.3), "loss.delt is not a field here; do you mean delta?"),
    ],
)
def test_a_wrong_keyword_is_told_the_right_one(call: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(EngineError) as caught:
        call()
    assert caught.value.code == "unknown_field"
    assert sentence in str(caught.value)


def test_what_a_refusal_advises_works() -> None:
    by_loss = engine.fit("line", X, X, loss=engine.loss("huber", delta=0.3), epochs=3)
    assert by_loss != engine.fit("line", X, X, loss="huber", epochs=3, learning_rate=0.02)


def test_clipping_is_a_dictionary_or_an_object_with_one_start_or_many() -> None:
    rules = {"kind": "norm", "limit": 0.5}
    many = engine.minimize("booth", start=[[1.0, 1.0], [2.0, 2.0]], steps=5, learning_rate=0.1, clipping=rules)  # type: ignore[arg-type]
    one = engine.minimize("booth", start=[2.0, 2.0], steps=5, learning_rate=0.1, clipping=rules)  # type: ignore[arg-type]
    assert (many.params[:, 1] == one.params).all()


def test_read_table_takes_a_path(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("a;b\n1,5;2\n", encoding="utf-16")
    assert engine.read_table(file).columns[0].values.tolist() == [1.5]
    for missing in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(EngineError, match="content is not valid"):
            engine.read_table(missing)


def test_what_is_computed_is_equal_where_all_its_numbers_are_and_hashes() -> None:
    pairs: list[Callable[[float], Any]] = [
        lambda rate: engine.minimize("booth", "adam", steps=20, learning_rate=rate),
        lambda rate: engine.minimize("booth", start=[[1.0, 1.0], [2.0, 2.0]], steps=5, learning_rate=rate),
        lambda rate: engine.fit("line", X, X, learning_rate=rate, epochs=3),
        lambda rate: engine.fit("softmax_regression", X, SIDES, learning_rate=rate, epochs=3),
        lambda rate: engine.dataset("moons", count=20, noise=rate, seed=3),
    ]
    for made in pairs:
        one, same, other = made(0.1), made(0.1), made(0.2)
        assert one == same
        assert hash(one) == hash(same)
        assert one != other
        assert len({one, same, other}) == 2
        assert one != "something else"
    gone = engine.Points(np.array([[np.nan], [-0.0]]), np.array([0, 1]))
    alike = engine.Points(np.array([[np.nan], [0.0]]), np.array([0.0, 1.0]))
    assert gone == alike
    assert hash(gone) == hash(alike)
    assert pickle.loads(pickle.dumps(gone)) == gone
