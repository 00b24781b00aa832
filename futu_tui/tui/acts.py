"""Carries out acts of the trading desk beside the screens, and tells the person what became of each."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from futu_tui.own_context import OwnContext
from futu_tui.trading import Account, TrdEnv
from futu_tui.trading.calls import TradeCalls
from futu_tui.trading.desk import Desk
from futu_tui.trading.equity_sources import EquitySources
from futu_tui.trading.guard import Guard, Limits
from futu_tui.trading.journal import FILE_NAME as JOURNAL
from futu_tui.trading.journal import Journal, JournalError
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.open_acts import Timing
from futu_tui.trading.outcome import DeskEvent, Outcome, OutcomeKind
from futu_tui.trading.quantities import FILE_NAME as QUANTITIES
from futu_tui.trading.quantities import Quantities
from futu_tui.tui.text import clean_lines

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.config import Settings
    from futu_tui.market import Store
    from futu_tui.opend import OpenD
    from futu_tui.trading import Accounts

log = logging.getLogger(__name__)

TRY_AGAIN = 5.0
"""Seconds between two tries to open a journal that cannot be opened."""
Severity = Literal["information", "warning", "error"]

_TITLES: dict[OutcomeKind, tuple[str, Severity, float]] = {
    OutcomeKind.ACCEPTED: ("Done", "information", 4.0),
    OutcomeKind.REFUSED: ("Refused", "error", 15.0),
    OutcomeKind.NOT_SENT: ("Not sent", "error", 15.0),
    OutcomeKind.NOT_FOUND: ("Not found", "error", 60.0),
    OutcomeKind.UNKNOWN: ("Outcome unknown", "warning", 60.0),
}
"""Of each kind of outcome its heading, how loud it is, and for how many seconds it stays."""


class Acts:
    """What is under way for the person, beyond the dialogs that started it."""

    def __init__(self, app: App[Any], settings: Settings, data: Path | None = None) -> None:
        """`data` is the folder of the journal and of what is remembered; without one nothing can be sent."""
        self._app = app
        self._settings = settings
        self._data = data
        self._tasks: set[asyncio.Task[None]] = set()
        self.desk: Desk | None = None
        """Where acts go; None while there is no gateway, or trading cannot be."""
        self.calls: TradeCalls | None = None
        """What else the gateway is asked about the account; None while there is no gateway."""
        self._equity: EquitySources | None = None
        self._learning: asyncio.Task[None] | None = None
        self.obstacle = "there is no gateway yet"
        """Why there is no desk."""
        self.on_journal: Callable[[], None] = lambda: None
        """Is told when a journal that could not be opened can be: then there may be a desk."""
        self._trying: asyncio.Task[None] | None = None
        self._context = OwnContext()
        trading = settings.trading
        lots, shares = trading.default_lots, trading.default_shares
        self.quantities = (
            Quantities(None, lots=lots, shares=shares)
            if data is None
            else Quantities.load(data / QUANTITIES, lots=lots, shares=shares)
        )
        """With how many shares a new order begins."""

    @asynccontextmanager
    async def at(self, gateway: OpenD, accounts: Accounts, store: Store) -> AsyncIterator[Desk | None]:
        """The desk at this gateway; None, and the person told why, where the journal cannot be opened."""
        settings = self._settings
        journal = await self._open_journal()
        if journal is not None:
            guard = Guard(Limits.of(settings.guard))
            lock_after = settings.trading.lock_after * 60
            timing = Timing(answer=settings.gateway.timeout)
            self.desk = Desk(
                gateway, accounts, journal, guard, store,
                on_event=self.hear, lock_after=lock_after, timing=timing,
            )  # fmt: skip
        self.calls = TradeCalls(gateway)
        self._context = OwnContext()
        self._equity = EquitySources(accounts.equity, self.calls, journal, accounts.note_equity)
        desk = self.desk
        try:
            yield desk
        finally:
            self.desk, self.calls, self.obstacle = None, None, "there is no gateway"
            self._equity = None
            for task in (self._learning, self._trying):
                if task is not None:
                    task.cancel()
            if desk is not None:
                await desk.close()

    async def _open_journal(self) -> JournalWriter | None:
        if self._data is None:
            self.obstacle = "there is no folder for the journal"
            return None
        try:
            return JournalWriter(await asyncio.to_thread(Journal.open, self._data / JOURNAL))
        except JournalError as error:
            self.obstacle = f"trading is stopped: {error}"
        except Exception as error:  # the market is followed all the same
            log.exception("the journal cannot be opened")
            self.obstacle = f"trading is stopped: the journal cannot be opened: {error}"
        self.refuse(self.obstacle)
        self._trying = asyncio.create_task(self._try_again(self._data / JOURNAL), name="journal")
        return None

    async def _try_again(self, path: Path) -> None:
        while True:
            await asyncio.sleep(TRY_AGAIN)
            with suppress(JournalError):
                await asyncio.to_thread(lambda: Journal.open(path).close())
                break
        self._app.notify("The journal can be written: trading is possible again.", markup=False)
        self.on_journal()

    @property
    def stopped(self) -> str:
        """Why nothing can be sent now; empty while it can."""
        return self.obstacle if self.desk is None else self.desk.readonly_reason

    def learn_equity(self, account: Account, since: float) -> None:
        """Have what happened on an account's equity curve from a moment on found out, and no other account's."""
        if self._learning is not None:
            self._learning.cancel()
        if self._equity is not None:
            self._learning = self._context.run(asyncio.ensure_future, self._equity.learn(account, since))
            self._learning.add_done_callback(_log_fault)

    def asks(self, account: Account) -> bool:
        """Whether acts of this account are asked about before they are sent."""
        return account.env is TrdEnv.REAL or self._settings.trading.confirm_in_simulate

    @property
    def under_way(self) -> int:
        """How many acts are on their way or not known to have ended."""
        return max(len(self._tasks), len(self.desk.open_acts) if self.desk else 0)

    @property
    def unknown(self) -> int:
        """How many acts were sent whose outcome is not known."""
        return sum(not act.in_flight for act in self.desk.open_acts) if self.desk else 0

    @property
    def lock(self) -> str:
        """What is known of the lock on real trading: locked, unlocked, or nothing."""
        if self.desk is None:
            return ""
        return "locked" if self.desk.locked else "unlocked" if self.desk.unlocked else ""

    def touch(self) -> None:
        """The person pressed a key."""
        if self.desk is not None:
            self.desk.touch()

    def run(
        self,
        act: Coroutine[Any, Any, Outcome],
        about: str,
        ended: Callable[[Outcome], bool] = lambda outcome: False,
    ) -> None:
        """Carry out an act. `ended` is given its outcome first, and answers whether it told the person itself.

        `about` is the act in a sentence.
        """

        async def carry_out() -> None:
            try:
                outcome = await act
            except Exception as error:  # whatever happened: it may have been sent, and the person must know
                log.exception("an act failed: %s", about)
                outcome = Outcome(OutcomeKind.UNKNOWN, f"this program failed on the way: {error!r}")
            if not ended(outcome):
                self.tell(outcome, about)

        task = asyncio.create_task(carry_out(), name="act")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def tell(self, outcome: Outcome, about: str) -> None:
        """Say what became of an act."""
        title, severity, seconds = _TITLES[outcome.kind]
        if outcome.accepted:
            about = first_part(about)  # it was read whole when it was confirmed
        text = outcome.text if about in outcome.text else f"{about}\n{outcome.text}"
        self._app.notify(clean_lines(text), title=title, severity=severity, timeout=seconds, markup=False)

    def hear(self, event: DeskEvent) -> None:
        """Say what the desk tells by itself."""
        text = f"{event.about}\n{event.text}" if event.about and event.about not in event.text else event.text
        severity: Severity = "information" if event.good else "warning"
        self._app.notify(
            clean_lines(text),
            title=event.event.value.capitalize(),
            severity=severity,
            timeout=6.0 if event.good else 30.0,
            markup=False,
        )

    def refuse(self, why: str) -> None:
        """Say why a key does nothing."""
        self._app.notify(
            clean_lines(why), title="Not possible", severity="warning", timeout=6.0, markup=False
        )


def first_part(sentence: str) -> str:
    """The act itself without its terms: `BUY 1,200 HK.00700 Tencent at 512.50` of a longer sentence."""
    return sentence.partition(", ")[0]


def acts_of(app: App[Any]) -> Acts:
    """The app's acts."""
    acts: Acts = app.acts  # type: ignore[attr-defined]
    return acts


def _log_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("what happened on the equity curve cannot be told", exc_info=error)
