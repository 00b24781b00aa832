"""What a screen can ask of one security, each figure reckoned when it is first asked for.

Fields are by their numbers in qot_stock_filter: StockField, AccumulateField, FinancialField. A figure is cut to three
decimals and a number of shares to none, as futu-api's definitions say; percent is percent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from math import trunc

from futu_tui.paper import figures
from futu_tui.paper.financials import Period
from futu_tui.paper.market import Bar, Instrument, KLType, PaperMarket, QuoteState, RehabType
from futu_tui.paper.technicals import Columns
from futu_tui.protocol.pb import qot_stock_filter_pb2 as stock_filter

INDICATOR_BARS = 600
"""Bars that indicators are reckoned over: more than twice the longest usual average."""


class Candidate:
    """A security that is looked at."""

    def __init__(self, market: PaperMarket, instrument: Instrument, name: str) -> None:
        self.instrument = instrument
        self.security = instrument.security
        self.name = name
        self.market = market
        self._columns: dict[KLType, Columns] = {}
        self._figures: dict[Hashable, float | str | None] = {}

    @cached_property
    def quote(self) -> QuoteState:
        return self.market.quote(self.security)

    @cached_property
    def worth(self) -> figures.Worth:
        return figures.worth(self.market, self.instrument)

    @cached_property
    def year_range(self) -> tuple[float, float]:
        """(highest, lowest) of 52 weeks."""
        return self.market.year_range(self.security)

    def base(self, field: int) -> float | str | None:
        """A StockField; None where the security has no such figure. Raises KeyError for an unknown one."""
        return self._once((field,), lambda: _BASE[field](self))

    def accumulated(self, field: int, days: int) -> float | str | None:
        """An AccumulateField of the last days, the one in progress included; None for more days than there are."""
        return self._once((field, days), lambda: self._accumulated(field, days))

    def financial(self, field: int, period: Period) -> float | str | None:
        """A FinancialField. Raises KeyError for an unknown one."""
        return self._once((field, period, "report"), lambda: self.worth.financials.field(field, period))

    def _once(self, key: Hashable, figure: Callable[[], float | str | None]) -> float | str | None:
        """A figure as it was when it was first asked for: the market goes on while a screen is made."""
        if key not in self._figures:
            value = figure()
            self._figures[key] = cut(value) if isinstance(value, float) else value
        return self._figures[key]

    def _accumulated(self, field: int, days: int) -> float | None:
        bars = self.market.bars(self.security, KLType.DAY, days, RehabType.FORWARD)
        return _ACCUMULATED[field](self, bars) if len(bars) == days else None

    def columns(self, kl_type: KLType) -> Columns:
        """The bars that indicators are reckoned over, in today's terms."""
        if kl_type not in self._columns:
            bars = self.market.bars(self.security, kl_type, INDICATOR_BARS, RehabType.FORWARD)
            self._columns[kl_type] = Columns(
                [bar.high for bar in bars], [bar.low for bar in bars], [bar.close for bar in bars]
            )
        return self._columns[kl_type]


def cut(value: float) -> float:
    """To three decimals, toward zero; a hair is added so that 0.29 stays 0.29."""
    return trunc(value * 1000 + (1e-6 if value > 0 else -1e-6)) / 1000


def _change(part: float, whole: float) -> float:
    return (part / whole - 1) * 100


def _change_5min(candidate: Candidate) -> float | None:
    then = figures.price_ago(candidate.market, candidate.security)
    return _change(candidate.quote.last, then) if then else None


_BASE: dict[int, Callable[[Candidate], float | str | None]] = {
    stock_filter.StockField_StockCode: lambda c: c.security.code,
    stock_filter.StockField_StockName: lambda c: c.name,
    stock_filter.StockField_CurPrice: lambda c: c.quote.last,
    stock_filter.StockField_CurPriceToHighest52WeeksRatio: lambda c: _change(c.quote.last, c.year_range[0]),
    stock_filter.StockField_CurPriceToLowest52WeeksRatio: lambda c: _change(c.quote.last, c.year_range[1]),
    stock_filter.StockField_HighPriceToHighest52WeeksRatio: lambda c: _change(c.quote.high, c.year_range[0]),
    stock_filter.StockField_LowPriceToLowest52WeeksRatio: lambda c: _change(c.quote.low, c.year_range[1]),
    stock_filter.StockField_VolumeRatio: lambda c: figures.volume_ratio(c.market, c.security),
    stock_filter.StockField_BidAskRatio: lambda c: figures.bid_ask_ratio(c.market, c.security),
    stock_filter.StockField_LotPrice: lambda c: c.quote.last * c.instrument.lot_size,
    stock_filter.StockField_MarketVal: lambda c: c.worth.market_value,
    stock_filter.StockField_PeAnnual: lambda c: c.worth.price_earnings,
    stock_filter.StockField_PeTTM: lambda c: c.worth.price_earnings_ttm,
    stock_filter.StockField_PbRate: lambda c: c.worth.price_book,
    stock_filter.StockField_ChangeRate5min: _change_5min,
    stock_filter.StockField_ChangeRateBeginYear: lambda c: figures.change_of_year(c.market, c.security),
    # The definitions call these two percent.
    stock_filter.StockField_PSTTM: lambda c: c.worth.price_sales_ttm * 100,
    stock_filter.StockField_PCFTTM: lambda c: c.worth.price_cash_flow_ttm * 100,
    stock_filter.StockField_TotalShare: lambda c: float(c.instrument.shares),
    stock_filter.StockField_FloatShare: lambda c: float(c.instrument.shares),
    stock_filter.StockField_FloatMarketVal: lambda c: c.worth.market_value,
}
FROM_QUOTE = frozenset(
    {
        stock_filter.StockField_StockCode, stock_filter.StockField_StockName, stock_filter.StockField_CurPrice,
        stock_filter.StockField_BidAskRatio, stock_filter.StockField_LotPrice, stock_filter.StockField_MarketVal,
        stock_filter.StockField_PeAnnual, stock_filter.StockField_PeTTM, stock_filter.StockField_PbRate,
        stock_filter.StockField_PSTTM, stock_filter.StockField_PCFTTM, stock_filter.StockField_TotalShare,
        stock_filter.StockField_FloatShare, stock_filter.StockField_FloatMarketVal,
    }
)  # fmt: skip
"""The StockFields that need no history."""


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _swing(bars: Sequence[Bar]) -> float:
    return (max(bar.high for bar in bars) - min(bar.low for bar in bars)) / bars[0].last_close * 100


_ACCUMULATED: dict[int, Callable[[Candidate, Sequence[Bar]], float]] = {
    stock_filter.AccumulateField_ChangeRate: lambda _, bars: _change(bars[-1].close, bars[0].last_close),
    stock_filter.AccumulateField_Amplitude: lambda _, bars: _swing(bars),
    stock_filter.AccumulateField_Volume: lambda _, bars: float(trunc(_mean([bar.volume for bar in bars]))),
    stock_filter.AccumulateField_Turnover: lambda _, bars: _mean([bar.turnover for bar in bars]),
    stock_filter.AccumulateField_TurnoverRate: lambda c, bars: (
        sum(bar.volume for bar in bars) / c.instrument.shares * 100
    ),
}
