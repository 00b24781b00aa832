"""Asks the gateway what was written by hand, once it passed what its protocol must pass; subscribes first where asked.

This is the only way from the console to the gateway. What writes is refused here too, whatever a screen forgot.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from futu_tui.opend import Want
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Handling, Security
from futu_tui.protocol.subscribe_first import subscription_for
from futu_tui.protocol.wire_json import with_numbers
from futu_tui.tui.pane import Priority, Wish

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from futu_tui.protocol import Protocol as WireProtocol

OWNER = "console"
"""Of what the console needs subscribed."""
LOOK_EVERY = 0.02
"""Seconds between two looks at whether a subscription is there."""
SUBSCRIBE_TIMEOUT = 5.0
"""Seconds after which a request is sent without its subscription: the gateway says what it thinks of that."""
_FORWARD = 1
"""qot_common.RehabType_Forward"""


class Subscribing(Protocol):
    """What `opend.Subscriptions` tells."""

    @property
    def active(self) -> frozenset[Want]: ...
    @property
    def unmet(self) -> frozenset[Want]: ...
    @property
    def refused(self) -> Mapping[Want, str]: ...


class Feed(Protocol):
    """What is needed of the feed."""

    @property
    def gateway(self) -> Any: ...
    @property
    def subscriptions(self) -> Any: ...
    def want(self, owner: Any, demands: Any) -> None: ...


class NotSent(GatewayError):
    """A request that must not be sent as it is; nothing was."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gateway said."""

    protocol: WireProtocol
    body: Message | bytes
    """The S2C; bytes where no body is published."""
    seconds: float
    """From when it was sent or held back to the answer."""


def wishes_of(protocol: WireProtocol, fields: Mapping[str, Any]) -> list[Wish]:
    """The subscriptions that this request, as JSON, needs before it is answered; none of one that is not whole."""
    if protocol.c2s is None:
        return []
    descriptor = protocol.c2s.DESCRIPTOR
    try:
        numbers = with_numbers(fields, descriptor)
        needed = subscription_for(protocol, numbers)
        if needed is None:
            return []
        securities = [Security.of(_Row(row)) for row in needed["securityList"]]
    except (KeyError, TypeError, ValueError):  # it is not whole yet
        return []
    rehab = numbers.get("rehabType", _FORWARD)
    return [
        Wish(security, sub_type, Priority.CURRENT, rehab if isinstance(rehab, int) else _FORWARD)
        for security in securities
        for sub_type in needed["subTypeList"]
    ]


def missing(feed: Feed, wishes: list[Wish]) -> list[Wish]:
    """Those that are not subscribed now."""
    active = feed.subscriptions.active
    return [wish for wish in wishes if Want(wish.security, wish.sub_type) not in active]


async def ask(
    feed: Feed,
    protocol: WireProtocol,
    c2s: Message | bytes,
    wishes: list[Wish],
    *,
    timeout: float,  # noqa: ASYNC109 - the deadline that goes with the call
    confirmed: bool = False,
    on_step: Callable[[str], None] = lambda step: None,
) -> Answer:
    """Subscribe what is missing, send, and answer what came back.

    `confirmed` is whether the person agreed to what it writes; `on_step` is told what is being done. Raises
    GatewayError: NotSent where the protocol must not be sent in this way.
    """
    check(protocol, confirmed=confirmed)
    begin = time.monotonic()
    if lacking := missing(feed, wishes):
        on_step(f"subscribing {words_of(lacking)} first")
        await _subscribe(feed, wishes)
    on_step("asking")
    body = await feed.gateway.request(protocol, c2s, timeout=timeout)
    return Answer(protocol, body, time.monotonic() - begin)


def check(protocol: WireProtocol, *, confirmed: bool) -> None:
    """Raise NotSent for what must not be sent as it is."""
    handling = protocol.handling
    if handling is Handling.PUSH:
        raise NotSent(f"{protocol.id:d} {protocol.name} comes by itself", "There is nothing to send.")
    if handling is Handling.DESK:
        raise NotSent(f"{protocol.id:d} {protocol.name} goes by the trading desk, never from here")
    if handling is Handling.ASK and not confirmed:
        raise NotSent(f"{protocol.id:d} {protocol.name} writes, and nobody agreed to it")


def words_of(wishes: list[Wish]) -> str:
    """Subscriptions in words: `HK.00700 Basic, US.AAPL Basic`."""
    from futu_tui.protocol.pb.qot_common_pb2 import SubType
    from futu_tui.protocol.wire_json import enum_names

    names = enum_names(SubType.DESCRIPTOR)
    return ", ".join(
        f"{wish.security} {names.get(wish.sub_type, str(wish.sub_type)).removeprefix('SubType_')}"
        for wish in wishes
    )


async def _subscribe(feed: Feed, wishes: list[Wish]) -> None:
    """Want them with everything else, and wait until they are there, refused, or without room in the quota."""
    feed.want(OWNER, wishes)
    wants = [Want(wish.security, wish.sub_type) for wish in wishes]
    subscriptions = feed.subscriptions
    try:
        async with asyncio.timeout(SUBSCRIBE_TIMEOUT):
            while not all(want in subscriptions.active for want in wants):
                for want in wants:
                    if want in subscriptions.refused:
                        raise GatewayError(
                            f"the gateway does not subscribe {want.security}: {subscriptions.refused[want]}"
                        )
                    if want in subscriptions.unmet:
                        raise GatewayError(
                            f"there is no quota left to subscribe {want.security}",
                            "Take securities off the lists in view, and ask again.",
                        )
                await asyncio.sleep(LOOK_EVERY)
    except TimeoutError:
        return


@dataclass(frozen=True, slots=True)
class _Row:
    """A security as JSON's numbers have it."""

    row: Mapping[str, Any]

    @property
    def market(self) -> int:
        return int(self.row["market"])

    @property
    def code(self) -> str:
        return str(self.row["code"])
