"""The program as its command makes it, in the terminal at hand, and what it holds of this machine when it is asked.

`python -m tests.soak.program --target HOST:PORT --report FILE --data FOLDER`, the key in FUTU_TUI_API_KEY. It appends
a JSON line to the file with each change of whether what it shows is live, and a `Standing` at each SIGUSR1.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from textual.widget import Widget

from futu_tui.commands.dashboard import spare_the_collector
from futu_tui.commands.event_loop import loop_factory
from futu_tui.config import API_KEY_VARIABLE, DisplaySettings, Settings, TradingSettings
from futu_tui.cores import OneCore
from futu_tui.opend import OpenD
from futu_tui.spare_memory import share_one_heap
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Watchlists
from tests.soak.process import give_back, handles, resident, threads

CALLS = frozenset({"UnaryUnaryCall", "UnaryStreamCall", "Channel"})
"""Of grpc.aio: what a call and a connection are while anybody holds them."""
PUMP = "message pump"
"""What Textual's tasks, one a widget, are named by here."""


@dataclass
class Standing:
    """What the program holds at a moment, after a look for garbage."""

    at: float
    """Monotonic seconds"""
    memory: int
    """Bytes resident"""
    handles: int
    threads: int
    tasks: dict[str, int]
    """By what they run."""
    calls: dict[str, int]
    """Objects of grpc.aio"""
    widgets: int
    """Of Textual, that are no longer mounted and that something keeps all the same."""
    live: bool
    screens: list[str]
    tick_count: int
    """Trades in all tapes"""
    wanted: list[str] = field(default_factory=list)
    """Subscriptions that something in view wants, as HK.00700/4"""
    held: list[str] = field(default_factory=list)
    """Subscriptions that are pushed"""
    orders: dict[str, list[Any]] = field(default_factory=dict)
    """Of the account in play: status and filled quantity by order id."""
    positions: dict[str, float] = field(default_factory=dict)
    open_acts: int = 0
    account: int = 0
    security: str = ""
    """The current one"""
    trades: list[int] = field(default_factory=list)
    """Sequences of its tape since the last gap that the tape shows, the newest thousand."""


class SoakedApp(FutuApp):
    """Tells how it stands."""

    report: Path

    def on_load(self) -> None:
        self._live: bool | None = None
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self._tell_standing)

    def _frame(self, now: float) -> Iterator[None]:
        yield from super()._frame(now)
        live = self.is_live
        if live is not self._live:
            self._live = live
            error = self.feed.health.link.error if self.feed is not None else None
            self._say({"live": live, "at": time.monotonic(), "why": str(error) if error else ""})

    @property
    def is_live(self) -> bool:
        return self.feed is not None and self.feed.health.live and self.store.stale_since is None

    def _handle_exception(self, error: Exception) -> None:
        self._say({"failed": traceback.format_exception(error)})
        super()._handle_exception(error)

    def _tell_standing(self) -> None:
        try:
            gc.collect()
            give_back()
            self._say({"standing": asdict(self._standing())})
        except Exception as error:
            self._say({"failed": traceback.format_exception(error)})

    def _standing(self) -> Standing:
        pid = os.getpid()
        kinds: Counter[str] = Counter()
        gone = 0
        for each in gc.get_objects():
            kinds[type(each).__name__] += 1
            gone += isinstance(each, Widget) and not each.is_running
        standing = Standing(
            at=time.monotonic(),
            memory=resident(pid),
            handles=handles(pid),
            threads=threads(pid),
            tasks=dict(Counter(map(_kind, asyncio.all_tasks()))),
            calls={name: kinds[name] for name in CALLS},
            widgets=gone,
            live=self.is_live,
            screens=[type(screen).__name__ for screen in self.screen_stack],
            tick_count=sum(len(tape) for tape in self.store.tapes.values()),
        )
        feed, portfolio = self.feed, self.accounts.current
        if feed is not None:
            standing.wanted = sorted(f"{w.security}/{w.sub_type}" for w in feed.subscriptions._wanted())
            standing.held = sorted(f"{w.security}/{w.sub_type}" for w in feed.subscriptions.active)
        if portfolio is not None:
            standing.account = portfolio.account.acc_id
            standing.orders = {
                str(number): [order.status.number, float(order.filled)]
                for number, order in portfolio.orders.items()
            }
            standing.positions = {
                f"{key.security}/{key.side}": float(position.qty)
                for key, position in portfolio.positions.items()
            }
        standing.open_acts = self.acts.under_way
        security = self.dashboard.security
        standing.security = str(security)
        if (tape := self.store.tapes.get(security)) is not None:
            since = max(tape.gaps, default=0)
            standing.trades = [tick.sequence for tick in list(tape)[since:]][-1000:]
        return standing

    def _say(self, line: dict[str, Any]) -> None:
        with self.report.open("a") as file:
            file.write(json.dumps(line) + "\n")


def _kind(task: asyncio.Task[Any]) -> str:
    """What a task runs, the same for all of its kind."""
    if task.get_name().startswith(PUMP):
        return PUMP
    coroutine = task.get_coro()
    return getattr(coroutine, "__qualname__", type(coroutine).__name__)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--target", required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fps", type=int, default=30)
    options = parser.parse_args()
    share_one_heap()
    settings = Settings(display=DisplaySettings(fps=options.fps), trading=TradingSettings(default_lots=1))
    key = os.environ[API_KEY_VARIABLE]
    app = SoakedApp(
        settings,
        open_gateway=lambda target: OpenD(target, key),
        target=options.target,
        themes=Themes.load(Path("no-such-folder"), settings.display.up_colour),
        keymap=Keymap(settings.keys),
        watchlists=Watchlists.load(options.data / "watchlists.toml"),
        config_file=options.data / "config.toml",
        data=options.data,
        bars=options.data / "bars.sqlite3",
        equity=options.data / "equity.sqlite3",
    )
    app.report = options.report
    app.one_core = OneCore(time.monotonic())
    spare_the_collector()
    app.run(loop=loop_factory()())


if __name__ == "__main__":
    main()
