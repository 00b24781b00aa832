"""History as the older requests ask for it, out of what the gateway has itself: it costs nothing of the quota.

It is the same history: bars are those of 3103, factors those of 3105.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime

from futu_tui.paper import wire
from futu_tui.paper.bars import period_of
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.history import bars_between, parse_time, rehabs_of
from futu_tui.paper.handlers.quotes import kl_type_of, rehab_type_of
from futu_tui.paper.market import Bar, Instrument, KLType
from futu_tui.paper.sessions import midnight
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_history_kl_pb2,
    qot_get_history_kl_points_pb2,
    qot_get_rehab_pb2,
    qot_get_suspend_pb2,
)
from futu_tui.protocol.pb.qot_get_history_kl_points_pb2 import (
    DataStatus_Back,
    DataStatus_Current,
    DataStatus_Null,
    DataStatus_Previous,
    NoDataMode,
    NoDataMode_Backward,
    NoDataMode_Forward,
)


def get_history_kl(call: Call, c2s: qot_get_history_kl_pb2.C2S) -> qot_get_history_kl_pb2.S2C:
    """`nextKLTime` is the time of the first bar that maxAckKLNum left out."""
    kl_type, rehab_type = kl_type_of(c2s.klType), rehab_type_of(c2s.rehabType)
    instrument = call.instrument(Security.of(c2s.security))
    begin, end = _span(c2s.beginTime, c2s.endTime)
    bars = bars_between(call, instrument, kl_type, rehab_type, begin, end)
    most = c2s.maxAckKLNum if c2s.maxAckKLNum > 0 else len(bars)
    s2c = qot_get_history_kl_pb2.S2C(
        security=c2s.security,
        klList=[_line(instrument, bar, c2s.needKLFieldsFlag) for bar in bars[:most]],
    )
    if len(bars) > most:
        s2c.nextKLTime = wire.local_second(instrument.market, bars[most].time)
        s2c.nextKLTimestamp = bars[most].time
    return s2c


def get_history_kl_points(
    call: Call, c2s: qot_get_history_kl_points_pb2.C2S
) -> qot_get_history_kl_points_pb2.S2C:
    """A time's bar is the one stamped with it; of days and longer, the one that the day is in."""
    kl_type, rehab_type = kl_type_of(c2s.klType), rehab_type_of(c2s.rehabType)
    if c2s.noDataMode not in NoDataMode.values():
        raise Refusal(f"there is no NoDataMode {c2s.noDataMode}")
    times = [(text, parse_time(text)) for text in c2s.timeList]
    instruments = [call.instrument(Security.of(each)) for each in c2s.securityList]
    most = c2s.maxReqSecurityNum if c2s.maxReqSecurityNum > 0 else len(instruments)
    s2c = qot_get_history_kl_points_pb2.S2C(hasNext=len(instruments) > most)
    for instrument in instruments[:most]:
        bars = bars_between(call, instrument, kl_type, rehab_type, datetime.min, datetime.max)
        points = s2c.klPointList.add(security=wire.message_of(instrument.security))
        for text, at in times:
            status, bar = _at(instrument, kl_type, bars, at, c2s.noDataMode)
            line = _line(instrument, bar, c2s.needKLFieldsFlag) if bar else _blank(text)
            points.klList.add(status=status, reqTime=text, kl=line)
    return s2c


def get_rehab(call: Call, c2s: qot_get_rehab_pb2.C2S) -> qot_get_rehab_pb2.S2C:
    s2c = qot_get_rehab_pb2.S2C()
    for each in c2s.securityList:
        s2c.securityRehabList.add(security=each, rehabList=rehabs_of(call, each))
    return s2c


def get_suspend(call: Call, c2s: qot_get_suspend_pb2.C2S) -> qot_get_suspend_pb2.S2C:
    """The trading days, up to the one in progress, that a suspended security has no bar of."""
    begin, end = _span(c2s.beginTime, c2s.endTime)
    s2c = qot_get_suspend_pb2.S2C()
    for instrument in [call.instrument(Security.of(each)) for each in c2s.securityList]:
        suspended = s2c.SecuritySuspendList.add(security=wire.message_of(instrument.security))
        for day in _suspended_days(call, instrument, begin.date(), end.date()):
            instant = midnight(instrument.market, day)
            suspended.suspendList.add(time=wire.local_second(instrument.market, instant), timestamp=instant)
    return s2c


def _suspended_days(call: Call, instrument: Instrument, begin: date, end: date) -> list[date]:
    if not instrument.suspended:
        return []
    market, security = call.gateway.market, instrument.security
    today = market.trade_date(instrument.market)
    traded = [
        datetime.fromisoformat(wire.local_second(instrument.market, bar.time)).date()
        for bar in market.history(security, KLType.DAY, date.min, today)
    ]
    days = market.trade_days(instrument.market, max(begin, traded[0]), min(end, today))
    return sorted(set(days) - set(traded))


def _span(begin: str, end: str) -> tuple[datetime, datetime]:
    first, last = parse_time(begin), parse_time(end, end_of_day=True)
    if first > last:
        raise Refusal("beginTime is after endTime")
    return first, last


def _line(instrument: Instrument, bar: Bar, flags: int) -> qot_common_pb2.KLine:
    line = wire.kline(instrument, bar)
    if flags:
        wire.keep_fields(line, flags)
    return line


def _blank(text: str) -> qot_common_pb2.KLine:
    return qot_common_pb2.KLine(time=text, isBlank=True)


def _at(
    instrument: Instrument, kl_type: KLType, bars: Sequence[Bar], at: datetime, mode: int
) -> tuple[int, Bar | None]:
    """(DataStatus, bar) of a time; the bar is None where nothing stands in for it."""

    def stamp(bar: Bar) -> datetime:
        return datetime.fromisoformat(wire.local_second(instrument.market, bar.time))

    after = bisect_right(bars, at, key=stamp)
    previous = bars[after - 1] if after else None
    if previous is not None:
        exact = stamp(previous) == at
        same_bar = period_of(kl_type, stamp(previous).date()) == period_of(kl_type, at.date())
        if exact or (not kl_type.minutes and same_bar):
            return DataStatus_Current, previous
    if mode == NoDataMode_Forward and previous is not None:
        return DataStatus_Previous, previous
    following = bisect_left(bars, at, key=stamp)
    if mode == NoDataMode_Backward and following < len(bars):
        return DataStatus_Back, bars[following]
    return DataStatus_Null, None
