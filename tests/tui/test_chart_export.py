"""One key writes any chart: its picture in the theme's inks, and the data behind it with names, units and times."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from futu_tui.market import Store
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_get_capital_distribution_pb2 as parts_pb2
from futu_tui.protocol.pb import qot_get_capital_flow_pb2 as flow_pb2
from futu_tui.trading import Accounts
from futu_tui.trading.equity_events import OwnFill
from futu_tui.tui.charts import plotted
from futu_tui.tui.pane import Pane
from futu_tui.tui.widgets.capital_flow import CapitalFlowPane
from futu_tui.tui.widgets.chart_kinds import KINDS, class_of
from futu_tui.tui.widgets.depth_chart import DepthChart
from futu_tui.tui.widgets.equity_chart import EquityChart
from futu_tui.tui.widgets.heat_strip import HeatStrip
from futu_tui.tui.widgets.intraday_chart import IntradayChart
from tests.tui import grid_harness
from tests.tui.depth_data import TENCENT, PaneApp, book, ladder, quote
from tests.tui.test_equity_chart import NOW, events, observe
from tests.tui.test_intraday_chart import points

STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
Fill = Callable[[Store, Accounts], None]


def a_day(store: Store, accounts: Accounts) -> None:
    points(store, 31)


def a_book(store: Store, accounts: Accounts) -> None:
    book(store, TENCENT, *ladder())


def a_flow(store: Store, accounts: Accounts) -> None:
    items = [
        flow_pb2.CapitalFlowItem(
            inFlow=100.0 * n, superInFlow=60.0 * n, bigInFlow=20.0 * n, midInFlow=0.0, smlInFlow=20.0 * n,
            time=f"2026-11-23 09:3{n}:00",
        )
        for n in range(5)
    ]  # fmt: skip
    parts = parts_pb2.S2C(
        capitalInSuper=5.0, capitalInBig=4.0, capitalInMid=3.0, capitalInSmall=2.0, capitalOutSuper=1.0,
        capitalOutBig=2.0, capitalOutMid=3.0, capitalOutSmall=4.0, updateTime="2026-11-23 10:42:00",
    )  # fmt: skip
    store.apply_capital_flow(TENCENT, flow_pb2.S2C(flowItemList=items), parts, 1.0)


def a_curve(store: Store, accounts: Accounts) -> None:
    observe(accounts, (7200, 1_000_000), (0, 1_010_000))
    events(accounts, fills=[OwnFill(NOW - 3600, True, "HK.00700", 100.0, 512.5)])


CASES: list[tuple[type[Pane], Fill, list[str], list[str]]] = [
    (
        IntradayChart, a_day,
        ["Time", "Price HKD", "Average HKD", "Volume shares"],
        ["2026-11-23 10:00"],
    ),
    (
        DepthChart, a_book,
        ["Time", "Side", "Price HKD", "Size shares", "Orders", "Size up to it shares", "Value up to it HKD"],
        ["ask", "513.0", "10000", "10", "55000", "28206750.0"],
    ),
    (
        HeatStrip, a_book,
        ["Time", "Side", "Price HKD", "Size shares", "Orders", "Last trade HKD"],
        ["ask", "513.0", "10000", "10", "512.5"],
    ),
    (
        CapitalFlowPane, a_flow,
        ["Time", "Net HKD", "Net super HKD", "Net big HKD", "Net mid HKD", "Net small HKD"],
        ["2026-11-23 09:34:00", "400.0", "240.0", "80.0", "0.0", "80.0"],
    ),
    (
        EquityChart, a_curve,
        ["Time", "Total assets HKD", "Paid in or out HKD", "Act", "Security", "Quantity shares", "Price"],
        ["2026-11-23 14:30:00", "1010000.0"],
    ),
]  # fmt: skip


def app_of(kind: type[Any], fill: Fill, security: Security = TENCENT) -> PaneApp:
    store, accounts = Store(), grid_harness.one_account()
    quote(store, security, 512.5)
    fill(store, accounts)
    pane = kind(store, accounts)
    pane.set_security(security)
    return PaneApp(pane)


def read(folder: Path) -> tuple[list[list[str]], ElementTree.Element]:
    table, picture = sorted(folder.iterdir())
    assert {path.stat().st_mode & 0o777 for path in (table, picture)} == {0o600}
    assert table.stem == picture.stem
    return list(csv.reader(table.open())), ElementTree.parse(picture).getroot()


@pytest.mark.parametrize(("kind", "fill", "titles", "last"), CASES, ids=[case[0].CONTEXT for case in CASES])
async def test_a_key_writes_the_picture_and_the_data(
    kind: type[Pane],
    fill: Fill,
    titles: list[str],
    last: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("futu_tui.tui.broker_time.time.time", lambda: NOW)
    await plotted.load()
    app = app_of(kind, fill)
    async with app.run_test(size=(80, 24)) as pilot:
        app.frame()
        app.frame()
        app.pane.widget.focus()
        await pilot.press("e")
        shown = app.lines()
    rows, drawing = read(tmp_path)
    assert rows[0] == titles
    assert all(STAMP.fullmatch(row[0]) for row in rows[1:])
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    assert [cell for cell in last if cell not in rows[-1]] == []
    texts = list(drawing.iter("{http://www.w3.org/2000/svg}text"))
    drawn: dict[str, str] = {}
    for element in texts:
        drawn[element.attrib["y"]] = drawn.get(element.attrib["y"], "") + (element.text or "")
    assert list(drawn.values())[1:] == [text for line in shown if (text := "".join(line.split()))]
    assert len({element.attrib["fill"] for element in texts}) > 2, "the theme's inks"


async def test_the_page_in_view_is_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await plotted.load()
    app = app_of(CapitalFlowPane, a_flow)
    async with app.run_test(size=(80, 24)) as pilot:
        app.frame()
        app.pane.widget.focus()
        await pilot.press("]", "e")
    rows, _ = read(tmp_path)
    assert rows[0] == ["Time", "Size of order", "In HKD", "Out HKD"]
    assert rows[1] == ["2026-11-23 10:42:00", "super", "5.0", "1.0"]
    assert len(rows) == 5


async def test_own_fills_are_rows_of_the_equity_curve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("futu_tui.tui.broker_time.time.time", lambda: NOW)
    await plotted.load()
    app = app_of(EquityChart, a_curve)
    async with app.run_test(size=(80, 24)) as pilot:
        app.frame()
        app.pane.widget.focus()
        await pilot.press("e")
    rows, _ = read(tmp_path)
    assert ["2026-11-23 13:30:00", "1000000.0", "", "buy", "HK.00700", "100.0", "512.5"] in rows


@pytest.mark.parametrize("kind", map(class_of, KINDS), ids=KINDS)
async def test_without_data_nothing_is_written_and_that_is_said(
    kind: type[Pane], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_of(kind, lambda store, accounts: None)
    async with app.run_test(size=(80, 24)) as pilot:
        app.frame()
        app.pane.widget.focus()
        await pilot.press("e")
        assert [notice.message for notice in app._notifications] == ["There is nothing to export yet."]
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - the program is over


async def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_of(DepthChart, a_book)
    async with app.run_test(size=(80, 24)) as pilot:
        app.frame()
        app.pane.widget.focus()
        now = datetime.now()
        for second in range(3):
            (tmp_path / f"futu-tui-depth-HK.00700-{now:%Y%m%d-%H%M}{now.second + second:02}.svg").touch()
        await pilot.press("e")
        assert "The chart cannot be written" in next(iter(app._notifications)).message
