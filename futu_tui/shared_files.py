"""Small files of a person that several programs may write: one at a time, and each file whole or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

PATIENCE = 2.0
"""Seconds to wait for another program that writes; one takes some thousandths."""
_PAUSE = 0.005


class Held(OSError):
    """Another program has the file in hand for longer than one takes to write it."""


@contextmanager
def in_hand(path: Path) -> Iterator[None]:
    """No other program reads and writes the file in here; raises OSError where that cannot be had.

    The folder is made where there is none. It is the folder that is locked, so that nothing is left in it.
    """
    folder = path.resolve().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _take(lock)
        yield
    finally:
        os.close(lock)


def replace(path: Path, content: str | bytes) -> None:
    """Put a file in its place in one step, so that a crash or a full disk leaves the old one or the new one.

    A link stays one, and a file keeps its mode; a new one is for its owner's eyes. Raises OSError.
    """
    target = path.resolve()  # a person may keep the file elsewhere and link to it
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                os.fchmod(file.fileno(), target.stat().st_mode & 0o7777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def free_backup(path: Path) -> Path:
    """`watchlists.toml.bak`, or with a number where that is taken, so that no backup is written over."""
    for number in count(1):
        backup = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not backup.exists():
            return backup
    raise AssertionError


def _take(lock: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise Held(error.errno, "another program holds it") from error
            time.sleep(_PAUSE)
        else:
            return
