"""Schedules: their text, and their factors against torch.optim.lr_scheduler and Keras's decay."""

import ast
import json
from typing import Any

import numpy as np
import pytest
from configs import config, problem, racer, schedule
from member_texts import ROOT, check_equation, check_korean, check_line, check_text, file_of, marked

from engine.registry import members
from engine.run import start
from engine.run_config import Change, Setting
from engine.schedule import Schedule
from engine.schedules.cosine_restarts import CosineRestarts
from engine.schedules.one_cycle import OneCycle
from engine.schedules.reduce_on_plateau import ReduceOnPlateau

SCHEDULES: dict[str, type[Schedule]] = members("schedules")  # type: ignore[assignment]
SOURCES = [*sorted((ROOT / "engine" / "schedules").glob("*.py")), ROOT / "engine" / "schedule.py"]
MARKED = set().union(*map(marked, SOURCES))
REFERENCE = ROOT / "tests" / "reference"
CASES = json.loads((REFERENCE / "cases.json").read_text("utf-8"))["schedules"]
RECORDED = np.load(REFERENCE / "schedules.npz")


def factors(config: Schedule, steps: int, losses: str = "losses") -> np.ndarray:
    """The factor of every step of a run whose losses are the recorded ones."""
    state, rows = config.init(), []
    for t in range(steps):
        rows.append(config.warmed_factor(state, t))
        if config.observes and t >= config.warmup_steps:
            state = config.observe(state, float(RECORDED[losses][t]))
    return np.array(rows)


def test_every_schedule_is_there() -> None:
    assert sorted(SCHEDULES) == [
        "constant", "cosine", "cosine_restarts", "exponential", "inverse_time", "one_cycle", "reduce_on_plateau", "step",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", SCHEDULES)
def test_text_is_complete(kind: str) -> None:
    check_text("schedules", kind, MARKED)


def test_text_is_korean_too() -> None:
    check_korean("schedules", *SOURCES)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_equation_converts(kind: str) -> None:
    check_equation("schedules", kind)


@pytest.mark.parametrize("kind", SCHEDULES)
def test_library_lines_are_python(kind: str) -> None:
    config = SCHEDULES[kind]()
    for line, prefixes in (
        (config.torch, ("torch.optim.lr_scheduler.",)),
        (config.keras, ("keras.optimizers.schedules.", "keras.callbacks.")),
    ):
        call = check_line(line, config, file_of(type(config)))
        if call is not None:
            assert ast.unparse(call.func).startswith(prefixes), file_of(type(config))


@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_factor_is_a_share_of_the_rate(kind: str) -> None:
    config = SCHEDULES[kind]()
    values = factors(config, 400)
    assert ((values >= 0.0) & (values <= 1.0)).all(), file_of(type(config))
    assert all(type(config.warmed_factor(config.init(), t)) is float for t in (0, 1, 10_000)), file_of(type(config))
    assert all(type(entry) is float for entry in config.init()), file_of(type(config))
    assert (type(config).observe is Schedule.observe) is not config.observes, file_of(type(config))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_factors_agree_with_the_library(case: dict[str, Any]) -> None:
    expected = RECORDED[case["name"]]
    ours = factors(SCHEDULES[case["kind"]](**case["settings"]), len(expected), case.get("losses", "losses"))
    # Where a cosine reaches zero PyTorch's recursion leaves a rest of rounding.
    np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["torch"] and "warmup_steps" not in case["settings"]], ids=lambda case: case["name"]
)
def test_the_pytorch_line_makes_the_schedule_that_was_compared(case: dict[str, Any]) -> None:
    config = SCHEDULES[case["kind"]](**case["settings"])
    call = check_line(config.torch, config, file_of(type(config)))
    assert call is not None
    expression = ast.Expression(ast.Dict([ast.Constant(k.arg) for k in call.keywords], [k.value for k in call.keywords]))
    stated = eval(compile(ast.fix_missing_locations(expression), "line", "eval"), {"learning_rate": 0.3})
    for name, value in case["torch"].items():
        assert stated[name] == value, name


