"""The contract of a model of two parameters: text in both languages, exact derivatives, floats and arrays alike, a window worth drawing."""

import html
import inspect
import re
from typing import Any

import numpy as np
import pytest
from fits import MODELS, points
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert
from member_texts import HANGUL, ROOT, check_korean, check_text, file_of, korean, marked

from engine.fits.points import Points
from engine.functions import ARRAY, SCALAR
from engine.model import round_above
from engine.numbers.graph import leaf
from engine.numbers.trace import TRACED

SOURCES = [*sorted((ROOT / "engine" / "models").glob("*.py")), ROOT / "engine" / "model.py"]
MARKED = set().union(*map(marked, SOURCES))
each = pytest.mark.parametrize("kind", MODELS)


# Text.


@each
def test_text_is_complete(kind: str) -> None:
    check_text("models", kind, MARKED)
    model = MODELS[kind]
    words = " ".join((model.__doc__ or "").replace('"', "").split())
    assert model.source in words, f"{file_of(model)}: docstring names the source"
    assert model.idea.endswith(".")
    assert len(model.parameters) == len(model.penalized) == 2
    assert any(model.penalized)


def test_text_is_korean_too() -> None:
    check_korean("models", *SOURCES)


@each
def test_korean_idea_is_a_polite_sentence(kind: str) -> None:
    assert korean("models")[MODELS[kind].idea].endswith("니다.")
    assert HANGUL.search(korean("models")[MODELS[kind].title])


@each
def test_formula_becomes_one_row_of_mathml(kind: str) -> None:
    mathml = html.unescape(convert(MODELS[kind].formula))
    assert not re.search(r"\\|&|mtable|mtext", mathml)
    for name in MODELS[kind].parameters:
        assert name[0] in mathml, name


# Derivatives.

REALS = st.floats(-3.0, 3.0)


@each
@given(params=st.tuples(REALS, REALS), seed=st.integers(0, 99))
def test_jacobian_and_curvature_are_derivatives(kind: str, params: tuple[float, float], seed: int) -> None:
    model = MODELS[kind]()
    x = tuple(points(model, 20, seed).x.T)
    h = 1e-4

    def moved(i: int, by: float) -> tuple[float, ...]:
        return tuple(p + by if i == j else p for j, p in enumerate(params))

    for i, entry in enumerate(model.jacobian(ARRAY, params, x)):
        difference = (model.output(ARRAY, moved(i, h), x) - model.output(ARRAY, moved(i, -h), x)) / (2 * h)
        np.testing.assert_allclose(np.broadcast_to(entry, 20), difference, rtol=1e-6, atol=1e-5)
        assert type(entry) is float or entry.shape == (20,), "a constant entry is a plain float"
        for j in range(2):
            ahead, behind = (np.broadcast_to(model.jacobian(ARRAY, moved(j, by), x)[i], 20) for by in (h, -h))
            second = (ahead - behind) / (2 * h)
            stated = np.zeros(20) if model.is_linear else np.broadcast_to(model.curvature(ARRAY, params, x)[i][j], 20)
            np.testing.assert_allclose(stated, second, rtol=1e-6, atol=1e-4)


@each
def test_only_a_model_that_is_not_linear_says_its_curvature(kind: str) -> None:
    assert ("curvature" in vars(MODELS[kind])) == (not MODELS[kind].is_linear)


@each
@given(params=st.tuples(REALS, REALS), seed=st.integers(0, 99))
def test_one_example_as_floats_traced_numbers_and_arrays(kind: str, params: tuple[float, float], seed: int) -> None:
    model = MODELS[kind]()
    x = tuple(points(model, 8, seed).x.T)
    together, slopes = model.output(ARRAY, params, x), model.jacobian(ARRAY, params, x)
    for i in range(8):
        own = tuple(float(column[i]) for column in x)
        alone = model.output(SCALAR, params, own)
        traced = model.output(TRACED, tuple(leaf(p, "θ") for p in params), own)
        # Of + − × ÷ the same bits; sin and cos of NumPy and C may part in the last place.
        close = {"rel": 0.0, "abs": 0.0} if model.is_linear else {"rel": 1e-14, "abs": 1e-15}
        assert together[i] == pytest.approx(alone, **close)
        assert float(traced) == alone
        for entry, scalar in zip(slopes, model.jacobian(SCALAR, params, own), strict=True):
            assert (entry if type(entry) is float else entry[i]) == pytest.approx(scalar, **close)


# Windows.


@each
@given(seed=st.integers(0, 300), scale=st.floats(1e-3, 1e4), shift=st.floats(-100.0, 100.0), count=st.integers(1, 30))
def test_the_window_is_round_and_the_start_lies_in_it(kind: str, seed: int, scale: float, shift: float, count: int) -> None:
    model, raw = MODELS[kind](), points(MODELS[kind](), count, seed)
    data = Points(raw.x * scale + shift, raw.y)
    window = model.window(data)
    start = model.start(window)
    for (low, high), at in zip(window, start, strict=True):
        assert low < at < high
        for side in (low, high):
            assert side == 0.0 or f"{abs(side):.0e}"[0] in "125"
            assert side == float(f"{side:.0e}")


@pytest.mark.parametrize(
    ("kind", "window", "start"),
    [
        ("line", ((-2.0, 2.0), (-10.0, 10.0)), (-1.4, 7.0)),
        ("logistic", ((-10.0, 10.0), (-20.0, 20.0)), (-6.0, 12.0)),
        ("sine", ((-10.0, 10.0), (0.0, 5.0)), (5.0, 4.0)),
        ("two_weights", ((-5.0, 5.0), (-2.0, 2.0)), (-3.0, -0.8)),
    ],
)
def test_links_that_name_no_start_begin_where_they_always_did(kind: str, window: Any, start: tuple[float, float]) -> None:
    model = MODELS[kind]()
    x = np.array([[1.0, 2.0], [3.0, -1.0], [5.0, 7.0], [4.0, 0.5]])[:, : model.features]
    data = Points(x, np.array([0, 1, 1, 0]) if model.task == "binary" else np.array([2.0, -3.0, 7.0, 1.0]))
    assert (model.window(data), model.start(window)) == (window, start)


@pytest.mark.parametrize("count", [2, 3, 40])
def test_the_best_line_lies_in_the_window(count: int) -> None:
    model = MODELS["line"]()
    for seed in range(40):
        data = points(model, count, seed)
        slope, intercept = np.polyfit(data.x[:, 0], data.y, 1)
        (left, right), (low, high) = model.window(data)
        assert left < slope < right
        assert low < intercept < high


@given(st.floats(1e-12, 1e12))
def test_round_above(number: float) -> None:
    rounded = round_above(number)
    assert number * (1 - 1e-9) <= rounded <= 2.5 * number * (1 + 1e-9)
    assert f"{rounded:.6e}".rstrip("0").split("e")[0].strip(".0") in ("1", "2", "5", "1.")


@pytest.mark.parametrize("number", [0.0, -1.0, np.nan, np.inf])
def test_nothing_to_round_is_one(number: float) -> None:
    assert round_above(number) == 1.0


@each
def test_every_hook_is_documented_by_its_base(kind: str) -> None:
    own = {name for name, thing in vars(MODELS[kind]).items() if inspect.isfunction(thing) and not name.startswith("_")}
    assert {"output", "jacobian", "window", "start"} <= own <= {"output", "jacobian", "curvature", "window", "start"}
