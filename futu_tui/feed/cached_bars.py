"""The kept bars from an event loop: a thread of its own waits for the disk, the loop does not.

Nothing depends on them: what goes wrong is told once, and then bars are asked of the gateway instead.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from futu_tui.feed.bar_cache import MOST, NOTHING, BarCache, Found, Holds
from futu_tui.feed.bar_file import CacheError, is_broken
from futu_tui.market import Series
from futu_tui.market.columns import Columns

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class CachedBars:
    """All access of one program to the bars it keeps. `async with CachedBars(path) as bars`."""

    def __init__(self, path: Path, most: int = MOST) -> None:
        """`most` is how many bytes of bars are kept."""
        self.on_problem: Callable[[str], None] | None = None
        """Is told what a person should know."""
        self._path = path
        self._most = most
        self._cache: BarCache | None = None
        self._notices: deque[str] = deque()
        self._told: set[str] = set()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bars")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def has(self, source: str, series: Series) -> bool:
        """Whether anything of a series is kept."""
        return bool(await self._ask(lambda cache: cache.has(source, series)))

    async def read(
        self, source: str, series: Series, day: int, before: int, count: int, holds: Holds | None = None
    ) -> Found:
        """See `BarCache.read`."""
        found = await self._ask(lambda cache: cache.read(source, series, day, before, count, holds))
        return NOTHING if found is None else found

    async def keep(
        self,
        source: str,
        series: Series,
        bars: Columns,
        first_day: int,
        last_day: int,
        *,
        factors: str = "",
        holds: Holds | None = None,
    ) -> None:
        """See `BarCache.keep`."""
        await self._ask(
            lambda cache: cache.keep(source, series, bars, first_day, last_day, factors=factors, holds=holds)
        )

    async def drop(self, source: str, series: Series) -> None:
        """See `BarCache.drop`."""
        await self._ask(lambda cache: cache.drop(source, series))

    async def close(self) -> None:
        """Finish what is under way, and close the file."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=False)

    async def _ask(self, question: Callable[[BarCache], _T]) -> _T | None:
        """What the cache answers, found in its thread; None where it cannot."""
        loop = asyncio.get_running_loop()
        try:
            answer = await loop.run_in_executor(self._thread, self._answer, question)
        except CacheError as error:
            self._notices.append(f"Bars are not kept on this computer: {error}")
            answer = None
        while self._notices:
            self._tell(self._notices.popleft())
        return answer

    def _answer(self, question: Callable[[BarCache], _T]) -> _T:
        """In the thread. Raises CacheError."""
        if self._cache is None:
            self._cache = BarCache.open(self._path, self._most)
            self._notices.append(self._cache.notice)
        try:
            return question(self._cache)
        except CacheError as error:
            if not is_broken(error):
                raise
            cache, self._cache = self._cache, None
            self._notices.append(cache.renew())
            self._cache = cache
            return question(cache)

    def _close(self) -> None:
        """In the thread."""
        if self._cache is not None:
            self._cache.close()
            self._cache = None

    def _tell(self, text: str) -> None:
        if text and text not in self._told:
            self._told.add(text)
            log.warning("%s", text)
            if self.on_problem:
                self.on_problem(text)
