"""Draws forty rows of which ten change in each frame: with this program's watchlist, or with ratatui.

`python -m tests.benchmarks.rows_program KIND --frames N --report FILE` does so in the terminal at hand, and writes a
`Drawn` as JSON to the file when it has drawn so many frames.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from futu_tui.commands.dashboard import spare_the_collector
from futu_tui.commands.event_loop import loop_factory
from futu_tui.market import Changes
from futu_tui.protocol import Security
from tests.benchmarks.rows_market import RowsMarket
from tests.benchmarks.terminal import COLUMNS

PACE = 1 / 30
"""Seconds from one frame to the next: what the dashboard draws at most."""
WARM_UP = 30
"""Frames before those that count; by then as many lights go out in a frame as go on."""
IDLE = 15
SETTLE = 1.5
"""Seconds after the start in which everything comes to rest."""
STANDING = 0.6
"""Seconds that the last frame stands, which all lights have gone out by."""


Frame = Callable[[list[Security], Changes], None]
"""Draws what changed of these securities."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the frames took."""

    cpu: list[float]
    """CPU seconds of the whole process for each frame, making up the changes left out."""
    idle: list[float]
    """The same where nothing changes."""
    started: float
    ended: float
    """Monotonic seconds of the first frame's start and of the last one's end"""
    left: float
    """When the program begins to leave the terminal"""


async def draw(market: RowsMarket, count: int, frame: Frame) -> Drawn:
    """Draw so many frames at that pace, of the market's changes."""
    await _frames(market, WARM_UP, frame)
    started = time.monotonic()
    cpu = await _frames(market, count, frame)
    ended = time.monotonic()
    await asyncio.sleep(STANDING)
    frame(*market.nothing())  # the lights go out
    await asyncio.sleep(STANDING)
    idle = await _frames(market, IDLE, None)
    return Drawn(cpu, idle, started, ended, time.monotonic())


async def _frames(market: RowsMarket, count: int, frame: Frame | None) -> list[float]:
    """CPU seconds of each; nothing changes and nothing is drawn without `frame`."""
    took = []
    for _ in range(count):
        making = time.process_time()
        news = market.trade() if frame else market.nothing()
        began = time.process_time()
        if frame:
            frame(*news)
        await asyncio.sleep(PACE - (began - making))
        took.append(time.process_time() - began)
    return took


async def draw_watchlist(count: int) -> Drawn:
    """With this program's own widget."""
    from tests.benchmarks.rows_watchlist import WatchlistRows

    market = RowsMarket()
    app = WatchlistRows(market)
    spare_the_collector()
    running = asyncio.create_task(app.run_async())
    await asyncio.sleep(SETTLE)
    drawing = draw(market, count, lambda moved, changes: app.frame(changes))
    drawn = await asyncio.create_task(drawing, context=app.context)
    app.exit()
    await running
    return drawn


async def draw_ratatui(count: int) -> Drawn:
    """With ratatui."""
    from tests.benchmarks.rows_ratatui import RatatuiRows

    market = RowsMarket()
    spare_the_collector()
    with RatatuiRows(market.store.quotes, market.securities, COLUMNS) as table:
        await asyncio.sleep(SETTLE)
        return await draw(market, count, lambda moved, changes: table.frame(moved))


KINDS = {
    "watchlist": (draw_watchlist, loop_factory),
    "ratatui": (draw_ratatui, lambda: asyncio.SelectorEventLoop),
}
"""What draws, and what makes the loop that it runs in: this program's own, or Python's."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--frames", type=int, required=True, help="frames to time")
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args()
    draw_rows, factory = KINDS[options.kind]
    with asyncio.Runner(loop_factory=factory()) as runner:
        drawn = runner.run(draw_rows(options.frames))
    options.report.write_text(json.dumps(asdict(drawn)) + "\n")


if __name__ == "__main__":
    main()
