"""Warrants and CBBCs: what is looked for, remembered and gone on with; live prices, and tickets from rows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from futu_tui.protocol import ProtoId, Security
from futu_tui.trading import Side
from futu_tui.tui.kept_filters import KeptFilters
from futu_tui.tui.screens.filter_form import FilterForm
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.screens.warrants import WarrantsScreen, underlying_in_hand, warrant_filter
from tests.tui.contract_data import warrant, warrants_answer
from tests.tui.desk_scene import DeskScene, open_contracts
from tests.tui.grid_harness import quote
from tests.tui.scene import APPLE, MIDDLE, NARROW, TENCENT, Person, StillTime

BEAR, CALL, INLINE = (Security.parse(f"HK.{code}") for code in ("53071", "13010", "47010"))
ROWS = (
    warrant("53071", 4, recoveryPrice=575.0, priceRecoveryRatio=-11.65),
    warrant("13010", 1, impliedVolatility=34.5, delta=0.53, issuer=28),
    warrant("47010", 5, upperStrikePrice=594.0, lowerStrikePrice=442.0, premium=0.0),
)


def tell_warrants(app: DeskScene, rows: Any = ROWS) -> None:
    """Have the gateway tell these by pages, as it is asked."""
    app.still.gateway.answers[ProtoId.QOT_GET_WARRANT] = lambda c2s: warrants_answer(rows, c2s["begin"])


def asked(app: DeskScene) -> list[dict[str, Any]]:
    return app.asked_for(ProtoId.QOT_GET_WARRANT)


@asynccontextmanager
async def on_warrants(
    still_time: StillTime, rows: Any = ROWS, size: tuple[int, int] = MIDDLE
) -> AsyncIterator[tuple[DeskScene, Person, WarrantsScreen]]:
    """The program with the list of warrants open, of these rows."""
    app = DeskScene(still_time)
    async with app.showing(size) as person:
        tell_warrants(app, rows)
        yield app, person, await open_contracts(app, person, "w", WarrantsScreen)


def test_outside_hong_kong_all_warrants_are_looked_through() -> None:
    assert underlying_in_hand(APPLE, None) is None
    assert underlying_in_hand(TENCENT, None) == TENCENT
    assert underlying_in_hand(BEAR, TENCENT) == TENCENT


def test_what_was_kept_and_cannot_be_read_looks_for_everything() -> None:
    assert warrant_filter({"premium": "?"}, TENCENT).words == "by turnover, largest first"
    assert warrant_filter({"owner": "HK.00005", "types": "bull"}, TENCENT).owner == TENCENT


def test_kept_filters_are_there_at_the_next_start(tmp_path: Any) -> None:
    path = tmp_path / "new" / "filters.json"
    KeptFilters.load(path).keep("warrants", {"types": "bull", "premium": ""})
    again = KeptFilters.load(path)
    assert again.of("warrants") == {"types": "bull"}
    assert again.of("options") == {}
    path.write_text('{"warrants": {"types": 7}, "options": []}')
    assert KeptFilters.load(path).of("warrants") == {}


class TestTheScreen:
    async def test_it_lists_those_on_what_is_in_hand_with_what_each_type_has(
        self, still_time: StillTime
    ) -> None:
        async with on_warrants(still_time, size=(160, 48)) as (app, _, _):
            assert asked(app)[0]["owner"] == {"market": 1, "code": "00700"}
            bear, call, inline = (
                next(line for line in app.lines() if str(each) in line) for each in (BEAR, CALL, INLINE)
            )
            assert "bear" in bear
            assert "575.00" in bear
            assert "34.5" in call
            assert "442-594" in inline
            assert "3 rows" in app.text

    async def test_each_row_says_what_it_is_on_where_it_can_be_anything(self, still_time: StillTime) -> None:
        async with on_warrants(still_time, size=NARROW) as (app, person, screen):
            assert "owner" not in screen.page.records.shown_columns
            await person.press("f", "ctrl+r", "enter")
            await person.settle()
            assert "owner" not in asked(app)[-1]
            assert {"owner", "call_price"} <= set(screen.page.records.shown_columns)
            assert "HK.00700" in next(line for line in app.lines() if str(BEAR) in line)

    async def test_pages_follow_as_the_last_row_comes_into_view_and_none_is_shown_twice(
        self, still_time: StillTime
    ) -> None:
        many = [warrant(f"{20_000 + number}", 3, recoveryPrice=440.0) for number in range(450)]
        async with on_warrants(still_time, many) as (app, person, screen):
            assert "200 rows of 450" in app.text
            many.insert(
                0, warrant("29999", 3, recoveryPrice=440.0)
            )  # one came in front: the pages have shifted
            for _ in range(4):
                await person.press("G")
                app.frame()
                await person.settle()
            codes = [row.security.code for row in screen.page.rows]
            assert len(codes) == len(set(codes)) == 450
            assert [body["begin"] for body in asked(app)][:3] == [0, 200, 399]
            app.still.gateway.answers[ProtoId.QOT_GET_WARRANT] = warrants_answer(
                many
            )  # the first page, always
            await person.press("r", "G")
            app.frame()
            await person.settle()
            assert any("pages do not end" in note.message for note in app._notifications)
            assert "200 rows of 451" in app.text

    async def test_prices_move_and_their_tops_are_asked_for(self, still_time: StillTime) -> None:
        async with on_warrants(still_time) as (app, person, _):
            (owner,) = app.still.glances
            assert app.still.glances[owner] == {BEAR, CALL, INLINE}
            app.store.apply_basic([quote(str(BEAR), 0.777, 0.84)])
            app.frame()
            await person.settle()
            assert "0.777" in app.text

    @pytest.mark.parametrize(("key", "side"), [("b", Side.BUY), ("s", Side.SELL)])
    async def test_a_row_opens_the_ticket_in_its_lots(
        self, still_time: StillTime, key: str, side: Side
    ) -> None:
        async with on_warrants(still_time) as (app, person, _):
            await person.press("j", key)
            await person.settle()
            assert isinstance(app.screen, TicketScreen)
            ticket = app.screen.ticket
            assert (ticket.security, ticket.side, ticket.qty) == (CALL, side, 10_000)

    async def test_enter_makes_the_warrant_current(self, still_time: StillTime) -> None:
        async with on_warrants(still_time) as (app, person, _):
            await person.press("enter")
            assert app.dashboard.security == BEAR

    async def test_the_form_narrows_and_is_remembered_without_its_underlying(
        self, still_time: StillTime
    ) -> None:
        async with on_warrants(still_time) as (app, person, _):
            await person.press("f")
            assert isinstance(app.screen, FilterForm)
            await person.press("ctrl+r", *"5", "tab", *"bull bear", "tab", *"hs,ub", "tab", "right", "enter")
            await person.settle()
            body = asked(app)[-1]
            assert body["owner"] == {"market": 1, "code": "00005"}
            assert (body["typeList"], body["issuerList"], body["status"]) == ((3, 4), (7, 11), 1)
            assert "bull bear, HS UB, normal; by turnover" in app.text
            kept = app.filters.of("warrants")
            assert kept["types"] == "bull bear"
            assert "owner" not in kept

    async def test_none_says_what_was_looked_for_and_how_to_change_it(self, still_time: StillTime) -> None:
        async with on_warrants(still_time, ()) as (app, _, _):
            assert "No warrant on HK.00700 passes: by turnover, largest first." in app.text
            assert "f narrow" in app.text
