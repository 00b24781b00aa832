from __future__ import annotations

import asyncio
import gc
from contextvars import ContextVar
from weakref import ref

from futu_tui.own_context import OwnContext

AT_WORK: ContextVar[object] = ContextVar("at work")


class Screen:
    """What Textual's context names."""


async def test_a_task_that_is_kept_does_not_keep_who_began_it() -> None:
    own = OwnContext()
    tasks = []

    async def at_work(screen: Screen) -> None:
        AT_WORK.set(screen)
        task = own.run(asyncio.ensure_future, asyncio.sleep(3600))
        tasks.append(task)
        plain = own.run(asyncio.create_task, asyncio.sleep(0, result="done"), name="short")
        assert await plain == "done"
        assert AT_WORK.get() is screen
        tasks.append(plain)

    screen = Screen()
    gone = ref(screen)
    await asyncio.create_task(at_work(screen))
    del screen
    await asyncio.sleep(0)  # the loop lets go of what it has just called
    gc.collect()
    assert gone() is None
    assert [task.done() for task in tasks] == [False, True]
    tasks[0].cancel()


async def test_what_is_set_in_one_task_is_not_set_in_the_next() -> None:
    AT_WORK.set("the app")
    own = OwnContext()

    async def look() -> object:
        before = AT_WORK.get()
        AT_WORK.set("a task")
        return before

    AT_WORK.set("a screen")
    assert await own.run(asyncio.ensure_future, look()) == "the app"
    assert await own.run(asyncio.ensure_future, look()) == "the app"
    assert AT_WORK.get() == "a screen"
