"""Price alerts ("price reminders" on the wire): what each waits for, when it tells, and how many there may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal

import msgspec

from futu_tui.paper.serial import Serial
from futu_tui.protocol import Market, Security
from futu_tui.protocol.alerts import MOST_OF_A_TYPE, AlertFrequency, AlertSession, AlertType

REST_SECONDS = 60.0
"""An alert that always tells does so no oftener. The published interface leaves it open; this is the paper market's."""
FIRST_KEY = 1_700_000_000_000_000_000
"""Keys are as large as the public gateway's, which a double cannot hold."""


class AlertError(Exception):
    """An alert that cannot be; the message says why."""


class Alert(msgspec.Struct):
    """One alert."""

    key: int
    security: Security
    kind: AlertType
    value: float
    """A price, percent, shares or money, as the kind says; percent of a fall is positive."""
    frequency: AlertFrequency
    note: str
    sessions: tuple[AlertSession, ...]
    enabled: bool = True
    told_on: date | None = None
    """The trading day on which it last told."""
    told_at: float | None = None
    """When, epoch seconds."""
    spent: bool = False
    """Whether it was true when last looked at, so that it has to become untrue before it tells again."""

    def observe(self, current: float, session: AlertSession, day: date, now: float) -> bool:
        """Take what its kind comes to at `now` (epoch seconds) of a trading day; whether it is to be told of."""
        if not self.enabled or session not in self.sessions:
            return False
        was_spent = self.spent
        self.spent = current <= self.value if self.kind.is_floor else current >= self.value
        if not self.spent:
            return False
        if self.frequency is AlertFrequency.ONCE_A_DAY:
            due = self.told_on != day
        elif self.frequency is AlertFrequency.ALWAYS:
            due = not was_spent and (self.told_at is None or now - self.told_at >= REST_SECONDS)
        else:
            due = True
        if due:
            self.told_on, self.told_at = day, now
            self.enabled = self.frequency is not AlertFrequency.ONCE
        return due

    def rearm(self) -> None:
        """Wait anew, as if it had never told."""
        self.told_on, self.told_at, self.spent = None, None, False


class Alerts:
    """All alerts of the gateway's login, by security."""

    def __init__(self, kept: Iterable[Alert] = ()) -> None:
        """`kept` are those from before a restart."""
        self._by_security: dict[Security, dict[int, Alert]] = {}
        self._keys = Serial(FIRST_KEY)
        for alert in kept:
            self._keys.pass_by(alert.key)
            self._by_security.setdefault(alert.security, {})[alert.key] = alert

    def __iter__(self) -> Iterator[Alert]:
        for alerts in self._by_security.values():
            yield from alerts.values()

    def of(self, security: Security) -> list[Alert]:
        """A security's alerts, the oldest first."""
        return list(self._by_security.get(security, {}).values())

    def find(self, security: Security, key: int) -> Alert:
        """One alert of a security. Raises AlertError."""
        alert = self._by_security.get(security, {}).get(key)
        if alert is None:
            raise AlertError(f"{security} has no price reminder {key}: 3221 lists them")
        return alert

    def add(
        self,
        security: Security,
        kind: AlertType,
        value: float,
        frequency: AlertFrequency,
        note: str,
        sessions: tuple[AlertSession, ...],
    ) -> Alert:
        """A new alert, which waits from now on. Raises AlertError."""
        self._require_room(security, kind)
        alert = Alert(self._keys.take(), security, kind, value, frequency, note, sessions)
        self._by_security.setdefault(security, {})[alert.key] = alert
        return alert

    def change(self, alert: Alert, changed: Alert) -> None:
        """Give an alert what of `changed` a person chooses; it waits anew. Raises AlertError."""
        if changed.kind is not alert.kind:
            self._require_room(alert.security, changed.kind)
        alert.kind, alert.value, alert.frequency = changed.kind, changed.value, changed.frequency
        alert.note, alert.sessions = changed.note, changed.sessions
        alert.rearm()

    def enable(self, alert: Alert, *, enabled: bool) -> None:
        """Let an alert wait anew, or keep it without telling."""
        if enabled and not alert.enabled:
            alert.rearm()
        alert.enabled = enabled

    def remove(self, alert: Alert) -> None:
        """Forget an alert."""
        alerts = self._by_security[alert.security]
        del alerts[alert.key]
        if not alerts:
            del self._by_security[alert.security]

    def _require_room(self, security: Security, kind: AlertType) -> None:
        there = sum(alert.kind is kind for alert in self.of(security))
        if there >= MOST_OF_A_TYPE:
            raise AlertError(f"{security} has {there} price reminders of this type, which is the most")


def rounded(kind: AlertType, market: Market, value: float) -> float:
    """A value without what is finer than its kind's published precision."""
    mainland = market in (Market.SH, Market.SZ)
    step = Decimal("0.001")
    if kind is AlertType.TURNOVER_UP:
        step = Decimal(10)
    elif kind is AlertType.VOLUME_UP:
        step = Decimal(1000 if mainland else 10)
    elif kind in (AlertType.BID_SIZE_UP, AlertType.ASK_SIZE_UP) and mainland:
        step = Decimal(100)
    return float((Decimal(repr(value)) / step).to_integral_value(ROUND_DOWN) * step)


def default_sessions(market: Market) -> tuple[AlertSession, ...]:
    """In which sessions an alert tells whose sessions nobody chose, as published."""
    if market is Market.US:
        return (AlertSession.OPEN, AlertSession.US_PRE, AlertSession.US_AFTER)
    return (AlertSession.OPEN,)
