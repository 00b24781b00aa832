"""The depth chart's drawing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Level
from futu_tui.tui.charts.depth_plot import DepthPlot, balance, reaches
from futu_tui.tui.charts.tones import Tone
from tests.unit.charts.drawn import assert_drawn

BIDS = [Level(round(512.50 - 0.05 * n, 2), 1000 * (n + 1), n + 1) for n in range(10)]
ASKS = [Level(round(512.55 + 0.05 * n, 2), 700 * (n % 3 + 1), n + 1) for n in range(10)]


def plot(
    bids: list[Level], asks: list[Level], width: int = 78, height: int = 18, **options: object
) -> DepthPlot:
    return DepthPlot(bids, asks, width, height, decimals=2, tick=0.05, **options)  # type: ignore[arg-type]


def rows(drawn: DepthPlot) -> list[tuple[str, tuple[int, ...]]]:
    return [drawn.canvas.row(y) for y in range(drawn.canvas.height)]


@pytest.mark.parametrize(("width", "height"), [(26, 7), (78, 18), (148, 42)])
def test_a_book_of_ten_levels(width: int, height: int) -> None:
    assert_drawn(
        f"depth-{width}x{height}", rows(plot(BIDS, ASKS, width, height, own={512.3: 200.0, 512.8: 100.0}))
    )


def test_a_side_alone() -> None:
    assert_drawn("depth-no-asks", rows(plot(BIDS[:4], [], 60, 10)))


def test_what_waits_adds_up_with_the_money_it_takes() -> None:
    found = reaches([Level(10.0, 100, 1), Level(10.1, 300, 2)], is_bid=False)
    assert [(reach.price, reach.size, reach.money) for reach in found] == [
        (10.0, 100, 1000.0),
        (10.1, 400, 4030.0),
    ]
    assert found[-1].average == pytest.approx(10.075)


def test_levels_without_size_are_passed_over() -> None:
    assert reaches([Level(10.0, 0, 0), Level(10.1, 300, 2)], is_bid=True)[0].price == 10.1


@pytest.mark.parametrize(
    ("bids", "asks", "words"),
    [
        (1000, 1000, "bids and asks about even"),
        (1000, 900, "bids and asks about even"),
        (2600, 1000, "bids 2.6 times the asks"),
        (1000, 1500, "asks 1.5 times the bids"),
        (0, 1000, "no bids"),
        (1000, 0, "no asks"),
        (1_000_000, 1, "bids alone, hardly any asks"),
        (0, 0, ""),
    ],
)
def test_the_balance_in_words(bids: int, asks: int, words: str) -> None:
    assert balance(bids, asks) == words


def test_a_column_tells_what_an_order_to_its_price_would_meet() -> None:
    drawn = plot(BIDS, ASKS)
    reach = drawn.reach_at(drawn.column(512.40))
    assert reach is not None
    assert (reach.is_bid, reach.price, reach.size) == (True, 512.40, 1000 + 2000 + 3000)
    assert drawn.reach_at(drawn.column(drawn.middle)) in (None, drawn.asks[0])
    end = drawn.reach_at(drawn.plot_width - 1)
    assert end is not None
    assert end.size == drawn.asks[-1].size


def test_the_crosshair_steps_from_level_to_level() -> None:
    drawn = plot(BIDS, ASKS, 148)
    column = drawn.stepped(None, -1)
    prices = []
    for _ in range(4):
        reach = drawn.reach_at(column)
        assert reach is not None
        prices.append(reach.price)
        column = drawn.stepped(column, -1)
    assert prices == [512.50, 512.45, 512.40, 512.35]


def test_an_own_order_stands_on_top_of_what_waits_at_its_price() -> None:
    drawn = plot(BIDS, ASKS, own={512.3: 200.0})
    column = drawn.column(512.3)
    above = [drawn.canvas.row(y)[0][column] for y in range(drawn.rows)]
    mark = above.index("◆")
    assert set(above[:mark]) <= {" "}
    assert above[mark + 1] != " "
    assert drawn.canvas.row(mark)[1][column] is Tone.OWN


def test_an_own_order_beyond_the_levels_in_view_is_not_shown() -> None:
    assert not any("◆" in glyphs for glyphs, _ in rows(plot(BIDS, ASKS, own={400.0: 200.0})))


def test_what_is_stale_has_no_sides_in_colour() -> None:
    tones = {tone for _, tones in rows(plot(BIDS, ASKS, stale=True)) for tone in tones}
    assert not tones & {Tone.BID, Tone.ASK, Tone.BID_WALL, Tone.ASK_WALL}


level_sizes = st.lists(st.integers(0, 10**9), max_size=12)


@given(
    level_sizes,
    level_sizes,
    st.integers(1, 5000),
    st.integers(20, 160),
    st.integers(3, 50),
    st.integers(-3, 40),
)
def test_any_book_grows_outwards_and_stays_within_its_cells(
    bid_sizes: list[int], ask_sizes: list[int], best: int, width: int, height: int, spread: int
) -> None:
    """A crossed book, as an auction's, and one with a side missing included."""
    bids = [Level((best - n) * 0.05, size, 1) for n, size in enumerate(bid_sizes)]
    asks = [Level((best + spread + n) * 0.05, size, 1) for n, size in enumerate(ask_sizes)]
    if not bids and not asks:
        return
    drawn = plot(bids, asks, width, height)
    heights = [
        sum(drawn.canvas.row(y)[0][column] not in " ┊" for y in range(drawn.rows))
        for column in range(drawn.plot_width)
    ]
    half = drawn.plot_width // 2
    assert heights[:half] == sorted(heights[:half], reverse=True)
    assert heights[half + 1 :] == sorted(heights[half + 1 :])
    assert len(rows(drawn)) == height
