"""The order book of a security through time: what it was at the end of each second, five seconds, and so on."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from futu_tui.market.order_book import Level

BUCKETS = (1, 5, 15, 60)
"""Seconds that one sample stands for; each has samples of its own."""
KEPT = 256
"""Samples kept of each: four minutes of seconds, four hours of minutes."""


class DepthSample(NamedTuple):
    """How things stood when its time was over, or stand now."""

    bids: Sequence[Level]
    """Best first, as `asks`; the book's own lists, which are never changed."""
    asks: Sequence[Level]
    price: float | None
    """Of the last trade; None while none is known."""


class _Entry(NamedTuple):
    bucket: int
    """Its time, in whole lengths of the bucket."""
    sample: DepthSample | None
    """None where the book could not be heard of."""


class DepthHistory:
    """Samples of one book. Times are monotonic seconds; a book that does not move takes no room."""

    def __init__(self) -> None:
        self._rings = {seconds: deque[_Entry](maxlen=KEPT) for seconds in BUCKETS}

    def observe(self, now: float, sample: DepthSample) -> None:
        """The book is this from now on."""
        self._put(now, sample)

    def mark_gap(self, now: float) -> None:
        """Nothing is known of the book from now on."""
        self._put(now, None)

    def _put(self, now: float, sample: DepthSample | None) -> None:
        for seconds, ring in self._rings.items():
            bucket = int(now // seconds)
            if ring and ring[-1].bucket >= bucket:
                ring[-1] = _Entry(ring[-1].bucket, sample)
            else:
                ring.append(_Entry(bucket, sample))

    def samples(self, seconds: int, now: float, count: int) -> list[DepthSample | None]:
        """The newest `count` samples of so many seconds each, oldest first; None where nothing is known.

        `seconds` is one of `BUCKETS`. A book that nothing was heard of stood as it was.
        """
        newest = int(now // seconds)
        found: list[DepthSample | None] = [None] * count
        end = count
        for bucket, sample in reversed(self._rings[seconds]):
            start = max(count - 1 - (newest - bucket), 0)
            if start < end:
                found[start:end] = [sample] * (end - start)
                end = start
            if not end:
                break
        return found
