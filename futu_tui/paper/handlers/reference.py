"""What is listed, and how it stands: static information, snapshots, the state of each security's market."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def get_static_info(call: Call, c2s: qot_get_static_info_pb2.C2S) -> qot_get_static_info_pb2.S2C:
    """Of the securities that are named, or of all that the key may see of a market and type: warrants and futures only
    where the type asks for them. Raises Refusal for all options: there are too many, 3209 tells an underlying's."""
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
    return market.listings.items()


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
    market = call.gateway.market
    quote = market.quote(instrument.security)
    basic = _snapshot_basic(instrument, call.gateway.language.call(instrument), quote)
    if instrument.security in call.gateway.histories and instrument.contract is None:
        basic.highest52WeeksPrice, basic.lowest52WeeksPrice = market.year_range(instrument.security)
    snapshot = qot_get_security_snapshot_pb2.Snapshot(basic=basic)
    if instrument.contract is not None:
        from futu_tui.paper.derivatives import messages

        messages.fill_snapshot(snapshot, instrument, quote)
    elif instrument.sec_type is SecurityType.EQUITY:
        snapshot.equityExData.CopyFrom(_equity(instrument, quote))
    elif instrument.sec_type is SecurityType.INDEX:
        snapshot.indexExData.CopyFrom(_index(market, instrument))
    elif instrument.sec_type is SecurityType.TRUST:
        snapshot.trustExData.CopyFrom(_fund(instrument, quote))
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


def _equity(instrument: Instrument, quote: QuoteState) -> qot_get_security_snapshot_pb2.EquitySnapshotExData:
    shares, earnings, assets = instrument.shares, instrument.earnings, instrument.net_assets
    price_to_earnings = quote.last / earnings if earnings else 0.0
    return qot_get_security_snapshot_pb2.EquitySnapshotExData(
        issuedShares=shares,
        issuedMarketVal=quote.last * shares,
        netAsset=assets * shares,
        netProfit=earnings * shares,
        earningsPershare=earnings,
        outstandingShares=shares,
        outstandingMarketVal=quote.last * shares,
        netAssetPershare=assets,
        eyRate=earnings / assets * 100 if assets else 0.0,
        peRate=price_to_earnings,
        pbRate=quote.last / assets if assets else 0.0,
        peTTMRate=price_to_earnings,
    )


def _index(market: PaperMarket, instrument: Instrument) -> qot_get_security_snapshot_pb2.IndexSnapshotExData:
    moves = list(_member_moves(market, instrument))
    return qot_get_security_snapshot_pb2.IndexSnapshotExData(
        raiseCount=sum(move > 0 for move in moves),
        fallCount=sum(move < 0 for move in moves),
        equalCount=sum(move == 0 for move in moves),
    )


def _member_moves(market: PaperMarket, instrument: Instrument) -> Iterator[float]:
    for security, _ in instrument.members:
        if security in market.listings:
            quote = market.quote(security)
            yield quote.last - quote.prev_close


def _fund(instrument: Instrument, quote: QuoteState) -> qot_get_security_snapshot_pb2.TrustSnapshotExData:
    assets = instrument.net_assets or quote.last
    return qot_get_security_snapshot_pb2.TrustSnapshotExData(
        dividendYield=0,
        aum=assets * instrument.shares,
        outstandingUnits=instrument.shares,
        netAssetValue=assets,
        premium=(quote.last / assets - 1) * 100,
        assetClass=qot_common_pb2.AssetClass_Stock,
    )
