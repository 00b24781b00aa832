"""How the lines and columns of a chart are shared out: figures, prices, panels, times; plot, profile, axis."""

from __future__ import annotations

from msgspec import Struct

PANEL_SHARE = 6
"""One row in so many is for each panel, as long as they are few."""
PANELS_MOST = 0.55
"""Share of the rows that all panels may take together."""
LEAST_PRICES = 5
"""Rows that the prices keep whatever else is wanted."""
TITLED = 16
"""Rows from which panels have a line of their own for title and values."""
LINES_A_FIGURE = 8
"""There may be a line of figures for so many of all lines."""
NO_PANELS = 7
"""Below so many rows there are prices and times alone."""
MOST_FIGURES = 4
"""Lines of figures at most."""
PROFILE_SHARE, PROFILE_MOST, PROFILE_LEAST = 8, 20, 6
"""A profile takes one column in so many, and is left out where that is too few."""


LEAST_PLOT = 3
"""Columns of one candle between its margins; in less there is no chart."""


class Layout(Struct, frozen=True):
    """Lines from the top: figures, prices, each panel's title and rows, times. Columns: plot, profile, axis."""

    width: int
    height: int
    bar_rows: int
    """Lines of a bar's figures; those of the indicators follow where they have lines of their own."""
    study_rows: int
    price_rows: int
    panels: tuple[int, ...]
    """Rows of each panel that has room, without its title."""
    titled: bool
    label_width: int
    """Cells of the prices at the right edge."""
    profile_width: int

    @property
    def figure_rows(self) -> int:
        return self.bar_rows + self.study_rows

    @property
    def plot_width(self) -> int:
        """Columns of the candles with their margins."""
        return max(LEAST_PLOT, self.width - self.axis_width - self.profile_width)

    @property
    def axis_width(self) -> int:
        """The line at the right of the plot, a mark, the prices, and a blank."""
        return self.label_width + 3

    def panel_top(self, number: int) -> int:
        """The line of a panel's title, or of its first row where it has none."""
        return self.figure_rows + self.price_rows + sum(rows + self.titled for rows in self.panels[:number])

    @property
    def time_row(self) -> int:
        return self.panel_top(len(self.panels))


def lay_out(
    width: int, height: int, *, panels: int, label_width: int, figures: tuple[int, int], profile: bool = False
) -> Layout:
    """Share out `width` by `height` cells; a bar's figures and those of the indicators want so many cells."""
    bar_rows, study_rows = _figures(max(1, width - 1), height, *figures)
    rows = max(2, height - bar_rows - study_rows)
    profile_width = min((width - label_width - 3) // PROFILE_SHARE, PROFILE_MOST) if profile else 0
    if profile_width < PROFILE_LEAST:
        profile_width = 0
    titled = height >= TITLED
    shared = _panels(rows - 1, panels, titled)
    price_rows = rows - 1 - sum(shared) - titled * len(shared)
    return Layout(
        width, height, bar_rows, study_rows, price_rows, shared, titled and bool(shared), label_width,
        profile_width,
    )  # fmt: skip


def _figures(width: int, height: int, bar: int, studies: int) -> tuple[int, int]:
    """Lines for a bar's figures and for those of the indicators; one for both where they fit or the chart is low."""
    most = min(height // LINES_A_FIGURE, MOST_FIGURES) if height >= TITLED else 1
    if most < 2 or bar + studies <= width or not studies:
        return (1 if studies else min(-(-bar // width), max(most, 1))), 0
    study_rows = min(-(-studies // width), max(1, most - 1))
    return min(-(-bar // width), max(1, most - study_rows)), study_rows


def _panels(rows: int, wanted: int, titled: bool) -> tuple[int, ...]:
    """Rows of each of as many panels as there is room for, the first ones first."""
    if rows + 1 < NO_PANELS:
        return ()
    while wanted:
        each = max(1, round(rows / PANEL_SHARE))
        if each >= 3 and titled:
            each -= 1
        room = int(rows * PANELS_MOST) - wanted * titled
        each = min(each, room // wanted)
        least = 2 if titled else 1
        if each >= least and rows - wanted * (each + titled) >= LEAST_PRICES:
            return (each,) * wanted
        if wanted == 1 and rows > 1:
            return (1,) if rows - 1 - titled >= 2 else ()
        wanted -= 1
    return ()
