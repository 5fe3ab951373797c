"""A path with a root goes on with the bits of the path it stands for, wherever it begins and whatever was changed before."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from configs import ALL_COLUMNS, assert_same_bits, optimizer, problem, schedule, zoo
from fits import problem as fit_problem
from hypothesis import given, settings
from hypothesis import strategies as st
from test_runs_of_many import FLOWERS, RACERS

from engine.errors import EngineError
from engine.run import Run, resume, start
from engine.run_config import Change, RunConfig, Setting
from engine.running.path import CHANGE_BYTES, Path

LINE = fit_problem("line", "mean_squared_error", {"kind": "noisy_line", "count": 40})
MINI = {"kind": "mini_batch", "size": 7}

FIT = RunConfig.model_validate(
    {
        "problem": LINE.model_dump(),
        "racers": [
            {"id": "full", "optimizer": {"kind": "adam", "learning_rate": 0.05}, "schedule": {"kind": "reduce_on_plateau", "patience": 2}},
            {"id": "mini", "optimizer": {"kind": "momentum", "learning_rate": 0.002}, "batch": MINI, "start": "random"},
            {"id": "thrown", "optimizer": {"kind": "gradient_descent", "learning_rate": 9.0}, "batch": {**MINI, "own_order": True}},
            {"id": "noisy", "optimizer": {"kind": "nadam", "learning_rate": 0.02}, "noise": 0.3, "own": {"kind": "fit", "l2": 0.2}},
        ],
        "seed": 5,
        "step_limit": 400,
        "start": "random",
        "convergence": {"gradient_tolerance": 0.05, "change_tolerance": 0.05},
    }
)
MANY = RunConfig.model_validate({"problem": FLOWERS, "racers": RACERS, "step_limit": 400, "seed": 4})

ANY: tuple[Mapping[str, Any], ...] = (
    {"optimizer": optimizer("adam", 0.07).model_dump()},
    {"optimizer": optimizer("adam", 0.03, amsgrad=True).model_dump()},
    {"optimizer": optimizer("momentum", 0.003).model_dump(), "noise": 0.1},
    {"optimizer": optimizer("gradient_descent", 40.0).model_dump()},
    {"optimizer": optimizer("lion", 0.01).model_dump()},
    {"schedule": schedule("reduce_on_plateau", patience=1).model_dump()},
    {"schedule": schedule("reduce_on_plateau", patience=4, cooldown=2).model_dump()},
    {"schedule": schedule("cosine_restarts", period=9, warmup_steps=4).model_dump()},
    {"clipping": {"kind": "norm", "limit": 0.5}},
    {"clipping": {"kind": "none"}, "noise": 0.0},
    {"noise": 0.4},
    {"gradient": {"kind": "numerical", "epsilon": 1e-4}},
    {"gradient": {"kind": "exact"}},
    {"batch": {"kind": "full"}},
    {},
)
OF_DATA: tuple[Mapping[str, Any], ...] = ({"batch": MINI}, {"batch": {"kind": "mini_batch", "size": 16, "replacement": True}})


def flowers(**fields: Any) -> dict[str, Any]:
    return {**FLOWERS, **fields}


# What a racer may be set to, and what all may be set on, by the run.
ROOMS: dict[str, tuple[RunConfig, Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]] = {
    "surface": (zoo(step_limit=400), (*ANY, {"params": [1.5, -0.25]}), ({"problem": problem("himmelblau").model_dump()},)),
    "fit": (
        FIT,
        (*ANY, *OF_DATA, {"params": [0.5, -1.0]}, {"own": {"kind": "fit", "loss": {"kind": "huber"}}}, {"own": {"kind": "fit"}}),
        (
            {"problem": fit_problem("line", "mean_squared_error", {"kind": "line", "count": 25}).model_dump()},
            {"problem": {**LINE.model_dump(), "loss": {"kind": "mean_absolute_error"}, "l1": 0.1}},
            {"problem": {**LINE.model_dump(), "test_share": 0.3, "standardise": True}},
        ),
    ),
    "many parameters": (
        MANY,
        (*ANY, *OF_DATA, {"params": [0.1 * k for k in range(15)]}, {"own": {"kind": "softmax_regression", "l1": 0.1}}),
        ({"problem": flowers(l2=0.3, standardise=False)}, {"problem": flowers(test_share=0.5, split_seed=3)}),
    ),
}


def chains(room: str, most: int = 12) -> st.SearchStrategy[list[tuple[int, str | None, Mapping[str, Any]]]]:
    """Changes as (steps since the one before, racer, what is set)."""
    config, own, shared = ROOMS[room]
    racers = st.sampled_from([racer.id for racer in config.racers])
    gaps = st.sampled_from((0, 0, 1, 2, 3, 7, 30))
    of_racer = st.tuples(gaps, racers, st.sampled_from(own))
    return st.lists(of_racer | of_racer | st.tuples(gaps, st.none(), st.sampled_from(shared)), min_size=1, max_size=most)


def made(chain: Sequence[tuple[int, str | None, Mapping[str, Any]]]) -> list[Change]:
    steps = np.cumsum([gap for gap, _, _ in chain]).tolist()
    return [
        Change.model_validate({"at_step": at, "racer": racer, "set": setting}) for at, (_, racer, setting) in zip(steps, chain, strict=True)
    ]


def plain(value: Any) -> Any:
    """JSON's one kind of number: what is whole comes without a point."""
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def brought(path: Path) -> Path:
    """The path as another has it who was sent it as JSON."""
    config = RunConfig.model_validate_json(json.dumps(plain(json.loads(path.config.model_dump_json()))))
    assert config == path.config
    return path._replace(config=config)


