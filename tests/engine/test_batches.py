"""Batches: every epoch sees what it should, counters are true at any size, and runs with batches rewind, branch and resume to the bit."""

from typing import Any

import numpy as np
import pytest
from configs import ALL_COLUMNS, advanced, assert_same_bits
from fits import problem, run_of
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine import EngineError
from engine.fits.batches import FullBatch, MiniBatch, Origin, begun_at, examples_seen, iterations, order, place_of
from engine.fits.fitting import Fit
from engine.numbers.draws import batch_orders
from engine.problems.fit import FitProblem
from engine.run import Run, resume, start
from engine.run_config import Change, RunConfig, Setting
from engine.views import gradient_cloud

COUNTS = st.integers(1, 300)
SIZES = st.integers(1, 400)


# ---- places and counters


@given(COUNTS, SIZES, st.integers(0, 2000))
def test_counters_are_those_of_counting(examples: int, size: int, step: int) -> None:
    batch, seen, epoch, iteration = MiniBatch(size=size), 0, 0, 0
    for _ in range(step % (4 * iterations(batch, examples))):
        left = examples - iteration * size
        seen += min(size, left)
        iteration += 1
        if left <= size:
            epoch, iteration = epoch + 1, 0
    place = place_of(batch, examples, Origin(), step % (4 * iterations(batch, examples)))
    assert (place.epoch, place.iteration, place.examples) == (epoch, iteration, seen)
    assert place.last - place.first == min(size, examples - iteration * size)
    assert batch.size_in(examples) * iterations(batch, examples) >= examples > batch.size_in(examples) * (iterations(batch, examples) - 1)


@given(COUNTS, SIZES, st.integers(0, 500), st.integers(0, 50), st.integers(0, 10**6))
def test_the_column_is_the_place(examples: int, size: int, at: int, epoch: int, before: int) -> None:
    batch, origin, steps = MiniBatch(size=size), Origin(at, epoch, before), np.arange(at, at + 40, dtype=float)
    column = examples_seen(batch, examples, origin, steps)
    assert column.tolist() == [place_of(batch, examples, origin, int(step)).examples for step in steps]


@given(COUNTS, st.lists(st.tuples(st.integers(0, 60), SIZES | st.none()), min_size=1, max_size=5))
def test_changes_of_size_start_an_epoch_and_keep_the_count(examples: int, parts: list[tuple[int, int | None]]) -> None:
    batch: Any = FullBatch()
    origin, step, seen, last_epoch = Origin(), 0, 0, -1
    for count, size in parts:
        batch_next = FullBatch() if size is None else MiniBatch(size=size)
        origin = begun_at(batch, examples, origin, step)
        batch = batch_next
        first = place_of(batch, examples, origin, step)
        assert (first.iteration, first.first, first.examples) == (0, 0, seen)
        assert first.epoch == last_epoch + 1, "a begun epoch ends: its order is not used twice, and none is left out"
        for _ in range(count):
            place = place_of(batch, examples, origin, step)
            assert place.examples == seen
            seen, last_epoch, step = seen + place.last - place.first, place.epoch, step + 1


@given(st.integers(0, 2**32 - 1), st.integers(0, 10**6), COUNTS)
def test_an_epoch_is_a_permutation(seed: int, epoch: int, examples: int) -> None:
    assert sorted(order(seed, "", epoch, examples, False).tolist()) == list(range(examples))
    assert not order(seed, "", epoch, examples, False).flags.writeable


def test_orders_differ_by_seed_epoch_and_racer_and_are_even() -> None:
    orders = {tuple(order(s, w, e, 30, False).tolist()) for s in (0, 1) for w in ("", "a", "b") for e in (0, 1, 2)}
    assert len(orders) == 18
    # Where example 0 lands is uniform: chi-squared of 10 boxes of 300, 99.99 % below 34.
    landed = np.bincount([int(np.flatnonzero(order(0, "", epoch, 10, False) == 0)[0]) for epoch in range(3000)], minlength=10)
    assert ((landed - 300.0) ** 2 / 300.0).sum() < 34.0


