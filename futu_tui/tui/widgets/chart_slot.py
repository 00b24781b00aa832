"""A place for a chart: several kinds, of which one is in view."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical

from futu_tui.tui.widgets.chart_kinds import K_LINES, KINDS
from futu_tui.tui.widgets.chart_pane import ChartPane


class ChartSlot(Vertical):
    """Shows one of its kinds; a chart is made and mounted when it is first shown, and costs nothing out of view."""

    DEFAULT_CSS = "ChartSlot > .pane.behind { display: none; }"

    def __init__(
        self, make: Callable[[str], ChartPane], kind: str = K_LINES, *, id: str | None = None
    ) -> None:
        """`make` makes a chart of one of `KINDS` when it is needed; `kind` is the first."""
        super().__init__(id=id)
        self._make = make
        self._made: dict[str, ChartPane] = {}
        self.kind = kind
        """Which one is in view."""
        self.show(kind)

    def compose(self) -> ComposeResult:
        yield self.current

    @property
    def current(self) -> ChartPane:
        """The one in view."""
        return self._made[self.kind]

    def show(self, kind: str) -> ChartPane:
        """Have a kind in view; of a name that is none of `KINDS`, the K-lines."""
        kind = kind if kind in KINDS else K_LINES
        if kind not in self._made:
            self._made[kind] = self._make(kind)
        self.kind = kind
        if self.is_attached and not self.current.is_attached:
            self.mount(self.current)
        for name, chart in self._made.items():
            chart.set_class(name != kind, "behind")
        return self.current

    def turn(self, by: int) -> ChartPane:
        """Show the kind so many places on."""
        return self.show(KINDS[(KINDS.index(self.kind) + by) % len(KINDS)])
