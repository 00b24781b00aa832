"""The protocol console by its keys: found, written, asked, answered; and nothing that writes goes out unasked."""

from __future__ import annotations

import asyncio
import csv
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from futu_tui.opend import LinkState, Want
from futu_tui.opend.errors import NoScope, Refused, TimedOut
from futu_tui.protocol import PROTOCOLS, Handling, Protocol, Security
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.tui.screens.console import ConsoleScreen
from futu_tui.tui.screens.console_confirm import ConsoleConfirmScreen
from futu_tui.tui.screens.console_pushes import ConsolePushesScreen
from futu_tui.tui.screens.console_request import ConsoleRequestScreen
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.widgets.console_answer import View
from tests.tui.console_scene import ConsoleScene, bars, orders
from tests.tui.desk_scene import LIMITED
from tests.tui.scene import MIDDLE, NARROW, PLAY_ID, Person, StillTime

TENCENT = Security.parse("HK.00700")


@asynccontextmanager
async def at(
    still_time: StillTime, query: str, *keys: str, size: tuple[int, int] = MIDDLE, **scene: Any
) -> AsyncIterator[tuple[ConsoleScene, Person]]:
    """The protocol that this query finds first, opened, and these keys pressed."""
    app = ConsoleScene(still_time, **scene)
    async with app.showing(size) as person:
        await person.press(":", *query, "enter", *keys)
        yield app, person


def request(app: ConsoleScene) -> ConsoleRequestScreen:
    assert isinstance(app.screen, ConsoleRequestScreen)
    return app.screen


async def write(app: ConsoleScene, person: Person, fields: dict[str, Any]) -> None:
    """Put these fields in as JSON at once, as by pasting, and go back to the form."""
    await person.press("ctrl+t")
    request(app).editor.text = json.dumps(fields)
    await person.press("ctrl+t")


async def test_the_list_finds_and_keeps_favourites_first(still_time: StillTime) -> None:
    app = ConsoleScene(still_time)
    async with app.showing(MIDDLE) as person:
        await person.press(":")
        assert isinstance(app.screen, ConsoleScreen)
        assert "Protocols  78" in app.text
        await person.press(*"book")
        assert "▌  3012 QOT_GET_ORDER_BOOK" in app.text
        assert any("3013 QOT_UPDATE_ORDER_BOOK" in line and "push" in line for line in app.lines())
        await person.press("*")
        assert "▌★ 3012" in app.text
        await person.press(*(["backspace"] * 4))
        assert "★ 3012" in app.lines()[5]
        await person.press("down", "enter")
        await person.press("escape", "escape")
        assert app.screen is app.dashboard


async def test_a_request_is_written_sent_and_its_answer_read(still_time: StillTime) -> None:
    async with at(still_time, "2201") as (app, person):
        app.gateway.answers[2201] = orders()
        assert f"* {PLAY_ID}" in app.text
        assert "7 left of 10 in 30 s, per account, with refreshCache" in app.text
        assert "can be sent" in app.text
        await person.press("s")
        ((proto_id, c2s),) = app.gateway.asked
        assert (proto_id, c2s.header.accID, c2s.header.trdMarket) == (2201, PLAY_ID, 1)
        assert "▾ orderList  [3]" in app.text
        assert "trdSide  Buy (1)" in app.text
        assert "answered in" in app.text
        await person.press("v")
        assert "table  orderList  3 rows" in app.text
        assert "▌Buy (1)" in app.text


async def test_a_form_is_filled_in_field_by_field(still_time: StillTime) -> None:
    async with at(still_time, "3103") as (app, person):
        await person.press("s")
        assert app.gateway.asked == []
        assert "rehabType: is required" in app.text
        await person.press("enter", *"forw", "tab", *"1m")
        assert "▌1Min" in app.text
        await person.press("down", "up", "tab")
        await person.press("tab", *"2026-11-31", "tab")
        assert "2026-11-31 is no day of the calendar" in app.text
        await person.press("enter", *"2026-11-30", "tab")
        assert "endTime" in app.lines()[31]
        await person.press(*"2026-12-01", "enter")
        assert request(app).form is not None
        assert request(app).form.fields() == {  # type: ignore[union-attr]
            "rehabType": "RehabType_Forward",
            "klType": "KLType_1Min",
            "security": {"market": "QotMarket_HK_Security", "code": "00700"},
            "beginTime": "2026-11-30",
            "endTime": "2026-12-01",
        }


