"""The equity pane: its spans, its figures, and what it says while there is nothing."""

from __future__ import annotations

from datetime import datetime
from math import sin
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from futu_tui.market import Changes, Store
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading import Accounts, Funds
from futu_tui.trading.equity import EquityPoint, account_key
from futu_tui.trading.equity_events import DayTransfers, OwnFill, Transfer
from futu_tui.tui.charts import plotted
from futu_tui.tui.charts.equity_plot import PaidSpot, draw_equity, span_labels
from futu_tui.tui.charts.tones import Tone
from futu_tui.tui.widgets.equity_chart import EquityChart
from tests.tui import grid_harness
from tests.tui.depth_data import PaneApp
from tests.unit.charts.drawn import assert_drawn

SIZE = (80, 20)
HONG_KONG = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=HONG_KONG).timestamp()
"""The day is the account's market's."""
DAY = 86_400


def funds(total: float) -> Funds:
    row = trd_common_pb2.Funds(
        power=0, totalAssets=total, cash=0, marketVal=0, frozenCash=0, debtCash=0, avlWithdrawalCash=0
    )
    row.currency = 1
    return Funds.of(row)


class EquityApp(PaneApp):
    def __init__(self, pane: EquityChart) -> None:
        super().__init__(pane)
        self.asked: list[float] = []

    def on_equity_chart_events_wanted(self, message: EquityChart.EventsWanted) -> None:
        self.asked.append(message.since)

    @property
    def chart(self) -> EquityChart:
        return cast(EquityChart, self.pane)

    def said(self) -> str:
        return " ".join(" ".join(self.lines()).split())


def observe(accounts: Accounts, *points: tuple[float, float]) -> None:
    """Let the account in play be worth so much, at times before now in seconds."""
    assert accounts.current is not None
    for before, total in points:
        accounts.equity.observe(accounts.current.account, funds(total), NOW - before)


@pytest.fixture
def accounts() -> Accounts:
    return grid_harness.one_account()


