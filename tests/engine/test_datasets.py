"""Datasets: the contract that every file in engine/datasets fulfils, and that each shows the shape it claims."""

import json
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from member_texts import HANGUL, ROOT, check_korean, file_of, korean, marked

import engine
from engine.dataset import Dataset, Generated
from engine.numbers.draws import MOST_SEED
from engine.registry import members

DATASETS: dict[str, type[Dataset]] = members("datasets")  # type: ignore[assignment]
GENERATED = {kind: found for kind, found in DATASETS.items() if issubclass(found, Generated)}
SOURCES = [*sorted((ROOT / "engine" / "datasets").glob("*.py")), ROOT / "engine" / "dataset.py"]
MARKED = set().union(*map(marked, SOURCES))
RECORDED = np.load(ROOT / "tests" / "reference" / "sklearn.npz")

EXAMPLES = json.loads((ROOT / "tests" / "reference" / "examples.json").read_text("utf-8"))
"""The first examples of every dataset, as they were when the first links were made (tests/reference/make_examples.py)."""

each = pytest.mark.parametrize("kind", DATASETS)
each_generated = pytest.mark.parametrize("kind", GENERATED)


def test_those_that_courses_use_are_there() -> None:
    generated = {"line", "noisy_line", "sine", "polynomial", "blobs", "moons", "circles", "xor", "spiral", "three_class_spiral"}
    playground = {"playground_circle", "playground_gauss", "playground_plane", "playground_multi_gauss"}
    assert generated | playground <= set(GENERATED)
    assert {"iris", "iris_pair", "penguins", "penguins_mass"} <= set(DATASETS) - set(GENERATED)


@each
def test_text_is_complete(kind: str) -> None:
    found, file = DATASETS[kind], file_of(DATASETS[kind])
    assert re.search(r", \d{4}$", found.source), f"{file}: source must end with the year"
    words = " ".join((found.__doc__ or "").replace('"', "").split())
    assert found.source in words, f"{file}: docstring names its source"
    assert found.licence, file
    assert found.idea.endswith("."), file
    sentences = {found.title, found.idea}
    for name, field in found.model_fields.items():
        if name != "kind":
            sentences |= {field.title or "", field.description or ""}
            extra = field.json_schema_extra
            assert isinstance(extra, dict), f"{file}: {name} is declared with hyper() or choice()"
            assert extra.get("symbol") or extra.get("choices"), f"{file}: symbol of {name}"
    assert sentences <= MARKED, f"{file}: not marked with N_: {sentences - MARKED}"
    words_of = {found.target, *found.features, *found.classes}
    latin = {"setosa", "versicolor", "virginica"}
    unmarked = {name for name in words_of if name not in MARKED and not re.fullmatch(r"[xy][₁₂]?", name)} - latin
    assert not unmarked, f"{file}: {unmarked}"


def test_text_is_korean_too() -> None:
    check_korean("datasets", *SOURCES)


@each
def test_korean_ideas_are_polite_sentences(kind: str) -> None:
    said = korean("datasets")[DATASETS[kind].idea]
    assert said.endswith("니다."), file_of(DATASETS[kind])
    assert HANGUL.search(korean("datasets")[DATASETS[kind].title]) or kind == "xor"


@each
def test_points_are_what_the_dataset_says(kind: str) -> None:
    config = DATASETS[kind]()
    points = config.points()
    count = len(points.y)
    assert points.x.shape == (count, len(config.features)), file_of(DATASETS[kind])
    assert (points.x.dtype, points.y.shape) == (np.float64, (count,))
    assert np.isfinite(points.x).all()
    assert np.isfinite(points.y).all()
    if config.task == "regression":
        assert points.y.dtype == np.float64
        assert config.classes == ()
    else:
        assert points.y.dtype == np.int64
        assert set(points.y) == set(range(len(config.classes)))
        assert (config.task == "binary") == (len(config.classes) == 2)


@each
def test_the_same_dataset_is_the_same_points(kind: str) -> None:
    first, second = DATASETS[kind]().points(), DATASETS[kind]().points()
    assert first.x.tobytes() == second.x.tobytes()
    assert first.y.tobytes() == second.y.tobytes()


