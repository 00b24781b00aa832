"""The second quota: securities whose history was asked (3103) within the last thirty days."""

from __future__ import annotations

from collections.abc import Iterator

from futu_tui.protocol import Security

PERIOD_SECONDS = 30 * 86_400.0
DEFAULT_QUOTA = 300


class HistoryQuotaError(Exception):
    """Too many securities; the message is what the client is told."""


class HistoryQuota:
    """One charge a security; asking again within the period is free. Times are market time, epoch seconds."""

    def __init__(self, quota: int = DEFAULT_QUOTA) -> None:
        self.quota = quota
        """Securities within thirty days."""
        self._charged: dict[Security, float] = {}

    def charge(self, security: Security, now: float) -> None:
        """Count a security. Raises HistoryQuotaError when there is no quota left for it."""
        if security in dict(self.charged(now)):
            return
        if self.remaining(now) < 1:
            raise HistoryQuotaError(
                f"Insufficient historical K-line quota: all {self.quota} used within 30 days"
            )
        self._charged[security] = now

    def charged(self, now: float) -> Iterator[tuple[Security, float]]:
        """The securities that count now, each with the time of its charge."""
        return ((security, at) for security, at in self._charged.items() if now - at < PERIOD_SECONDS)

    def used(self, now: float) -> int:
        return sum(1 for _ in self.charged(now))

    def remaining(self, now: float) -> int:
        return self.quota - self.used(now)
