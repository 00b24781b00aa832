"""The columns of the screener: of the criteria, of the kept sets, and of matches with the criteria's own values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace
from rich.style import Style

from futu_tui.feed.lookups.criteria import SHORT, Comparison, CriteriaSet, Criterion, Figure, Pattern, Sort
from futu_tui.feed.lookups.screen_fields import Unit
from futu_tui.feed.lookups.stock_filter import Match
from futu_tui.tui import format
from futu_tui.tui.text import clean, width
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.quoted_records import CODE, NAME, QUOTE, Quoted, of_thing

SORT_MARKS = {Sort.NO: "", Sort.LOWEST: "↑", Sort.HIGHEST: "↓"}
VALUE = 9
"""Cells of a value."""


class CriterionRow(NamedTuple):
    """A criterion in its set."""

    number: int
    criterion: Criterion
    currency: str


class SetRow(NamedTuple):
    """A set by its name."""

    name: str
    kept: CriteriaSet
    own: bool
    """Whether the person keeps it; the others are there to begin with."""


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


def _kind(row: CriterionRow) -> str:
    return row.criterion.field.kind.value


CRITERION_COLUMNS: tuple[Column[CriterionRow], ...] = (
    Column("number", "#", 2, lambda row, cells: str(row.number), _dim),
    Column("subject", "Criterion", 22, lambda row, cells: row.criterion.subject, _text, align="left", widest=52),
    Column(
        "condition", "Asks", 18, lambda row, cells: row.criterion.condition(row.currency), _text,
        align="left", widest=40,
    ),
    Column("kind", "Kind", 11, lambda row, cells: _kind(row), _dim, align="left", rank=2),
    Column(
        "sort", "Sorts", 14,
        lambda row, cells: row.criterion.sort.label if row.criterion.sort is not Sort.NO else "",
        _dim, align="left", rank=1,
    ),
)  # fmt: skip


def words_of(kept: CriteriaSet) -> str:
    """All criteria of a set in one line."""
    currency = kept.market.currency
    return "; ".join(
        f"{_short(each)} {each.condition(currency)}".replace(" shown only", "") for each in kept.criteria
    )


def _short(criterion: Criterion) -> str:
    if isinstance(criterion, Comparison):
        return str(criterion.first)
    return criterion.title if isinstance(criterion, Figure) else criterion.field.title


SET_COLUMNS: tuple[Column[SetRow], ...] = (
    Column(
        "name", "Name", 22, lambda row, cells: clean(row.name), _text,
        align="left", widest=26, sort=lambda row: row.name,
    ),
    Column(
        "market", "Market", 6, lambda row, cells: SHORT[row.kept.market], _dim,
        align="left", sort=lambda row: SHORT[row.kept.market], rank=1,
    ),
    Column(
        "plate", "Plate", 8, lambda row, cells: clean(row.kept.plate_name) or "all", _dim,
        align="left", widest=20, rank=2,
    ),
    Column("criteria", "Criteria", 30, lambda row, cells: words_of(row.kept), _dim, align="left", widest=90),
    Column("own", "", 8, lambda row, cells: "yours" if row.own else "built in", _dim, align="left", rank=3),
)  # fmt: skip


_QUOTE = tuple(column for column in QUOTE if column.key in ("last", "change_pct"))


def match_columns(wanted: CriteriaSet) -> tuple[Column[Quoted], ...]:
    """Code, name, the live last price and change, and a column for each value that the criteria are told of."""
    return (
        of_thing(replace(CODE, width=9, widest=12)),
        of_thing(replace(NAME, width=8, usual=0, widest=28, rank=2)),
        *_QUOTE,
        *map(of_thing, _value_columns(wanted)),
    )


def _value_columns(wanted: CriteriaSet) -> Iterator[Column[Match]]:
    rank = 1
    for place, criterion in enumerate(wanted.criteria):
        if isinstance(criterion, Pattern) or criterion.field.unit is Unit.NONE:
            continue
        titles = [criterion.title + SORT_MARKS[criterion.sort]] if isinstance(criterion, Figure) else []
        if isinstance(criterion, Comparison):
            titles = [str(each) for each in criterion.indicators]
        for part, title in enumerate(titles):
            yield _value_column(place, part, title, _writer(criterion), rank)
            rank += 2 if rank == 1 else 1


def _value_column(
    place: int, part: int, title: str, write: Callable[[float], str], rank: int
) -> Column[Match]:
    def value(row: Match) -> float | None:
        return row.values[place][part]

    def text(row: Match, cells: int) -> str:
        known = value(row)
        return format.UNKNOWN if known is None else write(known)

    size = max(VALUE, width(title))
    return Column(f"value {place} {part}", title, size, text, _text, widest=size + 2, sort=value, rank=rank)


def _writer(criterion: Figure | Comparison) -> Callable[[float], str]:
    """How a value of it is written."""
    if isinstance(criterion, Figure) and criterion.field.unit in (Unit.MONEY, Unit.SHARES):
        return format.volume
    decimals = 3 if criterion.field.unit is Unit.PRICE else 2
    return lambda value: format.price(value, decimals)