@each_generated
def test_seed_and_count_are_fields(kind: str) -> None:
    found = GENERATED[kind]
    one, other = found(count=60, seed=1).points(), found(count=60, seed=MOST_SEED).points()
    assert one.x.shape == other.x.shape
    assert (one.x != other.x).any()
    few = found(count=33, seed=1).points()  # a larger count keeps the examples there are
    assert (one.x[:33] == few.x).all()
    assert (one.y[:33] == few.y).all()


@each_generated
def test_noise_makes_a_difference_and_can_be_absent(kind: str) -> None:
    found = GENERATED[kind]
    still, noisy = found(noise=0.0).points(), found(noise=0.4).points()
    assert (still.x != noisy.x).any() or (still.y != noisy.y).any()
    assert found.model_fields["noise"].title == "Noise"


@each_generated
def test_classes_are_balanced_without_noise(kind: str) -> None:
    if GENERATED[kind].classes:
        sizes = np.bincount(GENERATED[kind](count=100, noise=0.0).points().y.astype(int))
        assert max(sizes) - min(sizes) <= 1


@each
def test_these_points_are_part_of_every_link(kind: str) -> None:
    for recorded in EXAMPLES[kind]:
        config = DATASETS[kind].model_validate(recorded["fields"])
        for found, name in ((config.points().x, "x"), (config.points().y, "y"), (config.whole().x, "whole")):
            if name in recorded:
                np.testing.assert_allclose(found[: len(recorded[name])], recorded[name], rtol=1e-12, atol=1e-15, err_msg=f"{kind}.{name}")


@given(st.integers(3, 500), st.integers(0, MOST_SEED))
def test_every_count_and_seed_gives_points(count: int, seed: int) -> None:
    for found in GENERATED.values():
        fields = {"outliers": 1} if "outliers" in found.model_fields else {}
        assert len(found(count=count, seed=seed, **fields).points().y) == count


def accuracy_of_a_plane(x: np.ndarray, y: np.ndarray) -> float:
    """Share that the best of 720 × 200 straight lines labels correctly."""
    best = 0.0
    for angle in np.linspace(0.0, np.pi, 720, endpoint=False):
        along = x @ np.array([np.cos(angle), np.sin(angle)])
        cuts = np.linspace(along.min(), along.max(), 200)
        right = ((along[:, None] > cuts) == y[:, None].astype(bool)).mean(axis=0)
        best = max(best, right.max(), 1.0 - right.min())
    return float(best)


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("blobs", 0.95, 1.0),
        ("playground_gauss", 0.99, 1.0),
        ("moons", 0.8, 0.95),
        ("circles", 0.5, 0.8),
        ("xor", 0.5, 0.8),
        ("spiral", 0.5, 0.8),
        ("playground_circle", 0.5, 0.85),
        ("iris_pair", 0.9, 0.98),
    ],
)
def test_how_far_a_straight_line_gets(kind: str, least: float, most: float) -> None:
    points = DATASETS[kind]().points()
    assert least <= accuracy_of_a_plane(points.x, points.y) <= most


@pytest.mark.parametrize("seed", range(20))
def test_least_squares_finds_the_line_again(seed: int) -> None:
    config = DATASETS["line"].model_validate({"seed": seed, "slope": -0.7, "intercept": 2.0, "noise": 0.4, "count": 150})
    points = config.points()
    x = points.x[:, 0]
    slope, intercept = np.polyfit(x, points.y, 1)
    error = 0.4 / np.sqrt(((x - x.mean()) ** 2).sum())
    assert abs(slope + 0.7) < 4 * error
    assert abs(intercept - 2.0) < 4 * 0.4 * np.sqrt(1 / 150 + x.mean() ** 2 / ((x - x.mean()) ** 2).sum())
    rest = points.y - slope * x - intercept
    assert np.sqrt((rest**2).sum() / 148) == pytest.approx(0.4, rel=4 / np.sqrt(2 * 148))


@pytest.mark.parametrize("outliers", [0, 1, 7, 50])
def test_outliers_lie_where_they_say_and_move_nobody_else(outliers: int) -> None:
    found = DATASETS["noisy_line"]
    calm = found.model_validate({"count": 50, "outliers": 0, "noise": 0.3}).points()
    wild = found.model_validate({"count": 50, "outliers": outliers, "noise": 0.3, "shift": -5.0}).points()
    assert (wild.x == calm.x).all()
    moved = np.where(np.arange(50) < outliers, -5.0, 0.0)
    np.testing.assert_allclose(wild.y - calm.y, moved, atol=1e-14)


