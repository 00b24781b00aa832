"""History: bars by pages, what of the quota they cost, the factors of price adjustment, the days of trading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime

from futu_tui.paper import wire
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.quotes import kl_type_of, rehab_type_of
from futu_tui.paper.history_quota import HistoryQuotaError
from futu_tui.paper.market import Bar, Instrument, KLType, RehabType
from futu_tui.paper.sessions import midnight
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_request_history_kl_pb2,
    qot_request_history_kl_quota_pb2,
    qot_request_rehab_pb2,
    qot_request_trade_date_pb2,
)

_TRADE_DATE_MARKETS: dict[int, tuple[Market, ...]] = {
    qot_common_pb2.TradeDateMarket_HK: (Market.HK,),
    qot_common_pb2.TradeDateMarket_US: (Market.US,),
    qot_common_pb2.TradeDateMarket_CN: (Market.SH, Market.SZ),
    qot_common_pb2.TradeDateMarket_NT: (Market.SH, Market.SZ),
    qot_common_pb2.TradeDateMarket_ST: (Market.HK,),
}


def request_history_kl(call: Call, c2s: qot_request_history_kl_pb2.C2S) -> qot_request_history_kl_pb2.S2C:
    """Bars cover regular hours, so `extendedTime` and `session` add none."""
    gateway = call.gateway
    kl_type, rehab_type = kl_type_of(c2s.klType), rehab_type_of(c2s.rehabType)
    instrument = call.instrument(Security.of(c2s.security))
    begin, end = parse_time(c2s.beginTime), parse_time(c2s.endTime, end_of_day=True)
    if begin > end:
        raise Refusal("beginTime is after endTime")
    try:
        gateway.history_quota.charge(instrument.security, gateway.market.now())
    except HistoryQuotaError as error:
        raise Refusal(str(error)) from None
    bars = bars_between(call, instrument, kl_type, rehab_type, begin, end)
    page, next_key = _page(bars, c2s.nextReqKey, c2s.maxAckKLNum)
    s2c = qot_request_history_kl_pb2.S2C(
        security=c2s.security,
        name=gateway.language.call(instrument),
        klList=[wire.kline(instrument, bar) for bar in page],
    )
    if c2s.needKLFieldsFlag:
        for line in s2c.klList:
            wire.keep_fields(line, c2s.needKLFieldsFlag)
    if next_key:
        s2c.nextReqKey = next_key
    return s2c


def request_history_kl_quota(
    call: Call, c2s: qot_request_history_kl_quota_pb2.C2S
) -> qot_request_history_kl_quota_pb2.S2C:
    gateway = call.gateway
    now = gateway.market.now()
    s2c = qot_request_history_kl_quota_pb2.S2C(
        usedQuota=gateway.history_quota.used(now), remainQuota=gateway.history_quota.remaining(now)
    )
    if c2s.bGetDetail:
        for security, at in gateway.history_quota.charged(now):
            s2c.detailList.add(
                security=wire.message_of(security),
                name=gateway.language.call(gateway.market.instruments[security]),
                requestTime=wire.local_second(security.market, at),
                requestTimeStamp=int(at),
            )
    return s2c


def request_rehab(call: Call, c2s: qot_request_rehab_pb2.C2S) -> qot_request_rehab_pb2.S2C:
    return qot_request_rehab_pb2.S2C(rehabList=rehabs_of(call, c2s.security))


def rehabs_of(call: Call, message: qot_common_pb2.Security) -> list[qot_common_pb2.Rehab]:
    """The factors of a security, oldest first."""
    security = call.instrument(Security.of(message)).security
    return [wire.rehab(security.market, event) for event in call.gateway.market.rehabs(security)]


def bars_between(
    call: Call, instrument: Instrument, kl_type: KLType, rehab_type: RehabType, begin: datetime, end: datetime
) -> Sequence[Bar]:
    """The bars that are stamped from begin to end, in the market's own time; oldest first."""
    security = instrument.security
    return [
        bar
        for bar in call.gateway.market.history(security, kl_type, begin.date(), end.date(), rehab_type)
        if begin <= datetime.fromisoformat(wire.local_second(security.market, bar.time)) <= end
    ]


def request_trade_date(call: Call, c2s: qot_request_trade_date_pb2.C2S) -> qot_request_trade_date_pb2.S2C:
    if c2s.HasField("security"):
        market = call.instrument(Security.of(c2s.security)).security.market
    else:
        markets = _TRADE_DATE_MARKETS.get(c2s.market, ())
        open_here = [market for market in markets if call.gateway.market.state(market)]
        if not open_here:
            raise Refusal(f"the paper gateway has no trading days of TradeDateMarket {c2s.market}")
        market = open_here[0]
    begin, end = parse_time(c2s.beginTime).date(), parse_time(c2s.endTime).date()
    if begin > end:
        raise Refusal("beginTime is after endTime")
    return qot_request_trade_date_pb2.S2C(
        tradeDateList=[_trade_date(market, day) for day in call.gateway.market.trade_days(market, begin, end)]
    )


def parse_time(text: str, *, end_of_day: bool = False) -> datetime:
    """A time of the wire, "2026-11-23" or "2026-11-23 10:42:07", without a zone. Raises Refusal.

    A date alone is its midnight, or with `end_of_day` its last moment.
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refusal(f"{text!r} is no time; one is 2026-11-23 or 2026-11-23 10:42:07") from None
    if at.tzinfo is not None:
        raise Refusal(f"{text!r}: times are the market's own, without a zone")
    if end_of_day and len(text.strip()) <= len("2026-11-23"):
        return at.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return at


def _page(bars: Sequence[Bar], key: bytes, most: int) -> tuple[Sequence[Bar], bytes]:
    """The page that `key` opens (empty: the first), and the next one's key, empty at the end.

    A key is the time of the page's first bar, so that bars that came in meanwhile shift nothing.
    """
    start = 0
    if key:
        try:
            start = bisect_left(bars, float(key), key=lambda bar: bar.time)
        except ValueError:
            raise Refusal("nextReqKey is not one that this gateway gave") from None
    if most <= 0 or start + most >= len(bars):
        return bars[start:], b""
    return bars[start : start + most], repr(bars[start + most].time).encode()


def _trade_date(market: Market, day: date) -> qot_request_trade_date_pb2.TradeDate:
    return qot_request_trade_date_pb2.TradeDate(
        time=day.isoformat(),
        timestamp=midnight(market, day),
        tradeDateType=qot_common_pb2.TradeDateType_Whole,
    )
