"""What keeps an order from being sent: the person's own limits, the lock, the environment, the key, the journal."""

from __future__ import annotations

import asyncio
import logging
import resource
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from futu_tui.protocol import ProtoId
from futu_tui.trading.desk import Desk
from futu_tui.trading.guard import Amounts, Guard, Limits
from futu_tui.trading.journal import ActKind, Journal
from futu_tui.trading.journal_writer import JournalWriter
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


def after(first: Callable[[], object]) -> Any:
    """A fault of the exchange: something happens before it acts and answers."""

    async def fault(exchange: Any, c2s: Any, context: Any, done: Any) -> Any:
        first()
        return done()

    return fault


class Disk:
    """The journal's disk, which can be full: no file of this process grows then, as the system sees to it."""

    def __init__(self, path: Path) -> None:
        self._log = path.with_name(path.name + "-wal")
        self._before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        size = self._log.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, self._before[1]))

    def clear(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._before)


@pytest.fixture
def disk(scene: Scene) -> Iterator[Disk]:
    disk = Disk(scene.path)
    yield disk
    disk.clear()


class Thief:
    """Another program that holds the journal for itself."""

    def __init__(self, scene: Scene) -> None:
        scene.desk._journal._journal._db.execute("PRAGMA busy_timeout = 50")  # two seconds in life
        self._db = sqlite3.connect(scene.path, isolation_level=None)

    def take(self) -> None:
        self._db.execute("BEGIN EXCLUSIVE")

    def give_back(self) -> None:
        self._db.execute("ROLLBACK")


@pytest.fixture
def thief(scene: Scene) -> Iterator[Thief]:
    thief = Thief(scene)
    yield thief
    thief._db.close()


class TestJournal:
    async def test_on_a_full_disk_nothing_is_sent_and_it_is_told(self, scene: Scene, disk: Disk) -> None:
        disk.fill()
        outcome = await scene.place()
        assert outcome.kind is OutcomeKind.NOT_SENT
        assert outcome.text.startswith(f"not sent: the disk of the journal {scene.path} fails")
        assert scene.desk.readonly_reason.startswith("trading is stopped: the disk of the journal")
        assert (await scene.news(Event.JOURNAL)).text == scene.desk.readonly_reason
        assert (await scene.place()).kind is OutcomeKind.NOT_SENT
        assert scene.exchange.writes == []
        disk.clear()
        await scene.desk.attend()
        assert (await scene.place()).accepted
        assert [entry.result for entry in await scene.written()] == ["accepted"]

    async def test_an_answer_that_finds_the_disk_full_is_kept_until_there_is_room(
        self, scene: Scene, disk: Disk
    ) -> None:
        scene.exchange.fault = after(disk.fill)
        assert (await scene.place()).accepted
        await until(lambda: bool(scene.desk.readonly_reason))
        scene.desk.observe([push_order(scene.exchange.orders[1000])])
        assert scene.entries()[0].result == "open"
        await scene.desk.attend()
        assert scene.desk.readonly_reason
        disk.clear()
        await scene.desk.attend()
        assert scene.desk.readonly_reason == ""
        assert scene.told[-1].text == "the journal can be written again: trading goes on"
        (entry,) = await scene.written()
        assert entry.result == "accepted"
        assert [event.kind for event in entry.events] == ["answer", "outcome", "push"]
        assert whole(scene.path)

    async def test_an_answer_on_a_full_disk_is_found_by_the_next_start_if_the_program_ends_before_there_is_room(
        self, scene: Scene, disk: Disk
    ) -> None:
        scene.exchange.fault = after(disk.fill)
        assert (await scene.place()).accepted
        await until(lambda: bool(scene.desk.readonly_reason))
        desk = await scene.again(meanwhile=disk.clear)
        assert scene.entries()[0].result == "open"
        scene.told.clear()
        await desk.reconcile()
        assert (await scene.news()).good
        (entry,) = await scene.written()
        assert (entry.result, entry.order_id) == ("accepted", 1000)
        assert len(scene.exchange.writes) == 1

    async def test_while_another_program_holds_the_journal_nothing_is_sent_and_then_trading_goes_on(
        self, scene: Scene, thief: Thief
    ) -> None:
        thief.take()
        outcome = await scene.place()
        assert (outcome.kind, outcome.text) == (
            OutcomeKind.NOT_SENT,
            f"not sent: another program holds the journal locked: end that one, or wait ({scene.path})",
        )
        assert "another program" in scene.desk.readonly_reason
        assert scene.exchange.writes == []
        thief.give_back()
        await scene.desk.attend()
        assert scene.desk.readonly_reason == ""
        assert (await scene.place()).accepted
        assert [entry.result for entry in await scene.written()] == ["accepted"]

    async def test_an_answer_that_finds_the_journal_held_is_written_when_it_is_free(
        self, scene: Scene, thief: Thief
    ) -> None:
        scene.exchange.fault = after(thief.take)
        assert (await scene.place()).accepted
        await until(lambda: bool(scene.desk.readonly_reason))
        assert scene.entries()[0].result == "open"
        thief.give_back()
        await scene.desk.attend()
        assert [entry.result for entry in await scene.written()] == ["accepted"]

    async def test_a_journal_that_may_only_be_read_stops_trading(self, scene: Scene) -> None:
        scene.desk._journal._journal._db.execute("PRAGMA query_only = ON")
        outcome = await scene.place()
        assert (outcome.kind, outcome.text) == (
            OutcomeKind.NOT_SENT,
            f"not sent: the journal may not be written: make it and its folder yours ({scene.path})",
        )
        assert scene.exchange.writes == []


async def test_two_programs_at_one_account_each_know_their_own_orders(scene: Scene) -> None:
    programs = [
        Desk(scene.gw, scene.accounts, JournalWriter(Journal.open(scene.path)), Guard(), scene.market)
        for _ in range(2)
    ]
    outcomes = await asyncio.gather(*(desk.place(scene.ticket(side=Side.SELL)) for desk in programs * 6))
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.ACCEPTED] * 12
    for order in scene.exchange.orders.values():
        for desk in programs:
            desk.observe([push_order(order)])
    for desk in programs:
        await desk.close()
    entries = scene.entries()
    assert len({entry.program for entry in entries}) == 2
    serials = [c2s.packetID.serialNo for c2s in scene.exchange.writes]
    assert len(set(serials)) == len({c2s.remark for c2s in scene.exchange.writes}) == 12
    for entry in entries:
        order = scene.order(entry.order_id)
        assert (entry.result, order.client_id) == ("accepted", entry.act.client_id)
        assert [event.kind for event in entry.events].count("push") == 1
    assert whole(scene.path)


def whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    with sqlite3.connect(path) as db:
        return bool(db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def test_a_password_shows_itself_nowhere() -> None:
    password = Password("123456")
    assert repr(password) == str(password) == f"{password}" == "Password(hidden)"
    assert password.md5 == MD5
    with pytest.raises(ValueError, match="type the trading password"):
        Password("")
