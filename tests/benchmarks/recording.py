"""What a program sent to its terminal, kept with the moment of each piece, and the screen rebuilt from it afterwards.

Rebuilding takes longer than reading: it waits until nothing is measured any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tests.benchmarks.terminal import COLUMNS, LINES, Output
from tests.terminal.emulator import Screen, Stream

QUERIES = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u")
"""What the terminal is asked or told and the emulator does not know."""


class Replayed:
    """A terminal that is fed what was recorded."""

    def __init__(self) -> None:
        self.screen = Screen(COLUMNS, LINES)
        self._stream = Stream(self.screen)

    def feed(self, outputs: Iterable[Output]) -> Iterator[float]:
        """Feed one piece after another; answers with the moment of each once it is on the screen."""
        for output in outputs:
            self._stream.feed(QUERIES.sub(b"", output.data))
            yield output.at

    @property
    def lines(self) -> Sequence[str]:
        """The texts of the screen's lines."""
        lines: list[str] = self.screen.display
        return lines


def at_end(outputs: Iterable[Output]) -> Screen:
    """The screen when all of it has come."""
    replayed = Replayed()
    for _ in replayed.feed(outputs):
        pass
    return replayed.screen
