"""What keeps an order from being sent: the person's own limits, the lock, the environment, the key, the journal."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

import grpc
import pytest

from futu_tui.protocol import ProtoId
from futu_tui.trading.guard import Amounts, Guard, Limits
from futu_tui.trading.journal import ActKind, Journal, JournalError
from futu_tui.trading.orders import Side
from futu_tui.trading.outcome import Event, OutcomeKind
from futu_tui.trading.password import Password
from tests.unit.trading import wire
from tests.unit.trading.conftest import Scene, until
from tests.unit.trading.exchange import refused
from tests.unit.trading.wire import push_order

MD5 = "e10adc3949ba59abbe56e057f20f883e"
"""Of 123456."""


class TestLimits:
    async def test_an_order_past_a_limit_is_not_sent_and_says_which(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(order_value=Amounts("HKD 100000")))
        outcome = await scene.place()
        assert (outcome.kind, outcome.overridable) == (OutcomeKind.NOT_SENT, True)
        (refusal,) = outcome.refusals
        assert (refusal.limit, refusal.value, refusal.bound) == (
            "largest order value",
            "102,400.00 HKD",
            "100,000.00 HKD",
        )
        assert scene.exchange.writes == []

    async def test_the_typed_word_sends_it_and_is_journalled(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(order_quantity=100))
        ticket = scene.ticket()
        assert not (await scene.desk.place(ticket, override="yes")).accepted
        assert (await scene.desk.place(ticket, override=" override ")).accepted
        (entry,) = await scene.written()
        assert entry.act.override == "largest order quantity: 200, 100 allowed"

    async def test_the_word_can_be_forbidden(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(order_quantity=100, allow_override=False))
        outcome = await scene.desk.place(scene.ticket(), override="OVERRIDE")
        assert (outcome.kind, outcome.overridable) == (OutcomeKind.NOT_SENT, False)

    async def test_orders_of_the_last_minute_are_counted(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(orders_per_minute=2))
        kinds = [(await scene.place()).kind for _ in range(3)]
        assert kinds == [OutcomeKind.ACCEPTED, OutcomeKind.ACCEPTED, OutcomeKind.NOT_SENT]

    async def test_after_the_loss_of_the_day_only_closing_orders_pass(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(day_loss=Amounts("HKD 1000")))
        held = wire.position("00700", 300, 500.0, 512.0, -1500.0)
        scene.accounts.portfolios[scene.account.acc_id].apply_positions([held])
        assert "only closing orders pass" in (await scene.place()).text
        assert (await scene.place(side=Side.SELL, qty=300)).accepted

    async def test_working_orders_count_towards_a_closing_order(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(day_loss=Amounts("1000")))
        portfolio = scene.accounts.portfolios[scene.account.acc_id]
        portfolio.apply_positions([wire.position("00700", 300, 500.0, 512.0, -1500.0)])
        portfolio.apply_order(wire.order(7, trdSide=2, qty=200))
        assert not (await scene.place(side=Side.SELL, qty=200)).accepted
        assert (await scene.place(side=Side.SELL, qty=100)).accepted

    async def test_orders_that_no_push_has_shown_yet_count_towards_a_position(self, scene: Scene) -> None:
        scene.desk.guard = Guard(Limits(position_value=Amounts("HKD 200000")))
        assert (await scene.place()).accepted
        assert scene.accounts.portfolios[scene.account.acc_id].orders == {}
        assert "largest position: 204,800.00 HKD" in (await scene.place()).text
        scene.known(1000)
        assert "largest position: 204,800.00 HKD" in (await scene.place()).text


class TestLock:
    async def test_a_refusal_for_the_lock_is_seen_and_said(self, real: Scene) -> None:
        real.exchange.locked = True
        assert not real.desk.locked
        outcome = await real.place()
        assert (outcome.kind, outcome.text) == (OutcomeKind.REFUSED, "Please unlock trading first")
        assert real.desk.locked
        assert (await real.news(Event.LOCKED)).text == "trading is locked: unlock it first"

    async def test_unlocking(self, real: Scene) -> None:
        real.exchange.locked = True
        await real.place()
        assert (await real.desk.unlock(Password("123456"))).accepted
        assert not real.desk.locked
        assert real.desk.unlocked
        assert (real.exchange.writes[-1].pwdMD5, real.exchange.writes[-1].securityFirm) == (MD5, 1)
        assert (await real.place()).accepted

    async def test_a_lock_that_the_gateway_puts_back_is_told(self, real: Scene) -> None:
        await real.desk.unlock(Password("123456"))
        real.exchange.locked = True
        await real.place()
        assert (await real.news(Event.LOCKED)).text == "the gateway locked trading again: unlock it first"
        assert not real.desk.unlocked

    async def test_a_wrong_password(self, real: Scene) -> None:
        outcome = await real.desk.unlock(Password("letmein"))
        assert (outcome.kind, outcome.text) == (OutcomeKind.REFUSED, "wrong password")
        assert not real.desk.unlocked

    async def test_locking_stops_real_orders_on_this_side_too(self, real: Scene) -> None:
        await real.desk.unlock(Password("123456"))
        assert (await real.desk.lock()).accepted
        assert real.exchange.locked
        assert real.desk.locked
        real.exchange.writes.clear()
        assert (await real.place()).text == "trading is locked: unlock it first"
        assert real.exchange.writes == []

    async def test_it_locks_after_idle_time_and_not_before(self, real: Scene) -> None:
        now = [1000.0]
        real.desk._clock = lambda: now[0]
        real.desk._lock.lock_after = 600.0
        await real.desk.unlock(Password("123456"))
        now[0] += 599
        await real.desk.attend()
        assert real.desk.unlocked
        real.desk.touch()
        now[0] += 599
        await real.desk.attend()
        assert real.desk.unlocked
        now[0] += 1
        await real.desk.attend()
        assert real.desk.locked
        assert (await real.news(Event.LOCKED)).text == "trading is locked after 10 min without a touch"

    async def test_a_lock_whose_answer_is_lost_still_locks_here(self, real: Scene) -> None:
        await real.desk.unlock(Password("123456"))
        real.gateway.refuse(ProtoId.TRD_UNLOCK_TRADE, grpc.StatusCode.UNAVAILABLE)
        outcome = await real.desk.lock()
        assert outcome.kind is OutcomeKind.NOT_FOUND
        assert real.desk.locked
        assert real.desk.open_acts == []

    async def test_a_simulated_account_knows_no_lock(self, scene: Scene) -> None:
        scene.exchange.locked = True
        assert (await scene.place()).accepted
        assert not scene.desk.locked

    async def test_no_secret_is_written_or_shown(self, real: Scene, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        password = Password("123456")
        await real.desk.unlock(password)
        real.gateway.answer(ProtoId.TRD_UNLOCK_TRADE, refused(ProtoId.TRD_UNLOCK_TRADE, -1, "no"))
        await real.desk.unlock(password)
        entries = await real.written()
        assert [entry.act.kind for entry in entries] == [ActKind.UNLOCK, ActKind.UNLOCK]
        everything = caplog.text + repr(password) + str(password)
        with sqlite3.connect(real.path) as db:
            everything += "\n".join(db.iterdump())
        assert "123456" not in everything
        assert MD5 not in everything


class TestEnvironment:
    async def test_an_order_of_the_environment_that_is_not_in_play_is_not_sent(self, scene: Scene) -> None:
        ticket = scene.ticket()
        ticket.account = scene.accounts.list[1]
        outcome = await scene.desk.place(ticket)
        assert outcome.text == "HK/US Cash 1234 is REAL, and SIMULATE is in play"
        assert scene.exchange.writes == []

    async def test_a_real_order_says_so_on_the_wire(self, real: Scene) -> None:
        assert (await real.place()).accepted
        header = real.exchange.writes[0].header
        assert (header.trdEnv, header.accID, header.trdMarket) == (1, 9001, 1)

    async def test_without_an_account_in_play_nothing_is_sent(self, scene: Scene) -> None:
        ticket = scene.ticket()
        scene.accounts.current = None
        assert scene.desk.readonly_reason == "no account is in play"
        assert (await scene.desk.place(ticket)).kind is OutcomeKind.NOT_SENT


class TestReadOnly:
    async def test_a_key_without_the_scope_makes_it_read_only(self, scene: Scene) -> None:
        scene.gateway.refuse(
            ProtoId.TRD_PLACE_ORDER,
            grpc.StatusCode.PERMISSION_DENIED,
            "2202 TRD_PLACE_ORDER needs the scope trade:simulate, which this key lacks",
        )
        assert (await scene.place()).kind is OutcomeKind.REFUSED
        assert scene.desk.readonly_reason == "read-only: the API key lacks trade:simulate"
        assert (await scene.news(Event.READ_ONLY)).text == scene.desk.readonly_reason
        assert (await scene.place()).kind is OutcomeKind.NOT_SENT
        assert len(scene.gateway.requests) == 1

    async def test_a_key_bound_to_securities_is_not_read_only(self, scene: Scene) -> None:
        scene.gateway.refuse(
            ProtoId.TRD_PLACE_ORDER, grpc.StatusCode.PERMISSION_DENIED, "HK.00700 is not among its securities"
        )
        assert (await scene.place()).kind is OutcomeKind.REFUSED
        assert scene.desk.readonly_reason == ""

    async def test_before_the_gateways_hello_nothing_is_sent(self, scene: Scene) -> None:
        scene.gw.conn_id = 0
        assert (await scene.place()).text == "the gateway has not said hello yet"


class FullDisk:
    """Nothing can be written while it is full; `test_journal.py` shows that SQLite says it so."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.full = False
        for name in ("record", "write", "probe"):
            patch.setattr(Journal, name, self._while_there_is_room(getattr(Journal, name)))

    def _while_there_is_room(self, really: Callable[..., Any]) -> Callable[..., Any]:
        def write(journal: Journal, *args: Any) -> Any:
            if self.full:
                raise JournalError(f"the disk of the journal {journal.path} is full")
            return really(journal, *args)

        return write


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    return FullDisk(monkeypatch)


