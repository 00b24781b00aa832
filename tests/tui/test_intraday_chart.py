"""The intraday pane: what is in view, what it asks for, what the figures say, and how little a minute draws."""

from __future__ import annotations

from typing import cast

import pytest

from futu_tui.market import Period, Store
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2, qot_get_rt_pb2
from futu_tui.protocol.pb.qot_request_trade_date_pb2 import TradeDate
from futu_tui.trading import Accounts
from futu_tui.tui.widgets.intraday_chart import IntradayChart
from futu_tui.tui.widgets.plot_pane import PATIENCE
from tests.tui.depth_data import APPLE, HANG_SENG, TENCENT, PaneApp, bar, candles, quote
from tests.unit.charts.courses import course

SIZE = (80, 22)


class IntradayApp(PaneApp):
    def __init__(self, pane: IntradayChart) -> None:
        super().__init__(pane)
        self.asked: list[tuple[str, int, bool]] = []

    def on_intraday_chart_days_wanted(self, message: IntradayChart.DaysWanted) -> None:
        self.asked.append((str(message.security), message.days, message.extended))

    @property
    def chart(self) -> IntradayChart:
        return cast(IntradayChart, self.pane)

    def heading(self) -> str:
        return str(self.chart.border_title)


def points(store: Store, count: int, security: Security = TENCENT, *, last: float | None = None) -> None:
    """Let the store know the first `count` minutes of the day, with another price at the last of them if given."""
    minutes = list(course().minutes[:count])
    if last is not None:
        minutes[-1] = minutes[-1]._replace(price=last)
    rows = [
        qot_common_pb2.TimeShare(
            time=f"2026-11-23 {minute.minute // 60:02d}:{minute.minute % 60:02d}:00",
            minute=minute.minute,
            isBlank=False,
            price=minute.price,
            avgPrice=minute.average,
            lastClosePrice=506.0,
            volume=minute.volume,
        )
        for minute in minutes
    ]
    store.apply_rt(qot_get_rt_pb2.S2C(security=security.message(), rtList=rows))


def earlier(store: Store, *days: str) -> None:
    """Let the store know the 1-minute bars of earlier days' first two hours."""
    rows = [
        bar(f"2026-11-{day} {10 + n // 60}:{n % 60:02d}:00", 500.0, 501.0, 499.0, 500.0 + n / 60, 1000)
        for day in days
        for n in range(120)
    ]
    candles(store, TENCENT, rows, Period.M1)


@pytest.fixture
def app(store: Store) -> IntradayApp:
    pane = IntradayChart(store, Accounts())
    pane.set_security(TENCENT)
    return IntradayApp(pane)


async def test_the_figures_above_are_the_newest_minutes(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE):
        app.frame()
        minute = course().minutes[30]
        change = minute.price - 506
        assert minute.average is not None
        expected = (
            f"10:00 {minute.price:.2f} {change / 506 * 100:+.2f}% avg {minute.average:.2f} "
            f"V {minute.volume / 1000:.1f}K {change:+.2f} from 506.00"
        )
        assert " ".join(app.lines()[0].split()) == expected


