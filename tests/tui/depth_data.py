"""Bodies of depth, trades and bars as a gateway sends them, and an app that shows one pane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.widget import Widget

from futu_tui.market import Changes, Period, Series, Store
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_ticker_pb2,
    qot_update_broker_pb2,
    qot_update_order_book_pb2,
)
from futu_tui.tui.pane import Pane
from tests.tui import grid_harness

TENCENT = Security.parse("HK.00700")
HANG_SENG = Security.parse("HK.800000")
APPLE = Security.parse("US.AAPL")

INDEX = 6
SHARE = 3


class PaneApp(App[None]):
    """One pane, and what it posted."""

    CSS = "Screen > * { border: round gray; }"

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane
        self.wants_changed: list[Pane] = []
        self.now = 100.0

    def compose(self) -> ComposeResult:
        assert isinstance(self.pane, Widget)
        yield self.pane

    def on_pane_wants_changed(self, message: Pane.WantsChanged) -> None:
        self.wants_changed.append(message.pane)

    def frame(self, seconds: float = 0.04) -> Changes:
        """What the dashboard does each frame."""
        self.now += seconds
        changes = self.pane.store.drain(self.now)
        if changes.everything:
            self.pane.reload()
        elif changes:
            self.pane.apply_changes(changes, self.now)
        self.pane.tick(self.now)
        return changes

    def lines(self) -> list[str]:
        """The text of the pane's lines without its border."""
        pane = self.pane
        assert isinstance(pane, Widget)
        return [pane.render_line(y).text for y in range(pane.size.height)]

    def drawn(self) -> list[int]:
        """The lines that are sent to the terminal at the next repaint, counted within the border."""
        pane = self.pane
        assert isinstance(pane, Widget)
        return sorted({y - 1 for region in pane._repaint_regions for y in region.line_range})


def quote(
    store: Store,
    security: Security,
    last: float,
    *,
    tick: float = 0.05,
    prev_close: float = 506.0,
    name: str = "Tencent",
    suspended: bool = False,
) -> None:
    """Let the store know a basic quote."""
    fields = {"priceSpread": tick, "name": name, "isSuspended": suspended}
    store.apply_basic([grid_harness.quote(str(security), last, prev_close, **fields)])


def listing(store: Store, security: Security, sec_type: int, name: str = "") -> None:
    """Let the store know what kind of security it is."""
    store.apply_static([grid_harness.listing(str(security), name, sec_type)])


def book(
    store: Store,
    security: Security,
    bids: Iterable[tuple[float, int, int]],
    asks: Iterable[tuple[float, int, int]],
) -> None:
    """Let the store know a whole book of (price, size, orders), best first."""

    def side(levels: Iterable[tuple[float, int, int]]) -> list[qot_common_pb2.OrderBook]:
        return [
            qot_common_pb2.OrderBook(price=price, volume=size, orederCount=orders)
            for price, size, orders in levels
        ]

    store.apply_order_book(
        qot_update_order_book_pb2.S2C(
            security=security.message(), orderBookBidList=side(bids), orderBookAskList=side(asks)
        )
    )


def ladder(
    best_bid: float = 512.50, best_ask: float = 512.55, tick: float = 0.05, levels: int = 10
) -> tuple[list[tuple[float, int, int]], list[tuple[float, int, int]]]:
    """Bids and asks for `book`: sizes 1,000, 2,000 ... from the best price on, 1, 2 ... orders."""
    bids = [(round(best_bid - tick * n, 3), 1000 * (n + 1), n + 1) for n in range(levels)]
    asks = [(round(best_ask + tick * n, 3), 1000 * (n + 1), n + 1) for n in range(levels)]
    return bids, asks


def brokers(
    store: Store,
    security: Security,
    bids: Sequence[tuple[int, str, int]],
    asks: Sequence[tuple[int, str, int]],
) -> None:
    """Let the store know a broker queue of (number, name, level)."""

    def side(entries: Sequence[tuple[int, str, int]]) -> list[qot_common_pb2.Broker]:
        return [qot_common_pb2.Broker(id=id, name=name, pos=level) for id, name, level in entries]

    store.apply_broker(
        qot_update_broker_pb2.S2C(
            security=security.message(), brokerBidList=side(bids), brokerAskList=side(asks)
        )
    )


def trades(
    store: Store,
    security: Security,
    rows: Iterable[tuple[int, float, int]],
    *,
    direction: int = 1,
    kind: int = 1,
    begin: str = "2024-11-22 10:00:00",
) -> None:
    """Let the store know trades of (sequence, price, volume), one a second by sequence from `begin` on."""
    first = datetime.fromisoformat(begin)
    ticks = [
        qot_common_pb2.Ticker(
            time=(first + timedelta(seconds=sequence)).isoformat(" "),
            timestamp=first.replace(tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp() + sequence,
            sequence=sequence,
            dir=direction,
            price=price,
            volume=volume,
            turnover=price * volume,
            type=kind,
        )
        for sequence, price, volume in rows
    ]
    store.apply_ticker(qot_get_ticker_pb2.S2C(security=security.message(), tickerList=ticks))


def bar(time: str, open: float, high: float, low: float, close: float, volume: int) -> qot_common_pb2.KLine:
    """One K-line."""
    return qot_common_pb2.KLine(
        time=time,
        isBlank=False,
        openPrice=open,
        highPrice=high,
        lowPrice=low,
        closePrice=close,
        volume=volume,
        turnover=close * volume,
        timestamp=datetime.fromisoformat(time).timestamp(),
    )


def bars(count: int, *, start: str = "2024-11-22 09:35:00", minutes: int = 5) -> list[qot_common_pb2.KLine]:
    """Bars that climb a tenth each, falling every third time; volumes 1,000, 2,000 ... to 9,000 and over again."""
    begin = datetime.fromisoformat(start)
    rows = []
    for n in range(count):
        open, close = 500 + n / 10, 500 + (n + 1) / 10
        if n % 3 == 2:
            open, close = close, open
        time = (begin + timedelta(minutes=minutes * n)).isoformat(" ")
        rows.append(
            bar(time, open, max(open, close) + 0.1, min(open, close) - 0.1, close, 1000 * (n % 9 + 1))
        )
    return rows


def candles(
    store: Store, security: Security, rows: Iterable[qot_common_pb2.KLine], period: Period = Period.M5
) -> None:
    """Let the store know bars."""
    store.apply_history(Series.of(security, period), rows)
