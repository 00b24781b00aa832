"""The crosshair of the charts beside the candles: moved by keys, put anywhere by the mouse, gone when that leaves."""

from __future__ import annotations

from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size

from futu_tui.tui import keymap
from futu_tui.tui.widgets.plot_pane import PlotPane

At = TypeVar("At")
"""What a crosshair is at: a column, or a moment and a price."""


class CrosshairPane(PlotPane, Generic[At]):
    """A chart that says where its crosshair can go; the picture shows it, and what stands there in figures."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("crosshair")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._crosshair: At | None = None
        self._crosshair_size: Size | None = None
        """In which its cells are counted."""

    # For the chart to answer

    def stepped(self, at: At | None, across: int, up: int) -> At | None:
        """Where one step to the right (left: -1) or up (down: -1) leads; from None, and by no step, where it begins."""
        raise NotImplementedError

    def under(self, x: int, y: int) -> At | None:
        """What stands in a cell of the pane; None outside the plot."""
        raise NotImplementedError

    def crosshair_moved(self) -> None:
        """The crosshair is elsewhere, or gone; the picture is painted next."""

    # For the chart to use

    @property
    def crosshair(self) -> At | None:
        """Where it is; None while it is off."""
        return self._crosshair

    def point_at(self, at: At | None) -> None:
        """Put it there, or take it away."""
        if at != self._crosshair:
            self._crosshair = at
            self.crosshair_moved()
            self.paint()

    # Keys and mouse

    def on_resize(self) -> None:
        if self.size != self._crosshair_size:  # a layout that changes nothing tells of a size too
            self._crosshair_size = self.size
            self.point_at(None)

    def action_crosshair(self) -> None:
        """Read the figures of a place, or stop that."""
        self.point_at(self.stepped(None, 0, 0) if self._crosshair is None else None)

    def action_crosshair_left(self) -> None:
        self._step(-1, 0)

    def action_crosshair_right(self) -> None:
        self._step(1, 0)

    def action_crosshair_up(self) -> None:
        self._step(0, 1)

    def action_crosshair_down(self) -> None:
        self._step(0, -1)

    def _step(self, across: int, up: int) -> None:
        self.point_at(self.stepped(self._crosshair, across, up))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        offset = event.get_content_offset(self)
        self.point_at(None if offset is None else self.under(offset.x, offset.y))

    def on_leave(self) -> None:
        self.point_at(None)
