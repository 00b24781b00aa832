"""Everything known of the market, from pushes and from answers alike.

Times come in as monotonic seconds (`now`); an answer applied without one counts as received at the last drain.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from google.protobuf.message import DecodeError

from futu_tui.market.account_groups import AccountGroups
from futu_tui.market.alerts import Alert, Fired, PriceAlerts, fired_of, missed_of
from futu_tui.market.brokers import BrokerQueue, BrokerSides, is_no_queue
from futu_tui.market.candles import Candles
from futu_tui.market.capital_flow import CapitalFlow
from futu_tui.market.changes import Changes
from futu_tui.market.clock import BrokerClock
from futu_tui.market.columns import Columns
from futu_tui.market.columns import is_odd as is_odd_bar
from futu_tui.market.depth_history import DepthHistory, DepthSample
from futu_tui.market.freshness import Freshness, Heard, judge
from futu_tui.market.intraday import Intraday
from futu_tui.market.intraday import is_odd as is_odd_point
from futu_tui.market.listing import Listing
from futu_tui.market.order_book import BookSides, OrderBook, has_odd_level, is_no_book
from futu_tui.market.period import Period
from futu_tui.market.quote import Quote
from futu_tui.market.quote import is_odd as is_odd_quote
from futu_tui.market.router import Router
from futu_tui.market.series import Rehab, Series
from futu_tui.market.sessions import Session, session_of
from futu_tui.market.tape import Tape
from futu_tui.market.trading_days import UNKNOWN, TradingDays
from futu_tui.protocol import PROTOCOLS, Market, ProtoId, Security, SecurityError
from futu_tui.protocol.utf8 import readable

if TYPE_CHECKING:
    from futu_tui.protocol.pb import (
        get_global_state_pb2,
        qot_common_pb2,
        qot_get_broker_pb2,
        qot_get_capital_distribution_pb2,
        qot_get_capital_flow_pb2,
        qot_get_kl_pb2,
        qot_get_order_book_pb2,
        qot_get_price_reminder_pb2,
        qot_get_rt_pb2,
        qot_get_security_snapshot_pb2,
        qot_get_ticker_pb2,
        qot_request_trade_date_pb2,
        qot_update_basic_qot_pb2,
        qot_update_broker_pb2,
        qot_update_kl_pb2,
        qot_update_order_book_pb2,
        qot_update_price_reminder_pb2,
        qot_update_rt_pb2,
        qot_update_ticker_pb2,
    )
    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

log = logging.getLogger(__name__)

_ORDER_BOOK, _TICKER, _RT, _BROKER = 2, 4, 5, 14
"""qot_common.SubType of what is held by security alone."""

_ODD_LOTS = 1
"""qot_common.OrderBookType_Odd"""

_REHABS = frozenset(Rehab)
_DAYS_OF_OTHER_TERMS = 7
"""A bar of so many days may begin before a dividend, in other terms than today's."""


DETAILED = 100
"""Pushes of ticks of one security that a frame takes in as they are while there is more than can be taken."""
SLICE = 0.0015
"""Seconds of applying pushes after which something more urgent may come in between."""

_NOTHING: frozenset[str] = frozenset()
_TRADED = {"last", "pre", "after", "overnight", "session"}
"""What of a quote moves its last price."""


@lru_cache(maxsize=32)
def _parser(proto_id: int) -> Callable[[bytes], Any]:
    """What reads a push's body; its message class is imported when the first one comes."""
    response = PROTOCOLS[proto_id].response
    assert response is not None
    return response.FromString


@lru_cache(maxsize=8192)
def _security(market: int, code: str | bytes) -> Security | None:
    """The same object each time; None where no market here has such a security."""
    if not isinstance(code, str):
        return None  # no UTF-8
    try:
        return Security.from_key(f"{market}_{code}")
    except SecurityError:
        return None


_T = TypeVar("_T")


