"""Whether the journal and the exchange tell the same: each difference is a violation.

Acts on one order follow each other in a trial, but for cancels, which may come in between. So the last act that was
done on an order's terms says what they are, and a cancel that was done that it is over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from futu_tui.paper.market import OrderStatus, OrderType, PersonOrder
from futu_tui.trading.acts import ActKind, Entry, Result
from tests.trial.books import Books

_OVER = frozenset({OrderStatus.CANCELLED_ALL, OrderStatus.CANCELLED_PART, OrderStatus.DELETED})
_DOUBTFUL = frozenset({ActKind.ENABLE, ActKind.RECONFIRM})
"""Where an order was cancelled before anybody looked, nothing can tell whether these were done: the journal says so."""
_NOT_DONE = frozenset({Result.REFUSED, Result.NOT_FOUND, Result.NOT_SENT})
_TERMS = {
    "qty": "qty",
    "price": "price",
    "auxPrice": "trigger",
    "trailValue": "trail_value",
    "trailSpread": "trail_spread",
}
"""Fields of a placing or a change, and where the exchange's orders have them."""


@dataclass(frozen=True)
class Violation:
    text: str
    entry: Entry | None = None
    """The act that it is about."""

    @property
    def story(self) -> str:
        """What the journal has of it."""
        if self.entry is None:
            return ""
        entry = self.entry
        head = f"act {entry.act_id} serial {entry.serial} at {entry.at:.3f} by {entry.program}: {entry.act.summary}"
        request = f"{entry.act.kind} {dict(entry.act.request)}"
        events = [f"{event.at:.3f} {event.kind}: {event.text}" for event in entry.events]
        return "\n    ".join((head, request, *events))


def check(entries: list[Entry], books: Books, told: Iterable[Mapping[str, Any]]) -> list[Violation]:
    """Everything that differs."""
    told = list(told)
    found = [*_sent(told), *_told(entries, told)]
    by_order: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        found += _closed(entry)
        if entry.act.kind is ActKind.PLACE:
            found += _placed(entry, books)
        elif _denied(entry, books):
            found.append(Violation(f"{entry.result} in the journal, and the exchange did it", entry))
        if entry.order_id and entry.result is Result.ACCEPTED:
            by_order[entry.order_id].append(entry)
    doubtful = {
        each.order_id
        for each in entries
        if each.act.kind is ActKind.ENABLE and each.result is Result.NOT_FOUND
    }
    for order_id, done in by_order.items():
        order = books.orders.get(order_id)
        if order is None:
            found.append(Violation(f"the exchange has no order {order_id}", done[-1]))
        else:
            found += _terms(order, done)
            found += _state(order, done, enabled_perhaps=order_id in doubtful)
            found += _listed(order, done, books)
    found += _all_cancelled(entries, books)
    return found


def _sent(told: Iterable[Mapping[str, Any]]) -> Iterator[Violation]:
    """No write left a program twice."""
    sent = Counter(tuple(facts["sent"]) for facts in told if "sent" in facts)
    for packet, times in sent.items():
        if times > 1:
            yield Violation(f"packet {packet} was sent {times} times")


def _told(entries: Iterable[Entry], told: Iterable[Mapping[str, Any]]) -> Iterator[Violation]:
    """The last that the person was told of an act is what the journal says."""
    last = {facts["act"]: facts["outcome"] for facts in told if "act" in facts}
    for entry in entries:
        said = last.get(entry.act_id, "unknown")
        if said not in ("unknown", entry.result.value):
            yield Violation(f"the person was told {said}, the journal says {entry.result}", entry)


def _closed(entry: Entry) -> Iterator[Violation]:
    if entry.result is Result.OPEN:
        yield Violation("open for ever", entry)


def _placed(entry: Entry, books: Books) -> Iterator[Violation]:
    orders = books.of(entry.act.client_id)
    if len(orders) > 1:
        yield Violation(f"sent twice: orders {[order.order_id for order in orders]}", entry)
    if entry.result is Result.ACCEPTED and not orders:
        yield Violation("accepted, and the exchange has no such order", entry)
    elif entry.result is Result.ACCEPTED and entry.order_id != orders[0].order_id:
        yield Violation(
            f"order {orders[0].order_id} of the exchange is {entry.order_id} in the journal", entry
        )
    elif entry.result in _NOT_DONE and orders and not _failed(orders[0]):
        yield Violation(f"{entry.result}, and the exchange has it as order {orders[0].order_id}", entry)


