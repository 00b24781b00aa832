"""The published limits, kept by waiting."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.opend.limits import Limits, Window
from futu_tui.protocol import PROTOCOLS, Limit, ProtoId
from tests.unit.opend.virtual_time import run

MARKET_STATE = PROTOCOLS[ProtoId.QOT_GET_MARKET_STATE]  # 10 in 30 s
PLACE = PROTOCOLS[ProtoId.TRD_PLACE_ORDER]  # 15 in 30 s an account, 20 ms apart
FUNDS = PROTOCOLS[ProtoId.TRD_GET_FUNDS]  # 10 in 30 s an account, with refreshCache only


def of_account(acc_id: int, refresh: bool = False) -> Any:
    return SimpleNamespace(header=SimpleNamespace(accID=acc_id), refreshCache=refresh)


def now() -> float:
    return asyncio.get_running_loop().time()


@given(
    limit=st.builds(Limit, st.integers(1, 5), st.floats(0.5, 30), st.sampled_from([0.0, 0.02, 1.0])),
    pauses=st.lists(st.floats(0, 20), min_size=1, max_size=40),
)
def test_no_window_ever_holds_more_than_the_limit(limit: Limit, pauses: list[float]) -> None:
    window, clock, starts = Window(limit), 0.0, []
    for pause in pauses:
        clock += pause
        starts.append(window.reserve(clock))
        assert starts[-1] >= clock
    for first, beyond in zip(starts, starts[limit.count :], strict=False):
        assert beyond - first > limit.seconds
    for before, after in pairwise(starts):
        assert after - before >= limit.min_gap


@given(st.lists(st.floats(4, 100), max_size=30))
def test_a_pace_within_the_limit_never_waits(pauses: list[float]) -> None:
    window, clock = Window(Limit(10, 30.0)), 0.0
    for pause in pauses:
        clock += pause
        assert window.reserve(clock) == clock


def test_the_eleventh_request_waits_in_sight_of_the_person() -> None:
    async def main() -> None:
        limits, begin = Limits(now), now()
        for _ in range(10):
            await limits.admit(MARKET_STATE, None)
        assert now() == begin
        eleventh = asyncio.create_task(limits.admit(MARKET_STATE, None))
        await asyncio.sleep(10)
        [(protocol, seconds)] = limits.waiting
        assert protocol is MARKET_STATE
        assert seconds == pytest.approx(20, abs=0.5)
        await eleventh
        assert now() - begin == pytest.approx(30, abs=0.5)
        assert limits.waiting == []

    run(main())


def test_accounts_do_not_wait_for_each_other() -> None:
    async def main() -> None:
        limits, begin = Limits(now), now()
        for _ in range(15):
            await limits.admit(PLACE, of_account(1))
        one = now() - begin
        assert one < 1
        await limits.admit(PLACE, of_account(2))
        assert now() - begin == one
        await limits.admit(PLACE, of_account(1))
        assert now() - begin > 30

    run(main())


def test_orders_are_sent_at_least_the_gap_apart() -> None:
    async def main() -> None:
        limits, begin, sent = Limits(now), now(), []

        async def place() -> None:
            await limits.admit(PLACE, of_account(1))
            sent.append(now() - begin)

        await asyncio.gather(*(place() for _ in range(3)))
        assert sent[0] == 0
        assert sent[1] >= 0.020
        assert sent[2] - sent[1] >= 0.020

    run(main())


def test_answers_from_the_gateways_memory_are_not_limited() -> None:
    async def main() -> None:
        limits, begin = Limits(now), now()
        for _ in range(50):
            await limits.admit(FUNDS, of_account(1, refresh=False))
        assert now() == begin
        for _ in range(11):
            await limits.admit(FUNDS, of_account(1, refresh=True))
        assert now() > begin + 30

    run(main())


def test_a_cancelled_wait_gives_its_place_to_the_next() -> None:
    async def main() -> None:
        limits, begin = Limits(now), now()
        for _ in range(9):
            await limits.admit(MARKET_STATE, None)
        await asyncio.sleep(25)
        await limits.admit(MARKET_STATE, None)
        waiting = [asyncio.create_task(limits.admit(MARKET_STATE, None)) for _ in range(9)]
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert limits.waiting == []
        await limits.admit(MARKET_STATE, None)
        assert now() - begin == pytest.approx(30, abs=0.5)

    run(main())


def test_what_is_left_of_a_limit_is_told_before_it_is_used() -> None:
    async def main() -> None:
        limits = Limits(now)
        assert limits.room(MARKET_STATE) == (10, 0.0)
        assert limits.room(PROTOCOLS[ProtoId.QOT_SUB]) is None
        for _ in range(10):
            await limits.admit(MARKET_STATE, None)
        left, wait = limits.room(MARKET_STATE) or (1, 0)
        assert left == 0
        assert 30 <= wait <= 31
        await limits.admit(PLACE, of_account(1))
        assert (limits.room(PLACE, 1) or (0, 0))[0] == 14
        assert (limits.room(PLACE, 2) or (0, 0))[0] == 15
        await asyncio.sleep(31)
        assert limits.room(MARKET_STATE) == (10, 0.0)

    run(main())
