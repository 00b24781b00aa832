"""What a ticket is judged by: the security as it trades now, and what the account has of it.

The market's part comes in by small protocols that `futu_tui.market`'s Quote, Listing, Session and Store fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from futu_tui.protocol import Market, Security
from futu_tui.protocol.times import local_time
from futu_tui.trading.accounts import Account
from futu_tui.trading.amounts import ONE, ZERO, wire_number
from futu_tui.trading.portfolio import Portfolio
from futu_tui.trading.positions import SHORT
from futu_tui.trading.ticks import ANY_PRICE, PriceSteps


class QuoteLike(Protocol):
    """A quote as far as orders go by it; what is not known is None, a step 0."""

    @property
    def last(self) -> float | None: ...
    @property
    def price(self) -> float | None: ...
    @property
    def prev_close(self) -> float | None: ...
    @property
    def bid(self) -> float | None: ...
    @property
    def ask(self) -> float | None: ...
    @property
    def tick(self) -> float: ...
    @property
    def halted(self) -> bool: ...


class ListingLike(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def lot_size(self) -> int: ...
    @property
    def sec_type(self) -> int: ...


class SessionLike(Protocol):
    """What a market is doing."""

    @property
    def label(self) -> str: ...
    @property
    def open(self) -> bool: ...
    @property
    def extended(self) -> str: ...


class MarketView(Protocol):
    """What is known of the market; `futu_tui.market.Store` is one."""

    @property
    def quotes(self) -> Mapping[Security, QuoteLike]: ...
    @property
    def listings(self) -> Mapping[Security, ListingLike]: ...
    def session(self, market: Market) -> SessionLike: ...


_SHARE = 3
"""qot_common.SecurityType of what the exchanges' tables of price steps are about."""
_OPTION, _FUTURE = 8, 10
"""qot_common.SecurityType of contracts, whose lot size is what one contract stands for."""
_INDEX, _PLATE = 6, 7
"""qot_common.SecurityType of what cannot be traded."""


class MaxQuantities(Struct, frozen=True):
    """What the gateway says can be traded at most (2111). Shares; None where it does not tell."""

    cash_buy: Decimal
    """Without margin."""
    margin_buy: Decimal | None
    position_sell: Decimal
    """Of what is held."""
    short_sell: Decimal | None
    """Besides what is held."""
    cover: Decimal | None
    """Of what was sold short."""

    @property
    def buy(self) -> Decimal:
        """The most that can be bought, on margin if the account has it, or to cover."""
        return max(self.cash_buy, self.margin_buy or ZERO) + (self.cover or ZERO)

    @property
    def sell(self) -> Decimal:
        """The most that can be sold, of what is held and short."""
        return self.position_sell + (self.short_sell or ZERO)


class TicketContext(Struct, frozen=True):
    """Everything a ticket is judged by, as of now. None and 0 are what is not known."""

    account: Account
    quote: QuoteLike | None = None
    listing: ListingLike | None = None
    session: SessionLike | None = None
    steps: PriceSteps = ANY_PRICE
    position: Decimal = ZERO
    """Shares held; owed ones are negative."""
    can_sell: Decimal = ZERO
    """Shares held that no order or settlement speaks for."""
    cost: Decimal | None = None
    """What a share held was paid for."""
    working_buy: Decimal = ZERO
    """Shares that working orders may still buy."""
    working_sell: Decimal = ZERO
    maximum: MaxQuantities | None = None
    power: Decimal | None = None
    """Buying power, in the account's currency."""
    today: date | None = None
    """In the market's zone."""

    @classmethod
    def of(
        cls,
        security: Security,
        portfolio: Portfolio,
        market: MarketView,
        now: float,
        *,
        maximum: MaxQuantities | None = None,
        leaving_out: int | None = None,
    ) -> TicketContext:
        """As known at `now` (epoch seconds); `leaving_out` is an order that does not count as working."""
        quote, listing = market.quotes.get(security), market.listings.get(security)
        position = can_sell = ZERO
        cost = None
        for key, held in portfolio.positions.items():
            if key.security == security:
                position += wire_number(held.signed_qty)
                can_sell += wire_number(held.can_sell) if held.side != SHORT else ZERO
                cost = wire_number(held.cost) if held.cost is not None else None
        working = {1: ZERO, -1: ZERO, 0: ZERO}
        for order in portfolio.orders.values():
            if order.security == security and order.working and order.order_id != leaving_out:
                working[order.side.sign] += wire_number(order.remaining)
        return cls(
            account=portfolio.account,
            quote=quote,
            listing=listing,
            session=market.session(security.market),
            steps=steps_of(security.market, quote, listing),
            position=position,
            can_sell=can_sell,
            cost=cost,
            working_buy=working[1],
            working_sell=working[-1],
            maximum=maximum,
            power=wire_number(portfolio.funds.power) if portfolio.funds else None,
            today=local_time(now, security.market).date(),
        )

    @property
    def last(self) -> Decimal | None:
        """What it trades at now, in the session that its market is in."""
        return self._price(self.quote.price if self.quote else None)

    @property
    def bid(self) -> Decimal | None:
        return self._price(self.quote.bid if self.quote else None)

    @property
    def ask(self) -> Decimal | None:
        return self._price(self.quote.ask if self.quote else None)

    @property
    def lot(self) -> Decimal:
        """Shares in a lot, or 1 where there are no lots or they are not known."""
        if self.listing is None or self.is_contract or self.listing.lot_size <= 0:
            return ONE
        return Decimal(self.listing.lot_size)

    @property
    def multiplier(self) -> Decimal:
        """How many times its price one unit costs: 1 but for contracts."""
        if self.listing is None or not self.is_contract or self.listing.lot_size <= 0:
            return ONE
        return Decimal(self.listing.lot_size)

    @property
    def is_contract(self) -> bool:
        return self.listing is not None and self.listing.sec_type in (_OPTION, _FUTURE)

    @property
    def tradable(self) -> bool:
        """Whether it is a thing that orders can be placed for."""
        return is_tradable(self.listing)

    @property
    def name(self) -> str:
        """What it is called, without anything that could steer a terminal."""
        name = self.listing.name if self.listing else ""
        return "".join(letter for letter in name if letter.isprintable())

    def _price(self, price: float | None) -> Decimal | None:
        return self.steps.nearest(price) if price else None


def steps_of(market: Market, quote: QuoteLike | None, listing: ListingLike | None) -> PriceSteps:
    """Where a security's prices lie, as far as its quote and its listing tell."""
    return PriceSteps.of(
        market,
        quote.tick if quote else None,
        quote.last if quote else None,
        shares=listing is None or listing.sec_type == _SHARE,
    )


def is_tradable(listing: ListingLike | None) -> bool:
    """Whether it is a thing that orders can be placed for, as far as is known."""
    return listing is None or listing.sec_type not in (_INDEX, _PLATE)
