"""The columns of the lists about one security: adjustments, changes of code, what holders did."""

from __future__ import annotations

from typing import Any

from rich.style import Style

from futu_tui.feed.lookups.adjustments import Act, Adjustment, Kind
from futu_tui.feed.lookups.code_changes import CodeChange
from futu_tui.feed.lookups.holders import HoldingChange
from futu_tui.tui import format
from futu_tui.tui.figure_text import plain
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column

FACTOR_DECIMALS = 5


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


def act_words(act: Act, currency: str) -> str:
    """One thing that a company did, as a trader says it: "2 shares for 1", "1.25 HKD a share"."""
    base, given, money = plain(act.base, 0), plain(act.given, 0), f"{plain(act.money, 2)} {currency}".strip()
    match act.kind:
        case Kind.SPLIT:
            return f"Split: {base} became {given}"
        case Kind.JOIN:
            return f"Consolidation: {base} became {given}"
        case Kind.BONUS:
            return f"Bonus: {given} for {base}"
        case Kind.TRANSFER:
            return f"Bonus from reserves: {given} for {base}"
        case Kind.ALLOT:
            return f"Rights: {given} for {base} at {money}"
        case Kind.ADD:
            return f"Offer: {given} for {base} at {money}"
        case Kind.DIVIDEND:
            return f"Dividend {money} a share"
        case Kind.SPECIAL:
            return f"Special dividend {money} a share"
        case Kind.SPIN_OFF:
            return f"Spin-off: {given} of the new company for {base}"


def words_of(row: Adjustment, currency: str) -> str:
    """All that was done on a day."""
    return "; ".join(act_words(act, currency) for act in row.acts) or "not said"


def _factor(value: float) -> str:
    return format.price(value, FACTOR_DECIMALS)


def adjustment_columns(currency: str) -> tuple[Column[Adjustment], ...]:
    """Of a security whose prices are in this currency."""
    return (
        Column("day", "Ex date", 10, lambda row, cells: row.day, _text, align="left", sort=lambda row: row.day),
        Column(
            "what", "What", 24, lambda row, cells: words_of(row, currency), _text,
            align="left", usual=30, widest=60, sort=lambda row: words_of(row, currency),
        ),
        Column(
            "cash", f"{currency} a share".strip(), 11,
            lambda row, cells: format.UNKNOWN if row.cash is None else plain(row.cash, 2), _text,
            sort=lambda row: row.cash, rank=3,
        ),
        Column("forward_a", "Forward ×", 10, lambda row, cells: _factor(row.forward_a), _dim,
               sort=lambda row: row.forward_a, rank=1),
        Column("forward_b", "+", 9, lambda row, cells: _factor(row.forward_b), _dim,
               sort=lambda row: row.forward_b, rank=1),
        Column("backward_a", "Backward ×", 10, lambda row, cells: _factor(row.backward_a), _dim,
               sort=lambda row: row.backward_a, rank=2),
        Column("backward_b", "+", 9, lambda row, cells: _factor(row.backward_b), _dim,
               sort=lambda row: row.backward_b, rank=2),
    )  # fmt: skip


CODE_COLUMNS: tuple[Column[CodeChange], ...] = (
    Column(
        "announced", "Announced", 10, lambda row, cells: row.announced or format.UNKNOWN, _text,
        align="left", sort=lambda row: row.announced or None,
    ),
    Column(
        "security", "Code", 9, lambda row, cells: str(row.security), _text,
        align="left", widest=12, sort=lambda row: row.security,
    ),
    Column(
        "kind", "What", 20, lambda row, cells: row.kind, _text,
        align="left", widest=30, sort=lambda row: row.kind,
    ),
    Column(
        "related", "Other code", 10, lambda row, cells: str(row.related), _text,
        align="left", widest=12, sort=lambda row: row.related,
    ),
    Column(
        "effective", "Effective", 10, lambda row, cells: row.effective or format.UNKNOWN, _dim,
        align="left", sort=lambda row: row.effective or None, rank=1,
    ),
    Column(
        "ends", "Ends", 10, lambda row, cells: row.ends or format.UNKNOWN, _dim,
        align="left", sort=lambda row: row.ends or None, rank=2,
    ),
)  # fmt: skip


def _moved(row: HoldingChange, palette: Palette) -> Style:
    return palette.direction_style(row.change)


HOLDER_COLUMNS: tuple[Column[HoldingChange], ...] = (
    Column(
        "published", "Published", 10, lambda row, cells: row.published, _dim,
        align="left", sort=lambda row: row.published,
    ),
    Column(
        "holder", "Holder", 16, lambda row, cells: clean(row.holder), _text,
        align="left", usual=24, widest=44, sort=lambda row: clean(row.holder).casefold(),
    ),
    Column(
        "change", "Change", 12, lambda row, cells: format.change(row.change, 0), _moved,
        widest=16, sort=lambda row: row.change,
    ),
    Column(
        "change_pct", "Chg%", 8, lambda row, cells: format.percent(row.change_pct), _moved,
        sort=lambda row: row.change_pct, rank=2,
    ),
    Column(
        "held", "Holds", 13, lambda row, cells: format.quantity(row.held), _text,
        widest=16, sort=lambda row: row.held, rank=1,
    ),
    Column(
        "held_pct", "Of all %", 8, lambda row, cells: format.price(row.held_pct, 2), _text,
        sort=lambda row: row.held_pct,
    ),
)  # fmt: skip
