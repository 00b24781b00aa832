"""What this program does when a part of it fails: the rest goes on, and nothing stands still unseen."""

from __future__ import annotations

import pytest
from textual.notifications import Notification
from textual.widgets._toast import Toast, ToastHolder

from tests.tui.scene import TARGET, SceneApp, StillTime


def notices(app: SceneApp) -> list[Notification]:
    return list(app._notifications)


async def test_a_pane_that_fails_is_told_of_once_and_stops_no_other(
    still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = SceneApp(still_time)
    reported: list[str] = []
    monkeypatch.setattr(app.still, "report", reported.append, raising=False)
    async with app.run_test(size=(160, 48)) as pilot:
        await pilot.pause()
        ticked: list[str] = []

        def fail(now: float) -> None:
            raise ValueError("no such bar")

        for pane in app.dashboard.panes:
            monkeypatch.setattr(pane, "tick", lambda now, title=pane.TITLE: ticked.append(title))
        monkeypatch.setattr(app.dashboard.chart, "tick", fail)
        for _ in range(3):
            list(app._frame(still_time.monotonic()))
        await pilot.pause()
        assert ticked.count("Book") == ticked.count("Orders") == 3
        assert len(reported) == 1
        assert "Chart" in reported[0]
        assert "no such bar" in reported[0]
        assert [notice.message for notice in notices(app)] == reported


async def test_without_frames_the_program_ends_and_says_why(still_time: StillTime) -> None:
    app = SceneApp(still_time)

    async def fail() -> None:
        raise ValueError("no frame")

    app.frame_clock.run = fail  # type: ignore[method-assign]

    async def show() -> None:
        async with app.run_test() as pilot:
            await pilot.pause()
            await pilot.pause()

    with pytest.raises(ValueError, match="no frame"):
        await show()
    assert app.return_code == 1


async def test_a_session_that_fails_is_begun_anew_with_everything_stale_meanwhile(
    still_time: StillTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.tui.app.ANEW_AFTER", 0.0)
    app = SceneApp(still_time)
    stale: list[bool] = []

    async def follow(target: str) -> None:
        stale.append(app.store.stale_since is not None)
        if len(stale) == 1:
            raise ExceptionGroup("tasks", [ValueError("a bug")])

    async with app.run_test() as pilot:
        await pilot.pause()
        monkeypatch.setattr(app, "_follow", follow)
        await app._run_session(TARGET)
        assert stale == [False, True]
        assert "begins anew" in notices(app)[0].message


async def test_a_complaint_about_a_theme_file_is_shown_as_it_is_written(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    app.themes.problems.append("mine.toml:1: 'up' is not part of a theme; it has a [colours] table [/]")
    async with app.run_test(size=(160, 48), notifications=True) as pilot:
        await pilot.pause()
        (toast,) = app.screen.query("Toast")
        assert "[colours] table [/]" in str(toast.render())


def standing(app: SceneApp) -> list[str]:
    """What the notices in view say, from the top; each of them is seen whole."""
    visible = app.screen._compositor.visible_widgets
    toasts = sorted(
        (place.y, each, place, clip) for each, (place, clip) in visible.items() if isinstance(each, Toast)
    )
    assert all(clip.contains_region(place) for _, _, place, clip in toasts)
    return [str(each.render()) for _, each, _, _ in toasts]


@pytest.mark.parametrize("height", range(24, 28))
async def test_whatever_is_told_the_environment_stays_in_view(height: int, still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.run_test(size=(80, height), notifications=True) as pilot:
        for number in range(12):
            app.notify(f"something to read, {number}", timeout=60)
        await pilot.pause()
        await pilot.pause()
        assert standing(app) == [f"something to read, {number}" for number in (8, 9, 10, 11)], "the newest"
        assert all(app.screen.get_widget_at(x, 0)[0].id == "header" for x in range(80))


async def test_a_notice_is_in_view_however_many_came_and_went_before(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for _ in range(2):
            for number in range(30):
                app.notify(f"gone, {number}", timeout=60)
            await pilot.pause()
            app._notifications.clear()
            app.notify("kept", timeout=60)
            await pilot.pause()
            await pilot.pause()
            assert standing(app) == ["kept"]
        assert len(app.screen.query(ToastHolder)) == 1
