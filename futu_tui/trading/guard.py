"""The person's own limits on orders, from the settings: what breaks one is not sent.

    guard = Guard(Limits.of(settings.guard))
    guard.check(proposal) -> [Refusal("largest order value", "512,500.00 HKD", "500,000.00 HKD", text), ...]

`desk.place` and `desk.modify` check by themselves and answer NOT_SENT with the refusals; `guard.opens(word)` says
whether the word that was typed overrides them, which the settings can forbid. Pure: what it goes by comes in with the
proposal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from msgspec import Struct, field

from futu_tui.protocol import Market, Security, SecurityError
from futu_tui.trading.amounts import ZERO, money_text, number_text

WORD = "OVERRIDE"
"""What must be typed to send an order past the limits."""


class GuardSettings(Protocol):
    """`futu_tui.config.GuardSettings`."""

    @property
    def max_order_value(self) -> str: ...
    @property
    def max_order_quantity(self) -> int: ...
    @property
    def max_position_value(self) -> str: ...
    @property
    def price_band(self) -> float: ...
    @property
    def orders_per_minute(self) -> int: ...
    @property
    def allowed(self) -> str: ...
    @property
    def forbidden(self) -> str: ...
    @property
    def max_day_loss(self) -> str: ...
    @property
    def allow_override(self) -> bool: ...


_AMOUNT = re.compile(r"(?:(?P<currency>[A-Z]{3})\s*)?(?P<number>[0-9]+(?:\.[0-9]+)?)")


class Amounts:
    """A bound on money that may differ by currency: "HKD 500000, USD 60000", "100000" for all others."""

    def __init__(self, text: str = "") -> None:
        """Raises ValueError, whose message shows the right form."""
        self._by_currency: dict[str, Decimal] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            match = _AMOUNT.fullmatch(part)
            if match is None:
                raise ValueError(f'{part!r} is no amount; write "HKD 500000, USD 60000" or "100000"')
            self._by_currency[match["currency"] or ""] = Decimal(match["number"])

    def of(self, currency: str) -> Decimal | None:
        """The bound in this currency; None where there is none."""
        return self._by_currency.get(currency, self._by_currency.get(""))

    def __bool__(self) -> bool:
        return bool(self._by_currency)


class Names:
    """A list of securities and whole markets: "HK.00700, US.AAPL, SH"."""

    def __init__(self, text: str = "") -> None:
        """Raises ValueError, whose message shows the right form."""
        self._markets: set[str] = set()
        self._securities: set[Security] = set()
        for part in filter(None, re.split(r"[,\s]+", text)):
            if part.isalpha():
                if part.upper() not in Market.__members__:
                    raise ValueError(f"{part!r} is no market; they are {', '.join(Market.__members__)}")
                self._markets.add(part.upper())
                continue
            try:
                self._securities.add(Security.parse(part))
            except SecurityError as error:
                raise ValueError(str(error)) from None

    def __contains__(self, security: Security) -> bool:
        return security.market.name in self._markets or security in self._securities

    def __bool__(self) -> bool:
        return bool(self._markets or self._securities)


class Limits(Struct, frozen=True):
    """None, 0 and nothing are no limit."""

    order_value: Amounts = field(default_factory=Amounts)
    order_quantity: int = 0
    """Shares."""
    position_value: Amounts = field(default_factory=Amounts)
    price_band: Decimal = ZERO
    """Percent around the last price: 5 is 5 %."""
    orders_per_minute: int = 0
    allowed: Names = field(default_factory=Names)
    forbidden: Names = field(default_factory=Names)
    day_loss: Amounts = field(default_factory=Amounts)
    allow_override: bool = True

    @classmethod
    def of(cls, settings: GuardSettings) -> Limits:
        """Raises ValueError where a list or an amount is not written as it should be."""
        return cls(
            order_value=Amounts(settings.max_order_value),
            order_quantity=settings.max_order_quantity,
            position_value=Amounts(settings.max_position_value),
            price_band=Decimal(repr(float(settings.price_band))),
            orders_per_minute=settings.orders_per_minute,
            allowed=Names(settings.allowed),
            forbidden=Names(settings.forbidden),
            day_loss=Amounts(settings.max_day_loss),
            allow_override=settings.allow_override,
        )


class Proposal(Struct, frozen=True):
    """An order about to be sent, new or as it is to become, and what the limits are held to."""

    security: Security
    buys: bool
    qty: Decimal
    """Shares that may fill from now on."""
    prices: tuple[Decimal, ...]
    """Its limit and its trigger, as far as it has them."""
    reference: Decimal | None
    """What it is reckoned at; None while no price is known."""
    multiplier: Decimal
    last: Decimal | None
    position: Decimal
    """Shares held; owed ones are negative."""
    working: Decimal
    """Shares that other working orders may still add on the same side."""
    recent_orders: int = 0
    """How many orders were sent in the last minute, this one not counted."""
    is_new: bool = True
    """Not a change of a working order."""
    day_result: Mapping[str, Decimal] = field(default_factory=dict)
    """The day's profit of all positions by currency; losses are negative."""

    @property
    def currency(self) -> str:
        return self.security.market.currency

    @property
    def closes(self) -> bool:
        """Whether it can only make the position smaller."""
        against = self.position < 0 if self.buys else self.position > 0
        return against and self.qty + self.working <= abs(self.position)

    @property
    def position_after(self) -> Decimal:
        """Shares held once it and the working orders of its side are filled."""
        shares = self.qty + self.working
        return self.position + (shares if self.buys else -shares)


