"""Files with a secret in them: read only where nobody else could have read them before."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class NotPrivate(ValueError):
    """Others may get at the file; the message names it and the command that mends it."""


def read_private(path: Path, what: str) -> bytes:
    """The file's content, after a look at whose it is; `what` is what it holds, such as `this API key`.

    A link is judged by what it leads to. Raises NotPrivate and OSError.
    """
    with path.open("rb") as file:
        _require_private(
            os.fstat(file.fileno()), path, what
        )  # of what is read, not of what stands there later
        return file.read()


def _require_private(status: os.stat_result, path: Path, what: str) -> None:
    real = shlex.quote(str(path.resolve()))
    if status.st_uid != (me := os.geteuid()):
        sudo = "" if me == 0 else "sudo "
        raise NotPrivate(
            f"{path}: it belongs to somebody else, who may read and change {what}; "
            f"run: {sudo}chown {me} {real} && chmod 600 {real}"
        )
    if stat.S_IMODE(status.st_mode) & _OF_OTHERS:
        raise NotPrivate(f"{path}: others may read {what}; run: chmod 600 {real}")
