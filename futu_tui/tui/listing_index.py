"""Finds securities by code or name, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nsmallest
from typing import NamedTuple

from futu_tui.market import Listing
from futu_tui.protocol import Market, Security, SecurityError
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.text import clean

_TYPE_ORDER: dict[int, int] = {qot.SecurityType_Eqty: 0, qot.SecurityType_Trust: 1, qot.SecurityType_Index: 2}
_MARKET_ORDER = {market: place for place, market in enumerate((Market.HK, Market.US, Market.SH, Market.SZ))}


class _Entry(NamedTuple):
    listing: Listing
    code: str
    bare_code: str
    """Without the zeros in front that nobody types."""
    name: str
    words: tuple[str, ...]


class ListingIndex:
    """Looks through listings that may still be growing."""

    def __init__(self, listings: Mapping[Security, Listing]) -> None:
        self._listings = listings
        self._entries: list[_Entry] = []

    def __len__(self) -> int:
        return len(self._listings)

    def search(self, text: str, limit: int = 100) -> list[Listing]:
        """At most `limit` listings for what was typed: a code or its beginning, or words of a name.

        A market may stand before either, as in `HK.700` or `us apple`. Delisted ones are found by their whole code.
        """
        market, words = _query(text)
        if not words and market is None:
            return []
        self._refresh()
        ranked = (
            (rank, entry)
            for entry in self._entries
            if market in (None, entry.listing.security.market)
            and (rank := _rank(entry, words)) is not None
            and not (entry.listing.delisted and rank > 0)
        )
        best = nsmallest(limit, ranked, key=lambda each: (each[0], *_habit(each[1])))
        return [entry.listing for _, entry in best]

    def _refresh(self) -> None:
        if len(self._entries) != len(self._listings):
            self._entries = [_entry(listing) for listing in self._listings.values()]


def typed_security(text: str) -> Security | None:
    """The security whose full code was typed, listed or not."""
    try:
        return Security.parse(text.strip().upper())
    except SecurityError:
        return None


def _entry(listing: Listing) -> _Entry:
    code = listing.security.code.casefold()
    name = clean(listing.name).casefold()
    words = tuple(name.replace("-", " ").replace("(", " ").split())
    return _Entry(listing, code, code.lstrip("0"), name, words)


def _query(text: str) -> tuple[Market | None, tuple[str, ...]]:
    """The market that was typed in front, if any, and the words."""
    head, dot, rest = text.strip().partition(".")
    words = text.casefold().split()
    if dot and head.upper() in Market.__members__:
        return Market[head.upper()], tuple(rest.casefold().split())
    if len(words) > 1 and words[0].upper() in Market.__members__:
        return Market[words[0].upper()], tuple(words[1:])
    return None, tuple(words)


def _rank(entry: _Entry, words: Iterable[str]) -> int | None:
    """How well it fits, 0 best; None if a word does not fit at all. The worst word counts."""
    ranks = [_rank_word(entry, word) for word in words]
    if not ranks:
        return 1
    return None if None in ranks else max(rank for rank in ranks if rank is not None)


def _rank_word(entry: _Entry, word: str) -> int | None:
    if word in (entry.code, entry.bare_code):
        return 0
    if entry.code.startswith(word) or entry.bare_code.startswith(word):
        return 1
    if entry.name.startswith(word):
        return 2
    if any(each.startswith(word) for each in entry.words):
        return 3
    return 4 if word in entry.name else None


def _habit(entry: _Entry) -> tuple[int, int, str]:
    """Among equals: shares before funds before indices before all else, Hong Kong first, then by code."""
    listing = entry.listing
    kind = _TYPE_ORDER.get(listing.sec_type, len(_TYPE_ORDER))
    market = _MARKET_ORDER.get(listing.security.market, len(_MARKET_ORDER))
    return kind, market, entry.code