async def test_securities_are_searched_and_items_added_and_taken_away(still_time: StillTime) -> None:
    async with at(still_time, "3203") as (app, person):
        assert "[0]" in app.text
        await person.press("a", *"apple")
        assert "▌US.AAPL" in app.text
        await person.press("enter")
        await person.press("+", *"SH.600519", "enter")
        await person.press("k", "k", "d")
        form = request(app).form
        assert form is not None
        codes = [row["code"] for row in form.fields()["securityList"]]
        assert codes == ["AAPL", "600519"]
        await person.press("G", "enter", "j", "s")
        assert app.gateway.asked[0][1].HasField("header")


async def test_a_value_that_is_not_whole_is_kept_and_said(still_time: StillTime) -> None:
    async with at(still_time, "3004") as (app, person):
        await person.press("a", *"zz.9", "enter", "s")
        assert "securityList[1]: 'zz.9': there is no market 'zz'" in app.text
        assert "! zz.9" in app.text
        assert app.gateway.asked == []


async def test_flags_turn_and_messages_open_and_close(still_time: StillTime) -> None:
    async with at(still_time, "3001") as (app, person):
        screen = request(app)
        assert screen.form is not None
        screen.go_to_field("header")
        await person.press("space")
        assert screen.form.fields()["header"] == {}
        await person.press("space")
        assert "header" not in screen.form.fields()
        await person.click("#form", 4, 3)
        await person.click("#form", 4, 3)
        assert screen.form.fields() == {"isSubOrUnSub": True}
        await person.press("d")
        seen = []
        for _ in range(3):
            await person.press("space")
            seen.append(screen.form.fields()["isSubOrUnSub"])
        assert seen == [True, False, True]


async def test_json_and_form_keep_what_was_entered(still_time: StillTime) -> None:
    async with at(still_time, "3006") as (app, person):
        await person.press("enter", *"nonsense", "enter")
        assert "! nonsense" in app.text
        await person.press("ctrl+t")
        screen = request(app)
        assert json.loads(screen.editor.text)["rehabType"] == "nonsense"
        screen.editor.text = '{"rehabType": 1, "klTyp": 2}'
        await person.press("ctrl+t")
        assert "klTyp: there is no such field; did you mean klType?" in app.text
        assert screen.editor.has_focus
        screen.editor.text = '{"rehabType": 1, "klType": "Day", "security": "US.AAPL", "reqNum": "x"}'
        await person.press("ctrl+t")
        assert "Forward (1)" in app.text
        assert "! x  'x' is no whole number" in app.text
        assert "US.AAPL  Apple" in app.text


async def test_lines_break_in_json(still_time: StillTime) -> None:
    async with at(still_time, "1002", "ctrl+t") as (app, person):
        request(app).editor.text = ""
        await person.press("{", "enter", "}")
        assert request(app).editor.text == "{\n}"
        await person.press("ctrl+s")
        assert "userID: is required" in app.text


async def test_what_is_not_subscribed_is_subscribed_first_and_let_go_at_the_end(
    still_time: StillTime,
) -> None:
    async with at(still_time, "3004") as (app, person):
        assert "subscribes HK.00700 Basic first" in app.text

        def grant(owner: Any, wishes: Any) -> None:
            app.still.wanted[owner] = set(wishes)
            app.still.subscriptions.active = frozenset(Want(each.security, each.sub_type) for each in wishes)

        app.still.want = grant  # type: ignore[method-assign]
        await person.press("s")
        await person.until(lambda: bool(app.gateway.asked))
        await person.settle()
        assert {wish.security for wish in app.still.wanted["console"]} == {TENCENT}
        assert "is subscribed" in app.text
        await person.press("escape")
        assert app.still.wanted["console"] == set()


ASKING = [protocol for protocol in PROTOCOLS.values() if protocol.handling is Handling.ASK]


@pytest.mark.parametrize("protocol", [PROTOCOLS[3214], PROTOCOLS[1009]], ids=lambda protocol: protocol.name)
async def test_what_writes_asks_first(still_time: StillTime, protocol: Protocol) -> None:
    async with at(still_time, str(int(protocol.id))) as (app, person):
        if protocol.has_body:
            await write(app, person, {"groupName": "Core", "op": "Add", "securityList": ["HK.00700"]})
        else:
            request(app).editor.text = "0801"
            app.gateway.answers[1009] = b"\x08\x96\x01\x12\x02ok"
        await person.press("ctrl+s")
        assert isinstance(app.screen, ConsoleConfirmScreen)
        assert ('"groupName": "Core"' if protocol.has_body else '"bytes": "0801"') in app.text
        await person.press("escape")
        assert app.gateway.asked == []
        assert "not sent" in app.text
        await person.press("ctrl+s", "enter")
        ((proto_id, c2s),) = app.gateway.asked
        assert proto_id == protocol.id
        if protocol.has_body:
            assert "The answer is empty: it was done." in app.text
        else:
            assert c2s == b"\x08\x01"
            assert "1 varint  150" in app.text
            assert "2 bytes  'ok'" in app.text


