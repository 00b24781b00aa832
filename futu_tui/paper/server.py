"""The gRPC server: the gateway's service, server reflection and the standard health service on one port."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import grpc
import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from futu_tui.paper.access import AccessError, Exhausted, Forbidden, Unauthenticated
from futu_tui.paper.dispatch import answer
from futu_tui.paper.faults import AnswerLost
from futu_tui.paper.gateway import Gateway
from futu_tui.paper.streams import Overrun, Stopping
from futu_tui.protocol.pb import futu_service_pb2
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, SubscribePushRequest
from futu_tui.targets import is_loopback

SERVICE = futu_service_pb2.DESCRIPTOR.services_by_name["FutuOpenD"].full_name
_HEALTH_SERVICE = health_pb2.DESCRIPTOR.services_by_name["Health"].full_name

_STATUS: dict[type[Exception], grpc.StatusCode] = {
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    Forbidden: grpc.StatusCode.PERMISSION_DENIED,
    Exhausted: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Overrun: grpc.StatusCode.RESOURCE_EXHAUSTED,
    AnswerLost: grpc.StatusCode.UNAVAILABLE,
    Stopping: grpc.StatusCode.UNAVAILABLE,
}

_OPTIONS: tuple[tuple[str, int], ...] = (
    # Two gateways on one port would share its clients in silence.
    ("grpc.so_reuseport", 0),
    ("grpc.max_send_message_length", -1),
    # A reader whose host vanished is found within a minute; clients may ping as often as they like.
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.http2.min_ping_interval_without_data_ms", 0),
    ("grpc.http2.max_ping_strikes", 0),
)

_STOP_GRACE = 0.2
"""Seconds that requests in flight get at the end, and readers to hear of it."""

_Context: TypeAlias = grpc.aio.ServicerContext[Any, Any]


@dataclass(frozen=True)
class Certificates:
    """PEM files of a TLS server; with `client_ca` only clients that it vouches for are let in."""

    cert: Path
    key: Path
    client_ca: Path | None = None

    def credentials(self) -> grpc.ServerCredentials:
        """Read the files. Raises OSError where one cannot be read."""
        return grpc.ssl_server_credentials(
            [(self.key.read_bytes(), self.cert.read_bytes())],
            root_certificates=self.client_ca.read_bytes() if self.client_ca else None,
            require_client_auth=self.client_ca is not None,
        )


class PortError(Exception):
    """The address cannot be listened on; the message names it."""


class Exposed(ValueError):
    """An address that other machines reach, without what keeps them out; `missing` names that."""

    def __init__(self, host: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"{host} is reached from other machines, and {' and '.join(missing)} are missing")
        self.host = host
        self.missing = missing


def require_guarded(host: str, *, keys: bool, certificates: bool) -> None:
    """Raise Exposed unless nobody but this machine reaches `host`, or both keys and TLS guard it."""
    missing = [name for name, there in (("keys", keys), ("certificates", certificates)) if not there]
    if missing and not is_loopback(host):
        raise Exposed(host, tuple(missing))


@asynccontextmanager
async def serve(
    gateway: Gateway, host: str = "127.0.0.1", port: int = 0, certificates: Certificates | None = None
) -> AsyncIterator[str]:
    """Serve the gateway until the block ends; gives HOST:PORT as bound. Raises PortError, Exposed, OSError."""
    require_guarded(host, keys=gateway.doorkeeper.asks, certificates=certificates is not None)
    server = grpc.aio.server(options=_OPTIONS)
    server.add_generic_rpc_handlers((_handlers(gateway),))
    servicer = health.aio.HealthServicer()  # type: ignore[attr-defined]
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    await servicer.set(SERVICE, health_pb2.HealthCheckResponse.SERVING)
    reflection.enable_server_reflection((SERVICE, _HEALTH_SERVICE, reflection.SERVICE_NAME), server)
    bound = _bind(server, host, port, certificates)
    await server.start()
    try:
        yield f"{_bracketed(host)}:{bound}"
    finally:
        gateway.end_streams()
        await server.stop(_STOP_GRACE)


def _bind(server: grpc.aio.Server, host: str, port: int, certificates: Certificates | None) -> int:
    address = f"{_bracketed(host)}:{port}"
    try:
        if certificates is None:
            bound = server.add_insecure_port(address)
        else:
            bound = server.add_secure_port(address, certificates.credentials())
    except RuntimeError:
        bound = 0
    if not bound:
        raise PortError(f"cannot listen on {address}: {_why_not(host, port, certificates)}")
    return bound


def _why_not(host: str, port: int, certificates: Certificates | None) -> str:
    """What the system says of an address that gRPC refused without a reason."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as attempt:
            attempt.bind(address)
    except OSError as error:
        return str(error.strerror)
    return "the certificate and its key cannot be used" if certificates else "gRPC refuses it"


def _bracketed(host: str) -> str:
    """An IPv6 address stands in brackets before a port."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _handlers(gateway: Gateway) -> grpc.GenericRpcHandler[Any, Any]:
    service = _Service(gateway)
    return grpc.method_handlers_generic_handler(
        SERVICE,
        {
            "Request": grpc.unary_unary_rpc_method_handler(
                service.request, FutuRequest.FromString, FutuResponse.SerializeToString
            ),
            # Pushes are serialized once for all streams, so they come here as bytes.
            "SubscribePush": grpc.unary_stream_rpc_method_handler(
                service.subscribe_push, SubscribePushRequest.FromString, None
            ),
        },
    )


class _Service:
    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def request(self, request: FutuRequest, context: _Context) -> FutuResponse:
        try:
            response = await answer(self._gateway, request, _authorization(context), context.peer())
            await self._gateway.faults.after(self._gateway, request.proto_id)
            return response
        except (AccessError, AnswerLost) as error:
            await context.abort(_STATUS[type(error)], str(error))

    async def subscribe_push(self, _request: SubscribePushRequest, context: _Context) -> None:
        try:
            with self._gateway.open_stream(_authorization(context), context.peer()) as backlog:
                # The stream is seen to be open before its first push.
                await context.send_initial_metadata(())
                while True:
                    await context.write(await backlog.take())
        except (AccessError, Overrun, Stopping) as error:
            await context.abort(_STATUS[type(error)], str(error))


def _authorization(context: _Context) -> str | None:
    for name, value in context.invocation_metadata() or ():
        if name == "authorization":
            return value if isinstance(value, str) else value.decode(errors="replace")
    return None
