"""Capital flow and distribution: money in and out of a security, out of the market's own trades."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from futu_tui.paper import wire
from futu_tui.paper.capital import CapitalDay, OrderSize
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.history import parse_time
from futu_tui.paper.market import Instrument
from futu_tui.paper.sessions import midnight
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_capital_distribution_pb2,
    qot_get_capital_flow_pb2,
)

SPAN = timedelta(days=365)
"""How far it goes back where no beginning is named."""

_KEYS: dict[int, Callable[[date], Hashable]] = {
    qot_common_pb2.PeriodType_DAY: lambda day: day,
    qot_common_pb2.PeriodType_WEEK: lambda day: day.isocalendar()[:2],
    qot_common_pb2.PeriodType_MONTH: lambda day: (day.year, day.month),
}
"""What the days of one item have in common."""

Item = qot_get_capital_flow_pb2.CapitalFlowItem


def get_capital_flow(call: Call, c2s: qot_get_capital_flow_pb2.C2S) -> qot_get_capital_flow_pb2.S2C:
    """Today's net money up to each minute, or each day's, week's or month's since the market was started."""
    instrument = _traded(call, c2s.security)
    market = instrument.security.market
    if c2s.periodType in (qot_common_pb2.PeriodType_Unknown, qot_common_pb2.PeriodType_INTRADAY):
        return _by_minutes(call, instrument)
    key = _KEYS.get(c2s.periodType)
    if key is None:
        raise Refusal(f"there is no PeriodType {c2s.periodType}")
    begin, end = _days(c2s.beginTime, c2s.endTime, call.gateway.market.trade_date(market))
    days = [day for day in call.gateway.market.capital_days(instrument.security) if begin <= day.day <= end]
    return qot_get_capital_flow_pb2.S2C(
        flowItemList=[_sum(market, list(group)) for _, group in groupby(days, key=lambda day: key(day.day))]
    )


def get_capital_distribution(
    call: Call, c2s: qot_get_capital_distribution_pb2.C2S
) -> qot_get_capital_distribution_pb2.S2C:
    instrument = _traded(call, c2s.security)
    record = call.gateway.market.capital(instrument.security)
    came_in, went_out = ([money / UNIT for money in side] for side in (record.came_in, record.went_out))
    s2c = qot_get_capital_distribution_pb2.S2C(
        capitalInSuper=came_in[OrderSize.SUPER],
        capitalInBig=came_in[OrderSize.BIG],
        capitalInMid=came_in[OrderSize.MID],
        capitalInSmall=came_in[OrderSize.SMALL],
        capitalOutSuper=went_out[OrderSize.SUPER],
        capitalOutBig=went_out[OrderSize.BIG],
        capitalOutMid=went_out[OrderSize.MID],
        capitalOutSmall=went_out[OrderSize.SMALL],
    )
    if record.updated:
        s2c.updateTime = wire.local_second(instrument.security.market, record.updated)
        s2c.updateTimestamp = record.updated
    return s2c


def _traded(call: Call, message: qot_common_pb2.Security) -> Instrument:
    instrument = call.instrument(Security.of(message))
    if instrument.is_index:
        raise Refusal(f"{instrument.security} is an index, which no money goes into")
    return instrument


def _by_minutes(call: Call, instrument: Instrument) -> qot_get_capital_flow_pb2.S2C:
    market = instrument.security.market
    record = call.gateway.market.capital(instrument.security)
    s2c = qot_get_capital_flow_pb2.S2C()
    for place, start in enumerate(record.minutes):
        s2c.flowItemList.append(_item(record.net_at(place), wire.local_second(market, start), start))
    if record.updated:
        s2c.lastValidTime = wire.local_second(market, record.updated)
        s2c.lastValidTimestamp = record.updated
    return s2c


def _sum(market: Market, days: Sequence[CapitalDay]) -> Item:
    """One item of several days, stamped with the first of them."""
    net = tuple(map(sum, zip(*(day.net for day in days), strict=True)))
    item = _item(net, days[0].day.isoformat(), midnight(market, days[0].day))
    item.mainInFlow = item.superInFlow + item.bigInFlow
    return item


def _item(net: Iterable[int], time: str, timestamp: float) -> Item:
    amounts = [money / UNIT for money in net]
    return Item(
        inFlow=sum(amounts),
        time=time,
        timestamp=timestamp,
        superInFlow=amounts[OrderSize.SUPER],
        bigInFlow=amounts[OrderSize.BIG],
        midInFlow=amounts[OrderSize.MID],
        smlInFlow=amounts[OrderSize.SMALL],
    )


def _days(begin: str, end: str, today: date) -> tuple[date, date]:
    """The first and the last day that are asked for, as the published interface fills them in."""
    first: datetime | None = parse_time(begin) if begin else None
    last: datetime | None = parse_time(end) if end else None
    until = last.date() if last else first.date() + SPAN if first else today
    since = first.date() if first else until - SPAN
    if since > until:
        raise Refusal("beginTime is after endTime")
    return since, until