ORDER = {
    "header": {"trdEnv": 0, "accID": PLAY_ID, "trdMarket": 1},
    "trdSide": "Buy",
    "orderType": "Normal",
    "code": "00700",
    "qty": 200,
    "price": 512,
}


async def test_an_order_goes_by_the_desk_and_never_from_here(still_time: StillTime) -> None:
    async with at(still_time, "2202") as (app, person):
        await write(app, person, {**ORDER, "adjustPrice": True})
        await person.press("s")
        assert "adjustPrice: the desk does not send it with" in app.text
        assert app.desk.acts == []
        await write(app, person, ORDER)
        await person.press("s")
        assert "BUY 200 HK.00700 Tencent at 512.00, limit, day" in app.text
        await person.press("escape")
        assert app.desk.acts == []
        app.desk.outcomes = [LIMITED]
        await person.press("s", "enter")
        assert [act[0] for act in app.desk.acts] == ["place"]
        assert "your own limit: largest order value" in app.text
        assert "The ticket (b) can override it." in app.text
        await person.press("s", "enter")
        assert "Accepted: accepted" in app.text
        app.desk.readonly_reason = "read-only: the API key lacks trade:simulate"
        await person.press("s")
        assert "read-only: the API key lacks trade:simulate" in app.text
        assert len(app.desk.acts) == 2
        assert app.gateway.asked == []


async def test_orders_that_stand_are_cancelled_by_the_desk(still_time: StillTime) -> None:
    async with at(still_time, "2205") as (app, person):
        await write(app, person, {"header": ORDER["header"], "orderID": 11, "modifyOrderOp": "Cancel"})
        await person.press("s")
        assert "CANCEL BUY 200 HK.00700 at 511.5" in app.text
        await person.press("enter")
        assert app.desk.acts == [("cancel", 11)]
        assert app.gateway.asked == []


async def test_the_lock_asks_for_the_password_masked_and_keeps_none_of_it(still_time: StillTime) -> None:
    async with at(still_time, "2005") as (app, person):
        assert "(asked for, masked, when this is sent" in app.text
        await person.press("enter", "s")
        assert "A simulated account is never locked." in app.text
        assert app.desk.acts == []
    async with at(still_time, "2005", real=True) as (app, person):
        await person.press("enter", "s")
        assert isinstance(app.screen, UnlockScreen)
        await person.press(*"secret", "enter")
        assert app.desk.acts[0][0] == "unlock"
        assert "Trading is unlocked." in app.text
        assert app.gateway.asked == []
        assert "secret" not in json.dumps(app.console_memory.requests(PROTOCOLS[2005]))
        await person.press("tab", "g", "space", "s")
        assert "LOCK trading for all programs on this gateway" in app.text
        await person.press("enter")
        assert app.desk.acts[-1] == ("lock",)


FAILURES = (
    (Refused("the gateway refused 3222: 錯誤", "Look up.", ret_type=-1, ret_msg="錯誤"), "(ret_type -1)"),
    (TimedOut("no answer in 10 s", "Ask again."), "no answer in time"),
    (NoScope("the key lacks qot:read", "Use another.", scope="qot:read"), "the key lacks qot:read"),
)


async def test_failures_are_told_with_what_to_do(still_time: StillTime) -> None:
    async with at(still_time, "3222") as (app, person):
        await write(app, person, {"groupType": 1})
        for error, state in FAILURES:
            app.gateway.answers[3222] = error
            await person.press("s")
            assert error.message in app.text
            assert error.advice in app.text
            assert state in app.lines()[33]
            assert ("qot:read, which the key lacks" in app.text) == isinstance(error, NoScope)
        del app.gateway.answers[3222]
        await person.press("s")
        assert "which the key lacks" not in app.text

        def fail(c2s: Any) -> Any:
            raise RuntimeError("the client is closed")

        app.gateway.answers[3222] = fail
        await person.press("s")
        assert "RuntimeError('the client is closed')" in app.text
        await person.press("escape")
        assert isinstance(app.screen, ConsoleScreen)


async def test_without_a_link_nothing_is_asked(still_time: StillTime) -> None:
    async with at(still_time, "1002") as (app, person):
        app.still.link(LinkState.DOWN, app.now, attempt=1, retry_in=4.0)
        await person.press("s")
        assert "There is no link to the gateway." in app.text
        assert "there is no link to the gateway: nothing can be asked now" in app.text
        assert app.gateway.asked == []


