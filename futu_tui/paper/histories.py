"""Histories, made a little at a time: each takes a twentieth of a second, and a market has dozens of them.

What an answer needs is made on the way to it, with others served in between; the rest is made in idle moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from futu_tui.paper import wire
from futu_tui.paper.derivatives.codes import kind_of
from futu_tui.paper.market import PaperMarket
from futu_tui.paper.opening import stakes_of
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_sub_pb2

PATIENCE = 8
"""A snapshot that would wait for more histories than this is answered without what they tell."""


class Histories:
    """Which securities' histories are made, and the making of the others."""

    def __init__(self, market: PaperMarket) -> None:
        self._market = market
        self._made: set[Security] = set()
        self._idle_work = chain.from_iterable(map(self._make, market.listings))

    def __contains__(self, security: Security) -> bool:
        return security in self._made

    def make_for(self, proto_id: int, c2s: Any) -> Iterator[None]:
        """Make what the answer to a request needs, in steps of a few milliseconds. Raises SecurityError."""
        needs = _NEEDS.get(proto_id)
        if needs is not None:
            missing = [each for each in needs(c2s) if each in self._market.instruments and each not in self]
            if proto_id != ProtoId.QOT_GET_SECURITY_SNAPSHOT or len(missing) <= PATIENCE:
                yield from chain.from_iterable(map(self._make, missing))

    def make(self, security: Security) -> Iterator[None]:
        """Make one, in the same steps, where it is not made."""
        if security not in self:
            yield from self._make(security)

    def make_some(self) -> None:
        """Do one step of what nobody has asked for yet."""
        next(self._idle_work, None)

    def _make(self, security: Security) -> Iterator[None]:
        yield from self._market.prepare(security)
        self._made.add(security)


def _of_subscription(c2s: qot_sub_pb2.C2S) -> list[Security]:
    """A day's bar and longer ones grow out of the days before."""
    kl_types = filter(None, map(wire.KL_SUB_TYPES.get, c2s.subTypeList))
    if not (c2s.isSubOrUnSub and any(not kl_type.minutes for kl_type in kl_types)):
        return []
    return [Security.of(each) for each in c2s.securityList]


def _of_list(c2s: Any) -> list[Security]:
    return [Security.of(each) for each in c2s.securityList]


def _of_snapshot(c2s: Any) -> list[Security]:
    """What has a range of 52 weeks; contracts are told none."""
    return [security for security in _of_list(c2s) if kind_of(security) is None]


def _of_bars(c2s: Any) -> list[Security]:
    return [Security.of(c2s.security)]


def _of_account(c2s: Any) -> list[Security]:
    """An account's past is at prices that were."""
    return stakes_of(c2s.header.accID)


_NEEDS: dict[int, Callable[[Any], list[Security]]] = {
    ProtoId.QOT_SUB: _of_subscription,
    ProtoId.QOT_GET_KL: _of_bars,
    ProtoId.QOT_REQUEST_HISTORY_KL: _of_bars,
    ProtoId.QOT_GET_HISTORY_KL: _of_bars,
    ProtoId.QOT_GET_HISTORY_KL_POINTS: _of_list,
    ProtoId.QOT_GET_SUSPEND: _of_list,
    ProtoId.QOT_GET_SECURITY_SNAPSHOT: _of_snapshot,
    ProtoId.TRD_GET_HISTORY_ORDER_LIST: _of_account,
    ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST: _of_account,
    ProtoId.TRD_GET_ORDER_FEE: _of_account,
    ProtoId.TRD_FLOW_SUMMARY: _of_account,
}
