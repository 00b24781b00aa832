"""The positions of the account in play, marked to the market as quotes come in, with totals by currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from rich.style import Style

from futu_tui.market import Freshness
from futu_tui.protocol import Security
from futu_tui.trading import CurrencyTotal, PositionKey, totals
from futu_tui.tui import format, keymap
from futu_tui.tui.pane import Pane, Priority, Wish
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.ageing import DOUBTFUL, Ageing
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from futu_tui.market import Changes, Quote, Store
    from futu_tui.trading import Accounts, Position

BASIC = 1
"""qot_common.SubType_Basic"""
ROOM_FOR_CENTS = 4
"""Cells beyond its least with which a column of money shows cents."""


class PositionRow(Struct, frozen=True):
    """One position at the present price, or one currency's total, where what has no sum is None."""

    code: str
    name: str
    qty: float | None
    can_sell: float | None
    cost: float | None
    last: float | None
    value: float
    pl: float
    pl_pct: float | None
    today: float | None
    change: float | None
    """Of the price since the previous close; colours `last`."""
    decimals: int
    """Of the prices."""
    is_total: bool
    doubtful: bool
    """Whether the price may not be the present one."""


def position_row(position: Position, quote: Quote | None, freshness: Freshness) -> PositionRow:
    """A position marked at its quote, or at the gateway's own price until there is one."""
    last = quote.last if quote else None
    return PositionRow(
        code=str(position.security),
        name=clean(position.name or (quote.name if quote else "")),
        qty=position.signed_qty,
        can_sell=position.can_sell,
        cost=position.cost,
        last=position.last if last is None else last,
        value=position.market_value(last),
        pl=position.pl(last),
        pl_pct=position.pl_pct(last),
        today=position.today_pl_at(last, quote.prev_close if quote else None),
        change=quote.change if quote else None,
        decimals=quote.decimals if quote else 2,
        is_total=False,
        doubtful=freshness in DOUBTFUL,
    )


def total_row(total: CurrencyTotal, *, doubtful: bool) -> PositionRow:
    """The line of one currency below the positions; `doubtful` when a price in it may not be the present one."""
    return PositionRow(
        code=total.currency,
        name="",
        qty=None,
        can_sell=None,
        cost=None,
        last=None,
        value=total.value,
        pl=total.pl,
        pl_pct=total.pl_pct,
        today=total.today_pl,
        change=None,
        decimals=2,
        is_total=True,
        doubtful=doubtful,
    )


def _blank_in_total(text: str, row: PositionRow) -> str:
    return "" if row.is_total else text


def _cents(cells: int, least: int) -> int:
    return 2 if cells >= least + ROOM_FOR_CENTS else 0


def _text(row: PositionRow, palette: Palette) -> Style:
    return palette.text


def _dim(row: PositionRow, palette: Palette) -> Style:
    return palette.dim


def _name(row: PositionRow, cells: int) -> str:
    return row.name if width(row.name) <= cells else fit(row.name, cells)


_COLUMNS: tuple[Column[PositionRow], ...] = (
    Column(
        "code", "Code", 9, lambda row, cells: row.code,
        lambda row, palette: palette.dim if row.is_total else palette.text,
        align="left", sort=lambda row: row.code,
    ),
    Column(
        "name", "Name", 8, _name, _dim,
        align="left", widest=24, sort=lambda row: row.name.casefold(), rank=4,
    ),
    Column(
        "qty", "Qty", 6, lambda row, cells: _blank_in_total(format.quantity(row.qty), row), _text,
        widest=9, sort=lambda row: row.qty,
    ),
    Column(
        "can_sell", "Sell", 6, lambda row, cells: _blank_in_total(format.quantity(row.can_sell), row), _dim,
        widest=9, sort=lambda row: row.can_sell, rank=6,
    ),
    Column(
        "cost", "Cost", 8, lambda row, cells: _blank_in_total(format.price(row.cost, row.decimals), row), _dim,
        widest=9, sort=lambda row: row.cost, rank=5,
    ),
    Column(
        "last", "Last", 8, lambda row, cells: _blank_in_total(format.price(row.last, row.decimals), row),
        lambda row, palette: palette.direction_style(row.change),
        widest=9, flash=True, sort=lambda row: row.last,
    ),
    Column(
        "value", "Value", 9, lambda row, cells: format.money(row.value, _cents(cells, 9)), _text,
        widest=14, flash=True, sort=lambda row: row.value, rank=2,
    ),
    Column(
        "pl", "P&L", 8, lambda row, cells: format.profit(row.pl, _cents(cells, 8)),
        lambda row, palette: palette.direction_style(row.pl),
        widest=13, flash=True, sort=lambda row: row.pl,
    ),
    Column(
        "pl_pct", "%", 6, lambda row, cells: format.percent(row.pl_pct),
        lambda row, palette: palette.direction_style(row.pl_pct),
        widest=7, flash=True, sort=lambda row: row.pl_pct, rank=1,
    ),
    Column(
        "today", "Today", 7, lambda row, cells: format.profit(row.today, _cents(cells, 7)),
        lambda row, palette: palette.direction_style(row.today),
        widest=13, flash=True, sort=lambda row: row.today, rank=3,
    ),
)  # fmt: skip
_ALL = tuple(column.key for column in _COLUMNS)
_MARKED = ("last", "value", "pl", "pl_pct", "today")
"""The columns that move with the price."""
_MARKS = frozenset({"last", "prev_close"})
"""The fields of a quote that move them; the tick changes how many decimals every price has."""


