"""Draws are pure functions of what they are for: nothing drawn elsewhere changes them."""

from itertools import combinations

import numpy as np
import pytest
from configs import config, problem, racer
from hypothesis import given
from hypothesis import strategies as st

from engine.fits.batches import order
from engine.numbers.draws import NOISE_BLOCK, Purpose, batch_orders, noise_block, stream, uniform_point
from engine.run import start
from engine.run_config import MOST_SEED

seeds = st.integers(0, MOST_SEED)
RECORDED_POINT = (0.8822018546982413, 0.18638037330734003)
RECORDED_NOISE = (1.9788666178231267, 0.25262826870948224)
names = st.from_regex(r"[a-z][a-z0-9_]{0,15}", fullmatch=True)


@given(seeds, names, st.integers(0, 4000))
def test_the_same_question_has_the_same_answer(seed: int, who: str, block: int) -> None:
    first = noise_block(seed, who, block, 2)
    stream(seed, Purpose.START, who).random(7)
    assert (noise_block(seed, who, block, 2) == first).all()
    assert first.shape == (NOISE_BLOCK, 2)


@given(seeds, names, st.integers(0, 4000))
def test_another_question_has_another_answer(seed: int, who: str, block: int) -> None:
    def numbers(seed: int, purpose: Purpose, who: str, block: int) -> bytes:
        return stream(seed, purpose, who, block).random(4).tobytes()

    asked = [(seed, purpose, name, at) for purpose in Purpose for name in (who, who + "x") for at in (block, block + 1)]
    asked += [(seed ^ 1, Purpose.NOISE, who, block), (MOST_SEED - seed, Purpose.START, who, block)]
    answers = {numbers(*question) for question in set(asked)}
    assert len(answers) == len(set(asked))


def test_these_numbers_are_part_of_every_recorded_run() -> None:
    assert {purpose.name: int(purpose) for purpose in Purpose} == {
        "START": 1,
        "NOISE": 2,
        "BATCH": 3,
        "SPREAD": 4,
        "DATASET": 5,
        "SPLIT": 6,
        "SEARCH": 7,
        "PLANE": 8,
    }
    assert uniform_point(0, "", ((0.0, 1.0), (0.0, 1.0))) == pytest.approx(RECORDED_POINT, rel=1e-15)
    assert noise_block(7, "adam", 3, 2)[5] == pytest.approx(RECORDED_NOISE, rel=1e-12)


def test_noise_is_standard_normal_and_uncorrelated() -> None:
    blocks = np.array([noise_block(1, who, block, 2) for who in ("a", "b") for block in range(40)])
    flat = blocks.reshape(-1)
    assert abs(flat.mean()) < 4 / np.sqrt(flat.size)
    assert flat.std() == pytest.approx(1.0, abs=4 / np.sqrt(2 * flat.size))
    series = [blocks[:40, :, 0].ravel(), blocks[:40, :, 1].ravel(), blocks[40:, :, 0].ravel(), blocks[40:, :, 1].ravel()]
    for one, other in combinations(series, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(one.size)


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_every_example_has_its_turn(count: int) -> None:
    everyone = list(range(count))
    shuffled, drawn = (batch_orders(0, count, 200, replaced=replaced) for replaced in (False, True))
    assert shuffled.shape == drawn.shape == (200, count)
    assert [sorted(one) for one in shuffled.tolist()] == [everyone] * 200
    assert np.unique(drawn).tolist() == everyone
    for orders in (shuffled, drawn, np.array([order(0, "", epoch, count, True) for epoch in range(200)])):
        # Each place of an order takes each example: 200 draws miss one of ten once in 10⁸ times.
        assert all(np.unique(place).tolist() == everyone for place in orders.T)


def test_random_starts_fill_the_window() -> None:
    window = ((-5.0, 5.0), (0.0, 1.0))
    points = np.array([uniform_point(seed, "", window) for seed in range(2000)])
    low, high = np.array(window).T
    assert (points >= low).all()
    assert (points < high).all()
    shares = (points - low) / (high - low)
    assert shares.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.03)
    assert abs(np.corrcoef(shares.T)[0, 1]) < 0.1


def test_the_noise_of_a_racer_depends_on_seed_id_and_step_alone() -> None:
    flat, tilted = problem("plateau"), problem("saddle")
    noisy = racer("noisy", learning_rate=1e-6, rules={"noise": 1.0})

    def drawn(where: object, *racers: object, index: int = 0, seed: int = 4) -> np.ndarray:
        run = start(config(where, *racers, seed=seed, step_limit=600))  # type: ignore[arg-type]
        columns = run.advance(600, columns=("gradient", "change")).columns
        return np.asarray(-columns["change"][:, index] / 1e-6 - columns["gradient"][:, index])

    alone = drawn(flat, noisy)
    company = drawn(flat, racer("other", rules={"noise": 3.0}), noisy, racer("third", rules={"start": "random"}), index=1)
    np.testing.assert_allclose(company, alone, rtol=0, atol=1e-9)
    np.testing.assert_allclose(drawn(tilted, noisy), alone, rtol=0, atol=1e-6)
    assert np.abs(drawn(flat, noisy, seed=5) - alone).max() > 1
    assert np.abs(drawn(flat, racer("someone", learning_rate=1e-6, rules={"noise": 1.0})) - alone).max() > 1
    blocks = np.concatenate([noise_block(4, "noisy", block, 2) for block in range(3)])[:600]
    np.testing.assert_allclose(alone, blocks, rtol=0, atol=1e-9)
