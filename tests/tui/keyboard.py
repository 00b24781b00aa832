"""Keys as a terminal sends them, and the moment at which what they set off is done."""

from __future__ import annotations

import asyncio

from textual import events
from textual.app import App
from textual.keys import _character_to_key, key_to_character

STILL = 8
"""Turns of the loop with nothing in any queue after which nothing more will come by itself."""
LONGEST = 400


def key_event(key: str) -> events.Key:
    """A single character, or a key by Textual's name."""
    return (
        events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, key_to_character(key))
    )


async def quiet(app: App[object]) -> None:
    """Until what keys set off has gone where it goes; pushes go on."""
    still = 0
    for _ in range(LONGEST):
        await asyncio.sleep(0)
        queued = any(pump._message_queue.qsize() for pump in (app, *app._registry))
        still = 0 if queued else still + 1
        if still == STILL:
            return
