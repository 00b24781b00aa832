"""A list whose rows show quotes: while the link is down they look it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.style import Style

from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column, place
from futu_tui.tui.widgets.records import Records

if TYPE_CHECKING:
    from futu_tui.market import Store


class LiveRecords(Records):
    """Rows whose columns read the quotes of `store`."""

    def __init__(self, store: Store, columns: Sequence[Column[Any]], **kwargs: Any) -> None:
        self.store = store
        super().__init__(columns, **kwargs)

    def use_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show these columns from now on."""
        self.columns = tuple(columns)
        self._placed = place(self.columns, self._width)
        self.redraw()

    def row_style(self, row: Any, palette: Palette) -> Style | None:
        """Prices that may be old are told from those that are not."""
        return palette.stale if self.store.stale_since is not None else None
