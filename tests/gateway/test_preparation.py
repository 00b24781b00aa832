"""Histories are made on the way, without keeping others waiting."""

from __future__ import annotations

import asyncio

from tests.gateway.conftest import Caller, securities


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
