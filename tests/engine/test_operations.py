"""The contract of an operation, over all of them: every form computes the same, derivatives are exact, and so are theirs."""

import json
import math
import re
import string
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import product
from typing import Any

import numpy as np
import pytest
from latex2mathml.converter import convert
from member_texts import HANGUL, ROOT, check_korean, file_of, korean, marked

from engine.functions import ARRAY, OPERATIONS, SCALAR
from engine.numbers.graph import Node, leaf, made_of, node
from engine.numbers.trace import TRACED
from engine.operation import Operation, Precedence

SOURCES = sorted((ROOT / "engine" / "operations").glob("*.py"))
MARKED = set().union(*map(marked, SOURCES))
RECORDED: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests" / "reference" / "operations.json").read_text("utf-8"))
ROUNDED = ("add", "subtract", "multiply", "divide", "negate", "sqrt", "absolute", "maximum", "minimum", "sign", "select", "power")
"""What floats and arrays compute to the same bits; the rest may part in the last place."""

each_kind = pytest.mark.parametrize("kind", OPERATIONS)


def parts_of(kind: str, count: int = 200) -> list[tuple[float, ...]]:
    """Drawn places where the operation has a value."""
    draw = np.random.default_rng(8)
    rows = draw.normal(size=(count, len(OPERATIONS[kind].needs))) * 3.0
    if kind in ("sqrt", "log", "power"):
        rows[:, 0] = np.abs(rows[:, 0])
    return [tuple(row) for row in rows.tolist()]


# ---- what a member has to say


@each_kind
def test_a_member_says_everything(kind: str) -> None:
    operation, file = OPERATIONS[kind], file_of(OPERATIONS[kind])
    for name in ("title", "idea", "op", "scalar", "array", "pattern", "latex", "notation", "precedence", "needs", "decimal"):
        assert getattr(operation, name, None) is not None, f"{file}: {name} is missing"
    assert operation.derivative is not Operation.derivative, f"{file}: derivative is missing"
    assert {operation.title, operation.idea} <= MARKED, f"{file}: title and idea are marked with N_"
    assert operation.idea.endswith("."), f"{file}: idea is a sentence"
    assert "∂" in (operation.__doc__ or ""), f"{file}: the docstring states the derivative"


@each_kind
def test_korean_is_there(kind: str) -> None:
    operation, file, said = OPERATIONS[kind], file_of(OPERATIONS[kind]), korean("operations")
    assert HANGUL.search(said.get(operation.title, "")), f"{file}: no Korean title in operations.po"
    assert said.get(operation.idea, "").endswith("니다."), f"{file}: no Korean sentence in operations.po"


def test_text_is_korean_too() -> None:
    check_korean("operations", *SOURCES)


@each_kind
def test_as_many_parts_everywhere(kind: str) -> None:
    operation = OPERATIONS[kind]
    count = len(operation.needs)
    for text in (operation.pattern, operation.latex):
        named = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        assert named == {str(place) for place in range(count)}, f"{file_of(operation)}: {text}"
    parts = (0.5, 0.25, 0.75, 1.5)[:count]
    assert len(operation.derivative(SCALAR, operation.scalar(*parts), *parts)) == count
    assert all(isinstance(need, Precedence) for need in (*operation.needs, operation.precedence))


def test_no_two_go_by_one_name() -> None:
    assert len({operation.op for operation in OPERATIONS.values()}) == len(OPERATIONS)
    asked = "add subtract multiply divide negate power sqrt exp log sin cos tan tanh absolute maximum minimum sign select"
    assert set(asked.split()) <= set(OPERATIONS)


@each_kind
def test_latex_becomes_mathml(kind: str) -> None:
    operation = OPERATIONS[kind]
    written = operation.latex.format(*"abcd")
    mathml = re.sub(r"&#x[0-9A-Fa-f]+;", "", convert(written))
    assert "\\" not in mathml, f"{file_of(operation)}: {written}"
    assert "<mtext" not in mathml, f"{file_of(operation)}: {written}"
    for letter in "abcd"[: len(operation.needs)]:
        assert f"<mi>{letter}</mi>" in mathml, f"{file_of(operation)}: {letter} in {mathml}"


