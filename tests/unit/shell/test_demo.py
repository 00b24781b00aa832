"""The demo in a real terminal, from the first line to its end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

LEAVES_THE_SCREEN = "\x1b[?1049l"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[pexpect.spawn]:
    environ = {**os.environ, "TERM": "xterm-256color", "FUTU_TUI_CONFIG_DIR": str(tmp_path)}
    child = pexpect.spawn(
        sys.executable,
        ["-m", "futu_tui", "demo", "--symbols", "4", "--seed", "5"],
        dimensions=(40, 140),
        encoding="utf-8",
        env=environ,
        timeout=30,
    )
    yield child
    child.close(force=True)


@pytest.mark.parametrize(("how", "code"), [("q", 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_it_shows_a_market_and_leaves_nothing_behind(demo: pexpect.spawn, how: str | int, code: int) -> None:
    demo.expect("SIMULATE")
    if isinstance(how, str):
        demo.send(how)
    else:
        demo.kill(how)
    rest = demo.read()
    demo.wait()
    assert LEAVES_THE_SCREEN in rest
    assert "Traceback" not in rest
    assert demo.exitstatus == code
