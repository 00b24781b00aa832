"""An order being written: what a person changes key by key, and what goes to the gateway at the end.

    ticket = OrderTicket.new(account, security, Side.BUY, context)   # the usual type, a default quantity, no price
    ticket.join_bid(context); ticket.tick_up(context); ticket.lots(3, context)
    ticket.problems(context)   -> [Problem(field, text, blocking)], none when it can be sent
    ticket.sentence(context)   -> "BUY 300 HK.00700 Tencent at 512.50, limit, day, 153,750.00 HKD, SIMULATE HK Cash 12"
    outcome = await desk.place(ticket)

`context` is `desk.context(security)`: it holds the present quote, position and limits. Nothing here does any I/O.
Prices are in the security's currency, quantities in shares (contracts for options and futures). Fields named by
`Problem.field`: security, type, price, trigger, trail, trail_spread, qty, tif, expire, session, remark.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from msgspec import Struct

from futu_tui.protocol import Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.amounts import ZERO, money_text, number_text
from futu_tui.trading.client_id import with_client_id
from futu_tui.trading.markets import venue_of
from futu_tui.trading.order_types import (
    Field,
    OrderTypeRule,
    TimeInForce,
    TradingSession,
    TrailType,
    offer,
    rule_of,
    types_for,
)
from futu_tui.trading.orders import OrderType, Side
from futu_tui.trading.ticket_checks import Problem, order_problems
from futu_tui.trading.ticket_context import TicketContext


class OrderTicket(Struct):
    """Side BUY or SELL; None is what is not written yet. Fields that the order type does not need are kept, unused."""

    account: Account
    security: Security
    side: Side
    order_type: OrderType = OrderType.LIMIT
    price: Decimal | None = None
    trigger: Decimal | None = None
    trail_type: TrailType = TrailType.RATIO
    trail_value: Decimal | None = None
    """Percent (2 is 2 %) or an amount, as `trail_type` says."""
    trail_spread: Decimal | None = None
    qty: Decimal | None = None
    tif: TimeInForce = TimeInForce.DAY
    expire: date | None = None
    """The last day of a good-till-date order, in the market's zone."""
    outside_hours: bool = False
    """Fill before and after regular hours too; US limit orders."""
    session: TradingSession = TradingSession.NONE
    remark: str = ""
    position_id: int = 0
    """Of the position to close, where the gateway asks for it (Japan); else 0."""

    @classmethod
    def new(
        cls,
        account: Account,
        security: Security,
        side: Side,
        context: TicketContext,
        *,
        lots: int = 1,
        qty: Decimal | None = None,
    ) -> OrderTicket:
        """A ticket of the account's usual type that joins its own side of the book, for so many lots or shares."""
        ticket = cls(account, security, side)
        rules = types_for(security.market, account)
        if rules:
            ticket.choose_type(rules[0])
        ticket.qty = qty if qty is not None else context.lot * lots
        ticket.join(context)
        return ticket

    @property
    def rule(self) -> OrderTypeRule | None:
        """The type as this market and account take it; None where they do not."""
        return offer(self.order_type, self.security.market, self.account)

    @property
    def needs(self) -> frozenset[Field]:
        """What this type must be told."""
        rule = rule_of(self.order_type)
        return rule.fields if rule else frozenset()

    @property
    def limit(self) -> Decimal | None:
        """The price, of types that have one."""
        return self.price if Field.PRICE in self.needs else None

    def choose_type(self, rule: OrderTypeRule) -> None:
        """Take this type; the time in force and hours stay where the type has them."""
        self.order_type = rule.order_type
        if self.tif not in rule.tifs:
            self.tif = rule.tifs[0]
        if self.session not in rule.sessions:
            self.session = TradingSession.NONE
        self.outside_hours = self.outside_hours and rule.outside_hours

    # The price by keys

    def tick_up(self, context: TicketContext) -> None:
        """One step higher; without a price, from the last one."""
        if (price := self.price or context.last) is not None and price > 0:
            self.price = context.steps.up(price)

    def tick_down(self, context: TicketContext) -> None:
        if (price := self.price or context.last) is not None and price > 0:
            self.price = context.steps.down(price)

    def join(self, context: TicketContext) -> None:
        """Join the own side of the book: the bid to buy, the ask to sell; the last where there is none."""
        near = context.bid if self.side.sign > 0 else context.ask
        self._take(near or context.last)

    def cross(self, context: TicketContext) -> None:
        """Take the other side of the book: the ask to buy, the bid to sell."""
        self._take(context.ask if self.side.sign > 0 else context.bid)

    def join_bid(self, context: TicketContext) -> None:
        self._take(context.bid)

    def join_ask(self, context: TicketContext) -> None:
        self._take(context.ask)

    def join_last(self, context: TicketContext) -> None:
        self._take(context.last)

    def join_mid(self, context: TicketContext) -> None:
        """Halfway between bid and ask, on the step that is the better for this side."""
        if context.bid is not None and context.ask is not None:
            middle = (context.bid + context.ask) / 2
            self.price = context.steps.floor(middle) if self.side.sign > 0 else context.steps.ceiling(middle)

    def _take(self, price: Decimal | None) -> None:
        if price is not None:
            self.price = price

    # The quantity by keys

    def lots(self, count: int, context: TicketContext) -> None:
        self.qty = context.lot * count

    def add_lots(self, count: int, context: TicketContext) -> None:
        """So many lots more, or less; one lot at least."""
        self.qty = max((self.qty or ZERO) + context.lot * count, context.lot)

    def by_value(self, value: Decimal, context: TicketContext) -> None:
        """The most whole lots that cost no more than this."""
        price = self.reference(context)
        if price is not None and price > 0:
            self.qty = _whole_lots(value / (price * context.multiplier), context)

    def share_of_max(self, share: Decimal, context: TicketContext) -> None:
        """This part (a fraction: 0.5 is half) of the most that can be bought or sold, in whole lots."""
        most = self.most(context)
        if most is not None:
            self.qty = _whole_lots(most * share, context)

    def close_position(self, context: TicketContext) -> None:
        """Turn the ticket into one that sells what is held, or buys back what is owed."""
        self._against(context, context.position)

    def reverse_position(self, context: TicketContext) -> None:
        """Turn it into one that leaves as much on the other side."""
        self._against(context, context.position * 2)

    def _against(self, context: TicketContext, shares: Decimal) -> None:
        if shares:
            self.side = Side.SELL if shares > 0 else Side.BUY
            self.qty = abs(shares)
            self.join(context)

    # What it amounts to

    def most(self, context: TicketContext) -> Decimal | None:
        """The most shares that this side can trade; None while the gateway has not told."""
        if context.maximum is not None:
            return context.maximum.buy if self.side.sign > 0 else context.maximum.sell
        return context.can_sell if self.side.sign < 0 and context.position > 0 else None

    def reference(self, context: TicketContext) -> Decimal | None:
        """The price that it is reckoned at: its own limit, else its trigger, else what the market offers."""
        if self.limit is not None:
            return self.limit
        if Field.TRIGGER in self.needs and self.trigger is not None:
            return self.trigger
        far = context.ask if self.side.sign > 0 else context.bid
        return far or context.last

    def value(self, context: TicketContext) -> Decimal | None:
        """What it costs or brings, before fees, in the security's currency; None while that is not known."""
        price = self.reference(context)
        if price is None or self.qty is None:
            return None
        return price * self.qty * context.multiplier

    def from_last(self, context: TicketContext) -> Decimal | None:
        """How far the price lies above the last one, in percent; None without either."""
        price, last = self.reference(context), context.last
        return (price - last) / last * 100 if price is not None and last else None

    def position_after(self, context: TicketContext) -> Decimal | None:
        """Shares held once it is filled whole; owed ones are negative."""
        return context.position + self.side.sign * self.qty if self.qty is not None else None

    def cost_after(self, context: TicketContext) -> Decimal | None:
        """What a share held was paid for on average once it is filled whole; None where that is not known."""
        price, after = self.reference(context), self.position_after(context)
        if price is None or after is None or self.qty is None or not after:
            return None
        if not context.position or context.position * after < 0:
            return price
        if context.cost is None:
            return None
        if abs(after) < abs(context.position):
            return context.cost
        return (abs(context.position) * context.cost + self.qty * price) / abs(after)

    def problems(self, context: TicketContext) -> list[Problem]:
        """What is wrong with it or worth knowing, each with its field; those that block come first."""
        return order_problems(self, context)

    def ready(self, context: TicketContext) -> bool:
        """Whether nothing keeps it from being sent."""
        return not any(problem.blocking for problem in self.problems(context))

    def sentence(self, context: TicketContext) -> str:
        """The order in one sentence, for the confirmation and the journal."""
        name = f" {context.name}" if context.name else ""
        rule = rule_of(self.order_type)
        parts = [f"{self.side.label} {_qty_text(self.qty)} {self.security}{name}{self._at(context)}"]
        if self.order_type is not OrderType.MARKET:  # "at the market" says it
            parts.append(rule.label.lower() if rule else self.order_type.label)
        parts.append(self._until())
        if self.session is not TradingSession.NONE:
            parts.append(self.session.words)
        elif self.outside_hours:
            parts.append("also outside regular hours")
        value = self.value(context)
        if value is not None:
            about = "" if self.limit is not None else "about "
            parts.append(f"{about}{money_text(value)} {self.security.market.currency}".rstrip())
        parts.append(f"{self.account.env.name} {self.account.label}")
        return ", ".join(parts)

    def _at(self, context: TicketContext) -> str:
        steps, words = context.steps, ""
        needs = self.needs
        if Field.PRICE in needs:
            words = f" at {steps.text(self.price)}" if self.price is not None else " at no price"
        elif not needs:
            words = " at the market" if self.order_type is OrderType.MARKET else ""
        if Field.TRIGGER in needs:
            words += (
                f" once {steps.text(self.trigger)} trades"
                if self.trigger is not None
                else " without a trigger"
            )
        if Field.TRAIL in needs:
            unit = " %" if self.trail_type is TrailType.RATIO else ""
            words += f" trailing by {_qty_text(self.trail_value)}{unit}"
        if Field.TRAIL_SPREAD in needs:
            words += f", limit {_qty_text(self.trail_spread)} beyond"
        return words

    def _until(self) -> str:
        if self.tif is TimeInForce.GTD and self.expire is not None:
            return f"good till {self.expire.isoformat()}"
        return self.tif.words

    def c2s(self, client_id: str) -> dict[str, Any]:
        """The fields of 2202's C2S but for the packet id. Raises ValueError where a part of it is missing."""
        venue = venue_of(self.security.market, self.account.markets)
        if venue is None or self.qty is None:
            raise ValueError("the ticket is not complete")
        fields: dict[str, Any] = {
            "header": self.account.header(venue),
            "trdSide": (Side.BUY if self.side.sign > 0 else Side.SELL).number,
            "orderType": self.order_type.number,
            "code": self.security.code,
            "qty": float(self.qty),
            "secMarket": self.security.trade_market,
            "remark": with_client_id(self.remark.strip(), client_id),
            "timeInForce": self.tif.number,
        }
        fields |= price_fields(self)
        if self.outside_hours:
            fields["fillOutsideRTH"] = True
        if self.session is not TradingSession.NONE:
            fields["session"] = self.session.number
        if self.tif is TimeInForce.GTD and self.expire is not None:
            fields["expireTime"] = self.expire.isoformat()
        if self.position_id:
            fields["positionID"] = self.position_id
        return fields


def price_fields(ticket: OrderTicket) -> dict[str, Any]:
    """The prices of an order as 2202 and 2205 spell them. Raises ValueError where one that it needs is missing."""
    needs = ticket.needs
    fields: dict[str, Any] = {}
    if Field.PRICE in needs:
        fields["price"] = _double(ticket.price)
    if Field.TRIGGER in needs:
        fields["auxPrice"] = _double(ticket.trigger)
    if Field.TRAIL in needs:
        fields["trailType"] = ticket.trail_type.number
        fields["trailValue"] = _double(ticket.trail_value)
    if Field.TRAIL_SPREAD in needs:
        fields["trailSpread"] = _double(ticket.trail_spread)
    return fields


def _double(number: Decimal | None) -> float:
    if number is None:
        raise ValueError("the ticket is not complete")
    return float(number)


def _whole_lots(shares: Decimal, context: TicketContext) -> Decimal:
    return max((shares / context.lot).to_integral_value(ROUND_FLOOR), ZERO) * context.lot


def _qty_text(number: Decimal | None) -> str:
    return "-" if number is None else number_text(number)
