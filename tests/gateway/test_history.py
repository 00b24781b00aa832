"""History over the wire: pages, quota, adjustment, days of trading."""

from __future__ import annotations

from typing import Any

import pytest

from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, Paper, security

TENCENT = security("HK.00700")
APPLE = security("US.AAPL")


async def history(caller: Caller, begin: str, end: str, **c2s: Any) -> Any:
    asked = {"security": TENCENT, "klType": common.KLType_Day, "rehabType": 0, **c2s}
    return await caller.ask(3103, beginTime=begin, endTime=end, **asked)


async def test_pages_join_to_the_whole(caller: Caller) -> None:
    whole = await history(caller, "2026-01-01", "2026-11-23")
    assert len(whole.klList) > 150
    assert not whole.HasField("nextReqKey")
    pages, key = [], b""
    while True:
        page = await history(caller, "2026-01-01", "2026-11-23", maxAckKLNum=70, nextReqKey=key)
        pages += page.klList
        if not page.nextReqKey:
            break
        assert len(page.klList) == 70
        key = page.nextReqKey
    assert pages == list(whole.klList)


async def test_bars_lie_between_the_times_asked(caller: Caller) -> None:
    answer = await history(caller, "2026-11-19 10:00:00", "2026-11-19 11:00:00", klType=common.KLType_5Min)
    times = [bar.time for bar in answer.klList]
    assert times == sorted(times)
    assert (times[0], times[-1], len(times)) == ("2026-11-19 10:00:00", "2026-11-19 11:00:00", 13)


async def test_only_the_fields_asked_come(caller: Caller) -> None:
    flags = common.KLFields_Close | common.KLFields_Volume
    bar = (await history(caller, "2026-11-18", "2026-11-19", needKLFieldsFlag=flags)).klList[0]
    assert {field.name for field, _ in bar.ListFields()} == {
        "time",
        "isBlank",
        "closePrice",
        "volume",
        "timestamp",
    }


async def test_the_live_bar_ends_history(paper: Paper, caller: Caller) -> None:
    await caller.subscribe("HK.00700", to=[common.SubType_KL_Day])
    paper.run(10)
    live = (await caller.ask(3006, security=TENCENT, klType=2, rehabType=0, reqNum=2)).klList
    recorded = (await history(caller, "2026-11-01", "2026-11-23")).klList
    assert list(recorded[-2:]) == list(live)


async def test_forward_adjustment_follows_the_factors_of_3105(caller: Caller) -> None:
    answer = await caller.ask(3105, security=APPLE)
    assert answer.rehabList
    latest = answer.rehabList[-1]
    raw = (await history(caller, "2021-12-01", "2026-11-20", security=APPLE)).klList
    adjusted = (await history(caller, "2021-12-01", "2026-11-20", security=APPLE, rehabType=1)).klList
    before = max(i for i, bar in enumerate(raw) if bar.time < latest.time)
    assert adjusted[before].closePrice == pytest.approx(
        raw[before].closePrice * latest.fwdFactorA + latest.fwdFactorB, abs=0.01
    )
    assert adjusted[-1] == raw[-1]


async def test_a_security_costs_its_history_quota_once(caller: Caller) -> None:
    for _ in range(2):
        await history(caller, "2026-11-01", "2026-11-20")
    await history(caller, "2026-11-01", "2026-11-20", security=APPLE)
    quota = await caller.ask(3104, bGetDetail=True)
    assert (quota.usedQuota, quota.remainQuota) == (2, 298)
    assert [(item.security.code, item.requestTime) for item in quota.detailList] == [
        ("00700", "2026-11-23 10:42:07"),
        ("AAPL", "2026-11-22 21:42:07"),
    ]
    assert not (await caller.ask(3104)).detailList


async def test_no_more_than_sixty_requests_in_thirty_seconds(paper: Paper, caller: Caller) -> None:
    ask = {
        "security": TENCENT,
        "klType": 2,
        "rehabType": 0,
        "beginTime": "2026-11-20",
        "endTime": "2026-11-20",
    }
    for _ in range(60):
        await caller.ask(3103, **ask)
    assert "60 requests in 30 seconds" in await caller.refusal(3103, **ask)
    async with paper.caller() as other:
        await other.ask(3103, **ask)
    paper.wait(30)
    await caller.ask(3103, **ask)


@pytest.mark.parametrize(
    "wrong",
    [
        {"beginTime": "23.11.2026"},
        {"beginTime": "2026-11-24", "endTime": "2026-11-23"},
        {"klType": 99},
        {"rehabType": 9},
        {"nextReqKey": b"\xff"},
        {"security": security("HK.99999")},
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(caller: Caller, wrong: dict[str, Any]) -> None:
    right = {
        "security": TENCENT,
        "klType": 2,
        "rehabType": 0,
        "beginTime": "2026-11-20",
        "endTime": "2026-11-23",
    }
    await caller.refusal(3103, **{**right, **wrong})


async def test_trading_days_leave_out_weekends(caller: Caller) -> None:
    answer = await caller.ask(
        3219, market=common.TradeDateMarket_HK, beginTime="2026-11-09", endTime="2026-11-20"
    )
    assert [int(day.time[-2:]) for day in answer.tradeDateList] == [*range(9, 14), *range(16, 21)]
    await caller.refusal(3219, market=common.TradeDateMarket_JP, beginTime="2026-11-09", endTime="2026-11-20")


async def test_the_days_of_a_security_are_its_markets(caller: Caller) -> None:
    """On Thanksgiving New York rests and Hong Kong does not."""
    days = {
        each.code: (
            await caller.ask(3219, market=0, security=each, beginTime="2025-11-27", endTime="2025-11-27")
        ).tradeDateList
        for each in (TENCENT, APPLE)
    }
    assert (len(days["00700"]), len(days["AAPL"])) == (1, 0)