class TestJournal:
    async def test_without_a_journal_nothing_is_sent_and_it_is_told(
        self, scene: Scene, disk: FullDisk
    ) -> None:
        disk.full = True
        outcome = await scene.place()
        assert outcome.kind is OutcomeKind.NOT_SENT
        assert "is full" in outcome.text
        assert "is full" in scene.desk.readonly_reason
        assert (await scene.news(Event.JOURNAL)).text.startswith("trading is stopped: the disk")
        assert (await scene.place()).kind is OutcomeKind.NOT_SENT
        assert scene.exchange.writes == []

    async def test_an_answer_that_cannot_be_written_is_kept_until_it_can(
        self, scene: Scene, disk: FullDisk
    ) -> None:
        async def fill_the_disk(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
            disk.full = True
            return done()

        scene.exchange.fault = fill_the_disk
        assert (await scene.place()).accepted
        await until(lambda: bool(scene.desk.readonly_reason))
        scene.desk.observe([push_order(scene.exchange.orders[1000])])
        assert scene.entries()[0].result == "open"
        disk.full = False
        await scene.desk.attend()
        assert scene.desk.readonly_reason == ""
        assert scene.told[-1].text == "the journal can be written again: trading goes on"
        (entry,) = await scene.written()
        assert entry.result == "accepted"
        assert [event.kind for event in entry.events] == ["answer", "outcome", "push"]


def test_a_password_shows_itself_nowhere() -> None:
    password = Password("123456")
    assert repr(password) == str(password) == f"{password}" == "Password(hidden)"
    assert password.md5 == MD5
    with pytest.raises(ValueError, match="type the trading password"):
        Password("")
