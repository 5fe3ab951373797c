"""The laboratory's exhibits: complete, translated, true to the losses, and arithmetic that holds by hand."""

import inspect
import math
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from arithmetic import evaluate
from hypothesis import given
from hypothesis import strategies as st
from member_texts import check_korean, file_of, marked

from engine import loss
from engine.errors import EngineError
from engine.exhibit import Answer
from engine.exhibits.prediction import Kind
from engine.numbers.trace import rounded
from engine.registry import members

EXHIBITS: dict[str, Any] = dict(members("exhibits"))
each_kind = pytest.mark.parametrize("kind", EXHIBITS)


def answer(kind: str, **state: Any) -> Answer:
    found: Answer = EXHIBITS[kind](**state).answer()
    return found


def by_hand(told: Answer) -> None:
    """Every line of arithmetic, at the digits it is printed with, gives the result that is printed."""
    for line in told.lines:
        digits, result_digits = line.digits()
        assert result_digits >= 4 or abs(line.node.value) < 1e-12, (line.quantity, line.node.value, line.expression())
        if result_digits:
            result = evaluate(line.expression(), digits)
            assert Decimal(f"{result:.{result_digits - 1}e}") == rounded(line.node.value, result_digits), line.quantity


@each_kind
def test_every_text_is_there_and_marked(kind: str) -> None:
    member = EXHIBITS[kind]
    file, sentences = file_of(member), marked(Path(inspect.getfile(member)))
    assert re.search(r", \d{4}$", member.source), file
    assert "Source:" in member.__doc__, file
    for name in ("title", "idea", "task"):
        assert getattr(member, name) in sentences, f"{file}: {name}"
    for name, field in member.model_fields.items():
        if name != "kind":
            assert {field.title, field.description} <= sentences, f"{file}: {name}"
    assert set(member.shows) <= set(members("losses")), file


def test_every_sentence_has_its_korean() -> None:
    check_korean("exhibits", *(Path(inspect.getfile(member)) for member in EXHIBITS.values()))


def test_places_are_their_own() -> None:
    places = sorted(member.place for member in EXHIBITS.values())
    assert places == list(range(1, len(EXHIBITS) + 1))


@each_kind
def test_the_first_state_is_shown_with_arithmetic(kind: str) -> None:
    told = answer(kind)
    assert told.lines
    by_hand(told)
    for curve in told.curves.values():
        assert curve.ndim == 1


DRAWN: dict[str, tuple[dict[str, Any], dict[str, tuple[int, float, float]]]] = {
    "likelihood": ({"copies": 1000}, {"x": (320, 0.0, 4000.0), "log_sum": (320, 0.0, -695.50947223)}),
    "logit": ({}, {"x": (241, -8.0, 8.0), "squared": (241, 0.9993294122, 1.1245971e-7), "crossed": (241, 8.0003354064, 3.3540637e-4)}),
    "margin": ({}, {"x": (241, -4.0, 4.0), "hinge": (241, 5.0, 0.0), "crossed": (241, 4.0181499279, 0.0181499279)}),
    "prediction": ({}, {"x": (241, -3.0, 3.0), "huber": (241, 3.0, 2.0)}),
    "probability": (
        {},
        {
            "x": (241, 6.1441746e-6, 0.9999938558),
            "one": (241, 12.0000061442, 6.1441935e-6),
            "exponent": (201, -50.0, 0.0),
            "clamp_log": (201, 100.0, 0.0),
            "add": (201, 16.118095651, -1e-7),
            "clip": (201, 36.0436533891, 2.2204460e-16),
        },
    ),
}
"""A state, and of curves there how many points, the first and the last: what the picture shows before anything is moved."""


@pytest.mark.parametrize("kind", DRAWN)
def test_curves_reach_as_far_as_they_always_did_and_are_as_fine(kind: str) -> None:
    state, expected = DRAWN[kind]
    for name, (count, first, last) in expected.items():
        curve = answer(kind, **state).curves[name]
        assert len(curve) == count, name
        assert (curve[0], curve[-1]) == pytest.approx((first, last), rel=1e-7, abs=1e-18), name


numbers = st.floats(-3, 3).map(lambda value: round(value, 2))
shares = st.integers(1, 99).map(lambda value: value / 100)


