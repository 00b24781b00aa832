"""What a row of the watchlist knows, and its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from rich.style import Style

from futu_tui.market import Freshness
from futu_tui.protocol import Security
from futu_tui.tui import format
from futu_tui.tui.text import clean, fit, width
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column

if TYPE_CHECKING:
    from futu_tui.market import Intraday, Listing, Quote

_INDICES = frozenset({6, 7, 9})
"""qot_common.SecurityType of what has prices but no orders: index, plate, set of plates."""

_BLOCKS = "▁▂▃▄▅▆▇█"
_HALT_MARK = "·"
ALERT_MARK = "◇"
"""An alert that waits: on a chart's axis, in a row of the watchlist, in the list of alerts."""
LEAST_NAME = 6
"""Cells of a name below which the tag beside it gets shorter."""


class WatchRow(Struct, frozen=True):
    """All that is known of one row; the parts are None while they are not."""

    security: Security
    quote: Quote | None
    listing: Listing | None
    intraday: Intraday | None
    freshness: Freshness
    current: bool
    """Whether it is the security that the other panes show."""
    alert: bool = False
    """Whether a price alert of it waits."""
    halted: bool = False
    price: float | None = None
    change: float | None = None
    change_pct: float | None = None
    """Percent"""

    @classmethod
    def of(
        cls,
        security: Security,
        quote: Quote | None,
        listing: Listing | None,
        intraday: Intraday | None,
        freshness: Freshness,
        *,
        current: bool,
        alert: bool = False,
    ) -> WatchRow:
        """With what several columns need, reckoned once."""
        if quote is None:
            return cls(security, quote, listing, intraday, freshness, current, alert)
        if quote.halted:
            return cls(security, quote, listing, intraday, freshness, current, alert, True, quote.price)
        return cls(
            security, quote, listing, intraday, freshness, current, alert,
            False, quote.price, quote.price_change, quote.price_change_pct,
        )  # fmt: skip

    @property
    def is_index(self) -> bool:
        return self.listing is not None and self.listing.sec_type in _INDICES

    @property
    def decimals(self) -> int:
        return self.quote.decimals if self.quote else 2

    @property
    def name(self) -> str:
        return (self.quote.name if self.quote else "") or (self.listing.name if self.listing else "")

    @property
    def bid(self) -> float | None:
        return None if self.is_index or not self.quote else self.quote.bid

    @property
    def ask(self) -> float | None:
        return None if self.is_index or not self.quote else self.quote.ask

    @property
    def volume(self) -> int | None:
        return None if self.is_index or self.halted or not self.quote else self.quote.volume

    @property
    def turnover(self) -> float | None:
        return None if self.halted or not self.quote else self.quote.turnover or None


def _name(row: WatchRow, cells: int) -> str:
    """The name, and at its right edge a mark where an alert waits, and the extended session that the price is of, or
    its initial where that is tight."""
    name, tag = clean(row.name), row.quote.price_label if row.quote else ""
    mark = ALERT_MARK if row.alert else ""
    if tag and cells - len(f"{mark} {tag}".lstrip()) - 1 < LEAST_NAME:
        tag = tag[0]
    tag = f"{mark} {tag}".strip()
    if not tag:
        return name if width(name) <= cells else fit(name, cells)
    return f"{fit(name, cells - len(tag) - 1)} {tag}"


def _change_pct(row: WatchRow, cells: int) -> str:
    if row.halted:
        return "halt"
    value = row.change_pct
    text = format.percent(value)
    return text if len(text) <= cells or value is None else format.percent(value, 0)


def sparkline(values: Sequence[float]) -> str:
    """One block a value, the lowest and the highest filling the height; a flat course runs in the middle."""
    if not values:
        return ""
    low, high = min(values), max(values)
    if high <= low:
        return _BLOCKS[3] * len(values)
    scale = (len(_BLOCKS) - 1) / (high - low)
    return "".join(_BLOCKS[round((value - low) * scale)] for value in values)


def _day(row: WatchRow, cells: int) -> str:
    if row.halted:
        return _HALT_MARK * cells
    return sparkline(row.intraday.spark(cells)) if row.intraday else ""


def _course(row: WatchRow) -> float | None:
    """How far the day has gone since its first minute, as a fraction."""
    if not row.intraday or not row.intraday[0].price:
        return None
    return row.intraday[-1].price / row.intraday[0].price - 1


def _dim(row: WatchRow, palette: Palette) -> Style:
    return palette.dim


def _bid(row: WatchRow, palette: Palette) -> Style:
    return palette.faint if row.bid is None else palette.text


def _ask(row: WatchRow, palette: Palette) -> Style:
    return palette.faint if row.ask is None else palette.text


def _direction(row: WatchRow, palette: Palette) -> Style:
    return palette.direction_style(row.change)


COLUMNS: tuple[Column[WatchRow], ...] = (
    Column(
        "code", "Code", 9, lambda row, cells: str(row.security),
        lambda row, palette: palette.accent if row.current else palette.text,
        align="left", sort=lambda row: row.security,
    ),
    Column(
        "name", "Name", 8, _name, _dim,
        align="left", usual=11, widest=24, sort=lambda row: clean(row.name).casefold() or None,
    ),
    Column(
        "last", "Last", 9, lambda row, cells: format.price(row.price, row.decimals), _direction,
        flash=True, sort=lambda row: row.price,
    ),
    Column(
        "change", "Chg", 8, lambda row, cells: format.change(row.change, row.decimals), _direction,
        flash=True, sort=lambda row: row.change, rank=2,
    ),
    Column(
        "change_pct", "Chg%", 6, _change_pct, _direction,
        flash=True, sort=lambda row: row.change_pct,
    ),
    Column(
        "bid", "Bid", 9, lambda row, cells: format.price(row.bid, row.decimals), _bid,
        flash=True, sort=lambda row: row.bid, rank=3,
    ),
    Column(
        "ask", "Ask", 9, lambda row, cells: format.price(row.ask, row.decimals), _ask,
        flash=True, sort=lambda row: row.ask, rank=3,
    ),
    Column(
        "volume", "Vol", 6, lambda row, cells: format.volume(row.volume), _dim,
        sort=lambda row: row.volume, rank=1,
    ),
    Column(
        "turnover", "Turnover", 8, lambda row, cells: format.volume(row.turnover), _dim,
        sort=lambda row: row.turnover, rank=5,
    ),
    Column("day", "Day", 3, _day, _dim, align="left", widest=8, sort=_course, rank=4),
)  # fmt: skip

_PRICE = ("last", "change", "change_pct")
_MOVES: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "last": _PRICE,
    "prev_close": _PRICE,
    "pre": ("name", *_PRICE),
    "after": ("name", *_PRICE),
    "overnight": ("name", *_PRICE),
    "session": ("name", *_PRICE),
    "tick": (*_PRICE, "bid", "ask"),
    "bid": ("bid",),
    "ask": ("ask",),
    "volume": ("volume",),
    "turnover": ("turnover",),
}
"""Which columns a field of the quote moves."""
ALL = tuple(column.key for column in COLUMNS)
_MOVES_ALL = frozenset({"suspended", "status"})
"""A halt changes the look of the whole row."""


def columns_of(fields: Iterable[str]) -> set[str]:
    """The keys of the columns that may say something else when these fields of a quote differ."""
    moved: set[str] = set()
    for field in fields:
        if field in _MOVES_ALL:
            return set(ALL)
        moved.update(_MOVES.get(field, ()))
    return moved