def test_with_replacement_draws_are_independent() -> None:
    drawn = np.concatenate([order(0, "", epoch, 10, True) for epoch in range(3000)])
    counts = np.bincount(drawn, minlength=10)
    assert ((counts - 3000.0) ** 2 / 3000.0).sum() < 34.0
    assert any(len(set(order(0, "", epoch, 10, True).tolist())) < 10 for epoch in range(5))


# ---- the run takes them


def updates(run: Run, columns: Any, racer: str, steps: range) -> None:
    """Every row's loss and gradient are those of the batch that the view lists."""
    fit, at = run.config.problem.landscape, run.racers.index(racer)
    assert isinstance(fit, Fit)
    for step in steps:
        view = run.inspect(step, racer, "batch")
        batch = fit.batch(np.array(view["indices"]))
        loss, gradient = fit.slope_on(tuple(columns["params"][step, at]), batch)
        assert (columns["batch_loss"][step, at], tuple(columns["gradient"][step, at])) == (loss, gradient)
        assert view["loss"] == loss
        assert view["gradient"] == list(gradient)
        assert view["seen"] == columns["examples"][step, at]


def test_each_update_sees_its_batch_and_the_last_short_one_weighs_as_one() -> None:
    run = start(run_of(problem(), {"batch": {"kind": "mini_batch", "size": 16}}))
    columns = advanced(run)
    updates(run, columns, "a", range(12))
    views = [run.inspect(step, "a", "batch") for step in range(8)]
    assert [len(view["indices"]) for view in views] == [16, 16, 16, 2, 16, 16, 16, 2]
    assert [view["iteration"] for view in views] == [0, 1, 2, 3, 0, 1, 2, 3]
    assert [view["epoch"] for view in views] == [0] * 4 + [1] * 4
    for epoch in (views[:4], views[4:]):
        assert sorted(index for view in epoch for index in view["indices"]) == list(range(50))
    # The short batch's gradient is the mean over its own two examples, not 2/16 of it.
    fit = run.config.problem.landscape
    assert isinstance(fit, Fit)
    own = fit.example_gradients(tuple(columns["params"][3, 0]))[views[3]["indices"]].mean(axis=0)
    np.testing.assert_allclose(columns["gradient"][3, 0], own, rtol=1e-13)
    np.testing.assert_allclose(columns["change"][3, 0], -0.05 * own, rtol=1e-13)


def test_loss_is_of_all_data_and_batch_loss_of_the_batch() -> None:
    run = start(run_of(problem(l2=0.3)))
    columns = advanced(run)
    fit = run.config.problem.landscape
    assert isinstance(fit, Fit)
    for step in (0, 3, 77):
        assert columns["loss"][step, 0] == pytest.approx(fit.loss_on(tuple(columns["params"][step, 0]), None), rel=1e-13)
    assert (columns["loss"] != columns["batch_loss"]).all()
    whole = advanced(start(run_of(problem(), {"batch": {"kind": "full"}})))
    assert (whole["loss"] == whole["batch_loss"]).all()
    assert whole["examples"][:, 0].tolist() == [50 * step for step in range(101)]


def test_racers_share_the_order_unless_one_wants_its_own() -> None:
    mini = {"kind": "mini_batch", "size": 8}
    adam = {"optimizer": {"kind": "adam"}}
    run = start(run_of(problem(), {}, adam, {"batch": {**mini, "own_order": True}}, {"batch": {**mini, "own_order": True}}))
    advanced(run)
    seen = {racer: [run.inspect(step, racer, "batch")["indices"] for step in range(14)] for racer in run.racers}
    assert seen["a"] == seen["b"]
    assert seen["a"] != seen["c"] != seen["d"] != seen["a"]


def test_another_racer_changes_nothing() -> None:
    own = {"batch": {"kind": "mini_batch", "size": 4, "own_order": True}}
    two = advanced(start(run_of(problem(), {}, own)))
    four = advanced(start(run_of(problem(), {}, own, {"noise": 1.0}, {"batch": {"kind": "full"}})))
    assert_same_bits({name: column[:, :2] for name, column in four.items()}, two)


# ---- time runs both ways


