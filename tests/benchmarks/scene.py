"""A market made for measuring: securities whose prices wander, told as push events ready to be sent.

The same number of events from the same seed is the same stream. Market time moves a millisecond with each event.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from google.protobuf.message import Message

from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.pb import (
    futu_service_pb2,
    qot_common_pb2,
    qot_update_basic_qot_pb2,
    qot_update_kl_pb2,
    qot_update_order_book_pb2,
    qot_update_rt_pb2,
    qot_update_ticker_pb2,
)

CODES = {
    "HK": "00700 09988 03690 01810 00388 00005 02800 00001 00002 00003 00006 00011 00016 "
    "00027 00066 00175 00267 00386 00669 00688 00762 00823 00857 00883 00939 00941",
    "US": "AAPL NVDA TSLA MSFT AMZN META GOOGL AMD NFLX AVGO",
    "SH": "600519 601318 600036 600900 601398",
    "SZ": "300750 000858 000333 002594",
}
SYMBOLS = [f"{market}.{code}" for market, codes in CODES.items() for code in codes.split()]
CURRENT = Security.parse(SYMBOLS[0])
"""The security that the dashboard shows in every pane; one event in five is of it."""
MARKED = Security.parse(SYMBOLS[1])
"""The security whose quotes are marks, where there are marks; none of the other events is of it then."""
FIRST_MARK = 2000
"""Ticks; each mark is one higher than the one before it, so that a price tells which it is."""
MADE_UP = 60_000
"""Hong Kong's codes from here on stand for securities beyond those of CODES."""

TICK = 0.1
"""Prices are whole numbers of this."""
LEVELS = 10
JUMP = 125
"""Ticks that the first push of a security is above what requests answer, so that a pushed price can be told."""
OPENING = datetime(2025, 11, 24, 2, 0, tzinfo=UTC)
"""10:00 in Hong Kong."""
STEP = timedelta(milliseconds=1)

MIX = {
    ProtoId.QOT_UPDATE_BASIC_QOT: 40,
    ProtoId.QOT_UPDATE_ORDER_BOOK: 22,
    ProtoId.QOT_UPDATE_TICKER: 25,
    ProtoId.QOT_UPDATE_RT: 8,
    ProtoId.QOT_UPDATE_KL: 5,
}
"""How many of a hundred events are of which kind."""
SUB_TYPES = {
    ProtoId.QOT_UPDATE_BASIC_QOT: qot_common_pb2.SubType_Basic,
    ProtoId.QOT_UPDATE_ORDER_BOOK: qot_common_pb2.SubType_OrderBook,
    ProtoId.QOT_UPDATE_TICKER: qot_common_pb2.SubType_Ticker,
    ProtoId.QOT_UPDATE_RT: qot_common_pb2.SubType_RT,
    ProtoId.QOT_UPDATE_KL: qot_common_pb2.SubType_KL_5Min,
}
LISTED_ONLY = frozenset({ProtoId.QOT_UPDATE_BASIC_QOT, ProtoId.QOT_UPDATE_RT})
"""What a dashboard has pushed of a security that is on its list and not the current one."""


