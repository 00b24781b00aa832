"""The intraday chart's drawing: golden pictures, and that a minute more is drawn as the whole would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market.day_courses import DayCourse, Minute
from futu_tui.market.hours import Stretch, stretches
from futu_tui.protocol import Market
from futu_tui.tui.charts.day_plot import DayPlot
from futu_tui.tui.charts.tones import Tone
from tests.unit.charts.courses import course
from tests.unit.charts.drawn import assert_drawn

HK = stretches(Market.HK)
LATE = 14 * 60


def plot(
    courses: list[DayCourse], width: int, height: int, hours: tuple[Stretch, ...] = HK, **options: object
) -> DayPlot:
    return DayPlot(courses, [hours] * len(courses), width, height, decimals=2, tick=0.05, **options)  # type: ignore[arg-type]


def rows(drawn: DayPlot) -> list[tuple[str, tuple[int, ...]]]:
    return drawn.rows()


def text(drawn: DayPlot) -> list[str]:
    return [glyphs for glyphs, _ in rows(drawn)]


@pytest.mark.parametrize(("width", "height"), [(26, 8), (58, 14), (110, 24), (148, 43)])
def test_a_day_until_two_o_clock(width: int, height: int) -> None:
    assert_drawn(f"day-{width}x{height}", rows(plot([course(until=LATE)], width, height)))


def test_five_days_with_a_crosshair() -> None:
    days = [course(f"2026-11-{16 + n}", opening=500 + 2 * n, prev_close=498.0 + 2 * n) for n in range(4)]
    days.append(course("2026-11-20", opening=510, prev_close=508.0, until=LATE))
    assert_drawn("five-days", rows(plot(days, 110, 20, crosshair=40)))


def test_the_whole_day_of_the_us() -> None:
    hours = stretches(Market.US, extended=True)
    day = course(market=Market.US, extended=True, until=13 * 60, slope=0.002)
    assert_drawn("us-all-hours", rows(plot([day], 110, 18, hours)))


def test_a_day_far_from_the_close_before_has_a_scale_of_its_own() -> None:
    drawn = plot([course(prev_close=400.0)], 80, 20)
    assert not drawn.scale.holds(400.0)
    assert drawn.scale.holds(506.0)


def test_the_close_before_stands_in_the_middle() -> None:
    drawn = plot([course(until=LATE)], 80, 21)
    assert (drawn.scale.low + drawn.scale.high) / 2 == pytest.approx(506.0)
    zero = drawn.scale.row(506.0)
    assert "506.00   0.00%" in text(drawn)[zero]


def test_the_right_edge_says_price_and_percent_of_the_last() -> None:
    day = course(until=LATE)
    last = day.minutes[-1].price
    marked = next(line for line in text(plot([day], 80, 20)) if "◀" in line)
    assert f"◀{last:.2f}" in marked
    assert f"{(last / 506 - 1) * 100:+.2f}%" in marked


def test_a_day_of_falling_prices_is_drawn_in_the_tone_of_falling() -> None:
    drawn = plot([course(slope=-0.05, opening=500.0)], 60, 15)
    tones = {tone for y in range(drawn.price_rows) for tone in drawn.canvas.row(y)[1][: drawn.plot_width]}
    assert Tone.DOWN in tones
    assert Tone.UP not in tones


def test_what_is_stale_has_no_direction() -> None:
    drawn = plot([course(until=LATE)], 60, 15, stale=True)
    tones = {tone for y in range(drawn.price_rows) for tone in drawn.canvas.row(y)[1]}
    assert not tones & {Tone.UP, Tone.DOWN}


def test_volume_is_coloured_by_whether_the_minutes_brought_the_price_up() -> None:
    day = DayCourse("2026-11-23", [Minute(570, 101.0, None, 500), Minute(800, 100.5, None, 500)], 100.0)
    drawn = plot([day], 60, 15)
    _, tones = drawn.canvas.row(drawn.price_rows + drawn.volume_rows - 1)
    assert tones[drawn.axis.column(0, 570)] is Tone.RISE
    assert tones[drawn.axis.column(0, 800)] is Tone.FALL


def test_minutes_after_the_close_stand_at_the_end_of_the_day() -> None:
    day = DayCourse("2026-11-23", [Minute(955, 101.0, None, 500), Minute(968, 100.5, None, 500)], 100.0)
    drawn = plot([day], 60, 15)
    assert max(drawn.spots) == drawn.plot_width - 1


def test_the_crosshair_steps_over_columns_with_minutes_only() -> None:
    drawn = plot([course(until=LATE)], 80, 15)
    newest = drawn.stepped(None, 1)
    assert newest == max(drawn.spots)
    assert drawn.stepped(newest, 1) == newest
    assert drawn.stepped(newest, -1) == newest - 1
    assert drawn.stepped(0, -1) == 0
    spot = drawn.spot_near(newest)
    assert spot is not None
    assert spot.minute.minute == LATE


prices = st.floats(95.0, 105.0).map(lambda price: round(price, 2))
minutes_of_day = st.lists(
    st.tuples(st.integers(540, 975), prices, st.integers(0, 5000)),
    min_size=3, max_size=40, unique_by=lambda row: row[0],
)  # fmt: skip


@given(minutes_of_day, st.integers(1, 5), st.lists(prices, max_size=4), st.sampled_from([(26, 8), (70, 16)]))
def test_going_on_draws_what_drawing_anew_would(
    told: list[tuple[int, float, int]], more: int, moves: list[float], size: tuple[int, int]
) -> None:
    """Whatever the newest minutes bring, a drawing that went on is equal to one on the same scale drawn whole."""
    minutes = [Minute(minute, price, price, volume) for minute, price, volume in sorted(told)]
    known = max(2, len(minutes) - more)
    steps = [minutes[: known + n] for n in range(len(minutes) - known + 1)]
    steps += [[*minutes[:-1], minutes[-1]._replace(price=price)] for price in moves]
    drawn = plot([DayCourse("2026-11-23", steps[0], 100.0)], *size)
    for step in steps[1:]:
        courses = [DayCourse("2026-11-23", step, 100.0)]
        scale = drawn.scale
        if not drawn.go_on(courses):
            drawn = plot(courses, *size, before=scale)
        assert rows(drawn) == rows(plot(courses, *size, before=scale))


def test_a_correction_of_an_earlier_minute_is_no_going_on() -> None:
    day = course(until=LATE)
    drawn = plot([day], 80, 20)
    first = day.minutes[0]._replace(price=507.0)
    assert not drawn.go_on([day._replace(minutes=[first, *day.minutes[1:]])])


@given(
    st.integers(-2000, 3000),
    st.sampled_from(list(Market)),
    st.booleans(),
    st.integers(1, 5),
    st.integers(1, 200),
)
def test_any_minute_of_any_market_has_a_column(
    minute: int, market: Market, extended: bool, days: int, width: int
) -> None:
    drawn = plot([course(market=market)] * days, 8 + width, 8, stretches(market, extended=extended))
    columns = [drawn.axis.column(day, minute) for day in range(days)]
    assert columns == sorted(columns)
    assert all(0 <= column < drawn.plot_width for column in columns)
    assert drawn.axis.column(0, minute) <= drawn.axis.column(0, minute + 1)


def test_the_crosshair_stands_behind_the_line_and_before_the_rest() -> None:
    drawn = plot([course(until=LATE)], 80, 20)
    without = rows(drawn)
    drawn.point_at(10)
    for (old, old_tones), (new, new_tones) in zip(without, rows(drawn), strict=True):
        assert (old[:10], old[11:]) == (new[:10], new[11:])
        assert old[10] == new[10] or (new[10], new_tones[10]) == ("│", Tone.ACCENT)
        assert old[10] in " ┈" or (old[10], old_tones[10]) == (new[10], new_tones[10])
    drawn.point_at(None)
    assert rows(drawn) == without