@pytest.fixture
def app(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> EquityApp:
    monkeypatch.setattr("futu_tui.tui.broker_time.time.time", lambda: NOW)
    return EquityApp(EquityChart(Store(), accounts))


async def test_today_begins_with_what_it_was_worth_at_midnight(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (2 * DAY, 900_000), (DAY, 1_000_000), (3600, 990_000), (0, 1_020_000))
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        worth, course = (" ".join(line.split()) for line in app.lines()[:2])
        assert worth == "1,020,000 HKD +20,000 +2.00% start 1,000,000"
        assert course == "largest drop -10,000 -1.00% 00:00 to 13:30"
        assert "today" in str(app.chart.border_title)


async def test_brackets_choose_the_span(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (20 * DAY, 800_000), (3 * DAY, 900_000), (0, 1_000_000))
    async with app.run_test(size=SIZE) as pilot:
        await plotted.load()
        app.frame()
        app.chart.focus()
        await pilot.press("]")
        assert "+200,000" in app.lines()[0], "a week ago it was worth what it was twenty days ago"
        await pilot.press("]")
        assert "30 days" in str(app.chart.border_title)
        await pilot.press("]", "]")
        assert "all time" in str(app.chart.border_title)
        assert "11-" in app.lines()[-1]
        await pilot.press("[", "[", "[", "[")
        assert "+100,000" in app.lines()[0]


async def test_a_new_figure_moves_it(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (3600, 1_000_000))
    async with app.run_test(size=SIZE) as pilot:
        await plotted.load()
        app.frame()
        await pilot.pause()
        observe(accounts, (0, 1_010_000))
        app.chart.apply_changes(Changes(funds=True), 100.0)
        assert "+10,000" in app.lines()[0]
        assert app.drawn()
        await pilot.pause()
        app.chart.apply_changes(Changes(funds=True), 100.1)
        app.chart.apply_changes(Changes(orders=True), 100.2)
        assert app.drawn() == []


async def test_before_the_first_funds_it_says_so(app: EquityApp) -> None:
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        assert "The gateway has told of no funds yet." in app.said()


async def test_without_an_account_it_says_so(accounts: Accounts) -> None:
    app = EquityApp(EquityChart(Store(), Accounts()))
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        assert "No account is in play." in app.said()


async def test_it_needs_no_security_and_subscribes_to_nothing(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (3600, 1_000_000), (0, 1_010_000))
    async with app.run_test(size=(30, 12)):
        await plotted.load()
        app.frame()
        assert list(app.chart.wants()) == []
        assert "1,010,000 HKD" in app.said()


def events(accounts: Accounts, *transfers: Transfer, fills: list[OwnFill] | None = None) -> None:
    """Let this have happened to the account in play."""
    assert accounts.current is not None
    key = account_key(accounts.current.account)
    for transfer in transfers:
        accounts.equity.events.take_day(DayTransfers(key, transfer.day, (transfer,)), final=True)
    accounts.equity.events.take_fills(key, fills or [])


async def test_what_was_paid_in_is_marked_and_is_no_profit(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (DAY, 1_000_000), (7200, 1_010_000), (3600, 1_510_000), (0, 1_500_000))
    events(accounts, Transfer("2026-11-23", 1, "HKD", 500_000.0, "Deposit"))
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        worth, course = (" ".join(line.split()) for line in app.lines()[:2])
        assert worth == "1,500,000 HKD 0 +0.33% start 1,000,000 paid in 500,000"
        assert course.startswith("largest drop -10,000 -0.66% 13:30 to 14:30")
        assert "in 500,000" in "".join(app.lines()[2:])
        rows = draw_equity(
            wave(9), 60, 10, paid=[PaidSpot(wave(9)[4].at, "in 500")], gain=-1.0, zone=HONG_KONG
        )
        (column,) = {glyphs.index("┊") for glyphs, _ in rows if "┊" in glyphs}
        assert {tones[column] for _, tones in rows[:-1]} == {Tone.WARNING}, "even where the curve steps"
        assert any(Tone.DOWN in tones for _, tones in rows)


async def test_what_was_paid_in_another_currency_is_said_to_count_as_gain(
    app: EquityApp, accounts: Accounts
) -> None:
    observe(accounts, (DAY, 1_000_000), (3600, 1_078_000), (0, 1_078_000))
    events(accounts, Transfer("2026-11-23", 1, "USD", 10_000.0, "Deposit"))
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        assert "+78,000" in app.lines()[0]
        assert "counted as gain: in 10,000 USD" in app.lines()[1]


async def test_own_fills_stand_on_the_curve(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (DAY, 1_000_000), (7200, 1_010_000), (0, 1_015_000))
    fills = [
        OwnFill(NOW - 40_000, True, "HK.00700", 100.0, 512.5),
        OwnFill(NOW - 5000, False, "HK.00700", 100.0, 513.0),
        OwnFill(NOW - 2 * DAY, False, "HK.00700", 100.0, 513.0),
    ]
    events(accounts, fills=fills)
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        assert app.lines()[1].rstrip().endswith("▲ 1  ▼ 1"), "the third was before today"
        plot = "".join(app.lines()[2:])
        assert (plot.count("▲"), plot.count("▼")) == (1, 1)


async def test_what_happened_is_asked_for_when_it_is_shown_and_after_a_fill(
    app: EquityApp, accounts: Accounts
) -> None:
    observe(accounts, (DAY, 1_000_000), (0, 1_015_000))
    async with app.run_test(size=SIZE) as pilot:
        await plotted.load()
        app.frame()
        app.frame()
        await pilot.pause()
        midnight = datetime(2026, 11, 23, tzinfo=HONG_KONG).timestamp()
        assert app.asked == [midnight]
        app.chart.focus()
        await pilot.press("]")
        app.frame()
        app.chart.apply_changes(Changes(orders=True), app.now)
        app.frame()
        await pilot.pause()
        assert app.asked == [midnight, midnight - 6 * DAY]
        app.frame(5.0)
        await pilot.pause()
        assert len(app.asked) == 3


async def test_where_the_gateway_does_not_tell_of_transfers_it_says_so(
    app: EquityApp, accounts: Accounts
) -> None:
    observe(accounts, (DAY, 1_000_000), (0, 1_015_000))
    assert accounts.current is not None
    accounts.equity.events.refused[account_key(accounts.current.account)] = "not for simulated accounts"
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        assert "what was paid in or out is not told" in app.lines()[1]


# The drawing


def wave(count: int) -> list[EquityPoint]:
    return [
        EquityPoint(int(NOW) - (count - n) * 300, 1_000_000 + 700 * n + round(9_000 * sin(n / 6)), "HKD")
        for n in range(count)
    ]


@pytest.mark.parametrize(("width", "height"), [(26, 7), (78, 17)])
async def test_a_curve_of_hours(width: int, height: int) -> None:
    await plotted.load()
    assert_drawn(f"equity-{width}x{height}", draw_equity(wave(60), width, height, zone=HONG_KONG))


async def test_one_point_is_a_level_line() -> None:
    await plotted.load()
    rows = draw_equity(wave(1), 60, 10)
    assert sum(Tone.TEXT in inks for _, inks in rows) == 1


@pytest.mark.parametrize(
    ("span", "first"),
    [(1800, ":"), (6 * 3600, ":"), (5 * DAY, "-"), (400 * DAY, "-"), (4000 * DAY, "-")],
)
def test_labels_are_round_and_do_not_touch(span: int, first: str) -> None:
    labels = span_labels(int(NOW) - span, int(NOW), 100)
    assert 3 <= len(labels) <= 10
    assert all(first in label.text or "-" in label.text for label in labels)
    ends = [label.column + len(label.text) for label in labels]
    assert all(end + 2 <= after.column for end, after in zip(ends, labels[1:], strict=False))
    assert ends[-1] <= 100
