"""The dashboard on a gateway that knows nothing of this project: written from futu-api's messages, on sync gRPC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.foreign.toolkit import Foreign, ForeignGateway, stocks
from tests.terminal.conftest import OpenScreen, config_folder
from tests.terminal.screen import PtyScreen

TENCENT = "HK.00700"
EVIL = "\x1b]0;evil\x07\x1b[2J\x9b31mTen\u202ecent\r\n"
"""A name that would set the window's title, clear the screen, colour it and turn the reading order."""


@pytest.fixture(scope="module")
def gateway(foreign: Foreign) -> Iterator[ForeignGateway]:
    scene = stocks() | {"orders": [{"orderID": 5, "qty": 300, "price": 509.2, "remark": "from afar"}]}
    with foreign.gateway(scene) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def dashboard(gateway: ForeignGateway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PtyScreen]:
    config = config_folder(tmp_path_factory.mktemp("foreign"))
    with PtyScreen("--target", gateway.target, config=config) as screen:
        screen.wait_for("all data live")
        screen.wait_for(lambda seen: last_price(seen) == "510.00")
        yield screen


def last_price(screen: PtyScreen) -> str:
    """What the watchlist shows as HK.00700's last price."""
    found = re.search(rf"{TENCENT} .*? ([\d.,]+) ", screen.pane(1))
    return found[1] if found else ""


def tape(screen: PtyScreen) -> list[str]:
    """The prices of the tape's trades, newest first, with "gap" where trades are missing."""
    found = re.findall(r"\d\d:\d\d:\d\d +([\d.]+)|(gap)", screen.pane(3))
    return [price or gap for price, gap in found]


def unread(screen: PtyScreen) -> int:
    """How many pushes the status line says could not be read."""
    found = re.search(r"(\d+) unread", screen.lines[-1])
    return int(found[1]) if found else 0


def test_all_that_it_told_stands_in_the_panes(dashboard: PtyScreen) -> None:
    dashboard.wait_for(lambda seen: tape(seen) == ["509.90", "509.80", "509.70", "509.60", "509.50"])
    dashboard.wait_for(lambda seen: "509.90" in seen.pane(2) and "510.10" in seen.pane(2))
    dashboard.wait_for(lambda seen: "6699" in seen.pane(2), what="the broker queue")
    dashboard.wait_for(lambda seen: "C 510.00" in seen.pane(4))
    # 600 bought at 488.20, worth 510.00 each, 4.00 above yesterday's close.
    dashboard.wait_for(lambda seen: re.search(r"00700.* 600 .*\+13,080 +\+4\.47 +\+2,400", seen.pane(5)))
    assert re.search(r"BUY +LIMIT +509\.20 +300 +0 +Submitted +from", dashboard.pane(6))


def test_a_pushed_price_is_the_price_painted(dashboard: PtyScreen, gateway: ForeignGateway) -> None:
    for price in (512.3, 498.7, 503.1):
        assert gateway.tell("quote", security=TENCENT, last=price) == 1
        painted = f"{price:.2f}"
        dashboard.wait_for(lambda seen: last_price(seen) == painted)  # noqa: B023
        # The position is marked at it, too.
        profit = f"{600 * (price - 488.2):+,.0f}"
        dashboard.wait_for(lambda seen: profit in seen.pane(5))  # noqa: B023


def test_a_pushed_trade_is_the_newest_of_the_tape(dashboard: PtyScreen, gateway: ForeignGateway) -> None:
    gateway.tell("ticks", security=TENCENT, rows=[(1006, 510.0, 700, 1), (1007, 510.2, 45_600, 2)])
    dashboard.wait_for(lambda seen: tape(seen)[:3] == ["510.20", "510.00", "509.90"])
    assert re.search(r"510\.20 +45,600 ▼", dashboard.pane(3))


def test_a_pushed_order_is_followed_to_its_fill(dashboard: PtyScreen, gateway: ForeignGateway) -> None:
    working = {"orderID": 6, "qty": 400, "price": 511.1, "remark": "new"}
    gateway.tell("order", **working)
    dashboard.wait_for(lambda seen: re.search(r"511\.10 +400 +0 +Submitted", seen.pane(6)))
    gateway.tell("order", **working, orderStatus=11, fillQty=400, fillAvgPrice=511.1)
    dashboard.wait_for(lambda seen: re.search(r"511\.10 +400 +400 +Filled", seen.pane(6)))


def test_what_cannot_be_read_is_counted_and_costs_nothing(
    dashboard: PtyScreen, gateway: ForeignGateway
) -> None:
    before = unread(dashboard)
    strange: list[dict[str, Any]] = [
        {"proto_id": 3005, "body": "ff" * 20, "sec_key": "1_00700", "sub_type": 1},
        {"proto_id": 3011, "body": "0a05", "sec_key": "1_00700", "sub_type": 4},
        {"proto_id": 4999, "body": "00", "sec_key": "1_00700", "sub_type": 1},
        {"proto_id": 2208, "body": "08", "event_type": "trade", "acc_id": 7_700_001},
    ]
    for push in strange:
        gateway.tell("raw", **push)
    dashboard.wait_for(lambda seen: unread(seen) == before + len(strange), what="all four are counted")
    gateway.tell("quote", security=TENCENT, last=505.5)
    dashboard.wait_for(lambda seen: last_price(seen) == "505.50")
    assert "all data live" in dashboard