def finished(steps: Generator[None, None, _T]) -> _T:
    """What steps come to, all of them taken at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: _T = end.value
            return value


class Named(Protocol):
    """A message that names a security."""

    @property
    def security(self) -> qot_common_pb2.Security: ...


class Store:
    """The market as this program knows it. Pushes wait in `router` until `drain` applies them."""

    def __init__(self, router: Router | None = None) -> None:
        self.router = router or Router()
        self.quotes: dict[Security, Quote] = {}
        self.books: dict[Security, OrderBook] = {}
        self.brokers: dict[Security, BrokerQueue] = {}
        self.tapes: dict[Security, Tape] = {}
        self.candles: dict[Series, Candles] = {}
        self.intraday: dict[Security, Intraday] = {}
        self.capital: dict[Security, CapitalFlow] = {}
        self.alerts = PriceAlerts()
        self.account_groups = AccountGroups()
        self.depth_histories: dict[Security, DepthHistory] = {}
        """Of the books that `keep_depth` asks for."""
        self._depth_owners: dict[Hashable, Security] = {}
        self.listings: dict[Security, Listing] = {}
        self.clock = BrokerClock()
        """The broker's, which bars are timed by."""
        self.market_states: dict[Market, int] = {}
        """qot_common.QotMarketState by market."""
        self._trading_days: dict[Market, TradingDays] = {}
        self.stretch = 0
        """Which unbroken stretch of pushes this is, counted from 1; 0 while none come. For `apply_ticker`."""
        self._stretches = 0
        self.stale_since: float | None = None
        """When the link went down, in monotonic seconds; None while it is up."""
        self._heard_since = 0.0
        """When the link last came up: what was not heard of since may be otherwise by now."""
        self.bad_bodies: dict[int, int] = {}
        """How many pushes could not be read, by proto_id."""
        self.unknown_securities: dict[int, int] = {}
        """How many pushes and answers named a security of no known market, by the proto_id of their kind's push."""
        self.odd_numbers: dict[int, int] = {}
        """How many pushes and answers told a number that cannot be, by the proto_id of their kind's push."""
        self.overloaded = False
        """Whether more comes in than can be taken; then of the ticks of a frame only the newest are kept, the others
        counted."""
        self.newest_trade = 0.0
        """When the newest trade that was pushed was made, in epoch seconds."""
        self._by_sub_type: dict[int, dict[Security, Any]] = {
            _ORDER_BOOK: self.books,
            _TICKER: self.tapes,
            _RT: self.intraday,
            _BROKER: self.brokers,
        }
        self.note: Callable[[str, float], None] | None = None
        """Told how long a push took to be decoded and to be applied, while somebody measures."""
        self._counted_only = False
        self._unapplied: Iterator[PushEvent] = iter(())
        """What the frame under way has not applied yet; nothing between frames."""
        self._now = 0.0
        self._pending = Changes()
        self._appliers: dict[int, Callable[[Any], None]] = {
            ProtoId.QOT_UPDATE_BASIC_QOT: self._push_basic,
            ProtoId.QOT_UPDATE_ORDER_BOOK: self.apply_order_book,
            ProtoId.QOT_UPDATE_BROKER: self.apply_broker,
            ProtoId.QOT_UPDATE_TICKER: self._push_ticker,
            ProtoId.QOT_UPDATE_KL: self._push_kl,
            ProtoId.QOT_UPDATE_RT: self._push_rt,
            ProtoId.QOT_UPDATE_PRICE_REMINDER: self._push_alert,
        }

    # What a frame does.

    @property
    def idle(self) -> bool:
        """Whether a drain would find nothing."""
        return not self.router.waiting and not self._pending

    def drain(self, now: float, changes: Changes | None = None) -> Changes:
        """Apply what waited; everything that differs since the last drain, answers included.

        `changes` is added to and given back, if given.
        """
        return finished(self.drain_slowly(now, changes))

    def drain_slowly(self, now: float, changes: Changes | None = None) -> Generator[None, None, Changes]:
        """The same in slices: after each there is time for a key."""
        self._now = now
        routed = self.router.take()
        end = time.perf_counter() + SLICE
        self._unapplied = chain(routed.latest.values(), self._kept(routed.all))
        for event in self._unapplied:
            self._receive(event)
            if time.perf_counter() >= end:
                yield
                end = time.perf_counter() + SLICE
        for events in routed.points.values():
            self._receive_points(events)
        found, self._pending = self._pending, Changes()
        if self.depth_histories:
            self._sample_depth(found)
        if changes is None:
            return found
        changes.merge(found)
        return changes

    def name_of(self, security: Security) -> str:
        """What a security is called, by its quote or its listing; empty where neither is known."""
        quote, listing = self.quotes.get(security), self.listings.get(security)
        return (quote.name if quote else "") or (listing.name if listing else "")

    def freshness(self, security: Security, now: float) -> Freshness:
        """How far a security's quote can be trusted to be the present one; `now` is monotonic seconds."""
        quote = self.quotes.get(security)
        return judge(quote, self.session(security.market), lost=self.is_old(quote), now=now)

    def is_old(self, thing: Heard | None) -> bool:
        """Whether a quote, a book and so on may be otherwise by now: the link is down, or was, and nothing was heard
        of it since, for what was to be fetched then was refused."""
        return self.stale_since is not None or (thing is not None and thing.received_at < self._heard_since)

    def session(self, market: Market) -> Session:
        """What a market is doing."""
        return session_of(self.market_states.get(market))

    def begin_anew(self, now: float) -> None:
        """The link came up at this moment, in monotonic seconds: what is heard of from here on is of now."""
        self._now = max(self._now, now)
        self._heard_since = now

    def _hear(self, thing: Heard) -> None:
        """Something is told of this again."""
        if thing.received_at < self._heard_since and self.stale_since is None:
            self._pending.everything = True  # it looked old until now
        thing.received_at = self._now

    def mark_stale(self, since: float) -> None:
        """The link went down at this moment, in monotonic seconds: all may have moved, trades may be missed."""
        if self.stale_since is None:
            self.stale_since = since
            self._pending.everything = True
            self._mark_tapes()
            for history in self.depth_histories.values():
                history.mark_gap(since)

    def begin_pushes(self) -> None:
        """From here on every push comes; does nothing where that is so already."""
        if not self.stretch:
            self._stretches += 1
            self.stretch = self._stretches

    def end_pushes(self) -> None:
        """Pushes end here: trades and bars may be missed from the last that came, till answers reach back to it."""
        self.stretch = 0
        self._mark_tapes()
        self.mark_bar_gaps()

    def _mark_tapes(self) -> None:
        """Mark a gap in every tape behind the last tick that came, though it may still wait for a frame."""
        for event in chain(self._unapplied, self._kept(self.router.take_ticks())):
            self._receive(event)
        for security in self.tapes:
            self.mark_gap(security)

    def show_anew(self) -> None:
        """What is shown may be of something that was forgotten: all of it is to be drawn anew."""
        self._pending.everything = True

    def clear_stale(self) -> None:
        """The link is back, and what was missed has been fetched."""
        if self.stale_since is not None:
            self.stale_since = None
            self._pending.everything = True
            for security in self.depth_histories:
                self._observe_depth(security)

    def keep_depth(self, owner: Hashable, security: Security | None) -> None:
        """Keep the book of this security through time for this owner, and no other book for it; of none if None."""
        before = self._depth_owners.pop(owner, None)
        if security is not None:
            self._depth_owners[owner] = security
            if security not in self.depth_histories:
                self.depth_histories[security] = DepthHistory()
                self._observe_depth(security)
        if before is not None and before not in self._depth_owners.values():
            del self.depth_histories[before]

    def _sample_depth(self, changes: Changes) -> None:
        for security in self.depth_histories:
            if security in changes.books or changes.quotes.get(security, _NOTHING) & _TRADED:
                self._observe_depth(security)

    def _observe_depth(self, security: Security) -> None:
        book, quote = self.books.get(security), self.quotes.get(security)
        if book is not None and not self.is_old(book):
            sample = DepthSample(book.bids, book.asks, quote.price if quote else None)
            self.depth_histories[security].observe(self._now, sample)

    def mark_gap(self, security: Security) -> None:
        """Trades of this security may be missed from here on, until `apply_ticker` shows that none were."""
        tape = self.tapes.get(security)
        if tape is not None and tape.mark_gap():
            self._pending.tick(security, 0)

    def forget(self, security: Security, sub_type: int, held: Collection[Series] = ()) -> None:
        """Let go of what a subscription brought, once it has ended and nothing shows it; quotes are small and stay.

        The bars of series that are `held` stay too, and from here on some may be missed.
        """
        self._by_sub_type.get(sub_type, {}).pop(security, None)
        if sub_type == _ORDER_BOOK and security in self.depth_histories:
            self.depth_histories[security].mark_gap(self._now)
        period = Period.of_sub_type(sub_type)
        if period is not None:
            for series in [each for each in self.candles if each[:2] == (security, period)]:
                if series in held:
                    self.candles[series].mark_gap()
                else:
                    del self.candles[series]

    # Answers of requests.

    def apply_basic(
        self, rows: Iterable[qot_common_pb2.BasicQot], now: float | None = None, *, pushed: bool = False
    ) -> None:
        """Basic quotes, of 3004 or `pushed`."""
        moment = self._moment(now)
        for row in rows:
            security = self._known(row, ProtoId.QOT_UPDATE_BASIC_QOT)
            if security is not None:
                quote = self._quote(security)
                self._hear(quote)
                self._pending.quote(
                    security, quote.apply_basic(row, moment, pushed=pushed) | quote.apply_contract(row)
                )
                if is_odd_quote(row):
                    _count(self.odd_numbers, ProtoId.QOT_UPDATE_BASIC_QOT)

    def apply_snapshot(
        self, rows: Iterable[qot_get_security_snapshot_pb2.Snapshot], now: float | None = None
    ) -> None:
        """Snapshots, of 3203; they also tell lots and names of securities whose listing is not known yet."""
        moment = self._moment(now)
        for row in rows:
            basic = row.basic
            security = self._known(basic, ProtoId.QOT_UPDATE_BASIC_QOT)
            if security is None:
                continue
            quote = self._quote(security)
            self._hear(quote)
            self._pending.quote(security, quote.apply_snapshot(basic, moment) | quote.apply_contract(row))
            if is_odd_quote(basic):
                _count(self.odd_numbers, ProtoId.QOT_UPDATE_BASIC_QOT)
            if security not in self.listings:
                self.listings[security] = Listing.of_snapshot(security, basic)
                self._pending.listings = True

    def apply_static(self, rows: Iterable[qot_common_pb2.SecurityStaticInfo]) -> None:
        """Static information, of 3202. Rows of markets that are not known here are left out."""
        for row in rows:
            security = _security(row.basic.security.market, row.basic.security.code)
            if security is None:
                continue
            self.learn([Listing.of_static(security, row)])

    def learn(self, listings: Iterable[Listing]) -> None:
        """Listings, from whatever answer tells them."""
        for listing in listings:
            security = listing.security
            if self.listings.get(security) != listing:
                self.listings[security] = listing
                self._pending.listings = True
            quote = self.quotes.get(security)
            if quote is not None and not quote.name and listing.name:
                quote.name = listing.name
                self._pending.quote(security, {"name"})

    def apply_order_book(
        self,
        s2c: qot_get_order_book_pb2.S2C | qot_update_order_book_pb2.S2C,
        now: float | None = None,
    ) -> None:
        """A whole book, of 3012 or 3013; the quote takes its best bid and ask. The odd-lot book is left out."""
        if s2c.orderBookType == _ODD_LOTS:
            return
        security = self._known(s2c, ProtoId.QOT_UPDATE_ORDER_BOOK)
        if security is None:
            return
        sides: BookSides = s2c
        if is_no_book(sides):
            _count(self.bad_bodies, ProtoId.QOT_UPDATE_ORDER_BOOK)
            return
        book = self.books.get(security)
        if book is None:
            book = self.books[security] = OrderBook(security, received_at=self._now)
        self._hear(book)
        told = len(s2c.orderBookBidList) + len(s2c.orderBookAskList)
        changed = book.apply(sides, self._moment(now))
        if len(book.bids) + len(book.asks) < told and has_odd_level(sides):
            _count(self.odd_numbers, ProtoId.QOT_UPDATE_ORDER_BOOK)
        if changed:
            self._pending.books.add(security)
        self._pending.quote(security, self._quote(security).apply_top(book))

    def apply_broker(
        self, s2c: qot_get_broker_pb2.S2C | qot_update_broker_pb2.S2C, now: float | None = None
    ) -> None:
        """A whole broker queue, of 3014 or 3015."""
        security = self._known(s2c, ProtoId.QOT_UPDATE_BROKER)
        if security is None:
            return
        sides: BrokerSides = s2c
        if is_no_queue(sides):
            _count(self.bad_bodies, ProtoId.QOT_UPDATE_BROKER)
            return
        queue = self.brokers.get(security)
        if queue is None:
            queue = self.brokers[security] = BrokerQueue(security, received_at=self._now)
        self._hear(queue)
        if queue.apply(sides, self._moment(now)):
            self._pending.brokers.add(security)

    def apply_ticker(self, s2c: qot_get_ticker_pb2.S2C, asked_in: int | None = None) -> None:
        """The latest trades, of 3010; they close a gap that they reach across.

        `asked_in` is the `stretch` that they were asked for in. Where pushes have ended since, or had not begun, the
        answer is left: it would close the gap, and does not hold what is traded until pushes come again.
        """
        security = self._known(s2c, ProtoId.QOT_UPDATE_TICKER)
        if security is not None and (asked_in is None or asked_in == self.stretch != 0):
            tape = self._tape(security)
            self._hear(tape)
            odd = tape.odd
            taken, closed = tape.apply_recent(s2c.tickerList)
            self._note_odd_ticks(tape.odd - odd)
            if taken or closed:
                self._pending.tick(security, taken)

    def open_bars(self, series: Series) -> Candles:
        """The bars of a series, which push after push fills from now on."""
        candles = self.candles.get(series)
        if candles is None:
            candles = self.candles[series] = Candles(series)
            candles.received_at = self._now
            for sibling in series.siblings:
                # What is known of all hours holds those of the regular ones.
                if sibling.extended and not series.extended and sibling in self.candles:
                    candles.join(self.candles[sibling].columns.regular(series.period))
        return candles

    def pushes_of_bars(self, series: Series) -> dict[Series, int]:
        """How many pushes each series took in that a subscription to these bars brings; for `apply_kl`."""
        return {each: self.candles[each].pushes for each in series.siblings if each in self.candles}

    def apply_kl(
        self,
        s2c: qot_get_kl_pb2.S2C | qot_update_kl_pb2.S2C,
        period: Period,
        rehab: Rehab = Rehab.FORWARD,
        asked_at: Mapping[Series, int] | None = None,
    ) -> None:
        """The latest bars, of 3006 or 3007; of US bars, those of all hours.

        Of an answer, `asked_at` is what `pushes_of_bars` was before it was asked for. The newest bar, if a push has
        told it since, stays as the push has it. Bars that were adjusted for other things than the answer's go.
        """
        security = self._known(s2c, ProtoId.QOT_UPDATE_KL)
        if security is None:
            return
        bars = Columns.of(s2c.klList, security.market, period)
        if len(bars) < len(s2c.klList) and any(not row.isBlank and is_odd_bar(row) for row in s2c.klList):
            _count(self.odd_numbers, ProtoId.QOT_UPDATE_KL)
        siblings = Series(security, period, rehab).siblings
        for series in [each for each in siblings if each in self.candles] or siblings[-1:]:
            candles = self.open_bars(series)
            self._hear(candles)
            told, pushed = bars, None
            if asked_at is None:
                candles.pushes += 1
            elif candles.pushes != asked_at.get(series, 0) and len(candles):
                pushed = candles.columns.wall[-1]
                told = bars.before(pushed)
            if len(siblings) > 1 and not series.extended:
                told = told.regular(period)
            if asked_at is not None and candles.are_of_other_terms(told):
                candles.clear(before=pushed)
            if candles.join(told):
                self._pending.candles.add(series)
            if asked_at is not None and len(bars) and candles.close_gap(bars.wall[0]):
                self._pending.histories.add(series)

    def apply_history(self, series: Series, rows: Iterable[qot_common_pb2.KLine]) -> None:
        """Bars of any time, as of a page of 3103; they join those known."""
        self.join_bars(series, Columns.of(rows, series.security.market, series.period))

    def join_bars(self, series: Series, bars: Columns) -> None:
        """The same for columns."""
        if self.open_bars(series).join(bars):
            self._pending.candles.add(series)

    def clear_bars(self, series: Series, before: int | None = None) -> None:
        """Let go of the bars of a series, or those before a wall time: their prices are of other terms."""
        candles = self.candles.get(series)
        if candles is not None and candles.clear(before):
            self._pending.candles.add(series)

    def tell_history(self, series: Series) -> None:
        """Say to the panes that the loading of older bars of this series has come on."""
        self._pending.histories.add(series)

    def tell_history_quota(self) -> None:
        """Say to the panes that what is known of the quota of histories differs."""
        self._pending.history_quota = True

    def mark_bar_gaps(self) -> None:
        """Pushes end here, so bars of every series may be missed; answers that reach back to here close the gaps."""
        for series, candles in self.candles.items():
            if candles.gap is None:
                candles.mark_gap()
                self._pending.histories.add(series)

    def apply_rt(self, s2c: qot_get_rt_pb2.S2C) -> None:
        """The whole day's points, of 3008."""
        security = self._known(s2c, ProtoId.QOT_UPDATE_RT)
        if security is None:
            return
        if any(map(is_odd_point, s2c.rtList)):
            _count(self.odd_numbers, ProtoId.QOT_UPDATE_RT)
        intraday = self._intraday(security)
        self._hear(intraday)
        if intraday.replace(s2c.rtList):
            self._pending.intraday.add(security)

    def trading_days(self, market: Market) -> TradingDays:
        """The days about today on which a market trades; none where nobody told."""
        return self._trading_days.get(market, UNKNOWN)

    def apply_trade_dates(self, market: Market, rows: Iterable[qot_request_trade_date_pb2.TradeDate]) -> None:
        """Take in a market's calendar, of 3219."""
        fresh = TradingDays.of(rows)
        if fresh != self.trading_days(market):
            self._trading_days[market] = fresh
            self._pending.trading_days.add(market)

    def apply_capital_flow(
        self,
        security: Security,
        flow: qot_get_capital_flow_pb2.S2C,
        distribution: qot_get_capital_distribution_pb2.S2C,
        now: float,
    ) -> None:
        """The money in and out of a security today, of 3211 and 3212."""
        capital = self._capital(security)
        capital.received_at = now
        changed = capital.apply_flow(flow.flowItemList)
        if capital.apply_distribution(distribution) or changed:
            self._pending.capital.add(security)

    def refuse_capital_flow(self, security: Security, words: str) -> None:
        """The gateway does not tell it, for this reason; what it told before stays."""
        capital = self._capital(security)
        if capital.refused != words:
            capital.refused = words
            self._pending.capital.add(security)

    def apply_group_names(self, names: Iterable[tuple[str, bool]]) -> None:
        """The account's watchlist groups, each with whether the gateway makes it (3222)."""
        self._pending.groups |= self.account_groups.apply_names(names)

    def apply_group(self, name: str, securities: Iterable[Security], now: float) -> None:
        """What a group of the account holds (3213). `now` is monotonic seconds."""
        self._pending.groups |= self.account_groups.apply_securities(name, securities, now)

    def refuse_groups(self, words: str, name: str | None = None, now: float = 0.0) -> bool:
        """The gateway does not tell which groups there are, or what one holds; whether that is news."""
        news = self.account_groups.refuse(words, name, now)
        self._pending.groups |= news
        return news

    def apply_alerts(
        self, of: Market | Security, rows: Iterable[qot_get_price_reminder_pb2.PriceReminder]
    ) -> None:
        """All price alerts of a market or a security, of 3221."""
        listed = [row for row in rows if self._known(row, ProtoId.QOT_UPDATE_PRICE_REMINDER) is not None]
        if isinstance(of, Market):
            self._pending.alerts |= self.alerts.apply_market(of, listed)
        else:
            self._pending.alerts |= self.alerts.apply_security(of, listed)

    def put_alert(self, alert: Alert) -> None:
        """The gateway took this alert as it is now."""
        self._pending.alerts |= self.alerts.put(alert)

    def drop_alerts(self, security: Security, key: int | None = None) -> None:
        """The gateway deleted an alert of a security, or all of them."""
        self._pending.alerts |= self.alerts.drop(security, key)

    def miss_alert(self, alert: Alert) -> None:
        """This alert no longer waits, and what it told was not heard."""
        self._note_fired(missed_of(alert, self._now))

    def tell_alerts(self, refused: str = "") -> None:
        """The gateway has told which alerts there are, or does not tell, for this reason."""
        if not self.alerts.known or self.alerts.refused != refused:
            self.alerts.known, self.alerts.refused = not refused or self.alerts.known, refused
            self._pending.alert_list = True

    def apply_global_state(self, s2c: get_global_state_pb2.S2C) -> None:
        """Each market's state, of 1002."""
        for field, market in _STATE_FIELDS:
            if s2c.HasField(field):
                self.set_market_state(market, getattr(s2c, field))

    def set_market_state(self, market: Market, state: int) -> None:
        """A market's qot_common.QotMarketState, however it was learnt."""
        if self.market_states.get(market) == state:
            return
        self.market_states[market] = state
        self._pending.markets = True
        extended = session_of(state).extended
        for security, quote in self.quotes.items():
            if security.market is market and quote.session != extended:
                quote.session = extended
                self._pending.quote(security, {"session"})

    # Pushes.

    def _receive(self, event: PushEvent) -> None:
        if self.note is not None:
            self._receive_measured(event, self.note)
            return
        s2c = self._read(event)
        if s2c is not None:
            self._apply(event.proto_id, s2c)

    def _receive_measured(self, event: PushEvent, note: Callable[[str, float], None]) -> None:
        started = time.perf_counter()
        s2c = self._read(event)
        read = time.perf_counter()
        if s2c is not None:
            self._apply(event.proto_id, s2c)
        note("decode", read - started)
        note("apply", time.perf_counter() - read)

    def _apply(self, proto_id: int, s2c: Any) -> None:
        """Apply a push's body; one that this program cannot cope with is counted, and costs nothing else."""
        try:
            self._appliers[proto_id](s2c)
        except Exception:
            log.exception("a push of %d could not be taken in", proto_id)
            _count(self.bad_bodies, proto_id)

    def _receive_points(self, events: list[PushEvent]) -> None:
        """Apply one security's RT pushes, reading only those that may tell something new: see `router`."""
        unread = list(events)
        wanted = []
        while unread:
            s2c = self._read(unread.pop())
            if s2c is not None:
                wanted.append(s2c)
                if self._reaches_known(s2c):
                    break
        self.router.overtaken += len(unread)
        for s2c in reversed(wanted):
            self._apply(ProtoId.QOT_UPDATE_RT, s2c)

    def _reaches_known(self, s2c: qot_update_rt_pb2.S2C) -> bool:
        """Whether an RT push begins no later than the newest point known, so that none before it matters."""
        security = _security(s2c.security.market, s2c.security.code)
        known = self.intraday.get(security) if security else None
        if known is None or not s2c.rtList:
            return False
        return min(row.time for row in s2c.rtList) <= known.newest

    def _read(self, event: PushEvent) -> Any | None:
        """The `s2c` of a push; None, and counted, where its body cannot be read."""
        try:
            response = _parser(event.proto_id)(event.body)
        except DecodeError:
            response = None
        if response is None or response.retType != 0 or not response.HasField("s2c"):
            _count(self.bad_bodies, event.proto_id)
            return None
        return response.s2c

    def _push_basic(self, s2c: qot_update_basic_qot_pb2.S2C) -> None:
        self.apply_basic(s2c.basicQotList, pushed=True)

    def _push_ticker(self, s2c: qot_update_ticker_pb2.S2C) -> None:
        security = self._known(s2c, ProtoId.QOT_UPDATE_TICKER)
        if security is None:
            return
        tape = self._tape(security)
        self._hear(tape)
        odd = tape.odd
        if self._counted_only:
            self._pending.tick(security, tape.leave_out(s2c.tickerList))
        elif taken := tape.apply(s2c.tickerList):
            self._pending.tick(security, taken)
            if tape[-1].at > self.newest_trade:
                self.newest_trade = tape[-1].at
        self._note_odd_ticks(tape.odd - odd)

    def _note_odd_ticks(self, count: int) -> None:
        if count:
            _count(self.odd_numbers, ProtoId.QOT_UPDATE_TICKER)

    def _kept(self, events: list[PushEvent]) -> Iterable[PushEvent]:
        """The events in their order; while there is more than can be taken, not all of their ticks are kept."""
        return self._left_out(events) if self.overloaded else events

    def _left_out(self, events: list[PushEvent]) -> Iterator[PushEvent]:
        """The events in their order; while one is taken in whose ticks are too many, they are counted only."""
        many = Counter(event.sec_key for event in events if event.proto_id == ProtoId.QOT_UPDATE_TICKER)
        try:
            for event in events:
                if event.proto_id == ProtoId.QOT_UPDATE_TICKER:
                    self._counted_only = many[event.sec_key] > DETAILED
                    many[event.sec_key] -= 1
                yield event
                self._counted_only = False
        finally:
            self._counted_only = False

    def _push_kl(self, s2c: qot_update_kl_pb2.S2C) -> None:
        period = Period.of_kl_type(s2c.klType)
        if period is None or s2c.rehabType not in _REHABS:
            _count(self.bad_bodies, ProtoId.QOT_UPDATE_KL)
            return
        rehab = Rehab(s2c.rehabType)
        if rehab is Rehab.NONE and period.days < _DAYS_OF_OTHER_TERMS:
            security = _security(s2c.security.market, s2c.security.code)
            if security and Series(security, period, rehab) not in self.candles:
                # Nobody looks at unadjusted bars: and today's are in today's terms.
                rehab = Rehab.FORWARD
        self.apply_kl(s2c, period, rehab)

    def _push_rt(self, s2c: qot_update_rt_pb2.S2C) -> None:
        security = self._known(s2c, ProtoId.QOT_UPDATE_RT)
        if security is None:
            return
        if any(map(is_odd_point, s2c.rtList)):
            _count(self.odd_numbers, ProtoId.QOT_UPDATE_RT)
        intraday = self._intraday(security)
        self._hear(intraday)
        if intraday.apply(s2c.rtList):
            self._pending.intraday.add(security)

    def _push_alert(self, s2c: qot_update_price_reminder_pb2.S2C) -> None:
        security = self._known(s2c, ProtoId.QOT_UPDATE_PRICE_REMINDER)
        if security is not None:
            self._note_fired(fired_of(security, readable(s2c), self._now))

    def _note_fired(self, fired: Fired) -> None:
        self.alerts.fired.append(fired)
        self._pending.fired.append(fired)

    # What is there, made when it is first spoken of.

    def _known(self, message: Named, proto_id: int) -> Security | None:
        """The security that a message names; None, and counted, where no market here has it."""
        security = _security(message.security.market, message.security.code)
        if security is None:
            _count(self.unknown_securities, proto_id)
        return security

    def _quote(self, security: Security) -> Quote:
        quote = self.quotes.get(security)
        if quote is None:
            quote = self.quotes[security] = Quote(
                security, session=self.session(security.market).extended, received_at=self._now
            )
            listing = self.listings.get(security)
            if listing is not None:
                quote.name = listing.name
        return quote

    def _tape(self, security: Security) -> Tape:
        tape = self.tapes.get(security)
        if tape is None:
            tape = self.tapes[security] = Tape(security)
            tape.received_at = self._now
        return tape

    def _intraday(self, security: Security) -> Intraday:
        intraday = self.intraday.get(security)
        if intraday is None:
            intraday = self.intraday[security] = Intraday(security)
            intraday.received_at = self._now
        return intraday

    def _capital(self, security: Security) -> CapitalFlow:
        capital = self.capital.get(security)
        if capital is None:
            capital = self.capital[security] = CapitalFlow(security)
        return capital

    def _moment(self, now: float | None) -> float:
        return self._now if now is None else now


_STATE_FIELDS = (
    ("marketHK", Market.HK),
    ("marketUS", Market.US),
    ("marketSH", Market.SH),
    ("marketSZ", Market.SZ),
    ("marketSG", Market.SG),
    ("marketMY", Market.MY),
    ("marketJP", Market.JP),
)
"""Where a global state tells which market's state; those of futures have no market here."""


def _count(counter: dict[int, int], proto_id: int) -> None:
    counter[proto_id] = counter.get(proto_id, 0) + 1
