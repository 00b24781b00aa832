"""Groups of securities, as a person keeps them: some of the person's own, and those that the gateway makes of them.

Each API key has its own. What is put into a group is in the group of all too, and stays there when it is taken out of
the first; what is deleted leaves every group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

import msgspec

from futu_tui.paper.names import Language
from futu_tui.paper.universe import Instrument, SecurityType
from futu_tui.protocol import Market, Security

_OPTION, _FUTURE = 8, 10
"""qot_common.SecurityType"""


class GroupError(Exception):
    """There is no such group, or it cannot be changed; the message is what the client is told."""


class GroupKind(IntEnum):
    """By its qot_get_user_security_group.GroupType number."""

    CUSTOM = 1
    SYSTEM = 2


class OwnGroups(msgspec.Struct):
    """What one person keeps, the latest last."""

    everything: list[Security]
    custom: dict[str, list[Security]]


class _SystemGroup(NamedTuple):
    name_en: str
    name_cn: str
    holds: Callable[[Instrument], bool]


_SYSTEM = (
    _SystemGroup("All", "全部", lambda _: True),
    _SystemGroup("CN", "沪深", lambda each: each.market in (Market.SH, Market.SZ)),
    _SystemGroup(
        "HK", "港股", lambda each: each.market is Market.HK and each.sec_type not in (_OPTION, _FUTURE)
    ),
    _SystemGroup(
        "US", "美股", lambda each: each.market is Market.US and each.sec_type not in (_OPTION, _FUTURE)
    ),
    _SystemGroup("Options", "期权", lambda each: each.sec_type == _OPTION),
    _SystemGroup("Futures", "期货", lambda each: each.sec_type == _FUTURE),
)


class Groups:
    """The groups of everyone, by the name of their key; "" is everyone's without one."""

    def __init__(
        self, instruments: Mapping[Security, Instrument], kept: Mapping[str, OwnGroups], language: Language
    ) -> None:
        """`kept` is what an earlier run had; who has none begins with a few of the market."""
        self._instruments = instruments
        self._language = language
        self.owned = dict(kept)

    def names(self, owner: str) -> Iterator[tuple[str, GroupKind]]:
        """Every group, those of the system first."""
        for group in _SYSTEM:
            yield self._language.call(group), GroupKind.SYSTEM
        for name in self._of(owner).custom:
            yield name, GroupKind.CUSTOM

    def securities(self, owner: str, name: str) -> list[Security]:
        """What a group holds and this market knows. Raises GroupError."""
        own = self._of(owner)
        group = _system_group(name)
        if group is None:
            return self._known(self._custom(own, name))
        return [
            security for security in self._known(own.everything) if group.holds(self._instruments[security])
        ]

    def add(self, owner: str, name: str, securities: Iterable[Security]) -> None:
        """Put securities at a group's end; one that is in it stays where it is. Raises GroupError."""
        own = self._of(owner)
        group = self._changeable(own, name)
        for security in securities:
            for kept in (group, own.everything):
                if security not in kept:
                    kept.append(security)

    def move_out(self, owner: str, name: str, securities: Iterable[Security]) -> None:
        """Take securities out of one group. Raises GroupError."""
        own = self._of(owner)
        _take_out(self._changeable(own, name), set(securities))

    def delete(self, owner: str, name: str, securities: Iterable[Security]) -> None:
        """Take securities out of every group. Raises GroupError."""
        own = self._of(owner)
        self._changeable(own, name)
        for kept in (own.everything, *own.custom.values()):
            _take_out(kept, set(securities))

    def _of(self, owner: str) -> OwnGroups:
        if owner not in self.owned:
            self.owned[owner] = _to_begin_with(self._instruments.values())
        return self.owned[owner]

    def _known(self, securities: Iterable[Security]) -> list[Security]:
        return [security for security in securities if security in self._instruments]

    def _changeable(self, own: OwnGroups, name: str) -> list[Security]:
        if _system_group(name) is not None:
            raise GroupError(
                f"the group {name} is the gateway's own and cannot be changed: name one of yours"
            )
        return self._custom(own, name)

    @staticmethod
    def _custom(own: OwnGroups, name: str) -> list[Security]:
        try:
            return own.custom[name]
        except KeyError:
            raise GroupError(f"there is no group {name!r}: 3222 lists them") from None


def _system_group(name: str) -> _SystemGroup | None:
    """By either of its names."""
    return next((group for group in _SYSTEM if name in (group.name_en, group.name_cn)), None)


def _take_out(kept: list[Security], securities: set[Security]) -> None:
    kept[:] = [security for security in kept if security not in securities]


def _to_begin_with(instruments: Iterable[Instrument]) -> OwnGroups:
    """The first shares of each market, the funds, and the indices."""
    custom: dict[str, list[Security]] = {"Core": [], "Funds": [], "Indices": []}
    firsts: dict[Market, int] = {}
    for instrument in instruments:
        if instrument.sec_type is SecurityType.EQUITY and firsts.get(instrument.market, 0) < 3:
            firsts[instrument.market] = firsts.get(instrument.market, 0) + 1
            custom["Core"].append(instrument.security)
        elif instrument.sec_type is SecurityType.TRUST:
            custom["Funds"].append(instrument.security)
        elif instrument.sec_type is SecurityType.INDEX:
            custom["Indices"].append(instrument.security)
    return OwnGroups([security for group in custom.values() for security in group], custom)
