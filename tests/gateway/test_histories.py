"""Histories are made on the way, without keeping others waiting."""

from __future__ import annotations

import asyncio

from futu_tui.paper.histories import PATIENCE
from futu_tui.protocol import Security
from futu_tui.protocol.pb.qot_common_pb2 import SubType_Basic, SubType_KL_5Min, SubType_KL_Day, SubType_Ticker
from tests.gateway.conftest import Caller, OpenPaper, Paper, securities


async def test_a_keep_alive_overtakes_an_answer_that_needs_a_history(caller: Caller) -> None:
    answered: list[str] = []

    async def snapshot() -> None:
        await caller.ask(3203, securityList=securities("HK.00700", "US.AAPL", "SH.600519"))
        answered.append("snapshot")

    async def keep_alive() -> None:
        await caller.ask(1004, time=1)
        answered.append("keep-alive")

    await caller.ask(1004, time=1)
    await asyncio.gather(snapshot(), keep_alive())
    assert answered == ["keep-alive", "snapshot"]


async def test_a_snapshot_of_many_does_not_wait_for_their_histories(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.800000",)) as paper, paper.caller() as caller:
        many = list(paper.gateway.market.listings)
        assert len(many) > PATIENCE
        named = [each.message() for each in many]
        before = (await caller.ask(3203, securityList=named)).snapshotList
        assert not any(each.basic.HasField("highest52WeeksPrice") for each in before)
        await caller.ask(3203, securityList=named[:1])
        after = (await caller.ask(3203, securityList=named)).snapshotList
        assert [each.basic.HasField("highest52WeeksPrice") for each in after] == [True] + [False] * (
            len(many) - 1
        )


async def test_idle_moments_make_every_history(open_paper: OpenPaper) -> None:
    async with open_paper(symbols=("HK.00700",)) as paper:
        tencent = Security.parse("HK.00700")
        for _ in range(100):
            paper.gateway.histories.make_some()
        assert tencent in paper.gateway.histories


async def test_of_subscriptions_only_k_lines_of_days_wait_for_a_history(paper: Paper, caller: Caller) -> None:
    await caller.subscribe("HK.00700", to=[SubType_Basic, SubType_Ticker, SubType_KL_5Min])
    assert Security.parse("HK.00700") not in paper.gateway.histories
    await caller.subscribe("HK.00700", to=[SubType_KL_Day])
    assert Security.parse("HK.00700") in paper.gateway.histories
