"""Reports of crashes: what a developer needs and nobody else's business is not in, in the state folder, mode 0600.

watch = CrashWatch(state_folder())        # from here on a crash in C code writes its stack there
watch.tell("link", lambda: "down")        # what else a report is to say, asked when one is written
path = watch.report(error)                # of an exception that nobody caught
watch.end()
"""

from __future__ import annotations

import faulthandler
import fcntl
import logging
import os
import re
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from futu_tui import __version__
from futu_tui.masking import MASK, mask

log = logging.getLogger(__name__)

watch: CrashWatch | None = None
"""That of the dashboard, once it begins: what a report is to say is known to it."""
KEPT = 10
"""Reports that are kept; older ones go."""
_LIBRARIES = ("textual", "rich", "grpcio", "protobuf", "msgspec")
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "STY", "SSH_CONNECTION", "LANG", "NO_COLOR")
"""What of the environment says how the terminal is; of those in `_PRESENCE` only that they are set."""
_PRESENCE = frozenset({"TMUX", "STY", "SSH_CONNECTION"})
_NUMBERS = re.compile(r"(?<![\w.])\d{7,}(?![\w.])")
"""Long numbers are accounts and orders."""
_HARD = "Fatal Python error: "


class CrashWatch:
    """The crashes of this run of the program."""

    def __init__(self, folder: Path, *, hard: bool = True) -> None:
        """Watches for `hard` crashes too, those in C code. Never raises: without a folder there are no reports."""
        self.folder = folder
        self._facts: dict[str, Callable[[], str]] = {}
        self._hard: int | None = None
        self.hard_path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-hard.txt"
        """Where a crash in C code writes; removed at a good end."""
        self.earlier: list[Path] = []
        """Reports of hard crashes of runs before, which nobody was told of yet."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not hard:
                return
            self._look_back()
            self._hard = os.open(self.hard_path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._hard, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._hard, f"{_heading()}\n".encode())
            faulthandler.enable(self._hard)
        except OSError as error:
            log.warning("there will be no reports of crashes: %s", error)

    def tell(self, name: str, fact: Callable[[], str]) -> None:
        """Have reports say this as well."""
        self._facts[name] = fact

    def freeze(self) -> None:
        """Have reports say what is now, though it may be gone when they are written."""
        frozen = {name: self._answer(name) for name in self._facts}
        for name, answer in frozen.items():
            self._facts[name] = lambda answer=answer: answer  # type: ignore[misc]

    def _answer(self, name: str) -> str:
        try:
            return self._facts[name]()
        except Exception as failure:  # half a report is better than none
            return f"cannot be told: {type(failure).__name__}"

    def report(self, error: BaseException, *, hidden: Iterable[str] = ()) -> Path | None:
        """Write what is known of this exception; where, or None if that cannot be. `hidden` is masked too."""
        text = self._text(error)
        for value in filter(None, hidden):
            text = text.replace(value, MASK)
        path = self.folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        try:
            handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
            self._keep_the_newest()
        except OSError as failure:
            log.error("the report of a crash cannot be written: %s", failure)
            with suppress(OSError):
                path.unlink()
            return None
        return path

    def end(self) -> None:
        """This run ended without a crash in C code."""
        if self._hard is not None:
            faulthandler.disable()
            os.close(self._hard)
            self._hard = None
            with suppress(OSError):
                self.hard_path.unlink()

    def last_words(self, log_path: Path) -> str:
        """The line for a program that ended without one of its own; asked in another process, see `terminal_guard`."""
        kind = hard_crash(self.hard_path)
        if kind:
            return f"futu-tui crashed ({kind}). {_what_to_do(self.hard_path)}"
        return (
            "futu-tui was ended from outside before it could say why, perhaps for want of memory. "
            f"Its log is {log_path}; start it again and it looks up what became of open orders."
        )

    def _text(self, error: BaseException) -> str:
        lines = [_heading(), f"platform: {_platform()}", f"libraries: {', '.join(_versions())}"]
        lines += [f"{name}: {self._answer(name)}" for name in self._facts]
        # Python's own traceback shows no values of variables.
        trace = "".join(traceback.format_exception(error))
        return private("\n".join([*lines, "", trace]))

    def _look_back(self) -> None:
        """Tell apart what hard crashes wrote from what killed programs left, and clear the latter away."""
        for path in sorted(self.folder.glob("crash-*-hard.txt")):
            with suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # a program that runs holds its own
                if hard_crash(path):
                    self.earlier.append(path.replace(path.with_name(path.name.replace("-hard", ""))))
                else:
                    path.unlink()

    def _keep_the_newest(self) -> None:
        reports = sorted(path for path in self.folder.glob("crash-*.txt") if "-hard" not in path.name)
        for path in reports[:-KEPT]:
            path.unlink(missing_ok=True)


def told(error: BaseException, path: Path | None) -> str:
    """The one line that says what happened, where more is written, and what to do."""
    what = " ".join(private(f"{type(error).__name__}: {error}").split())
    what = what if len(what) <= 160 else f"{what[:159]}…"
    return f"futu-tui crashed ({what}). {_what_to_do(path)}"


def private(text: str) -> str:
    """Text for a report: no secrets, no numbers of accounts and orders, no control characters, no home folder."""
    text = mask(text)
    if (home := str(Path.home())) != "/":
        text = text.replace(home, "~")
    return "".join(
        letter if letter == "\n" or letter.isprintable() else "?" for letter in _NUMBERS.sub(MASK, text)
    )


def hard_crash(path: Path) -> str:
    """What kind of crash in C code wrote this file, such as Segmentation fault; empty where none did."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return ""
    return text.partition(_HARD)[2].partition("\n")[0]


def _what_to_do(path: Path | None) -> str:
    where = (
        f"A report without secrets is in {path}; please send it in."
        if path
        else "No report could be written."
    )
    return f"{where} Start it again and it looks up what became of open orders."


def _heading() -> str:
    size = shutil.get_terminal_size((0, 0))
    terminal = [
        f"{name}={'set' if name in _PRESENCE else os.environ[name]}"
        for name in _TERMINAL
        if name in os.environ
    ]
    return "\n".join(
        [
            "A crash of futu-tui. Keys, passwords, accounts and orders are left out; read it before you pass it on.",
            f"at: {time.strftime('%Y-%m-%d %H:%M:%S %z')}",
            f"futu-tui: {__version__}, Python {sys.version.split()[0]}",
            f"terminal: {size.columns}x{size.lines} {' '.join(terminal)}",
            f"command: {' '.join(_command())}",
        ]
    )


def _platform() -> str:
    import platform

    return platform.platform()


def _versions() -> Iterable[str]:
    from importlib import metadata

    for name in _LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield f"{name} not installed"


def _command() -> Iterable[str]:
    """The command and the names of its flags, without their values."""
    yield "futu-tui"
    for word in sys.argv[1:]:
        if word.startswith("--"):
            yield word.partition("=")[0]
        elif word.isidentifier() and word.islower():
            yield word
