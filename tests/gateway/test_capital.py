"""Capital flow and distribution over the wire: what the market's own trades come to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from futu_tui.paper.capital import CapitalRecord, OrderSize, size_of
from futu_tui.paper.orders import Side
from futu_tui.paper.views import UNIT, Direction
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, OpenPaper, Paper, security

TENCENT = "HK.00700"
SIZES = ("superInFlow", "bigInFlow", "midInFlow", "smlInFlow")


def test_an_order_is_as_large_as_the_money_it_moved() -> None:
    moved = [39_999, 40_000, 200_000, 1_000_000]
    sizes = [OrderSize.SMALL, OrderSize.MID, OrderSize.BIG, OrderSize.SUPER]
    assert [size_of(Market.HK, money * UNIT) for money in moved] == sizes
    assert size_of(Market.US, 125_000 * UNIT) is OrderSize.SUPER


def test_a_record_adds_up_by_side_size_and_minute() -> None:
    record = CapitalRecord()
    record.trade(61.0, 60.0, Direction.BUY, 100, OrderSize.BIG)
    record.trade(62.0, 60.0, Direction.SELL, 30, OrderSize.SMALL)
    record.trade(63.0, 60.0, Direction.NEUTRAL, 900, OrderSize.BIG)
    record.trade(130.0, 120.0, Direction.SELL, 250, OrderSize.BIG)
    assert (record.came_in, record.went_out) == ([0, 100, 0, 0], [0, 250, 0, 30])
    assert (record.minutes, record.updated) == ([60.0, 120.0], 130.0)
    assert record.net_at(0) == (0, 100, 0, -30)
    assert record.net_at(1) == record.net == (0, -150, 0, -30)


async def test_the_flow_of_the_day_ends_at_what_the_distribution_comes_to(
    paper: Paper, caller: Caller
) -> None:
    paper.run(30)
    flow = await caller.ask(3211, security=security(TENCENT), periodType=common.PeriodType_INTRADAY)
    parts = await caller.ask(3212, security=security(TENCENT))
    last = flow.flowItemList[-1]
    assert last.superInFlow == pytest.approx(parts.capitalInSuper - parts.capitalOutSuper)
    assert last.bigInFlow == pytest.approx(parts.capitalInBig - parts.capitalOutBig)
    assert last.midInFlow == pytest.approx(parts.capitalInMid - parts.capitalOutMid)
    assert last.smlInFlow == pytest.approx(parts.capitalInSmall - parts.capitalOutSmall)
    assert flow.lastValidTime == parts.updateTime
    assert flow.lastValidTimestamp <= paper.clock.instant


async def test_each_minute_is_the_sum_of_its_sizes_in_the_order_of_time(caller: Caller) -> None:
    flow = await caller.ask(3211, security=security(TENCENT))
    times = [item.time for item in flow.flowItemList]
    assert times == sorted(set(times))
    for item in flow.flowItemList:
        assert item.inFlow == pytest.approx(sum(getattr(item, size) for size in SIZES), abs=0.01)


async def test_all_that_traded_on_either_side_went_in_or_out(paper: Paper, caller: Caller) -> None:
    """But the auction's trades, which come from neither."""
    parts = await caller.ask(3212, security=security("HK.01810"))
    moved = sum(
        getattr(parts, f"capital{way}{size}")
        for way in ("In", "Out")
        for size in ("Super", "Big", "Mid", "Small")
    )
    quote = paper.gateway.market.quote(Security.parse("HK.01810"))
    assert 0.8 * quote.turnover < moved <= quote.turnover * (1 + 1e-9)


async def test_an_order_of_a_person_counts_by_its_whole_size(paper: Paper, caller: Caller) -> None:
    before = await caller.ask(3212, security=security(TENCENT))
    market = paper.gateway.market
    post = market._posts[Security.parse(TENCENT)]
    best = post.book.asks.best
    shares = 5_000_000 * UNIT // best
    post.take(Side.BUY, shares, best * 2, 0)
    after = await caller.ask(3212, security=security(TENCENT))
    assert after.capitalInSuper - before.capitalInSuper > 1_000_000
    assert after.capitalInSmall == before.capitalInSmall


async def test_days_weeks_and_months_are_those_since_the_market_started(paper: Paper, caller: Caller) -> None:
    today = await caller.ask(3211, security=security(TENCENT))
    for period in (common.PeriodType_DAY, common.PeriodType_WEEK, common.PeriodType_MONTH):
        items = (await caller.ask(3211, security=security(TENCENT), periodType=period)).flowItemList
        assert [item.time for item in items] == ["2026-11-23"]
        assert items[0].inFlow == pytest.approx(today.flowItemList[-1].inFlow)
        assert items[0].mainInFlow == pytest.approx(items[0].superInFlow + items[0].bigInFlow)
    past = await caller.ask(
        3211, security=security(TENCENT), periodType=common.PeriodType_DAY,
        beginTime="2026-11-01", endTime="2026-11-20",
    )  # fmt: skip
    assert not past.flowItemList


async def test_a_day_that_ends_is_remembered_and_the_next_begins_at_nothing(
    paper: Paper, caller: Caller
) -> None:
    before = await caller.ask(3211, security=security(TENCENT))
    paper.clock.instant = datetime(2026, 11, 24, 2, 0, tzinfo=UTC).timestamp()
    paper.run(5)
    days = await caller.ask(3211, security=security(TENCENT), periodType=common.PeriodType_DAY)
    assert [item.time for item in days.flowItemList] == ["2026-11-23", "2026-11-24"]
    today = await caller.ask(3211, security=security(TENCENT))
    assert today.flowItemList[0].time > before.flowItemList[-1].time
    assert today.flowItemList[-1].inFlow == pytest.approx(days.flowItemList[1].inFlow)
    week = await caller.ask(3211, security=security(TENCENT), periodType=common.PeriodType_WEEK)
    assert [item.time for item in week.flowItemList] == ["2026-11-23"]
    both = sum(item.inFlow for item in days.flowItemList)
    assert week.flowItemList[0].inFlow == pytest.approx(both)


async def test_what_there_is_none_of_is_refused(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.800000",)) as paper, paper.caller() as caller:
        for proto_id in (3211, 3212):
            assert "index" in await caller.refusal(proto_id, security=security("HK.800000"))
            assert "HK.99999" in await caller.refusal(proto_id, security=security("HK.99999"))
        assert "PeriodType" in await caller.refusal(3211, security=security(TENCENT), periodType=9)
        assert "beginTime" in await caller.refusal(
            3211, security=security(TENCENT), periodType=common.PeriodType_DAY,
            beginTime="2026-11-20", endTime="2026-11-01",
        )  # fmt: skip


@pytest.mark.parametrize("proto_id", [3211, 3212])
async def test_thirty_in_thirty_seconds(paper: Paper, caller: Caller, proto_id: int) -> None:
    for _ in range(30):
        await caller.ask(proto_id, security=security(TENCENT))
    await caller.refusal(proto_id, security=security(TENCENT))
    paper.wait(31)
    await caller.ask(proto_id, security=security(TENCENT))
