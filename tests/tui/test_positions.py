from __future__ import annotations

import pytest
from textual.geometry import Region

from futu_tui.market import Store
from futu_tui.protocol import Security
from futu_tui.protocol.pb.trd_common_pb2 import Position
from futu_tui.trading import Accounts
from futu_tui.tui.pane import Priority
from futu_tui.tui.widgets.positions import PositionsPane
from tests.tui.grid_harness import (
    OneWidget,
    Refreshed,
    lines,
    one_account,
    open_markets,
    position,
    quote,
    style_of,
)

MIDDLE = (80, 10)
"""The pane at 160 columns."""
NARROW = (52, 10)
"""The pane at 120 columns."""
WHOLE = (160, 10)


def held(*rows: Position) -> Accounts:
    accounts = one_account()
    assert accounts.current is not None
    accounts.current.apply_positions(rows)
    return accounts


def three() -> Accounts:
    """Two Hong Kong shares and an American one, as of prices a little off the quotes'."""
    return held(
        position("HK.00700", 600, 488.2, 512.0, name="Tencent", td_plVal=3600, canSellQty=400),
        position("HK.01810", 4000, 57.1, 54.0, name="Xiaomi-W", td_plVal=6200),
        position("US.AAPL", 120, 240.113, 268.0, name="Apple"),
    )


def a_pane(accounts: Accounts) -> PositionsPane:
    store = Store()
    open_markets(store)
    store.apply_basic(
        [
            quote("HK.00700", 512.5, 506.0),
            quote("HK.01810", 54.35, 52.45),
            quote("US.AAPL", 268.12, 267.5, priceSpread=0.01),
        ],
        now=100.0,
    )
    accounts.take_changes(store.drain(100.0))
    pane = PositionsPane(store, accounts)
    pane.tick(100.0)
    pane.reload()
    return pane


def frame(pane: PositionsPane, now: float) -> None:
    changes = pane.store.drain(now)
    pane.accounts.take_changes(changes)
    pane.apply_changes(changes, now)
    pane.tick(now)


async def test_positions_are_marked_at_the_quotes_and_summed_by_currency() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=MIDDLE):
        assert lines(pane)[:6] == [
            " Code      Name        Qty     Cost     Last     Value      P&L      %   Today",
            "▌HK.00700  Tencent     600   488.20   512.50   307,500  +14,580  +4.98  +3,900",
            " HK.01810  Xiaomi-W  4,000    57.10    54.35   217,400  -11,000  -4.82  +7,600",
            " US.AAPL   Apple       120   240.11   268.12    32,174   +3,361 +11.66     +74",
            " HKD                                           524,900   +3,580  +0.69 +11,500",
            " USD                                            32,174   +3,361 +11.66     +74",
        ]


async def test_what_can_be_sold_shows_where_there_is_room_and_cents_with_it() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=WHOLE):
        shown = lines(pane)
        assert shown[0].split()[:5] == ["Code", "Name", "Qty", "Sell", "Cost"]
        assert shown[1].split()[2:4] == ["600", "400"]
        assert shown[3].split()[-4:] == ["32,174.40", "+3,360.84", "+11.66", "+74.40"]


async def test_a_narrow_pane_keeps_code_quantity_price_and_profit() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=NARROW):
        assert lines(pane)[0].split() == ["Code", "Qty", "Last", "P&L", "%", "Today"]


async def test_a_push_moves_the_row_and_its_total_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(pane, monkeypatch)
        pane.store.apply_basic([quote("HK.01810", 60.0, 52.45)], now=101.0)
        frame(pane, 101.0)
        assert (
            lines(pane)[2] == " HK.01810  Xiaomi-W  4,000    57.10    60.00   240,000  +11,600  +5.08 +30,200"
        )
        assert (
            lines(pane)[4] == " HKD                                           547,500  +26,180  +5.02 +34,100"
        )
        rows, totals = refreshed.take()
        assert rows == Region(35, 2, 43, 1)
        assert totals == Region(0, 4, 78, 2)
        assert style_of(pane, 2, "+11,600").bgcolor == app.palette.flash.bgcolor
        assert style_of(pane, 2, "+11,600").color == app.palette.up.color


