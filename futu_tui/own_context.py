"""Where tasks begin that go on beyond whoever asked for them.

A task remembers the context that it was begun in, and so does what is called at its end. Textual's context names the
widget that is at work: the task that looks for an order would keep the ticket that it was written in, with all that
stands in it, for as long as anybody keeps the task, though it has ended.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OwnContext:
    """The context that it is made in, to begin tasks in, whoever is at work by then."""

    def __init__(self) -> None:
        self._context = copy_context()

    def run(self, begin: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """Call this in it."""
        return self._context.copy().run(begin, *args, **options)
