"""Somebody else's words, made safe to print: nothing in them acts on a terminal or hides what is said."""

from __future__ import annotations

import re

HIDDEN = "\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""Characters that act on a terminal or turn and hide text, beside the 32 of ASCII; to stand in a regex's brackets."""
_IN_TEXT = re.compile(f"[\x00-\x1f{HIDDEN}]")


def printable(text: str) -> str:
    """The text as one line, with what is not to be printed written as `\\u001b`."""
    return _IN_TEXT.sub(escaped, text)


def printable_lines(text: str) -> str:
    """The same with the text's own line breaks kept."""
    return "\n".join(map(printable, text.split("\n")))


def escaped(match: re.Match[str]) -> str:
    """How one character is written, in text as in JSON and TOML."""
    return f"\\u{ord(match[0]):04x}"
