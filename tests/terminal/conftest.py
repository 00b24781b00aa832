"""Gateways and a config folder for the program in its terminal."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from futu_tui.paper_process import PaperProcess
from tests.foreign.conftest import foreign as foreign  # the foreign gateway's modules, for these tests too
from tests.terminal.paper import Paper as Paper
from tests.terminal.screen import PATIENCE, PtyScreen

SYMBOLS = ("HK.00700", "HK.09988", "HK.01810", "HK.00388", "HK.00005", "HK.02800",
           "US.AAPL", "US.NVDA", "SH.600519", "SZ.300750")  # fmt: skip
"""What the paper gateways of these tests trade; few, so that they start fast and each moves often."""
BUSY = ("--rate", "400", "--symbols", ",".join(SYMBOLS))
WATCHLISTS = """\
[groups]
Core = ["HK.00700", "HK.09988", "US.AAPL"]
China = ["SH.600519", "SZ.300750"]
"""
OpenScreen = Callable[..., PtyScreen]


@pytest.fixture(scope="session")
def paper() -> Iterator[str]:
    """The target of a busy paper gateway that these tests share."""
    with PaperProcess(BUSY) as gateway:
        yield gateway.wait()


def config_folder(parent: Path) -> Path:
    """A config folder with the watchlists of these tests."""
    folder = parent / "config"
    folder.mkdir()
    (folder / "watchlists.toml").write_text(WATCHLISTS)
    return folder


@pytest.fixture
def open_screen(tmp_path: Path) -> Iterator[OpenScreen]:
    """Starts the program in a terminal of its own, with a config folder of its own; takes what PtyScreen takes."""
    config = config_folder(tmp_path)
    with ExitStack() as screens:

        def start(*arguments: str, **options: object) -> PtyScreen:
            return screens.enter_context(
                PtyScreen(*arguments, **{"config": config, **options})  # type: ignore[arg-type]
            )

        yield start


@pytest.fixture
def start_paper() -> Iterator[Callable[..., Paper]]:
    started: list[Paper] = []

    def start(*options: str, port: int = 0) -> Paper:
        started.append(Paper(*options, port=port))
        return started[-1]

    yield start
    for gateway in started:
        gateway.kill()


class Lifeline:
    """A connection to a gateway that breaks when the gateway's process ends."""

    def __init__(self, target: str) -> None:
        host, port = target.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)), timeout=PATIENCE)

    def wait_for_end(self, timeout: float = PATIENCE) -> None:
        """Returns once the process has gone; raises TimeoutError when it lives on."""
        self._socket.settimeout(timeout)
        with self._socket, suppress(ConnectionError):
            while self._socket.recv(4096):
                pass
