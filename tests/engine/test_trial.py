"""A rate that is offered was tried: it lasts, from the step at which it applies to the end, and what is said of it is what comes of it."""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pytest
from configs import advanced, assert_same_bits, bits, config, optimizer, problem, racer, zoo

from engine.errors import EngineError
from engine.registry import members
from engine.run import Run, start
from engine.run_config import Change, Convergence, RunConfig, Setting
from engine.running.path import Path
from engine.running.trial import Trial, alone_in_pieces, lasting_rate, lasting_rate_in_pieces, rates_below
from engine.running.turns import Pieces, Turn, at_once

LIMIT = 60
BAD = (3.0, 300.0, 1e6)
"""A little, a lot and absurdly too high."""
CHANGES = (
    Change(at_step=10, racer="thrown", set=Setting(noise=1.0)),
    Change(at_step=20, racer="lion", set=Setting(params=(0.5, 0.5))),
    Change(at_step=20, set=Setting(problem=problem("himmelblau"))),
)


def last_inside(columns: Mapping[str, np.ndarray], run: Run, step: int, index: int) -> int:
    """The last step up to ``step`` at which a racer was inside the window, as the page finds it."""
    window = np.array(run.config.problem.landscape.window())
    places = columns["place"][: step + 1, index]
    inside = ((places >= window[:, 0]) & (places <= window[:, 1])).all(axis=1)
    return int(np.flatnonzero(inside)[-1]) if inside.any() else 0


def changed_at(where: RunConfig, step: int, id: str, rate: float) -> Run:
    """The run as the page makes it when the rate is taken: a change on the way, or of the beginning itself."""
    [now] = [each for each in where.racers if each.id == id]
    rule = now.optimizer.model_copy(update={"learning_rate": rate})
    if step > 0:
        return start(where, [Change(at_step=step, racer=id, set=Setting(optimizer=rule))])
    racers = tuple(each.model_copy(update={"optimizer": rule}) if each.id == id else each for each in where.racers)
    return start(where.model_copy(update={"racers": racers}))


@pytest.mark.parametrize("kind", members("surfaces"))
def test_all_offers_survive(kind: str) -> None:
    """Every optimizer at three bad rates: the rate that is offered lasts, beside others as alone; after a divergence there is one."""
    for rule, rate in product(members("optimizers"), BAD):
        where = config(problem(kind), racer("other", "adam"), racer("a", rule, rate), step_limit=LIMIT)
        run = start(where)
        columns = run.advance(LIMIT + 1, columns=("place",)).columns
        outcome = run.outcomes()[1]
        at_step = last_inside(columns, run, min(outcome.step, 20), 1)
        found = lasting_rate(Path(where), "a", at_step)
        if found is None:
            assert outcome.kind != "diverged", (rule, rate)
            continue
        assert found.learning_rate < rate
        taken = changed_at(where, at_step, "a", found.learning_rate)
        losses = taken.advance(LIMIT + 1, columns=("loss",)).columns["loss"][:, 1]
        assert taken.outcomes()[1] == found.outcome, (rule, rate)
        assert found.outcome.kind in ("converged", "step_limit")
        assert losses[-1] == found.after < found.before, (rule, rate)


# ---- it is the racer's own run ---------------------------------------------------------------------------


@pytest.mark.parametrize("at_step", [20, 25, 200])
@pytest.mark.parametrize("changes", [(), CHANGES], ids=["unchanged", "changed"])
def test_alone_a_racer_has_the_same_bits(changes: tuple[Change, ...], at_step: int) -> None:
    """Also one that diverged on its way and was set going again, when the others had carried the run so far; its own end is the run's."""
    whole = start(zoo(), changes, from_step=at_step)
    columns = advanced(whole)
    for index, name in enumerate(whole.racers):
        run = at_once(alone_in_pieces(Turn(), Path(zoo(), changes), name, at_step))
        own = advanced(run)
        if "loss" not in own:
            assert whole.outcomes()[index].step < at_step
            continue
        rows = len(own["loss"])
        assert run.racers == (name,)
        assert run.outcomes() == (whole.outcomes()[index],)
        assert rows == len(columns["loss"]) or run.outcomes()[0].kind == "diverged"
        assert_same_bits(own, {column: numbers[:rows, index : index + 1] for column, numbers in columns.items()})


def test_a_trial_begins_at_a_root_as_at_the_beginning() -> None:
    rooted = start(zoo(), CHANGES).rooted()
    assert rooted.step == 20
    assert lasting_rate(rooted, "momentum", 30) == lasting_rate(Path(zoo(), CHANGES), "momentum", 30)


