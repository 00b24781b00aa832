"""How many shares wait ahead of a person's orders at their price, as far as book and tape tell.

No gateway tells an order's place. But what stands at its price less what is the person's own is the most that can be
ahead of it, now and ever after: others that come later stand behind. What trades at that price from then on comes
off the front. So the figure is a bound that only falls, until a change of the order sends it to the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from futu_tui.protocol import Security
from futu_tui.protocol.numbers import price_key
from futu_tui.trading.accounts import Account, TrdEnv
from futu_tui.trading.order_types import is_paper
from futu_tui.trading.orders import Order

OVERLAP = 1.0
"""Seconds after a look at the book in which a trade may be one that the book shows already."""


class LevelLike(Protocol):
    @property
    def price(self) -> float: ...
    @property
    def size(self) -> int: ...


class BookLike(Protocol):
    @property
    def bids(self) -> Sequence[LevelLike]: ...
    @property
    def asks(self) -> Sequence[LevelLike]: ...


class TickLike(Protocol):
    @property
    def price(self) -> float: ...
    @property
    def volume(self) -> int: ...


class TapeLike(Protocol):
    def __len__(self) -> int: ...
    def __getitem__(self, index: int) -> TickLike: ...


class DepthView(Protocol):
    """The market as far as places in it go; `futu_tui.market.Store` is one."""

    @property
    def books(self) -> Mapping[Security, BookLike]: ...
    @property
    def tapes(self) -> Mapping[Security, TapeLike]: ...


class _Place(Struct):
    terms: tuple[float, int]
    """The price and the side; another price is another queue."""
    remaining: float
    """More of them than before means that the order went to the end."""
    ahead: float | None = None
    looked: float = 0.0
    """When the book last lowered the bound, in monotonic seconds."""


class QueuePlaces:
    """Followed frame by frame for the orders of one account."""

    def __init__(self) -> None:
        self._places: dict[int, _Place] = {}

    def ahead(self, order: Order) -> float | None:
        """The most shares that can be ahead of it; None where nothing tells."""
        place = self._places.get(order.order_id)
        return place.ahead if place is not None and place.terms == _terms(order) else None

    def follow(
        self,
        account: Account,
        orders: Collection[Order],
        market: DepthView,
        ticks: Mapping[Security, int],
        now: float,
    ) -> None:
        """Take in a frame. `ticks` is how many trades each tape took in; `now` is monotonic seconds.

        Simulated orders stand in no book but the paper gateway's.
        """
        resting = [order for order in orders if order.at_price is not None]
        if not resting or not (account.env is TrdEnv.REAL or is_paper(account)):
            self._places.clear()
            return
        resting.sort(key=lambda order: (order.created_at, order.order_id), reverse=True)
        places: dict[int, _Place] = {}
        behind: dict[tuple[Security, tuple[float, int]], float] = {}
        for order in resting:
            terms = _terms(order)
            known = self._places.get(order.order_id)
            if known is None or known.terms != terms or order.remaining > known.remaining:
                known = _Place(terms, order.remaining)
            known.remaining = order.remaining
            places[order.order_id] = known
            own = behind[order.security, terms] = behind.get((order.security, terms), 0.0) + order.remaining
            self._trade(known, order.security, market, ticks, now)
            self._look(known, order, own, market, now)
        self._places = places

    def _trade(
        self, place: _Place, security: Security, market: DepthView, ticks: Mapping[Security, int], now: float
    ) -> None:
        tape, count = market.tapes.get(security), ticks.get(security, 0)
        if tape is None or place.ahead is None or not count or now < place.looked + OVERLAP:
            return
        newest = (tape[index] for index in range(max(0, len(tape) - count), len(tape)))
        traded = sum(tick.volume for tick in newest if price_key(tick.price) == place.terms[0])
        place.ahead = max(0.0, place.ahead - traded)

    def _look(self, place: _Place, order: Order, own: float, market: DepthView, now: float) -> None:
        book = market.books.get(order.security)
        if book is None:
            return
        size = _size_at(book.bids if order.side.sign > 0 else book.asks, place.terms[0])
        if size is None or size < own:
            return  # out of view, or the book does not show the order yet
        bound = size - own
        if place.ahead is None or bound < place.ahead:
            place.ahead, place.looked = bound, now


def _terms(order: Order) -> tuple[float, int]:
    return price_key(order.price or 0.0), order.side.sign


def _size_at(levels: Iterable[LevelLike], price: float) -> float | None:
    return next((float(level.size) for level in levels if price_key(level.price) == price), None)
