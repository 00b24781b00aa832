"""Who wants what pushed, and the fewest calls that make it so.

Owners (panes, commands) say what they want; the union of it is subscribed with 3001, within the account's
quota, and released when nobody wants it any more and the gateway lets go of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Hashable, Iterable
from contextlib import suppress

from msgspec import Struct

from futu_tui.opend.client import OpenD
from futu_tui.opend.errors import GatewayError, Limited, NoScope, NotServed, Refused
from futu_tui.opend.grouping import FORWARD, Call, Want, group, is_kline
from futu_tui.protocol import ProtoId, Security, SecurityError

HOLD = 60.0
"""Seconds that a subscription must be held before the gateway lets go of it."""
BATCH = 0.05
"""Seconds in which wants are gathered before the first call."""
QUOTA_REFRESH = 60.0
"""Seconds between two looks at the quota while something wanted finds no room."""
RETRY_SHORTEST, RETRY_LONGEST = 1.0, 15.0
"""Seconds to wait after a call that failed for a passing reason; doubles from one to the other."""


class NotReleased(Exception):
    """A subscription that stays for now; the text says why, and until when."""


class _Owned(Struct, frozen=True):
    """What an owner wants."""

    priority: int
    wants: tuple[Want, ...]
    rehab: int


class _Plan(Struct, frozen=True):
    """What stands between what is and what should be."""

    add: list[Want]
    """To be subscribed now, the most wanted first."""
    drop: list[Want]
    """To be released now."""
    drop_later: float | None
    """The loop's time at which the next one may be released."""
    crowded_out: frozenset[Want]
    """Wanted, and no room for it."""


