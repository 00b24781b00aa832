"""Which trades are large, measured by the turnover of those before them."""

from __future__ import annotations

import math

from futu_tui.market.tape import Tape
from futu_tui.protocol import Security

WINDOW = 500
"""How many trades a trade is measured by."""
FEWEST = 40
"""With fewer trades before it, none is called large."""
RANK = 0.95
"""A large print is at least as large as this share of the trades before it,"""
TIMES_MEDIAN = 2.0
"""and at least this many times the middle one, so that nothing stands out where all are alike."""
BLOCK = 64
"""So many trades in a row are measured by the same ones, which are looked at once."""
KEPT = 1_024
"""Blocks remembered."""


class LargePrints:
    """Tells large trades of one security's tape; the answer for a trade stays the same once given."""

    def __init__(self, security: Security | None = None) -> None:
        self.security = security
        self._least: dict[int, float] = {}

    def is_large(self, tape: Tape, number: int) -> bool:
        """Whether the trade is a large print before which so many came in; never one that is no longer kept."""
        dropped = tape.count - len(tape)
        block = number // BLOCK
        least = self._least.get(block)
        if least is None:
            if len(self._least) >= KEPT:
                self._least.clear()
            least = self._least[block] = _least_turnover(tape, block * BLOCK - dropped)
        return number >= dropped and tape.turnover(number - dropped) >= least


def _least_turnover(tape: Tape, end: int) -> float:
    """The turnover from which a trade after `tape[:end]` counts as large."""
    turnovers = sorted(tape.turnovers(max(0, end - WINDOW), max(0, end)))
    if len(turnovers) < FEWEST:
        return math.inf
    return max(turnovers[int(len(turnovers) * RANK)], TIMES_MEDIAN * turnovers[len(turnovers) // 2])
