"""Whole charts as text. What they look like lies in `golden`, and was looked at.

After a change that is meant to be seen, write them anew with `GOLDEN=write` in the environment, and look at each before
it is kept.
"""

from __future__ import annotations

import os
import random
from array import array
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from futu_tui.market import Alert, Period
from futu_tui.protocol import Market, Security
from futu_tui.protocol.alerts import AlertType
from futu_tui.tui import format
from futu_tui.tui.charts.indicators import Spec
from futu_tui.tui.charts.inks import Ink
from futu_tui.tui.charts.own_marks import alert_levels
from futu_tui.tui.charts.picture import Other, Picture, Place, Subject
from futu_tui.tui.charts.price_plot import FillMark, Look, Marks, PricePlot, Style
from futu_tui.tui.charts.profile import LiveProfile
from futu_tui.tui.charts.side import Kind, Level
from futu_tui.tui.charts.studies import Studies
from futu_tui.tui.charts.viewport import NORMAL, ZOOMS
from futu_tui.tui.charts.window import Window
from tests.unit.charts.bars import Bar, Bars

GOLDEN = Path(__file__).parent / "golden"
HONG_KONG = ZoneInfo("Asia/Hong_Kong")
TENCENT = Security.parse("HK.00700")
SESSIONS = ((9 * 60 + 30, 12 * 60), (13 * 60, 16 * 60))


@cache
def five_minutes(count: int, price: float = 500.0, seed: int = 1) -> tuple[Bar, ...]:
    """Bars of Hong Kong's sessions on a tick of 0.1, the same each time."""
    chance = random.Random(seed)
    day = datetime(2024, 11, 4, tzinfo=HONG_KONG)
    bars: list[Bar] = []
    close = price
    while len(bars) < count:
        for begin, end in SESSIONS if day.weekday() < 5 else ():
            for minute in range(begin + 5, end + 1, 5):
                start = close
                close = round(start * (1 + chance.gauss(0, 0.002)), 1)
                high = round(max(start, close) + abs(chance.gauss(0, price / 800)), 1)
                low = round(min(start, close) - abs(chance.gauss(0, price / 800)), 1)
                volume = float(int(chance.lognormvariate(7, 0.7)) * 100)
                at = day.timestamp() + 60 * minute
                bars.append(Bar(at, day.toordinal(), start, high, low, close, volume, volume * close))
        day += timedelta(days=1)
    return tuple(bars[:count])


def subject(count: int = 300, *indicators: str, bars: tuple[Bar, ...] | None = None) -> Subject:
    columns = Bars(bars or five_minutes(count))
    studies = Studies(map(Spec.parse, indicators or ("MA 5 10 20", "VOL 5 10")))
    studies.follow(columns, 0, 0)
    last = columns.close[-1]
    levels = [
        Level(Kind.LAST, last),
        Level(Kind.ORDER, round(last + 2.5, 1), "SELL 200"),
        Level(Kind.COST, round(last - 3, 1), "held 600"),
        Level(Kind.ORDER, last + 900, "SELL 100"),
    ]
    return Subject(
        columns=columns,
        studies=studies,
        market=Market.HK,
        period=Period.M5,
        tick=0.1,
        decimals=2,
        direction=1.0,
        levels=levels,
        fills=[FillMark(columns.at[-8] - 100, columns.close[-8], True)],
        countdown="02:31",
    )


def drawn(
    width: int, height: int, shown: Subject, look: Look | None = None, place: Place | None = None
) -> Picture:
    picture = Picture(width, height)
    picture.draw(shown, look or Look(), place or Place())
    return picture


def golden(name: str, picture: Picture) -> None:
    """The picture is as it was when it was looked at."""
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(picture.texts()) + "\n"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


@pytest.mark.parametrize(("width", "height"), [(110, 34), (76, 20), (50, 15), (38, 9)])
def test_candles_at_any_size(width: int, height: int) -> None:
    golden(f"candles-{width}x{height}", drawn(width, height, subject()))


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("zoom", [NORMAL - 2, NORMAL, NORMAL + 1])
def test_styles(style: Style, zoom: int) -> None:
    golden(f"{style.value}-zoom-{zoom - NORMAL}", drawn(80, 20, subject(), Look(style), Place(zoom)))


def test_every_indicator() -> None:
    kinds = ("EMA 12 26", "BOLL 20 2", "VWAP", "SAR", "VOL 5", "MACD", "RSI", "KDJ", "OBV", "ATR")
    golden("indicators-120x56", drawn(120, 56, subject(300, *kinds)))


def test_a_crosshair_in_the_past_with_a_profile() -> None:
    shown = subject()
    place = Place(NORMAL, 20, shown.columns.at[-40])
    golden("crosshair-110x30", drawn(110, 30, shown, Look(profile=True), place))


