"""The installed `futu-tui` in a pty, and what a person sees of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pexpect

from tests.terminal.emulator import Screen, Stream

PATIENCE = 30.0
"""Seconds that a screen may take to show what is waited for where a test does not ask for less."""

PAUSE = 0.01
"""Seconds without a byte after which what was drawn is taken as whole: a frame comes in pieces of some kilobytes."""
FRAME_BYTES = 1 << 20
"""More than a frame ever has: where no pause comes, the screen is looked at all the same."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+z": "\x1a",
}
"""What a terminal sends for keys that are no character."""

# What the program tells or asks the terminal and pyte does not know: DECRQM queries and kitty's keyboard modes.
_QUERIES = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u")
ASK = b"\x1b[6n"
"""Asks a terminal where its cursor is (DSR 6, ECMA-48)."""
_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
_COLOUR = re.compile(rb"(?<![0-9])(?:[34]8[;:](?:2|5)[;:][0-9;:]+|[34][0-7]|9[0-7]|10[0-7])(?![0-9])")


def program() -> str:
    """The command as pip installed it, beside the Python that runs the tests."""
    found = shutil.which("futu-tui", path=Path(sys.executable).parent)
    assert found, "futu-tui is not installed in this environment: pip install '.[test]'"
    return found


class PtyScreen:
    """A terminal of a fixed size that `futu-tui` runs in: what it shows, and what it was sent.

    `wait_for` reads until the screen is as asked; no test sleeps.
    """

    def __init__(
        self,
        *arguments: str,
        config: Path,
        columns: int = 160,
        lines: int = 48,
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
        command: str = "",
    ) -> None:
        """`config` is the program's config folder; `env` is added to an environment without settings.

        `folder` is where the program runs, the tests' own by default; `command` is run instead of it, such as a shell.
        """
        self._screen = Screen(columns, lines)
        self._stream = Stream(self._screen)
        self._rows: dict[int, list[Any]] = {}
        """The rows as they were last looked at, until something is written on them."""
        self._texts: dict[int, str] = {}
        """The same as text."""
        self.answers = True
        """Whether it tells where its cursor is when it is asked."""
        self._question = b""
        """What may be the beginning of such a question."""
        self.raw = bytearray()
        """Every byte that the program sent to the terminal."""
        self.process = pexpect.spawn(
            command or program(),
            list(arguments),
            dimensions=(lines, columns),
            env=_environment(config) | dict(env or {}),
            cwd=folder,
            timeout=PATIENCE,
        )
        self.process.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
        self.process.close(force=True)

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The rows from the top, each padded to the screen's width."""
        return [self._text(y) for y in range(self._screen.lines)]

    @property
    def title(self) -> str:
        """The window's title as the program set it."""
        return self._screen.title

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def pane(self, number: int) -> str:
        """What stands inside the border of the pane with this number; empty where it is not in view."""
        return "\n".join("".join(cell.data for cell in row) for row in self._pane_cells(number))

    def pane_colours(self, number: int) -> set[str]:
        """The foregrounds of all that stands in that pane, as `rrggbb`."""
        return {cell.fg for row in self._pane_cells(number) for cell in row if cell.data.strip()}

    def _pane_cells(self, number: int) -> list[list[Any]]:
        rows = range(self._screen.lines)
        for top in rows:
            line = "".join(cell.data or " " for cell in self._row(top))
            left = line.find(f"╭─ {number} ")
            if left >= 0:
                right = line.find("╮", left)
                right = right if right >= 0 else self._screen.columns  # a notice stands on the corner
                bottom = next((y for y in rows[top:] if self._screen.buffer[y][left].data == "╰"), top)
                return [self._row(y)[left + 1 : right] for y in rows[top + 1 : bottom]]
        return []

    def _row(self, y: int) -> list[Any]:
        """The cells of a row; a wide character has an empty one behind it."""
        if y not in self._rows:
            buffer = self._screen.buffer[y]
            self._rows[y] = [buffer[x] for x in range(self._screen.columns)]
        return self._rows[y]

    def _text(self, y: int) -> str:
        if y not in self._texts:
            self._texts[y] = "".join(cell.data for cell in self._row(y))
        return self._texts[y]

    def line_with(self, *texts: str) -> str:
        """The first row that holds all of these; empty without one."""
        return next((line for line in self.lines if all(text in line for text in texts)), "")

    def colours(self, text: str) -> set[tuple[str, str]]:
        """Foreground and background of this text's cells where it stands first; empty where it does not."""
        return next(iter(self.all_colours(text)), set())

    def all_colours(self, text: str) -> list[set[tuple[str, str]]]:
        """The same for the first place in each line that holds it, from the top."""
        found = []
        for y, line in enumerate(self.lines):
            start = line.find(text)
            if start >= 0:
                cells = self._row(y)[start : start + len(text)]
                found.append({(cell.bg, cell.fg) if cell.reverse else (cell.fg, cell.bg) for cell in cells})
        return found

    def sent_colours(self) -> set[bytes]:
        """Every colour that was ever set, as the codes that set it; the terminal's own two are none."""
        return {colour for attributes in _SGR.findall(self.raw) for colour in _COLOUR.findall(attributes)}

    # What is done

    def press(self, *keys: str) -> None:
        """Type keys, each by its name or as its character."""
        for key in keys:
            assert key in KEYS or len(key) == 1, f"{key} is no key"
            self.process.send(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Type a text."""
        self.process.send(text)

    def resize(self, columns: int, lines: int) -> None:
        self._screen.resize(lines, columns)
        self._rows.clear()
        self._texts.clear()
        self.process.setwinsize(lines, columns)

    # What is waited for

    def wait_for(
        self, wanted: str | Callable[[PtyScreen], object], timeout: float = PATIENCE, what: str = ""
    ) -> float:
        """Read until the screen holds this text, or this is true of it; answers with the seconds it took."""
        begin = time.monotonic()
        condition = (lambda screen: wanted in screen) if isinstance(wanted, str) else wanted
        while not condition(self):
            left = begin + timeout - time.monotonic()
            if left <= 0 or not self._read(left):
                reason = f"not within {timeout:g} s" if left <= 0 else "the program has ended"
                description = what or (repr(wanted) if isinstance(wanted, str) else "the condition")
                raise AssertionError(f"{description}: {reason}; the screen:\n{self.text}")
        return time.monotonic() - begin

    def look(self, timeout: float) -> None:
        """Read what the program sends within this time, if anything."""
        self._read(timeout)

    def wait_for_end(self, timeout: float = PATIENCE) -> int:
        """Read to the program's end; answers with its exit code, minus a signal's number if that ended it."""
        deadline = time.monotonic() + timeout
        while self._read(deadline - time.monotonic()):
            if time.monotonic() > deadline:
                raise AssertionError(f"it did not end within {timeout:g} s; the screen:\n{self.text}")
        self.process.wait()
        code = self.process.exitstatus
        return code if code is not None else -self.process.signalstatus

    def _read(self, timeout: float) -> bool:
        """Take what the program sends next, whole frames of it; False at its end."""
        try:
            fresh = self.process.read_nonblocking(65536, max(timeout, 0.0))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        with suppress(pexpect.TIMEOUT, pexpect.EOF):
            while len(fresh) < FRAME_BYTES:
                fresh += self.process.read_nonblocking(65536, PAUSE)
        self.raw += fresh
        self._answer(fresh)
        self._screen.dirty.clear()
        self._stream.feed(_QUERIES.sub(b"", fresh))
        for y in self._screen.dirty:
            self._rows.pop(y, None)
            self._texts.pop(y, None)
        return True

    def _answer(self, fresh: bytes) -> None:
        """Tell where the cursor is, as terminals do, when it comes to the question."""
        asked = (self._question + fresh).count(ASK)
        self._question = (self._question + fresh).rpartition(ASK)[2][-len(ASK) + 1 :]
        if asked and self.answers:
            with suppress(OSError):  # nobody reads any more
                self.process.send(b"\x1b[1;1R" * asked)


UNTOLD = ("NO_COLOR", "COLUMNS", "LINES", "SSH_CONNECTION")
"""Variables by which the terminal of whoever runs the tests would change what they see."""


def _environment(config: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FUTU_TUI_", "TEXTUAL")) and name not in UNTOLD
    }
    return kept | {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "FUTU_TUI_CONFIG_DIR": str(config),
    }