def _failed(order: PersonOrder) -> bool:
    """Whether the exchange took an order and then said no: refused, whether the answer or a push told of it first."""
    return bool(order.error) and order.status in (OrderStatus.FAILED, OrderStatus.DELETED)


def _terms(order: PersonOrder, done: list[Entry]) -> Iterator[Violation]:
    """The order is as the last placing or change that was done wants it."""
    terms = [entry for entry in done if entry.act.kind in (ActKind.PLACE, ActKind.MODIFY)]
    if not terms:
        return
    for field, name in _TERMS.items():
        moves = field == "price" and order.type is OrderType.TRAILING_STOP_LIMIT
        if field not in terms[-1].act.request or moves:
            continue
        wanted, has = float(terms[-1].act.request[field]), float(getattr(order, name))
        if abs(wanted - has) > 1e-9:
            yield Violation(f"order {order.order_id} has {name} {has:g}, not {wanted:g}", terms[-1])


def _denied(entry: Entry, books: Books) -> bool:
    """Whether the journal says that an act was not done, and the exchange did it."""
    order = books.orders.get(entry.order_id)
    doubtful = entry.act.kind in _DOUBTFUL and entry.result is Result.NOT_FOUND
    if doubtful and order is not None and order.status in _OVER:
        return False
    return entry.result in _NOT_DONE and (entry.act.conn_id, entry.serial) in books.done


def _state(order: PersonOrder, done: list[Entry], *, enabled_perhaps: bool) -> Iterator[Violation]:
    """Cancelled, disabled, enabled, deleted or confirmed as the last such act left it."""
    kinds = {entry.act.kind: entry for entry in done}
    last = max(kinds.values(), key=lambda entry: entry.act_id)
    status = order.status
    if ActKind.CANCEL in kinds and status not in _OVER:
        yield Violation(f"order {order.order_id} is {status.name}, not cancelled", kinds[ActKind.CANCEL])
    if ActKind.DELETE in kinds and status is not OrderStatus.DELETED:
        yield Violation(f"order {order.order_id} is {status.name}, not deleted", kinds[ActKind.DELETE])
    if last.act.kind is ActKind.DISABLE and status is not OrderStatus.DISABLED and not enabled_perhaps:
        yield Violation(f"order {order.order_id} is {status.name}, not disabled", last)
    if last.act.kind is ActKind.ENABLE and status is OrderStatus.DISABLED:
        yield Violation(f"order {order.order_id} is disabled, not enabled", last)
    if ActKind.RECONFIRM in kinds and status is OrderStatus.UNSUBMITTED:
        yield Violation(f"order {order.order_id} still waits to be confirmed", kinds[ActKind.RECONFIRM])


def _listed(order: PersonOrder, done: list[Entry], books: Books) -> Iterator[Violation]:
    """What the gateway lists is what its file holds."""
    row = books.listed.get(order.order_id)
    if order.status is OrderStatus.DELETED:
        if row is not None:
            yield Violation(f"order {order.order_id} is deleted and listed", done[-1])
    elif row is None:
        yield Violation(f"order {order.order_id} is on no list", done[-1])
    elif (row.status.number, row.qty, row.filled) != (int(order.status), order.qty, order.filled):
        yield Violation(f"order {order.order_id} is listed as {row}, held as {order}", done[-1])


def _all_cancelled(entries: list[Entry], books: Books) -> Iterator[Violation]:
    """Nothing works that was known before all of its market was cancelled, but what was enabled again."""
    enabled = {entry.order_id for entry in entries if entry.act.kind is ActKind.ENABLE}
    for entry in entries:
        if entry.act.kind is not ActKind.CANCEL_ALL or entry.result is not Result.ACCEPTED:
            continue
        for placed in entries:
            before = placed.closed_at is not None and placed.closed_at < entry.at
            same = (placed.act.acc_id, placed.act.trade_market) == (entry.act.acc_id, entry.act.trade_market)
            if placed.act.kind is not ActKind.PLACE or not (before and same):
                continue
            order = books.orders.get(placed.order_id)
            if order is not None and order.status.working and order.order_id not in enabled:
                yield Violation(f"order {order.order_id} works on after all were cancelled", entry)
