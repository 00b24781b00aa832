"""A market that stands still: believable state made as a gateway would tell it, and the program showing it.

It is 10:42 in Hong Kong. Nothing moves until a test pushes something and lets a frame pass, so that every picture is
the same each time.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator, Hashable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from itertools import count
from time import gmtime, strftime, struct_time
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace
from textual.pilot import Pilot

from futu_tui.config import Settings
from futu_tui.feed import History, HistoryQuota, LinkHealth, Notice
from futu_tui.feed.calendars import Calendars
from futu_tui.feed.load import Load
from futu_tui.market import Alert, Changes, Series, Store
from futu_tui.market.store import finished
from futu_tui.opend import Link, LinkState
from futu_tui.opend.errors import GatewayError
from futu_tui.opend.subscriptions import NotReleased
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import (
    common_pb2,
    get_global_state_pb2,
    qot_get_market_state_pb2,
    qot_get_rt_pb2,
    qot_get_security_snapshot_pb2,
    qot_request_history_kl_quota_pb2,
    trd_common_pb2,
)
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading import Account, Accounts, Portfolio
from futu_tui.tui.app import FutuApp
from futu_tui.tui.frame import FrameClock
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.pane import Wish
from futu_tui.tui.theme import Themes, UpColour
from futu_tui.tui.watchlists import Watchlists, default_groups
from tests.tui.depth_data import bar, book, brokers, candles, trades
from tests.tui.grid_harness import listing, order, position, quote
from tests.tui.keyboard import key_event

TARGET = "127.0.0.1:22500"
START = 1000.0
"""The monotonic clock of the scene, seconds."""
WIDE, MIDDLE, NARROW, TOO_SMALL = (160, 48), (120, 36), (80, 24), (72, 20)
"""Columns and lines of windows: all panes with room to spare, all panes, tabs, and neither."""
WALL = 1_795_401_727.0
"""2026-11-23 10:42:07 in Hong Kong, a Monday."""
TODAY = "2026-11-23"

TENCENT = Security.parse("HK.00700")
ALIBABA = Security.parse("HK.09988")
XIAOMI = Security.parse("HK.01810")
HANG_SENG = Security.parse("HK.800000")
APPLE = Security.parse("US.AAPL")
NVIDIA = Security.parse("US.NVDA")
MOUTAI = Security.parse("SH.600519")
WULIANGYE = Security.parse("SZ.000858")

PLAY_ID, REAL_ID = 281_001_234, 283_445_538_881


class Stock(NamedTuple):
    """A security of the scene, as of now."""

    code: str
    name: str
    last: float
    prev_close: float
    tick: float
    volume: int
    sec_type: int = qot.SecurityType_Eqty
    night: float | None = None
    """What it trades at in the night, beside the regular session's last."""
    pre: float | None = None
    """What it traded at before the last open."""


STOCKS = (
    Stock("HK.00700", "Tencent", 512.5, 506.0, 0.5, 12_412_300),
    Stock("HK.09988", "Alibaba-W", 131.4, 132.0, 0.1, 38_107_400),
    Stock("HK.03690", "Meituan-W", 128.9, 128.8, 0.1, 21_688_100),
    Stock("HK.01810", "Xiaomi-W", 54.35, 52.45, 0.05, 102_941_000),
    Stock("HK.00388", "HKEX", 402.2, 399.8, 0.2, 2_230_600),
    Stock("HK.00005", "HSBC Holdings", 101.3, 101.3, 0.1, 9_802_800),
    Stock("HK.02800", "Tracker Fund", 26.12, 25.92, 0.02, 210_404_500, qot.SecurityType_Trust),
    Stock("HK.800000", "Hang Seng Index", 25_914.62, 25_706.4, 0.01, 0, qot.SecurityType_Index),
    Stock("US.AAPL", "Apple", 267.56, 265.0, 0.01, 41_208_800, night=268.12, pre=266.4),
    Stock("US.NVDA", "NVIDIA", 184.43, 182.1, 0.01, 176_044_200, night=182.55, pre=183.02),
    Stock("US.TSLA", "Tesla", 391.09, 387.45, 0.01, 62_830_100, night=394.77, pre=388.0),
    Stock("SH.600519", "Kweichow Moutai", 1468.0, 1472.6, 0.01, 1_904_300),
    Stock("SZ.300750", "CATL", 378.66, 370.88, 0.01, 14_180_700),
    Stock("SZ.000858", "Wuliangye", 118.4, 118.4, 0.01, 0),
)
CHINESE = (
    ("HK.00136", "中国儒意", qot.SecurityType_Eqty),
    ("HK.00772", "阅文集团 (腾讯系)", qot.SecurityType_Eqty),
    ("HK.80700", "腾讯控股-R", qot.SecurityType_Eqty),
    ("HK.07552", "腾讯两倍做空 ETF", qot.SecurityType_Trust),
)
"""Securities that are on no list, with the names that a gateway of that language has."""


