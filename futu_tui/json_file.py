"""Small things that are remembered across runs: a table in a JSON file whose loss costs the memory, nothing else.

Several programs may remember at once: each writes what it changed, and leaves what others did.
"""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from futu_tui.shared_files import free_backup, in_hand, replace

log = logging.getLogger(__name__)


class KeptTable:
    """The table of one file, as this program knows it."""

    def __init__(self, path: Path | None, *, lists: Collection[str] = ()) -> None:
        """Without a path nothing outlives the program. `lists` are keys whose lists are joined item by item."""
        self.problem = ""
        """Why the last change could not be written; empty where it was."""
        self._path = path
        self._lists = frozenset(lists)
        self._known: dict[str, Any] = {}
        """As it was last read or written here: what differs from it, this program changed."""

    def read(self) -> dict[str, Any]:
        """What the file holds; nothing where it cannot be read or holds no table."""
        self._known = (self._path and _read(self._path)) or {}
        return copy.deepcopy(self._known)

    def write(self, table: Mapping[str, Any]) -> bool:
        """Put this program's changes into the file, whole or not at all; whether it could be, see `problem`.

        A file that somebody broke is kept beside the new one as `.bak`.
        """
        ours = json.loads(json.dumps(table))  # as it will be read: keys are texts, tuples are lists
        if self._path is None:
            return True
        try:
            with in_hand(self._path):
                theirs = _read(self._path)
                if theirs is None:
                    self._path.replace(free_backup(self._path))
                joined = _joined(self._known, ours, theirs or {}, self._lists)
                replace(self._path, json.dumps(joined, indent=1, sort_keys=True))
        except OSError as error:
            self.problem = f"{self._path} cannot be written: {error.strerror or error}"
            log.warning("%s", self.problem)
            return False
        self.problem, self._known = "", ours
        return True


def _read(path: Path) -> dict[str, Any] | None:
    """The table in the file, an empty one where there is none; None where it is no table."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return None
    return stored if isinstance(stored, dict) else None


def _joined(
    known: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], lists: Collection[str] = ()
) -> dict[str, Any]:
    """Theirs with what differs between what was known and ours; tables within tables likewise."""
    joined = dict(theirs)
    for key in known.keys() | ours.keys():
        before, wanted, present = known.get(key), ours.get(key), theirs.get(key)
        if key not in ours:
            joined.pop(key, None)
        elif isinstance(wanted, dict) and isinstance(present, dict):
            joined[key] = _joined(before if isinstance(before, dict) else {}, wanted, present)
        elif key in lists and isinstance(wanted, list) and isinstance(present, list):
            joined[key] = _joined_list(before if isinstance(before, list) else [], wanted, present)
        elif key not in known or wanted != before:
            joined[key] = wanted
    return joined


def _joined_list(known: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Ours without what they removed, then what they added."""
    kept = [each for each in ours if each in theirs or each not in known]
    return kept + [each for each in theirs if each not in ours and each not in known]
