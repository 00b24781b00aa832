"""What a gateway says: envelopes, bodies of every protocol, and the words in them on their way to the screen."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

from google.protobuf.message import DecodeError
from msgspec.structs import astuple, fields

from futu_tui.feed.alert_sync import AlertSync
from futu_tui.feed.calendars import Calendars
from futu_tui.feed.catch_up import CatchUp
from futu_tui.feed.factors import factors_text
from futu_tui.feed.group_sync import GroupSync
from futu_tui.feed.history import Histories
from futu_tui.feed.lookups import (
    adjustments,
    bars,
    code_changes,
    delays,
    facts,
    futures,
    holders,
    ipos,
    options,
    plates,
    related,
    stock_filter,
    warrants,
)
from futu_tui.feed.lookups.gateway_facts import GatewayFacts
from futu_tui.feed.lookups.quotas import QuotaCalls
from futu_tui.feed.lookups.warrant_filter import WarrantFilter
from futu_tui.feed.notices import notice_of
from futu_tui.feed.tools import Tools
from futu_tui.market import Period, Rehab, Series, Store
from futu_tui.opend.bodies import decode_answer
from futu_tui.opend.errors import GatewayError
from futu_tui.opend.subscriptions import Want
from futu_tui.protocol import PROTOCOLS, Market, Security
from futu_tui.protocol.numbers import OddNumber
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb import trd_common_pb2 as trd
from futu_tui.protocol.pb.futu_service_pb2 import FutuResponse, PushEvent
from futu_tui.protocol.rules import PUSHES
from futu_tui.protocol.utf8 import readable
from futu_tui.protocol.wire_json import printable, push_object, to_json
from futu_tui.trading.accounts import Accounts
from futu_tui.trading.calls import TradeCalls
from futu_tui.trading.open_acts import Timing
from futu_tui.trading.order_lists import orders_of
from futu_tui.trading.orders import OrderType
from futu_tui.trading.tracker import Tracker
from futu_tui.tui.console.answer_table import tables_of
from futu_tui.tui.console.answer_tree import AnswerTree
from futu_tui.tui.criteria_sets import BUILT_IN
from futu_tui.tui.text import clean, fit, width
from tests.fuzz.hostile import ACCOUNT, Source, fill

TENCENT = Security.parse("HK.00700")
TODAY = date(2026, 11, 23)
PUSH_IDS = sorted(int(each) for each in PUSHES if PROTOCOLS[each].response is not None)
ANSWER_IDS = sorted(
    int(each.id) for each in PROTOCOLS.values() if each.response is not None and not each.is_push
)
_LOOP = asyncio.new_event_loop()


class _Faults(logging.Handler):
    """What the program took for a fault of its own, and went on from."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info is not None and record.exc_info[1] is not None:
            self.found.append(record.exc_info[1])


_faults = _Faults()
_logger = logging.getLogger("futu_tui")


@contextmanager
def nothing_coped_with() -> Iterator[None]:
    """An applier that raises is counted and costs its push; here that is as much of a finding as any."""
    _faults.found.clear()
    _logger.addHandler(_faults)
    propagate, _logger.propagate = _logger.propagate, False
    try:
        yield
    finally:
        _logger.removeHandler(_faults)
        _logger.propagate = propagate
    if _faults.found:
        raise _faults.found[0]


# Pushes


class _Journal:
    """Keeps nothing."""

    path = None

    def note(self, *notes: Any) -> None:
        for each in notes:
            json.dumps(each.text)


