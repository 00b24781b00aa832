"""The push stream over a real gateway that starts, stops, turns away and falls silent."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.opend import Link, LinkState, OpenD, PushStream, errors
from futu_tui.opend.stream import STABLE, Backoff
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.unit.opend.conftest import Context, ScriptedGateway
from tests.unit.opend.virtual_time import run

CONNECTING, UP, DOWN = LinkState
SOON = Backoff(shortest=0.005, longest=0.02)
NEVER = Backoff(shortest=1000.0, longest=2000.0)


class Watcher:
    """Keeps what a stream told, and lets a test await it."""

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.events: list[PushEvent] = []
        self._told = asyncio.Event()

    def on_link(self, link: Link) -> None:
        self.links.append(link)
        self._told.set()

    def on_event(self, event: PushEvent) -> None:
        self.events.append(event)
        self._told.set()

    @property
    def states(self) -> list[LinkState]:
        return [link.state for link in self.links]

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self._told.clear()
                await self._told.wait()

    async def until_state(self, *states: LinkState) -> Link:
        """Wait until the last states told are these."""
        await self.until(lambda: tuple(self.states[-len(states) :]) == states)
        return self.links[-1]


@asynccontextmanager
async def following(gw: OpenD, **options: Any) -> AsyncIterator[tuple[PushStream, Watcher]]:
    watcher = Watcher()
    stream = PushStream(gw, watcher.on_event, watcher.on_link, **{"backoff": SOON, **options})
    task = asyncio.create_task(stream.run())
    try:
        yield stream, watcher
    finally:
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()


async def test_a_silent_stream_is_up_before_its_first_push(gateway: ScriptedGateway, gw: OpenD) -> None:
    async with following(gw) as (stream, watcher):
        await watcher.until_state(CONNECTING, UP)
        assert watcher.events == []
        assert gw.conn_id == 4242
        assert watcher.links[-1] == stream.link
        assert (stream.link.attempt, stream.link.error, stream.link.retry_in) == (1, None, None)


async def test_pushes_arrive_whole_and_in_order(gateway: ScriptedGateway, gw: OpenD) -> None:
    sent = [PushEvent(proto_id=3011, sec_key="1_00700", sub_type=4, body=b"%d" % n) for n in range(500)]
    async with following(gw) as (stream, watcher):
        for event in sent:
            gateway.push(event)
        await watcher.until(lambda: len(watcher.events) == len(sent))
        assert watcher.events == sent
        assert stream.received == len(sent)


async def test_a_gateway_that_refuses_1001_and_1004_is_still_followed(
    gateway: ScriptedGateway, gw: OpenD
) -> None:
    gateway.refuse(1001, grpc.StatusCode.UNIMPLEMENTED)
    gateway.refuse(1004, grpc.StatusCode.INTERNAL)
    async with following(gw, heartbeat=0.005) as (_, watcher):
        await watcher.until_state(CONNECTING, UP)
        await gateway.answered(5)
        assert watcher.states == [CONNECTING, UP]


async def test_a_gateway_that_answers_no_request_is_up_with_its_first_push(
    gateway: ScriptedGateway, gw: OpenD
) -> None:
    gateway.stall(1001)
    async with following(gw) as (_, watcher):
        await gateway.stream_opened.wait()
        assert watcher.states == [CONNECTING]
        gateway.push(PushEvent(proto_id=1003))
        await watcher.until_state(CONNECTING, UP)
        await watcher.until(lambda: len(watcher.events) == 1)


async def test_a_stopped_gateway_is_told_and_its_return_found(gateway: ScriptedGateway, gw: OpenD) -> None:
    async with following(gw) as (_, watcher):
        await watcher.until_state(CONNECTING, UP)
        await gateway.stop()
        await watcher.until(lambda: len(watcher.links) > 8)
        down = next(link for link in watcher.links if link.state is DOWN)
        assert isinstance(down.error, errors.Unreachable)
        assert down.retry_in is not None
        assert all(link.error for link in watcher.links[3:])
        await gateway.start()
        await watcher.until_state(CONNECTING, UP)
        gateway.push(PushEvent(proto_id=3005))
        await watcher.until(lambda: len(watcher.events) == 1)


async def test_a_stream_that_the_gateway_ends_is_opened_again(gateway: ScriptedGateway, gw: OpenD) -> None:
    async with following(gw) as (_, watcher):
        await watcher.until_state(CONNECTING, UP)
        gateway.end_stream()
        await watcher.until_state(DOWN, CONNECTING, UP)
        assert "ended the push stream" in str(watcher.links[2].error)


async def test_a_person_can_have_the_next_attempt_at_once(gateway: ScriptedGateway, gw: OpenD) -> None:
    await gateway.stop()
    async with following(gw, backoff=NEVER) as (stream, watcher):
        link = await watcher.until_state(DOWN)
        assert link.retry_in is not None
        assert link.retry_in >= 1000
        await gateway.start()
        stream.retry_now()
        await watcher.until_state(CONNECTING, UP)


async def test_a_stream_is_let_go_of_and_another_opened_at_once(gateway: ScriptedGateway, gw: OpenD) -> None:
    async with following(gw, backoff=NEVER) as (stream, watcher):
        await watcher.until_state(CONNECTING, UP)
        stream.begin_anew()
        await watcher.until_state(CONNECTING, UP, CONNECTING, UP)
        assert DOWN not in watcher.states
        assert (stream.link.attempt, stream.link.error) == (1, None)
        gateway.push(PushEvent(proto_id=3005))
        await watcher.until(lambda: len(watcher.events) == 1)


async def test_a_bad_key_is_shown_seldom_but_for_ever(gateway: ScriptedGateway, gw: OpenD) -> None:
    gateway.refuse(1001, grpc.StatusCode.UNAUTHENTICATED, "expired")
    gateway.turn_stream_away = (grpc.StatusCode.UNAUTHENTICATED, "expired")
    async with following(gw, backoff=Backoff(0.005, 0.05)) as (_, watcher):
        await watcher.until(lambda: watcher.states.count(DOWN) == 3)
        refused = [link for link in watcher.links if link.state is DOWN]
        assert all(isinstance(link.error, errors.NoKey) for link in refused)
        assert [link.retry_in for link in refused] == [0.05] * 3
        assert UP not in watcher.states


async def test_a_stream_turned_away_while_requests_are_answered_is_never_up(
    gateway: ScriptedGateway, gw: OpenD
) -> None:
    gateway.turn_stream_away = (grpc.StatusCode.PERMISSION_DENIED, "no pushes for this key")
    async with following(gw) as (_, watcher):
        await watcher.until(lambda: watcher.states.count(DOWN) == 2)
        assert UP not in watcher.states
        assert isinstance(watcher.links[-1].error, errors.NoScope)


async def test_a_gateway_that_falls_silent_is_found_dead(gateway: ScriptedGateway, gw: OpenD) -> None:
    async with following(gw, heartbeat=0.01, heartbeat_timeout=0.1) as (stream, watcher):
        await watcher.until_state(CONNECTING, UP)
        await gateway.answered(4)
        assert stream.round_trip is not None
        gateway.stall(1004)
        link = await watcher.until_state(UP, DOWN)
        assert isinstance(link.error, errors.TimedOut)
        assert stream.round_trip is None


async def test_pushes_count_as_a_sign_of_life(gateway: ScriptedGateway, gw: OpenD) -> None:
    async def push_instead(c2s: Any, context: Context) -> Any:
        gateway.push(PushEvent(proto_id=3005))
        await asyncio.Event().wait()

    gateway.answers[1004] = push_instead
    async with following(gw, heartbeat=0.01, heartbeat_timeout=0.05) as (_, watcher):
        await watcher.until(lambda: len(watcher.events) == 4)
        assert watcher.states == [CONNECTING, UP]


async def test_a_fault_of_the_listener_is_not_taken_for_one_of_the_gateway(
    gateway: ScriptedGateway, gw: OpenD
) -> None:
    def fault(event: PushEvent) -> None:
        raise ZeroDivisionError

    stream = PushStream(gw, fault, lambda link: None, backoff=SOON)
    gateway.push(PushEvent(proto_id=3005))
    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(stream.run(), 10)


SILENT_GATEWAY = """
import sys, threading, grpc
from concurrent.futures import ThreadPoolExecutor
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent, SubscribePushRequest

