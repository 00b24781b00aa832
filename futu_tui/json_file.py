"""Small things that are remembered across runs: a table in a JSON file whose loss costs the memory, nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_table(path: Path) -> dict[str, Any]:
    """What the file holds; nothing where it cannot be read or holds no table."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


def write_table(path: Path, table: Mapping[str, Any]) -> None:
    """Put it into the file, whole or not at all; does nothing where that cannot be."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(json.dumps(table, indent=1, sort_keys=True), "utf-8")
        beside.replace(path)
    except OSError:
        return
