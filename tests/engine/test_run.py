"""A run is a function of its configuration: the same bits however it is asked for, and an end that does not depend on it."""

import math
from typing import Any

import numpy as np
import pytest
from configs import ALL_COLUMNS, advanced, assert_same_bits, config, optimizer, problem, racer, rows_of, schedule, surface, zoo
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.registry import members
from engine.run import Run, start
from engine.run_config import Convergence, Racer, RunConfig
from engine.running.outcome import Outcome, kind_of_point

WHOLE = advanced(start(zoo()))
OPTIMIZERS = list(members("optimizers"))
SURFACES = list(members("surfaces"))


def test_the_zoo_holds_what_it_says() -> None:
    run = start(zoo())
    run.advance(10**6)
    kinds = {outcome.racer: outcome.kind for outcome in run.outcomes()}
    assert kinds["gd"] == "converged"
    assert kinds["thrown"] == "diverged"
    assert kinds["momentum"] == "step_limit"
    rates = WHOLE["learning_rate"][:, run.racers.index("plateau")]
    assert len(set(rates)) > 3


def test_columns_have_their_shapes() -> None:
    rows, racers = 301, 8
    vectors = ("params", "gradient", "change", "velocity", "accumulated")
    for name in ALL_COLUMNS:
        wanted = (rows, racers, 2) if name in (*vectors, "limit", "place") else (rows, racers)
        assert WHOLE[name].shape == wanted, name


def test_again_gives_the_same_bits() -> None:
    assert_same_bits(advanced(start(zoo())), WHOLE)


@pytest.mark.parametrize("index", range(8))
def test_a_racer_alone_moves_as_in_company(index: int) -> None:
    everyone = zoo()
    alone = advanced(start(everyone.model_copy(update={"racers": (everyone.racers[index],)})))
    length = len(alone["loss"])  # where all have diverged, the run ends
    assert_same_bits(alone, {name: column[:length, index : index + 1] for name, column in WHOLE.items()})


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 130), st.integers(1, 70)), min_size=1, max_size=12))
def test_any_slicing_gives_the_same_bits(slices: list[tuple[int, int]]) -> None:
    run = start(zoo())
    for count, every in [*slices, (1000, slices[0][1])]:
        before = run.step
        rows = run.advance(count, every, ALL_COLUMNS)
        assert rows.first_step == before
        assert rows.rows == len(range(before, run.step, every))
        assert run.step == min(before + count, 301)
        if rows.rows:
            assert_same_bits(rows.columns, rows_of(WHOLE, rows))
    assert run.is_over


@settings(max_examples=40)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=8), st.booleans())
def test_the_end_does_not_depend_on_slicing(sizes: list[int], stop: bool) -> None:
    everyone = zoo(convergence=Convergence(stop=stop))
    some = everyone.model_copy(update={"racers": tuple(r for r in everyone.racers if r.id in ("gd", "thrown", "cut"))})
    whole = start(some)
    whole.advance(10**6)
    run, reported = start(some), list[Outcome]()
    while not run.is_over:
        reported += run.advance(sizes[run.step % len(sizes)]).outcomes
    assert run.step == whole.step
    assert run.outcomes() == whole.outcomes()
    assert sorted(reported) == sorted(outcome for outcome in whole.outcomes() if outcome.kind != "step_limit")
    assert run.advance(5).rows == 0
    last = max(outcome.step for outcome in whole.outcomes())
    assert run.step == (last + 1 if stop else 301)


def test_an_outcome_is_reported_once_in_the_slice_that_decides_it() -> None:
    run = start(config(problem("himmelblau"), racer(learning_rate=0.01), start=(-0.2, 0.7)))
    assert run.advance(35).outcomes == ()
    assert run.advance(1).outcomes == (Outcome("a", "converged", 35, point="minimum"),)
    assert run.advance(100).outcomes == ()


# ---- outcomes


def ended(where: RunConfig) -> tuple[Outcome, ...]:
    run = start(where)
    run.advance(10**7)
    return run.outcomes()


