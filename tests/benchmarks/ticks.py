"""Whether a tape tells of every trade: as a row, as counted and left out, or by the gap that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from futu_tui.market import Tape


@dataclass(frozen=True, slots=True)
class Told:
    """What a tape tells of a security's trades, which the gateway of the scene numbers from 1 without holes."""

    newest: int
    """The number of the newest trade that it has kept or left out."""
    missed: int
    """Trades up to that one that are missing where it shows a gap."""
    untold: int
    """Trades up to that one that are missing without a word."""
    ends_in_gap: bool
    """Whether it shows that trades may be missing after the newest."""

    def lost(self, sent: int) -> int:
        """How many of so many trades are missing without a word."""
        return self.untold + (0 if self.ends_in_gap else abs(sent - self.newest))


NOTHING = Told(0, 0, 0, False)
"""Of a security without a tape."""


def told_by(tape: Tape) -> Told | None:
    """None of a tape so long that it has let go of its oldest trades."""
    if tape.count > len(tape):
        return None
    missed = untold = before = 0
    for index, tick in enumerate(tape):
        hole = tick.sequence - before - 1 - tape.left_out_before(index)
        if tape.gap_before(index):
            missed += hole
        else:
            untold += abs(hole)
        before = tick.sequence
    end = len(tape)
    return Told(before + tape.left_out_before(end), missed, untold, tape.gap_before(end))
