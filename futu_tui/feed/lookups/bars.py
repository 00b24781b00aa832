"""Bars of the past for files: what is to be asked for (3103, 3100, 3101), what it costs, and how answers are read."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from math import ceil
from typing import Any, NamedTuple

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.quotas import HistoryUse
from futu_tui.market import Period, Rehab, has_extended_hours
from futu_tui.market.hours import stretches
from futu_tui.protocol import PROTOCOLS, ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import amount_or_none
from futu_tui.protocol.pb import common_pb2
from futu_tui.protocol.pb import qot_get_history_kl_points_pb2 as points

PAGE = 1000
"""The most bars of one answer of 3103."""
POINTS_AT_ONCE = 50
"""Securities in one request of 3101."""
_TRADING_DAYS = {Period.DAY: 1, Period.WEEK: 5, Period.MONTH: 21, Period.QUARTER: 63, Period.YEAR: 250}


class Source(Enum):
    """Where bars come from: what a person reads, and the protocol."""

    BROKER = ("the broker, by pages", ProtoId.QOT_REQUEST_HISTORY_KL)
    GATEWAY = ("the gateway's downloads", ProtoId.QOT_GET_HISTORY_KL)
    POINTS = ("downloads, given times", ProtoId.QOT_GET_HISTORY_KL_POINTS)

    def __init__(self, label: str, proto_id: ProtoId) -> None:
        self.label = f"{int(proto_id)} {label}"
        self.proto_id = proto_id

    @property
    def costs_quota(self) -> bool:
        """Whether a security takes one of the history quota for thirty days."""
        return self is Source.BROKER


class StandIn(Enum):
    """What stands in where a time has no bar (3101), by its NoDataMode number."""

    NOTHING = (points.NoDataMode_Null, "leave it empty")
    BEFORE = (points.NoDataMode_Forward, "the bar before")
    AFTER = (points.NoDataMode_Backward, "the bar after")

    def __init__(self, mode: int, label: str) -> None:
        self.mode = mode
        self.label = label


STATUSES = {
    points.DataStatus_Null: "none",
    points.DataStatus_Current: "own",
    points.DataStatus_Previous: "before",
    points.DataStatus_Back: "after",
}
"""Which bar stands at a time that was asked for, by DataStatus."""


class BarRow(NamedTuple):
    """A bar as it goes into a file; None where the gateway did not tell."""

    time: str
    """In the market's time zone, at the bar's end; a day's bar has the day."""
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    volume: float | None
    """Shares, or contracts."""
    turnover: float | None
    """Money."""
    change_percent: float | None
    asked: str = ""
    """The time that was asked for (3101)."""
    bar: str = ""
    """Which bar that is (3101): its own, the one before or after it, or none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be exported."""

    source: Source
    securities: tuple[Security, ...]
    period: Period
    rehab: Rehab
    begin: date
    end: date
    extended: bool = False
    """US bars of the hours around the regular ones too."""
    times: tuple[str, ...] = ()
    """For 3101: "YYYY-MM-DD" or "YYYY-MM-DD HH:MM:SS" in the market's time zone."""
    stand_in: StandIn = StandIn.NOTHING

    @property
    def units(self) -> list[tuple[Security, ...]]:
        """What is complete by itself: a security, or those of one request of 3101."""
        size = POINTS_AT_ONCE if self.source is Source.POINTS else 1
        return [self.securities[at : at + size] for at in range(0, len(self.securities), size)]


class Cost(NamedTuple):
    """What an export takes of the gateway's quota and limits."""

    new: int | None
    """Securities that will take one of the history quota each; None while what is counted already is not known."""
    left: int | None
    """What is left of that quota."""
    requests: int
    """About how many, at most."""
    seconds: float
    """At least, by the limit on requests."""

    @property
    def exceeds(self) -> bool:
        """Whether the quota is too small."""
        return self.new is not None and self.left is not None and self.new > self.left


def cost_of(plan: Plan, use: HistoryUse | None) -> Cost:
    """What the plan costs; `use` is what of the history quota is used, if that is known."""
    new: int | None = 0
    if plan.source.costs_quota:
        new = None if use is None else len(set(plan.securities) - use.securities)
    requests = len(plan.units) if plan.source is Source.POINTS else sum(map(_pages, _each(plan)))
    limit = PROTOCOLS[plan.source.proto_id].limit
    waits = (requests - 1) // limit.count * limit.seconds if limit is not None and requests else 0.0
    return Cost(new, None if use is None else use.left, requests, waits)


