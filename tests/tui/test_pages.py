"""Screens of lists: asked for, refused, narrowed, gone on with at the end, followed live; and the menu of screens."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from rich.style import Style

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Security
from futu_tui.tui.commands import offers
from futu_tui.tui.screens.pages import Page, PagesScreen
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.records import Records
from tests.tui.scene import MIDDLE, SceneApp, StillTime


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


CODE = Column[Security](
    "code", "Code", 12, lambda row, cells: str(row), _text, align="left", sort=lambda row: row
)
LISTED = [Security.parse("HK.00700"), Security.parse("HK.09988"), Security.parse("US.MSFT")]


class Lists(PagesScreen[Security]):
    """A page of what it is given, and one that never says anything."""

    def __init__(self, answers: list[Any], more: list[Any]) -> None:
        self.answers, self.further = answers, more
        self.asked = 0
        super().__init__("Lists")

    def make_pages(self) -> Sequence[Page]:
        def last(app: Any, row: Security) -> str:
            quote = app.store.quotes.get(row)
            return f"{quote.last:.2f}" if quote else "-"

        live = Column[Security]("last", "Last", 8, lambda row, cells: last(self.app, row), _text)
        return (
            Page(
                "things", "Things", Records((CODE, live)), self._ask, "There are none.",
                security=lambda row: row, live=True, more=self._more if self.further else None,
            ),
            Page("silent", "Silent", Records((CODE,)), asyncio.Event().wait, ""),  # type: ignore[arg-type]
        )  # fmt: skip

    async def _ask(self) -> Sequence[Security]:
        self.asked += 1
        answer = self.answers[min(self.asked, len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    async def _more(self) -> Sequence[Security]:
        answer = self.further.pop(0) if self.further else ()
        if isinstance(answer, Exception):
            raise answer
        return answer


class TestLists:
    async def test_rows_are_asked_for_counted_and_one_becomes_current(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await app.dashboard.look_up(Lists([LISTED], []))
            await person.settle()
            assert "3 rows" in app.text
            await person.press("j", "enter")
            assert app.screen is app.dashboard
            assert app.dashboard.security == LISTED[1]

    async def test_a_refusal_is_told_with_what_to_do_and_asked_again(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await app.dashboard.look_up(Lists([GatewayError("no right to\x1b[2J see"), LISTED], []))
            await person.settle()
            assert "The gateway does not tell." in app.text
            assert "no right to" in app.text
            assert "r reload" in app.text
            await person.press("r")
            assert "US.MSFT" in app.text

    async def test_an_empty_answer_and_one_on_its_way_say_so(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await app.dashboard.look_up(Lists([[]], []))
            await person.settle()
            assert "There are none." in app.text
            await person.press("right")
            assert "Asking the gateway" in app.text

    async def test_words_narrow_the_rows_until_they_are_left(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await app.dashboard.look_up(Lists([LISTED], []))
            await person.settle()
            await person.press("slash", *"us.", "enter")
            assert "1 of 3 rows" in app.text
            await person.press("slash", "escape")
            assert "3 rows" in app.text
            await person.press("escape")
            assert app.screen is app.dashboard

    @pytest.mark.parametrize("further", [[LISTED[1:], []], [LISTED[1:], GatewayError("too often")]])
    async def test_at_the_end_the_next_rows_are_asked_for(
        self, still_time: StillTime, further: list[Any]
    ) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = Lists([LISTED[:1]], further)
            await app.dashboard.look_up(screen)
            for _ in range(3):
                await person.settle()
                app.frame()
            await person.settle()
            assert screen.page.rows == [LISTED[0], *LISTED[1:]]
            assert screen.page.complete
            assert "3 rows" in app.text

    async def test_rows_in_view_are_followed_while_the_screen_is_open(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            screen = Lists([LISTED], [])
            await app.dashboard.look_up(screen)
            await person.settle()
            app.frame()
            (owner,) = {owner for owner in app.still.wanted if owner.startswith("pages")}
            assert {wish.security for wish in app.still.wanted[owner]} == set(LISTED)
            assert "512.50" in app.text
            await person.press("right")
            app.frame()
            assert not app.still.wanted[owner]
            await person.press("left")
            app.frame()
            assert app.still.wanted[owner]
            await person.press("escape")
            assert not app.still.wanted[owner]

    async def test_a_row_joins_the_watchlist(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await app.dashboard.look_up(Lists([LISTED], []))
            await person.settle()
            await person.press("G", "w")
            assert LISTED[2] in app.dashboard.watchlist.securities
            await person.press("w")
            assert any("already" in note.message for note in app._notifications)


class TestTheMenu:
    async def test_it_names_screens_with_a_key_each_and_opens_one(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            await person.press("full_stop")
            assert "Price alerts" in app.text
            assert "What waits for a price" in app.text
            await person.press("a")
            assert "No price alert is set" in app.text or "Waiting" in app.text

    async def test_the_palette_offers_each_screen_once_with_both_keys(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        async with app.showing(MIDDLE) as person:
            titles = [offer.title for offer in offers(app.dashboard)]
            (alerts,) = [title for title in titles if "rice alerts" in title]
            assert titles.count(alerts) == 1
            await person.press("ctrl+p", *"price alerts")
            assert alerts in app.text
