"""The feed on a paper gateway in this process, behind a road that can be cut and held up."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from futu_tui.feed import CachedBars, Feed, account_sync, alert_sync, group_sync
from futu_tui.feed import feed as feed_module
from futu_tui.market import Changes, Store
from futu_tui.opend import OpenD
from futu_tui.opend import subscriptions as subscriptions_module
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading import Accounts, TrdEnv
from futu_tui.tui.pane import Priority, Wish
from tests.gateway.conftest import Paper
from tests.gateway.conftest import caller as caller
from tests.gateway.conftest import open_paper as open_paper
from tests.gateway.conftest import paper as paper

TENCENT, XIAOMI, APPLE, MOUTAI, CATL = map(
    Security.parse, ("HK.00700", "HK.01810", "US.AAPL", "SH.600519", "SZ.300750")
)
PATIENCE = 10.0
"""Seconds after which what is waited for will not come."""

EVERYTHING = [
    Wish(TENCENT, qot.SubType_Basic, Priority.ROW),
    Wish(TENCENT, qot.SubType_OrderBook),
    Wish(TENCENT, qot.SubType_Broker),
    Wish(TENCENT, qot.SubType_Ticker),
    Wish(TENCENT, qot.SubType_KL_5Min),
    Wish(TENCENT, qot.SubType_RT, Priority.DECORATION),
]
"""What the panes want of the current security."""


class Road:
    """A way to a gateway for its bytes: open, held up (nothing passes, nothing breaks), or cut."""

    def __init__(self, target: str) -> None:
        self._host, _, port = target.rpartition(":")
        self._port = int(port)
        self._free = asyncio.Event()
        self._free.set()
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Let connections in, on the same port as before."""
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Break every connection, and take no new one."""
        assert self._server is not None
        self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)
        await self._server.wait_closed()

    def hold_up(self) -> None:
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.close()
            return
        ends = ((reader, far_writer), (far_reader, writer))
        for source, sink in ends:
            way = asyncio.ensure_future(self._carry(source, sink))
            self._ways.add(way)
            way.add_done_callback(self._ways.discard)

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65_536):
                await self._free.wait()
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            with suppress(OSError):
                sink.transport.abort()


@dataclass
class Following:
    """A feed that runs, and the gateway it follows."""

    feed: Feed
    paper: Paper
    road: Road
    asked: Counter[int] = field(default_factory=Counter)
    """How often each protocol was requested."""
    changes: Changes = field(default_factory=Changes)
    """All that frames said has changed since this was last emptied."""

    @property
    def store(self) -> Store:
        return self.feed.store

    @property
    def accounts(self) -> Accounts:
        return self.feed.accounts

    @property
    def live(self) -> bool:
        return self.feed.health.live and self.store.stale_since is None

    def frame(self) -> None:
        self.changes.merge(self.feed.drain(time.monotonic()))

    async def until(self, so: Callable[[], object], market: float = 0.0) -> None:
        """Draw frames until something is so, with so many seconds of market time passing between two of them."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.frame()
                if so():
                    return
                if market:
                    self.paper.run(market)
                await asyncio.sleep(0.002)

    async def settle(self) -> None:
        """Until the requests of now are answered: a ping that is asked after them comes back after them."""
        await self.feed.gateway.ping()
        self.frame()

    def want(self, *wishes: Wish) -> None:
        self.feed.want("pane", wishes)

    async def subscribed(self, wishes: Iterable[Wish]) -> None:
        """Want these, until they are subscribed and what they show has been fetched."""
        wishes = list(wishes)
        self.want(*wishes)
        wanted = {(wish.security, wish.sub_type) for wish in wishes}
        await self.until(lambda: wanted <= self.feed.subscriptions.active and not self.feed._fetching)

    @property
    def told(self) -> str:
        """Everything a person is told of."""
        return "\n".join(notice.text for notice in self.feed.notices)


Follow = Callable[..., AbstractAsyncContextManager[Following]]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of seconds take hundredths, in the same proportions."""
    monkeypatch.setattr(feed_module, "PING_EVERY", 0.05)
    monkeypatch.setattr(feed_module, "PING_TIMEOUT", 0.3)
    monkeypatch.setattr(feed_module, "RESTORE_AGAIN", 0.05)
    monkeypatch.setattr(feed_module, "POLL_EVERY", 0.05)
    monkeypatch.setattr(feed_module, "SNAPSHOT_EVERY", 0.2)
    monkeypatch.setattr(account_sync, "SETTLE", 0.1)
    monkeypatch.setattr(alert_sync, "SETTLE", 0.1)
    monkeypatch.setattr(group_sync, "SETTLE", 0.1)
    monkeypatch.setattr(subscriptions_module, "BATCH", 0.01)


@pytest.fixture
def follow() -> Follow:
    """Follow a gateway: `async with follow(paper, key=...) as following`."""

    @asynccontextmanager
    async def start(
        paper: Paper,
        key: str | None = None,
        environment: TrdEnv = TrdEnv.SIMULATE,
        preferred: str = "",
        wait: bool = True,
        kept: Path | None = None,
    ) -> AsyncIterator[Following]:
        road = Road(paper.address)
        await road.open()
        async with (
            OpenD(road.target, key) as gateway,
            CachedBars(kept) if kept else nullcontext() as bars,
        ):
            feed = Feed(
                gateway,
                Store(),
                Accounts(),
                environment=environment,
                preferred_account=preferred,
                bars=bars,
            )
            following = Following(feed, paper, road)
            _count_requests(gateway, following.asked)
            running = asyncio.create_task(feed.run())
            try:
                if wait:
                    await following.until(lambda: following.live)
                yield following
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                await road.cut()

    return start


def _count_requests(gateway: OpenD, asked: Counter[int]) -> None:
    request = gateway.request

    async def counted(protocol: Any, *args: Any, **kwargs: Any) -> Any:
        asked[ProtoId(getattr(protocol, "id", protocol))] += 1
        return await request(protocol, *args, **kwargs)

    gateway.request = counted  # type: ignore[method-assign]


@pytest.fixture
async def following(quick: None, paper: Paper, follow: Follow) -> AsyncIterator[Following]:
    async with follow(paper) as following:
        yield following