def test_price_alerts() -> None:
    """One on the price, one beside an order, one that is stopped and not shown, one beyond; none of a percent."""
    told = subject()
    last = told.columns.close[-1]
    alerts = [
        Alert(1, TENCENT, AlertType.PRICE_UP, round(last + 1.2, 1), note="breakout"),
        Alert(2, TENCENT, AlertType.ASK_DOWN, round(last - 1.6, 1)),
        Alert(3, TENCENT, AlertType.PRICE_DOWN, round(last - 0.8, 1), enabled=False),
        Alert(4, TENCENT, AlertType.PRICE_DOWN, round(last - 90, 1)),
        Alert(5, TENCENT, AlertType.CHANGE_UP, 3.0),
    ]
    levels = [*told.levels, *alert_levels(alerts)]
    golden("alerts-90x24", drawn(90, 24, replace(told, levels=levels)))


def test_a_second_security_in_percent() -> None:
    other = Other("US.AAPL", Bars(five_minutes(300, 200.0, 5)))
    golden("compared-110x30", drawn(110, 30, replace(subject(), other=other), Look(Style.LINE)))


def test_a_logarithmic_scale() -> None:
    rows = tuple(
        bar._replace(
            open=bar.open / 1.02**n, high=bar.high / 1.02**n, low=bar.low / 1.02**n, close=bar.close / 1.02**n
        )
        for n, bar in enumerate(five_minutes(110))
    )
    shown = replace(subject(bars=rows), levels=[])
    golden("log-110x30", drawn(110, 30, shown, Look(log=True), Place(NORMAL - 1)))


def test_days_are_dated_by_months_and_a_fill_falls_on_its_day() -> None:
    begin = datetime(2024, 9, 2, tzinfo=HONG_KONG)
    rows = tuple(
        bar._replace(at=(begin + timedelta(days=n)).timestamp(), day=begin.toordinal() + n)
        for n, bar in enumerate(five_minutes(60))
    )
    shown = subject(bars=rows)
    fill = FillMark(rows[-8].at + 11 * 3600, rows[-8].close, False)
    picture = drawn(100, 22, replace(shown, period=Period.DAY, countdown="", fills=[fill]))
    golden("days-100x22", picture)
    column = picture.window.middle(len(picture.window) - 8)
    assert any(line[column : column + 1] == "▼" for line in picture.texts())


