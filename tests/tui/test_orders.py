from __future__ import annotations

import pytest
from textual.geometry import Region

from futu_tui.market import Changes, Store
from futu_tui.protocol.pb.trd_common_pb2 import Order
from futu_tui.trading import Accounts
from futu_tui.tui.widgets.orders import OrdersPane
from tests.tui.grid_harness import OneWidget, Refreshed, lines, one_account, order, quote, style_of

MIDDLE = (80, 10)
"""The pane at 160 columns."""
NARROW = (52, 10)
"""The pane at 120 columns."""
WHOLE = (160, 10)

# trd_common.OrderStatus
PART_FILLED, FILLED, FAILED = 10, 11, 21


def placed(*rows: Order) -> Accounts:
    accounts = one_account()
    assert accounts.current is not None
    accounts.current.apply_orders(rows)
    return accounts


def three() -> Accounts:
    return placed(
        order(
            36,
            "HK.01810",
            orderType=2,
            price=0.0,
            qty=1000,
            fillQty=1000,
            fillAvgPrice=54.3,
            orderStatus=FILLED,
        ),
        order(40, "HK.00700", trdSide=2, price=512.55, qty=100, fillQty=40, orderStatus=PART_FILLED),
        order(41, "HK.00700", remark="breakout"),
    )


def a_pane(accounts: Accounts) -> OrdersPane:
    store = Store()
    store.apply_basic([quote("HK.00700", 512.5, 506.0), quote("HK.01810", 54.35, 52.45)], now=100.0)
    accounts.take_changes(store.drain(100.0))
    pane = OrdersPane(store, accounts)
    pane.reload()
    return pane


def push(pane: OrdersPane, now: float, *rows: Order) -> None:
    """Orders are pushed and a frame passes."""
    assert pane.accounts.current is not None
    for row in rows:
        pane.accounts.current.apply_order(row)
    changes = pane.store.drain(now)
    pane.accounts.take_changes(changes)
    pane.apply_changes(changes, now)
    pane.tick(now)


async def test_orders_that_may_still_fill_stand_first_then_the_newest() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=MIDDLE):
        assert lines(pane)[:4] == [
            " Time     Code      Side  Type       Price    Qty Filled Status       Remark",
            "▌10:41:00 HK.00700  BUY   LIMIT     512.30    200      0 Submitted    breakout",
            " 10:40:00 HK.00700  SELL  LIMIT     512.55    100     40 Part filled",
            " 10:36:00 HK.01810  BUY   MKT            -  1,000  1,000 Filled",
        ]


async def test_a_narrow_pane_keeps_what_is_bought_at_what_price_and_how_much_is_done() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=NARROW):
        assert lines(pane)[0].split() == ["Code", "Side", "Price", "Qty", "Filled", "Status"]


async def test_with_room_it_shows_the_share_that_is_filled_and_the_average_price() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=WHOLE):
        shown = lines(pane)
        assert "Part filled 40 %" in shown[2]
        assert "54.30 Filled" in " ".join(shown[3].split())


async def test_a_fill_lights_up_its_cells_and_redraws_no_other_row(monkeypatch: pytest.MonkeyPatch) -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(pane, monkeypatch)
        later = "2025-01-02 10:42:00"
        push(
            pane,
            101.0,
            order(41, "HK.00700", fillQty=150, orderStatus=PART_FILLED, updateTime=later, remark="breakout"),
        )
        assert refreshed.take() == [Region(49, 1, 20, 1)]
        assert (
            lines(pane)[1] == "▌10:41:00 HK.00700  BUY   LIMIT     512.30    200    150 Part filled  breakout"
        )
        assert style_of(pane, 1, "150").bgcolor == app.palette.flash.bgcolor
        pane.tick(102.0)
        assert style_of(pane, 1, "150").bgcolor == app.palette.cursor.bgcolor


