"""A day of trading from the keyboard: each trading key in a real terminal, against the paper gateway.

The market of most of these tests stands still: its books are there, and nobody comes to them but the person at the
keyboard. So prices are what they were when a key is pressed, and what fills is what the person crosses the spread for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from futu_tui.paper_process import PaperProcess
from tests.terminal.conftest import config_folder
from tests.terminal.screen import PtyScreen
from tests.terminal.trader import Trader

STILL = (
    "--rate",
    "0.001",
    "--symbols",
    "HK.00700,HK.09988,HK.01810,HK.00388,HK.00005,HK.02800,US.AAPL,US.NVDA",
)
"""One order of the flow in some minutes; each order is large, so that a person's own leaves no mark on the book."""
COLUMNS, LINES = 240, 84
"""Notices stand in the lower corner, and the first rows of the orders above them."""


def open_desk(screens: ExitStack, folder: Path, target: str, *options: str, **env: str) -> Trader:
    """A dashboard in a folder of its own for its settings, its data and what it exports, once it is live."""
    settings = {f"FUTU_TUI_{name.upper()}": value for name, value in env.items()}
    screen = screens.enter_context(
        PtyScreen(
            "--target",
            target,
            *options,
            config=config_folder(folder),
            columns=COLUMNS,
            lines=LINES,
            env={"FUTU_TUI_DATA_DIR": str(folder / "data")} | settings,
            folder=folder,
        )
    )
    screen.wait_for("all data live")
    return Trader(screen)


@pytest.fixture(scope="module")
def still() -> Iterator[str]:
    """The target of the gateway whose market stands still."""
    with PaperProcess(STILL) as gateway:
        yield gateway.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the desk that most tests share."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def shared(still: str, folder: Path) -> Iterator[Trader]:
    with ExitStack() as screens:
        trader = open_desk(screens, folder, still)
        trader.sees_order("breakout")
        yield trader


@pytest.fixture
def desk(shared: Trader) -> Iterator[Trader]:
    """The simulated Hong Kong account, which asks before it sends; the cursor on HK.09988."""
    shared.screen.press("1", "g", "j")
    yield shared
    shared.back()


# A ticket


def test_a_ticket_joins_the_bid_and_keys_move_its_price(desk: Trader) -> None:
    desk.key("dashboard.buy")
    desk.sees_field("Quantity", "100")
    bid, ask = desk.bid, desk.ask
    tick = 0.1
    last = re.search(r"HK\.09988 Alibaba-W +([\d.]+)", desk.screen.text)
    assert last
    for id, price in (
        ("ticket.tick_up", bid + tick),
        ("ticket.tick_up", bid + 2 * tick),
        ("ticket.tick_down", bid + tick),
        ("ticket.join_bid", bid),
        ("ticket.join_ask", ask),
        (
            "ticket.join_mid",
            None if ask - bid > 0.15 else bid,
        ),  # of two prices beside the middle the better one
        ("ticket.tick_down", bid - tick),
        ("ticket.join_last", float(last[1])),
    ):
        desk.key(id)
        if price is not None:
            desk.sees_field("Price", f"{price:.2f}")
    # What it costs, and how far from the market that is, goes with it.
    assert desk.field("Value") == f"{100 * float(last[1]):,.2f} HKD"
    assert "+0.00 %" in desk.screen.line_with("Most I can buy")


def test_digits_are_lots_and_keys_move_the_quantity(desk: Trader) -> None:
    desk.key("dashboard.buy")
    desk.sees_field("Quantity", "100")
    desk.key("form.next_field")
    desk.type("3")
    desk.sees(lambda _: "3 lots of 100" in desk.note("Quantity"))
    assert desk.field("Value") == f"{300 * desk.bid:,.2f} HKD"
    desk.key("ticket.tick_up")
    desk.sees_field("Quantity", "400")
    desk.key("ticket.tick_down")
    desk.sees_field("Quantity", "300")
    desk.type("1200")
    desk.sees(lambda _: "12 lots of 100" in desk.note("Quantity"))
    desk.sees(lambda screen: re.search(r"Most I can buy +[\d,]{3,}", screen.text), "what can be bought")
    most = int(desk.field("Most I can buy").replace(",", ""))
    desk.key("ticket.full")
    desk.sees_field("Quantity", f"{most:,}")
    desk.key("ticket.half")
    desk.sees_field("Quantity", f"{most // 200 * 100:,}")
    desk.key("ticket.by_value")
    desk.sees(lambda _: desk.note("For about"))
    desk.type(f"{320 * desk.bid:.0f}")
    desk.sees(lambda _: "300 shares, 3 lots of 100" in desk.note("For about"))
    desk.key("ticket.by_value")
    desk.sees_field("Quantity", "300")


def test_keys_choose_side_type_and_time_in_force(desk: Trader) -> None:
    desk.key("dashboard.buy")
    desk.sees_field("Type", "Limit")
    desk.key("ticket.next_type")
    desk.sees_field("Type", "Market")
    desk.sees(lambda _: not desk.field("Price"), "a market order has no price")
    desk.key("ticket.previous_type")
    desk.sees_field("Type", "Limit")
    for label in ("GTC", "IOC", "GTD"):
        desk.key("ticket.next_tif")
        desk.sees_field("In force", label)
    desk.sees(lambda _: "in 7 days" in desk.note("Until"))
    bid, ask = desk.bid, desk.ask
    desk.sees_field("Price", f"{bid:.2f}")
    desk.key("ticket.swap_side")
    desk.sees("╭─ Sell ─")
    desk.sees_field("Price", f"{ask:.2f}")
    desk.key("ticket.swap_side")
    desk.sees("╭─ Buy ─")
    desk.sees_field("Price", f"{bid:.2f}")


