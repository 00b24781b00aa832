"""The equity pane: its spans, its figures, and what it says while there is nothing."""

from __future__ import annotations

from datetime import datetime
from math import sin
from typing import cast

import pytest

from futu_tui.market import Changes, Store
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading import Accounts, Funds
from futu_tui.trading.equity import EquityPoint
from futu_tui.tui.charts.equity_plot import draw_equity, span_labels
from futu_tui.tui.charts.plotted import load
from futu_tui.tui.charts.tones import Tone
from futu_tui.tui.widgets.equity_chart import EquityChart
from tests.tui import grid_harness
from tests.tui.depth_data import PaneApp
from tests.unit.charts.drawn import assert_drawn

SIZE = (80, 20)
NOW = datetime(2026, 11, 23, 14, 30).timestamp()
DAY = 86_400


def funds(total: float) -> Funds:
    row = trd_common_pb2.Funds(
        power=0, totalAssets=total, cash=0, marketVal=0, frozenCash=0, debtCash=0, avlWithdrawalCash=0
    )
    row.currency = 1
    return Funds.of(row)


class EquityApp(PaneApp):
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
    monkeypatch.setattr("futu_tui.tui.widgets.equity_chart.time.time", lambda: NOW)
    return EquityApp(EquityChart(Store(), accounts))


async def test_today_begins_with_what_it_was_worth_at_midnight(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (2 * DAY, 900_000), (DAY, 1_000_000), (3600, 990_000), (0, 1_020_000))
    async with app.run_test(size=SIZE):
        await app.workers.wait_for_complete()
        head = " ".join(app.lines()[0].split())
        assert head == "1,020,000 HKD +20,000 +2.00% high 1,020,000 low 990,000"
        assert "today" in str(app.chart.border_title)


async def test_brackets_choose_the_span(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (20 * DAY, 800_000), (3 * DAY, 900_000), (0, 1_000_000))
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        app.chart.focus()
        await pilot.press("]")
        assert "+200,000" in app.lines()[0], "a week ago it was worth what it was twenty days ago"
        await pilot.press("]", "]")
        assert "all time" in str(app.chart.border_title)
        assert "11-" in app.lines()[-1]
        await pilot.press("[", "[", "[")
        assert "+100,000" in app.lines()[0]


async def test_a_new_figure_moves_it(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (3600, 1_000_000))
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
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
        await app.workers.wait_for_complete()
        assert "The gateway has told of no funds yet." in app.said()


async def test_without_an_account_it_says_so(accounts: Accounts) -> None:
    app = EquityApp(EquityChart(Store(), Accounts()))
    async with app.run_test(size=SIZE):
        await app.workers.wait_for_complete()
        assert "No account is in play." in app.said()


async def test_it_needs_no_security_and_subscribes_to_nothing(app: EquityApp, accounts: Accounts) -> None:
    observe(accounts, (3600, 1_000_000), (0, 1_010_000))
    async with app.run_test(size=(30, 12)):
        await app.workers.wait_for_complete()
        assert list(app.chart.wants()) == []
        assert "1,010,000 HKD" in app.said()


# The drawing


def wave(count: int) -> list[EquityPoint]:
    return [
        EquityPoint(int(NOW) - (count - n) * 300, 1_000_000 + 700 * n + round(9_000 * sin(n / 6)), "HKD")
        for n in range(count)
    ]


@pytest.mark.parametrize(("width", "height"), [(26, 7), (78, 17)])
async def test_a_curve_of_hours(width: int, height: int) -> None:
    await load()
    assert_drawn(f"equity-{width}x{height}", draw_equity(wave(60), width, height))


async def test_one_point_is_a_level_line() -> None:
    await load()
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
