"""The market's records as messages of the wire: one function a message, for answers and pushes alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from futu_tui.paper.market import (
    Bar,
    BookLevel,
    BrokerEntry,
    ExtendedQuote,
    Instrument,
    KLType,
    QuoteState,
    RehabEvent,
    RtPoint,
    Tick,
)
from futu_tui.paper.names import Language
from futu_tui.paper.sessions import midnight, zone
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2

BOOK_LEVELS = 10
"""Levels a side of an order book, as a level-2 right has them."""

BROKERS = 20
"""Orders a side of a broker queue."""

KL_SUB_TYPES: dict[int, KLType] = {
    qot_common_pb2.SubType_KL_1Min: KLType.MIN_1,
    qot_common_pb2.SubType_KL_3Min: KLType.MIN_3,
    qot_common_pb2.SubType_KL_5Min: KLType.MIN_5,
    qot_common_pb2.SubType_KL_10Min: KLType.MIN_10,
    qot_common_pb2.SubType_KL_15Min: KLType.MIN_15,
    qot_common_pb2.SubType_KL_30Min: KLType.MIN_30,
    qot_common_pb2.SubType_KL_60Min: KLType.MIN_60,
    qot_common_pb2.SubType_KL_120Min: KLType.MIN_120,
    qot_common_pb2.SubType_KL_180Min: KLType.MIN_180,
    qot_common_pb2.SubType_KL_240Min: KLType.MIN_240,
    qot_common_pb2.SubType_KL_Day: KLType.DAY,
    qot_common_pb2.SubType_KL_Week: KLType.WEEK,
    qot_common_pb2.SubType_KL_Month: KLType.MONTH,
    qot_common_pb2.SubType_KL_Qurater: KLType.QUARTER,
    qot_common_pb2.SubType_KL_Year: KLType.YEAR,
}
"""The K-line period that each qot_common.SubType of a K-line stands for."""

SUB_TYPE_OF_KL: dict[KLType, int] = {kl_type: sub_type for sub_type, kl_type in KL_SUB_TYPES.items()}


def local_time(market: Market, instant: float) -> str:
    """Epoch seconds as the wire writes them, in the market's zone: "2026-11-23 10:42:07.123"."""
    second, fraction = divmod(instant, 1)
    return f"{_second(market, int(second))}.{int(fraction * 1000):03d}"


def local_second(market: Market, instant: float) -> str:
    """The same to the second, as bars and orders have it: "2026-11-23 10:42:00"."""
    return _second(market, int(instant))


@lru_cache(maxsize=4096)
def _second(market: Market, second: int) -> str:
    return datetime.fromtimestamp(second, zone(market)).strftime("%Y-%m-%d %H:%M:%S")


def list_time(instrument: Instrument) -> str:
    return f"{instrument.listed:%Y-%m-%d}"


def list_timestamp(instrument: Instrument) -> float:
    """Epoch seconds of local midnight of the listing day."""
    return midnight(instrument.security.market, instrument.listed)


def basic_qot(instrument: Instrument, name: str, quote: QuoteState) -> qot_common_pb2.BasicQot:
    market = instrument.security.market
    message = qot_common_pb2.BasicQot(
        security=message_of(instrument.security),
        name=name,
        isSuspended=quote.suspended,
        listTime=list_time(instrument),
        priceSpread=quote.tick,
        updateTime=local_time(market, quote.time),
        highPrice=quote.high,
        openPrice=quote.open,
        lowPrice=quote.low,
        curPrice=quote.last,
        lastClosePrice=quote.prev_close,
        volume=quote.volume,
        turnover=quote.turnover,
        turnoverRate=quote.turnover_rate,
        amplitude=quote.amplitude,
        darkStatus=qot_common_pb2.DarkStatus_None,
        listTimestamp=list_timestamp(instrument),
        updateTimestamp=quote.time,
        secStatus=quote.status,
    )
    if quote.figures is not None:
        from futu_tui.paper.derivatives import messages

        messages.fill_basic(message, instrument, quote)
    if quote.pre:
        message.preMarket.CopyFrom(extended(quote.pre))
    if quote.after:
        message.afterMarket.CopyFrom(extended(quote.after))
    if quote.overnight:
        message.overnight.CopyFrom(extended(quote.overnight))
    return message


