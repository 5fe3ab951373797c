"""Numbers as text: correctly rounded, and read back as they were."""

import math
import random
import struct
from decimal import Decimal

import pytest

from tests.browser.by_hand import digits, number
from tests.browser.conftest import OpenPage

VALUES = (0.0, 0.5, 1e5, 99_999.6, 12_345.0, 2.0625, 2.0635, 100.25, 9.9995, 0.001, 0.00099996, 1.5e207, 5e-324, 1.7976931348623157e308)


def _drawn(count: int) -> list[float]:
    draw = random.Random(20261120)
    everyday = [draw.choice((-1, 1)) * 10 ** draw.uniform(-8, 8) for _ in range(count)]
    any_bits = [struct.unpack("<d", draw.randbytes(8))[0] for _ in range(count)]
    ties = [draw.randrange(1, 4096) / 2 ** draw.randrange(1, 12) for _ in range(count)]
    return [value for value in (*VALUES, *everyday, *any_bits, *ties) if math.isfinite(value)]


@pytest.mark.parametrize("places", [1, 2, 3, 4, 6, 9, 17])
def test_rounds_correctly_and_reads_back(open_page: OpenPage, places: int) -> None:
    values = _drawn(1_000)
    page = open_page("/en")
    shown = page.evaluate(
        """async ([values, places]) => {
          const { plain, parse } = await import(document.querySelector("script[src*='main.js']").src.replace("main.js", "format.js"));
          return values.map((value) => [plain(value, places), parse(plain(value, places))]);
        }""",
        [values, places],
    )
    superscripts = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
    for value, (text, read) in zip(values, shown, strict=True):
        exact = Decimal(f"{Decimal(value):.{places - 1}e}")
        before, ten, power = text.partition("10") if "×10" in text or text.lstrip("−").startswith("10⁻") else (text, "", "")
        written = before + (f"10^{power.translate(superscripts)}" if ten else "")
        assert number(written) == exact, (value, text)
        assert read == float(exact)
        if value:
            assert digits(written) == places or written.lstrip("−").startswith("10^")
            assert ("×10" in text or ten != "") == (not Decimal("0.001") <= abs(exact) < 10 ** min(5, places))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1e-3", 0.001),
        ("0,01", 0.01),
        ("1.5×10^-3", 0.0015),
        ("1.5 × 10⁻³", 0.0015),
        ("10^−8", 1e-8),
        ("−2", -2.0),
        (".5", 0.5),
        ("+3", 3.0),
    ],
)
def test_reads_what_people_type(open_page: OpenPage, typed: str, value: float) -> None:
    assert _read(open_page, typed) == value


@pytest.mark.parametrize("typed", ["", "abc", "1,5.2", "1e", "2x3", "--1"])
def test_refuses_what_is_no_number(open_page: OpenPage, typed: str) -> None:
    assert math.isnan(_read(open_page, typed))


def _read(open_page: OpenPage, typed: str) -> float:
    page = open_page("/en")
    found: float = page.evaluate(
        """async (typed) => {
          const { parse } = await import(document.querySelector("script[src*='main.js']").src.replace("main.js", "format.js"));
          return parse(typed);
        }""",
        typed,
    )
    return found
