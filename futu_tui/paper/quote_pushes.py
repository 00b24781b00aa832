"""What happens on the market, made into quote pushes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from google.protobuf.message import Message

from futu_tui.paper import wire
from futu_tui.paper.fragments import book_fragment, broker_fragment
from futu_tui.paper.market import (
    BarsChanged,
    BookChanged,
    BrokersChanged,
    Event,
    KLType,
    PaperMarket,
    QuoteChanged,
    RehabType,
    RtChanged,
    Traded,
)
from futu_tui.paper.names import Language
from futu_tui.paper.push import Push
from futu_tui.paper.subscriptions import Subscriptions, Topic
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_update_basic_qot_pb2,
    qot_update_broker_pb2,
    qot_update_kl_pb2,
    qot_update_order_book_pb2,
    qot_update_rt_pb2,
    qot_update_ticker_pb2,
)
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.pb.get_delay_statistics_pb2 import (
    QotPushType_Broker,
    QotPushType_OrderBook,
    QotPushType_Price,
    QotPushType_Ticker,
)
from futu_tui.protocol.pb.qot_common_pb2 import (
    SubType_Basic,
    SubType_Broker,
    SubType_OrderBook,
    SubType_RT,
    SubType_Ticker,
)

FIRST_TICKS = 50
"""The ticks of a first push."""


class QuotePushes:
    """Makes the quote pushes of the topics that are registered."""

    def __init__(self, market: PaperMarket, subscriptions: Subscriptions, language: Language) -> None:
        self._market = market
        self._subscriptions = subscriptions
        self._language = language

    def of(self, event: Event) -> Iterator[Push]:
        """The pushes of what just happened on the market; to be taken before the market goes on."""
        match event:
            case Traded(security, tick):
                if SubType_Ticker in self._subscriptions.pushed(security):
                    yield self._ticker(security, [wire.ticker(security.market, tick)])
            case BookChanged(security):
                if SubType_OrderBook in self._subscriptions.pushed(security):
                    yield self._book(security)
            case QuoteChanged(security):
                if SubType_Basic in self._subscriptions.pushed(security):
                    yield self._basic(security)
            case RtChanged(security):
                if SubType_RT in self._subscriptions.pushed(security):
                    yield from self._rt(security)
            case BrokersChanged(security):
                if SubType_Broker in self._subscriptions.pushed(security):
                    yield self._brokers(security)
            case BarsChanged(security, closed):
                for sub_type, rehab_types in self._subscriptions.pushed(security).items():
                    kl_type = wire.KL_SUB_TYPES.get(sub_type)
                    if kl_type is not None:
                        for rehab_type in rehab_types:
                            yield self._bars(security, sub_type, kl_type, rehab_type, 1 + (kl_type in closed))

    def first(self, topic: Topic, rehab_types: Collection[int]) -> Iterator[Push]:
        """What stands now, for one who has just subscribed."""
        security, sub_type = topic
        if sub_type == SubType_Basic:
            yield self._basic(security)
        elif sub_type == SubType_OrderBook:
            yield self._book(security)
        elif sub_type == SubType_RT:
            yield from self._rt(security)
        elif sub_type == SubType_Broker:
            yield self._brokers(security)
        elif sub_type == SubType_Ticker:
            ticks = self._market.ticks(security, FIRST_TICKS)
            source = qot_common_pb2.PushDataType_Cache
            if ticks:
                yield self._ticker(security, [wire.ticker(security.market, tick, source) for tick in ticks])
        else:
            for rehab_type in rehab_types:
                yield self._bars(security, sub_type, wire.KL_SUB_TYPES[sub_type], rehab_type, 1)

    def _name(self, security: Security) -> str:
        return self._language.call(self._market.instruments[security])

    def _basic(self, security: Security) -> Push:
        key = (ProtoId.QOT_UPDATE_BASIC_QOT, security)
        return Push(
            partial(self._serialized_basic, security),
            replaces=key,
            security=security,
            kind=QotPushType_Price,
        )

    def _serialized_basic(self, security: Security) -> bytes:
        quote = wire.basic_qot(
            self._market.instruments[security], self._name(security), self._market.quote(security)
        )
        s2c = qot_update_basic_qot_pb2.S2C(basicQotList=[quote])
        body = qot_update_basic_qot_pb2.Response(retType=0, s2c=s2c)
        return _event(ProtoId.QOT_UPDATE_BASIC_QOT, security, SubType_Basic, body)

    def _book(self, security: Security) -> Push:
        key = (ProtoId.QOT_UPDATE_ORDER_BOOK, security)
        return Push(
            partial(self._serialized_book, security),
            replaces=key,
            security=security,
            kind=QotPushType_OrderBook,
        )

    def _serialized_book(self, security: Security) -> bytes:
        bids, asks = self._market.book(security, wire.BOOK_LEVELS)
        now = self._market.now()
        at = wire.local_time(security.market, now)
        s2c = qot_update_order_book_pb2.S2C(
            security=wire.message_of(security),
            name=self._name(security),
            svrRecvTimeBid=at,
            svrRecvTimeBidTimestamp=now,
            svrRecvTimeAsk=at,
            svrRecvTimeAskTimestamp=now,
            orderBookType=qot_common_pb2.OrderBookType_Normal,
        )
        s2c.MergeFromString(book_fragment(bids, asks))
        body = qot_update_order_book_pb2.Response(retType=0, s2c=s2c)
        return _event(ProtoId.QOT_UPDATE_ORDER_BOOK, security, SubType_OrderBook, body)

    def _brokers(self, security: Security) -> Push:
        key = (ProtoId.QOT_UPDATE_BROKER, security)
        return Push(
            partial(self._serialized_brokers, security),
            replaces=key,
            security=security,
            kind=QotPushType_Broker,
        )

    def _serialized_brokers(self, security: Security) -> bytes:
        bids, asks = self._market.brokers(security, wire.BROKERS)
        s2c = qot_update_broker_pb2.S2C(security=wire.message_of(security), name=self._name(security))
        s2c.MergeFromString(broker_fragment(bids, asks, self._language))
        body = qot_update_broker_pb2.Response(retType=0, s2c=s2c)
        return _event(ProtoId.QOT_UPDATE_BROKER, security, SubType_Broker, body)

    def _rt(self, security: Security) -> Iterator[Push]:
        point = self._market.rt_point(security)
        if point is not None:
            s2c = qot_update_rt_pb2.S2C(
                security=wire.message_of(security),
                name=self._name(security),
                rtList=[wire.time_share(security.market, point)],
            )
            body = qot_update_rt_pb2.Response(retType=0, s2c=s2c)
            event = _event(ProtoId.QOT_UPDATE_RT, security, SubType_RT, body)
            # The last point of a minute counts even when the next minute has begun.
            yield Push(event, replaces=(ProtoId.QOT_UPDATE_RT, security, point.minute), security=security)

    def _ticker(self, security: Security, ticks: list[qot_common_pb2.Ticker]) -> Push:
        s2c = qot_update_ticker_pb2.S2C(
            security=wire.message_of(security), name=self._name(security), tickerList=ticks
        )
        body = qot_update_ticker_pb2.Response(retType=0, s2c=s2c)
        event = _event(ProtoId.QOT_UPDATE_TICKER, security, SubType_Ticker, body)
        return Push(event, security=security, kind=QotPushType_Ticker)

    def _bars(self, security: Security, sub_type: int, kl_type: KLType, rehab_type: int, count: int) -> Push:
        bars = self._market.bars(security, kl_type, count, RehabType(rehab_type))
        instrument = self._market.instruments[security]
        s2c = qot_update_kl_pb2.S2C(
            rehabType=rehab_type,
            klType=kl_type,
            security=wire.message_of(security),
            name=self._name(security),
            klList=[wire.kline(instrument, bar) for bar in bars],
        )
        body = qot_update_kl_pb2.Response(retType=0, s2c=s2c)
        return Push(_event(ProtoId.QOT_UPDATE_KL, security, sub_type, body), security=security)


def _event(proto_id: ProtoId, security: Security, sub_type: int, body: Message) -> bytes:
    return PushEvent(
        proto_id=proto_id,
        sec_key=security.key,
        sub_type=sub_type,
        body=body.SerializeToString(),
        event_type="quote",
    ).SerializeToString()
