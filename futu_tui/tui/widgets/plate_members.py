"""A list of a plate's securities, which the gateway sorts where it can."""

from __future__ import annotations

from textual.message import Message

from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui import format
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.quoted_records import CODE, NAME, QUOTE, Quoted, QuotedRecords, of_thing

COLUMNS: tuple[Column[Quoted], ...] = (
    of_thing(CODE),
    of_thing(NAME),
    *QUOTE,
    Column(
        "amplitude", "Ampl%", 6,
        lambda row, cells: format.price(row.live.quote.amplitude if row.live.quote else None, 2),
        lambda row, palette: palette.dim,
        sort=lambda row: row.live.quote.amplitude if row.live.quote else None, rank=5,
    ),
    Column(
        "lot", "Lot", 6, lambda row, cells: format.quantity(row.thing.lot_size or None),
        lambda row, palette: palette.dim, sort=lambda row: row.thing.lot_size, rank=6,
    ),
    Column(
        "listed", "Listed", 10, lambda row, cells: row.thing.list_time[:10] or format.UNKNOWN,
        lambda row, palette: palette.dim, align="left", sort=lambda row: row.thing.list_time, rank=7,
    ),
)  # fmt: skip
_FIELDS = {
    "code": qot.SortField_Code,
    "last": qot.SortField_CurPrice,
    "change": qot.SortField_PriceChangeVal,
    "change_pct": qot.SortField_ChangeRate,
    "volume": qot.SortField_Volume,
    "turnover": qot.SortField_Turnover,
    "amplitude": qot.SortField_Amplitude,
    "lot": qot.SortField_LotSize,
    "listed": qot.SortField_ListTime,
}
"""qot_common.SortField of the columns that the gateway can sort by; names it cannot."""


def sort_field(sorted_by: tuple[str, bool] | None) -> tuple[int, bool]:
    """How the gateway is to sort for a column and whether downwards: its field, 0 for none, and whether upwards."""
    column, downwards = sorted_by or ("", False)
    return _FIELDS.get(column, 0), not downwards


class PlateMembers(QuotedRecords):
    """Says when it wants its rows in another order; by name it sorts them itself."""

    class SortWanted(Message):
        """The rows are to be asked for anew."""

    def sort_by(self, column: str | None, reverse: bool | None = None) -> None:
        super().sort_by(column, reverse)
        if column is None or column in _FIELDS:
            self.post_message(self.SortWanted())

    def _sorted(self) -> list[int]:
        if self._sort is not None and self._sort.key in _FIELDS:
            return list(self._given)
        return super()._sorted()
