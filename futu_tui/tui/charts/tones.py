"""The inks of the charts beside the candles: a number for what a cell means, which the pane turns into a style."""

from __future__ import annotations

from enum import IntEnum


class Tone(IntEnum):
    """What a cell says, for the pane to style."""

    NONE = 0
    TEXT = 1
    STRONG = 2
    DIM = 3
    FAINT = 4
    ACCENT = 5
    UP = 6
    DOWN = 7
    FLAT = 8
    WARNING = 9
    OWN = 10
    """The mark of an own order."""
    STALE = 11
    BORDER = 12
    BID = 13
    """What waits on the side of the bids, as an area."""
    ASK = 14
    BID_WALL = 15
    """The same where much of it waits."""
    ASK_WALL = 16
    RISE = 17
    """The volume of a minute that closed higher, or as high."""
    FALL = 18


def direction(value: float | None) -> Tone:
    """Up, down or flat by the sign of a change; unknown is faint."""
    if value is None or value != value:
        return Tone.FAINT
    if value > 0:
        return Tone.UP
    return Tone.DOWN if value < 0 else Tone.FLAT