async def test_quotes_of_what_is_not_held_redraw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=MIDDLE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(pane, monkeypatch)
        pane.store.apply_basic([quote("HK.00005", 60.0, 52.45)], now=101.0)
        frame(pane, 101.0)
        assert refreshed.take() == []


async def test_a_position_without_a_quote_stands_at_the_gateways_price() -> None:
    pane = a_pane(held(position("SH.600519", 100, 1500.0, 1468.0, name="Kweichow Moutai")))
    async with OneWidget(pane).run_test(size=MIDDLE):
        assert (
            lines(pane)[1] == "▌SH.600519 Kweicho…    100 1,500.00 1,468.00   146,800   -3,200  -2.13       -"
        )


async def test_a_position_that_came_or_went_is_taken_in() -> None:
    accounts = three()
    pane = a_pane(accounts)
    async with OneWidget(pane).run_test(size=MIDDLE):
        assert accounts.current is not None
        accounts.current.apply_positions([position("US.AAPL", 50, 240.0, 268.0)])
        assert lines(pane)[1].startswith("▌HK.00700")
        frame(pane, 101.0)
        assert [line.split()[0] for line in lines(pane)[1:3]] == ["▌US.AAPL", "USD"]
        assert pane.securities == (Security.parse("US.AAPL"),)


async def test_rows_draw_though_the_account_has_changed_under_them() -> None:
    accounts = three()
    pane = a_pane(accounts)
    async with OneWidget(pane).run_test(size=MIDDLE) as pilot:
        assert accounts.current is not None
        accounts.current.apply_positions([])
        await pilot.press("j", "k", "G")
        pane.sort_by("pl")
        await pilot.pause()
        assert [line[1:9] for line in lines(pane)[1:4]] == ["HK.00700", "US.AAPL ", "HK.01810"]


async def test_only_prices_and_profits_are_coloured() -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE):
        palette = app.palette
        assert style_of(pane, 2, "54.35").color == palette.up.color
        assert style_of(pane, 2, "-4.82").color == palette.down.color
        assert style_of(pane, 2, "+7,600").color == palette.up.color
        assert style_of(pane, 2, "217,400").color == palette.text.color
        assert style_of(pane, 2, "57.10").color == palette.dim.color


async def test_a_position_at_an_old_price_looks_it() -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE):
        pane.tick(250.0)
        assert style_of(pane, 2, "-4.82").color == app.palette.stale.color


async def test_positions_sort_by_profit_and_totals_stay_below() -> None:
    pane = a_pane(three())
    async with OneWidget(pane).run_test(size=MIDDLE):
        pane.sort_by("pl", reverse=False)
        first_words = [line.split()[0] for line in lines(pane)[1:6]]
        assert [word.lstrip("▌") for word in first_words] == ["HK.01810", "US.AAPL", "HK.00700", "HKD", "USD"]


async def test_enter_makes_the_position_current() -> None:
    pane = a_pane(three())
    app = OneWidget(pane)
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("G", "enter")
        assert list(map(str, app.chosen)) == ["US.AAPL"]


async def test_it_wants_the_quotes_that_mark_the_positions() -> None:
    wishes = list(a_pane(three()).wants())
    assert [str(wish.security) for wish in wishes] == ["HK.00700", "HK.01810", "US.AAPL"]
    assert {(wish.sub_type, wish.priority) for wish in wishes} == {(1, Priority.ROW)}


async def test_it_says_why_it_is_empty() -> None:
    pane = a_pane(held())
    async with OneWidget(pane).run_test(size=MIDDLE):
        assert "No positions." in "".join(lines(pane))
        assert "HK Cash 1234 holds nothing now." in "".join(lines(pane))
        pane.placeholder = "Read-only: the key lacks acc:read"
        assert "Read-only: the key lacks acc:read" in "".join(lines(pane))
