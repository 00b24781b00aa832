"""Keeps what is known of the account's watchlist groups equal to the gateway's, and sends what the person changes.

Nothing pushes a change that was made elsewhere: the groups are read when the link comes up, when one is shown, on a
key, and every few minutes. 3213 and 3214 may be asked ten times in 30 seconds each, so only groups that were shown in
this run are read again, a few at a time.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from futu_tui.feed.catch_up import REFUSALS, wire
from futu_tui.feed.tools import Tools
from futu_tui.market.account_groups import (
    AccountGroup,
    Conflict,
    Difference,
    Edit,
    GroupOp,
    Resolution,
    Securities,
    conflict_of,
    difference,
    edited,
    moved,
    steps,
)
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.pb.qot_get_user_security_group_pb2 import GroupType_All, GroupType_System

EVERY = 180.0
"""Seconds between two readings of which groups there are, and of each that was shown."""
SETTLE = 1.5
"""Seconds from a change to the reading of what came of it, so that several in a row cost one."""
AGAIN = 10.0
"""Seconds between two looks that the person asks for."""
AT_ONCE = 3
"""Groups read in one look: three looks in 30 seconds leave room for what the person changes."""


class GroupSync:
    """3222 and 3213 into the store, 3214 out to the gateway."""

    def __init__(self, tools: Tools) -> None:
        self._gateway, self._store, self._report, self._start = tools
        self._shown: dict[str, None] = {}
        """Groups that were shown in this run."""
        self._in_view = ""
        self._looked_at = -EVERY
        self._looking = False
        self._changing = asyncio.Lock()
        self._sent: dict[str, Securities] = {}
        """What changed groups are to hold, until that was read again."""

    # Reading

    def show(self, name: str) -> None:
        """This group comes into view: read it, unless that was done a moment ago."""
        self._shown[name], self._in_view = None, name
        if self._store.account_groups.due([name], time.monotonic(), EVERY, 1):
            self._start(self._read_again(name))

    def reload(self) -> bool:
        """Read again which groups there are, and those that were shown; False where that was just done."""
        if self._looking or time.monotonic() - self._looked_at < AGAIN:
            return False
        self._start(self.look(anew=True))
        return True

    def is_due(self, now: float) -> bool:
        """Whether it is time for another look. `now` is monotonic seconds."""
        return not self._looking and now - self._looked_at >= EVERY

    async def look(self, *, anew: bool = False) -> None:
        """Read which groups there are, and those shown whose turn it is; `anew` whenever they were read last."""
        if self._looking:
            return
        self._looking = True
        try:
            self._looked_at = now = time.monotonic()
            before = dict(self._store.account_groups.groups)
            await self._read_names()
            for name in self._due(now, 0.0 if anew else EVERY / 2):
                await self._read_again(name)
            self._tell_moved(before)
        finally:
            self._looking = False

    def _due(self, now: float, every: float) -> list[str]:
        """The group in view, then those read longest ago."""
        groups = self._store.account_groups
        first = groups.due([self._in_view], now, every, 1)
        others = [name for name in self._shown if name not in first]
        return first + groups.due(others, now, every, AT_ONCE - len(first))

    def _tell_moved(self, before: dict[str, AccountGroup]) -> None:
        for name, differs in moved(before, self._store.account_groups.groups).items():
            if not self._store.account_groups.groups[name].system:
                self._report(f"The account's group {name} was changed elsewhere: {_signed(differs)}")

    async def _read_names(self) -> None:
        try:
            answer = await self._gateway.request(
                ProtoId.QOT_GET_USER_SECURITY_GROUP, {"groupType": GroupType_All}
            )
        except REFUSALS as error:
            if self._store.refuse_groups(str(error)):
                self._report(f"Groups of the account: {error}")
        else:
            self._store.apply_group_names(
                (row.groupName, row.groupType == GroupType_System) for row in answer.groupList
            )

    async def _read_again(self, name: str) -> None:
        """A refusal is kept where the pane shows it. Not beside a change: it would tell what was before."""
        async with self._changing:
            with suppress(*REFUSALS):
                await self._read(name)

    async def _read(self, name: str) -> Securities:
        """What a group holds now. Raises GatewayError."""
        now = time.monotonic()
        try:
            answer = await self._gateway.request(ProtoId.QOT_GET_USER_SECURITY, {"groupName": name})
        except REFUSALS as error:
            self._store.refuse_groups(str(error), name, now)
            raise
        found: dict[Security, None] = {}
        for row in answer.staticInfoList:
            with suppress(SecurityError):
                found[Security.of(row.basic.security)] = None
        self._store.apply_static(answer.staticInfoList)
        self._store.apply_group(name, found, now)
        return tuple(found)

    # Changing

    async def change(self, edit: Edit) -> Conflict | None:
        """Send a change, after a look at what is there now: a conflict, with nothing sent, where that was changed
        elsewhere since it was last read. Raises GatewayError; then the group was read again, where that was possible.
        """
        async with self._changing:
            known = self._store.account_groups.groups.get(edit.group)
            base = known.securities if known is not None else None
            theirs = await self._read(edit.group)
            conflict = conflict_of(edit, base, theirs)
            if conflict is None:
                await self._write(edit, theirs, edited(theirs, edit))
            return conflict

    async def resolve(self, conflict: Conflict, resolution: Resolution) -> Conflict | None:
        """Make the group what the person chose; another conflict where it was changed once more meanwhile."""
        async with self._changing:
            theirs = await self._read(conflict.edit.group)
            if difference(conflict.theirs, theirs):
                return Conflict(conflict.edit, conflict.base, theirs)
            if resolution is not Resolution.THEIRS:
                await self._write(conflict.edit, theirs, conflict.resolved(resolution))
            return None

    async def _write(self, edit: Edit, now: Securities, wanted: Securities) -> None:
        """3214 as often as it takes, then a look at what came of it."""
        try:
            for op, securities in self._steps(edit, now, wanted):
                await self._gateway.request(
                    ProtoId.QOT_MODIFY_USER_SECURITY,
                    {
                        "groupName": edit.group,
                        "op": int(op),
                        "securityList": [wire(each) for each in securities],
                    },
                )
        except GatewayError:
            with suppress(GatewayError):  # the first one says what went wrong
                await self._read(edit.group)
            raise
        self._store.apply_group(edit.group, wanted, time.monotonic())
        self._sent[edit.group] = wanted
        self._start(self._settle(edit.group, wanted))

    async def _settle(self, name: str, sent: Securities) -> None:
        """Soon after the last of several changes of a group: is it what was sent? The others may hold it too."""
        await asyncio.sleep(SETTLE)
        async with self._changing:
            if self._sent.get(name) is not sent:
                return
            del self._sent[name]
            self._store.account_groups.forget_times(self._shown)
            held = await self._read(name)
        if differs := difference(sent, held):
            self._report(f"The account's group {name} is not what was sent: {_signed(differs)}")

    @staticmethod
    def _steps(edit: Edit, now: Securities, wanted: Securities) -> list[tuple[GroupOp, Securities]]:
        found = steps(now, wanted)
        if edit.op is not GroupOp.DELETE:
            return found
        others = [(op, tuple(each for each in those if each != edit.security)) for op, those in found]
        return [(GroupOp.DELETE, (edit.security,)), *((op, those) for op, those in others if those)]


def _signed(differs: Difference) -> str:
    return " ".join([f"+{each}" for each in differs.added] + [f"-{each}" for each in differs.gone])
