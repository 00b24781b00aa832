"""How a terminal stands after all that it was sent: the private modes, and who reads its keys."""

from __future__ import annotations

import re

SHELLS = {
    "1049": False,  # the alternate screen
    "1000": False,  # mouse reports
    "1003": False,
    "1006": False,
    "1015": False,
    "1016": False,
    "1004": False,  # focus reports
    "2004": False,  # bracketed paste
    "2048": False,  # sizes told in the stream
    "7": True,  # lines wrap
    "25": True,  # the cursor
}
"""The modes as a shell's commands find them."""


def modes(sent: bytes) -> dict[str, bool]:
    """How each of `SHELLS` stands after this."""
    last = dict(SHELLS)
    for names, switch in re.findall(rb"\x1b\[\?([\d;]+)([hl])", sent):
        last |= {name: switch == b"h" for name in names.decode().split(";") if name in SHELLS}
    return last


def keyboard_depth(sent: bytes) -> int:
    """How many of kitty's keyboard modes are on its stack; it takes no harm from one too few."""
    depth = 0
    for sign in re.findall(rb"\x1b\[([<>])\d*u", sent):
        depth = depth + 1 if sign == b">" else max(0, depth - 1)
    return depth


def assert_a_shells(sent: bytes) -> None:
    """The program left it as a shell wants it, with its last words about each mode."""
    assert b"\x1b[?1049l" in sent, "the alternate screen was not left"
    assert modes(sent) == SHELLS
    assert keyboard_depth(sent) == 0