def _each(plan: Plan) -> Iterator[float]:
    for security in plan.securities:
        yield bars_about(plan, security)


def _pages(bars: float) -> int:
    return max(1, ceil(bars / PAGE))


def bars_about(plan: Plan, security: Security) -> float:
    """How many bars a security has in the plan's days where no day is a holiday, so about how many at most."""
    whole, rest = divmod((plan.end - plan.begin).days + 1, 7)
    days = whole * 5 + sum((plan.begin + timedelta(days=day)).weekday() < 5 for day in range(rest))
    if not plan.period.intraday:
        return days / _TRADING_DAYS[plan.period]
    extended = plan.extended and has_extended_hours(security.market, plan.period)
    minutes = sum(stretch.end - stretch.begin for stretch in stretches(security.market, extended=extended))
    return days * ceil(minutes / plan.period.minutes)


def request_of(plan: Plan, unit: Sequence[Security], after: Any = None) -> dict[str, Any]:
    """The body of one request; `after` is what the answer before said of where it ended."""
    body: dict[str, Any] = {"rehabType": int(plan.rehab), "klType": plan.period.kl_type}
    if plan.source is Source.POINTS:
        return body | {
            "noDataMode": plan.stand_in.mode,
            "securityList": [wire(each) for each in unit[after or 0 :]],
            "timeList": list(plan.times),
        }
    body |= {
        "security": wire(unit[0]),
        "beginTime": plan.begin.isoformat(),
        "endTime": plan.end.isoformat(),
        "maxAckKLNum": PAGE,
    }
    if plan.source is Source.GATEWAY:
        return body | ({"beginTime": after} if after else {})
    if plan.extended and has_extended_hours(unit[0].market, plan.period):
        body |= {"extendedTime": True, "session": common_pb2.Session_ALL}
    return body | ({"nextReqKey": after} if after else {})


def next_of(plan: Plan, unit: Sequence[Security], answer: Any, after: Any = None) -> Any:
    """Where the next request begins; None after the last."""
    if plan.source is Source.POINTS:
        following = (after or 0) + len(answer.klPointList)
        return following if answer.hasNext and answer.klPointList and following < len(unit) else None
    if plan.source is Source.GATEWAY:
        return answer.nextKLTime or None
    return bytes_of(answer.nextReqKey)


def bytes_of(key: bytes) -> str | None:
    """A page's key as a body takes it: protobuf's JSON has bytes in base64."""
    from base64 import b64encode

    return b64encode(key).decode() if key else None


def rows_of(plan: Plan, answer: Any) -> Iterator[tuple[Security, list[BarRow]]]:
    """The bars of an answer by security."""
    if plan.source is not Source.POINTS:
        with suppress(SecurityError):
            yield Security.of(answer.security), [_row(line) for line in answer.klList if not line.isBlank]
        return
    for each in answer.klPointList:
        try:
            security = Security.of(each.security)
        except SecurityError:
            continue
        rows = [
            _row(point.kl)._replace(asked=point.reqTime, bar=STATUSES.get(point.status, str(point.status)))
            for point in each.klList
        ]
        yield security, rows


def keys_of(plan: Plan, answer: Any) -> Iterator[Hashable]:
    """What tells the rows of an answer apart, of those too that `rows_of` leaves out."""
    if plan.source is not Source.POINTS:
        return (line.time for line in answer.klList)
    return (
        (each.security.market, each.security.code, point.reqTime)
        for each in answer.klPointList
        for point in each.klList
    )


def _row(line: Any) -> BarRow:
    def told(field: str) -> float | None:
        return amount_or_none(getattr(line, field)) if line.HasField(field) and not line.isBlank else None

    # hpVolume where fractions of a unit trade
    volume = told("hpVolume") or told("volume")
    return BarRow(
        line.time, told("openPrice"), told("highPrice"), told("lowPrice"), told("closePrice"), volume,
        told("turnover"), told("changeRate"),
    )  # fmt: skip


def named(securities: Iterable[Security]) -> str:
    """Securities for a file's name: the code of one, how many of several."""
    listed = list(securities)
    return str(listed[0]) if len(listed) == 1 else f"{len(listed)}-securities"
