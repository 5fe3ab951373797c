"""The rates that are said to diverge do, from the step at which they would apply to the end, and no other rate of the range does."""

from itertools import pairwise

import numpy as np
import pytest
from configs import config, optimizer, problem, racer, zoo

from engine.errors import EngineError
from engine.registry import members
from engine.run import Run, start
from engine.run_config import Change, NormClipping, RunConfig, Setting
from engine.running.path import Path
from engine.running.turns import Pieces, Turn
from engine.running.zone import COARSE, Zone, zone, zone_in_pieces

LIMIT = 60
LOW, HIGH = 1e-5, 1.0


def taken(path: Path, id: str, at_step: int, rate: float) -> Run:
    """The run beside all others, the rate changed at that step, played to its end."""
    run = start(path.config, path.changes, from_step=at_step)
    [now] = [each for each in run.config.racers if each.id == id]
    rule = now.optimizer.model_copy(update={"learning_rate": rate})
    run = start(path.config, (*path.changes, Change(at_step=at_step, racer=id, set=Setting(optimizer=rule))))
    run.advance(path.config.step_limit + 1, columns=())
    return run


def has_diverged(run: Run, id: str) -> bool:
    return run.outcomes()[run.racers.index(id)].kind == "diverged"


@pytest.mark.parametrize("rule", members("optimizers"))
@pytest.mark.parametrize("kind", ["himmelblau", "parabola", "rosenbrock"])
def test_what_is_hatched_diverges_and_what_is_not_does_not(kind: str, rule: str) -> None:
    path = Path(config(problem(kind), racer("other", "adam"), racer("a", rule, 1e-4), step_limit=LIMIT))
    found = zone(path, "a", 7, LOW, HIGH)
    rates = found.learning_rates
    assert (rates[0], rates[-1]) == (LOW, HIGH)
    assert list(rates) == sorted(set(rates))
    for rate, has in zip(*found, strict=True):
        assert has_diverged(taken(path, "a", 7, rate), "a") == has, rate
    for (one, ends), (other, others) in pairwise(zip(*found, strict=True)):
        assert ends == others or other / one < 1.0101, "down to the third digit"


def test_momentum_diverges_far_below_its_linear_limit() -> None:
    """X."""
    path = Path(config(problem("himmelblau"), racer("a", "momentum", 0.005), step_limit=300))
    run = start(path.config)
    run.advance(11, columns=())
    here = run.inspect(10, "a", "limit")["here"]
    rates, diverged = zone(path, "a", 10, LOW, HIGH)
    lowest = rates[diverged.index(True)]
    assert all(diverged[diverged.index(True) :])
    assert lowest < 2 / 3 * here
    assert has_diverged(taken(path, "a", 10, lowest), "a")
    assert not has_diverged(taken(path, "a", 10, rates[diverged.index(True) - 1]), "a")


def test_clipping_and_schedule_are_those_of_the_run() -> None:
    free = config(problem("himmelblau"), racer("a", "gradient_descent", 0.01), step_limit=LIMIT)
    [first] = free.racers
    clipped = free.model_copy(update={"racers": (first.model_copy(update={"clipping": NormClipping(limit=1.0)}),)})
    assert any(zone(Path(free), "a", 0, LOW, HIGH).diverged)
    assert not any(zone(Path(clipped), "a", 0, LOW, HIGH).diverged)
    warmed = free.model_copy(
        update={"racers": (racer("a", learning_rate=0.01, rules={"schedule": {"kind": "constant", "warmup_steps": 50}}),)}
    )
    at_once, slowly = (zone(Path(where), "a", 0, LOW, HIGH) for where in (free, warmed))
    assert slowly.learning_rates[slowly.diverged.index(True)] > 1.1 * at_once.learning_rates[at_once.diverged.index(True)]


def test_it_is_about_the_step_at_which_the_rate_applies() -> None:
    """Adam never diverges here; from a step at which gradient descent took its place on, what diverges is gradient descent."""
    where = config(problem("himmelblau"), racer("a", "adam", 0.01), step_limit=LIMIT)
    changed = Change(at_step=5, racer="a", set=Setting(optimizer=optimizer("gradient_descent", 1e-4)))
    assert not any(zone(Path(where), "a", 5, LOW, HIGH).diverged)
    assert any(zone(Path(where, (changed,)), "a", 5, LOW, HIGH).diverged)


def test_a_zone_begins_at_a_root_as_at_the_beginning() -> None:
    changes = (Change(at_step=20, racer="lion", set=Setting(params=(0.5, 0.5))),)
    rooted = start(zoo(), changes).rooted()
    assert rooted.step == 20
    assert zone(rooted, "momentum", 30, LOW, HIGH) == zone(Path(zoo(), changes), "momentum", 30, LOW, HIGH)


def test_in_pieces_it_is_the_same() -> None:
    turn, made, found = Turn(7), [0], list[Zone]()

    def noted() -> Pieces[None]:
        found.append((yield from zone_in_pieces(turn, Path(zoo()), "gd", 25, LOW, HIGH)))

    made += [turn.made for _ in noted()]
    assert found == [zone(Path(zoo()), "gd", 25, LOW, HIGH)]
    assert max(np.diff(made)) <= 7
    assert len(made) > COARSE


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (-1.0, 1.0), (0.1, 0.1), (0.2, 0.1), (float("nan"), 1.0)])
def test_ends_that_are_no_range_are_refused(low: float, high: float) -> None:
    where: RunConfig = config(problem("parabola"), racer("a"), step_limit=LIMIT)
    with pytest.raises(EngineError) as refused:
        zone(Path(where), "a", 0, low, high)
    assert (refused.value.code, refused.value.path) == ("out_of_range", "low")
