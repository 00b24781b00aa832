"""Text from the wire, made safe for a terminal and fitted to cells.

Names, remarks and error texts come from other machines. They are data: nothing in them may move the cursor,
recolour the screen, reverse the reading order or hide characters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from rich._wrap import divide_line
from rich.cells import cell_len, chop_cells

ELLIPSIS = "…"


@lru_cache(maxsize=2048)
def clean(text: str) -> str:
    """The text without control, escape, bidirectional-override, zero-width and unassigned characters.

    Every kind of space, tab and line break becomes one plain space, so a cleaned text is always one line.
    """
    if text.isprintable():
        return text
    return "".join(map(_printable, text))


def clean_lines(text: str) -> str:
    """The same with the text's own line breaks kept."""
    return "\n".join(map(clean, text.splitlines()))


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    is_space = character in "\t\n\r" or unicodedata.category(character)[0] == "Z"
    return " " if is_space else ""


@lru_cache(maxsize=256)
def wrapped(text: str, width: int) -> tuple[tuple[str, int], ...]:
    """The text in lines of at most `width` cells, broken between words; each line with the number of its paragraph.

    A message is asked for line by line, as it is drawn, and seldom another one.
    """
    return tuple(
        (paragraph[start:end].rstrip(), number)
        for number, paragraph in enumerate(text.splitlines())
        for start, end in pairwise((0, *divide_line(paragraph, max(1, width)), len(paragraph)))
    )


def width(text: str) -> int:
    """How many terminal cells the text takes; a Chinese character takes two."""
    return cell_len(text)


@lru_cache(maxsize=2048)
def fit(text: str, width: int, align: Literal["left", "right", "centre"] = "left") -> str:
    """The text in exactly `width` cells: padded on the side away from `align`, or cut with an ellipsis."""
    if width <= 0:
        return ""
    missing = width - cell_len(text)
    if missing < 0:
        text = (chop_cells(text, width - 1)[0] if width > 1 else "") + ELLIPSIS
        missing = width - cell_len(text)
    if align == "right":
        return " " * missing + text
    if align == "centre":
        left = missing // 2
        return " " * left + text + " " * (missing - left)
    return text + " " * missing