def morning(store: Store) -> None:
    """Hong Kong and China trade, the US is in its night session."""
    for market in (Market.HK, Market.SH, Market.SZ):
        store.set_market_state(market, qot.QotMarketState_Morning)
    store.set_market_state(Market.US, qot.QotMarketState_OVERNIGHT)


def evening(store: Store) -> None:
    """Hong Kong and China are closed, the US is before its open."""
    for market in (Market.HK, Market.SH, Market.SZ):
        store.set_market_state(market, qot.QotMarketState_Closed)
    store.set_market_state(Market.US, qot.QotMarketState_PreMarketBegin)


def fill_market(store: Store, now: float = START) -> None:
    """The market at 10:42."""
    morning(store)
    store.apply_static([listing(stock.code, stock.name, stock.sec_type) for stock in STOCKS])
    store.apply_static([listing(code, name, sec_type) for code, name, sec_type in CHINESE])
    store.apply_basic([_basic(stock) for stock in STOCKS], now)
    store.apply_snapshot([_top(stock) for stock in STOCKS if stock.sec_type != qot.SecurityType_Index], now)
    rng = random.Random(700)
    for stock in STOCKS:
        if stock.volume or stock.sec_type == qot.SecurityType_Index:
            store.apply_rt(_course(stock, rng))
    book(store, TENCENT, BIDS, ASKS)
    brokers(store, TENCENT, _queue(BIDDERS), _queue(ASKERS))
    _fill_tape(store, rng)
    candles(store, TENCENT, _five_minute_bars(rng))
    store.drain(now)


def fill_accounts(accounts: Accounts) -> None:
    """A simulated account, in play, and one of real money; each with positions, orders and funds."""
    accounts.apply_list(
        [
            trd_common_pb2.TrdAcc(trdEnv=0, accID=PLAY_ID, trdMarketAuthList=[1], accType=1, accStatus=0),
            trd_common_pb2.TrdAcc(
                trdEnv=1,
                accID=REAL_ID,
                trdMarketAuthList=[1, 2, 4],
                accType=2,
                accStatus=0,
                cardNum="1001100580128881",
            ),
        ]
    )
    play = accounts.portfolios[PLAY_ID]
    play.apply_positions(
        [
            position("HK.00700", 600, 488.2, 512.5, name="Tencent", td_plVal=3_900.0),
            position("HK.01810", 4_000, 57.1, 54.35, name="Xiaomi-W", canSellQty=3_000, td_plVal=7_600.0),
            position("HK.02800", 10_000, 25.336, 26.12, name="Tracker Fund", td_plVal=2_000.0),
        ]
    )
    play.apply_orders(ORDERS)
    real = accounts.portfolios[REAL_ID]
    real.apply_positions(
        [
            position("HK.00005", 2_400, 68.45, 101.3, name="HSBC Holdings", td_plVal=0.0),
            position("US.NVDA", 150, 131.2, 184.43, name="NVIDIA", td_plVal=349.5),
        ]
    )
    real.apply_orders([ORDERS[1]])
    accounts.open(play.account)


def _at(clock: str) -> dict[str, str]:
    return {"createTime": f"{TODAY} {clock}", "updateTime": f"{TODAY} {clock}"}


