"""What each stage takes on the way from the gateway to the terminal, live: a page for those who work on the program."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.stages import SPAN, STAGES, Stages, resident_bytes
from futu_tui.tui.text import fit
from futu_tui.tui.theme import palette_of

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.tui.outlet import Outlet

REFRESH = 1.0
"""Seconds between two looks."""
NAME, NUMBER, COUNT = 8, 9, 8
"""Cells of a stage's name, of a figure, and of how many samples there were."""
LEAST_ABOUT = 30
"""Cells from which what a stage is has room."""
GAP = "  "
HEADINGS = ("p50", "p95", "p99", "max")

Cell = tuple[str, str]
"""Text and the name of its style in the palette."""


def duration(seconds: float) -> str:
    """A time short enough for a column: `850 ns`, `12.4 µs`, `3.21 ms`, `1.20 s`."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            number = seconds / size
            return f"{number:.{2 if number < 10 else 1 if number < 100 else 0}f} {unit}"
    return f"{seconds * 1e9:.0f} ns"


def size(number: float) -> str:
    """Bytes short enough for a column: `912 B`, `3.4 KB`, `86.1 MB`."""
    for unit, step in (("MB", 1e6), ("KB", 1e3)):
        if number >= step:
            return f"{number / step:.1f} {unit}"
    return f"{number:.0f} B"


class StageTable(Widget):
    """A line a stage, then what is counted; as high as it has lines."""

    DEFAULT_CSS = "StageTable { height: auto; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Sequence[Cell]] = ()

    def show(self, lines: Sequence[Sequence[Cell]]) -> None:
        """These, redrawn if they differ."""
        if lines != self._lines:
            resized = len(lines) != len(self._lines)
            self._lines = lines
            self.refresh(layout=resized)

    def get_content_height(self, *_: object) -> int:
        return len(self._lines)

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        cells = self._lines[y] if y < len(self._lines) else ()
        strip = Strip([Segment(text, getattr(palette, style)) for text, style in cells])
        return strip.adjust_cell_length(self.size.width, palette.text).apply_style(self.rich_style)


class StagesScreen(Dialog[None]):
    """Measures while it is open, and tells percentiles of the last minute."""

    DEFAULT_CSS = "StagesScreen > .dialog { width: 112; }"

    def __init__(self, stages: Stages, feed: Feed | None, outlet: Outlet) -> None:
        """`feed` is what is measured, None before there is one."""
        super().__init__("Stages")
        self._stages = stages
        self._feed = feed
        self._outlet = outlet

    def contents(self) -> ComposeResult:
        yield StageTable()

    def on_mount(self) -> None:
        self._stages.begin(self._feed)
        self.set_interval(REFRESH, self.show)
        super().on_mount()

    def on_unmount(self) -> None:
        self._stages.end()

    def show(self) -> None:
        super().show()
        width = self.query_one(StageTable).size.width or self.app.size.width
        self.query_one(StageTable).show([*self._stage_lines(width), [], *self._count_lines(width)])

    def _stage_lines(self, width: int) -> Iterator[list[Cell]]:
        now = time.monotonic()
        since = self._stages.since
        span = min(SPAN, now - since) if since is not None else 0.0
        heads = "".join(fit(head, NUMBER, "right") for head in HEADINGS)
        yield [
            (fit(f"{span:.0f} s", NAME), "faint"),
            (heads, "dim"),
            (fit("samples", COUNT + 2, "right"), "dim"),
        ]
        about = width - NAME - len(HEADINGS) * NUMBER - COUNT - 2 - len(GAP)
        for stage in STAGES:
            summary = self._stages.summary(stage.name, now)
            form = size if stage.name == "bytes" else duration
            figures = [form(figure) for figure in summary[1:]] if summary else ["·"] * len(HEADINGS)
            count = f"{summary.samples:,}" if summary else "0"
            yield [
                (fit(stage.title, NAME), "accent"),
                *((fit(figure, NUMBER, "right"), "text" if summary else "faint") for figure in figures),
                (fit(count, COUNT + 2, "right"), "faint"),
                (GAP + fit(stage.about, about) if about >= LEAST_ABOUT else "", "dim"),
            ]

    def _count_lines(self, width: int) -> Iterator[list[Cell]]:
        facts = list(self._counts())
        columns = 4 if width >= 90 else 3
        each = width // columns
        for start in range(0, len(facts), columns):
            line: list[Cell] = []
            for label, value, style in facts[start : start + columns]:
                line += [(f"{label} ", "dim"), (fit(value, max(0, each - len(label) - 1)), style)]
            yield line

    def _counts(self) -> Iterator[tuple[str, str, str]]:
        """Labels and figures, the likelier to matter first."""
        if (feed := self._feed) is not None:
            router, load = feed.store.router, feed.load
            yield "events/s", f"{feed.health.events_per_second:,.0f}", "text"
            yield "received", f"{router.received:,}", "text"
            yield "overtaken", f"{router.overtaken:,}", "text"
            left_out = sum(tape.left_out for tape in feed.store.tapes.values())
            yield "left out", f"{left_out:,}", "warning" if left_out else "text"
            yield "loop idle", "·" if load.idle is None else f"{load.idle:.0%}", "text"
            yield "late", f"{load.behind:.1f} s", "warning" if load.overloaded else "text"
        outgoing = self._outlet.outgoing
        yield "pictures", f"{outgoing.pictures:,}", "text"
        yield "skipped", f"{outgoing.overtaken:,}", "text"
        yield "sent", size(outgoing.bytes), "text"
        memory = resident_bytes()
        yield "memory", "·" if memory is None else size(memory), "text"