def assert_alike(one: Run, other: Run, rows: int = 40) -> None:
    """Two runs that stand at the same step: rows, outcomes, views and checkpoints, now and later."""
    assert (one.step, one.racers, one.starts, one.outcomes()) == (other.step, other.racers, other.starts, other.outcomes())
    assert one.checkpoint() == other.checkpoint()
    first = one.step
    columns = tuple(name for name in ALL_COLUMNS if name != "limit") if len(one.config.problem.parameters) > 2 else ALL_COLUMNS
    assert_same_bits(other.advance(rows, columns=columns).columns, one.advance(rows, columns=columns).columns)
    assert (one.step, one.is_over, one.outcomes()) == (other.step, other.is_over, other.outcomes())
    assert one.checkpoint() == other.checkpoint()
    last = one.step - 1
    if last >= first:
        for racer in one.racers:
            assert repr(one.inspect(last, racer)) == repr(other.inspect(last, racer))


def test_every_field_that_can_be_set_is_among_them() -> None:
    named = {name for _, own, shared in ROOMS.values() for setting in (*own, *shared) for name in setting}
    assert named == set(Setting.model_fields)


@pytest.mark.parametrize("room", ROOMS)
def test_rooted_anywhere_a_path_goes_on_with_the_same_bits(room: str) -> None:
    @settings(max_examples=12 if room == "many parameters" else 25)
    @given(chains(room), st.data())
    def holds(chain: list[tuple[int, str | None, Mapping[str, Any]]], data: st.DataObject) -> None:
        changes, config = made(chain), ROOMS[room][0]
        whole, path = start(config), Path(config)
        for index, change in enumerate(changes):
            whole.advance(change.at_step - whole.step)
            if whole.step < change.at_step:
                return  # all have diverged
            whole = whole.branch(change)
            path = path._replace(changes=(*path.changes, change))
            if data.draw(st.booleans(), label=f"root at {index}"):
                path = brought(start(*path).rooted())
                assert (path.step, path.changes) == (change.at_step, ())
        assert_alike(whole, start(*path))

    holds()


@pytest.mark.parametrize("room", ROOMS)
@settings(max_examples=8)
@given(data=st.data())
def test_resumed_from_a_checkpoint_after_a_root_it_goes_on_with_the_same_bits(room: str, data: st.DataObject) -> None:
    chain, later = data.draw(chains(room, 5)), data.draw(st.sampled_from((1, 2, 25)))
    changes = made(chain)
    cut = data.draw(st.integers(0, len(changes) - 1))
    whole = start(ROOMS[room][0], changes)
    whole.advance(later)
    if whole.step < changes[-1].at_step + later:
        return  # all have diverged
    path = start(ROOMS[room][0], changes[: cut + 1]).rooted()._replace(changes=tuple(changes[cut + 1 :]))
    again = resume(path.config, path.changes, whole.checkpoint(), path.root)
    assert again.path == path
    assert_alike(whole, again)


