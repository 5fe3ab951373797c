"""Numbers as text: correctly rounded, and read back as they were."""

import math
import random
import re
import struct
from decimal import Decimal
from typing import Any

from playwright.sync_api import Page

from tests.browser.by_hand import digits, number

VALUES = (0.0, 0.5, 1e5, 99_999.6, 12_345.0, 2.0625, 2.0635, 100.25, 9.9995, 0.001, 0.00099996, 1.5e207, 5e-324, 1.7976931348623157e308)


def _drawn(count: int) -> list[float]:
    draw = random.Random(20261120)
    everyday = [draw.choice((-1, 1)) * 10 ** draw.uniform(-8, 8) for _ in range(count)]
    any_bits = [struct.unpack("<d", draw.randbytes(8))[0] for _ in range(count)]
    ties = [draw.randrange(1, 4096) / 2 ** draw.randrange(1, 12) for _ in range(count)]
    return [value for value in (*VALUES, *everyday, *any_bits, *ties) if math.isfinite(value)]


PLACES = (1, 2, 3, 4, 6, 9, 17)
TYPED = {"1e-3": 0.001, "0,01": 0.01, "1.5×10^-3": 0.0015, "1.5 × 10⁻³": 0.0015, "10^−8": 1e-8, "−2": -2.0, ".5": 0.5, "+3": 3.0}
NO_NUMBERS = ("", "abc", "1,5.2", "1e", "2x3", "--1")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")


def _format(page: Page, body: str, given: object) -> Any:
    return page.evaluate(f"async (given) => {{ const {{ plain, parse }} = await import('/static/format.js'); return {body}; }}", given)


def test_rounds_correctly_and_reads_back(bare: Page) -> None:
    values = _drawn(1_000)
    for places in PLACES:
        shown = _format(bare, "given[0].map((v) => [plain(v, given[1]), parse(plain(v, given[1]))])", [values, places])
        for value, (text, read) in zip(values, shown, strict=True):
            exact = Decimal(f"{Decimal(value):.{places - 1}e}")
            written = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda power: "^" + power.group().translate(SUPERSCRIPTS), text)
            assert number(written) == exact, (value, text)
            assert float(read) == float(exact)
            if value:
                assert digits(written) == places or written.lstrip("−").startswith("10^")
                assert ("^" in written) == (not Decimal("0.001") <= abs(exact) < 10 ** min(5, places))


def test_reads_what_people_type(bare: Page) -> None:
    read = _format(bare, "given.map(parse)", [*TYPED, *NO_NUMBERS])
    assert read[: len(TYPED)] == list(TYPED.values())
    assert all(math.isnan(value) for value in read[len(TYPED) :])
