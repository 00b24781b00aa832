"""Labels under a chart stand where time turns, and never run into one another."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.time_axis import GAP, time_labels


def times(start: str, minutes: int, count: int) -> list[str]:
    begin = datetime.fromisoformat(start)
    return [(begin + timedelta(minutes=minutes * step)).isoformat(" ") for step in range(count)]


def test_minute_bars_are_labelled_at_round_times() -> None:
    labels = time_labels(times("2024-11-22 09:31:00", 1, 40), range(0, 80, 2), 80, intraday=True)
    assert [label.text for label in labels] == [
        "09:35",
        "09:40",
        "09:45",
        "09:50",
        "09:55",
        "10:00",
        "10:05",
        "10:10",
    ]
    assert labels[0].column == 8


def test_a_new_day_is_named_among_hours() -> None:
    day = times("2024-11-21 14:00:00", 15, 8) + times("2024-11-22 09:45:00", 15, 8)
    labels = time_labels(day, range(0, 96, 6), 96, intraday=True)
    assert (48, "11-22") in labels
    assert (24, "15:00") in labels


def test_daily_bars_are_labelled_by_month_and_monthly_bars_by_year() -> None:
    days = time_labels(times("2024-09-20 00:00:00", 1440, 60), range(0, 120, 2), 120, intraday=False)
    assert "2024-10" in [label.text for label in days]
    months = [f"{year}-{month:02}-28 00:00:00" for year in range(2020, 2025) for month in range(1, 13)]
    labels = time_labels(months, range(60), 60, intraday=False)
    assert [label.text for label in labels] == ["2021", "2022", "2023", "2024"]


@given(st.integers(1, 3000), st.integers(0, 200), st.integers(1, 6), st.integers(1, 120), st.booleans())
def test_labels_fit_and_keep_their_distance(
    minutes: int, count: int, pitch: int, width: int, intraday: bool
) -> None:
    columns = range(0, count * pitch, pitch)
    labels = time_labels(times("2024-02-27 09:31:00", minutes, count), columns, width, intraday=intraday)
    for label, after in pairwise(labels):
        assert label.column + len(label.text) + GAP <= after.column
    assert all(0 <= label.column <= width - len(label.text) for label in labels)
