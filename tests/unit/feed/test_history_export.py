"""Exports of bars: what they cost, and how they go on, on the paper gateway and against one that misbehaves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed.history_export import Export, State
from futu_tui.feed.lookups.bars import BarRow, Plan, Source, StandIn, bars_about, cost_of, request_of
from futu_tui.feed.lookups.quotas import Charged, HistoryUse
from futu_tui.market import Period, Rehab
from futu_tui.opend.errors import Refused, Unreachable
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_request_history_kl_pb2
from tests.gateway.conftest import Caller
from tests.unit.feed.conftest import APPLE, MOUTAI, TENCENT, XIAOMI, Following

YEAR = (date(2025, 11, 24), date(2026, 11, 23))


def plan(*securities: Security, source: Source = Source.BROKER, **more: Any) -> Plan:
    asked = {"period": Period.DAY, "rehab": Rehab.FORWARD, "begin": YEAR[0], "end": YEAR[1]} | more
    return Plan(source, securities, **asked)


class Kept:
    """A sink that keeps what it is given."""

    def __init__(self) -> None:
        self.rows: dict[Security, list[BarRow]] = {}
        self.error: OSError | None = None
        self.closed = 0

    def write(self, security: Security, rows: list[BarRow]) -> None:
        if self.error is not None:
            raise self.error
        self.rows[security] = rows

    def close(self) -> list[Path]:
        self.closed += 1
        return [Path(str(security)) for security in self.rows]


# what it costs


def used(*securities: Security, left: int = 5) -> HistoryUse:
    return HistoryUse(tuple(Charged(each, "", "") for each in securities), len(securities), left)


def test_what_is_counted_already_costs_nothing_more() -> None:
    cost = cost_of(plan(TENCENT, XIAOMI, APPLE), used(XIAOMI))
    assert (cost.new, cost.left, cost.requests, cost.seconds) == (2, 5, 3, 0.0)
    assert not cost.exceeds
    assert cost_of(plan(TENCENT, XIAOMI, APPLE), used(left=2)).exceeds
    assert cost_of(plan(TENCENT), None).new is None
    assert cost_of(plan(TENCENT, source=Source.GATEWAY), None).new == 0


def test_sixty_requests_are_free_of_waiting_and_each_sixty_more_cost_half_a_minute() -> None:
    many = [Security.parse(f"HK.{code:05}") for code in range(1, 122)]
    assert [cost_of(plan(*many[:n]), None).seconds for n in (60, 61, 120, 121)] == [0.0, 30.0, 30.0, 60.0]


def test_bars_are_counted_by_the_hours_of_the_market() -> None:
    week = {"begin": date(2026, 11, 16), "end": date(2026, 11, 22)}
    assert bars_about(plan(TENCENT, **week), TENCENT) == 5
    assert bars_about(plan(TENCENT, period=Period.M1, **week), TENCENT) == 5 * 330
    assert bars_about(plan(MOUTAI, period=Period.M5, **week), MOUTAI) == 5 * 48
    assert bars_about(plan(APPLE, period=Period.M60, **week), APPLE) == 5 * 7
    assert bars_about(plan(APPLE, period=Period.M1, extended=True, **week), APPLE) == 5 * 1440


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_the_weekdays_of_a_span_are_counted_exactly(begin: date, days: int) -> None:
    end = date.fromordinal(begin.toordinal() + days)
    weekdays = sum(
        date.fromordinal(day).weekday() < 5 for day in range(begin.toordinal(), end.toordinal() + 1)
    )
    assert bars_about(plan(TENCENT, begin=begin, end=end), TENCENT) == weekdays


def test_hours_are_asked_for_only_where_there_are_any() -> None:
    asked = plan(TENCENT, APPLE, period=Period.M5, extended=True)
    assert "session" not in request_of(asked, (TENCENT,))
    assert request_of(asked, (APPLE,))["extendedTime"] is True


# on the paper gateway


async def exported(following: Following, what: Plan) -> tuple[Export, Kept]:
    sink = Kept()
    export = Export(lambda: following.feed.gateway, what, sink)
    await export.run()
    return export, sink


async def test_pages_join_to_the_bars_that_one_request_without_pages_tells(following: Following) -> None:
    what = {"period": Period.M5, "begin": date(2026, 10, 12), "end": date(2026, 11, 20)}
    export, sink = await exported(following, plan(TENCENT, APPLE, **what))
    assert (export.state, export.complete, sink.closed) == (State.DONE, [TENCENT, APPLE], 1)
    assert export.requests > 2
    assert export.requests <= cost_of(export.plan, None).requests
    downloads, same = await exported(following, plan(TENCENT, APPLE, source=Source.GATEWAY, **what))
    assert downloads.requests > 2
    assert sink.rows == same.rows
    times = [row.time for row in sink.rows[TENCENT]]
    assert times == sorted(set(times))
    assert export.bars == sum(map(len, sink.rows.values())) > 2000


async def test_what_it_was_said_to_cost_is_what_it_costs(following: Following, caller: Caller) -> None:
    before = await caller.ask(3104)
    cost = cost_of(plan(TENCENT, XIAOMI), HistoryUse((), before.usedQuota, before.remainQuota))
    await exported(following, plan(TENCENT, XIAOMI))
    after = await caller.ask(3104)
    assert after.usedQuota - before.usedQuota == cost.new == 2
    await exported(following, plan(XIAOMI, source=Source.GATEWAY))
    assert (await caller.ask(3104)).usedQuota == after.usedQuota


async def test_closes_at_given_times_come_of_several_securities(following: Following) -> None:
    times = ("2026-11-13", "2026-11-14", "2026-11-16")
    what = plan(TENCENT, APPLE, source=Source.POINTS, times=times, stand_in=StandIn.BEFORE)
    export, sink = await exported(following, what)
    assert export.requests == 1
    rows = sink.rows[APPLE]
    assert [(row.asked, row.time[:10], row.bar) for row in rows] == [
        ("2026-11-13", "2026-11-13", "own"),
        ("2026-11-14", "2026-11-13", "before"),
        ("2026-11-16", "2026-11-16", "own"),
    ]
    assert rows[0].close == rows[1].close
    _, bare = await exported(following, plan(APPLE, source=Source.POINTS, times=times))
    assert [row.bar for row in bare.rows[APPLE]] == ["own", "none", "own"]
    assert [row.close is None for row in bare.rows[APPLE]] == [False, True, False]


async def test_an_unknown_security_is_refused_and_the_others_are_written(following: Following) -> None:
    unknown = Security.parse("HK.99999")
    export, sink = await exported(following, plan(unknown, TENCENT))
    assert export.state is State.DONE
    assert "HK.99999" in export.refused[unknown]
    assert list(sink.rows) == [TENCENT]
    assert export.fraction == 1


# against one that is slow, or gone


class Pages:
    """Three pages a security, each let through by a test."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.errors: list[Exception] = []
        self.hold: asyncio.Event | None = None
        self.then: Callable[[], None] = lambda: None
        """Done with each request."""
        self.conn_id = 0

    async def request(self, protocol: int, c2s: Any = None, **more: Any) -> Any:
        assert protocol == ProtoId.QOT_REQUEST_HISTORY_KL
        if self.hold is not None:
            await self.hold.wait()
        key = c2s.get("nextReqKey")
        self.asked.append((c2s["security"]["code"], key))
        self.then()
        if self.errors:
            raise self.errors.pop(0)
        page = {None: 0, "MQ==": 1, "Mg==": 2}[key]
        line = {"time": f"2026-11-2{page}", "isBlank": False, "closePrice": 1.0 + page}
        following = str(page + 1).encode() if page < 2 else b""
        return qot_request_history_kl_pb2.S2C(security=c2s["security"], klList=[line], nextReqKey=following)


