"""`futu-tui` without a command: the dashboard on the gateway of the settings."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import click

from futu_tui.commands.event_loop import loop_factory
from futu_tui.commands.options import WrongSettings
from futu_tui.commands.session import Session
from futu_tui.config import ConfigError, Loaded, cache_folder, config_folder, data_folder

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.paper_process import PaperProcess

YOUNG_OBJECTS = 20_000
"""New objects after which to look for garbage. A fast market makes Python's 700 within milliseconds, and keeps them."""


def run(loaded: Loaded, paper: PaperProcess | None = None) -> int:
    """Shows the dashboard until the person quits; answers with the exit code.

    With `paper` the gateway is that process, as soon as it listens; its settings of key and TLS do not apply.
    """
    require_terminal()
    with Session(loaded) as session:
        return _show(loaded, paper, session)


def _show(loaded: Loaded, paper: PaperProcess | None, session: Session) -> int:
    gc.disable()  # in what imports make, as in `__main__`
    from futu_tui.commands.screen_setup import (
        check_limits,
        gateway_opener,
        keymap_of_settings,
        themes_of_settings,
    )
    from futu_tui.cores import OneCore
    from futu_tui.feed import BARS
    from futu_tui.opend import OpenD
    from futu_tui.spare_memory import share_one_heap
    from futu_tui.trading.equity_file import FILE_NAME as EQUITY
    from futu_tui.tui.app import FutuApp
    from futu_tui.tui.watchlists import FILE_NAME, Watchlists

    try:
        keymap = keymap_of_settings(loaded)
        themes = themes_of_settings(loaded)
        check_limits(loaded)
        open_gateway = OpenD if paper else gateway_opener(loaded.settings)
    except ConfigError as error:
        raise WrongSettings(str(error)) from error
    share_one_heap()
    app = FutuApp(
        loaded.settings,
        open_gateway=open_gateway,
        target=paper.wait() if paper else loaded.settings.gateway.target,
        themes=themes,
        keymap=keymap,
        watchlists=Watchlists.load(config_folder() / FILE_NAME),
        config_file=loaded.path,
        data=data_folder(),
        bars=None if paper else cache_folder() / BARS,
        equity=None if paper else data_folder() / EQUITY,
        slow_line=loaded.settings.display.slow_line(os.environ),
    )
    session.follow(app)
    app.one_core = OneCore(time.monotonic())
    spare_the_collector()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_until_left(app))
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0


def spare_the_collector() -> None:
    """What there is by now stays for good: leave it out of every look for garbage, and look less often."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gc.enable()


async def _until_left(app: App[None]) -> None:
    """Runs the app so that a signal to end leaves the terminal as it was; the exit code is the shell's for it."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))
    await app.run_async()


def require_terminal() -> None:
    """Raises a usage error where there is nothing to draw on or no keyboard to read."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        raise click.UsageError(
            "The dashboard needs a terminal for its input and output. "
            "In a pipe or a script use futu-tui stream or futu-tui call."
        )
    if os.environ.get("TERM") in ("dumb", None, ""):
        raise click.UsageError(
            "The dashboard cannot draw on this terminal: TERM is unset or dumb. "
            "Set it to what your terminal is, for example TERM=xterm-256color."
        )
