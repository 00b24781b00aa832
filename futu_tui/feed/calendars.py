"""The trading days of the markets that are looked at, with holidays and half days (3219): those around today once a
day, and any year that a person turns to once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from futu_tui.feed.catch_up import REFUSALS
from futu_tui.market import Store, local_time
from futu_tui.market.trading_days import TradingDays
from futu_tui.opend import OpenD
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Market, ProtoId
from futu_tui.protocol.pb import qot_common_pb2 as qot

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_request_trade_date_pb2

BACK, AHEAD = timedelta(days=40), timedelta(days=7)
"""How much of the calendar is asked for: the days of any intraday chart lie within it, whatever holidays there were."""
AGAIN = 60.0
"""Seconds until calendars are asked for once more where no answer came."""
_CALENDARS: dict[Market, int] = {
    Market.HK: qot.TradeDateMarket_HK,
    Market.US: qot.TradeDateMarket_US,
    Market.SH: qot.TradeDateMarket_CN,
    Market.SZ: qot.TradeDateMarket_CN,
    Market.SG: qot.TradeDateMarket_SG,
    Market.MY: qot.TradeDateMarket_MY,
    Market.JP: qot.TradeDateMarket_JP,
}
"""qot_common.TradeDateMarket of each market that has one."""


class Calendars:
    """Knows which are due; a refusal leaves a market without one until tomorrow, or until the link was away."""

    def __init__(self, gateway: OpenD, store: Store, report: Callable[[str], None]) -> None:
        self._gateway = gateway
        self._store = store
        self._report = report
        self._asked: dict[Market, str] = {}
        """The day, in the market's zone, for which it was last asked."""
        self._not_before = 0.0
        self._years: dict[tuple[int, int], TradingDays] = {}
        """By qot_common.TradeDateMarket and year."""

    async def year(self, market: int, year: int, *, again: bool = False) -> TradingDays:
        """The trading days of a year, of a qot_common.TradeDateMarket; asked for once, or `again`. Raises GatewayError.

        A gateway knows only some years; of another it tells no days.
        """
        key = market, year
        if again or not (days := self._years.get(key)):
            days = TradingDays.of(await self._ask(market, date(year, 1, 1), date(year, 12, 31)))
            self._years[key] = days
        return days

    async def _ask(
        self, market: int, begin: date, end: date
    ) -> Iterable[qot_request_trade_date_pb2.TradeDate]:
        body = {"market": market, "beginTime": begin.isoformat(), "endTime": end.isoformat()}
        answer = await self._gateway.request(ProtoId.QOT_REQUEST_TRADE_DATE, body)
        days: Iterable[qot_request_trade_date_pb2.TradeDate] = answer.tradeDateList
        return days

    def due(self, markets: Iterable[Market], now: float) -> list[Market]:
        """Those whose calendar is to be asked for by `learn`; `now` is in epoch seconds."""
        if now < self._not_before:
            return []
        return [
            market
            for market in markets
            if market in _CALENDARS and self._asked.get(market) != _day(market, now)
        ]

    async def learn(self, markets: Iterable[Market], now: float) -> None:
        """Ask for the calendars of these. Raises GatewayError where the link failed; then they are due again."""
        for market in markets:
            self._asked[market] = _day(market, now)
        for market in list(markets):
            try:
                await self._learn(market, now)
            except GatewayError:
                self._asked.clear()
                self._not_before = now + AGAIN
                raise

    def forget_refusals(self) -> None:
        """Ask again about all: the gateway, or its rights, may be others now."""
        self._asked.clear()
        self._not_before = 0.0

    async def _learn(self, market: Market, now: float) -> None:
        today = local_time(now, market).date()
        try:
            days = await self._ask(_CALENDARS[market], today - BACK, today + AHEAD)
        except REFUSALS as error:
            self._report(f"Trading days of {market.name}: {error}")
        else:
            self._store.apply_trade_dates(market, days)


def _day(market: Market, now: float) -> str:
    return local_time(now, market).date().isoformat()
