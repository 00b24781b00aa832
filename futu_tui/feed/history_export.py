"""An export of bars under way: asked for page by page, written security by security, paused, resumed and cancelled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Protocol

from futu_tui.feed.catch_up import REFUSALS
from futu_tui.feed.lookups.bars import PAGE, BarRow, Plan, keys_of, next_of, request_of, rows_of
from futu_tui.feed.paging import EndlessPages, Pages, most_bars
from futu_tui.opend.errors import GatewayError, Limited
from futu_tui.protocol import Security
from futu_tui.trading.open_acts import Gateway


class Sink(Protocol):
    """Where complete securities go."""

    def write(self, security: Security, rows: list[BarRow]) -> None:
        """Take all bars of a security. Raises OSError."""

    def close(self) -> list[Path]:
        """Finish the files, and answer those that hold something. Raises OSError."""


class State(Enum):
    """How an export stands."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def over(self) -> bool:
        return self in (State.DONE, State.CANCELLED, State.FAILED)


class Export:
    """Call `run` as a task; everything else may be called at any time. What is complete stays whatever happens."""

    def __init__(self, gateway: Callable[[], Gateway], plan: Plan, sink: Sink) -> None:
        """`gateway` gives the one in use, which may be another after a while."""
        self.plan = plan
        self.state = State.RUNNING
        self.reason = ""
        """Why it waits or failed; empty where the person wanted it."""
        self.at: Security | None = None
        """What is being asked for."""
        self.complete: list[Security] = []
        self.empty: list[Security] = []
        """Of which the gateway has no bars in these days."""
        self.refused: dict[Security, str] = {}
        self.cut_short: dict[Security, str] = {}
        """Of which something may be missing in the files, and why."""
        self.bars = 0
        """In files."""
        self.pending = 0
        """Asked for, of the security that is not complete yet."""
        self.requests = 0
        self.began = time.monotonic()
        self.files: list[Path] = []
        self._gateway = gateway
        self._sink = sink
        self._free = asyncio.Event()
        self._free.set()
        self._cancelled = False
        self._writing = False

    @property
    def settled(self) -> int:
        """Securities that are complete, empty or refused."""
        return len(self.complete) + len(self.empty) + len(self.refused)

    @property
    def fraction(self) -> float:
        """From 0 to 1, by securities."""
        return self.settled / len(self.plan.securities)

    def pause(self, reason: str = "") -> None:
        """Ask for no more than the page that is under way."""
        if self.state is State.RUNNING:
            self.state, self.reason = State.PAUSED, reason
            self._free.clear()

    def resume(self) -> None:
        """Go on where it was paused."""
        if self.state is State.PAUSED:
            self.state, self.reason = State.RUNNING, ""
            self._free.set()

    def cancel(self) -> None:
        """End after the page that is under way; securities that are complete stay."""
        if not self.state.over:
            self._cancelled = True
            self._free.set()

    async def run(self) -> None:
        """Ask for everything, until it is done or cancelled. A lost link pauses it; a refused security is left out."""
        try:
            for unit in self.plan.units:
                await self._unit(unit)
                if self._cancelled:
                    break
            ended, reason = (State.CANCELLED if self._cancelled else State.DONE), ""
        except OSError as error:
            ended, reason = State.FAILED, f"Cannot write: {error}"
        except asyncio.CancelledError:
            if not self._writing:
                self._sink.close()  # the program ends: what is complete stays
            raise
        try:
            self.files = await asyncio.to_thread(self._sink.close)
        except OSError as error:
            ended, reason = State.FAILED, f"Cannot write: {error}"
        self.state, self.reason, self.at = ended, reason, None

    async def _unit(self, unit: tuple[Security, ...]) -> None:
        """All pages of a security, or of those that are asked for together; written once they are all there.

        Where the gateway's pages do not end, what they brought is written all the same.
        """
        found: dict[Security, dict[tuple[str, str], BarRow]] = {security: {} for security in unit}
        pages = Pages(most_bars(self.plan.period, self.plan.begin, self.plan.end) * len(unit), PAGE)
        self.at, self.pending, after, more = unit[0], 0, None, True
        while more:
            await self._free.wait()
            if self._cancelled:
                return
            try:
                self.requests += 1
                answer = await self._gateway().request(
                    self.plan.source.proto_id, request_of(self.plan, unit, after)
                )
            except Limited as limit:
                self.reason = str(limit)
                await asyncio.sleep(limit.retry_after)
                self.reason = ""
                continue
            except REFUSALS as error:
                self.refused |= dict.fromkeys(unit, str(error))
                return
            except GatewayError as error:
                self.pause(str(error))
                continue
            for security, rows in rows_of(self.plan, answer):
                found.setdefault(security, {}).update({(row.time, row.asked): row for row in rows})
            self.pending = sum(map(len, found.values()))
            after = next_of(self.plan, unit, answer, after)
            more = after is not None
            if more:
                try:
                    pages.go_on(keys_of(self.plan, answer))
                except EndlessPages as endless:
                    self.cut_short |= dict.fromkeys(unit, str(endless))
                    more = False
        await self._write({security: list(rows.values()) for security, rows in found.items()})

    async def _write(self, found: dict[Security, list[BarRow]]) -> None:
        for security, rows in found.items():
            if rows:
                self._writing = True
                await asyncio.to_thread(self._sink.write, security, rows)
                self._writing = False
                self.complete.append(security)
                self.bars += len(rows)
            else:
                self.empty.append(security)
        self.pending = 0
