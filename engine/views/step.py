"""One step, opened: the same rules, fed with traced numbers (engine.numbers.trace).

Five stages: the point, its loss, its gradient, the change the optimizer
makes of it, the move.
"""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from engine.functions import Functions
from engine.numbers.graph import Node, leaf, node, recording
from engine.numbers.trace import TRACED, Result, json_number, lines_of
from engine.running.mover import Mover
from engine.view import View


class StepView(View):
    """The arithmetic of one update: ``{learning_rate, t, stages}`` as docs/stream.md describes.

    Of many parameters the stages hold one.
    """

    kind: Literal["step"] = "step"
    parameter: Annotated[str, Field(max_length=40)] = ""
    """Of many parameters the one that is opened, by name; the first where nothing is said."""

    def look(self, mover: Mover, step: int) -> dict[str, Any]:
        with np.errstate(all="ignore"):
            # A diverged racer stands before the step that left the numbers: that is the one to show.
            return _opened(mover, mover.outcome.step - 1 if mover.last_row else step, mover.shown(self.parameter))


def _traced_hyper(mover: Mover) -> SimpleNamespace:
    schema = type(mover.racer.optimizer).model_fields
    values = dict(vars(mover.hyper))
    for name, info in schema.items():
        extra = info.json_schema_extra
        if name in values and isinstance(extra, dict) and isinstance(values[name], float):
            values[name] = leaf(values[name], str(extra["symbol"]))
    return SimpleNamespace(**values)


def _stage(name: str, values: list[float], results: list[Result]) -> dict[str, Any]:
    return {"stage": name, "values": [json_number(v) for v in values], "lines": [line.to_json() for line in lines_of(results)]}


def _noting(results: list[Result]) -> Functions:
    """Functions of nodes that write what a rule notes into ``results``."""

    def noted(number: Any, quantity: str, symbol: str) -> Any:
        entries = enumerate(number) if isinstance(number, Sequence) else [(None, number)]
        results.extend(Result(quantity, symbol, i, node(entry)) for i, entry in entries)
        return number

    return recording(noted)


def _opened(mover: Mover, step: int, places: Sequence[int]) -> dict[str, Any]:
    optimizer, names = mover.racer.optimizer, mover.landscape.parameters
    point = [leaf(float(mover.params[place]), names[place]) for place in places]
    loss, slopes = mover.traced(TRACED, point, places, step)
    gradient = [node(entry) for entry in slopes]
    gradient_results = [Result("gradient", "g", i, entry) for i, entry in enumerate(gradient)]

    # The optimizer starts from the gradient as a number, not from how the surface made it.
    seen: Any = [leaf(entry.value, "g") for entry in gradient]
    altered_results: list[Result] = []
    altered = [node(entry) for entry in mover.altered_at(_noting(altered_results), seen, places, step)]
    altered_results += [Result("used_gradient", "g", i, entry) for i, entry in enumerate(altered)]
    used = [leaf(entry.value, "g") for entry in altered]

    rate = mover.rate_at(step)
    t = step + 1 - mover.optimizer_origin
    h, quantities = _traced_hyper(mover), optimizer.quantities
    change_results: list[Result] = []
    changes: list[float] = []
    for i, (state, g, theta) in enumerate(zip(map(mover.state_at, places), used, point, strict=True)):
        named = [name for name in state._fields if name in quantities]
        before = type(state)(*[leaf(v, quantities[n].symbol if n in named else "") for n, v in zip(state._fields, state, strict=True)])
        theta_leaf = leaf(theta.value, "θ")
        change, after, terms = optimizer.update(h, before, g, theta_leaf, leaf(rate, "α"), leaf(t, "t"), TRACED)
        new = {**dict(zip(optimizer.terms, terms, strict=True)), **after._asdict()}
        untouched = {id(entry) for entry in before}
        for name, made in new.items():
            if isinstance(made, Node) and made.operation and id(made) not in untouched and name in quantities:
                change_results.append(Result(name, quantities[name].symbol, i, made))
                untouched.add(id(made))  # a second name for the same number needs no second line
        if optimizer.has_own_rates:
            # With its squares as they are now the rule is gradient descent, its rate divided by p: `Optimizer.linear`.
            now = type(after)(*[leaf(float(v), quantities[n].symbol if n in quantities else "") for n, v in after._asdict().items()])
            model = optimizer.linear(h, now, leaf(t, "t"), TRACED)
            assert model is not None
            change_results.append(Result("own_rate", "α′", i, leaf(rate, "α") / model[0]))
        change_results.append(Result("change", "Δ", i, node(change)))
        changes.append(float(change))

    moved = [leaf(p.value, "θ") + leaf(d, "Δ") for p, d in zip(point, changes, strict=True)]
    return {
        "learning_rate": json_number(rate),
        "t": t,
        "parameters": [names[place] for place in places],
        "stages": [
            _stage("point", [p.value for p in point], []),
            _stage("loss", [float(loss)], [Result("loss", "L", None, node(loss))]),
            {
                **_stage("gradient", [g.value for g in gradient], gradient_results),
                "used": [json_number(g.value) for g in used],
                "used_lines": [line.to_json() for line in lines_of(altered_results)],
            },
            _stage("change", changes, change_results),
            _stage("move", [m.value for m in moved], [Result("move", "θ", i, m) for i, m in enumerate(moved)]),
        ],
    }
