"""Inks in each theme: what has to be told apart is, and nothing shouts."""

from __future__ import annotations

import pytest

from futu_tui.tui.charts.inks import TONES, Ink, Inks, on_ground, tone
from futu_tui.tui.theme import Themes

THEMES = Themes.load()


@pytest.mark.parametrize("name", THEMES.names)
def test_lines_can_be_told_from_one_another(name: str) -> None:
    inks = Inks(THEMES.palette(name))
    assert len({inks[tone(number)].color for number in range(TONES)}) == TONES
    assert tone(TONES) == tone(0)


@pytest.mark.parametrize("name", THEMES.names)
def test_columns_below_are_softer_than_the_candles(name: str) -> None:
    inks = Inks(THEMES.palette(name))
    assert inks[Ink.UP_SOFT].color != inks[Ink.UP].color
    assert inks[Ink.DOWN_SOFT].color != inks[Ink.DOWN].color


def test_a_line_lies_on_the_colour_of_what_it_crosses() -> None:
    inks = Inks(THEMES.palette("futu-dark"))
    style = inks[on_ground(tone(0), Ink.UP_SOFT)]
    assert (style.color, style.bgcolor) == (inks[tone(0)].color, inks[Ink.UP_SOFT].color)
