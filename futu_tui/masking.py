"""Secrets that must not be seen: remembered once, and masked in every text that may be kept or shown.

Whoever comes by a secret registers it; whoever writes a log line, a report or an error masks its text.
"""

from __future__ import annotations

import json
import logging
import os
import re
import threading

from futu_tui.printable import printable_lines

MASK = "[hidden]"
"""What stands in a secret's place."""
SHORTEST = 4
"""Letters of the shortest value that is masked: a shorter one would be found, and so told, everywhere."""

_KEY = re.compile(r"\bfc_[A-Za-z0-9_-]{6,}")
"""An API key of a gateway, whosever it is."""
_BEARER = re.compile(r"(?i)\b(bearer)(\s+|%20)(?!\[hidden\])[^\s\"'<>,;()\[\]{}]+")

_lock = threading.Lock()
# Replaced as a whole, never changed: any thread may be masking.
_kept: tuple[str, ...] = ()
"""Values that the program goes on using, longest first: a secret may begin with another."""
_dropped: tuple[tuple[int, frozenset[bytes]], ...] = ()
"""What the program does not keep: salted hashes, by the length of what was hashed, the longest first."""
_salt = os.urandom(16)


def register(secret: str) -> None:
    """Remember a value that the program needs for as long as it runs, such as an API key; from now on it is masked.

    Its MD5 is masked with it.
    """
    global _kept
    with _lock:
        _kept = tuple(sorted({*_kept, *_spellings(secret.strip())}, key=len, reverse=True))


def register_dropped(secret: str) -> None:
    """Remember a value that is to be masked although the program does not keep it, such as a password.

    Neither the value nor its MD5 can be had back from what is remembered.
    """
    global _dropped
    with _lock:
        by_length = dict(_dropped)
        for each in _spellings(secret):
            by_length[len(each)] = by_length.get(len(each), frozenset()) | {_hashed(each)}
        _dropped = tuple(sorted(by_length.items(), reverse=True))


def mask_known(text: str) -> str:
    """The text with every registered value, and its MD5, replaced: for data, where nothing else may be touched."""
    for each in _kept:
        if each in text:
            text = text.replace(each, MASK)
    for length, hashes in _dropped:
        text = _without(text, length, hashes)
    return text


def mask(text: str) -> str:
    """The same, and whatever looks like an API key or follows `Bearer` replaced too: for what is said in words."""
    return _BEARER.sub(rf"\1\2{MASK}", _KEY.sub(MASK, mask_known(text)))


def presentable(text: str) -> str:
    """Words of an error or a log, masked, and with nothing in them that acts on a terminal; line breaks are kept."""
    return printable_lines(mask(text))


class MaskingFilter(logging.Filter):
    """Makes presentable what a log record says, with its traceback. For a handler, so that no logger goes by it."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            said = record.getMessage()
        except (
            TypeError,
            ValueError,
            KeyError,
        ):  # a wrong format must not let a secret out by logging's own report
            said = f"{record.msg} {record.args}"
        record.msg, record.args = presentable(said), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = presentable(record.exc_text)
        if record.stack_info:
            record.stack_info = presentable(record.stack_info)
        return True


def _spellings(value: str) -> list[str]:
    """How a value may stand in a text: as it is, escaped by Python or JSON, and as its MD5 in either case."""
    import hashlib  # seldom needed, and dear to import

    md5 = hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()
    escaped = (value, repr(value)[1:-1], json.dumps(value)[1:-1])
    return [each for each in (*escaped, md5, md5.upper()) if len(each) >= SHORTEST] if value else []


def _hashed(text: str) -> bytes:
    import hashlib

    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=_salt, digest_size=16).digest()


def _without(text: str, length: int, hashes: frozenset[bytes]) -> str:
    """The text with every part of this length that hashes to one of these replaced."""
    pieces: list[str] = []
    start = here = 0
    while here + length <= len(text):
        if _hashed(text[here : here + length]) in hashes:
            pieces += [text[start:here], MASK]
            start = here = here + length
        else:
            here += 1
    return "".join([*pieces, text[start:]]) if pieces else text
