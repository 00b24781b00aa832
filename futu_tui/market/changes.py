"""What differs since the last frame, so that a pane redraws those cells and no others."""

from __future__ import annotations

from msgspec import Struct, field

from futu_tui.market.alerts import Fired
from futu_tui.market.series import Series
from futu_tui.protocol import Market, Security


class Changes(Struct):
    """One frame's differences; false when there are none."""

    quotes: dict[Security, set[str]] = field(default_factory=dict)
    """The names of the `Quote` fields whose values differ."""
    books: set[Security] = field(default_factory=set)
    brokers: set[Security] = field(default_factory=set)
    ticks: dict[Security, int] = field(default_factory=dict)
    """How many ticks the tape took in; 0 where only its gaps moved."""
    candles: set[Series] = field(default_factory=set)
    histories: set[Series] = field(default_factory=set)
    """Series of which the loading of older bars began, went on or ended, or that went through a gap."""
    history_quota: bool = False
    """What is used of the quota of histories."""
    intraday: set[Security] = field(default_factory=set)
    capital: set[Security] = field(default_factory=set)
    """Securities of which the gateway told, or refused to tell, the capital flow."""
    trading_days: set[Market] = field(default_factory=set)
    """Markets whose calendar was told."""
    alerts: set[Security] = field(default_factory=set)
    """Securities whose price alerts differ."""
    alert_list: bool = False
    """Whether the gateway tells which alerts there are, or no longer does."""
    groups: bool = False
    """The watchlist groups of the account, or what one of them holds."""
    fired: list[Fired] = field(default_factory=list)
    """Price alerts that were told of."""
    listings: bool = False
    markets: bool = False
    """A market opened, closed, or went from one session to another."""
    accounts: bool = False
    orders: bool = False
    """Orders or fills."""
    positions: bool = False
    funds: bool = False
    everything: bool = False
    """The link went or came back: how old everything is has changed with it. Or what is shown is no longer known."""

    def __bool__(self) -> bool:
        return bool(
            self.quotes
            or self.books
            or self.brokers
            or self.ticks
            or self.candles
            or self.histories
            or self.history_quota
            or self.intraday
            or self.capital
            or self.trading_days
            or self.alerts
            or self.alert_list
            or self.groups
            or self.fired
            or self.listings
            or self.markets
            or self.accounts
            or self.orders
            or self.positions
            or self.funds
            or self.everything
        )

    def quote(self, security: Security, fields: set[str]) -> None:
        """Note that these fields of a quote differ; an empty set notes nothing."""
        if fields:
            known = self.quotes.get(security)
            if known is None:
                self.quotes[security] = fields
            else:
                known |= fields

    def tick(self, security: Security, taken: int) -> None:
        """Note that a tape took in this many ticks."""
        self.ticks[security] = self.ticks.get(security, 0) + taken

    def merge(self, other: Changes) -> None:
        """Add another frame's differences to these."""
        for security, fields in other.quotes.items():
            self.quote(security, set(fields))
        for security, taken in other.ticks.items():
            self.tick(security, taken)
        self.books |= other.books
        self.brokers |= other.brokers
        self.candles |= other.candles
        self.histories |= other.histories
        self.history_quota |= other.history_quota
        self.intraday |= other.intraday
        self.capital |= other.capital
        self.trading_days |= other.trading_days
        self.alerts |= other.alerts
        self.alert_list |= other.alert_list
        self.groups |= other.groups
        self.fired += other.fired
        self.listings |= other.listings
        self.markets |= other.markets
        self.everything |= other.everything
        self.accounts |= other.accounts
        self.orders |= other.orders
        self.positions |= other.positions
        self.funds |= other.funds
