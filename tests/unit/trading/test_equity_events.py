"""Own fills out of the journal, transfers out of cash flows, and asking the gateway for them day by day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from futu_tui.opend.errors import Refused
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading import Account
from futu_tui.trading.acts import Act, ActKind, Pushed
from futu_tui.trading.calls import CashFlow
from futu_tui.trading.equity import EquityCurves, account_key
from futu_tui.trading.equity_events import DayTransfers, OwnFill, Transfer, transfers_of
from futu_tui.trading.equity_file import KeptEquity
from futu_tui.trading.equity_sources import AT_ONCE, SOON, WITHIN, EquitySources
from futu_tui.trading.journal import Journal
from futu_tui.trading.journal_fills import fill_words, own_fills
from futu_tui.trading.journal_writer import JournalWriter
from futu_tui.trading.orders import Fill, Order
from futu_tui.trading.verdicts import telling
from tests.tui.grid_harness import order
from tests.unit.trading.test_equity import account, funds

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()
"""A Wednesday."""
DAY = 86_400


def place(security: str = "HK.00700", side: str = "BUY", acc_id: int = 281234, env: int = 0) -> Act:
    return Act(ActKind.PLACE, acc_id, env, security=security, side=side, qty="300", price="512.5")


def filled(qty: float, price: float) -> str:
    row = trd_common_pb2.OrderFill(
        fillID=1, fillIDEx="1", name="", orderID=7, code="00700", secMarket=1, trdSide=1, price=price, qty=qty,
        createTime="",
    )  # fmt: skip
    return fill_words(Fill.of(row))


def state(qty: float, price: float) -> str:
    told = {"fillQty": qty, "fillAvgPrice": price, "orderStatus": 11, "qty": qty}
    return telling(Order.of(order(7, "HK.00700", **told)))


def written(path: Path, act: Act, *pushes: tuple[float, str]) -> Journal:
    journal = Journal.open(path)
    recorded = journal.record(act)
    journal.write([Pushed(recorded.act_id, at, text, 7) for at, text in pushes])
    return journal


def test_fills_are_read_as_they_were_written(tmp_path: Path) -> None:
    journal = written(
        tmp_path / "j",
        place(),
        (5.0, filled(100, 512.5)),
        (6.0, state(300, 512.4)),
        (7.0, filled(200, 512.35)),
    )
    assert own_fills(journal.order_stories(281234, 0)) == [
        OwnFill(5.0, True, "HK.00700", 100.0, 512.5),
        OwnFill(7.0, True, "HK.00700", 200.0, 512.35),
    ]


def test_what_an_orders_state_tells_beyond_its_fills_counts_once(tmp_path: Path) -> None:
    journal = written(
        tmp_path / "j", place(side="SELL"),
        (5.0, filled(100, 512.5)), (9.0, state(300, 512.4)), (9.5, state(300, 512.4)),
    )  # fmt: skip
    assert own_fills(journal.order_stories(281234, 0)) == [
        OwnFill(5.0, False, "HK.00700", 100.0, 512.5),
        OwnFill(9.0, False, "HK.00700", 200.0, 512.4),
    ]


def test_an_act_that_traded_nothing_is_no_fill(tmp_path: Path) -> None:
    journal = written(tmp_path / "j", place(), (5.0, telling(Order.of(order(7, "HK.00700")))))
    journal.record(Act(ActKind.CANCEL, 281234, 0, order_id=7))
    assert journal.order_stories(281234, 0) == []


def flow(kind: str, amount: float, flow_id: int = 1) -> CashFlow:
    return CashFlow(flow_id, "2026-11-24", "2026-11-24", "HKD", kind, Decimal(str(amount)), "")


def test_money_of_trading_is_no_transfer() -> None:
    flows = [
        flow("Buy", -500),
        flow("Fees", -3),
        flow("Dividend", 12),
        flow("Deposit", 1000, 2),
        flow("出金", -7, 3),
    ]
    assert [(each.flow_id, each.amount) for each in transfers_of(flows, "2026-11-24")] == [
        (2, 1000.0),
        (3, -7.0),
    ]


# Asking


class Calls:
    def __init__(self) -> None:
        self.asked: list[date] = []
        self.flows: dict[date, list[CashFlow]] = {}
        self.refusal: Refused | None = None

    async def cash_flow(self, account: Account, day: date) -> list[CashFlow]:
        self.asked.append(day)
        if self.refusal is not None:
            raise self.refusal
        return self.flows.get(day, [])


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest.fixture
def curves() -> EquityCurves:
    curves = EquityCurves()
    curves.observe(account(), funds(100.0), NOON - 30 * DAY)
    curves.observe(account(), funds(110.0), NOON)
    return curves


def sources(
    curves: EquityCurves, calls: Calls, clock: Clock, journal: JournalWriter | None = None, told: Any = None
) -> EquitySources:
    tell = told.append if told is not None else lambda: None
    return EquitySources(
        curves, calls, journal, (lambda: tell("")) if told is not None else tell,  # type: ignore[arg-type]
        sleep=clock.sleep, clock=clock,
    )  # fmt: skip


async def test_weekdays_in_view_are_asked_once_newest_first_and_not_in_a_rush(
    curves: EquityCurves, calls: Calls, clock: Clock
) -> None:
    calls.flows[date(2026, 11, 20)] = [flow("Deposit", 50.0)]
    told: list[str] = []
    asker = sources(curves, calls, clock, told=told)
    await asker.learn(account(), NOON - 6 * DAY)
    assert calls.asked == [date(2026, 11, day) for day in (25, 24, 23, 20, 19)]
    assert clock.now - NOON >= WITHIN, f"no more than {AT_ONCE} at once"
    assert len(told) == 1
    await asker.learn(account(), NOON - 8 * DAY)
    assert calls.asked[5:] == [date(2026, 11, 18), date(2026, 11, 17)]
    clock.now += SOON
    await asker.learn(account(), NOON - 6 * DAY)
    assert calls.asked[7:] == [date(2026, 11, 25)], "more may come today"
    assert [each.amount for each in curves.events.transfers(account_key(account()))] == [50.0]


async def test_a_refusal_is_kept_and_nothing_more_is_asked_for_a_while(
    curves: EquityCurves, calls: Calls, clock: Clock
) -> None:
    calls.refusal = Refused("not for simulated accounts", ret_type=-1, ret_msg="not for simulated accounts")
    asker = sources(curves, calls, clock)
    await asker.learn(account(), 0.0)
    await asker.learn(account(), 0.0)
    assert len(calls.asked) == 1
    assert "simulated" in curves.events.refused[account_key(account())]
    calls.refusal, clock.now = None, clock.now + SOON
    await asker.learn(account(), NOON)
    assert curves.events.refused == {}


async def test_fills_are_those_of_the_account_alone(
    curves: EquityCurves, calls: Calls, clock: Clock, tmp_path: Path
) -> None:
    journal = Journal.open(tmp_path / "j")
    for act in (place(), place(acc_id=9281234), place(env=1)):
        recorded = journal.record(act)
        journal.write([Pushed(recorded.act_id, NOON, filled(100, 512.5), 7)])
    writer = JournalWriter(journal)
    await sources(curves, calls, clock, writer).learn(account(), NOON)
    await writer.close()
    assert len(curves.events.fills(account_key(account()))) == 1


async def test_days_that_are_over_are_there_at_the_next_start(
    curves: EquityCurves, calls: Calls, clock: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "equity.sqlite"
    calls.flows[date(2026, 11, 24)] = [flow("存入", 50.0)]
    async with KeptEquity(path, curves):
        await sources(curves, calls, clock).learn(account(), NOON - 2 * DAY)
    later = EquityCurves()
    async with KeptEquity(path, later):
        key = account_key(account())
        assert later.events.days_told(key) == {"2026-11-24", "2026-11-23"}, "today is not over"
        assert later.events.transfers(key) == [Transfer("2026-11-24", 1, "HKD", 50.0, "存入")]
    later.events.load([DayTransfers(key, "2026-11-24", ())])
    assert len(later.events.transfers(key)) == 1, "what was told since stays"
