"""What stands beside the prices: which of several levels in a row is drawn, and what the axis says."""

from __future__ import annotations

from futu_tui.tui.charts.inks import Ink
from futu_tui.tui.charts.scales import PriceScale
from futu_tui.tui.charts.side import Kind, Level, Side, beside

SCALE = PriceScale(500.0, 520.0, 20)


def at(*levels: Level, **more: object) -> Side:
    return beside(SCALE, levels, decimals=2, tick=0.5, **more)  # type: ignore[arg-type]


def test_the_axis_tells_the_last_price_even_where_an_order_stands() -> None:
    side = at(Level(Kind.ORDER, 510.2, "BUY 200"), Level(Kind.LAST, 510.4), direction=1.0)
    row = SCALE.row(510.4)
    assert side.tags[row].text == "◀510.40"
    assert side.tags[row].ink == Ink.LAST_UP
    assert side.lines[row].words == "BUY 200 at 510.20"


def test_a_chosen_order_is_drawn_over_another_in_its_row() -> None:
    side = at(Level(Kind.CHOSEN, 505.5, "▸ SELL 100"), Level(Kind.ORDER, 505.6, "SELL 300"))
    line = side.lines[SCALE.row(505.5)]
    assert (line.glyph, line.ink) == ("─", Ink.CHOSEN)
    assert line.words == "▸ SELL 100  SELL 300"


def test_levels_beyond_the_scale_are_told_at_its_edges_the_nearest_first() -> None:
    far = [Level(Kind.ORDER, 530.0 + n, f"SELL {n}") for n in (3, 1, 2)]
    side = at(*far, Level(Kind.COST, 400.0, "held 600"))
    assert side.lines[0].words == "↑ SELL 1 at 531.00  ↑ SELL 2 at 532.00  ↑ 1 more"
    assert side.lines[19].words == "↓ held 600 at 400.00"
    assert all(tag.text.strip()[0].isdigit() for tag in side.tags.values()), (
        "no level on the axis, round prices alone"
    )


def test_the_countdown_stands_by_the_last_price_where_no_level_is() -> None:
    last = Level(Kind.LAST, 510.4)
    row = SCALE.row(510.4)
    assert at(last, countdown="02:31").tags[row + 1].text == "02:31"
    below = Level(Kind.ORDER, 509.5, "BUY 1")
    assert at(last, below, countdown="02:31").tags[row - 1].text == "02:31"


def test_what_the_crosshair_points_at_comes_before_all_else() -> None:
    side = at(Level(Kind.LAST, 510.4), pointed=510.1)
    tag = side.tags[SCALE.row(510.1)]
    assert (tag.text, tag.ink) == (" 510.10", Ink.POINTED)


def test_with_a_base_the_axis_tells_gains() -> None:
    side = at(Level(Kind.LAST, 510.0), base=500.0)
    assert side.tags[SCALE.row(510.0)].text == "◀+2.00%"
    assert {tag.text for tag in side.tags.values()} >= {"+1%", "+3%"}
