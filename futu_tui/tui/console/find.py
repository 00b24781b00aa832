"""Finds protocols by number or parts of the name: the likeliest first, then favourites, then those used last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from futu_tui.protocol import PROTOCOLS, Protocol


class Found(NamedTuple):
    """A row of the list."""

    protocol: Protocol
    favourite: bool
    recent: bool


def search(text: str, favourites: Collection[int] = (), recent: Sequence[int] = ()) -> list[Found]:
    """The protocols that fit what was typed; all of them for nothing.

    Every word must fit: the number or its beginning, a word of the name or its beginning, a part of it, or its
    letters in their order.
    """
    words = text.casefold().replace("_", " ").replace("-", " ").split()
    ranked = []
    for protocol in PROTOCOLS.values():
        ranks = [_rank(protocol, word) for word in words]
        if None in ranks:
            continue
        fit = max((rank for rank in ranks if rank is not None), default=0)
        ranked.append((fit, *_habit(protocol, favourites, recent), protocol.id, protocol))
    ranked.sort(key=lambda each: each[:-1])
    return [Found(each[-1], each[-1].id in favourites, each[-1].id in recent) for each in ranked]


def _rank(protocol: Protocol, word: str) -> int | None:
    """How well a word fits, 0 best; None where it does not."""
    number, name = str(int(protocol.id)), protocol.name.casefold()
    parts = name.split("_")
    if word in (number, name) or word in parts:
        return 0
    if number.startswith(word):
        return 1
    if any(part.startswith(word) for part in parts):
        return 2
    joined = "".join(parts)
    if word in joined:
        return 3
    return 4 if _in_order(word, joined) else None


def _in_order(letters: Iterable[str], text: str) -> bool:
    """Whether these letters stand in the text one after the other, whatever is between them."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _habit(protocol: Protocol, favourites: Collection[int], recent: Sequence[int]) -> tuple[int, int]:
    if protocol.id in favourites:
        return 0, 0
    if protocol.id in recent:
        return 1, list(recent).index(protocol.id)
    return 2, 0
