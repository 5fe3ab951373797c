"""A racer of many parameters: the bits of the rule on floats, PyTorch's updates, and every step again from what is kept."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from configs import bits, optimizer, schedule, surface
from member_texts import ROOT

import engine
from engine.fits.linear import LinearFit
from engine.fits.points import Points
from engine.functions import SCALAR
from engine.landscape import Formula, Landscape, Vector
from engine.numbers.layout import Layout, Part
from engine.registry import members
from engine.run_config import Convergence, Racer, Setting
from engine.running import learner_log
from engine.running.ball import Ball
from engine.running.learner import Learner
from engine.running.learner_log import LearnerLog, Record

REFERENCE = ROOT / "tests" / "reference"
ARRAYS = dict(np.load(REFERENCE / "learner.npz"))
CASES = json.loads((REFERENCE / "cases.json").read_text("utf-8"))
GRADIENTS = np.load(REFERENCE / "optimizers.npz")
CLIPPED = np.load(REFERENCE / "clipping.npz")
EXACT = Convergence(gradient_tolerance=1e-300, change_tolerance=1e-300)
"""Nothing converges by it."""


class Bowl(Vector):
    """L = ½ Σ sᵢ θᵢ², as many parameters as are asked for."""

    def __init__(self, width: int) -> None:
        self.layout = Layout(Part("weight", (width - 2,)), Part("bias", (2,)))
        self.steepness = np.linspace(0.5, 1.5, width)

    def slope_at(self, params: np.ndarray, batch: Any) -> tuple[float, np.ndarray]:
        gradient = self.steepness * params
        return 0.5 * float(params.dot(gradient)), gradient


class AsVector(Vector):
    """A formula of two parameters, seen as a vector."""

    def __init__(self, of: Formula) -> None:
        self.of = of
        self.layout = Layout(Part("xy", (2,)))

    def slope_at(self, params: np.ndarray, batch: Any) -> tuple[float, np.ndarray]:
        point = params.tolist()
        return float(self.of.value(SCALAR, *point)), np.array(self.of.gradient(SCALAR, *point), dtype=float)


class Recorded(Vector):
    """Hands out recorded gradients one after the other, whatever the point."""

    def __init__(self, gradients: np.ndarray) -> None:
        self.layout = Layout(Part("weight", gradients.shape[1:]))
        self._gradients: Iterator[np.ndarray] = iter(gradients)

    def window(self) -> tuple[tuple[float, float], ...]:
        return ((-1.0, 1.0),) * self.layout.size

    def slope_at(self, params: np.ndarray, batch: Any) -> tuple[float, np.ndarray]:
        return 0.0, next(self._gradients)


def flowers(**penalties: float) -> LinearFit:
    loss = engine.loss("sparse_categorical_cross_entropy", from_logits=True)
    return LinearFit(loss, Points(ARRAYS["iris"], ARRAYS["species"]), 3, **penalties)


def learner(
    landscape: Landscape, start: Any, kind: str = "adam", rate: float = 0.05, convergence: Convergence = EXACT, **rules: Any
) -> Learner:
    made = optimizer(kind, rate, **rules.pop("fields", {}))
    racer = Racer.model_validate({"id": "a", "optimizer": made.model_dump(), **rules})
    return Learner(racer, landscape, tuple(np.asarray(start, dtype=float).tolist()), 7, convergence)


def written(one: Learner, first: int, count: int, every: int = 1) -> LearnerLog:
    record = one.record()
    one.write(first, count, every, record)
    return one.log(record)


def assert_same_rows(got: LearnerLog, wanted: LearnerLog) -> None:
    assert len(got) == len(wanted)
    for name in ("loss", "gradient_norm", "learning_rate", "params", "gradient", "change"):
        assert (bits(getattr(got, name)) == bits(getattr(wanted, name))).all(), name
    for one, other in zip(got.state(), wanted.state(), strict=True):
        assert (bits(one) == bits(other)).all()


# ---- the rule, to the bit and to PyTorch


@pytest.mark.parametrize("kind", members("optimizers"))
def test_the_same_bits_as_floats_one_by_one(kind: str) -> None:
    of = surface("rosenbrock")
    rules: dict[str, Any] = {"schedule": {"kind": "cosine", "period": 90}, "noise": 0.3, "clipping": {"kind": "value", "limit": 20.0}}
    many = learner(AsVector(of), (-1.2, 1.0), kind, 1e-3, **rules)
    few = Ball(many.racer, of, many.start, many.seed, EXACT)
    got, wanted = written(many, 0, 300), few.advance(0, 300)
    for name in ("params", "loss", "gradient", "learning_rate", "change"):
        assert (bits(getattr(got, name)) == bits(getattr(wanted, name))).all(), name
    for one, other in zip(got.state(), wanted.state(), strict=True):
        assert (bits(one) == bits(other)).all()
    np.testing.assert_allclose(got.gradient_norm, np.hypot(*wanted.gradient.T), rtol=1e-15)


@pytest.mark.parametrize("case", CASES["optimizers"], ids=lambda case: case["name"])
def test_fed_the_same_gradients_it_makes_pytorchs_updates(case: dict[str, Any]) -> None:
    rows, gradients = GRADIENTS[case["name"]], GRADIENTS[case["gradients"]]
    fields = {name: value for name, value in case["settings"].items() if name != "learning_rate"}
    one = learner(Recorded(gradients), rows[0], case["kind"], case["settings"]["learning_rate"], fields=fields)
    log = written(one, 0, len(gradients))
    finite = np.isfinite(rows).all(axis=1)
    loose = 1e-9 if case["kind"] == "rmsprop" and fields.get("centered") else 1e-12
    reached = int(np.argmin(finite)) if not finite.all() else len(gradients)
    assert (one.outcome.kind == "diverged") == (not finite.all())
    assert finite.all() or one.outcome.step == reached
    largest = np.abs(rows[:reached]).max()
    assert np.abs(log.params[:reached] - rows[:reached]).max() <= loose * largest


@pytest.mark.parametrize("case", CASES["clipping"], ids=lambda case: case["name"])
def test_clips_a_whole_vector_as_pytorch_does(case: dict[str, Any]) -> None:
    before, after = CLIPPED["before"], CLIPPED[case["name"]]
    one = learner(Bowl(before.shape[1]), before[0], clipping={"kind": case["by"], "limit": case["limit"]})
    got = np.array([one.altered_array(gradient, 0) for gradient in before])
    np.testing.assert_allclose(got, after, rtol=1e-14, atol=0.0)


def test_a_landscape_that_says_only_its_slope_has_its_loss_from_there() -> None:
    bowl, params = Bowl(4), np.array([1.0, -2.0, 3.0, 0.5])
    by_hand = 0.5 * float((np.linspace(0.5, 1.5, 4) * params**2).sum())
    assert bowl.loss_at(params, None) == bowl.loss_on(tuple(params), None) == pytest.approx(by_hand, rel=1e-15)


def test_the_norm_that_clips_is_that_of_the_whole_vector() -> None:
    one = learner(Bowl(1000), np.ones(1000), clipping={"kind": "norm", "limit": 0.5})
    gradient = np.random.default_rng(3).normal(size=1000)
    assert np.linalg.norm(one.altered_array(gradient, 0)) == pytest.approx(0.5, rel=1e-6)
    assert (one.altered_array(1e-4 * gradient, 0) == 1e-4 * gradient).all()


# ---- what is kept, and the rest made again


@pytest.mark.parametrize("every", [1, 3])
def test_rows_between_those_that_are_kept_are_made_again_to_the_bit(every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rules: dict[str, Any] = {
        "schedule": {"kind": "reduce_on_plateau", "patience": 2, "gamma": 0.7},
        "batch": {"kind": "mini_batch", "size": 32},
    }
    start = ARRAYS["start_softmax_regression"]
    whole = written(learner(flowers(), start, **rules), 0, 211, every)
    assert whole.k == 1
    monkeypatch.setattr(learner_log, "ROW_BYTES", 100)
    thin = written(learner(flowers(), start, **rules), 0, 211, every)
    assert thin.k == 8
    monkeypatch.setattr(learner_log, "LOG_BYTES", 5 * 15 * 6 * 8)
    thinner = written(learner(flowers(), start, **rules), 0, 211, every)
    assert thinner.k >= 16
    for log in (thin, thinner):
        assert_same_rows(log, whole)
        assert_same_rows(log.head(len(whole) // 2), whole.head(len(whole) // 2))
        for row in (0, 1, 7, 8, len(whole) - 1):
            assert (bits(log.row(row).params) == bits(whole.params[row])).all()


def test_the_log_stays_within_its_bound() -> None:
    width, rows = 1000, 3000
    one = learner(Bowl(width), np.ones(width), rate=1e-3)
    record = one.record()
    one.write(0, rows, 1, record)
    bytes_a_row = 6 * 8 * width  # θ, g, Δ, m, v, vₘₐₓ
    assert len(record.whole) * bytes_a_row <= learner_log.LOG_BYTES
    assert len(record.whole) * bytes_a_row <= learner_log.ROW_BYTES * (rows + record.k)
    assert record.k > 1
    assert [row.step for row in record.whole] == list(range(0, rows, record.k))


def test_what_is_written_in_parts_is_what_is_written_at_once() -> None:
    start = ARRAYS["start_softmax_regression"]
    at_once = written(learner(flowers(), start, noise=0.1), 0, 100)
    one = learner(flowers(), start, noise=0.1)
    record = one.record()
    for first, count in ((0, 1), (1, 40), (41, 59)):
        one.write(first, count, 1, record)
    assert_same_rows(one.log(record), at_once)


def test_snapshots_share_arrays_that_nobody_writes_to() -> None:
    one = learner(flowers(), ARRAYS["start_softmax_regression"])
    written(one, 0, 10)
    kept = one.snapshot()
    params, state = kept.params.copy(), [field.copy() for field in kept.states]
    first = written(one, 10, 50)
    assert (kept.params == params).all()
    assert all((a == b).all() for a, b in zip(kept.states, state, strict=True))
    one.restore(kept)
    assert_same_rows(written(one, 10, 50), first)
    assert 0 <= one.snapshot_bytes - 5 * 15 * 8 < 1024
    other = learner(Bowl(1000), np.ones(1000))
    assert 0 <= other.snapshot_bytes - 5 * 1000 * 8 < 1024, "point, state, and where it has converged"


# ---- how it ends


def test_divergence_names_the_parameter_and_its_last_finite_value() -> None:
    one = learner(Bowl(40), np.linspace(1.0, 2.0, 40), "gradient_descent", 5.0)
    log = written(one, 0, 2000)
    assert one.outcome.kind == "diverged"
    assert one.outcome.parameter == "bias[1]"
    step = one.outcome.step
    assert one.outcome.last == log.params[step - 1, 39]
    assert np.isfinite(log.params).all()
    assert (log.params[step - 1 :] == log.params[step - 1]).all()
    assert (log.loss[step - 1 :] == log.loss[-1]).all()
    assert not (log.params[step - 2] == log.params[step - 1]).any()
    again = written(one, 2000, 5)
    assert (again.params == log.params[-1]).all()
    assert len(again) == 5


def test_a_gradient_beyond_the_square_root_of_the_numbers_still_has_a_norm() -> None:
    log = written(learner(Bowl(4), np.full(4, 1e200), "gradient_descent", 1e-3), 0, 2)
    assert log.gradient_norm[0] == pytest.approx(1e200 * np.linalg.norm(np.linspace(0.5, 1.5, 4)), rel=1e-14)
    log = written(learner(Bowl(4), np.full(4, 1e-200), "gradient_descent", 1e-3), 0, 2)
    assert log.gradient_norm[0] == pytest.approx(1e-200 * np.linalg.norm(np.linspace(0.5, 1.5, 4)), rel=1e-14)


def test_convergence_without_a_hessian_says_so() -> None:
    one = learner(Bowl(20), np.ones(20), "gradient_descent", 0.5, Convergence())
    log = written(one, 0, 100)
    assert (one.outcome.kind, one.outcome.point) == ("converged", "unknown")
    step = one.outcome.step
    met = (log.gradient_norm <= 1e-3) & (np.linalg.norm(log.change, axis=1) <= 1e-3)
    assert met[step]
    assert not met[:step].any()


def test_convergence_with_a_hessian_says_which_kind_of_point() -> None:
    regression = LinearFit(engine.loss("mean_squared_error"), Points(ARRAYS["x"], ARRAYS["y"]), 1)
    one = learner(regression, np.zeros(6), "gradient_descent", 0.05, Convergence())
    written(one, 0, 3000)
    assert (one.outcome.kind, one.outcome.point) == ("converged", "minimum")
    # The same number added to all biases changes nothing: the minimum is a line.
    points, _, _ = engine.standardise(Points(ARRAYS["iris"], ARRAYS["species"]))
    measured = LinearFit(engine.loss("sparse_categorical_cross_entropy", from_logits=True), points, 3, l2=0.1)
    one = learner(measured, np.zeros(15), "gradient_descent", 0.5, Convergence())
    written(one, 0, 3000)
    assert (one.outcome.kind, one.outcome.point) == ("converged", "flat")


def test_with_batches_it_is_judged_on_all_data_at_the_end_of_an_epoch() -> None:
    rules: dict[str, Any] = {"batch": {"kind": "mini_batch", "size": 50}}
    one = learner(
        flowers(l2=0.3), np.zeros(15), "gradient_descent", 0.02, Convergence(gradient_tolerance=0.2, change_tolerance=0.05), **rules
    )
    log = written(one, 0, 600)
    assert one.outcome.kind == "converged"
    assert one.outcome.step % 3 == 2
    norms = [np.linalg.norm(flowers(l2=0.3).slope_at(log.params[step], None)[1]) for step in range(2, one.outcome.step + 1, 3)]
    changes = np.linalg.norm(log.change[2 : one.outcome.step + 1 : 3], axis=1)
    met = (np.array(norms) <= 0.2) & (changes <= 0.05)
    assert met[-1]
    assert not met[:-1].any()


# ---- changed on the way


def test_a_change_keeps_the_state_of_an_optimizer_of_the_same_kind() -> None:
    start = ARRAYS["start_softmax_regression"]
    one = learner(flowers(), start)
    written(one, 0, 30)
    before = one.states
    one.change(30, Setting(optimizer=optimizer("adam", 0.01)))
    assert one.states is before
    assert one.optimizer_origin == 0
    one.change(30, Setting(optimizer=optimizer("momentum", 0.01), params=tuple(np.arange(15.0))))
    assert type(one.states).__name__ == "Velocity"
    assert not one.states.v.any()
    assert one.optimizer_origin == 30
    assert one.params.tolist() == list(range(15))


def test_the_numerical_gradient_is_close_to_the_exact_one() -> None:
    start, rules = ARRAYS["start_softmax_regression"], {"gradient": {"kind": "numerical", "epsilon": 1e-5}}
    mini: dict[str, Any] = {"batch": {"kind": "mini_batch", "size": 16}}
    exact, measured = written(learner(flowers(), start, **mini), 0, 60), written(learner(flowers(), start, **mini, **rules), 0, 60)
    assert (exact.params[1:] != measured.params[1:]).any()
    np.testing.assert_allclose(measured.gradient, exact.gradient, rtol=1e-5, atol=1e-7)
    assert (exact.loss[0] == measured.loss[0]).all()


def test_schedules_that_count_and_that_watch_are_asked_as_a_ball_asks_them() -> None:
    of = surface("himmelblau")
    for made in (schedule("one_cycle", period=60), schedule("reduce_on_plateau", patience=1, warmup_steps=5), schedule("step", period=7)):
        many = learner(AsVector(of), (0.1, 0.2), "momentum", 0.01, schedule=made.model_dump())
        few = Ball(many.racer, of, many.start, many.seed, EXACT)
        got, wanted = written(many, 0, 80), few.advance(0, 80)
        assert (bits(got.learning_rate) == bits(wanted.learning_rate)).all()
        assert len(set(got.learning_rate.tolist())) > 3
        assert many.schedule_state == few.schedule_state


def test_noise_differs_from_racer_to_racer_and_from_step_to_step_only() -> None:
    one, other = learner(Bowl(30), np.ones(30), noise=1.0), learner(Bowl(30), np.ones(30), noise=1.0)
    assert (one.noise_at(3, 30) == other.noise_at(3, 30)).all()
    assert (one.noise_at(300, 30) != one.noise_at(44, 30)).all()
    draws = np.array([one.noise_at(step, 30) for step in range(2000)])
    assert abs(draws.mean()) < 0.02
    assert abs(draws.std() - 1.0) < 0.02


def test_a_record_knows_how_many_rows_it_has() -> None:
    one = learner(Bowl(10), np.ones(10))
    record = one.record()
    assert isinstance(record, Record)
    assert len(record) == 0
    one.write(0, 10, 4, record)
    assert len(record) == 3
    assert one.log(record).params.shape == (3, 10)
    assert one.log(one.record()).loss.shape == (0,)
