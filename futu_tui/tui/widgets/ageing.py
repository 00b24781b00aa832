"""Notices when quotes on the screen grow old, so that their rows can look it."""

from __future__ import annotations

from collections.abc import Iterable

from futu_tui.market import Freshness, Store
from futu_tui.protocol import Security

LOOK_EVERY = 0.5
"""Seconds between two looks at the rows in view; a quote grows old over minutes, a lost link redraws everything."""

DOUBTFUL = frozenset({Freshness.AGED, Freshness.LOST})
"""What must not be taken for the present price."""


class Ageing:
    """Each security's freshness as it was last drawn. All times are monotonic seconds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drawn: dict[Security, Freshness] = {}
        self._now = 0.0
        self._looked_at = 0.0

    def at(self, now: float) -> None:
        """Judge by this moment from now on."""
        self._now = now

    def of(self, security: Security) -> Freshness:
        """The freshness to draw a security with."""
        fresh = self._drawn[security] = self._store.freshness(security, self._now)
        return fresh

    def doubts(self, security: Security) -> bool:
        """Whether a security's price may not be the present one, whatever it is drawn with."""
        if self._store.stale_since is not None:
            return True
        return self._store.freshness(security, self._now) in DOUBTFUL

    def look_is_due(self) -> bool:
        """Whether it is time to look at the rows again; says so once."""
        if 0 <= self._now - self._looked_at < LOOK_EVERY:
            return False
        self._looked_at = self._now
        return True

    def changed(self, securities: Iterable[Security]) -> list[Security]:
        """Those whose freshness is no longer what it was drawn with."""
        return [
            security
            for security in securities
            if security in self._drawn
            and self._store.freshness(security, self._now) is not self._drawn[security]
        ]
