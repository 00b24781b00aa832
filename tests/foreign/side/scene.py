"""What the foreign gateway knows: a few securities and one person's accounts, as futu-api's messages tell them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import Qot_Common_pb2 as qot
import Qot_GetSecuritySnapshot_pb2 as snapshots
import Trd_Common_pb2 as trd

MARKETS = {"HK": 1, "US": 11, "SH": 21, "SZ": 22}
ZONES = {1: "Asia/Hong_Kong", 11: "America/New_York", 21: "Asia/Shanghai", 22: "Asia/Shanghai"}
BARS = 60


@dataclass
class Stock:
    """One security. Prices in its currency, volumes in shares."""

    market: int
    code: str
    name: str
    last: float
    prev_close: float
    tick: float = 0.1
    lot: int = 100
    volume: int = 1_000_000
    ticks: list[Any] = field(default_factory=list)
    """Qot_Common.Ticker, oldest first."""

    @classmethod
    def of(cls, symbol: str, facts: dict[str, Any]) -> Stock:
        """`symbol` as in HK.00700; `facts` may hold `ticks`: rows of sequence, price, volume and direction."""
        market, code = symbol.split(".", 1)
        facts = dict(facts)
        rows = facts.pop("ticks", ())
        stock = cls(MARKETS[market], code, **facts)
        stock.add_ticks(rows)
        return stock

    @property
    def key(self) -> str:
        return f"{self.market}_{self.code}"

    @property
    def security(self) -> Any:
        return qot.Security(market=self.market, code=self.code)

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(ZoneInfo(ZONES[self.market]))

    def add_ticks(self, rows: Any) -> list[Any]:
        """Take trades of (sequence, price, volume, direction) into the record; answers with them as messages."""
        at = self.now()
        added = [
            qot.Ticker(
                time=f"{at:%Y-%m-%d %H:%M:%S}", timestamp=at.timestamp(), sequence=sequence, dir=direction,
                price=price, volume=volume, turnover=price * volume, type=1,
            )
            for sequence, price, volume, direction in rows
        ]  # fmt: skip
        self.ticks += added
        return added

    def basic(self) -> Any:
        return qot.BasicQot(
            security=self.security, name=self.name, isSuspended=False, listTime="2004-06-16",
            priceSpread=self.tick, updateTime=f"{self.now():%Y-%m-%d %H:%M:%S}",
            updateTimestamp=self.now().timestamp(), highPrice=max(self.last, self.prev_close),
            openPrice=self.prev_close, lowPrice=min(self.last, self.prev_close), curPrice=self.last,
            lastClosePrice=self.prev_close, volume=self.volume, turnover=self.volume * self.last,
            turnoverRate=0.1, amplitude=1.0, darkStatus=0, secStatus=1,
        )  # fmt: skip

    def static(self) -> Any:
        return qot.SecurityStaticInfo(
            basic=qot.SecurityStaticBasic(
                security=self.security, id=int("".join(filter(str.isdigit, self.code)) or 1),
                lotSize=self.lot, secType=qot.SecurityType_Eqty, name=self.name, listTime="2004-06-16",
            )
        )  # fmt: skip

    def snapshot(self) -> Any:
        quote = self.basic()
        return snapshots.Snapshot(
            basic=snapshots.SnapshotBasicData(
                security=quote.security, name=self.name, type=qot.SecurityType_Eqty, isSuspend=False,
                listTime=quote.listTime, lotSize=self.lot, priceSpread=self.tick,
                updateTime=quote.updateTime, updateTimestamp=quote.updateTimestamp,
                highPrice=quote.highPrice, openPrice=quote.openPrice, lowPrice=quote.lowPrice,
                lastClosePrice=quote.lastClosePrice, curPrice=quote.curPrice, volume=quote.volume,
                turnover=quote.turnover, turnoverRate=quote.turnoverRate,
                bidPrice=self.last - self.tick, askPrice=self.last + self.tick, bidVol=1200, askVol=3400,
            )
        )  # fmt: skip

    def book(self, side: int) -> list[Any]:
        """Ten levels below (-1) or above (+1) the last price."""
        return [
            qot.OrderBook(price=self.last + side * self.tick * step, volume=self.lot * step, orederCount=step)
            for step in range(1, 11)
        ]

    def bars(self, step: datetime.timedelta) -> list[Any]:
        """Bars that end now and at the last price."""
        moments = [self.now().replace(second=0) - step * back for back in reversed(range(BARS))]
        prices = [self.last - self.tick * back for back in reversed(range(BARS))]
        return [
            qot.KLine(
                time=f"{at:%Y-%m-%d %H:%M:%S}", timestamp=at.timestamp(), isBlank=False, openPrice=price,
                highPrice=price + self.tick, lowPrice=price - self.tick, closePrice=price, volume=5_000,
                turnover=5_000 * price,
            )
            for at, price in zip(moments, prices, strict=True)
        ]  # fmt: skip


SIMULATED, REAL = 7_700_001, 9_900_002
"""The ids of the two accounts."""


def accounts() -> list[Any]:
    common = {"trdMarketAuthList": [trd.TrdMarket_HK], "accType": trd.TrdAccType_Cash, "securityFirm": 1}
    return [
        trd.TrdAcc(trdEnv=trd.TrdEnv_Simulate, accID=SIMULATED, **common),
        trd.TrdAcc(trdEnv=trd.TrdEnv_Real, accID=REAL, cardNum="1001100199002", **common),
    ]


def funds() -> Any:
    return trd.Funds(
        power=900_000, totalAssets=1_200_000, cash=900_000, marketVal=300_000, frozenCash=0, debtCash=0,
        avlWithdrawalCash=900_000, currency=trd.Currency_HKD,
    )  # fmt: skip


def position(stock: Stock, qty: int, cost: float) -> Any:
    return trd.Position(
        positionID=stock.market * 1000 + qty, positionSide=trd.PositionSide_Long, code=stock.code,
        name=stock.name, qty=qty, canSellQty=qty, price=stock.last, costPrice=cost, val=qty * stock.last,
        plVal=qty * (stock.last - cost), secMarket=trd.TrdSecMarket_HK, currency=trd.Currency_HKD,
        trdMarket=trd.TrdMarket_HK,
    )  # fmt: skip


def order(stock: Stock, facts: dict[str, Any]) -> Any:
    """A limit order to buy; `facts` are fields of Trd_Common.Order."""
    at = stock.now()
    fields = {
        "trdSide": trd.TrdSide_Buy, "orderType": trd.OrderType_Normal,
        "orderStatus": trd.OrderStatus_Submitted, "orderID": 1, "code": stock.code, "name": stock.name,
        "qty": stock.lot, "price": stock.last, "createTime": f"{at:%Y-%m-%d %H:%M:%S}",
        "updateTime": f"{at:%Y-%m-%d %H:%M:%S}", "createTimestamp": at.timestamp(),
        "updateTimestamp": at.timestamp(), "fillQty": 0, "secMarket": trd.TrdSecMarket_HK,
        "currency": trd.Currency_HKD, "trdMarket": trd.TrdMarket_HK,
    } | facts  # fmt: skip
    return trd.Order(orderIDEx=f"FX{fields['orderID']}", **fields)
