"""The flow pane: what it asks for and when, what it shows, and what it says when there is nothing."""

from __future__ import annotations

from typing import cast

import pytest

from futu_tui.market import Store
from futu_tui.protocol.pb import qot_get_capital_distribution_pb2, qot_get_capital_flow_pb2
from futu_tui.trading import Accounts
from futu_tui.tui.charts import plotted
from futu_tui.tui.widgets.capital_flow import EVERY, CapitalFlowPane
from tests.tui.depth_data import HANG_SENG, INDEX, TENCENT, PaneApp, listing
from tests.unit.charts.test_plotted import flow

SIZE = (80, 20)


class FlowApp(PaneApp):
    def __init__(self, pane: CapitalFlowPane) -> None:
        super().__init__(pane)
        self.asked: list[str] = []

    def on_capital_flow_pane_flow_wanted(self, message: CapitalFlowPane.FlowWanted) -> None:
        self.asked.append(str(message.security))

    @property
    def flow(self) -> CapitalFlowPane:
        return cast(CapitalFlowPane, self.pane)

    def said(self) -> str:
        return " ".join(" ".join(self.lines()).split())


def tell(store: Store, minutes: int = 100) -> None:
    """Let the store know the flow of so many minutes, and the day's parts."""
    items = [
        qot_get_capital_flow_pb2.CapitalFlowItem(
            time=point.time, inFlow=point.net, superInFlow=point.by_size[0], bigInFlow=point.by_size[1],
            midInFlow=point.by_size[2], smlInFlow=point.by_size[3],
        )
        for point in flow(minutes)
    ]  # fmt: skip
    parts = qot_get_capital_distribution_pb2.S2C(
        capitalInSuper=9e7, capitalInBig=8e7, capitalInMid=4e7, capitalInSmall=3e7,
        capitalOutSuper=7e7, capitalOutBig=9e7, capitalOutMid=4e7, capitalOutSmall=2e7,
        updateTime="2026-11-23 14:22:11",
    )  # fmt: skip
    store.apply_capital_flow(TENCENT, qot_get_capital_flow_pb2.S2C(flowItemList=items), parts, 100.0)


@pytest.fixture
def app(store: Store) -> FlowApp:
    pane = CapitalFlowPane(store, Accounts())
    pane.set_security(TENCENT)
    return FlowApp(pane)


async def test_it_asks_at_once_and_then_every_half_minute(app: FlowApp) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        app.frame()
        await pilot.pause()
        assert app.asked == ["HK.00700"]
        app.frame(EVERY - 0.1)
        await pilot.pause()
        assert len(app.asked) == 1
        app.frame(0.2)
        await pilot.pause()
        assert len(app.asked) == 2
        app.flow.focus()
        await pilot.press("r")
        app.frame()
        await pilot.pause()
        assert len(app.asked) == 3


async def test_it_subscribes_to_nothing(app: FlowApp) -> None:
    async with app.run_test(size=SIZE):
        assert list(app.flow.wants()) == []


async def test_the_sums_of_the_day_stand_above_its_course(app: FlowApp, store: Store) -> None:
    tell(store)
    async with app.run_test(size=SIZE) as pilot:
        await plotted.load()
        app.frame()
        await pilot.pause()
        last = flow(100)[-1]
        head = app.lines()[0].split()
        assert head[0:2] == ["net", f"+{last.net / 1e6:.1f}M"]
        assert head[2:4] == ["large", f"+{last.main / 1e6:.1f}M"]
        assert head[-2:] == ["at", "11:09"]
        assert app.lines()[-1].startswith("09:30")


async def test_c_turns_to_the_parts_and_back(app: FlowApp, store: Store) -> None:
    tell(store)
    async with app.run_test(size=SIZE) as pilot:
        await plotted.load()
        app.frame()
        course = app.lines()
        app.flow.focus()
        await pilot.press("c")
        assert app.lines()[0].split() == [
            "in",
            "240.0M",
            "out",
            "220.0M",
            "large",
            "orders",
            "72",
            "%",
            "at",
            "14:22",
        ]
        assert app.lines()[-1].split() == ["super", "big", "mid", "small"]
        assert "by size of order" in str(app.flow.border_title)
        await pilot.press("c")
        assert app.lines() == course


async def test_an_answer_that_changes_nothing_draws_nothing(app: FlowApp, store: Store) -> None:
    tell(store)
    async with app.run_test(size=SIZE) as pilot:
        await plotted.load()
        app.frame()
        await pilot.pause()
        tell(store)
        app.frame()
        assert app.drawn() == []
        tell(store, 101)
        app.frame()
        assert 0 < len(app.drawn()) < 20


async def test_a_refusal_is_said_in_the_gateways_words(app: FlowApp, store: Store) -> None:
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        assert "Asking for the capital flow of HK.00700" in app.said()
        store.refuse_capital_flow(TENCENT, "No right to \x1b[31mthis market")
        app.frame()
        assert "does not tell the capital flow of HK.00700" in app.said()
        assert "No right to" in app.said()
        assert "\x1b" not in app.said()


async def test_a_refusal_later_on_stands_beside_what_is_known(app: FlowApp, store: Store) -> None:
    tell(store)
    async with app.run_test(size=SIZE):
        await plotted.load()
        app.frame()
        store.refuse_capital_flow(TENCENT, "Too many")
        app.frame()
        assert "net" in app.lines()[0]
        assert "Too many" in app.lines()[0]


async def test_an_index_has_none_and_is_not_asked_about(app: FlowApp, store: Store) -> None:
    listing(store, HANG_SENG, INDEX)
    async with app.run_test(size=SIZE) as pilot:
        app.flow.set_security(HANG_SENG)
        app.frame()
        await pilot.pause()
        assert "No money goes into it itself" in app.said()
        assert app.asked == []


async def test_nothing_is_asked_while_the_link_is_down(app: FlowApp, store: Store) -> None:
    store.mark_stale(1.0)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        assert app.asked == []


async def test_what_draws_is_imported_when_the_pane_is_first_in_view(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plotted, "_ready", False)
    tell(store)
    pane = CapitalFlowPane(store, Accounts())
    pane.set_security(TENCENT)
    app = FlowApp(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert not plotted.loaded()
        app.frame()
        await app.workers.wait_for_complete()
        assert "net" not in app.said()
        app.frame()
        assert "net" in app.said()
