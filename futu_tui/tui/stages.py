"""What each stage on the way from the gateway to the terminal takes, measured while somebody looks.

Nothing is measured before `begin`, so that the way costs what it costs without a look at it. What happens for every
event is measured for one of `EVERY`.
"""

from __future__ import annotations

import gc
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.market import Store
    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
    from futu_tui.tui.frame import FrameClock
    from futu_tui.tui.outlet import Outlet

SPAN = 60.0
"""Seconds over which percentiles are told."""
KEPT = 4096
"""Samples of a stage that are kept, the newest."""
BURST = 0.002
"""Seconds from one event to the next beyond which something else came in between."""
EVERY = 8
"""Of so many events one is measured."""


class Summary(NamedTuple):
    """Percentiles of what a stage took, in seconds, or in bytes."""

    samples: int
    p50: float
    p95: float
    p99: float
    most: float


class Stage(Struct, frozen=True):
    """A stage as the page tells it."""

    name: str
    title: str
    about: str


STAGES = (
    Stage("stream", "Stream", "work of the loop to take one event off the wire"),
    Stage("route", "Route", "putting one event where its frame finds it"),
    Stage("decode", "Decode", "one push's body"),
    Stage("apply", "Apply", "one push into what is known"),
    Stage("draw", "Draw", "a frame: what waited applied, and the panes"),
    Stage("paint", "Paint", "a frame's cells, by the screen"),
    Stage("encode", "Encode", "a picture's cells into bytes"),
    Stage("write", "Write", "until the terminal took a picture"),
    Stage("bytes", "Bytes", "of a picture"),
    Stage("frame", "Frame", "from one frame to the next"),
    Stage("key", "Key", "from a key to the picture behind it"),
    Stage("loop", "Loop", "how late the loop wakes up"),
    Stage("gc", "GC", "a look for garbage"),
)


class Samples:
    """What one stage took, lately."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque(maxlen=KEPT)

    def add(self, at: float, value: float) -> None:
        """`at` is monotonic seconds."""
        self._samples.append((at, value))

    def summary(self, now: float) -> Summary | None:
        """Of the last minute; None without a sample."""
        values = sorted(value for at, value in self._samples if now - at <= SPAN)
        if not values:
            return None
        middle, high, higher = percentiles(values)
        return Summary(len(values), middle, high, higher, values[-1])


def percentiles(values: list[float], which: Iterable[int] = (50, 95, 99)) -> list[float]:
    """The nearest ranks of sorted values, of which there is one at least."""
    return [values[min(len(values) - 1, -(-percent * len(values) // 100) - 1)] for percent in which]


class Stages:
    """Listens to the feed, the clock and the outlet from `begin` to `end`."""

    def __init__(self, store: Store, clock: FrameClock, outlet: Outlet) -> None:
        self._store, self._clock, self._outlet = store, clock, outlet
        self._samples: dict[str, Samples] = {}
        self._feed: Feed | None = None
        self._route: Callable[[PushEvent], None] | None = None
        self._events = 0
        self._routed_at = self._worked = 0.0
        self._gc_at = 0.0
        self.since: float | None = None
        """When measuring began, in monotonic seconds; None while nothing is measured."""

    def begin(self, feed: Feed | None) -> None:
        """Measure from now on; what was measured before is forgotten."""
        self.end()
        self._samples = {stage.name: Samples() for stage in STAGES}
        self.since = time.monotonic()
        self._store.note = self._clock.note = self._outlet.note = self.note
        gc.callbacks.append(self._note_gc)
        self._listen(feed)

    def end(self) -> None:
        """Measure nothing any more."""
        self.since = None
        self._store.note = self._clock.note = self._outlet.note = None
        if self._note_gc in gc.callbacks:
            gc.callbacks.remove(self._note_gc)
        self._listen(None)

    def _listen(self, feed: Feed | None) -> None:
        if self._feed is not None and self._route is not None:
            self._feed.stream.on_event = self._route
        self._feed = feed
        if feed is not None:
            self._route = feed.stream.on_event
            self._routed_at = 0.0
            feed.stream.on_event = self._event

    def note(self, name: str, value: float) -> None:
        """Something took so many seconds, or bytes."""
        self._samples[name].add(time.monotonic(), value)

    def summary(self, name: str, now: float) -> Summary | None:
        """What a stage took in the last minute; `now` is monotonic seconds."""
        samples = self._samples.get(name)
        return samples.summary(now) if samples else None

    def _event(self, event: PushEvent) -> None:
        assert self._route is not None
        self._events += 1
        if self._events % EVERY > 1:
            self._route(event)
            return
        started = time.perf_counter()
        self._route(event)
        done = time.perf_counter()
        worked = time.thread_time()
        if self._events % EVERY:  # the event before was the last that was looked at
            self.note("route", done - started)
            if started - self._routed_at < BURST:
                self.note("stream", worked - self._worked)
        self._routed_at, self._worked = done, worked

    def _note_gc(self, phase: str, info: dict[str, Any]) -> None:
        if phase == "start":
            self._gc_at = time.perf_counter()
        elif self._gc_at:
            self.note("gc", time.perf_counter() - self._gc_at)


def resident_bytes() -> int | None:
    """Memory of this process that is in use; None where the system does not tell it so."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return None
