"""One step, opened: the same rules, fed with traced numbers (engine.numbers.trace).

Five stages, as in the curriculum's G1: the point, its loss, its gradient, the change the optimizer
makes of it, the move.
"""

from types import SimpleNamespace
from typing import Any, Literal

import numpy as np

from engine.numbers.trace import TRACED, Result, Traced, json_number, leaf, lines_of
from engine.running.ball import Ball
from engine.view import View


class StepView(View):
    """The arithmetic of one update: ``{learning_rate, t, stages}`` as docs/stream.md describes."""

    kind: Literal["step"] = "step"

    def look(self, ball: Ball, step: int) -> dict[str, Any]:
        with np.errstate(all="ignore"):
            # A diverged ball stands before the step that left the numbers: that is the one to show.
            return _opened(ball, ball.outcome.step - 1 if ball.last_row else step)


def _traced_hyper(ball: Ball) -> SimpleNamespace:
    schema = type(ball.racer.optimizer).model_fields
    values = dict(vars(ball.hyper))
    for name, info in schema.items():
        extra = info.json_schema_extra
        if name in values and isinstance(extra, dict) and isinstance(values[name], float):
            values[name] = leaf(values[name], str(extra["symbol"]))
    return SimpleNamespace(**values)


def _stage(name: str, values: list[float], results: list[Result]) -> dict[str, Any]:
    return {"stage": name, "values": [json_number(v) for v in values], "lines": [line.to_json() for line in lines_of(results)]}


def _opened(ball: Ball, step: int) -> dict[str, Any]:
    landscape, optimizer = ball.landscape, ball.racer.optimizer
    names = landscape.parameters
    point = [leaf(value, name) for value, name in zip(ball.params, names, strict=True)]
    loss, slopes = landscape.traced(TRACED, tuple(point), None if landscape.is_straight else ball.batch(step))
    gradient = [_as_traced(entry) for entry in slopes]
    gradient_results = [Result("gradient", "g", i, entry) for i, entry in enumerate(gradient)]

    # The optimizer starts from the gradient as a number, not from how the surface made it.
    seen: Any = [leaf(entry.value, "g") for entry in gradient]
    used = [_as_traced(entry) for entry in ball.altered(TRACED, seen, step)]
    altered_results = []
    if any(node.op for node in used):
        if ball.racer.clipping.kind == "norm":
            noisy = [_as_traced(entry) for entry in _before_clipping(used)]
            length = next(node for node in _nodes(used[0]) if node.op == "sqrt")
            altered_results.append(Result("gradient_norm", "‖g‖", None, length))
            altered_results += [Result("noisy_gradient", "g", i, node) for i, node in enumerate(noisy) if node.op]
        altered_results += [Result("used_gradient", "g", i, node) for i, node in enumerate(used)]
        used = [leaf(node.value, "g") for node in used]

    rate = ball.rate_at(step)
    t = step + 1 - ball.optimizer_origin
    h, quantities = _traced_hyper(ball), optimizer.quantities
    change_results: list[Result] = []
    changes: list[float] = []
    for i, (state, g, theta) in enumerate(zip(ball.states, used, point, strict=True)):
        named = [name for name in state._fields if name in quantities]
        before = type(state)(*[leaf(v, quantities[n].symbol if n in named else "") for n, v in zip(state._fields, state, strict=True)])
        theta_leaf = leaf(theta.value, "θ")
        change, after, terms = optimizer.update(h, before, g, theta_leaf, leaf(rate, "α"), leaf(t, "t"), TRACED)
        new = {**dict(zip(optimizer.terms, terms, strict=True)), **after._asdict()}
        untouched = {id(node) for node in before}
        for name, node in new.items():
            if isinstance(node, Traced) and node.op and id(node) not in untouched and name in quantities:
                change_results.append(Result(name, quantities[name].symbol, i, node))
                untouched.add(id(node))  # a second name for the same number needs no second line
        change_results.append(Result("change", "Δ", i, _as_traced(change)))
        changes.append(float(change))

    moved = [leaf(p.value, "θ") + leaf(d, "Δ") for p, d in zip(point, changes, strict=True)]
    return {
        "learning_rate": json_number(rate),
        "t": t,
        "stages": [
            _stage("point", [p.value for p in point], []),
            _stage("loss", [float(loss)], [Result("loss", "L", None, _as_traced(loss))]),
            {
                **_stage("gradient", [g.value for g in gradient], gradient_results),
                "used": [json_number(g.value) for g in used],
                "used_lines": [line.to_json() for line in lines_of(altered_results)],
            },
            _stage("change", changes, change_results),
            _stage("move", [m.value for m in moved], [Result("move", "θ", i, m) for i, m in enumerate(moved)]),
        ],
    }


def _as_traced(thing: Any) -> Traced:
    return thing if isinstance(thing, Traced) else Traced(float(thing))


def _nodes(node: Traced) -> list[Traced]:
    return [node, *(below for part in node.of for below in _nodes(part))]


def _before_clipping(used: list[Traced]) -> list[Traced]:
    """Clipping by norm is entry · scale: the entries that went in."""
    return [node.of[0] for node in used]
