"""What the terminal is to show and what it shows, cell by cell, and the fewest bytes from the one to the other.

Whatever paints writes into the cells that are wanted, which costs the terminal nothing. `changes` tells what differs
from the cells that it was sent before. So a picture that the terminal had no time for is never sent late: the next
one takes its place. What is sent is put in the order of its styles, as a colour takes more bytes than a move.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from unicodedata import combining

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from textual._cells import cell_len
from textual.strip import Strip

from futu_tui.tui.renditions import Renditions

UNKNOWN = -1
"""The style of a cell of which nobody knows what it shows."""
BRIDGE = 5
"""Bytes of unchanged cells that are sent again rather than moved over."""
MOVE = 8
"""Bytes that a run takes beside its text, for a guess at what a line will take."""
FEW = 10
"""Cells that a relative move is shorter for than a move to a column."""
MANY = 512
"""Looks of text, each a style as the terminal knows it, above which those are forgotten that are nowhere any more."""


Run = tuple[int, int, int, int, int]
"""Cells of one line in one style that are sent together: the style's background, the style, line, column and end."""


class TerminalCells:
    """The cells of one terminal. A wide character stands in the first of its two cells, the second is empty text."""

    def __init__(
        self, columns: int = 0, lines: int = 0, colours: ColorSystem = ColorSystem.TRUECOLOR
    ) -> None:
        self.renditions = Renditions(colours)
        self._most_renditions = MANY
        self.columns = self.lines = 0
        self._texts: list[list[str]] = []
        self._styles: list[list[int]] = []
        self._shown_texts: list[list[str]] = []
        self._shown_styles: list[list[int]] = []
        self._painted: dict[int, list[tuple[int, int]]] = {}
        """Spans of columns by line: what `changes` has still to look at."""
        self._sent_up_to = -1
        """The line at which a limit ended the last look."""
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Go on in another size: what is wanted stays, and nothing is known of what is shown."""
        more = max(columns - self.columns, 0)
        for texts, styles in zip(self._texts, self._styles, strict=True):
            if columns < self.columns and not texts[columns]:
                _blank_before(texts, columns)
            texts[columns:] = " " * more
            styles[columns:] = [UNKNOWN] * more
        for _ in range(lines - self.lines):
            self._texts.append([" "] * columns)
            self._styles.append([UNKNOWN] * columns)
        del self._texts[lines:], self._styles[lines:]
        self.columns, self.lines = columns, lines
        self._shown_texts = [[" "] * columns for _ in range(lines)]
        self.forget()

    def forget(self) -> None:
        """Nothing is known any more of what the terminal shows: all that is wanted is to be sent again."""
        self._shown_styles = [[UNKNOWN - 1] * self.columns for _ in range(self.lines)]
        self._painted = {y: [(0, self.columns)] for y in range(self.lines)}

    def paint(self, y: int, x: int, strip: Strip, span: tuple[int, int] | None = None) -> None:
        """Want these cells, from column `x` of line `y`; what lies outside of the screen is left out.

        With a `span` only cells of its columns, from one up to another, may differ; others need not be looked at.
        """
        if not 0 <= y < self.lines or not strip.cell_length:
            return
        texts, styles = self._texts[y], self._styles[y]
        known, number, blank = self.renditions.seen, self.renditions.number, self.renditions.blank
        columns, place, start = self.columns, x, -1
        first, last = span or (0, columns)
        for text, style, control in strip:
            if control or not text:
                continue
            if place >= last:
                break
            cells: Sequence[str] = text if text.isascii() and text.isprintable() else _cells(text)
            size = len(cells)
            if place + size <= first:
                place += size
                continue
            if start < 0:
                start = max(place, 0)
                if start < columns and not texts[start]:
                    start = first = _blank_before(texts, start)
            seen = known.get(id(style))
            rendition = seen[1] if seen is not None else number(style)
            if text.isspace():
                rendition = blank(rendition)
            if place < 0 or place + size > columns:
                left, right = max(0, -place), max(0, columns - place)
                cells = _whole(cells[left:right])
                place, size = place + left, len(cells)
            texts[place : place + size] = cells
            styles[place : place + size] = [rendition] * size
            place += size
        if start < 0:
            return
        end = min(max(place, start + 1), columns)  # the cell that a wide character was taken from, at least
        while end < columns and not texts[end]:
            texts[end] = " "
            end += 1
            last = max(last, end)
        start, end = max(start, first), min(end, last)
        if start < end:
            self._painted.setdefault(y, []).append((start, end))

    @property
    def waiting(self) -> bool:
        """Whether anything was painted that `changes` has not told of."""
        return bool(self._painted)

    def changes(self, limit: int | None = None) -> str:
        """What makes the terminal show what is wanted, from any cursor and plain style, to plain style again.

        With a `limit` it stops after the line that brings it to so many bytes, about; the rest waits.
        """
        if len(self.renditions) > self._most_renditions:
            self._forget_renditions()
        runs: list[Run] = []
        size, after = 0, self._sent_up_to
        painted = self._painted
        # The lines go round, so that those at the top do not keep those at the bottom from their turn.
        for y in list(painted) if limit is None else sorted(painted, key=lambda line: (line <= after, line)):
            size += self._runs(y, painted.pop(y), runs)
            if limit is not None and size >= limit:
                self._sent_up_to = y
                break
        runs.sort()
        return self._encoded(runs)

    def _forget_renditions(self) -> None:
        """Number the looks of the cells anew: each theme has its own, and each dialog's shade over them."""
        rows = (self._styles, self._shown_styles)
        used = sorted({style for line in chain(*rows) for style in line if style >= 0})
        self.renditions, numbers = self.renditions.anew(used)
        self._styles, self._shown_styles = (
            [[numbers.get(style, style) for style in line] for line in lines] for lines in rows
        )
        self._most_renditions = max(MANY, 2 * len(self.renditions))

    def _runs(self, y: int, spans: Iterable[tuple[int, int]], runs: list[Run]) -> int:
        """Add the cells of one line that differ, which count as shown from here on; how many bytes they take, about."""
        texts, styles = self._texts[y], self._styles[y]
        shown_texts, shown_styles = self._shown_texts[y], self._shown_styles[y]
        backgrounds, columns = self.renditions.backgrounds, self.columns
        size = 0
        for start, end in spans:
            if texts[start:end] == shown_texts[start:end] and styles[start:end] == shown_styles[start:end]:
                continue
            x = start
            while x < end:
                style = styles[x]
                if (style == shown_styles[x] and texts[x] == shown_texts[x]) or style == UNKNOWN:
                    x += 1
                    continue
                first = x
                while first and not texts[first]:
                    first -= 1
                last = x = x + 1
                spare = BRIDGE
                # `last` is behind the last cell that differs; up to `spare` bytes that do not are taken along.
                while x < end and styles[x] == style:
                    text = texts[x]
                    if text != shown_texts[x] or shown_styles[x] != style or not text:
                        last, spare = x + 1, BRIDGE
                    else:
                        spare -= 1 if text.isascii() else 3
                        if spare < 0:
                            break
                    x += 1
                while last < columns and not texts[last]:
                    last += 1
                x = last
                runs.append((backgrounds[style], style, y, first, last))
                size += MOVE + last - first
            shown_texts[start:end] = texts[start:end]
            shown_styles[start:end] = styles[start:end]
        return size

    def _encoded(self, runs: Iterable[Run]) -> str:
        renditions, lines, columns = self.renditions, self._texts, self.columns
        ways, links = renditions.ways, renditions.links
        out: list[str] = []
        style, line, column = 0, -1, -1
        for _, wanted, y, x, end in runs:
            if y != line or x != column:
                out.append(_move(line, column, y, x))
            text = "".join(lines[y][x:end])
            if wanted != style and not (text.isspace() and renditions.shows_blanks_of(style, wanted)):
                out.append(ways.get((style, wanted)) or renditions.way(style, wanted))
                style = wanted
            if style in links:
                text, plain = f"\x1b]8;;{links[style]}\x1b\\{text}\x1b]8;;\x1b\\", False
            else:
                plain = text.isascii() and end < columns
            out.append(text)
            # Terminals differ in the widths of some characters and in where the cursor is after the last column.
            line, column = y, end if plain else -1
        if style:
            out.append("\x1b[m")
        return "".join(out)


