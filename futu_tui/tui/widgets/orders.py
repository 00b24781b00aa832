"""The orders of the account in play: those that may still fill first, then the newest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from msgspec import Struct
from rich.style import Style
from textual.binding import BindingType
from textual.message import Message

from futu_tui.tui import format, keymap
from futu_tui.tui.pane import Pane
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Accounts, Order

_MOST_DECIMALS = 6


class OrderRow(Struct, frozen=True):
    """One order, with the decimals that its security's prices have."""

    order: Order
    decimals: int
    old: bool
    """Whether it may be otherwise by now."""

    @property
    def filled_pct(self) -> float:
        """Percent of the quantity."""
        return self.order.filled / self.order.qty * 100 if self.order.qty else 0.0


def _price(value: float | None, row: OrderRow) -> str:
    """At the tick's decimals, or at its own where it has more: an order's price is never rounded away."""
    if value is None:
        return format.UNKNOWN
    own = len(f"{value:.{_MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
    return format.price(value, max(row.decimals, own))


def _status(row: OrderRow, cells: int) -> str:
    label = row.order.status.label
    if not 0 < row.order.filled < row.order.qty:
        return label
    with_share = f"{label} {row.filled_pct:.0f} %"
    return with_share if len(with_share) <= cells else label


def _remark(row: OrderRow, cells: int) -> str:
    """The person's own words; for an order that failed, why."""
    text = clean(row.order.error or row.order.remark)
    return text if width(text) <= cells else fit(text, cells)


def _name(row: OrderRow, cells: int) -> str:
    text = clean(row.order.name)
    return text if width(text) <= cells else fit(text, cells)


def _text(row: OrderRow, palette: Palette) -> Style:
    return palette.text if row.order.working else palette.dim


def _dim(row: OrderRow, palette: Palette) -> Style:
    return palette.dim if row.order.working else palette.faint


def _filled_style(row: OrderRow, palette: Palette) -> Style:
    return palette.accent if row.order.working and row.order.filled else _text(row, palette)


_COLUMNS: tuple[Column[OrderRow], ...] = (
    Column(
        "time", "Time", 8, lambda row, cells: format.time_of_day(row.order.created), _dim,
        align="left", sort=lambda row: row.order.created_at, rank=3,
    ),
    Column(
        "code", "Code", 9, lambda row, cells: str(row.order.security), _text,
        align="left", sort=lambda row: row.order.security,
    ),
    Column("name", "Name", 8, _name, _dim, align="left", widest=20, sort=lambda row: row.order.name, rank=6),
    Column(
        "side", "Side", 5, lambda row, cells: row.order.side.label, _text,
        align="left", sort=lambda row: row.order.side.number,
    ),
    Column(
        "type", "Type", 7, lambda row, cells: row.order.type.label, _dim,
        align="left", widest=8, sort=lambda row: row.order.type.number, rank=4,
    ),
    Column(
        "price", "Price", 7, lambda row, cells: _price(row.order.price, row), _text,
        widest=10, sort=lambda row: row.order.price,
    ),
    Column(
        "qty", "Qty", 6, lambda row, cells: format.quantity(row.order.qty), _text,
        widest=9, sort=lambda row: row.order.qty, rank=1,
    ),
    Column(
        "filled", "Filled", 6, lambda row, cells: format.quantity(row.order.filled), _filled_style,
        widest=9, flash=True, sort=lambda row: row.order.filled, rank=1,
    ),
    Column(
        "avg_price", "Avg", 8, lambda row, cells: format.price(row.order.avg_price, row.decimals), _dim,
        sort=lambda row: row.order.avg_price, rank=7,
    ),
    Column(
        "status", "Status", 11, _status, _filled_style,
        align="left", widest=18, flash=True, sort=lambda row: row.order.status.number,
    ),
    Column(
        "remark", "Remark", 8, _remark, _dim,
        align="left", widest=30, sort=lambda row: row.order.remark or None, rank=5,
    ),
)  # fmt: skip
_ALL = tuple(column.key for column in _COLUMNS)


class OrdersPane(Pane, Grid[int, OrderRow]):
    """Rows by order id; Enter shows an order's security in every pane."""

    NUMBER = 6
    TITLE = "Orders"
    PURPOSE = "Today's orders, those that may still fill first, with how much of each is filled."
    HINT = keymap.DEFAULT.hint("dashboard.modify", "dashboard.cancel")
    CONTEXT = "orders"
    COLUMNS = _COLUMNS
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("orders")]

    class Asked(Message):
        """The person wants something done with the order under the cursor."""

        def __init__(self, act: Literal["disable", "delete", "reconfirm"]) -> None:
            super().__init__()
            self.act = act

    def __init__(self, store: Store, accounts: Accounts, **kwargs: Any) -> None:
        super().__init__(store, accounts, **kwargs)
        self._shown: dict[int, Order] = {}
        self._old: frozenset[int] = frozenset()
        """Those of them of which nothing was told since the link came back."""

    # Keys

    def action_disable(self) -> None:
        """Take the order out of the market, or put it back."""
        self.post_message(self.Asked("disable"))

    def action_delete(self) -> None:
        """Take a dead order off the list."""
        self.post_message(self.Asked("delete"))

    def action_reconfirm(self) -> None:
        """Confirm an order again that the gateway holds back."""
        self.post_message(self.Asked("reconfirm"))

    # What the dashboard asks

    def set_security(self, security: Security | None) -> None:
        self.security = security

    def apply_changes(self, changes: Changes, now: float) -> None:
        if changes.everything or changes.accounts:
            self.reload()
        elif changes.orders:
            before, old = self._shown, self._old
            self._take_orders()
            fresh = [
                key
                for key, order in self._shown.items()
                if order is not before.get(key) or (key in old) != (key in self._old)
            ]
            self.update_rows(dict.fromkeys(fresh, _ALL), now)
        ticks = {security for security, fields in changes.quotes.items() if "tick" in fields}
        if ticks:
            prices = {key: ("price", "avg_price") for key, o in self._shown.items() if o.security in ticks}
            self.update_rows(prices, now)

    def tick(self, now: float) -> None:
        self.settle(now)

    def reload(self) -> None:
        self._take_orders()
        self.redraw()

    def _take_orders(self) -> None:
        portfolio = self.accounts.current
        orders: Iterable[Order] = portfolio.sorted_orders() if portfolio else ()
        self._shown = {order.order_id: order for order in orders}
        self._old = frozenset(portfolio.old_orders) if portfolio else frozenset()
        self.set_rows(self._shown)

    # What the grid asks

    def row(self, key: int) -> OrderRow:
        order = self._shown[key]
        quote = self.store.quotes.get(order.security)
        old = self.store.stale_since is not None or key in self._old
        return OrderRow(order, quote.decimals if quote else 2, old)

    def row_style(self, row: OrderRow, palette: Palette) -> Style | None:
        return palette.stale if row.old else None

    def empty_text(self) -> str:
        portfolio = self.accounts.current
        if self.placeholder or portfolio is None:
            return self.placeholder
        return f"No orders today.\n{clean(portfolio.account.label)} has placed none."

    def choose(self, key: int) -> None:
        self.post_message(self.SecurityChosen(self._shown[key].security))
