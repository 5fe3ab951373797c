"""Allowances fill with time and run into debt."""

import pytest

from app.stream.allowance import Allowance


def test_a_burst_is_free_and_more_is_a_debt() -> None:
    allowance = Allowance(per_s=2.0, burst=10.0, now_s=0.0)
    assert allowance.spend(10.0, 0.0) == 0.0
    assert allowance.spend(3.0, 0.0) == pytest.approx(1.5)
    assert allowance.spend(0.0, 1.5) == pytest.approx(0.0)


def test_what_came_in_is_counted_once() -> None:
    allowance = Allowance(per_s=1.0, burst=5.0, now_s=0.0)
    assert [allowance.spend(5.0, 100.0) for _ in range(3)] == [0.0, 5.0, 10.0]
    assert [allowance.spend(5.0, 100.0 + later_s) for later_s in (5.0, 10.0, 40.0)] == [10.0, 10.0, 0.0]


def test_it_holds_no_more_than_the_burst() -> None:
    allowance = Allowance(per_s=1.0, burst=5.0, now_s=0.0)
    assert allowance.spend(6.0, 1000.0) == pytest.approx(1.0)
