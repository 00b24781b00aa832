"""Price alerts: add, change, stop, start and delete them; list those of a security or a market."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from futu_tui.paper import wire
from futu_tui.paper.alerts import Alert, AlertError, default_sessions, rounded
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.lookups import name_of
from futu_tui.paper.market import Instrument
from futu_tui.protocol import Market, Security
from futu_tui.protocol.alerts import NOTE_CHARACTERS, AlertFrequency, AlertSession, AlertType
from futu_tui.protocol.pb import qot_get_price_reminder_pb2, qot_set_price_reminder_pb2

_Enum = TypeVar("_Enum", AlertType, AlertFrequency, AlertSession)
_MAINLAND = (Market.SH, Market.SZ)


def set_price_reminder(call: Call, c2s: qot_set_price_reminder_pb2.C2S) -> qot_set_price_reminder_pb2.S2C:
    """Answers the key of the alert that it was about; 0 where it was about all of a security's."""
    instrument = call.instrument(Security.of(c2s.security))
    try:
        key = _set(call, instrument, c2s)
    except AlertError as error:
        raise Refusal(str(error)) from None
    call.gateway.settle()
    return qot_set_price_reminder_pb2.S2C(key=key)


def _set(call: Call, instrument: Instrument, c2s: qot_set_price_reminder_pb2.C2S) -> int:
    gateway, security = call.gateway, instrument.security
    alerts = gateway.alerts
    if c2s.op == qot_set_price_reminder_pb2.SetPriceReminderOp_DelAll:
        for alert in alerts.of(security):
            alerts.remove(alert)
            gateway.note_alert(alert, kept=False)
        return 0
    if c2s.op == qot_set_price_reminder_pb2.SetPriceReminderOp_Add:
        for field in ("type", "freq", "value"):
            if not c2s.HasField(field):
                raise Refusal(f"a new price reminder needs a {field}")
        wanted = _wanted(instrument, c2s, None)
        alert = alerts.add(
            security, wanted.kind, wanted.value, wanted.frequency, wanted.note, wanted.sessions
        )
    elif c2s.op in qot_set_price_reminder_pb2.SetPriceReminderOp.values() and c2s.op:
        if not c2s.HasField("key"):
            raise Refusal("name the price reminder by its key: 3221 lists them")
        alert = alerts.find(security, c2s.key)
        if c2s.op == qot_set_price_reminder_pb2.SetPriceReminderOp_Del:
            alerts.remove(alert)
        elif c2s.op == qot_set_price_reminder_pb2.SetPriceReminderOp_Modify:
            alerts.change(alert, _wanted(instrument, c2s, alert))
        else:
            enabled = c2s.op == qot_set_price_reminder_pb2.SetPriceReminderOp_Enable
            alerts.enable(alert, enabled=enabled)
    else:
        raise Refusal(f"there is no SetPriceReminderOp {c2s.op}")
    gateway.note_alert(alert, kept=c2s.op != qot_set_price_reminder_pb2.SetPriceReminderOp_Del)
    return alert.key


def _wanted(instrument: Instrument, c2s: qot_set_price_reminder_pb2.C2S, before: Alert | None) -> Alert:
    """The alert that the request asks for; what it leaves out is as before."""
    security = instrument.security
    kind = _one_of(AlertType, c2s.type, "PriceReminderType") if c2s.HasField("type") else None
    frequency = _one_of(AlertFrequency, c2s.freq, "PriceReminderFreq") if c2s.HasField("freq") else None
    kind = kind or (before.kind if before else AlertType.PRICE_UP)
    if instrument.is_index and kind.of_orders:
        raise Refusal(f"{security} is an index, which has no orders and no volume to be reminded of")
    value = c2s.value if c2s.HasField("value") or before is None else before.value
    if not math.isfinite(value) or value <= 0:
        raise Refusal(f"value must be above 0, not {value:g}; a fall of 5 percent is 5 too")
    if len(c2s.note) > NOTE_CHARACTERS:
        raise Refusal(f"note may have {NOTE_CHARACTERS} characters, not {len(c2s.note)}")
    sessions = before.sessions if before else default_sessions(security.market)
    if c2s.reminderSessionList and security.market is Market.US:
        asked = {
            _one_of(AlertSession, number, "PriceReminderMarketStatus") for number in c2s.reminderSessionList
        }
        sessions = tuple(sorted(asked))
    return Alert(
        key=0,
        security=security,
        kind=kind,
        value=rounded(kind, security.market, value),
        frequency=frequency or (before.frequency if before else AlertFrequency.ALWAYS),
        note=c2s.note if c2s.HasField("note") or before is None else before.note,
        sessions=sessions,
    )


def _one_of(enum: type[_Enum], number: int, name: str) -> _Enum:
    try:
        return enum(number)
    except ValueError:
        raise Refusal(f"there is no {name} {number}") from None


def get_price_reminder(call: Call, c2s: qot_get_price_reminder_pb2.C2S) -> qot_get_price_reminder_pb2.S2C:
    """Of one security, or of those of a market that the key may see."""
    if c2s.HasField("security"):
        found: Iterable[Alert] = call.gateway.alerts.of(call.instrument(Security.of(c2s.security)).security)
    elif c2s.HasField("market"):
        found = _of_market(call, c2s.market)
    else:
        raise Refusal("name a security or a market")
    s2c = qot_get_price_reminder_pb2.S2C()
    for security, alerts in groupby(sorted(found, key=attrgetter("security")), attrgetter("security")):
        s2c.priceReminderList.add(
            security=wire.message_of(security), name=name_of(call, security), itemList=map(_item, alerts)
        )
    return s2c


def _of_market(call: Call, number: int) -> list[Alert]:
    try:
        market = Market(number)
    except ValueError:
        raise Refusal(f"there is no QotMarket {number}") from None
    markets = _MAINLAND if market in _MAINLAND else (market,)
    return [
        alert
        for alert in call.gateway.alerts
        if alert.security.market in markets and call.access.sees(alert.security)
    ]


def _item(alert: Alert) -> qot_get_price_reminder_pb2.PriceReminderItem:
    return qot_get_price_reminder_pb2.PriceReminderItem(
        key=alert.key,
        type=alert.kind,
        value=alert.value,
        note=alert.note,
        freq=alert.frequency,
        isEnable=alert.enabled,
        reminderSessionList=alert.sessions,
    )
