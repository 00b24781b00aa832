"""Layouts that are looked at before they are due, or go back to what they were, leave nothing unpainted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.geometry import Region, Size
    from textual.widget import Widget


class CarefulCompositor(Compositor):
    """In the place of a screen's own compositor: a look at a layout that is to come changes nothing of what is painted.

    Asked where a widget is, Textual's own may arrange all widgets before their layout is due. It then paints by these
    places though no widget knows its size yet, and takes them for painted when the layout comes: what was put up, moved
    or taken away stayed as it had been on the terminal.
    """

    def __init__(self) -> None:
        super().__init__()
        self._laid_out: CompositorMap = {}
        """The map of the last layout; the full map may be a later look."""

    @property
    def full_map(self) -> CompositorMap:
        if not self._full_map_invalidated:
            return super().full_map
        painted, scrolled = self.visible_widgets, self._visible_map
        found = super().full_map
        self._visible_widgets, self._visible_map = painted, scrolled
        return found

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        self._full_map, scrolled = self._laid_out, self._visible_map
        result = super().reflow(parent, size)
        self._laid_out = self._full_map
        if scrolled is not None:  # since the layout before
            changes = self._laid_out.items() ^ scrolled.items()
            self._dirty_regions.update(
                shown for _, place in changes if (shown := place.clip.intersection(place.region))
            )
        return result

    def _get_renders(self, crop: Region | None = None) -> Iterator[tuple[Region, Region, list[Strip]]]:
        """What each widget shows, the front ones first; nothing of those that front ones hide altogether.

        Most of these are boxes around other widgets. Textual draws them too, and takes no cell of what it has drawn.
        """
        screen = self.size.region
        asked = screen if crop is None else screen.intersection(crop)
        hidden = [0] * screen.height  # of each line the columns that are taken, as bits
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            x, y, width, height = shown.intersection(asked)
            columns = ((1 << width) - 1) << x
            lines = range(y, y + height)
            if any(columns & ~hidden[line] for line in lines):
                for line in lines:
                    hidden[line] |= columns
                yield region, clip, widget.render_lines(shown.translate(-region.offset))

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        chops = super()._render_chops(crop, is_rendered_line)
        if crop == self.size.region:
            # While a terminal shrinks, the layout may end before its edge. Textual has nothing there, and fails.
            for line, cuts in zip(chops, self.cuts, strict=True):
                for left, right in pairwise(cuts):
                    if line[left] is None:
                        line[left] = Strip.blank(right - left)  # type: ignore[index]
        return chops

    def clear(self) -> None:
        super().clear()
        self._laid_out = {}
