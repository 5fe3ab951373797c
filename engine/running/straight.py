"""A rule as straight-line code: the same operations in the same order, without a call among them.

Fed with ``Written`` numbers, a landscape and an update rule write themselves down as a list of assignments.
Put into a loop and compiled, that is three times as fast as calling them with floats, to the same bits:
it is the same list of IEEE operations. Equal subterms are computed once, across parameters too.

The text holds operations and made-up names only. Numbers, which may come from strangers, are
arguments; so the text depends on the kinds of surface and optimizer, and on which numbers are equal.
"""

from array import array
from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from engine.functions import SCALAR, Functions
from engine.landscape import Landscape
from engine.optimizer import Optimizer


class Writer:
    """The lines so far, and the numbers they refer to."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: list[float] = []
        self._known: dict[str, str] = {}

    def name_of(self, thing: Any) -> str:
        """The name of a written number, or of a constant (told apart by their bits: −0 is not 0)."""
        if isinstance(thing, Written):
            return thing.name
        key = float(thing).hex()
        if key not in self._known:
            self._known[key] = f"k{len(self.constants)}"
            self.constants.append(float(thing))
        return self._known[key]

    def put(self, expression: str) -> "Written":
        """The number that ``expression`` computes; written once however often it is asked for."""
        if expression not in self._known:
            self._known[expression] = f"t{len(self.lines)}"
            self.lines.append(f"{self._known[expression]} = {expression}")
        return Written(self, self._known[expression])


class Written:
    """A number without a value: whatever is done to it is written down."""

    def __init__(self, writer: Writer, name: str) -> None:
        self.writer = writer
        self.name = name

    def _with(self, sign: str, other: Any) -> "Written":
        return self.writer.put(f"{self.name} {sign} {self.writer.name_of(other)}")

    def _after(self, sign: str, other: Any) -> "Written":
        return self.writer.put(f"{self.writer.name_of(other)} {sign} {self.name}")

    def __add__(self, other: Any) -> "Written":
        return self._with("+", other)

    def __radd__(self, other: Any) -> "Written":
        return self._after("+", other)

    def __sub__(self, other: Any) -> "Written":
        return self._with("-", other)

    def __rsub__(self, other: Any) -> "Written":
        return self._after("-", other)

    def __mul__(self, other: Any) -> "Written":
        return self._with("*", other)

    def __rmul__(self, other: Any) -> "Written":
        return self._after("*", other)

    def __truediv__(self, other: Any) -> "Written":
        return self._with("/", other)

    def __rtruediv__(self, other: Any) -> "Written":
        return self._after("/", other)

    def __neg__(self) -> "Written":
        return self.writer.put(f"-{self.name}")

    def __bool__(self) -> bool:
        raise TypeError("a rule must not branch on its numbers: it is written once for floats, arrays, traces and code")


def _functions(writer: Writer) -> Functions:
    def one(name: str, plain: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda a: writer.put(f"{name}({a.name})") if isinstance(a, Written) else plain(a)

    def two(pattern: str, plain: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def written(a: Any, b: Any) -> Any:
            if not isinstance(a, Written) and not isinstance(b, Written):
                return plain(a, b)
            return writer.put(pattern.format(a=writer.name_of(a), b=writer.name_of(b)))

        return written

    def select(a: Any, b: Any, then: Any, otherwise: Any) -> Any:
        if not any(isinstance(number, Written) for number in (a, b, then, otherwise)):
            return SCALAR.select(a, b, then, otherwise)
        a, b, then, otherwise = map(writer.name_of, (a, b, then, otherwise))
        return writer.put(f"{then} if {a} > {b} else {otherwise}")

    return Functions(
        sqrt=one("sqrt", SCALAR.sqrt),
        exp=one("exp", SCALAR.exp),
        cos=one("cos", SCALAR.cos),
        sin=one("sin", SCALAR.sin),
        # The same comparisons as SCALAR's: NaN passes through.
        maximum=two("{a} if {a} >= {b} or {a} != {a} else {b}", SCALAR.maximum),
        minimum=two("{a} if {a} <= {b} or {a} != {a} else {b}", SCALAR.minimum),
        absolute=one("abs", SCALAR.absolute),
        sign=one("sign", SCALAR.sign),
        select=select,
        power=two("{a} ** {b}", SCALAR.power),
        named=SCALAR.named,
    )


class Stepper(NamedTuple):
    """``go(ball, first, count, every, numbers, constants)`` makes steps; see ``engine.running.ball``."""

    go: Callable[[Any, int, int, int, "array[float]", tuple[float, ...]], None]
    constants: tuple[float, ...]


@lru_cache(maxsize=1024)
def stepper(landscape: Landscape | None, width: int, optimizer: Optimizer) -> Stepper:
    """The loop of ``optimizer`` on ``landscape``, which has ``width`` parameters; None for one made of data."""
    fields = optimizer.State._fields
    writer = Writer()
    f = _functions(writer)

    def written(name: str) -> Written:
        return Written(writer, name)

    params = [written(f"x{i}") for i in range(width)]
    if landscape is None:  # sums over many examples are NumPy's
        everything = "".join(f"x{i}, " for i in range(width))
        seen = [f"loss, ({everything.replace('x', 'g')}) = ball.slope(step, ({everything}))"]
    else:
        loss, gradient = landscape.value(f, *params), landscape.gradient(f, *params)
        seen = writer.lines + [f"loss = {writer.name_of(loss)}"] + [f"g{i} = {writer.name_of(g)}" for i, g in enumerate(gradient)]
    before = len(writer.lines)
    rate, t = written("rate"), written("t")
    hyper, outcome = optimizer.hyper(), list[str]()
    for i, theta in enumerate(params):
        state = optimizer.State(*(written(f"s{i}_{field}") for field in fields))
        change, after, _ = optimizer.update(hyper, state, written(f"u{i}"), theta, rate, t, f)
        outcome.append(f"d{i} = {writer.name_of(change)}")
        outcome += [f"n{i}_{field} = {writer.name_of(entry)}" for field, entry in zip(fields, after, strict=True)]
    text = _loop(width, fields, len(writer.constants), seen, writer.lines[before:] + outcome)
    return Stepper(_compiled(text), tuple(writer.constants))


@lru_cache(maxsize=1024)
def _compiled(text: str) -> Any:
    functions = {name: getattr(SCALAR, name) for name in ("sqrt", "exp", "cos", "sin", "sign")}
    scope: dict[str, Any] = {**functions, "isfinite": isfinite, "SCALAR": SCALAR}
    exec(compile(text, "<straight-line code of a rule>", "exec"), scope)
    return scope["go"]


def _loop(width: int, fields: tuple[str, ...], constants: int, seen: list[str], moved: list[str]) -> str:
    every = range(width)

    def names(pattern: str) -> str:
        return "".join(f"{pattern.format(i=i)}, " for i in every)

    def of_state(letter: str, i: int) -> str:
        return "".join(f"{letter}{i}_{field}, " for field in fields)

    def indented(lines: list[str], depth: int) -> str:
        return "\n".join("    " * depth + line for line in lines)

    states = "".join(f"State({of_state('s', i)}), " for i in every)
    row = names("x{i}") + "loss, " + names("g{i}") + "rate, " + "".join(f"d{i}, {of_state('n', i)}" for i in every)
    return f"""\
