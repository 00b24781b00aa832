"""What is said of a security beyond its quote, once for snapshots and screens: multiples, dividends, volume ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from futu_tui.paper.financials import Financials, Period
from futu_tui.paper.market import Instrument, KLType, PaperMarket, RehabEvent, RehabType
from futu_tui.paper.sessions import midnight
from futu_tui.paper.trading_days import previous_trading_day
from futu_tui.protocol import Security

_YEAR = timedelta(days=365)
_USUAL_DAYS = 5
"""Days that the volume of the day in progress is held against."""
_AGO = 300.0
"""Seconds; five minutes."""


@lru_cache(maxsize=2048)
def financials_of(instrument: Instrument, today: date) -> Financials:
    """What a company has reported up to a day."""
    return Financials(instrument, today)


@dataclass(frozen=True)
class Worth:
    """A share's price against what the company has and earns. Multiples are times, yields percent."""

    instrument: Instrument
    price: float
    financials: Financials
    rehabs: Sequence[RehabEvent]
    today: date

    @property
    def market_value(self) -> float:
        return self.price * self.instrument.shares

    @property
    def earnings(self) -> float:
        """Of the last full year, a share."""
        return self.financials.report(Period.ANNUAL).flows.net_profit / self.instrument.shares

    @property
    def price_earnings(self) -> float:
        """By the last full year; negative for a loss, 0 without earnings."""
        return _over(self.price, self.earnings)

    @property
    def price_earnings_ttm(self) -> float:
        return _over(self.market_value, self.financials.twelve_months().net_profit)

    @property
    def price_sales_ttm(self) -> float:
        return _over(self.market_value, self.financials.twelve_months().revenue)

    @property
    def price_cash_flow_ttm(self) -> float:
        return _over(self.market_value, self.financials.twelve_months().operating_cash)

    @property
    def price_book(self) -> float:
        return _over(self.price, self.instrument.net_assets)

    @property
    def dividend_ttm(self) -> float:
        """Cash a share of today, of the last twelve months."""
        return self._dividends(self.today - _YEAR, self.today)

    @property
    def dividend_last_year(self) -> float:
        """The same of the last full year."""
        year = self.financials.last_year
        return self._dividends(date(year - 1, 12, 31), date(year, 12, 31))

    def _dividends(self, after: date, until: date) -> float:
        market = self.instrument.market
        since, before = midnight(market, after), midnight(market, until)
        total, scale = 0.0, 1.0
        for event in reversed(self.rehabs):
            scale *= event.forward_a
            if since < event.time <= before:
                total += event.dividend * scale
        return total

    def yield_of(self, dividend: float) -> float:
        """A dividend in percent of the price."""
        return _over(dividend, self.price) * 100


def worth(market: PaperMarket, instrument: Instrument) -> Worth:
    """A share's as the market stands."""
    security, today = instrument.security, market.trade_date(instrument.market)
    return Worth(
        instrument,
        market.quote(security).last,
        financials_of(instrument, today),
        market.rehabs(security),
        today,
    )


def bid_ask_ratio(market: PaperMarket, security: Security) -> float | None:
    """By how much the ten levels of bids outweigh those of asks, percent of both; None without a book."""
    bids, asks = (sum(level.volume for level in side) for side in market.book(security))
    return (bids - asks) / (bids + asks) * 100 if bids + asks else None


def volume_ratio(market: PaperMarket, security: Security) -> float | None:
    """Volume a minute of the day in progress, in multiples of that of the five days before it; None for an index."""
    today = market.trade_date(security.market)
    days = market.bars(security, KLType.DAY, _USUAL_DAYS + 1)
    start = midnight(security.market, today)
    before = [day.volume for day in days if day.time < start][-_USUAL_DAYS:]
    volume = sum(day.volume for day in days if day.time >= start)
    passed, _ = _minutes(market, security, today)
    _, usual = _minutes(market, security, previous_trading_day(security.market, today))
    if not sum(before) or not passed:
        return None
    return volume / passed / (sum(before) / len(before) / usual)


def price_ago(market: PaperMarket, security: Security) -> float | None:
    """The price five minutes ago; None where nothing traded on the day until then."""
    then, start = market.now() - _AGO, midnight(security.market, market.trade_date(security.market))
    for bar in reversed(market.bars(security, KLType.MIN_1, 2 + int(_AGO // 60))):
        if start < bar.time <= then:
            return bar.close
    return None


def change_of_year(market: PaperMarket, security: Security) -> float:
    """What the price has moved since last year's close, percent, adjusted for dividends and splits."""
    (year,) = market.bars(security, KLType.YEAR, 1, RehabType.FORWARD)
    return (year.close / year.last_close - 1) * 100


def _minutes(market: PaperMarket, security: Security, day: date) -> tuple[float, float]:
    """(gone by, in all): minutes of a day's regular trading."""
    now, segments = market.now(), market.segments(security.market, day)
    passed = sum(max(min(now, end) - start, 0.0) for start, end in segments)
    return passed / 60, sum(end - start for start, end in segments) / 60


def _over(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
