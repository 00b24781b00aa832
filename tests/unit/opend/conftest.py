"""A scripted gateway: a real gRPC server on loopback that answers, refuses, stalls and pushes as a test tells it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
import grpc.aio
import pytest

from futu_tui.opend import OpenD
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent, SubscribePushRequest

Context = grpc.aio.ServicerContext
Answer = Callable[[Any, Context], Awaitable[FutuResponse]]

_MINIMAL_S2C: dict[int, dict[str, Any]] = {
    ProtoId.INIT_CONNECT: {
        "serverVer": 1000,
        "loginUserID": 77,
        "connID": 4242,
        "connAESKey": "",
        "keepAliveInterval": 10,
    },
    ProtoId.KEEP_ALIVE: {"time": 1},
}


def success(proto_id: int, **s2c: Any) -> FutuResponse:
    response: Any = PROTOCOLS[proto_id].response
    body = response(retType=0, s2c=s2c).SerializeToString()
    return FutuResponse(proto_id=proto_id, body=body)


class ScriptedGateway:
    """Answers 1001 and 1004; everything else as `answers` says."""

    def __init__(self) -> None:
        self.port = 0
        self.answers: dict[int, Answer] = {}
        self.requests: list[Any] = []
        """The C2S of each request taken, in order."""
        self.metadata: list[dict[str, str]] = []
        """What came with each call."""
        self.stream_opened = asyncio.Event()
        self.turn_stream_away: tuple[grpc.StatusCode, str] | None = None
        self._asked = asyncio.Event()
        self._pushes: asyncio.Queue[PushEvent | None] = asyncio.Queue()
        self._server: grpc.aio.Server | None = None

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self, credentials: grpc.ServerCredentials | None = None) -> None:
        """Listen, on the port of the last time if there was one."""
        self._server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
        methods = {
            "Request": grpc.unary_unary_rpc_method_handler(
                self._request, FutuRequest.FromString, FutuResponse.SerializeToString
            ),
            "SubscribePush": grpc.unary_stream_rpc_method_handler(
                self._subscribe_push, SubscribePushRequest.FromString, PushEvent.SerializeToString
            ),
        }
        handler = grpc.method_handlers_generic_handler("futu.service.FutuOpenD", methods)
        self._server.add_generic_rpc_handlers([handler])
        address = f"localhost:{self.port}" if credentials else f"127.0.0.1:{self.port}"
        if credentials:
            self.port = self._server.add_secure_port(address, credentials)
        else:
            self.port = self._server.add_insecure_port(address)
        await self._server.start()

    async def stop(self) -> None:
        server, self._server = self._server, None
        if server:
            await server.stop(None)

    async def answered(self, count: int) -> None:
        """Wait until so many requests were taken."""
        async with asyncio.timeout(10):
            while len(self.requests) < count:
                self._asked.clear()
                await self._asked.wait()

    def push(self, event: PushEvent) -> None:
        self._pushes.put_nowait(event)

    def end_stream(self) -> None:
        self._pushes.put_nowait(None)

    def refuse(self, proto_id: int, code: grpc.StatusCode, details: str = "") -> None:
        async def refuse(c2s: Any, context: Context) -> FutuResponse:
            await context.abort(code, details)
            raise AssertionError

        self.answers[proto_id] = refuse

    def answer(self, proto_id: int, response: FutuResponse) -> None:
        async def answer(c2s: Any, context: Context) -> FutuResponse:
            return response

        self.answers[proto_id] = answer

    def stall(self, proto_id: int) -> asyncio.Event:
        """Never answer this one; the event is set once it is asked."""
        asked = asyncio.Event()

        async def never(c2s: Any, context: Context) -> FutuResponse:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        self.answers[proto_id] = never
        return asked

    async def _request(self, request: FutuRequest, context: Context) -> FutuResponse:
        self.metadata.append(_metadata(context))
        self._asked.set()
        message: Any = PROTOCOLS[request.proto_id].request
        c2s = message.FromString(request.body).c2s if message else request.body
        self.requests.append(c2s)
        if request.proto_id in self.answers:
            return await self.answers[request.proto_id](c2s, context)
        return success(request.proto_id, **_MINIMAL_S2C[request.proto_id])

    async def _subscribe_push(self, _: SubscribePushRequest, context: Context) -> AsyncIterator[PushEvent]:
        self.metadata.append(_metadata(context))
        if self.turn_stream_away:
            await context.abort(*self.turn_stream_away)
        self.stream_opened.set()
        while (event := await self._pushes.get()) is not None:
            yield event


def _metadata(context: Context) -> dict[str, str]:
    return {str(name): str(value) for name, value in context.invocation_metadata() or ()}


@asynccontextmanager
async def serving(credentials: grpc.ServerCredentials | None = None) -> AsyncIterator[ScriptedGateway]:
    gateway = ScriptedGateway()
    await gateway.start(credentials)
    try:
        yield gateway
    finally:
        await gateway.stop()


@pytest.fixture
async def gateway() -> AsyncIterator[ScriptedGateway]:
    async with serving() as gateway:
        yield gateway


@pytest.fixture
async def gw(gateway: ScriptedGateway) -> AsyncIterator[OpenD]:
    async with OpenD(gateway.target) as gw:
        yield gw