def zoo(**rules: Any) -> RunConfig:
    """Batches of all sorts on 50 examples."""
    return run_of(
        problem(l2=0.1),
        {},
        {"batch": {"kind": "mini_batch", "size": 16, "replacement": True}, "optimizer": {"kind": "adam"}},
        {"batch": {"kind": "mini_batch", "size": 7, "own_order": True}, "noise": 0.3},
        {"batch": {"kind": "full"}, "gradient": {"kind": "numerical", "epsilon": 1e-4}},
        {"batch": {"kind": "mini_batch", "size": 1}, "gradient": {"kind": "numerical"}},
        {"optimizer": {"kind": "gradient_descent", "learning_rate": 2000.0}},
        **{"seed": 6, "step_limit": 150, **rules},
    )


WHOLE = advanced(start(zoo()))
OTHER_SIZE = Setting(batch=MiniBatch(size=3))
OTHER_DATA = Setting(problem=problem(data={"kind": "line", "count": 33}, l2=0.1))
CHANGES = (
    Change(at_step=11, racer="a", set=OTHER_SIZE),
    Change(at_step=20, set=OTHER_DATA),
    Change(at_step=20, racer="b", set=Setting(batch=FullBatch())),
    Change(at_step=31, racer="a", set=Setting(batch=MiniBatch(size=5, own_order=True))),
    Change(at_step=40, set=Setting(problem=problem(loss="huber", data={"kind": "line", "count": 33}))),
)


def ran(steps: int) -> Run:
    run = start(zoo())
    run.advance(steps)
    return run


def tail(columns: Any, step: int) -> dict[str, np.ndarray]:
    return {name: column[step:] for name, column in columns.items()}


def test_a_diverged_racer_stands_still_in_every_column() -> None:
    (outcome,) = (one for one in start_and_end(zoo()) if one.kind == "diverged")
    assert (outcome.racer, outcome.parameter in ("w", "b")) == ("f", True)
    for name in ALL_COLUMNS:
        column = WHOLE[name][outcome.step - 1 :, 5]
        assert np.array_equal(column, np.broadcast_to(column[0], column.shape), equal_nan=True), name


def start_and_end(config: RunConfig) -> Any:
    run = start(config)
    run.advance(10**6)
    return run.outcomes()


@settings(max_examples=6)
@given(st.integers(0, 150), st.integers(0, 150))
def test_rewound_into_the_middle_of_an_epoch_it_goes_on_with_the_same_bits(reached: int, step: int) -> None:
    branch = ran(max(reached, step)).branch(Change(at_step=step, set=Setting()))
    assert_same_bits(advanced(branch), tail(WHOLE, step))


@settings(max_examples=6)
@given(st.integers(0, 151))
def test_resumed_in_the_middle_of_an_epoch_it_goes_on_with_the_same_bits(step: int) -> None:
    run = ran(step)
    state = run.checkpoint()
    again = resume(zoo(), (), state)
    assert again.outcomes() == run.outcomes()
    if step <= 150:
        assert_same_bits(advanced(again), tail(WHOLE, step))


@pytest.mark.parametrize("count", range(1, len(CHANGES) + 1))
@pytest.mark.parametrize("later", [0, 1, 13, 60])
def test_resumed_after_changes_of_batch_data_and_loss(count: int, later: int) -> None:
    run = start(zoo(), CHANGES[:count])
    run.advance(later)
    again = resume(zoo(), CHANGES[:count], run.checkpoint())
    assert again.config == run.config
    assert_same_bits(advanced(again), advanced(run))
    assert [again.inspect(45, "a", what) for what in ("batch", "gradient_cloud")] == [
        run.inspect(45, "a", what) for what in ("batch", "gradient_cloud")
    ]


def test_any_pace_gives_the_same_rows() -> None:
    run = start(zoo())
    parts = [run.advance(count, columns=ALL_COLUMNS).columns for count in (1, 2, 3, 50, 7, 88)]
    assert_same_bits({name: np.concatenate([part[name] for part in parts]) for name in ALL_COLUMNS}, WHOLE)
    thinned = start(zoo()).advance(16, every=9, columns=ALL_COLUMNS)
    rows = start(zoo()).advance(151, every=9, columns=ALL_COLUMNS)
    assert rows.rows == 17
    assert_same_bits(rows.columns, {name: column[::9] for name, column in WHOLE.items()})
    assert thinned.rows <= 16


