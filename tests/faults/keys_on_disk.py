"""The gateway's keys file, changed under it as its owner would."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from futu_tui.paper import keys
from futu_tui.paper.keys import Key, make_key
from futu_tui.protocol import Scope

EVERYTHING = frozenset(Scope)


class KeysOnDisk:
    """One key, which can be taken away, given back and changed."""

    def __init__(self, path: Path, scopes: frozenset[Scope] = EVERYTHING) -> None:
        self.path = path
        self.plaintext = make_key(path, "person", scopes)
        (self._key,) = keys._read(path)

    def revoke(self) -> None:
        """The key is no longer in the file."""
        keys._write(self.path, [])

    def give_back(self) -> None:
        """The key is as it was made."""
        keys._write(self.path, [self._key])

    def allow(self, scopes: frozenset[Scope]) -> None:
        """The key allows this from now on."""
        keys._write(self.path, [msgspec.structs.replace(self._key, scopes=scopes)])

    def limit(self, **limits: int) -> None:
        """The key is bound to rates from now on."""
        keys._write(self.path, [msgspec.structs.replace(self._key, **limits)])

    def expire(self, at: datetime) -> None:
        keys._write(self.path, [msgspec.structs.replace(self._key, expires=at)])

    @property
    def key(self) -> Key:
        return self._key
