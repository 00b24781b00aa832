"""Drawings as text, compared with those in `drawings/`, which somebody looked at before they were kept.

After a change that is meant to be seen, delete the file, run its test, and look at the new one: a drawing without a
file fails once, and writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "drawings"


def assert_drawn(name: str, rows: Iterable[tuple[str, tuple[int, ...]]]) -> None:
    """The glyphs of these rows are those of the drawing of this name."""
    text = "".join(f"{glyphs.rstrip()}\n" for glyphs, _ in rows)
    file = FOLDER / f"{name}.txt"
    if not file.exists():
        file.write_text(text, "utf-8")
        raise AssertionError(f"{file} is new: look at it, then run this again")
    assert text == file.read_text("utf-8")