@given(numbers, numbers, st.sampled_from([0.1, 0.35, 1.0, 4.0]), st.sampled_from(get_args(Kind)))
def test_a_prediction_costs_what_the_loss_says(prediction: float, target: float, delta: float, kind: str) -> None:
    told = answer("prediction", prediction=prediction, target=target, delta=delta, loss=kind)
    by_hand(told)
    for name in get_args(Kind):
        alone = loss(name, **({"delta": delta} if name == "huber" else {}))
        assert told.values[f"{name}.loss"] == alone.value(prediction, target)
        assert told.values[f"{name}.slope"] == alone.gradient(prediction, target)
        further = answer("prediction", prediction=3.0, target=-3.0, delta=delta).values[f"{name}.loss"]
        assert 0.0 <= told.values[f"{name}.loss"] <= further  # type: ignore[operator]  # numbers


@given(shares, st.sampled_from([0, 1]), st.sampled_from([1e-15, 1e-7, 0.01]))
def test_a_probability_under_its_guards(p: float, y: int, delta: float) -> None:
    told = answer("probability", p=p, y=y, delta=delta)
    by_hand(told)
    for guard in ("clamp_log", "add", "clip"):
        alone = loss("binary_cross_entropy", guard=guard, delta=delta)
        assert [told.values[f"{guard}.{end}"] for end in ("here", "at_0", "at_1")] == [alone.value(at, y) for at in (p, 0.0, 1.0)]
        assert told.values[f"{guard}.slope"] == alone.gradient(p, y)
    assert told.values["logits.here"] == pytest.approx(told.values["clamp_log.here"], rel=1e-12)


def test_at_the_ends_only_the_logit_tells_how_wrong_the_model_is() -> None:
    told = answer("probability", p=0.0, y=1)
    by_hand(told)
    assert [told.values[f"{kind}.here"] for kind in ("clamp_log", "logits")] == [100.0, 1000.0]
    assert told.values["clip.here"] == -math.log(2**-52)
    assert told.values["add.here"] == -math.log(1e-7)
    assert told.values["clip.slope"] == 0.0
    assert {line.quantity for line in told.lines} == {"clamp_log", "add", "clip", "logits"}


@pytest.mark.parametrize(
    ("p", "verdict"),
    [
        (0.0, "confident_mistake"),
        (0.1, "confident_mistake"),
        (0.3, "unsure_wrong"),
        (0.5, "even"),
        (0.6, "unsure_right"),
        (0.9, "sure_right"),
        (1.0, "sure_right"),
    ],
)
def test_a_confident_mistake_is_named(p: float, verdict: str) -> None:
    assert answer("probability", p=p, y=1).values["verdict"] == verdict


logits = st.lists(st.integers(-80, 80).map(lambda value: value / 10), min_size=2, max_size=5)


@given(logits, st.integers(0, 4))
def test_three_ways_to_one_loss(given_logits: list[float], label: int) -> None:
    label %= len(given_logits)
    told = answer("softmax", logits=tuple(given_logits), label=label)
    by_hand(told)
    weights = [math.exp(z) for z in given_logits]
    assert told.values["probabilities"] == pytest.approx([weight / sum(weights) for weight in weights], rel=1e-12)
    three = [told.values[f"{kind}_{end}"] for kind, end in (("categorical", "cross_entropy"), ("negative", "log_likelihood"))]
    assert [*three, told.values["sparse_categorical_cross_entropy"]] == pytest.approx([math.log(sum(weights)) - given_logits[label]] * 3)
    if len(given_logits) == 2:
        assert told.values["sigmoid"] == pytest.approx(told.values["probabilities"][1], rel=1e-12)  # type: ignore[index]  # a list


@given(st.lists(st.tuples(shares, st.sampled_from([0, 1])), min_size=2, max_size=6))
def test_a_product_becomes_a_sum(batch: list[tuple[float, int]]) -> None:
    told = answer("likelihood", predictions=tuple(p for p, _ in batch), labels=tuple(float(y) for _, y in batch))
    by_hand(told)
    each = [p if y else 1 - p for p, y in batch]
    assert told.values["product"] == pytest.approx(math.prod(each), rel=1e-12)
    assert told.values["log_sum"] == pytest.approx(sum(map(math.log, each)), rel=1e-12)
    assert told.values["loss"] == pytest.approx(-sum(map(math.log, each)) / len(each), rel=1e-12)


