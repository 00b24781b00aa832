"""The columns of an option chain: the calls' from the left, the strike, and the puts' mirrored on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style

from futu_tui.feed.lookups.options import Strike
from futu_tui.market.contract_figures import OptionFigures
from futu_tui.protocol import Security
from futu_tui.tui import format
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column

if TYPE_CHECKING:
    from futu_tui.market import Quote, Store

RULE = "─"
"""Fills the line on which the underlying stands between two strikes."""
LEAST_DECIMALS = 2
"""Of a strike."""

Figures = Callable[["Quote"], float | None]


class Spot(NamedTuple):
    """The line between two strikes where the underlying trades."""

    price: float
    decimals: int


class Cell(NamedTuple):
    """One figure of an option."""

    key: str
    title: str
    name: str
    """In the exported file."""
    width: int
    rank: int
    value: Figures
    text: Callable[[float, Quote], str]
    flash: bool = False


def _option(figure: str) -> Figures:
    def value(quote: Quote) -> float | None:
        told = quote.contract
        return getattr(told, figure) if isinstance(told, OptionFigures) else None

    return value


def _price(value: float, quote: Quote) -> str:
    return format.price(value, format.decimals_of(quote.tick))


def _count(value: float, quote: Quote) -> str:
    return format.volume(value)


def greek(value: float, cells: int) -> str:
    """As many decimals as fit the cells, three at most, and no 0 before the point: `.649`, `-1.10`, `-27.3`."""
    for decimals in (3, 2, 1, 0):
        text = f"{value:.{decimals}f}"
        if not text.strip("-0."):
            text = text.removeprefix("-")
        sign = "-" if text.startswith("-") else ""
        text = sign + (text.removeprefix("-").removeprefix("0") or "0")
        if len(text) <= cells:
            return text
    return f"{value:.0e}"


CELLS = (
    Cell("bid", "Bid", "bid", 7, 0, lambda quote: quote.bid, _price, flash=True),
    Cell("ask", "Ask", "ask", 7, 0, lambda quote: quote.ask, _price, flash=True),
    Cell("last", "Last", "last", 7, 2, lambda quote: quote.last, _price, flash=True),
    Cell("iv", "IV", "implied volatility %", 5, 1, _option("iv"), lambda value, quote: f"{value:.1f}"),
    Cell("delta", "Delta", "delta", 5, 1, _option("delta"), lambda value, quote: greek(value, 5)),
    Cell("oi", "OI", "open interest", 5, 3, _option("open_interest"), _count),
    Cell("volume", "Vol", "volume", 5, 3, lambda quote: quote.volume, _count),
    Cell("gamma", "Gamma", "gamma", 5, 4, _option("gamma"), lambda value, quote: greek(value, 5)),
    Cell("theta", "Theta", "theta", 5, 4, _option("theta"), lambda value, quote: greek(value, 5)),
    Cell("vega", "Vega", "vega", 5, 4, _option("vega"), lambda value, quote: greek(value, 5)),
)
"""Of a side, from the strike outwards."""

_INWARDS = ("vega", "theta", "gamma", "volume", "oi", "delta", "iv", "last", "bid", "ask")
_OUTWARDS = ("bid", "ask", "last", "iv", "delta", "oi", "volume", "gamma", "theta", "vega")
_BY_KEY = {cell.key: cell for cell in CELLS}


def chain_columns(store: Store, spot: Callable[[], float | None]) -> Sequence[Column[Any]]:
    """Columns that read the quotes of `store`; `spot` is what the underlying trades at.

    A column's key begins with "call", "strike" or "put".
    """
    return (
        *_side("call", _INWARDS, store, spot),
        Column("strike", "Strike", 9, _strike, _strike_style, sort=lambda row: row.price),
        *_side("put", _OUTWARDS, store, spot),
    )


def strike_text(price: float) -> str:
    """A strike with the decimals that it needs, two at least but for large whole ones: `512.50`, `25,800`."""
    if price >= 10_000 and price == int(price):
        return format.price(price, 0)
    return format.price(price, LEAST_DECIMALS if abs(price * 100 - round(price * 100)) < 1e-6 else 3)


def in_the_money(strike: float, spot: float | None, is_call: bool) -> bool:
    """Whether using the option now would pay."""
    return spot is not None and (strike < spot if is_call else strike > spot)


def _side(
    side: str, keys: Sequence[str], store: Store, spot: Callable[[], float | None]
) -> Iterator[Column[Any]]:
    is_call = side == "call"

    def quote_of(row: Strike) -> Quote | None:
        contract: Security | None = row.call if is_call else row.put
        return store.quotes.get(contract) if contract is not None else None

    for key in keys:
        cell = _BY_KEY[key]

        def value(row: Strike, cell: Cell = cell) -> float | None:
            quote = quote_of(row)
            return cell.value(quote) if quote is not None else None

        def text(row: Strike | Spot, cells: int, cell: Cell = cell, key: str = key) -> str:
            if isinstance(row, Spot):
                return RULE * cells
            if (row.call if is_call else row.put) is None:
                return ""
            quote = quote_of(row)
            number = cell.value(quote) if quote is not None else None
            return format.UNKNOWN if quote is None or number is None else cell.text(number, quote)

        def style(row: Strike | Spot, palette: Palette, key: str = key) -> Style:
            if isinstance(row, Spot):
                return palette.accent
            if key == "last" and (quote := quote_of(row)) is not None and quote.change:
                return palette.direction_style(quote.change)
            return palette.text if in_the_money(row.price, spot(), is_call) else palette.dim

        yield Column(
            f"{side}_{key}", cell.title, cell.width, text, style,
            usual=cell.width, widest=cell.width + 2, rank=cell.rank, flash=cell.flash, sort=value,
        )  # fmt: skip


def _strike(row: Strike | Spot, cells: int) -> str:
    return format.price(row.price, row.decimals) if isinstance(row, Spot) else strike_text(row.price)


def _strike_style(row: Strike | Spot, palette: Palette) -> Style:
    return palette.accent if isinstance(row, Spot) else palette.header
