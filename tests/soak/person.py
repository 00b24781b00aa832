"""Somebody at the keys: random moves, each of which a person might make, and the way back to where it began."""

from __future__ import annotations

from random import Random

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "tab": "\t", "shift+tab": "\x1b[Z",
    "enter": "\r", "escape": "\x1b", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F",
}  # fmt: skip
"""What a terminal sends for keys that are no character."""
SCREENS = ("f", "h", "!", "I", "?", "i", "a", "l", "/", "w", "b", "s", "@", "u")
"""Keys of the dashboard that open something."""
WITHIN = ("up", "down", "right", "left", "tab", "shift+tab", "pageup", "pagedown", "home", "end", "enter", "1", "2",
          "3", "[", "]", "+", "-", "j", "k", "g", "G")  # fmt: skip
"""What is typed where something is open; nothing that leaves the program or asks the gateway to change itself."""
AT_HOME = ("1", "2", "3", "4", "5", "6", "tab", "shift+tab", "up", "down", "pagedown", "pageup", "enter", "z", "t",
           "[", "]", "+", "-", "left", "right", "c", "o", "R", "P", "w", "v", "g", "G")  # fmt: skip
"""What is typed on the dashboard."""
ORDER = ("1", "b", "enter", "enter")
"""A buy of what is chosen, at the price that the ticket begins with, and the yes to its question."""
HOME = ("escape",) * 6
"""Out of whatever is open."""
BACK = (*HOME, "1", "home", "g", "enter", "4", "4", "1")
"""To the watchlist's first security."""


def bytes_of(*keys: str) -> list[bytes]:
    return [KEYS.get(key, key).encode() for key in keys]


def move(random: Random) -> list[bytes]:
    """A few keys that belong together; they end on the dashboard."""
    kind = random.random()
    if kind < 0.45:
        return bytes_of(random.choice(SCREENS), *random.choices(WITHIN, k=random.randint(0, 6)), *HOME)
    if kind < 0.6:
        return bytes_of(*ORDER, *HOME)
    if kind < 0.7:
        return bytes_of("6", "down", random.choice("xm"), "enter", "enter", *HOME)
    return bytes_of(*random.choices(AT_HOME, k=random.randint(1, 8)))


def everything_once() -> list[bytes]:
    """Each screen opened and left, each kind of chart shown: what is made when first used is made then."""
    keys: list[str] = []
    for screen in SCREENS:
        keys += [screen, "down", "tab", *HOME]
    return bytes_of("4", *["v"] * 6, *["]"] * 3, *["["] * 3, "1", *keys, *ORDER, *HOME)