# ---- every form computes the same


@each_kind
def test_floats_and_arrays_agree(kind: str) -> None:
    operation, places = OPERATIONS[kind], parts_of(kind)
    assert getattr(SCALAR, kind) is operation.scalar, "no call between a rule and its operation"
    assert getattr(ARRAY, kind) is operation.array
    alone = np.array([operation.scalar(*place) for place in places])
    together = operation.array(*np.array(places).T)
    assert np.isfinite(alone).all()
    if kind in ROUNDED:
        assert together.tobytes() == alone.tobytes(), file_of(operation)
    else:
        np.testing.assert_allclose(together, alone, rtol=1e-14)


@each_kind
def test_beyond_the_numbers_arrays_do_not_raise(kind: str) -> None:
    operation = OPERATIONS[kind]
    ends = (math.nan, math.inf, -math.inf, 0.0, -0.0, -1.5, 1e308)
    mesh = np.array(np.meshgrid(*[ends] * len(operation.needs))).reshape(len(operation.needs), -1)
    with np.errstate(all="ignore"):
        together = operation.array(*mesh)
        for column, found in zip(mesh.T, together, strict=True):
            assert type(float(operation.array(*column))) is float
            try:
                alone = operation.scalar(*column.tolist())
            except (ArithmeticError, ValueError):
                # Beyond the largest number NumPy's tangent and its like are right too.
                assert not math.isfinite(found) or abs(found) >= 1e300, (kind, column)
                continue
            assert alone == pytest.approx(found, rel=1e-14, nan_ok=True), (kind, column)


@each_kind
def test_the_pattern_is_the_float_function(kind: str) -> None:
    operation, names = OPERATIONS[kind], "abcd"[: len(OPERATIONS[kind].needs)]
    scope: dict[str, Any] = {operation.op: operation.scalar}
    written = eval(f"lambda {', '.join(names)}: {operation.pattern.format(*names)}", scope)
    # Powers of a negative number are complex in the written form; a rule has them of hyperparameters alone.
    ends = product((0.0, -0.0, 1.5, -1.5, math.inf, math.nan), repeat=len(names) if kind != "power" else 0)
    for place in [*parts_of(kind), *(tuple(row["at"]) for row in RECORDED[kind]), *filter(None, ends)]:
        assert hex_of(written, place) == hex_of(operation.scalar, place), (file_of(operation), place)


def hex_of(function: Callable[..., float], place: Sequence[float]) -> str:
    """All bits of the result, the sign of a zero among them, or what is raised."""
    try:
        return function(*place).hex()
    except (ArithmeticError, ValueError) as error:
        return type(error).__name__


@each_kind
def test_decimals_are_close_to_floats(kind: str) -> None:
    operation = OPERATIONS[kind]
    with localcontext() as context:
        context.prec = 60
        for place in parts_of(kind):
            by_hand = float(operation.decimal(*map(Decimal, place)))
            assert by_hand == pytest.approx(operation.scalar(*place), rel=1e-13), (file_of(operation), place)


# ---- derivatives


def slopes(of: Node, by: Sequence[Node]) -> list[Node]:
    """∂of/∂by, back through the graph: as nodes, so that they can be derived again."""
    found = {id(of): node(1.0)}
    for made in reversed(made_of([of])):
        if made.operation is None:
            continue
        for part, local in zip(made.parts, made.operation.derivative(TRACED, made, *made.parts), strict=True):
            term = found[id(made)] * local
            found[id(part)] = found[id(part)] + term if id(part) in found else term
    return [found.get(id(part), node(0.0)) for part in by]


def read(number: float | str | None) -> float:
    return math.nan if number is None else float(number)


