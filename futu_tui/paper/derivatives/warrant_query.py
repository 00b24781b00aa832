"""The warrants that pass the filters of 3210, sorted as it asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from futu_tui.paper.derivatives.contracts import Warrant, WarrantType
from futu_tui.paper.derivatives.figures import WarrantFigures
from futu_tui.paper.derivatives.warrants import issuer_code
from futu_tui.paper.market import Instrument, QuoteState, SecurityStatus
from futu_tui.protocol.pb import qot_common_pb2 as common
from futu_tui.protocol.pb import qot_get_warrant_pb2

_STATUS = {
    SecurityStatus.NORMAL: common.WarrantStatus_Normal,
    SecurityStatus.SUSPENDED: common.WarrantStatus_Suspend,
    SecurityStatus.TO_BE_OPEN: common.WarrantStatus_PendingListing,
}
"""The others have stopped to trade."""


class Row(NamedTuple):
    """A warrant as it stands."""

    instrument: Instrument
    contract: Warrant
    quote: QuoteState
    figures: WarrantFigures
    name: str

    @classmethod
    def of(cls, instrument: Instrument, quote: QuoteState, name: str) -> Row:
        assert isinstance(instrument.contract, Warrant)
        assert isinstance(quote.figures, WarrantFigures)
        return cls(instrument, instrument.contract, quote, quote.figures, name)

    @property
    def status(self) -> int:
        """qot_common.WarrantStatus"""
        return _STATUS.get(self.quote.status, common.WarrantStatus_StopTrade)

    @property
    def change(self) -> float:
        return self.quote.last - self.quote.prev_close

    @property
    def change_rate(self) -> float:
        """Percent."""
        return self.change / self.quote.prev_close * 100

    @property
    def price_type(self) -> int:
        """qot_common.PriceType: in or out of the money, or of the range."""
        if self.figures.in_range is not None:
            return self.figures.in_range
        return common.PriceType_WithIn if self.figures.in_the_money >= 0 else common.PriceType_Outside


_BOUNDS: dict[str, Callable[[Row], float | None]] = {
    "curPrice": lambda row: row.quote.last,
    "strikePrice": lambda row: row.contract.strike,
    "street": lambda row: row.figures.street_rate,
    "conversion": lambda row: row.contract.conversion,
    "vol": lambda row: row.quote.volume,
    "premium": lambda row: row.figures.premium,
    "leverageRatio": lambda row: row.figures.leverage,
    "delta": lambda row: row.figures.delta,
    "implied": lambda row: row.figures.volatility,
    "recoveryPrice": lambda row: row.contract.call_price or None,
    "priceRecoveryRatio": lambda row: row.figures.to_call_price,
}
"""By what the request's ...Min and ...Max are called. A warrant that has no such value passes no bound on it."""

_SORTS: dict[int, Callable[[Row], Any]] = {
    common.SortField_Code: lambda row: row.instrument.security.code,
    common.SortField_CurPrice: lambda row: row.quote.last,
    common.SortField_PriceChangeVal: lambda row: row.change,
    common.SortField_ChangeRate: lambda row: row.change_rate,
    common.SortField_Status: lambda row: row.status,
    common.SortField_BidPrice: lambda row: row.quote.bid,
    common.SortField_AskPrice: lambda row: row.quote.ask,
    common.SortField_BidVol: lambda row: row.quote.bid_size,
    common.SortField_AskVol: lambda row: row.quote.ask_size,
    common.SortField_Volume: lambda row: row.quote.volume,
    common.SortField_Turnover: lambda row: row.quote.turnover,
    common.SortField_Amplitude: lambda row: row.quote.amplitude,
    common.SortField_Score: lambda row: row.figures.score,
    common.SortField_Premium: lambda row: row.figures.premium,
    common.SortField_EffectiveLeverage: lambda row: row.figures.effective_leverage,
    common.SortField_Delta: lambda row: row.figures.delta,
    common.SortField_ImpliedVolatility: lambda row: row.figures.volatility,
    common.SortField_Type: lambda row: row.contract.type,
    common.SortField_StrikePrice: lambda row: row.contract.strike,
    common.SortField_BreakEvenPoint: lambda row: row.figures.break_even,
    common.SortField_MaturityTime: lambda row: row.contract.expiry,
    common.SortField_ListTime: lambda row: row.contract.listed,
    common.SortField_LastTradeTime: lambda row: row.contract.last_trade,
    common.SortField_Leverage: lambda row: row.figures.leverage,
    common.SortField_InOutMoney: lambda row: row.figures.in_the_money,
    common.SortField_RecoveryPrice: lambda row: row.contract.call_price or None,
    common.SortField_ChangePrice: lambda row: row.figures.conversion_price,
    common.SortField_Change: lambda row: row.contract.conversion,
    common.SortField_StreetRate: lambda row: row.figures.street_rate,
    common.SortField_StreetVol: lambda row: row.figures.street_volume,
    common.SortField_WarrantName: lambda row: row.name,
    common.SortField_Issuer: lambda row: issuer_code(row.contract.issuer),
    common.SortField_LotSize: lambda row: row.instrument.lot_size,
    common.SortField_IssueSize: lambda row: row.contract.issue_size,
    common.SortField_UpperStrikePrice: lambda row: row.contract.upper or None,
    common.SortField_LowerStrikePrice: lambda row: row.contract.lower or None,
    common.SortField_InLinePriceStatus: lambda row: row.figures.in_range,
}
SORT_FIELDS = frozenset(_SORTS)
"""The qot_common.SortField numbers that warrants have."""


