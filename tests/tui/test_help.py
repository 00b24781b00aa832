"""The help screen tells the keys of where one is."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from futu_tui.trading import Accounts
from futu_tui.tui.keymap import DEFAULT
from futu_tui.tui.screens.help import HelpScreen, topics
from tests.tui.shell_app import REAL, ChartPane, ShellApp


async def test_it_begins_with_the_focused_pane_and_what_surrounds_it() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.screen.query_one(ChartPane).focus()
        await pilot.pause()
        assert [topic.title for topic in topics(app.screen, DEFAULT)] == [
            "4 Chart",
            "Charts of every kind",
            "Dashboard",
            "Everywhere",
            "1 Watchlist",
            "Lists",
        ]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_it_shows_purpose_keys_and_environment_in_any_size(size: tuple[int, int]) -> None:
    app = ShellApp()
    async with app.run_test(size=size) as pilot:
        await pilot.press("?")
        await pilot.pause()
        text = app.screen_text
        assert isinstance(app.screen, HelpScreen)
        assert "The securities you follow." in text
        assert "del d        Remove the row from the list" in text
        assert "esc close" in text
        assert "SIMULATE" in text
        if size[0] == 160:
            assert "Candles of the current security." in text
            assert "q ctrl+c     Quit" in text
        await pilot.press("?")
        assert not isinstance(app.screen, HelpScreen)


async def test_a_changed_key_is_the_one_shown_and_the_one_that_works() -> None:
    app = ShellApp(keys={"grid.sort": "e", "app.help": "f1"})
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("o", "e")
        assert app.did == ["sort"]
        await pilot.press("f1")
        await pilot.pause()
        assert "e            Sort by the next column" in app.screen_text


async def test_it_stands_wholly_on_the_themes_ground() -> None:
    app = ShellApp("futu-light")
    async with app.run_test() as pilot:
        await pilot.press("?")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        assert all(segment.style and segment.style.bgcolor for strip in strips for segment in strip)


async def test_real_money_shows_on_it() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        app.accounts.list = [REAL]
        app.accounts.portfolios = _portfolios(app.accounts)
        app.accounts.open(REAL)
        await pilot.press("?")
        await pilot.pause()
        assert " REAL  HK Margin 8881" in app.screen_text
        assert "SIMULATE" not in app.screen_text


def _portfolios(accounts: Accounts) -> dict[int, object]:
    from futu_tui.trading import Portfolio

    return {account.acc_id: Portfolio(account) for account in accounts.list}


async def test_words_go_on_below_themselves_and_keys_never_touch_them() -> None:
    app = ShellApp()
    async with app.run_test(size=(120, 60)) as pilot:
        over = Screen[None]()
        over.CONTEXT = "ladder"  # type: ignore[attr-defined]
        app.push_screen(HelpScreen(over))
        await pilot.pause()
        lines = [line.replace("│", " ").rstrip() for line in app.screen_text.splitlines()]
        at = next(n for n, line in enumerate(lines) if "So many lots for the next order" in line)
        column = lines[at].index("So many lots")
        assert lines[at][:column].split() == ["1", "2", "3", "4", "5", "6"]
        assert lines[at][column - 1] == " "
        arms = next(n for n, line in enumerate(lines) if "Arm, so that keys send orders" in line)
        assert lines[arms + 1].index("or disarm") == lines[arms].index("Arm, so that")


async def test_a_list_in_a_dialog_tells_its_own_keys_too() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        over = Screen[None]()
        over.CONTEXT, over.HELPS_WITH = "records", ("grid",)  # type: ignore[attr-defined]
        titles = [topic.title for topic in topics(over, DEFAULT)]
        assert titles == ["Money and history", "Lists", "Screens of lists", "Dialogs"]
