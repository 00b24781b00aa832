"""Styles on their backgrounds, each sum made once."""

from __future__ import annotations

from rich.style import Style

MOST = 1024


class StyleSums:
    """Remembers sums by the identity of their parts, which a palette gives out again and again."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, int], tuple[Style, Style, Style]] = {}
        """Each with its parts: while they are in here, nothing else has their identities."""

    def on(self, background: Style, style: Style) -> Style:
        """The style on this background."""
        found = self._sums.get((id(background), id(style)))
        if found is None:
            if len(self._sums) >= MOST:
                self._sums.clear()
            found = self._sums[id(background), id(style)] = background, style, background + style
        return found[2]

    def clear(self) -> None:
        """Forget all."""
        self._sums.clear()