def _blank_before(texts: list[str], place: int) -> int:
    """Take away the wide character whose end is at `place`; where it began."""
    texts[place] = " "
    while place and not texts[place - 1]:
        place -= 1
        texts[place] = " "
    if place:
        place -= 1
        texts[place] = " "
    return place


@lru_cache(maxsize=1 << 11)
def _cells(text: str) -> tuple[str, ...]:
    """A text by cells: marks stand with the character that they are on, what controls a terminal is left out."""
    drawn: list[str] = []
    """Characters with the marks on them, or joined to them."""
    for letter in text:
        width = get_character_cell_size(letter)
        if width > 0 and (letter.isprintable() or letter.isspace()) and letter >= " ":
            if drawn and drawn[-1][-1] == JOINER:
                drawn[-1] += letter
            else:
                drawn.append(letter)
        elif width == 0 and (letter in _SHAPING or combining(letter)) and drawn:
            drawn[-1] += letter
    cells = [cell for each in drawn for cell in (each, *[""] * (cell_len(each) - 1))]
    size = cell_len(text)
    if len(cells) != size:  # drawn as one by a rule that only the whole text tells
        return ("".join(drawn), *[""] * (size - 1)) if size else ()
    return tuple(cells)


JOINER = "\u200d"
_SHAPING = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""Joiners and variation selectors: of no width, and part of the character before."""


def _whole(cells: Sequence[str]) -> list[str]:
    """Cells cut out of others, with blanks for wide characters of which a part is cut off."""
    whole = list(cells)
    for place, cell in enumerate(whole):
        if cell:
            break
        whole[place] = " "
    if whole and not (whole[-1].isascii() and whole[-1]):
        place = len(whole) - 1
        while place and not whole[place]:
            place -= 1
        if cell_len(whole[place]) != len(whole) - place:
            whole[place:] = " " * (len(whole) - place)
    return whole


def _move(line: int, column: int, y: int, x: int) -> str:
    """A short way of the cursor to a cell; a line or column of -1 is not known."""
    if y == line:
        step = x - column
        if column >= 0:
            if 0 < step < FEW:
                return f"\x1b[{step}C" if step > 1 else "\x1b[C"
            if -4 <= step < 0:
                return "\b" * -step
        return f"\x1b[{x + 1}G" if x else "\r"
    if y == line + 1 and x == column:
        return "\x1b[B"
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
