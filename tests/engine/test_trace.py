"""Node numbers compute the same bits, and the lines read off them are true by hand."""

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from arithmetic import evaluate
from hypothesis import given
from hypothesis import strategies as st

from engine.functions import ARRAY, OPERATIONS, SCALAR
from engine.numbers.graph import Node, leaf, made_of, node
from engine.numbers.trace import DEEPEST, LETTERS, TRACED, Line, Result, json_number, lines_of, rounded
from engine.numbers.written import line, number

numbers = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)


def line_of(node: Node, symbol: str = "r") -> Line:
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


@given(st.floats(-700, 700), st.floats(-700, 700))
def test_functions_have_the_bits_of_the_ball(a: float, b: float) -> None:
    for kind, operation in OPERATIONS.items():
        given = (a, b, 2.0, 3.0)[: len(operation.needs)]
        try:
            expected = getattr(SCALAR, kind)(*given)
        except (ArithmeticError, ValueError):
            with np.errstate(all="ignore"):
                expected = float(getattr(ARRAY, kind)(*map(np.float64, given)))
        found = getattr(TRACED, kind)(*(leaf(entry, "a") for entry in given)).value
        assert type(found) is float, kind
        assert found.hex() == expected.hex(), kind


def test_where_floats_raise_it_has_the_bits_of_the_step_taken_again() -> None:
    with np.errstate(all="ignore"):
        assert TRACED.exp(leaf(1e4, "a")).value == math.inf
        assert math.isnan(TRACED.sqrt(leaf(-1.0, "a")).value)
        assert (leaf(1.0, "a") / leaf(0.0, "b")).value == math.inf
        assert math.isnan(TRACED.cos(leaf(math.inf, "a")).value)


@pytest.mark.parametrize("kind", OPERATIONS)
def test_every_operation_is_traced_and_true_by_hand(kind: str) -> None:
    operation = OPERATIONS[kind]
    parts = [leaf(value, letter) for value, letter in zip((0.5, 0.25, 0.75, 1.5), "xyzw", strict=True)][: len(operation.needs)]
    made = getattr(TRACED, kind)(*parts)
    if kind == "select":  # leaves no mark: only the side that holds is shown
        assert made is parts[2]
        assert TRACED.select(parts[1], parts[0], 2.0, parts[3]) is parts[3]
        return
    assert (made.operation, made.parts) == (operation, tuple(parts))
    expression = line_of(made).expression()
    assert expression == {"op": operation.op, "of": [{"value": part.value, "symbol": part.symbol} for part in parts]}
    assert float(evaluate(expression, 17)) == pytest.approx(made.value, rel=1e-14)
    digits, result_digits = line_of(made).digits()
    by_hand = evaluate(expression, digits)
    assert result_digits >= 4
    assert Decimal(f"{by_hand:.{result_digits - 1}e}") == rounded(made.value, result_digits)


def test_names_and_notes() -> None:
    assert TRACED.named(2.5, "n").symbol == "n"
    x = leaf(0.5, "x")
    assert TRACED.noted(x, "quantity", "q") is x
    assert SCALAR.noted(0.5, "quantity", "q") == ARRAY.named(0.5, "q") == 0.5


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
    # By hand there is no arithmetic with ∞, whatever comes of it: nothing is promised.
    nothing = line_of(1.0 / leaf(math.inf, "a"))
    assert nothing.digits() == (17, 0)
    assert nothing.expression()["of"][1] == {"value": "Infinity", "symbol": "a"}
    assert node(2).value == 2.0


def size(tree: dict[str, object]) -> int:
    return 1 + sum(size(part) for part in tree.get("of", ()))  # type: ignore[attr-defined, misc]


@pytest.mark.parametrize(
    "again",
    [
        lambda x: x + x,
        lambda x: -(x + x),
        lambda x: TRACED.negate(TRACED.negate(x + 1.0)) * (x - x),
        lambda x: (lambda p: p * p)(TRACED.power(2.0, x)) - TRACED.power(2.0, x),
    ],
    ids=["sum", "opposite of a sum", "opposite of an opposite", "power with a long exponent"],
)
def test_a_shared_part_is_visited_and_written_once(again: Callable[[Node], Node]) -> None:
    doublings = 18
    x = leaf(0.01, "x")
    for _ in range(doublings):
        x = again(x)
    assert len(made_of([x])) <= 12 * doublings
    lines = list(lines_of([Result("result", "r", None, x)]))
    assert lines[-1].symbol == "r"
    assert sum(size(line.expression()) for line in lines) <= 20 * doublings
    assert len({line.symbol for line in lines}) == len(lines)
    assert all(one.to_json()["digits"] >= 4 for one in lines)


def test_eighteen_doublings_of_a_sum_are_nineteen_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    x = leaf(1.1, "x")
    for _ in range(18):
        x = x + x
    assert len(made_of([x])) == 19
    evaluated: list[int] = []
    monkeypatch.setattr(OPERATIONS["add"], "decimal", lambda a, b: evaluated.append(1) or a + b)
    whole = Line("result", "r", None, x, {})  # nothing is named: the text would be 262,144 times x
    shared: dict[int, object] = {}
    waiting: list[dict[str, object]] = [whole.expression()]
    while waiting:
        tree = waiting.pop()
        if id(tree) not in shared:
            shared[id(tree)] = tree
            waiting.extend(tree.get("of", ()))  # type: ignore[arg-type]
    assert len(shared) == 19
    assert whole.digits()[1] >= 4
    assert len(evaluated) <= 18 * 20, "once for each number of digits that is tried"


def test_more_shared_parts_than_letters() -> None:
    x = leaf(0.01, "x")
    for _ in range(12 * len(LETTERS)):
        x = (x + x) * 0.5
    symbols = [line.symbol for line in lines_of([Result("result", "a", None, x)])]
    assert len(set(symbols)) == len(symbols) > 11 * len(LETTERS)
    assert symbols[: len(LETTERS)] == [*LETTERS[1:], "a₁"], "the result's own letter is not given again"
    assert "b₁₀" in symbols


def test_what_is_long_is_no_deeper_than_can_be_sent() -> None:
    x = leaf(0.5, "x")
    for _ in range(3000):
        x = x + 1.0
    lines = list(lines_of([Result("result", "r", None, x)]))
    assert len(lines) == 1 + 2999 // DEEPEST

    def depth(tree: dict[str, object]) -> int:
        return 1 + max(map(depth, tree["of"])) if "of" in tree else 0  # type: ignore[call-overload, no-any-return]

    assert max(depth(line.expression()) for line in lines) == DEEPEST
    assert lines[-1].digits()[1] >= 4


def test_a_line_of_the_laboratory_says_nothing_twice() -> None:
    a, b = number(2.0, "a"), number(3.0, "b")
    assert line("sum", "s", a + b, 5.0).node.value == 5.0
    part = a + b
    with pytest.raises(ValueError, match="the line of square says a part"):
        line("square", "s", part * (part + 1.0), 30.0)
