"""The watchlist groups that the account keeps (3222, 3213): what was last read of each, and how two versions join.

The gateway knows no versions of a group: it says what the group holds now, and takes single additions and removals
(3214). So whoever changes one compares what is there now with what was last read, and where both differ from that,
the person is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, IntEnum
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from futu_tui.protocol import Security

Securities = tuple[Security, ...]
"""What a group holds, in the gateway's order and without repeats."""


class GroupOp(IntEnum):
    """What is done to a group, by its qot_modify_user_security.ModifyUserSecurityOp number."""

    ADD = 1
    DELETE = 2
    """Out of every group of the account."""
    MOVE_OUT = 3
    """Out of this group alone."""


class Edit(Struct, frozen=True):
    """One change that the person wants of a group."""

    op: GroupOp
    group: str
    security: Security

    def __str__(self) -> str:
        if self.op is GroupOp.ADD:
            return f"add {self.security} to {self.group}"
        if self.op is GroupOp.MOVE_OUT:
            return f"move {self.security} out of {self.group}"
        return f"delete {self.security} from every group of the account"


class Resolution(Enum):
    """Which version of a group is to stand where it was changed in two places."""

    THEIRS = "as it is there now"
    BOTH = "as it is there now, with your change"
    MINE = "as it was here, with your change"


class Difference(NamedTuple):
    """What came into a group and what left it, each in its version's order."""

    added: Securities
    gone: Securities

    def __bool__(self) -> bool:
        return bool(self.added or self.gone)


def difference(before: Sequence[Security], after: Sequence[Security]) -> Difference:
    """From one version to another; their order counts for nothing, as the gateway lets nobody set it."""
    had, has = set(before), set(after)
    return Difference(
        tuple(dict.fromkeys(each for each in after if each not in had)),
        tuple(dict.fromkeys(each for each in before if each not in has)),
    )


def edited(securities: Sequence[Security], edit: Edit) -> Securities:
    """A version with this change: what is added comes last, what is there already stays where it is."""
    rest = tuple(dict.fromkeys(securities))
    if edit.op is GroupOp.ADD:
        return rest if edit.security in rest else (*rest, edit.security)
    return tuple(each for each in rest if each != edit.security)


class Conflict(Struct, frozen=True):
    """A group was changed elsewhere since it was last read here, and the person wants a change of it too."""

    edit: Edit
    base: Securities
    """As it was last read."""
    theirs: Securities
    """As it is there now."""

    @property
    def mine(self) -> Securities:
        """As it was last read, with the person's change."""
        return edited(self.base, self.edit)

    @property
    def elsewhere(self) -> Difference:
        """What was changed elsewhere."""
        return difference(self.base, self.theirs)

    def resolved(self, resolution: Resolution) -> Securities:
        """What the group is to hold."""
        if resolution is Resolution.THEIRS:
            return self.theirs
        return edited(self.theirs, self.edit) if resolution is Resolution.BOTH else self.mine


def conflict_of(edit: Edit, base: Sequence[Security] | None, theirs: Sequence[Security]) -> Conflict | None:
    """Whether the person must be asked: None where nothing was changed elsewhere, or only what the person wants too.

    `base` is what was last read; None where nothing was, so that there is nothing that the person could have seen.
    """
    if base is None or not difference(base, theirs) or not difference(edited(base, edit), theirs):
        return None
    return Conflict(edit, tuple(base), tuple(theirs))


def steps(now: Sequence[Security], wanted: Sequence[Security]) -> list[tuple[GroupOp, Securities]]:
    """The changes that make one version the other: additions first, so that no security is ever nowhere."""
    added, gone = difference(now, wanted)
    found: list[tuple[GroupOp, Securities]] = []
    if added:
        found.append((GroupOp.ADD, added))
    if gone:
        found.append((GroupOp.MOVE_OUT, gone))
    return found


class AccountGroup(Struct, frozen=True):
    """One group, as far as it was told."""

    name: str
    system: bool
    """Whether the gateway makes it by itself, so that nobody can change it."""
    securities: Securities | None = None
    """None while they were not told."""
    refused: str = ""
    """Why they were not told when last asked for; what was told before stays."""
    read_at: float = 0.0
    """Monotonic seconds of when it was last asked for."""


class AccountGroups(Struct):
    """All groups of the account in the gateway's order."""

    groups: dict[str, AccountGroup] = field(default_factory=dict)
    known: bool = False
    """Whether the gateway ever told which there are."""
    refused: str = ""
    """Why it does not tell which there are; empty while it does."""

    def apply_names(self, names: Iterable[tuple[str, bool]]) -> bool:
        """All names, each with whether it is of the system; of one name the first counts. Whether anything differs."""
        listed: dict[str, bool] = {}
        for name, system in names:
            listed.setdefault(name, system)
        before = list(self.groups.values())
        self.groups = {
            name: replace(self.groups.get(name) or AccountGroup(name, system), system=system)
            for name, system in listed.items()
        }
        told, self.known, self.refused = self.known and not self.refused, True, ""
        return not told or before != list(self.groups.values())

    def apply_securities(self, name: str, securities: Iterable[Security], now: float) -> bool:
        """What a group holds; whether that differs. One that is no longer listed is left out."""
        group = self.groups.get(name)
        if group is None:
            return False
        held = tuple(dict.fromkeys(securities))
        self.groups[name] = replace(group, securities=held, refused="", read_at=now)
        return held != group.securities or bool(group.refused)

    def refuse(self, words: str, name: str | None = None, now: float = 0.0) -> bool:
        """The gateway does not tell what a group holds, or which there are; whether that is news."""
        if name is None:
            news, self.refused = words != self.refused, words
            return news
        group = self.groups.get(name)
        if group is None:
            return False
        self.groups[name] = replace(group, refused=words, read_at=now)
        return words != group.refused

    def forget_times(self, names: Iterable[str]) -> None:
        """What these hold may be otherwise by now: each is to be read again when it is shown."""
        for name in names:
            if name in self.groups:
                self.groups[name] = replace(self.groups[name], read_at=0.0)

    def due(self, names: Iterable[str], now: float, every: float, most: int) -> list[str]:
        """Which of these groups are to be read again, those read longest ago first."""
        old = [
            group
            for name in dict.fromkeys(names)
            if (group := self.groups.get(name)) is not None
            and (not group.read_at or now - group.read_at >= every)
        ]
        return [group.name for group in sorted(old, key=lambda group: group.read_at)[:most]]


def moved(before: Mapping[str, AccountGroup], after: Mapping[str, AccountGroup]) -> dict[str, Difference]:
    """What differs by group between two readings, of those that were told both times."""
    found = {}
    for name, group in after.items():
        old = before.get(name)
        if old is not None and old.securities is not None and group.securities is not None:
            differs = difference(old.securities, group.securities)
            if differs:
                found[name] = differs
    return found
