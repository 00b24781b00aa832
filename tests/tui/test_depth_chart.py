"""The depth pane: what it shows of a book, what it says when there is none, and how little a push draws."""

from __future__ import annotations

from typing import cast

import pytest

from futu_tui.market import Store
from futu_tui.trading import Accounts
from futu_tui.tui.widgets.depth_chart import DepthChart
from futu_tui.tui.widgets.plot_pane import PATIENCE
from tests.tui import grid_harness
from tests.tui.depth_data import HANG_SENG, INDEX, TENCENT, PaneApp, book, ladder, listing

SIZE = (80, 20)


class DepthApp(PaneApp):
    @property
    def chart(self) -> DepthChart:
        return cast(DepthChart, self.pane)

    def said(self) -> str:
        return " ".join(" ".join(self.lines()).split())


@pytest.fixture
def accounts() -> Accounts:
    return grid_harness.one_account()


@pytest.fixture
def app(store: Store, accounts: Accounts) -> DepthApp:
    pane = DepthChart(store, accounts)
    pane.set_security(TENCENT)
    return DepthApp(pane)


async def test_the_sides_their_balance_and_the_spread_stand_above(app: DepthApp, store: Store) -> None:
    bids, asks = ladder()
    book(store, TENCENT, bids, [(price, size * 2, orders) for price, size, orders in asks])
    async with app.run_test(size=SIZE):
        app.frame()
        head = " ".join(app.lines()[0].split())
        assert head == "bids 55.0K asks 110.0K asks 2.0 times the bids spread 0.05"


async def test_it_wants_the_book_and_an_index_has_none(app: DepthApp, store: Store) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert [(wish.security, wish.sub_type) for wish in app.chart.wants()] == [(TENCENT, 2)]
        listing(store, HANG_SENG, INDEX)
        app.chart.set_security(HANG_SENG)
        app.frame()
        assert list(app.chart.wants()) == []
        assert "Nobody trades it itself" in app.said()


async def test_own_orders_are_marked(app: DepthApp, store: Store, accounts: Accounts) -> None:
    book(store, TENCENT, *ladder())
    portfolio = accounts.current
    assert portfolio is not None
    async with app.run_test(size=SIZE):
        app.frame()
        assert "◆" not in app.said()
        portfolio.apply_order(grid_harness.order(1, "HK.00700"))
        portfolio.apply_order(grid_harness.order(2, "HK.09988"))
        accounts.take_changes(changes := app.pane.store.drain(app.now))
        app.pane.apply_changes(changes, app.now)
        assert app.said().count("◆") == 1


async def test_brackets_choose_how_many_levels(app: DepthApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        app.frame()
        await pilot.press("[", "[", "[")
        assert app.chart.levels == 3
        assert "bids 6.0K" in app.said()
        assert "3 levels" in str(app.chart.border_title)
        await pilot.press("]", "]", "]", "]")
        assert app.chart.levels == 10, "a book of ten levels has no more to show"


async def test_the_crosshair_reads_what_it_costs_to_trade_up_to_a_price(app: DepthApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.chart.focus()
        app.frame()
        balanced = app.lines()[0]
        await pilot.press("right", "right")
        assert app.lines()[0].startswith(" 512.60  to buy 3.0K  avg 512.583 +0.01% from the middle  for 1.5M")
        await pilot.press("c", "left")
        assert app.lines()[0].startswith(" 512.50  to sell 1.0K")
        await pilot.press("c")
        assert app.lines()[0] == balanced


async def test_the_mouse_reads_the_price_under_it(app: DepthApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.hover(app.chart, offset=(1, 8))
        assert "to sell 55.0K" in app.lines()[0]


async def test_a_push_draws_only_lines_that_differ(app: DepthApp, store: Store) -> None:
    bids, asks = ladder()
    book(store, TENCENT, bids, asks)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        before = app.lines()
        book(store, TENCENT, bids, [*asks[:-1], (asks[-1][0], asks[-1][1] + 3000, 12)])
        app.frame()
        drawn = app.drawn()
        after = app.lines()
        assert drawn == [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        assert 0 < len(drawn) <= 4
        await pilot.pause()
        book(store, HANG_SENG, bids, asks)
        app.frame()
        assert app.drawn() == []


async def test_it_waits_then_says_what_may_be_the_reason(app: DepthApp) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert "Waiting for the order book of HK.00700" in app.said()
        app.frame(PATIENCE + 1)
        assert "A delayed quote right has none." in app.said()


async def test_a_refusal_stands_in_the_gateways_words(app: DepthApp) -> None:
    async with app.run_test(size=SIZE):
        app.pane.placeholder = "No right to the depth of HK."
        app.frame(PATIENCE + 1)
        assert "No right to the depth of HK." in app.said()


async def test_an_empty_book_is_said(app: DepthApp, store: Store) -> None:
    book(store, TENCENT, [], [])
    async with app.run_test(size=SIZE):
        app.frame()
        assert "No orders wait in HK.00700." in app.said()


async def test_a_side_alone_is_said(app: DepthApp, store: Store) -> None:
    book(store, TENCENT, ladder()[0], [])
    async with app.run_test(size=SIZE):
        app.frame()
        assert "no asks" in app.lines()[0]


async def test_two_at_once_have_settings_of_their_own(store: Store, accounts: Accounts) -> None:
    book(store, TENCENT, *ladder())
    one, two = DepthChart(store, accounts), DepthChart(store, accounts)
    for pane in (one, two):
        pane.set_security(TENCENT)
    app = DepthApp(one)
    async with app.run_test(size=SIZE) as pilot:
        await app.mount(two)
        one.focus()
        await pilot.press("[")
        assert (one.levels, two.levels) == (5, 10)
