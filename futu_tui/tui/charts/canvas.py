"""A grid of cells that charts are drawn on: a glyph and an ink each, and a finer layer of braille lines beneath.

An ink is a number with a meaning to the one who draws; the widget turns inks into the theme's styles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

BLANK = " "
FULL = "█"
BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""A cell's braille dots: four down, two across."""
SIDES = tuple(zip(*DOTS, strict=True))
"""The same by column: the left four, then the right four."""
BIAS = 1 << 20
"""Added before a number is cut to a whole one, so that those below zero are rounded down too."""
BRAILLES = tuple(chr(BRAILLE | bits) for bits in range(256))


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
        if len(text) == 1:
            if text != BLANK and 0 <= x < self.width:
                glyphs[x], inks[x] = text, ink
            return
        for column, glyph in enumerate(text, x):
            if glyph != BLANK and 0 <= column < self.width:
                glyphs[column] = glyph
                inks[column] = ink

    def line(self, x0: float, y0: float, x1: float, y1: float, ink: int, left: int = 0) -> None:
        """A braille line between two points given in cells, `x0 < x1`; only columns from `left` on are drawn."""
        first, last = math.floor(x0 * 2), math.floor(x1 * 2)
        slope = (y1 - y0) / (last - first) if last > first else 0.0
        before = math.floor(y0 * 4)
        top, bottom = -1, self.height * 4
        for step, x in enumerate(range(first, last + 1)):
            level = math.floor((y0 + slope * step) * 4)
            if x >= 2 * left:
                if before == level:
                    if top < level < bottom:
                        self.dot(x, level, ink)
                else:
                    start = before + (1 if level > before else -1)
                    lowest, highest = (start, level) if start < level else (level, start)
                    for y in range(max(lowest, 0), min(highest, bottom - 1) + 1):
                        self.dot(x, y, ink)
            before = level

    def upright(self, x: float, y0: float, y1: float, ink: int, left: int = 0) -> None:
        """A braille line straight up or down, its ends included; not drawn left of the column `left`."""
        column = math.floor(x * 2)
        if column >= 2 * left:
            for y in range(math.floor(min(y0, y1) * 4), math.floor(max(y0, y1) * 4) + 1):
                self.dot(column, y, ink)

    def path(self, points: Iterable[tuple[float, float] | None], ink: int, left: int = 0) -> None:
        """Braille lines from each point to the next, given in cells from left to right, not across a None.

        Only columns from `left` on are drawn. What `line` does, at once for many points.
        """
        bottom, start, end = self.height * 4, 2 * left, 2 * self.width
        all_dots, all_glyphs, all_inks = self._dots, self._glyphs, self._inks
        x0, y0 = -1, 0.0
        for point in points:
            if point is None:
                x0 = -1
                continue
            x1, y1 = int(point[0] * 2), point[1] * 4
            if 0 <= x0 < x1 and x1 >= start:
                slope = (y1 - y0) / (x1 - x0)
                before = int(y0 + BIAS) - BIAS
                for x in range(x0, min(x1 + 1, end)):
                    level = int((y1 if x == x1 else y0 + slope * (x - x0)) + BIAS) - BIAS
                    if x >= start:
                        if level == before:
                            top = lowest = level
                        elif level > before:
                            top, lowest = before + 1, level
                        else:
                            top, lowest = level, before - 1
                        column, bits = x >> 1, SIDES[x & 1]
                        for y in range(
                            top if top > 0 else 0, (lowest if lowest < bottom else bottom - 1) + 1
                        ):
                            row = y >> 2
                            dots = all_dots[row]
                            dots[column] |= bits[y & 3]
                            all_glyphs[row][column] = BRAILLES[dots[column]]
                            all_inks[row][column] = ink
                    before = level
            x0, y0 = x1, y1

    def dot(self, x: int, y: int, ink: int) -> None:
        """One braille dot, of which a cell has two across and four down."""
        column, row = x >> 1, y >> 2
        if 0 <= column < self.width and 0 <= row < self.height:
            dots = self._dots[row]
            bits = dots[column] | DOTS[y & 3][x & 1]
            dots[column] = bits
            self._glyphs[row][column] = BRAILLES[bits]
            self._inks[row][column] = ink

    def fill(self, x: int, y: int, glyph: str, count: int, ink: int) -> None:
        """The same glyph in so many cells; what was drawn of lines there goes."""
        if 0 <= y < self.height:
            left, right = max(x, 0), min(x + count, self.width)
            if left < right:
                self._glyphs[y][left:right] = glyph * (right - left)
                self._inks[y][left:right] = [ink] * (right - left)

    def is_free(self, x: int, y: int, count: int) -> bool:
        """Whether so many cells are within the canvas and hold nothing but lines."""
        if not (0 <= y < self.height and 0 <= x <= self.width - count):
            return False
        return all(glyph == BLANK or glyph >= BRAILLES[0] for glyph in self._glyphs[y][x : x + count])

    def lay_lines(
        self, lines: Canvas, ground: Callable[[int, int], int], beneath: str = BLANK, left: int = 0
    ) -> None:
        """Lay another canvas's lines over this one, from the column `left` on; over blanks and the glyph `beneath`.

        Where a cell is full the line is drawn on its colour, in the ink that `ground` makes of the line's and the
        cell's; where a cell is full in part it hides the line.
        """
        for glyphs, inks, dots, line_inks in zip(
            self._glyphs, self._inks, lines._dots, lines._inks, strict=True
        ):
            for x in range(left, self.width):
                if bits := dots[x]:
                    if glyphs[x] in (BLANK, beneath):
                        glyphs[x], inks[x] = BRAILLES[bits], line_inks[x]
                    elif glyphs[x] == FULL:
                        glyphs[x], inks[x] = BRAILLES[bits], ground(line_inks[x], inks[x])

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
