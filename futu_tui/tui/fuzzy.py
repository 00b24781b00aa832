"""Finds things by words that a person types in any order and not always whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def found(
    query: str, things: Iterable[Thing], name: Callable[[Thing], str], more: Callable[[Thing], str]
) -> list[Thing]:
    """The things that have each typed word in their name or in the `more` words, the likeliest first; all for none."""
    words = query.casefold().split()
    ranked = []
    for place, thing in enumerate(things):
        ranks = [rank(word, name(thing).casefold(), more(thing).casefold()) for word in words]
        if None not in ranks:
            ranked.append((sum(each for each in ranks if each is not None), place, thing))
    ranked.sort(key=lambda each: each[:2])
    return [thing for _, _, thing in ranked]


def rank(word: str, name: str, more: str = "") -> int | None:
    """How well a word fits, 0 best; None if not at all. Letters of a word may be left out, but not changed."""
    if word == name:
        return 0
    words = _words(name)
    if word in words or name.startswith(word):
        return 1
    if any(each.startswith(word) for each in words):
        return 2
    others = _words(more)
    if word in others:
        return 2
    if any(each.startswith(word) for each in others):
        return 3
    if word in name:
        return 4
    if word in more:
        return 5
    if len(word) > 2 and any(each[0] == word[0] and _within(word, each) for each in (*words, *others)):
        return 7
    initials = "".join(each[0] for each in words)
    if len(word) > 1 and word in initials:
        return 6
    return None


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter in "/%" else " " for letter in text).split()


def _within(word: str, other: str) -> bool:
    """Whether the letters of a word stand in another in the same order."""
    letters = iter(other)
    return all(letter in letters for letter in word)
