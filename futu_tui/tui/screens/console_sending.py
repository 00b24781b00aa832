"""How the console sends: what must be passed first, what is said while the gateway is asked, and what became of it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from futu_tui.masking import mask
from futu_tui.opend.errors import GatewayError, Limited, NoScope, Refused, TimedOut
from futu_tui.protocol import Handling, Protocol, ProtoId
from futu_tui.protocol.wire_json import to_json
from futu_tui.trading import TrdEnv
from futu_tui.trading.by_hand import CannotExpress, desk_act, lock_problem
from futu_tui.trading.outcome import Outcome
from futu_tui.tui.console.asking import Answer, ask, wishes_of
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.console_confirm import ConsoleConfirmScreen
from futu_tui.tui.screens.console_search import SearchesAnswer
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.text import clean_lines

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from textual.worker import Worker

    from futu_tui.trading import Account
    from futu_tui.trading.desk import Desk
    from futu_tui.tui.console.site import Site
    from futu_tui.tui.widgets.console_answer import AnswerView

log = logging.getLogger(__name__)

TELL_EVERY = 0.25
"""Seconds between two looks at how long an answer takes."""


class SendsRequests(SearchesAnswer):
    """A screen that sends a request of one protocol and shows what came of it."""

    site: Site
    protocol: Protocol
    answer: AnswerView
    _worker: Worker[None] | None = None
    _ticker: Timer | None = None
    _began = 0.0
    _step = ""

    def say(self, text: str, style: str = "dim") -> None:
        """Put this into the state line; the style is the name of one of the palette's."""
        raise NotImplementedError

    def go_to_field(self, path: str) -> None:
        """Put the cursor on a field that something is wrong with."""
        raise NotImplementedError

    def answered(self) -> None:
        """There is something to read in the answer's pane."""
        raise NotImplementedError

    @property
    def is_asking(self) -> bool:
        return self._worker is not None

    def send(self, c2s: Message | bytes, fields: dict[str, Any]) -> None:
        """Send it by the way that its protocol goes; `fields` is the same as JSON."""
        if why := self.site.obstacle():
            self._tell_of("not sent", why)
        elif self.protocol.handling is Handling.DESK:
            self._to_desk(c2s, fields)
        elif self.protocol.handling is Handling.ASK:

            def agreed(yes: bool | None) -> None:
                if yes:
                    self._ask(c2s, fields, confirmed=True)
                else:
                    self.say("not sent")

            shown = {"bytes": c2s.hex()} if isinstance(c2s, bytes) else fields
            lines = to_json(shown, indent=2, plain=False).splitlines()
            self.app.push_screen(ConsoleConfirmScreen(self.protocol, lines), agreed)
        else:
            self._ask(c2s, fields)

    # The gateway

    def _ask(self, c2s: Message | bytes, fields: dict[str, Any], *, confirmed: bool = False) -> None:
        self.site.memory.note(self.protocol, fields)
        self._began, self._step = time.monotonic(), "asking"
        self._ticker = self.set_interval(TELL_EVERY, self._tell)
        self._worker = self.run_worker(self._carry_out(c2s, fields, confirmed), group="ask", exclusive=True)
        self._tell()

    async def _carry_out(self, c2s: Message | bytes, fields: dict[str, Any], confirmed: bool) -> None:
        def step(text: str) -> None:
            self._step = text
            self._tell()

        feed = self.site.feed()
        assert feed is not None
        try:
            wishes = wishes_of(self.protocol, fields)
            answer = await ask(
                feed, self.protocol, c2s, wishes,
                timeout=self.site.timeout, confirmed=confirmed, on_step=step,
            )  # fmt: skip
            self._over()
            self._show(answer)
        except GatewayError as error:
            self._over()
            self.site.note_refusal(self.protocol, error)
            self._tell_of(_short(error), f"{error.message}\n{error.advice}")
        except asyncio.CancelledError:
            self._over()
            raise
        except Exception as error:  # the market is followed all the same
            log.exception("%d %s failed", self.protocol.id, self.protocol.name)
            self._over()
            self._tell_of("failed in this program", f"This program failed over it.\n{error!r}")

    def _show(self, answer: Answer) -> None:
        self.site.note_answer(self.protocol)
        self.answer.answer(answer.body, f"{self.protocol.id:d}-{self.protocol.name.lower()}")
        size = len(answer.body) if isinstance(answer.body, bytes) else answer.body.ByteSize()
        self.say(f"answered in {answer.seconds * 1000:,.0f} ms, {size:,} bytes", "text")
        self.answered()

    def _over(self) -> None:
        self._worker = None
        if self._ticker is not None:
            self._ticker.stop()
            self._ticker = None

    def _tell(self) -> None:
        """What is being waited for, and how long by now."""
        feed = self.site.feed()
        held = [
            seconds
            for protocol, seconds in (feed.gateway.waiting if feed else ())
            if protocol is self.protocol
        ]
        if held:
            self.say(f"waiting {max(held):.0f} s for the gateway's limit; esc gives up", "warning")
        else:
            passed = time.monotonic() - self._began
            self.say(f"{self._step} … {passed:.0f} s; esc gives up" if passed >= 1 else f"{self._step} …")

    def give_up(self) -> None:
        """Wait no longer."""
        if self._worker is not None:
            self._worker.cancel()
            self._over()
            writes = self.protocol.handling is Handling.ASK
            self.say(
                "given up; whether the gateway acted on it is not known" if writes else "given up", "warning"
            )

    def _tell_of(self, short: str, text: str, style: str = "warning") -> None:
        self.answer.say(clean_lines(mask(text.strip())))
        self.say(short, style)
        self.answered()

    # The desk

    def _to_desk(self, c2s: Any, fields: dict[str, Any]) -> None:
        acts, account = self.site.acts, self.site.account
        desk = acts.desk
        if acts.stopped or desk is None or account is None:
            self._tell_of("not sent", f"Not sent.\n{acts.stopped or 'There is no account in play.'}")
        elif self.protocol.id == ProtoId.TRD_UNLOCK_TRADE:
            self._to_lock(desk, account, c2s)
        else:
            try:
                act = desk_act(desk, self.site.accounts, self.protocol, c2s)
            except CannotExpress as error:
                self._tell_of("not sent", f"The trading desk cannot do this as it is written.\n{error}")
                self.go_to_field(str(error).partition(":")[0])
                return
            self.site.memory.note(self.protocol, fields)
            question = ConfirmScreen(
                f"{self.protocol.id:d} {self.protocol.name}",
                act.account,
                act.sentence,
                verb="send",
                side=act.side,
            )
            self._after(question, act.sentence, act.carry_out)

    def _to_lock(self, desk: Desk, account: Account, c2s: Any) -> None:
        if problem := lock_problem(account, c2s):
            self._tell_of("not sent", problem)
        elif account.env is TrdEnv.SIMULATE:
            self._tell_of("not sent", "A simulated account is never locked.\nChoose a real one first (a).")
        elif c2s.unlock:

            def unlocked(done: bool | None) -> None:
                self._tell_of(
                    "unlocked" if done else "not unlocked", f"Trading is {'un' if done else ''}locked."
                )

            self.app.push_screen(UnlockScreen(desk, account), unlocked)
        else:
            sentence = "LOCK trading for all programs on this gateway"
            self._after(ConfirmScreen("Lock", account, sentence, verb="lock"), sentence, desk.lock)

    def _after(self, question: ConfirmScreen, sentence: str, act: Callable[[], Awaitable[Outcome]]) -> None:
        """Carry out an act of the desk when the person agrees, and show what became of it."""

        async def carry_out() -> Outcome:
            return await act()

        def ended(outcome: Outcome) -> bool:
            if self.is_attached:
                advice = "The ticket (b) can override it." if outcome.overridable else ""
                kind = outcome.kind.value
                style = "text" if outcome.accepted else "warning"
                self._tell_of(kind, f"{kind.capitalize()}: {outcome.text}\n{advice}", style)
            return False

        def agreed(yes: bool | None) -> None:
            if yes:
                self.say("the desk has it …")
                self.site.acts.run(carry_out(), sentence, ended)
            else:
                self.say("not sent")

        self.app.push_screen(question, agreed)


def _short(error: GatewayError) -> str:
    """What failed, in the few words of the state line."""
    if isinstance(error, Refused):
        return f"refused by the gateway (ret_type {error.ret_type})"
    if isinstance(error, TimedOut):
        return "no answer in time"
    if isinstance(error, Limited):
        return f"rate limited: ask again in {error.retry_after:.0f} s"
    if isinstance(error, NoScope):
        return f"the key lacks {error.scope}" if error.scope else "the key does not allow it"
    return "failed"
