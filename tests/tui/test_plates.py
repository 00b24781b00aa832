"""Plates and their securities: by kind and market, sorted by the gateway, added to a watchlist."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Market, ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb import qot_get_plate_security_pb2
from futu_tui.tui.screens.plate_members import PlateScreen
from futu_tui.tui.screens.plates import PlatesScreen, place_of
from futu_tui.tui.screens.question import Question
from futu_tui.tui.screens.security import SecurityScreen
from futu_tui.tui.widgets.plate_members import COLUMNS, sort_field
from tests.tui.company_data import BANKS, INTERNET, static, tell_all
from tests.tui.grid_harness import quote
from tests.tui.scene import ALIBABA, MIDDLE, NARROW, TENCENT, XIAOMI, Person, SceneApp, StillTime


@asynccontextmanager
async def plates(
    still_time: StillTime, *press: str, befall: Callable[[SceneApp], None] | None = None
) -> AsyncIterator[tuple[SceneApp, Person]]:
    app = SceneApp(still_time)
    tell_all(app)
    if befall is not None:
        befall(app)
    async with app.showing(MIDDLE) as person:
        await person.press("full_stop", "p", *press)
        app.frame()
        await person.settle()
        yield app, person


def order(app: SceneApp) -> list[Any]:
    assert isinstance(app.screen, PlateScreen)
    records = app.screen.page.records
    return [records.row(key).security for key in records.keys]


def followed(app: SceneApp) -> set[Security]:
    """Whose quotes the screen in front has pushed."""
    return {wish.security for wish in app.still.wanted[f"pages {id(app.screen)}"]}


class TestPlates:
    async def test_they_are_told_by_kind_and_market(self, still_time: StillTime) -> None:
        async with plates(still_time) as (app, person):
            assert isinstance(app.screen, PlatesScreen)
            assert "Internet Services" in app.text
            assert "Hong Kong" in app.text
            assert app.still.snapshots_asked[-1] == [INTERNET, BANKS]
            await person.press("right", "]", "right", "right")
            said = [(c2s["market"], c2s["plateSetType"]) for c2s in app.asked_for(ProtoId.QOT_GET_PLATE_SET)]
            assert said == [(1, 1), (1, 2), (11, 2), (11, 3), (11, 0)]
            assert "United States" in app.text
            await person.press("right")
            assert tuple(app.asked_for(ProtoId.QOT_GET_PLATE_SET)[-1].values()) == (11, 1)

    def test_both_mainland_markets_have_one_set(self) -> None:
        assert place_of(Market.SZ) == place_of(Market.SH) == 2
        assert place_of(Market.CC) == 0

    async def test_a_plate_has_a_page_of_its_own(self, still_time: StillTime) -> None:
        async with plates(still_time, "j", "i") as (app, _):
            assert isinstance(app.screen, SecurityScreen)
            assert app.screen.security == BANKS

    async def test_a_market_that_is_refused_says_so(self, still_time: StillTime) -> None:
        def refuse(app: SceneApp) -> None:
            app.still.gateway.answers[ProtoId.QOT_GET_PLATE_SET] = GatewayError("no right to see it")

        async with plates(still_time, befall=refuse) as (app, _):
            assert "no right to see it" in app.text


class TestMembers:
    async def test_they_are_followed_and_one_becomes_current(self, still_time: StillTime) -> None:
        async with plates(still_time, "enter") as (app, person):
            assert followed(app) == {TENCENT, XIAOMI, ALIBABA}
            assert "512.50" in app.text
            app.store.apply_basic([quote("HK.01810", 55.0, 52.45, priceSpread=0.05)], app.now)
            app.frame()
            await person.settle()
            assert "55.00" in app.text
            await person.press("j", "enter")
            assert app.screen is app.dashboard
            assert app.dashboard.security == XIAOMI

    async def test_the_gateway_sorts_what_it_can_and_names_are_sorted_here(
        self, still_time: StillTime
    ) -> None:
        async with plates(still_time, "enter") as (app, person):
            await person.press("o")
            assert app.asked_for(ProtoId.QOT_GET_PLATE_SECURITY)[-1] | {"plate": None} == {
                "plate": None, "sortField": qot.SortField_Code, "ascend": True,
            }  # fmt: skip
            await person.press("O")
            assert app.asked_for(ProtoId.QOT_GET_PLATE_SECURITY)[-1]["ascend"] is False
            assert order(app) == [ALIBABA, XIAOMI, TENCENT]
            before = len(app.asked_for(ProtoId.QOT_GET_PLATE_SECURITY))
            await person.press("o")
            assert len(app.asked_for(ProtoId.QOT_GET_PLATE_SECURITY)) == before
            assert order(app) == [ALIBABA, TENCENT, XIAOMI]  # Alibaba-W, Tencent, Xiaomi-W
            await person.press("o")
            assert app.asked_for(ProtoId.QOT_GET_PLATE_SECURITY)[-1]["sortField"] == qot.SortField_CurPrice
            assert order(app) == [ALIBABA, XIAOMI, TENCENT]  # as it came, not by the prices known here

    def test_every_column_but_the_name_is_sorted_by_the_gateway(self) -> None:
        served = {column.key for column in COLUMNS if sort_field((column.key, True))[0]}
        assert {column.key for column in COLUMNS} - served == {"name"}
        assert sort_field(None) == (0, True)

    async def test_all_rows_in_view_join_the_watchlist_when_agreed(self, still_time: StillTime) -> None:
        async with plates(still_time, "enter") as (app, person):
            watchlist = app.dashboard.watchlist
            watchlist.watchlists.create("Mine")
            watchlist.show_group("Mine")
            await person.press("slash", *"-w", "enter", "W")
            assert isinstance(app.screen, Question)
            assert "Add 2 securities of Internet Services" in app.text
            await person.press("enter")
            assert set(watchlist.securities) == {XIAOMI, ALIBABA}
            await person.press("W")
            assert any("already" in note.message for note in app._notifications)
            watchlist.show_group("Held")
            await person.press("W")
            assert any("follows the positions" in note.message for note in app._notifications)

    async def test_five_thousand_are_shown_and_few_followed(self, still_time: StillTime) -> None:
        def many(app: SceneApp) -> None:
            rows = [static(TENCENT._replace(code=f"{10_000 + n}"), f"Name {n}") for n in range(5_000)]
            app.still.gateway.answers[ProtoId.QOT_GET_PLATE_SECURITY] = qot_get_plate_security_pb2.S2C(
                staticInfoList=rows
            )

        async with plates(still_time, "enter", befall=many) as (app, person):
            assert "5,000 rows" in app.text
            await person.press("G")
            app.frame()
            await person.settle()
            assert "HK.14999" in app.text
            assert 10 < len(followed(app)) < 40


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_members_look(
    snap_compare: Callable[..., bool], still_time: StillTime, size: tuple[int, int]
) -> None:
    app = SceneApp(still_time)
    tell_all(app)

    async def open_them(pilot: Pilot[None]) -> None:
        person = Person(pilot)
        await person.settle()
        app.frame()
        await person.press("full_stop", "p", "enter")
        app.frame(1.0)
        await person.settle()

    assert snap_compare(app, terminal_size=size, run_before=open_them)