class _World:
    """All that hears of pushes, as the feed has it."""

    def __init__(self) -> None:
        self.store = Store()
        self.store.open_bars(Series(TENCENT, Period.DAY))
        self.store.keep_depth("fuzz", TENCENT)
        self.accounts = Accounts()
        self.accounts.latest = lambda: 1.8e9
        self.accounts.apply_list([trd.TrdAcc(trdEnv=0, accID=ACCOUNT, trdMarketAuthList=[1], accStatus=0)])
        self.accounts.open(self.accounts.list[0])
        self.tracker = Tracker(
            None,
            self.accounts,
            _Journal(),
            timing=Timing(),
            clock=lambda: 0.0,
            tell=print,
            on_failure=print,  # type: ignore[arg-type]
        )

    def take(self, events: list[PushEvent]) -> None:
        """As `Feed.drain` does it."""
        for event in events:
            self.store.router.push(event)
        trades = self.store.router.take_trades()
        for event in trades:
            self.accounts.apply_push(event)
            notice_of(event, 0.0)
        self.tracker.observe(trades)
        changes = self.store.drain(1.0)
        self.store.begin_anew(2.0)
        self.accounts.begin_anew()
        self.accounts.take_changes(changes)
        for figures in self.figures():
            assert all(isfinite(each) for each in figures if isinstance(each, float)), figures

    def figures(self) -> Iterator[Iterable[Any]]:
        """Every number that a pane may show or reckon with."""
        store, portfolio = self.store, self.accounts.portfolios[ACCOUNT]
        for quote in store.quotes.values():
            for field in fields(quote):
                value = getattr(quote, field.name)
                yield value if isinstance(value, tuple) else (value,)
            yield (quote.change, quote.change_pct, quote.decimals, quote.price_change_pct)
            if quote.contract is not None:
                yield astuple(quote.contract)
        for book in store.books.values():
            yield from (*book.bids, *book.asks, (book.mid, book.spread, book.imbalance()))
        for tape in store.tapes.values():
            yield from (*tape, tape.volumes, tape.volumes.values())
        for points in store.intraday.values():
            yield from points
        for candles in store.candles.values():
            yield from candles
        for each in (*portfolio.orders.values(), *portfolio.fills.values()):
            yield astuple(each)
        for fired in store.alerts.fired:
            yield astuple(fired)


def envelope(data: bytes) -> None:
    """The envelope of a push or an answer, with whatever is in it."""
    source = Source(data)
    choice = source.byte()
    if choice % 2:
        try:
            event = PushEvent.FromString(source.rest())
        except DecodeError:
            return  # gRPC's to tell: the stream ends as broken
        with nothing_coped_with():
            _World().take([event, event])
        json.loads(to_json(push_object(event), plain=bool(choice & 2)))
        return
    try:
        answer = FutuResponse.FromString(source.rest())
    except DecodeError:
        return
    protocol = PROTOCOLS.get(answer.proto_id) or PROTOCOLS[ANSWER_IDS[choice % len(ANSWER_IDS)]]
    if protocol.is_push:
        return
    try:
        decode_answer(protocol, answer)
    except GatewayError as error:
        str(error)


def bodies(data: bytes) -> None:
    """The bodies of pushes of every kind, several in a row, as they are and as they go into the screens' state."""
    source = Source(data)
    events = []
    for _ in range(1 + source.byte() % 3):
        proto_id = PUSH_IDS[source.byte() % len(PUSH_IDS)]
        events.append(PushEvent(proto_id=proto_id, sec_key="1_00700", body=_body(proto_id, source)))
        if source.byte() % 4 == 0:
            events.append(events[-1])
    with nothing_coped_with():
        _World().take(events)


def answers(data: bytes) -> None:
    """Answers of every request, read and put to use by everything that asks for them."""
    source = Source(data)
    gateway = _Gateway(source)
    _, ask = _ASKING[source.byte() % len(_ASKING)]
    try:
        with nothing_coped_with():
            _LOOP.run_until_complete(ask(gateway))
    except* GatewayError as errors:
        str(errors)


def console(data: bytes) -> None:
    """Any answer as the protocol console shows it: a tree, tables, JSON."""
    source = Source(data)
    proto_id = ANSWER_IDS[source.byte() % len(ANSWER_IDS)]
    protocol = PROTOCOLS[proto_id]
    assert protocol.response is not None
    if source.byte() % 8 == 0:
        tree = AnswerTree(source.rest())
    else:
        message = fill(protocol.response(), source).s2c
        tree = AnswerTree(message)
        for table in tables_of(message):
            for column in range(len(table.columns)):
                table.sort(column, descending=bool(column % 2))
            list(table.file_rows()[1])
    tree.fold_all(True)
    for line in tree.lines[:200]:
        _fits(line.node.text, 40)
    tree.find("a")


def words(data: bytes) -> None:
    """Words of the wire on their way into cells: nothing that acts on a terminal, and as wide as was asked."""
    source = Source(data)
    cells = source.byte() % 50
    align = source.of(("left", "right", "centre"))
    text = (
        source.rest().decode("utf-8", "replace") if cells % 3 else source.rest().decode("utf-16", "replace")
    )
    _fits(text, cells, align)
    told = printable(text)
    assert not any(ord(each) < 32 or 127 <= ord(each) < 160 for each in told), ascii(told)


def _fits(text: str, cells: int, align: Any = "left") -> None:
    cleaned = clean(text)
    assert cleaned.isprintable(), ascii(cleaned)
    fitted = fit(cleaned, cells, align)
    assert width(fitted) == cells, (cells, ascii(fitted))