@each_kind
def test_derivatives_are_those_of_pytorch(kind: str) -> None:
    operation = OPERATIONS[kind]
    assert len(RECORDED[kind]) >= 3
    for row in RECORDED[kind]:
        value = operation.scalar(*row["at"])
        assert value == pytest.approx(read(row["value"]), rel=1e-14)
        expected = [read(entry) for entry in row["first"]]
        parts = [leaf(entry, "") for entry in row["at"]]
        arrays = [np.full(3, entry) for entry in row["at"]]
        for found in (
            operation.derivative(SCALAR, value, *row["at"]),
            [float(entry) for entry in operation.derivative(TRACED, getattr(TRACED, kind)(*parts), *parts)],
            [np.broadcast_to(entry, 3)[2] for entry in operation.derivative(ARRAY, np.full(3, value), *arrays)],
        ):
            assert list(found) == pytest.approx(expected, rel=1e-14, abs=1e-300, nan_ok=True), (file_of(operation), row["at"])


@each_kind
def test_the_derivative_of_a_derivative_is_that_of_pytorch(kind: str) -> None:
    compared = 0
    for row in RECORDED[kind]:
        parts = [leaf(entry, "") for entry in row["at"]]
        first = slopes(getattr(TRACED, kind)(*parts), parts)
        second = np.array([[entry.value for entry in slopes(slope, parts)] for slope in first])
        expected = np.array([[read(entry) for entry in entries] for entries in row["second"]])
        # Where PyTorch has none, or its own two mixed derivatives are not the same (aᵇ at b = 0), differences decide.
        is_known = np.isfinite(expected) & (expected == expected.T)
        np.testing.assert_allclose(second[is_known], expected[is_known], rtol=1e-13, atol=1e-300, err_msg=f"{kind} {row['at']}")
        compared += int(is_known.sum())
    assert compared >= 3


def is_smooth(kind: str, place: Sequence[float]) -> bool:
    """Neither at a corner nor where it is so steep that differences tell little."""
    if kind in ("maximum", "minimum", "select"):
        return abs(place[0] - place[1]) > 0.01
    if kind in ("power", "divide"):
        return 0.3 < abs(place[0] if kind == "power" else place[1]) < 4.0
    return len(place) == 2 or (abs(place[0]) > 0.05 and (kind != "tan" or abs(math.cos(place[0])) > 0.3))


def differences(function: Any, place: Sequence[float]) -> list[float]:
    """Central differences of fourth order."""
    found = []
    for i, entry in enumerate(place):
        h = 1e-3 * max(1.0, abs(entry))

        def moved(by: float, i: int = i) -> Any:
            return function(*(p + by if i == j else p for j, p in enumerate(place)))

        found.append((8.0 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12.0 * h))
    return found


@each_kind
def test_derivatives_are_those_by_differences(kind: str) -> None:
    operation = OPERATIONS[kind]
    places = [place for place in parts_of(kind, 60) if is_smooth(kind, place)]
    assert len(places) >= 20
    for place in [*places, *([(2.0, 0.0)] if kind == "power" else [])]:
        exact = operation.derivative(SCALAR, operation.scalar(*place), *place)
        assert list(exact) == pytest.approx(differences(operation.scalar, place), rel=1e-6, abs=1e-7), (file_of(operation), place)
        parts = [leaf(entry, "") for entry in place]
        for i, slope in enumerate(slopes(getattr(TRACED, kind)(*parts), parts)):

            def first(*at: float, i: int = i) -> float:
                return float(operation.derivative(SCALAR, operation.scalar(*at), *at)[i])

            second = [entry.value for entry in slopes(slope, parts)]
            assert second == pytest.approx(differences(first, place), rel=1e-6, abs=1e-7), (file_of(operation), place, i)


def test_where_a_power_of_a_negative_number_has_no_slope_by_its_exponent_nothing_is_made_up() -> None:
    of_base, of_exponent = OPERATIONS["power"].derivative(SCALAR, 9.0, -3.0, 2.0)
    assert of_base == -6.0
    assert math.isnan(of_exponent)
    assert math.isnan(OPERATIONS["power"].derivative(SCALAR, math.nan, math.nan, 2.0)[0])


def test_derivatives_go_through_a_shared_node_once() -> None:
    x = leaf(1.5, "x")
    whole = x
    for _ in range(18):
        whole = whole + whole
    (slope,) = slopes(whole, [x])
    assert slope.value == 2.0**18
    assert len(made_of([slope])) < 200
    (third,) = slopes(slopes(slopes(x * x * x * x, [x])[0], [x])[0], [x])
    assert third.value == 24.0 * 1.5