def test_another_size_mid_epoch_starts_an_epoch() -> None:
    run = ran(40)
    branch = run.branch(Change(at_step=11, racer="a", set=OTHER_SIZE))
    columns = advanced(branch)
    # Steps 0 … 6 are epoch 0 (six batches of 8 and one of 2), 7 … 10 begin epoch 1: 82 examples seen.
    assert columns["examples"][:3, 0].tolist() == [82, 85, 88]
    view = branch.inspect(11, "a", "batch")
    assert (view["epoch"], view["iteration"], view["iterations"], view["seen"]) == (2, 0, 17, 82)
    assert_same_bits({name: column[:, 1:] for name, column in columns.items()}, {n: c[11:, 1:] for n, c in WHOLE.items()})
    same = run.branch(Change(at_step=11, racer="a", set=Setting(batch=MiniBatch(size=8))))
    assert_same_bits(advanced(same), tail(WHOLE, 11))


def test_another_size_where_an_epoch_ends_leaves_none_out() -> None:
    run = ran(40)  # seven batches an epoch: step 14 begins epoch 2
    for step, epoch in ((13, 2), (14, 2), (15, 3)):
        branch = run.branch(Change(at_step=step, racer="a", set=OTHER_SIZE))
        branch.advance(1)
        view = branch.inspect(step, "a", "batch")
        assert (view["epoch"], view["iteration"]) == (epoch, 0), step


@pytest.mark.parametrize("step", [0, 3, 11, 14])
def test_other_data_in_the_middle_of_an_epoch_are_the_ones_that_are_seen(step: int) -> None:
    moved = problem(data={"kind": "line", "count": 50, "noise": 0.9}, l2=0.1)
    branch = ran(40).branch(Change(at_step=step, set=Setting(problem=moved)))
    columns = advanced(branch)
    fit = branch.config.problem.landscape
    assert isinstance(fit, Fit)
    for racer in ("a", "b", "c"):
        at = branch.racers.index(racer)
        for row in range(10):
            batch = fit.batch(np.array(branch.inspect(step + row, racer, "batch")["indices"]))
            loss, gradient = fit.slope_on(tuple(columns["params"][row, at]), batch)
            assert (columns["batch_loss"][row, at], tuple(columns["gradient"][row, at])) == (loss, gradient), (racer, row)


def test_other_data_of_another_count_start_an_epoch_and_of_the_same_count_do_not() -> None:
    run = ran(40)
    fewer = run.branch(Change(at_step=11, set=OTHER_DATA))
    columns = advanced(fewer)
    view = fewer.inspect(11, "a", "batch")
    assert (view["examples"], view["epoch"], view["iteration"], view["seen"]) == (33, 2, 0, 82)
    assert max(fewer.inspect(15, "a", "batch")["indices"]) < 33
    assert columns["examples"][:6, 0].tolist() == [82, 90, 98, 106, 114, 115]
    moved = problem(data={"kind": "line", "count": 50, "noise": 0.9}, l2=0.1)
    same = run.branch(Change(at_step=11, set=Setting(problem=moved)))
    advanced(same)
    assert same.inspect(11, "a", "batch")["indices"] == run.inspect(11, "a", "batch")["indices"]
    assert same.inspect(11, "a", "batch")["loss"] != run.inspect(11, "a", "batch")["loss"]


def test_a_change_of_data_sets_a_diverged_racer_going_again() -> None:
    branch = ran(150).branch(Change(at_step=140, set=OTHER_DATA))
    assert {outcome.kind for outcome in branch.outcomes()} == {"running"}


def test_a_diverged_checkpoint_from_before_its_epoch_is_refused() -> None:
    # A hostile one: the batch changed at step 30, and it claims to have diverged at 12.
    where = run_of(problem(), {"optimizer": {"kind": "gradient_descent", "learning_rate": 30.0}})
    changes = [Change(at_step=30, racer="a", set=OTHER_SIZE)]
    run = start(where, changes)
    state = np.frombuffer(run.checkpoint(), dtype="<f8").copy()
    for outcome_step in (0.0, 12.0, 30.0):
        state[-6:-3] = 2.0, outcome_step, 0.0
        with pytest.raises(EngineError) as caught:
            resume(where, changes, state.tobytes())
        assert caught.value.code == "bad_checkpoint"


# ---- convergence


