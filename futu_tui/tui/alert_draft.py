"""A price alert being written: what a person chooses key by key, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from msgspec import Struct

from futu_tui.market import Alert, Listing, Quote, Store
from futu_tui.market.alerts import FREQUENCIES, TYPES
from futu_tui.protocol import Market, Security
from futu_tui.protocol.alerts import (
    MOST_OF_A_TYPE,
    NOTE_CHARACTERS,
    AlertFrequency,
    AlertSession,
    AlertType,
    Unit,
)
from futu_tui.trading.amounts import tidy, wire_number
from futu_tui.trading.ticket_context import is_tradable, steps_of
from futu_tui.trading.ticks import PriceSteps

FINEST = Decimal("0.001")
"""What is finer in a value the gateway leaves away."""
PERCENT_STEP = Decimal("0.1")
FIRST_PERCENT = Decimal(3)


class Hours(NamedTuple):
    """In which hours of the US market an alert waits."""

    label: str
    sessions: tuple[int, ...]


_OPEN, _PRE, _AFTER, _NIGHT = AlertSession
HOURS = (
    Hours("regular, pre, after", (_OPEN, _PRE, _AFTER)),
    Hours("regular", (_OPEN,)),
    Hours("all, with the night", (_OPEN, _PRE, _AFTER, _NIGHT)),
    Hours("pre and after", (_PRE, _AFTER)),
    Hours("night", (_NIGHT,)),
)
"""What can be chosen; the first is the gateway's own choice."""
_NAMES: dict[int, str] = {_OPEN: "regular", _PRE: "pre", _AFTER: "after", _NIGHT: "night"}


def hours_label(sessions: Iterable[int]) -> str:
    """The hours in words; empty where none are told, and of those without any of the US market's own."""
    told = tuple(sorted(sessions))
    if not told or told == (_OPEN,):
        return ""
    words = " ".join(_NAMES.get(number, "?") for number in told)
    return next((hours.label for hours in HOURS if hours.sessions == told), words)


class Trouble(NamedTuple):
    """What is wrong with a field."""

    field: str
    text: str
    blocking: bool = True