def test_real_money_is_asked_about_and_stands_out(dashboard: PtyScreen) -> None:
    assert "SIMULATE" in dashboard.lines[0]
    calm = dashboard.colours("SIMULATE")
    dashboard.press("a")
    dashboard.wait_for(lambda seen: seen.line_with("REAL", "HK Cash"))
    dashboard.press("j", "enter")
    dashboard.wait_for("This is real money")
    assert "SIMULATE" in dashboard.lines[0]
    dashboard.press("enter")
    dashboard.wait_for(lambda seen: "REAL" in seen.lines[0])
    loud = dashboard.colours("REAL")
    assert {background for _, background in loud} != {background for _, background in calm}
    dashboard.press("a")
    dashboard.wait_for(lambda seen: seen.line_with("in use"))
    dashboard.press("k", "enter")
    dashboard.wait_for(lambda seen: "SIMULATE" in seen.lines[0])


def test_text_from_the_wire_is_never_a_command(open_screen: OpenScreen, foreign: Foreign) -> None:
    scene = stocks(name=EVIL) | {"orders": [{"orderID": 5, "remark": EVIL, "lastErrMsg": EVIL}]}
    with foreign.gateway(scene) as gateway:
        screen = open_screen("--target", gateway.target)
        screen.wait_for("all data live")
        screen.wait_for(lambda seen: "Tencent" in seen.lines[1] and "Submitted" in seen.pane(6))
        gateway.tell("quote", security=TENCENT, name=EVIL + "again", last=511.0)
        screen.wait_for(lambda seen: last_price(seen) == "511.00")
        screen.press("/")
        screen.type("700")
        screen.wait_for(lambda seen: seen.line_with(TENCENT, "share"))
        gateway.tell("quote", security=TENCENT, last=512.0)
        screen.wait_for(lambda seen: last_price(seen) == "512.00")
        screen.press("escape")
        screen.wait_for(lambda seen: not seen.line_with(TENCENT, "share"))
        screen.press("q")
        assert screen.wait_for_end() == 0
    sent = screen.raw.decode()
    assert not {"\x9b", "\u202e"} & set(sent)
    # The only commands to the terminal beside its screen are Textual's for the shape of the mouse pointer.
    assert set(re.findall(r"\x1b\](\d*)", sent)) <= {"22"}


def test_trades_missed_while_it_was_away_are_filled_in_or_marked(
    open_screen: OpenScreen, foreign: Foreign
) -> None:
    before = [(1001 + i, 509.5 + i / 10, 100, 1) for i in range(5)]
    missed = [(1006, 511.1, 200, 1), (1007, 511.2, 300, 2)]
    much_later = [(2001, 520.1, 400, 1), (2002, 520.2, 500, 2)]
    first = foreign.gateway(stocks(ticks=before))
    screen = open_screen("--target", first.target)
    screen.wait_for("all data live")
    screen.wait_for(lambda seen: tape(seen)[:2] == ["509.90", "509.80"])

    # It comes back and remembers all: nothing is missing.
    first.kill()
    screen.wait_for("all data stale")
    with foreign.gateway(stocks(ticks=before + missed), port=first.port) as second:
        screen.wait_for("all data live")
        screen.wait_for(lambda seen: tape(seen)[:4] == ["511.20", "511.10", "509.90", "509.80"])

        # What it says while the dashboard listens needs no fetching.
        second.tell("ticks", security=TENCENT, rows=[(1008, 511.3, 100, 1)])
        screen.wait_for(lambda seen: tape(seen)[:2] == ["511.30", "511.20"])
    screen.wait_for("all data stale")

    # It comes back with a record that does not reach so far: the tape says where trades are lost.
    with foreign.gateway(stocks(ticks=much_later), port=first.port):
        screen.wait_for("all data live")
        screen.wait_for(lambda seen: tape(seen)[:5] == ["520.20", "520.10", "gap", "511.30", "511.20"])


def test_without_colours_nothing_is_coloured(
    gateway: ForeignGateway, dashboard: PtyScreen, open_screen: OpenScreen
) -> None:
    screen = open_screen("--target", gateway.target, env={"NO_COLOR": "1"})
    screen.wait_for("all data live")
    screen.wait_for(lambda seen: re.search(r"[+-]\d\.\d\d", seen.pane(1)))
    screen.press("t", "?")
    screen.wait_for("─ Keys ─")
    screen.press("escape")
    screen.wait_for(lambda seen: "─ Keys ─" not in seen)
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert screen.sent_colours() == set()
    assert dashboard.sent_colours()