class WarrantQuery:
    """One request's filters and order."""

    def __init__(self, c2s: qot_get_warrant_pb2.C2S, today: date) -> None:
        """Raises ValueError for a day that is none, and KeyError for a sort field that warrants do not have."""
        self._c2s = c2s
        self._sort = _SORTS[c2s.sortField]
        self._bounds = [
            (value, field.name.endswith("Min"), _BOUNDS[field.name[:-3]])
            for field, value in c2s.ListFields()
            if field.name[:-3] in _BOUNDS
        ]
        self._first = date.fromisoformat(c2s.maturityTimeMin) if c2s.maturityTimeMin else date.min
        self._last = date.fromisoformat(c2s.maturityTimeMax) if c2s.maturityTimeMax else date.max
        self._listed = _ipo_period(c2s.ipoPeriod, today)

    def takes(self, contract: Warrant) -> bool:
        """What can be said by the terms alone: cheap, so to be asked first."""
        c2s = self._c2s
        return (
            (not c2s.typeList or contract.type in c2s.typeList)
            and (not c2s.issuerList or contract.issuer in c2s.issuerList)
            and self._first <= contract.expiry <= self._last
            and self._listed[0] <= contract.listed <= self._listed[1]
        )

    def passes(self, row: Row) -> bool:
        """The filters on how it stands."""
        c2s = self._c2s
        if c2s.priceType and row.price_type != c2s.priceType:
            return False
        if c2s.status and row.status != c2s.status:
            return False
        for bound, is_least, read in self._bounds:
            value = read(row)
            if value is None or (value < bound if is_least else value > bound):
                return False
        return True

    def order(self, rows: list[Row]) -> list[Row]:
        """Sorted as asked, by code where equal; those without the value come last."""
        by_code = sorted(rows, key=lambda row: row.instrument.security.code)
        having = [row for row in by_code if self._sort(row) is not None]
        lacking = [row for row in by_code if self._sort(row) is None]
        return sorted(having, key=self._sort, reverse=not self._c2s.ascend) + lacking


def _ipo_period(number: int, today: date) -> tuple[date, date]:
    """The listing days, first and last, that a qot_common.IpoPeriod means."""
    monday = today - timedelta(today.weekday())
    month = today.replace(day=1)
    match number:
        case common.IpoPeriod_Today:
            return today, today
        case common.IpoPeriod_Tomorrow:
            return today + timedelta(1), today + timedelta(1)
        case common.IpoPeriod_Nextweek:
            return monday + timedelta(7), monday + timedelta(13)
        case common.IpoPeriod_Lastweek:
            return monday - timedelta(7), monday - timedelta(1)
        case common.IpoPeriod_Lastmonth:
            return (month - timedelta(1)).replace(day=1), month - timedelta(1)
    return date.min, date.max


def warrant_data(row: Row) -> dict[str, Any]:
    """The numbers of a qot_get_warrant.WarrantData that need no calendar."""
    contract, quote, figures = row.contract, row.quote, row.figures
    data: dict[str, Any] = {
        "type": contract.type,
        "issuer": contract.issuer,
        "conversionRatio": contract.conversion,
        "lotSize": row.instrument.lot_size,
        "strikePrice": contract.strike,
        "lastClosePrice": quote.prev_close,
        "name": row.name,
        "curPrice": quote.last,
        "priceChangeVal": row.change,
        "changeRate": row.change_rate,
        "status": row.status,
        "bidPrice": quote.bid,
        "askPrice": quote.ask,
        "bidVol": quote.bid_size,
        "askVol": quote.ask_size,
        "volume": quote.volume,
        "turnover": quote.turnover,
        "score": figures.score,
        "premium": figures.premium,
        "breakEvenPoint": figures.break_even,
        "leverage": figures.leverage,
        "ipop": figures.in_the_money,
        "conversionPrice": figures.conversion_price,
        "streetRate": figures.street_rate,
        "streetVol": figures.street_volume,
        "amplitude": quote.amplitude,
        "issueSize": contract.issue_size,
        "highPrice": quote.high,
        "lowPrice": quote.low,
        "effectiveLeverage": figures.effective_leverage,
    }
    if contract.type.is_callable:
        data |= {"recoveryPrice": contract.call_price, "priceRecoveryRatio": figures.to_call_price}
    elif contract.type is WarrantType.INLINE:
        data |= {
            "upperStrikePrice": contract.upper,
            "lowerStrikePrice": contract.lower,
            "inLinePriceStatus": figures.in_range,
        }
    else:
        data |= {"impliedVolatility": figures.volatility, "delta": figures.delta}
    return data
