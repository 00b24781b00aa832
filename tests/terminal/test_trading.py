"""A day of trading from the keyboard: each trading key in a real terminal, against the paper gateway.

The market of most of these tests stands still: its books are there, and nobody comes to them but the person at the
keyboard. So prices are what they were when a key is pressed, and what fills is what the person crosses the spread for.
"""

from __future__ import annotations

import ast
import csv
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from futu_tui.paper_process import PaperProcess
from futu_tui.tui.keymap import TABLE
from tests.terminal.conftest import Paper
from tests.terminal.desk import CALM, PASSWORD, STILL, open_desk, use
from tests.terminal.screen import PtyScreen, program
from tests.terminal.trader import PLACES, Trader

OpenDesk = Callable[..., Trader]


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


@pytest.fixture
def open_own(tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens a desk of the test's own."""
    with ExitStack() as screens:
        yield lambda target, *options, **env: open_desk(screens, tmp_path, target, *options, **env)


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
    assert " 0.00 %" in desk.screen.line_with("Most I can buy")


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


def journal(folder: Path, *options: str) -> str:
    """What the program lists afterwards of what was done at the desk with this folder."""
    return subprocess.run(
        [program(), "journal", *options],
        env=os.environ | {"FUTU_TUI_DATA_DIR": str(folder / "data")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


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


def test_an_order_is_taken_out_of_the_market_put_back_and_deleted_and_the_journal_tells(
    desk: Trader, folder: Path
) -> None:
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
    listed = journal(folder).casefold()
    for words in ("buy 500 hk.09988", "disable", "enable", "delete"):
        assert words in listed


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


# Positions


@pytest.fixture
def margin(shared: Trader) -> Iterator[Trader]:
    """The simulated account that may hold the US as well."""
    use(shared, "1004")
    yield shared
    shared.back()
    use(shared, "1001")


def test_a_position_is_turned_round_or_closed(margin: Trader) -> None:
    margin.screen.press("1", "g", "j")
    margin.key("dashboard.sell")
    margin.sees(lambda _: margin.field("Quantity"))
    margin.key("ticket.reverse_position")
    margin.sees_field("Quantity", "2,000")
    assert "more than the 1,000 you can sell now" in margin.note(
        "Quantity"
    )  # this gateway takes no such order
    margin.key("ticket.close_position")
    margin.sees_field("Quantity", "1,000")
    margin.key("ticket.join_bid")
    margin.key("form.review")
    margin.sees("SELL 1,000 HK.09988")
    margin.key("confirm.agree")
    margin.sees_order("SELL", "1,000", "Filled")
    margin.sees(
        lambda screen: re.search(r"HK\.09988 .* 0 +0 +0\.00 ", screen.pane(5)), "nothing is left of it"
    )


def test_all_orders_are_cancelled_of_one_market_and_of_the_account(margin: Trader) -> None:
    for row in ("gj", "gjj", "gjj"):
        margin.screen.press("1", *row)
        before = margin.screen.pane(6).count("Submitted")
        margin.type("b")
        margin.sees(lambda _: margin.field("Quantity"))
        margin.type("\r\r")
        margin.sees(lambda screen, n=before: screen.pane(6).count("Submitted") == n + 1)  # type: ignore[misc]
    margin.key("dashboard.cancel_all")
    margin.sees(lambda screen: screen.line_with("All orders", "3 working"))
    # Down to those of Hong Kong, further down and up again, with each of the keys.
    margin.sees(lambda screen: "▌All orders" in screen)
    margin.key("choose.cursor_down", "j")
    margin.sees(lambda screen: "▌Orders in HK" in screen)
    margin.key("choose.cursor_down", "down")
    margin.sees(lambda screen: "▌Orders in US" in screen)
    margin.key("choose.cursor_up", "k")
    margin.key("choose.cursor_up", "up")
    margin.sees(lambda screen: "▌All orders" in screen)
    margin.key("choose.cursor_down")
    margin.key("choose.choose")
    margin.sees_order("HK.09988", "BUY", "Cancelled")
    margin.sees(lambda screen: screen.pane(6).count("Submitted") == 2, "those of the US go on")
    margin.key("dashboard.cancel_all")
    margin.key("choose.choose")
    margin.sees(lambda screen: "Submitted" not in screen.pane(6))


# Real money


def test_real_money_is_asked_for_twice_unlocked_and_shouted_everywhere(
    shared: Trader, still: str, folder: Path
) -> None:
    calm = shared.screen.colours(" SIMULATE ")
    shared.key("dashboard.account")
    shared.sees("in use")
    for key in ("down", "down", "down", "down"):
        shared.key("account.cursor_down", key)
    shared.key("account.cursor_up", "up")
    shared.key("account.cursor_down", "down")
    shared.sees(lambda screen: screen.line_with("▌REAL", "1009"))
    shared.key("account.choose")
    shared.sees("This is real money. ⏎ once more")
    assert "1001" in shared.screen.lines[0]
    shared.key("account.choose")
    shared.sees(lambda screen: " REAL " in screen.lines[0])
    ((loud, danger),) = shared.screen.colours(" REAL ")
    assert (loud, danger) not in calm
    seen = len(shared.screen.raw)

    # What is sent while it is locked is refused, and the password asked for where that is met.
    shared.screen.press("1", "g", "j")
    shared.key("dashboard.buy")
    shared.sees(lambda _: shared.field("Quantity"))
    sees_real(shared, danger)
    shared.key("form.review")
    shared.sees("⏎ send")
    sees_real(shared, danger)
    shared.key("confirm.agree")
    shared.sees("┏━ Unlock trading")
    sees_real(shared, danger)
    shared.type("000000\r")
    shared.sees("the trade password is wrong")
    shared.type(PASSWORD)
    shared.key("confirm.agree")
    shared.sees_no("┏━ Unlock trading")
    shared.sees("Trading is unlocked: ⏎ sends it")
    assert PASSWORD not in shared.screen
    assert PASSWORD.encode() not in shared.screen.raw[seen:]

    # A large order is held back until it is confirmed again, at once or later.
    shared.key("form.next_field")
    shared.type("20000")
    shared.key("form.review")
    shared.key("confirm.agree")
    shared.sees("⏎ confirm again")
    sees_real(shared, danger)
    shared.key("dialog.close")
    shared.screen.press("6", "g")
    shared.key("orders.reconfirm")
    shared.sees("⏎ confirm again")
    shared.key("confirm.agree")
    shared.sees_order("BUY", "20,000", "Submitted")
    shared.key("dashboard.cancel_all")
    shared.sees("All orders")
    sees_real(shared, danger)
    shared.key("choose.choose")
    shared.sees_order("BUY", "20,000", "Cancelled")

    # Another program locks trading: the next act says so.
    lock = [program(), "call", "2005", '{"unlock": false}', "--target", still]
    subprocess.run(lock, check=True, capture_output=True)
    shared.screen.press("1", "g", "j")
    shared.type("b")
    shared.sees(lambda _: shared.field("Quantity"))
    shared.type("\t1\r")
    shared.key("confirm.agree")
    shared.sees("the gateway locked trading again")
    shared.sees("┏━ Unlock trading")
    shared.back()

    # Unlocked and locked by the key for it.
    shared.key("dashboard.unlock")
    shared.sees("┏━ Unlock trading")
    shared.type(f"{PASSWORD}\r")
    shared.sees("trading is unlocked")
    shared.sees_no("┏━ Unlock trading")
    shared.key("dashboard.unlock")
    shared.sees("trading is locked")
    assert PASSWORD.encode() not in shared.screen.raw[seen:]
    listed = journal(folder)
    for words in ("BUY 20,000 HK.09988", "unlock", "lock trading"):
        assert words.casefold() in listed.casefold(), listed
    assert PASSWORD not in listed
    use(shared, "1001")
    shared.key("dashboard.unlock")
    shared.sees("A simulated account is never locked.")


def sees_real(desk: Trader, danger: str) -> None:
    """Wait until the badge of the dialog in front is there, inverted in the danger colour as the header's is."""

    def shouted(screen: PtyScreen) -> bool:
        return any({back for _, back in badge} == {danger} for badge in screen.all_colours(" REAL ")[1:])

    desk.sees(shouted, "the dialog's badge")


# Money and the past


def test_money_is_shown_page_by_page(desk: Trader) -> None:
    desk.key("dashboard.money")
    desk.sees("Buying power without margin")
    desk.key("pages.next_page", "right")
    desk.sees(lambda screen: " drop" in screen and "start " in screen)
    desk.key("pages.next_page", "tab")
    desk.sees("4 rows")
    desk.key("pages.next_page", "right")
    desk.sees(lambda screen: screen.line_with("Cash flow", "-", "rows") and "Clearing" not in screen.lines[0])
    desk.key("pages.previous_page", "shift+tab")
    desk.sees("4 rows")
    desk.key("pages.previous_page", "left")
    desk.key("pages.previous_page", "left")
    desk.sees("Buying power without margin")
    desk.key("pages.help")
    desk.sees("Write the rows into a CSV file")
    desk.key("dialog.close")
    desk.sees_no("Write the rows into a CSV file")


def test_the_past_is_filtered_sorted_and_exported(desk: Trader, folder: Path) -> None:
    desk.key("dashboard.history")
    desk.sees("╭─ History")
    for key, days in (("records.earlier", 7), ("records.earlier", 30), ("records.later", 7)):
        desk.key(key)
        desk.sees(lambda screen, n=days: _length(screen.text) == n, f"{days} days")  # type: ignore[misc]
    desk.sees(lambda screen: re.search(r"[1-9]\d* rows", screen.text))
    desk.key("pages.reload")
    desk.sees(lambda screen: re.search(r"[1-9]\d* rows", screen.text))
    desk.key("pages.filter")
    desk.type("tencent submitted")
    desk.sees(lambda screen: re.search(r"\d+ of \d+ rows", screen.text))
    desk.type("\r")
    desk.key("grid.sort")
    desk.key("grid.sort_reverse")
    desk.key("pages.export")
    desk.sees("Written")
    (file,) = folder.glob("futu-tui-orders-*.csv")
    rows = list(csv.DictReader(file.open()))
    assert file.stat().st_mode & 0o077 == 0
    assert rows
    assert {(row["Code"], row["Status"]) for row in rows} == {("HK.00700", "Submitted")}
    desk.key("records.dates")
    desk.type("\x15" + "2026-01-05 to 2026-01-09\r")
    desk.sees(lambda screen: "2026-01-05 to 2026-01-09" in screen)


def _length(text: str) -> int:
    """Days of the page in view."""
    found = re.search(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)   ", text)
    return (date.fromisoformat(found[2]) - date.fromisoformat(found[1])).days + 1 if found else 1


# Other settings, other gateways


def test_without_questions_an_order_takes_two_keys_and_a_limit_of_ones_own_a_word(
    open_own: OpenDesk, still: str
) -> None:
    desk = open_own(still, trading_confirm_in_simulate="false", guard_max_order_quantity="300")
    before = len(desk.strokes)
    desk.key("dashboard.buy")
    desk.sees(lambda _: desk.field("Quantity"))
    desk.key("form.review")
    desk.sees_order("BUY", "100", "Submitted")
    assert desk.strokes[before:] == ["b", "enter"]
    desk.type("b\t4\r")
    desk.sees("╭─ Your own limits")
    desk.type("please\r")
    desk.sees("That is not OVERRIDE")
    desk.type("\x15OVERRIDE\r")
    desk.sees_order("BUY", "400", "Submitted")


def test_an_order_larger_than_the_level_fills_in_parts(open_own: OpenDesk, tmp_path: Path) -> None:
    """Half as much again as the ask offers: that fills at once, and the rest as sellers come.

    The market may move in between, and one seller may take it all: then another order is tried.
    """

    def in_parts() -> bool:
        return "part filled" in journal(tmp_path, "--story").casefold()

    with PaperProcess(CALM) as gateway:
        desk = open_own(gateway.wait(), trading_confirm_in_simulate="false")
        use(desk, "1004")
        desk.type("/9618\r")
        desk.sees("Book  HK.09618")
        for _ in range(3):
            desk.key("dashboard.buy")
            desk.sees(lambda _: desk.field("Quantity"))
            desk.key("ticket.join_ask")
            desk.key("form.next_field")
            desk.sees(_best_ask, "the size at the ask")
            size = _best_ask(desk.screen) * 3 // 2 // 50 * 50
            desk.type(f"{size}\r")
            desk.sees(
                lambda _, size=size: in_parts() or desk.order("BUY", f"{size:,}", "Filled"),  # type: ignore[misc]
                "a part of the order, or all of it",
            )
            if in_parts():
                return
        raise AssertionError("three orders filled whole")


def _best_ask(screen: PtyScreen) -> int:
    """How many shares the ticket shows at the ask; 0 without one."""
    found = re.search(r" │ [\d.,]+ × ([\d,]+) ", screen.text)
    return int(found[1].replace(",", "")) if found else 0


def test_settings_can_forbid_to_override_ones_own_limits(open_own: OpenDesk, still: str) -> None:
    desk = open_own(still, guard_max_order_quantity="300", guard_allow_override="false")
    desk.type("b\t7\r")
    desk.key("confirm.agree")
    desk.sees("Your settings forbid to override limits. Nothing was sent.")
    desk.type("OVERRIDE\r")
    desk.key("dialog.close")
    desk.back()
    assert not desk.order("BUY", "700")


def test_a_key_without_the_scope_trades_nothing_and_says_so(
    open_own: OpenDesk, start_paper: Callable[..., Paper], tmp_path: Path
) -> None:
    keys_file = tmp_path / "keys.json"
    key = Paper.make_key(keys_file, "qot:read,acc:read")
    desk = open_own(start_paper(*STILL, "--keys-file", str(keys_file)).target, api_key=key)
    desk.type("b\r")
    desk.key("confirm.agree")
    desk.sees("read-only: the API key lacks trade:simulate")
    desk.back()
    for id in (
        "dashboard.buy",
        "dashboard.sell",
        "dashboard.modify",
        "dashboard.cancel",
        "dashboard.cancel_all",
    ):
        desk.key(id)
    desk.sees(lambda screen: screen.text.count("Not possible") >= 3)
    assert PLACES["dashboard"](desk.screen)


def test_a_key_that_shows_no_account_trades_nothing_and_says_so(
    open_own: OpenDesk, start_paper: Callable[..., Paper], tmp_path: Path
) -> None:
    keys_file = tmp_path / "keys.json"
    key = Paper.make_key(keys_file, "qot:read")
    desk = open_own(start_paper(*STILL, "--keys-file", str(keys_file)).target, api_key=key)
    desk.key("dashboard.buy")
    desk.sees("no account is in play")
    desk.key("dashboard.money")
    desk.sees("There is no account to look into yet.")


def test_leaving_asks_while_an_act_is_open_and_without_a_link_nothing_is_sent(
    open_own: OpenDesk, start_paper: Callable[..., Paper]
) -> None:
    gateway = start_paper(*STILL)
    desk = open_own(gateway.target)
    desk.type("b\r")
    desk.sees("⏎ send")
    gateway.freeze()
    desk.key("confirm.agree")
    desk.sees("Sending …")
    desk.back()
    desk.key("app.quit")
    desk.sees("An act is under way")
    desk.key("dialog.close")
    gateway.kill()
    desk.sees("disconnected")
    desk.key("dashboard.buy")
    desk.sees("no link to the gateway")
    desk.key("app.quit")
    desk.sees("⏎ quit all the same")
    desk.key("confirm.agree")
    assert desk.screen.wait_for_end() == 0


# The keymap

CONTEXTS = frozenset(
    {"orders", "ticket", "modify", "confirm", "choose", "records", "account", "form", "choice", "ladder"}
)
TRADING_KEYS = frozenset(
    {
        "account", "buy", "sell", "modify", "cancel", "cancel_all", "ladder", "unlock", "money", "history",
    }
)  # fmt: skip
"""Of the dashboard."""


def test_every_trading_key_is_pressed_by_a_test() -> None:
    here = Path(__file__)
    pressed = keys_pressed(here) | keys_pressed(here.with_name("test_ladder.py"))
    wanted = {
        key.id
        for key in TABLE
        if key.context in CONTEXTS or (key.context == "dashboard" and key.action in TRADING_KEYS)
    }
    assert wanted <= pressed, wanted - pressed


def keys_pressed(file: Path) -> set[str]:
    """The first argument of each `.key(...)`: as it stands there, or out of the table that the loop around it reads."""
    pressed: set[str] = set()

    def visit(node: ast.AST, loops: tuple[ast.For, ...]) -> None:
        if isinstance(node, ast.For):
            loops = (*loops, node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "key":
            found = set(_constants(node.args[0], loops))
            assert found, f"{file.name}:{node.lineno}: which key is it?"
            pressed.update(found)
        for child in ast.iter_child_nodes(node):
            visit(child, loops)

    visit(ast.parse(file.read_text()), ())
    return pressed


def _constants(argument: ast.expr, loops: Sequence[ast.For]) -> Iterator[str]:
    if isinstance(argument, ast.Constant):
        yield argument.value
    if isinstance(argument, ast.IfExp):
        yield from (*_constants(argument.body, loops), *_constants(argument.orelse, loops))
    for loop in loops:
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        for at, target in enumerate(targets):
            if isinstance(argument, ast.Name) and isinstance(target, ast.Name) and target.id == argument.id:
                assert isinstance(loop.iter, ast.Tuple)
                for row in loop.iter.elts:
                    cell = row.elts[at] if isinstance(row, ast.Tuple) else row
                    assert isinstance(cell, ast.Constant)
                    yield cell.value
