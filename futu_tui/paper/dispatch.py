"""From a request's envelope to its answer's: the key, the body, the rates, the handler."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Generator
from typing import Any

from google.protobuf.message import DecodeError, Message

from futu_tui.paper.access import Access, AccessError
from futu_tui.paper.gateway import Call, Gateway, Refusal
from futu_tui.paper.handlers import HANDLERS
from futu_tui.paper.rates import RateError
from futu_tui.paper.subscriptions import SubscriptionError
from futu_tui.protocol import PROTOCOLS, Protocol, ProtoId, SecurityError
from futu_tui.protocol.pb.common_pb2 import RetType_Invalid, RetType_Succeed, RetType_Unknown
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse

_log = logging.getLogger(__name__)


async def answer(
    gateway: Gateway, request: FutuRequest, authorization: str | None, peer: str
) -> FutuResponse:
    """Answer a request. Raises AccessError when the caller may not ask it; every other trouble is an answer."""
    arrived = time.perf_counter()
    access = gateway.doorkeeper.admit(authorization)
    gateway.hold_streams(authorization, access)
    gateway.doorkeeper.count(access)  # what is turned away costs as much as what is not
    protocol = PROTOCOLS.get(request.proto_id)
    try:
        c2s = _c2s(protocol, request.body)
        access.require(request.proto_id, c2s)
        s2c = await _handle(gateway, access, peer, request.proto_id, protocol, c2s)
    except Refusal as refusal:
        return _refuse(request.proto_id, protocol, refusal)
    except (SubscriptionError, RateError, SecurityError) as error:
        return _refuse(request.proto_id, protocol, Refusal(str(error)))
    except _UnreadableBody as error:
        access.require(request.proto_id, None)
        return _refuse(request.proto_id, protocol, Refusal(str(error), RetType_Invalid))
    response = _response(protocol, retType=RetType_Succeed, retMsg="", errCode=0, s2c=s2c)
    _measure(gateway, request.proto_id, c2s, s2c, time.perf_counter() - arrived)
    return FutuResponse(proto_id=request.proto_id, body=response)


def _measure(gateway: Gateway, proto_id: int, c2s: Any, s2c: Any, seconds: float) -> None:
    """Note how long it took to say yes."""
    gateway.delays.note_request(proto_id, seconds)
    if proto_id == ProtoId.TRD_PLACE_ORDER:
        account = gateway.accounts.get(c2s.header.accID)
        if account is not None:
            gateway.delays.note_placed(account.orders[s2c.orderID], seconds)


class _UnreadableBody(Exception):
    """The bytes are not this protocol's Request."""


def _c2s(protocol: Protocol | None, body: bytes) -> Message | None:
    """What a request asks; None where no such request is published."""
    if protocol is None or protocol.request is None:
        return None
    try:
        message = protocol.request.FromString(body)
    except DecodeError as error:
        raise _UnreadableBody(f"the body is not a {protocol.id} {protocol.name} Request: {error}") from None
    if not message.IsInitialized():
        raise _UnreadableBody(f"the body of {protocol.id} {protocol.name} lacks a field that is required")
    c2s: Message = getattr(message, "c2s")  # noqa: B009 - every Request has one, which its base class does not say
    return c2s


async def _handle(
    gateway: Gateway, access: Access, peer: str, proto_id: int, protocol: Protocol | None, c2s: Message | None
) -> Message:
    handler = HANDLERS.get(proto_id)
    if protocol is None:
        raise Refusal(f"proto_id {proto_id} is unknown and not served by the paper gateway")
    if protocol.is_push:
        raise Refusal(
            f"{proto_id} {protocol.name} is a push: it comes by SubscribePush and is never requested"
        )
    if handler is None or c2s is None:
        raise Refusal(f"{proto_id} {protocol.name} is not served by the paper gateway")
    if not gateway.login.holds and proto_id // 1000 != 1 and proto_id != ProtoId.VERIFICATION:
        raise Refusal(f"The gateway is not logged in. {gateway.login.notice}".rstrip())
    client = gateway.clients.seen(peer, access.key.name if access.key else None)
    gateway.rates.count(client, proto_id, c2s)
    gateway.faults.before(gateway, proto_id)
    for _ in gateway.histories.make_for(proto_id, c2s):
        await asyncio.sleep(0)  # others go first
    try:
        answered = handler(Call(gateway, client, access), c2s)
        return answered if isinstance(answered, Message) else await _in_steps(answered)
    except (Refusal, SubscriptionError, SecurityError, AccessError):
        raise
    except Exception:
        _log.exception("%d %s failed", proto_id, protocol.name)
        raise Refusal(
            f"the paper gateway failed over {proto_id} {protocol.name}; its log says how", RetType_Unknown
        ) from None


async def _in_steps(work: Generator[None, None, Message]) -> Message:
    """The answer that takes several steps, others going first in between."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            answered: Message = done.value
            return answered
        await asyncio.sleep(0)


def _refuse(proto_id: int, protocol: Protocol | None, refusal: Refusal) -> FutuResponse:
    """The same no in the envelope and in the body, for a client that reads either."""
    return FutuResponse(
        ret_type=refusal.ret_type,
        ret_msg=refusal.text,
        proto_id=proto_id,
        body=_response(protocol, retType=refusal.ret_type, retMsg=refusal.text, errCode=0),
    )


def _response(protocol: Protocol | None, **fields: object) -> bytes:
    if protocol is None or protocol.response is None:
        return b""
    return protocol.response(**fields).SerializeToString()
