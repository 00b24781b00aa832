"""pyte with a short way for nearly all that a screen is sent: runs of plain text, colours, and cursor positions.

pyte takes controls apart letter by letter; a frame is hundreds of kilobytes of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyte
import pyte.modes
from pyte.charsets import LAT1_MAP
from pyte.screens import Char
from wcwidth import wcwidth

_SHORT = re.compile(r"\x1b\[(?:([0-9;]*)m|([0-9]+);([0-9]+)H|([0-9]*)([BCDG]))")


class Screen(pyte.Screen):
    """What pyte.Screen is."""

    def __init__(self, columns: int, lines: int) -> None:
        self._cells: dict[Char, dict[str, Char]] = {}
        """Each character in each style that it was drawn in."""
        self._styles: dict[tuple[Char, tuple[int, ...]], Char] = {}
        """What each rendition makes of a style."""
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        left, right = self.cursor.x, self.cursor.x + len(data)
        plain = (self.g1_charset if self.charset else self.g0_charset) is LAT1_MAP
        if not plain or right > self.columns or pyte.modes.IRM in self.mode or not _all_narrow(data):
            super().draw(data)
            return
        style = self.cursor.attrs
        cells = self._cells.setdefault(style, {})
        line = self.buffer[self.cursor.y]
        for x, letter in enumerate(data, left):
            cell = cells.get(letter)
            if cell is None:
                cell = cells[letter] = style._replace(data=letter)
            line[x] = cell
        self.cursor.x = right
        self.dirty.add(self.cursor.y)

    def move(self, way: str, count: int) -> None:
        """Cursor down, forward, back (by `count`, 0 being 1), or to a column."""
        match way:
            case "B":
                self.cursor_down(count)
            case "C":
                self.cursor_forward(count)
            case "D":
                self.cursor_back(count)
            case _:
                self.cursor_to_column(count)

    def select_graphic_rendition(self, *attrs: int) -> None:
        key = (self.cursor.attrs, attrs)
        if key not in self._styles:
            super().select_graphic_rendition(*attrs)
            self._styles[key] = self.cursor.attrs
        self.cursor.attrs = self._styles[key]


@lru_cache(maxsize=1 << 16)
def _all_narrow(text: str) -> bool:
    return all(wcwidth(letter) == 1 for letter in text)


@lru_cache(maxsize=1 << 12)
def _codes(style: str) -> tuple[int, ...]:
    return tuple(int(each or 0) for each in style.split(";"))


class Stream(pyte.ByteStream):
    """What pyte.ByteStream is, for a `Screen`."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen

    def feed(self, data: bytes) -> None:
        text = self.utf8_decoder.decode(data)
        place, between_controls = 0, self._taking_plain_text
        while place < len(text):
            if not between_controls:
                between_controls = self._send_to_parser(text[place])
                place += 1
            elif run := self._text_pattern.match(text, place):
                self._screen.draw(run.group())
                place = run.end()
            elif short := _SHORT.match(text, place):
                style, line, column, count, way = short.groups()
                if style is not None:
                    self._screen.select_graphic_rendition(*_codes(style))
                elif line is not None:
                    self._screen.cursor_position(int(line), int(column))
                else:
                    self._screen.move(way, int(count or 0))
                place = short.end()
            else:
                between_controls = False
        self._taking_plain_text = between_controls