def test_a_flat_batch_ends_nothing_and_the_end_of_an_epoch_decides() -> None:
    # Two examples that pull against each other: w x fits neither, each batch of one has its own slope …
    data = {"task": "regression", "x": [[1.0, 1.0]], "y": [1.0, -1.0]}
    pulling = run_of(problem(data=data), {"batch": {"kind": "mini_batch", "size": 1}}, start=(0.0, 0.0), step_limit=400)
    assert start_and_end(pulling)[0].kind == "step_limit"
    # … and with a decaying rate the ball comes to rest at their minimum, at the end of an epoch.
    falling = {"schedule": {"kind": "inverse_time", "decay": 0.1}, "batch": {"kind": "mini_batch", "size": 1}}
    (outcome,) = start_and_end(run_of(problem(data=data), falling, start=(0.0, 0.0), step_limit=20_000, convergence={"stop": True}))
    assert (outcome.kind, outcome.point) == ("converged", "flat"), "w + b = 0 is a whole line of minima"
    assert outcome.step % 2 == 1, "the second of two iterations"


# ---- views


@pytest.mark.parametrize("loss", ["mean_squared_error", "half_sum_squared_error", "huber"])
@pytest.mark.parametrize("penalties", [{}, {"l1": 0.2, "l2": 0.4}], ids=str)
@pytest.mark.parametrize("replacement", [False, True])
def test_the_cloud_is_every_batch_of_the_epoch(loss: str, penalties: dict[str, float], replacement: bool) -> None:
    rate = {"kind": "gradient_descent", "learning_rate": 0.002}
    mini = {"kind": "mini_batch", "size": 16, "replacement": replacement}
    run = start(run_of(problem(loss=loss, **penalties), {"batch": mini, "optimizer": rate}))
    columns = advanced(run)
    fit = run.config.problem.landscape
    assert isinstance(fit, Fit)
    for step in (0, 6, 11):
        cloud = run.inspect(step, "a", "gradient_cloud")
        params = tuple(columns["params"][step, 0])
        assert len(cloud["gradients"]) == 4
        assert cloud["size"] == 16
        assert cloud["gradients"][cloud["iteration"]] == columns["gradient"][step, 0].tolist(), "the one that moves the ball"
        np.testing.assert_allclose(cloud["full"], fit.slope_on(params, None)[1], rtol=1e-14)
        if not replacement and fit.loss.reduction == "mean":
            # Weighted by size, the batches of an epoch make up all data.
            mean = np.average(cloud["gradients"], axis=0, weights=[16, 16, 16, 2])
            np.testing.assert_allclose(mean, cloud["full"], rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("replacement", [False, True])
@pytest.mark.parametrize("loss", ["mean_squared_error", "half_sum_squared_error"])
def test_the_measured_spread_is_the_predicted_one_within_its_sampling_error(loss: str, replacement: bool) -> None:
    where = problem(loss=loss, data={"kind": "noisy_line", "count": 200})
    mini = {"kind": "mini_batch", "size": 16, "replacement": replacement}
    still = {"kind": "gradient_descent", "learning_rate": 1e-6}
    ratios = []
    for seed in range(12):
        run = start(run_of(where, {"batch": mini, "optimizer": still}, seed=seed))
        cloud = run.inspect(0, "a", "gradient_cloud")
        assert cloud["sizes"] == [1, 2, 4, 8, 16, 32, 64, 128, 200]
        measured, predicted = np.array(cloud["measured"]), np.array(cloud["predicted"])
        if not replacement:
            assert predicted[-1] == 0.0
            assert measured[-1] < 1e-10 * predicted[0]
            measured, predicted = measured[:-1], predicted[:-1]
        ratios.append(measured / predicted)
    # 12 × 128 batches: the mean of squares is known to √(κ/1536), κ the kurtosis of a stray, about 20 for single outliers.
    np.testing.assert_allclose(np.sqrt(np.mean(np.square(ratios), axis=0)), 1.0, atol=0.15)
    fit = where.landscape
    each = fit.example_gradients(start(run_of(where)).starts[0])
    sigma = np.sqrt(((each - each.mean(axis=0)) ** 2).sum(axis=1).mean())
    assert cloud["predicted"][0] == pytest.approx(sigma, rel=1e-12)
    by_hand = sigma / 4 * (1 if replacement else np.sqrt(184 / 199)) * (16 if loss == "half_sum_squared_error" else 1)
    assert cloud["predicted"][4] == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize(("count", "sizes"), [(16, [1, 2, 4, 8, 16]), (17, [1, 2, 4, 8, 16, 17]), (3, [1, 2, 3])])
def test_the_cloud_names_each_size_once(count: int, sizes: list[int]) -> None:
    run = start(run_of(problem(data={"kind": "line", "count": count}), {"batch": {"kind": "mini_batch", "size": 2}}))
    cloud = run.inspect(0, "a", "gradient_cloud")
    assert cloud["sizes"] == sizes
    assert len(cloud["measured"]) == len(cloud["predicted"]) == len(sizes)


@pytest.mark.parametrize(("count", "drawn"), [(50, 128), (4096, 128), (8192, 64), (100_000, 16)])
def test_the_cloud_draws_fewer_batches_of_many_examples(count: int, drawn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def orders(seed: int, examples: int, draws: int, *, replaced: bool) -> Any:
        asked.append(draws)
        return batch_orders(seed, examples, 1, replaced=replaced)

    monkeypatch.setattr("engine.views.gradient_cloud.batch_orders", orders)
    gradient_cloud._spread(np.ones((count, 2)), 0, replaced=True)
    assert asked == [drawn]


def test_the_batch_view_lists_what_each_example_says() -> None:
    made = problem("logistic", "binary_cross_entropy", options={"from_logits": True})
    run = start(run_of(made, {"batch": {"kind": "mini_batch", "size": 20}}))
    columns = advanced(run)
    view = run.inspect(3, "a", "batch")
    assert len(view["indices"]) == 20
    listed, (w, b) = view["listed"], columns["params"][3, 0]
    assert len(listed["y"]) == 12
    z = w * np.array(listed["x"][0]) + b
    np.testing.assert_allclose(listed["output"], z, rtol=1e-13)
    loss = engine.loss("binary_cross_entropy", from_logits=True)
    for i, y in enumerate(listed["y"]):
        assert listed["loss"][i] == pytest.approx(loss.value(z[i], y), rel=1e-12)
        assert listed["slope"][i] == pytest.approx(float(loss.gradient(z[i], y)), rel=1e-12)
    assert view["full_loss"] == pytest.approx(columns["loss"][3, 0], rel=1e-13)


def test_a_ball_on_its_way_out_can_be_opened() -> None:
    run = start(run_of(problem(), {"optimizer": {"kind": "gradient_descent", "learning_rate": 1e6}}))
    run.advance(101)
    step = run.outcomes()[0].step - 1
    for what in ("batch", "gradient_cloud", "step", "limit"):
        view = run.inspect(step, "a", what)
        assert "nan" not in str(view).replace("NaN", "")
        assert " inf" not in str(view)


def test_there_is_no_batch_where_there_is_no_data() -> None:
    where = RunConfig.model_validate({"problem": {"surface": {"kind": "booth"}}, "racers": [{"id": "a", "optimizer": {"kind": "adam"}}]})
    run = start(where)
    run.advance(3)
    for what in ("batch", "gradient_cloud"):
        with pytest.raises(EngineError) as caught:
            run.inspect(1, "a", what)
        assert (caught.value.code, caught.value.path) == ("unknown_kind", "what")
    assert np.isnan(start(where).advance(3, columns=("examples",)).columns["examples"]).all()
    with pytest.raises(EngineError) as caught:
        run.branch(Change(at_step=1, racer="a", set=Setting(batch=MiniBatch())))
    assert (caught.value.code, caught.value.path) == ("unknown_kind", "set.batch.kind")


@pytest.mark.parametrize(
    ("wished", "path"),
    [
        (problem("sine"), "set.problem.model.kind"),
        ({"surface": {"kind": "booth"}}, "set.problem.kind"),
    ],
)
def test_a_change_keeps_the_model(wished: Any, path: str) -> None:
    setting = Setting(problem=wished) if isinstance(wished, FitProblem) else Setting.model_validate({"problem": wished})
    with pytest.raises(EngineError) as caught:
        ran(5).branch(Change(at_step=3, set=setting))
    assert (caught.value.code, caught.value.path) == ("unknown_kind", path)