class AlertDraft(Struct):
    """Of a new alert, or of one that is to be changed."""

    security: Security
    type: AlertType
    value: Decimal | None
    frequency: AlertFrequency = AlertFrequency.ONCE
    note: str = ""
    hours: Hours = HOURS[0]
    before: Alert | None = None
    """What is to be changed; None for a new one."""
    type_chosen: bool = False
    """Whether the person chose the type, so that it no longer follows the price."""

    @classmethod
    def new(cls, security: Security, store: Store, price: Decimal | None = None) -> AlertDraft:
        """At a price, or else at what it trades at now."""
        draft = cls(security, AlertType.PRICE_UP, price)
        if price is None:
            draft.value = draft.last(store)
        draft.follow(store)
        return draft

    @classmethod
    def of(cls, alert: Alert) -> AlertDraft:
        """A change of an alert, as it is now; of a type that is not known here, as a price."""
        return cls(
            security=alert.security,
            type=TYPES.get(alert.type, AlertType.PRICE_UP),
            value=wire_number(alert.value),
            frequency=FREQUENCIES.get(alert.frequency, AlertFrequency.ONCE),
            note=alert.note,
            hours=next((each for each in HOURS if each.sessions == alert.sessions), HOURS[0]),
            before=alert,
            type_chosen=True,
        )

    # What the market says

    def quote(self, store: Store) -> Quote | None:
        return store.quotes.get(self.security)

    def steps(self, store: Store) -> PriceSteps:
        """Where the security's prices lie."""
        return steps_of(self.security.market, self.quote(store), store.listings.get(self.security))

    def last(self, store: Store) -> Decimal | None:
        """What it trades at now."""
        return self.price(store, "price")

    def price(self, store: Store, of: str) -> Decimal | None:
        """One of the quote's prices: "price", "bid" or "ask"."""
        quote = self.quote(store)
        told = getattr(quote, of) if quote is not None else None
        return self.steps(store).nearest(told) if told else None

    # What the person does

    def take(self, value: Decimal | None, store: Store) -> None:
        """The value is this now; above the last price an alert waits for a rise, below it for a fall."""
        self.value = value
        self.follow(store)

    def follow(self, store: Store) -> None:
        """Let the type follow the value, unless the person chose it."""
        last = self.last(store)
        if not self.type_chosen and self.value is not None and last is not None and self.value != last:
            self.type = AlertType.PRICE_UP if self.value > last else AlertType.PRICE_DOWN

    def choose(self, type: AlertType, store: Store) -> None:
        """Take a type; a value that counts something else gives way to one of its own."""
        before, self.type, self.type_chosen = self.type, type, True
        if before.unit is not type.unit:
            self.value = {Unit.PRICE: self.last(store), Unit.PERCENT: FIRST_PERCENT}.get(type.unit)
            if self.value is None:
                now = self._alert(Decimal(0)).current(self.quote(store))
                self.value = _round(wire_number(now)) if now else None

    def step(self, by: int, store: Store) -> None:
        """The value a step up or down: a tick, a tenth of a percent, or about a tenth of an amount."""
        value = self.value
        if value is None:
            self.take(self.last(store) if self.type.unit is Unit.PRICE else FIRST_PERCENT, store)
            return
        if self.type.unit is Unit.PRICE:
            steps = self.steps(store)
            self.take(steps.up(value) if by > 0 else steps.down(value), store)
            return
        step = PERCENT_STEP if self.type.unit is Unit.PERCENT else _tenth(value)
        rounding = ROUND_FLOOR if by > 0 else ROUND_CEILING
        moved = ((value / step).to_integral_value(rounding) + by) * step
        if moved > 0:
            self.take(tidy(moved), store)

    # What becomes of it

    def types(self, listing: Listing | None) -> tuple[AlertType, ...]:
        """What can be waited for."""
        if is_tradable(listing):
            return tuple(AlertType)
        return tuple(each for each in AlertType if not each.of_orders)

    @property
    def has_hours(self) -> bool:
        """Whether its market has hours to choose from."""
        return self.security.market is Market.US

    def alert(self) -> Alert:
        """What is to be sent. Raises ValueError while there is no value."""
        if self.value is None:
            raise ValueError("an alert needs a value")
        return self._alert(self.value)

    def _alert(self, value: Decimal) -> Alert:
        before = self.before
        return Alert(
            key=before.key if before else 0,
            security=self.security,
            type=self.type,
            value=float(value),
            frequency=self.frequency,
            note=self.note.strip(),
            enabled=before.enabled if before else True,
            sessions=self.hours.sessions if self.has_hours else (),
        )

    def troubles(self, store: Store) -> list[Trouble]:
        """What is wrong with it, what blocks first."""
        found = []
        if self.value is None:
            found.append(Trouble("value", "write what to wait for"))
        elif self.value <= 0:
            found.append(Trouble("value", "it must be above 0"))
        if len(self.note.strip()) > NOTE_CHARACTERS:
            found.append(Trouble("note", f"{NOTE_CHARACTERS} characters at most"))
        if self.before is None or self.before.type != self.type:
            there = sum(each.type == self.type for each in store.alerts.of(self.security))
            if there >= MOST_OF_A_TYPE:
                found.append(Trouble("type", f"{self.security} has {there} of these, which is the most"))
        if found or self.value is None:
            return found
        if self.value % FINEST:
            found.append(Trouble("value", f"finer than {FINEST} is left away", blocking=False))
        if self._alert(self.value).is_there(self.quote(store)):
            found.append(Trouble("value", "it is there now: it tells at once", blocking=False))
        return found


def _tenth(value: Decimal) -> Decimal:
    """A step of an amount: its second digit."""
    return max(Decimal(1), Decimal(10) ** (value.adjusted() - 1))


def _round(value: Decimal) -> Decimal:
    """An amount by its first two digits."""
    step = _tenth(value)
    return tidy(((value / step).to_integral_value(ROUND_FLOOR) + 1) * step)
