"""Traced numbers compute the same bits, and the lines read off them are true by hand."""

import math
from dataclasses import fields
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.functions import SCALAR, Functions
from engine.numbers.trace import TRACED, Line, Result, Traced, evaluate, json_number, leaf, lines_of, rounded, wrap

numbers = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)


def line_of(node: Traced, symbol: str = "r") -> Line:
    *_, line = lines_of([Result("result", symbol, None, node)])
    return line


@given(numbers, numbers)
def test_arithmetic_has_the_bits_of_floats(a: float, b: float) -> None:
    x, y = leaf(a, "a"), leaf(b, "b")
    pairs = [(x + y, a + b), (x - y, a - b), (x * y, a * b), (-x, -a), (abs(x), abs(a)), (x + 2.0, a + 2.0), (2.0 - x, 2.0 - a)]
    pairs += [(3.0 * x, 3.0 * a), (1.0 + x, 1.0 + a), (x - 1.0, a - 1.0), (x * 0.5, a * 0.5), (+x, a)]
    if b:
        pairs += [(x / y, a / b), (1.0 / y, 1.0 / b), (y / 2.0, b / 2.0)]
    for traced, plain in pairs:
        assert traced.value == plain
    assert (x < y, x <= y, x > y, x >= y, bool(x), float(x)) == (a < b, a <= b, a > b, a >= b, a != 0, a)


@given(st.floats(-700, 700))
def test_functions_have_the_bits_of_the_ball(a: float) -> None:
    for name in ("exp", "cos", "sin", "absolute", "sign"):
        assert getattr(TRACED, name)(leaf(a, "a")).value == getattr(SCALAR, name)(a), name
    assert TRACED.sqrt(leaf(abs(a), "a")).value == math.sqrt(abs(a))
    for name in ("maximum", "minimum"):
        assert getattr(TRACED, name)(leaf(a, "a"), 1.0).value == getattr(SCALAR, name)(a, 1.0)
    assert TRACED.power(leaf(0.9, "β"), leaf(7.0, "t")).value == 0.9**7


def test_where_floats_raise_it_has_the_bits_of_the_step_taken_again() -> None:
    with np.errstate(all="ignore"):
        assert TRACED.exp(leaf(1e4, "a")).value == math.inf
        assert math.isnan(TRACED.sqrt(leaf(-1.0, "a")).value)
        assert (leaf(1.0, "a") / leaf(0.0, "b")).value == math.inf
        assert math.isnan(TRACED.cos(leaf(math.inf, "a")).value)


def test_every_function_of_a_rule_is_traced() -> None:
    x = leaf(0.5, "x")
    made = [TRACED.sqrt(x), TRACED.exp(x), TRACED.cos(x), TRACED.sin(x), TRACED.maximum(x, 1.0), TRACED.minimum(x, 1.0)]
    made += [TRACED.absolute(x), TRACED.sign(x), TRACED.power(x, 2)]
    assert [node.op for node in made] == ["sqrt", "exp", "cos", "sin", "max", "min", "abs", "sign", "pow"]
    for node in made:
        by_hand = evaluate(line_of(node).expression(), 17)
        assert by_hand is not None
        assert float(by_hand) == pytest.approx(node.value, rel=1e-14), node.op
    # select leaves no mark: only the side that holds is shown.
    assert TRACED.select(x, 0.25, x, 1.0) is x
    assert TRACED.select(x, 0.75, x, 1.0).value == 1.0
    assert TRACED.named(2.5, "n").symbol == "n"
    assert len(made) + 2 == len(fields(Functions))


def test_a_square_is_a_power() -> None:
    x = leaf(3.0, "x")
    assert line_of(x * x).expression() == {"op": "pow", "of": [{"value": 3.0, "symbol": "x"}, {"value": 2.0, "symbol": ""}]}


def test_shared_terms_get_a_letter_and_a_line_of_their_own() -> None:
    x, y = leaf(1.5, "x"), leaf(2.0, "y")
    u = x * x + y
    lines = list(lines_of([Result("loss", "L", None, u * u + 3.0 * u)]))
    assert [line.quantity for line in lines] == ["shared", "loss"]
    shared, loss = lines
    assert shared.symbol not in ("x", "y", "L", "")
    assert str(loss.expression()).count(f"'{shared.symbol}'") == 2
    assert shared.node is u


def test_a_letter_in_use_is_not_given_again() -> None:
    a, b = leaf(1.5, "a"), leaf(2.0, "b")
    u = a * b + 1.0
    symbols = [line.symbol for line in lines_of([Result("r", "r", None, u * u + u)])]
    assert symbols == ["c", "r"]


def test_a_result_used_by_another_appears_under_its_symbol() -> None:
    m = leaf(0.5, "m") * 0.9
    lines = list(lines_of([Result("change", "Δ", 0, m * 2.0), Result("m", "m", 0, m)]))
    assert [line.symbol for line in lines] == ["m", "Δ"], "in the order of computation"
    assert lines[1].expression()["of"][0] == {"value": 0.45, "symbol": "m"}


@given(numbers, numbers, numbers)
def test_digits_make_the_printed_line_true_by_hand(a: float, b: float, c: float) -> None:
    line = line_of(leaf(a, "a") * leaf(b, "b") - leaf(c, "c"))
    digits, result_digits = line.digits()
    assert 4 <= digits <= 17
    assert 0 <= result_digits <= 6
    by_hand = rounded(a, digits) if not (a.is_integer() and abs(a) < 1e5) else Decimal(a)
    factors = [by_hand, *(Decimal(v) if v.is_integer() and abs(v) < 1e5 else rounded(v, digits) for v in (b, c))]
    result = factors[0] * factors[1] - factors[2]
    if result_digits:
        assert f"{result:.{result_digits - 1}e}" == f"{Decimal(line.node.value):.{result_digits - 1}e}" or (
            not result and not line.node.value
        )


def test_mere_round_off_has_no_digits() -> None:
    cancelled = leaf(1e16, "a") + leaf(1.2345, "b") - leaf(1e16, "c")
    assert line_of(cancelled).digits() == (17, 0)


def test_numbers_beyond_json_travel_as_text() -> None:
    assert [json_number(value) for value in (1.5, math.inf, -math.inf, math.nan)] == [1.5, "Infinity", "-Infinity", "NaN"]
    with np.errstate(all="ignore"):
        line = line_of(leaf(1e308, "a") * 10.0)
    assert line.to_json()["value"] == "Infinity"
    assert evaluate({"op": "+", "of": [{"value": "Infinity", "symbol": "a"}, {"value": 1.0, "symbol": ""}]}, 4) is None
    assert wrap(2).value == 2.0