async def until(so: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0)


async def test_a_lost_link_pauses_it_and_it_goes_on_with_the_same_page() -> None:
    pages, sink = Pages(), Kept()
    export = Export(lambda: pages, plan(TENCENT, XIAOMI), sink)
    running = asyncio.create_task(export.run())
    pages.errors = [Unreachable("the connection broke")]
    await until(lambda: export.state is State.PAUSED)
    assert export.reason == "the connection broke"
    assert export.settled == 0
    export.resume()
    await running
    assert [row.close for row in sink.rows[TENCENT]] == [1.0, 2.0, 3.0]
    assert pages.asked[:2] == [("00700", None), ("00700", None)]
    assert export.state is State.DONE


async def test_paused_it_asks_for_nothing_more() -> None:
    pages, sink = Pages(), Kept()
    pages.hold = asyncio.Event()
    export = Export(lambda: pages, plan(TENCENT), sink)
    running = asyncio.create_task(export.run())
    await until(lambda: export.requests == 1)
    export.pause()
    pages.hold.set()
    await until(lambda: export.pending == 1)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(pages.asked) == 1
    export.resume()
    await running
    assert export.bars == 3


async def test_cancelled_it_keeps_what_is_complete_and_nothing_else() -> None:
    pages, sink = Pages(), Kept()
    export = Export(lambda: pages, plan(TENCENT, XIAOMI, APPLE), sink)
    pages.then = lambda: export.cancel() if len(pages.asked) == 5 else None
    await export.run()
    assert export.state is State.CANCELLED
    assert len(pages.asked) == 5
    assert list(sink.rows) == [TENCENT]
    assert export.files == [Path("HK.00700")]
    assert sink.closed == 1


async def test_cancelled_while_paused_it_ends_too() -> None:
    pages, sink = Pages(), Kept()
    export = Export(lambda: pages, plan(TENCENT), sink)
    export.pause()
    running = asyncio.create_task(export.run())
    await asyncio.sleep(0)
    export.cancel()
    await running
    assert (export.state, pages.asked) == (State.CANCELLED, [])


async def test_a_disk_that_is_full_ends_it_with_the_reason() -> None:
    sink = Kept()
    sink.error = OSError("No space left on device")
    export = Export(Pages, plan(TENCENT), sink)
    await export.run()
    assert export.state is State.FAILED
    assert "No space left" in export.reason


@pytest.mark.parametrize("left_out", [0, 1, 2])
async def test_a_refused_page_leaves_out_its_whole_security(left_out: int) -> None:
    pages, sink = Pages(), Kept()
    export = Export(lambda: pages, plan(TENCENT, XIAOMI), sink)
    ask = pages.request

    async def request(protocol: int, c2s: Any = None, **more: Any) -> Any:
        if len(pages.asked) == left_out and TENCENT not in export.refused:
            raise Refused("no quota is left", ret_type=-1, ret_msg="")
        return await ask(protocol, c2s, **more)

    pages.request = request  # type: ignore[method-assign]
    await export.run()
    assert list(export.refused) == [TENCENT]
    assert list(sink.rows) == [XIAOMI]
