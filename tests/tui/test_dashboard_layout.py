"""Which panes are in view, where the focus is, and what that costs those that are not."""

from __future__ import annotations

import pytest

from futu_tui.market import Changes
from futu_tui.tui.pane import Pane
from tests.tui.grid_harness import quote
from tests.tui.scene import ALIBABA, MIDDLE, NARROW, TENCENT, TOO_SMALL, WIDE, SceneApp, StillTime


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    return SceneApp(still_time)


def focused(app: SceneApp) -> int | None:
    """The number of the pane that has the keys."""
    pane = app.dashboard.focused
    return pane.NUMBER if isinstance(pane, Pane) else None


def in_view(app: SceneApp) -> list[int]:
    """The numbers of the panes that take cells of the window."""
    return sorted(pane.NUMBER for pane in app.dashboard.panes if pane.widget.region.area)


class Calls:
    """How often each pane was told what changed, and drawn anew."""

    def __init__(self, app: SceneApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self.changes: list[int] = []
        self.reloads: list[int] = []
        for pane in app.dashboard.panes:
            self._listen(pane, monkeypatch)

    def _listen(self, pane: Pane, monkeypatch: pytest.MonkeyPatch) -> None:
        apply_changes, reload = pane.apply_changes, pane.reload

        def changed(changes: Changes, now: float) -> None:
            self.changes.append(pane.NUMBER)
            apply_changes(changes, now)

        def reloaded() -> None:
            self.reloads.append(pane.NUMBER)
            reload()

        monkeypatch.setattr(pane, "apply_changes", changed)
        monkeypatch.setattr(pane, "reload", reloaded)


def trade(app: SceneApp, last: float = 513.0) -> None:
    """Tencent's price moves, and a frame passes."""
    app.store.apply_basic([quote("HK.00700", last, 506.0, priceSpread=0.5)], app.now)
    app.frame()


async def test_the_watchlist_has_the_keys_at_first(app: SceneApp) -> None:
    async with app.showing(MIDDLE):
        assert focused(app) == 1


@pytest.mark.parametrize("size", [WIDE, MIDDLE], ids=["160", "120"])
async def test_all_six_panes_share_the_window(app: SceneApp, size: tuple[int, int]) -> None:
    async with app.showing(size):
        assert in_view(app) == [1, 2, 3, 4, 5, 6]
        cells = sum(pane.widget.region.area for pane in app.dashboard.panes)
        assert cells == size[0] * (size[1] - 2)  # all but the status lines


async def test_a_number_goes_to_its_pane(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        for number in (4, 2, 6, 3, 5, 1):
            await person.press(str(number))
            assert focused(app) == number


async def test_tab_goes_round_the_panes_and_shift_tab_back(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        round = []
        for _ in range(7):
            await person.press("tab")
            round.append(focused(app))
        assert round == [2, 3, 4, 5, 6, 1, 2]
        await person.press("shift+tab", "shift+tab")
        assert focused(app) == 6


async def test_a_maximised_pane_takes_the_whole_body_and_gives_it_back(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("4", "z")
        assert in_view(app) == [4]
        assert app.dashboard.chart.region.size == (120, 34)
        assert focused(app) == 4
        await person.press("z")
        assert in_view(app) == [1, 2, 3, 4, 5, 6]
        assert focused(app) == 4


async def test_another_pane_chosen_while_maximised_takes_its_place(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("4", "z", "tab")
        assert (in_view(app), focused(app)) == ([5], 5)
        await person.press("z")
        assert in_view(app) == [1, 2, 3, 4, 5, 6]


async def test_at_80_columns_one_pane_is_in_view_with_the_tabs_of_all(app: SceneApp) -> None:
    async with app.showing(NARROW) as person:
        assert in_view(app) == [1]
        assert app.lines()[1] == " 1 Watchlist  2 Book  3 Tape  4 Chart  5 Positions  6 Orders"
        for number in (6, 2, 3, 4, 5, 1):
            await person.press(str(number))
            assert (in_view(app), focused(app)) == ([number], number)


async def test_a_click_on_a_tab_shows_its_pane(app: SceneApp) -> None:
    async with app.showing(NARROW) as person:
        await person.click("#tabs", x=app.lines()[1].index("5 Pos"))
        assert (in_view(app), focused(app)) == ([5], 5)


async def test_a_click_on_a_pane_gives_it_the_keys(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.click("#tape")
        assert focused(app) == 3
        await person.press("z")
        assert in_view(app) == [3]


async def test_the_same_pane_stays_in_front_through_every_size(app: SceneApp) -> None:
    async with app.showing(WIDE) as person:
        await person.press("6", "down", "down")
        row = app.dashboard.orders.cursor_key
        for size, shown in ((NARROW, [6]), (TOO_SMALL, []), (MIDDLE, [1, 2, 3, 4, 5, 6]), (NARROW, [6])):
            await person.resize(size)
            assert in_view(app) == shown
        assert focused(app) == 6
        assert app.dashboard.orders.cursor_key == row
        await person.press("up")
        assert app.dashboard.orders.cursor_key != row


async def test_a_window_too_small_says_what_it_needs_and_comes_back(app: SceneApp) -> None:
    async with app.showing(TOO_SMALL) as person:
        assert "futu-tui needs 80 x 24 cells; this window has 72 x 20." in app.text
        await person.resize(NARROW)
        assert in_view(app) == [1]
        assert "512.50" in app.text


async def test_keys_of_a_pane_work_again_after_the_window_was_too_small(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.resize(TOO_SMALL)
        await person.resize(MIDDLE)
        await person.press("down")
        assert app.dashboard.watchlist.cursor_key == ALIBABA


async def test_resizing_under_a_dialog_folds_the_panes_too(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("4", "question_mark")
        await person.resize(NARROW)
        await person.press("escape")
        assert (in_view(app), focused(app)) == ([4], 4)


async def test_z_in_tabs_does_not_maximise_what_is_whole_already(app: SceneApp) -> None:
    async with app.showing(NARROW) as person:
        await person.press("z")
        await person.resize(MIDDLE)
        assert in_view(app) == [1, 2, 3, 4, 5, 6]


async def test_a_pane_stays_maximised_through_tabs(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("2", "z")
        await person.resize(NARROW)
        await person.resize(MIDDLE)
        assert in_view(app) == [2]


async def test_only_panes_in_view_are_told_what_changed(
    app: SceneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.showing(NARROW) as person:
        calls = Calls(app, monkeypatch)
        trade(app)
        assert calls.changes == [1]
        await person.press("5")
        calls.changes.clear()
        trade(app, 513.5)
        assert calls.changes == [5]


async def test_a_pane_that_comes_into_view_shows_what_it_missed(
    app: SceneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.showing(NARROW) as person:
        calls = Calls(app, monkeypatch)
        trade(app, 514.0)
        assert calls.reloads == []
        await person.press("5")
        assert 5 in calls.reloads
        assert "514.00" in app.text


async def test_nothing_changed_tells_no_pane_anything(app: SceneApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.showing(MIDDLE):
        calls = Calls(app, monkeypatch)
        app.frame()
        assert (calls.changes, calls.reloads) == ([], [])


async def test_a_lost_link_draws_every_pane_in_view_anew(
    app: SceneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.showing(MIDDLE):
        calls = Calls(app, monkeypatch)
        app.still.lose(app.now)
        app.frame()
        assert sorted(calls.reloads) == [1, 2, 3, 4, 5, 6]


async def test_another_theme_draws_the_panes_in_view_anew(
    app: SceneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.showing(NARROW) as person:
        calls = Calls(app, monkeypatch)
        await person.press("t")
        assert set(calls.reloads) == {1}


async def test_the_security_made_current_is_that_of_every_pane(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        assert {pane.security for pane in app.dashboard.panes} == {TENCENT}
        await person.press("down", "enter")
        assert {pane.security for pane in app.dashboard.panes} == {ALIBABA}
        assert "4 Chart  HK.09988  Alibaba-W" in app.text
