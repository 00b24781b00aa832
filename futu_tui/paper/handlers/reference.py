"""What is listed, and how it stands: static information, snapshots, the state of each security's market."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from zlib import crc32

from futu_tui.paper import wire
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.market import Instrument, PaperMarket, QuoteState, SecurityStatus, SecurityType
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_market_state_pb2,
    qot_get_security_snapshot_pb2,
    qot_get_static_info_pb2,
)

if TYPE_CHECKING:
    from futu_tui.paper.figures import Worth


def get_static_info(call: Call, c2s: qot_get_static_info_pb2.C2S) -> qot_get_static_info_pb2.S2C:
    """Of the securities that are named, or of all that the key may see of a market and type: plates, warrants and
    futures only where the type asks for them. Raises Refusal for all options: there are too many, 3209 tells an
    underlying's."""
    if c2s.securityList:
        instruments = [call.instrument(Security.of(each)) for each in c2s.securityList]
    else:
        instruments = [
            instrument
            for security, instrument in _listed(call, c2s.secType)
            if c2s.market in (0, security.market)
            and c2s.secType in (0, instrument.sec_type)
            and call.access.sees(security)
        ]
    return qot_get_static_info_pb2.S2C(
        staticInfoList=[static_info(call, instrument) for instrument in instruments]
    )


def _listed(call: Call, sec_type: int) -> Iterable[tuple[Security, Instrument]]:
    """What may be of a qot_common.SecurityType."""
    market = call.gateway.market
    if sec_type == SecurityType.OPTION:
        raise Refusal("Options are listed by their underlying: ask for its option chain (3209)")
    if sec_type == SecurityType.WARRANT:
        return [(each.security, each) for each in market.derivatives.warrants()]
    if sec_type == SecurityType.FUTURE:
        return [(each.security, each) for each in market.derivatives.futures()]
    return (market.instruments if sec_type == SecurityType.PLATE else market.listings).items()


def get_security_snapshot(
    call: Call, c2s: qot_get_security_snapshot_pb2.C2S
) -> qot_get_security_snapshot_pb2.S2C:
    limit = PROTOCOLS[ProtoId.QOT_GET_SECURITY_SNAPSHOT].limit
    most = limit.batch if limit else None
    if most and len(c2s.securityList) > most:
        raise Refusal(f"Too many securities: {len(c2s.securityList)} asked, {most} allowed in one request")
    instruments = [call.instrument(Security.of(each)) for each in c2s.securityList]
    return qot_get_security_snapshot_pb2.S2C(
        snapshotList=[_snapshot(call, instrument) for instrument in instruments]
    )


def get_market_state(call: Call, c2s: qot_get_market_state_pb2.C2S) -> qot_get_market_state_pb2.S2C:
    s2c = qot_get_market_state_pb2.S2C()
    for instrument in (call.instrument(Security.of(each)) for each in c2s.securityList):
        s2c.marketInfoList.add(
            security=wire.message_of(instrument.security),
            name=call.gateway.language.call(instrument),
            marketState=call.gateway.market.state(instrument.security.market),
        )
    return s2c


def static_info(call: Call, instrument: Instrument) -> qot_common_pb2.SecurityStaticInfo:
    """The static information of a listing."""
    info = qot_common_pb2.SecurityStaticInfo(basic=_static_basic(call, instrument))
    if instrument.contract is not None:
        from futu_tui.paper.derivatives import messages

        messages.fill_static(info, instrument)
    return info


def _static_basic(call: Call, instrument: Instrument) -> qot_common_pb2.SecurityStaticBasic:
    return qot_common_pb2.SecurityStaticBasic(
        security=wire.message_of(instrument.security),
        id=crc32(instrument.security.key.encode()),
        lotSize=instrument.listed_lot,
        secType=instrument.sec_type,
        name=call.gateway.language.full_name(instrument),
        listTime=wire.list_time(instrument),
        delisting=call.gateway.market.status(instrument) is SecurityStatus.EXPIRED,
        listTimestamp=wire.list_timestamp(instrument),
        exchType=instrument.exchange,
    )


def _snapshot(call: Call, instrument: Instrument) -> qot_get_security_snapshot_pb2.Snapshot:
    from futu_tui.paper import figures  # the gateway starts without it

    market = call.gateway.market
    quote = market.quote(instrument.security)
    basic = _snapshot_basic(instrument, call.gateway.language.call(instrument), quote)
    if instrument.security in call.gateway.histories and instrument.contract is None:
        _add_history(market, instrument.security, basic)
    snapshot = qot_get_security_snapshot_pb2.Snapshot(basic=basic)
    if instrument.contract is not None:
        from futu_tui.paper.derivatives import messages

        messages.fill_snapshot(snapshot, instrument, quote)
    elif instrument.sec_type is SecurityType.EQUITY:
        snapshot.equityExData.CopyFrom(_equity(figures.worth(market, instrument)))
    elif instrument.sec_type is SecurityType.INDEX:
        counts = _counts(market, instrument)
        snapshot.indexExData.CopyFrom(qot_get_security_snapshot_pb2.IndexSnapshotExData(**counts))
    elif instrument.sec_type is SecurityType.PLATE:
        counts = _counts(market, instrument)
        snapshot.plateExData.CopyFrom(qot_get_security_snapshot_pb2.PlateSnapshotExData(**counts))
    elif instrument.sec_type is SecurityType.TRUST:
        snapshot.trustExData.CopyFrom(_fund(figures.worth(market, instrument)))
    return snapshot


