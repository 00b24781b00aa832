"""The stock filter over the wire: whoever meets the criteria is in, whoever does not is out, page after page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter
from tests.gateway.conftest import Caller, Paper, security, start_paper

pytestmark = pytest.mark.asyncio(loop_scope="module")

HK, CN = 1, 22
DAY = common.KLType_Day
Snapshot = Any


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def market() -> AsyncIterator[Paper]:
    """Nine shares of Hong Kong, that an index brings, and some of elsewhere."""
    async with start_paper(symbols=("HK.800700", "SH.600519", "SZ.300750", "US.NVDA")) as paper:
        yield paper


@pytest_asyncio.fixture(loop_scope="module")
async def asker(market: Paper) -> AsyncIterator[Caller]:
    """Of a market that stands still, so that one answer can be held against another."""
    async with market.caller() as caller:
        yield caller


async def screened(asker: Caller, market: int = HK, **c2s: Any) -> list[Any]:
    answer = await asker.ask(3215, begin=0, num=200, market=market, **c2s)
    assert answer.lastPage
    assert answer.allCount == len(answer.dataList)
    return list(answer.dataList)


def codes(rows: list[Any]) -> list[str]:
    return [row.security.code for row in rows]


async def snapshots(asker: Caller, rows: list[Any]) -> list[Snapshot]:
    found: list[Snapshot] = []
    for row in rows:  # few at a time, so that each waits for its history
        found += (await asker.ask(3203, securityList=[row.security])).snapshotList
    return found


def base(field: int, **rest: Any) -> dict[str, Any]:
    return {"baseFilterList": [{"fieldName": field, **rest}]}


async def test_a_screen_without_criteria_is_every_share_of_the_market(asker: Caller) -> None:
    everyone = codes(await screened(asker))
    shares = (await asker.ask(3202, market=HK, secType=common.SecurityType_Eqty)).staticInfoList
    assert everyone == sorted(each.basic.security.code for each in shares)


async def test_shanghai_and_shenzhen_are_screened_together(asker: Caller) -> None:
    mainland = await screened(asker, market=CN)
    assert {row.security.market for row in mainland} == {21, 22}
    assert mainland == await screened(asker, market=21)


async def test_a_plate_narrows_a_screen(asker: Caller) -> None:
    plate = security("HK.BK1201")
    members = (await asker.ask(3205, plate=plate)).staticInfoList
    inside = codes(await screened(asker, plate=plate))
    assert inside == [each.basic.security.code for each in members] != []
    assert codes(await screened(asker, plate=security("US.BK2001"))) == []


FIGURES: dict[int, Callable[[Snapshot], float]] = {
    stock_filter.StockField_CurPrice: lambda s: s.basic.curPrice,
    stock_filter.StockField_CurPriceToHighest52WeeksRatio: lambda s: (
        (s.basic.curPrice / s.basic.highest52WeeksPrice - 1) * 100
    ),
    stock_filter.StockField_CurPriceToLowest52WeeksRatio: lambda s: (
        (s.basic.curPrice / s.basic.lowest52WeeksPrice - 1) * 100
    ),
    stock_filter.StockField_HighPriceToHighest52WeeksRatio: lambda s: (
        (s.basic.highPrice / s.basic.highest52WeeksPrice - 1) * 100
    ),
    stock_filter.StockField_LowPriceToLowest52WeeksRatio: lambda s: (
        (s.basic.lowPrice / s.basic.lowest52WeeksPrice - 1) * 100
    ),
    stock_filter.StockField_VolumeRatio: lambda s: s.basic.volumeRatio,
    stock_filter.StockField_BidAskRatio: lambda s: s.basic.bidAskRatio,
    stock_filter.StockField_LotPrice: lambda s: s.basic.curPrice * s.basic.lotSize,
    stock_filter.StockField_MarketVal: lambda s: s.equityExData.issuedMarketVal,
    stock_filter.StockField_PeAnnual: lambda s: s.equityExData.peRate,
    stock_filter.StockField_PeTTM: lambda s: s.equityExData.peTTMRate,
    stock_filter.StockField_PbRate: lambda s: s.equityExData.pbRate,
    stock_filter.StockField_ChangeRate5min: lambda s: (
        (s.basic.curPrice / s.basic.closePrice5Minute - 1) * 100
    ),
    stock_filter.StockField_TotalShare: lambda s: s.equityExData.issuedShares,
    stock_filter.StockField_FloatShare: lambda s: s.equityExData.outstandingShares,
    stock_filter.StockField_FloatMarketVal: lambda s: s.equityExData.outstandingMarketVal,
}
"""StockFields that a snapshot tells as well."""


@pytest.mark.parametrize("field", FIGURES, ids=stock_filter.StockField.Name)
async def test_a_figure_is_the_snapshot_s_and_its_bounds_hold(asker: Caller, field: int) -> None:
    everyone = await screened(asker, **base(field, isNoFilter=True))
    told = {row.security.code: row.baseDataList[0].value for row in everyone}
    for snapshot in await snapshots(asker, everyone):
        expected = FIGURES[field](snapshot)
        assert told[snapshot.basic.security.code] == pytest.approx(expected, abs=1.1e-3, rel=1e-9)
    low, high = sorted(told.values())[2], sorted(told.values())[6]
    inside = await screened(asker, **base(field, filterMin=low, filterMax=high))
    assert set(codes(inside)) == {code for code, value in told.items() if low <= value <= high}
    assert 1 <= len(inside) < len(everyone)


async def test_this_year_s_change_is_from_last_year_s_close(asker: Caller) -> None:
    rows = await screened(asker, **base(stock_filter.StockField_ChangeRateBeginYear, isNoFilter=True))
    for row in rows[:4]:
        asked = {"security": row.security, "klType": DAY, "rehabType": 1}
        bars = (await asker.ask(3103, beginTime="2025-12-01", endTime="2026-11-23", **asked)).klList
        close = [bar.closePrice for bar in bars if bar.time < "2026"][-1]
        expected = (bars[-1].closePrice / close - 1) * 100
        assert row.baseDataList[0].value == pytest.approx(expected, abs=1.1e-3)


ACCUMULATED: dict[int, Callable[[list[Any]], float]] = {
    stock_filter.AccumulateField_ChangeRate: lambda bars: (
        (bars[-1].closePrice / bars[0].lastClosePrice - 1) * 100
    ),
    stock_filter.AccumulateField_Amplitude: lambda bars: (
        (max(b.highPrice for b in bars) - min(b.lowPrice for b in bars)) / bars[0].lastClosePrice * 100
    ),
    stock_filter.AccumulateField_Volume: lambda bars: int(sum(b.volume for b in bars) / len(bars)),
    stock_filter.AccumulateField_Turnover: lambda bars: sum(b.turnover for b in bars) / len(bars),
    stock_filter.AccumulateField_TurnoverRate: lambda bars: sum(b.turnoverRate for b in bars),
}


@pytest.mark.parametrize("field", ACCUMULATED, ids=stock_filter.AccumulateField.Name)
@pytest.mark.parametrize("days", [1, 20])
async def test_what_days_add_up_to_is_in_their_bars(asker: Caller, field: int, days: int) -> None:
    criterion = {"fieldName": field, "days": days, "sortDir": stock_filter.SortDir_Descend}
    rows = await screened(asker, accumulateFilterList=[criterion])
    values = [row.accumulateDataList[0].value for row in rows]
    assert values == sorted(values, reverse=True)
    for row in rows[:3]:
        asked = {"security": row.security, "klType": DAY, "rehabType": 1}
        bars = list((await asker.ask(3103, beginTime="2026-10-01", endTime="2026-11-23", **asked)).klList)
        expected = ACCUMULATED[field](bars[-days:])
        assert row.accumulateDataList[0].value == pytest.approx(expected, abs=1.1e-3, rel=1e-9)
    some = await screened(asker, accumulateFilterList=[criterion | {"filterMin": values[5]}])
    assert [row.accumulateDataList[0].value for row in some] == [v for v in values if v >= values[5]]


async def test_reports_agree_with_the_snapshot(asker: Caller) -> None:
    annual = stock_filter.FinancialQuarter_Annual
    fields = {
        stock_filter.FinancialField_NetProfit: lambda s: s.equityExData.netProfit,
        stock_filter.FinancialField_BasicEPS: lambda s: s.equityExData.earningsPershare,
        stock_filter.FinancialField_ShareholderNetProfitTTM: lambda s: (
            s.equityExData.issuedMarketVal / s.equityExData.peTTMRate
        ),
    }
    asked = [{"fieldName": field, "quarter": annual, "isNoFilter": True} for field in fields]
    rows = await screened(asker, financialFilterList=asked)
    for row, snapshot in zip(rows, await snapshots(asker, rows), strict=True):
        told = [data.value for data in row.financialDataList]
        assert told == [pytest.approx(figure(snapshot), rel=1e-4, abs=1e-3) for figure in fields.values()]


async def test_every_criterion_must_be_met(asker: Caller) -> None:
    criteria = {
        "baseFilterList": [{"fieldName": stock_filter.StockField_PeTTM, "filterMax": 20.0}],
        "accumulateFilterList": [
            {"fieldName": stock_filter.AccumulateField_Turnover, "days": 5, "filterMin": 1e9}
        ],
        "financialFilterList": [
            {"fieldName": stock_filter.FinancialField_NetProfitRate, "quarter": 1, "filterMin": 15.0}
        ],
    }
    each = [set(codes(await screened(asker, **{name: value}))) for name, value in criteria.items()]
    together = set(codes(await screened(asker, **criteria)))
    assert together == set.intersection(*each)
    assert 0 < len(together) < min(map(len, each))


COMPARED = [
    (stock_filter.CustomIndicatorField_MA20, [], 20),
    (stock_filter.CustomIndicatorField_MA, [20], 20),
    (stock_filter.CustomIndicatorField_MA, [37], 37),
]


@pytest.mark.parametrize(("field", "given_", "count"), COMPARED)
async def test_an_average_is_that_of_the_bars(
    asker: Caller, field: int, given_: list[int], count: int
) -> None:
    above, below = [
        await screened(
            asker,
            customIndicatorFilterList=[
                {
                    "firstFieldName": stock_filter.CustomIndicatorField_Price,
                    "secondFieldName": field,
                    "secondFieldParaList": given_,
                    "relativePosition": position,
                    "klType": DAY,
                }
            ],
        )
        for position in (stock_filter.RelativePosition_More, stock_filter.RelativePosition_Less)
    ]
    assert len(above) + len(below) == len(await screened(asker))
    for rows, sign in ((above[:3], 1), (below[:3], -1)):
        for row in rows:
            asked = {"security": row.security, "klType": DAY, "rehabType": 1}
            bars = (await asker.ask(3103, beginTime="2026-08-01", endTime="2026-11-23", **asked)).klList
            closes = [bar.closePrice for bar in bars[-count:]]
            price, average = (data.value for data in row.customIndicatorDataList)
            assert (price, average) == (closes[-1], pytest.approx(sum(closes) / count))
            assert (price - average) * sign > 0


async def test_an_indicator_is_held_against_a_number(asker: Caller) -> None:
    for position, test in (
        (stock_filter.RelativePosition_More, lambda value: value > 50),
        (stock_filter.RelativePosition_Less, lambda value: value < 50),
    ):
        criterion = {
            "firstFieldName": stock_filter.CustomIndicatorField_RSI,
            "secondFieldName": stock_filter.CustomIndicatorField_Value,
            "fieldValue": 50.0,
            "relativePosition": position,
            "klType": common.KLType_Week,
        }
        rows = await screened(asker, customIndicatorFilterList=[criterion])
        assert rows
        assert all(test(row.customIndicatorDataList[0].value) for row in rows)
        assert [list(row.customIndicatorDataList[0].fieldParaList) for row in rows[:1]] == [[12]]


async def test_more_bars_in_a_row_leave_fewer(asker: Caller) -> None:
    counts = []
    for bars in (1, 3, 12):
        pattern = {
            "fieldName": stock_filter.PatternField_EMAAlignmentLong,
            "klType": DAY,
            "consecutivePeriod": bars,
        }
        counts.append(set(codes(await screened(asker, patternFilterList=[pattern]))))
    assert counts[0] >= counts[1] >= counts[2]
    assert counts[0] != set(codes(await screened(asker)))


@pytest.mark.parametrize("kl_type", [common.KLType_60Min, DAY, common.KLType_Week, common.KLType_Month])
async def test_every_pattern_can_be_asked_of_every_period(asker: Caller, market: Paper, kl_type: int) -> None:
    patterns = stock_filter.PatternField.values()[1:]
    wanted = await screened(
        asker,
        patternFilterList=[{"fieldName": each, "klType": kl_type, "isNoFilter": True} for each in patterns],
    )
    assert codes(wanted) == codes(await screened(asker))
    market.wait(31)
    found = [
        codes(await screened(asker, patternFilterList=[{"fieldName": each, "klType": kl_type}]))
        for each in patterns[:8]
    ]
    assert any(found)


async def test_pages_join_to_the_whole(asker: Caller) -> None:
    asked = base(stock_filter.StockField_MarketVal, sortDir=stock_filter.SortDir_Descend)
    whole = await screened(asker, **asked)
    pages: list[Any] = []
    last = False
    while not last:
        page = await asker.ask(3215, begin=len(pages), num=7, market=HK, **asked)
        assert page.allCount == len(whole)
        pages += page.dataList
        last = page.lastPage
    assert pages == whole
    values = [row.baseDataList[0].value for row in whole]
    assert values == sorted(values, reverse=True)
    beyond = await asker.ask(3215, begin=1_000, num=7, market=HK, **asked)
    assert (beyond.lastPage, list(beyond.dataList)) == (True, [])


async def test_names_and_codes_sort_and_bind_nothing(asker: Caller) -> None:
    rows = await screened(asker, **base(stock_filter.StockField_StockName, sortDir=2))
    names = [row.name for row in rows]
    assert names == sorted(names, reverse=True)
    assert not rows[0].baseDataList


REFUSED = {
    "StockField": base(99),
    "days": {"accumulateFilterList": [{"fieldName": 1, "days": 0}]},
    "FinancialQuarter": {"financialFilterList": [{"fieldName": 1, "quarter": 0}]},
    "KLType": {"patternFilterList": [{"fieldName": 1, "klType": common.KLType_1Min}]},
    "consecutivePeriod": {"patternFilterList": [{"fieldName": 1, "klType": DAY, "consecutivePeriod": 13}]},
    "PatternField": {"patternFilterList": [{"fieldName": 77, "klType": DAY}]},
    "SortDir": base(3, sortDir=5),
    "parameters": {
        "customIndicatorFilterList": [
            {
                "firstFieldName": 60, "secondFieldName": 17, "fieldValue": 0.0,
                "relativePosition": 1, "klType": DAY, "firstFieldParaList": [12],
            }
        ]
    },
    "firstFieldName": {
        "customIndicatorFilterList": [
            {"firstFieldName": 17, "secondFieldName": 1, "relativePosition": 1, "klType": DAY}
        ]
    },
    "no plate": {"plate": security("HK.00700")},
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
async def test_what_the_wire_does_not_know_is_named(asker: Caller, what: str) -> None:
    assert what in await asker.refusal(3215, begin=0, num=10, market=HK, **REFUSED[what])