def test_it_is_rooted_where_it_was_cut_however_far_it_has_gone() -> None:
    changes = made([(5, "gd", {"noise": 0.5}), (40, "lion", {"params": [1.0, 1.0]})])
    run = start(zoo(), changes)
    at_once = run.rooted()
    run.advance(250)
    assert run.rooted() == at_once
    assert at_once.step == 45


def test_what_was_before_a_root_is_asked_of_those_that_hold_it_and_refused_by_name() -> None:
    first = start(zoo(), made([(30, "gd", {"noise": 0.5})]))
    run = first.branch(Change(at_step=30, racer="gd", set=Setting(noise=0.25)))
    run.take_path(run.rooted())
    run.advance(20)
    change = Change(at_step=12, racer="lion", set=Setting(noise=0.0))
    assert_alike(start(zoo(), [change], from_step=12), run.branch(change), 20)
    elsewhere = start(*run.path, from_step=50)
    assert elsewhere.inspect(30, "gd") == run.inspect(30, "gd")
    for ask, path in ((lambda: elsewhere.inspect(29, "gd"), "step"), (lambda: elsewhere.branch(change), "at_step")):
        with pytest.raises(EngineError) as caught:
            ask()
        assert (caught.value.code, caught.value.path) == ("before_root", path)
        assert caught.value.params["allowed"] == "≥ 30"
    after = elsewhere.branch(Change(at_step=44, racer="gd", set=Setting(noise=0.0)))
    after.forget_before()
    assert after.inspect(31, "gd") == run.inspect(31, "gd"), "what came after the root is computed again from it"


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (b"", "at least 16 bytes"),
        (start(FIT).checkpoint(), "bytes"),
        (start(zoo(step_limit=400), from_step=400).checkpoint(), "a step ≤ 301"),
    ],
)
def test_a_root_that_does_not_fit_is_refused(root: bytes, expected: str) -> None:
    with pytest.raises(EngineError) as caught:
        start(zoo(), (), root)
    assert (caught.value.code, caught.value.path) == ("bad_checkpoint", "root")
    assert expected in str(caught.value)


def test_a_checkpoint_is_later_than_the_root_and_a_change_not_earlier() -> None:
    path = start(zoo(), made([(30, "gd", {"noise": 0.5})])).rooted()
    with pytest.raises(EngineError) as caught:
        resume(path.config, (), path.root or b"", path.root)
    assert (caught.value.code, caught.value.path, caught.value.params["allowed"]) == (
        "bad_checkpoint",
        "checkpoint",
        "a step > 30, the root's",
    )
    early = made([(29, "gd", {"noise": 0.5})])
    with pytest.raises(EngineError) as caught:
        start(path.config, early, path.root)
    assert (caught.value.code, caught.value.path) == ("out_of_order", "changes.0.at_step")


def test_the_bytes_of_a_path_are_counted_once() -> None:
    own = {"kind": "own", "task": "regression", "x": [[float(k) for k in range(2_000)]], "y": [float(k) for k in range(2_000)]}
    config = FIT.model_copy(update={"problem": LINE})
    change = Change.model_validate({"at_step": 1, "set": {"problem": {**LINE.model_dump(), "data": own}}})
    back = Change(at_step=2, set=Setting(problem=LINE))
    asked = change.set.problem.asked_bytes if change.set.problem is not None else 0
    assert asked > 10_000
    run = start(config, [change, back], from_step=3)
    quick = run.branch(Change(at_step=2, racer="full", set=Setting(noise=0.1)))
    assert quick.nbytes < asked, "its forebears hold what came before"
    alone = quick.nbytes
    quick.forget_before()
    assert quick.nbytes >= alone + asked + 2 * CHANGE_BYTES
    quick.take_path(quick.rooted())
    assert quick.nbytes < asked
