"""A chart of very many bars on a screen of its own, from a key or a tick to the last byte that a terminal would get."""

from __future__ import annotations

import asyncio
import gc
import time
from array import array
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from textual import events
from textual.app import App, ComposeResult

from futu_tui.commands.dashboard import spare_the_collector
from futu_tui.market import Period, Series, Store
from futu_tui.market.columns import Columns
from futu_tui.protocol import Security
from futu_tui.trading import Accounts
from futu_tui.tui.chart_settings import ChartSettings
from futu_tui.tui.compositor import CellScreen
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.widgets.chart import Chart
from tests.benchmarks.screenless import NullDriver

TENCENT = Security.parse("HK.00700")
SETTLED = 0.06
"""Seconds without a byte after which a painting is over: several of Textual's own pauses between two."""
PATIENCE = 5.0
Answer = TypeVar("Answer")


class Paint(NamedTuple):
    """What a press or a push took to its last byte; nothing where it changed nothing."""

    wall: float = 0.0
    """Milliseconds, with Textual's own pauses between two paintings and whatever else the machine did meanwhile."""
    cpu: float = 0.0
    """Milliseconds of this process."""


class TimedDriver(NullDriver):
    """Knows when it last took something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = self.cpu = 0.0

    def write(self, data: str) -> None:
        self.at, self.cpu = time.perf_counter(), time.process_time()
        super().write(data)


class ChartScreen(App[None]):
    """A K-line chart that fills the screen, painted as the dashboard paints it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, bars: Columns, period: Period = Period.M1) -> None:
        self.themes = Themes.load(Path("no-such-folder"), "green")
        self.keymap = Keymap({})
        self.chart_settings = ChartSettings()
        super().__init__(driver_class=TimedDriver)
        self.store = Store()
        self.bars = self.store.open_bars(Series.of(TENCENT, period))
        self.bars.join(bars)
        self.chart = Chart(self.store, Accounts())
        self.chart.period = period
        self.chart.set_security(TENCENT)

    def get_default_screen(self) -> CellScreen:
        return CellScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield self.chart

    def on_mount(self) -> None:
        self.themes.install(self, "futu-dark")
        self.chart.focus()

    @property
    def driver(self) -> TimedDriver:
        assert isinstance(self._driver, TimedDriver)
        return self._driver

    async def reckoned(self) -> None:
        """Until the indicators are."""
        while not self.chart._reckoned:
            self.frame()
            await asyncio.sleep(0)
        await asyncio.sleep(5 * SETTLED)

    def frame(self) -> None:
        """What the dashboard does each frame."""
        now = time.monotonic()
        if changes := self.store.drain(now):
            self.chart.apply_changes(changes, now)
        self.chart.tick(now)

    async def key(self, key: str, character: str | None = None) -> Paint:
        """From a press to the last byte of what it changed."""
        return await self._painted(lambda: self.driver.send_message(events.Key(key, character)))

    async def trade(self, close: float, volume: float) -> Paint:
        """From a push about the newest bar to the last byte that it changed."""
        columns = self.bars.columns
        last = columns.part(len(columns) - 1, len(columns))
        last.close[0] = close
        last.high[0], last.low[0] = max(last.high[0], close), min(last.low[0], close)
        last.volume[0] += volume

        def told() -> None:
            self.store.join_bars(self.bars.series, last)
            self.frame()

        return await self._painted(told)

    async def _painted(self, act: Callable[[], object]) -> Paint:
        driver = self.driver
        driver.painted.clear()
        begun, spent = time.perf_counter(), time.process_time()
        act()
        try:
            async with asyncio.timeout(10 * SETTLED):
                await driver.painted.wait()
        except TimeoutError:
            return Paint()
        last = 0.0
        while last != driver.at:
            last = driver.at
            await asyncio.sleep(SETTLED)
        return Paint((driver.at - begun) * 1e3, (driver.cpu - spent) * 1e3)


def on_screen(
    bars: Columns, size: tuple[int, int], work: Callable[[ChartScreen], Awaitable[Answer]]
) -> Answer:
    """Do this with a chart of these bars on a screen of this size."""

    async def run() -> Answer:
        app = ChartScreen(bars)
        running = asyncio.create_task(app.run_async(size=size))
        async with asyncio.timeout(PATIENCE):
            while not app.chart.size.width:  # noqa: ASYNC110 - Textual has no event for it
                await asyncio.sleep(0.01)
        await app.reckoned()
        spare_the_collector()
        try:
            return await work(app)
        finally:
            gc.unfreeze()
            app.exit()
            await running

    return asyncio.run(run())


def bytes_of(columns: Columns, lines: list[array[float]]) -> int:
    """What the arrays of bars and of their indicators take."""
    arrays = [getattr(columns, name) for name in Columns.__slots__]
    return sum(len(column) * column.itemsize for column in (*arrays, *lines))
