"""The price ladder: armed by a key, disarmed by any doubt, and what each of its keys sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

from futu_tui.protocol import Security
from futu_tui.trading.outcome import Outcome, OutcomeKind
from futu_tui.tui.pane import Wish
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.help import HelpScreen
from futu_tui.tui.screens.ladder import LadderScreen
from futu_tui.tui.screens.override import OverrideScreen
from futu_tui.tui.screens.quantity import QuantityScreen
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.widgets.ladder import LadderRows
from tests.tui.depth_data import book
from tests.tui.desk_scene import LIMITED, REFUSED, UNKNOWN, DeskScene
from tests.tui.scene import MIDDLE, NARROW, TENCENT, Person, StillTime


@asynccontextmanager
async def on_ladder(
    still_time: StillTime, *keys: str, size: tuple[int, int] = MIDDLE, **scene: Any
) -> AsyncIterator[tuple[DeskScene, Person]]:
    app = DeskScene(still_time, **scene)
    async with app.showing(size) as person:
        await person.press("l", *keys)
        app.frame()
        await person.settle()
        yield app, person


def ladder_of(app: DeskScene) -> LadderScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, LadderScreen))


def sent(app: DeskScene) -> list[str]:
    """The orders that were placed, as far as their first terms."""
    return [act[1].partition(", ")[0] for act in app.desk.acts if act[0] == "place"]


async def test_it_shows_the_book_by_steps_with_own_orders_position_and_quantity(
    still_time: StillTime,
) -> None:
    async with on_ladder(still_time) as (app, _):
        text = app.text
        assert "Ladder  HK.00700" in text
        for line in ("◆200", "512.50 ●", "qty 100 (a lot of 100)", "pos +600", "disarmed"):
            assert line in text
        assert app.still.wanted["ladder"] == {Wish(TENCENT, kind) for kind in (1, 2, 4)}


async def test_leaving_it_lets_go_of_what_it_wanted_and_disarms(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        ladder = ladder_of(app)
        assert ladder.arming.armed
        await person.press("escape")
        assert app.screen is app.dashboard
        assert app.still.wanted["ladder"] == set()
        assert not ladder.arming.armed


# Arming


@pytest.mark.parametrize("key", ["b", "s", "[", "]", "{", "}", "h", "l", "f"])
async def test_nothing_is_sent_before_it_is_armed(still_time: StillTime, key: str) -> None:
    async with on_ladder(still_time, key) as (app, _):
        assert app.desk.acts == []
        assert "not armed: space arms it" in app.text.replace("armed. space", "armed: space")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("b", "BUY 100 HK.00700 Tencent at 512.50"), ("s", "SELL 100 HK.00700 Tencent at 512.50"),
        ("[", "BUY 100 HK.00700 Tencent at 512.50"), ("]", "SELL 100 HK.00700 Tencent at 513.00"),
        ("{", "BUY 100 HK.00700 Tencent at 513.00"), ("}", "SELL 100 HK.00700 Tencent at 512.50"),
        ("h", "SELL 100 HK.00700 Tencent at 512.50"), ("l", "BUY 100 HK.00700 Tencent at 513.00"),
    ],
)  # fmt: skip
async def test_armed_a_key_sends_at_once(still_time: StillTime, key: str, expected: str) -> None:
    async with on_ladder(still_time, "space", key) as (app, _):
        assert sent(app) == [expected]
        assert f"{expected}: accepted" in app.text
        assert app.told == []


async def test_the_cursor_is_where_an_order_goes(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space", "j", "j", "b", "up", "s") as (app, _):
        assert sent(app) == ["BUY 100 HK.00700 Tencent at 511.50", "SELL 100 HK.00700 Tencent at 512.00"]


async def test_a_cursor_out_of_view_sends_nothing(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        ladder_of(app).view.scroll(200, ladder_of(app).context().steps)
        await person.press("b")
        assert app.desk.acts == []
        assert "the cursor is out of view. c goes back to the market" in app.text
        await person.press("c", "b")
        assert sent(app) == ["BUY 100 HK.00700 Tencent at 512.50"]


async def test_the_time_without_a_key_disarms_and_is_shown(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.frame(20.0)
        await person.settle()
        assert "ARMED 0:40" in app.text
        await person.press("j")
        app.frame(59.0)
        await person.settle()
        assert "ARMED 0:01" in app.text
        app.frame(1.1)
        await person.settle()
        assert "Disarmed: 60 s without a key." in app.text
        await person.press("b")
        assert app.desk.acts == []


async def test_a_key_right_at_the_end_of_the_idle_time_finds_it_disarmed(still_time: StillTime) -> None:
    """Between two frames too: the clock decides, not the drawing."""
    async with on_ladder(still_time, "space") as (app, person):
        still_time.passed += 61.0
        await person.press("b")
        assert app.desk.acts == []


@pytest.mark.parametrize(
    ("doubt", "why"),
    [
        (lambda app: app.store.mark_stale(app.now), "the link is in doubt"),
        (lambda app: app.store.begin_anew(app.now + 1), "the book was not told since the link came back"),
        (lambda app: setattr(app.desk, "readonly_reason", "no link to the gateway"), "no link to the gateway"),
        (lambda app: setattr(app.desk, "locked", True), "trading is locked"),
        (lambda app: setattr(app.accounts, "current", list(app.accounts.portfolios.values())[-1]), "another account"),
    ],
)  # fmt: skip
async def test_any_doubt_disarms_before_the_next_key(still_time: StillTime, doubt: Any, why: str) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        doubt(app)
        await person.press("b")
        assert app.desk.acts == []
        assert not ladder_of(app).arming.armed
        assert why in ladder_of(app).arming.why
        await person.press("space")
        assert "Not armed" in app.text


async def test_stopping_the_program_disarms_and_says_so_when_it_is_back(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.app_suspend_signal.publish(
            app
        )  # as it does before it stops, or once it was stopped from elsewhere
        await person.settle()
        assert "Disarmed: the program was suspended." in app.text
        assert " disarmed " in app.text
        await person.press("b")
        assert app.desk.acts == []


async def test_another_window_getting_the_keys_disarms(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.app_focus = False
        app.frame()
        await person.settle()
        assert "Disarmed: another window has the keys." in app.text


async def test_with_real_money_arming_asks(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space", real=True) as (app, person):
        assert isinstance(app.screen, ConfirmScreen)
        assert "real money" in app.text
        await person.press("escape", "b")
        assert app.desk.acts == []
        await person.press("space", "enter", "b")
        assert sent(app) == ["BUY 100 HK.00700 Tencent at 512.50"]
        assert app.screen.has_class("armed")
        assert app.screen.has_class("real")


async def test_a_locked_account_is_unlocked_from_it(still_time: StillTime) -> None:
    async with on_ladder(still_time, real=True) as (app, person):
        app.desk.locked = True
        await person.press("space")
        assert "Not armed: trading is locked." in app.text
        await person.press("u")
        assert isinstance(app.screen, UnlockScreen)


# What is sent, and how it ends


async def test_a_key_held_down_sends_one_order_until_it_is_answered(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.desk.held = asyncio.Event()
        await person.hurry("b", "b", "b")
        assert len(app.desk.acts) == 1
        assert "the order before is not answered yet" in app.text
        app.desk.held.set()
        await person.settle()
        await person.press("b")
        assert len(app.desk.acts) == 2


async def test_a_refusal_is_told_in_the_ladder(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.desk.outcomes = [REFUSED]
        await person.press("b")
        assert "at 512.50: Insufficient purchasing power" in app.text
        assert ladder_of(app).arming.armed


async def test_an_outcome_that_is_not_known_disarms_and_stays_told(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.desk.outcomes = [UNKNOWN]
        await person.press("b")
        assert not ladder_of(app).arming.armed
        assert "at 512.50: no answer came" in app.text
        assert any("no answer came" in told for told in app.told)


async def test_own_limits_stop_it_and_the_word_overrides_them(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.desk.outcomes = [LIMITED]
        await person.press("b")
        assert isinstance(app.screen, OverrideScreen)
        await person.press(*"override", "enter")
        assert [act[2] for act in app.desk.acts] == ["", "override"]


async def test_a_mistake_is_told_and_not_sent(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        ladder_of(app).qty = Decimal(150)
        await person.press("b")
        assert app.desk.acts == []
        assert "Nothing was sent: lots of 100" in app.text


async def test_a_side_without_a_price_cannot_be_joined(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        book(app.store, TENCENT, [], [(513.0, 1_000, 1)])
        quote = app.store.quotes[TENCENT]
        quote.bid = None
        await person.press("[")
        assert app.desk.acts == []
        assert "there is no bid" in app.text


# The quantity


@pytest.mark.parametrize(
    ("keys", "qty"),
    [
        (["3"], 300), (["0"], 1_000), (["3", "+"], 400), (["3", "-", "-", "-", "-"], 100),
        (["e", *"1200", "enter"], 1_200),
    ],
)  # fmt: skip
async def test_the_quantity_by_keys_is_remembered(still_time: StillTime, keys: list[str], qty: int) -> None:
    async with on_ladder(still_time, *keys) as (app, person):
        assert ladder_of(app).qty == qty
        await person.press("escape", "l")
        assert ladder_of(app).qty == qty
        await person.press("space", "b")
        assert sent(app) == [f"BUY {qty:,} HK.00700 Tencent at 512.50"]


async def test_a_typed_quantity_is_in_whole_lots(still_time: StillTime) -> None:
    async with on_ladder(still_time, "e", *"150", "enter") as (app, person):
        assert isinstance(app.screen, QuantityScreen)
        assert "150 is not in whole lots of 100" in app.text
        await person.press("escape")
        assert ladder_of(app).qty == 100


# Own orders


async def test_the_own_orders_at_the_cursor_are_moved_by_a_tick_and_the_cursor_with_them(
    still_time: StillTime,
) -> None:
    async with on_ladder(still_time, "space", "j", "j", "K") as (app, person):
        assert app.desk.acts[0][0] == "modify"
        assert "price 511.50 to 512.00" in app.desk.acts[0][1]
        assert ladder_of(app).view.cursor == Decimal("512.0")
        await person.press("j", "shift+down")
        assert "price 511.50 to 511.00" in app.desk.acts[1][1]


async def test_moving_where_no_own_order_stands_says_so(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space", "K") as (app, _):
        assert app.desk.acts == []
        assert "There is no own order at the cursor." in app.text


async def test_orders_at_the_cursor_are_cancelled_armed_or_not(still_time: StillTime) -> None:
    async with on_ladder(still_time, "j", "j", "x", confirm=False) as (app, person):
        assert app.desk.acts == [("cancel", 11)]
        await person.press("space", "x")
        assert app.desk.acts == [("cancel", 11), ("cancel", 11)]


async def test_cancelling_unarmed_asks_where_acts_are_asked_about(still_time: StillTime) -> None:
    async with on_ladder(still_time, "j", "j", "x") as (app, person):
        assert isinstance(app.screen, ConfirmScreen)
        await person.press("enter")
        assert app.desk.acts == [("cancel", 11)]


async def test_all_orders_of_the_security_are_cancelled(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space", "X") as (app, _):
        assert app.desk.acts == [("cancel all", None, TENCENT)]


async def test_flattening_cancels_reads_the_position_anew_and_closes_it(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space", "f") as (app, person):
        assert isinstance(app.screen, ConfirmScreen)
        words = " ".join(app.screen.sentence.split())
        assert words == "Flatten HK.00700: cancel 2 orders, then SELL 600 HK.00700 Tencent at the market."
        assert app.desk.acts == []
        await person.press("enter")
        assert app.desk.acts[0] == ("cancel all", None, TENCENT)
        assert sent(app) == ["SELL 600 HK.00700 Tencent at the market"]
        assert app.still.account_sync.read_again == [app.accounts.current]


async def test_a_cancel_that_did_not_go_well_leaves_the_position(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        app.desk.outcomes = [Outcome(OutcomeKind.REFUSED, "too late")]
        await person.press("f", "enter")
        assert [act[0] for act in app.desk.acts] == ["cancel all"]
        assert "Flatten HK.00700: too late" in app.text


async def test_nothing_to_flatten_is_said(still_time: StillTime) -> None:
    async with on_ladder(still_time, "escape", "1", "j", "l", "space", "f") as (app, _):
        assert "neither a position nor an order" in app.text
        assert app.desk.acts == []


# Around it


async def test_it_is_of_the_row_under_the_cursor_and_not_of_an_index(still_time: StillTime) -> None:
    async with on_ladder(still_time, "escape", "1", "j", "l") as (app, person):
        assert ladder_of(app).security == Security.parse("HK.09988")
        await person.press("escape", *"jjjjjj", "l")
        assert app.screen is app.dashboard
        assert "index and cannot be traded" in app.told[-1]


async def test_a_click_moves_the_cursor_and_sends_nothing(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space") as (app, person):
        before = ladder_of(app).view.cursor
        await person.click("LadderRows", 30, 3)
        assert ladder_of(app).view.cursor == ladder_of(app).view.prices[2] != before
        assert app.desk.acts == []


async def test_the_wheel_looks_elsewhere_and_leaves_the_cursor(still_time: StillTime) -> None:
    async with on_ladder(still_time) as (app, person):
        top = ladder_of(app).view.prices[0]
        ladder_of(app).query_one(LadderRows).post_message(LadderRows.Scrolled(3))
        await person.settle()
        assert ladder_of(app).view.prices[0] == top + Decimal(3) / 2
        assert "not following the market" in app.text


async def test_its_keys_are_told(still_time: StillTime) -> None:
    async with on_ladder(still_time, "?") as (app, _):
        assert isinstance(app.screen, HelpScreen)
        assert "Price ladder" in app.text
        assert "Improve the bid" in app.text


async def test_a_moving_market_draws_only_the_rows_that_differ(still_time: StillTime) -> None:
    async with on_ladder(still_time) as (app, person):
        rows = ladder_of(app).query_one("LadderRows")
        app.frame(1.0)
        await person.settle()
        known = app.store.books[TENCENT]
        bids = [(level.price, level.size, level.orders) for level in known.bids]
        asks = [(level.price, level.size, level.orders) for level in known.asks]
        book(app.store, TENCENT, [(bids[0][0], bids[0][1] + 100, 3), *bids[1:]], asks)
        app.frame()
        lines = {y for region in rows._repaint_regions for y in region.line_range}
        assert lines == {1 + ladder_of(app).view.prices.index(Decimal("512.5"))}


async def test_it_fits_the_smallest_window(still_time: StillTime) -> None:
    async with on_ladder(still_time, "space", size=NARROW) as (app, _):
        lines = app.lines()
        assert len(ladder_of(app).view.prices) >= 12
        assert any("ARMED 1:00" in line and "pos +600" in line for line in lines)