def test_cosine_stays_at_its_lowest() -> None:
    config = SCHEDULES["cosine"](period=10, minimum=0.2)
    assert {config.factor(None, t) for t in (10, 11, 20, 1000)} == {0.2}


def test_restarts_begin_at_the_full_rate() -> None:
    config = CosineRestarts(period=5, multiplier=3)
    assert [t for t in range(70) if config.factor(None, t) == 1.0] == [0, 5, 20, 65]


def test_one_cycle_peaks_once_and_rests_at_its_end() -> None:
    config = OneCycle(period=101, rise=0.3)
    values = [config.factor(None, t) for t in range(150)]
    assert int(np.argmax(values)) in (29, 30)
    assert len(set(values[100:])) == 1
    assert values[0] == pytest.approx(1 / 25)
    assert values[-1] == pytest.approx(1 / 25e4)


@pytest.mark.parametrize("settings", [{"period": 2, "rise": 0.0}, {"period": 2, "rise": 0.5}, {"period": 10, "rise": 0.1}])
def test_one_cycle_of_the_shortest_kinds_divides_by_nothing(settings: dict[str, Any]) -> None:
    config = OneCycle(**settings)
    assert all(0.0 < config.factor(None, t) <= 1.0 for t in range(20))


def test_plateau_waits_out_its_patience_and_its_cooldown() -> None:
    config = ReduceOnPlateau(gamma=0.5, patience=2, cooldown=3)
    state, seen = config.init(), []
    for _ in range(12):
        seen.append(config.factor(state, 0))
        state = config.observe(state, 1.0)
    # The first loss is the best; three that are not better lower the rate; three more do not count.
    assert seen == [1.0] * 4 + [0.5] * 6 + [0.25] * 2


@pytest.mark.parametrize("begins", [0, 13])
def test_plateau_counts_the_losses_of_a_run_from_the_end_of_warm_up(begins: int) -> None:
    plateau = schedule("reduce_on_plateau", gamma=0.5, patience=2, warmup_steps=4, warmup_start=0.2)
    rules = {} if begins else {"schedule": plateau}
    run = start(config(problem("booth"), racer("a", learning_rate=1e-300, rules=rules), step_limit=60))  # its loss stays the same
    if begins:
        run.advance(20)
        run = run.branch(Change(at_step=begins, racer="a", set=Setting(schedule=plateau)))
    rates = run.advance(16, columns=("learning_rate",)).columns["learning_rate"][:, 0] / 1e-300
    # Steps 4 to 7: the best, then three that are no better.
    assert rates == pytest.approx([0.2, 0.4, 0.6, 0.8, *[1.0] * 4, *[0.5] * 3, *[0.25] * 3, *[0.125] * 2])
    resumed = start(*run.path, from_step=begins + 9).advance(2, columns=("learning_rate",)).columns["learning_rate"][:, 0]
    assert resumed.tolist() == (1e-300 * np.array([0.5, 0.5])).tolist()


def test_nan_is_no_progress() -> None:
    config = ReduceOnPlateau(gamma=0.5, patience=0)
    state = config.observe(config.observe(config.init(), 1.0), float("nan"))
    assert config.factor(state, 0) == 0.5


def test_warm_up_leads_into_the_schedule() -> None:
    config = SCHEDULES["exponential"](gamma=0.5, warmup_steps=4, warmup_start=0.2)
    assert factors(config, 7) == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0, 0.5, 0.25])


def test_below_zero_only_an_absolute_threshold_sees_a_standstill() -> None:
    still = dict.fromkeys(("rel", "abs"), 0.0)
    for mode in still:
        config = ReduceOnPlateau(gamma=0.5, patience=2, threshold_mode=mode)  # type: ignore[arg-type]
        state = config.init()
        for _ in range(20):
            state = config.observe(state, -64.1)
        still[mode] = config.factor(state, 20)
    assert still["rel"] == 1.0
    assert still["abs"] < 0.1
    assert ReduceOnPlateau().threshold_mode == "rel"
