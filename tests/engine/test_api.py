"""engine.minimize and engine.catalog: shapes, refusals, and that they are the run itself."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from configs import bits, config, optimizer, problem, racer, schedule, surface

import engine
import engine.running.bits as bits_module
from engine import EngineError
from engine.registry import members
from engine.run import start
from engine.run_config import NormClipping, ValueClipping


def test_the_example_of_the_docstring() -> None:
    path = engine.minimize("rosenbrock", "adam", start=(-1.5, 2.0), steps=500, learning_rate=0.02)
    assert path.params.shape == (501, 2)
    assert path.loss.shape == path.learning_rate.shape == (501,)
    assert path.gradient.shape == (501, 2)
    assert path.params[0].tolist() == [-1.5, 2.0]
    assert path.loss[-1] < 0.5 * path.loss[0]
    assert path.outcome is not None
    assert path.outcome.racer == "ball"


def test_what_is_not_said_is_the_default() -> None:
    path = engine.minimize("himmelblau", steps=20)
    assert path.params[0].tolist() == list(surface("himmelblau").start())
    assert set(path.learning_rate.tolist()) == {optimizer("gradient_descent").learning_rate}
    assert engine.minimize("himmelblau").params.shape == (501, 2)
    assert engine.minimize("parabola", steps=0).params.tolist() == [list(surface("parabola").start())]


def test_it_is_the_run() -> None:
    rules = {"schedule": schedule("cosine", period=30), "clipping": NormClipping(limit=3.0), "noise": 0.5}
    path = engine.minimize("booth", "nadam", start=[0.5, 0.5], steps=40, seed=9, learning_rate=0.1, **rules)
    run = start(config(problem("booth"), racer("ball", "nadam", 0.1, rules=rules), start=(0.5, 0.5), seed=9, step_limit=40))
    rows = run.advance(41, columns=("params", "loss", "gradient", "learning_rate"))
    for name, column in rows.columns.items():
        assert (bits(getattr(path, name)) == bits(column[:, 0])).all(), name
    again = engine.minimize("booth", "nadam", start=[0.5, 0.5], steps=40, seed=10, learning_rate=0.1, **rules)
    assert (again.params != path.params).any(), "another seed, other noise"


def test_members_may_be_given_made() -> None:
    named = engine.minimize("rosenbrock", "adam", steps=30, learning_rate=0.1, beta1=0.5, schedule="exponential")
    bowl, rule, timing = surface("rosenbrock"), optimizer("adam", 0.1, beta1=0.5), schedule("exponential")
    made = engine.minimize(bowl, rule, steps=30, schedule=timing)
    assert (bits(named.params) == bits(made.params)).all()
    changed = engine.minimize(bowl, rule, steps=30, schedule=timing, beta1=0.9)
    assert (changed.params != made.params).any(), "keywords go over what was made"
    steep = engine.minimize(surface("rosenbrock", b=1.0), rule, steps=30, schedule=timing)
    assert (steep.params != made.params).any()


def test_many_starts_at_once() -> None:
    draw = np.random.default_rng(0).uniform(-2, 2, (7, 2))
    path = engine.minimize("himmelblau", "momentum", start=draw, steps=25, learning_rate=0.002, clipping=ValueClipping(limit=50.0))
    assert path.params.shape == path.gradient.shape == (26, 7, 2)
    assert path.loss.shape == (26, 7)
    assert path.learning_rate.shape == (26,)
    assert path.outcome is None
    for index, begin in enumerate(draw):
        one = engine.minimize("himmelblau", "momentum", start=begin, steps=25, learning_rate=0.002, clipping=ValueClipping(limit=50.0))
        for name in ("params", "loss", "gradient"):
            assert (bits(getattr(path, name)[:, index]) == bits(getattr(one, name))).all(), name
    assert engine.minimize("parabola", start=[[1.0], [2.0]], steps=3).params.shape == (4, 2, 1)


def test_a_diverged_ball_repeats_its_last_row_and_many_go_on_as_infinite() -> None:
    one = engine.minimize("himmelblau", start=(4.0, 4.0), steps=50, learning_rate=1.0)
    assert one.outcome is not None
    assert one.outcome.kind == "diverged"
    assert one.params.shape == (51, 2)
    assert np.isfinite(one.params).all()
    assert (one.params[one.outcome.step :] == one.params[one.outcome.step - 1]).all()
    many = engine.minimize("himmelblau", start=[(4.0, 4.0), (3.0, 2.0)], steps=50, learning_rate=1.0)
    assert not np.isfinite(many.params[-1, 0]).any()
    assert many.params[-1, 1].tolist() == [3.0, 2.0]


@pytest.mark.parametrize("kind", members("surfaces"))
def test_every_surface_goes_down(kind: str) -> None:
    path = engine.minimize(kind, "adam", steps=100, learning_rate=0.02)
    assert path.loss[-1] < path.loss[0]


@pytest.mark.parametrize(
    ("keywords", "code", "path"),
    [
        ({"surface": "atlantis"}, "unknown_kind", "surface"),
        ({"surface": 3}, "unknown_kind", "surface"),
        ({"surface": ["booth"]}, "unknown_kind", "surface"),
        ({"optimizer": "sgd"}, "unknown_kind", "optimizer"),
        ({"schedule": "sometimes"}, "unknown_kind", "schedule"),
        ({"learning_rate": -1.0}, "out_of_range", "optimizer.learning_rate"),
        ({"learning_rate": "fast"}, "not_a_number", "optimizer.learning_rate"),
        ({"beta1": 1.0}, "out_of_range", "optimizer.beta1"),
        ({"warmth": 1.0}, "unknown_field", "optimizer.warmth"),
        ({"steps": -1}, "out_of_range", "steps"),
        ({"steps": 1_000_001}, "out_of_range", "steps"),
        ({"steps": 2.5}, "not_an_integer", "steps"),
        ({"steps": True}, "not_an_integer", "steps"),
        ({"start": (1.0,)}, "wrong_length", "start"),
        ({"start": 1.0}, "wrong_length", "start"),
        ({"start": np.zeros((2, 2, 2))}, "wrong_length", "start"),
        ({"start": ("a", "b")}, "not_a_number", "start"),
        ({"start": [[1.0, 2.0], [3.0]]}, "not_a_number", "start"),
        ({"start": (np.nan, 0.0)}, "not_finite", "start"),
        ({"start": (2e9, 0.0)}, "out_of_range", "start.0"),
        ({"seed": -1}, "out_of_range", "seed"),
        ({"seed": 0.5}, "not_an_integer", "seed"),
        ({"noise": -0.1}, "out_of_range", "noise"),
        ({"noise": "loud"}, "not_a_number", "noise"),
        ({"clipping": "norm"}, "not_an_object", "clipping"),
        ({"start": np.zeros((3, 2)), "noise": 0.5}, "out_of_range", "noise"),
        ({"start": np.zeros((3, 2)), "schedule": "reduce_on_plateau"}, "unknown_kind", "schedule"),
    ],
    ids=str,
)
def test_refusals_name_the_argument(keywords: dict[str, Any], code: str, path: str) -> None:
    given = {"surface": "booth", "optimizer": "adam", **keywords}
    with pytest.raises(EngineError) as caught:
        engine.minimize(**given)
    assert (caught.value.code, caught.value.path) == (code, path)
    assert str(caught.value).startswith(path)


def test_a_refusal_says_value_and_range() -> None:
    with pytest.raises(EngineError, match=r"^optimizer\.beta1 must be in \[0, 1\), got 1\.2$"):
        engine.minimize("booth", "adam", beta1=1.2)
    with pytest.raises(EngineError, match=r"surface must be one of ackley, beale, .*, got 'atlantis'"):
        engine.minimize("atlantis")


def test_the_catalog_describes_every_member() -> None:
    catalog = engine.catalog()
    assert set(catalog) == {"surfaces", "optimizers", "schedules", "losses", "models", "datasets", "problems"}
    for folder, entries in catalog.items():
        assert list(entries) == list(members(folder))
        for kind, entry in entries.items():
            own = {"datasets": {"licence", "task", "features", "target", "classes"}, "problems": {"takes_batches"}}
            assert set(entry) == {"title", "idea", "source", "schema"} | own.get(folder, set())
            assert entry["title"]
            properties = entry["schema"]["properties"]
            assert properties["kind"]["const"] == kind
            assert set(properties) == set(members(folder)[kind].model_fields)
    assert {kind: entry["takes_batches"] for kind, entry in catalog["problems"].items()} == {
        "fit": True,
        "linear": True,
        "softmax_regression": True,
        "surface": False,
    }
    beta = catalog["optimizers"]["adam"]["schema"]["properties"]["beta1"]
    assert (beta["default"], beta["minimum"], beta["exclusiveMaximum"], beta["symbol"]) == (0.9, 0.0, 1.0, "β₁")


def test_what_engine_offers_is_there() -> None:
    assert all(hasattr(engine, name) for name in engine.__all__)
    assert {"EngineError", "catalog", "fingerprint", "minimize"} <= set(engine.__all__)
    version, _, digest = engine.fingerprint().partition("-")
    assert version.isdigit()
    assert len(digest) == 16
    assert engine.fingerprint() == bits_module.fingerprint.__wrapped__(), "remembered, not changed"


def test_the_fingerprint_covers_the_functions_of_single_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = engine.fingerprint()
    other = replace(bits_module.SCALAR, exp=lambda a: np.nextafter(np.exp(a), np.inf))
    monkeypatch.setattr(bits_module, "SCALAR", other)
    assert bits_module.fingerprint.__wrapped__() != before
    monkeypatch.undo()
    assert bits_module.fingerprint.__wrapped__() == before


def test_links_made_on_an_equal_machine_know_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    # Sums and products are the same everywhere, so with these surfaces and names only a changed probe changes the fingerprint.
    exact = {kind: members("surfaces")[kind] for kind in ("parabola", "booth", "matyas")}
    monkeypatch.setattr(bits_module, "members", {"surfaces": exact}.get)
    monkeypatch.setattr(np, "__version__", "2.4.0")
    monkeypatch.setattr(bits_module.platform, "python_version", lambda: "3.11.7")
    monkeypatch.setattr(bits_module.platform, "machine", lambda: "x86_64")
    with_products = bits_module.fingerprint.__wrapped__()
    monkeypatch.setattr(bits_module, "PROBED", ())  # what BLAS makes of its products is the processor's
    assert bits_module.fingerprint.__wrapped__() == "2-765c45080ec1393a" != with_products


def test_numpys_scalars_are_numbers() -> None:
    own = engine.minimize("rosenbrock", "adam", steps=3, seed=7, noise=0.5, beta1=0.5)
    theirs = engine.minimize("rosenbrock", "adam", steps=np.int64(3), seed=np.uint8(7), noise=np.float32(0.5), beta1=np.float16(0.5))
    np.testing.assert_array_equal(own.params, theirs.params)
    own_points, points = engine.dataset("moons", count=20, seed=3), engine.dataset("moons", count=np.int32(20), seed=np.int64(3))
    np.testing.assert_array_equal(own_points.x, points.x)
    for one, other in zip(engine.split(points, 0.5, 3), engine.split(points, 0.5, np.uint8(3)), strict=True):  # type: ignore[arg-type]
        np.testing.assert_array_equal(one.x, other.x)
    assert engine.loss("huber", delta=np.float32(0.5)) == engine.loss("huber", delta=0.5)


def test_masked_entries_are_refused() -> None:
    masked = np.ma.masked_greater([1.0, 9.0], 5.0)
    with pytest.raises(EngineError, match=r"^start\.1 must be a number, got masked$"):
        engine.minimize("rosenbrock", start=masked)
    with pytest.raises(EngineError, match=r"^prediction\.1 must be a number, got masked$"):
        engine.loss("mean_squared_error").value(masked, [1.0, 2.0])
