"""Companies about to list, by market, each with the terms that are told of its new issues."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rich.style import Style

from futu_tui.feed.lookups.ipos import MARKETS, Ipo, ipos
from futu_tui.protocol import Market, Security
from futu_tui.tui import format
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.records import Records

ESTIMATED = "~"
"""Before a figure that is an estimate."""
DAY = len("2026-11-23")
MINUTE = len("2026-11-23 16:00")
MIDNIGHT = " 00:00"
"""The time of what is told by the day."""


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


def _status_style(row: Ipo, palette: Palette) -> Style:
    return palette.accent if row.open else palette.dim


def _status(row: Ipo) -> str:
    return "" if row.open is None else "open" if row.open else "to list"


def _figure(
    key: str, title: str, size: int, value: Callable[[Ipo], float | None], write: Callable[[float], str], rank: int,
    mark: Callable[[Ipo], bool] = lambda row: False,
) -> Column[Ipo]:  # fmt: skip
    def text(row: Ipo, cells: int) -> str:
        known = value(row)
        return format.UNKNOWN if known is None else f"{ESTIMATED if mark(row) else ''}{write(known)}"

    return Column(key, title, size, text, _text, widest=size + 3, sort=value, rank=rank)


def _time(key: str, title: str, read: Callable[[Ipo], str], rank: int, size: int = DAY) -> Column[Ipo]:
    """A day, or with a larger size the minute, in the market's zone."""
    return Column(
        key, title, size, lambda row, cells: clean(read(row))[:size].removesuffix(MIDNIGHT) or format.UNKNOWN, _dim,
        align="left", sort=lambda row: read(row) or None, rank=rank,
    )  # fmt: skip


def _price(key: str, title: str, value: Callable[[Ipo], float | None], rank: int) -> Column[Ipo]:
    return _figure(key, title, 8, value, lambda price: f"{price:,.2f}", rank)


_CODE = Column[Ipo](
    "code", "Code", 9, lambda row, cells: str(row.security), _text,
    align="left", widest=11, sort=lambda row: row.security,
)  # fmt: skip
_NAME = Column[Ipo](
    "name",
    "Name",
    12,
    lambda row, cells: clean(row.name),
    _text,
    align="left",
    widest=30,
    sort=lambda row: row.name,
)
_LISTS = _time("lists", "Lists", lambda row: row.listing, 0)
_LOW = _price("low", "From", lambda row: row.low, 1)
_HIGH = _price("high", "To", lambda row: row.high, 1)
_ISSUE = _figure("issue", "Issue", 7, lambda row: row.issue, format.volume, 2)
_APPLY_FROM = _time("from", "Apply from", lambda row: row.apply_from, 4, MINUTE)
_APPLY_UNTIL = _time("until", "Apply until", lambda row: row.apply_until, 2, MINUTE)
_DRAWN = _time("drawn", "Drawn", lambda row: row.drawn, 3)

COLUMNS: dict[Market, tuple[Column[Ipo], ...]] = {
    Market.HK: (
        _CODE, _NAME, _LISTS, _LOW, _HIGH,
        _price("price", "Issue at", lambda row: row.price, 3),
        _figure("lot", "Lot", 6, lambda row: row.lot, format.quantity, 1),
        _figure("entrance", "Entrance", 9, lambda row: row.entrance, lambda price: f"{price:,.2f}", 1),
        Column("open", "Status", 7, lambda row, cells: _status(row), _status_style, align="left", sort=_status, rank=2),
        _APPLY_UNTIL,
    ),
    Market.US: (_CODE, _NAME, _LISTS, _LOW, _HIGH, _ISSUE),
    Market.SH: (
        _CODE, _NAME, _LISTS,
        Column("apply", "Apply as", 8, lambda row, cells: clean(row.apply_code), _text,
               align="left", sort=lambda row: row.apply_code, rank=1),
        _figure("price", "Price", 8, lambda row: row.price, lambda price: f"{price:,.2f}", 1,
                lambda row: row.price_estimated),
        _figure("ratio", "Win %", 7, lambda row: row.ratio, lambda ratio: f"{ratio:.4f}", 1,
                lambda row: row.ratio_estimated),
        _time("until", "Apply", lambda row: row.apply_until, 2), _DRAWN,
        _figure("multiple", "P/E", 6, lambda row: row.multiple, lambda times: f"{times:,.2f}", 4),
        _figure("industry", "Ind P/E", 7, lambda row: row.industry_multiple, lambda times: f"{times:,.2f}", 5),
        _figure("issue", "Issue", 7, lambda row: row.issue, format.volume, 5),
        _figure("online", "Online", 7, lambda row: row.online, format.volume, 6),
        _figure("limit", "Most", 7, lambda row: row.apply_limit, format.volume, 6),
        _figure("held", "To hold", 7, lambda row: row.apply_value, format.volume, 6),
        Column("numbers", "Numbers", 12, lambda row, cells: clean(row.numbers), _dim, align="left", widest=60, rank=9),
    ),
    Market.SG: (_CODE, _NAME, _LISTS, _LOW, _HIGH, _ISSUE, _APPLY_FROM, _APPLY_UNTIL, _DRAWN),
    Market.MY: (
        _CODE, _NAME, _LISTS, _price("price", "Offer", lambda row: row.price, 1), _ISSUE,
        _APPLY_FROM, _APPLY_UNTIL, _DRAWN,
    ),
    Market.JP: (_CODE, _NAME, _LISTS, _LOW, _HIGH, _ISSUE),
}  # fmt: skip


class IpoScreen(PagesScreen[Security]):
    """A page a market."""

    SHORT = {**{market: market.name for market in MARKETS}, Market.SH: "CN"}

    def __init__(self) -> None:
        super().__init__("IPOs")

    def make_pages(self) -> Sequence[Page]:
        return tuple(
            Page(
                f"ipos-{self.SHORT[market].lower()}",
                self.SHORT[market],
                Records(COLUMNS[market]),
                self._asking(market),
                f"Nothing is about to list: {name}.",
                security=lambda row: row.security,
            )
            for market, name in MARKETS.items()
        )

    def _asking(self, market: Market) -> Callable[[], Awaitable[Sequence[Ipo]]]:
        async def ask() -> Sequence[Ipo]:
            return await ipos(self.gateway, market)

        return ask

    @property
    def market(self) -> Market:
        """Of the page in view."""
        return list(MARKETS)[self.pages.index(self.page)]

    def about(self) -> str:
        return f"{MARKETS[self.market]}, in {self.market.currency}   "
