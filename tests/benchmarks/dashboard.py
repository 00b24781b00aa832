"""The whole dashboard on a gateway, made as its command makes it, with a list of every security of the scene.

`python -m tests.benchmarks.dashboard --target HOST:PORT --report FILE --count N` runs it in the terminal at hand. It
appends `ready` to the file when what it shows is live, and a `Taken` as JSON when N events came in and were drawn.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from futu_tui.commands.dashboard import spare_the_collector
from futu_tui.commands.event_loop import loop_factory
from futu_tui.config import Settings, TradingSettings
from futu_tui.cores import OneCore
from futu_tui.opend import OpenD
from futu_tui.protocol import Security
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Group, Watchlists
from tests.benchmarks.client import Taken
from tests.benchmarks.scene import SYMBOLS, symbols

QUIET = 5.0
"""Seconds without an event after which none is to come"""


class Meter:
    """Notes when the first and the last event come to the router, and what is in the store once that was drawn."""

    def __init__(self, app: FutuApp, report: Path, count: int) -> None:
        self._app = app
        self._report = report
        self._count = count
        self._taken = Taken()
        self._frames = 0
        self._live = False
        self._seen, self._seen_at = 0, 0.0
        if not count:
            return
        router = app.store.router
        route, notable = router.push, {1, count}

        def push(event: PushEvent) -> None:
            route(event)
            if router.received in notable:
                self._note(router.received)

        router.push = push  # type: ignore[method-assign]

    def _note(self, received: int) -> None:
        taken = self._taken
        sign = 1 if received == self._count else -1
        taken.events = received
        taken.seconds += sign * time.perf_counter()
        taken.busy += sign * time.process_time()
        taken.frames += sign * self._frames

    def frame_drawn(self) -> None:
        """Look whether there is something to report."""
        self._frames += 1
        feed, taken = self._app.feed, self._taken
        if not self._live and feed is not None and feed.health.live:
            self._live = True
            self._say("ready")
        if self._count and self._through() and not taken.ticks:
            tapes = self._app.store.tapes.items()
            taken.ticks = {security.key: tape.count for security, tape in tapes}
            taken.left_out = {security.key: tape.left_out for security, tape in tapes}
            self._say(json.dumps(asdict(taken)))

    def _through(self) -> bool:
        """Whether all events have come and are applied; or none follows, where what waited was given up."""
        store, now = self._app.store, time.monotonic()
        received = store.router.received
        if received != self._seen:
            self._seen, self._seen_at = received, now
        ended = received >= self._count or (received > 0 and now - self._seen_at > QUIET)
        return ended and store.idle

    def _say(self, line: str) -> None:
        with self._report.open("a") as file:
            file.write(line + "\n")


class MeasuredApp(FutuApp):
    """The program as its command makes it, with default settings."""

    meter: Meter

    def _frame(self, now: float) -> Iterator[None]:
        yield from super()._frame(now)
        self.meter.frame_drawn()


def make_app(
    target: str, data: Path, *, asks: bool = True, securities: int = len(SYMBOLS), ssh: bool = False
) -> MeasuredApp:
    """The dashboard of this gateway, with its journal in this folder; its meter is still to be set.

    `asks` is whether simulated acts are asked about; `securities` how many are on its list.
    """
    settings = Settings(trading=TradingSettings(confirm_in_simulate=asks))
    rows = [Security.parse(symbol) for symbol in symbols(securities)]
    return MeasuredApp(
        settings,
        open_gateway=OpenD,
        target=target,
        themes=Themes.load(Path("no-such-folder"), settings.display.up_colour),
        keymap=Keymap(settings.keys),
        watchlists=Watchlists(None, [Group("All", rows)]),
        data=data,
        slow_line=ssh,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--target", required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--count", type=int, default=0, help="events after which to tell how many came")
    parser.add_argument("--at-once", action="store_true", help="send simulated acts without a question")
    parser.add_argument("--securities", type=int, default=len(SYMBOLS), help="how many are on the list")
    parser.add_argument("--ssh", action="store_true", help="as over SSH")
    options = parser.parse_args()
    app = make_app(
        options.target,
        options.report.parent,
        asks=not options.at_once,
        securities=options.securities,
        ssh=options.ssh,
    )
    app.meter = Meter(app, options.report, options.count)
    app.one_core = OneCore(time.monotonic())
    spare_the_collector()
    app.run(loop=loop_factory()())


if __name__ == "__main__":
    main()
