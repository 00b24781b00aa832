"""Keys typed in a hurry act one after the other, each on what the one before it left.

Textual sends a key to the focused widget and looks for its action when it has come back from there, some turns of the
loop later. By then a key behind it may have moved the focus or opened a dialog, and the first one acts in the wrong
place. Here an action is looked for, and done, before the next key is taken.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual.app import App
from textual.events import Key

PATIENCE = 50
"""Loop turns in which what the keys before have set off may end; more would let a flood of messages stop the keys."""
QUIET = 2
"""Turns without a message on its way after which all of that has ended."""


async def act_on(app: App[Any], key: Key) -> bool:
    """Do what the key is bound to where the person is now; False for a character that the focused field takes.

    A key that is bound to nothing does nothing, as a key that comes back later could act elsewhere.
    """
    app.app_focus = True  # a terminal that sends keys has the focus, whatever it said before
    await settle(app)
    focused = app.focused
    if focused is not None and focused.check_consume_key(key.key, key.character):
        return False
    if not await app._check_bindings(key.key, priority=True):
        await app._check_bindings(key.key)
    return True


async def settle(app: App[Any]) -> None:
    """Let the focused widget and all around it take what was typed before, and tell one another of it."""
    quiet = 0
    for _ in range(PATIENCE):
        focused = app.focused or app.screen
        if any(node.message_queue_size for node in focused.ancestors_with_self if node is not app):
            quiet = 0
        elif (quiet := quiet + 1) == QUIET:
            return
        await asyncio.sleep(0)
