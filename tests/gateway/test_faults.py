"""Faults on demand: each strikes where it says, and leaves the exchange right."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import grpc
import grpc.aio
import pytest

from futu_tui.paper import faults
from futu_tui.paper.faults import Fault, Faults
from tests.gateway.conftest import OpenPaper
from tests.gateway.desk import BUY, Desk


@asynccontextmanager
async def troubled(open_paper: OpenPaper, fault: Fault, probability: float = 1.0) -> AsyncIterator[Desk]:
    killed: list[int] = []
    trouble = Faults({fault: probability}, kill=lambda: killed.append(1))
    async with open_paper(faults=trouble) as paper, paper.caller() as caller:
        yield Desk(paper, caller)
        assert bool(killed) is (fault is Fault.PROCESS_KILLED)


def placed(desk: Desk) -> int:
    return sum(order.remark == "drill" for order in desk.books.orders.values())


async def test_a_lost_answer_leaves_the_act_done(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.ANSWER_LOST) as desk:
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await desk.place(BUY, 100, 400.0, remark="drill")
        assert error.value.code() is grpc.StatusCode.UNAVAILABLE
        assert placed(desk) == 1


async def test_a_late_answer_comes_after_the_act(
    open_paper: OpenPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "LATE_SECONDS", (0.2, 0.3))
    async with troubled(open_paper, Fault.ANSWER_LATE) as desk:
        answer = asyncio.create_task(desk.place(BUY, 100, 400.0, remark="drill"))
        while not placed(desk):
            await desk.caller.ask(1004, time=1)
        assert not answer.done()
        await answer


async def test_pushes_come_before_the_answer(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.PUSH_BEFORE_ANSWER) as desk:
        pushes = await desk.caller.open_pushes()
        await desk.caller.ask(2008, accIDList=[desk.acc_id])
        answer = asyncio.create_task(desk.place(BUY, 100, 400.0))
        await pushes.of(2208)
        assert not answer.done()
        await answer


@pytest.mark.parametrize(("fault", "times"), [(Fault.PUSH_DOUBLED, 2), (Fault.PUSH_LOST, 0)])
async def test_pushes_are_doubled_or_lost(open_paper: OpenPaper, fault: Fault, times: int) -> None:
    async with troubled(open_paper, fault) as desk:
        pushes = await desk.caller.open_pushes()
        await desk.caller.ask(2008, accIDList=[desk.acc_id])
        desk.paper.gateway.step()
        await desk.place(BUY, 100, 400.0)
        desk.paper.gateway.send_held()
        await desk.caller.subscribe("HK.00700", to=[1])
        desk.paper.gateway.step()
        told = await pushes.until(lambda event: event.proto_id == 1003)  # of the subscription
        bodies = [event.body for event in told if event.proto_id == 2208]
        assert len(bodies) == times * len(set(bodies))
        assert bool(bodies) is (times > 0)


async def test_a_cut_stream_can_be_opened_again(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.STREAM_CUT) as desk:
        pushes = await desk.caller.open_pushes()
        await desk.caller.ask(2008, accIDList=[desk.acc_id])
        await desk.place(BUY, 100, 400.0)
        desk.paper.gateway.send_held()
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await pushes.of(9999)
        assert error.value.code() is grpc.StatusCode.UNAVAILABLE
        await desk.caller.open_pushes()


async def test_the_process_is_killed_before_or_after_the_act(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.PROCESS_KILLED) as desk:
        for _ in range(8):
            await desk.place(BUY, 100, 400.0)


async def test_a_lock_is_put_back(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.LOCK_BACK) as desk:
        desk.acc_id = 7_000_009
        desk.paper.gateway.lock(locked=False)
        assert "unlock trade first" in await desk.refused(BUY, 100, 400.0)


async def test_a_limit_is_hit_and_nothing_is_done(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.LIMIT_HIT) as desk:
        assert "frequency is too high" in await desk.refused(BUY, 100, 400.0, remark="drill")
        assert not placed(desk)


async def test_quotes_are_left_alone(open_paper: OpenPaper) -> None:
    async with troubled(open_paper, Fault.LIMIT_HIT) as desk:
        await desk.caller.ask(3202)


def test_faults_are_named_with_their_probabilities() -> None:
    Faults.parse("answer-lost=0.1, push-lost=1")
    for wrong in ("answer-lost", "answer-lost=often", "meteor=0.1", "push-lost=1.5"):
        with pytest.raises(ValueError, match=wrong.split("=")[0]):
            Faults.parse(wrong)


async def test_each_strike_is_told_so_that_a_drill_can_count_them(
    open_paper: OpenPaper, caplog: pytest.LogCaptureFixture
) -> None:
    async with troubled(open_paper, Fault.LIMIT_HIT) as desk:
        for _ in range(2):
            await desk.refused(BUY, 100, 400.0)
    told = [record.getMessage() for record in caplog.records if record.name.endswith("paper.faults")]
    assert told == ["--chaos: limit-hit"] * 2


def test_the_same_seed_takes_the_same_course() -> None:
    def course(seed: int) -> list[bool]:
        trouble = Faults({Fault.PUSH_LOST: 0.5}, seed)
        return [trouble._strikes(Fault.PUSH_LOST) for _ in range(40)]

    assert course(3) == course(3) != course(4)
