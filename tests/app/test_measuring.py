"""The stopwatch: the fastest repetition counts."""

import pytest

from app.jobs.measuring import best_seconds


def test_the_fastest_repetition_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, prices, asked = 0.0, iter([1.0, 1.5, 1.5, 1.25, 2.0]), list[int]()

    def work(count: int) -> None:
        nonlocal now_s
        asked.append(count)
        now_s += count * next(prices)

    monkeypatch.setattr("app.jobs.measuring.perf_counter", lambda: now_s)
    assert best_seconds(work, least_s=4.0, rounds=3) == 1.25
    assert asked == [1, 2, 4, 4, 4]


def test_what_takes_no_time_is_not_repeated_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.jobs.measuring.perf_counter", lambda: 0.0)
    asked = list[int]()
    assert best_seconds(asked.append, rounds=1) == 0.0
    assert asked == [2**power for power in range(21)]
