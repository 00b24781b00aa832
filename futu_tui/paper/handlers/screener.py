"""The stock filter: its criteria off the wire, and the securities that meet them by pages."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from math import inf
from typing import Any

from futu_tui.paper import wire
from futu_tui.paper.financials import Period
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.market import Instrument, KLType, SecurityType
from futu_tui.paper.plates import same_area
from futu_tui.paper.screen_fields import Candidate
from futu_tui.paper.screen_indicators import parameters
from futu_tui.paper.screener import (
    Accumulated,
    Base,
    Bounds,
    Comparison,
    Criterion,
    Financial,
    Shape,
    Term,
    screen,
)
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_stock_filter_pb2

PAGE = 200
"""The most rows of a page, as published."""
MOST_BARS_IN_A_ROW = 12
MOST_DAYS = 1_000

_PERIODS = frozenset({KLType.MIN_60, KLType.DAY, KLType.WEEK, KLType.MONTH})
_NUMBER = qot_stock_filter_pb2.CustomIndicatorField_Value


def stock_filter(
    call: Call, c2s: qot_stock_filter_pb2.C2S
) -> Generator[None, None, qot_stock_filter_pb2.S2C]:
    """Shares of a market, or of a plate of it, that the key may see; by code where no order is asked for."""
    if c2s.begin < 0 or c2s.num < 1:
        raise Refusal(f"begin must be 0 or more and num from 1 to {PAGE}")
    criteria = list(_criteria(c2s))
    language, market = call.gateway.language, call.gateway.market
    candidates = [Candidate(market, each, language.call(each)) for each in _shares(call, c2s)]
    histories = call.gateway.histories
    found = yield from screen(candidates, criteria, lambda candidate: histories.make(candidate.security))
    last = c2s.begin + min(c2s.num, PAGE)
    return qot_stock_filter_pb2.S2C(
        lastPage=last >= len(found),
        allCount=len(found),
        dataList=[_row(each, criteria) for each in found[c2s.begin : last]],
    )


def _shares(call: Call, c2s: qot_stock_filter_pb2.C2S) -> list[Instrument]:
    try:
        markets = same_area(Market(c2s.market))
    except ValueError:
        raise Refusal(f"there is no market {c2s.market}") from None
    listings = call.gateway.market.listings
    securities = list(listings)
    if c2s.HasField("plate"):
        plate = call.instrument(Security.of(c2s.plate))
        if not plate.is_index:
            raise Refusal(f"{plate.security} is no plate: 3204 lists them")
        securities = [security for security, _ in plate.members]
    return sorted(
        (
            listings[security]
            for security in securities
            if security.market in markets
            and listings[security].sec_type is SecurityType.EQUITY
            and call.access.sees(security)
        ),
        key=lambda instrument: instrument.security.code,
    )


def _criteria(c2s: qot_stock_filter_pb2.C2S) -> Iterator[Criterion]:
    """In the order of the request, lists one after the other. Raises Refusal for what the wire does not know."""
    for base in c2s.baseFilterList:
        _known(qot_stock_filter_pb2.StockField, base.fieldName)
        yield Base(_bounds(base), base.sortDir, base.fieldName)
    for sum_ in c2s.accumulateFilterList:
        _known(qot_stock_filter_pb2.AccumulateField, sum_.fieldName)
        if not 1 <= sum_.days <= MOST_DAYS:
            raise Refusal(f"days must be from 1 to {MOST_DAYS}, not {sum_.days}")
        yield Accumulated(_bounds(sum_), sum_.sortDir, sum_.fieldName, sum_.days)
    for report in c2s.financialFilterList:
        _known(qot_stock_filter_pb2.FinancialField, report.fieldName)
        _known(qot_stock_filter_pb2.FinancialQuarter, report.quarter)
        yield Financial(_bounds(report), report.sortDir, report.fieldName, Period(report.quarter))
    for shape in c2s.patternFilterList:
        _known(qot_stock_filter_pb2.PatternField, shape.fieldName)
        yield Shape(shape.fieldName, _period(shape), _bars(shape), not shape.isNoFilter)
    for comparison in c2s.customIndicatorFilterList:
        yield _comparison(comparison)


def _comparison(each: qot_stock_filter_pb2.CustomIndicatorFilter) -> Comparison:
    _known(qot_stock_filter_pb2.RelativePosition, each.relativePosition)
    if each.firstFieldName == _NUMBER:
        raise Refusal("firstFieldName must be an indicator; a number can stand second only")
    first = _term(each.firstFieldName, each.firstFieldParaList)
    if each.secondFieldName == _NUMBER:
        second = Term(_NUMBER, number=each.fieldValue)
    else:
        second = _term(each.secondFieldName, each.secondFieldParaList)
    return Comparison(first, second, each.relativePosition, _period(each), _bars(each), not each.isNoFilter)


def _term(field: int, given: Any) -> Term:
    enum = qot_stock_filter_pb2.CustomIndicatorField
    _known(enum, field)
    try:
        return Term(field, parameters(field, given))
    except ValueError as error:
        raise Refusal(f"{enum.Name(enum.ValueType(field))} {error}") from None


def _known(enum: Any, number: int) -> None:
    """Raise Refusal for a number that an enum of the wire does not have, or keeps for unknown."""
    if number == 0 or number not in enum.values():
        raise Refusal(f"there is no {enum.DESCRIPTOR.name} {number}")


def _bounds(each: Any) -> Bounds:
    low = each.filterMin if each.HasField("filterMin") else -inf
    high = each.filterMax if each.HasField("filterMax") else inf
    if each.sortDir not in qot_stock_filter_pb2.SortDir.values():
        raise Refusal(f"there is no SortDir {each.sortDir}")
    return Bounds(low, high, not each.isNoFilter)


def _period(each: Any) -> KLType:
    if each.klType not in _PERIODS:
        raise Refusal(f"KLType {each.klType} cannot be screened by: 60 minutes, day, week and month can")
    return KLType(each.klType)


def _bars(each: Any) -> int:
    count = each.consecutivePeriod if each.HasField("consecutivePeriod") else 1
    if not 1 <= count <= MOST_BARS_IN_A_ROW:
        raise Refusal(f"consecutivePeriod must be from 1 to {MOST_BARS_IN_A_ROW}, not {count}")
    return int(count)


def _row(candidate: Candidate, criteria: list[Criterion]) -> qot_stock_filter_pb2.StockData:
    """What was asked about a security; a figure that it does not have, or that is text, is left out."""
    row = qot_stock_filter_pb2.StockData(security=wire.message_of(candidate.security), name=candidate.name)
    for each in criteria:
        if isinstance(each, Comparison):
            for term, value in each.values(candidate):
                row.customIndicatorDataList.add(
                    fieldName=term.field, value=value, klType=each.kl_type, fieldParaList=term.parameters
                )
        elif isinstance(each, Base | Accumulated | Financial):
            figure = each.value(candidate)
            if isinstance(figure, float):
                _adder(row, each)(fieldName=each.field, value=figure)
    return row


def _adder(row: qot_stock_filter_pb2.StockData, each: Base | Accumulated | Financial) -> Any:
    if isinstance(each, Accumulated):
        return partial(row.accumulateDataList.add, days=each.days)
    if isinstance(each, Financial):
        return partial(row.financialDataList.add, quarter=each.period)
    return row.baseDataList.add
