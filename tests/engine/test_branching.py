"""Rewinding and branching are exact, the parent stays as it is, and the history keeps within its bound."""

import sys
from array import array
from typing import Any

import numpy as np
import pytest
from configs import advanced, assert_same_bits, config, optimizer, problem, racer, schedule, zoo
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import engine.running.history
from engine.errors import EngineError
from engine.fits.batches import FullBatch
from engine.run import Run, start
from engine.run_config import Change, Convergence, NormClipping, Setting
from engine.running.ball import Ball
from engine.running.differences import NumericalGradient
from engine.running.history import FIRST_SPACING, History
from engine.running.log import BallLog
from engine.running.turns import Turn, at_once

WHOLE = advanced(start(zoo()))
NOTHING = Setting()
EVERY_FIELD = [
    (None, Setting(problem=problem("himmelblau"))),
    ("momentum", Setting(optimizer=optimizer("momentum", 0.001, momentum=0.5))),
    ("momentum", Setting(optimizer=optimizer("radam", 0.1))),
    ("plateau", Setting(schedule=schedule("reduce_on_plateau", patience=1))),
    ("plateau", Setting(schedule=schedule("one_cycle", period=50))),
    ("gd", Setting(clipping=NormClipping(limit=0.5))),
    ("gd", Setting(noise=2.0)),
    ("thrown", Setting(params=(1.0, 1.0), optimizer=optimizer("gradient_descent", 0.01))),
    ("gd", Setting(gradient=NumericalGradient(epsilon=1e-3))),
    ("gd", Setting(batch=FullBatch())),
    ("cut", Setting(problem=problem("himmelblau"), noise=1.0)),
]
each_field = pytest.mark.parametrize(("who", "setting"), EVERY_FIELD, ids=lambda value: value and str(value)[:40])


def tail(columns: dict[str, np.ndarray], step: int) -> dict[str, np.ndarray]:
    return {name: column[step:] for name, column in columns.items()}


def ran(steps: int) -> Run:
    run = start(zoo())
    run.advance(steps)
    return run


def test_every_setting_field_is_tried_here() -> None:
    # A surface has no parts of its own for a racer: test_own.py.
    assert {name for _, setting in EVERY_FIELD for name in setting.model_fields_set} == set(Setting.model_fields) - {"own"}


@settings(max_examples=15)
@given(st.integers(0, 300), st.integers(0, 300))
def test_a_change_of_nothing_goes_on_with_the_same_bits(reached: int, step: int) -> None:
    run = ran(max(reached, step))
    branch = run.branch(Change(at_step=step, set=NOTHING))
    assert (branch.step, branch.first_step) == (step, step)
    assert_same_bits(advanced(branch), tail(WHOLE, step))


@each_field
@pytest.mark.parametrize("step", [0, 64, 200])
def test_the_path_computes_the_branch_again_and_the_parent_stays(step: int, who: str | None, setting: Setting) -> None:
    run = ran(200)
    before = run.outcomes()
    branch = run.branch(Change(at_step=step, racer=who, set=setting))
    columns = advanced(branch)
    again = start(*branch.path)
    assert again.step == step
    assert_same_bits(advanced(again), columns)
    assert again.outcomes() == branch.outcomes()
    assert run.outcomes() == before
    assert_same_bits(advanced(run), tail(WHOLE, 200))
    others = [i for i, name in enumerate(run.racers) if name != who]
    if setting.problem is None:
        unchanged = {name: column[:, others] for name, column in columns.items()}
        assert_same_bits(unchanged, {name: column[step:, others] for name, column in WHOLE.items()})


def test_branches_of_branches_reach_back_into_their_forebears() -> None:
    run = ran(250)
    first = run.branch(Change(at_step=120, racer="momentum", set=Setting(noise=0.0)))
    first.advance(100)
    second = first.branch(Change(at_step=180, racer="gd", set=Setting(params=(2.0, 2.0))))
    second.advance(20)
    assert [change.at_step for change in second.path.changes] == [120, 180]
    middle = second.branch(Change(at_step=150, set=NOTHING))  # before its own beginning: its parent's past
    assert_same_bits(advanced(middle), advanced(start(*first.path, from_step=150)))
    root = second.branch(Change(at_step=60, set=NOTHING))
    assert_same_bits(advanced(root), tail(WHOLE, 60))
    assert second.inspect(190, "gd")["t"] == 191
    assert second.inspect(30, "momentum") == run.inspect(30, "momentum")


def test_a_branch_cut_before_its_parents_change_does_not_know_it() -> None:
    run = simple("adam")
    flatter = run.branch(Change(at_step=50, set=Setting(problem=problem("rosenbrock", b=1.0))))
    early = flatter.branch(Change(at_step=40, racer="a", set=Setting(params=(2.0, 2.0))))
    assert [change.at_step for change in early.path.changes] == [40]
    assert_same_bits(advanced(early), advanced(start(*early.path)))


