"""Every preset is run, and what it promises is checked; a new file in engine/presets/ is enrolled by existing."""

import json
import math
import re

import numpy as np
import pytest
from member_texts import ROOT, check_korean, file_of, korean, marked

import engine
from engine.optimizer import Optimizer
from engine.preset import FAIR_RATES, Expectation, Preset
from engine.registry import members
from engine.run import Run, start
from engine.run_config import RunConfig
from engine.running.sweep import sweep
from engine.surface import Surface
from engine.surfaces.quadratic import Quadratic
from engine.views.accuracy import AccuracyView
from tests.reference.replaying import digest, replayed

PRESETS: dict[str, type[Preset]] = members("presets")  # type: ignore[assignment]
each_preset = pytest.mark.parametrize("kind", PRESETS)
GROUPS = [
    "Where it starts",
    "Learning rate",
    "Terrain",
    "Optimizers",
    "Noise and clipping",
    "Lines and curves",
    "Batches",
    "Classes",
    "Gradient",
]
LINKS = json.loads((ROOT / "tests" / "reference" / "links.json").read_text("utf-8"))
RECORDED = {link["name"]: link for link in LINKS["links"] if link["name"] in PRESETS}
"""What every preset's link opened when the first were made (tests/reference/make_links.py); a new preset needs none."""
FAIR = [kind for kind, preset in PRESETS.items() if preset.sweep]


def finished(config: RunConfig) -> tuple[Run, dict[str, np.ndarray]]:
    run = start(config)
    rows = run.advance(config.step_limit + 1, columns=("params", "loss", "change"))
    assert run.is_over
    return run, dict(rows.columns)


def meets(expected: Expectation, run: Run, params: np.ndarray) -> None:
    index = run.racers.index(expected.racer)
    outcome = run.outcomes()[index]
    kind = "running" if outcome.kind == "step_limit" else outcome.kind
    assert kind == expected.outcome, outcome
    assert outcome.point == expected.point, outcome
    assert expected.by_step is None or outcome.step <= expected.by_step, outcome
    assert expected.not_before is None or outcome.step >= expected.not_before, outcome
    if expected.near is not None:
        assert math.dist(params[-1, index], expected.near) <= expected.within, params[-1, index]


@each_preset
def test_it_ends_as_promised(kind: str) -> None:
    preset = PRESETS[kind]
    run, columns = finished(preset.run)
    assert [expected.racer for expected in preset.expects] == list(run.racers), "every racer is spoken for, in order"
    for expected in preset.expects:
        meets(expected, run, columns["params"])


@each_preset
def test_a_promise_can_be_broken(kind: str) -> None:
    for expected in PRESETS[kind].expects:
        assert expected.near is not None or expected.outcome == "diverged"
        if expected.outcome != "running":
            assert expected.by_step is not None
            assert expected.by_step <= PRESETS[kind].run.step_limit


@each_preset
def test_text_is_complete(kind: str) -> None:
    preset = PRESETS[kind]
    sentences = marked(ROOT / file_of(preset))
    assert sentences == {preset.title, preset.idea, preset.group, *(preset.onward or ())[1:]}
    assert (preset.__doc__ or "").strip()
    assert re.search(r", \d{4}$", preset.source)
    assert len(preset.title) <= 30
    assert not preset.title.endswith(".")
    assert len(preset.idea) <= 100
    assert preset.idea.endswith(".")
    assert preset.group in GROUPS


def test_text_is_korean_too() -> None:
    check_korean("presets", *(ROOT / file_of(preset) for preset in PRESETS.values()))
    translations = korean("presets")
    for kind, preset in PRESETS.items():
        assert re.search(r"(니다|세요)\.$", translations[preset.idea]), kind


@each_preset
def test_it_is_watchable(kind: str) -> None:
    preset = PRESETS[kind]
    assert preset.selected in {racer.id for racer in preset.run.racers}
    assert len(preset.run.racers) <= 8
    assert 4 <= preset.pace <= 40
    assert preset.run.step_limit / preset.pace <= 60


