"""The gateway that tests of derivatives share, and what they ask of it: chains, warrants, snapshots."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from futu_tui.paper.market import Instrument
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as common
from tests.gateway.conftest import Caller, Paper, security, start_paper

TENCENT, APPLE, HANG_SENG = "HK.00700", "US.AAPL", "HK.800000"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with start_paper(symbols=(TENCENT, APPLE, HANG_SENG)) as paper:
        yield paper


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def caller(paper: Paper) -> AsyncIterator[Caller]:
    async with paper.caller() as caller:
        yield caller


@pytest.fixture(autouse=True)
def rested(paper: Paper) -> None:
    """Far enough from the requests of the test before for the gateway's limits."""
    paper.wait(30)


async def expiries(caller: Caller, owner: str, **more: Any) -> list[str]:
    answer = await caller.ask(3224, owner=security(owner), **more)
    return [each.strikeTime for each in answer.dateList]


async def chain(caller: Caller, owner: str, day: str, **more: Any) -> list[Any]:
    """The items of one expiry."""
    answer = await caller.ask(3209, owner=security(owner), beginTime=day, endTime=day, **more)
    return [item for each in answer.optionChain for item in each.option]


async def snapshots(caller: Caller, codes: list[Any]) -> list[Any]:
    return list((await caller.ask(3203, securityList=codes)).snapshotList)


async def warrants(caller: Caller, **c2s: Any) -> Any:
    return await caller.ask(
        3210, **{"begin": 0, "num": 200, "sortField": common.SortField_Code, "ascend": True, **c2s}
    )


def listed(paper: Paper, code: Any) -> Instrument:
    return paper.gateway.market.listings[Security.of(code)]


async def near_the_money(paper: Paper, caller: Caller, owner: str, expiry: int = 2) -> Security:
    """A call of an expiry whose strike is next to the price."""
    spot = paper.gateway.market.quote(Security.parse(owner)).last
    items = await chain(caller, owner, (await expiries(caller, owner))[expiry])
    item = min(items, key=lambda item: abs(item.call.optionExData.strikePrice - spot))
    return Security.of(item.call.basic.security)


async def all_warrants(caller: Caller, **c2s: Any) -> list[Any]:
    rows: list[Any] = []
    while True:
        page = await warrants(caller, begin=len(rows), **c2s)
        rows += page.warrantDataList
        if page.lastPage:
            assert page.allCount == len(rows)
            return rows
