"""The facts of one security: static information (3202), snapshot (3203), market state (3223), suspensions (3201)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups import snapshot_tables as tables
from futu_tui.feed.lookups.enum_words import words_of
from futu_tui.feed.lookups.figures import Figure, Unit, Value, read_figures
from futu_tui.opend import OpenD
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.numbers import believable
from futu_tui.protocol.pb import qot_common_pb2 as qot

if TYPE_CHECKING:
    from futu_tui.market import ExtendedHours, Quote

SUSPENSIONS = timedelta(days=365)
"""How far back suspensions are asked for."""
DAYS_TOLD = 12
"""Suspended days that are told one by one, the latest first."""
SECURITY, MARKET, PRICE, BOOK, TRADED = "Security", "Market", "Price", "Book", "Traded"
PRE, AFTER, NIGHT = "Pre-market", "After hours", "Overnight"
NOT_TOLD = "Not told"
_WITHOUT_ORDERS = frozenset({qot.SecurityType_Index, qot.SecurityType_Plate, qot.SecurityType_PlateSet})


@dataclass(frozen=True, slots=True)
class Answers:
    """What the gateway said to each of the four requests: the row of the security, None without one, or its refusal."""

    static: Any = None
    """qot_common.SecurityStaticInfo"""
    snapshot: Any = None
    """qot_get_security_snapshot.Snapshot"""
    state: Any = None
    """qot_get_market_state.MarketInfo"""
    suspensions: Any = None
    """qot_get_suspend.SecuritySuspend"""


async def ask_facts(gateway: OpenD, security: Security, today: date) -> list[Figure]:
    """All figures, with a line for each part that is refused; raises GatewayError where nothing is told.

    `today` is the date in the security's market.
    """
    one = {"securityList": [wire(security)]}
    days = {"beginTime": (today - SUSPENSIONS).isoformat(), "endTime": today.isoformat()}
    answers = Answers(
        *await asyncio.gather(
            _row_of(security, gateway.request(ProtoId.QOT_GET_STATIC_INFO, one), "staticInfoList"),
            _row_of(security, gateway.request(ProtoId.QOT_GET_SECURITY_SNAPSHOT, one), "snapshotList"),
            _row_of(security, gateway.request(ProtoId.QOT_GET_MARKET_STATE, one), "marketInfoList"),
            _row_of(security, gateway.request(ProtoId.QOT_GET_SUSPEND, one | days), "SecuritySuspendList"),
        )
    )
    for told in (answers.static, answers.snapshot):
        if told is not None and not isinstance(told, GatewayError):
            return list(read_facts(answers))
    for refused in (answers.static, answers.snapshot):
        if isinstance(refused, GatewayError):
            raise refused
    return []


async def _row_of(security: Security, answer: Awaitable[Any], field: str) -> Any:
    """The row of an answer that is about the security; None without one."""
    try:
        rows = getattr(await answer, field)
    except GatewayError as error:
        return error
    return next((row for row in rows if _names(row, security)), None)


def _names(row: Any, security: Security) -> bool:
    named = row.basic.security if "basic" in row.DESCRIPTOR.fields_by_name else row.security
    return bool(named.market == security.market and named.code == security.code)


def read_facts(answers: Answers) -> Iterator[Figure]:
    """Every field that is told, once, group by group."""
    found: dict[tuple[str, str], Figure] = {}
    for figure in _all(answers):
        found.setdefault(figure.place, figure)
    groups: dict[str, list[Figure]] = {}
    for figure in found.values():
        groups.setdefault(figure.group, []).append(figure)
    for figures in groups.values():
        yield from figures


def _all(answers: Answers) -> Iterator[Figure]:
    static, snapshot = _told(answers.static), _told(answers.snapshot)
    if snapshot is not None:
        yield from _trading(snapshot.basic)
        for field, group, table in tables.KINDS:
            if snapshot.HasField(field):
                yield from read_figures(group, getattr(snapshot, field), table)
    if static is not None:
        for field, group, table in tables.STATIC_KINDS:
            if static.HasField(field):
                yield from read_figures(group, getattr(static, field), table)
    if snapshot is not None:
        yield from read_figures("Margin", snapshot.basic, tables.MARGIN)
    yield from _market(answers)
    if static is not None:
        yield from read_figures(SECURITY, static.basic, tables.STATIC_BASIC)
    if snapshot is not None:
        yield from read_figures(SECURITY, snapshot.basic, tables.IDENTITY)
    parts = (
        ("Static information", answers.static),
        ("Snapshot", answers.snapshot),
        ("Market state", answers.state),
        ("Suspensions", answers.suspensions),
    )
    for part, answer in parts:
        if isinstance(answer, GatewayError):
            yield Figure(NOT_TOLD, part, answer.message, Unit.WORDS)


def _told(answer: Any) -> Any:
    return None if isinstance(answer, GatewayError) else answer


def _market(answers: Answers) -> Iterator[Figure]:
    state, snapshot, suspensions = map(_told, (answers.state, answers.snapshot, answers.suspensions))
    if state is not None:
        field = state.DESCRIPTOR.fields_by_name["marketState"]
        yield Figure(MARKET, "State", words_of(field, state.marketState), Unit.WORDS)
    if snapshot is not None:
        yield from read_figures(MARKET, snapshot.basic, tables.STATE)
    if suspensions is not None:
        yield from read_suspensions([row.time[:10] for row in suspensions.suspendList])


def read_suspensions(days: Iterable[str]) -> Iterator[Figure]:
    """How many days of the last year it did not trade on, and the latest of them."""
    latest = sorted(set(days), reverse=True)
    yield Figure(MARKET, "Suspended in a year", len(latest), Unit.DAYS)
    for number, day in enumerate(latest[:DAYS_TOLD], 1):
        yield Figure(MARKET, f"Suspended day {number}", day, Unit.DAY)


def _trading(basic: Any) -> Iterator[Figure]:
    price = list(read_figures(PRICE, basic, tables.PRICE))
    yield price[0]
    yield from _change(basic.curPrice, basic.lastClosePrice)
    yield from price[1:]
    yield from _book(basic)
    yield from read_figures(TRADED, basic, tables.TRADED)
    yield from read_figures("Range", basic, tables.RANGES)
    for field, group in (("preMarket", PRE), ("afterMarket", AFTER), ("overnight", NIGHT)):
        if basic.HasField(field):
            yield from read_figures(group, getattr(basic, field), tables.EXTENDED)


def _book(basic: Any) -> Iterator[Figure]:
    """Best prices, also while there is none on a side; what has no orders has no book."""
    told = {figure.label: figure for figure in read_figures(BOOK, basic, tables.BOOK)}
    for row in tables.BOOK:
        if row.label in told:
            yield told[row.label]
        elif row in tables.TOP and basic.type not in _WITHOUT_ORDERS:
            yield Figure(BOOK, row.label, None, row.unit)


def _change(last: float, close: float) -> Iterator[Figure]:
    known = bool(last and close) and believable(last, close)
    yield Figure(PRICE, "Change", last - close if known else None, Unit.CHANGE)
    yield Figure(PRICE, "Change %", (last - close) / close * 100 if known else None, Unit.MOVE)


def live(figures: Sequence[Figure], quote: Quote) -> list[Figure]:
    """The same figures with those that a quote tells as it stands now; not sizes that it knows less exactly."""
    now = _of_quote(quote)
    return [
        replace(figure, value=now[figure.place])
        if figure.place in now and not (figure.unit is Unit.SHARES and isinstance(figure.value, float))
        else figure
        for figure in figures
    ]


def _of_quote(quote: Quote) -> dict[tuple[str, str], Value]:
    told: dict[tuple[str, str], Value] = {
        (PRICE, "Last"): quote.last,
        (PRICE, "Change"): quote.change,
        (PRICE, "Change %"): quote.change_pct,
        (PRICE, "Previous close"): quote.prev_close,
        (PRICE, "Open"): quote.open,
        (PRICE, "High"): quote.high,
        (PRICE, "Low"): quote.low,
        (PRICE, "Amplitude"): quote.amplitude,
        (TRADED, "Volume"): quote.volume,
        (TRADED, "Turnover"): quote.turnover,
        (TRADED, "Turnover rate"): quote.turnover_rate,
        (MARKET, "Suspended"): quote.suspended,
    }
    if quote.update_time:
        told[MARKET, "Updated"] = quote.update_time[:19]
    if quote.tick:
        told[PRICE, "Tick"] = quote.tick
    if quote.bid is not None:
        told[BOOK, "Bid"], told[BOOK, "Bid size"] = quote.bid, quote.bid_size
    if quote.ask is not None:
        told[BOOK, "Ask"], told[BOOK, "Ask size"] = quote.ask, quote.ask_size
    for group, hours in ((PRE, quote.pre), (AFTER, quote.after), (NIGHT, quote.overnight)):
        if hours is not None:
            told |= _of_hours(group, hours)
    return told


def _of_hours(group: str, hours: ExtendedHours) -> dict[tuple[str, str], Value]:
    return {
        (group, "Last"): hours.price,
        (group, "Change"): hours.change,
        (group, "Change %"): hours.change_pct,
        (group, "High"): hours.high,
        (group, "Low"): hours.low,
        (group, "Volume"): hours.volume,
        (group, "Turnover"): hours.turnover,
    }
