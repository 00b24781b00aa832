"""Writes rows into a CSV file for a spreadsheet, and other texts into files beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would calculate."""


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
        writer.writerows([_cell(value) for value in row] for row in rows)
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
    path = (folder or Path.cwd()) / f"futu-tui-{name}-{now:%Y%m%d-%H%M%S}.{suffix}"
    path.touch(0o600, exist_ok=False)
    return path


def _cell(value: object) -> object:
    """Numbers as they are; text that a spreadsheet would take for a formula is made plain text."""
    if isinstance(value, str) and value.startswith(_FORMULA) and not _is_number(value):
        return f"'{value}"
    return "" if value is None else value


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
