"""The order ticket: what its keys do to the order, what it says, and what is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

from futu_tui.trading import OrderType, Side
from futu_tui.trading.order_types import TimeInForce
from futu_tui.trading.outcome import Outcome, OutcomeKind
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.override import OverrideScreen
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.market_head import MarketHead
from tests.tui.depth_data import book
from tests.tui.desk_scene import LIMITED, REFUSED, UNKNOWN, DeskScene
from tests.tui.scene import APPLE, MIDDLE, TENCENT, XIAOMI, Person, StillTime

SENT = "BUY 100 HK.00700 Tencent at 512.50, limit, day, 51,250.00 HKD, SIMULATE HK Cash 1234"


@asynccontextmanager
async def writing(
    still_time: StillTime, *keys: str, size: tuple[int, int] = MIDDLE, **scene: Any
) -> AsyncIterator[tuple[DeskScene, Person]]:
    app = DeskScene(still_time, **scene)
    async with app.showing(size) as person:
        await person.press(*keys)
        yield app, person


def ticket_of(app: DeskScene) -> TicketScreen:
    assert isinstance(app.screen, TicketScreen)
    return app.screen


async def test_three_keys_place_the_usual_quantity_at_the_bid(still_time: StillTime) -> None:
    async with writing(still_time, "b", "enter", "enter") as (app, person):
        assert app.desk.acts == [("place", SENT, "")]
        await person.settle()
        assert app.screen is app.dashboard
        assert app.told == ["BUY 100 HK.00700 Tencent at 512.50\naccepted"]


async def test_two_do_where_simulated_orders_are_not_asked_about(still_time: StillTime) -> None:
    async with writing(still_time, "b", "enter", confirm=False) as (app, _):
        assert app.desk.acts == [("place", SENT, "")]


async def test_real_orders_are_always_asked_about(still_time: StillTime) -> None:
    async with writing(still_time, "b", "enter", real=True, confirm=False) as (app, person):
        assert isinstance(app.screen, ConfirmScreen)
        assert app.desk.acts == []
        assert app.screen.has_class("real")
        await person.press("escape")
        assert isinstance(app.screen, TicketScreen)


async def test_keys_typed_in_a_hurry_are_not_lost(still_time: StillTime) -> None:
    app = DeskScene(still_time)
    async with app.showing(MIDDLE) as person:
        await person.hurry("b", *"508.5", "tab", "3", "enter", "enter")
        await person.settle()
        expected = "BUY 300 HK.00700 Tencent at 508.50, limit, day, 152,550.00 HKD, SIMULATE HK Cash 1234"
        assert app.desk.acts == [("place", expected, "")]


@pytest.mark.parametrize(
    ("keys", "price"),
    [
        (["a"], "513.0"), (["a", "b"], "512.5"), (["m"], "512.5"), (["up"], "513.0"), (["down", "down"], "511.5"),
        (["l"], "512.5"), ([*"505"], "505"), ([*"505", "up"], "505.5"), ([*"505", "backspace"], "50"),
    ],
)  # fmt: skip
async def test_the_price_by_keys(still_time: StillTime, keys: list[str], price: str) -> None:
    async with writing(still_time, "b", *keys) as (app, _):
        assert ticket_of(app).ticket.price == Decimal(price)


@pytest.mark.parametrize(
    ("keys", "qty"),
    [
        (["4"], 400), ([*"400"], 400), ([*"1200"], 1200), (["3", "up"], 400), (["down"], 100), (["h"], 1600),
        (["f"], 3200), ([*"5k"], 5000), (["3", "backspace", "2"], 200),
    ],
)  # fmt: skip
async def test_the_quantity_by_keys(still_time: StillTime, keys: list[str], qty: int) -> None:
    """A digit alone is a number of lots."""
    async with writing(still_time, "b", "tab", *keys) as (app, _):
        assert ticket_of(app).ticket.qty == qty


async def test_a_position_is_closed_and_turned_round(still_time: StillTime) -> None:
    async with writing(still_time, "b", "c") as (app, person):
        ticket = ticket_of(app).ticket
        assert (ticket.side, ticket.qty, ticket.price) == (Side.SELL, 600, Decimal("513"))
        assert ticket_of(app).query_one(".dialog").border_title == "Sell"
        await person.press("r")
        assert (ticket.side, ticket.qty) == (Side.SELL, 1200)


async def test_a_value_is_turned_into_whole_lots(still_time: StillTime) -> None:
    async with writing(still_time, "b", "v", *"160000") as (app, person):
        assert ticket_of(app).ticket.qty == 300
        assert "For about   160000" in app.text
        assert "300 shares, 3 lots of 100" in app.text
        await person.press("v")
        assert ticket_of(app).qty.value == "300"


async def test_an_amount_below_a_lot_tells_what_one_costs(still_time: StillTime) -> None:
    async with writing(still_time, "b", "v", *"50000") as (app, _):
        assert "For about   50000                a lot of 100 costs 51,250.00" in app.text
        assert ticket_of(app).ticket.qty == 0
        assert "Fees about -" in " ".join(app.text.split())


async def test_it_opens_whole(still_time: StillTime, monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame shows the lines of other order types, or an empty one."""
    lines: list[str] = []
    mount = TicketScreen.on_mount

    def mounted(screen: TicketScreen) -> None:
        mount(screen)
        lines.extend(line.field_name for line in screen.lines if line.display)

    monkeypatch.setattr(TicketScreen, "on_mount", mounted)
    async with writing(still_time, "b"):
        assert lines == ["type", "price", "qty", "tif", "remark"]


