"""The columns of the list of warrants: prices as they are now, the rest as it was when the list was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.style import Style

from futu_tui.feed.lookups.warrants import Warrant
from futu_tui.market.contract_figures import WarrantFigures
from futu_tui.tui import format
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column

if TYPE_CHECKING:
    from futu_tui.market import Quote, Store

DECIMALS = 3
"""Of the prices of warrants, whose step is a tenth of a cent."""
Number = Callable[[Warrant], float | None]


def _text(row: Warrant, palette: Palette) -> Style:
    return palette.text


def _dim(row: Warrant, palette: Palette) -> Style:
    return palette.dim


def plain(value: float | None, decimals: int) -> str:
    """A number without marks or sign; trailing zeros stay, so that points stand below each other."""
    return format.price(value, decimals)


def strike_text(row: Warrant, cells: int) -> str:
    """The strike, or an inline warrant's range."""
    if row.lower is not None and row.upper is not None:
        text = f"{row.lower:.6g}-{row.upper:.6g}"
        return text if len(text) <= cells else f"{row.lower:.4g}-{row.upper:.4g}"
    return plain(row.strike, 2)


def warrant_columns(store: Store, *, of_all: bool = False) -> Sequence[Column[Warrant]]:
    """Columns that read the quotes of `store`; where the list is `of_all` underlyings, that of each has its place."""
    beside, under = (2, 1) if of_all else (1, 9)

    def quote(row: Warrant) -> Quote | None:
        return store.quotes.get(row.security)

    def last(row: Warrant) -> float | None:
        known = quote(row)
        return row.last if known is None or known.last is None else known.last

    def change_pct(row: Warrant) -> float | None:
        known = quote(row)
        if known is not None and known.change_pct is not None:
            return known.change_pct
        return (row.last / row.prev_close - 1) * 100 if row.last and row.prev_close else None

    def bid(row: Warrant) -> float | None:
        known = quote(row)
        return row.bid if known is None or known.bid is None else known.bid

    def ask(row: Warrant) -> float | None:
        known = quote(row)
        return row.ask if known is None or known.ask is None else known.ask

    def volume(row: Warrant) -> float | None:
        known = quote(row)
        return max(row.volume, known.volume if known is not None else 0)

    def figure(name: str) -> Number:
        def value(row: Warrant) -> float | None:
            known = quote(row)
            told = known.contract if known is not None else None
            live = getattr(told, name) if isinstance(told, WarrantFigures) else None
            known_before: float | None = getattr(row, name)
            return known_before if live is None else live

        return value

    premium, iv, delta = figure("premium"), figure("iv"), figure("delta")

    def number(
        key: str, title: str, width: int, value: Number, decimals: int, rank: int, *, flash: bool = False
    ) -> Column[Warrant]:
        return Column(
            key, title, width, lambda row, cells: plain(value(row), decimals), _text,
            usual=width, widest=width + 3, rank=rank, flash=flash, sort=value,
        )  # fmt: skip

    def word(
        key: str, title: str, width: int, value: Callable[[Warrant], str], rank: int, widest: int = 0
    ) -> Column[Warrant]:
        return Column(
            key, title, width, lambda row, cells: clean(value(row)), _dim,
            align="left", widest=widest or width, rank=rank, sort=value,
        )  # fmt: skip

    return (
        Column(
            "code", "Code", 8, lambda row, cells: str(row.security), _text, align="left",
            sort=lambda row: row.security,
        ),
        word("name", "Name", 16, lambda row: row.name, 7, 20),
        word("type", "Type", 6, lambda row: row.type, 0),
        word("issuer", "Iss", 3, lambda row: row.issuer, 2),
        word("owner", "On", 8, lambda row: str(row.owner), under),
        Column("strike", "Strike", 9, strike_text, _text, usual=9, widest=13, sort=lambda row: row.strike),
        number("call_price", "Call", 9, lambda row: row.call_price, 2, 1),
        word("maturity", "Maturity", 10, lambda row: row.maturity, 2),
        number("last", "Last", 6, last, DECIMALS, 0, flash=True),
        Column(
            "change", "Chg%", 6, lambda row, cells: format.percent(change_pct(row), 1),
            lambda row, palette: palette.direction_style(change_pct(row)), rank=3, sort=change_pct,
        ),
        number("bid", "Bid", 6, bid, DECIMALS, 0, flash=True),
        number("ask", "Ask", 6, ask, DECIMALS, 0, flash=True),
        Column(
            "volume", "Vol", 6, lambda row, cells: format.volume(volume(row)), _text, rank=3, sort=volume
        ),
        number("premium", "Prem%", 6, premium, 2, beside),
        number("effective_gearing", "Gear", 5, lambda row: row.effective_gearing, 1, beside),
        number("iv", "IV", 5, iv, 1, 2),
        number("street", "Strt%", 5, lambda row: row.street, 1, 4),
        number("score", "Score", 5, lambda row: row.score, 0, 6),
        number("delta", "Delta", 6, delta, 3, 8),
        number("to_call", "ToCall%", 7, lambda row: row.to_call, 2, 6),
        number("money", "Money%", 6, lambda row: row.money, 1, 9),
        number("break_even", "B/even", 9, lambda row: row.break_even, 2, 9),
        number("conversion", "Conv", 7, lambda row: row.conversion, 0, 9),
        number("gearing", "Gross", 5, lambda row: row.gearing, 1, 10),
        word("last_trade", "Last day", 10, lambda row: row.last_trade, 10),
        Column("lot", "Lot", 7, lambda row, cells: format.quantity(row.lot), _dim, rank=10, sort=lambda row: row.lot),
        word("status", "Status", 8, lambda row: "" if row.status == "normal" else row.status, 8),
    )  # fmt: skip
