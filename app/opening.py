"""What the page moves before it has asked for anything: the first preset, its surface coarse, its first steps."""

from typing import Any

from app.grid import GridQuery, compute_grid
from engine.run_config import RunConfig

COARSE = GridQuery(columns=61, rows=61)


def opening() -> dict[str, Any]:
    """Run, grid and the body of a `steps` message."""
    run = RunConfig.model_validate(
        {
            "problem": {"surface": {"kind": "rosenbrock"}},
            "racers": [{"id": "a", "optimizer": {"kind": "adam", "learning_rate": 0.05}}],
        }
    )
    return {"run": run.model_dump(mode="json"), "grid": compute_grid(run.problem.surface, COARSE), "steps": None}
