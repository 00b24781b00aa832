"""Money and history: pages, days, sorting, filtering, and what is written into files."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from futu_tui.opend.errors import Refused
from futu_tui.trading import Order
from futu_tui.trading.calls import CashFlow
from futu_tui.trading.equity import EquityCurves, account_key
from futu_tui.trading.equity_events import DayTransfers, OwnFill, Transfer
from futu_tui.tui.charts import plotted
from futu_tui.tui.csv_export import export
from futu_tui.tui.screens.records import Days, RecordsScreen
from tests.tui.desk_scene import DeskScene
from tests.tui.grid_harness import order
from tests.tui.scene import MIDDLE, WALL, Person, StillTime

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def still_records(monkeypatch: pytest.MonkeyPatch, still_time: StillTime) -> None:
    monkeypatch.setattr("futu_tui.tui.broker_time.time", still_time)
    monkeypatch.setattr("futu_tui.tui.screens.money.time", still_time)


@asynccontextmanager
async def looking(still_time: StillTime, *keys: str, **scene: Any) -> AsyncIterator[tuple[DeskScene, Person]]:
    app = DeskScene(still_time, **scene)
    app.calls.orders = [
        Order.of(
            order(3, "HK.00005", createTime="2026-11-19 10:00:00", price=101.3, qty=400.0, fillQty=400.0)
        )
    ]
    app.calls.flows = [
        CashFlow(1, "2026-11-22", "2026-11-24", "HKD", "Dividend", Decimal("812.5"), "HK.00005 interim"),
        CashFlow(2, "2026-11-22", "2026-11-24", "HKD", "Fee", Decimal(-15), "=platform"),
    ]
    async with app.showing(MIDDLE) as person:
        await person.press(*keys)
        await person.settle()
        yield app, person


def shown(app: DeskScene) -> list[str]:
    """The first columns of the rows in view."""
    assert isinstance(app.screen, RecordsScreen)
    records = app.screen.page.records
    return [
        " ".join(column.text(records.row(key), 40) for column in records.columns[:3]) for key in records.keys
    ]


async def test_funds_by_currency_and_market(still_time: StillTime) -> None:
    async with looking(still_time, "f") as (app, person):
        assert "Account Total assets 1,386,204.11" in shown(app)
        assert "USD Cash 12,400.50" in shown(app)
        assert "HK Assets 525,000.00" in shown(app)
        await person.press("/", *"usd")
        assert shown(app) == ["USD Cash 12,400.50", "USD Can be withdrawn 12,400.50"]
        assert "2 of 12 rows" in app.text
        await person.press("escape")
        assert len(shown(app)) == 12
        await person.press("escape")
        assert app.screen is app.dashboard


async def test_what_is_of_before_a_cut_says_so_until_it_is_told_again(still_time: StillTime) -> None:
    async with looking(still_time, "f") as (app, person):
        assert "Account Told before the cut" not in shown(app)
        app.store.mark_stale(app.now)
        app.frame()
        await person.settle()
        assert shown(app)[0] == "Account Told before the cut"
        portfolio = app.accounts.current
        assert portfolio is not None
        portfolio.begin_anew()
        app.store.clear_stale()
        app.frame()
        await person.settle()
        assert shown(app)[0] == "Account Told before the cut"
        await person.press("tab", "tab")
        assert isinstance(app.screen, RecordsScreen)
        records = app.screen.page.records
        assert records.keys
        assert all(records.row(key).doubtful for key in records.keys)


async def test_todays_orders_come_from_what_is_known_and_older_ones_from_the_gateway(
    still_time: StillTime,
) -> None:
    async with looking(still_time, "h") as (app, person):
        assert len(shown(app)) == 6
        assert [asked[0] for asked in app.calls.asked] == ["fees"]
        assert "98.42" in app.text
        await person.press("[")
        assert ("orders", date(2026, 11, 17), TODAY) in app.calls.asked
        assert shown(app) == ["2026-11-19 10:00:00 HK.00005"]
        assert "2026-11-17 to 2026-11-23" in app.text
        await person.press("]")
        assert len(shown(app)) == 6


async def test_days_are_typed(still_time: StillTime) -> None:
    async with looking(still_time, "h", "d", *(["backspace"] * 10), *"2026-10-01..2026-10-31", "enter") as (
        app,
        _,
    ):
        assert ("orders", date(2026, 10, 1), date(2026, 10, 31)) in app.calls.asked
        assert "2026-10-01 to 2026-10-31" in app.text
        assert app.screen.page.records._words == ()  # type: ignore[attr-defined]


async def test_wrong_days_are_told(still_time: StillTime) -> None:
    async with looking(still_time, "h", "d", *"x", "enter") as (app, _):
        assert app.told == ["write days like 2026-01-05 or 2026-01-05 to 2026-01-31"]
        assert isinstance(app.focused, Input)
        assert len(shown(app)) == 6


async def test_rows_are_sorted_by_any_column(still_time: StillTime) -> None:
    async with looking(still_time, "h", "o", "o", "o") as (app, person):
        by = app.screen.page.records.sorted_by  # type: ignore[attr-defined]
        assert by == ("code", False)
        await person.press("O")
        assert shown(app)[0].endswith("HK.09988")


async def test_cash_flow_goes_day_by_day_and_not_into_tomorrow(still_time: StillTime) -> None:
    async with looking(still_time, "f", "right", "right", "right", "[", "]", "]") as (app, person):
        asked = [what[1] for what in app.calls.asked if what[0] == "flow"]
        assert asked == [TODAY, date(2026, 11, 22), TODAY]
        assert "Dividend" in app.text
        await person.press("left", "left", "left")
        assert "Total assets" in app.text


async def test_a_refusal_stands_where_the_rows_would(still_time: StillTime) -> None:
    async with looking(still_time, "f") as (app, person):
        app.calls.refusal = Refused("not for this account", ret_type=-1, ret_msg="no")
        await person.press("left")
        await person.settle()
        assert "The gateway does not tell." in app.text
        assert "not for this account" in app.text


async def test_rows_as_shown_are_written_into_a_file(
    still_time: StillTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with looking(still_time, "f", "left", "/", *"fee", "enter", "e") as (app, _):
        (path,) = list(tmp_path.iterdir())  # noqa: ASYNC240
        assert app.told == [str(path)]
        assert path.stat().st_mode & 0o777 == 0o600
        rows = list(csv.reader(path.open()))
        assert rows == [
            ["Clearing", "Settles", "Kind", "Amount", "Cur", "Remark"],
            ["2026-11-22", "2026-11-24", "Fee", "-15", "HKD", "'=platform"],
        ]


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 10, 42, 7)
    export("orders", ["Qty"], [[1.5], [None], ["-15.00"], ["-x"]], now, tmp_path)
    path = tmp_path / "futu-tui-orders-20261123-104207.csv"
    assert path.read_text().split() == ["Qty", "1.5", '""', "-15.00", "'-x"]
    with pytest.raises(FileExistsError):
        export("orders", ["Qty"], [], now, tmp_path)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-01-05", Days(date(2026, 1, 5), date(2026, 1, 5))),
        ("2026-01-31 to 2026-01-05", Days(date(2026, 1, 5), date(2026, 1, 31))),
    ],
)
def test_days_as_people_write_them(text: str, days: Days) -> None:
    assert Days.read(text) == days
    assert Days.read(str(days)) == days


@pytest.mark.parametrize("key", ["f", "h"])
async def test_figures_say_that_they_may_be_old_while_the_link_is_down(
    still_time: StillTime, key: str
) -> None:
    app = DeskScene(still_time)
    async with app.showing(MIDDLE) as person:
        await person.press(key)
        assert "may be old" not in app.text
        app.store.mark_stale(app.now)
        app.frame()
        await person.settle()
        assert "the link is down: this may be old" in app.text


async def test_the_equity_curve_is_a_page_with_what_happened_on_it(
    still_time: StillTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("futu_tui.tui.broker_time.time", still_time)
    await plotted.load()
    async with looking(still_time, "f") as (app, person):
        portfolio = app.accounts.current
        assert portfolio is not None
        key = account_key(portfolio.account)
        curves = app.accounts.equity = EquityCurves()
        for days, total in ((3, 900_000.0), (0.05, 1_400_000.0), (0.0, 1_380_000.0)):
            funds = replace(portfolio.funds, total_assets=total) if portfolio.funds is not None else None
            assert funds is not None
            curves.observe(portfolio.account, funds, WALL - days * 86_400)
        transfer = Transfer("2026-11-23", 1, "HKD", 500_000.0, "Deposit")
        curves.events.take_day(DayTransfers(key, "2026-11-23", (transfer,)), final=False)
        curves.events.take_fills(key, [OwnFill(WALL - 600, True, "HK.00700", 200.0, 512.3)])
        await person.press("right")
        app.frame()
        await person.settle()
        assert "1,380,000 HKD  -20,000" in app.text
        assert "start 900,000  paid in 500,000" in app.text
        assert "largest drop -20,000" in app.text
        assert shown(app) == ["2026-11-23 10:32:07 BUY HK.00700", "2026-11-23 09:30:00 Deposit "]
        assert "today   2 rows" in app.text
        await person.press("[", "[")
        assert "30 days   2 rows" in app.text
        await person.press("e")
        await person.press("right")
        assert "largest drop" not in app.text, "the curve is of its page alone"
    names = sorted(path.suffix for path in tmp_path.iterdir())  # noqa: ASYNC240 - the program is over
    assert names == [".csv", ".svg"]
