"""Fair timing on shared, noisy machines: warm up, interleave, take medians, read ratios."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping


def interleaved(contenders: Mapping[str, Callable[[], object]], rounds: int = 15) -> dict[str, float]:
    """Median seconds of each contender; they take turns, so that a slow moment hits all alike."""
    for contender in contenders.values():
        contender()
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            gc.collect()
            begun = time.perf_counter()
            contender()
            times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(of_one) for name, of_one in times.items()}
