"""A drawn candle says truly where its bar opened, went and closed."""

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.candles import Candle, draw_candle
from futu_tui.tui.charts.scales import PriceScale

SCALE = PriceScale(0.0, 10.0, 10)
"""Ten rows of one unit, so half a unit is half a row."""

UPPER_WICK, LOWER_WICK = set("╵│╽"), set("╷│╿")
UPPER_BODY, LOWER_BODY = set("╹╿┃▀█"), set("╻╽┃▄█")


class Bar(NamedTuple):
    open: float
    high: float
    low: float
    close: float


@st.composite
def bars(draw: st.DrawFn) -> Bar:
    low, open, close, high = (draw(st.floats(0.0, 10.0)) for _ in range(4))
    ends = sorted((low, high, open, close))
    middle = ends[1:3] if draw(st.booleans()) else ends[2:0:-1]
    return Bar(middle[0], ends[3], ends[0], middle[1])


def halves(candle: Candle, width: int) -> tuple[set[int], set[int]]:
    """The half rows of the middle column that show a wick and those that show a body."""
    wick, body = set(), set()
    for row, cell in enumerate(candle.cells, candle.row):
        glyph = cell[width // 2]
        wick |= {2 * row} if glyph in UPPER_WICK else set()
        wick |= {2 * row + 1} if glyph in LOWER_WICK else set()
        body |= {2 * row} if glyph in UPPER_BODY else set()
        body |= {2 * row + 1} if glyph in LOWER_BODY else set()
    return wick, body


@given(bars(), st.booleans())
def test_a_candle_covers_every_half_row_from_high_to_low_and_none_beside(bar: Bar, block: bool) -> None:
    wick, body = halves(draw_candle(SCALE, *bar, block=block), 1)
    assert wick | body == set(range(SCALE.level(bar.high, 2), SCALE.level(bar.low, 2) + 1))
    assert not wick & body


@given(bars(), st.booleans())
def test_the_body_lies_within_the_wicks_from_open_to_close(bar: Bar, block: bool) -> None:
    _, body = halves(draw_candle(SCALE, *bar, block=block), 1)
    upper, lower = max(bar.open, bar.close), min(bar.open, bar.close)
    assert body == set(range(SCALE.level(upper, 2), SCALE.level(lower, 2) + 1))


@given(bars(), st.sampled_from([3, 5]))
def test_a_wide_candle_keeps_its_width_and_spans_the_same_rows(bar: Bar, width: int) -> None:
    candle = draw_candle(SCALE, *bar, width=width)
    assert {len(cell) for cell in candle.cells} == {width}
    assert (candle.row, len(candle.cells)) == (
        SCALE.row(bar.high),
        SCALE.row(bar.low) - SCALE.row(bar.high) + 1,
    )
    assert all(cell.strip() for cell in candle.cells) or bar.close > bar.open


def test_a_rising_candle_is_drawn_with_wicks_to_the_half_row() -> None:
    assert draw_candle(SCALE, open=4.2, high=8.2, low=2.7, close=6.4, block=False) == Candle(
        1, ("╷", "│", "╽", "┃", "┃", "│", "╵")
    )


def test_a_price_that_stood_still_is_half_a_row() -> None:
    assert draw_candle(SCALE, 5.2, 5.2, 5.2, 5.2).cells == ("▄",)


def test_a_body_is_a_block_or_a_heavy_line() -> None:
    assert draw_candle(SCALE, open=4.2, high=8.2, low=4.2, close=6.9).cells == ("╷", "│", "█", "█", "█")
    assert draw_candle(SCALE, open=4.7, high=6.2, low=4.7, close=6.2).cells == ("▄", "█", "▀")
    assert draw_candle(SCALE, open=4.7, high=6.2, low=4.7, close=6.2, block=False).cells == ("╻", "┃", "╹")


def test_a_wide_body_is_hollow_when_it_rose() -> None:
    candle = draw_candle(SCALE, open=6.2, high=9.9, low=5.7, close=8.9, width=3)
    assert candle.cells == (" │ ", "▛▀▜", "▌ ▐", "▙▄▟", " ╵ ")


def test_a_wide_body_is_solid_when_it_fell() -> None:
    candle = draw_candle(SCALE, open=8.9, high=9.9, low=5.7, close=6.2, width=3)
    assert candle.cells == (" │ ", "███", "███", "███", " ╵ ")