def go(ball, first, count, every, numbers, constants):
    {"".join(f"k{i}, " for i in range(constants)) + "= constants" if constants else ""}
    {names("x{i}")}= ball.params
{indented([f"{of_state('s', i)}= ball.states[{i}]" for i in every if fields], 1)}
    State, rate, origin, flat = ball.state, ball.base_rate, ball.optimizer_origin - 1, ball.flat
    is_scheduled, is_altered, is_observed, is_watched = ball.is_scheduled, ball.is_altered, ball.is_observed, ball.is_watched
    extend, wanted = numbers.extend, first
    for step in range(first, first + count):
        t = step - origin
        if is_scheduled:
            rate = ball.rate_at(step)
        try:
{indented(seen, 3)}
            if is_altered:
                {names("u{i}")}= ball.altered(SCALAR, ({names("g{i}")}), step)
            else:
                {"; ".join(f"u{i} = g{i}" for i in every)}
{indented(moved, 3)}
        except (ArithmeticError, ValueError):
            ball.params, ball.states = ({names("x{i}")}), ({states})
            loss, ({names("g{i}")}), ({"".join(f"(d{i}, ({of_state('n', i)}), _), " for i in every)}) = ball.step_again(step, rate)
        if step == wanted:
            wanted += every
            extend(({row}))
        {"; ".join(f"y{i} = x{i} + d{i}" for i in every)}
        if not isfinite({" + ".join(f"y{i}" for i in every)}) and not ({" and ".join(f"isfinite(y{i})" for i in every)}):
            ball.leave(step, ({names("x{i}")}), ({names("y{i}")}), ({row}))
            numbers.extend(ball.last_row * len(range(wanted, first + count, every)))
            break
        if is_watched and abs(g0) <= flat and ball.stands_still(step, ({names("x{i}")}), ({names("g{i}")}), ({names("d{i}")})):
            is_watched = False
            ball.arrive(step, ({names("x{i}")}))
        if is_observed:
            ball.observe(step, loss)
        {"; ".join(f"x{i} = y{i}" for i in every)}
{indented([f"s{i}_{field} = n{i}_{field}" for i in every for field in fields], 2)}
    ball.params, ball.states = ({names("x{i}")}), ({states})
"""
