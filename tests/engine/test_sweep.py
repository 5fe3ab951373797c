"""A sweep counts what single runs count; many balls at once move as each does alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from configs import bits, config, optimizer, problem, racer, schedule, surface

from engine.errors import EngineError
from engine.functions import SCALAR
from engine.registry import members
from engine.run import start
from engine.run_config import Convergence, NoClipping, NormClipping, ValueClipping
from engine.running.swarm import swarm
from engine.running.sweep import Sweep, sweep
from engine.surface import Surface

OPTIMIZERS = list(members("optimizers"))


def uses_only_arithmetic(where: Surface) -> bool:
    """True where value and gradient need no exp, cos or sin, which arrays may round otherwise."""

    def refuse(*_: object) -> float:
        raise LookupError

    plain = replace(SCALAR, exp=refuse, cos=refuse, sin=refuse)
    try:
        where.value(plain, *where.start()), where.gradient(plain, *where.start())
    except LookupError:
        return False
    return True


EXACT = [kind for kind in members("surfaces") if uses_only_arithmetic(surface(kind))]
RATES = np.geomspace(1e-4, 3.0, 12)


def test_most_surfaces_use_only_arithmetic() -> None:
    assert len(EXACT) >= 14
    assert not {"ackley", "rastrigin", "wavy_parabola", "mccormick"} & set(EXACT)


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("where", ["himmelblau", "beale", "parabola"])
def test_a_sweep_counts_what_single_runs_count(kind: str, where: str) -> None:
    ball, limit, criterion = racer("a", kind), 150, Convergence(gradient_tolerance=1e-2)
    found = sweep(surface(where), ball, surface(where).start(), RATES, limit, criterion)
    for index, rate in enumerate(RATES):
        moved = ball.model_copy(update={"optimizer": optimizer(kind, float(rate))})
        run = start(config(problem(where), moved, step_limit=limit, convergence=criterion))
        run.advance(limit + 1)
        (outcome,) = run.outcomes()
        same = {"converged": "reached", "diverged": "diverged", "step_limit": "not_reached"}[outcome.kind]
        assert found.outcomes[index] == same, (rate, outcome)
        if outcome.kind == "converged":
            assert found.steps[index] == outcome.step
        else:
            assert np.isnan(found.steps[index])


def test_schedule_and_clipping_take_part_and_noise_does_not() -> None:
    rules = {"schedule": schedule("exponential", gamma=0.95), "clipping": NormClipping(limit=1.0)}
    plain, noisy = racer("a", "momentum", rules=rules), racer("a", "momentum", rules={**rules, "noise": 5.0})
    found = sweep(surface("booth"), plain, (-4.0, 3.5), RATES, 300, Convergence())
    again = sweep(surface("booth"), noisy, (-4.0, 3.5), RATES, 300, Convergence())
    assert found.outcomes == again.outcomes
    run = start(config(problem("booth"), racer("a", "momentum", float(RATES[-3]), rules=rules), start=(-4.0, 3.5), step_limit=300))
    run.advance(301)
    assert (found.outcomes[-3] == "reached") == (run.outcomes()[0].kind == "converged")
    assert found.outcomes != sweep(surface("booth"), racer("a", "momentum"), (-4.0, 3.5), RATES, 300, Convergence()).outcomes


def test_steps_fall_turn_up_and_diverge() -> None:
    rates = np.linspace(0.05, 1.2, 24)
    found = sweep(surface("parabola"), racer("a"), (-2.0,), rates, 500, Convergence())
    reached = [outcome == "reached" for outcome in found.outcomes]
    assert all(reached[i] == (rate < 0.99) for i, rate in enumerate(rates) if abs(rate - 1.0) > 0.01)
    steps = found.steps[np.isfinite(found.steps)]
    lowest = int(np.argmin(steps))
    assert (np.diff(steps[: lowest + 1]) <= 0).all()
    assert (np.diff(steps[lowest:]) >= 0).all()
    assert found.best == pytest.approx(0.5, abs=0.03), "half the limit: one step"


def test_best_is_the_fewest_steps_or_nothing() -> None:
    rates = np.array([1.0, 2.0, 3.0])
    assert Sweep(rates, np.array([9.0, 4.0, np.nan]), rates, ("reached", "reached", "diverged")).best == 2.0
    assert Sweep(rates, np.full(3, np.nan), rates, ("diverged",) * 3).best is None


def test_a_schedule_that_watches_the_loss_is_refused() -> None:
    watching = racer("a", rules={"schedule": schedule("reduce_on_plateau")})
    with pytest.raises(EngineError) as caught:
        sweep(surface("booth"), watching, (0.0, 0.0), RATES, 10, Convergence())
    assert (caught.value.code, caught.value.path) == ("unknown_kind", "racer.schedule.kind")


SWITCHES: list[dict[str, Any]] = [{}, {"amsgrad": True}, {"centered": True, "momentum": 0.5}]


@pytest.mark.parametrize("where", EXACT)
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_many_balls_have_the_bits_of_single_ones(where: str, kind: str) -> None:
    here = surface(where)
    low, high = np.array(here.window()).T
    starts = low + (high - low) * np.random.default_rng(3).random((5, len(low)))
    fields = next((s for s in reversed(SWITCHES) if set(s) <= set(members("optimizers")[kind].model_fields)), {})
    clippings = [NoClipping(), NormClipping(limit=2.0), ValueClipping(limit=1.0)]
    clipping = clippings[(len(where) + len(kind)) % 3]
    timing = schedule("cosine", period=20, warmup_steps=5)
    rule = optimizer(kind, 0.003, **fields)
    moments = swarm(here, rule, starts, 30, schedule=timing, clipping=clipping)
    paths = [moment.params.T.copy() for moment in moments]
    for index, begin in enumerate(starts):
        ball = racer("a", kind, 0.003, rules={"schedule": timing, "clipping": clipping}, **fields)
        run = start(config(problem(where), ball, start=tuple(begin.tolist()), step_limit=30))
        alone = run.advance(31).columns["params"][:, 0]
        (outcome,) = run.outcomes()
        if outcome.kind == "diverged":  # its last finite point is shown once more
            alone = alone[: outcome.step]
        together = np.array([path[index] for path in paths])[: len(alone)]
        assert (bits(alone) == bits(together)).all()
