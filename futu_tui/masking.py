"""Secrets that must not be seen: remembered once, and masked in every text that may be kept or shown.

Whoever reads a secret registers it; whoever writes a log line, a report or a file about what went on masks its text.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading

MASK = "[hidden]"
"""What stands in a secret's place."""
SHORTEST = 4
"""Letters of the shortest value that is masked: a shorter one would be found, and told, everywhere."""

_KEY = re.compile(r"\bfc_[A-Za-z0-9_-]{8,}")
"""An API key of a gateway, whose it may be."""
_BEARER = re.compile(r"(?i)\b(bearer)(\s+|%20|\\t)(?!\[hidden\])[^\s\"'<>,;)\]}]+")

_lock = threading.Lock()
_secrets: frozenset[str] = frozenset()
_pattern: re.Pattern[str] | None = None


def register(secret: str) -> None:
    """Remember a value that `mask` is to replace from now on, and its MD5, which is what a password is sent as.

    A value of less than four letters is remembered by its MD5 alone.
    """
    global _secrets, _pattern
    value = secret.strip()
    if not value:
        return
    digest = hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()
    with _lock:
        _secrets |= {digest, *([value] if len(value) >= SHORTEST else [])}
        # The longest first: a secret may begin with another one.
        ordered = sorted(_secrets, key=len, reverse=True)
        hexadecimal = re.compile(r"[0-9a-f]{32}")
        _pattern = re.compile(
            "|".join(f"(?i:{each})" if hexadecimal.fullmatch(each) else re.escape(each) for each in ordered)
        )


def mask(text: str) -> str:
    """The text with every registered value, and whatever looks like an API key or `Bearer ...`, replaced."""
    if _pattern is not None:
        text = _pattern.sub(MASK, text)
    text = _KEY.sub(MASK, text)
    return _BEARER.sub(rf"\1\2{MASK}", text)


class MaskingFilter(logging.Filter):
    """Masks what a log record says, its arguments and its traceback included. Belongs on handlers."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg, record.args = mask(record.getMessage()), ()
        except Exception:  # a wrong format string must not let a secret out, nor end the program
            record.msg, record.args = mask(f"{record.msg!r} {record.args!r}"), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text)
        if record.stack_info:
            record.stack_info = mask(record.stack_info)
        return True
