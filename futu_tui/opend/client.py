"""One gateway, asked and answered: typed requests with deadlines, limits and errors by kind."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Any, Self

import grpc
import grpc.aio
from msgspec import Struct

from futu_tui import __version__
from futu_tui.opend.bodies import C2S, build_c2s, check_subject, decode_answer, encode_request
from futu_tui.opend.channel import TLS, ApiKey, Exposed, Metadata, is_exposed, open_channel
from futu_tui.opend.errors import GatewayError
from futu_tui.opend.limits import Limits, Room
from futu_tui.opend.status import channel_closed, gateway_error
from futu_tui.protocol import PROTOCOLS, Protocol, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent, SubscribePushRequest
from futu_tui.protocol.utf8 import readable_by_parts

REQUEST_TIMEOUT = 10.0
"""Seconds an answer may take; the time a limit holds the request back is not counted."""
PING_TIMEOUT = 4.0
"""Seconds an answer to a keep-alive may take."""
_LAST_WORDS = 1.0
"""Seconds in which the calls on a channel that cannot connect are left to fail by themselves."""

PushCall = grpc.aio.UnaryStreamCall[SubscribePushRequest, PushEvent]


class OpenD:
    """A gateway: `async with OpenD("127.0.0.1:22500") as gw: s2c = await gw.request(...)`.

    Nothing is connected before the first request, and a lost connection is made anew by the next one.
    """

    def __init__(
        self,
        target: str,
        api_key: str | ApiKey | None = None,
        tls: TLS | None = None,
        name: str = "futu-tui",
        *,
        insecure: bool = False,
    ) -> None:
        """Without `tls` it goes to this machine only: to another one `insecure` must say so. Raises Exposed."""
        self.exposed = is_exposed(target, tls)
        """Whether others on the way could read what is sent and received, the key too."""
        if self.exposed and not insecure:
            raise Exposed(f"{target} is another machine: reach it by TLS, or say that it may go without")
        self.target = target
        self.tls = tls
        self.name = name
        self.conn_id = 0
        """The gateway's number of this connection, told by `init`; 0 before."""
        self.user_id = 0
        """The account that the gateway is logged in with, told by `init`; 0 before."""
        self._key = ApiKey(api_key) if isinstance(api_key, str) else api_key
        self._limits = Limits(_now)
        self._service: _Service | None = None

    async def __aenter__(self) -> Self:
        self._service = self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        service, self._service = self._service, None
        if service:
            await service.channel.close(None)

    def __repr__(self) -> str:
        return f"OpenD({self.target!r}, tls={self.tls is not None}, key={self._key is not None})"

    @property
    def waiting(self) -> list[tuple[Protocol, float]]:
        """Which requests the gateway's limits hold back now, and for how many seconds; the next first."""
        return self._limits.waiting

    def room(self, protocol: Protocol, account: int = 0) -> Room | None:
        """What is left of a protocol's published limit for this trading account; None where it has none."""
        return self._limits.room(protocol, account)

    async def request(
        self,
        protocol: int | Protocol,
        c2s: C2S = None,
        *,
        timeout: float = REQUEST_TIMEOUT,  # noqa: ASYNC109 - the deadline that goes with the call
    ) -> Any:
        """Ask, and answer the protocol's S2C message (bytes for the four without a published body).

        `c2s` is the protocol's C2S message, or a mapping of its fields. Waits where a limit of the gateway
        says so; `timeout` is in seconds from when it is sent. Never asks twice. Raises `errors.GatewayError`.
        """
        if not isinstance(protocol, Protocol):
            protocol = PROTOCOLS[protocol]
        message = build_c2s(protocol, c2s)
        request = FutuRequest(proto_id=protocol.id, body=encode_request(protocol, message))
        await self._limits.admit(protocol, message)
        try:
            answer = await self._stub.request(request, timeout=timeout, metadata=self._metadata())
        except grpc.aio.AioRpcError as status:
            raise await self.failure(status, protocol) from None
        except asyncio.CancelledError:
            if is_being_cancelled():
                raise
            # gRPC cancels the calls of a channel that is closed under them; that concerns the call alone.
            raise channel_closed(self.target) from None
        s2c = decode_answer(protocol, answer)
        if not isinstance(s2c, bytes):
            for _ in readable_by_parts(s2c):
                await asyncio.sleep(0)
        check_subject(protocol, message, s2c)
        return s2c

    async def init(self, *, timeout: float = REQUEST_TIMEOUT) -> None:  # noqa: ASYNC109
        """Introduce this program (1001) and learn `conn_id` and `user_id`. Raises `errors.GatewayError`."""
        s2c = await self.request(
            ProtoId.INIT_CONNECT,
            {"clientVer": 100, "clientID": self.name, "recvNotify": True, "programmingLanguage": "Python"},
            timeout=timeout,
        )
        self.conn_id, self.user_id = s2c.connID, s2c.loginUserID

    async def ping(self, *, timeout: float = PING_TIMEOUT) -> float:  # noqa: ASYNC109
        """The round trip of a keep-alive (1004), in seconds. Raises `errors.GatewayError`."""
        begin = time.perf_counter()
        await self.request(ProtoId.KEEP_ALIVE, {"time": int(time.time())}, timeout=timeout)
        return time.perf_counter() - begin

    def open_push(self) -> PushCall:
        """Begin the push stream; `PushStream` is who reads it."""
        return self._stub.subscribe_push(SubscribePushRequest(), metadata=self._metadata())

    async def failure(self, status: grpc.aio.AioRpcError, protocol: Protocol | None = None) -> GatewayError:
        """What a failed call means; `protocol` is None for the push stream. Lets the next call connect anew."""
        service = self._service
        if service and service.channel.get_state() is grpc.ChannelConnectivity.TRANSIENT_FAILURE:
            # Such a channel goes on knocking by itself, and fails calls without a try until it is let in.
            await self.renew()
        return gateway_error(status, self.target, protocol, self._key is not None)

    async def renew(self) -> None:
        """Leave the connection in use, and what is asked on it: the next call makes another.

        For one that answers no more. gRPC's own look for dead connections took a minute to find one whose host is
        gone without a word, and gave every call to it until then.
        """
        service = self._service
        if service is not None:
            self._service = self._open()
            await service.channel.close(_LAST_WORDS)

    def _metadata(self) -> Metadata:
        return self._key.metadata() if self._key else ()

    def _open(self) -> _Service:
        channel = open_channel(self.target, self.tls, f"{self.name}/{__version__}")
        return _Service(
            channel,
            channel.unary_unary(
                "/futu.service.FutuOpenD/Request", FutuRequest.SerializeToString, FutuResponse.FromString
            ),
            channel.unary_stream(
                "/futu.service.FutuOpenD/SubscribePush",
                SubscribePushRequest.SerializeToString,
                PushEvent.FromString,
            ),
        )

    @property
    def _stub(self) -> _Service:
        if self._service is None:
            raise RuntimeError("the gateway's client is used outside its `async with`")
        return self._service


class _Service(Struct, frozen=True):
    """The gateway's two methods on one channel."""

    channel: grpc.aio.Channel
    request: grpc.aio.UnaryUnaryMultiCallable[FutuRequest, FutuResponse]
    subscribe_push: grpc.aio.UnaryStreamMultiCallable[SubscribePushRequest, PushEvent]


def is_being_cancelled() -> bool:
    """Whether somebody asked the running task itself to end."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _now() -> float:
    return asyncio.get_running_loop().time()