async def test_an_order_that_is_done_goes_below_those_that_work() -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        done = order(41, "HK.00700", fillQty=200, orderStatus=FILLED, updateTime="2025-01-02 10:42:00")
        push(pane, 101.0, done, order(43, "US.AAPL", price=268.1))
        assert [line[1:18].split()[1] for line in lines(pane)[1:5]] == [
            "US.AAPL",
            "HK.00700",
            "HK.00700",
            "HK.01810",
        ]
        assert list(pane.keys) == [43, 40, 41, 36]
        assert pane.cursor_key == 41
        pane.move_cursor(0)
        assert style_of(pane, 3, "BUY").color == app.palette.dim.color
        assert style_of(pane, 1, "BUY").color == app.palette.text.color


async def test_an_order_that_failed_says_why() -> None:
    pane = a_pane(placed(order(1, "HK.00700", orderStatus=FAILED, lastErrMsg="Price\x1b[2J off tick")))
    async with OneWidget(pane).run_test(size=WHOLE):
        assert lines(pane)[1].rstrip().endswith("Price[2J off tick")
        assert "Failed" in lines(pane)[1]


async def test_a_price_is_never_rounded_away() -> None:
    pane = a_pane(placed(order(2, "HK.08888", price=0.1234), order(1, "HK.00700", price=512.0)))
    async with OneWidget(pane).run_test(size=MIDDLE):
        assert [line.split()[4] for line in lines(pane)[1:3]] == ["0.1234", "512.00"]


async def test_enter_makes_the_orders_security_current() -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("G", "enter")
        assert list(map(str, app.chosen)) == ["HK.01810"]


async def test_another_account_brings_its_own_orders() -> None:
    accounts = three()
    pane = a_pane(accounts)
    async with OneWidget(pane).run_test(size=MIDDLE):
        accounts.current = None
        pane.reload()
        assert not pane.keys
        pane.placeholder = "Read-only: the key lacks acc:read"
        assert "Read-only: the key lacks acc:read" in "".join(lines(pane))


async def test_no_orders_is_said_with_the_account() -> None:
    pane = a_pane(placed())
    async with OneWidget(pane).run_test(size=MIDDLE):
        said = "".join(lines(pane))
        assert "No orders today." in said
        assert "HK Cash 1234" in said


async def test_orders_sort_by_a_key_or_a_click_on_a_title() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=MIDDLE) as pilot:
        await pilot.press("o", "O")
        assert pane.sorted_by == ("time", True)
        assert list(pane.keys) == [41, 40, 36]
        column = lines(pane)[0].index("Price")
        await pilot.click(pane, offset=(column + 1, 1))
        assert list(pane.keys) == [40, 41, 36]


async def test_while_the_link_is_down_no_status_is_shown_as_the_present_one() -> None:
    store = Store()
    pane = OrdersPane(store, placed(order(1, "HK.00700")))
    app = OneWidget(pane)
    async with app.run_test(size=(90, 8)):
        pane.reload()
        assert style_of(pane, 1, "Submitted").color != app.palette.stale.color
        store.mark_stale(100.0)
        pane.apply_changes(store.drain(100.0), 100.0)
        assert style_of(pane, 1, "Submitted").color == app.palette.stale.color
        store.clear_stale()
        pane.apply_changes(store.drain(101.0), 101.0)
        assert style_of(pane, 1, "Submitted").color != app.palette.stale.color


async def test_after_a_cut_an_order_that_is_not_told_again_looks_old() -> None:
    accounts = placed(order(1, "HK.00700"), order(2, "HK.01810"))
    pane, told = OrdersPane(Store(), accounts), accounts.current
    assert told is not None
    app = OneWidget(pane)

    def looks() -> list[bool]:
        changes = Changes()
        accounts.take_changes(changes)
        pane.apply_changes(changes, 100.0)
        return [style_of(pane, row, "Submitted").color == app.palette.stale.color for row in (1, 2)]

    async with app.run_test(size=(90, 8)):
        pane.reload()
        accounts.begin_anew()
        assert looks() == [True, True]
        told.apply_order(order(2, "HK.01810"))
        assert looks() == [False, True]