ORDERS = (
    order(11, "HK.00700", **_at("10:41:52"), price=511.5, qty=200.0, remark="breakout"),
    order(
        10, "HK.00700", **_at("10:40:18"), trdSide=2, price=514.0, qty=100.0, fillQty=40.0, fillAvgPrice=514.0,
        orderStatus=10,
    ),
    order(9, "HK.00388", **_at("10:38:47"), price=398.0, qty=500.0, orderStatus=13, remark="too early"),
    order(
        8, "HK.01810", **_at("10:36:02"), orderType=2, price=0.0, qty=1_000.0, fillQty=1_000.0,
        fillAvgPrice=54.275, orderStatus=11,
    ),
    order(7, "HK.02800", **_at("10:15:33"), price=25.9, qty=2_000.0, orderStatus=15),
    order(
        6, "HK.09988", **_at("09:58:20"), price=130.0, qty=50.0, orderStatus=21,
        lastErrMsg="The quantity is not a multiple of the lot size",
    ),
)  # fmt: skip

BIDS = [
    (512.5, 97_100, 80), (512.0, 141_800, 122), (511.5, 73_500, 66), (511.0, 92_000, 75), (510.5, 58_700, 49),
    (510.0, 204_600, 188), (509.5, 44_300, 31), (509.0, 61_900, 57), (508.5, 38_200, 24), (508.0, 87_400, 70),
]  # fmt: skip
ASKS = [
    (513.0, 12_400, 11), (513.5, 64_900, 52), (514.0, 120_300, 104), (514.5, 88_600, 71), (515.0, 141_200, 138),
    (515.5, 31_000, 22), (516.0, 55_800, 47), (516.5, 47_100, 39), (517.0, 80_500, 64), (518.0, 29_900, 18),
]  # fmt: skip
BIDDERS = ((6699, 6387, 3436, 1799), (2846, 4374), (5465, 8577, 2330), (4993,), (6387, 1799))
ASKERS = ((4374, 5465), (8304, 6699, 3320), (830, 4973), (6387,), (3436, 9025))
"""Numbers of brokers by level, best first."""
BROKERS = {
    6699: "HSBC Securities", 6387: "J.P. Morgan", 3436: "Goldman Sachs", 1799: "Yaocai", 2846: "Bank of China",
    4374: "Barclays", 5465: "Morgan Stanley", 8577: "Futu Securities", 2330: "UBS", 4993: "Citi",
    8304: "Phillip", 3320: "Bright Smart", 830: "Credit Agricole", 4973: "CICC", 9025: "Haitong",
}  # fmt: skip


def _queue(levels: Iterable[Iterable[int]]) -> list[tuple[int, str, int]]:
    return [(number, BROKERS[number], level) for level, numbers in enumerate(levels, 1) for number in numbers]


def _basic(stock: Stock) -> qot.BasicQot:
    fields: dict[str, Any] = {}
    if stock.night is not None:
        fields["overnight"] = _extended(stock.night, stock.last)
    if stock.pre is not None:
        fields["preMarket"] = _extended(stock.pre, stock.prev_close)
    return quote(
        stock.code,
        stock.last,
        stock.prev_close,
        name=stock.name,
        priceSpread=stock.tick,
        volume=stock.volume,
        turnover=stock.volume * stock.last or 1.38e11,
        isSuspended=stock.code == str(WULIANGYE),
        updateTime=f"{TODAY} 10:42:07",
        **fields,
    )


def _extended(price: float, close: float) -> qot.PreAfterMarketData:
    change = price - close
    return qot.PreAfterMarketData(
        price=price, volume=412_600, changeVal=change, changeRate=change / close * 100
    )


def _top(stock: Stock) -> qot_get_security_snapshot_pb2.Snapshot:
    """A snapshot that tells the best bid and ask: a tick apart around the price."""
    price = stock.last if stock.night is None else stock.night
    row = _basic(stock)
    snapshot = qot_get_security_snapshot_pb2.Snapshot()
    snapshot.basic.security.CopyFrom(row.security)
    for field in ("updateTime", "highPrice", "openPrice", "lowPrice", "lastClosePrice", "curPrice", "volume"):
        setattr(snapshot.basic, field, getattr(row, field))
    snapshot.basic.type = stock.sec_type
    snapshot.basic.isSuspend = row.isSuspended
    snapshot.basic.listTime = row.listTime
    snapshot.basic.lotSize = 100
    snapshot.basic.turnover = row.turnover
    snapshot.basic.turnoverRate = 0.0
    snapshot.basic.priceSpread = stock.tick
    if not row.isSuspended:
        snapshot.basic.bidPrice, snapshot.basic.bidVol = price, 1_000
        snapshot.basic.askPrice, snapshot.basic.askVol = round(price + stock.tick, 2), 1_000
    return snapshot


