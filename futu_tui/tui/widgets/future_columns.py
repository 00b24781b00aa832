"""The columns of the list of futures, and the order of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.style import Style

from futu_tui.feed.lookups.futures import Future
from futu_tui.market.contract_figures import FutureFigures
from futu_tui.protocol import Market
from futu_tui.tui import format
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column

if TYPE_CHECKING:
    from futu_tui.market import Quote, Store

Number = Callable[[Future], float | None]


def in_order(futures: Iterable[Future]) -> list[Future]:
    """By market, then by class, the continuous contract of each before its months."""

    def place(future: Future) -> tuple[int, str, date]:
        return future.security.market, _root(future), future.last_trade or date.min

    return sorted(futures, key=place)


def _root(future: Future) -> str:
    """The class's letters: HSI of HSImain and of HSI2611."""
    return future.security.code.rstrip("0123456789").removesuffix("main").removesuffix("current")


def _text(row: Future, palette: Palette) -> Style:
    return palette.text


def _dim(row: Future, palette: Palette) -> Style:
    return palette.dim


def future_columns(store: Store, today: Callable[[Market], date]) -> Sequence[Column[Future]]:
    """Columns that read the quotes of `store`; `today` is the date in a market."""

    def quote(row: Future) -> Quote | None:
        return store.quotes.get(row.security)

    def of_quote(name: str) -> Number:
        def value(row: Future) -> float | None:
            known = quote(row)
            found: float | None = getattr(known, name) if known is not None else None
            return found

        return value

    def figure(name: str) -> Number:
        def value(row: Future) -> float | None:
            known = quote(row)
            told = known.contract if known is not None else None
            found: float | None = getattr(told, name) if isinstance(told, FutureFigures) else None
            return found

        return value

    def basis(row: Future) -> float | None:
        """What the future trades at above its underlying, in points."""
        future = quote(row)
        index = store.quotes.get(row.owner) if row.owner is not None else None
        if future is None or future.price is None or index is None or index.price is None:
            return None
        return future.price - index.price

    def basis_pct(row: Future) -> float | None:
        points, known = basis(row), quote(row)
        if points is None or known is None or known.price is None or known.price == points:
            return None
        return points / (known.price - points) * 100

    def days(row: Future) -> float | None:
        return row.days_left(today(row.security.market))

    def price(key: str, title: str, value: Number, rank: int) -> Column[Future]:
        return Column(
            key, title, 9, lambda row, cells: format.price(value(row), format.decimals_of(row.tick)), _text,
            usual=9, widest=11, rank=rank, flash=True, sort=value,
        )  # fmt: skip

    change_pct, volume = of_quote("price_change_pct"), of_quote("volume")
    held, held_change = figure("open_interest"), figure("open_interest_change")
    return (
        Column(
            "code", "Code", 11, lambda row, cells: str(row.security), _text, align="left",
            sort=lambda row: row.security,
        ),
        Column(
            "name", "Name", 18, lambda row, cells: clean(row.name), _dim, align="left", widest=28, rank=3,
            sort=lambda row: row.name,
        ),
        price("last", "Last", of_quote("price"), 0),
        Column(
            "change", "Chg%", 6, lambda row, cells: format.percent(change_pct(row)),
            lambda row, palette: palette.direction_style(change_pct(row)), flash=True, sort=change_pct,
        ),
        Column(
            "basis", "Basis", 8, lambda row, cells: format.change(basis(row), format.decimals_of(row.tick)),
            _text, usual=8, widest=10, sort=basis,
        ),
        Column(
            "basis_pct", "Basis%", 6, lambda row, cells: format.percent(basis_pct(row)), _dim, rank=3, sort=basis_pct
        ),
        price("bid", "Bid", of_quote("bid"), 1),
        price("ask", "Ask", of_quote("ask"), 1),
        Column(
            "volume", "Vol", 6, lambda row, cells: format.volume(volume(row)), _text, rank=2, sort=volume
        ),
        Column("oi", "OI", 6, lambda row, cells: format.volume(held(row)), _text, rank=2, sort=held),
        Column(
            "oi_change", "OI chg", 7, lambda row, cells: format.change(held_change(row), 0), _dim, rank=4,
            sort=held_change,
        ),
        Column(
            "last_trade", "Last day", 10,
            lambda row, cells: str(row.last_trade or (row.origin and row.origin.code) or "continuous"), _dim,
            align="left", sort=lambda row: row.last_trade or date.min,
        ),
        Column("days", "Days", 4, lambda row, cells: format.quantity(days(row)), _dim, rank=3, sort=days),
        Column(
            "size", "Size", 5, lambda row, cells: format.quantity(row.size), _dim, rank=4, sort=lambda row: row.size
        ),
        Column(
            "tick", "Tick", 5, lambda row, cells: f"{row.tick:.10g}", _dim, rank=5, sort=lambda row: row.tick
        ),
        Column("currency", "Cur", 3, lambda row, cells: clean(row.currency), _dim, align="left", rank=5),
        Column("exchange", "Exch", 5, lambda row, cells: clean(row.exchange), _dim, align="left", rank=5),
        Column(
            "owner", "On", 10, lambda row, cells: clean(str(row.owner or row.underlying)), _dim, align="left", rank=6
        ),
    )  # fmt: skip
