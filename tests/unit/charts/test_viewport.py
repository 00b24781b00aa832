"""Zoom and pan show the bars that they should, where they should."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.viewport import NORMAL, ZOOMS, Shown, Slot, Viewport, merged
from tests.unit.charts.bars import Bar, Bars

viewports = st.builds(Viewport, st.integers(1, 200), st.integers(0, len(ZOOMS) - 1), st.integers(0, 300))


@given(viewports, st.integers(0, 400))
def test_candles_in_view_follow_one_another_and_fit(view: Viewport, count: int) -> None:
    slots = view.slots(count)
    assert len(slots) <= view.capacity
    assert all(before.end == after.first for before, after in pairwise(slots))
    assert bool(slots) == (count > 0)
    if slots:
        assert slots[0].first >= 0
        assert slots[-1].end <= count
        assert view.column(len(slots) - 1, len(slots)) == view.width - view.zoom.body


@given(viewports, st.integers(1, 400))
def test_every_column_of_a_candle_belongs_to_it(view: Viewport, count: int) -> None:
    shown = len(view.slots(count))
    for place in range(shown):
        left = view.column(place, shown)
        for x in range(max(0, left), left + view.zoom.body):
            assert view.place_at(x, shown) == place
    assert view.place_at(-1000, shown) is None


def test_the_newest_bar_is_at_the_right_and_more_bars_push_the_oldest_out() -> None:
    view = Viewport(width=9)
    assert view.capacity == 5
    assert view.slots(3) == [Slot(0, 1), Slot(1, 2), Slot(2, 3)]
    assert [slot.first for slot in view.slots(12)] == [7, 8, 9, 10, 11]


def test_panning_stops_at_the_oldest_and_at_the_newest_bar() -> None:
    view = Viewport(width=9)
    assert view.panned(4, 12).slots(12)[-1] == Slot(7, 8)
    assert view.panned(100, 12).skipped == 11
    assert view.panned(4, 12).panned(-100, 12).live


def test_bars_that_would_have_room_in_view_are_counted() -> None:
    view = Viewport(width=9)
    assert view.lacks(3) == 2
    assert view.lacks(5) == 0
    assert view.panned(3, 5).lacks(5) == 3


@pytest.mark.parametrize(("steps", "zoom"), [(-100, ZOOMS[0]), (100, ZOOMS[-1]), (0, ZOOMS[NORMAL])])
def test_zoom_stays_within_its_steps(steps: int, zoom: object) -> None:
    assert Viewport(80).zoomed(steps).zoom == zoom


def test_bars_that_share_a_candle_open_with_the_first_and_close_with_the_last() -> None:
    bars = Bars(
        [
            Bar(60, 0, 1, 4, 1, 3, 10, 30),
            Bar(120, 0, 3, 9, 2, 2, 20, 50),
            Bar(180, 0, 2, 3, 0, 1, 5, 7),
        ]
    )
    assert merged(bars, Slot(0, 3)) == Shown(180, 1, 9, 0, 1, 35, 87)
    assert merged(bars, Slot(1, 2)) == Shown(120, 3, 9, 2, 2, 20, 50)


@given(st.integers(1, 200), st.integers(1, 200_000))
def test_a_fitted_view_holds_every_bar_and_none_nearer_does(width: int, count: int) -> None:
    view = Viewport(width).fitted(count)
    slots = view.slots(count)
    held = view.capacity * view.zoom.bars >= count
    assert held == (slots[0].first == 0) or view.zoom_step == 0
    if view.zoom_step < len(ZOOMS) - 1:
        nearer = view.zoomed(1)
        assert nearer.capacity * nearer.zoom.bars < count