def _course(stock: Stock, rng: random.Random) -> qot_get_rt_pb2.S2C:
    """Seventy-two minutes from the close before to the last price, wandering on the way."""
    minutes, way = 72, stock.last - stock.prev_close
    wander, points = 0.0, []
    begin = datetime.fromisoformat(f"{TODAY} 09:30:00")
    for minute in range(1, minutes + 1):
        wander += (rng.random() - 0.5) * 0.003 * stock.prev_close
        share = minute / minutes
        at = begin + timedelta(minutes=minute)
        points.append(
            qot.TimeShare(
                time=at.isoformat(" "),
                minute=at.hour * 60 + at.minute,
                isBlank=False,
                price=stock.prev_close + way * share + wander * (1 - share) * 2,
                lastClosePrice=stock.prev_close,
            )
        )
    return qot_get_rt_pb2.S2C(security=Security.parse(stock.code).message(), rtList=points)


def _fill_tape(store: Store, rng: random.Random) -> None:
    """Five hundred and twenty trades, one of the last of them large."""
    buyer, seller, neither = 1, 2, 3
    automatic, odd_lot = 1, 6
    last = datetime.fromisoformat(f"{TODAY} 10:42:07")
    for number in range(1, 521):
        bought = rng.random() < 0.6
        price = 512.5 if bought else 512.0
        size = 100 * (1 + int(rng.random() ** 3 * 40))
        direction, kind = (buyer if bought else seller), automatic
        if number == 515:
            size, direction = 226_000, buyer
        if number == 517:
            size, direction, kind = 37, neither, odd_lot
        at = last - timedelta(seconds=(520 - number) // 3 + number)
        trades(
            store, TENCENT, [(number, price, size)], direction=direction, kind=kind, begin=at.isoformat(" ")
        )


def _five_minute_bars(rng: random.Random) -> list[qot.KLine]:
    """Two hundred bars up to the one that is still moving, which closes at the last price."""
    times = list(_ends_of_bars(200))
    closes = [512.5]
    for _ in times[1:]:
        step = (rng.random() - 0.47) * 2.6
        closes.append(closes[-1] - round(step * 2) / 2)
    closes.reverse()
    rows, open = [], closes[0] - 0.5
    for time_, close in zip(times, closes, strict=True):
        high = max(open, close) + int(rng.random() * 3) * 0.5
        low = min(open, close) - int(rng.random() * 3) * 0.5
        rows.append(bar(time_, open, high, low, close, 40_000 + int(rng.random() ** 2 * 600_000)))
        open = close
    return rows


def _ends_of_bars(count: int) -> Iterator[str]:
    """The times of the last so many five-minute bars of Hong Kong's sessions, oldest first."""
    ends: deque[str] = deque(maxlen=count)
    for day in ("2026-11-18", "2026-11-19", "2026-11-20", TODAY):
        for begin, minutes in (("09:30", 150), ("13:00", 180)):
            start = datetime.fromisoformat(f"{day} {begin}:00")
            ends.extend((start + timedelta(minutes=m)).isoformat(" ") for m in range(5, minutes + 1, 5))
    now = f"{TODAY} 10:45:00"
    all_ends = [end for end in ends if end <= now]
    return iter(all_ends[-count:])


def gateway_state() -> get_global_state_pb2.S2C:
    """What a gateway tells of itself (1002)."""
    closed = qot.QotMarketState_Closed
    return get_global_state_pb2.S2C(
        marketHK=qot.QotMarketState_Morning, marketUS=qot.QotMarketState_OVERNIGHT,
        marketSH=qot.QotMarketState_Morning, marketSZ=qot.QotMarketState_Morning, marketHKFuture=closed,
        qotLogined=True, trdLogined=True, serverVer=1011, serverBuildNo=7108, time=int(WALL), localTime=WALL + 0.4,
        programStatus=common_pb2.ProgramStatus(type=common_pb2.ProgramStatusType_Ready), connID=71,
    )  # fmt: skip


def market_states(asked: Any) -> qot_get_market_state_pb2.S2C:
    """The market of each security that is asked for is in its morning (3223)."""
    return qot_get_market_state_pb2.S2C(
        marketInfoList=[
            {"security": each, "name": "A name", "marketState": qot.QotMarketState_Morning}
            for each in asked["securityList"]
        ]
    )


def history_quota(_: Any = None) -> qot_request_history_kl_quota_pb2.S2C:
    """One security is counted already, twelve are left (3104)."""
    row = {"security": TENCENT.message(), "name": "Tencent", "requestTime": "2026-11-20 10:00:00"}
    return qot_request_history_kl_quota_pb2.S2C(usedQuota=1, remainQuota=12, detailList=[row])


class StillTime:
    """Stands in for the `time` module where the program reads the clock: it moves only when a test says so."""

    def __init__(self) -> None:
        self.wall = WALL
        self.passed = 0.0

    def monotonic(self) -> float:
        return START + self.passed

    def perf_counter(self) -> float:
        return START + self.passed

    def thread_time(self) -> float:
        return self.passed

    def time(self) -> float:
        return self.wall + self.passed

    def localtime(self, at: float) -> struct_time:
        """The scene's machine stands in Hong Kong."""
        return gmtime(at + 8 * 3600)

    strftime = staticmethod(strftime)


class StillSubscriptions:
    """What a person sees of the subscriptions."""

    def __init__(self) -> None:
        self.used = 37
        self.quota: int | None = 300
        self.unmet: frozenset[Any] = frozenset()
        self.refused: dict[Any, str] = {}
        self.active: frozenset[Any] = frozenset()
        self.released: list[Any] = []
        self.stays = ""
        """Why nothing is let go of, if so."""

    def owners_of(self, want: Any) -> list[Hashable]:
        return [("watchlist", 1, 1)] if want.security == TENCENT else []

    async def release(self, want: Any) -> None:
        if self.stays:
            raise NotReleased(self.stays)
        self.released.append(want)


class StillGateway:
    """The client as far as screens look at it."""

    def __init__(self) -> None:
        self.target = TARGET
        self.exposed = False
        self.waiting: list[tuple[Any, float]] = []
        self.answers: dict[int, Any] = {}
        """By protocol: its S2C, an error that it fails by, or a function from the request's fields to one of these."""
        self.asked: list[tuple[int, Any]] = []
        """Each request's protocol and fields."""

    async def request(self, protocol: int, c2s: Any = None, **_: Any) -> Any:
        self.asked.append((int(protocol), c2s))
        answer = self.answers.get(int(protocol), GatewayError(f"nothing is known of {int(protocol)} here"))
        if callable(answer):
            answer = answer(c2s)
        if isinstance(answer, Exception):
            raise answer
        return answer


class StillAccountSync:
    def __init__(self) -> None:
        self.refusal = ""
        self.read_again: list[Portfolio] = []

    async def read(self, portfolio: Portfolio) -> None:
        self.read_again.append(portfolio)


class StillAlertSync:
    """Keeps what was asked of the gateway, and does it; or fails by `error`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.acts: list[tuple[str, Any]] = []
        self.error: GatewayError | None = None
        self.held: asyncio.Event | None = None
        """What every act waits for, if anything."""
        self._keys = count(101)

    async def add(self, alert: Alert) -> None:
        await self._act("add", alert)
        self._store.put_alert(replace(alert, key=next(self._keys)))

    async def modify(self, alert: Alert) -> None:
        await self._act("modify", alert)
        self._store.put_alert(alert)

    async def enable(self, alert: Alert, *, enabled: bool) -> None:
        await self._act("enable" if enabled else "disable", alert)
        self._store.put_alert(replace(alert, enabled=enabled))

    async def delete(self, alert: Alert) -> None:
        await self._act("delete", alert)
        self._store.drop_alerts(alert.security, alert.key)

    async def delete_all(self, security: Security) -> None:
        await self._act("delete all", security)
        self._store.drop_alerts(security)

    async def _act(self, name: str, about: Any) -> None:
        self.acts.append((name, about))
        if self.held is not None:
            await self.held.wait()
        if self.error is not None:
            raise self.error


class StillStream:
    """A stream on which nothing comes but what a test tells."""

    def __init__(self, store: Store) -> None:
        self.on_event = store.router.push


class StillFeed:
    """In place of `Feed`: brings nothing by itself, and keeps what the screens asked of it."""

    def __init__(self, store: Store, accounts: Accounts, now: float = START) -> None:
        self.store = store
        self.accounts = accounts
        self.gateway = StillGateway()
        self.calendars = Calendars(self.gateway, store, lambda refusal: None)  # type: ignore[arg-type]
        self.subscriptions = StillSubscriptions()
        self.account_sync = StillAccountSync()
        self.alert_sync = StillAlertSync(store)
        self.group_sync: Any = None
        """A test that shows the account's groups puts one here."""
        self.alerts_asked = 0
        self.notices: deque[Notice] = deque(maxlen=200)
        self.health = LinkHealth(Link(LinkState.UP, now - 754.0, attempt=1), round_trip=0.012, ever_up=True)
        for second in range(3):
            self.health.count(2_384_000 + 842 * second, now - 2 + second)
        self.listings_complete = True
        self.wanted: dict[Hashable, set[Wish]] = {}
        """By owner, what it wants now."""
        self.glances: dict[Hashable, set[Security]] = {}
        """By owner, whose tops of book are asked for."""
        self.minutes_asked: list[tuple[Security, int, bool]] = []
        self.capital_asked: list[Security] = []
        self.watched: set[Security] = set()
        self.listings_asked = 0
        self.history_asked: list[Series] = []
        self.since_asked: list[tuple[Series, date]] = []
        self.histories: dict[Series, History] = {}
        self.history_quota: HistoryQuota | None = None
        self.load = Load()
        self.left_out = 0
        self.loop = None
        self.stream = StillStream(store)
        self.retries = 0
        self.snapshots_asked: list[list[Security]] = []

    async def snapshots(self, securities: Iterable[Security]) -> None:
        self.snapshots_asked.append(list(securities))

    def want(self, owner: Hashable, demands: Iterable[Wish]) -> None:
        self.wanted[owner] = set(demands)

    def glance(self, owner: Hashable, securities: Iterable[Security]) -> None:
        self.glances[owner] = set(securities)

    def watch(self, securities: Iterable[Security]) -> None:
        self.watched = set(securities)

    def drain(self, now: float) -> Changes:
        return finished(self.drain_slowly(now))

    def drain_slowly(self, now: float) -> Generator[None, None, Changes]:
        changes = yield from self.store.drain_slowly(now)
        self.accounts.take_changes(changes)
        return changes

    def minutes_of_days(self, security: Security, days: int, *, extended: bool) -> None:
        self.minutes_asked.append((security, days, extended))

    def refresh_capital(self, security: Security) -> None:
        self.capital_asked.append(security)

    def more_history(self, series: Series, before: str | None = None) -> None:
        self.history_asked.append(series)

    def history(self, series: Series) -> History:
        return self.histories.get(series, History())

    def fills_since(self, security: Security, day: date) -> None:
        pass

    def history_since(self, series: Series, day: date) -> None:
        self.since_asked.append((series, day))

    def reload_alerts(self) -> None:
        self.alerts_asked += 1

    def load_listings(self) -> None:
        self.listings_asked += 1

    def switch_account(self, account: Account) -> None:
        self.accounts.open(account)

    def retry_now(self) -> None:
        self.retries += 1

    # What befalls it

    def link(self, state: LinkState, now: float, **more: Any) -> None:
        """The link is in this state since now."""
        self.health.link = Link(state, now, **more)

    def lose(self, now: float, retry_in: float = 4.0, **more: Any) -> None:
        """The link went down now."""
        self.link(LinkState.DOWN, now, attempt=1, retry_in=retry_in, **more)
        self.store.mark_stale(now)

    def forget_everything(self, state: LinkState, now: float) -> None:
        """As it was before the gateway answered for the first time."""
        self.health = LinkHealth(Link(state, now))
        self.subscriptions.used, self.subscriptions.quota = 0, None


class Person:
    """Types, clicks and resizes the window, and lets the program finish with it before going on.

    That is told by the program's queues, not by how busy the machine looks, so it holds on a loaded one too.
    """

    QUIET = 12
    """Turns of the loop with nothing in any queue after which nothing more will come by itself."""
    LONGEST = 2_000

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """One key after another: single characters, or Textual's names."""
        for key in keys:
            await self.hurry(key)

    async def hurry(self, *keys: str) -> None:
        """Keys that are all typed before the program gets to the first of them."""
        for key in keys:
            self._pilot.app.post_message(key_event(key))
        await self.settle()

    async def click(self, selector: str, x: int = 0, y: int = 0) -> None:
        await self._pilot.click(selector, offset=(x, y))
        await self.settle()

    async def resize(self, size: tuple[int, int]) -> None:
        await self._pilot.resize_terminal(*size)
        await self.settle()

    async def settle(self) -> None:
        """Let every message go where it goes, paint, and let go what waited for the painting."""
        for _ in range(2):
            await self._quiet()
            await self._pilot.pause(0)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what comes by a timer of Textual's own."""
        async with asyncio.timeout(10):
            while not condition():
                await self._pilot.pause(0.01)

    async def _quiet(self) -> None:
        app = self._pilot.app
        quiet = 0
        for _ in range(self.LONGEST):
            await asyncio.sleep(0)
            pumps = [app, *app._registry]
            quiet = quiet + 1 if all(pump._message_queue.empty() for pump in pumps) else 0
            if quiet == self.QUIET:
                return
        raise AssertionError(f"never quiet: {[pump for pump in pumps if pump._message_queue.qsize()]}")


class StillClock(FrameClock):
    """Draws a frame only when it is told to, and always at the same cost."""

    async def run(self) -> None:
        self.cost = 0.0042
        await asyncio.Event().wait()

    def painted(self, seconds: float) -> None:
        """Painting takes no time here."""


class SceneApp(FutuApp):
    """The program on the still market."""

    def __init__(
        self,
        clock: StillTime,
        *,
        theme: str = "futu-dark",
        up: UpColour = "green",
        environment: str = "simulate",
        confirm: bool = True,
        bell: bool = True,
        market: bool = True,
        accounts: bool = True,
        keys: dict[str, str] | None = None,
        watchlists: Watchlists | None = None,
    ) -> None:
        """`clock` must be what the program's modules read; without `market` or `accounts` none of them is known.

        `confirm` is whether simulated orders are asked about, `bell` whether an alert that tells rings.
        """
        settings = {
            "display": {"theme": theme, "up_colour": up, "alert_bell": bell},
            "trading": {"environment": environment, "confirm_in_simulate": confirm},
        }
        super().__init__(
            msgspec.convert(settings, Settings),
            open_gateway=_no_gateway,
            target=TARGET,
            themes=Themes.load(up=up),
            keymap=Keymap(keys),
            watchlists=watchlists or Watchlists(None, default_groups()),
        )
        self.animation_level = "none"
        self.clock = clock
        self.frame_clock = StillClock(self._frame)
        if market:
            fill_market(self.store)
        if accounts:
            fill_accounts(self.accounts)
        self.still = StillFeed(self.store, self.accounts)

    def asked_for(self, protocol: int) -> list[Any]:
        """The fields of every request of a protocol."""
        return [c2s for number, c2s in self.still.gateway.asked if number == protocol]

    def connect(self, target: str) -> None:
        self.feed = self.still  # type: ignore[assignment]
        self.dashboard.attach(self.still)  # type: ignore[arg-type]

    @asynccontextmanager
    async def showing(self, size: tuple[int, int]) -> AsyncIterator[Person]:
        """The program in a window of this size, its first frame drawn, and who uses it."""
        async with self.run_test(size=size) as pilot:
            person = Person(pilot)
            await person.settle()
            self.frame()
            await person.settle()
            yield person

    def frame(self, seconds: float = 0.04) -> None:
        """Let time pass, and draw once."""
        self.clock.passed += seconds
        list(self._frame(self.now))

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    def lines(self) -> list[str]:
        """What stands on the terminal, a text a line."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())


def _no_gateway(target: str) -> Any:
    raise AssertionError(f"the still scene has no gateway at {target}")
