"""Lawful problems, runs and messages: every kind and field of docs/stream.schema.json, with parts that fit together."""

import json
from collections.abc import Mapping
from functools import cache, partial
from random import Random
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from app.paths import STREAM_SCHEMA
from engine.registry import members
from engine.run_config import AnyProblem
from tests.app.hostile.drawn import Drawn, Schema

PROBLEM: TypeAdapter[Any] = TypeAdapter(AnyProblem)
RACERS = ("a", "b", "c", "racer_4")
OWN = "own"


class Fitting(NamedTuple):
    """A kind of problem, a model (where it has one), where its data come from, and the losses that suit them."""

    kind: str
    model: str
    data: str
    losses: tuple[str, ...]


@cache
def definitions() -> Mapping[str, Schema]:
    """Of all messages, as committed."""
    found: Mapping[str, Schema] = json.loads(STREAM_SCHEMA.read_text("utf-8"))["$defs"]
    return found


@cache
def fittings() -> tuple[Fitting, ...]:
    """All that fit together, found by trying."""
    found = []
    for kind, model in [("fit", model) for model in members("models")] + [("linear", ""), ("softmax_regression", "")]:
        for data in (*members("datasets"), *(f"{OWN} {task}" for task in ("regression", "binary", "multiclass"))):
            suiting = tuple(loss for loss in members("losses") if _is_lawful(kind, model, data, loss))
            if suiting:
                found.append(Fitting(kind, model, data, suiting))
    return tuple(found)


def _is_lawful(kind: str, model: str, data: str, loss: str) -> bool:
    body = {"kind": kind, "loss": _loss(loss, kind), "data": _few(data), **({"model": {"kind": model}} if model else {})}
    try:
        PROBLEM.validate_python(body)
    except ValidationError:
        return False
    return True


def _loss(loss: str, kind: str) -> dict[str, Any]:
    has_logits = kind == "softmax_regression" and "from_logits" in members("losses")[loss].model_fields
    return {"kind": loss, **({"from_logits": True} if has_logits else {})}


def _few(data: str) -> dict[str, Any]:
    if not data.startswith(OWN):
        return {"kind": "dataset", "dataset": {"kind": data}}
    return {"kind": "own", "task": data.split()[1], "x": [[0, 1, 2], [1, 0, 2]], "y": [0, 1, 1]}


