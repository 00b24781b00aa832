"""Live quotes of what is subscribed: each tells the state that the next push goes on from."""

from __future__ import annotations

from futu_tui.paper import wire
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.market import Instrument, KLType, RehabType
from futu_tui.paper.subscriptions import Topic
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_basic_qot_pb2,
    qot_get_broker_pb2,
    qot_get_kl_pb2,
    qot_get_order_book_pb2,
    qot_get_rt_pb2,
    qot_get_ticker_pb2,
)

MOST_BARS = 1000
MOST_TICKS = 1000


def get_basic_qot(call: Call, c2s: qot_get_basic_qot_pb2.C2S) -> qot_get_basic_qot_pb2.S2C:
    instruments = [_subscribed(call, each, qot_common_pb2.SubType_Basic) for each in c2s.securityList]
    market = call.gateway.market
    return qot_get_basic_qot_pb2.S2C(
        basicQotList=[
            wire.basic_qot(instrument, _name(call, instrument), market.quote(instrument.security))
            for instrument in instruments
        ]
    )


def get_kl(call: Call, c2s: qot_get_kl_pb2.C2S) -> qot_get_kl_pb2.S2C:
    kl_type, rehab_type = kl_type_of(c2s.klType), rehab_type_of(c2s.rehabType)
    instrument = _subscribed(call, c2s.security, wire.SUB_TYPE_OF_KL[kl_type])
    count = _count("reqNum", c2s.reqNum, MOST_BARS)
    bars = call.gateway.market.bars(instrument.security, kl_type, count, rehab_type)
    return qot_get_kl_pb2.S2C(
        security=c2s.security,
        name=_name(call, instrument),
        klList=[wire.kline(instrument, bar) for bar in bars],
    )


def get_rt(call: Call, c2s: qot_get_rt_pb2.C2S) -> qot_get_rt_pb2.S2C:
    instrument = _subscribed(call, c2s.security, qot_common_pb2.SubType_RT)
    market = instrument.security.market
    points = call.gateway.market.intraday(instrument.security)
    return qot_get_rt_pb2.S2C(
        security=c2s.security,
        name=_name(call, instrument),
        rtList=[wire.time_share(market, point) for point in points],
    )


def get_ticker(call: Call, c2s: qot_get_ticker_pb2.C2S) -> qot_get_ticker_pb2.S2C:
    instrument = _subscribed(call, c2s.security, qot_common_pb2.SubType_Ticker)
    market = instrument.security.market
    ticks = call.gateway.market.ticks(instrument.security, _count("maxRetNum", c2s.maxRetNum, MOST_TICKS))
    return qot_get_ticker_pb2.S2C(
        security=c2s.security,
        name=_name(call, instrument),
        tickerList=[wire.ticker(market, tick, qot_common_pb2.PushDataType_Cache) for tick in ticks],
    )


def get_order_book(call: Call, c2s: qot_get_order_book_pb2.C2S) -> qot_get_order_book_pb2.S2C:
    if c2s.orderBookType != qot_common_pb2.OrderBookType_Normal:
        raise Refusal("The paper gateway has no odd-lot order book")
    instrument = _subscribed(call, c2s.security, qot_common_pb2.SubType_OrderBook)
    market = call.gateway.market
    bids, asks = market.book(instrument.security, _count("num", c2s.num, wire.BOOK_LEVELS))
    now = market.now()
    at = wire.local_time(instrument.security.market, now)
    return qot_get_order_book_pb2.S2C(
        security=c2s.security,
        name=_name(call, instrument),
        orderBookAskList=wire.book_side(asks),
        orderBookBidList=wire.book_side(bids),
        svrRecvTimeBid=at,
        svrRecvTimeBidTimestamp=now,
        svrRecvTimeAsk=at,
        svrRecvTimeAskTimestamp=now,
        orderBookType=qot_common_pb2.OrderBookType_Normal,
    )


def get_broker(call: Call, c2s: qot_get_broker_pb2.C2S) -> qot_get_broker_pb2.S2C:
    instrument = _subscribed(call, c2s.security, qot_common_pb2.SubType_Broker)
    bids, asks = call.gateway.market.brokers(instrument.security, wire.BROKERS)
    return qot_get_broker_pb2.S2C(
        security=c2s.security,
        name=_name(call, instrument),
        brokerAskList=wire.broker_side(asks, call.gateway.language),
        brokerBidList=wire.broker_side(bids, call.gateway.language),
    )


def kl_type_of(number: int) -> KLType:
    """Raises Refusal for a number that is no period."""
    try:
        return KLType(number)
    except ValueError:
        raise Refusal(f"there is no KLType {number}") from None


def rehab_type_of(number: int) -> RehabType:
    """Raises Refusal for a number that is no price adjustment."""
    try:
        return RehabType(number)
    except ValueError:
        raise Refusal(f"there is no RehabType {number}") from None


def _subscribed(call: Call, message: qot_common_pb2.Security, sub_type: int) -> Instrument:
    """The listing of a security that is subscribed. Raises Refusal where it is not."""
    security = Security.of(message)
    instrument = call.instrument(security)
    if Topic(security, sub_type) not in call.gateway.subscriptions:
        name = qot_common_pb2.SubType.Name(qot_common_pb2.SubType.ValueType(sub_type)).removeprefix(
            "SubType_"
        )
        raise Refusal(f"Please subscribe to the {name} data of {security} first")
    return instrument


def _count(field: str, count: int, most: int) -> int:
    if count < 1:
        raise Refusal(f"{field} must be 1 or more")
    return min(count, most)


def _name(call: Call, instrument: Instrument) -> str:
    return call.gateway.language.call(instrument)
