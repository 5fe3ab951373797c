"""A run taken up from its checkpoint goes on with the same bits; what does not fit is refused."""

from contextlib import suppress

import numpy as np
import pytest
from configs import advanced, assert_same_bits, config, optimizer, problem, racer, schedule, zoo
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.run import resume, start
from engine.run_config import Change, NormClipping, RunConfig, Setting

WHOLE_RUN = start(zoo())
WHOLE = advanced(WHOLE_RUN)
CHANGES = (
    Change(at_step=10, racer="gd", set=Setting(noise=1.0, clipping=NormClipping(limit=5.0))),
    Change(at_step=25, racer="plateau", set=Setting(schedule=schedule("reduce_on_plateau", patience=1), optimizer=optimizer("radam", 0.2))),
    Change(at_step=25, racer="thrown", set=Setting(params=(0.5, 0.5))),
    Change(at_step=60, set=Setting(problem=problem("himmelblau"))),
    Change(at_step=60, racer="lion", set=Setting(schedule=schedule("one_cycle", period=40))),
)


@settings(max_examples=20)
@given(st.integers(0, 301))
def test_resumed_anywhere_it_goes_on_with_the_same_bits(step: int) -> None:
    run = start(zoo())
    run.advance(step)
    state = run.checkpoint()
    again = resume(zoo(), (), state)
    assert (again.step, again.first_step, again.racers) == (step, step, run.racers)
    assert again.outcomes() == run.outcomes()
    assert again.checkpoint() == state
    if step <= 300:
        assert_same_bits(advanced(again), {name: column[step:] for name, column in WHOLE.items()})
    assert again.outcomes() == WHOLE_RUN.outcomes()


@pytest.mark.parametrize("count", range(len(CHANGES) + 1))
@pytest.mark.parametrize("later", [0, 1, 33, 150])
def test_resumed_on_a_branch_it_goes_on_with_the_same_bits(count: int, later: int) -> None:
    changes = CHANGES[:count]
    run = start(zoo(), changes)
    run.advance(later)
    state = run.checkpoint()
    again = resume(zoo(), changes, state)
    assert again.config == run.config
    assert again.path == run.path
    assert again.outcomes() == run.outcomes()
    assert_same_bits(advanced(again), advanced(run))


def test_a_resumed_run_computes_its_past_again_when_asked() -> None:
    run = start(zoo(), CHANGES[:2])
    run.advance(100)
    again = resume(zoo(), CHANGES[:2], run.checkpoint())
    assert again.inspect(30, "plateau") == run.inspect(30, "plateau")
    assert again.inspect(15, "gd") == run.inspect(15, "gd")
    change = Change(at_step=40, racer="momentum", set=Setting(noise=0.0))
    assert_same_bits(advanced(again.branch(change)), advanced(run.branch(change)))


def test_a_diverged_racer_is_taken_up_as_it_stood() -> None:
    where = config(problem("himmelblau"), racer("thrown", learning_rate=0.05), racer("good", learning_rate=0.001), start=(-0.2, 0.7))
    run = start(where)
    run.advance(100)
    (thrown, _) = run.outcomes()
    assert thrown.kind == "diverged"
    again = resume(where, (), run.checkpoint())
    assert again.outcomes()[0] == thrown
    assert again.inspect(100, "thrown") == run.inspect(100, "thrown")
    assert_same_bits(advanced(again), advanced(run))


def test_a_state_that_left_the_numbers_travels_too() -> None:
    # Two steps of plain descent carry x to about 1e70; Adam squares the gradient there, 1e210, to infinity.
    run = start(config(problem("himmelblau"), racer(learning_rate=1.0), start=(1e8, 0.0), step_limit=50))
    run.advance(2)
    change = Change(at_step=2, racer="a", set=Setting(optimizer=optimizer("adam", 0.1)))
    branch = run.branch(change)
    branch.advance(3)
    assert branch.outcomes()[0].kind == "running"
    state = branch.checkpoint()
    assert np.isinf(np.frombuffer(state, dtype="<f8")).any()
    again = resume(run.config, (change,), state)
    assert again.checkpoint() == state
    assert_same_bits(advanced(again), advanced(branch))


# ---- hostile bytes

TWO = config(problem("booth"), racer("a", "adam", 0.1), racer("b", "momentum", 0.01, rules={"schedule": schedule("reduce_on_plateau")}))


def numbers_of(where: RunConfig = TWO, step: int = 20) -> np.ndarray:
    run = start(where)
    run.advance(step)
    return np.frombuffer(run.checkpoint(), dtype="<f8").copy()


A_TAIL = 2 + 2 + 6
"""Where racer a's origins, outcome, step and point stand: after version, step, 2 params, 2 × 3 states."""


def refusal(data: bytes, where: RunConfig = TWO, changes: tuple[Change, ...] = ()) -> EngineError:
    with pytest.raises(EngineError) as caught:
        resume(where, changes, data)
    return caught.value


@pytest.mark.parametrize("size", [0, 1, 8, 15, 16, 17, 8 * 3, 8 * 1000])
def test_a_wrong_size_is_refused(size: int) -> None:
    error = refusal(numbers_of().tobytes().ljust(size, b"\0")[:size])
    assert (error.code, error.path) == ("bad_checkpoint", "checkpoint")
    assert "bytes" in str(error)


