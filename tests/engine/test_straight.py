"""Straight-line code is the rule itself: the same bits as calling it, and made of nothing but the rule's own operations."""

import re
from collections.abc import Callable
from math import isfinite

import pytest
from fits import MODELS, fit
from pydantic import TypeAdapter

from engine.config import Member
from engine.functions import SCALAR
from engine.optimizer import Optimizer
from engine.problems.surface import AnySurface
from engine.registry import members
from engine.run_config import AnyOptimizer, Convergence, Racer, Setting
from engine.running import straight
from engine.running.ball import Ball
from engine.surface import Surface

OPTIONS: dict[str, list[dict[str, object]]] = {
    "momentum": [{"dampening": 0.3, "weight_decay": 0.01}],
    "rmsprop": [{"centered": True, "momentum": 0.5}],
    "adam": [{"amsgrad": True, "weight_decay": 0.1}],
    "adamw": [{"amsgrad": True}],
    "adagrad": [{"lr_decay": 0.1}],
    "radam": [{"beta2": 0.6}],
}
CASES = [(kind, options) for kind in members("optimizers") for options in [{}, *OPTIONS.get(kind, [])]]


Slope = Callable[[tuple[float, ...]], tuple[float, ...]]


def surface_of(kind: str) -> Surface:
    made: Surface = TypeAdapter(AnySurface).validate_python({"kind": kind})
    return made


def optimizer_of(kind: str, options: dict[str, object], learning_rate: float = 0.003) -> Optimizer:
    made: Optimizer = TypeAdapter(AnyOptimizer).validate_python({"kind": kind, "learning_rate": learning_rate, **options})
    return made


def called(slope: Slope, optimizer: Optimizer, start: tuple[float, ...], steps: int) -> list[tuple[float, ...]]:
    """Points of the rules as they are, called with floats, until one raises or leaves the numbers."""
    h, params = optimizer.hyper(), start
    states = [optimizer.init(h, p) for p in params]
    points = [params]
    for t in range(1, steps + 1):
        try:
            gradient = slope(params)
            moves = [
                optimizer.update(h, s, g, p, optimizer.learning_rate, t, SCALAR) for s, g, p in zip(states, gradient, params, strict=True)
            ]
        except (ArithmeticError, ValueError):
            break
        states = [move[1] for move in moves]
        params = tuple(p + move[0] for p, move in zip(params, moves, strict=True))
        if not all(map(isfinite, params)):
            break
        points.append(params)
    return points


@pytest.mark.parametrize("surface_kind", members("surfaces"))
@pytest.mark.parametrize(("kind", "options"), CASES, ids=lambda value: value if isinstance(value, str) else "-".join(value) or "plain")
def test_the_same_bits_as_calling_the_rule(surface_kind: str, kind: str, options: dict[str, object]) -> None:
    # Goldstein–Price is steep as a wall: a larger rate leaves the numbers before there is anything to compare.
    rate = 1e-5 if surface_kind == "goldstein_price" else 0.003
    surface, optimizer = surface_of(surface_kind), optimizer_of(kind, options, rate)
    expected = called(lambda params: surface.gradient(SCALAR, *params), optimizer, surface.start(), 120)
    ball = Ball(Racer(id="ball", optimizer=optimizer), surface, surface.start(), 0, Convergence())
    found = [tuple(point) for point in ball.advance(0, 121).params.tolist()]
    assert len(expected) > 5
    assert found[: len(expected)] == expected


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("kind", "options"), CASES, ids=lambda value: value if isinstance(value, str) else "-".join(value) or "plain")
def test_a_fit_goes_the_way_of_its_rule(model: str, kind: str, options: dict[str, object]) -> None:
    where, optimizer = fit(model), optimizer_of(kind, options)
    expected = called(lambda params: where.slope_on(params, None)[1], optimizer, where.start(), 60)
    ball = Ball(Racer(id="ball", optimizer=optimizer), where, where.start(), 0, Convergence())
    assert [tuple(point) for point in ball.advance(0, 61).params.tolist()] == expected


def test_the_text_depends_on_kinds_and_switches_not_on_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    monkeypatch.setattr(straight, "_compiled", texts.append)
    for b, beta1 in ((100.0, 0.9), (3.25, 0.123456789)):
        surface: Surface = TypeAdapter(AnySurface).validate_python({"kind": "rosenbrock", "b": b})
        straight.stepper.__wrapped__(surface, 2, optimizer_of("adam", {"beta1": beta1}))
    assert texts[0] == texts[1]
    # Names, operators and whole numbers of the loop: no decimal number, no quote, no attribute of anything but the ball.
    assert not re.search(r"\d\.\d|['\"\\]", texts[0])
    assert {name.split(".")[0] for name in re.findall(r"[A-Za-z_]\w*\.\w+", texts[0])} == {"ball", "numbers"}


def test_equal_terms_are_computed_once() -> None:
    writer = straight.Writer()
    x = straight.Written(writer, "x")
    assert (x * x).name == (x * x).name
    assert len(writer.lines) == 1
    assert writer.name_of(0.0) != writer.name_of(-0.0)


def test_a_rule_that_branches_on_its_numbers_is_refused() -> None:
    with pytest.raises(TypeError, match="branch"):
        bool(straight.Written(straight.Writer(), "x"))


def test_every_member_is_of_a_kind_the_loop_knows() -> None:
    for kind, found in members("optimizers").items():
        assert issubclass(found, Member)
        assert straight.stepper(surface_of("rosenbrock"), 2, optimizer_of(kind, {})).constants


def test_a_ball_finds_its_loop_once_and_anew_where_its_rule_changes() -> None:
    def loop_of(ball: Ball) -> object:
        ball.advance(0, 1)
        return ball._loop[2]

    racers = [Racer(id="a", optimizer=optimizer_of("adam", {}, rate)) for rate in (0.01, 0.02)]
    balls = [Ball(racer, surface_of("rosenbrock"), (-1.0, 1.0), 0, Convergence()) for racer in racers]
    first = loop_of(balls[0])
    assert loop_of(balls[0]) is first
    assert loop_of(balls[1]) is first  # the rate is no part of it
    balls[0].change(1, Setting(optimizer=optimizer_of("adam", {"beta1": 0.5})))
    assert loop_of(balls[0]) is not first
    balls[1].stand_on(surface_of("himmelblau"), 1)
    assert loop_of(balls[1]) is not first
