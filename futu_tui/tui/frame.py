"""When to draw: a steady frame that gives way to keys, and slows down before drawing takes more than its share.

Where nothing is new it rests: it draws for the clocks on the screen alone, until it is stirred.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator

from futu_tui.beat import until_beat

SLOWEST = 5
"""Frames a second that are kept up whatever the market does."""
SHARE = 0.25
"""The most of the loop's time that drawing may take. The rest is for reading the stream and for keys."""
OVERLOAD_SHARE = 0.05
"""The same while more comes in than can be read."""
LIGHT, HEAVY = 0.4, 0.7
"""Shares of a core that all else takes: up to the one, drawing has its whole share; from the other on, the least."""
SETTLE = 0.2
"""How much of each new cost goes into the running average."""
ARRIVAL = 2
"""Loop turns from a key's byte in the terminal to the key among the app's messages."""
PATIENCE = 8
"""Loop turns a frame waits for keys on their way; more would let a held key stop the market."""
RESTING = 0.5
"""Seconds from one frame to the next where nothing is new; in step with what recurs beside the frames."""
GATHER = 0.01
"""Seconds from what ends a rest to its frame: more comes with it, or a key has to be served first."""


class FrameClock:
    """Calls `draw(now)` at the pace that `share` allows. `now` is monotonic seconds.

    What `draw` answers are its steps, if it takes several: keys are served between them.
    """

    def __init__(
        self,
        draw: Callable[[float], Iterable[None] | None],
        *,
        rate: float = 30,
        share: float = SHARE,
        key_waiting: Callable[[], bool] = lambda: False,
        idle: Callable[[], bool] = lambda: False,
        held: Callable[[], bool] = lambda: False,
    ) -> None:
        """`idle` is whether a frame would find nothing new: then ages and clocks are drawn, until `stir` is called.

        `held` is whether the terminal has no time for a picture: then the clock is as slow as it gets.
        """
        self._draw = draw
        self._key_waiting = key_waiting
        self._idle = idle
        self._held = held
        self.rate = rate
        self.share = share
        self.cost = 0.0
        """Seconds that a frame takes, draining and painting together; a running average."""
        self.others = 0.0
        """The share of a core that all but frames take, most of it reading the stream; a running average."""
        self._stirred: asyncio.Event | None = None
        """What ends the rest; None while there is none."""
        self._cpu = time.process_time()
        self._painted = 0.0
        self._began = time.perf_counter()
        self.note: Callable[[str, float], None] | None = None
        """Told what each frame and each wait took, while somebody measures."""

    @property
    def interval(self) -> float:
        """Seconds from the start of one frame to the next."""
        slowest = 1 / min(SLOWEST, self.rate)
        return slowest if self._held() else min(max(1 / self.rate, self.cost / self._share), slowest)

    @property
    def _share(self) -> float:
        """Of the loop's time, what drawing may take of it now: the busier the rest is, the less."""
        room = min(max((HEAVY - self.others) / (HEAVY - LIGHT), 0.0), 1.0)
        return min(self.share, OVERLOAD_SHARE + (SHARE - OVERLOAD_SHARE) * room)

    @property
    def pace(self) -> float:
        """Frames a second as things are."""
        return 1 / self.interval

    def painted(self, seconds: float) -> None:
        """Add the time the screen took to paint since the last frame."""
        self._painted += seconds

    async def run(self) -> None:
        """Draw frames until cancelled, the first at once."""
        drawn = due = time.monotonic()
        while True:
            if self._idle():
                if await self._rest(drawn):
                    await asyncio.sleep(GATHER)
                due = time.monotonic()
            await self._give_way()
            for _ in self._steps():
                for _ in range(ARRIVAL):
                    await asyncio.sleep(0)
                await self._give_way()
            drawn, due = due, max(due + self.interval, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            if self.note is not None:
                self.note("loop", max(time.monotonic() - due, 0.0))

    def frame(self) -> None:
        """Draw a frame at once."""
        for _ in self._steps():
            pass

    def stir(self) -> None:
        """Something is new: end the rest, if there is one."""
        if self._stirred is not None:
            self._stirred.set()

    async def _rest(self, drawn: float) -> bool:
        """Wait for the frame that is drawn though nothing is new, the last one being `drawn`; whether that changed."""
        left = drawn + until_beat(max(RESTING, self.interval), drawn) - time.monotonic()
        self._stirred = asyncio.Event()
        try:
            async with asyncio.timeout(left):
                await self._stirred.wait()
        except TimeoutError:
            return False
        finally:
            self._stirred = None
        return True

    async def _give_way(self) -> None:
        """Let keys that are on their way be served."""
        for _ in range(PATIENCE):
            if not self._key_waiting():
                break
            await asyncio.sleep(0)

    def _steps(self) -> Iterator[None]:
        """Draw step by step and take the cost, with the painting since the frame before, into account."""
        spent, started = 0.0, time.perf_counter()
        since, self._began = started - self._began, started
        for _ in self._draw(time.monotonic()) or ():
            spent += time.perf_counter() - started
            yield
            started = time.perf_counter()
        spent += time.perf_counter() - started
        if self.note is not None:
            self.note("draw", spent)
            self.note("paint", self._painted)
            self.note("frame", since)
        spent += self._painted
        self._painted = 0.0
        self.cost += (spent - self.cost) * SETTLE
        before, self._cpu = self._cpu, time.process_time()
        if since > 0:
            self.others += (max(self._cpu - before - spent, 0.0) / since - self.others) * SETTLE
