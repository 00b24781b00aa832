"""A grid of cells that charts are drawn on: a glyph and an ink each, and a finer layer of braille lines beneath.

An ink is a number with a meaning to the one who draws; the widget turns inks into the theme's styles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

BLANK = " "
BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""A cell's braille dots: four down, two across."""


class Canvas:
    """`width` by `height` cells; row 0 is the top."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._glyphs = [[BLANK] * width for _ in range(height)]
        self._inks = [[0] * width for _ in range(height)]
        self._dots = [bytearray(width) for _ in range(height)]

    def clear(self, left: int = 0) -> None:
        """Empty every column from `left` on."""
        count = self.width - left
        for glyphs, inks, dots in zip(self._glyphs, self._inks, self._dots, strict=True):
            glyphs[left:] = [BLANK] * count
            inks[left:] = [0] * count
            dots[left:] = bytes(count)

    def write(self, x: int, y: int, text: str, ink: int) -> None:
        """Put the text's glyphs from a cell on, over whatever is there; blanks in it leave what is there."""
        if not 0 <= y < self.height:
            return
        glyphs, inks = self._glyphs[y], self._inks[y]
        for column, glyph in enumerate(text, x):
            if glyph != BLANK and 0 <= column < self.width:
                glyphs[column] = glyph
                inks[column] = ink

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: int, left: int = 0) -> None:
        """A braille line between two points given in cells, `x0 < x1`; only columns from `left` on are drawn."""
        first, last = math.floor(x0 * 2), math.floor(x1 * 2)
        slope = (y1 - y0) / (last - first) if last > first else 0.0
        before = math.floor(y0 * 4)
        for step, x in enumerate(range(first, last + 1)):
            level = math.floor((y0 + slope * step) * 4)
            if x >= 2 * left:
                start = level if before == level else before + (1 if level > before else -1)
                for y in range(min(start, level), max(start, level) + 1):
                    self._dot(x, y, ink)
            before = level

    def _dot(self, x: int, y: int, ink: int) -> None:
        column, row = x >> 1, y >> 2
        if 0 <= column < self.width and 0 <= row < self.height:
            bits = self._dots[row][column] | DOTS[y & 3][x & 1]
            self._dots[row][column] = bits
            self._glyphs[row][column] = chr(BRAILLE | bits)
            self._inks[row][column] = ink

    def row(self, y: int, left: int = 0) -> tuple[str, tuple[int, ...]]:
        """A row's text and inks from the column `left` on."""
        return "".join(self._glyphs[y][left:]), tuple(self._inks[y][left:])

    def runs(self, y: int) -> Iterator[tuple[str, int]]:
        """A row as stretches of one ink each; blanks go with what stands before them, so that stretches are few."""
        glyphs = self._glyphs[y]
        start, current = 0, 0
        for x, ink in enumerate(self._inks[y]):
            if ink != current and ink:
                if current:
                    yield "".join(glyphs[start:x]), current
                    start = x
                current = ink
        yield "".join(glyphs[start:]), current

    def upright(self, x: float, y0: float, y1: float, ink: int, left: int = 0) -> None:
        """A braille line straight up or down, its ends included; not drawn left of the column `left`."""
        half = math.floor(x * 2)
        column = half >> 1
        if not left <= column < self.width:
            return
        top, bottom = math.floor(min(y0, y1) * 4), math.floor(max(y0, y1) * 4)
        for y in range(max(top, 0), min(bottom, self.height * 4 - 1) + 1):
            row = y >> 2
            bits = self._dots[row][column] | DOTS[y & 3][half & 1]
            self._dots[row][column] = bits
            self._glyphs[row][column] = chr(BRAILLE | bits)
            self._inks[row][column] = ink
