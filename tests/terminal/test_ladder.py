"""The price ladder from the keyboard: each of its keys in a real terminal, against a paper market that stands still."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from futu_tui.paper_process import PaperProcess
from tests.terminal.conftest import Paper
from tests.terminal.desk import PASSWORD, STILL, open_desk, use
from tests.terminal.screen import PtyScreen
from tests.terminal.trader import Trader

TICK = 0.1
"""Of HK.09988 at the prices it has."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trader]:
    with PaperProcess(STILL) as gateway, ExitStack() as screens:
        trader = open_desk(screens, tmp_path_factory.mktemp("desk"), gateway.wait())
        trader.sees_order("breakout")
        yield trader


@pytest.fixture
def ladder(shared: Trader) -> Iterator[Trader]:
    """Of HK.09988, not armed, on the simulated Hong Kong account, the cursor on the last price, a lot to trade."""
    open_ladder(shared)
    yield shared
    shared.back()


def open_ladder(desk: Trader) -> None:
    desk.screen.press("1", "g", "j")
    desk.key("dashboard.ladder")
    desk.sees(lambda screen: re.search(r"[─━] Ladder  HK\.09988 ", screen.text), "the ladder")
    desk.sees(lambda screen: re.search(r"× ([\d.,]+) │ ([\d.,]+) ×", screen.text), "bid and ask")
    desk.key("ladder.centre")
    desk.key("ladder.lots_2")
    desk.sees("qty 200 (")
    desk.key("ladder.lots_1")
    desk.sees("qty 100 (")


def cursor(desk: Trader) -> float:
    """The price it stands at."""
    desk.sees(lambda screen: re.search(r"│ ▌[^│]* (\d+\.\d\d) ", screen.text), "the cursor")
    found = re.search(r"│ ▌[^│]* (\d+\.\d\d) ", desk.screen.text)
    assert found
    return float(found[1])


def sees_cursor(desk: Trader, price: float) -> None:
    desk.sees(lambda screen: re.search(rf"│ ▌[^│]* {price:.2f} ", screen.text), f"the cursor at {price:.2f}")


def walk(desk: Trader, price: float) -> None:
    """Bring the cursor to this price."""
    at = cursor(desk)
    while abs(at - price) > TICK / 2:
        if at < price:
            desk.key("ladder.cursor_up")
            at += TICK
        else:
            desk.key("ladder.cursor_down")
            at -= TICK
    sees_cursor(desk, price)


def has_own(desk: Trader, price: float) -> bool:
    """Whether an order of one's own stands at this price."""
    return bool(re.search(rf"│[^│]*◆[^│]* {price:.2f} |│[^│]* {price:.2f} [^│]*◆", desk.screen.text))


def sees_own(desk: Trader, price: float, *, there: bool = True) -> None:
    desk.sees(lambda _: has_own(desk, price) is there, f"own order at {price:.2f}: {there}")


def sees_placed(desk: Trader, side: str, qty: str, price: float) -> None:
    """Wait for the ladder to say that this was placed, as the next order after those it spoke of before."""

    def said(screen: PtyScreen) -> bool:
        pattern = rf"{side} {qty} HK\.09988 [^│]* at {price:.2f}: placed as order (\d+)"
        found = re.search(pattern, screen.text)
        if found is None or found[1] in desk.told:
            return False
        desk.told.add(found[1])
        return True

    desk.sees(said, f"{side} {qty} at {price:.2f} is placed")


def arm(desk: Trader) -> None:
    desk.key("ladder.arm")
    desk.sees(" ARMED ")


def test_before_it_is_armed_keys_send_nothing_and_say_so(ladder: Trader) -> None:
    for id in (
        "ladder.buy", "ladder.sell", "ladder.join_bid", "ladder.join_ask", "ladder.improve_bid",
        "ladder.improve_ask", "ladder.hit", "ladder.lift", "ladder.flatten",
    ):  # fmt: skip
        ladder.key(id)
        ladder.sees("Nothing was sent: the ladder is not armed. space arms it.")
        ladder.key("ladder.cancel_all")
        ladder.sees("No order of HK.09988 is working.")
    assert "no position" in ladder.screen
    arm(ladder)
    ladder.key("ladder.arm")
    ladder.sees(" disarmed ")


