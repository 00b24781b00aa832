"""A trading post: where one security trades. It owns the book, the day's record and the ticker, turns what the matching
gives into trades, and remembers what changed until it is asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from copy import copy
from datetime import date
from itertools import count, groupby

from futu_tui.paper.auction import ANY_PRICE, Auction
from futu_tui.paper.bars import closed_periods
from futu_tui.paper.brokers import HOUSES, PERSONS_HOUSE
from futu_tui.paper.capital import DAYS_KEPT, CapitalDay, CapitalRecord, size_of
from futu_tui.paper.day import DayRecord, ExtendedRecord, Ticker
from futu_tui.paper.events import (
    BarsChanged,
    BookChanged,
    BrokersChanged,
    Event,
    Filled,
    OrderUpdated,
    QuoteChanged,
    RtChanged,
    Traded,
)
from futu_tui.paper.exchange import BookSide, Execution, Level, Order, OrderBook
from futu_tui.paper.orders import Fill, OrderStatus, OrderType, PersonOrder, Side, TimeInForce
from futu_tui.paper.periods import KLType
from futu_tui.paper.serial import Serial
from futu_tui.paper.sessions import Phase, Segments
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT, BookLevel, BrokerEntry, Direction, TradeKind
from futu_tui.protocol import Market, Security

DEPTH_SHOWN = 10
"""Levels a side that a client can see; what happens further out changes nothing for it."""
ROUND_LOT = 100
"""US: fewer shares than this trade as an odd lot."""

_DIRECTION = {Side.BUY: Direction.BUY, Side.SELL: Direction.SELL}


class TradingPost:
    """One security's place of trading. Its clock is set by the market: `instant`, `minute`, `phase`, `segments`."""

    def __init__(self, instrument: Instrument, order_ids: count[int], fill_ids: Serial) -> None:
        self.instrument = instrument
        self.security = instrument.security
        self.book = OrderBook()
        self.auction: Auction | None = None
        self.ticker = Ticker(instrument.contract_size)
        self.day = DayRecord(date.min, instrument.price, 0.0)
        self.capital = CapitalRecord()
        self.capital_days: deque[CapitalDay] = deque(maxlen=DAYS_KEPT)
        """Days that are over, oldest first."""
        self.extended: dict[Phase, ExtendedRecord] = {}
        """The latest session of each kind outside regular hours."""
        self.phase = Phase.CLOSED
        self.segments: Segments = ()
        """The day's regular trading."""
        self.instant = 0.0
        """Now, epoch seconds."""
        self.traded = False
        """Whether anything traded since the latest `changes`."""
        self.gone: dict[int, Order] = {}
        """Orders of the flow that were filled since the flow last looked."""
        self.resting: dict[int, Order] = {}
        """A person's orders in the book or the auction, by their own ids."""
        self.watched = False
        """Whether someone waits for its price."""
        self._order_ids = order_ids
        self._fill_ids = fill_ids
        self._shows_brokers = instrument.has_brokers
        self._by_hundreds = instrument.market is Market.US and instrument.contract is None
        self._book_changed = False
        self._moved = False
        self._closed: tuple[KLType, ...] = ()
        self._told: list[Event] = []
        self._book_event = BookChanged(self.security)
        self._quote_event = QuoteChanged(self.security)
        self._rt_event = RtChanged(self.security)
        self._bars_event = BarsChanged(self.security, ())
        self._brokers_event = BrokersChanged(self.security)

    # what the flow does

    def add(self, side: Side, price: int, quantity: int, broker: int) -> Order:
        """Rest an order of the flow, which must not cross; in an auction it just gathers."""
        order = Order(next(self._order_ids), side, price, quantity, broker)
        if self.auction is not None:
            self.auction.add(order)
            self._book_changed = True
            return order
        book_side = self.book.side(side)
        book_side.add(order)
        self._book_changed = self._book_changed or _is_shown(book_side, price)
        return order

    def withdraw(self, order: Order) -> None:
        """Cancel a resting order."""
        book_side = self.book.side(order.side)
        self._book_changed = self._book_changed or _is_shown(book_side, order.price)
        book_side.remove(order)

    def take(self, side: Side, quantity: int, worst: int, broker: int) -> None:
        """An order of the flow that trades at once, no further than a price, and does not rest."""
        self._settle(self.book.sweep(side, quantity, worst), side, broker, None)

    # what a person does

    def submit(self, person: PersonOrder, price: int) -> None:
        """Send what remains of a person's order, `price` in price units: it trades, rests, or gathers in the auction.

        A limit order ends here when the exchange refuses it.
        """
        if person.type is OrderType.ABSOLUTE_LIMIT and self._is_bettered(person.side, price):
            self.refuse(person, "the other side offers a better price than an absolute limit order may take")
            return
        self._update(person, _in_the_market(person))
        if self.auction is not None:
            self._gather(person, price)
        elif person.at_market:
            self.trade_at_once(person, person.remaining, None)
            self._end_rest(person)
        elif person.tif is TimeInForce.IOC or person.type is OrderType.SPECIAL_LIMIT:
            self.trade_at_once(person, person.remaining, price)
            self._end_rest(person)
        elif person.type is OrderType.SPECIAL_LIMIT_ALL:
            if self._available(person.side, price) >= person.remaining:
                self.trade_at_once(person, person.remaining, price)
            self._end_rest(person)
        else:
            self._rest(person, price)

    def begin(self, person: PersonOrder) -> None:
        """Take up an order that goes out in parts."""
        self._update(person, _in_the_market(person))

    def trade_at_once(self, person: PersonOrder, quantity: int, worst: int | None) -> None:
        """Trade a part of a person's order against the book, no further than a price."""
        self._settle(self.book.sweep(person.side, quantity, worst), person.side, PERSONS_HOUSE, person)

    def amend(self, person: PersonOrder, price: int, qty: int) -> None:
        """Change an order that waits here. Less at the same price keeps its place in the queue, else it goes to the
        end; it may trade."""
        order = self.resting[person.order_id]
        less = person.qty - qty
        if self.auction is None and order.price == price and less >= 0:
            person.qty = qty
            order.remaining -= less
            self.book.side(order.side).levels[price * self.book.side(order.side).sign].size -= less
            self._book_changed = True
            self._update(person, person.status)
        else:
            self.take_out(person)
            person.qty = qty
            self.submit(person, price)

    def restore(self, person: PersonOrder, price: int) -> None:
        """Rest an order that rested when the market was last running, and of which nothing new is to be told."""
        if self.auction is not None:
            self._gather(person, price)
        else:
            self._rest(person, price)

    def _gather(self, person: PersonOrder, price: int) -> None:
        at = ANY_PRICE if person.at_market else price
        order = Order(next(self._order_ids), person.side, at, person.remaining, PERSONS_HOUSE, person)
        assert self.auction is not None
        self.auction.add(order)
        self.resting[person.order_id] = order
        self._book_changed = True

    def _rest(self, person: PersonOrder, price: int) -> None:
        order = Order(next(self._order_ids), person.side, price, person.remaining, PERSONS_HOUSE, person)
        self._settle(self.book.submit(order), person.side, PERSONS_HOUSE, person)
        if order.remaining:
            self.resting[person.order_id] = order
            self._book_changed = True

    def take_out(self, person: PersonOrder) -> None:
        """Take a person's order out of wherever it waits, without a word."""
        order = self.resting.pop(person.order_id, None)
        if order is None:
            return
        if self.auction is not None:
            self.auction.cancel(order)
            self._book_changed = True
        else:
            self.withdraw(order)

    def cancel(self, person: PersonOrder) -> None:
        """Cancel a person's order because its owner asks for it."""
        self.take_out(person)
        self._update(person, OrderStatus.CANCELLING_PART if person.filled else OrderStatus.CANCELLING_ALL)
        self.end(person)

    def end(self, person: PersonOrder, why: str = "") -> None:
        """What is left of a person's order is cancelled."""
        self.take_out(person)
        person.error = why
        self._update(person, OrderStatus.CANCELLED_PART if person.filled else OrderStatus.CANCELLED_ALL)

    def refuse(self, person: PersonOrder, why: str) -> None:
        """The exchange will not have the order."""
        person.error = why
        self._update(person, OrderStatus.FAILED)

    def note(self, person: PersonOrder, status: OrderStatus) -> None:
        """Tell of an order that is not in the market."""
        self._update(person, status)

    def _end_rest(self, person: PersonOrder) -> None:
        if person.remaining:
            self.end(person)

    def _is_bettered(self, side: Side, price: int) -> bool:
        if self.auction is not None:
            return False
        if side is Side.BUY:
            best = self.book.asks.best
            return bool(best) and best < price
        return self.book.bids.best > price

    def _available(self, side: Side, worst: int) -> int:
        """Shares that an order could take at once, no further than a price."""
        rivals = self.book.asks if side is Side.BUY else self.book.bids
        floor = worst * rivals.sign
        return sum(level.size for key, level in rivals.levels.items() if key >= floor)

    # auctions

    def begin_auction(self) -> None:
        """Orders gather from now on; those in the book go in with their time priority by level."""
        self.auction = Auction(self.day.last)
        for side in (Side.BUY, Side.SELL):
            for order in self.book.best_first(side):
                self.auction.add(order)
        self.book = OrderBook()
        self._book_changed = True

    def end_auction(self) -> None:
        """Match what can trade as one trade, and leave the rest in the book."""
        auction = self.auction
        assert auction is not None
        match, pairings = auction.uncross()
        self.auction = None
        if match is not None:
            self._record(match.price, match.quantity, Direction.NEUTRAL, TradeKind.AUCTION)
            for buyer, seller, quantity in pairings:
                self._fill(buyer, match.price, quantity, seller.broker)
                self._fill(seller, match.price, quantity, buyer.broker)
        for order in auction.leftover():
            if order.price != ANY_PRICE:
                self.book.side(order.side).add(order)
            elif order.person is not None:
                del self.resting[order.person.order_id]
                self.end(order.person)
        self._book_changed = True

    # the record

    def open_day(self, day: date, segments: Segments) -> None:
        """Begin a trading day at the last price."""
        if self.capital.minutes:
            self.capital_days.append(CapitalDay(self.day.day, self.capital.net))
        self.capital = CapitalRecord()
        self.day = DayRecord(day, self.day.last, self.instant)
        self.segments = segments
        self._moved = True

    def restore_trade(
        self, instant: float, minute: float, price: int, quantity: int, direction: Direction, kind: TradeKind
    ) -> None:
        """Record a trade from before the simulation started, of which nobody is told."""
        if self._by_hundreds and quantity < ROUND_LOT:
            kind = TradeKind.ODD_LOT
        self.day.trade(instant, minute, price, quantity)
        self.ticker.add(instant, price, quantity, direction, kind)
        money = price * quantity
        self.capital.trade(instant, minute, direction, money, size_of(self.security.market, money))

    def minute(self) -> float:
        """The beginning of the regular minute that a trade of now belongs to."""
        for start, end in reversed(self.segments):
            if self.instant >= start:
                return start + 60 * int((min(self.instant, end - 60) - start) // 60)
        return self.segments[0][0]

    def observe(self, level: int) -> None:
        """Take in an index level: it moves the quote and the bars and has no volume."""
        if level != self.day.last or not self.day.minutes:
            self._count(level, 0)

    def changes(self, out: deque[Event]) -> None:
        """Tell what happened since the last call, orders and trades first, then what they moved."""
        if self._told:
            out.extend(self._told)
            self._told.clear()
        if self._book_changed:
            out.append(self._book_event)
            if self._shows_brokers:
                out.append(self._brokers_event)
            self._book_changed = False
        if self._moved:
            out.append(self._quote_event)
            if self.day.minutes and not self.phase.is_extended:
                out.append(self._rt_event)
                out.append(BarsChanged(self.security, self._closed) if self._closed else self._bars_event)
            self._closed = ()
            self._moved = False
        self.traded = False

    def _settle(
        self, executions: list[Execution], side: Side, broker: int, taker: PersonOrder | None
    ) -> None:
        """Record what an incoming order traded: one trade a price. `broker` is its house."""
        if executions:
            self._book_changed = True
            if not self.phase.is_extended:
                money = sum(execution.price * execution.quantity for execution in executions)
                size = size_of(self.security.market, money)
                self.capital.trade(self.instant, self.minute(), _DIRECTION[side], money, size)
        for price, at_price in groupby(executions, lambda execution: execution.price):
            meetings = list(at_price)
            quantity = sum(execution.quantity for execution in meetings)
            self._record(price, quantity, _DIRECTION[side], TradeKind.AUTOMATCH)
            for execution in meetings:
                maker = execution.maker
                self._fill(maker, price, execution.quantity, broker)
                if taker is not None:
                    self._execute(taker, price, execution.quantity, maker.broker)

    def _record(self, price: int, quantity: int, direction: Direction, kind: TradeKind) -> None:
        if self.phase.is_extended:
            self.extended[self.phase].trade(price, quantity)
            kind = TradeKind.EXTENDED_HOURS
            self._moved = True
        else:
            if self._by_hundreds and quantity < ROUND_LOT and kind is TradeKind.AUTOMATCH:
                kind = TradeKind.ODD_LOT
            self._count(price, quantity)
        tick = self.ticker.add(self.instant, price, quantity, direction, kind)
        self._told.append(Traded(self.security, tick))
        self.traded = True

    def _count(self, price: int, quantity: int) -> None:
        minute = self.minute()
        minutes = self.day.minutes
        if minutes and minutes[-1].start < minute:
            self._closed += closed_periods(minutes[-1].start, minute, self.segments)
        self.day.trade(self.instant, minute, price, quantity)
        self._moved = True

    def _fill(self, order: Order, price: int, quantity: int, counter: int) -> None:
        person = order.person
        if person is not None:
            if not order.remaining:
                self.resting.pop(person.order_id, None)
            self._execute(person, price, quantity, counter)
        elif not order.remaining:
            self.gone[order.id] = order

    def _execute(self, person: PersonOrder, price: int, quantity: int, counter: int) -> None:
        person.filled += quantity
        person.paid += price * quantity
        fill = Fill(
            fill_id=self._fill_ids.take(),
            order_id=person.order_id,
            account=person.account,
            security=self.security,
            side=person.side,
            price=price / UNIT,
            qty=quantity,
            time=self.instant,
            counter_broker=HOUSES[counter].id if self._shows_brokers else 0,
        )
        self._told.append(Filled(copy(person), fill))
        self._update(person, OrderStatus.FILLED_PART if person.remaining else OrderStatus.FILLED_ALL)

    def _update(self, person: PersonOrder, status: OrderStatus) -> None:
        person.status = status
        person.updated = self.instant
        self._told.append(OrderUpdated(copy(person)))

    # what is to be seen

    def shown_book(self, levels: int) -> tuple[list[BookLevel], list[BookLevel]]:
        """(bids, asks), best first; in an auction the indicative match on both sides."""
        if self.auction is not None:
            match = self.auction.match()
            shown = [] if match is None else [BookLevel(match.price / UNIT, match.quantity, 1)]
            return shown, list(shown)
        bids, asks = self.book.bids, self.book.asks
        return (
            [_level(key, bids.levels[key]) for key in bids.keys[: -levels - 1 : -1]],
            [_level(-key, asks.levels[key]) for key in asks.keys[: -levels - 1 : -1]],
        )

    def cost_to_trade(self, side: Side, qty: int) -> int:
        """Money that trading so many shares at once would take or bring, in price units; what the book does not hold
        is counted at its worst price, and everything at the last price while the book does not match."""
        rivals = self.book.asks if side is Side.BUY else self.book.bids
        money, left, price = 0, qty, self.day.last
        for key in reversed(rivals.keys if self.auction is None else []):
            price = key * rivals.sign
            traded = min(left, rivals.levels[key].size)
            money += traded * price
            left -= traded
            if not left:
                break
        return money + left * price

    def shown_brokers(self, limit: int) -> tuple[list[BrokerEntry], list[BrokerEntry]]:
        """(bids, asks): the first orders of each queue within the levels that are shown."""
        if not self._shows_brokers or self.auction is not None:
            return [], []
        return self._queue(Side.BUY, limit), self._queue(Side.SELL, limit)

    def _queue(self, side: Side, limit: int) -> list[BrokerEntry]:
        book_side = self.book.side(side)
        entries: list[BrokerEntry] = []
        for position, key in enumerate(book_side.keys[: -DEPTH_SHOWN - 1 : -1], start=1):
            for order in book_side.levels[key].orders.values():
                house = HOUSES[order.broker]
                entries.append(
                    BrokerEntry(house.id, house.name_en, house.name_cn, position, order.id, order.remaining)
                )
                if len(entries) == limit:
                    return entries
        return entries


class Posts(dict[Security, TradingPost]):
    """Posts by their securities; one that is not there is opened when it is asked for by its key."""

    def __init__(self, open_post: Callable[[Security], TradingPost]) -> None:
        """`open_post` raises KeyError for a security that has none."""
        self._open_post = open_post

    def __missing__(self, security: Security) -> TradingPost:
        return self._open_post(security)


def _is_shown(book_side: BookSide, price: int) -> bool:
    """Whether a price is among the levels that a client can see."""
    keys = book_side.keys
    return len(keys) <= DEPTH_SHOWN or price * book_side.sign >= keys[-DEPTH_SHOWN]


def _in_the_market(person: PersonOrder) -> OrderStatus:
    return OrderStatus.FILLED_PART if person.filled else OrderStatus.SUBMITTED


def _level(price: int, level: Level) -> BookLevel:
    return BookLevel(price / UNIT, level.size, len(level.orders))
