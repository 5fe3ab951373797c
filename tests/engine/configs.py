"""Runs in one line, for the tests of the engine."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from engine.problems.surface import SurfaceProblem
from engine.registry import members
from engine.run import Rows, Run
from engine.run_config import Racer, RunConfig
from engine.running.columns import COLUMNS
from engine.surface import Surface

ALL_COLUMNS = tuple(COLUMNS)


def surface(kind: str, **fields: Any) -> Surface:
    made = members("surfaces")[kind].model_validate(fields)
    assert isinstance(made, Surface)
    return made


def problem(kind: str, **fields: Any) -> SurfaceProblem:
    return SurfaceProblem(surface=surface(kind, **fields))


def optimizer(kind: str, learning_rate: float | None = None, **fields: Any) -> Any:
    return members("optimizers")[kind].model_validate(fields if learning_rate is None else {"learning_rate": learning_rate, **fields})


def schedule(kind: str, **fields: Any) -> Any:
    return members("schedules")[kind].model_validate(fields)


def racer(id: str = "a", kind: str = "gradient_descent", learning_rate: float | None = None, *, rules: Any = None, **fields: Any) -> Racer:
    """``fields`` are the optimizer's, ``rules`` the racer's own (schedule, clipping, noise, start)."""
    return Racer(id=id, optimizer=optimizer(kind, learning_rate, **fields), **(rules or {}))


def config(where: SurfaceProblem, *racers: Racer, **rules: Any) -> RunConfig:
    return RunConfig(problem=where, racers=racers, **rules)


def advanced(run: Run, count: int = 10**7) -> Mapping[str, np.ndarray]:
    """All columns of the next steps."""
    return run.advance(count, columns=ALL_COLUMNS).columns


def bits(column: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(column).view(np.uint64)


def assert_same_bits(got: Mapping[str, np.ndarray], wanted: Mapping[str, np.ndarray]) -> None:
    assert set(got) == set(wanted)
    for name, column in wanted.items():
        assert got[name].shape == column.shape, name
        different = np.argwhere(bits(got[name]) != bits(column))
        assert not len(different), f"{name} differs first at {different[0]}"


def rows_of(columns: Mapping[str, np.ndarray], rows: Rows) -> dict[str, np.ndarray]:
    """The rows of a whole run (from step 0) that ``rows`` stands for."""
    wanted = slice(rows.first_step, rows.first_step + rows.rows * rows.every, rows.every)
    return {name: column[wanted] for name, column in columns.items()}


def zoo(**rules: Any) -> RunConfig:
    """Eight racers of all sorts: noise, clippings, schedules that count and that watch, one that diverges, one that converges."""
    return config(
        problem("himmelblau"),
        racer("gd", learning_rate=0.01),
        racer("momentum", "momentum", 0.004, rules={"noise": 5.0}),
        racer("plateau", "adam", 0.2, rules={"schedule": schedule("reduce_on_plateau", patience=3, cooldown=2), "noise": 1.0}),
        racer("thrown", "gradient_descent", 0.05),
        racer("clipped", "rmsprop", 0.05, centered=True, momentum=0.5, rules={"clipping": {"kind": "norm", "limit": 2.0}}),
        racer("nadam", "nadam", 0.1, rules={"schedule": schedule("cosine_restarts", period=20, warmup_steps=7), "start": "random"}),
        racer("cut", "adamw", 0.1, amsgrad=True, rules={"clipping": {"kind": "value", "limit": 3.0}, "start": (1.0, 2.0)}),
        racer("lion", "lion", 0.05, rules={"schedule": schedule("exponential", gamma=0.97), "noise": 0.5, "start": "random"}),
        **{"start": (-0.2, 0.7), "seed": 3, "step_limit": 300, **rules},
    )
