"""Whose order a push is about, and writing it down with the act that placed it, once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from msgspec.structs import replace

from futu_tui.trading.acts import Entry, Pushed
from futu_tui.trading.journal_fills import fill_words
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.orders import Fill, Order
from futu_tui.trading.verdicts import telling

_STRANGERS = 512
"""Pushes of orders not known yet that are kept, in case an answer makes them ours."""


class Stories:
    """The orders of this program's acts, by every name they have."""

    def __init__(self, journal: JournalWriter) -> None:
        self._journal = journal
        self._by_client: dict[str, int] = {}
        self._by_order: dict[int, int] = {}
        self._by_id_ex: dict[str, int] = {}
        self._strangers: deque[Pushed] = deque(maxlen=_STRANGERS)
        self._told: dict[int, str] = {}
        """The last state that was pushed of each order, so that one that comes twice is written once."""
        self._fills: set[str] = set()

    def was_told(self, order_id: int) -> bool:
        """Whether any push of this order came."""
        return order_id in self._told

    def remember(self, entries: Iterable[Entry]) -> None:
        """Take in placed orders of earlier runs."""
        for entry in entries:
            self.mark(entry.act_id, entry.act.client_id)
            self.number(entry.act_id, entry.order_id, entry.id_ex)

    def mark(self, act_id: int, client_id: str) -> None:
        """Orders with this mark are of this act."""
        if client_id:
            self._by_client.setdefault(client_id, act_id)

    def number(self, act_id: int, order_id: int, id_ex: str) -> None:
        """This is the act's order; what was pushed of it before that was known is written now."""
        if order_id:
            self._by_order[order_id] = act_id
        if id_ex:
            self._by_id_ex[id_ex] = act_id
        for note in list(self._strangers):
            if note.order_id == order_id or (id_ex and note.id_ex == id_ex):
                self._strangers.remove(note)
                self._journal.note(replace(note, act_id=act_id))

    def owner(self, client_id: str, order_id: int, id_ex: str) -> int | None:
        """The act that placed this order; None for an order of another's."""
        if client_id and client_id in self._by_client:
            return self._by_client[client_id]
        return self._by_id_ex[id_ex] if id_ex in self._by_id_ex else self._by_order.get(order_id)

    def order_pushed(self, order: Order, owner: int | None, at: float) -> None:
        """Write down a pushed state of an order, at `at` in epoch seconds."""
        text = telling(order)
        if self._told.get(order.order_id) != text:
            self._told[order.order_id] = text
            self._write(owner, at, text, order.order_id, order.id_ex)

    def fill_pushed(self, fill: Fill, order_id_ex: str, at: float) -> None:
        """Write down a pushed fill."""
        if fill.key in self._fills:
            return
        self._fills.add(fill.key)
        owner = self.owner("", fill.order_id, order_id_ex)
        self._write(owner, at, fill_words(fill), fill.order_id, order_id_ex)

    def _write(self, owner: int | None, at: float, text: str, order_id: int, id_ex: str) -> None:
        note = Pushed(owner or 0, at, text, order_id, id_ex)
        if owner is None:
            self._strangers.append(note)
        else:
            self._journal.note(note)