class Lawful:
    """Draws what the server should take; sizes are mostly small, so that many fit into a minute."""

    examples = (20, 400)
    """From so many to so many, few more often than many."""
    own_examples = (3, 60)
    racers = (0, 1, 1, 1, 2, 2, 3, 4)

    def __init__(self, random: Random) -> None:
        self.random = random
        hooks = {"count": self._count, "racers": self._racers, "RunConfig": lambda _: self.run(), "Setting": lambda _: self.setting()}
        numbered = dict.fromkeys(("split_seed", "seed"), lambda _: random.randrange(5))
        self.drawn = Drawn(random, definitions(), {**hooks, **numbered, "racer": lambda _: random.choice(RACERS)})
        self.problem_now: dict[str, Any] = {}
        self.parameters = 2

    def member(self, name: str, **fields: Any) -> dict[str, Any]:
        """One of the definition ``name``."""
        return {**self.drawn.object(definitions()[name]), **fields}

    def _count(self, _: Schema) -> int:
        return self._between(*self.examples) if self.random.random() < 0.997 else 100_000

    def _between(self, low: int, high: int) -> int:
        return int(low * (high / low) ** self.random.random())

    # ---- problems ------------------------------------------------------------------------------------------

    def problem(self) -> dict[str, Any]:
        """A surface, or a problem with data."""
        if self.random.random() < 0.4:
            return {"kind": "surface", "surface": self.drawn.value(definitions()["SurfaceProblem"]["properties"]["surface"])}
        return self.with_data(self.random.choice(fittings()))

    def with_data(self, fitting: Fitting) -> dict[str, Any]:
        """One of its kind, with the loss, data and penalties drawn."""
        names = {"fit": "FitProblem", "linear": "LinearRegression", "softmax_regression": "SoftmaxRegression"}
        properties = definitions()[names[fitting.kind]]["properties"]
        drawn = {
            name: self.drawn.value(properties[name]) for name in ("l1", "l2", "test_share", "split_seed", "standardise") if self._maybe()
        }
        model = {"model": self._member_of("model", fitting.model)} if fitting.model else {}
        return {"kind": fitting.kind, "loss": self._judged(fitting), "data": self._data(fitting.data), **model, **drawn}

    def _maybe(self) -> bool:
        return self.random.random() < 0.3

    def _judged(self, fitting: Fitting) -> dict[str, Any]:
        loss = self.random.choice(fitting.losses)
        return {**self._member_of("loss", loss), **_loss(loss, fitting.kind)}

    def _member_of(self, folder: str, kind: str) -> dict[str, Any]:
        holder = "FitProblem" if folder in ("model", "loss") else "GeneratedData"
        reference = definitions()[holder]["properties"][folder]["discriminator"]["mapping"][kind]
        schema = definitions()[reference.rsplit("/", 1)[1]]
        made = self.drawn.object(schema)
        if "outliers" in made:
            made["outliers"] = min(made["outliers"], made.get("count", 20) // 2)
        if "second" in made or "first" in made:
            made["first"], made["second"] = self.random.sample(schema["properties"]["first"]["enum"], 2)
        return made

    def _data(self, data: str) -> dict[str, Any]:
        if not data.startswith(OWN):
            return {"kind": "dataset", "dataset": self._member_of("dataset", data)}
        task, count = data.split()[1], self._between(*self.own_examples)
        width = self.random.choice((1e12, 1e3, 10.0, 1.0, 0.0))
        entry = partial(self.random.uniform, -width, width)
        y = (
            [entry() for _ in range(count)]
            if task == "regression"
            else [self.random.randrange(2 if task == "binary" else 3) for _ in range(count)]
        )
        return {"kind": "own", "task": task, "x": [[entry() for _ in range(count)] for _ in range(self.random.randint(2, 4))], "y": y}

    # ---- runs ----------------------------------------------------------------------------------------------

    def run(self) -> dict[str, Any]:
        """A whole configuration; what follows is about it."""
        self.problem_now = self.problem()
        self.parameters = _parameters(self.problem_now)
        properties = definitions()["RunConfig"]["properties"]
        fields = {name: self.drawn.value(properties[name]) for name in ("convergence", "step_limit", "seed") if self._maybe()}
        start = {"start": self._start()} if self._maybe() else {}
        return {"problem": self.problem_now, "racers": self._racers({}), **fields, **start}

    def _start(self) -> Any:
        return self.random.choice((None, "random", self.point()))

    def point(self) -> list[float]:
        """As many numbers as there are parameters."""
        width = self.random.choice((0.0, 2.0, 2.0, 1e9))
        return [self.random.uniform(-width, width) for _ in range(self.parameters)]

    def _racers(self, _: Schema) -> list[dict[str, Any]]:
        count = self.random.choice(self.racers) if self.random.random() < 0.995 else 64
        ids = [*RACERS, *(f"r{k}" for k in range(60))]
        return [self.racer(ids[k]) for k in range(count)]

    def racer(self, name: str = "a") -> dict[str, Any]:
        """With batches and parts of its own where the problem has such."""
        made = self.member("Racer", id=name)
        made.pop("start", None)
        return {
            **made,
            **{key: value for key, value in self._of_data().items() if key in made},
            **({"start": self._start()} if self._maybe() else {}),
        }

    def _of_data(self) -> dict[str, Any]:
        kind = self.problem_now.get("kind", "surface")
        if kind == "surface":
            return {"batch": {"kind": "full"}, "own": None}
        fitting = next((one for one in fittings() if one.kind == kind and self.problem_now["loss"]["kind"] in one.losses), fittings()[0])
        return {"own": {"kind": kind, "loss": self._judged(fitting), "l2": self.random.random()} if self._maybe() else None}

    def setting(self) -> dict[str, Any]:
        """What a change sets, sometimes a problem."""
        made = self.member("Setting")
        for name in ("problem", "params", "own", "batch"):
            made.pop(name, None)
        if self._maybe():
            made["params"] = self.point()
        if self._maybe():
            made.update(self._of_data())
        if self._maybe():
            made["problem"] = self._like_now()
        return made

    def _like_now(self) -> dict[str, Any]:
        """The problem as it is, with other hyperparameters or data."""
        now = self.problem_now
        if now.get("kind") == "surface":
            mapping = definitions()["SurfaceProblem"]["properties"]["surface"]["discriminator"]["mapping"]
            return {"kind": "surface", "surface": self.drawn.object(definitions()[mapping[now["surface"]["kind"]].rsplit("/", 1)[1]])}
        model = now.get("model", {}).get("kind", "")
        alike = [one for one in fittings() if one.kind == now.get("kind") and one.model == model] or list(fittings())
        return self.with_data(self.random.choice(alike))


def _parameters(problem: Mapping[str, Any]) -> int:
    try:
        return len(PROBLEM.validate_python(problem).parameters)
    except ValidationError:
        return 2