async def test_it_wants_the_points_of_today_and_asks_for_nothing_else(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        assert [(wish.security, wish.sub_type) for wish in app.chart.wants()] == [(TENCENT, 5)]
        assert app.asked == []


async def test_brackets_choose_one_to_five_days_and_ask_for_their_minutes(
    app: IntradayApp, store: Store
) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        await pilot.press("[")
        assert app.chart.days == 1
        for _ in range(6):
            await pilot.press("]")
            app.frame()
        assert app.chart.days == 5
        await pilot.press("[")
        app.frame()
        await pilot.pause()
        assert app.asked == [("HK.00700", days, False) for days in (2, 3, 4, 5, 4)]
        assert "4 days" in app.heading()


async def test_earlier_days_stand_left_of_today_as_their_bars_come_in(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        await pilot.press("]", "]")
        earlier(store, "19", "20")
        app.frame()
        foot = app.lines()[-1].split()
        assert [word for word in foot if "-" in word] == ["11-19", "11-20", "11-23"]
        await pilot.press("[", "[")
        app.frame()
        assert "11-20" not in app.lines()[-1]
        assert app.lines()[-1].startswith("09:30")


async def test_shift_e_shows_the_hours_around_the_regular_ones_of_a_us_day_and_asks_for_their_minutes(
    store: Store,
) -> None:
    quote(store, APPLE, 268.1, tick=0.01, prev_close=506.0, name="Apple")
    points(store, 31, APPLE)
    pane = IntradayChart(store, Accounts())
    pane.set_security(APPLE)
    app = IntradayApp(pane)
    async with app.run_test(size=(110, 22)) as pilot:
        app.frame()
        await pilot.pause()
        assert app.asked == []
        assert app.lines()[-1].startswith("09:30")
        assert "E hours" in str(app.chart.border_subtitle)
        app.chart.focus()
        await pilot.press("E")
        app.frame()
        await pilot.pause()
        assert app.asked == [("US.AAPL", 1, True)]
        assert app.lines()[-1].startswith("20:00")
        assert "all hours" in app.heading()


async def test_a_pane_out_of_view_asks_for_nothing_until_it_is_seen(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.days = 3
        app.chart.set_security(APPLE)
        app.chart.set_security(TENCENT)
        await pilot.pause()
        assert app.asked == []
        app.frame()
        app.frame()
        await pilot.pause()
        assert app.asked == [("HK.00700", 3, False)]


async def test_once_the_link_is_back_minutes_are_asked_for_anew(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.days = 2
        app.frame()
        store.mark_stale(app.now)
        app.frame()
        app.frame()
        await pilot.pause()
        assert len(app.asked) == 1
        store.clear_stale()
        app.frame()
        await pilot.pause()
        assert len(app.asked) == 2


async def test_shift_e_does_nothing_where_no_market_trades_longer(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        before = app.lines()
        await pilot.press("E")
        assert app.lines() == before


async def test_the_crosshair_reads_an_earlier_minute_and_c_takes_it_away(
    app: IntradayApp, store: Store
) -> None:
    points(store, 150)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        app.frame()
        newest = app.lines()[0]
        await pilot.press("c")
        assert app.lines()[0].split()[0] == newest.split()[0]
        await pilot.press("left", "left")
        figures = app.lines()[0].split()
        assert "09:30" < figures[0] < newest.split()[0]
        read = next(
            minute
            for minute in course().minutes
            if f"{minute.minute // 60:02d}:{minute.minute % 60:02d}" == figures[0]
        )
        assert figures[1] == f"{read.price:.2f}"
        await pilot.press("c")
        assert app.lines()[0] == newest


async def test_arrows_begin_at_the_newest_minute(app: IntradayApp, store: Store) -> None:
    points(store, 150)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        app.frame()
        newest = app.lines()[0]
        await pilot.press("left")
        assert app.lines()[0].split()[0] == newest.split()[0]


async def test_the_mouse_reads_the_minute_under_it(app: IntradayApp, store: Store) -> None:
    points(store, 150)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.hover(app.chart, offset=(3, 8))
        assert app.lines()[0].split()[0] < "09:50"


async def test_a_minute_that_moves_draws_only_lines_that_differ(app: IntradayApp, store: Store) -> None:
    points(store, 100)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        before = app.lines()
        points(store, 100, last=course().minutes[99].price + 0.05)
        app.frame()
        drawn = app.drawn()
        after = app.lines()
        assert drawn == [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        assert 0 in drawn
        assert len(drawn) <= 4


async def test_nothing_changed_draws_nothing(app: IntradayApp, store: Store) -> None:
    points(store, 100)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        points(store, 100)
        points(store, 100, HANG_SENG)
        app.frame()
        assert app.drawn() == []


async def test_it_waits_then_says_what_may_be_the_reason(app: IntradayApp) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert any("Waiting for the minutes of HK.00700" in line for line in app.lines())
        app.frame(PATIENCE + 1)
        assert any("No minutes of HK.00700 have come" in line for line in app.lines())


async def test_a_dead_link_is_said_and_takes_the_colour_away(app: IntradayApp, store: Store) -> None:
    points(store, 100)
    async with app.run_test(size=SIZE):
        app.frame()
        store.mark_stale(app.now)
        app.frame()
        assert app.heading().endswith("stale")


async def test_a_pane_too_small_says_so(app: IntradayApp, store: Store) -> None:
    points(store, 100)
    async with app.run_test(size=(20, 8)):
        app.frame()
        assert "There is no room" in " ".join(" ".join(app.lines()).split())


async def test_another_security_starts_over(app: IntradayApp, store: Store) -> None:
    points(store, 100)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        await pilot.press("left", "left")
        app.chart.set_security(HANG_SENG)
        assert any("HK.800000" in line for line in app.lines())
        points(store, 50, HANG_SENG)
        app.frame()
        assert app.lines()[0].split()[0] == "10:19"


async def test_of_bars_of_many_days_only_those_in_view_are_read(app: IntradayApp, store: Store) -> None:
    """A chart of candles may have loaded the minutes of a year."""
    points(store, 31)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        await pilot.press("]")
        earlier(store, "16", "17", "18", "19", "20")
        app.frame()
        assert [course.day for course in app.chart._past] == ["2026-11-19", "2026-11-20"]
        assert [word for word in app.lines()[-1].split() if "-" in word] == ["11-20", "11-23"]


async def test_a_half_day_is_drawn_half_once_the_calendar_is_known(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    async with app.run_test(size=SIZE):
        app.frame()
        assert app.lines()[-1].replace("│", " ").split()[-1] == "16:00"
        store.apply_trade_dates(Market.HK, [TradeDate(time="2026-11-23", tradeDateType=1)])
        app.frame()
        foot = app.lines()[-1].replace("│", " ").split()
        assert (foot[0], foot[-1]) == ("09:30", "12:00")


async def test_several_days_are_those_of_the_market(app: IntradayApp, store: Store) -> None:
    points(store, 31)
    earlier(store, "18", "20")
    days = [TradeDate(time=f"2026-11-{day}") for day in ("18", "19", "20", "23")]
    store.apply_trade_dates(Market.HK, days)
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        await pilot.press("]", "]")
        app.frame()
        foot = app.lines()[-1].split()
        assert [word for word in foot if "-" in word] == ["11-19", "11-20", "11-23"], (
            "on the 19th nothing traded"
        )
