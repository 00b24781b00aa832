"""What plotext draws, read back into cells."""

from __future__ import annotations

from math import cos, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.market.capital_flow import Distribution, FlowPoint
from futu_tui.market.hours import stretches
from futu_tui.protocol import Market
from futu_tui.tui import format
from futu_tui.tui.charts.flow_plot import draw_distribution, draw_flow
from futu_tui.tui.charts.plotted import Mark, PlotLine, draw_lines, value_marks
from futu_tui.tui.charts.time_axis import TimeLabel
from futu_tui.tui.charts.tones import Tone
from tests.unit.charts.drawn import assert_drawn

MARKS = [Mark(-1.0, "-1"), Mark(0.0, "0"), Mark(1.0, "1")]


def flow(minutes: int) -> list[FlowPoint]:
    """A day's money that waves its way up."""
    clocks = [*range(570, 720), *range(780, 960)][:minutes]
    points = []
    for n, clock in enumerate(clocks):
        sizes = (2e7 * sin(n / 40), 1e7 * cos(n / 25), 2e5 * n, -1e5 * n)
        points.append(FlowPoint(f"2026-11-23 {clock // 60:02d}:{clock % 60:02d}:00", sum(sizes), sizes))
    return points


@pytest.mark.parametrize(("width", "height"), [(26, 7), (78, 17), (148, 42)])
def test_the_flow_of_a_day(width: int, height: int) -> None:
    rows = draw_flow(flow(200), Market.HK, stretches(Market.HK), width, height)
    assert_drawn(f"flow-{width}x{height}", rows)
    assert {len(glyphs) for glyphs, _ in rows} == {width}
    assert len(rows) == height


@pytest.mark.parametrize(("width", "height"), [(26, 7), (78, 17)])
def test_what_came_in_and_went_out_by_size(width: int, height: int) -> None:
    parts = Distribution((9e7, 8e7, 4e7, 3e7), (7e7, 9.5e7, 4.5e7, 1e7), "")
    assert_drawn(f"distribution-{width}x{height}", draw_distribution(parts, width, height))


def test_lines_keep_their_tones_and_labels_their_columns() -> None:
    up = PlotLine([0, 20, 40], [0.0, 0.5, 1.0], Tone.UP)
    down = PlotLine([0, 20, 40], [0.0, -0.5, -1.0], Tone.DOWN)
    rows = draw_lines([up, down], 46, 10, marks=MARKS, labels=[TimeLabel(3, "09:30")])
    tones = [{tone for tone in inks if tone in (Tone.UP, Tone.DOWN)} for _, inks in rows[:-1]]
    assert tones[0] == {Tone.UP}
    assert tones[-1] == {Tone.DOWN}
    assert rows[-1][0].startswith("   09:30 ")
    assert rows[0][0].rstrip().endswith(" 1")


def test_a_figure_has_nothing_of_the_one_before() -> None:
    line = PlotLine([0, 20, 40], [0.0, 0.5, 1.0], Tone.UP)
    alone = draw_lines([line], 46, 10, marks=MARKS)
    draw_distribution(Distribution((9.0,) * 4, (7.0,) * 4, ""), 70, 20)
    assert draw_lines([line], 46, 10, marks=MARKS) == alone


def test_without_a_line_there_is_nothing() -> None:
    assert draw_lines([PlotLine([], [], Tone.UP)], 30, 5, marks=MARKS) == [(" " * 30, (0,) * 30)] * 5


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.integers(1, 60))
def test_marks_are_round_and_hold_all_values(one: float, other: float, rows: int) -> None:
    low, high = min(one, other), max(one, other)
    marks = value_marks(low, high, rows, format.volume)
    slack = 1e-6 * max(abs(low), abs(high), 1e-3)
    assert marks[0].value <= low + slack
    assert marks[-1].value >= high - slack
    assert len(marks) >= 2
    if high - low > 1e-3 * max(abs(low), abs(high)):
        assert len(marks) <= max(rows, 3)


@settings(max_examples=25)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.integers(22, 160), st.integers(4, 50))
def test_any_day_fills_exactly_its_cells(values: list[float], width: int, height: int) -> None:
    points = [
        FlowPoint(f"2026-11-23 10:{n:02d}:00", value, (value, 0.0, 0.0, 0.0))
        for n, value in enumerate(values)
    ]
    rows = draw_flow(points, Market.HK, stretches(Market.HK), width, height)
    assert [(len(glyphs), len(inks)) for glyphs, inks in rows] == [(width, width)] * height
    assert any(Tone.STRONG in inks for _, inks in rows)