def test_a_thousand_changes_are_no_obstacle() -> None:
    run = simple("adam")
    for _ in range(1_500):
        run = run.branch(Change(at_step=60, racer="a", set=Setting(noise=0.0)))
    assert run.inspect(0, "a")["t"] == 1


def test_steps_gone_through_unseen_are_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    configuration, written = simple().config, list[int]()

    def log(ball: Ball, numbers: "array[float]") -> BallLog:
        written.append(len(numbers))
        return BallLog.of(numbers, 2, ball.racer.optimizer.State)

    monkeypatch.setattr(Ball, "log", log)
    start(configuration, from_step=100)
    assert max(written) < 20  # a row, not a hundred


def test_branching_twice_at_the_same_step_gives_the_same() -> None:
    run = ran(100)
    change = Change(at_step=50, racer="lion", set=Setting(optimizer=optimizer("adam", 0.3)))
    assert_same_bits(advanced(run.branch(change)), advanced(run.branch(change)))


# ---- what each field does


def rows(run: Run, *names: str) -> list[np.ndarray]:
    columns = run.advance(10**6, columns=names).columns
    return [columns[name][:, 0] for name in names]


def simple(kind: str = "momentum", rate: float = 0.01, **rules: Any) -> Run:
    run = start(config(problem("rosenbrock"), racer("a", kind, rate), step_limit=120, **rules))
    run.advance(60)
    return run


def test_an_optimizer_of_the_same_kind_keeps_its_state() -> None:
    branch = simple(rate=0.001).branch(Change(at_step=40, racer="a", set=Setting(optimizer=optimizer("momentum", 0.002, momentum=0.5))))
    velocity = rows(simple(rate=0.001).branch(Change(at_step=39, set=NOTHING)), "velocity")[0][0]
    gradient, change = rows(branch, "gradient", "change")
    np.testing.assert_array_equal(change[0], -0.002 * (0.5 * velocity + gradient[0]))


def test_an_optimizer_of_another_kind_begins_anew() -> None:
    branch = simple(rate=0.001).branch(Change(at_step=40, racer="a", set=Setting(optimizer=optimizer("adam", 0.1))))
    (params,) = rows(branch, "params")
    fresh = start(config(problem("rosenbrock"), racer("a", "adam", 0.1), start=tuple(params[0].tolist()), step_limit=80))
    np.testing.assert_array_equal(rows(fresh, "params")[0], params)
    assert branch.inspect(40, "a")["t"] == 1


def test_a_schedule_of_the_same_kind_goes_on_counting_and_another_begins_anew() -> None:
    rules = {"schedule": schedule("exponential", gamma=0.9)}
    run = start(config(problem("booth"), racer("a", learning_rate=0.01, rules=rules), step_limit=60))
    run.advance(50)
    same = run.branch(Change(at_step=20, racer="a", set=Setting(schedule=schedule("exponential", gamma=0.5))))
    other = run.branch(Change(at_step=20, racer="a", set=Setting(schedule=schedule("cosine", period=10))))
    assert rows(same, "learning_rate")[0][0] == 0.01 * 0.5**20
    assert rows(other, "learning_rate")[0][0] == 0.01


def test_params_put_the_ball_elsewhere_and_set_it_going_again() -> None:
    run = start(config(problem("himmelblau"), racer(learning_rate=0.05), start=(-0.2, 0.7), step_limit=100))
    run.advance(100)
    assert run.outcomes()[0].kind == "diverged"
    change = Setting(params=(2.5, 2.5), optimizer=optimizer("gradient_descent", 0.01))
    branch = run.branch(Change(at_step=run.step, racer="a", set=change))
    (params,) = rows(branch, "params")
    assert params[0].tolist() == [2.5, 2.5]
    assert branch.outcomes()[0].kind == "converged"
    assert branch.outcomes()[0].step > run.step


def test_another_surface_sets_every_ball_going_again() -> None:
    low, high = problem("rosenbrock", b=1.0), problem("rosenbrock", b=100.0)
    balls = [racer("a", "nesterov", 0.01), racer("b", "adam", 0.2)]
    run = start(config(low, *balls, step_limit=600, start=(0.0, 0.5), convergence=Convergence(stop=True)))
    run.advance(600)
    assert {outcome.kind for outcome in run.outcomes()} == {"converged"}
    early = max(outcome.step for outcome in run.outcomes())
    branch = run.branch(Change(at_step=early, racer="a", set=Setting(problem=high, params=(0.0, 0.0))))
    assert not branch.is_over
    assert {outcome.kind for outcome in branch.outcomes()} == {"running"}
    assert branch.config.problem == high
    branch.advance(600)
    assert all(outcome.step >= early for outcome in branch.outcomes())


