"""What the program writes down of its own doings: `futu-tui.log` in the state folder, private and with secrets masked.

Several programs may share the file. It is written in a thread, so that no disk is waited for, and goes on in a new file
after a megabyte; the three before that are kept.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from collections import deque
from contextlib import suppress
from logging.handlers import QueueHandler, QueueListener, WatchedFileHandler
from pathlib import Path
from types import TracebackType

from futu_tui.masking import MaskingFilter
from futu_tui.shared_files import in_hand

FILE_NAME = "futu-tui.log"
MOST = 1_000_000
"""Bytes of a file."""
KEPT = 3
"""Files before the one that is written."""
LAST = 60
"""Lines that a report of a crash holds."""
FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"


class Log:
    """The log of this program, from `begin` to `end`."""

    def __init__(self, folder: Path, level: str) -> None:
        """`level` is the least that is written down: debug, info, warning or error. Never raises."""
        self.path = folder / FILE_NAME
        self.last: deque[str] = deque(maxlen=LAST)
        """The last lines, whether or not they could be written."""
        handlers: list[logging.Handler] = [_Lines(self.last)]
        with suppress(OSError):
            handlers.append(_SharedFile(self.path))
        for handler in handlers:
            handler.setFormatter(logging.Formatter(FORMAT))
        entry = QueueHandler(queue.SimpleQueue())
        entry.addFilter(MaskingFilter())
        self._listener = QueueListener(entry.queue, *handlers)
        self._entry, self._handlers = entry, handlers
        self._root = logging.getLogger()
        self._level_before = self._root.level
        self._root.setLevel(level.upper())
        self._root.addHandler(entry)
        self._hooks = threading.excepthook, sys.unraisablehook
        threading.excepthook, sys.unraisablehook = _thread_failed, _unraisable
        self._listener.start()

    def end(self) -> None:
        """Write what waits, and close."""
        threading.excepthook, sys.unraisablehook = self._hooks
        self._root.removeHandler(self._entry)
        self._root.setLevel(self._level_before)
        self._listener.stop()
        for handler in self._handlers:
            handler.close()


class _Lines(logging.Handler):
    def __init__(self, lines: deque[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


class _SharedFile(WatchedFileHandler):
    """A file that other programs write too, and that begins anew when it is full."""

    def __init__(self, path: Path) -> None:
        """Raises OSError."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
        super().__init__(path, encoding="utf-8", errors="backslashreplace")
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # a full disk costs the line, nothing else
            if self._path.stat().st_size > MOST:
                self._begin_anew()
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """There is nowhere to say so."""

    def _begin_anew(self) -> None:
        with in_hand(self._path):
            if self._path.stat().st_size <= MOST:
                return  # another program was faster
            for number in range(KEPT, 0, -1):
                older = self._path.with_name(f"{FILE_NAME}.{number}")
                newer = self._path if number == 1 else self._path.with_name(f"{FILE_NAME}.{number - 1}")
                with suppress(FileNotFoundError):
                    newer.replace(older)
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))


def _thread_failed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and args.exc_type is not SystemExit:
        name = args.thread.name if args.thread else "a thread"
        _log_failure(f"{name} failed", args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    if args.exc_value is not None:
        text = args.err_msg or "an exception could go nowhere"
        _log_failure(text, args.exc_type, args.exc_value, args.exc_traceback)


def _log_failure(
    text: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("futu_tui").error("%s", text, exc_info=(kind, error, trace))
