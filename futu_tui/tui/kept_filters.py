"""What was looked for the last time, by screen, remembered in a small file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from futu_tui.json_file import KeptTable

FILE_NAME = "filters.json"


class KeptFilters:
    """Texts of the fields of forms. A file that cannot be read or written costs the memory, nothing else."""

    def __init__(self, path: Path | None = None) -> None:
        """Without a path nothing is remembered across runs."""
        self._file = KeptTable(path)
        self._texts: dict[str, dict[str, str]] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        filters = cls(path)
        for screen, texts in filters._file.read().items():
            if isinstance(texts, dict):
                filters._texts[screen] = {name: text for name, text in texts.items() if isinstance(text, str)}
        return filters

    def of(self, screen: str) -> Mapping[str, str]:
        """What stood in a screen's form; nothing at first."""
        return self._texts.get(screen, {})

    def keep(self, screen: str, texts: Mapping[str, str]) -> None:
        """Remember this of a screen's form."""
        kept = {name: text for name, text in texts.items() if text}
        if kept != self.of(screen):
            self._texts[screen] = kept
            self._file.write(self._texts)