# ---- refusals


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (Change(at_step=101, set=NOTHING), "out_of_range", "at_step"),
        (Change(at_step=5, racer="nobody", set=NOTHING), "unknown_kind", "racer"),
        (Change(at_step=5, set=Setting(problem=problem("booth"))), "unknown_kind", "set.problem.surface.kind"),
        (Change(at_step=5, set=Setting(problem=problem("double_well_1d"))), "unknown_kind", "set.problem.surface.kind"),
        (Change(at_step=5, racer="gd", set=Setting(params=(1.0,))), "wrong_length", "set.params"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: Change, code: str, path: str) -> None:
    run = ran(100)
    with pytest.raises(EngineError) as caught:
        run.branch(change)
    assert (caught.value.code, caught.value.path) == (code, path)
    assert "value" in caught.value.params
    assert "allowed" in caught.value.params
    if code != "out_of_range":
        with pytest.raises(EngineError) as caught:
            start(zoo(), [Change(at_step=1, set=NOTHING), change])
        assert (caught.value.code, caught.value.path) == (code, f"changes.1.{path}")


def test_no_change_and_no_view_beyond_the_last_step() -> None:
    run = start(config(problem("booth"), racer(learning_rate=0.001), step_limit=20))
    run.advance(21)
    assert (run.step, run.is_over) == (21, True)
    branch = run.branch(Change(at_step=20, racer="a", set=Setting(noise=1.0)))
    assert branch.advance(5).rows == 1
    assert run.inspect(20, "a")["t"] == 21
    for beyond in (lambda: run.branch(Change(at_step=21, racer="a", set=Setting(noise=1.0))), lambda: run.inspect(21, "a")):
        with pytest.raises(EngineError) as caught:
            beyond()
        assert (caught.value.code, caught.value.params) == ("out_of_range", {"value": 21, "allowed": "[0, 20]"})
    for ahead in (lambda: branch.branch(Change(at_step=22, set=NOTHING)), lambda: start(run.config).inspect(1, "a")):
        with pytest.raises(EngineError, match=r"must be in \[0, "):
            ahead()
    with pytest.raises(EngineError) as caught:
        start(run.config, [Change(at_step=21, racer="a", set=Setting(noise=1.0))])
    assert (caught.value.code, caught.value.path) == ("out_of_range", "changes.0.at_step")


def test_changes_must_come_in_order() -> None:
    with pytest.raises(EngineError) as caught:
        start(zoo(), [Change(at_step=9, set=NOTHING), Change(at_step=8, set=NOTHING)])
    assert (caught.value.code, caught.value.path) == ("out_of_order", "changes.1.at_step")


def test_a_change_of_a_racer_names_it() -> None:
    with pytest.raises(ValidationError, match="racer is missing"):
        Change(at_step=0, set=Setting(noise=1.0))


# ---- history


def test_the_history_keeps_within_its_bound_and_rebuilds_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    everyone = zoo(step_limit=3000)
    first = sum(mover.snapshot_bytes for mover in start(everyone)._movers)
    monkeypatch.setattr(engine.running.history, "HISTORY_BYTES", 7 * first)
    run = start(everyone)
    whole = advanced(run)
    history = run._history
    assert history.most == 7
    assert len(history.steps) == len(history.kept) <= 7
    assert history.steps == list(range(0, history.steps[-1] + 1, history.spacing))
    assert history.steps[-1] + history.spacing > 3000
    assert history.spacing % FIRST_SPACING == 0
    for step in (0, 1, 63, 64, 65, 700, 1023, 1024, 1025, 2999, 3000):
        balls = at_once(run._movers_at(Turn(), step))
        for index, ball in enumerate(balls):
            assert ball.params == tuple(whole["params"][step, index]), (step, ball.racer.id)


def test_what_a_history_may_take_is_eight_mebibytes_and_a_page_of_racers_seldom_needs_more() -> None:
    run = start(zoo())
    size = sum(mover.snapshot_bytes for mover in run._movers)
    history = run._history
    assert history.most * size <= 8 * 2**20 < (history.most + 1) * size
    assert history.most > 500, "so many snapshots of these eight racers: every 256th of 128,000 steps"
    assert History(0, (), 2**30).most == 2, "of what is larger than all of it, the beginning and one more"


@settings(max_examples=30)
@given(st.integers(2, 9), st.integers(0, 200))
def test_the_spacing_doubles_when_the_history_is_full(most: int, first: int) -> None:
    history = History(first, (), 0)
    history.most = most
    for _ in range(40):
        spacing = history.spacing
        history.keep(history.next_step, ())
        assert history.spacing in (spacing, 2 * spacing)
        assert len(history.steps) <= most
        assert history.steps == list(range(first, history.steps[-1] + 1, history.spacing))
        assert history.before(history.steps[-1] + 5)[0] == history.steps[-1]
        assert history.before(first)[0] == first
    assert history.spacing > FIRST_SPACING


def size_of(thing: Any, seen: set[int]) -> int:
    if id(thing) in seen or not isinstance(thing, (tuple, float)):
        return 0
    seen.add(id(thing))
    return sys.getsizeof(thing) + (sum(size_of(part, seen) for part in thing) if isinstance(thing, tuple) else 0)


def test_a_snapshot_takes_about_what_it_is_said_to() -> None:
    movers = ran(30)._movers
    snapshots = tuple(mover.snapshot() for mover in movers)
    assert 0.4 < size_of(snapshots, set()) / sum(mover.snapshot_bytes for mover in movers) < 2.5
