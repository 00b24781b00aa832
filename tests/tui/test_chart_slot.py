"""The kinds of charts share one place: gone through by a key, made when they are first shown, wanted while in view."""

from __future__ import annotations

from tests.tui.scene import MIDDLE, NARROW, SceneApp, StillTime

TITLES = ["Intraday", "Depth", "Heat", "Flow", "Equity", "Chart"]


async def test_v_goes_through_every_kind_and_round(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.showing(MIDDLE) as person:
        await person.press("4")
        for title in TITLES:
            await person.press("v")
            app.frame()
            await person.settle()
            chart = app.dashboard.charts.current
            assert title == chart.TITLE
            assert chart.widget.has_focus
            assert chart.widget.region.area
            assert f"4 {title}  " in app.text
            assert app.still.wanted.get(chart.owner, set()) == set(chart.wants())
        await person.press("V")
        assert app.dashboard.charts.current.TITLE == "Equity"


async def test_a_kind_that_is_left_is_wanted_no_more(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.showing(MIDDLE) as person:
        await person.press("1", "v")
        assert app.dashboard.watchlist.has_focus
        assert app.still.wanted["intraday"]
        assert not app.still.wanted["chart"]
        await person.press("V")
        assert not app.still.wanted["intraday"]
        assert app.still.wanted["chart"]


async def test_in_tabs_it_comes_to_the_front(still_time: StillTime) -> None:
    app = SceneApp(still_time)
    async with app.showing(NARROW) as person:
        await person.press("1", "v")
        assert app.dashboard.charts.current.widget.region.area
        assert "4 Intraday" in app.lines()[1]
        await person.press("v", "v")
        shown = [child for child in app.dashboard.charts.children if child.region.area]
        assert shown == [app.dashboard.charts.current], "alone, in all of the window"
