"""The client and the paper gateway together, as two who share nothing but the wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from futu_tui.opend import Link, LinkState, OpenD, PushStream, Subscriptions, Want, errors, subscriptions
from futu_tui.paper.keys import make_key
from futu_tui.protocol import ProtoId, Scope, Security
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.gateway.conftest import OpenPaper, Paper

TENCENT, XIAOMI, APPLE = (Security.parse(text) for text in ("HK.00700", "HK.01810", "US.AAPL"))
BASIC, BOOK, TICKER = 1, 2, 4


class Dashboard:
    """What a person's dashboard has of a gateway: one stream and what is subscribed on it."""

    def __init__(self, gw: OpenD) -> None:
        self.events: list[PushEvent] = []
        self.links: list[Link] = []
        self._told = asyncio.Event()
        self.stream = PushStream(gw, self._on_event, self._on_link)
        self.subscriptions = Subscriptions(gw, on_change=self._told.set)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self._told.clear()
                await self._told.wait()

    def _on_event(self, event: PushEvent) -> None:
        self.events.append(event)
        self._told.set()

    def _on_link(self, link: Link) -> None:
        self.links.append(link)
        self._told.set()

    @property
    def pushed(self) -> set[tuple[str, int]]:
        return {(event.sec_key, event.sub_type) for event in self.events}


@asynccontextmanager
async def dashboard(gw: OpenD) -> AsyncIterator[Dashboard]:
    here = Dashboard(gw)
    tasks = [asyncio.create_task(work) for work in (here.stream.run(), here.subscriptions.run())]
    try:
        yield here
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@pytest.fixture
async def gw(paper: Paper) -> AsyncIterator[OpenD]:
    async with OpenD(paper.address) as gw:
        yield gw


async def test_what_is_wanted_is_pushed_at_once(gw: OpenD) -> None:
    async with dashboard(gw) as here:
        await here.until(lambda: here.stream.link.state is LinkState.UP)
        assert gw.conn_id != 0
        here.subscriptions.want("row", [Want(TENCENT, BASIC), Want(APPLE, BASIC)])
        here.subscriptions.want("book", [Want(TENCENT, BOOK)])
        await here.until(lambda: here.pushed == {("1_00700", BASIC), ("11_AAPL", BASIC), ("1_00700", BOOK)})
        await here.until(lambda: here.subscriptions.used == 3)


async def test_what_nobody_wants_is_given_back(
    paper: Paper, gw: OpenD, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "HOLD", 0.1)
    async with dashboard(gw) as here:
        here.subscriptions.want("row", [Want(TENCENT, BASIC), Want(XIAOMI, BASIC)])
        await here.until(lambda: here.subscriptions.used == 2)
        paper.wait(61)
        here.subscriptions.want("row", [Want(TENCENT, BASIC)])
        await here.until(lambda: here.subscriptions.used == 1)
        assert (await gw.request(ProtoId.QOT_GET_SUB_INFO)).totalUsedQuota == 1


async def test_a_release_that_comes_too_soon_is_made_up_for(
    paper: Paper, gw: OpenD, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "HOLD", 0.1)
    async with dashboard(gw) as here:
        here.subscriptions.want("row", [Want(TENCENT, BASIC)])
        await here.until(lambda: here.subscriptions.used == 1)
        here.subscriptions.want("row", [])
        await here.until(lambda: here.subscriptions.active == frozenset())
        assert here.subscriptions.used == 1
        paper.wait(61)
        await here.until(lambda: here.subscriptions.used == 0)
        assert (await gw.request(ProtoId.QOT_GET_SUB_INFO)).totalUsedQuota == 0


async def test_the_quota_of_the_account_is_learned_and_kept(open_paper: OpenPaper) -> None:
    async with open_paper(quota=2) as paper, OpenD(paper.address) as gw, dashboard(gw) as here:
        await here.subscriptions.restore()
        assert here.subscriptions.quota == 2
        here.subscriptions.want("rows", [Want(TENCENT, BASIC), Want(XIAOMI, BASIC)], priority=10)
        here.subscriptions.want("current", [Want(APPLE, TICKER)], priority=20)
        await here.until(lambda: len(here.subscriptions.active) == 2)
        assert Want(APPLE, TICKER) in here.subscriptions.active
        await here.until(lambda: len(here.subscriptions.unmet) == 1)
        assert here.subscriptions.refused == {}


async def test_a_security_that_does_not_exist_is_refused_alone(gw: OpenD) -> None:
    nobody = Security.parse("HK.99999")
    async with dashboard(gw) as here:
        here.subscriptions.want("rows", [Want(security, BASIC) for security in (TENCENT, nobody, XIAOMI)])
        await here.until(lambda: len(here.subscriptions.active) == 2)
        await here.until(lambda: here.subscriptions.refused.keys() == {Want(nobody, BASIC)})


async def test_asking_before_subscribing_is_refused_with_the_gateways_words(gw: OpenD) -> None:
    with pytest.raises(errors.Refused) as caught:
        await gw.request(ProtoId.QOT_GET_BASIC_QOT, {"securityList": [{"market": 1, "code": "00700"}]})
    assert caught.value.ret_type == -1
    assert caught.value.ret_msg


async def test_a_key_opens_what_its_scopes_say(open_paper: OpenPaper, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    key = make_key(keys, "reader", frozenset({Scope.QOT_READ}))
    async with open_paper(keys) as paper:
        async with OpenD(paper.address, api_key=key) as gw, dashboard(gw) as here:
            here.subscriptions.want("row", [Want(TENCENT, BASIC)])
            await here.until(lambda: ("1_00700", BASIC) in here.pushed)
            with pytest.raises(errors.NoScope) as caught:
                await gw.request(ProtoId.TRD_GET_ACC_LIST, {"userID": 0})
            assert caught.value.scope == Scope.ACC_READ
        async with OpenD(paper.address) as stranger, dashboard(stranger) as here:
            await here.until(lambda: here.stream.link.state is LinkState.DOWN)
            assert isinstance(here.stream.link.error, errors.NoKey)
            assert here.stream.link.retry_in == 15