async def test_a_price_at_the_last_one_has_no_sign(still_time: StillTime) -> None:
    async with writing(still_time, "b", "l") as (app, _):
        assert "From last 0.00 %" in " ".join(app.text.split())


async def test_a_halted_security_says_so_where_its_market_would(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.store.quotes[TENCENT].suspended = True
        ticket_of(app).draw_form()
        await person.settle()
        assert "HK trading is halted" in app.text


async def test_a_price_of_extended_hours_stands_beside_its_own_change(still_time: StillTime) -> None:
    async with writing(still_time) as (app, _):
        quote = app.store.quotes[APPLE]
        assert quote.price_change_pct != quote.change_pct
        (_, right), _ = MarketHead(APPLE, app.store)._read(palette_of(app))
        assert [part.text for part in right] == ["268.12", f"  ▲ {quote.price_change_pct:+.2f} %"]


async def test_the_side_is_swapped_and_the_price_goes_along_if_it_joined(still_time: StillTime) -> None:
    async with writing(still_time, "b", "s") as (app, person):
        ticket = ticket_of(app).ticket
        assert (ticket.side, ticket.price) == (Side.SELL, Decimal("513"))
        await person.press(*"520", "s")
        assert (ticket.side, ticket.price) == (Side.BUY, Decimal("520"))


async def test_letters_belong_to_the_remark_while_it_is_written(still_time: StillTime) -> None:
    async with writing(still_time, "b", "tab", "tab", "tab", *"balm?") as (app, _):
        ticket = ticket_of(app).ticket
        assert ticket.remark == "balm?"
        assert ticket.price == Decimal("512.5")


async def test_a_type_asks_for_what_it_needs_and_no_more(still_time: StillTime) -> None:
    async with writing(still_time, "b", "t") as (app, person):
        assert ticket_of(app).ticket.order_type is OrderType.MARKET
        assert "Price" not in app.text.partition("Type ")[2].partition("Value")[0]
        assert app.focused is ticket_of(app).qty
        await person.press("t")
        assert "Price" in app.text.partition("Type ")[2].partition("Value")[0]


async def test_an_order_good_till_a_date_asks_for_it(still_time: StillTime) -> None:
    async with writing(still_time, "b", *"dd", real=True) as (app, person):
        ticket = ticket_of(app).ticket
        while ticket.tif is not TimeInForce.GTD:
            await person.press("d")
        assert "2026-11-30" in app.text
        assert "in 7 days" in app.text
        expire = ticket_of(app).expire
        app.screen.set_focus(expire)
        await person.press("end", *["backspace"] * 2, *"99")
        assert "no such day; write it like 2026-01-31" in app.text


async def test_what_is_wrong_stands_beside_its_field_and_keeps_it_from_being_sent(
    still_time: StillTime,
) -> None:
    async with writing(still_time, "b", *"512.3") as (app, person):
        assert "off the tick of 0.50: 512.00 or 512.50" in app.text
        await person.press("tab", *"150")
        assert "lots of 100: 150 is" in app.text
        await person.press("enter")
        assert isinstance(app.screen, TicketScreen)
        assert app.focused is app.screen.price
        assert app.desk.acts == []


async def test_what_is_no_number_is_told(still_time: StillTime) -> None:
    async with writing(still_time, "b", *"5.1.2") as (app, person):
        assert "'5.1.2' is no number; write it like 512.45" in app.text
        await person.press("enter")
        assert isinstance(app.screen, TicketScreen)
        await person.press("b")
        assert ticket_of(app).price.value == "512.50"


async def test_the_market_moves_inside_it(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        assert "97,100 × 512.50 │ 513.00 × 12,400" in app.text
        book(app.store, TENCENT, [(511.5, 800, 3)], [(512.0, 4_300, 9)])
        app.frame()
        await person.settle()
        assert "800 × 511.50 │ 512.00 × 4,300" in app.text
        assert ticket_of(app).ticket.price == Decimal("512.5")


async def test_what_is_typed_is_left_alone_by_the_market(still_time: StillTime) -> None:
    async with writing(still_time, "b", *"51") as (app, person):
        book(app.store, TENCENT, [(511.5, 800, 3)], [(512.0, 4_300, 9)])
        app.frame()
        await person.press("0")
        assert ticket_of(app).ticket.price == Decimal(510)


async def test_the_figures_follow(still_time: StillTime) -> None:
    async with writing(still_time, "b", "tab", "2", real=True) as (app, _):
        text = app.text
        assert "102,500.00 HKD" in text  # the value
        assert "Initial margin" in text
        assert "40 %" in text
        assert "-7,3" in text  # the buying power after it, in the red
        assert app.calls.asked[0][0] == "margin"


async def test_a_refused_order_stays_to_be_put_right(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.desk.outcomes = [REFUSED]
        await person.press("enter", "enter")
        assert isinstance(app.screen, TicketScreen)
        assert "Insufficient purchasing power" in app.text
        await person.press("enter", "enter")
        assert len(app.desk.acts) == 2
        assert app.screen is app.dashboard


async def test_an_unknown_outcome_is_never_sent_again(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.desk.outcomes = [UNKNOWN]
        await person.press("enter", "enter")
        assert app.screen is app.dashboard
        assert len(app.desk.acts) == 1
        assert app.told == [f"{SENT}\n{UNKNOWN.text}"]


async def test_enter_while_it_is_being_sent_does_nothing(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.desk.held = asyncio.Event()
        await person.press("enter", "enter", "enter", "enter")
        assert "Sending …" in app.text
        assert len(app.desk.acts) == 1
        app.desk.held.set()
        await person.settle()
        assert app.screen is app.dashboard


async def test_an_outcome_is_told_though_the_ticket_was_left(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.desk.held = asyncio.Event()
        app.desk.outcomes = [REFUSED]
        await person.press("enter", "enter", "escape")
        assert app.screen is app.dashboard
        assert app.acts.under_way == 1
        app.desk.held.set()
        await person.settle()
        assert app.told == [f"{SENT}\n{REFUSED.text}"]


async def test_an_own_limit_is_told_and_passed_by_its_word_only(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.desk.outcomes = [LIMITED]
        await person.press("enter", "enter")
        assert isinstance(app.screen, OverrideScreen)
        assert "512,500.00 HKD" in app.text
        assert "allowed 500,000.00 HKD" in app.text
        await person.press(*"please", "enter")
        assert isinstance(app.screen, OverrideScreen)
        await person.press(*["backspace"] * 6, *"override", "enter")
        assert app.desk.acts[-1] == ("place", SENT, "override")


async def test_an_own_limit_that_may_not_be_passed(still_time: StillTime) -> None:
    async with writing(still_time, "b") as (app, person):
        app.desk.outcomes = [Outcome(OutcomeKind.NOT_SENT, LIMITED.text, refusals=LIMITED.refusals)]
        await person.press("enter", "enter")
        assert "Your settings forbid to override limits." in app.text
        await person.press("escape")
        assert len(app.desk.acts) == 1


async def test_a_lock_met_on_the_way_asks_for_the_password(still_time: StillTime) -> None:
    async with writing(still_time, "b", real=True) as (app, person):
        app.desk.locked = True
        app.desk.outcomes = [Outcome(OutcomeKind.NOT_SENT, "trading is locked: unlock it first")]
        await person.press("enter", "enter")
        assert isinstance(app.screen, UnlockScreen)


async def test_the_row_in_focus_is_what_the_order_is_about(still_time: StillTime) -> None:
    async with writing(still_time, "1", "g", "j", "j", "j", "b") as (app, person):
        assert ticket_of(app).ticket.security == XIAOMI
        assert app.still.wanted["order form"] == {
            wish for wish in app.still.wanted["order form"] if wish.security == XIAOMI
        }
        await person.press("escape")
        assert app.still.wanted["order form"] == set()


async def test_a_level_of_the_book_is_the_price(still_time: StillTime) -> None:
    async with writing(still_time, "2", "j", "j", "j", "b") as (app, person):
        assert ticket_of(app).ticket.price == Decimal("511.5")
        await person.press("escape")
        assert any("▌  511.50" in line for line in app.lines())
        await person.press("g", "k", "k", "k", "s")
        assert ticket_of(app).ticket.price == Decimal("513")


async def test_selling_a_position_is_about_all_that_can_be_sold(still_time: StillTime) -> None:
    async with writing(still_time, "5", "j", "s") as (app, person):
        ticket = ticket_of(app).ticket
        assert (ticket.security, ticket.qty) == (XIAOMI, 3_000)
        await person.press("escape", "b")
        assert ticket_of(app).ticket.qty == 100


async def test_the_last_quantity_of_a_security_is_remembered(still_time: StillTime) -> None:
    async with writing(still_time, "b", "tab", "7", "enter", "enter") as (app, person):
        await person.settle()
        await person.press("b")
        assert ticket_of(app).ticket.qty == 700


async def test_without_a_trading_scope_the_keys_say_so(still_time: StillTime) -> None:
    app = DeskScene(still_time)
    app.desk.readonly_reason = "read-only: the API key lacks trade:simulate"
    async with app.showing(MIDDLE) as person:
        for key in "bsmxXu":
            await person.press(key)
            assert app.screen is app.dashboard
        assert app.told == ["read-only: the API key lacks trade:simulate"] * 6
        assert app.desk.acts == []


async def test_buying_power_is_told_in_the_currency_of_what_is_bought(still_time: StillTime) -> None:
    async with writing(still_time, "1", "g", *"jjjjjjjj", "b", *"100", real=True) as (app, person):
        await person.settle()
        assert ("funds", 2) in app.calls.asked
        assert "12,163.55 USD" in app.text
        assert app.screen.context.power == Decimal("12163.55")
