"""A sweep counts what single runs count; many balls at once move as each does alone."""

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from configs import bits, config, optimizer, problem, racer, schedule, surface
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.functions import SCALAR, Functions, Number
from engine.landscape import Mapped
from engine.problems.fit import FitProblem
from engine.registry import members
from engine.run import start
from engine.run_config import Convergence, NoClipping, NormClipping, ValueClipping
from engine.running.swarm import swarm
from engine.running.sweep import FEW, Sweep, Sweeping, coarse_first, sweep
from engine.running.turns import Turn
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
    # A sweep counts the steps until the criterion is met first: where a single run stops that stops there.
    ball, limit, criterion = racer("a", kind), 150, Convergence(gradient_tolerance=1e-2, stop=True)
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


@pytest.mark.parametrize("where", members("surfaces"))
def test_the_best_rate_takes_as_many_steps_as_it_promises(where: str) -> None:
    """On every surface, also those whose functions arrays may round otherwise: started again with it, the racer converges at that step."""
    for kind in OPTIMIZERS:
        found = sweep(surface(where), racer("a", kind), surface(where).start(), np.geomspace(1e-4, 10.0, 24), 200, Convergence())
        if found.best is None:
            continue
        run = start(config(problem(where), racer("a", kind, found.best), step_limit=200, convergence=Convergence(stop=True)))
        run.advance(201, columns=())
        [outcome] = run.outcomes()
        assert (outcome.kind, outcome.step) == ("converged", np.nanmin(found.steps)), (kind, found.best)


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
    found = Sweep(rates, np.array([9.0, 4.0, np.nan]), ("reached", "reached", "diverged"))
    assert (found.best, found.tried) == (2.0, 3)
    none = Sweep(rates, np.full(3, np.nan), ("diverged", "untried", "untried"))
    assert (none.best, none.tried) == (None, 1)


FIT = FitProblem.model_validate(
    {
        "model": {"kind": "line"},
        "loss": {"kind": "mean_squared_error"},
        "data": {"kind": "dataset", "dataset": {"kind": "noisy_line", "count": 5_000}},
        "standardise": True,
    }
).landscape
"""Of so many examples that a group holds the fewest rates."""
LOOSE = Convergence(gradient_tolerance=1e-2, change_tolerance=1e-2)


def cut_after(sweeping: Sweeping, pieces: int, most: int) -> Sweep:
    """What a sweep knows that is ended after so many pieces of ``most`` steps."""
    turn = Turn(most)
    under_way = sweeping.in_pieces(turn)
    try:
        for _ in range(pieces):
            next(under_way)
        turn.is_cut = True
        next(under_way)
    except StopIteration as end:
        return cast("Sweep", end.value)
    raise AssertionError("a sweep that is cut has ended")


@given(st.sampled_from(OPTIMIZERS), st.sampled_from([*members("surfaces"), "fit"]), st.integers(0, 60), st.integers(1, 50), st.booleans())
@settings(max_examples=40)
def test_what_a_sweep_knows_when_it_is_cut_is_what_the_whole_sweep_gives(
    kind: str, where: str, pieces: int, most: int, is_clipped: bool
) -> None:
    landscape = FIT if where == "fit" else surface(where)
    rates, limit = (RATES, 400) if where != "fit" else (np.geomspace(1e-3, 30.0, 20), 300)
    rules = {"schedule": schedule("cosine", period=50), "clipping": NormClipping(limit=1.0)} if is_clipped else {}
    asked = (landscape, racer("a", kind, rules=rules), landscape.start(), rates, limit, LOOSE)
    whole, part = sweep(*asked), cut_after(Sweeping(*asked), pieces, most)
    assert "untried" not in whole.outcomes
    is_known = np.array([outcome != "untried" for outcome in part.outcomes])
    assert part.tried == is_known.sum()
    assert (bits(part.steps[is_known]) == bits(whole.steps[is_known])).all()
    assert np.isnan(part.steps[~is_known]).all()
    assert [outcome for outcome in part.outcomes if outcome != "untried"] == np.array(whole.outcomes)[is_known].tolist()


def test_a_rate_gets_there_alone_as_it_does_among_others() -> None:
    asked = (racer("a", "momentum"), FIT.start())
    rates = np.geomspace(1e-3, 30.0, 2 * FEW + 3)
    together = sweep(FIT, *asked, rates, 300, LOOSE)
    assert set(together.outcomes) == {"reached", "not_reached", "diverged"}
    for place in range(len(rates)):
        alone = sweep(FIT, *asked, rates[place : place + 1], 300, LOOSE)
        assert alone.outcomes[0] == together.outcomes[place]
        assert bits(alone.steps)[0] == bits(together.steps)[place]


def test_the_whole_range_is_tried_coarsely_first() -> None:
    rates = np.random.default_rng(1).permutation(np.geomspace(1e-3, 10.0, 97))
    order = coarse_first(rates, float(rates[5]))
    assert sorted(order.tolist()) == list(range(97)), "every rate once"
    assert rates[order[0]] == rates[5], "the racer's own before all others"
    assert {rates.min(), rates.max()} <= set(rates[order[:3]])
    for some in (9, 18, 34, 66):
        gaps = np.diff(np.log(np.sort(rates[order[:some]])))
        assert gaps.max() <= 4.1 * np.log(1e4) / some, "no stretch of the range is left to the end"
    assert coarse_first(np.array([0.5]), 0.1).tolist() == [0]


def test_one_slow_rate_does_not_keep_the_others_from_being_tried() -> None:
    """A rate too low to get anywhere stands in the first group; half of the steps are for those after it."""
    rates = np.append(1e-9, np.geomspace(0.05, 0.9, 40))
    asked = (FIT, racer("a"), FIT.start(), rates, 10_000, LOOSE)
    sweeping, turn = Sweeping(*asked), Turn(1)
    under_way = sweeping.in_pieces(turn)
    while sweeping.found.tried < len(rates) - 1:
        next(under_way)
    assert sweeping.found.outcomes[0] == "untried"
    assert turn.made < 0.2 * sweeping.most_steps


def test_rates_leave_as_soon_as_they_are_decided() -> None:
    counted = list[int]()

    class Counted(Mapped):
        parameters = property(lambda self: ("w",))

        def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
            counted.append(np.size(params[0]))
            return (2.0 * params[0],)

    found = sweep(Counted(), racer("a"), (-2.0,), np.array([1e-6, 0.5, 1e9]), 50, Convergence())
    assert found.outcomes == ("not_reached", "reached", "diverged")
    assert counted[:2] == [3, 3]
    assert counted[int(found.steps[1]) + 1] == 2
    assert counted[-1] == 1
    assert len(counted) == 51


def test_what_has_left_the_finite_numbers_is_not_there_however_flat_it_is() -> None:
    class Flat(Mapped):
        parameters = property(lambda self: ("w",))

        def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
            return (np.where(np.isfinite(params[0]), -1e300, 0.0),)

    found = sweep(Flat(), racer("a"), (0.0,), np.array([1e9]), 50, Convergence())
    assert found.outcomes == ("diverged",)
    assert np.isnan(found.steps).all()


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
