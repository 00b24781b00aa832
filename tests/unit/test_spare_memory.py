"""Freed memory goes back to the system."""

from __future__ import annotations

import asyncio
import ctypes
import subprocess
import sys

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


_HEAPS = """
import re, threading
from futu_tui.spare_memory import share_one_heap
{share}
kept = []
def work(): kept.extend(bytearray(100_000) for _ in range(20))
threads = [threading.Thread(target=work) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
import ctypes, tempfile, os
with tempfile.TemporaryFile() as file:
    old = os.dup(2); os.dup2(file.fileno(), 2)
    ctypes.CDLL(None).malloc_stats()
    os.dup2(old, 2); file.seek(0)
    print(file.read().decode().count("Arena "))
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_stats"), reason="the C library is another")
def test_threads_share_one_heap() -> None:
    def heaps(share: str) -> int:
        code = _HEAPS.format(share=share)
        return int(
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        )

    assert heaps("share_one_heap()") == 1 < heaps("")
