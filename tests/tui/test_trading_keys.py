"""The dashboard's trading keys beside the ticket: changing, cancelling, the lock, and leaving."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from futu_tui.trading.outcome import DeskEvent, Event, Outcome, OutcomeKind
from futu_tui.trading.password import Password
from futu_tui.tui.screens.cancel_all import CancelAllScreen
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.modify import ModifyScreen
from futu_tui.tui.screens.unlock import UnlockScreen
from tests.tui.desk_scene import DeskScene, held_back
from tests.tui.grid_harness import order
from tests.tui.scene import MIDDLE, NARROW, TENCENT, TODAY, Person, StillTime


@asynccontextmanager
async def trading(
    still_time: StillTime, *keys: str, size: tuple[int, int] = MIDDLE, **scene: Any
) -> AsyncIterator[tuple[DeskScene, Person]]:
    app = DeskScene(still_time, **scene)
    async with app.showing(size) as person:
        await person.press(*keys)
        yield app, person


# Changing an order


async def test_a_change_shows_old_and_new_side_by_side(still_time: StillTime) -> None:
    async with trading(still_time, "m", "up", "tab", "3") as (app, person):
        assert isinstance(app.screen, ModifyScreen)
        assert "511.50 →  512.00" in app.text
        assert "200 →  3" in app.text
        assert app.screen.change.new.qty == 300
        await person.press("enter", "enter")
        assert app.desk.acts[0][0] == "modify"
        assert "price 511.50 to 512.00" in app.desk.acts[0][1]


async def test_a_change_of_nothing_is_not_sent(still_time: StillTime) -> None:
    async with trading(still_time, "m") as (app, person):
        assert "nothing is changed yet" not in app.text
        await person.press("enter")
        assert isinstance(app.screen, ModifyScreen)
        assert app.desk.acts == []


async def test_an_order_that_fills_while_it_is_changed_cannot_be(still_time: StillTime) -> None:
    async with trading(still_time, "m", "up") as (app, person):
        portfolio = app.accounts.current
        assert portfolio is not None
        portfolio.apply_order(
            order(
                11,
                "HK.00700",
                updateTime=f"{TODAY} 10:42:08",
                price=511.5,
                qty=200.0,
                fillQty=200.0,
                orderStatus=11,
            )
        )
        app.frame()
        await person.press("enter")
        assert isinstance(app.screen, ModifyScreen)
        assert "the order is filled already" in app.text


# Cancelling


async def test_cancelling_asks_and_is_about_the_order_under_the_cursor(still_time: StillTime) -> None:
    async with trading(still_time, "6", "g", "j", "x") as (app, person):
        assert isinstance(app.screen, ConfirmScreen)
        assert "Cancel SELL 100 HK.00700 at 514" in app.text
        await person.press("enter")
        assert app.desk.acts == [("cancel", 10)]


async def test_cancelling_asks_not_where_simulated_acts_are_not_asked_about(still_time: StillTime) -> None:
    async with trading(still_time, "x", confirm=False) as (app, _):
        assert app.desk.acts == [("cancel", 11)]


async def test_what_is_over_cannot_be_cancelled_or_changed(still_time: StillTime) -> None:
    async with trading(still_time, "6", "G", "x", "m", confirm=False) as (app, _):
        assert app.screen is app.dashboard
        assert app.desk.acts == []
        assert app.told == [
            "The order is failed: there is nothing to cancel.",
            "The order is failed already.",
        ]


async def test_an_order_out_of_view_is_not_cancelled(still_time: StillTime) -> None:
    async with trading(still_time, "1", "x", confirm=False, size=NARROW) as (app, person):
        assert app.desk.acts == []
        assert app.told == ["Go to the orders (6) and choose one."]
        await person.press("6", "x")
        assert app.desk.acts == [("cancel", 11)]


async def test_orders_are_cancelled_all_or_of_one_security(still_time: StillTime) -> None:
    async with trading(still_time, "X") as (app, person):
        assert isinstance(app.screen, CancelAllScreen)
        assert "All orders" in app.text
        await person.press("enter")
        assert app.desk.acts == [("cancel all", None, None)]
        await person.press("X", "j", "enter")
        assert app.desk.acts[1] == ("cancel all", None, TENCENT)


async def test_an_order_is_taken_out_of_the_market_and_a_failed_one_deleted(still_time: StillTime) -> None:
    async with trading(still_time, "6", "g", "D", "G", "delete", confirm=False) as (app, _):
        assert app.desk.acts == [("disable", 11), ("delete", 6)]


async def test_an_order_that_is_held_back_is_asked_about_in_the_gateways_words(still_time: StillTime) -> None:
    async with trading(still_time) as (app, person):
        portfolio = app.accounts.current
        assert portfolio is not None
        portfolio.apply_order(held_back())
        app.frame()
        await person.settle()
        assert isinstance(app.screen, ConfirmScreen)
        assert "this order is worth 10,250,000.00 HKD" in app.text
        await person.press("escape")
        app.frame()
        await person.settle()
        assert app.screen is app.dashboard  # it asks once
        await person.press("6", "g", "C", "enter")
        assert app.desk.acts == [("reconfirm", 12, 4)]


# The lock


async def test_the_password_is_masked_hashed_and_dropped(still_time: StillTime) -> None:
    async with trading(still_time, "u", *"secret", real=True) as (app, person):
        assert isinstance(app.screen, UnlockScreen)
        assert "••••••" in app.text
        assert "secret" not in app.text
        app.desk.outcomes = [Outcome(OutcomeKind.REFUSED, "wrong password")]
        await person.press("enter")
        assert app.desk.acts == [("unlock", Password("secret").md5)]
        assert "•" not in app.text
        assert "wrong password" in app.text
        await person.press("enter")
        assert "type the trading password" in app.text
        await person.press(*"right", "enter")
        assert app.screen is app.dashboard
        app.frame(1)
        await person.settle()
        assert "unlocked" in app.lines()[0]


async def test_what_is_unlocked_is_locked_at_once(still_time: StillTime) -> None:
    async with trading(still_time, real=True) as (app, person):
        app.desk.unlocked = True
        await person.press("u")
        assert app.desk.acts == [("lock",)]


async def test_a_simulated_account_needs_no_password(still_time: StillTime) -> None:
    async with trading(still_time, "u") as (app, _):
        assert app.screen is app.dashboard
        assert app.told == ["A simulated account is never locked."]


async def test_what_the_desk_tells_by_itself_reaches_the_person(still_time: StillTime) -> None:
    async with trading(still_time) as (app, _):
        app.acts.hear(DeskEvent(Event.LOCKED, "the gateway locked trading again: unlock it first", False))
        app.acts.hear(DeskEvent(Event.OUTCOME, "placed as \x1b[31morder 6", True, about="BUY 100 HK.00700"))
        assert app.told == [
            "the gateway locked trading again: unlock it first",
            "BUY 100 HK.00700\nplaced as [31morder 6",
        ]


async def test_every_key_keeps_the_lock_open(still_time: StillTime) -> None:
    async with trading(still_time, "j", "k") as (app, _):
        assert app.desk.touched == 2


# Leaving


async def test_leaving_asks_while_an_act_is_under_way(still_time: StillTime) -> None:
    async with trading(still_time, confirm=False) as (app, person):
        app.desk.held = asyncio.Event()
        await person.press("x", "q")
        assert isinstance(app.screen, ConfirmScreen)
        assert "An act is under way" in app.text
        await person.press("escape")
        assert app.is_running
        app.desk.held.set()
        await person.settle()
        await person.press("q")
        assert app._exit


async def test_a_failure_of_the_program_is_told_as_an_unknown_outcome(still_time: StillTime) -> None:
    async with trading(still_time) as (app, person):

        async def fails() -> Outcome:
            raise RuntimeError("oh")

        app.acts.run(fails(), "BUY 100 HK.00700")
        await person.settle()
        assert "this program failed on the way" in app.told[0]


@pytest.mark.parametrize("real", [False, True])
async def test_the_frame_of_every_trading_dialog_tells_real_money(still_time: StillTime, real: bool) -> None:
    for key in ("b", "m", "X", "f", "h"):
        async with trading(still_time, key, real=real) as (app, _):
            assert app.screen is not app.dashboard
            assert app.screen.has_class("real") is real
            badge = "REAL" if real else "SIMULATE"
            assert any(badge in line for line in app.lines()[1:])