def test_keys_walk_over_prices(ladder: Trader) -> None:
    start = cursor(ladder)
    for id, key, ticks in (
        ("ladder.cursor_up", "up", 1),
        ("ladder.cursor_up", "k", 2),
        ("ladder.cursor_down", "down", 1),
        ("ladder.cursor_down", "j", 0),
    ):
        ladder.key(id, key)
        sees_cursor(ladder, start + ticks * TICK)
    ladder.key("ladder.page_up")
    ladder.sees(lambda _: cursor(ladder) > start + 10 * TICK)
    page = cursor(ladder) - start
    ladder.key("ladder.page_down")
    sees_cursor(ladder, start)
    ladder.key("ladder.page_down")
    sees_cursor(ladder, start - page)
    ladder.key("ladder.centre", "c")
    sees_cursor(ladder, start)
    for _ in range(2):
        ladder.key("ladder.page_up")
    ladder.sees("not following the market")
    ladder.key("ladder.centre", "home")
    sees_cursor(ladder, start)
    ladder.sees_no("not following the market")


def test_digits_and_signs_set_the_quantity(ladder: Trader) -> None:
    for id, qty in (
        ("ladder.lots_2", "200"), ("ladder.lots_3", "300"), ("ladder.lots_4", "400"), ("ladder.lots_5", "500"),
        ("ladder.lots_6", "600"), ("ladder.lots_7", "700"), ("ladder.lots_8", "800"), ("ladder.lots_9", "900"),
        ("ladder.lots_10", "1,000"), ("ladder.more", "1,100"), ("ladder.less", "1,000"), ("ladder.lots_1", "100"),
        ("ladder.less", "100"),
    ):  # fmt: skip
        ladder.key(id)
        ladder.sees(f"qty {qty} (")
    ladder.key("ladder.more", "=")
    ladder.sees("qty 200 (")
    ladder.key("ladder.quantity")
    ladder.sees("╭─ Quantity ")
    ladder.type("\x15" + "1250")
    ladder.sees("1,250 is not in whole lots of 100")
    ladder.type("\x7f" * 2 + "00")
    ladder.sees("12 lots of 100")
    ladder.key("confirm.agree")
    ladder.sees("qty 1,200 (")


def test_armed_keys_place_orders_at_once_and_flatten_leaves_nothing(ladder: Trader) -> None:
    bid, ask = ladder.bid, ladder.ask
    narrow = ask - bid < 1.5 * TICK  # a better price than the best is then the other side's, and fills
    arm(ladder)
    ladder.key("ladder.lots_6")
    ladder.key("ladder.lift")
    sees_placed(ladder, "BUY", "600", ask)
    ladder.sees("pos +600")
    ladder.key("ladder.lots_1")
    position = 600
    for id, side, price, change in (
        ("ladder.join_bid", "BUY", bid, 0),
        ("ladder.join_ask", "SELL", ask, 0),
        ("ladder.improve_bid", "BUY", bid + TICK, 100 if narrow else 0),
        ("ladder.improve_ask", "SELL", ask - TICK, -100 if narrow else 0),
        ("ladder.hit", "SELL", bid, -100),
    ):
        ladder.key(id)
        sees_placed(ladder, side, "100", price)
        position += change
        ladder.sees(f"pos +{position}")
        if not change:  # it rests, and would be the best price that the next key looks at
            sees_own(ladder, price)
            walk(ladder, price)
            ladder.key("ladder.cancel")
            sees_own(ladder, price, there=False)
    walk(ladder, ask + 3 * TICK)
    ladder.key("ladder.sell")
    sees_placed(ladder, "SELL", "100", ask + 3 * TICK)
    sees_own(ladder, ask + 3 * TICK)
    ladder.key("ladder.flatten")
    ladder.sees(f"Flatten HK.09988: cancel 1 order, then SELL {position} HK")
    ladder.key("confirm.agree")
    ladder.sees("no position")
    sees_own(ladder, ask + 3 * TICK, there=False)


