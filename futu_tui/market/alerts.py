"""The login's price alerts ("price reminders" on the wire): those that wait (3221), and those that told (3019)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from futu_tui.protocol import Market, Security
from futu_tui.protocol.alerts import AlertFrequency, AlertType, Unit
from futu_tui.protocol.numbers import amount_or_none, believable, price_or_none

if TYPE_CHECKING:
    from futu_tui.market.quote import Quote
    from futu_tui.protocol.pb import qot_get_price_reminder_pb2, qot_update_price_reminder_pb2

FIRED_KEPT = 500
"""The alerts that were told of and are remembered."""
MAINLAND = (Market.SH, Market.SZ)
"""Markets whose alerts are told together."""


_TYPE_LABELS = {
    AlertType.PRICE_UP: "Price up to",
    AlertType.PRICE_DOWN: "Price down to",
    AlertType.CHANGE_UP: "Day up by %",
    AlertType.CHANGE_DOWN: "Day down by %",
    AlertType.CHANGE_5MIN_UP: "5 min up by %",
    AlertType.CHANGE_5MIN_DOWN: "5 min down by %",
    AlertType.CHANGE_3MIN_UP: "3 min up by %",
    AlertType.CHANGE_3MIN_DOWN: "3 min down by %",
    AlertType.VOLUME_UP: "Volume up to",
    AlertType.TURNOVER_UP: "Turnover up to",
    AlertType.TURNOVER_RATE_UP: "Turned over %",
    AlertType.BID_UP: "Bid up to",
    AlertType.ASK_DOWN: "Ask down to",
    AlertType.BID_SIZE_UP: "Bid size up to",
    AlertType.ASK_SIZE_UP: "Ask size up to",
}
_FREQUENCY_LABELS = {
    AlertFrequency.ALWAYS: "every time",
    AlertFrequency.ONCE_A_DAY: "once a day",
    AlertFrequency.ONCE: "once",
}
TYPES: Mapping[int, AlertType] = {int(each): each for each in AlertType}
FREQUENCIES: Mapping[int, AlertFrequency] = {int(each): each for each in AlertFrequency}


def type_label(number: int) -> str:
    """A qot_common.PriceReminderType in words, a value to follow; one newer than this program by its number."""
    kind = TYPES.get(number)
    return _TYPE_LABELS[kind] if kind else f"Type {number}"


def frequency_label(number: int) -> str:
    """A qot_common.PriceReminderFreq in words."""
    frequency = FREQUENCIES.get(number)
    return _FREQUENCY_LABELS[frequency] if frequency else f"kind {number}"


class Alert(Struct, frozen=True):
    """One alert, as the gateway keeps it."""

    key: int
    security: Security
    type: int
    """qot_common.PriceReminderType; `kind` where it is known here."""
    value: float
    """A price, percent, shares or money, as the type says."""
    frequency: int = AlertFrequency.ONCE
    """qot_common.PriceReminderFreq"""
    note: str = ""
    enabled: bool = True
    sessions: tuple[int, ...] = ()
    """qot_common.PriceReminderMarketStatus of the hours it waits in."""

    @property
    def kind(self) -> AlertType | None:
        """What it waits for; None for a type that is newer than this program."""
        return TYPES.get(self.type)

    @property
    def label(self) -> str:
        return type_label(self.type)

    @property
    def unit(self) -> Unit | None:
        return self.kind.unit if self.kind else None

    def current(self, quote: Quote | None) -> float | None:
        """What its type comes to now, a fall of percent positive; None where the quote does not tell."""
        if quote is None or self.kind is None:
            return None
        match self.kind:
            case AlertType.PRICE_UP | AlertType.PRICE_DOWN:
                return quote.price
            case AlertType.CHANGE_UP:
                return quote.price_change_pct
            case AlertType.CHANGE_DOWN:
                return None if quote.price_change_pct is None else -quote.price_change_pct
            case AlertType.VOLUME_UP:
                return quote.volume
            case AlertType.TURNOVER_UP:
                return quote.turnover
            case AlertType.TURNOVER_RATE_UP:
                return quote.turnover_rate
            case AlertType.BID_UP:
                return quote.bid
            case AlertType.ASK_DOWN:
                return quote.ask
            case AlertType.BID_SIZE_UP:
                return quote.bid_size
            case AlertType.ASK_SIZE_UP:
                return quote.ask_size
            case _:
                return None

    def to_go(self, quote: Quote | None) -> float | None:
        """How far what it waits for has to move: in percent of what it is now, with the direction's sign; of percents,
        the points that are missing. What is there already has the other sign, or is 0. None where that is not known.
        """
        current = self.current(quote)
        if current is None:
            return None
        if self.unit is Unit.PERCENT:
            return self.value - current
        return (self.value / current - 1) * 100 if current else None

    def is_there(self, quote: Quote | None) -> bool:
        """Whether what it waits for is so by what is known."""
        to_go = self.to_go(quote)
        if to_go is None or self.kind is None:
            return False
        return to_go >= 0 if self.kind.is_floor else to_go <= 0


class Fired(Struct, frozen=True):
    """An alert that was told of."""

    security: Security
    name: str
    price: float | None
    """None where nobody told, as `missed_of`."""
    change_rate: float | None
    """Percent"""
    content: str
    """In the gateway's words."""
    note: str
    key: int
    """0 where it is not told."""
    type: int
    """qot_common.PriceReminderType; 0 where it is not told."""
    value: float | None
    """What it waited for."""
    heard_at: float
    """When this program heard of it, in monotonic seconds."""

    @property
    def label(self) -> str:
        return type_label(self.type) if self.type else ""