@pytest.mark.parametrize(
    ("where", "point", "kind"),
    [
        (problem("saddle"), (0.0, 0.0), "saddle"),
        (problem("monkey_saddle"), (0.0, 0.0), "flat"),
        (problem("quadratic"), (0.0, 0.0), "minimum"),
        (problem("parabola"), (0.0,), "minimum"),
        (problem("double_well_1d"), (0.20426115523299948,), "maximum"),
        (problem("himmelblau"), (-0.2708445906673476, -0.9230385564799815), "maximum"),
        (problem("himmelblau"), (0.08667750455539636, 2.884254701174776), "saddle"),
        (problem("himmelblau"), (3.0, 2.0), "minimum"),
    ],
)
def test_a_stationary_point_is_named_by_its_kind(where: object, point: tuple[float, ...], kind: str) -> None:
    (outcome,) = ended(RunConfig(problem=where, racers=(racer(learning_rate=1e-4),), start=point, step_limit=3))  # type: ignore[arg-type]
    assert outcome == Outcome("a", "converged", 0, point=kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("rows", [((np.inf, 0.0), (0.0, 1.0)), ((1.0, np.nan), (np.nan, 1.0)), ((1.0, 0.0), (0.0, -np.inf))])
def test_a_curvature_that_is_no_number_makes_no_minimum(rows: tuple[tuple[float, ...], ...]) -> None:
    class Cut(type(surface("saddle"))):  # type: ignore[misc]  # a surface of its own
        def hessian(self, f: object, *params: object) -> object:
            return rows

    assert kind_of_point(Cut(), (0.0, 0.0)) == "flat"


def test_every_recorded_stationary_point_is_reported_as_such() -> None:
    for kind in SURFACES:
        for point in surface(kind).stationary_points():
            (outcome,) = ended(config(problem(kind), racer(learning_rate=1e-9), start=point.params, step_limit=1))
            assert outcome.kind == "converged", (kind, point)
            assert outcome.point in (point.kind, "flat"), (kind, point)


def test_rolling_through_a_minimum_at_speed_is_no_arrival() -> None:
    run = start(
        config(
            problem("parabola"),
            racer("a", "momentum", 0.1),
            start=(1.0,),
            convergence=Convergence(gradient_tolerance=0.5, change_tolerance=1e-3),
        )
    )
    rows = run.advance(500, columns=("params", "gradient_norm", "change")).columns
    flat, change = rows["gradient_norm"][:, 0] <= 0.5, np.abs(rows["change"][:, 0, 0])
    assert (flat & (change > 0.1)).any(), "it passes through the flat part at speed"
    (outcome,) = run.outcomes()
    assert outcome.step == int(np.argmax(flat & (change <= 1e-3)))


@pytest.mark.parametrize(
    ("optimizer_kind", "rate", "where", "begin", "parameter"),
    [
        ("gradient_descent", 0.5, problem("saddle"), (1.0, 1.0), "y"),
        ("gradient_descent", 2.0, problem("quadratic", condition_number=100.0), (1.0, 1.0), "y"),  # x is NaN at once: 0 · ∞
        ("gradient_descent", 1.1, problem("parabola"), (1.0,), "x"),
        ("momentum", 1e6, problem("rosenbrock"), (1e3, 1e3), "x"),
    ],
)
def test_divergence_names_step_parameter_and_last_value(
    optimizer_kind: str, rate: float, where: object, begin: tuple[float, ...], parameter: str
) -> None:
    setting = RunConfig(problem=where, racers=(racer("a", optimizer_kind, rate),), start=begin, step_limit=100_000)  # type: ignore[arg-type]
    run = start(setting)
    rows = run.advance(10**6, columns=("params", "change"))
    (outcome,) = run.outcomes()
    assert outcome.kind == "diverged"
    index = setting.problem.surface.parameters.index(parameter)
    assert outcome.parameter == parameter
    assert outcome.last == rows.columns["params"][outcome.step - 1, 0, index]
    assert math.isfinite(outcome.last)
    with np.errstate(all="ignore"):
        following = rows.columns["params"][outcome.step - 1, 0] + rows.columns["change"][outcome.step - 1, 0]
    left = ~np.isfinite(following)
    assert left[index]
    assert abs(outcome.last) == np.abs(rows.columns["params"][outcome.step - 1, 0][left]).max()
    assert np.isfinite(rows.columns["params"]).all()
    assert rows.rows == outcome.step + 1 == run.step


def test_a_diverged_racer_stands_still_and_the_others_go_on() -> None:
    run = start(config(problem("himmelblau"), racer("thrown", learning_rate=0.05), racer("good", learning_rate=0.01), start=(-0.2, 0.7)))
    rows = run.advance(10**6, columns=("params", "loss", "change"))
    thrown, good = run.outcomes()
    assert (thrown.kind, good.kind) == ("diverged", "converged")
    assert rows.rows == 501
    for column in rows.columns.values():
        after = column[thrown.step - 1 :, 0].reshape(-1, column[0, 0].size)
        assert (after.view(np.uint64) == after[0].view(np.uint64)).all()


def test_the_step_limit_is_an_outcome_only_once_it_is_met() -> None:
    run = start(config(problem("rosenbrock"), racer(learning_rate=1e-4), step_limit=20))
    run.advance(20)
    assert (run.outcomes()[0].kind, run.is_over) == ("running", False)
    assert run.advance(20).rows == 1
    assert (run.outcomes(), run.is_over) == ((Outcome("a", "step_limit", 20),), True)


def test_without_racers_a_run_is_over() -> None:
    run = start(config(problem("booth")))
    assert run.is_over
    assert run.advance(10).rows == 0
    assert run.outcomes() == ()


# ---- the edges of the numbers (warnings are errors in all tests)


@pytest.mark.parametrize("kind", OPTIMIZERS)
@pytest.mark.parametrize("where", SURFACES)
def test_far_out_and_with_epsilon_zero_nothing_raises(kind: str, where: str) -> None:
    fields = members("optimizers")[kind].model_fields
    extra = {"eps": 0.0} if "eps" in fields else {}
    count = len(surface(where).parameters)
    for begin in (0.0, 1e9, -1e-9):
        run = start(config(problem(where), racer("a", kind, 10.0, **extra), start=(begin,) * count, step_limit=40))
        columns = advanced(run)
        assert np.isfinite(columns["params"]).all()
        run.inspect(0, "a")
        run.inspect(run.step - 1, "a", "limit")


@pytest.mark.parametrize("clipping", ["norm", "value"])
def test_clipping_and_noise_at_the_largest_numbers(clipping: str) -> None:
    rules = {"clipping": {"kind": clipping, "limit": 1e12}, "noise": 1e6, "schedule": schedule("reduce_on_plateau", patience=0)}
    run = start(config(problem("goldstein_price"), racer("a", "momentum", 1e6, rules=rules), start=(1e9, -1e9), step_limit=300))
    assert np.isfinite(advanced(run)["params"]).all()


def test_a_zero_gradient_with_epsilon_zero_leaves_the_numbers() -> None:
    (outcome,) = ended(config(problem("parabola"), racer("a", "adam", 0.1, eps=0.0), start=(0.0,)))
    assert outcome == Outcome("a", "diverged", 1, parameter="x", last=0.0, cause="undefined")


def test_a_gradient_beyond_the_numbers_is_an_overflow_and_no_division_by_zero() -> None:
    for where in ("booth", "himmelblau", "goldstein_price"):
        (outcome,) = ended(config(problem(where), racer(learning_rate=1e6), start=(1.0, 0.5)))
        assert (outcome.kind, outcome.cause) == ("diverged", "overflow"), where
    for kind in ("adam", "adagrad", "rmsprop", "adamax", "nadam", "adamw", "adadelta"):
        (outcome,) = ended(config(problem("quadratic"), racer("a", kind, 0.1, eps=0.0), start=(1.0, 0.0)))
        assert (outcome.kind, outcome.cause, outcome.parameter) == ("diverged", "undefined", "y"), kind


@pytest.mark.parametrize(
    ("where", "start_at", "learning_rate"),
    [
        ("plateau", (-60.0, 10.0), 0.1),
        ("plateau", (-11.0, 0.0), 0.1),
        ("saddle", (1e-9, 0.03), 1e-9),
    ],
)
def test_where_no_point_is_near_the_ground_is_flat(where: str, start_at: tuple[float, float], learning_rate: float) -> None:
    loose = Convergence(gradient_tolerance=0.1, change_tolerance=0.1)
    (outcome,) = ended(config(problem(where), racer(learning_rate=learning_rate), start=start_at, step_limit=1, convergence=loose))
    near = where == "saddle"
    assert (outcome.kind, outcome.point) == ("converged", "saddle" if near else "flat")


def test_a_slope_that_fades_for_ever_is_flat_ground_at_any_distance() -> None:
    class Fading(type(surface("parabola"))):  # type: ignore[misc]  # a surface of its own
        """1 − e^(−x²): from x = 3 on the slope is below 0.001, and there is no point but 0."""

        def gradient(self, f: Any, *params: Any) -> Any:
            (x,) = params
            return (2.0 * x * np.exp(-x * x),)

        def hessian(self, f: Any, *params: Any) -> Any:
            (x,) = params
            return (((2.0 - 4.0 * x * x) * np.exp(-x * x),),)

    assert [kind_of_point(Fading(), (x,)) for x in (0.0, 0.01, 2.9, 5.0, 10.0, 20.0)] == [
        "minimum",
        "minimum",
        "flat",
        "flat",
        "flat",
        "flat",
    ]


@pytest.mark.parametrize("every", [1, 7, 1000])
def test_what_leaves_the_place_it_converged_at_is_on_its_way_again(every: int) -> None:
    run = start(config(problem("saddle"), racer(learning_rate=0.1), start=(1.0, 1e-12), step_limit=500))
    reported: list[Outcome] = []
    while not run.is_over:
        reported += run.advance(every, columns=("params",)).outcomes
    if every == 1:
        (arrived, gone) = reported
        assert (arrived.kind, arrived.point) == ("converged", "saddle")
        rows = start(run.config).advance(501, columns=("params", "gradient_norm")).columns
        far = np.abs(rows["params"][:, 0] - rows["params"][arrived.step, 0]).max(axis=1) > 0.02 * 4.0
        left = far & (rows["gradient_norm"][:, 0] > 1e-3) & (np.arange(501) > arrived.step)
        assert gone == Outcome("a", "running", int(np.argmax(left)))
    assert run.outcomes() == (Outcome("a", "step_limit", 500),)


def test_a_ball_that_only_swings_about_its_minimum_has_not_left_it() -> None:
    where = config(problem("booth"), racer("a", "momentum", 0.003), start=(-8.0, 8.0), step_limit=300)
    rows = start(where).advance(301, columns=("gradient_norm", "change")).columns
    (outcome,) = ended(where)
    assert (outcome.kind, outcome.point) == ("converged", "minimum")
    assert rows["gradient_norm"][outcome.step :, 0].max() > 1e-3, "it is no longer flat now and then"


def test_with_stop_the_run_ends_where_all_stand_still_however_it_is_sliced() -> None:
    # The first stands on the saddle for some steps and slides off; the second comes to rest while the first still stands, or only later.
    rules = {"start": (1.0, 1e-12), "step_limit": 400, "convergence": Convergence(stop=True)}
    for rate in (0.09, 0.008):
        where = config(problem("saddle"), racer("a", learning_rate=0.1), racer("b", learning_rate=rate), **rules)
        ends = []
        for count in (1, 3, 50, 10**6):
            run = start(where)
            while not run.is_over:
                run.advance(count, columns=())
            ends.append((run.step, run.outcomes()))
        assert ends == ends[:1] * 4
        assert (ends[0][0] < 401) == (rate == 0.09)


@pytest.mark.parametrize(("steps", "kind"), [(47, "step_limit"), (48, "step_limit"), (49, "diverged"), (60, "diverged")])
def test_an_update_behind_the_last_row_decides_nothing(steps: int, kind: str) -> None:
    run = start(config(problem("parabola"), racer(learning_rate=1e6), start=(1.0,), step_limit=steps))
    rows = run.advance(steps + 1)
    (outcome,) = run.outcomes()
    assert np.isfinite(rows.columns["params"]).all()
    assert (outcome.kind, outcome.step) == (kind, min(steps, 49))
    assert rows.outcomes == ((outcome,) if kind == "diverged" else ())


# ---- starts and refusals


def test_whose_start_counts() -> None:
    where = problem("himmelblau")
    own = Racer(id="own", optimizer=optimizer("adam"), start=(1.0, 1.0))
    shared = Racer(id="shared", optimizer=optimizer("adam"))
    lucky = Racer(id="lucky", optimizer=optimizer("adam"), start="random")
    run = start(config(where, own, shared, lucky, start="random", seed=5))
    assert run.starts[0] == (1.0, 1.0)
    assert run.starts[1] != run.starts[2]
    assert start(config(where, own, shared)).starts[1] == where.surface.start()
    again = start(config(where, shared, racer("other"), start="random", seed=5))
    assert again.starts[0] == again.starts[1] == run.starts[1], "a shared random start is one for all"
    assert start(config(where, shared, start="random", seed=6)).starts[0] != run.starts[1]


def refused(run: Run, *arguments: object) -> tuple[str, str]:
    with pytest.raises(EngineError) as caught:
        run.inspect(*arguments)  # type: ignore[arg-type]
    return caught.value.code, caught.value.path


def test_inspecting_what_is_not_there_is_refused() -> None:
    run = start(zoo())
    run.advance(10)
    assert refused(run, 11, "gd") == ("out_of_range", "step")
    assert refused(run, -1, "gd") == ("out_of_range", "step")
    assert refused(run, 3, "nobody") == ("unknown_kind", "racer")
    with pytest.raises(EngineError, match="columns must be one of params, loss"):
        run.advance(1, columns=("altitude",))
