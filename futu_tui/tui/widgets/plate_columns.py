"""What sets of plates are called, and the column that tells a plate's."""

from __future__ import annotations

from futu_tui.feed.lookups.plates import Plate, PlateKind
from futu_tui.tui.widgets.columns import Column

KINDS = {
    PlateKind.ALL: "All",
    PlateKind.INDUSTRY: "Industry",
    PlateKind.REGION: "Region",
    PlateKind.CONCEPT: "Concept",
    PlateKind.OTHER: "Other",
}
"""What each set of plates is called."""


def kind_of(plate: Plate) -> str:
    """In words; a number that this program does not know stays a number."""
    if plate.kind is None:
        return "-"
    return KINDS[PlateKind(plate.kind)] if plate.kind in list(PlateKind) else f"kind {plate.kind}"


KIND: Column[Plate] = Column(
    "kind", "Kind", 8, lambda row, cells: kind_of(row), lambda row, palette: palette.dim,
    align="left", sort=lambda row: row.kind,
)  # fmt: skip
