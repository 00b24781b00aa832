"""Search, from the first letter to the chosen security."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from futu_tui.market import Listing
from futu_tui.protocol import Security
from futu_tui.tui.listing_index import ListingIndex
from futu_tui.tui.screens.search import SearchScreen
from tests.tui.shell_app import ShellApp

Chosen = list[Security | None]


def listings(*rows: tuple[str, str]) -> dict[Security, Listing]:
    found = {}
    for code, name in rows:
        security = Security.parse(code)
        found[security] = Listing(security, name, 100, 3, "2004-06-16")
    return found


KNOWN = listings(
    ("HK.00700", "Tencent 腾讯控股"),
    ("HK.07000", "Seven"),
    ("US.AAPL", "Apple 苹果"),
    ("US.APLE", "Apple Hosp.\x1b[31m"),
)


async def open_search(
    pilot: Pilot[None], index: ListingIndex, text: str = "", complete: bool = True
) -> Chosen:
    """Search with this text put in at once, as by pasting it."""
    chosen: Chosen = []
    await pilot.app.push_screen(SearchScreen(index, lambda: complete), chosen.append)
    pilot.app.screen.query_one(Input).value = text
    await pilot.pause()
    return chosen


async def test_typing_finds_and_enter_chooses_the_likeliest() -> None:
    app = ShellApp()
    async with app.run_test(size=(80, 24)) as pilot:
        chosen = await open_search(pilot, ListingIndex(KNOWN))
        await pilot.press(*"700")
        await pilot.pause()
        assert "▌HK.00700     Tencent 腾讯控股" in app.screen_text
        assert "SIMULATE" in app.screen_text
        await pilot.press("enter")
        assert chosen == [Security.parse("HK.00700")]


async def test_the_cursor_goes_to_another_row() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        chosen = await open_search(pilot, ListingIndex(KNOWN), "apple")
        await pilot.press("down", "down", "enter")
        assert chosen == [Security.parse("US.APLE")]


async def test_a_click_chooses() -> None:
    app = ShellApp()
    async with app.run_test(size=(80, 24)) as pilot:
        chosen = await open_search(pilot, ListingIndex(KNOWN), "apple")
        await pilot.click("#found", offset=(4, 1))
        assert chosen == [Security.parse("US.APLE")]


async def test_escape_chooses_nothing() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        chosen = await open_search(pilot, ListingIndex(KNOWN), "700")
        await pilot.press("escape")
        assert chosen == [None]


async def test_names_cannot_steer_the_terminal() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await open_search(pilot, ListingIndex(KNOWN), "hosp")
        assert "US.APLE" in app.screen_text
        assert "\x1b" not in app.screen_text


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "4 securities. Type a code or a part of a name."), ("zzzz", "Nothing has this code or name.")],
)
async def test_nothing_found_is_said(typed: str, told: str) -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        chosen = await open_search(pilot, ListingIndex(KNOWN), typed)
        assert told in app.screen_text
        await pilot.press("enter")
        assert chosen == []


async def test_a_growing_list_is_searched_again_by_itself() -> None:
    growing: dict[Security, Listing] = {}
    app = ShellApp()
    async with app.run_test() as pilot:
        chosen = await open_search(pilot, ListingIndex(growing), "apple", complete=False)
        assert "still coming in: 0 so far" in app.screen_text
        growing.update(KNOWN)
        while "US.AAPL" not in app.screen_text:
            await pilot.pause(0.05)
        await pilot.press("enter")
        assert chosen == [Security.parse("US.AAPL")]


async def test_a_whole_code_can_be_chosen_before_it_is_listed() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        chosen = await open_search(pilot, ListingIndex({}), "hk.02015", complete=False)
        assert "as typed; not in the list" in app.screen_text
        await pilot.press("enter")
        assert chosen == [Security.parse("HK.02015")]
