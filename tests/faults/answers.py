"""Answers as no gateway should give them, of any protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse
from tests.fuzz.hostile import seeded

REQUESTS = sorted(
    int(each.id) for each in PROTOCOLS.values() if each.response is not None and not each.is_push
)
"""Every protocol that is answered with a published body."""
THE_LINK = {1001, 1004, 2008, 3001, 3002}
"""Those without which there is no link to speak of."""
OF_DATA = [each for each in REQUESTS if each not in THE_LINK]

Damage = Callable[[FutuRequest, FutuResponse], FutuResponse]


def response_of(proto_id: int) -> Any:
    """An empty Response of a protocol."""
    response = PROTOCOLS[proto_id].response
    assert response is not None
    return response()


def with_body(answer: FutuResponse, body: bytes) -> FutuResponse:
    """The same envelope around another body."""
    changed = FutuResponse()
    changed.CopyFrom(answer)
    changed.body = body
    return changed


def _no_without_content(asked: FutuRequest, answer: FutuResponse) -> FutuResponse:
    response = response_of(asked.proto_id)
    response.retType = -1
    return with_body(answer, response.SerializeToString())


def _yes_without_content(asked: FutuRequest, answer: FutuResponse) -> FutuResponse:
    response = response_of(asked.proto_id)
    response.retType = 0
    return with_body(answer, response.SerializeToString())


DAMAGE: dict[str, Damage] = {
    "cut short": lambda asked, answer: with_body(answer, answer.body[:-1]),
    "empty": lambda asked, answer: with_body(answer, b""),
    "noise": lambda asked, answer: with_body(answer, bytes(range(255, 100, -1))),
    "a no without content": _no_without_content,
    "a yes without content": _yes_without_content,
}


def odd(seed: int) -> Damage:
    """Whatever the wire allows in the place of the answer; but that the gateway is not logged in is told by none."""

    def change(asked: FutuRequest, answer: FutuResponse) -> FutuResponse:
        response = seeded(response_of(asked.proto_id), seed * 100 + asked.proto_id)
        response.retType = 0
        response.s2c.SetInParent()
        if asked.proto_id == ProtoId.GET_GLOBAL_STATE:
            response.s2c.qotLogined = response.s2c.trdLogined = True
        return with_body(answer, response.SerializePartialToString())

    return change