def _body(proto_id: int, source: Source) -> bytes:
    """A body that is read, or bytes of any kind in its place."""
    response = PROTOCOLS[proto_id].response
    assert response is not None
    kind = source.byte() % 8
    if kind == 7:
        return source.rest()
    body: bytes = fill(response(), source).SerializePartialToString()
    if kind == 5:
        body = body.replace(b"Tencent", b"\xcc\xda\xd1\xb6\xbf\xd8").replace(b"2026-11-23", b"2026-11-2\xff")
    return body[: len(body) * source.byte() // 256] if kind == 6 else body


# Answers


class _Gateway:
    """Answers whatever is asked with what the source makes of it, through the client's own reading."""

    user_id = 1
    conn_id = 1
    target = "fuzz:1"

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = 12

    async def request(self, protocol: Any, c2s: Any = None, **_: Any) -> Any:
        proto_id = int(getattr(protocol, "id", protocol))
        self._left -= 1
        if not self._left:
            raise GatewayError("asked often enough")
        envelope = FutuResponse(proto_id=proto_id, body=_body(proto_id, self._source))
        return readable(decode_answer(PROTOCOLS[proto_id], envelope))


Asking = Callable[[Any], Coroutine[Any, Any, Any]]


async def _catch_up(gateway: Any, sub_type: int) -> None:
    store, told = Store(), []
    catch_up = CatchUp(gateway, store, told.append)
    await catch_up.fetch([Want(TENCENT, sub_type)])
    await catch_up.fetch([Want(TENCENT, sub_type)])
    store.drain(1.0)


async def _listings(gateway: Any) -> None:
    store = Store()
    catch_up = CatchUp(gateway, store, lambda words: None)
    await catch_up.listings([TENCENT])
    await catch_up.snapshots([TENCENT])
    store.drain(1.0)


async def _capital(gateway: Any) -> None:
    store = Store()
    flow = await gateway.request(3211)
    store.apply_capital_flow(TENCENT, flow, await gateway.request(3212), 1.0)


async def _state(gateway: Any) -> None:
    store = Store()
    answer = await gateway.request(1002)
    store.apply_global_state(answer)
    if answer.time:
        store.clock.tell(answer.time, 1.0, 1.1)
        store.clock.now(2.0, 3.0)


async def _history(gateway: Any) -> None:
    store = Store()
    store.apply_history(Series(TENCENT, Period.DAY), (await gateway.request(3103)).klList)
    store.apply_history(Series(TENCENT, Period.WEEK), (await gateway.request(3103)).klList)


_PRICES = ("openPrice", "highPrice", "lowPrice", "closePrice")


async def _pages(gateway: Any) -> None:
    store, tasks = Store(), []
    store.apply_history(
        Series(TENCENT, Period.DAY),
        [qot.KLine(time="2026-11-20", isBlank=False, **dict.fromkeys(_PRICES, 500.0))],
    )
    histories = Histories(Tools(gateway, store, lambda words: None, tasks.append))
    histories.since(Series(TENCENT, Period.DAY), date(2020, 1, 1))
    for task in tasks:
        await task
    store.drain(1.0)


async def _export(gateway: Any) -> None:
    for source in bars.Source:
        plan = bars.Plan(source, (TENCENT,), Period.DAY, Rehab.FORWARD, TODAY, TODAY)
        answer = await gateway.request(source.proto_id)
        for _, rows in bars.rows_of(plan, answer):
            list(rows)
        bars.request_of(plan, [TENCENT], bars.next_of(plan, [TENCENT], answer))


async def _alerts(gateway: Any) -> None:
    store, tasks = Store(), []
    sync = AlertSync(Tools(gateway, store, lambda words: None, tasks.append))
    sync.reload()
    for task in tasks:
        await task
    for alert in store.alerts:
        str((alert.label, alert.to_go(None)))


async def _groups(gateway: Any) -> None:
    tasks: list[Any] = []
    sync = GroupSync(Tools(gateway, Store(), lambda words: None, tasks.append))
    await sync.look()
    await sync._read("a group")


async def _account(gateway: Any) -> None:
    accounts = Accounts()
    accounts.apply_list((await gateway.request(2001)).accList)
    for account in accounts.list[:1]:
        portfolio = accounts.open(account)
        str(account.label)
        account.header()
        portfolio.apply_orders((await gateway.request(2201)).orderList)
        portfolio.apply_fills((await gateway.request(2211)).orderFillList)
        portfolio.apply_positions((await gateway.request(2102)).positionList)
        with suppress(OddNumber):  # as it says that it raises
            portfolio.apply_funds((await gateway.request(2101)).funds)
        portfolio.sorted_orders()
        orders_of((await gateway.request(2221)).orderList)
        if portfolio.funds is not None:
            assert all(isfinite(each) for each in astuple(portfolio.funds) if isinstance(each, float))
            accounts.equity.observe(account, portfolio.funds, 1e9)
        for position in portfolio.positions.values():
            assert all(isfinite(each) for each in astuple(position) if isinstance(each, float)), position


async def _trade_calls(gateway: Any) -> None:
    world = _World()
    account, calls = world.accounts.list[0], TradeCalls(gateway)
    await calls.max_quantities(account, TENCENT, OrderType.LIMIT, Decimal(500))
    await calls.margin_ratios(account, [TENCENT])
    await calls.cash_flow(account, TODAY)
    await calls.past_fills(account, TODAY, TODAY)
    orders = await calls.past_orders(account, TODAY, TODAY)
    await calls.order_fees(account, orders)


async def _factors(gateway: Any) -> None:
    factors_text((await gateway.request(3105)).rehabList, Rehab.FORWARD, TODAY.toordinal())


def _lookup(work: Callable[[Any], Any]) -> Asking:
    async def ask(gateway: Any) -> None:
        str(await work(gateway))

    return ask


_SUB_TYPES = (
    qot.SubType_Basic, qot.SubType_OrderBook, qot.SubType_Broker, qot.SubType_Ticker, qot.SubType_RT,
    qot.SubType_KL_Day, qot.SubType_KL_5Min,
)  # fmt: skip
_ASKING: tuple[tuple[str, Asking], ...] = (
    *((f"catch up {each}", lambda gateway, each=each: _catch_up(gateway, each)) for each in _SUB_TYPES),
    ("listings", _listings),
    ("pages", _pages),
    ("capital", _capital),
    ("state", _state),
    ("history", _history),
    ("export", _export),
    ("alerts", _alerts),
    ("groups", _groups),
    ("account", _account),
    ("trade calls", _trade_calls),
    ("factors", _factors),
    ("adjustments", _lookup(lambda gw: adjustments.adjustments(gw, TENCENT))),
    ("older adjustments", _lookup(lambda gw: adjustments.adjustments(gw, TENCENT, older=True))),
    ("code changes", _lookup(lambda gw: code_changes.code_changes(gw))),
    ("delays", _lookup(lambda gw: delays.ask_delays(gw, 1))),
    ("facts", _lookup(lambda gw: facts.ask_facts(gw, TENCENT, TODAY))),
    ("futures", _lookup(futures.known_futures)),
    ("terms", _lookup(lambda gw: futures.terms(gw, [TENCENT]))),
    (
        "holders",
        _lookup(lambda gw: holders.holding_changes(gw, TENCENT, holders.HolderKind.FUNDS, TODAY, TODAY)),
    ),
    ("ipos", _lookup(lambda gw: ipos.ipos(gw, Market.HK))),
    ("expirations", _lookup(lambda gw: options.expirations(gw, TENCENT, options.IndexClass.USUAL))),
    ("chain", _lookup(lambda gw: options.chain(gw, TENCENT, TODAY, options.OptionFilter()))),
    ("plates", _lookup(lambda gw: plates.plates_of_market(gw, Market.HK, plates.PlateKind.ALL))),
    ("own plates", _lookup(lambda gw: plates.plates_of(gw, TENCENT))),
    ("members", _lookup(lambda gw: plates.members_of(gw, TENCENT))),
    ("related", _lookup(lambda gw: related.related(gw, TENCENT, related.RelatedKind.WARRANTS))),
    ("screen", _lookup(lambda gw: stock_filter.screen(gw, BUILT_IN["Quality"]))),
    ("golden cross", _lookup(lambda gw: stock_filter.screen(gw, BUILT_IN["Trend turns up"]))),
    ("warrants", _lookup(lambda gw: warrants.warrants(gw, WarrantFilter()))),
    ("gateway state", _lookup(lambda gw: GatewayFacts(gw).state())),
    ("market states", _lookup(lambda gw: GatewayFacts(gw).security_states([TENCENT]))),
    ("user", _lookup(lambda gw: GatewayFacts(gw).user())),
    ("subscriptions", _lookup(lambda gw: QuotaCalls(gw).subscriptions())),
    ("histories", _lookup(lambda gw: QuotaCalls(gw).histories())),
    ("used", _lookup(lambda gw: QuotaCalls(gw).used_facts())),
    ("calendar", _lookup(lambda gw: Calendars(gw, Store(), print).year(1, 2026))),
)