async def test_a_wait_for_the_limit_is_told_and_given_up(still_time: StillTime) -> None:
    async with at(still_time, "1002") as (app, person):
        app.gateway.held = asyncio.Event()
        app.gateway.waiting = [(PROTOCOLS[1002], 12.4)]
        await person.press("s")
        await person.until(lambda: "waiting 12 s for the gateway's limit; esc gives up" in app.text)
        await person.press("s")
        assert len(app.gateway.asked) == 1
        await person.press("escape")
        assert "given up" in app.text
        await person.press("escape")
        assert isinstance(app.screen, ConsoleScreen)


async def test_an_answer_is_searched_folded_sorted_copied_and_written(
    still_time: StillTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("futu_tui.tui.widgets.console_answer.time", still_time)
    async with at(still_time, "3103") as (app, person):
        fields = {"rehabType": 1, "klType": 2, "security": "HK.00700"}
        await write(app, person, {**fields, "beginTime": "2026-01-01", "endTime": "2026-11-01"})
        app.gateway.answers[3103] = bars(500)
        await person.press("s")
        answer = request(app).answer
        assert answer.count() == 503
        await person.press("/", *"516.5", "enter")
        assert "/516.5: " in app.text
        first = answer.cursor
        assert "516.5" in app.lines()[answer.cursor - answer._top + 4]
        await person.press("n")
        assert answer.cursor > first
        await person.press("N", "y")
        assert app.copied[-1].strip() == "highPrice  516.5"
        await person.press("v")
        assert answer.view is View.TABLE
        await person.press("o", "o", "o", "O")
        table = answer.table
        assert table is not None
        assert table.columns[table.sorted_by or 0].title == "highPrice"
        assert "by highPrice ↓" in app.text
        assert answer.count() == 500
        await person.press("E", "e")
        rows = list(csv.DictReader(StringIO(file_of(tmp_path, "csv"))))
        assert (len(rows), rows[0]["highPrice"]) == (500, "520.0")
        assert len(json.loads(file_of(tmp_path, "json"))["klList"]) == 500
        at_cursor = table.rows[table.order[answer.cursor]]
        await person.press("enter")
        assert answer.view is View.TREE
        assert f"time  {at_cursor[0]}" in app.lines()[5]
        await person.press("v", "v", "Y")
        assert file_of(tmp_path, "txt").startswith("{")


def file_of(folder: Path, suffix: str) -> str:
    """What stands in the only file of this kind."""
    (path,) = folder.glob(f"*.{suffix}")
    return path.read_text()


async def test_earlier_requests_come_back_without_their_account(still_time: StillTime) -> None:
    async with at(still_time, "3221") as (app, person):
        await write(app, person, {"market": "HK_Security"})
        await person.press("s", "tab")
        await write(app, person, {"market": "US_Security"})
        await person.press("s", "tab", "[")
        assert "US_Security (11)" in app.text
        await person.press("[")
        assert "HK_Security (1)" in app.text
        await person.press("[")
        assert "there is no request before this one" in app.text
        await person.press("]", "]")
        assert "market     (choice)" in app.text
        await person.press("escape")
        assert "↺ 3221" in app.text


async def test_pushes_show_as_they_come(still_time: StillTime) -> None:
    app = ConsoleScene(still_time)
    async with app.showing(NARROW) as person:
        await person.press(":", *"3003", *(["backspace"] * 4), *"notify")
        await person.press("enter")
        screen = app.screen
        assert isinstance(screen, ConsolePushesScreen)
        assert "No push of this kind has come yet." in app.text
        notify = PROTOCOLS[1003]
        assert notify.response is not None
        for text in ("first", "second"):
            body = notify.response(retType=0, s2c={"type": 1, "event": {"eventType": 1, "desc": text}})
            app.store.router.push(
                PushEvent(proto_id=1003, event_type="notify", body=body.SerializeToString())
            )
        screen._look()
        await person.settle()
        assert [len(screen.pushes.events), screen.pushes.cursor] == [2, 0]
        await person.press("tab")
        assert "desc  second" in app.text
        app.store.router.push(PushEvent(proto_id=1003, event_type="notify", body=b"\xff"))
        screen._look()
        await person.settle()
        assert "desc  second" in app.text
        await person.press("tab", "g")
        assert "1 bytes" in app.text


async def test_on_a_small_window_request_and_answer_take_turns(still_time: StillTime) -> None:
    async with at(still_time, "2201", size=NARROW) as (app, person):
        app.gateway.answers[2201] = orders()
        assert "Request  form" in app.text
        assert "Answer" not in app.text
        await person.press("s")
        assert "Answer  tree" in app.text
        assert "Request  form" not in app.text
        await person.press("tab")
        assert "Request  form" in app.text
        await person.press("?")
        assert "Send the request" in app.text