@dataclass
class Stock:
    """One security as it is now. Prices are in ticks, volumes in shares."""

    security: Security
    price: int
    volume: int = 1_000_000
    sequence: int = 0
    """Of its last trade; each trade takes the next number."""
    high: int = 0
    low: int = 0
    prev_close: int = 0
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        self.high = self.low = self.prev_close = self.price
        self.zone = ZoneInfo(self.security.market.timezone)

    @property
    def last(self) -> float:
        return round(self.price * TICK, 1)

    def trade(self, price: int, volume: int) -> None:
        self.price = price
        self.volume += volume
        self.high, self.low = max(self.high, price), min(self.low, price)

    def basic(self, now: datetime) -> qot_common_pb2.BasicQot:
        return qot_common_pb2.BasicQot(
            security=self.security.message(),
            name=f"Name of {self.security.code}",
            isSuspended=False,
            listTime="2004-06-16",
            priceSpread=TICK,
            updateTime=wall_time(now, self.zone),
            updateTimestamp=now.timestamp(),
            highPrice=round(self.high * TICK, 1),
            openPrice=round(self.prev_close * TICK, 1),
            lowPrice=round(self.low * TICK, 1),
            curPrice=self.last,
            lastClosePrice=round(self.prev_close * TICK, 1),
            volume=self.volume,
            turnover=self.volume * self.last,
            turnoverRate=0.13,
            amplitude=1.6,
        )

    def side(self, direction: int, sizes: random.Random) -> list[qot_common_pb2.OrderBook]:
        """Ten levels, best first; `direction` is -1 for bids and 1 for asks."""
        return [
            qot_common_pb2.OrderBook(
                price=round((self.price + direction * level) * TICK, 1),
                volume=sizes.randrange(1, 900) * 100,
                orederCount=sizes.randrange(1, 80),
            )
            for level in range(1, LEVELS + 1)
        ]

    def bar(self, at: datetime, minutes: int) -> qot_common_pb2.KLine:
        """The bar that this moment is in, named by its end."""
        length = timedelta(minutes=minutes)
        end = (
            datetime.min.replace(tzinfo=UTC)
            + ((at - datetime.min.replace(tzinfo=UTC)) // length + 1) * length
        )
        return qot_common_pb2.KLine(
            time=wall_time(end, self.zone),
            isBlank=False,
            highPrice=round((self.price + 3) * TICK, 1),
            openPrice=round((self.price - 1) * TICK, 1),
            lowPrice=round((self.price - 3) * TICK, 1),
            closePrice=self.last,
            lastClosePrice=self.last,
            volume=self.volume % 1_000_000,
            turnover=self.last * (self.volume % 1_000_000),
            timestamp=end.timestamp(),
        )

    def point(self, at: datetime) -> qot_common_pb2.TimeShare:
        minute = at.replace(second=0, microsecond=0)
        local = minute.astimezone(self.zone)
        return qot_common_pb2.TimeShare(
            time=wall_time(minute, self.zone),
            minute=local.hour * 60 + local.minute,
            isBlank=False,
            price=self.last,
            lastClosePrice=round(self.prev_close * TICK, 1),
            avgPrice=self.last,
            volume=400,
            timestamp=minute.timestamp(),
        )


class Scene:
    """All securities; `events` lets them trade."""

    def __init__(
        self,
        seed: int = 1,
        *,
        securities: int = len(SYMBOLS),
        as_subscribed: bool = False,
        marked: bool = False,
        step: timedelta = STEP,
    ) -> None:
        """`as_subscribed` leaves out what a dashboard on CURRENT would not have subscribed.

        With `marked` the quotes of MARKED are left to `mark`. `step` is the market time from one event to the next.
        """
        self._step = step
        self._random = random.Random(seed)
        self._as_subscribed = as_subscribed
        self._marked = marked
        self._marks = 0
        self.stocks = {
            security: Stock(security, 5000 if security == CURRENT else self._random.randrange(300, 9000))
            for security in map(Security.parse, symbols(securities))
        }
        self.now = OPENING
        self.ticks: Counter[str] = Counter()
        """How many trades were told of, by security key."""

    def events(self) -> Iterator[bytes]:
        """Serialized push events, for ever."""
        stocks = [stock for key, stock in self.stocks.items() if not (self._marked and key == MARKED)]
        current = self.stocks[CURRENT]
        kinds, weights = list(MIX), list(MIX.values())
        for stock in stocks:
            self.now += self._step  # later than what requests answer
            stock.trade(stock.price + JUMP, 100)
            yield self._push(ProtoId.QOT_UPDATE_BASIC_QOT, stock)
        while True:
            self.now += self._step
            stock = current if self._random.random() < 0.2 else self._random.choice(stocks)
            stock.trade(max(50, stock.price + self._random.choice((-1, 0, 0, 1))), 100)
            kind = self._random.choices(kinds, weights)[0]
            if self._as_subscribed and stock is not current and kind not in LISTED_ONLY:
                kind = ProtoId.QOT_UPDATE_BASIC_QOT
            yield self._push(kind, stock)

    def mark(self) -> tuple[float, bytes]:
        """The next mark: its price, and a serialized push event of a quote of MARKED with it."""
        stock = self.stocks[MARKED]
        stock.trade(FIRST_MARK + self._marks, 100)
        self._marks += 1
        return stock.last, self._push(ProtoId.QOT_UPDATE_BASIC_QOT, stock)

    def _push(self, kind: ProtoId, stock: Stock) -> bytes:
        response = PROTOCOLS[kind].response
        assert response is not None
        body = response(retType=0, s2c=self._news(kind, stock)).SerializeToString()
        return futu_service_pb2.PushEvent(
            proto_id=kind, sec_key=stock.security.key, sub_type=SUB_TYPES[kind], body=body, event_type="quote"
        ).SerializeToString()

    def _news(self, kind: ProtoId, stock: Stock) -> Message:
        security = stock.security.message()
        match kind:
            case ProtoId.QOT_UPDATE_BASIC_QOT:
                return qot_update_basic_qot_pb2.S2C(basicQotList=[stock.basic(self.now)])
            case ProtoId.QOT_UPDATE_ORDER_BOOK:
                return qot_update_order_book_pb2.S2C(
                    security=security,
                    orderBookAskList=stock.side(1, self._random),
                    orderBookBidList=stock.side(-1, self._random),
                )
            case ProtoId.QOT_UPDATE_TICKER:
                return qot_update_ticker_pb2.S2C(security=security, tickerList=self._trades(stock))
            case ProtoId.QOT_UPDATE_RT:
                return qot_update_rt_pb2.S2C(security=security, rtList=[stock.point(self.now)])
            case _:
                return qot_update_kl_pb2.S2C(
                    security=security,
                    rehabType=qot_common_pb2.RehabType_Forward,
                    klType=qot_common_pb2.KLType_5Min,
                    klList=[stock.bar(self.now, 5)],
                )

    def _trades(self, stock: Stock) -> list[qot_common_pb2.Ticker]:
        rows = []
        for _ in range(self._random.choice((1, 1, 1, 2, 3))):
            stock.sequence += 1
            volume = self._random.randrange(1, 40) * 100
            rows.append(
                qot_common_pb2.Ticker(
                    time=wall_time(self.now, stock.zone),
                    timestamp=self.now.timestamp(),
                    sequence=stock.sequence,
                    dir=self._random.randrange(1, 4),
                    price=stock.last,
                    volume=volume,
                    turnover=volume * stock.last,
                    type=1,
                )
            )
        self.ticks[stock.security.key] += len(rows)
        return rows


def symbols(count: int) -> list[str]:
    """So many securities: those of CODES first, then some that are made up."""
    return [*SYMBOLS[:count], *(f"HK.{MADE_UP + i}" for i in range(count - len(SYMBOLS)))]


def wall_time(at: datetime, zone: ZoneInfo) -> str:
    """The time as the wire writes it, in the market's zone."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