def test_a_profile_counts_each_bar_of_a_candle_that_stands_for_several() -> None:
    quiet = five_minutes(1)[0]._replace(open=10.0, high=10.0, low=10.0, close=10.0, volume=100.0)
    # Of the four bars of each candle three trade little at a high price, one much at a low one.
    rows = [
        quiet._replace(high=20.0, low=20.0, open=20.0, close=20.0) if n % 4 else quiet._replace(volume=9e5)
        for n in range(240)
    ]
    shown = replace(subject(bars=tuple(rows)), levels=[], fills=[])
    zoom = next(step for step, zoom in enumerate(ZOOMS) if zoom.bars == 4)
    picture = drawn(110, 30, shown, Look(profile=True), Place(zoom))
    assert picture.window.view.zoom.bars == 4
    profile = picture._profile
    assert profile is not None
    assert profile.volumes[picture.layout.price_rows // 2] == 0, "nothing was traded between"
    assert sum(profile.volumes) == pytest.approx(sum(shown.columns.volume))


def test_a_panel_tells_what_it_draws_of_a_candle_that_stands_for_several_bars() -> None:
    shown = subject(300, "VOL 5")
    zoom = next(step for step, zoom in enumerate(ZOOMS) if zoom.bars == 4)
    picture = drawn(110, 30, shown, Look(), Place(zoom))
    told = format.volume(sum(shown.columns.volume[-4:]))
    assert picture.window.view.zoom.bars == 4
    assert any(line.startswith(f"  VOL 5 {told} ") for line in picture.texts())
    assert f" V {told} " in picture.texts()[0]


@pytest.mark.parametrize("log", [False, True])
def test_a_profile_follows_the_last_bar(log: bool) -> None:
    shown = subject(200)
    columns = shown.columns
    assert isinstance(columns, Bars)
    look = Look(profile=True, log=log)
    picture = drawn(110, 30, shown, look)
    columns.volume[-1] += 50_000_000
    assert picture.draw_last(shown)
    followed = picture._profile
    fresh = drawn(110, 30, shown, look)._profile
    assert followed is not None
    assert fresh is not None
    assert list(followed.volumes) == pytest.approx(list(fresh.volumes))


def test_a_profile_is_counted_anew_only_where_bars_or_the_view_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = []
    count = LiveProfile._count

    def counting(profile: LiveProfile, volumes: array[float], first: int, end: int) -> None:
        counted.append(end - first)
        count(profile, volumes, first, end)

    monkeypatch.setattr(LiveProfile, "_count", counting)
    shown = replace(subject(200), history=1)
    look = Look(profile=True)
    picture = drawn(110, 30, shown, look)
    in_view = len(picture.window)
    assert counted == [in_view - 1, 1]
    picture.draw(shown, look, Place(crosshair=shown.columns.at[-10]))
    picture.draw_last(shown)
    assert counted == [in_view - 1, 1, 1, 1]
    fresh = Bars(five_minutes(200))
    for changed, place in [
        (replace(shown, history=2), Place()),
        (shown, Place(skipped=5)),
        (replace(shown, columns=fresh), Place()),
    ]:
        del counted[:]
        picture.draw(changed, look, place)
        assert counted[-2:] == [in_view - 1, 1]


def test_a_fill_before_a_split_stands_within_its_adjusted_candle() -> None:
    rows = five_minutes(60)
    paid = FillMark(rows[-8].at - 100, rows[-8].close * 5, True)
    shown = replace(subject(bars=rows), levels=[], fills=[paid])
    assert not any("▲" in line for line in drawn(100, 22, shown).texts()), "prices as they were paid"
    picture = drawn(100, 22, replace(shown, adjusted=True))
    scale = picture.scale
    assert scale is not None
    row = picture.price_top + scale.row(rows[-8].high)
    assert picture.texts()[row][picture.window.middle(len(picture.window) - 8)] == "▲"


# The last bar alone


moves = st.lists(st.tuples(st.integers(-30, 30), st.integers(0, 50)), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(moves, st.sampled_from(list(Style)), st.integers(NORMAL - 2, len(ZOOMS) - 1), st.booleans())
def test_after_any_ticks_it_is_what_would_be_drawn_anew(
    moves: list[tuple[int, int]], style: Style, zoom: int, log: bool
) -> None:
    shown = subject(120, "MA 5", "BOLL 20 2", "SAR", "VOL 5", "MACD")
    picture = drawn(90, 30, shown, Look(style, log), Place(zoom))
    columns = shown.columns
    assert isinstance(columns, Bars)
    calm = columns.close[-1]
    for version, (ticks, lots) in enumerate(moves, 1):
        close = round(calm + ticks / 10, 1)
        columns.close[-1] = close
        columns.high[-1], columns.low[-1] = max(columns.high[-1], close), min(columns.low[-1], close)
        columns.volume[-1] += 100 * lots
        shown.studies.follow(columns, version, 0)
        shown = replace(shown, levels=[Level(Kind.LAST, close), *shown.levels[1:]])
        if not picture.draw_last(shown):
            picture.draw(shown, Look(style, log), Place(zoom))
    moved = [picture.line(y) for y in range(30)]
    picture.draw(shown, Look(style, log), Place(zoom))
    assert [picture.line(y) for y in range(30)] == moved


def test_a_tick_changes_the_last_columns_the_figures_and_the_line_of_the_last_price() -> None:
    shown = subject()
    picture = drawn(110, 34, shown)
    picture.take_patches()
    shown.columns.close[-1] -= 0.2  # type: ignore[index]
    shown.studies.follow(shown.columns, 1, 0)
    assert picture.draw_last(
        replace(shown, levels=[Level(Kind.LAST, shown.columns.close[-1]), *shown.levels[1:]])
    )
    patches = picture.take_patches()
    edge = picture.window.left(len(picture.window) - 2)
    below = [patch for patch in patches if patch.y >= picture.price_top and patch.left < edge]
    assert len(below) <= 3, "two rows of the last price, and the title of the volumes"
    assert sum(patch.width for patch in patches) < 110 * 34 / 8


class Counted:
    """How often the prices are put together whole, and how often their newest columns alone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.whole = self.newest = 0
        compose = PricePlot._compose

        def counting(plot: PricePlot, window: Window, look: Look, marks: Marks, first: int) -> None:
            self.whole += first == 0
            self.newest += first > 0
            compose(plot, window, look, marks, first)

        monkeypatch.setattr(PricePlot, "_compose", counting)


def test_new_highs_within_the_scale_draw_the_newest_columns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = subject(300, "MA 5 10 20", "VOL 5 10", "MACD")
    columns = shown.columns
    assert isinstance(columns, Bars)
    # The live bar is the highest in view, and climbs on until it leaves the scale.
    highest = max(columns.high[-60:-1])
    columns.close[-1] = columns.high[-1] = highest
    counted = Counted(monkeypatch)
    picture = drawn(110, 34, shown)
    picture.take_patches()
    assert (counted.whole, counted.newest) == (1, 0)
    scale = picture.scale
    assert scale is not None
    rises, cells = 0, []
    for version in range(1, 400):
        close = round(columns.close[-1] + 0.02, 2)
        if close > scale.high:
            break
        columns.close[-1] = columns.high[-1] = close
        columns.volume[-1] += 100
        shown.studies.follow(columns, version, 0)
        shown = replace(shown, levels=[Level(Kind.LAST, close), *shown.levels[1:]])
        assert picture.draw_last(shown)
        cells.append(sum(patch.width for patch in picture.take_patches()))
        rises += 1
    assert rises >= 10
    assert (counted.whole, counted.newest) == (1, rises)
    assert max(cells) < 110 * 34 / 6
    columns.close[-1] = columns.high[-1] = round(scale.high + 1, 1)
    assert not picture.draw_last(shown), "only another scale has all of it drawn anew"


def test_a_price_that_needs_a_wider_axis_has_all_of_it_drawn_anew() -> None:
    rows = [bar._replace(open=998, high=999.9, low=985, close=998) for bar in five_minutes(60)]
    shown = replace(subject(bars=tuple(rows)), decimals=3, levels=[])
    columns = shown.columns
    assert isinstance(columns, Bars)
    picture = drawn(80, 24, shown)
    columns.close[-1] = columns.high[-1] = 1000.0
    assert picture.scale is not None
    assert picture.scale.holds(1000.0)
    assert not picture.draw_last(shown)


def test_nothing_differs_after_nothing_changed() -> None:
    shown = subject()
    picture = drawn(110, 34, shown)
    assert len(picture.take_patches()) == 34
    picture.draw(shown, Look(), Place())
    assert picture.take_patches() == []


def test_only_the_cells_that_differ_are_named() -> None:
    shown = subject()
    picture = drawn(110, 34, shown)
    before = [picture.line(y) for y in range(34)]
    picture.take_patches()
    picture.draw(shown, Look(), Place(crosshair=shown.columns.at[-10]))
    patches = {patch.y: patch for patch in picture.take_patches()}
    for y in range(34):
        old, new = ("".join(run.text for run in runs).ljust(110) for runs in (before[y], picture.line(y)))
        if y not in patches:
            assert old == new
        else:
            _, left, width = patches[y]
            assert old[:left] == new[:left]
            assert old[left + width :] == new[left + width :]


# Any size, any bars


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 160), st.integers(1, 50), st.integers(0, 150), st.sampled_from(list(Style)), st.data())
def test_it_fills_its_cells_whatever_is_shown(
    width: int, height: int, count: int, style: Style, data: st.DataObject
) -> None:
    shown = subject(150, "MA 5", "VOL 5", "MACD", "RSI", "KDJ")
    columns = Bars(five_minutes(150)[:count])
    shown = replace(shown, columns=columns, fills=[], levels=shown.levels[1:])
    shown.studies.follow(columns, 1, 1)
    place = Place(data.draw(st.integers(0, len(ZOOMS) - 1)), data.draw(st.integers(0, max(0, count - 1))))
    picture = drawn(
        width, height, shown, Look(style, data.draw(st.booleans()), data.draw(st.booleans())), place
    )
    picture.take_patches()
    layout = picture.layout
    cells = layout.plot_width + layout.profile_width + layout.label_width + 2
    for y in range(layout.figure_rows, layout.time_row if width > cells - layout.plot_width + 2 else 0):
        assert len("".join(run.text for run in picture.line(y))) == cells


def test_where_colours_cannot_tell_a_falling_candle_is_a_block_and_a_rising_one_a_line() -> None:
    picture = drawn(70, 24, replace(subject(), levels=[], fills=[]), Look(solid=True))
    glyphs: dict[int, set[str]] = {Ink.UP: set(), Ink.DOWN: set()}
    for y in range(picture.price_top, picture.price_top + picture.layout.price_rows):
        for run in picture.line(y):
            glyphs.get(run.ink, set()).update(run.text)
    assert glyphs[Ink.UP] & set("┃╻╹")
    assert glyphs[Ink.DOWN] & set("█▀▄")
    assert not glyphs[Ink.UP] & set("█▀▄")


def test_gains_are_marked_at_round_percents() -> None:
    other = Other("US.AAPL", Bars(five_minutes(300, 200.0, 5)))
    picture = drawn(110, 30, replace(subject(), other=other, levels=[]))
    base = picture.window.shown[0].close
    for y in range(picture.price_top, picture.price_top + picture.layout.price_rows):
        label = "".join(run.text for run in picture.line(y))[-9:].strip(" ┤│")
        if label.endswith("%"):
            scale = picture.scale
            assert scale is not None
            assert scale.row(base * (1 + float(label[:-1]) / 100)) == y - picture.price_top


def test_without_bars_there_is_nothing_but_the_axis() -> None:
    empty = Bars()
    picture = drawn(60, 20, replace(subject(), columns=empty, fills=[], studies=Studies(), levels=[]))
    assert set("".join(picture.texts())) <= {" ", "│"}
    assert picture.told is None
