"""How a price grows beyond what was measured.

    price(n) = price(n₁) · (n / n₁)^p            a power law: a line on log-log axes
    count(d) = count(d₁)^(d / d₁)                an exponential: so many tries a parameter

Counts of the second kind leave the floating-point numbers, so growth is told in powers of ten (log₁₀).
"""

from math import inf, log10


def slope(sizes: tuple[float, float], prices: tuple[float, float]) -> float:
    """p of the power law through two measurements: (log price₂ − log price₁) / (log n₂ − log n₁)."""
    return (log10(prices[1]) - log10(prices[0])) / (log10(sizes[1]) - log10(sizes[0]))


def continued(sizes: tuple[float, ...], prices: tuple[float, ...], size: float) -> float:
    """The price at ``size`` on the power law through the last two measurements, which are positive.

    Its power is kept within [0, 1]: more data never cost less, and in the end cost in proportion. (Where data outgrow a
    cache between two measurements the slope is steeper for once; and timing of what does not grow has some noise.)
    """
    power = min(1.0, max(0.0, slope((sizes[-2], sizes[-1]), (prices[-2], prices[-1]))))
    return float(prices[-1] * (size / sizes[-1]) ** power)


def by_power(price: float, size: float, further: float, power: float) -> float:
    """log₁₀ of the price at ``further``, from the one at ``size``, where it grows as size^power."""
    return (log10(price) if price > 0 else -inf) + power * log10(further / size)


def by_exponent(count: float, parameters: int, further: int) -> float:
    """log₁₀ of the tries with ``further`` parameters, where each parameter takes as many as it did with ``parameters``."""
    return log10(count) * further / parameters
