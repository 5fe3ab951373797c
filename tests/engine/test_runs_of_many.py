"""Runs on problems of many parameters: branched, rewound, taken up to the bit; opened one parameter at a time; refused by name."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from configs import ALL_COLUMNS, assert_same_bits, bits, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from test_inspect import lines, true_by_hand

from engine.errors import EngineError
from engine.findings import errors_of
from engine.plane import Plane
from engine.run import Run, resume, start
from engine.run_config import Change, RunConfig
from engine.running import history, learner_log
from engine.running.turns import Turn, at_once

LOGITS = {"kind": "sparse_categorical_cross_entropy", "from_logits": True}
OWN_X = np.random.default_rng(8).normal(size=(3, 40)).round(3)
OWN_Y = (OWN_X.T @ [1.0, -2.0, 0.5] + 0.3).round(3)
FLOWERS: dict[str, Any] = {
    "kind": "softmax_regression",
    "loss": LOGITS,
    "data": {"kind": "dataset", "dataset": {"kind": "iris"}},
    "standardise": True,
    "test_share": 0.2,
    "l2": 0.01,
}
LINEAR: dict[str, Any] = {
    "kind": "linear",
    "loss": {"kind": "mean_squared_error"},
    "data": {"kind": "own", "task": "regression", "x": OWN_X.tolist(), "y": OWN_Y.tolist()},
}
RACERS: list[dict[str, Any]] = [
    {"id": "full", "optimizer": {"kind": "gradient_descent", "learning_rate": 0.3}},
    {"id": "mini", "optimizer": {"kind": "adam", "learning_rate": 0.05}, "batch": {"kind": "mini_batch", "size": 32}},
    {
        "id": "noisy",
        "optimizer": {"kind": "momentum", "learning_rate": 0.05},
        "noise": 0.3,
        "clipping": {"kind": "norm", "limit": 0.5},
        "schedule": {"kind": "reduce_on_plateau", "patience": 2},
        "batch": {"kind": "mini_batch", "size": 20, "own_order": True},
        "start": "random",
    },
    {"id": "cut", "optimizer": {"kind": "nadam", "learning_rate": 0.02}, "clipping": {"kind": "value", "limit": 0.05}},
    {"id": "thrown", "optimizer": {"kind": "gradient_descent", "learning_rate": 1e5}, "own": {"kind": "softmax_regression", "l2": 0.5}},
]
MEASURED: dict[str, Any] = {
    "id": "measured",
    "optimizer": {"kind": "rmsprop", "learning_rate": 0.01},
    "gradient": {"kind": "numerical", "epsilon": 1e-5},
}
COLUMNS = tuple(name for name in ALL_COLUMNS if name != "limit")
CHANGES = [
    {
        "at_step": 40,
        "racer": "mini",
        "set": {"optimizer": {"kind": "lion", "learning_rate": 0.005}, "batch": {"kind": "mini_batch", "size": 7}},
    },
    {"at_step": 55, "racer": "full", "set": {"params": [0.1 * i for i in range(15)], "noise": 0.1}},
    {"at_step": 70, "set": {"problem": {**FLOWERS, "l2": 0.2, "standardise": False}}},
    {"at_step": 90, "racer": "cut", "set": {"own": {"kind": "softmax_regression", "l1": 0.1}, "clipping": {"kind": "none"}}},
]


def config(problem: dict[str, Any] = FLOWERS, racers: list[dict[str, Any]] = RACERS, **rules: Any) -> RunConfig:
    return RunConfig.model_validate({"problem": problem, "racers": racers, "step_limit": 120, "seed": 4, **rules})


def changes(count: int = len(CHANGES)) -> list[Change]:
    return [Change.model_validate(change) for change in CHANGES[:count]]


def advanced(run: Run) -> Mapping[str, np.ndarray]:
    return run.advance(10**6, columns=COLUMNS).columns


WHOLE = advanced(start(config()))


# ---- rows


def test_columns_have_a_place_for_every_parameter() -> None:
    run = start(config())
    assert run.racers == ("full", "mini", "noisy", "cut", "thrown")
    assert WHOLE["params"].shape == WHOLE["gradient"].shape == WHOLE["velocity"].shape == (121, 5, 15)
    assert WHOLE["loss"].shape == (121, 5)
    assert np.isnan(WHOLE["velocity"][:, 0]).all()
    np.testing.assert_allclose(WHOLE["gradient_norm"][:, 1], np.linalg.norm(WHOLE["gradient"][:, 1], axis=1), rtol=1e-13)
    landscape = config().problem.landscape
    np.testing.assert_allclose(WHOLE["loss"][:, 1], landscape.losses(WHOLE["params"][:, 1]))
    assert (WHOLE["batch_loss"][:, 1] != WHOLE["loss"][:, 1]).all()
    assert (bits(WHOLE["params"][1:, 0]) == bits(WHOLE["params"][:-1, 0] + WHOLE["change"][:-1, 0])).all()


@settings(max_examples=6)
@given(st.lists(st.tuples(st.integers(1, 90), st.integers(1, 7)), min_size=1, max_size=6))
def test_however_a_run_is_cut_into_pieces_its_bits_are_the_same(pieces: list[tuple[int, int]]) -> None:
    run = start(config())
    for count, every in pieces:
        if run.is_over:
            break
        rows = run.advance(count, every, columns=tuple(WHOLE))
        assert_same_bits(rows.columns, rows_of(WHOLE, rows))


def test_rows_made_again_are_the_rows_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_log, "ROW_BYTES", 50)
    monkeypatch.setattr(learner_log, "LOG_BYTES", 2000)
    monkeypatch.setattr(history, "FIRST_SPACING", 16)
    assert_same_bits(advanced(start(config())), WHOLE)


# ---- time runs backwards


@pytest.mark.parametrize("count", range(1, len(CHANGES) + 1))
def test_a_branch_shares_its_past_and_goes_the_way_of_a_run_that_was_told_before(count: int) -> None:
    run = start(config())
    for change in changes(count):
        run.advance(121)
        run = run.branch(change)
    told = start(config(), changes(count))
    assert run.step == told.step == CHANGES[count - 1]["at_step"]
    assert_same_bits(advanced(run), advanced(told))


def test_an_earlier_step_stands_as_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "FIRST_SPACING", 8)
    run = start(config())
    run.advance(121)
    for step in (0, 7, 8, 63, 100, 119):
        (mover, *_) = at_once(run._movers_at(Turn(), step))
        assert (bits(mover.params) == bits(WHOLE["params"][step, 0])).all()
    view = run.inspect(33, "mini", parameter="weight[2,1]")
    assert view["stages"][0]["values"] == [WHOLE["params"][33, 1, 9]]


def test_snapshots_are_counted_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "FIRST_SPACING", 4)
    run = start(config(racers=[RACERS[1]]))
    (mover,) = run._movers
    monkeypatch.setattr(history, "HISTORY_BYTES", 5 * mover.snapshot_bytes)
    run = start(config(racers=[RACERS[1]]))
    run.advance(121)
    assert len(run._history.kept) <= 5
    assert run._history.spacing >= 16
    held = sum(4 * snapshot.params.nbytes for (snapshot,) in run._history.kept)
    assert held <= history.HISTORY_BYTES


# ---- taken up elsewhere


@settings(max_examples=5)
@given(st.integers(0, 121))
def test_taken_up_anywhere_it_goes_on_with_the_same_bits(step: int) -> None:
    run = start(config())
    run.advance(step)
    state = run.checkpoint()
    again = resume(config(), (), state)
    assert again.checkpoint() == state
    assert again.outcomes() == run.outcomes()
    if step <= 120:
        assert_same_bits(advanced(again), {name: column[step:] for name, column in WHOLE.items()})


@pytest.mark.parametrize("count", range(len(CHANGES) + 1))
def test_taken_up_on_a_branch_it_goes_on_with_the_same_bits(count: int) -> None:
    run = start(config(), changes(count))
    run.advance(9)
    again = resume(config(), changes(count), run.checkpoint())
    assert again.outcomes() == run.outcomes()
    assert again.inspect(3, "noisy") == run.inspect(3, "noisy")
    assert_same_bits(advanced(again), advanced(run))


def test_a_checkpoint_is_eight_bytes_a_number() -> None:
    run = start(config(racers=[RACERS[1]]))
    # Version and step; θ, m, v, vₘₐₓ of 15 parameters; the origins and the outcome.
    assert len(run.checkpoint()) == 8 * (2 + 4 * 15 + 8) == 560


@pytest.mark.parametrize(
    ("broken", "value"),
    [(lambda data: data[:-8], "552 bytes"), (lambda data: data + bytes(8), "568 bytes"), (lambda data: data[:100], "100 bytes")],
)
def test_a_checkpoint_of_another_size_is_refused(broken: Any, value: str) -> None:
    where = config(racers=[RACERS[1]])
    with pytest.raises(EngineError) as caught:
        resume(where, (), broken(start(where).checkpoint()))
    assert (caught.value.code, caught.value.params["value"]) == ("bad_checkpoint", value)


# ---- how it ends


def test_outcomes_name_the_parameter_or_the_kind_of_point() -> None:
    run = start(config())
    run.advance(121)
    thrown = run.outcomes()[4]
    assert thrown.kind == "diverged"
    assert thrown.parameter in run.config.problem.parameters
    assert thrown.last == WHOLE["params"][thrown.step - 1, 4, run.config.problem.parameters.index(thrown.parameter or "")]
    assert np.isfinite(WHOLE["params"]).all()
    found = start(config(LINEAR, [RACERS[0]], convergence={"stop": True}))
    found.advance(121)
    assert (found.outcomes()[0].kind, found.outcomes()[0].point) == ("converged", "minimum")
    assert found.is_over


def test_own_loss_and_penalties_are_the_racers_own() -> None:
    alone = advanced(start(config({**FLOWERS, "l2": 0.5}, [{**RACERS[4], "own": None}])))
    rows = len(alone["loss"])  # it ends where it leaves the numbers
    assert rows > 60
    assert_same_bits(alone, {name: column[:rows, 4:5] for name, column in WHOLE.items()})


# ---- one step, opened


def opened(run: Run, step: int, racer: str, **query: Any) -> dict[str, Any]:
    return run.inspect(step, racer, **query)


@pytest.mark.parametrize("racer", ["full", "mini", "noisy", "cut"])
@pytest.mark.parametrize("parameter", ["", "weight[1,3]", "bias[2]"])
def test_a_step_opens_one_parameter_with_the_bits_of_the_run(racer: str, parameter: str) -> None:
    run = start(config())
    run.advance(121)
    place, index = run.config.problem.parameters.index(parameter or "weight[0,0]"), run.racers.index(racer)
    for step in (0, 30):
        view = opened(run, step, racer, parameter=parameter)
        stages = {stage["stage"]: stage["values"] for stage in view["stages"]}
        assert view["parameters"] == [parameter or "weight[0,0]"]
        assert view["learning_rate"] == WHOLE["learning_rate"][step, index]
        assert stages["point"] == [WHOLE["params"][step, index, place]]
        assert stages["loss"] == [WHOLE["batch_loss"][step, index]]
        assert stages["gradient"] == [WHOLE["gradient"][step, index, place]]
        assert stages["change"] == [WHOLE["change"][step, index, place]]
        assert stages["move"] == [WHOLE["params"][step + 1, index, place]]
        for line in lines(view):
            assert true_by_hand(line), line


def test_a_measured_slope_opens_too() -> None:
    run = start(config(racers=[MEASURED]))
    columns = run.advance(5, columns=COLUMNS).columns
    view = opened(run, 3, "measured", parameter="bias[1]")
    assert view["stages"][2]["values"] == [columns["gradient"][3, 0, 13]]
    again = resume(config(racers=[MEASURED]), (), run.checkpoint())
    assert_same_bits(again.advance(4, columns=COLUMNS).columns, run.advance(4, columns=COLUMNS).columns)


def test_the_limit_of_stability_is_that_of_the_hessian() -> None:
    run = start(config(racers=[RACERS[0]]))
    limits = run.advance(12, columns=("limit", "params")).columns
    hessian = config().problem.landscape.hessian_at(limits["params"][7, 0])  # type: ignore[attr-defined]
    assert limits["limit"][7, 0, 0] == pytest.approx(2.0 / np.linalg.eigvalsh(hessian)[-1], rel=1e-12)


def test_what_noise_and_clipping_make_of_one_entry_is_told() -> None:
    run = start(config())
    run.advance(20)
    gradient = next(stage for stage in opened(run, 5, "noisy", parameter="bias[0]")["stages"] if stage["stage"] == "gradient")
    assert [line["quantity"] for line in gradient["used_lines"]] == ["noisy_gradient", "used_gradient"]
    assert gradient["used"] != gradient["values"]
    symbols = str(gradient["used_lines"][1]["expression"])
    assert "‖g‖" in symbols


def test_batches_and_accuracy_are_told() -> None:
    run = start(config())
    run.advance(20)
    batch = run.inspect(5, "mini", "batch")
    assert (batch["examples"], batch["size"], batch["iterations"]) == (120, 32, 4)
    assert np.shape(batch["listed"]["x"]) == (4, 12)
    assert np.shape(batch["listed"]["output"]) == (12, 3)
    assert batch["gradient"] == WHOLE["gradient"][5, 1].tolist()
    accuracy = run.inspect(19, "full", "accuracy")
    assert 0.5 < accuracy["accuracy"] <= 1.0
    assert 0.5 < accuracy["test_accuracy"] <= 1.0


@pytest.mark.parametrize(
    ("racer", "what", "query", "code", "path"),
    [
        ("full", "gradient_cloud", {}, "unknown_kind", "what"),
        ("full", "step", {"parameter": "w"}, "unknown_kind", "parameter"),
        ("full", "step", {"parameter": 3}, "not_text", "what.parameter"),
    ],
)
def test_what_cannot_be_opened_is_refused_by_name(racer: str, what: str, query: dict[str, Any], code: str, path: str) -> None:
    run = start(config())
    run.advance(5)
    with pytest.raises(EngineError) as caught:
        run.inspect(2, racer, what, **query)
    assert (caught.value.code, caught.value.path) == (code, path)


# ---- what is drawn


def test_the_picture_is_the_plane_the_problem_names() -> None:
    first = config().problem.landscape.drawn
    assert first.parameters == ("weight[0,0]", "weight[0,1]")
    other = config({**FLOWERS, "plane": {"kind": "parameters", "first": 14, "second": 3}}).problem.landscape
    assert other.drawn.parameters == ("bias[2]", "weight[0,3]")
    points = WHOLE["params"][:20, 0]
    assert (bits(other.drawn_at(points)) == bits(points[:, [14, 3]])).all()
    drawn = [config({**FLOWERS, "plane": {"kind": "random", "seed": seed}}).problem.landscape.drawn for seed in (0, 0, 1)]
    assert all(isinstance(plane, Plane) for plane in drawn)
    assert (drawn[0].directions == drawn[1].directions).all()  # type: ignore[attr-defined]
    assert (drawn[0].directions != drawn[2].directions).any()  # type: ignore[attr-defined]


def test_the_plane_of_a_known_minimum_goes_through_it() -> None:
    landscape = config(LINEAR, []).problem.landscape
    (known,), (drawn,) = landscape.stationary_points(), landscape.drawn.stationary_points()
    assert drawn.params == pytest.approx(known.params[:2], rel=1e-12)
    assert landscape.drawn.loss_on(drawn.params, None) == pytest.approx(landscape.loss_on(known.params, None), abs=1e-20)


# ---- refused


@pytest.mark.parametrize(
    ("problem", "code", "path"),
    [
        ({**FLOWERS, "loss": {"kind": "mean_squared_error"}}, "unknown_kind", "problem.loss.kind"),
        ({**FLOWERS, "loss": {"kind": "categorical_cross_entropy"}}, "out_of_range", "problem.loss.from_logits"),
        ({**FLOWERS, "data": LINEAR["data"]}, "unknown_kind", "problem.data.task"),
        ({**FLOWERS, "features": [0, 4]}, "out_of_range", "problem.features"),
        ({**FLOWERS, "features": [0, 0]}, "not_unique", "problem.features"),
        ({**FLOWERS, "plane": {"kind": "parameters", "first": 15}}, "out_of_range", "problem.plane.first"),
        ({**FLOWERS, "plane": {"kind": "parameters", "first": 1}}, "not_unique", "problem.plane.second"),
        ({**FLOWERS, "plane": {"kind": "pca"}}, "unknown_kind", "problem.plane"),
        ({**LINEAR, "loss": {"kind": "binary_cross_entropy"}}, "unknown_kind", "problem.loss.kind"),
        ({**LINEAR, "loss": LOGITS}, "unknown_kind", "problem.loss.kind"),
    ],
)
def test_a_problem_that_does_not_fit_is_refused_by_name(problem: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(ValidationError) as caught:
        config(problem, [])
    found = next(errors_of(RunConfig, caught.value))
    assert (found.code, found.path) == (code, path)


@pytest.mark.parametrize(
    ("setting", "code", "path"),
    [
        ({"problem": LINEAR}, "unknown_kind", "set.problem.kind"),
        ({"problem": {**FLOWERS, "features": [0, 1]}}, "unknown_kind", "set.problem.data"),
        ({"params": [0.0, 1.0]}, "wrong_length", "set.params"),
        ({"own": {"kind": "linear", "l1": 0.1}}, "unknown_kind", "set.own.kind"),
        ({"own": {"kind": "softmax_regression", "loss": {"kind": "hinge"}}}, "unknown_kind", "set.own.loss.kind"),
    ],
)
def test_a_change_that_does_not_fit_is_refused_by_name(setting: dict[str, Any], code: str, path: str) -> None:
    run = start(config())
    with pytest.raises(EngineError) as caught:
        run.branch(Change.model_validate({"at_step": 0, "racer": "full", "set": setting}))
    assert (caught.value.code, caught.value.path) == (code, path)


def test_starts_have_as_many_entries_as_there_are_parameters() -> None:
    with pytest.raises(ValidationError) as caught:
        config(start=[0.0, 1.0])
    found = next(errors_of(RunConfig, caught.value))
    assert (found.code, found.path, found.params["allowed"]) == ("wrong_length", "start", 15)
    run = start(config(start=[0.5] * 15))
    assert run.starts[0] == (0.5,) * 15
    window = run.config.problem.landscape.window()
    assert all(low <= value <= high for value, (low, high) in zip(run.starts[2], window, strict=True))
    assert len(set(run.starts[2])) == 15