@pytest.mark.parametrize(
    ("position", "value"),
    [
        (0, 1.0),
        (0, 3.0),
        (1, -1.0),
        (1, 0.5),
        (1, 502.0),
        (1, 1e300),
        (2, np.nan),
        (3, np.inf),
        (2, -np.inf),
        (A_TAIL, -1.0),
        (A_TAIL, 21.0),
        (A_TAIL, 1e18),
        (A_TAIL, 0.5),
        (A_TAIL + 1, -3.0),
        (A_TAIL + 1, 21.0),
        (A_TAIL + 2, -1.0),
        (A_TAIL + 2, 1.0),
        (A_TAIL + 2, 2.0),
        (A_TAIL + 2, 3.0),
        (A_TAIL + 2, 0.1),
        (A_TAIL + 3, -1.0),
        (A_TAIL + 3, 21.0),
        (A_TAIL + 4, 1.0),
        (A_TAIL + 4, 5.0),
        (A_TAIL + 4, -1.0),
        (A_TAIL, np.nan),
        (A_TAIL + 1, np.inf),
        (A_TAIL + 5, -1.0),
        (A_TAIL + 5, 21.0),
        (A_TAIL + 6, 1.0),
        (A_TAIL + 6, np.nan),
        (A_TAIL + 7, 1.0),
        (A_TAIL + 7, np.inf),
    ],
)
def test_a_number_out_of_place_is_refused(position: int, value: float) -> None:
    numbers = numbers_of()
    resume(TWO, (), numbers.tobytes())
    numbers[position] = value
    error = refusal(numbers.tobytes())
    assert (error.code, error.path) == ("bad_checkpoint", "checkpoint")
    assert {"value", "allowed"} <= set(error.params)


@settings(max_examples=60)
@given(st.data())
def test_whatever_the_numbers_say_it_is_refused_or_runs(data: st.DataObject) -> None:
    numbers = numbers_of()
    for _ in range(data.draw(st.integers(1, 6))):
        numbers[data.draw(st.integers(0, len(numbers) - 1))] = data.draw(st.floats() | st.integers(-2, 30).map(float))
    with suppress(EngineError):  # and nothing else
        rows = resume(TWO, (), numbers.tobytes()).advance(50)
        assert np.isfinite(rows.columns["params"]).all()


def test_a_diverged_state_that_goes_on_is_refused() -> None:
    numbers = numbers_of()
    numbers[A_TAIL + 2], numbers[A_TAIL + 3] = 2.0, 20.0
    assert "a state that diverges" in str(refusal(numbers.tobytes()))


def test_a_racer_cannot_have_diverged_before_its_schedule_began() -> None:
    numbers = numbers_of()
    numbers[A_TAIL + 1], numbers[A_TAIL + 2], numbers[A_TAIL + 3] = 15.0, 2.0, 10.0
    assert "a step after 15" in str(refusal(numbers.tobytes()))


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ((Change(at_step=21, set=Setting()),), "out_of_order", "changes.0.at_step"),
        ((Change(at_step=9, set=Setting()), Change(at_step=8, set=Setting())), "out_of_order", "changes.1.at_step"),
        ((Change(at_step=3, racer="nobody", set=Setting(noise=1.0)),), "unknown_kind", "changes.0.racer"),
        ((Change(at_step=3, set=Setting(problem=problem("parabola"))),), "unknown_kind", "changes.0.set.problem.surface.kind"),
        ((Change(at_step=3, racer="a", set=Setting(params=(1.0,))),), "wrong_length", "changes.0.set.params"),
        ((Change(at_step=3, racer="a", set=Setting(optimizer=optimizer("lion"))),), "bad_checkpoint", "checkpoint"),
    ],
)
def test_changes_that_do_not_fit_are_refused(changes: tuple[Change, ...], code: str, path: str) -> None:
    error = refusal(numbers_of().tobytes(), changes=changes)
    assert (error.code, error.path) == (code, path)


def test_a_checkpoint_of_another_run_is_refused() -> None:
    assert refusal(numbers_of(zoo()).tobytes()).code == "bad_checkpoint"
    assert "a step ≤ 11" in str(refusal(numbers_of().tobytes(), TWO.model_copy(update={"step_limit": 10})))


def test_where_a_racer_converged_is_part_of_the_checkpoint() -> None:
    where = config(problem("saddle"), racer("a", learning_rate=0.1), racer("b", learning_rate=0.001), start=(1.0, 1e-12), step_limit=500)
    run = start(where)
    run.advance(100)
    assert [outcome.kind for outcome in run.outcomes()] == ["converged", "running"]
    state = run.checkpoint()
    again = resume(where, (), state)
    assert again.checkpoint() == state
    for other in (run, again):
        advanced(other)
    assert run.outcomes() == again.outcomes()
    assert run.outcomes()[0].kind == "step_limit"
    for wrong in (state[:-16], state[:-8], state + bytes(8), state[:-8] + np.array([np.inf]).tobytes()):
        with pytest.raises(EngineError, match="does not fit"):
            resume(where, (), wrong)