class PositionsPane(Pane, Grid[PositionKey, PositionRow]):
    """Enter shows a position's security in every pane."""

    NUMBER = 5
    TITLE = "Positions"
    PURPOSE = "What the account holds, what it cost and what it is worth at the last price, with totals by currency."
    HINT = keymap.DEFAULT.hint("dashboard.buy", "dashboard.sell")
    CONTEXT = "positions"
    COLUMNS = _COLUMNS

    def __init__(self, store: Store, accounts: Accounts, **kwargs: Any) -> None:
        super().__init__(store, accounts, **kwargs)
        self._ageing = Ageing(store)
        self._shown: dict[PositionKey, Position] = {}
        self._rows_of: dict[Security, list[PositionKey]] = {}

    @property
    def securities(self) -> Sequence[Security]:
        """All that is held."""
        return tuple(self._rows_of)

    # What the dashboard asks

    def set_security(self, security: Security | None) -> None:
        self.security = security

    def apply_changes(self, changes: Changes, now: float) -> None:
        self._ageing.at(now)
        if changes.everything or changes.positions or changes.accounts:
            self.reload()
            return
        moved: dict[PositionKey, tuple[str, ...]] = {}
        for security, fields in changes.quotes.items():
            columns = _ALL if "tick" in fields else _MARKED if fields & _MARKS else ()
            if columns:
                moved.update((key, columns) for key in self._rows_of.get(security, ()))
        if moved:
            self.update_rows(moved, now)
            self._sum_up()

    def tick(self, now: float) -> None:
        self._ageing.at(now)
        self.settle(now)
        if self._ageing.look_is_due():
            aged = self._ageing.changed(self._rows_of)
            for security in aged:
                self.update_rows(dict.fromkeys(self._rows_of[security], _ALL), now)
            if aged:
                self._sum_up()

    def reload(self) -> None:
        portfolio = self.accounts.current
        self._shown = dict(portfolio.positions) if portfolio else {}
        self._rows_of = {}
        for key in self._shown:
            self._rows_of.setdefault(key.security, []).append(key)
        self.set_rows(self._shown)
        self._sum_up()
        self.redraw()

    def wants(self) -> Iterable[Wish]:
        """The quotes that mark the positions."""
        return [Wish(security, BASIC, Priority.ROW) for security in self._rows_of]

    def _sum_up(self) -> None:
        held = self._shown.values()
        doubtful = {each.currency for each in held if self._ageing.doubts(each.security)}
        sums = totals(held, self.store.quotes)
        self.set_totals([total_row(total, doubtful=total.currency in doubtful) for total in sums])

    # What the grid asks

    def row(self, key: PositionKey) -> PositionRow:
        security = key.security
        freshness = self._ageing.of(security)
        portfolio = self.accounts.current
        if self.store.stale_since is not None or (portfolio is not None and portfolio.old_positions):
            # Also of the gateway's own price, which stands in before the first quote.
            freshness = Freshness.LOST
        return position_row(self._shown[key], self.store.quotes.get(security), freshness)

    def row_style(self, row: PositionRow, palette: Palette) -> Style | None:
        return palette.stale if row.doubtful else None

    def empty_text(self) -> str:
        portfolio = self.accounts.current
        if self.placeholder or portfolio is None:
            return self.placeholder
        return f"No positions.\n{clean(portfolio.account.label)} holds nothing now."

    def choose(self, key: PositionKey) -> None:
        self.post_message(self.SecurityChosen(key.security))
