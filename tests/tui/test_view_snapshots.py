"""What the charts beside the candles look like, each alone, as pictures in `__snapshots__`.

See test_snapshots.py for how new pictures are accepted.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import sin

import pytest
from textual.pilot import Pilot

from futu_tui.market import Changes, Period, Store
from futu_tui.trading import Accounts
from futu_tui.trading.equity_events import OwnFill, Transfer
from futu_tui.tui.charts import plotted
from futu_tui.tui.widgets.capital_flow import CapitalFlowPane
from futu_tui.tui.widgets.depth_chart import DepthChart
from futu_tui.tui.widgets.equity_chart import EquityChart
from futu_tui.tui.widgets.heat_strip import HeatStrip
from futu_tui.tui.widgets.intraday_chart import IntradayChart
from futu_tui.tui.widgets.plot_pane import PATIENCE, PlotPane
from tests.tui import grid_harness
from tests.tui.depth_data import HANG_SENG, INDEX, TENCENT, bar, book, candles, listing, quote
from tests.tui.test_capital_flow import tell
from tests.tui.test_equity_chart import NOW, events, observe
from tests.tui.test_intraday_chart import points

SMALL, LARGE = (30, 12), (100, 30)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["30", "100"])

Befall = Callable[["Alone"], None]
Picture = Callable[..., bool]


class Alone(grid_harness.OneWidget):
    """One pane, drawn frame by frame."""

    def __init__(self, pane: PlotPane) -> None:
        super().__init__(pane)
        self.pane = pane
        self.now = 100.0

    @property
    def store(self) -> Store:
        return self.pane.store

    def frame(self, seconds: float = 0.04) -> None:
        self.now += seconds
        changes = self.store.drain(self.now)
        if changes.everything:
            self.pane.reload()
        elif changes:
            self.pane.apply_changes(changes, self.now)
        self.pane.tick(self.now)


@pytest.fixture
def picture(snap_compare: Callable[..., bool]) -> Picture:
    """Whether a pane looks as it did: `assert picture(DepthChart, SMALL, "c", befall=deep)`."""

    def compare(
        kind: type[PlotPane],
        size: tuple[int, int],
        *press: str,
        befall: Befall,
        theme: str = "futu-dark",
        accounts: Accounts | None = None,
    ) -> bool:
        store = Store()
        quote(store, TENCENT, 512.5)
        store.drain(100.0)
        pane = kind(store, accounts or grid_harness.one_account())
        pane.set_security(TENCENT)
        app = Alone(pane)

        async def set_the_scene(pilot: Pilot[None]) -> None:
            app.themes.put_on(app, theme)
            await plotted.load()
            await pilot.pause()  # it has its size before anything is drawn
            befall(app)
            app.frame()
            await pilot.press(*press)
            app.frame()
            await pilot.pause()

        return snap_compare(app, terminal_size=size, run_before=set_the_scene)

    return compare


def morning(app: Alone) -> None:
    points(app.store, 200)


def week(app: Alone) -> None:
    """Four days before today, of two hours each."""
    rows = [
        bar(
            f"2026-11-{day} {10 + n // 60}:{n % 60:02d}:00",
            500.0,
            501,
            499,
            496.0 + day / 4 + sin(n / 15),
            900,
        )
        for day in (17, 18, 19, 20)
        for n in range(120)
    ]
    rows[0].lastClosePrice = 499.0
    candles(app.store, TENCENT, rows, Period.M1)
    points(app.store, 200)


def levels(best: int, seed: int) -> tuple[list[tuple[float, int, int]], list[tuple[float, int, int]]]:
    """A book of ten levels of all sizes, its best bid at so many ticks."""
    sizes = random.Random(seed)
    bids = [(round((best - n) * 0.05, 2), sizes.choice((1_200, 4_400, 9_000, 41_200)), 3) for n in range(10)]
    asks = [(round((best + 1 + n) * 0.05, 2), sizes.choice((900, 3_100, 12_400)), 3) for n in range(10)]
    return bids, asks


def deep(app: Alone) -> None:
    book(app.store, TENCENT, *levels(10_250, 3))
    portfolio = app.pane.accounts.current
    assert portfolio is not None
    portfolio.apply_order(grid_harness.order(1, "HK.00700"))


def wandering(app: Alone) -> None:
    """A minute and a half in which the price wanders and a wall stands above it for a while."""
    walk = random.Random(4)
    best = 10_250
    for second in range(90):
        best += walk.choice((-1, 0, 0, 1))
        bids, asks = levels(best, second // 6)
        if 30 < second < 70:
            asks = [(price, 120_000 if round(price / 0.05) == 10_256 else size, 3) for price, size, _ in asks]
        book(app.store, TENCENT, bids, asks)
        quote(app.store, TENCENT, round(best * 0.05, 2))
        app.frame(1.0)


def told(app: Alone) -> None:
    tell(app.store, 200)


def worth(app: Alone) -> None:
    walk = random.Random(2)
    total = 1_000_000.0
    observe(app.pane.accounts, (86_400, total))
    for minute in range(300, -1, -1):
        total += walk.gauss(20, 400) + (15_000 if minute == 120 else 0)
        observe(app.pane.accounts, (minute * 60, round(total, 2)))
    fills = [
        OwnFill(NOW - minute * 60, minute % 2 == 0, "HK.00700", 100.0, 512.5) for minute in (30, 91, 210, 240)
    ]
    events(app.pane.accounts, Transfer("2026-11-23", 1, "HKD", 15_000.0, "Deposit"), fills=fills)
    app.pane.apply_changes(Changes(funds=True), app.now)


@SIZES
def test_intraday(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(IntradayChart, size, befall=morning)


def test_intraday_of_five_days_with_a_crosshair(picture: Picture) -> None:
    assert picture(IntradayChart, LARGE, "]", "]", "]", "]", *["left"] * 12, befall=week)


def test_intraday_of_a_dead_link(picture: Picture) -> None:
    def lost(app: Alone) -> None:
        morning(app)
        app.frame()
        app.store.mark_stale(app.now)

    assert picture(IntradayChart, LARGE, befall=lost)


@SIZES
def test_depth(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(DepthChart, size, befall=deep)


def test_depth_with_a_crosshair_in_a_light_theme(picture: Picture) -> None:
    assert picture(DepthChart, LARGE, "right", "right", "right", befall=deep, theme="futu-light")


def test_depth_that_does_not_come(picture: Picture) -> None:
    def awaited(app: Alone) -> None:
        app.frame()
        app.frame(PATIENCE + 1)

    assert picture(DepthChart, SMALL, befall=awaited)


def test_depth_of_an_index(picture: Picture) -> None:
    def index(app: Alone) -> None:
        listing(app.store, HANG_SENG, INDEX)
        app.pane.set_security(HANG_SENG)

    assert picture(DepthChart, LARGE, befall=index)


@SIZES
def test_heat(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(HeatStrip, size, befall=wandering)


def test_heat_without_colours_of_its_own(picture: Picture) -> None:
    assert picture(HeatStrip, LARGE, befall=wandering, theme="ansi")


@SIZES
def test_flow(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(CapitalFlowPane, size, befall=told)


@SIZES
def test_flow_by_size_of_order(picture: Picture, size: tuple[int, int]) -> None:
    assert picture(CapitalFlowPane, size, "c", befall=told)


def test_flow_that_is_refused(picture: Picture) -> None:
    def refused(app: Alone) -> None:
        app.store.refuse_capital_flow(TENCENT, "No right to the quotes of this market.")

    assert picture(CapitalFlowPane, LARGE, befall=refused)


@SIZES
def test_equity(picture: Picture, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("futu_tui.tui.broker_time.time.time", lambda: NOW)
    assert picture(EquityChart, size, befall=worth)
