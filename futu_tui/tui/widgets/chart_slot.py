"""The place of the charts on the dashboard: several kinds, of which one is in view."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from futu_tui.tui.pane import Pane


class ChartSlot(Vertical):
    """Shows one of its panes; the others cost nothing, and are mounted when they are first shown."""

    DEFAULT_CSS = "ChartSlot > .pane.behind { display: none; }"

    def __init__(self, kinds: Sequence[Pane], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kinds = kinds
        self.current = kinds[0]
        """The one in view."""
        self._show()

    def compose(self) -> ComposeResult:
        yield self.current.widget

    def turn(self, by: int) -> Pane:
        """Show the kind so many places on, and answer the one that was in view."""
        before = self.current
        self.current = self.kinds[(self.kinds.index(before) + by) % len(self.kinds)]
        if not self.current.widget.is_attached:
            self.mount(self.current.widget)
        self._show()
        return before

    def _show(self) -> None:
        for kind in self.kinds:
            kind.widget.set_class(kind is not self.current, "behind")
