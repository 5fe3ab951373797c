"""Powers of many exponents are Python's own, whatever way they are found."""

import numpy as np
import pytest

from engine.functions import ARRAY
from engine.operations.power import BLOCK


@pytest.mark.parametrize("first", [0, 1, BLOCK - 1, BLOCK, 5 * BLOCK - 3, 999_000])
@pytest.mark.parametrize("count", [0, 1, 2, BLOCK, 3 * BLOCK + 5])
@pytest.mark.parametrize("base", [0.0, 0.9, 0.999])
def test_powers_of_steps_that_follow_each_other(base: float, first: int, count: int) -> None:
    exponents = np.arange(first, first + count, dtype=float)[:, None]
    found = ARRAY.power(base, exponents)
    assert found.shape == exponents.shape
    assert found.ravel().tolist() == [base**e for e in exponents.ravel().tolist()]


@pytest.mark.parametrize("exponents", [[1.0, 31.0, 61.0], [1.0, 3.0, 2.0], [0.5, 1.5], [-2.0, -1.0], [2.0, 2.0]])
def test_powers_of_any_other_exponents(exponents: list[float]) -> None:
    assert ARRAY.power(0.96, np.array(exponents)).tolist() == [0.96**e for e in exponents]
