"""Charts side by side: up to four, remembered, their crosshairs in step, and keys about the one with the focus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from futu_tui.market import Period
from futu_tui.protocol import Security
from futu_tui.tui.chart_settings import ChartSettings, Tile
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.widgets.chart import Chart
from futu_tui.tui.widgets.chart_pane import ChartPane
from futu_tui.tui.widgets.depth_chart import DepthChart
from futu_tui.tui.widgets.intraday_chart import IntradayChart
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import NARROW, TENCENT, WIDE, Person, StillTime

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
ALIBABA = Security.parse("HK.09988")


@asynccontextmanager
async def charting(
    still_time: StillTime, *keys: str, size: tuple[int, int] = WIDE, **scene: Any
) -> AsyncIterator[tuple[DeskScene, Person]]:
    app = DeskScene(still_time, **scene)
    async with app.showing(size) as person:
        await person.press(*keys)
        app.frame()
        await person.settle()
        yield app, person


def kinds(app: DeskScene) -> list[ChartPane]:
    """Those in view, which must be on the screen."""
    shown = list(app.dashboard.several.charts)
    assert all(chart.region.area for chart in shown)
    return shown


def head(app: DeskScene, chart: ChartPane) -> str:
    """The first word of the figures above a chart, as the screen shows it."""
    region = chart.content_region
    return app.lines()[region.y][region.x : region.right].split()[0]


def charts(app: DeskScene) -> list[Chart]:
    """The same where all are K-line charts."""
    shown = [chart for chart in kinds(app) if isinstance(chart, Chart)]
    assert len(shown) == len(kinds(app))
    return shown


async def test_one_more_stands_beside_the_first_and_wants_its_own_bars(still_time: StillTime) -> None:
    async with charting(still_time, "4", "A") as (app, person):
        first, second = charts(app)
        assert (first.security, second.security) == (TENCENT, TENCENT)
        assert (first.period, second.period) == (Period.M5, Period.M15)
        assert first.region.y == second.region.y
        assert second.has_focus
        assert "SIMULATE" in app.lines()[0]
        wanted = {wish.sub_type for wish in app.still.wanted[second.owner]}
        assert wanted == {Period.M15.sub_type}
        assert not app.still.wanted["book"]
        await person.press("A", "A", "A")
        assert len(charts(app)) == 4
        assert "which is the most" in app.told[-1]


async def test_the_last_but_one_that_goes_brings_the_panes_back(still_time: StillTime) -> None:
    async with charting(still_time, "4", "A", "A", "D", "D") as (app, person):
        assert app.dashboard.chart.has_focus
        assert app.dashboard.watchlist.region.area
        assert app.still.wanted["book"]
        assert all(not app.still.wanted[chart.owner] for chart in app.dashboard.several.every)
        await person.press("D")
        assert "no other chart beside this one" in app.told[-1]


async def test_they_come_back_as_they_were(still_time: StillTime) -> None:
    async with charting(still_time, "4", "A", "]", "M") as (app, person):
        assert app.dashboard.watchlist.region.area
        await person.press("M")
        assert [(chart.security, chart.period) for chart in charts(app)] == [
            (TENCENT, Period.M5), (TENCENT, Period.M30),
        ]  # fmt: skip


async def test_a_security_that_is_found_goes_into_the_chart_with_the_keys(still_time: StillTime) -> None:
    async with charting(still_time, "M", "tab", "/", *"9988", "enter") as (app, _):
        assert [chart.security for chart in charts(app)] == [TENCENT, ALIBABA]
        assert app.dashboard.security == TENCENT


async def test_an_order_is_about_the_chart_with_the_keys(still_time: StillTime) -> None:
    async with charting(still_time, "M", "tab", "/", *"9988", "enter", "b") as (app, _):
        assert isinstance(app.screen, TicketScreen)
        assert app.screen.ticket.security == ALIBABA


async def test_an_order_out_of_view_is_not_cancelled(still_time: StillTime) -> None:
    async with charting(still_time, "M", "x", confirm=False) as (app, _):
        assert app.desk.acts == []
        assert app.told == ["Go to the orders (6) and choose one."]


async def test_crosshairs_are_in_step(still_time: StillTime) -> None:
    async with charting(still_time, "4", "A", "shift+tab", "c", "left", "left") as (app, person):
        first, second = charts(app)
        assert first.crosshair == second.crosshair is not None
        await person.press("c")
        assert first.crosshair is second.crosshair is None


async def test_a_pane_s_number_goes_back_to_it(still_time: StillTime) -> None:
    async with charting(still_time, "M", "6") as (app, _):
        assert app.dashboard.orders.has_focus
        assert app.dashboard.orders.region.area


async def test_in_a_small_window_two_stand_one_under_the_other(still_time: StillTime) -> None:
    async with charting(still_time, "M", size=NARROW) as (app, _):
        first, second = charts(app)
        assert first.region.x == second.region.x
        assert first.region.bottom == second.region.y


# Kinds


async def test_v_shows_another_kind_in_the_place_of_the_chart_with_the_keys(still_time: StillTime) -> None:
    async with charting(still_time, "M", "tab", "v") as (app, person):
        first, second = kinds(app)
        assert (type(first), type(second)) == (Chart, IntradayChart)
        assert second.has_focus
        assert second.security == TENCENT
        assert {wish.sub_type for wish in app.still.wanted[second.owner]} == {5}
        assert "4 Intraday  HK.00700" in app.text
        await person.press("v")
        depth = kinds(app)[1]
        assert isinstance(depth, DepthChart)
        assert {wish.sub_type for wish in app.still.wanted[depth.owner]} == {2}, "in the place of the minutes"
        await person.press("V", "V")
        again = kinds(app)[1]
        assert isinstance(again, Chart)
        assert again.period is Period.DAY, "as it was"
        assert app.dashboard.charts.current is app.dashboard.chart, "the panes' own is left alone"


async def test_four_kinds_of_as_many_securities_stand_side_by_side(still_time: StillTime) -> None:
    keys = ["4", "A", "A", "A", "v", "tab", "v", "v", "tab", "/", *"9988", "enter", "v", "v", "v"]
    async with charting(still_time, *keys) as (app, person):
        shown = [(chart.CONTEXT, str(chart.security)) for chart in kinds(app)]
        assert shown == [
            ("depth", "HK.00700"), ("heat", "HK.09988"), ("chart", "HK.00700"), ("intraday", "HK.00700"),
        ]  # fmt: skip
        assert len({chart.region for chart in kinds(app)}) == 4
        await person.press("v", "v", "v")
        assert isinstance(kinds(app)[1], Chart)


async def test_the_kind_of_the_dashboard_goes_along_and_comes_back(still_time: StillTime) -> None:
    async with charting(still_time, "4", "v", "A") as (app, person):
        assert [type(chart) for chart in kinds(app)] == [IntradayChart, Chart]
        await person.press("D")
        assert isinstance(app.dashboard.charts.current, IntradayChart)
        assert app.dashboard.charts.current.has_focus


async def test_the_crosshairs_of_minutes_and_candles_are_in_step(still_time: StillTime) -> None:
    async with charting(still_time, "4", "A", "v", "c", "left") as (app, person):
        candles, minutes = kinds(app)
        assert isinstance(candles, Chart)
        assert isinstance(minutes, IntradayChart)
        assert candles.crosshair is not None
        read = head(app, minutes)
        stamp = f"{datetime.fromtimestamp(candles.crosshair - 60, HONG_KONG):%H:%M}"
        assert read == stamp
        await person.press("shift+tab", "left")
        assert minutes.crosshair is not None
        read = head(app, minutes)
        assert candles.crosshair is not None
        end = datetime.fromtimestamp(candles.crosshair, HONG_KONG)
        minute = datetime.strptime(read, "%H:%M").replace(year=end.year, month=end.month, day=end.day)
        until = end.replace(tzinfo=None) - minute
        assert timedelta(minutes=1) <= until <= timedelta(minutes=10), "the last column that ends by then"
        await person.press("c")
        assert minutes.crosshair is None


def test_what_is_laid_out_is_kept_with_its_kinds(tmp_path: Path) -> None:
    path = tmp_path / "charts.json"
    grid = (Tile(TENCENT, Period.M5), Tile(ALIBABA, Period.DAY, "depth"))
    ChartSettings.load(path).keep_grid(grid)
    assert ChartSettings.load(path).grid == grid
    path.write_text(
        '{"grid": [["HK.00700", "5m"], ["HK.00700", "9m", "heat"], ["nothing", "5m", "heat"], 7]}'
    )
    assert ChartSettings.load(path).grid == (Tile(TENCENT, Period.M5),)


async def test_a_kind_that_no_version_knows_is_shown_as_candles(still_time: StillTime) -> None:
    async with charting(still_time) as (app, person):
        app.chart_settings.grid = (Tile(TENCENT, Period.M15, "sphere"), Tile(ALIBABA, Period.M5, "heat"))
        await person.press("M")
        assert [chart.CONTEXT for chart in kinds(app)] == ["chart", "heat"]
