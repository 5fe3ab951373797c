"""How much of something may be used in a time; beyond it one waits."""


class Allowance:
    """A bucket that fills evenly and holds at most ``burst``; spending more than it holds makes a debt."""

    def __init__(self, per_s: float, burst: float, now_s: float) -> None:
        self._per_s = per_s
        self._burst = burst
        self._left = burst
        self._at_s = now_s

    def spend(self, amount: float, now_s: float) -> float:
        """Take ``amount``; returns how many seconds to wait until the debt is paid."""
        self._left = min(self._burst, self._left + (now_s - self._at_s) * self._per_s) - amount
        self._at_s = now_s
        return max(0.0, -self._left / self._per_s)