def test_a_long_product_is_lost_and_the_sum_is_not() -> None:
    told = answer("likelihood", predictions=(0.5, 0.25), labels=(1.0, 1.0), copies=1000)
    assert told.values["long_product"] == 0.0
    # 2^−1074 is the least number there is: three halvings for two examples.
    assert told.values["lost_at"] == 716
    assert told.values["long_log_sum"] == pytest.approx(-3000 * math.log(2))
    stuck = answer("likelihood", predictions=(0.6, 0.7), labels=(1.0, 1.0), copies=1000)
    assert stuck.values["long_product"] == 5e-324
    impossible = answer("likelihood", predictions=(0.0, 0.5), labels=(1.0, 1.0))
    assert (impossible.values["product"], impossible.values["log_sum"]) == (0.0, -math.inf)


distributions = st.lists(st.integers(0, 50), min_size=3, max_size=3).filter(any).map(lambda parts: [part / sum(parts) for part in parts])


@given(distributions, distributions)
def test_cross_entropy_is_entropy_and_divergence(q: list[float], p: list[float]) -> None:
    told = answer("distributions", q=tuple(q), p=tuple(p))
    by_hand(told)
    entropy, cross, divergence = (told.values[name] for name in ("entropy", "cross_entropy", "divergence"))
    assert entropy == pytest.approx(-sum(a * math.log(a) for a in q if a), abs=1e-12)
    if any(a and not b for a, b in zip(q, p, strict=True)):
        assert (cross, divergence) == (math.inf, math.inf)
    else:
        assert cross == pytest.approx(-sum(a * math.log(b) for a, b in zip(q, p, strict=True) if a), abs=1e-12)
        assert divergence == pytest.approx(cross - entropy, abs=1e-12)  # type: ignore[operator]  # numbers


def test_a_one_hot_truth_that_is_met_costs_nothing() -> None:
    told = answer("distributions", q=(0.0, 1.0), p=(0.0, 1.0))
    assert [told.values[name] for name in ("entropy", "cross_entropy", "divergence")] == [0.0, 0.0, 0.0]


@given(st.integers(-80, 80).map(lambda value: value / 10), st.sampled_from([0, 1]))
def test_slopes_over_the_logit_are_those_of_the_losses(z: float, y: int) -> None:
    told = answer("logit", z=z, y=y)
    by_hand(told)
    near = 1e-5
    for name in ("squared", "crossed"):
        high, low = (answer("logit", z=min(8.0, max(-8.0, z + side)), y=y).values[f"{name}.loss"] for side in (near, -near))
        if abs(z) < 8.0:
            assert told.values[f"{name}.slope"] == pytest.approx((high - low) / (2 * near), abs=1e-8)  # type: ignore[operator]  # numbers


def test_squared_error_hardly_pulls_a_confident_mistake_back() -> None:
    told = answer("logit", z=-8.0, y=1).values
    assert abs(told["squared.slope"]) < 0.001 < 0.999 < abs(told["crossed.slope"])  # type: ignore[arg-type]  # numbers


@given(st.integers(-40, 40).map(lambda value: value / 10), st.sampled_from([0, 1]))
def test_hinge_and_cross_entropy_over_the_margin(score: float, side: int) -> None:
    told = answer("margin", score=score, side=side)
    by_hand(told)
    margin = score if side else -score
    assert told.values["margin"] == margin
    assert told.values["hinge.loss"] == max(0.0, 1.0 - margin)
    assert told.values["crossed.loss"] == pytest.approx(math.log1p(math.exp(-margin)), rel=1e-12)


@pytest.mark.parametrize(
    ("kind", "state", "code", "path"),
    [
        ("softmax", {"logits": (1.0, 2.0), "label": 2}, "out_of_range", "label"),
        ("likelihood", {"labels": (1.0, 1.0)}, "wrong_length", "labels"),
        ("likelihood", {"labels": (1.0, 1.0, 0.5, 1.0)}, "out_of_range", "labels.2"),
        ("distributions", {"q": (0.5, 0.6, 0.1)}, "not_a_distribution", "q"),
        ("distributions", {"q": (0.5, 0.5)}, "wrong_length", "p"),
    ],
)
def test_what_does_not_fit_is_named(kind: str, state: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        EXHIBITS[kind](**state)
    [finding] = caught.value.errors()  # type: ignore[attr-defined]  # pydantic's
    error = finding["ctx"]["error"]
    assert isinstance(error, EngineError)
    assert (error.code, error.path) == (code, path)


def test_no_state_raises_or_warns() -> None:
    grid = np.linspace(0.0, 1.0, 5)
    for p in grid:
        for y in (0, 1):
            answer("probability", p=float(p), y=y, delta=1.0)
            answer("likelihood", predictions=(float(p), 1.0), labels=(float(y), 0.0), copies=1000)
