"""Charts side by side: up to four, remembered, their crosshairs in step, and keys about the one with the focus."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from futu_tui.market import Period
from futu_tui.protocol import Security
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.widgets.chart import Chart
from tests.tui.desk_scene import DeskScene
from tests.tui.scene import NARROW, TENCENT, WIDE, Person, StillTime

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


def charts(app: DeskScene) -> list[Chart]:
    """Those in view, which must be on the screen."""
    shown = list(app.dashboard.several.charts)
    assert all(chart.region.area for chart in shown)
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