def request(request, context):
    return FutuResponse(ret_type=-1, ret_msg="not me", proto_id=request.proto_id)

def subscribe_push(request, context):
    threading.Event().wait()
    yield PushEvent()

server = grpc.server(ThreadPoolExecutor(4))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("futu.service.FutuOpenD", {
    "Request": grpc.unary_unary_rpc_method_handler(
        request, FutuRequest.FromString, FutuResponse.SerializeToString),
    "SubscribePush": grpc.unary_stream_rpc_method_handler(
        subscribe_push, SubscribePushRequest.FromString, PushEvent.SerializeToString),
}),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
"""


async def test_a_killed_gateway_is_noticed_within_two_seconds() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SILENT_GATEWAY, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        port = await process.stdout.readline()
        async with OpenD(f"127.0.0.1:{int(port)}") as gw, following(gw, backoff=NEVER) as (_, watcher):
            await watcher.until_state(CONNECTING, UP)
            killed = time.monotonic()
            process.kill()
            link = await watcher.until_state(UP, DOWN)
            assert time.monotonic() - killed < 2
            assert isinstance(link.error, errors.Unreachable)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


@given(st.integers(1, 10_000))
def test_a_delay_is_between_a_quarter_second_and_a_bound_that_doubles(failures: int) -> None:
    delay = Backoff().delay(failures)
    assert 0.25 <= delay <= min(15.0, 0.25 * 2.0 ** min(failures, 32))


class LinkOfLives:
    """Stands for a gateway whose streams live for the given seconds each."""

    target = "gateway:1"

    def __init__(self, *lives: float) -> None:
        self._lives = iter(lives)

    def open_push(self) -> Any:
        return self

    def cancel(self) -> None: ...

    def __aiter__(self) -> Any:
        return self

    async def __anext__(self) -> None:
        await asyncio.sleep(next(self._lives, 1e9))
        raise StopAsyncIteration

    async def init(self, **_: Any) -> None: ...

    async def ping(self, **_: Any) -> float:
        return 0.001


def attempts_of(*lives: float) -> list[int]:
    """The attempt that each connecting was, for streams that lived so long."""

    async def main() -> list[int]:
        attempts: list[int] = []

        def on_link(link: Link) -> None:
            if link.state is CONNECTING:
                attempts.append(link.attempt)

        gateway: Any = LinkOfLives(*lives)
        task = asyncio.create_task(PushStream(gateway, lambda event: None, on_link).run())
        await asyncio.sleep(sum(lives) + 15.0 * (len(lives) + 1))
        task.cancel()
        return attempts

    return run(main())


def test_a_stable_stream_begins_the_count_anew_and_a_flapping_one_does_not() -> None:
    assert attempts_of(1.0, 1.0, 1.0) == [1, 2, 3, 4]
    assert attempts_of(1.0, 1.0, STABLE + 1, 1.0) == [1, 2, 3, 2, 3]


def test_a_stream_is_up_on_its_own_word_only_once() -> None:
    async def main() -> list[LinkState]:
        states: list[LinkState] = []
        gateway: Any = LinkOfLives(100.0)
        stream = PushStream(gateway, lambda event: None, lambda link: states.append(link.state))
        task = asyncio.create_task(stream.run())
        await asyncio.sleep(90)
        task.cancel()
        return states

    assert run(main()) == [CONNECTING, UP]
