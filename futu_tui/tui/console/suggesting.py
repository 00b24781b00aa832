"""What may be meant by what is typed into a field of a form: names of its enum, or securities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from futu_tui.protocol.form_values import Kind, WrongValue, options, value_of
from futu_tui.protocol.forms import Leaf
from futu_tui.tui.listing_index import ListingIndex
from futu_tui.tui.text import clean

MOST = 40
"""Securities that are suggested at once."""


class Suggestion(NamedTuple):
    """What may be meant: the text that is taken for it, and what stands beside that."""

    text: str
    detail: str = ""


def suggestions(leaf: Leaf, text: str, index: ListingIndex) -> Sequence[Suggestion]:
    """The likeliest first; none for fields that are simply typed."""
    if leaf.kind is Kind.CHOICE:
        return choices(leaf, text)
    if leaf.kind is Kind.SECURITY:
        listings = index.search(text, MOST)
        return [Suggestion(str(listing.security), clean(listing.name)) for listing in listings]
    return ()


def choices(leaf: Leaf, text: str) -> list[Suggestion]:
    """Values whose name begins with what was typed, then those that have it, then those with its letters in order."""
    wanted = text.strip().casefold()
    ranked = []
    for place, (name, number) in enumerate(options(leaf.field).items()):
        folded = name.casefold()
        if wanted in (folded, str(number)):
            rank = 0
        elif folded.startswith(wanted):
            rank = 1
        elif wanted in folded:
            rank = 2
        elif _in_order(wanted, folded):
            rank = 3
        else:
            continue
        ranked.append((rank, place, Suggestion(name, str(number))))
    return [suggestion for _, _, suggestion in sorted(ranked)]


def is_whole(leaf: Leaf, text: str) -> bool:
    """Whether what was typed is a value of the field as it stands."""
    try:
        value_of(leaf.field, text)
    except WrongValue:
        return False
    return True


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