def extended(quote: ExtendedQuote) -> qot_common_pb2.PreAfterMarketData:
    return qot_common_pb2.PreAfterMarketData(
        price=quote.price,
        highPrice=quote.high,
        lowPrice=quote.low,
        volume=quote.volume,
        turnover=quote.turnover,
        changeVal=quote.change,
        changeRate=quote.change_rate,
        amplitude=quote.amplitude,
    )


def ticker(
    market: Market, tick: Tick, source: int = qot_common_pb2.PushDataType_Realtime
) -> qot_common_pb2.Ticker:
    """`source` is a qot_common.PushDataType: as it happened, or from memory."""
    return qot_common_pb2.Ticker(
        time=local_time(market, tick.time),
        sequence=tick.sequence,
        dir=tick.direction,
        price=tick.price,
        volume=tick.volume,
        turnover=tick.turnover,
        recvTime=tick.time,
        type=tick.kind,
        pushDataType=source,
        timestamp=tick.time,
    )


def book_side(levels: Iterable[BookLevel]) -> list[qot_common_pb2.OrderBook]:
    return [
        qot_common_pb2.OrderBook(price=price, volume=volume, orederCount=orders)
        for price, volume, orders in levels
    ]


def broker_side(entries: Iterable[BrokerEntry], language: Language) -> list[qot_common_pb2.Broker]:
    return [
        qot_common_pb2.Broker(
            id=entry.id,
            name=language.call(entry),
            pos=entry.position,
            orderID=entry.order_id,
            volume=entry.volume,
        )
        for entry in entries
    ]


def time_share(market: Market, point: RtPoint) -> qot_common_pb2.TimeShare:
    return qot_common_pb2.TimeShare(
        time=local_second(market, point.time),
        minute=point.minute,
        isBlank=False,
        price=point.price,
        lastClosePrice=point.prev_close,
        avgPrice=point.average,
        volume=point.volume,
        turnover=point.turnover,
        timestamp=point.time,
    )


def kline(instrument: Instrument, bar: Bar) -> qot_common_pb2.KLine:
    return qot_common_pb2.KLine(
        time=local_second(instrument.security.market, bar.time),
        isBlank=False,
        highPrice=bar.high,
        openPrice=bar.open,
        lowPrice=bar.low,
        closePrice=bar.close,
        lastClosePrice=bar.last_close,
        volume=bar.volume,
        turnover=bar.turnover,
        turnoverRate=_percent(bar.volume, instrument.shares),
        changeRate=_percent(bar.close - bar.last_close, bar.last_close),
        timestamp=bar.time,
    )


_OPTIONAL_FIELDS = {
    qot_common_pb2.KLFields_High: "highPrice",
    qot_common_pb2.KLFields_Open: "openPrice",
    qot_common_pb2.KLFields_Low: "lowPrice",
    qot_common_pb2.KLFields_Close: "closePrice",
    qot_common_pb2.KLFields_LastClose: "lastClosePrice",
    qot_common_pb2.KLFields_Volume: "volume",
    qot_common_pb2.KLFields_Turnover: "turnover",
    qot_common_pb2.KLFields_TurnoverRate: "turnoverRate",
    qot_common_pb2.KLFields_PE: "pe",
    qot_common_pb2.KLFields_ChangeRate: "changeRate",
}


def keep_fields(line: qot_common_pb2.KLine, flags: int) -> None:
    """Leave of a bar what the qot_common.KLFields in `flags` name."""
    for flag, field in _OPTIONAL_FIELDS.items():
        if not flags & flag:
            line.ClearField(field)


def rehab(market: Market, event: RehabEvent) -> qot_common_pb2.Rehab:
    message = qot_common_pb2.Rehab(
        time=local_second(market, event.time)[:10],
        companyActFlag=event.company_act,
        fwdFactorA=event.forward_a,
        fwdFactorB=event.forward_b,
        bwdFactorA=event.backward_a,
        bwdFactorB=event.backward_b,
        timestamp=event.time,
    )
    if event.split:
        message.splitBase, message.splitErt = event.split
    if event.bonus:
        message.bonusBase, message.bonusErt = event.bonus
    if event.transfer:
        message.transferBase, message.transferErt = event.transfer
    if event.dividend:
        message.dividend = event.dividend
    return message


@lru_cache(maxsize=4096)
def message_of(security: Security) -> qot_common_pb2.Security:
    """The wire's security. It is shared: never change it."""
    return security.message()


def _percent(part: float, whole: float) -> float:
    return part / whole * 100 if whole else 0.0