def _snapshot_basic(
    instrument: Instrument, name: str, quote: QuoteState
) -> qot_get_security_snapshot_pb2.SnapshotBasicData:
    security = instrument.security
    basic = qot_get_security_snapshot_pb2.SnapshotBasicData(
        security=wire.message_of(security),
        name=name,
        type=instrument.sec_type,
        isSuspend=quote.suspended,
        listTime=wire.list_time(instrument),
        lotSize=instrument.listed_lot,
        priceSpread=quote.tick,
        updateTime=wire.local_time(security.market, quote.time),
        highPrice=quote.high,
        openPrice=quote.open,
        lowPrice=quote.low,
        lastClosePrice=quote.prev_close,
        curPrice=quote.last,
        volume=quote.volume,
        turnover=quote.turnover,
        turnoverRate=quote.turnover_rate,
        listTimestamp=wire.list_timestamp(instrument),
        updateTimestamp=quote.time,
        amplitude=quote.amplitude,
        avgPrice=quote.average,
        secStatus=quote.status,
    )
    if quote.bid:
        basic.bidPrice, basic.bidVol = quote.bid, quote.bid_size
    if quote.ask:
        basic.askPrice, basic.askVol = quote.ask, quote.ask_size
    for field, extended in (
        (basic.preMarket, quote.pre),
        (basic.afterMarket, quote.after),
        (basic.overnight, quote.overnight),
    ):
        if extended:
            field.CopyFrom(wire.extended(extended))
    return basic


def _add_history(
    market: PaperMarket, security: Security, basic: qot_get_security_snapshot_pb2.SnapshotBasicData
) -> None:
    """What a security's past says."""
    from futu_tui.paper import figures

    basic.highest52WeeksPrice, basic.lowest52WeeksPrice = market.year_range(security)
    for field, figure in (
        ("bidAskRatio", figures.bid_ask_ratio(market, security)),
        ("volumeRatio", figures.volume_ratio(market, security)),
        ("closePrice5Minute", figures.price_ago(market, security)),
    ):
        if figure is not None:
            setattr(basic, field, figure)


def _equity(worth: Worth) -> qot_get_security_snapshot_pb2.EquitySnapshotExData:
    shares, assets = worth.instrument.shares, worth.instrument.net_assets
    return qot_get_security_snapshot_pb2.EquitySnapshotExData(
        issuedShares=shares,
        issuedMarketVal=worth.market_value,
        netAsset=assets * shares,
        netProfit=worth.earnings * shares,
        earningsPershare=worth.earnings,
        outstandingShares=shares,
        outstandingMarketVal=worth.market_value,
        netAssetPershare=assets,
        eyRate=worth.earnings / assets * 100 if assets else 0.0,
        peRate=worth.price_earnings,
        pbRate=worth.price_book,
        peTTMRate=worth.price_earnings_ttm,
        dividendTTM=worth.dividend_ttm,
        dividendRatioTTM=worth.yield_of(worth.dividend_ttm),
        dividendLFY=worth.dividend_last_year,
        dividendLFYRatio=worth.yield_of(worth.dividend_last_year),
    )


def _counts(market: PaperMarket, instrument: Instrument) -> dict[str, int]:
    """How many members rose, fell and stayed."""
    moves = list(_member_moves(market, instrument))
    return {
        "raiseCount": sum(move > 0 for move in moves),
        "fallCount": sum(move < 0 for move in moves),
        "equalCount": sum(move == 0 for move in moves),
    }


def _member_moves(market: PaperMarket, instrument: Instrument) -> Iterator[float]:
    for security, _ in instrument.members:
        if security in market.listings:
            quote = market.quote(security)
            yield quote.last - quote.prev_close


def _fund(worth: Worth) -> qot_get_security_snapshot_pb2.TrustSnapshotExData:
    assets, shares = worth.instrument.net_assets or worth.price, worth.instrument.shares
    return qot_get_security_snapshot_pb2.TrustSnapshotExData(
        dividendYield=worth.yield_of(worth.dividend_ttm),
        aum=assets * shares,
        outstandingUnits=shares,
        netAssetValue=assets,
        premium=(worth.price / assets - 1) * 100,
        assetClass=qot_common_pb2.AssetClass_Stock,
    )
