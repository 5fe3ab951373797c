"""What there is to choose from, in one language: GET /api/catalogue and the page's opening."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from latex2mathml.converter import convert

from app.page.course import in_order
from app.page.forms import form, run_form
from app.page.translations import Language, Translate, translator
from engine import registry
from engine.config import Member
from engine.dataset import Dataset
from engine.fits.judging import losses_for, usual_loss
from engine.landscape import Landscape
from engine.loss import Loss, PointwiseLoss
from engine.model import Model
from engine.numbers.steps import steps_of
from engine.optimizer import Optimizer
from engine.preset import Preset
from engine.schedule import Schedule
from engine.surface import Surface
from engine.tuned.own import follows_slope
from engine.tuned.rates import own_rates, rates_on_data, rates_on_surfaces

MOST_RACERS = 8
"""Racers that a page runs side by side: it has so many signs and keys for them. (The engine takes more.)"""


@cache
def mathml(latex: str) -> str:
    """One row of LaTeX as MathML; ``\\class{…}`` becomes the class of an ``mrow``."""
    return convert(latex)


def _rows(latex: str) -> list[str]:
    """A formula and, where it says behind a ``\\quad`` what its letters mean, that: a row each."""
    return re.split(r"(?<=,)\s*\\quad\s*", latex, maxsplit=1)


@cache
def catalogue(language: Language) -> dict[str, Any]:
    """The catalogue as static/types.d.ts describes it."""
    _ = translator(language)
    return {
        "surfaces": _in_order("surfaces", _surface, _),
        "optimizers": _in_order("optimizers", _optimizer, _),
        "schedules": _in_order("schedules", _schedule, _),
        "models": {kind: _model(member, _) for kind, member in registry.members("models").items()},
        "losses": _in_order("losses", _loss, _),
        "datasets": _in_order("datasets", _dataset, _),
        "presets": [_preset(preset, _) for preset in presets()],
        **_run(_),
    }


def catalogue_for(kind: str, language: Language, lacks: tuple[str, ...]) -> dict[str, Any]:
    """The part of the catalogue that a page for one kind of problem shows: what it cannot choose it need not carry."""
    whole = catalogue(language)
    kept = [preset for preset in whole["presets"] if preset["run"]["problem"]["kind"] == kind]
    return {**whole, **{folder: {} for folder in lacks}, "presets": kept}


def _in_order(folder: str, entry: Callable[[type[Member], Translate], dict[str, Any]], _: Translate) -> dict[str, dict[str, Any]]:
    """The members of a folder as a course comes to them, each with the heading it stands under."""
    described = ({"group": _(group), **entry(member, _)} for group, member in in_order(folder))
    return {member["kind"]: member for member in described}


def _run(_: Translate) -> dict[str, Any]:
    described = run_form(_)
    described["run"]["properties"]["racers"]["maxItems"] = MOST_RACERS
    return described


def _member(member: type[Member], _: Translate) -> dict[str, Any]:
    default = member.model_validate({})
    return {
        "kind": member.model_fields["kind"].default,
        "title": _(member.title),
        "idea": _(member.idea),
        "source": member.source,
        "schema": form(member, _),
        "default": default.model_dump(mode="json"),
    }


def _rule(member: type[Optimizer] | type[Schedule], _: Translate) -> dict[str, Any]:
    return {
        **_member(member, _),
        "equation": [mathml(row) for row in member.equation],
        "spoken": _(member.spoken),
        "torch": member.torch,
        "keras": member.keras,
    }


def _schedule(member: type[Member], _: Translate) -> dict[str, Any]:
    assert issubclass(member, Schedule)
    return _rule(member, _)


def _optimizer(member: type[Member], _: Translate) -> dict[str, Any]:
    assert issubclass(member, Optimizer)
    return {
        **_rule(member, _),
        "torch_instead": [instead._asdict() for instead in member.torch_instead],
        "keras_instead": [instead._asdict() for instead in member.keras_instead],
        "follows_slope": follows_slope(member.model_validate({})),
        "adds": _(member.adds),
        "parents": list(member.parents),
        "state": list(member.State._fields),
        "differs": _(member.differs),
        "quantities": {name: {"symbol": shown.symbol, "title": _(shown.title)} for name, shown in member.quantities.items()},
        "arrow": member.arrow,
        "accumulated": member.accumulated,
    }


def _surface(member: type[Member], _: Translate) -> dict[str, Any]:
    assert issubclass(member, Surface)
    default = member.model_validate({})
    return {
        **_member(member, _),
        "formula": " ".join(map(mathml, _rows(f"L = {member.formula}"))),
        "spoken": _(member.spoken),
        "parameters": list(member.parameters),
        "height": member.height,
        "height_scale": member.height_scale,
        "window": default.window(),
        "start": default.start(),
        "points": points(default),
        "rates": rates_on_surfaces()[default.kind],
    }


def presets(kind: str | None = None) -> list[type[Preset]]:
    """All presets (of a kind of problem) in their order; the first of a kind opens its page."""
    found = [preset for preset in registry.members("presets").values() if issubclass(preset, Preset)]
    return sorted((preset for preset in found if kind in (None, preset.run.problem.kind)), key=lambda preset: preset.place)


def _preset(preset: type[Preset], _: Translate) -> dict[str, Any]:
    entry = {
        "kind": preset.model_fields["kind"].default,
        "group": _(preset.group),
        "title": _(preset.title),
        "sentence": _(preset.idea),
        "source": preset.source,
        "run": preset.run.model_dump(mode="json"),
        "selected": preset.selected,
        "pace": preset.pace,
        "secant": preset.secant,
        "sweep": preset.sweep,
        "onward": None if preset.onward is None else {"preset": preset.onward[0], "words": _(preset.onward[1])},
        "expects": [expectation._asdict() for expectation in preset.expects],
    }
    return entry if preset.height is None else {**entry, "height": preset.height}


def points(landscape: Landscape) -> list[dict[str, Any]]:
    """The known stationary points of a landscape, each with its loss."""
    return [{**point._asdict(), "loss": landscape.loss_on(point.params, None)} for point in landscape.stationary_points()]


def _described(member: type[Member], _: Translate) -> dict[str, Any]:
    """What models and losses say of themselves."""
    assert issubclass(member, (Model, Loss))
    return {
        **_member(member, _),
        "formula": mathml(_rows(member.formula)[0].removesuffix(",")),
        "spoken": _(member.spoken),
        "task": member.task,
    }


def _model(member: type[Member], _: Translate) -> dict[str, Any]:
    assert issubclass(member, Model)
    model = member.model_validate({})
    size = len(model.parameters), model.features
    return {
        **_described(member, _),
        "parameters": list(member.parameters),
        "penalized": list(member.penalized),
        "slopes": ["" if latex == "1" else mathml(latex) for latex in member.slope_formulas],
        "features": member.features,
        "losses": losses_for(model),
        "usual_loss": usual_loss(model.task).kind,
        "units": [unit._asdict() for unit in member.units],
        "own_rates": own_rates()[model.kind],
        "output": steps_of(model.output, *size),
        "prediction": steps_of(model.prediction, *size),
    }


def _loss(member: type[Member], _: Translate) -> dict[str, Any]:
    assert issubclass(member, Loss)
    return {
        **_described(member, _),
        "where": " ".join(map(mathml, _rows(member.formula)[1:])),
        "takes": member.takes,
        "reduction": member.reduction,
        "is_quadratic": member.is_quadratic,
        "slope": mathml(member.slope_formula) if issubclass(member, PointwiseLoss) else "",
        "chosen": member.for_outputs().model_dump(mode="json"),
        "torch": member.torch,
        "torch_from_logits": member.torch_from_logits,
        "keras": member.keras,
        "sklearn": member.sklearn,
        "numpy": member.numpy,
        "only": member.only,
        "differs": _(member.differs) if member.differs else "",
    }


def _dataset(member: type[Member], _: Translate) -> dict[str, Any]:
    assert issubclass(member, Dataset)
    return {
        **_member(member, _),
        "licence": _(member.licence),
        "task": member.task,
        "features": [_(name) for name in member.features],
        "target": _(member.target),
        "classes": [_(name) for name in member.classes],
        "examples": member.model_validate({}).most_examples,
        "rates": _rates_on(member.model_fields["kind"].default),
    }


def _rates_on(dataset: str) -> dict[str, dict[str, Any]]:
    """Learning rates tuned for a dataset: model → ``raw`` or ``standardised`` → by optimizer."""
    found: dict[str, dict[str, Any]] = {}
    for (kind, model, features), rates in rates_on_data().items():
        if kind == dataset:
            found.setdefault(model, {})[features] = rates
    return found
