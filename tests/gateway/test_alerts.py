"""Price alerts over the wire: set, listed, told of, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from futu_tui.paper.keys import make_key
from futu_tui.paper.state import State, StateError
from futu_tui.protocol import Scope, Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_update_price_reminder_pb2
from tests.gateway.conftest import Caller, OpenPaper, Paper, security

ADD, DELETE, ENABLE, DISABLE, MODIFY, DELETE_ALL = 1, 2, 3, 4, 5, 6
UP, DOWN = common.PriceReminderType_PriceUp, common.PriceReminderType_PriceDown
ALWAYS, ONCE_A_DAY, ONCE = 1, 2, 3
TENCENT = "HK.00700"


async def add(caller: Caller, symbol: str = TENCENT, **more: Any) -> int:
    wanted = {"type": UP, "value": 600.0, "freq": ALWAYS} | more
    key = (await caller.ask(3220, security=security(symbol), op=ADD, **wanted)).key
    assert key > 2**53  # as on the public gateway: a double does not hold it
    return int(key)


async def listed(caller: Caller, symbol: str = TENCENT) -> list[Any]:
    found = (await caller.ask(3221, security=security(symbol))).priceReminderList
    assert all(Security.of(each.security) == Security.parse(symbol) for each in found)
    return [item for each in found for item in each.itemList]


async def test_what_was_set_is_listed(caller: Caller) -> None:
    key = await add(caller, note="breakout", freq=ONCE_A_DAY, value=600.1239)
    (item,) = await listed(caller)
    assert (item.key, item.type, item.freq, item.note) == (key, UP, ONCE_A_DAY, "breakout")
    assert item.value == 600.123
    assert item.isEnable
    assert list(item.reminderSessionList) == [common.PriceReminderMarketStatus_Open]
    (named,) = (await caller.ask(3221, security=security(TENCENT))).priceReminderList
    assert named.name == "Tencent"


async def test_each_act_does_what_it_says(caller: Caller) -> None:
    first, second = await add(caller), await add(caller, type=DOWN, value=400.0, note="low")
    assert (await caller.ask(3220, security=security(TENCENT), op=DISABLE, key=first)).key == first
    assert [item.isEnable for item in await listed(caller)] == [False, True]
    await caller.ask(3220, security=security(TENCENT), op=ENABLE, key=first)
    assert [item.isEnable for item in await listed(caller)] == [True, True]
    await caller.ask(3220, security=security(TENCENT), op=MODIFY, key=second, value=410.0)
    changed = (await listed(caller))[1]
    assert (changed.value, changed.type, changed.note) == (410.0, DOWN, "low")
    await caller.ask(3220, security=security(TENCENT), op=MODIFY, key=second, type=UP, note="", freq=ONCE)
    changed = (await listed(caller))[1]
    assert (changed.value, changed.type, changed.note, changed.freq) == (410.0, UP, "", ONCE)
    await caller.ask(3220, security=security(TENCENT), op=DELETE, key=first)
    assert [item.key for item in await listed(caller)] == [second]
    await add(caller)
    other = await add(caller, "HK.01810", value=50.0)
    assert (await caller.ask(3220, security=security(TENCENT), op=DELETE_ALL)).key == 0
    assert not await listed(caller)
    assert [item.key for item in await listed(caller, "HK.01810")] == [other]


async def test_a_market_lists_all_of_its_own(caller: Caller) -> None:
    await add(caller)
    await add(caller, "HK.01810", value=50.0)
    await add(caller, "US.AAPL", value=300.0, reminderSessionList=[2, 1])
    await add(caller, "SH.600519", value=1500.0)
    await add(caller, "SZ.300750", value=400.0)

    async def of(market: int) -> list[str]:
        found = (await caller.ask(3221, market=market)).priceReminderList
        return [str(Security.of(each.security)) for each in found]

    assert await of(1) == ["HK.00700", "HK.01810"]
    assert await of(11) == ["US.AAPL"]
    assert await of(21) == await of(22) == ["SH.600519", "SZ.300750"]
    assert list((await listed(caller, "US.AAPL"))[0].reminderSessionList) == [1, 2]


async def test_sessions_are_a_matter_of_us_securities(caller: Caller) -> None:
    await add(caller, reminderSessionList=[2, 3])
    assert list((await listed(caller))[0].reminderSessionList) == [1]
    await add(caller, "US.AAPL", value=300.0)
    assert list((await listed(caller, "US.AAPL"))[0].reminderSessionList) == [1, 2, 3]


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"op": ADD, "type": UP, "freq": ALWAYS}, "value"),
        ({"op": ADD, "type": UP, "value": 1.0}, "freq"),
        ({"op": ADD, "freq": ONCE, "value": 1.0}, "type"),
        ({"op": ADD, "type": 99, "freq": ONCE, "value": 1.0}, "PriceReminderType 99"),
        ({"op": ADD, "type": UP, "freq": 9, "value": 1.0}, "PriceReminderFreq 9"),
        ({"op": ADD, "type": UP, "freq": ONCE, "value": 0.0}, "above 0"),
        ({"op": ADD, "type": UP, "freq": ONCE, "value": float("nan")}, "above 0"),
        ({"op": ADD, "type": UP, "freq": ONCE, "value": 1.0, "note": "x" * 21}, "20 characters"),
        ({"op": DELETE}, "key"),
        ({"op": MODIFY, "key": 5}, "no price reminder 5"),
        ({"op": ENABLE, "key": 5}, "3221"),
        ({"op": 0}, "SetPriceReminderOp 0"),
        ({"op": 17}, "SetPriceReminderOp 17"),
    ],
)
async def test_what_cannot_be_is_refused(caller: Caller, wanted: dict[str, Any], words: str) -> None:
    assert words in await caller.refusal(3220, security=security(TENCENT), **wanted)
    assert not await listed(caller)


async def test_what_is_not_there_is_refused(caller: Caller) -> None:
    assert "HK.99999" in await caller.refusal(3220, security=security("HK.99999"), op=DELETE_ALL)
    assert "HK.99999" in await caller.refusal(3221, security=security("HK.99999"))
    assert "security or a market" in await caller.refusal(3221)
    assert "QotMarket 7" in await caller.refusal(3221, market=7)
    key = await add(caller)
    assert "HK.01810" in await caller.refusal(3220, security=security("HK.01810"), op=DELETE, key=key)


async def test_an_index_has_no_orders_to_wait_for(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.800000",)) as paper, paper.caller() as caller:
        await add(caller, "HK.800000", value=99_999.0)
        assert "index" in await caller.refusal(
            3220, security=security("HK.800000"), op=ADD, freq=ONCE, value=1.0,
            type=common.PriceReminderType_BidPriceUp,
        )  # fmt: skip


async def test_ten_of_a_type_are_the_most(caller: Caller) -> None:
    for level in range(10):
        await add(caller, value=600.0 + level)
    refusal = await caller.refusal(3220, security=security(TENCENT), op=ADD, type=UP, freq=ONCE, value=700.0)
    assert "10" in refusal
    await add(caller, type=DOWN, value=1.0)


async def test_the_published_limits_hold(paper: Paper, caller: Caller) -> None:
    for _ in range(10):
        await listed(caller)
    assert "frequency" in await caller.refusal(3221, security=security(TENCENT))
    for _ in range(60):
        await caller.ask(3220, security=security(TENCENT), op=DELETE_ALL)
    assert "frequency" in await caller.refusal(3220, security=security(TENCENT), op=DELETE_ALL)
    paper.wait(31)
    assert not await listed(caller)


async def test_one_that_comes_true_is_pushed_without_a_subscription(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    quote = paper.gateway.market.quote(Security.parse(TENCENT))
    level = round(quote.last - 5 * quote.tick, 3)
    key = await add(caller, value=level, freq=ONCE, note="above it")
    paper.trade(TENCENT)
    event = await pushes.of(3019)
    assert (event.sec_key, event.event_type) == ("1_00700", "quote")
    told = qot_update_price_reminder_pb2.Response.FromString(event.body).s2c
    assert (told.key, told.type, told.note, told.setValue) == (key, UP, "above it", level)
    assert told.curValue == told.price >= level
    assert told.marketStatus == common.PriceReminderMarketStatus_Open
    assert "Tencent" in told.content
    (item,) = await listed(caller)
    assert not item.isEnable  # once was asked for


async def test_one_that_is_stopped_or_deleted_is_silent(paper: Paper, caller: Caller) -> None:
    pushes = await caller.open_pushes()
    stopped, deleted = await add(caller, value=1.0, note="stopped"), await add(caller, value=1.0)
    await caller.ask(3220, security=security(TENCENT), op=DISABLE, key=stopped)
    await caller.ask(3220, security=security(TENCENT), op=DELETE, key=deleted)
    paper.trade(TENCENT)
    await caller.ask(3220, security=security(TENCENT), op=ENABLE, key=stopped)
    paper.trade(TENCENT)
    event = await pushes.of(3019)
    assert qot_update_price_reminder_pb2.Response.FromString(event.body).s2c.key == stopped


async def test_alerts_outlive_the_gateway(open_paper: OpenPaper, tmp_path: Path) -> None:
    path = tmp_path / "paper.state"
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        kept, fired = await add(caller, note="kept"), await add(caller, value=1.0, freq=ONCE)
        gone = await add(caller, "HK.01810", value=1.0)
        await caller.ask(3220, security=security("HK.01810"), op=DELETE, key=gone)
        paper.trade(TENCENT)
    # Not closed: the process was killed.
    async with open_paper(state=State(path)) as paper, paper.caller() as caller:
        found = await listed(caller)
        assert [(item.key, item.isEnable, item.note) for item in found] == [
            (kept, True, "kept"),
            (fired, False, ""),
        ]
        assert not await listed(caller, "HK.01810")
        assert await add(caller) > fired
        await add(caller, "US.AAPL")
    with pytest.raises(StateError, match="does not list"):
        async with open_paper(state=State(path), symbols=(TENCENT,)):
            pass


async def test_a_key_sees_the_alerts_of_its_securities(open_paper: OpenPaper, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    quotes = frozenset({Scope.QOT_READ})
    whole = make_key(keys, "whole", quotes)
    some = make_key(keys, "some", quotes, symbols=["HK.01810"])
    async with (
        open_paper(keys_file=keys) as paper,
        paper.caller(whole) as caller,
        paper.caller(some) as other,
    ):
        await add(caller)
        await add(caller, "HK.01810", value=50.0)
        found = (await other.ask(3221, market=1)).priceReminderList
        assert [Security.of(each.security).code for each in found] == ["01810"]
