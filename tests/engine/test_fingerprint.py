"""Equal fingerprints mean equal bits: whatever fits ask of BLAS is in them."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.running.bits import fingerprint

ROOT = Path(__file__).parents[2]
FIT = """
import hashlib, numpy as np, engine
x = np.arange(30_000) * 0.6180339887498949 % 1.0 - 0.5
y = 3.0 * x + np.sin(50.0 * x)
path = engine.fit("line", x, y, learning_rate=0.1, epochs=20)
few = engine.fit("line", x[:4_000], y[:4_000], learning_rate=0.1, epochs=20)
print(engine.fingerprint(), hashlib.sha256(path.params.tobytes() + few.params.tobytes()).hexdigest())
"""


def found(**environment: str) -> tuple[str, str]:
    made = subprocess.run([sys.executable, "-c", FIT], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=100)
    mark, bits = made.stdout.split()
    return mark, bits


@pytest.mark.timeout(300)
def test_where_the_bits_of_a_fit_differ_the_fingerprint_does() -> None:
    ways = [{"OPENBLAS_NUM_THREADS": threads, "OPENBLAS_CORETYPE": kernel} for threads in ("1", "2") for kernel in ("Haswell", "Prescott")]
    marks = dict[str, str]()
    for way in ways:
        mark, bits = found(**way)
        assert marks.setdefault(mark, bits) == bits, way
    assert found(**ways[0]) == found(**ways[0])


def test_the_version_counts_what_was_changed_on_purpose() -> None:
    assert fingerprint().startswith("2-")
