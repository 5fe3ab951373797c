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

from engine.functions import OPERATIONS, SCALAR, Functions
from engine.landscape import Formula
from engine.numbers.recorded import Recorded
from engine.operation import Operation
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

    def apply(self, operation: type[Operation], *parts: Any) -> "Written":
        """What ``operation`` makes of written numbers and constants."""
        return self.put(operation.pattern.format(*map(self.name_of, parts)))


class Written(Recorded):
    """A number without a value: whatever is done to it is written down."""

    def __init__(self, writer: Writer, name: str) -> None:
        self.writer = writer
        self.name = name

    def _made(self, kind: str, *parts: Any) -> "Written":
        return self.writer.apply(OPERATIONS[kind], *parts)

    def __bool__(self) -> bool:
        raise TypeError("a rule must not branch on its numbers: it is written once for floats, arrays, traces and code")


def _functions(writer: Writer) -> Functions:
    def function(operation: type[Operation]) -> Callable[..., Any]:
        def of(*parts: Any) -> Any:
            is_known = not any(isinstance(part, Written) for part in parts)
            return operation.scalar(*parts) if is_known else writer.apply(operation, *parts)

        return of

    functions = {kind: function(operation) for kind, operation in OPERATIONS.items()}
    return Functions(**functions, named=SCALAR.named, noted=SCALAR.noted)


class Stepper(NamedTuple):
    """``go(ball, first, count, every, numbers, constants)`` makes steps; see ``engine.running.ball``."""

    go: Callable[[Any, int, int, int, "array[float]", tuple[float, ...]], None]
    constants: tuple[float, ...]


@lru_cache(maxsize=1024)
def stepper(formula: Formula | None, width: int, optimizer: Optimizer) -> Stepper:
    """The loop of ``optimizer`` on ``formula``, which has ``width`` parameters; None for what cannot be written down."""
    fields = optimizer.State._fields
    writer = Writer()
    f = _functions(writer)

    def written(name: str) -> Written:
        return Written(writer, name)

    params = [written(f"x{i}") for i in range(width)]
    if formula is None:  # sums over many examples are NumPy's
        everything = "".join(f"x{i}, " for i in range(width))
        seen = [f"loss, ({everything.replace('x', 'g')}) = ball.slope(step, ({everything}))"]
    else:
        loss, gradient = formula.value(f, *params), formula.gradient(f, *params)
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


def forget() -> None:
    """The loops written so far; whoever needs one again has it written again."""
    stepper.cache_clear()
    _compiled.cache_clear()


@lru_cache(maxsize=1024)
def _compiled(text: str) -> Any:
    functions = {operation.op: operation.scalar for operation in OPERATIONS.values() if operation.op.isidentifier()}
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
    State, rate, origin, (flat, flat_squared) = ball.state, ball.base_rate, ball.optimizer_origin - 1, ball.tolerances
    is_scheduled, is_altered, is_observed = ball.is_scheduled, ball.is_altered, ball.is_observed
    is_watched, is_there = ball.is_watched, ball.is_there
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
        if is_watched and ({" + ".join(f"g{i} * g{i}" for i in every)} > flat_squared if is_there else abs(g0) <= flat):
            is_there = ball.judge(step, ({names("x{i}")}), ({names("g{i}")}), ({names("d{i}")}))
        if is_observed:
            ball.observe(step, loss)
        {"; ".join(f"x{i} = y{i}" for i in every)}
{indented([f"s{i}_{field} = n{i}_{field}" for i in every for field in fields], 2)}
    ball.params, ball.states = ({names("x{i}")}), ({states})
"""