def test_groups_stand_together_and_one_ball_opens_the_page() -> None:
    ordered = sorted(PRESETS.values(), key=lambda preset: preset.place)
    assert len({preset.place for preset in ordered}) == len(ordered)
    assert ordered[0].place == 0
    assert ordered[0] is PRESETS["one_ball"]
    assert list(dict.fromkeys(preset.group for preset in ordered)) == GROUPS
    assert [GROUPS.index(preset.group) for preset in ordered] == sorted(GROUPS.index(preset.group) for preset in ordered)


def test_the_one_ball_of_the_opening_goes_as_it_does_in_the_race_it_invites_to() -> None:
    alone, race = PRESETS["one_ball"], PRESETS["three_valleys"]
    assert alone.onward is not None
    assert alone.onward[0] == "three_valleys"
    assert alone.run.racers == tuple(racer for racer in race.run.racers if racer.id == "gd")
    assert alone.run.model_copy(update={"racers": race.run.racers, "step_limit": race.run.step_limit}) == race.run
    assert {kind for kind, preset in PRESETS.items() if preset.onward is not None and preset.onward[0] not in PRESETS} == set()


def test_four_balls_end_in_three_valleys() -> None:
    _, columns = finished(PRESETS["three_valleys"].run)
    assert len({tuple(end.round(2)) for end in columns["params"][-1]}) == 3


def test_random_starts_say_how_many_find_the_deepest_valley() -> None:
    preset = PRESETS["random_starts"]
    surface = preset.run.problem.surface
    best = next(point.params for point in surface.stationary_points() if point.is_global)
    found = []
    for seed in range(12):
        _, columns = finished(preset.run.model_copy(update={"seed": seed}))
        found.append(sum(math.dist(end, best) < 0.01 for end in columns["params"][-1]))
    assert found[preset.run.seed] == 3
    assert (min(found), max(found)) == (1, 5), "as the docstring says"


def test_five_steps_from_anywhere_come_down_with_every_seed() -> None:
    preset = PRESETS["five_steps"]
    begun = set()
    for seed in range(12):
        run, columns = finished(preset.run.model_copy(update={"seed": seed}))
        assert [(outcome.kind, outcome.point) for outcome in run.outcomes()] == [("converged", "minimum")], seed
        begun.add(tuple(columns["params"][0, 0].round(1)))
    assert len(begun) == 12, "each from a place of its own"


def test_bias_correction_shows_in_the_first_step() -> None:
    _, columns = finished(PRESETS["bias_correction"].run)
    rmsprop, adam = np.abs(columns["change"][0])
    assert rmsprop == pytest.approx([0.5, 0.5], rel=1e-6)
    assert adam == pytest.approx([0.05, 0.05], rel=1e-6)


def test_adagrad_walks_straight_and_gradient_descent_does_not() -> None:
    _, columns = finished(PRESETS["adagrad_scales"].run)
    change = np.abs(columns["change"][0])
    assert change[1, 1] / change[1, 0] == pytest.approx(1.0, rel=1e-9)
    assert change[0, 1] / change[0, 0] > 50


def test_noise_carries_the_ball_over_with_every_seed_named() -> None:
    preset = PRESETS["noise"]
    barrier = next(point.params[0] for point in preset.run.problem.surface.stationary_points() if point.kind == "saddle")

    def crosses(noise: float, seed: int) -> bool:
        racers = tuple(racer.model_copy(update={"noise": noise}) for racer in preset.run.racers if racer.id == "noisy")
        _, columns = finished(preset.run.model_copy(update={"racers": racers, "seed": seed}))
        return bool(columns["params"][-1, 0, 0] > barrier)

    assert [crosses(3.0, seed) for seed in range(4)] == [True] * 4
    assert [crosses(1.0, seed) for seed in range(4)] == [False] * 4


def test_the_rate_that_gets_stuck_is_in_no_deepest_minimum() -> None:
    preset = PRESETS["too_low_stuck"]
    surface = preset.run.problem.surface
    best = [point.params for point in surface.stationary_points() if point.is_global]
    _, columns = finished(preset.run)
    low, higher = columns["params"][-1]
    assert min(math.dist(low, point) for point in best) > 1.0
    assert min(math.dist(higher, point) for point in best) < 1e-3
    rates = [racer.optimizer.learning_rate for racer in preset.run.racers]
    assert rates[1] == 4 * rates[0]


