"""Freed memory goes back to the system."""

from __future__ import annotations

import asyncio

import pytest

from futu_tui import spare_memory
from futu_tui.spare_memory import keep_giving_back


async def test_it_is_given_back_again_and_again_beside_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    given, enough = [], asyncio.Event()
    loop = asyncio.get_running_loop()

    def trim(spare: int) -> int:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()  # another thread's
        given.append(spare)
        if len(given) == 3:
            loop.call_soon_threadsafe(enough.set)
        return 1

    monkeypatch.setattr(spare_memory, "EVERY", 0.01)
    monkeypatch.setattr(spare_memory, "_trim", lambda: trim)
    giving = asyncio.create_task(keep_giving_back())
    async with asyncio.timeout(10):
        await enough.wait()
    giving.cancel()
    assert given[:3] == [0, 0, 0]


async def test_where_the_c_library_cannot_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare_memory, "EVERY", 0.01)
    monkeypatch.setattr(spare_memory, "_trim", lambda: None)
    await keep_giving_back()


def test_a_c_library_that_can_is_asked_without_harm() -> None:
    trim = spare_memory._trim()
    assert trim is None or trim(0) in (0, 1)
