"""The journal from an event loop: a thread of its own waits for the disk, the loop does not.

`record` comes back when the act is on the disk. `note` never waits: what it is given is written in order soon after,
and kept until it could be.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from futu_tui.own_context import OwnContext
from futu_tui.trading.journal import Act, Journal, JournalError, Note, Recorded

_T = TypeVar("_T")

_GATHER = 0.01
"""Seconds in which notes are gathered for one write."""


class JournalWriter:
    """All access of one program to its journal."""

    def __init__(self, journal: Journal, *, on_problem: Callable[[str], None] | None = None) -> None:
        """`on_problem` is told when the journal cannot be written, and "" when it can again."""
        self.problem = ""
        """Why it cannot be written; empty while it can."""
        self.on_problem = on_problem
        self._journal = journal
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._notes: deque[Note] = deque()
        self._closed = False
        self._writing: asyncio.Task[None] | None = None
        self._context = OwnContext()

    @property
    def path(self) -> Path:
        """Where the journal is, for those who only read."""
        return self._journal.path

    @property
    def pending(self) -> int:
        """How many notes are not written yet."""
        return len(self._notes)

    async def record(self, act: Act) -> Recorded:
        """Write down an act before it is sent. Raises JournalError; then it must not be."""
        return await self._try(lambda: self._journal.record(act))

    def note(self, *notes: Note) -> None:
        """Have these written down soon."""
        self._notes.extend(notes)
        if self._writing is None:
            self._writing = self._context.run(asyncio.ensure_future, self._write_soon())

    async def flush(self) -> None:
        """Have all notes written. Raises JournalError; then they are kept."""
        # A write that is under way took its notes already: this one comes back after it.
        await self._try(self._write_notes, proves=bool(self._notes))

    async def check(self) -> None:
        """Find out whether it can be written, and write what waited for that. Raises JournalError."""
        await self._try(self._journal.probe)
        await self.flush()

    async def ask(self, question: Callable[[Journal], _T]) -> _T:
        """What the journal answers, found in its thread. Raises JournalError."""
        if self._closed:
            raise JournalError("the program ends")
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self._journal)

    async def tidy(self) -> None:
        """Do what nobody should have to wait for; for a quiet moment. Raises JournalError."""
        await self.ask(Journal.tidy)

    async def close(self) -> None:
        """Write what waits, as far as it can be, and close the file."""
        if self._writing is not None:
            self._writing.cancel()
        try:
            await self.flush()
        except JournalError:
            pass
        finally:
            self._closed = True
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._journal.close)
            self._thread.shutdown(wait=False)

    async def _write_soon(self) -> None:
        try:
            while self._notes:
                await asyncio.sleep(_GATHER)
                await self.flush()
        except JournalError:
            pass  # told by `on_problem`, and tried again with the next note or check
        finally:
            self._writing = None

    def _write_notes(self) -> None:
        """In the thread, where one write follows the other: so none is written twice, and all in their order."""
        notes: list[Note] = []
        while self._notes:
            notes.append(self._notes.popleft())
        try:
            self._journal.write(notes)
        except BaseException:
            self._notes.extendleft(reversed(notes))
            raise

    async def _try(self, write: Callable[[], _T], *, proves: bool = True) -> _T:
        """Its success `proves` that the journal can be written; its failure always that it cannot."""
        try:
            result = await asyncio.get_running_loop().run_in_executor(self._thread, write)
        except JournalError as error:
            self._say(str(error))
            raise
        if proves:
            self._say("")
        return result

    def _say(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            if self.on_problem:
                self.on_problem(problem)
