"""What the console remembers across runs: favourites, and the last requests without anything that may be a secret."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from futu_tui.json_file import KeptTable
from futu_tui.protocol import PROTOCOLS, Handling, Protocol
from futu_tui.protocol.form_values import NOT_KEPT, place_of

if TYPE_CHECKING:
    from futu_tui.protocol.wire_json import Descriptor

FILE_NAME = "console.json"
KEPT = 50
"""Requests that are remembered."""
_OWN = frozenset({"futu_tui.trd_common.TrdHeader", "futu_tui.common.PacketID"})
"""Messages that are filled in anew each time: the account in play, and what guards against a replay."""


class Memory:
    """Favourites and history, written as they change."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path nothing outlives the program."""
        self._file = KeptTable(path, lists=("favourites", "requests"))
        stored = self._file.read()
        self.favourites: set[int] = {
            each for each in _list(stored.get("favourites")) if type(each) is int and each in PROTOCOLS
        }
        self._requests: list[tuple[int, dict[str, Any]]] = [
            (each["id"], each["fields"])
            for each in _list(stored.get("requests"))
            if isinstance(each, dict)
            and type(each.get("id")) is int
            and each["id"] in PROTOCOLS
            and isinstance(each.get("fields"), dict)
        ][:KEPT]

    def toggle_favourite(self, protocol: Protocol) -> bool:
        """Make a protocol a favourite, or none any more; whether it is one now."""
        self.favourites ^= {int(protocol.id)}
        self._write()
        return protocol.id in self.favourites

    def note(self, protocol: Protocol, fields: Mapping[str, Any]) -> None:
        """Remember a request, as JSON has it, in front of all others."""
        kept = (int(protocol.id), without_secrets(protocol, fields))
        self._requests = [kept, *(each for each in self._requests if each != kept)][:KEPT]
        self._write()

    @property
    def recent(self) -> list[int]:
        """Which protocols were asked last, the last one first."""
        return list(dict.fromkeys(proto_id for proto_id, _ in self._requests))

    def requests(self, protocol: Protocol) -> list[dict[str, Any]]:
        """The last requests of a protocol, the last one first."""
        return [fields for proto_id, fields in self._requests if proto_id == protocol.id]

    def _write(self) -> None:
        requests = [{"id": proto_id, "fields": fields} for proto_id, fields in self._requests]
        self._file.write({"favourites": sorted(self.favourites), "requests": requests})


def without_secrets(protocol: Protocol, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of a request may be written down: nothing of a body that is not published, and of others no secret.

    Accounts are left out too: the one in play is filled in anew.
    """
    if protocol.c2s is None or protocol.handling is Handling.PUSH:
        return {}
    return _kept(protocol.c2s.DESCRIPTOR, fields)


def _kept(descriptor: Descriptor, fields: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in fields.items():
        field = descriptor.fields_by_name.get(name)
        if field is None or place_of(field) in NOT_KEPT:
            continue
        message = field.message_type
        if message is None:
            kept[name] = value
        elif message.full_name not in _OWN:
            items = value if isinstance(value, list) else [value]
            cleaned = [_kept(message, item) if isinstance(item, Mapping) else item for item in items]
            kept[name] = cleaned if isinstance(value, list) else cleaned[0]
    return kept


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