def test_a_choice_is_gone_through_with_its_own_keys(desk: Trader) -> None:
    desk.key("dashboard.buy")
    desk.sees_field("Type", "Limit")
    desk.key("form.previous_field")
    for key, label in (("right", "Market"), ("down", "Auction limit"), ("space", "Auction")):
        desk.key("choice.next", key)
        desk.sees_field("Type", label)
    for key, label in (("left", "Auction limit"), ("up", "Market"), ("left", "Limit")):
        desk.key("choice.previous", key)
        desk.sees_field("Type", label)


def test_a_remark_takes_letters_that_are_keys_elsewhere(desk: Trader) -> None:
    desk.key("dashboard.buy")
    desk.sees_field("Quantity", "100")
    for _ in range(3):
        desk.key("form.next_field")
    desk.type("flat by friday?")
    desk.sees_field("Remark", "flat by friday?")
    assert desk.field("Quantity") == "100"


def test_a_question_mark_tells_the_keys_of_the_ticket(desk: Trader) -> None:
    desk.key("dashboard.buy")
    desk.key("form.help")
    desk.sees("Turn the position round")
    desk.key("dialog.close")
    desk.sees_no("Turn the position round")
    desk.sees_field("Quantity", "100")


# An order


def test_from_the_dashboard_to_a_placed_order_in_three_keys(desk: Trader) -> None:
    before = len(desk.strokes)
    desk.key("dashboard.buy")
    desk.sees_field("Quantity", "100")
    bid = desk.bid
    desk.key("form.review")
    desk.sees(f"BUY 100 HK.09988 Alibaba-W 阿里巴巴-W at {bid:.2f}, limit, day")
    desk.key("confirm.agree")
    desk.sees_order("BUY", f"{bid:.2f}", "100", "Submitted")
    assert len(desk.strokes) - before <= 4
    assert desk.strokes[before:] == ["b", "enter", "enter"]
    cancel(desk, "BUY", "100")


def test_keys_typed_in_one_go_place_an_order_all_the_same(desk: Trader) -> None:
    desk.type("b\t3\r\r")
    desk.sees_order("BUY", "300", "Submitted")
    cancel(desk, "BUY", "300")


def test_an_order_is_changed_with_old_and_new_side_by_side(desk: Trader) -> None:
    place(desk, "2", -4)
    desk.key("dashboard.modify")
    desk.sees(lambda _: desk.was("Quantity") == "200 → 200")
    bid, ask = desk.bid, desk.ask
    old = bid - 0.4
    for id, price in (
        ("modify.tick_up", bid - 0.3),
        ("modify.join_ask", ask),
        ("modify.join_bid", bid),
        ("modify.join_last", None),
        ("modify.join_mid", bid),
        ("modify.tick_down", bid - 0.1),
    ):
        desk.key(id)
        if price is not None:
            seen = f"{old:.2f} → {price:.2f}"
            desk.sees(lambda _, seen=seen: desk.was("Price") == seen, seen)  # type: ignore[misc]
    desk.key("form.next_field")
    desk.type("4")
    desk.sees(lambda _: "4 lots of 100" in desk.note("Quantity"))
    desk.key("form.review")
    desk.sees(f"CHANGE BUY 200 HK.09988: price {old:.2f} to {bid - 0.1:.2f}, quantity 200 to 400")
    desk.key("confirm.agree")
    desk.sees_order("BUY", f"{bid - 0.1:.2f}", "400", "Submitted")
    assert not desk.order("BUY", f"{old:.2f}", "200")
    cancel(desk, "BUY", "400")


def test_an_order_is_taken_out_of_the_market_put_back_and_deleted(desk: Trader) -> None:
    place(desk, "5", 0)
    for label, seen in (("Disable", "Disabled"), ("Enable", "Submitted"), ("Disable", "Disabled")):
        desk.key("orders.disable")
        desk.sees(f"{label} BUY 500 HK.09988")
        desk.key("confirm.agree")
        desk.sees_order("BUY", "500", seen)
    desk.key("orders.delete")
    desk.sees("Delete BUY 500 HK.09988")
    desk.key("confirm.agree")
    desk.sees(lambda _: not desk.order("BUY", "500", "Disabled"), "it is off the list or deleted")


def place(desk: Trader, lots: str, ticks: int) -> None:
    """Buy so many lots (a digit) so many ticks above the bid; leaves the orders in focus, the cursor on the new one."""
    desk.key("dashboard.buy")
    desk.sees(lambda _: desk.field("Quantity"))
    for _ in range(abs(ticks)):
        desk.key("ticket.tick_up" if ticks > 0 else "ticket.tick_down")
    desk.key("form.next_field")
    desk.type(lots)
    desk.key("form.review")
    desk.key("confirm.agree")
    desk.sees_order("HK.09988", "BUY", f"{lots}00", "Submitted")
    desk.screen.press("6", "g")


def cancel(desk: Trader, side: str, qty: str) -> None:
    """Cancel the newest order, which is this one."""
    desk.screen.press("6", "g")
    desk.key("dashboard.cancel")
    desk.sees(f"Cancel {side} {qty} HK.09988")
    desk.key("confirm.agree")
    desk.sees_order(side, qty, "Cancelled")
