"""The screener by its keys: criteria, matches page by page, kept sets, and what becomes of matches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from futu_tui.feed.lookups.criteria import CriteriaSet, Sort
from futu_tui.opend.errors import GatewayError, Refused
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_get_plate_set_pb2, qot_stock_filter_pb2
from futu_tui.tui.criteria_sets import BUILT_IN, CriteriaSets
from futu_tui.tui.screens.criterion_form import CriterionForm
from futu_tui.tui.screens.screener import ScreenerScreen
from futu_tui.tui.screens.security import SecurityScreen
from tests.tui.scene import MIDDLE, NARROW, STOCKS, TENCENT, Person, SceneApp, StillTime

HONG_KONG = [stock for stock in STOCKS if stock.code.startswith("HK.")]


def matches(begin: int = 0, count: int = 200, total: int | None = None) -> qot_stock_filter_pb2.S2C:
    """The shares of the scene, then made up ones, as a gateway answers; with a figure for each criterion."""
    rows = []
    total = len(HONG_KONG) if total is None else total
    for at in range(begin, min(begin + count, total)):
        code, name = (
            (HONG_KONG[at].code, HONG_KONG[at].name)
            if at < len(HONG_KONG)
            else (f"HK.{at + 6000:05}", f"No {at}")
        )
        security = Security.parse(code)
        row = qot_stock_filter_pb2.StockData(security={"market": 1, "code": security.code}, name=name)
        row.baseDataList.add(fieldName=qot_stock_filter_pb2.StockField_MarketVal, value=4.7e12 / (at + 1))
        row.baseDataList.add(fieldName=qot_stock_filter_pb2.StockField_PeTTM, value=4 + at * 0.75)
        if at != 2:
            row.baseDataList.add(fieldName=qot_stock_filter_pb2.StockField_PbRate, value=0.55 + at * 0.05)
        rows.append(row)
    return qot_stock_filter_pb2.S2C(lastPage=begin + count >= total, allCount=total, dataList=rows)


def answering(app: SceneApp, total: int | None = None) -> None:
    app.still.gateway.answers[ProtoId.QOT_STOCK_FILTER] = lambda c2s: matches(c2s["begin"], c2s["num"], total)
    app.still.gateway.answers[ProtoId.QOT_GET_PLATE_SET] = qot_get_plate_set_pb2.S2C(
        plateInfoList=[
            {"plate": {"market": 1, "code": "BK1003"}, "name": "Banks"},
            {"plate": {"market": 1, "code": "BK1004"}, "name": "Insurance\x1b[2J"},
        ]
    )


def asked(app: SceneApp) -> list[Any]:
    """The bodies of what was screened."""
    return app.asked_for(ProtoId.QOT_STOCK_FILTER)


async def opened(
    app: SceneApp, person: Person, kept: CriteriaSet | None = None, name: str = ""
) -> ScreenerScreen:
    answering(app)
    screen = ScreenerScreen(CriteriaSets(), kept or CriteriaSet(), name)
    await app.dashboard.look_up(screen)
    await person.settle()
    return screen


CHEAP = BUILT_IN["Large and cheap"]


class TestCriteria:
    async def test_one_is_found_by_its_name_written_and_asked(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person)
            assert "There is no criterion yet." in app.text
            await person.press("n", *"market cap", "enter", *"20B", "tab", *"5B")
            assert "cannot be below the least, 20B" in app.text
            await person.press("enter")
            assert isinstance(app.screen, CriterionForm)
            await person.press("backspace", "backspace", "tab", "right", "right", "enter")
            (criterion,) = screen.wanted.criteria
            assert (criterion.condition("HKD"), criterion.sort) == ("at least 20B HKD", Sort.HIGHEST)
            await person.press("space")
            (body,) = asked(app)
            assert body["baseFilterList"] == [
                {"fieldName": 11, "isNoFilter": False, "filterMin": 2e10, "sortDir": 2}
            ]  # fmt: skip
            assert "Mkt value↓" in app.text

    async def test_an_indicator_beside_another_and_a_pattern(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person)
            await person.press("n", *"macd diff", "enter")
            assert "MACD DIFF 12,26,9, day bars: above MACD DEA 12,26,9" in app.text
            await person.press("slash", *"boll low", "enter")
            await person.press("tab", "tab", "right", "tab", "left")
            second = "BOLL upper"
            while f"than        {second}" not in app.text:
                await person.press("left")
            await person.press("enter")
            await person.press("n", *"gold kdj", "enter", "down", "enter")
            assert screen.page.records.cursor_key == 1, "at the new one"
            words = [f"{each.subject}: {each.condition('')}" for each in screen.wanted.criteria]
            assert words == [
                "BOLL lower 20,2, day bars: below BOLL upper 20,2",
                "KDJ golden cross, low, week bars: now",
            ]

    async def test_they_are_changed_sorted_by_and_taken_out(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person, CHEAP, "Large and cheap")
            await person.press("j", "s")
            assert [each.sort for each in screen.wanted.criteria] == [Sort.NO, Sort.HIGHEST, Sort.NO]
            assert "Large and cheap, changed" in app.text
            await person.press("enter", *"3", "enter")
            assert screen.wanted.criteria[1].condition("HKD") == "3 to 12 times"
            await person.press("d", "d")
            assert len(screen.wanted.criteria) == 1
            await person.press("m")
            assert "US · all shares" in app.text

    async def test_a_plate_is_chosen_among_the_markets(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person, CHEAP)
            await person.press("p")
            assert "Insurance" in app.text
            await person.press(*"bnk", "enter", "space")
            assert asked(app)[-1]["plate"] == {"market": 1, "code": "BK1003"}
            assert "HK · Banks" in app.text
            await person.press("p", "enter")
            assert screen.wanted.plate is None
            app.still.gateway.answers[ProtoId.QOT_GET_PLATE_SET] = GatewayError("no right to see plates")
            await person.press("p")
            assert "no right to see plates" in app.text


class TestMatches:
    async def test_they_are_followed_chosen_and_watched(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person, CHEAP)
            await person.press("space")
            app.frame()
            (owner,) = {owner for owner in app.still.wanted if str(owner).startswith("pages")}
            assert TENCENT in {wish.security for wish in app.still.wanted[owner]}
            assert "4.7T" in app.text
            assert "512.50" in app.text
            assert "8 matches" in app.text
            await person.press("i")
            assert isinstance(app.screen, SecurityScreen)
            await person.press("escape")
            await person.press("j", "enter")
            assert app.dashboard.security == Security.parse("HK.09988")
            assert app.screen is not screen

    async def test_the_pages_come_as_the_end_is_looked_at(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person, CHEAP)
            answering(app, 450)
            await person.press("space")
            assert "200 read of 450 matches" in app.text
            for _ in range(3):
                await person.press("G")
                app.frame()
                await person.settle()
            assert "450 matches" in app.text
            assert [body["begin"] for body in asked(app)] == [0, 200, 400]
            assert len({match.security for match in screen.matches.rows}) == 450

    async def test_a_refusal_names_the_criterion_and_can_be_asked_again(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            words = "StockField_PbRate cannot be asked"
            refusal = Refused(words, ret_type=-1, ret_msg=words)
            app.still.gateway.answers[ProtoId.QOT_STOCK_FILTER] = refusal
            await person.press("space")
            assert "It is about criterion 3: Price to book" in app.text
            answering(app)
            await person.press("r")
            assert "8 matches" in app.text

    async def test_changed_criteria_are_asked_for_when_they_are_looked_at(
        self, still_time: StillTime
    ) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            await person.press("space", "left", "right")
            assert len(asked(app)) == 1
            await person.press("left", "d", "right")
            assert len(asked(app)) == 2
            assert "Mkt value" not in app.text

    async def test_none_meets_all(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            answering(app, 0)
            await person.press("space")
            assert "No share meets all of the criteria." in app.text
            await person.press("A")
            assert any("no matches" in note.message for note in app._notifications)


class TestMatchesToTheWatchlist:
    async def test_all_go_into_a_new_group_read_or_not(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            answering(app, 450)
            await person.press("space", "A", *"Cheap", "enter")
            assert "Put all 450 matches into Cheap? That takes 2 more requests" in app.text
            await person.press("enter")
            assert len(app.dashboard.watchlist.watchlists.group("Cheap").securities) == 450
            assert "450 matches" in app.text

    async def test_pages_that_tell_the_same_for_ever_are_left_and_what_is_read_is_taken(
        self, still_time: StillTime
    ) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            app.still.gateway.answers[ProtoId.QOT_STOCK_FILTER] = lambda c2s: matches(0, 200, 900)
            await person.press("space", "A", *"Cheap", "enter", "enter")
            assert len(asked(app)) == 4
            assert len(app.dashboard.watchlist.watchlists.group("Cheap").securities) == 200
            assert any("3 in a row have nothing new" in note.message for note in app._notifications)

    async def test_those_that_the_filter_leaves_go_into_a_present_group(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            before = app.dashboard.watchlist.watchlists.size("US")
            await person.press("space", "slash", *"tencent", "enter", "A", *"us", "enter")
            lists = app.dashboard.watchlist.watchlists
            assert (lists.size("US"), before) == (9, 8)
            assert app.dashboard.watchlist.group == "US"

    async def test_a_name_that_cannot_be_is_refused(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await opened(app, person, CHEAP)
            await person.press("space", "A", *("x" * 25), "enter")
            assert any("24 cells" in note.message for note in app._notifications)
            await person.press("escape", "A", *"held")
            assert "None has these words." in app.text


class TestSets:
    async def test_one_is_kept_taken_renamed_and_done_away_with(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = await opened(app, person, CHEAP)
            await person.press("S", *"Growth", "enter")
            assert "one of the sets to begin with" in app.text
            app.screen.query_one(Input).value = ""
            await person.press(*"Mine", "enter")
            assert screen.sets.own == {"Mine": CHEAP}
            await person.press("d", "S", "enter")
            assert len(screen.sets.own["Mine"].criteria) == 2, "the same name keeps the change"
            await person.press("left", "R", *"Mine too", "enter")
            assert list(screen.sets.own) == ["Mine too"]
            await person.press("N", "left", "enter")
            assert screen.wanted == screen.sets.own["Mine too"]
            await person.press("left", "d", "enter")
            assert not screen.sets.own
            await person.press("d")
            assert any("built in and stays" in note.message for note in app._notifications)

    async def test_leaving_the_name_keeps_nothing(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(NARROW) as person:
            screen = await opened(app, person, CHEAP)
            screen.sets.put("Mine", CHEAP)
            screen.name_of_set = "Mine"
            await person.press("d", "S", "escape")
            assert screen.sets.own["Mine"] == CHEAP

    async def test_the_criteria_are_there_when_it_is_opened_again(
        self, still_time: StillTime, tmp_path: Path
    ) -> None:
        app = SceneApp(still_time)
        app.data = tmp_path
        async with app.showing(MIDDLE) as person:
            answering(app)
            await person.press("full_stop", "s", "left", "enter", "S", *"Mine", "enter", "escape")
            await person.press("full_stop", "s")
            assert "Mine · HK · all shares" in app.text
            assert list(CriteriaSets(tmp_path / "screens.json").own) == ["Mine"]


@pytest.mark.parametrize("keys", ["R", "A", "s"])
async def test_keys_of_other_pages_do_nothing_or_say_so(still_time: StillTime, keys: str) -> None:
    app = SceneApp(still_time)
    async with app.showing(MIDDLE) as person:
        screen = await opened(app, person)
        await person.press(*keys)
        assert app.screen is screen