def test_more_outliers_than_examples_are_refused() -> None:
    with pytest.raises(engine.EngineError) as caught:
        engine.dataset("noisy_line", count=5, outliers=6)
    assert str(caught.value) == "dataset.outliers must be in [0, 5], got 6"


def test_sine_and_polynomial_follow_their_curves() -> None:
    wave = engine.dataset("sine", noise=0.0, frequency=2.0)
    np.testing.assert_allclose(wave.y, np.sin(4 * np.pi * wave.x[:, 0]), atol=1e-14)
    curve = engine.dataset("polynomial", noise=0.0, constant=1.0, linear=-2.0, quadratic=0.5, cubic=3.0)
    np.testing.assert_allclose(np.polyfit(curve.x[:, 0], curve.y, 3), [3.0, 0.5, -2.0, 1.0], atol=1e-12)


def test_blobs_lie_about_their_centres() -> None:
    x, y = engine.dataset("blobs", count=4000, distance=5.0, noise=0.8)
    centres = np.array([x[y == label].mean(axis=0) for label in (0, 1)])
    assert np.linalg.norm(centres[1] - centres[0]) == pytest.approx(5.0, abs=5 * 0.8 * np.sqrt(2 / 2000))
    assert (centres[0] < 0).all()
    assert x[y == 0].std(axis=0) == pytest.approx([0.8, 0.8], rel=5 / np.sqrt(4000))


def test_moons_are_half_circles() -> None:
    x, y = engine.dataset("moons", noise=0.0)
    np.testing.assert_allclose(np.hypot(*x[y == 0].T), 1.0)
    np.testing.assert_allclose(np.hypot(*(x[y == 1] - [1.0, 0.5]).T), 1.0)
    assert (x[y == 0][:, 1] >= 0).all()
    assert (x[y == 1][:, 1] <= 0.5).all()


def test_circles_have_their_radii() -> None:
    x, y = engine.dataset("circles", noise=0.0, ratio=0.3)
    np.testing.assert_allclose(np.hypot(*x.T), np.where(y, 0.3, 1.0))
    quadrants = np.histogram(np.arctan2(x[:, 1], x[:, 0]), bins=4, range=(-np.pi, np.pi))[0]
    assert min(quadrants) > 25


def test_xor_is_the_sign_of_the_product() -> None:
    x, y = engine.dataset("xor", noise=0.0, gap=0.2)
    assert ((x.prod(axis=1) < 0) == (y == 1)).all()
    assert np.abs(x).min() >= 0.2
    assert np.abs(x).max() < 1.0
    assert all(((x[:, 0] > 0) == right).sum() > 70 for right in (True, False))


def test_spirals_are_told_apart_by_angle() -> None:
    x, y = engine.dataset("spiral", noise=0.0, turns=2.0)
    radius, angle = np.hypot(*x.T), np.arctan2(x[:, 1], x[:, 0])
    np.testing.assert_allclose(np.cos(angle - 4 * np.pi * radius), np.where(y, -1.0, 1.0), atol=1e-9)
    x, y = engine.dataset("three_class_spiral", noise=0.0)
    radius, angle = np.hypot(*x.T), np.arctan2(x[:, 0], x[:, 1])
    np.testing.assert_allclose(np.exp(1j * (angle - 4 * radius)), np.exp(4j * y), atol=1e-9)


def test_a_linear_softmax_gets_half_of_the_three_spirals() -> None:
    x, y = engine.dataset("three_class_spiral", count=300)
    one, onehot = np.c_[x, np.ones(300)], np.eye(3)[y]
    weights = np.zeros((3, 3))
    for _ in range(3000):
        scores = np.exp(one @ weights)
        weights -= 0.5 * one.T @ (scores / scores.sum(axis=1, keepdims=True) - onehot) / 300
    assert 0.4 < ((one @ weights).argmax(axis=1) == y).mean() < 0.65


