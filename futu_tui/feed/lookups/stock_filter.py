"""Screens securities by criteria (3215): a page of matches at a time, with the criteria's own values of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from futu_tui.feed.lookups.criteria import Comparison, CriteriaSet, Criterion, Figure
from futu_tui.feed.lookups.criteria_rows import LISTS, request_of
from futu_tui.feed.lookups.screen_fields import Kind
from futu_tui.opend.errors import Refused
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import believable

if TYPE_CHECKING:
    from futu_tui.opend import OpenD
    from futu_tui.protocol.pb import qot_stock_filter_pb2 as wire

PAGE = 200
"""Rows a request; the most there can be."""


class _Told(Protocol):
    """A row of an answer about one figure."""

    @property
    def fieldName(self) -> int: ...
    @property
    def value(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A security that meets all criteria."""

    security: Security
    name: str
    values: tuple[tuple[float | None, ...], ...]
    """Of each criterion: one of a figure, none of a pattern, one of each indicator of a comparison. None is what the
    gateway does not tell."""


@dataclass(frozen=True, slots=True)
class MatchPage:
    """Some matches in the order that was asked for."""

    matches: tuple[Match, ...]
    total: int
    """Matches there are, on all pages."""
    end: int
    """Where the next page begins."""
    last: bool
    """Whether nothing comes after."""


async def screen(gateway: OpenD, wanted: CriteriaSet, begin: int = 0) -> MatchPage:
    """The matches from `begin` on, `PAGE` at most; may be asked ten times in 30 seconds, which the client keeps.

    Raises GatewayError; a refusal names the criterion that it is about where its words tell which.
    """
    try:
        answer = await gateway.request(ProtoId.QOT_STOCK_FILTER, request_of(wanted, begin, PAGE))
    except Refused as error:
        at = blamed(error.ret_msg, wanted.criteria)
        if at is None:
            raise
        about = f"It is about criterion {at + 1}: {wanted.criteria[at].subject}"
        raise Refused(
            error.message,
            f"{error.advice} {about}".strip(),
            ret_type=error.ret_type,
            ret_msg=error.ret_msg,
            err_code=error.err_code,
        ) from error
    return page_of(answer, wanted.criteria, begin)


def page_of(answer: wire.S2C, criteria: Sequence[Criterion], begin: int = 0) -> MatchPage:
    """An answer read, of a page that begins there; what names no security is left out."""
    matches = []
    for row in answer.dataList:
        try:
            security = Security.of(row.security)
        except SecurityError:
            continue
        matches.append(Match(security, row.name, tuple(_values(row, each) for each in criteria)))
    end = begin + len(answer.dataList)
    return MatchPage(tuple(matches), answer.allCount, end, last=answer.lastPage or end == begin)


def _values(row: wire.StockData, criterion: Criterion) -> tuple[float | None, ...]:
    if isinstance(criterion, Figure):
        return (_figure(row, criterion),)
    if isinstance(criterion, Comparison):
        return tuple(
            _indicator(row, each.field.number, int(criterion.bars), each.parameters)
            for each in criterion.indicators
        )
    return ()


def _figure(row: wire.StockData, figure: Figure) -> float | None:
    number, kind = figure.field.number, figure.field.kind
    found: _Told | None
    if kind is Kind.NOW:
        found = next((each for each in row.baseDataList if each.fieldName == number), None)
    elif kind is Kind.DAYS:
        sums = (each for each in row.accumulateDataList if each.fieldName == number)
        found = next((each for each in sums if each.days == figure.days), None)
    else:
        reports = (each for each in row.financialDataList if each.fieldName == number)
        found = next((each for each in reports if each.quarter == figure.report), None)
    return _told(found)


def _indicator(row: wire.StockData, number: int, bars: int, parameters: tuple[int, ...]) -> float | None:
    """An indicator's value; where its parameters are not told, that of the only one it can be."""
    told = [each for each in row.customIndicatorDataList if (each.fieldName, each.klType) == (number, bars)]
    exact = [each for each in told if tuple(each.fieldParaList) == parameters]
    if not exact and len(told) == 1 and not told[0].fieldParaList:
        exact = told
    return _told(exact[0] if exact else None)


def _told(row: _Told | None) -> float | None:
    return row.value if row is not None and believable(row.value) else None


_PARAMETERS = {
    "consecutivePeriod": (Kind.PATTERN, Kind.INDICATOR),
    "klType": (Kind.PATTERN, Kind.INDICATOR),
    "days": (Kind.DAYS,),
    "quarter": (Kind.REPORT,),
    "relativePosition": (Kind.INDICATOR,),
    "firstField": (Kind.INDICATOR,),
    "secondField": (Kind.INDICATOR,),
    "fieldValue": (Kind.INDICATOR,),
}
"""What a refusal may name of a criterion, and the kinds of criteria that have it."""


def blamed(words: str, criteria: Sequence[Criterion]) -> int | None:
    """Which criterion a refusal is about, as its words tell: by a field's name on the wire, by its place in a list of
    the request, or by a parameter that only one criterion has. None where that cannot be told."""
    by_name = {at for at, each in enumerate(criteria) if _named(words, each)}
    if len(by_name) == 1:
        return by_name.pop()
    for name, place in re.findall(r"(\w+FilterList)\W+(\d+)", words):
        of_list = [at for at, each in enumerate(criteria) if LISTS[each.field.kind] == name]
        if int(place) < len(of_list):
            return of_list[int(place)]
    for parameter, kinds in _PARAMETERS.items():
        if parameter.casefold() in words.casefold():
            having = [at for at, each in enumerate(criteria) if each.field.kind in kinds]
            if len(having) == 1:
                return having[0]
    return None


def _named(words: str, criterion: Criterion) -> bool:
    fields = [criterion.field]
    if isinstance(criterion, Comparison):
        fields = [each.field for each in criterion.indicators]
    names = {name for field in fields for name in (field.wire, field.wire.partition("_")[2])}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in names)
