"""Cells of CSV files: whatever stands in one, a spreadsheet calculates nothing and a terminal obeys nothing.

A spreadsheet takes a cell for a formula by its first character, quotes or not. Text that begins so gets an apostrophe
in front, which spreadsheets take for "this is text"; a program that reads such a file takes it away again. Numbers stay
as they are, negative ones too.
"""

from __future__ import annotations

from futu_tui.printable import printable

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would calculate; the wide forms count in East Asian ones."""


def cell(value: object) -> object:
    """What is written for a value; nothing for None."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if value.startswith(_FORMULA) and not _is_number(value) else text


def _is_number(text: str) -> bool:
    """Whether it is one as people write it: 1,234.5 or -3; not `-inf` and not `+1+1`."""
    return not set(text) - set("+-0123456789.,eE") and _reads(text.replace(",", ""))


def _reads(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
