"""Whether a gateway that answers can also tell: its login at the broker may be lost, or the key's rights taken away.

Pushes stop without a word then, and the link looks well.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from futu_tui.feed.account_sync import AccountSync
from futu_tui.feed.catch_up import REFUSALS, CatchUp
from futu_tui.feed.link import LinkHealth
from futu_tui.feed.notices import LOGIN, QUOTE_RIGHTS, Notice
from futu_tui.market import Store
from futu_tui.opend import OpenD
from futu_tui.opend.errors import NoScope
from futu_tui.protocol import ProtoId

LOGGED_OUT = "the gateway is not logged in"
SETTLED = 3.0
"""Seconds after which pushes come again for sure, where requests are answered again."""


class Service:
    """Looks whether quotes and accounts are told; `LinkHealth.barred` says why quotes are not."""

    def __init__(
        self,
        gateway: OpenD,
        store: Store,
        health: LinkHealth,
        account_sync: AccountSync,
        catch_up: CatchUp,
        report: Callable[[str], None],
    ) -> None:
        self.due = math.inf
        """When to look, and to fetch the trades anew, in monotonic seconds: pushes may just have stood still."""
        self._gateway = gateway
        self._store = store
        self._health = health
        self._account_sync = account_sync
        self._catch_up = catch_up
        self._report = report

    @property
    def logged_out(self) -> bool:
        return self._health.barred == LOGGED_OUT

    def heed(self, notice: Notice) -> None:
        """A notice of the gateway: where its login or the rights are others, a look is due."""
        if notice.kind in (LOGIN, QUOTE_RIGHTS):
            self.due = 0.0

    def settle(self) -> None:
        """Quotes are answered again: whatever is not pushed yet is to be fetched once more."""
        self.due = min(self.due, time.monotonic() + SETTLED)

    async def read_states(self) -> bool:
        """1002: what the markets are doing, the broker's clock, and the login; False where that is lost."""
        asked = time.monotonic()
        try:
            answer = await self._gateway.request(
                ProtoId.GET_GLOBAL_STATE, {"userID": self._gateway.user_id or 0}
            )
        except REFUSALS as error:
            self._report(f"Market states: {error}")
            return not self.logged_out
        self._store.apply_global_state(answer)
        if answer.time:
            self._store.clock.tell(answer.time, asked, time.monotonic())
        self._account_sync.note_login(holds=answer.trdLogined)
        if not answer.qotLogined:
            self._bar(LOGGED_OUT, f"{LOGGED_OUT} to the broker for quotes. Log in at the gateway.")
        return bool(answer.qotLogined)

    async def look(self) -> bool:
        """Whether quotes are told, to this key. Raises GatewayError where the link failed."""
        if not await self.read_states():
            return False
        try:
            await self._catch_up.allowed()
        except NoScope as error:
            self.bar(error)
            return False
        return True

    def bar(self, no: NoScope) -> None:
        """The key may read no quotes, or no longer."""
        self._bar(f"the API key lacks {no.scope}", str(no))

    def _bar(self, reason: str, words: str) -> None:
        if self._health.barred != reason:
            self._health.barred = reason
            self._report(f"Quotes: {words}")
            self._store.end_pushes()
        if self._store.quotes:
            self._store.mark_stale(time.monotonic())