class Subscriptions:
    """What is subscribed on one gateway; `run` does the work, everything else only says what should be.

    Times are the loop's. All sets are of `Want`, one (security, SubType) each.
    """

    def __init__(
        self,
        gw: OpenD,
        quota: int | None = None,
        *,
        on_active: Callable[[Collection[Want]], None] | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        """`quota` caps what the gateway grants (3003); None takes all of that.

        `on_active` is told each group of wants once it is subscribed, after a restore too; `on_change` is
        called after anything that the attributes show has changed.
        """
        self.on_active = on_active
        self.on_change = on_change
        self.refused: dict[Want, str] = {}
        """What the gateway said no to, with its words; asked again after a restore, or when wanted anew."""
        self.unmet: frozenset[Want] = frozenset()
        """What is wanted and finds no room in the quota."""
        self._gw = gw
        self._cap = quota
        self._granted: int | None = None
        self._quota_read_at = 0.0
        self._owners: dict[Hashable, _Owned] = {}
        self._shared: frozenset[Want] = frozenset()
        """What other connections hold: it costs nothing of the quota."""
        self._held: dict[Want, float] = {}
        """What the gateway holds for us, or may hold where an answer was lost; since when, at the latest."""
        self._active: set[Want] = set()
        self._adjusted: dict[Want, frozenset[int]] = {}
        self._not_before = 0.0
        self._failures = 0
        self._changed = asyncio.Event()
        self._working = asyncio.Lock()

    @property
    def active(self) -> frozenset[Want]:
        """What is subscribed and pushed."""
        return frozenset(self._active)

    @property
    def used(self) -> int:
        """How much of the quota this program holds, including what it may not release yet."""
        return len(self._held)

    @property
    def quota(self) -> int | None:
        """How much of it this program may hold; None while neither the person nor the gateway said."""
        bounds = [bound for bound in (self._cap, self._granted) if bound is not None]
        return min(bounds) if bounds else None

    def want(
        self,
        owner: Hashable,
        wants: Iterable[tuple[Security, int]],
        priority: int = 0,
        *,
        rehab: int = FORWARD[0],
    ) -> None:
        """Replace what this owner wants; nothing, to want nothing. Higher priorities get the quota first.

        `rehab` is the qot_common.RehabType that K-lines among it are to be pushed in; others of the same want get
        theirs besides, at no more of the quota.
        """
        new = tuple(Want(*want) for want in wants)
        if new:
            self._owners[owner] = _Owned(priority, new, rehab)
        else:
            self._owners.pop(owner, None)
        for want in self.refused.keys() - self._wanted().keys():
            del self.refused[want]
        self._changed.set()

    def rehabs(self, want: Want) -> frozenset[int]:
        """How a K-line that is subscribed comes adjusted: qot_common.RehabType of each telling."""
        return self._adjusted.get(want, frozenset(FORWARD))

    def owners_of(self, want: Want) -> list[Hashable]:
        """Who wants this pushed."""
        return [owner for owner, owned in self._owners.items() if want in owned.wants]

    async def release(self, want: Want) -> None:
        """Let go of one that this connection holds and nobody in this program wants.

        Raises NotReleased where it is wanted or the gateway must be given its minute first, and GatewayError.
        """
        if self.owners_of(want):
            raise NotReleased(
                "What is in view needs it; a minute after that is closed it is let go by itself."
            )
        async with self._working:
            left = self._held[want] + HOLD - _now() if want in self._held else 0.0
            if left > 0:
                raise NotReleased(
                    f"A subscription must be held for {HOLD:.0f} s: it is let go by itself in {left:.0f} s."
                )
            await self._gw.request(ProtoId.QOT_SUB, Call((want.security,), (want.sub_type,)).unsubscribe())
            self._held.pop(want, None)
            self._active.discard(want)
        self._tell()

    async def run(self) -> None:
        """Keep the gateway at what is wanted, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._idle_seconds()):
                    await self._changed.wait()
            await asyncio.sleep(BATCH)
            async with self._working:
                self._changed.clear()
                await self._settle()

    async def restore(self) -> None:
        """Read the quota and subscribe everything wanted anew; for the start and after each reconnect.

        Returns when it was tried. What fails for a passing reason is tried again by `run`.
        """
        async with self._working:
            self._changed.clear()
            self._active.clear()
            self.refused.clear()
            self._not_before = 0.0
            self._failures = 0
            with suppress(GatewayError):
                await self._read_quota()
            await self._settle()

    async def _settle(self) -> None:
        """Make calls until nothing is left to do now."""
        while _now() >= self._not_before:
            plan = self._plan()
            try:
                if plan.add:
                    await self._subscribe(group(plan.add, self._wanted_rehabs())[0])
                elif plan.drop:
                    await self._unsubscribe(group(plan.drop)[0])
                elif plan.crowded_out and _now() >= self._quota_read_at + QUOTA_REFRESH:
                    await self._read_quota()
                else:
                    break
                self._failures = 0
            except GatewayError as error:
                self._failures += 1
                wait = min(RETRY_LONGEST, RETRY_SHORTEST * 2.0 ** min(self._failures - 1, 8))
                self._not_before = _now() + (error.retry_after if isinstance(error, Limited) else wait)
            self._tell()
        self._tell()

    def _plan(self) -> _Plan:
        priorities = self._wanted()
        wanted = [want for want in priorities if want not in self.refused]
        # Among equals, what is held already goes first: changing it for another would only cost calls, or quota.
        wanted.sort(key=lambda want: (-priorities[want], want not in self._held, want not in self._shared))
        quota = len(wanted) + len(self._held) if self.quota is None else self.quota
        chosen = wanted[:quota]
        room = quota - len(self._held)
        add: list[Want] = []
        crowded_out = set(wanted[quota:]) - self._active
        rehabs = self._wanted_rehabs()
        for want in chosen:
            if want in self._active and (want not in rehabs or rehabs[want] <= self.rehabs(want)):
                continue
            if want not in self._held:
                if room <= 0:
                    crowded_out.add(want)
                    continue
                room -= 1
            add.append(want)
        releasable = {want: since + HOLD for want, since in self._held.items() if want not in set(chosen)}
        now = _now()
        return _Plan(
            add,
            [want for want, at in releasable.items() if at <= now],
            min((at for at in releasable.values() if at > now), default=None),
            frozenset(crowded_out),
        )

    async def _subscribe(self, call: Call) -> None:
        try:
            await self._add(call)
        except NotServed as no:
            self._refuse(call, no)
        except (Refused, NoScope) as no:
            try:
                await self._read_quota()
            except NoScope:
                self._refuse(call, no)  # the key may read no quotes at all
                return
            except Refused:
                pass
            if self.quota is None or len(self._held.keys() | set(call.wants)) <= self.quota:
                await self._refuse_parts(call, no)

    async def _refuse_parts(self, call: Call, no: Refused | NoScope) -> None:
        """One security that is not allowed spoils the call for all: find it, and subscribe the rest."""
        if len(call.wants) == 1:
            self._refuse(call, no)
            return
        for half in call.halves():
            try:
                await self._add(half)
            except (Refused, NoScope) as half_no:
                await self._refuse_parts(half, half_no)

    async def _add(self, call: Call) -> None:
        try:
            await self._gw.request(ProtoId.QOT_SUB, call.subscribe())
        except (Refused, NoScope, NotServed):
            raise
        except GatewayError:
            self._held.update(dict.fromkeys(call.wants, _now()))  # perhaps; it is told again, or released
            raise
        self._held.update(dict.fromkeys(call.wants, _now()))
        self._active.update(call.wants)
        self._adjusted.update(
            {want: frozenset(call.rehabs) for want in call.wants if is_kline(want.sub_type)}
        )
        if self.on_active:
            self.on_active(call.wants)

    async def _unsubscribe(self, call: Call) -> None:
        self._active.difference_update(call.wants)
        try:
            await self._gw.request(ProtoId.QOT_SUB, call.unsubscribe())
        except (Refused, NoScope, NotServed):
            # Either it was not subscribed, or it must be held for longer.
            self._held.update(dict.fromkeys(call.wants, _now()))
            await self._read_quota()
            return
        for want in call.wants:
            self._held.pop(want, None)

    async def _read_quota(self) -> None:
        """Learn what this program may hold (3003), and forget what the gateway does not hold any more."""
        self._quota_read_at = _now()
        s2c = await self._gw.request(ProtoId.QOT_GET_SUB_INFO, {"isReqAllConn": True})
        own, listed = set(), set()
        for connection in s2c.connSubInfoList:
            for info in connection.subInfoList:
                for security in info.securityList:
                    with suppress(SecurityError):
                        want = Want(Security.of(security), info.subType)
                        listed.add(want)
                        if connection.isOwnConnData:
                            own.add(want)
        self._held = {want: since for want, since in self._held.items() if want in own}
        self._active &= self._held.keys()
        # What others hold is theirs, but subscribing it once more costs nothing. After a cut that is all there was
        # before: the gateway keeps it for the connection that is lost, up to a minute.
        self._shared = frozenset(listed - own)
        used = listed & (self._held.keys() | self._wanted().keys())
        self._granted = max(0, s2c.remainQuota + len(used))

    def _wanted(self) -> dict[Want, int]:
        """The union over all owners, each with the highest priority that any gives it."""
        wanted: dict[Want, int] = {}
        for owned in self._owners.values():
            for want in owned.wants:
                wanted[want] = max(owned.priority, wanted.get(want, owned.priority))
        return wanted

    def _wanted_rehabs(self) -> dict[Want, frozenset[int]]:
        """How each K-line that is wanted is to come adjusted."""
        rehabs: dict[Want, frozenset[int]] = {}
        for owned in self._owners.values():
            for want in owned.wants:
                if is_kline(want.sub_type):
                    rehabs[want] = rehabs.get(want, frozenset()) | {owned.rehab}
        return rehabs

    def _refuse(self, call: Call, no: GatewayError) -> None:
        self.refused.update(dict.fromkeys(call.wants, no.message))

    def _idle_seconds(self) -> float | None:
        """How long nothing will have to be done if nothing changes; None for ever."""
        plan = self._plan()
        due = [plan.drop_later] if plan.drop_later is not None else []
        if plan.add or plan.drop:
            due.append(self._not_before)
        if plan.crowded_out:
            due.append(max(self._not_before, self._quota_read_at + QUOTA_REFRESH))
        return max(0.0, min(due) - _now()) if due else None

    def _tell(self) -> None:
        self.unmet = self._plan().crowded_out
        if self.on_change:
            self.on_change()


def _now() -> float:
    return asyncio.get_running_loop().time()
