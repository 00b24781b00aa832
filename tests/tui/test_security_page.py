"""The page of a security: facts that move, lists by kind and time, and what their rows open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.screens.open_security import open_security
from futu_tui.tui.screens.plate_members import PlateScreen
from futu_tui.tui.screens.security import SecurityScreen
from futu_tui.tui.theme import palette_of
from tests.tui.company_data import CALL, INTERNET, OLD, tell_all
from tests.tui.grid_harness import quote
from tests.tui.scene import MIDDLE, NARROW, TENCENT, WIDE, Person, SceneApp, StillTime

PAGES = ("facts", "plates", "adjustments", "codes", "holders", "related")


@asynccontextmanager
async def page(
    still_time: StillTime, name: str = "facts", size: tuple[int, int] = MIDDLE
) -> AsyncIterator[tuple[SceneApp, Person]]:
    app = SceneApp(still_time)
    tell_all(app)
    async with app.showing(size) as person:
        await person.press("i", *["right"] * PAGES.index(name))
        app.frame()
        await person.settle()
        yield app, person


def screen(app: SceneApp) -> SecurityScreen:
    assert isinstance(app.screen, SecurityScreen)
    return app.screen


class TestFacts:
    async def test_they_stand_in_groups_with_units_at_the_tick(self, still_time: StillTime) -> None:
        async with page(still_time) as (app, _):
            assert "HK.00700  Tencent" in app.text
            lines = app.lines()
            (last,) = [line for line in lines if "Price" in line and "Last" in line]
            assert "512.50 HKD" in last  # the quote of now, not the 512.00 of the snapshot
            assert any("Market value" in line and "4,679,125,000,000 HKD" in line for line in lines)
            assert any("Suspended day 1" in line and "2026-03-02" in line for line in lines)
            assert any("Exchange" in line and "HK main board" in line for line in lines)

    async def test_they_move_with_the_market(self, still_time: StillTime) -> None:
        async with page(still_time) as (app, person):
            (owner,) = [owner for owner in app.still.wanted if str(owner).startswith("security")]
            kinds = {wish.sub_type for wish in app.still.wanted[owner]}
            assert kinds == {qot.SubType_Basic, qot.SubType_OrderBook}
            app.store.apply_basic([quote("HK.00700", 514.5, 506.0, priceSpread=0.5)], app.now)
            app.frame()
            await person.settle()
            assert "514.50 HKD" in app.text
            assert "+8.50 HKD" in app.text
            await person.press("right")
            app.frame()
            assert not app.still.wanted[owner]

    @pytest.mark.parametrize(
        ("size", "across"), [(WIDE, 3), (MIDDLE, 2), (NARROW, 1)], ids=["160", "120", "80"]
    )
    async def test_as_many_stand_side_by_side_as_fit(
        self, still_time: StillTime, size: tuple[int, int], across: int
    ) -> None:
        async with page(still_time, size=size) as (app, _):
            assert len(screen(app).page.records.row(0).figures) == across

    async def test_they_are_narrowed_counted_and_exported_one_by_one(self, still_time: StillTime) -> None:
        async with page(still_time) as (app, person):
            await person.press("slash", *"dividend", "enter")
            shown, there = screen(app).page.records.count
            assert (shown, there > 40) == (1, True)
            titles, rows = screen(app).page.records.table()
            assert titles == ["Group", "Figure", "Value", "Unit"]
            assert next(rows) == ["Company", "Dividend, 12 months", 5.3, "HKD"]
            await person.press("slash", *"nothing has this", "enter")
            assert "No figure has these words." in app.text

    async def test_one_that_moves_away_from_the_words_typed_goes(self, still_time: StillTime) -> None:
        async with page(still_time) as (app, person):
            await person.press("slash", *"512.50", "enter")
            before = screen(app).page.records.count[0]
            app.store.apply_basic([quote("HK.00700", 514.5, 506.0, priceSpread=0.5)], app.now)
            app.frame()
            await person.settle()
            shown = screen(app).page.records.count[0]
            assert 0 < shown < before
            assert f"{shown} of" in app.text

    async def test_what_is_refused_leaves_the_rest(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        gateway = tell_all(app)
        gateway.answers[ProtoId.QOT_GET_SUSPEND] = GatewayError("no suspensions\x1b[2J here")
        async with app.showing(MIDDLE) as person:
            await person.press("i", "end")
            app.frame()
            await person.settle()
            assert any("Not told" in line and "no suspensions" in line for line in app.lines())
            gateway.answers[ProtoId.QOT_GET_STATIC_INFO] = GatewayError("nothing at all")
            gateway.answers[ProtoId.QOT_GET_SECURITY_SNAPSHOT] = GatewayError("nothing at all")
            await person.press("r")
            assert "The gateway does not tell." in app.text

    async def test_a_security_on_no_list_has_its_name_and_tick_from_what_is_told(
        self, still_time: StillTime
    ) -> None:
        app = SceneApp(still_time)
        tell_all(app)
        stranger = Security.parse("HK.00003")
        async with app.showing(MIDDLE) as person:
            open_security(app.dashboard, stranger)
            await person.settle()
            app.frame()
            await person.settle()
            assert "HK.00003  Another [red]Ltd" in app.text  # a name is no markup
            assert any("Last" in line and "512.00 HKD" in line for line in app.lines())
            await person.press("i")
            assert screen(app).security == stranger
            assert app.screen_stack == [app.dashboard, app.screen]  # its own page is open already

    async def test_they_look_old_while_the_link_is_down(self, still_time: StillTime) -> None:
        async with page(still_time) as (app, person):
            records, stale = screen(app).page.records, palette_of(app).stale
            assert records.row_style(records.row(0), palette_of(app)) is None
            app.still.lose(app.now)
            app.frame()
            await person.settle()
            assert "the link is down: this may be old" in app.text
            assert records.row_style(records.row(0), palette_of(app)) == stale

    async def test_enter_makes_it_current_and_on_an_underlying_opens_its_page(
        self, still_time: StillTime
    ) -> None:
        async with page(still_time, "related") as (app, person):
            await person.press("enter")
            assert screen(app).security == CALL
            await person.press("slash", *"underlying", "enter", "enter")
            assert screen(app).security == TENCENT
            await person.press("escape", "slash", "escape", "slash", *"lot size", "enter", "enter")
            assert app.screen is app.dashboard
            assert app.dashboard.security == CALL


class TestLists:
    async def test_a_plate_opens_its_securities(self, still_time: StillTime) -> None:
        async with page(still_time, "plates") as (app, person):
            assert any("HK.BK1001" in line and "Industry" in line for line in app.lines())
            await person.press("enter")
            assert isinstance(app.screen, PlateScreen)
            assert app.screen.plate == INTERNET

    async def test_adjustments_are_told_in_words_with_factors_also_by_the_older_protocol(
        self, still_time: StillTime
    ) -> None:
        async with page(still_time, "adjustments", WIDE) as (app, person):
            (line,) = [line for line in app.lines() if "2026-05-15" in line]
            assert "Split: 1 became 5; Dividend 5.30 HKD a share" in line
            assert "-5.30000" in line
            await person.press("]")
            assert "Downloads (3702)" in app.text
            assert "2026-05-15" not in app.text
            assert app.asked_for(ProtoId.QOT_GET_REHAB) == [
                {"securityList": [{"market": 1, "code": "00700"}]}
            ]
            await person.press("[")
            assert "2026-05-15" in app.text

    async def test_changes_of_code_are_of_this_one_or_of_all(self, still_time: StillTime) -> None:
        async with page(still_time, "codes") as (app, person):
            (line,) = [line for line in app.lines() if "HK.02988" in line]
            assert "Consolidation" in line
            await person.press("]", "-")
            *_, last = app.asked_for(ProtoId.QOT_GET_CODE_CHANGE)
            assert "securityList" not in last
            assert last["timeFilterList"][0]["beginTime"] == "2023-11-24 00:00:00"
            await person.press("enter")
            assert screen(app).security == OLD

    async def test_holders_are_chosen_by_kind_and_time(self, still_time: StillTime) -> None:
        async with page(still_time, "holders") as (app, person):
            assert "Jade Peak Capital" in app.text
            assert "-46,822,600" in app.text
            await person.press("]", "+")
            assert "Funds, 3 years" in app.text
            assert "No change of a large holding" in app.text
            *_, last = app.asked_for(ProtoId.QOT_GET_HOLDING_CHANGE_LIST)
            assert (last["holderCategory"], last["beginTime"]) == (2, "2023-11-24 00:00:00")
            assert last["endTime"] == "2026-11-23 23:59:59"

    async def test_related_ones_are_warrants_or_futures(self, still_time: StillTime) -> None:
        async with page(still_time, "related") as (app, person):
            assert "GS-TENCE@EC2612K" in app.text
            assert app.still.snapshots_asked[-1][0] == CALL
            await person.press("]")
            assert "Nothing of this kind refers to HK.00700." in app.text


@pytest.mark.parametrize("size", [MIDDLE, NARROW], ids=["120", "80"])
def test_facts_look(snap_compare: Callable[..., bool], still_time: StillTime, size: tuple[int, int]) -> None:
    app = SceneApp(still_time)
    tell_all(app)

    async def open_it(pilot: Pilot[None]) -> None:
        person = Person(pilot)
        await person.settle()
        app.frame()
        await person.press("i")
        app.frame(1.0)
        await person.settle()

    assert snap_compare(app, terminal_size=size, run_before=open_it)