def test_playground_disc_and_ring() -> None:
    x, y = engine.dataset("playground_circle", count=2000)
    radius = np.hypot(*x.T)
    assert radius[y == 1].max() < 2.5
    assert 3.5 <= radius[y == 0].min() < 3.6 < 4.9 < radius[y == 0].max() < 5.0
    assert np.histogram(radius[y == 1], bins=5, range=(0, 2.5))[0].min() > 150, "the radius is uniform, not the area"
    noisy = engine.dataset("playground_circle", count=2000, noise=0.25)
    assert (noisy.x == x).all()
    assert 0.05 < (noisy.y != y).mean() < 0.5


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_playground_clouds_widen(noise: float, variance: float) -> None:
    x, y = engine.dataset("playground_gauss", count=4000, noise=noise)
    for label, centre in ((0, -2.0), (1, 2.0)):
        cloud = x[y == label]
        assert cloud.mean(axis=0) == pytest.approx([centre, centre], abs=4.5 * np.sqrt(variance / 2000))
        assert cloud.var(axis=0) == pytest.approx([variance, variance], rel=4.5 * np.sqrt(2 / 2000))


def test_playground_regressions() -> None:
    x, y = engine.dataset("playground_plane", count=1200)
    np.testing.assert_allclose(y, x.sum(axis=1) / 10)
    assert 5.9 < np.abs(x).max() < 6.0
    noisy = engine.dataset("playground_plane", count=1200, noise=0.5)
    assert (noisy.x == x).all()
    assert 0.55 < np.abs(noisy.y - y).max() <= 0.6
    x, y = engine.dataset("playground_multi_gauss", count=1200)
    signs = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}
    hills = sum(sign * np.clip(1 - np.hypot(*(x - centre).T) / 2, 0, 1) for centre, sign in signs.items())
    np.testing.assert_allclose(y, hills, atol=1e-15)  # no two discs of radius 2 meet: the nearest is their sum


def test_iris_is_fishers() -> None:
    measures = ("sepal_length", "sepal_width", "petal_length", "petal_width")
    for index, (first, second) in enumerate(pairwise(measures)):
        points = engine.dataset("iris", first=first, second=second)
        assert (points.x == RECORDED["iris"][:, index : index + 2]).all()
        assert (points.y == RECORDED["species"]).all()
    pair = engine.dataset("iris_pair")
    assert (pair.x == RECORDED["iris"][50:, 2:]).all()
    assert (pair.y == RECORDED["species"][50:] - 1).all()


def test_penguins_are_those_of_the_published_table() -> None:
    means = {
        "Adelie": (38.79, 18.35, 189.95, 3700.66),
        "Gentoo": (47.50, 14.98, 217.19, 5076.02),
        "Chinstrap": (48.83, 18.42, 195.82, 3733.09),
    }
    bills, masses = engine.dataset("penguins", second="bill_depth"), engine.dataset("penguins", first="flipper_length", second="body_mass")
    assert np.bincount(bills.y).tolist() == [151, 123, 68]
    for label, mean in enumerate(means.values()):
        found = np.c_[bills.x, masses.x][bills.y == label].mean(axis=0)
        assert found == pytest.approx(mean, abs=0.005)
    x, y = engine.dataset("penguins_mass")
    assert np.polyfit(x[:, 0], y, 1) == pytest.approx([49.69, -5780.83], abs=0.005)
    assert np.corrcoef(x[:, 0], y)[0, 1] ** 2 == pytest.approx(0.759, abs=5e-4)


@pytest.mark.parametrize("kind", ["iris", "penguins"])
def test_one_feature_twice_is_refused(kind: str) -> None:
    first = DATASETS[kind].model_fields["second"].default
    with pytest.raises(engine.EngineError, match=r"dataset\.second must be unique"):
        engine.dataset(kind, first=first)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"count": 2}, "dataset.count must be in [3, 100000], got 2"),
        ({"count": 2.5}, "dataset.count must be a whole number, got 2.5"),
        ({"seed": -1}, "dataset.seed must be in [0, 4294967295], got -1"),
        ({"noise": float("nan")}, "dataset.noise must be a finite number, got nan"),
        ({"colour": 1}, "dataset.colour is not a field here; there are count, seed, noise"),
    ],
)
def test_refusals_name_field_value_and_range(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(engine.EngineError) as caught:
        engine.dataset("moons", **fields)
    assert str(caught.value) == sentence


def test_an_unknown_dataset_is_told_the_known_ones() -> None:
    with pytest.raises(engine.EngineError, match=r"dataset must be one of blobs, circles"):
        engine.dataset("digits")


def test_the_catalogue_describes_them() -> None:
    told = engine.catalog()["datasets"]["iris"]
    assert (told["task"], told["classes"]) == ("multiclass", ("setosa", "versicolor", "virginica"))
    assert "first" in told["schema"]["properties"]
