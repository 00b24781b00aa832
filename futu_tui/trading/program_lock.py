"""Which programs that share a journal are still running, however they ended: each holds a lock on a file of its own."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

NEW = 60.0
"""Seconds in which a program that began has surely taken its lock."""
_PREFIX, _SUFFIX = "program-", ".lock"


class ProgramLock:
    """This program's sign of life; the system takes it back when the program ends, killed or not."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError."""
        self.program = f"{os.getpid()}-{os.urandom(4).hex()}"
        """Tells this run of the program from all others."""
        self._folder = folder
        self._path = _path(folder, self.program)
        self._file = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._clear_away()

    def release(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)

    def is_running(self, program: str) -> bool:
        """Whether that run, this one or another, still goes on. Clears away what a killed one left."""
        if program == self.program:
            return True
        path = _path(self._folder, program)
        try:
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except (FileNotFoundError, ValueError):
            return False  # a name that no file can have is none of a program
        except OSError:
            return True  # not ours to look at: leave its acts alone
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        else:
            path.unlink(missing_ok=True)
            return False
        finally:
            os.close(file)

    def _clear_away(self) -> None:
        """What killed programs left. A file without a lock may also be that of a program just about to take it."""
        for path in self._folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > NEW:
                    self.is_running(path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX))


def _path(folder: Path, program: str) -> Path:
    return folder / f"{_PREFIX}{program}{_SUFFIX}"
