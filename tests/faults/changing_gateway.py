"""A gateway that says what another one says, but for what a test changes, leaves out, doubles or puts in.

It knows no more than the two methods of the service: requests, answers and pushes go through as bytes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any, Self

import grpc
import grpc.aio

from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent

SERVICE = "futu.service.FutuOpenD"
Answer = FutuResponse | bytes
Push = PushEvent | bytes
ChangeAnswer = Callable[[FutuRequest, FutuResponse], Answer]
ChangePush = Callable[[PushEvent], Iterable[Push]]


class ChangingGateway:
    """`async with ChangingGateway(target) as gateway`: the dashboard's target is `gateway.target` then."""

    def __init__(self, upstream: str) -> None:
        self.target = ""
        self.answers: dict[int, ChangeAnswer] = {}
        """By proto_id, what becomes of an answer."""
        self.pushes: ChangePush | None = None
        """What becomes of a push: any number of them."""
        self.asked: Counter[int] = Counter()
        """How often each protocol was requested."""
        self._upstream = upstream
        self._streams: set[asyncio.Queue[bytes | None]] = set()

    async def __aenter__(self) -> Self:
        self._channel = grpc.aio.insecure_channel(
            self._upstream, options=[("grpc.max_receive_message_length", -1)]
        )
        self._server = grpc.aio.server(options=[("grpc.max_send_message_length", -1)])
        handlers = {
            "Request": grpc.unary_unary_rpc_method_handler(self._request),
            "SubscribePush": grpc.unary_stream_rpc_method_handler(self._subscribe),
        }
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
        self.target = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        await self._server.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.end_streams()
        await self._server.stop(0)
        await self._channel.close()

    @property
    def followed(self) -> bool:
        """Whether anybody has a push stream open."""
        return bool(self._streams)

    def say(self, *pushes: Push) -> None:
        """Send these on every stream, in this order, as they are."""
        for stream in self._streams:
            for push in pushes:
                stream.put_nowait(_bytes(push))

    def end_streams(self) -> None:
        """End every push stream, as a gateway does that goes away."""
        for stream in self._streams:
            stream.put_nowait(None)

    async def _request(self, request: bytes, context: Any) -> bytes:
        asked = FutuRequest.FromString(request)
        self.asked[asked.proto_id] += 1
        call = self._channel.unary_unary(f"/{SERVICE}/Request")
        try:
            answer: bytes = await call(request, metadata=context.invocation_metadata(), timeout=30)
        except grpc.aio.AioRpcError as error:
            await context.abort(error.code(), error.details() or "")
        change = self.answers.get(asked.proto_id)
        return answer if change is None else _bytes(change(asked, FutuResponse.FromString(answer)))

    async def _subscribe(self, request: bytes, context: Any) -> AsyncIterator[bytes]:
        stream: asyncio.Queue[bytes | None] = asyncio.Queue()
        reading = asyncio.create_task(self._read(request, context.invocation_metadata(), stream))
        self._streams.add(stream)
        try:
            while (push := await stream.get()) is not None:
                yield push
        finally:
            self._streams.discard(stream)
            reading.cancel()

    async def _read(self, request: bytes, metadata: Any, stream: asyncio.Queue[bytes | None]) -> None:
        call = self._channel.unary_stream(f"/{SERVICE}/SubscribePush")(request, metadata=metadata)
        try:
            async for push in call:
                if self.pushes is None:
                    stream.put_nowait(push)
                else:
                    for changed in self.pushes(PushEvent.FromString(push)):
                        stream.put_nowait(_bytes(changed))
        except grpc.aio.AioRpcError:
            pass
        stream.put_nowait(None)


def _bytes(message: Answer | Push) -> bytes:
    return message if isinstance(message, bytes) else message.SerializeToString()