def test_an_order_is_moved_and_cancelled_where_it_stands(ladder: Trader) -> None:
    arm(ladder)
    at = ladder.bid - 5 * TICK
    walk(ladder, at)
    ladder.key("ladder.move_up")
    ladder.sees("There is no own order at the cursor.")
    ladder.key("ladder.buy")
    sees_placed(ladder, "BUY", "100", at)
    sees_own(ladder, at)
    ladder.key("ladder.move_down")
    ladder.sees(f"Move the order to {at - TICK:.2f}: ")
    sees_own(ladder, at - TICK)
    sees_own(ladder, at, there=False)
    sees_cursor(ladder, at - TICK)
    ladder.key("ladder.move_up")
    ladder.sees(f"Move the order to {at:.2f}: ")
    sees_own(ladder, at)
    ladder.key("ladder.cancel")
    ladder.sees(f"Cancel the order at {at:.2f}: cancel taken")
    sees_own(ladder, at, there=False)
    ladder.key("ladder.buy")
    sees_placed(ladder, "BUY", "100", at)
    sees_own(ladder, at)
    # Not armed it asks before it cancels.
    ladder.key("ladder.arm")
    ladder.sees(" disarmed ")
    ladder.key("ladder.cancel_all")
    ladder.sees("Cancel 1 order of HK.09988.")
    ladder.key("dialog.close")
    assert has_own(ladder, at)
    arm(ladder)
    ladder.key("ladder.cancel_all")
    ladder.sees("Cancel 1 order of HK.09988: ")
    sees_own(ladder, at, there=False)


def test_a_question_mark_tells_its_keys_and_play_money_has_no_lock(ladder: Trader) -> None:
    ladder.key("ladder.unlock")
    ladder.sees("A simulated account is never locked.")
    ladder.key("ladder.help")
    ladder.sees("Join the bid: buy at its price")
    ladder.key("dialog.close")
    ladder.sees_no("Join the bid: buy at its price")


def test_with_real_money_it_asks_before_it_arms_and_a_lock_disarms_it(shared: Trader) -> None:
    use(shared, "1009")
    open_ladder(shared)
    shared.key("ladder.arm")
    shared.sees("Arm the ladder of HK.09988: keys send orders with real money at once.")
    shared.key("dialog.close")
    shared.sees(" disarmed ")
    shared.key("ladder.arm")
    shared.key("confirm.agree")
    shared.sees("┏━ Ladder  HK.09988")
    shared.sees(" ARMED ")
    shared.key("ladder.join_bid")
    shared.sees(" disarmed ")
    assert not has_own(shared, shared.bid)
    shared.key("ladder.arm")
    shared.sees("Not armed: trading is locked.")
    shared.key("ladder.unlock")
    shared.sees("┏━ Unlock trading")
    shared.type(PASSWORD)
    shared.key("confirm.agree")
    shared.sees_no("┏━ Unlock trading")
    shared.key("ladder.arm")
    shared.key("confirm.agree")
    shared.sees(" ARMED ")
    bid = shared.bid
    shared.key("ladder.join_bid")
    sees_placed(shared, "BUY", "100", bid)
    sees_own(shared, bid)
    shared.key("ladder.cancel_all")
    shared.sees("Cancel 1 order of HK.09988: ")
    sees_own(shared, bid, there=False)
    shared.back()
    use(shared, "1001")


def test_it_disarms_when_nobody_presses_a_key_and_when_the_gateway_dies(
    start_paper: Callable[..., Paper], tmp_path: Path
) -> None:
    gateway = start_paper(*STILL)
    with ExitStack() as screens:
        desk = open_desk(screens, tmp_path, gateway.target, trading_disarm_after="5")
        open_ladder(desk)
        arm(desk)
        desk.sees("Disarmed: 5 s without a key.")
        arm(desk)
        gateway.kill()
        desk.sees("Disarmed: the link is in doubt.")
        desk.key("ladder.join_bid")
        desk.sees("Nothing was sent: the ladder is not armed.")
