"""A screen that was left is gone: nothing keeps it, or any widget of it, for as long as the program runs."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from pathlib import Path
from weakref import WeakSet

import pytest
from textual.widget import Widget

from tests.gateway.conftest import OpenPaper
from tests.gateway.conftest import open_paper as open_paper
from tests.tui.keyboard import quiet
from tests.tui.test_protocols_by_keys import AT_THE_START, Walk, walking

SCREENS: tuple[tuple[str, ...], ...] = (
    ("?",), ("f", "right"), ("h", "right"), ("!",), ("@", "1", "down"), ("I", "right"), ("i", "right", "right"),
    ("a", "down"), ("l", "down"), ("/", "a"), ("b", "down", "up"), ("s",), ("u",), (":", "3", "0"),
    ("4", "o"), ("4", "d"), ("ctrl+alt+p",), (".", "p"), (".", "s", "down"), (".", "n"), (".", "c"), (".", "e"),
    (".", "o"), (".", "w"), (".", "u"),
)  # fmt: skip
"""Keys that open each, and some that are typed there."""
PATIENCE = 5.0
"""Seconds in which what was under way for a screen may come to its end."""


async def gone(walk: Walk, seen: WeakSet[Widget]) -> Counter[str]:
    """What is kept of the widgets that are mounted no longer, by kind."""
    kept: Counter[str] = Counter()
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                await quiet(walk.app)
                gc.collect()
                kept = Counter(type(each).__name__ for each in seen if not each.is_running)
                if not kept:
                    break
                await asyncio.sleep(0.1)
    except TimeoutError:
        pass
    return kept


async def test_no_screen_is_kept_once_it_was_left(
    open_paper: OpenPaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with walking(open_paper, tmp_path, monkeypatch) as walk:
        await walk.sees(AT_THE_START, Counter())
        seen: WeakSet[Widget] = WeakSet()
        kinds = set()
        for keys in SCREENS:
            for key in keys:
                await walk.press(key)
                kinds.add(type(walk.app.screen))
                seen.update(walk.app.screen.walk_children(Widget, with_self=True))
            await walk.home()
        assert len(kinds) > 20
        assert await gone(walk, seen) == {}
