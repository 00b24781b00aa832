"""The faults of a soak: each is begun, lasts for a while, and is undone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from futu_tui.protocol import Scope
from tests.faults.commands import command
from tests.faults.keys_on_disk import EVERYTHING, KeysOnDisk
from tests.faults.tcp_proxy import FaultProxy
from tests.terminal.paper import Paper

SYMBOLS = ("HK.00700", "HK.09988", "HK.01810", "HK.00005", "US.AAPL", "US.NVDA", "SH.600519", "SZ.300750")
HTTP = b"HTTP/1.1 400 Bad Request\r\nServer: another\r\nContent-Length: 0\r\n\r\n"
GARBAGE = bytes(range(256)) * 4


class Trouble(NamedTuple):
    """A fault."""

    name: str
    begin: Callable[[], None]
    undo: Callable[[], None]
    longest: float
    """Seconds that it lasts at most."""


def nothing() -> None:
    """Some faults undo themselves."""


class TroubledRoad:
    """A gateway with a key behind a proxy, to both of which everything happens that can be undone."""

    def __init__(self, folder: Path, rate: float) -> None:
        """`rate` is in trades and orders a second of the whole market."""
        groups = "[groups]\nAll = [" + ", ".join(f'"{symbol}"' for symbol in SYMBOLS) + "]\n"
        (folder / "watchlists.toml").write_text(groups)
        self.keys = KeysOnDisk(folder / "keys.json")
        self._options = (
            "--symbols", ",".join(SYMBOLS), "--rate", f"{rate:g}",
            "--keys-file", str(self.keys.path), "--state", str(folder / "gateway.state"),
        )  # fmt: skip
        self._command = (sys.executable, "-m", "futu_tui", "gateway")
        self.gateway = Paper(*self._options, command=self._command)
        self.proxy = FaultProxy(self.gateway.target)
        self.lives = 1
        """How often the gateway was started."""

    def close(self) -> None:
        self.proxy.close()
        self.gateway.thaw()
        self.gateway.kill()

    def troubles(self) -> list[Trouble]:
        proxy, keys = self.proxy, self.keys
        no_accounts = EVERYTHING - {Scope.ACC_READ}
        no_quotes = EVERYTHING - {Scope.QOT_READ}
        return [
            Trouble("killed and started again", self.gateway.kill, self._start, 3.0),
            Trouble("frozen", lambda: self.gateway.freeze(), lambda: self.gateway.thaw(), 10.0),
            Trouble("slow", lambda: proxy.slow(3_000, 0.02), proxy.fast, 8.0),
            Trouble("held up", proxy.hold, proxy.let_go, 6.0),
            Trouble("half-open", proxy.half_open, proxy.open, 4.0),
            Trouble("cut in mid-message", proxy.cut_in_message, nothing, 0.0),
            Trouble("go-away", proxy.go_away, nothing, 0.0),
            Trouble("go-away at once", lambda: proxy.go_away(at_once=True), nothing, 0.0),
            Trouble("reset", proxy.reset, nothing, 0.0),
            Trouble("nothing listens", proxy.refuse, proxy.open, 5.0),
            Trouble("another program, HTTP", lambda: proxy.answer(HTTP), proxy.open, 5.0),
            Trouble("another program, garbage", lambda: proxy.answer(GARBAGE), proxy.open, 5.0),
            Trouble("key revoked", keys.revoke, keys.give_back, 4.0),
            Trouble("no quotes", lambda: keys.allow(no_quotes), keys.give_back, 4.0),
            Trouble("no accounts", lambda: keys.allow(no_accounts), keys.give_back, 4.0),
            Trouble("logged out", lambda: self._tell("logout"), lambda: self._tell("login"), 4.0),
            Trouble("limit", lambda: keys.limit(requests_per_minute=10), keys.give_back, 4.0),
        ]

    def _tell(self, text: str) -> None:
        command(self.gateway.target, self.keys.plaintext, text)

    def _start(self) -> None:
        self.gateway = Paper(*self._options, port=self.gateway.port, command=self._command)
        self.lives += 1


def drawn(random: Random, troubles: list[Trouble]) -> list[Trouble]:
    """All of them, in an order of chance."""
    return random.sample(troubles, len(troubles))