def test_the_rate_that_is_too_high_is_quick_at_first_and_farther_at_last() -> None:
    preset = PRESETS["too_high_far"]
    (best,) = [point.params for point in preset.run.problem.surface.stationary_points() if point.is_global]
    _, columns = finished(preset.run)
    low, high = columns["loss"].T
    assert all(high[1:8] < low[1:8]), "ahead after one step, and for a while"
    ends = columns["params"][-40:, 1]
    assert np.all(np.sign(ends[1:, 0]) == -np.sign(ends[:-1, 0])), "to and fro over it"
    assert min(math.dist(end, best) for end in ends) > 100 * math.dist(columns["params"][-1, 0], best)


def test_of_two_losses_only_one_pulls_a_confident_mistake_back() -> None:
    preset = PRESETS["fit_two_losses"]
    crossed, squared = preset.run.racers
    assert crossed.optimizer == squared.optimizer
    run, columns = finished(preset.run)
    moved = np.linalg.norm(columns["params"] - columns["params"][0], axis=2)
    assert all(moved[[1, 20, 60], 0] > 4 * moved[[1, 20, 60], 1])
    assert np.all(columns["params"][0, 0] == columns["params"][0, 1])
    right = [run.inspect(preset.run.step_limit, racer, AccuracyView())["accuracy"] for racer in run.racers]
    assert right[0] > 0.9
    assert right[1] < 0.6


def test_plain_batches_stay_with_every_seed_where_momentum_leaves() -> None:
    preset = PRESETS["fit_no_escape"]
    escaping = PRESETS["fit_escape"].run.racers[1]
    assert (preset.run.racers[1].optimizer, preset.run.racers[1].batch) == (escaping.optimizer, escaping.batch), "as where they do leave"
    for seed in range(6):
        _, columns = finished(preset.run.model_copy(update={"seed": seed}))
        omega = columns["params"][:, 1, 1]
        assert abs(omega - 13.82).max() < 0.6, seed
    _, columns = finished(preset.run)
    assert abs(columns["params"][-1, 2, 1] - 2 * math.pi) < 0.3
    assert columns["loss"][-1, 2] < 0.1 * columns["loss"][-1, 1]


def best_of(optimizer: Optimizer, config: RunConfig, surface: Surface, rates: tuple[float, ...]) -> tuple[float, int]:
    point = config.start if isinstance(config.start, tuple) else surface.start()
    racer = config.racers[0].model_copy(update={"optimizer": optimizer})
    found = sweep(surface, racer, point, np.array(rates), config.step_limit, config.convergence)
    assert found.best is not None, f"{optimizer} never meets the criterion"
    return found.best, int(np.nanmin(found.steps))


@pytest.mark.parametrize("kind", FAIR)
def test_fair_races_are_run_at_the_best_rates_of_their_sweep(kind: str) -> None:
    preset = PRESETS[kind]
    outcomes = {outcome.racer: outcome for outcome in finished(preset.run)[0].outcomes()}
    for racer in preset.run.racers:
        best, steps = best_of(racer.optimizer, preset.run, preset.run.problem.surface, preset.sweep)
        assert (racer.optimizer.learning_rate, outcomes[racer.id].step) == (best, steps), racer.id
        assert preset.sweep[0] < best <= preset.sweep[-1]


def test_no_optimizer_wins_every_fair_race() -> None:
    winners = {}
    for kind in FAIR:
        outcomes = finished(PRESETS[kind].run)[0].outcomes()
        assert len({outcome.step for outcome in outcomes}) == len(outcomes)
        winners[kind] = min(outcomes, key=lambda outcome: outcome.step).racer
    assert winners == {"fair_rosenbrock": "nesterov", "fair_ravine": "adagrad", "fair_bowl": "gd"}


def test_adagrad_loses_the_straight_ravine_when_it_is_turned() -> None:
    preset = PRESETS["fair_ravine"]
    turned = preset.run.problem.model_copy(update={"surface": Quadratic(condition_number=100.0, rotation=30.0)})
    steps = {o.racer: o.step for o in finished(preset.run.model_copy(update={"problem": turned}))[0].outcomes()}
    assert (steps["adagrad"], steps["nesterov"]) == (438, 113)