class PriceAlerts:
    """All alerts of the login."""

    def __init__(self) -> None:
        self.known = False
        """Whether the gateway has told which there are."""
        self.refused = ""
        """Why it does not tell, in its words."""
        self.fired: deque[Fired] = deque(maxlen=FIRED_KEPT)
        """Told of while this program runs, the oldest first."""
        self._by_security: dict[Security, tuple[Alert, ...]] = {}

    def __iter__(self) -> Iterator[Alert]:
        """By security."""
        for security in sorted(self._by_security):
            yield from self._by_security[security]

    def of(self, security: Security) -> Sequence[Alert]:
        """A security's alerts, as the gateway orders them."""
        return self._by_security.get(security, ())

    def waits(self, security: Security) -> bool:
        """Whether any alert of a security may tell."""
        alerts = self._by_security.get(security)
        return alerts is not None and any(alert.enabled for alert in alerts)

    def apply_market(
        self, market: Market, rows: Iterable[qot_get_price_reminder_pb2.PriceReminder]
    ) -> set[Security]:
        """All alerts of a market; the securities whose alerts differ."""
        markets = MAINLAND if market in MAINLAND else (market,)
        fresh = _read(rows)
        changed = set()
        for security in {*fresh, *(each for each in self._by_security if each.market in markets)}:
            changed |= self._put(security, fresh.get(security, ()))
        return changed

    def apply_security(
        self, security: Security, rows: Iterable[qot_get_price_reminder_pb2.PriceReminder]
    ) -> set[Security]:
        """All alerts of a security; itself, if they differ."""
        return self._put(security, _read(rows).get(security, ()))

    def put(self, alert: Alert) -> set[Security]:
        """An alert was made, or is like this now."""
        rest = [each for each in self.of(alert.security) if each.key != alert.key]
        place = next(
            (n for n, each in enumerate(self.of(alert.security)) if each.key == alert.key), len(rest)
        )
        return self._put(alert.security, (*rest[:place], alert, *rest[place:]))

    def drop(self, security: Security, key: int | None = None) -> set[Security]:
        """An alert was deleted, or all of a security."""
        left = () if key is None else tuple(each for each in self.of(security) if each.key != key)
        return self._put(security, left)

    def _put(self, security: Security, alerts: tuple[Alert, ...]) -> set[Security]:
        if alerts == self.of(security):
            return set()
        if alerts:
            self._by_security[security] = alerts
        else:
            del self._by_security[security]
        return {security}


def _read(
    rows: Iterable[qot_get_price_reminder_pb2.PriceReminder],
) -> dict[Security, tuple[Alert, ...]]:
    found: dict[Security, tuple[Alert, ...]] = {}
    for row in rows:
        security = Security.of(row.security)
        alerts = tuple(
            Alert(
                item.key, security, item.type, item.value, item.freq, item.note, item.isEnable,
                tuple(item.reminderSessionList),
            )
            for item in row.itemList
            if believable(item.value)
        )  # fmt: skip
        found[security] = found.get(security, ()) + alerts
    return {security: alerts for security, alerts in found.items() if alerts}


def fired_of(security: Security, s2c: qot_update_price_reminder_pb2.S2C, now: float) -> Fired:
    """A push of 3019; `now` is monotonic seconds."""
    return Fired(
        security=security,
        name=s2c.name,
        price=price_or_none(s2c.price),
        change_rate=amount_or_none(s2c.changeRate),
        content=s2c.content,
        note=s2c.note,
        key=s2c.key,
        type=s2c.type,
        value=amount_or_none(s2c.setValue) if s2c.HasField("setValue") else None,
        heard_at=now,
    )


def missed_of(alert: Alert, now: float) -> Fired:
    """An alert that tells once and stopped waiting while the link was down, so that nobody heard it."""
    return Fired(
        security=alert.security,
        name="",
        price=None,
        change_rate=None,
        content=f"{alert.label} {alert.value:,.10g} told while the link was down, or was stopped elsewhere",
        note=alert.note,
        key=alert.key,
        type=alert.type,
        value=alert.value,
        heard_at=now,
    )
