"""Gateways whose pages do not end: no more is asked for, what was told stays, and the person is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from futu_tui.feed import history as history_module
from futu_tui.feed.history import Histories
from futu_tui.feed.history_export import Export, State
from futu_tui.feed.lookups.bars import Plan, Source
from futu_tui.feed.paging import EndlessPages, Pages, most_bars
from futu_tui.feed.tools import Tools
from futu_tui.market import Period, Rehab, Series, Store
from futu_tui.opend.errors import Refused
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2, qot_get_history_kl_pb2, qot_get_history_kl_points_pb2
from futu_tui.protocol.pb.qot_request_history_kl_pb2 import S2C
from tests.unit.feed.test_history_export import Kept
from tests.unit.market.wire import bar

TENCENT, XIAOMI = map(Security.parse, ("HK.00700", "HK.01810"))
DAYS = Series.of(TENCENT, Period.DAY)
NEWEST = date(2026, 11, 20)


def days(*back: int) -> list[qot_common_pb2.KLine]:
    """Bars so many days before the newest."""
    return [bar((NEWEST - timedelta(each)).isoformat(), 500.0 + each) for each in back]


class Liar:
    """Answers each request of bars by what it is told to, with its number; refuses all others."""

    def __init__(self, answer: Callable[[int, Any], Any]) -> None:
        self.answer = answer
        self.asked: list[Any] = []

    async def request(self, protocol: Any, c2s: Any = None, **more: Any) -> Any:
        if protocol == ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA:
            raise Refused("not told", ret_type=-1, ret_msg="")
        self.asked.append(c2s)
        assert len(self.asked) < 100, "it asks without end"
        return self.answer(len(self.asked), c2s)


def test_pages_end_where_one_has_nothing_new_and_where_all_there_can_be_was_told() -> None:
    pages = Pages(rows=2, size=1)
    for page in range(10):
        pages.go_on([page])
    with pytest.raises(EndlessPages, match="there is more after page 11"):
        pages.go_on([10])
    pages = Pages(rows=2000, size=1000)
    pages.go_on(["a", "b"])
    with pytest.raises(EndlessPages, match="page 2 has nothing new"):
        pages.go_on(["b", "a"])


def test_a_span_can_have_so_many_bars() -> None:
    first, last = date(2026, 11, 16), date(2026, 11, 20)
    assert most_bars(Period.M1, first, last) == 5 * 1440
    assert most_bars(Period.M240, first, last) == 5 * 6
    assert most_bars(Period.DAY, first, last) == 5


# charts


class Chart:
    """The days of a chart, the newest known, and what was said to the person."""

    def __init__(self, gateway: Liar) -> None:
        self.store = Store()
        self.store.apply_history(DAYS, days(0))
        self.told: list[str] = []
        self.histories = Histories(Tools(gateway, self.store, self.told.append, self.begin))  # type: ignore[arg-type]
        self.histories._newest_day[DAYS] = NEWEST.toordinal()  # its latest bars have come

    def begin(self, work: Any) -> None:
        self.work = asyncio.ensure_future(work)

    async def more(self) -> None:
        self.histories.more(DAYS)
        await self.work

    @property
    def known(self) -> list[int]:
        """Bars by how many days they are before the newest."""
        return [NEWEST.toordinal() - day for day in self.store.candles[DAYS].day]


@pytest.mark.parametrize("page", [days(30), []], ids=["the same page", "an empty page"])
async def test_a_chart_ends_at_a_page_with_nothing_new(page: list[Any]) -> None:
    gateway = Liar(lambda number, c2s: S2C(klList=page, nextReqKey=b"%d" % number))
    chart = Chart(gateway)
    await chart.more()
    assert len(gateway.asked) <= 2
    history = chart.histories.of(DAYS)
    assert "pages do not end: page" in history.refusal
    assert (history.loading, history.final, chart.known) == (False, True, [0]), "a hole would be left"
    assert "HK.00700 history: the gateway's pages do not end" in chart.told[0]


async def test_bars_up_to_the_oldest_known_are_taken_though_a_further_page_is_named() -> None:
    pages = [days(30, 20), days(10, 0)]
    chart = Chart(Liar(lambda number, c2s: S2C(klList=pages[min(number, 2) - 1], nextReqKey=b"%d" % number)))
    await chart.more()
    assert chart.known == [30, 20, 10, 0]
    assert "page 3 has nothing new" in chart.told[0]
    assert not chart.histories.of(DAYS).refusal


async def test_a_page_in_which_nothing_traded_is_no_end() -> None:
    halted = [bar("2026-10-01", isBlank=True), bar("2026-10-02", isBlank=True)]
    pages = [days(40), halted, days(1, 0)]
    chart = Chart(
        Liar(
            lambda number, c2s: S2C(
                klList=pages[number - 1], nextReqKey=b"%d" % number if number < 3 else b""
            )
        )
    )
    await chart.more()
    assert chart.known == [40, 1, 0]


async def test_a_chart_ends_where_pages_bring_more_than_the_days_can_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history_module, "PAGE", 12)
    gateway = Liar(lambda number, c2s: S2C(klList=days(3000 - number), nextReqKey=b"%d" % number))
    chart = Chart(gateway)
    await chart.more()
    assert len(gateway.asked) == 7
    assert "all there can be was told" in chart.histories.of(DAYS).refusal
    assert chart.known == [0]


async def test_a_day_is_not_sought_for_ever_where_each_answer_goes_back_by_a_bar() -> None:
    gateway = Liar(lambda number, c2s: S2C(klList=days(number)))
    chart = Chart(gateway)
    chart.histories.since(DAYS, date(1990, 1, 1))
    await chart.work
    assert len(gateway.asked) == 2
    assert "it told none of what it tells now" in chart.histories.of(DAYS).refusal
    assert chart.known == [1, 0], "what was told before stays"


# exports


def plan(source: Source, *securities: Security, **more: Any) -> Plan:
    return Plan(source, securities, Period.DAY, Rehab.NONE, date(2026, 11, 9), date(2026, 11, 20), **more)


async def exported(gateway: Liar, what: Plan) -> tuple[Export, Kept]:
    sink = Kept()
    export = Export(lambda: gateway, what, sink)
    await export.run()
    assert export.state is State.DONE
    assert export.fraction == 1
    return export, sink


async def test_an_export_keeps_what_pages_without_end_have_brought() -> None:
    first = {"security": TENCENT.message(), "klList": days(2, 1)}
    export, sink = await exported(
        Liar(lambda number, c2s: S2C(**first, nextReqKey=b"%d" % number)), plan(Source.BROKER, TENCENT)
    )
    assert [row.close for row in sink.rows[TENCENT]] == [502.0, 501.0]
    assert (export.requests, export.bars, export.complete) == (2, 2, [TENCENT])
    assert "page 2 has nothing new" in export.cut_short[TENCENT]


async def test_a_download_that_begins_again_where_it_began_ends_and_the_next_security_follows() -> None:
    def answer(number: int, c2s: Any) -> Any:
        security = Security.of(qot_common_pb2.Security(**c2s["security"]))
        return qot_get_history_kl_pb2.S2C(
            security=security.message(),
            klList=days(4 if security == XIAOMI else 100 - number),
            nextKLTime="2026-11-09" if security == TENCENT else "",
        )

    export, sink = await exported(Liar(answer), plan(Source.GATEWAY, TENCENT, XIAOMI))
    assert list(sink.rows) == [TENCENT, XIAOMI]
    assert len(sink.rows[TENCENT]) == 7, "each was new, and twelve days have no more pages"
    assert list(export.cut_short) == [TENCENT]


async def test_points_of_all_securities_are_an_end_whatever_is_said() -> None:
    def answer(number: int, c2s: Any) -> Any:
        point = {"status": 1, "reqTime": "2026-11-20", "kl": days(0)[0]}
        rows = [
            {"security": TENCENT.message(), "klList": [point]},
            {"security": XIAOMI.message(), "klList": [point]},
        ]
        return qot_get_history_kl_points_pb2.S2C(klPointList=rows, hasNext=True)

    gateway = Liar(answer)
    _, sink = await exported(gateway, plan(Source.POINTS, TENCENT, XIAOMI, times=("2026-11-20",)))
    assert len(gateway.asked) == 1
    assert list(sink.rows) == [TENCENT, XIAOMI]