def test_rmsprop_is_left_out_of_the_curved_valley_because_it_never_settles() -> None:
    run = PRESETS["fair_rosenbrock"].run
    surface = run.problem.surface
    racer = run.racers[0].model_copy(update={"optimizer": members("optimizers")["rmsprop"]()})
    assert sweep(surface, racer, surface.start(), np.array(FAIR_RATES), run.step_limit, run.convergence).best is None


@pytest.mark.parametrize("kind", RECORDED)
def test_a_link_that_names_it_opens_the_run_it_was_made_of(kind: str) -> None:
    columns, recorded = replayed(PRESETS[kind].run.model_dump(mode="json")), RECORDED[kind]
    if engine.fingerprint() == LINKS["fingerprint"]:
        assert digest(columns) == recorded["digest"]
    np.testing.assert_allclose(columns["params"][-1].ravel(), [float.fromhex(value) for value in recorded["last"]], rtol=1e-6)


SHOWN: dict[str, tuple[str, float, str | None, float | None]] = {
    "one_ball": ("gd", 10.0, None, None),
    "three_valleys": ("momentum", 10.0, None, None),
    "starts_left": ("gd", 6.0, None, None),
    "starts_right": ("gd", 6.0, None, None),
    "starts_flat": ("gd", 4.0, None, None),
    "random_starts": ("ball1", 4.0, None, None),
    "too_low": ("gd", 16.0, None, None),
    "just_right": ("gd", 4.0, None, None),
    "too_high": ("gd", 4.0, None, None),
    "three_rates": ("right", 12.0, None, None),
    "limit_of_stability": ("above", 5.0, None, None),
    "secant": ("gd", 4.0, None, 1.0),
    "local_minimum_line": ("momentum", 6.0, None, None),
    "local_minimum": ("momentum", 6.0, None, None),
    "wavy": ("momentum", 6.0, None, None),
    "at_the_saddle": ("beside", 4.0, None, None),
    "across_the_plateau": ("adam", 12.0, None, None),
    "ravine": ("gd", 8.0, None, None),
    "curved_valley": ("gd", 40.0, None, None),
    "nesterov_against_momentum": ("nesterov", 8.0, None, None),
    "adagrad_scales": ("adagrad", 20.0, None, None),
    "bias_correction": ("adam", 6.0, None, None),
    "fair_rosenbrock": ("gd", 30.0, None, None),
    "fair_ravine": ("gd", 20.0, None, None),
    "fair_bowl": ("gd", 6.0, None, None),
    "over_the_cliff": ("free", 6.0, None, None),
    "noise": ("noisy", 12.0, None, None),
    "noise_with_schedule": ("falling", 16.0, None, None),
    "fit_line": ("gd", 8.0, None, None),
    "fit_outliers": ("gd", 8.0, None, None),
    "fit_wave": ("gd", 16.0, None, None),
    "fit_penguins": ("gd", 12.0, None, None),
    "fit_three_losses": ("squared", 12.0, None, None),
    "fit_batches": ("mini", 12.0, None, None),
    "fit_escape": ("four", 30.0, None, None),
    "fit_settle": ("falling", 30.0, None, None),
    "fit_classes": ("gd", 12.0, None, None),
    "fit_confident": ("gd", 12.0, None, None),
    "fit_two_weights": ("gd", 12.0, None, None),
    "fit_penalty": ("weak", 16.0, None, None),
    "fit_numerical": ("numerical", 12.0, None, None),
}
"""In their order: whose controls are open, steps a second, height and secant. A lesson is told along with what is on screen."""


def test_presets_are_shown_as_they_were_and_new_ones_stand_between_them() -> None:
    ordered = sorted(PRESETS, key=lambda kind: PRESETS[kind].place)
    assert [kind for kind in ordered if kind in SHOWN] == list(SHOWN)
    for kind, shown in SHOWN.items():
        preset = PRESETS[kind]
        assert (preset.selected, preset.pace, preset.height, preset.secant) == shown, kind
