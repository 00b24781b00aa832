"""What charts of every kind share: files of what they show, others beside them, and crosshairs in step."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.message import Message

from futu_tui.tui import keymap
from futu_tui.tui.widgets.lines import LinePane

if TYPE_CHECKING:
    from futu_tui.tui.csv_export import Table

_NO_NAME = re.compile(r"[^\w.-]+")
"""What has no place in the name of a file."""


class ChartPane(LinePane):
    """A chart: it can be written into files, and stand beside others."""

    NUMBER = 4
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("charts")]

    class CrosshairMoved(Message):
        """The person moved the crosshair of a chart over time to this moment, or took it away."""

        def __init__(self, chart: ChartPane, at: float | None) -> None:
            super().__init__()
            self.chart = chart
            self.at = at
            """Epoch seconds at which a bar ends"""

    class Beside(Message):
        """The person wants one more chart beside this one, or this one gone from there."""

        def __init__(self, chart: ChartPane, *, more: bool) -> None:
            super().__init__()
            self.chart = chart
            self.more = more

    # For the chart to answer

    def follow(self, at: float | None) -> None:
        """Put the crosshair at this moment, in epoch seconds, or take it away; nothing where there is no time axis."""

    def export_name(self) -> str:
        """What its files are called."""
        raise NotImplementedError

    def export_table(self) -> Table | None:
        """The data behind the picture; None while there is none."""
        raise NotImplementedError

    # For the chart to use

    def refuse(self, why: str) -> None:
        """Tell the person why a key did nothing."""
        self.app.notify(why, title="Not possible", severity="warning", timeout=6.0, markup=False)

    # Keys

    def action_one_more(self) -> None:
        """One more chart beside this one."""
        self.post_message(self.Beside(self, more=True))

    def action_one_less(self) -> None:
        """Take this chart away from beside the others."""
        self.post_message(self.Beside(self, more=False))

    def action_export(self) -> None:
        """Write what is in view into an SVG and a CSV file, where the other exports go."""
        from futu_tui.tui.chart_export import write_svg
        from futu_tui.tui.csv_export import export

        table = None if self.empty_text() else self.export_table()
        if table is None:
            self.refuse("There is nothing to export yet.")
            return
        name = _NO_NAME.sub("-", self.export_name()).strip("-")
        now = datetime.now()
        palette = self.palette
        head = [(f" {self._title.partition('  ')[2]}", palette.dim)]
        lines = [head, *(list(self.draw_line(y, palette)) for y in range(self.size.height))]
        try:
            picture = write_svg(name, lines, palette.background, now)
            data = export(name, *table, now)
        except OSError as error:
            self.app.notify(
                f"The chart cannot be written: {error}", severity="error", timeout=15, markup=False
            )
        else:
            self.app.notify(f"{picture}\n{data}", title="Exported", timeout=8, markup=False)
