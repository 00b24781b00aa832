"""The one push stream: opened, read, and opened again for as long as the program runs."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum
from typing import TypeVar

import grpc.aio
from msgspec import Struct

from futu_tui.opend.client import OpenD, PushCall, is_being_cancelled
from futu_tui.opend.errors import GatewayError, NoKey, TimedOut, Unreachable
from futu_tui.opend.status import channel_closed, stream_ended
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

HEARTBEAT = 4.0
"""Seconds between two keep-alives on an open stream."""
HEARTBEAT_TIMEOUT = 4.0
"""Seconds without an answer to one, and without a push, after which the gateway is taken for dead."""
OPEN_TIMEOUT = 6.0
"""Seconds that a connection and its first answer may take."""
OPEN_GRACE = 0.02
"""Seconds in which a gateway that answers requests may still turn the stream away."""
STABLE = 20.0
"""Seconds a stream must have been open for its loss to be the first of a new series."""


_T = TypeVar("_T")


class LinkState(Enum):
    CONNECTING = "connecting"
    UP = "up"
    DOWN = "down"
    """Waiting for the next attempt."""


class Link(Struct, frozen=True):
    """The state of the road to the gateway, as of `since`."""

    state: LinkState
    since: float
    """The loop's time, monotonic seconds."""
    error: GatewayError | None = None
    """Why the last attempt failed or the stream was lost; None once it is up."""
    attempt: int = 0
    """How many attempts were made since the stream was last stable."""
    retry_in: float | None = None
    """Seconds from `since` to the next attempt, while DOWN."""


class Backoff(Struct, frozen=True):
    """How long to wait before an attempt: a random time below a bound that doubles with each failure."""

    shortest: float = 0.25
    longest: float = 15.0

    def delay(self, failures: int) -> float:
        """Seconds to wait after this many failures in a row, 1 or more."""
        bound = min(self.longest, self.shortest * 2.0 ** min(failures, 32))
        return random.uniform(self.shortest, bound)


USUAL_BACKOFF = Backoff()


class PushStream:
    """Reads the gateway's pushes for ever and tells how the link is."""

    def __init__(
        self,
        gw: OpenD,
        on_event: Callable[[PushEvent], None],
        on_link: Callable[[Link], None],
        *,
        backoff: Backoff = USUAL_BACKOFF,
        heartbeat: float = HEARTBEAT,
        heartbeat_timeout: float = HEARTBEAT_TIMEOUT,
    ) -> None:
        """`on_event` is called for every push in the reading loop itself, so it must cost next to nothing."""
        self._gw = gw
        self.on_event = on_event
        self._on_link = on_link
        self._backoff = backoff
        self._heartbeat = heartbeat
        self._heartbeat_timeout = heartbeat_timeout
        self._retry = asyncio.Event()
        self._leave = asyncio.Event()
        self.link = Link(LinkState.CONNECTING, 0.0)
        self.received = 0
        """How many pushes were read since the start."""
        self.round_trip: float | None = None
        """Seconds the last keep-alive took; None before the first and where it was not answered plainly."""

    def retry_now(self) -> None:
        """Make the next attempt at once; does nothing while the link is up or being made."""
        self._retry.set()

    def begin_anew(self) -> None:
        """Let go of the stream, with all that waits to be read on it, and open another at once.

        Does nothing while none is open.
        """
        if self.link.state is LinkState.UP:
            self._leave.set()

    async def run(self) -> None:
        """Follow the stream until cancelled; no failure of the gateway ends it."""
        failures = 0
        error: GatewayError | None = None
        while True:
            self._say(LinkState.CONNECTING, error=error, attempt=failures + 1)
            try:
                if await self._follow():
                    error = None
                    continue
                error = stream_ended(self._gw.target)
            except GatewayError as failure:
                # It is kept as long as the link is down; what led to it would keep the call that is over.
                error = failure.with_traceback(None)
                error.__context__ = None
            self.round_trip = None
            if isinstance(error, TimedOut):
                await self._gw.renew()
            if self.link.state is LinkState.UP and _now() - self.link.since >= STABLE:
                failures = 0
            failures += 1
            # A key does not become good by being shown more often.
            delay = self._backoff.longest if isinstance(error, NoKey) else self._backoff.delay(failures)
            self._say(LinkState.DOWN, error=error, attempt=failures, retry_in=delay)
            await self._pause(delay)

    async def _follow(self) -> bool:
        """One life of the stream: returns where the gateway ends it, raises where it breaks.

        Answers whether it was let go of.
        """
        self._leave.clear()
        call = self._gw.open_push()
        leaving = asyncio.create_task(self._leave.wait())
        reading = asyncio.create_task(self._read(call))
        tending = asyncio.create_task(self._tend())
        try:
            await asyncio.wait({reading, tending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            for task in (reading, tending):
                if task.done():
                    task.result()
            return leaving.done()
        finally:
            call.cancel()
            reading.cancel()
            tending.cancel()
            leaving.cancel()
            await asyncio.gather(reading, tending, leaving, return_exceptions=True)

    async def _read(self, call: PushCall) -> None:
        try:
            async for event in call:
                if self.link.state is not LinkState.UP:
                    self._up()
                self.received += 1
                self.on_event(event)
        except grpc.aio.AioRpcError as status:
            raise await self._gw.failure(status) from None
        except asyncio.CancelledError:
            if is_being_cancelled():
                raise
            raise channel_closed(self._gw.target) from None

    async def _tend(self) -> None:
        """Find out that the stream is open and, once it is, whether the gateway still lives.

        A gateway may send nothing on the stream before its first push, so an answer to a request made after
        it on the same connection tells that it is open. A refusal is an answer too.
        """
        await self._hear(self._gw.init(timeout=OPEN_TIMEOUT))
        await asyncio.sleep(OPEN_GRACE)
        if self.link.state is not LinkState.UP:
            self._up()
        while True:
            self.round_trip = await self._hear(self._gw.ping(timeout=self._heartbeat_timeout))
            await asyncio.sleep(self._heartbeat)

    async def _hear(self, request: Awaitable[_T]) -> _T | None:
        """The answer, or None for another sign of life; raises where there is none, and for a bad key."""
        received = self.received
        try:
            return await request
        except NoKey:
            raise
        except (Unreachable, TimedOut):
            if self.received == received:
                raise
        except GatewayError:
            pass
        return None

    async def _pause(self, seconds: float) -> None:
        self._retry.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._retry.wait()

    def _up(self) -> None:
        self._say(LinkState.UP, attempt=self.link.attempt)

    def _say(
        self,
        state: LinkState,
        *,
        error: GatewayError | None = None,
        attempt: int,
        retry_in: float | None = None,
    ) -> None:
        self.link = Link(state, _now(), error, attempt, retry_in)
        self._on_link(self.link)


def _now() -> float:
    return asyncio.get_running_loop().time()
