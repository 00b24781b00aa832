"""A dashboard in a terminal with a person at it, and the market that these tests trade on."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

from tests.terminal.conftest import config_folder
from tests.terminal.screen import PtyScreen
from tests.terminal.trader import Trader

STILL = (
    "--rate",
    "0.001",
    "--symbols",
    "HK.00700,HK.09988,HK.01810,HK.00388,HK.00005,HK.02800,US.AAPL,US.NVDA",
)
"""One order of the flow in some minutes; each order is large, so that a person's own leaves no mark on the book."""
CALM = ("--rate", "40", "--symbols", "HK.00700,HK.09618")
"""Orders so small that a person can take the whole best level of HK.09618 on margin."""
COLUMNS, LINES = 240, 84
"""Notices stand in the lower corner, and the first rows of the orders above them."""
PASSWORD = "123456"
ACCOUNTS = ("1001", "1002", "1003", "1004", "1009")
"""As the gateway lists them; the last one plays real money."""


def open_desk(screens: ExitStack, folder: Path, target: str, *options: str, **env: str) -> Trader:
    """A dashboard in a folder of its own for its settings, its data and what it exports, once it is live."""
    settings = {f"FUTU_TUI_{name.upper()}": value for name, value in env.items()}
    screen = screens.enter_context(
        PtyScreen(
            "--target",
            target,
            *options,
            config=config_folder(folder),
            columns=COLUMNS,
            lines=LINES,
            env={"FUTU_TUI_DATA_DIR": str(folder / "data")} | settings,
            folder=folder,
        )
    )
    screen.wait_for("all data live")
    return Trader(screen)


def use(desk: Trader, account: str) -> None:
    """Put an account in play, by the end of its name."""
    desk.key("dashboard.account")
    desk.sees("in use")
    for _ in range(4):
        desk.key("account.cursor_up", "k")
    for _ in range(ACCOUNTS.index(account)):
        desk.key("account.cursor_down", "j")
    desk.sees(lambda screen: re.search(rf"▌(?:SIMULATE|REAL) .*{account}", screen.text))
    desk.key("account.choose")
    if account == "1009":
        desk.sees("This is real money")
        desk.key("account.choose")
    desk.sees(lambda screen: account in screen.lines[0] and "in use" not in screen)
