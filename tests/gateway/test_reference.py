"""Static information, snapshots and market states over the wire."""

from __future__ import annotations

import pytest

from futu_tui.paper.names import Language
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import SYMBOLS, Caller, OpenPaper, Paper, securities


async def test_everything_listed_is_told(paper: Paper, caller: Caller) -> None:
    listed = {
        (each.basic.security.market, each.basic.security.code)
        for each in (await caller.ask(3202)).staticInfoList
    }
    assert listed == set(paper.gateway.market.listings)


async def test_a_market_and_a_type_narrow_it(caller: Caller) -> None:
    shares = await caller.ask(3202, market=1, secType=common.SecurityType_Eqty)
    assert [each.basic.security.code for each in shares.staticInfoList] == ["00700", "01810"]
    assert not (await caller.ask(3202, market=1, secType=common.SecurityType_Bond)).staticInfoList


async def test_options_are_not_told_all_at_once(caller: Caller) -> None:
    assert "3209" in await caller.refusal(3202, market=1, secType=common.SecurityType_Drvt)


async def test_securities_come_in_the_order_asked(caller: Caller) -> None:
    asked = ("US.AAPL", "HK.00700")
    answer = await caller.ask(3202, securityList=securities(*asked))
    assert [each.basic.security.code for each in answer.staticInfoList] == ["AAPL", "00700"]
    tencent = answer.staticInfoList[1].basic
    assert (tencent.lotSize, tencent.secType, tencent.listTime) == (100, 3, "2004-06-16")


@pytest.mark.parametrize(
    ("language", "full", "call"),
    [
        (Language.EN, "Tencent", "Tencent"),
        (Language.ZH, "腾讯控股", "腾讯控股"),
        (Language.BOTH, "Tencent 腾讯控股", "Tencent"),
    ],
)
async def test_names_are_in_the_language_asked(
    open_paper: OpenPaper, language: Language, full: str, call: str
) -> None:
    async with open_paper(language=language, symbols=("HK.00700",)) as paper, paper.caller() as caller:
        static = await caller.ask(3202, securityList=securities("HK.00700"))
        snapshot = await caller.ask(3203, securityList=securities("HK.00700"))
    assert static.staticInfoList[0].basic.name == full
    assert snapshot.snapshotList[0].basic.name == call


async def test_a_snapshot_is_the_quote_and_the_top_of_the_book(paper: Paper, caller: Caller) -> None:
    await caller.subscribe(*SYMBOLS, to=[common.SubType_Basic])
    await caller.subscribe("HK.00700", to=[common.SubType_OrderBook])
    paper.run(20)
    quotes = (await caller.ask(3004, securityList=securities(*SYMBOLS))).basicQotList
    snapshots = (await caller.ask(3203, securityList=securities(*SYMBOLS))).snapshotList
    for quote, snapshot in zip(quotes, snapshots, strict=True):
        basic = snapshot.basic
        assert (basic.curPrice, basic.volume, basic.turnover) == (
            quote.curPrice,
            quote.volume,
            quote.turnover,
        )
        assert basic.lowest52WeeksPrice <= basic.lowPrice <= basic.curPrice <= basic.highPrice
        assert basic.highPrice <= basic.highest52WeeksPrice
    book = await caller.ask(3012, security=securities("HK.00700")[0], num=1)
    tencent = snapshots[0]
    assert (tencent.basic.bidPrice, tencent.basic.bidVol) == (
        book.orderBookBidList[0].price,
        book.orderBookBidList[0].volume,
    )
    assert tencent.equityExData.issuedMarketVal == pytest.approx(
        tencent.basic.curPrice * tencent.equityExData.issuedShares
    )


async def test_an_index_counts_its_members(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.800000",)) as paper, paper.caller() as caller:
        paper.run(5)
        index = (await caller.ask(3203, securityList=securities("HK.800000"))).snapshotList[0]
        members = paper.gateway.market.listings[Security.parse("HK.800000")].members
    counts = index.indexExData
    assert counts.raiseCount + counts.fallCount + counts.equalCount == len(members)
    assert counts.raiseCount
    assert not index.basic.HasField("bidPrice")


async def test_four_hundred_securities_at_most(caller: Caller) -> None:
    await caller.ask(3203, securityList=securities("HK.00700") * 400)
    assert "400" in await caller.refusal(3203, securityList=securities("HK.00700") * 401)


async def test_an_unknown_security_is_named(caller: Caller) -> None:
    for proto_id in (3202, 3203, 3223):
        assert "HK.99999" in await caller.refusal(proto_id, securityList=securities("HK.00700", "HK.99999"))


async def test_each_security_has_its_markets_state(caller: Caller) -> None:
    states = (await caller.ask(3223, securityList=securities("HK.00700", "US.AAPL"))).marketInfoList
    everywhere = await caller.ask(1002, userID=0)
    assert [each.marketState for each in states] == [everywhere.marketHK, everywhere.marketUS]
