"""The heat strip's drawing."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Level
from futu_tui.market.depth_history import DepthSample
from futu_tui.tui.charts.heat_plot import (
    SHADES,
    STEPS,
    HeatPlot,
    PriceWindow,
    fitting_step,
    shade_of,
)
from futu_tui.tui.charts.tones import Tone
from tests.unit.charts.drawn import assert_drawn


def sample(best: int, sizes: dict[int, int] | None = None, *, price: float | None = None) -> DepthSample:
    """Ten levels a side of 1,000 shares, the best bid at so many ticks of 0.05; `sizes` by ticks instead."""
    sizes = sizes or {}
    bids = [Level((best - n) * 0.05, sizes.get(best - n, 1000), 1) for n in range(10)]
    asks = [Level((best + 1 + n) * 0.05, sizes.get(best + 1 + n, 1000), 1) for n in range(10)]
    return DepthSample(bids, asks, best * 0.05 if price is None else price)


def plot(
    samples: list[DepthSample | None], width: int = 78, height: int = 18, *, seconds: int = 1
) -> HeatPlot:
    window = PriceWindow.around(500.0, 2 if height < 20 else 1, height - 1, 0.05)
    return HeatPlot(samples, window, width, height, seconds=seconds, decimals=2)


def rows(drawn: HeatPlot) -> list[tuple[str, tuple[int, ...]]]:
    return [drawn.canvas.row(y) for y in range(drawn.canvas.height)]


def walk(count: int, seed: int = 1) -> list[DepthSample | None]:
    """A book that wanders about 500.00 while a wall stands at 500.30 for a while; a gap in the middle."""
    random_ = random.Random(seed)
    best, samples = 10_000, []
    for n in range(count):
        best = min(max(best + random_.choice((-1, 0, 0, 1)), 9_994), 10_005)
        sizes = {best + k: random_.choice((500, 1000, 2000)) for k in range(-9, 11)}
        if count // 4 < n < count // 2:
            sizes[10_006] = 20_000
        gap = count // 2 <= n < count // 2 + 3
        samples.append(None if gap else sample(best, sizes))
    return samples


def test_a_wall_comes_and_goes() -> None:
    assert_drawn("heat-78x18", rows(plot(walk(70))))


def test_a_small_strip() -> None:
    assert_drawn("heat-26x8", rows(plot(walk(40), 26, 8, seconds=5)))


def test_a_large_strip() -> None:
    assert_drawn("heat-148x42", rows(plot(walk(140), 148, 42, seconds=60)))


def test_what_is_shorter_than_the_pane_stands_at_the_right_edge() -> None:
    drawn = plot(walk(10))
    assert all(not glyphs[: drawn.plot_width - 10].strip() for glyphs, _ in rows(drawn)[:-1])


def test_a_gap_is_blank() -> None:
    drawn = plot([sample(10_000), None, sample(10_000)])
    column = drawn.plot_width - 2
    assert all(glyphs[column] == " " for glyphs, _ in rows(drawn)[:-1])


def test_bids_and_asks_have_their_own_tones_and_walls_theirs() -> None:
    drawn = plot([sample(10_000, {9_995: 9000, 10_007: 9000})], height=40)
    column = drawn.plot_width - 1
    tones = [tone for _, inks in rows(drawn)[:-1] if (tone := inks[column])]
    assert tones.count(Tone.ASK_WALL) == tones.count(Tone.BID_WALL) == 1
    assert tones.index(Tone.ASK) < tones.index(Tone.BID)


def test_the_line_of_trades_climbs_without_a_break() -> None:
    drawn = plot([sample(10_000, price=price) for price in (500.0, 500.0, 500.5, 500.1)], height=40)
    columns = ["".join(rows(drawn)[y][0][drawn.plot_width - back] for y in range(39)) for back in (3, 2, 1)]
    assert [column.strip(SHADES) for column in columns] == ["─", "╭│││││││││╯", "╮│││││││╰"]


def test_the_last_price_is_marked_at_the_edge() -> None:
    assert any(glyphs.endswith("◀500.00") for glyphs, _ in rows(plot([sample(10_000)])))


@given(st.floats(0, 1e9), st.floats(1, 1e9))
def test_more_is_never_lighter(size: float, top: float) -> None:
    assert 0 <= shade_of(size, top) <= shade_of(size * 1.5, top) < len(SHADES)


@given(
    st.integers(1, 10**6),
    st.sampled_from(STEPS),
    st.integers(1, 60),
    st.sampled_from([0.001, 0.01, 0.05, 0.2, 1.0]),
)
def test_the_window_stands_about_its_price(place: int, step: int, rows_: int, tick: float) -> None:
    price = place * tick
    window = PriceWindow.around(price, step, rows_, tick)
    assert abs(window.row(price) - rows_ / 2) <= 1.5
    for row in range(rows_):
        assert window.row(window.price(row)) == row


@given(st.integers(1, 3000), st.integers(1, 60))
def test_the_fitting_step_shows_the_whole_book_and_no_more_than_needed(spread: int, rows_: int) -> None:
    book = DepthSample([Level(500.0, 1, 1)], [Level(500.0 + spread * 0.05, 1, 1)], None)
    step = fitting_step([book], rows_, 0.05)
    assert step * rows_ >= spread + 1 or step == STEPS[-1]
    smaller = [each for each in STEPS if each < step]
    assert all(each * rows_ < spread + 1 for each in smaller)


@given(
    st.integers(0, 2**16), st.integers(2, 90), st.lists(st.integers(9_990, 10_010), min_size=1, max_size=5)
)
def test_going_on_draws_what_drawing_anew_would(seed: int, count: int, moves: list[int]) -> None:
    samples = walk(count, seed)
    drawn = plot(samples)
    for best in moves:
        samples = [*samples[:-1], sample(best, {best: 500 * (best % 7 + 1)})]
        window = PriceWindow.around(500.0, 2, 17, 0.05)
        anew = HeatPlot(samples, window, 78, 18, seconds=1, decimals=2, top=drawn.top)
        if drawn.go_on(samples, window):
            assert rows(drawn) == rows(anew)
        else:
            drawn = anew
    assert drawn.go_on(samples, PriceWindow.around(500.0, 2, 17, 0.05))
    assert not drawn.go_on(samples, PriceWindow.around(510.0, 2, 17, 0.05))
    assert not drawn.go_on([*samples, sample(10_000)], PriceWindow.around(500.0, 2, 17, 0.05)) or count > 70
