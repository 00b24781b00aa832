"""Sets of criteria as the wire has them in a request (3215), and as they are kept in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from futu_tui.feed.lookups.criteria import (
    MARKETS,
    MOST_BARS,
    Bars,
    Comparison,
    CriteriaSet,
    Criterion,
    Figure,
    Indicator,
    Pattern,
    Position,
    Report,
    Sort,
)
from futu_tui.feed.lookups.screen_fields import BY_WIRE, Kind
from futu_tui.protocol import Market, Security, SecurityError
from futu_tui.protocol.numbers import believable
from futu_tui.protocol.pb import qot_stock_filter_pb2 as wire


def request_of(wanted: CriteriaSet, begin: int, count: int) -> dict[str, Any]:
    """The body of a request (c2s) for `count` rows from `begin` on."""
    body: dict[str, Any] = {"begin": begin, "num": count, "market": int(wanted.market)}
    if wanted.plate is not None:
        body["plate"] = {"market": int(wanted.plate.market), "code": wanted.plate.code}
    for criterion in wanted.criteria:
        name, row = _wire(criterion)
        body.setdefault(name, []).append(row)
    return body


def stored(kept: CriteriaSet) -> dict[str, Any]:
    """A set as a file holds it, the way `read` takes it."""
    table: dict[str, Any] = {
        "market": kept.market.name,
        "criteria": [_stored(each) for each in kept.criteria],
    }
    if kept.plate is not None:
        table |= {"plate": str(kept.plate), "plate_name": kept.plate_name}
    return table


def read(table: Any) -> CriteriaSet:
    """What `stored` gave. Raises ValueError for what is no set: it may have been changed by hand."""
    if not isinstance(table, dict) or not isinstance(table.get("criteria"), list):
        raise ValueError("no set of criteria")
    market = Market.__members__.get(str(table.get("market")))
    if market is None or market not in MARKETS:
        raise ValueError(f"no market to screen: {table.get('market')!r}")
    result = CriteriaSet(market)
    if isinstance(table.get("plate"), str):
        try:
            plate = Security.parse(table["plate"])
        except SecurityError as error:
            raise ValueError(f"no plate: {error}") from error
        result = replace(result, plate=plate, plate_name=str(table.get("plate_name", plate)))
    for row in table["criteria"]:
        result = result.with_criterion(_read(row))
    return result


def _wire(criterion: Criterion) -> tuple[str, dict[str, Any]]:
    """The name of the request's list, and the row in it."""
    if isinstance(criterion, Figure):
        return LISTS[criterion.field.kind], _wire_figure(criterion)
    bars = {"klType": int(criterion.bars), "consecutivePeriod": criterion.in_a_row}
    if isinstance(criterion, Pattern):
        return LISTS[Kind.PATTERN], {"fieldName": criterion.field.number, "isNoFilter": False, **bars}
    first, second = criterion.first, criterion.second
    row: dict[str, Any] = {
        "firstFieldName": first.field.number,
        "firstFieldParaList": list(first.parameters),
        "relativePosition": int(criterion.position),
        "isNoFilter": criterion.shown_only,
        **bars,
    }
    if isinstance(second, Indicator):
        row |= {"secondFieldName": second.field.number, "secondFieldParaList": list(second.parameters)}
    else:
        row |= {"secondFieldName": wire.CustomIndicatorField_Value, "fieldValue": float(second)}
    return LISTS[Kind.INDICATOR], row


LISTS = {
    Kind.NOW: "baseFilterList",
    Kind.DAYS: "accumulateFilterList",
    Kind.REPORT: "financialFilterList",
    Kind.PATTERN: "patternFilterList",
    Kind.INDICATOR: "customIndicatorFilterList",
}


def _wire_figure(figure: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {"fieldName": figure.field.number, "isNoFilter": figure.low is figure.high is None}
    if figure.low is not None:
        row["filterMin"] = float(figure.low)
    if figure.high is not None:
        row["filterMax"] = float(figure.high)
    if figure.sort is not Sort.NO:
        row["sortDir"] = int(figure.sort)
    if figure.field.kind is Kind.DAYS:
        row["days"] = figure.days
    if figure.field.kind is Kind.REPORT:
        row["quarter"] = int(figure.report)
    return row


def _stored(criterion: Criterion) -> dict[str, Any]:
    if isinstance(criterion, Figure):
        bounds = {"low": criterion.low, "high": criterion.high}
        return {
            "field": criterion.field.wire,
            **{name: str(bound) for name, bound in bounds.items() if bound is not None},
            "days": criterion.days,
            "report": criterion.report.name,
            "sort": criterion.sort.name,
        }
    row = {"field": criterion.field.wire, "bars": criterion.bars.name, "in_a_row": criterion.in_a_row}
    if isinstance(criterion, Comparison):
        row |= {
            "parameters": list(criterion.first.parameters),
            "position": criterion.position.name,
            "shown_only": criterion.shown_only,
        }
        if isinstance(criterion.second, Indicator):
            row |= {
                "second": criterion.second.field.wire,
                "second_parameters": list(criterion.second.parameters),
            }
        else:
            row["value"] = str(criterion.second)
    return row


def _read(row: Any) -> Criterion:
    """One criterion of a file. Raises ValueError."""
    try:
        about = BY_WIRE[row["field"]]
        if about.kind is Kind.PATTERN:
            return Pattern(about, Bars[row["bars"]], _bars_in_a_row(row))
        if about.kind is Kind.INDICATOR:
            return Comparison(
                Indicator(about, _numbers(row["parameters"])),
                Position[row["position"]],
                _second(row),
                Bars[row["bars"]],
                _bars_in_a_row(row),
                row["shown_only"] is True,
            )
        low, high = (_bound(row[name]) if name in row else None for name in ("low", "high"))
        return Figure(about, low, high, int(row["days"]), Report[row["report"]], Sort[row["sort"]])
    except (KeyError, TypeError, ValueError, OverflowError, InvalidOperation) as error:
        raise ValueError(f"no criterion: {row!r:.60}") from error


def _second(row: Mapping[str, Any]) -> Indicator | Decimal:
    if "second" not in row:
        return _bound(row["value"])
    return Indicator(BY_WIRE[row["second"]], _numbers(row["second_parameters"]))


def _bound(text: Any) -> Decimal:
    """Raises ValueError for what no request can hold."""
    number = Decimal(text)
    if not believable(float(number)):
        raise ValueError(text)
    return number


def _numbers(given: Sequence[Any]) -> tuple[int, ...]:
    return tuple(map(int, given))


def _bars_in_a_row(row: Mapping[str, Any]) -> int:
    count = int(row["in_a_row"])
    if not 1 <= count <= MOST_BARS:
        raise ValueError(count)
    return count
