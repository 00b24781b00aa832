"""Styles on their backgrounds, each sum made once."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style

MOST = 1024


class StyleSums:
    """Remembers sums by the identity of their parts, which a palette gives out again and again."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, int], tuple[Style, Style | None, dict[int, tuple[Style, Style]]]] = {}
        """Each sum with its parts: while they are in here, nothing else has their identities."""
        self._size = 0

    def on(self, background: Style, light: Style | None = None) -> Callable[[Style], Style]:
        """What puts a style on this background, and a light on both; to be asked for anew for the next line."""
        if self._size >= MOST:
            self.clear()
        sums = self._sums.setdefault((id(background), id(light)), (background, light, {}))[2]
        known = sums.get

        def put(style: Style) -> Style:
            found = known(id(style))
            if found is None:
                self._size += 1
                found = sums[id(style)] = style, background + style + light
            return found[1]

        return put

    def clear(self) -> None:
        """Forget all."""
        self._sums.clear()
        self._size = 0
