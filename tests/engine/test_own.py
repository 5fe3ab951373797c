"""A racer's own parts of the problem: it goes the way it would go if everybody had them."""

from typing import Any

import numpy as np
import pytest
from configs import advanced, assert_same_bits
from configs import config as surface_config
from configs import problem as surface_problem
from fits import problem, run_of
from pydantic import ValidationError

from engine.errors import EngineError
from engine.findings import errors_of
from engine.problems.fit import FitProblem
from engine.run import resume, start
from engine.run_config import Change, RunConfig, Setting

OUTLIERS = {"kind": "noisy_line", "count": 40}
WAYS: list[dict[str, Any]] = [
    {},
    {"loss": {"kind": "mean_absolute_error"}},
    {"loss": {"kind": "huber", "delta": 0.5}},
    {"l2": 0.4},
    {"l1": 0.2, "loss": {"kind": "half_sum_squared_error"}},
]


def own(way: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "fit", **way}


def alone(way: dict[str, Any], index: int, **rules: Any) -> RunConfig:
    """Everybody has it: the run of one racer on the problem changed so. Its id, and so its draws, are those it has among the others."""
    where = problem("line", "mean_squared_error", OUTLIERS).model_dump()
    return run_of(FitProblem.model_validate(where | way), {"id": "abcdefgh"[index], "optimizer": STEADY}, **rules)


STEADY = {"kind": "momentum", "learning_rate": 0.002}
TOGETHER = run_of(problem("line", "mean_squared_error", OUTLIERS), *({"own": own(way), "optimizer": STEADY} for way in WAYS))


def racer_of(columns: Any, index: int) -> dict[str, np.ndarray]:
    return {name: column[:, index : index + 1] for name, column in columns.items()}


@pytest.mark.parametrize("index", range(len(WAYS)))
def test_it_goes_as_if_everybody_had_it(index: int) -> None:
    together = start(TOGETHER)
    columns = advanced(together)
    single = start(alone(WAYS[index], index))
    assert_same_bits(racer_of(columns, index), advanced(single))
    for what in ("step", "limit", "batch", "gradient_cloud"):
        assert together.inspect(17, "abcdefgh"[index], what) == single.inspect(17, "abcdefgh"[index], what)


def test_their_losses_and_limits_are_their_own() -> None:
    columns = advanced(start(TOGETHER))
    assert len({float(loss) for loss in columns["loss"][0]}) == len(WAYS)
    limits = columns["limit"][5, :, 0]
    assert limits[3] < limits[0]  # a penalty adds curvature


def test_a_change_gives_a_racer_its_own_and_takes_it_back() -> None:
    where = problem("line", "mean_squared_error", OUTLIERS)
    plain = start(run_of(where, {"optimizer": STEADY}, {"optimizer": STEADY}))
    before = advanced(plain)
    given = plain.branch(Change(at_step=30, racer="b", set=Setting.model_validate({"own": own(WAYS[1])})))
    other = start(run_of(where, {"optimizer": STEADY}, {"optimizer": STEADY}))
    other.advance(31)
    absolute = where.of(TOGETHER.racers[1].own)
    everybody = other.branch(Change(at_step=30, set=Setting(problem=absolute)))
    changed, whole = advanced(given), advanced(everybody)
    assert_same_bits(racer_of(changed, 1), racer_of(whole, 1))
    assert_same_bits(racer_of(changed, 0), racer_of({name: column[30:] for name, column in before.items()}, 0))
    back = given.branch(Change(at_step=30, racer="b", set=Setting.model_validate({"own": own({})})))
    assert_same_bits(advanced(back), {name: column[30:] for name, column in before.items()})


def test_new_data_for_everybody_leave_each_its_own() -> None:
    run = start(TOGETHER)
    run.advance(21)
    new = problem("line", "mean_squared_error", {"kind": "line", "count": 24})
    branch = run.branch(Change(at_step=20, set=Setting(problem=new)))
    assert [racer.own for racer in branch.config.racers] == [racer.own for racer in TOGETHER.racers]
    first = branch.advance(1, columns=("loss", "params")).columns
    for index, racer in enumerate(TOGETHER.racers):
        assert first["loss"][0, index] == new.of(racer.own).landscape.losses(first["params"][0, index][None])[0]


def test_a_checkpoint_resumes_a_run_of_racers_with_their_own() -> None:
    change = Change(at_step=12, racer="a", set=Setting.model_validate({"own": own(WAYS[2])}))
    run = start(TOGETHER, [change], from_step=40)
    kept = run.checkpoint()
    assert_same_bits(advanced(resume(TOGETHER, [change], kept)), advanced(run))


def refusal_of(body: dict[str, Any]) -> EngineError:
    with pytest.raises(ValidationError) as caught:
        RunConfig.model_validate(body)
    return next(errors_of(RunConfig, caught.value))


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"loss": {"kind": "binary_cross_entropy"}}, "unknown_kind", "own.loss.kind"),
        ({"loss": {"kind": "huber", "delta": -1.0}}, "out_of_range", "own.loss.delta"),
        ({"l2": -1.0}, "out_of_range", "own.l2"),
        ({"data": {"kind": "dataset"}}, "unknown_field", "own.data"),
        ({"kind": "surface"}, "unknown_kind", "own"),
    ],
)
def test_what_cannot_be_its_own_is_refused_by_name(given: dict[str, Any], code: str, path: str) -> None:
    body = TOGETHER.model_dump()
    body["racers"][2]["own"] = own({}) | given
    found = refusal_of(body)
    assert (found.code, found.path) == (code, f"racers.2.{path}")
    run = start(TOGETHER)
    if code == "unknown_kind" and path == "own.loss.kind":
        with pytest.raises(EngineError) as caught:
            run.branch(Change(at_step=0, racer="a", set=Setting.model_validate({"own": own(given)})))
        assert (caught.value.code, caught.value.path) == (code, "set.own.loss.kind")


def test_a_surface_is_everybodys() -> None:
    body = surface_config(surface_problem("himmelblau")).model_dump()
    body["racers"] = [{"id": "a", "optimizer": STEADY, "own": own({})}]
    found = refusal_of(body)
    assert (found.code, found.path) == ("unknown_kind", "racers.0.own.kind")