def test_what_a_trial_says_is_what_comes_of_it_on_a_changed_way() -> None:
    changed = Change(at_step=3, racer="gd", set=Setting(optimizer=optimizer("gradient_descent", 0.4)))
    found = lasting_rate(Path(zoo(), (changed,)), "gd", 3)
    assert found is not None
    rule = optimizer("gradient_descent", found.learning_rate)
    run = start(zoo(), (changed, Change(at_step=3, racer="gd", set=Setting(optimizer=rule))))
    losses = advanced(run)["loss"][:, 0]
    assert (losses[0], losses[-1], run.outcomes()[0]) == (found.before, found.after, found.outcome)


def test_a_run_that_stops_when_all_rest_is_tried_to_its_step_limit() -> None:
    where = config(problem("parabola"), racer("a", learning_rate=30.0), step_limit=LIMIT, convergence=Convergence(stop=True))
    found = lasting_rate(Path(where), "a", 0)
    assert found is not None
    assert found.outcome.kind == "converged"
    again = changed_at(where.model_copy(update={"convergence": Convergence()}), 0, "a", found.learning_rate)
    assert advanced(again)["loss"][-1, 0] == found.after


def test_in_pieces_it_is_the_same() -> None:
    turn, made, found = Turn(7), [0], list[Trial | None]()

    def noted() -> Pieces[None]:
        found.append((yield from lasting_rate_in_pieces(turn, Path(zoo(), CHANGES[1:]), "lion", 25)))

    made += [turn.made for _ in noted()]
    assert found == [lasting_rate(Path(zoo(), CHANGES[1:]), "lion", 25)]
    assert max(np.diff(made)) <= 7
    assert len(made) > 40


# ---- which rates are tried ---------------------------------------------------------------------------------


def test_half_of_the_lowest_limit_is_tried_first_and_then_five_two_one() -> None:
    assert tuple(rates_below(0.5, (0.0468, 0.3)))[:6] == (0.023, 0.02, 0.01, 0.005, 0.002, 0.001)
    assert tuple(rates_below(500.0, ()))[:4] == (250.0, 200.0, 100.0, 50.0)
    assert tuple(rates_below(4.0, (-1.0, float("nan"))))[:3] == (2.0, 1.0, 0.5)
    assert tuple(rates_below(5e-324, ())) == ()
    rates = tuple(rates_below(0.08, (0.1,)))
    assert rates[0] == 0.04
    assert list(rates) == sorted(rates, reverse=True)
    assert rates[-1] == pytest.approx(1e-10)


def test_limits_are_those_of_the_rate_before_the_schedule() -> None:
    """A schedule at a tenth lets ten times the rate pass."""
    rules = {"schedule": {"kind": "step", "period": 1, "gamma": 0.1}}
    where = config(problem("parabola"), racer("a", learning_rate=30.0, rules=rules), step_limit=LIMIT)
    limit = start(where)
    limit.advance(2)
    here = limit.inspect(1, "a", "limit")["here"]
    found = lasting_rate(Path(where), "a", 1)
    assert found is not None
    assert found.learning_rate == pytest.approx(10 * here / 2)


def test_where_no_rate_brings_the_loss_down_nothing_is_offered() -> None:
    where = config(problem("saddle"), racer("a"), start=(0.0, 0.0), step_limit=LIMIT)
    assert lasting_rate(Path(where), "a", 0) is None
    assert lasting_rate(Path(config(problem("parabola"), racer("a"), step_limit=LIMIT)), "a", LIMIT) is None, "no step is left"


def test_a_trial_is_a_value() -> None:
    where = Path(config(problem("parabola"), racer("a", learning_rate=30.0), step_limit=LIMIT))
    found = lasting_rate(where, "a", 0)
    assert isinstance(found, Trial)
    assert found == lasting_rate(where, "a", 0)
    assert bits(np.array([found.before])) == bits(np.array([advanced(start(where.config))["loss"][0, 0]]))


# ---- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "id", "at_step", "code", "where", "value", "allowed"),
    [
        (Path(zoo()), "b", 0, "unknown_kind", "racer", "'b'", "gd, momentum, plateau, thrown, clipped, nadam, cut, lion"),
        (Path(zoo(), CHANGES), "gd", 19, "out_of_order", "changes.1.at_step", 20, "≤ 19"),
        (Path(zoo(step_limit=5)), "gd", 6, "out_of_range", "at_step", 6, "[0, 5]"),
        (Path(zoo(), (), start(zoo(), from_step=9).checkpoint()), "gd", 8, "out_of_range", "at_step", 8, "[9, 9]"),
        (Path(zoo(), (), b"12345678"), "gd", 8, "bad_checkpoint", "root", "8 bytes", "at least 16 bytes, 8 a number"),
    ],
)
def test_what_cannot_be_tried_is_refused(path: Path, id: str, at_step: int, code: str, where: str, value: object, allowed: str) -> None:
    with pytest.raises(EngineError) as refused:
        lasting_rate(path, id, at_step)
    error = refused.value
    assert (error.code, error.path, error.params) == (code, where, {"value": value, "allowed": allowed})