class Refusal(Struct, frozen=True):
    """One limit that an order breaks."""

    limit: str
    """Which, as a person calls it."""
    value: str
    """What the order has."""
    bound: str
    """What is allowed."""
    text: str
    """All of it in a line, without a full stop."""


class Guard:
    """Holds proposals to the limits."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()

    def check(self, order: Proposal) -> list[Refusal]:
        """Every limit that it breaks; none when it may go."""
        checks = (
            self._listed(order),
            self._quantity(order),
            self._value(order),
            self._position(order),
            *self._band(order),
            self._rate(order),
            self._loss(order),
        )
        return [refusal for refusal in checks if refusal is not None]

    def opens(self, word: str) -> bool:
        """Whether this word, typed by the person, overrides the limits."""
        return self.limits.allow_override and word.strip().upper() == WORD

    def _listed(self, order: Proposal) -> Refusal | None:
        name = str(order.security)
        if order.security in self.limits.forbidden:
            return Refusal("forbidden securities", name, "any other", f"{name} is on your forbidden list")
        if self.limits.allowed and order.security not in self.limits.allowed:
            return Refusal(
                "allowed securities", name, "those on the list", f"{name} is not on your allowed list"
            )
        return None

    def _quantity(self, order: Proposal) -> Refusal | None:
        bound = self.limits.order_quantity
        if not bound or order.qty <= bound:
            return None
        return _above("largest order quantity", number_text(order.qty), f"{bound:,}")

    def _value(self, order: Proposal) -> Refusal | None:
        bound = self.limits.order_value.of(order.currency)
        if bound is None:
            return None
        if order.reference is None:
            return _unchecked("largest order value", _money(bound, order), "no price is known")
        value = order.reference * order.qty * order.multiplier
        return (
            _above("largest order value", _money(value, order), _money(bound, order))
            if value > bound
            else None
        )

    def _position(self, order: Proposal) -> Refusal | None:
        bound = self.limits.position_value.of(order.currency)
        after = order.position_after
        if bound is None or order.closes:
            return None
        price = order.last or order.reference
        if price is None:
            return _unchecked("largest position", _money(bound, order), "no price is known")
        value = abs(after) * price * order.multiplier
        return (
            _above("largest position", _money(value, order), _money(bound, order)) if value > bound else None
        )

    def _band(self, order: Proposal) -> list[Refusal]:
        band = self.limits.price_band
        if not band or not order.prices:
            return []
        name, bound = "price band", f"{number_text(band)} %"
        if not order.last:
            return [_unchecked(name, bound, "no last price is known")]
        found = []
        for price in order.prices:
            away = (price - order.last) / order.last * 100
            if abs(away) > band:
                value = f"{away:+.2f} %"
                text = f"{number_text(price)} is {value} from the last {number_text(order.last)}: {bound} allowed"
                found.append(Refusal(name, value, bound, text))
        return found

    def _rate(self, order: Proposal) -> Refusal | None:
        bound = self.limits.orders_per_minute
        if not bound or not order.is_new or order.recent_orders < bound:
            return None
        return _above("orders a minute", str(order.recent_orders + 1), str(bound))

    def _loss(self, order: Proposal) -> Refusal | None:
        if order.closes:
            return None
        for currency, result in order.day_result.items():
            bound = self.limits.day_loss.of(currency)
            if bound is not None and -result >= bound:
                lost, most = f"{money_text(-result)} {currency}", f"{money_text(bound)} {currency}"
                text = f"loss of the day {lost}, {most} allowed: only closing orders pass"
                return Refusal("loss of the day", lost, most, text)
        return None


def _money(amount: Decimal, order: Proposal) -> str:
    return f"{money_text(amount)} {order.currency}".rstrip()


def _above(limit: str, value: str, bound: str) -> Refusal:
    return Refusal(limit, value, bound, f"{limit}: {value}, {bound} allowed")


def _unchecked(limit: str, bound: str, why: str) -> Refusal:
    return Refusal(limit, "not known", bound, f"{limit}: {bound} allowed, and {why}")
