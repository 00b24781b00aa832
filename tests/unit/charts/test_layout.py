"""How the lines of a chart are shared out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.layout import LEAST_PLOT, LEAST_PRICES, NO_PANELS, lay_out


@given(
    st.integers(1, 250), st.integers(1, 100), st.integers(0, 8), st.integers(6, 12),
    st.tuples(st.integers(1, 300), st.integers(0, 400)), st.booleans(),
)  # fmt: skip
def test_all_lines_and_columns_are_given_out_once(
    width: int, height: int, panels: int, label: int, figures: tuple[int, int], profile: bool
) -> None:
    layout = lay_out(width, height, panels=panels, label_width=label, figures=figures, profile=profile)
    assert layout.price_rows >= 1
    assert len(layout.panels) <= panels
    assert all(rows >= 1 for rows in layout.panels)
    if height >= 3:
        assert layout.time_row + 1 == height
    if layout.plot_width > LEAST_PLOT:
        assert layout.plot_width + layout.profile_width + layout.axis_width == width


@given(st.integers(24, 100), st.integers(1, 8))
def test_prices_keep_room_and_the_first_panels_come_first(height: int, panels: int) -> None:
    layout = lay_out(120, height, panels=panels, label_width=6, figures=(90, 40))
    assert layout.price_rows >= LEAST_PRICES
    assert layout.panels
    assert len(set(layout.panels)) == 1


def test_a_low_chart_has_prices_and_times_alone() -> None:
    assert lay_out(60, NO_PANELS - 1, panels=3, label_width=6, figures=(90, 40)).panels == ()


def test_figures_have_one_line_where_they_fit_and_the_indicators_their_own_where_not() -> None:
    wide = lay_out(160, 30, panels=1, label_width=6, figures=(90, 40))
    assert (wide.bar_rows, wide.study_rows) == (1, 0)
    narrow = lay_out(100, 30, panels=1, label_width=6, figures=(90, 40))
    assert (narrow.bar_rows, narrow.study_rows) == (1, 1)
    low = lay_out(60, 12, panels=1, label_width=6, figures=(90, 40))
    assert (low.bar_rows, low.study_rows) == (1, 0)
