"""API keys: what one may do, and the file that keeps their hashes.

A key reads `fc_` and 43 letters; the file holds its SHA-256 alone, so that a stolen file opens nothing. The file is
read again whenever it changes: taking a key out of it revokes it, also on streams that are open.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

import msgspec

from futu_tui.protocol import Market, Scope, Security

PREFIX = "fc_"
"""How every key's plaintext begins."""

_HASH = re.compile(r"[0-9a-f]{64}")

_log = logging.getLogger(__name__)


class KeysFileError(Exception):
    """The keys file cannot be read or says something that is not allowed; the message names the file and why."""


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One key as the file has it. What is left out does not restrict; an unknown field is an error, never ignored.

    Raises ValueError when a field does not make sense.
    """

    name: str
    sha256: str
    """Of the plaintext, in hexadecimal."""
    scopes: frozenset[Scope]
    markets: frozenset[str] | None = None
    """By name, as in HK."""
    symbols: frozenset[str] | None = None
    """As in HK.00700."""
    accounts: frozenset[int] | None = None
    hours: str | None = None
    """A window of the day on the gateway's own clock, as in 09:00-16:30; 22:00-04:00 spans midnight."""
    expires: datetime | None = None
    requests_per_minute: int | None = None
    sides: frozenset[Literal["buy", "sell"]] | None = None
    """Of orders."""
    max_order_value: float | None = None
    """In the security's currency, as are all values."""
    max_daily_value: float | None = None
    orders_per_minute: int | None = None

    def __post_init__(self) -> None:
        if not _HASH.fullmatch(self.sha256):
            raise ValueError("sha256 must be 64 hexadecimal digits in small letters")
        for market in self.markets or ():
            if market not in Market.__members__:
                raise ValueError(f"there is no market {market!r}; there are {', '.join(Market.__members__)}")
        for symbol in self.symbols or ():
            if str(Security.parse(symbol)) != symbol:
                raise ValueError(f"write the symbol {symbol!r} as {Security.parse(symbol)}")
        if self.hours is not None:
            _window(self.hours)
        if self.expires is not None and self.expires.tzinfo is None:
            raise ValueError("expires needs a time zone, as in 2030-12-31T00:00:00Z")
        for name in ("requests_per_minute", "orders_per_minute", "max_order_value", "max_daily_value"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"{name} must be 1 or more")

    def expired(self, now: float) -> bool:
        """Whether it is too old at `now`, in epoch seconds."""
        return self.expires is not None and datetime.fromtimestamp(now, UTC) >= self.expires

    def in_hours(self, now: float) -> bool:
        """Whether `now`, in epoch seconds, lies in its window of the day."""
        if self.hours is None:
            return True
        start, end = _window(self.hours)
        at = datetime.fromtimestamp(now).time()
        return start <= at < end if start <= end else at >= start or at < end

    def sees(self, security: Security) -> bool:
        """Whether its markets and symbols include this security."""
        return (self.markets is None or security.market.name in self.markets) and (
            self.symbols is None or str(security) in self.symbols
        )

    def sees_account(self, acc_id: int) -> bool:
        return self.accounts is None or acc_id in self.accounts


class _KeysFile(msgspec.Struct, forbid_unknown_fields=True):
    keys: list[Key]


class KeyRing:
    """The keys of one file, by what a client shows."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises KeysFileError."""
        self._path = path
        self._stamp = _stamp(path)
        self._by_hash = _by_hash(path)

    def find(self, plaintext: str) -> Key | None:
        """The key with this plaintext; None when there is none such, or no longer."""
        self._refresh()
        shown, found = _sha256(plaintext), None
        for known, key in self._by_hash.items():
            # Each is compared whole, whichever it is: how long this takes tells nothing of what is in the file.
            if hmac.compare_digest(known, shown):
                found = key
        return found

    def _refresh(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._by_hash = _by_hash(self._path) if stamp else {}
        except KeysFileError as error:
            _log.error("%s; the keys read before stay in force", error)


def make_key(path: Path, name: str, scopes: frozenset[Scope], **limits: object) -> str:
    """Add a key to the file, which is made when missing and only its owner may read. Gives the plaintext.

    `limits` are the optional fields of Key. Raises KeysFileError when the name is taken, a limit makes no sense or
    the file is not a keys file.
    """
    keys = _read(path) if path.exists() else []
    if any(key.name == name for key in keys):
        raise KeysFileError(f"{path}: there is a key named {name!r} already")
    plaintext = PREFIX + secrets.token_urlsafe(32)
    fields = {"name": name, "sha256": _sha256(plaintext), "scopes": scopes, **limits}
    try:
        key = msgspec.convert({field: value for field, value in fields.items() if value is not None}, Key)
    except msgspec.ValidationError as error:
        raise KeysFileError(str(error)) from error
    _write(path, [*keys, key])
    return plaintext


def _sha256(plaintext: str) -> str:
    return hashlib.sha256(plaintext.encode()).hexdigest()


def _window(text: str) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ValueError(f"{text!r} is no window of the day; one is 09:00-16:30") from None
    return start, end


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when the file does; None when it is gone."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _by_hash(path: Path) -> Mapping[str, Key]:
    return {key.sha256: key for key in _read(path)}


def _read(path: Path) -> list[Key]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_KeysFile).keys
    except OSError as error:
        raise KeysFileError(
            f"{path}: {error.strerror}; make one with --make-key NAME --scopes qot:read"
        ) from error
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise KeysFileError(f"{path}: {error}") from error


def _write(path: Path, keys: list[Key]) -> None:
    """Replace the file in one step, so that a gateway that reads it meanwhile sees the old one or the new one."""
    text = msgspec.json.format(msgspec.json.encode(_KeysFile(keys)), indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(text + b"\n")
        Path(temporary).replace(path)
    except OSError as error:
        raise KeysFileError(f"{path}: {error.strerror}") from error
