"""What a cell of a chart shows, as a number; the theme's style for each.

An ink may lie on another one's ground: a line that crosses a filled cell is drawn on that cell's colour.
"""

from __future__ import annotations

import colorsys
from enum import IntEnum
from typing import NamedTuple

from rich.style import Style

from futu_tui.tui.theme import Palette


class Ink(IntEnum):
    """Inks by their meaning. Those of lines are `LINE` and above, one for each of `TONES`."""

    NONE = 0
    UP = 1
    DOWN = 2
    STALE = 3
    """The last candle while nothing is heard of it."""
    UP_SOFT = 4
    """Columns below the prices, of bars that closed up; as `DOWN_SOFT`."""
    DOWN_SOFT = 5
    FLAT = 6
    TEXT = 7
    DIM = 8
    FAINT = 9
    ACCENT = 10
    BORDER = 11
    OWN = 12
    """The person's own orders, fills and cost."""
    CHOSEN = 13
    """The own order that keys move."""
    LAST_UP = 14
    LAST_DOWN = 15
    LAST_FLAT = 16
    POINTED = 17
    """What the crosshair points at on the axes."""
    OTHER = 18
    """A second security."""
    AREA = 19
    """Of a volume profile the value area, and `MOST` the price traded most."""
    MOST = 20
    WARNING = 21
    LINE = 32


TONES = 6
"""So many lines can be told from one another; then the tones come round."""
GROUND = 8
"""Bits that an ink takes; its ground stands above them."""


def tone(number: int) -> int:
    """The ink of the so-manieth line."""
    return Ink.LINE + number % TONES


def on_ground(ink: int, ground: int) -> int:
    """An ink on the colour of another one."""
    return ink | ground << GROUND


class Run(NamedTuple):
    """A stretch of text in one ink."""

    text: str
    ink: int


class Inks(dict[int, Style]):
    """The style of each ink under one theme, made when it is first asked for."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(_styles(palette))
        self._text = palette.text

    def __missing__(self, ink: int) -> Style:
        ground = self.get(ink >> GROUND)
        style = self.get(ink & (1 << GROUND) - 1, self._text)
        if ground is not None and ground.color is not None:
            style += Style(bgcolor=ground.color)
        self[ink] = style
        return style


def _styles(palette: Palette) -> dict[int, Style]:
    soft_up, soft_down = palette.faint, palette.faint
    if palette.colours["depth_up"].startswith("#"):  # a terminal's own colours have no soft ones
        soft_up, soft_down = (Style(color=each.bgcolor) for each in (palette.depth_bid, palette.depth_ask))
    bold = Style(bold=True)
    return {
        Ink.NONE: palette.text,
        Ink.UP: palette.up,
        Ink.DOWN: palette.down,
        Ink.STALE: palette.stale,
        Ink.UP_SOFT: soft_up,
        Ink.DOWN_SOFT: soft_down,
        Ink.FLAT: palette.flat,
        Ink.TEXT: palette.text,
        Ink.DIM: palette.dim,
        Ink.FAINT: palette.faint,
        Ink.ACCENT: palette.accent,
        Ink.BORDER: palette.border,
        Ink.OWN: palette.own,
        Ink.CHOSEN: palette.warning + bold,
        Ink.LAST_UP: palette.up + bold,
        Ink.LAST_DOWN: palette.down + bold,
        Ink.LAST_FLAT: palette.flat + bold,
        Ink.POINTED: palette.text + Style(reverse=True),
        Ink.OTHER: palette.warning,
        Ink.AREA: palette.dim,
        Ink.MOST: palette.accent,
        Ink.WARNING: palette.warning,
        **dict(enumerate(_tones(palette), Ink.LINE)),
    }


def _tones(palette: Palette) -> tuple[Style, ...]:
    """An accent and two greys, so that the candles keep the colours; then what can still be told from those."""
    accent = palette.colours["accent"]
    if not accent.startswith("#"):
        return (
            palette.accent, palette.dim, palette.faint,
            Style(color="magenta"), Style(color="yellow"), Style(color="bright_blue"),
        )  # fmt: skip
    others = (Style(color=_turned(accent, degrees)) for degrees in (75, 180, 285))
    return palette.accent, palette.dim, palette.faint, *others


def _turned(colour: str, degrees: float) -> str:
    """The colour as light and as full, so many degrees further round the circle of hues."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    channels = colorsys.hls_to_rgb((hue + degrees / 360) % 1, light, full)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
