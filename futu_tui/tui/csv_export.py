"""Writes rows into a CSV file for a spreadsheet, and other texts into files beside it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from futu_tui.csv_cells import cell

_NOT_IN_NAMES = re.compile(r"[^\w.-]+", re.ASCII)


class Table(NamedTuple):
    """What a file is written from: a title for each column, with its unit where it has one, and the rows."""

    titles: Sequence[str]
    rows: Iterable[Sequence[object]]


def export(
    name: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[object]],
    now: datetime,
    folder: Path | None = None,
) -> Path:
    """Write them into a new file, readable by its owner alone, in the current folder by default; answers its path.

    Raises OSError.
    """
    path = _new_file(name, "csv", now, folder)
    with whole(path), path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(titles)
        writer.writerows([cell(value) for value in row] for row in rows)
    return path


def export_text(name: str, suffix: str, text: str, now: datetime, folder: Path | None = None) -> Path:
    """Write a text into a new file of this suffix, where and as `export` does; answers its path.

    Raises OSError.
    """
    path = _new_file(name, suffix, now, folder)
    with whole(path):
        path.write_text(text, "utf-8")
    return path


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """A new file that could not be written to its end, as on a full disk, is taken away again."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _new_file(name: str, suffix: str, now: datetime, folder: Path | None) -> Path:
    path = (folder or Path.cwd()) / f"futu-tui-{file_name(name)}-{now:%Y%m%d-%H%M%S}.{suffix}"
    path.touch(0o600, exist_ok=False)
    return path


def file_name(name: str) -> str:
    """Part of a file's name out of what may come from the wire: no folder, no blank and nothing hidden in it."""
    return _NOT_IN_NAMES.sub("_", name)
