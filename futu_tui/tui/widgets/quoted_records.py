"""A list of things that have quotes, such as the securities of a plate: each row tells how its security stands now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from msgspec.structs import replace
from rich.style import Style

from futu_tui.protocol import Security
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.ageing import DOUBTFUL, Ageing
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.records import Records
from futu_tui.tui.widgets.watchlist_columns import COLUMNS as WATCHED
from futu_tui.tui.widgets.watchlist_columns import WatchRow

if TYPE_CHECKING:
    from futu_tui.market import Store


class Named(Protocol):
    """What a row can be of."""

    @property
    def security(self) -> Security: ...
    @property
    def name(self) -> str: ...


class Quoted(NamedTuple):
    """A row: what the gateway listed, and its quote of now."""

    thing: Any
    live: WatchRow

    @property
    def security(self) -> Security:
        return self.live.security


def of_thing(column: Column[Any]) -> Column[Quoted]:
    """A column that tells of what was listed."""
    return _of_part(column, lambda row: row.thing)


def of_quote(column: Column[WatchRow]) -> Column[Quoted]:
    """A column that tells of the quote."""
    return _of_part(column, lambda row: row.live)


def _of_part(column: Column[Any], part: Callable[[Quoted], Any]) -> Column[Quoted]:
    sort = column.sort
    quoted: Column[Any] = replace(
        column,
        text=lambda row, cells: column.text(part(row), cells),
        style=lambda row, palette: column.style(part(row), palette),
        sort=(lambda row: sort(part(row))) if sort is not None else None,
    )
    return quoted


CODE: Column[Named] = Column(
    "code", "Code", 12, lambda row, cells: str(row.security), lambda row, palette: palette.text,
    align="left", widest=18, sort=lambda row: row.security,
)  # fmt: skip
NAME: Column[Named] = Column(
    "name", "Name", 12, lambda row, cells: clean(row.name), lambda row, palette: palette.dim,
    align="left", usual=16, widest=40, sort=lambda row: clean(row.name).casefold(),
)  # fmt: skip
_BY_KEY = {column.key: column for column in WATCHED}
QUOTE = tuple(of_quote(_BY_KEY[key]) for key in ("last", "change", "change_pct", "volume", "turnover"))
"""Last, change, change in percent, volume, turnover."""
PLATE_QUOTE = tuple(column for column in QUOTE if column.key != "volume")
"""Of what trades nothing itself."""


class QuotedRecords(Records):
    """Rows are given as what was listed, and shown with their quotes."""

    def __init__(self, columns: tuple[Column[Quoted], ...], store: Callable[[], Store]) -> None:
        self._store_now = store
        self._ageing: Ageing | None = None
        super().__init__(columns)

    @property
    def ageing(self) -> Ageing:
        if self._ageing is None:
            self._ageing = Ageing(self._store_now())
        return self._ageing

    def row(self, key: int) -> Quoted:
        thing, store = self._rows[key], self._store_now()
        security = thing.security
        live = WatchRow.of(
            security=security,
            quote=store.quotes.get(security),
            listing=store.listings.get(security),
            intraday=None,
            freshness=self.ageing.of(security),
            current=False,
        )
        return Quoted(thing, live)

    def row_style(self, row: Quoted, palette: Palette) -> Style | None:
        return palette.stale if row.live.halted or row.live.freshness in DOUBTFUL else None

    def settle(self, now: float) -> None:
        """Let time pass, and rows grow old."""
        self.ageing.at(now)
        if self.ageing.look_is_due():
            shown = {self._rows[key].security: key for key in self.visible_keys}
            for security in self.ageing.changed(shown):
                self.update_row(shown[security], now)
        super().settle(now)
