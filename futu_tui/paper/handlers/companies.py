"""What happens around companies: what their holders do, which codes change, who is about to list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from google.protobuf.message import Message

from futu_tui.paper import wire
from futu_tui.paper.code_changes import CodeChange, code_changes
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.history import parse_time
from futu_tui.paper.holders import HolderKind, holding_changes
from futu_tui.paper.ipos import Ipo, coming_ipos
from futu_tui.paper.market import SecurityType
from futu_tui.paper.plates import same_area
from futu_tui.paper.sessions import midnight
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import (
    qot_get_code_change_pb2,
    qot_get_holding_change_list_pb2,
    qot_get_ipo_list_pb2,
)
from futu_tui.protocol.pb.qot_get_code_change_pb2 import (
    TimeFilterType_Effective,
    TimeFilterType_End,
    TimeFilterType_Public,
)

_PUBLISHED_AT = 18 * 3600
"""Seconds from midnight: reports come after the market."""
_USUAL_SPAN = timedelta(days=365)
"""Of holding changes, where no time is asked for."""
_HELD_FOR_A_LOT = 10_000
"""Mainland: worth of shares that one must hold for each lot of an application."""
_DAYS: dict[int, Callable[[CodeChange], date | None]] = {
    TimeFilterType_Public: lambda change: change.announced,
    TimeFilterType_Effective: lambda change: change.effective,
    TimeFilterType_End: lambda change: change.ended,
}


def get_holding_change_list(
    call: Call, c2s: qot_get_holding_change_list_pb2.C2S
) -> qot_get_holding_change_list_pb2.S2C:
    """Published from beginTime to endTime, the latest first; of the last year where neither is given; of shares."""
    instrument = call.instrument(Security.of(c2s.security))
    try:
        kind = HolderKind(c2s.holderCategory)
    except ValueError:
        raise Refusal(f"there is no HolderCategory {c2s.holderCategory}") from None
    market, now = instrument.market, call.gateway.market.now()
    today = datetime.fromisoformat(wire.local_second(market, now))
    end = parse_time(c2s.endTime, end_of_day=True) if c2s.endTime else today
    begin = parse_time(c2s.beginTime) if c2s.beginTime else min(end, today) - _USUAL_SPAN
    if begin > end:
        raise Refusal("beginTime is after endTime")
    s2c = qot_get_holding_change_list_pb2.S2C(security=c2s.security)
    if instrument.sec_type is not SecurityType.EQUITY:
        return s2c
    for change in reversed(holding_changes(instrument, kind, today.date())):
        instant = midnight(market, change.published) + _PUBLISHED_AT
        published = wire.local_second(market, instant)
        if instant <= now and begin <= datetime.fromisoformat(published) <= end:
            s2c.holdingChangeList.add(
                holderName=call.gateway.language.call(change.holder),
                holdingQty=change.after,
                holdingRatio=change.after / instrument.shares * 100,
                changeQty=change.change,
                changeRatio=change.change / change.before * 100,
                time=published,
                timestamp=instant,
            )
    return s2c


def get_code_change(call: Call, c2s: qot_get_code_change_pb2.C2S) -> qot_get_code_change_pb2.S2C:
    """Every filter that is given must let a change through."""
    market = call.gateway.market
    wanted = {call.instrument(Security.of(each)).security for each in c2s.securityList}
    filters = [_time_filter(each) for each in c2s.timeFilterList]
    s2c = qot_get_code_change_pb2.S2C()
    if not market.state(Market.HK):
        return s2c
    for change in code_changes(market.listings.values(), market.trade_date(Market.HK)):
        if (
            (not wanted or change.security in wanted)
            and (not c2s.typeList or change.kind in c2s.typeList)
            and call.access.sees(change.security)
            and all(passes(change) for passes in filters)
        ):
            s2c.codeChangeList.append(_code_change(change))
    return s2c


def get_ipo_list(call: Call, c2s: qot_get_ipo_list_pb2.C2S) -> qot_get_ipo_list_pb2.S2C:
    """Of Shanghai and Shenzhen together, whichever is asked for."""
    try:
        asked = Market(c2s.market)
    except ValueError:
        raise Refusal(f"there is no market {c2s.market}") from None
    market = call.gateway.market
    return qot_get_ipo_list_pb2.S2C(
        ipoList=[
            _ipo(call, ipo)
            for each in same_area(asked)
            if each in _EXTRA and market.state(each)
            for ipo in coming_ipos(each, market.trade_date(each), market.instruments)
        ]
    )


def _time_filter(each: qot_get_code_change_pb2.TimeFilter) -> Callable[[CodeChange], bool]:
    day_of = _DAYS.get(each.type)
    if day_of is None:
        raise Refusal(f"there is no TimeFilterType {each.type}")
    begin = parse_time(each.beginTime) if each.beginTime else datetime.min
    end = parse_time(each.endTime, end_of_day=True) if each.endTime else datetime.max

    def passes(change: CodeChange) -> bool:
        day = day_of(change)
        return day is not None and begin <= datetime.combine(day, time()) <= end

    return passes


def _code_change(change: CodeChange) -> qot_get_code_change_pb2.CodeChangeInfo:
    info = qot_get_code_change_pb2.CodeChangeInfo(
        type=change.kind,
        security=wire.message_of(change.security),
        relatedSecurity=wire.message_of(change.related),
    )
    for name, day in (("public", change.announced), ("effective", change.effective), ("end", change.ended)):
        if day is not None:
            _set_day(info, name, Market.HK, day)
    return info


def _ipo(call: Call, ipo: Ipo) -> qot_get_ipo_list_pb2.IpoData:
    market = ipo.security.market
    data = qot_get_ipo_list_pb2.IpoData(
        basic=qot_get_ipo_list_pb2.BasicIpoData(
            security=wire.message_of(ipo.security),
            name=call.gateway.language.call(ipo),
            listTime=f"{ipo.listing:%Y-%m-%d}",
            listTimestamp=midnight(market, ipo.listing),
        )
    )
    _EXTRA[market](data, ipo, call.gateway.market.trade_date(market))
    return data


def _hong_kong(data: qot_get_ipo_list_pb2.IpoData, ipo: Ipo, today: date) -> None:
    """The price is known once applications are over."""
    is_open = today <= ipo.apply_until
    data.hkExData.CopyFrom(
        qot_get_ipo_list_pb2.HKIpoExData(
            ipoPriceMin=ipo.low,
            ipoPriceMax=ipo.high,
            listPrice=0.0 if is_open else ipo.price,
            lotSize=ipo.lot_size,
            entrancePrice=ipo.entrance,
            isSubscribeStatus=is_open,
        )
    )
    _set_day(data.hkExData, "applyEnd", Market.HK, ipo.apply_until)


def _united_states(data: qot_get_ipo_list_pb2.IpoData, ipo: Ipo, _: date) -> None:
    data.usExData.CopyFrom(
        qot_get_ipo_list_pb2.USIpoExData(ipoPriceMin=ipo.low, ipoPriceMax=ipo.high, issueSize=ipo.shares)
    )


def _mainland(data: qot_get_ipo_list_pb2.IpoData, ipo: Ipo, today: date) -> None:
    """Prices and ratios are estimates until the day of applications, numbers come out with the draw."""
    online = ipo.shares * 3 // 10
    most = max(online // 1_000 // ipo.lot_size, 1) * ipo.lot_size
    drawn = today >= ipo.drawn
    data.cnExData.CopyFrom(
        qot_get_ipo_list_pb2.CNIpoExData(
            applyCode=_apply_code(ipo.security),
            issueSize=ipo.shares,
            onlineIssueSize=online,
            applyUpperLimit=most,
            applyLimitMarketValue=most // ipo.lot_size * _HELD_FOR_A_LOT,
            isEstimateIpoPrice=today < ipo.apply_until,
            ipoPrice=ipo.price,
            industryPeRate=ipo.industry_multiple,
            isEstimateWinningRatio=not drawn,
            winningRatio=ipo.ratio,
            issuePeRate=ipo.multiple,
            isHasWon=drawn,
            winningNumData=[
                qot_get_ipo_list_pb2.WinningNumData(
                    winningName=f"Last {digits} digits", winningInfo=",".join(ends)
                )
                for digits, ends in ipo.winning_ends()
                if drawn
            ],
        )
    )
    _set_day(data.cnExData, "apply", ipo.security.market, ipo.apply_until)
    _set_day(data.cnExData, "winning", ipo.security.market, ipo.drawn)


_EXTRA: dict[Market, Callable[[qot_get_ipo_list_pb2.IpoData, Ipo, date], None]] = {
    Market.HK: _hong_kong,
    Market.US: _united_states,
    Market.SH: _mainland,
    Market.SZ: _mainland,
}
"""What each market tells of a new issue besides."""


def _apply_code(security: Security) -> str:
    """Applications in Shanghai have a code of their own, those in Shenzhen the share's."""
    return f"732{security.code[-3:]}" if security.market is Market.SH else security.code


def _set_day(message: Message, name: str, market: Market, day: date) -> None:
    """Set a message's NAMETime and NAMETimestamp."""
    instant = midnight(market, day)
    setattr(message, f"{name}Time", wire.local_second(market, instant))
    setattr(message, f"{name}Timestamp", instant)
