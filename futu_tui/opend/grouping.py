"""How many (security, SubType) pairs go into few 3001 requests.

One request names a list of securities and a list of SubTypes and subscribes every pair of the two, so only
what forms such a rectangle can share one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_sub_pb2
from futu_tui.protocol.pb.common_pb2 import Session_ALL
from futu_tui.protocol.pb.qot_common_pb2 import RehabType_Forward, SubType

_KLINES = frozenset(number for name, number in SubType.items() if name.startswith("SubType_KL_"))
_BY_SESSION = _KLINES | {SubType.Value("SubType_RT"), SubType.Value("SubType_Ticker")}
"""What a US security pushes outside regular hours only if asked to."""


FORWARD = (int(RehabType_Forward),)


class Want(NamedTuple):
    """One thing to be pushed; costs one of the subscription quota."""

    security: Security
    sub_type: int
    """qot_common.SubType"""


class Call(NamedTuple):
    """One 3001 request: every pair of the two."""

    securities: tuple[Security, ...]
    sub_types: tuple[int, ...]
    rehabs: tuple[int, ...] = FORWARD
    """How the K-lines among them come adjusted: qot_common.RehabType of each telling."""

    @property
    def wants(self) -> list[Want]:
        return [Want(security, sub_type) for security in self.securities for sub_type in self.sub_types]

    def halves(self) -> tuple[Call, Call]:
        """The same in two calls, to find out which part is refused; takes a call of two wants or more."""
        longer = self.securities if len(self.securities) > 1 else self.sub_types
        middle = len(longer) // 2
        if longer is self.securities:
            return (
                self._replace(securities=self.securities[:middle]),
                self._replace(securities=self.securities[middle:]),
            )
        return (
            self._replace(sub_types=self.sub_types[:middle]),
            self._replace(sub_types=self.sub_types[middle:]),
        )

    def subscribe(self) -> qot_sub_pb2.C2S:
        """Subscribed, pushed, and the latest of each pushed at once."""
        c2s = self._c2s(subscribe=True)
        c2s.isFirstPush = True
        if not _KLINES.isdisjoint(self.sub_types):
            c2s.regPushRehabTypeList.extend(self.rehabs)
        if _has_sessions(self.securities[0], self.sub_types):
            c2s.extendedTime = True
            c2s.session = Session_ALL
        return c2s

    def unsubscribe(self) -> qot_sub_pb2.C2S:
        return self._c2s(subscribe=False)

    def _c2s(self, *, subscribe: bool) -> qot_sub_pb2.C2S:
        return qot_sub_pb2.C2S(
            securityList=[security.message() for security in self.securities],
            subTypeList=self.sub_types,
            isSubOrUnSub=subscribe,
            isRegOrUnRegPush=subscribe,
        )


def group(wants: Iterable[Want], rehabs: Mapping[Want, Collection[int]] | None = None) -> list[Call]:
    """The calls that hold exactly these wants, in the order of their first ones.

    Securities that want the same SubTypes share a call, or SubTypes that are wanted for the same securities
    do, whichever takes fewer calls. Securities with sessions of their own never share one with those without, nor
    K-lines with those that are adjusted otherwise: `rehabs` tells how (qot_common.RehabType), forward if it does not.
    """
    by_rehab: dict[tuple[int, ...], list[Want]] = {}
    for want in wants:
        adjusted = tuple(sorted(rehabs.get(want, FORWARD))) if rehabs and is_kline(want.sub_type) else FORWARD
        by_rehab.setdefault(adjusted, []).append(want)
    return [call._replace(rehabs=adjusted) for adjusted, those in by_rehab.items() for call in _group(those)]


def is_kline(sub_type: int) -> bool:
    """Whether this qot_common.SubType is of K-lines."""
    return sub_type in _KLINES


def _group(wants: list[Want]) -> list[Call]:
    by_security = _by_security(wants)
    by_sub_type = _by_sub_type(wants)
    return by_security if len(by_security) <= len(by_sub_type) else by_sub_type


def _by_security(wants: list[Want]) -> list[Call]:
    sub_types: dict[Security, set[int]] = {}
    for security, sub_type in wants:
        sub_types.setdefault(security, set()).add(sub_type)
    groups: dict[tuple[frozenset[int], bool], list[Security]] = {}
    for security, kinds in sub_types.items():
        groups.setdefault((frozenset(kinds), _has_sessions(security, kinds)), []).append(security)
    return [Call(tuple(securities), tuple(sorted(kinds))) for (kinds, _), securities in groups.items()]


def _by_sub_type(wants: list[Want]) -> list[Call]:
    securities: dict[tuple[int, bool], dict[Security, None]] = {}
    for security, sub_type in wants:
        securities.setdefault((sub_type, _has_sessions(security, (sub_type,))), {})[security] = None
    groups: dict[tuple[frozenset[Security], bool], list[int]] = {}
    for (sub_type, sessions), those in securities.items():
        groups.setdefault((frozenset(those), sessions), []).append(sub_type)
    return [
        Call(tuple(securities[kinds[0], sessions]), tuple(sorted(kinds)))
        for (_, sessions), kinds in groups.items()
    ]


def _has_sessions(security: Security, sub_types: Iterable[int]) -> bool:
    return security.market is Market.US and not _BY_SESSION.isdisjoint(sub_types)
