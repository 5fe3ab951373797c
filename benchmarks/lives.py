"""Lives of a run as visitors lead them: played, changed, gone back in; each by chance, and the same for the same seed."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.keeper import Ask, Json, Keeper

NARROW = ("params", "loss", "gradient", "gradient_norm", "learning_rate", "change", "velocity", "accumulated")
OF_DATA = ("batch_loss", "examples")
_DRAW = random.Random(7)
_OWN: Json = {
    "kind": "own",
    "task": "regression",
    "x": [[round(_DRAW.gauss(0, 1), 3) for _ in range(60)] for _ in range(3)],
    "y": [round(_DRAW.gauss(0, 2), 3) for _ in range(60)],
}
_LINE: Json = {
    "kind": "fit",
    "model": {"kind": "line"},
    "loss": {"kind": "mean_squared_error"},
    "data": {"kind": "dataset", "dataset": {"kind": "noisy_line", "count": 200}},
}
_LINEAR: Json = {"kind": "linear", "loss": {"kind": "mean_squared_error"}, "data": _OWN}
_FLOWERS: Json = {
    "kind": "softmax_regression",
    "loss": {"kind": "sparse_categorical_cross_entropy", "from_logits": True},
    "data": {"kind": "dataset", "dataset": {"kind": "iris"}},
    "standardise": True,
}
_PLATEAU: Json = {"kind": "reduce_on_plateau", "patience": 3}


def _mini(size: int, **rest: Any) -> Json:
    return {"kind": "mini_batch", "size": size, **rest}


def _run(problem: Json, *racers: Json) -> Json:
    named = [{"id": f"r{k}", "start": "random", **racer} for k, racer in enumerate(racers)]
    return {"problem": problem, "racers": named, "seed": 11, "step_limit": 100_000}


_ADAM: Json = {"optimizer": {"kind": "adam", "learning_rate": 0.02}}
_MOMENTUM: Json = {"optimizer": {"kind": "momentum", "learning_rate": 0.002}}
_OF_BATCHES = (
    {**_ADAM, "batch": _mini(16), "schedule": _PLATEAU},
    {**_MOMENTUM, "batch": _mini(7, own_order=True), "noise": 0.1},
    {**_ADAM, "clipping": {"kind": "norm", "limit": 0.5}},
)
RUNS: Mapping[str, tuple[Json, Sequence[str], Sequence[Json]]] = {
    "plateau": (
        _run({"kind": "surface", "surface": {"kind": "himmelblau"}}, {**_ADAM, "schedule": _PLATEAU}, {**_MOMENTUM, "noise": 0.5}, _ADAM),
        (*NARROW, "limit"),
        (),
    ),
    "mini-batches": (_run(_LINE, *_OF_BATCHES), (*NARROW, *OF_DATA, "limit"), ({**_LINE, "l2": 0.1}, {**_LINE, "test_share": 0.25})),
    "linear": (_run(_LINEAR, *_OF_BATCHES), (*NARROW, *OF_DATA), ({**_LINEAR, "l2": 0.1}, {**_LINEAR, "standardise": True})),
    "softmax_regression": (_run(_FLOWERS, *_OF_BATCHES), (*NARROW, *OF_DATA), ({**_FLOWERS, "l1": 0.01},)),
}
"""Run, columns that are compared, and the problems that it may be set on."""


class Life:
    """A run that is played and changed by chance."""

    def __init__(self, name: str, seed: int) -> None:
        run, columns, self._problems = RUNS[name]
        self.keeper = Keeper(run, columns)
        self.chance = random.Random(seed)

    async def deed(self, ask: Ask) -> None:
        """Play on, mostly; or change something here, or further back."""
        kind, step = self.chance.random(), len(self.keeper.rows)
        if kind < 0.6 or step == 0:
            await self.keeper.advance(ask, self.chance.randint(1, 80))
        else:
            await self.keeper.change(ask, self._change(step if kind < 0.9 else self.chance.randint(max(0, step - 60), step)))

    async def chain(self, ask: Ask, changes: int) -> None:
        """So many changes one after the other, a step or two apart."""
        while len(self.keeper.changes) < changes:
            await self.keeper.advance(ask, self.chance.randint(1, 2))
            await self.keeper.change(ask, self._change(len(self.keeper.rows)))

    def _change(self, at_step: int) -> Json:
        chance = self.chance
        if self._problems and chance.random() < 0.1:
            return {"at_step": at_step, "set": {"problem": chance.choice(self._problems)}}
        rate = round(chance.uniform(0.001, 0.05), 5)
        settings: list[Json] = [
            {"optimizer": {"kind": "adam", "learning_rate": rate}},
            {"optimizer": {"kind": "rmsprop", "learning_rate": rate}},
            {"optimizer": {"kind": "momentum", "learning_rate": rate / 10}},
            {"schedule": {**_PLATEAU, "patience": chance.randint(1, 6)}},
            {"schedule": {"kind": "cosine", "period": chance.randint(5, 90)}},
            {"noise": round(chance.uniform(0, 1), 2)},
            {"clipping": {"kind": "value", "limit": round(chance.uniform(0.1, 2), 2)}},
        ]
        if self._problems:
            settings += [{"batch": _mini(chance.randint(1, 40))}, {"batch": {"kind": "full"}}]
        return {"at_step": at_step, "racer": f"r{chance.randint(0, 2)}", "set": chance.choice(settings)}
