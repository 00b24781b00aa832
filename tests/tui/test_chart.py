"""The chart pane: what is in view, what the figures say, and how little a tick draws."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Static

from futu_tui.feed import History, HistoryQuota
from futu_tui.market import Period, Rehab, Series, Store
from futu_tui.protocol import Market
from futu_tui.protocol.pb import qot_common_pb2, trd_common_pb2
from futu_tui.trading import Accounts
from futu_tui.trading.orders import Fill
from futu_tui.tui.chart_settings import DEFAULTS, ChartSettings, Drawing
from futu_tui.tui.charts.indicators import Spec
from futu_tui.tui.charts.inks import Ink
from futu_tui.tui.charts.price_plot import Style
from futu_tui.tui.screens.chart_date import read_day
from futu_tui.tui.screens.chart_form import ChartForm
from futu_tui.tui.theme import DEFAULT_THEME, Themes, css_variables
from futu_tui.tui.widgets.chart import PATIENCE, Chart
from tests.tui.depth_data import APPLE, TENCENT, PaneApp, bar, bars, candles, quote

SIZE = (80, 26)


@dataclass
class StillPast:
    """A feed's knowledge of the past, as a test says."""

    told: History
    history_quota: HistoryQuota | None = None

    def history(self, series: Series) -> History:
        return self.told


class ChartApp(PaneApp):
    def __init__(self, pane: Chart) -> None:
        super().__init__(pane)
        self.asked: list[tuple[str, Period, str | None]] = []
        self.crosshairs: list[float | None] = []
        self.compared: list[Chart] = []
        self.days: list[date] = []
        self.fills_since: list[date] = []

    def on_chart_fills_wanted(self, message: Chart.FillsWanted) -> None:
        self.fills_since.append(message.since)

    def on_chart_pane_crosshair_moved(self, message: Chart.CrosshairMoved) -> None:
        self.crosshairs.append(message.at)

    def on_chart_compare_wanted(self, message: Chart.CompareWanted) -> None:
        self.compared.append(message.chart)

    def on_chart_date_wanted(self, message: Chart.DateWanted) -> None:
        self.days.append(message.day)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables(Themes.load().palette(DEFAULT_THEME))

    def on_chart_history_wanted(self, message: Chart.HistoryWanted) -> None:
        self.asked.append((str(message.series.security), message.series.period, message.before))

    @property
    def chart(self) -> Chart:
        return cast(Chart, self.pane)

    def said(self) -> str:
        return "\n".join(self.lines())

    def heading(self) -> str:
        return str(self.chart.border_title)


@pytest.fixture
def app(store: Store) -> ChartApp:
    pane = Chart(store, Accounts())
    pane.set_security(TENCENT)
    return ChartApp(pane)


def last_bar(store: Store, **changes: float) -> None:
    """The newest bar again, with some of its figures changed."""
    row = store.candles[Series(TENCENT, Period.M5)][-1]._asdict() | changes
    new = bar(row["time"], row["open"], row["high"], row["low"], row["close"], int(row["volume"]))
    candles(store, TENCENT, [new])


def middling(count: int = 60) -> list[qot_common_pb2.KLine]:
    """Bars of which the newest is neither the highest nor the lowest."""
    rows = bars(count)
    middle = rows[count // 2]
    return [
        *rows[:-1],
        bar(rows[-1].time, middle.openPrice, middle.highPrice, middle.lowPrice, middle.closePrice, 3000),
    ]


def inks(app: ChartApp) -> set[int]:
    """What the rows of prices are drawn in."""
    picture = app.chart._picture
    rows = range(picture.price_top, picture.price_top + picture.layout.price_rows)
    return {run.ink for y in rows for run in picture.line(y)}


def newest_shown(app: ChartApp) -> str:
    """The time of the newest bar in view."""
    window = app.chart._picture.window
    return app.chart.store.candles[Series(TENCENT, app.chart.period)][window.end - 1].time


async def test_the_figures_above_are_the_newest_bars(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, [*bars(30), bar("2024-11-22 15:00:00", 511.0, 512.9, 510.6, 512.5, 312_000)])
    async with app.run_test(size=(110, 26)):
        app.frame()
        closes = [row.close for row in store.candles[Series(TENCENT, Period.M5)]]
        change = (512.5 / closes[-2] - 1) * 100
        figures = f"O 511.00 H 512.90 L 510.60 C 512.50 +9.60 +{change:.2f}% V 312.0K T 159.9M"
        averages = " ".join(f"MA{n} {sum(closes[-n:]) / n:.2f}" for n in (5, 10, 20))
        assert [" ".join(line.split()) for line in app.lines()[:2]] == [figures, averages]


async def test_one_line_takes_all_figures_where_they_fit(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(30))
    async with app.run_test(size=(160, 26)):
        app.frame()
        assert [word for word in app.lines()[0].split() if word in ("O", "T", "MA20")] == ["O", "T", "MA20"]


async def test_a_narrow_pane_gives_the_averages_a_line_of_their_own(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(30))
    async with app.run_test(size=(60, 20)):
        app.frame()
        assert [word for word in app.lines()[1].split() if word[:2] == "MA"] == ["MA5", "MA10", "MA20"]


async def test_prices_stand_at_the_right_edge_with_the_last_one_marked(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(30))
    async with app.run_test(size=SIZE):
        app.frame()
        last = store.candles[Series(TENCENT, Period.M5)][-1].close
        found = (
            re.search(r"[◀ ]([\d.]+) *$", line) for line in app.lines()[app.chart._picture.price_top : -4]
        )
        prices = [float(match[1]) for match in found if match]
        assert prices == sorted(prices, reverse=True)
        assert any(line.rstrip().endswith(f"◀{last:.2f}") for line in app.lines())
        assert last in prices


async def test_the_marked_row_is_the_row_of_the_last_close(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, [*bars(30), bar("2024-11-22 15:00:00", 503.0, 503.0, 501.0, 501.0, 1000)])
    async with app.run_test(size=SIZE):
        app.frame()
        marked = next(line for line in app.lines() if "◀" in line)
        body = [line for line in app.lines() if line[app.chart._picture.layout.plot_width - 2] in "█▀▄╽╿"]
        assert marked == body[-1], "a bar that fell closes at the foot of its body"


async def test_a_tick_draws_the_last_columns_and_the_figures_only(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, middling())
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        whole = app.lines()
        close = store.candles[Series(TENCENT, Period.M5)][-1].close
        last_bar(store, close=close - 0.1)
        app.frame()
        regions = [r.translate((-1, -1)) for r in app.chart._repaint_regions]
        rows = {region.y for region in regions if region.x < 60}
        titles = {y for y, line in enumerate(app.lines()) if "VOL 5 10" in line or " MA5 " in line}
        prices = rows - titles - {0}
        assert len(prices) <= 2, "where the line of the last price was, and where it is"
        changed = {
            y for y, (old, now) in enumerate(zip(whole, app.lines(), strict=True)) if old[:60] != now[:60]
        }
        assert changed <= rows


async def test_after_any_ticks_the_picture_is_that_of_a_chart_drawn_anew(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, middling())
    async with app.run_test(size=SIZE):
        app.frame()
        newest = store.candles[Series(TENCENT, Period.M5)][-1]
        for step in range(1, 40):
            close = newest.close + (step % 7 - 3) / 10
            last_bar(store, close=close, high=max(newest.high, close), volume=newest.volume + 10 * step)
            app.frame()
        moved = app.lines()
        app.chart._draw()
        app.chart.redraw_all()
        assert app.lines() == moved


async def test_a_price_beyond_the_scale_rescales_the_whole_chart(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE):
        app.frame()
        last_bar(store, close=560.0, high=560.0)
        app.frame()
        row = next(y for y, line in enumerate(app.lines()) if "◀560.00" in line)
        assert row <= 3
        assert "█" in app.lines()[row + 2]


async def test_nothing_changed_draws_nothing(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        candles(store, TENCENT, bars(60))
        candles(store, TENCENT, bars(60), Period.DAY)
        candles(store, APPLE, bars(60))
        app.frame()
        assert app.drawn() == []


async def test_a_new_bar_moves_the_others_left(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE):
        app.frame()
        volumes = app.lines()[-2]
        candles(store, TENCENT, [*bars(61)][-1:])
        app.frame()
        assert app.lines()[-2][:60] == volumes[2:62]


async def test_brackets_step_through_the_periods_and_ask_for_their_bars(app: ChartApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        seen = [app.chart.period]
        assert [wish.sub_type for wish in app.chart.wants()] == [7]
        for _ in range(14):
            await pilot.press("]")
            seen.append(app.chart.period)
        periods = list(Period)
        assert seen[:13] == periods[2:]
        assert app.chart.period is Period.YEAR
        assert [wish.sub_type for wish in app.chart.wants()] == [Period.YEAR.sub_type]
        await pilot.press("[")
        assert app.chart.period is Period.QUARTER
        assert "  Q  " in app.heading()
        await pilot.pause()
        assert len(app.wants_changed) == 13
        await pilot.press(*"[" * 20)
        assert app.chart.period is Period.M1


async def test_zoom_changes_how_many_candles_are_in_view(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(900))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        normal = len(app.chart._picture.window.shown)
        await pilot.press("-")
        assert len(app.chart._picture.window.shown) == pytest.approx(2 * normal, abs=2)
        await pilot.press("-")
        assert "5m ×2" in app.heading()
        await pilot.press("+", "=", "+")
        assert len(app.chart._picture.window.shown) == pytest.approx(normal / 2, abs=1)
        assert "×" not in app.heading()


async def test_panned_back_the_view_stays_while_bars_come_in_and_end_returns(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(200))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("left", "left")
        newest = newest_shown(app)
        assert newest < store.candles[Series(TENCENT, Period.M5)][-1].time
        assert newest[5:16] in app.lines()[0]
        assert "bars back" in str(app.chart.border_subtitle)
        candles(store, TENCENT, bars(203)[-3:])
        app.frame()
        assert newest_shown(app) == newest
        await pilot.press("end")
        assert newest_shown(app) == store.candles[Series(TENCENT, Period.M5)][-1].time
        assert "period" in str(app.chart.border_subtitle)


async def test_panned_back_a_tick_moves_the_mark_of_the_last_price_alone(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(200))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("left")
        last_bar(store, close=517.5, low=517.0)
        app.frame()
        await pilot.pause()
        before = app.lines()
        last_bar(store, close=519.0, low=517.0)
        app.frame()
        changed = [y for y, line in enumerate(app.lines()) if line != before[y]]
        assert app.drawn() == changed
        assert len(changed) == 2


async def test_older_bars_are_asked_for_once_when_they_come_into_view(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(80)[40:])
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        oldest = store.candles[Series(TENCENT, Period.M5)][0].time
        assert app.asked == []
        await pilot.press("left")
        last_bar(store, close=508.0)
        app.frame()
        await pilot.press("left")
        assert app.asked == [("HK.00700", Period.M5, oldest)]
        candles(store, TENCENT, bars(40))
        app.frame()
        await pilot.press(*["left"] * 8)
        assert app.asked[1:] == [("HK.00700", Period.M5, bars(1)[0].time)]


async def test_history_that_arrives_leaves_the_view_where_it_is(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(160)[40:])
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("left")
        newest = newest_shown(app)
        candles(store, TENCENT, bars(40))
        app.frame()
        assert newest_shown(app) == newest


async def test_the_mouse_tells_the_figures_of_the_bar_under_it(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        place = app.chart._picture.window.place_at(30)
        assert place is not None
        under = store.candles[Series(TENCENT, Period.M5)][app.chart._picture.window.slots[place].first]
        await pilot.hover(Chart, offset=(31, 12))
        assert under.time[5:16] in app.lines()[0]
        assert f"C {under.close:.2f}" in app.lines()[0]
        assert any("┊" in line for line in app.lines())
        await pilot.hover(Chart, offset=(31, 0))
        assert not any("┊" in line for line in app.lines())


async def test_without_bars_it_says_so_and_asks_for_history_in_the_end(app: ChartApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        assert "Waiting for the 5m bars of HK.00700 …" in app.said()
        app.pane.placeholder = "reading the market …"
        assert "reading the market …" in app.said()
        app.frame(PATIENCE + 1)
        assert app.asked == [], "while the link is not up nobody can answer"
        app.pane.placeholder = ""
        app.frame(PATIENCE + 1)
        await pilot.pause()
        assert "No 5m bars of HK.00700 have come." in app.said()
        assert app.asked == [("HK.00700", Period.M5, None)]
        candles(store, TENCENT, bars(3))
        app.frame()
        assert "No 5m bars" not in app.said()


async def test_a_lost_link_leaves_the_settled_bars_and_marks_the_moving_one(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE):
        app.frame()
        store.mark_stale(app.now)
        app.frame()
        assert {Ink.STALE, Ink.UP, Ink.DOWN} <= inks(app)
        assert "stale" in app.heading()
        store.clear_stale()
        app.frame()
        assert Ink.STALE not in inks(app)


async def test_bars_that_the_store_lets_go_of_and_has_anew_are_drawn_as_they_are(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE):
        app.frame()
        store.forget(TENCENT, Period.M5.sub_type)
        candles(store, TENCENT, bars(2))
        app.frame()
        assert app.chart._picture.columns is store.candles[Series(TENCENT, Period.M5)].columns
        store.forget(TENCENT, Period.M5.sub_type)
        candles(store, TENCENT, bars(2))
        store.drain(0.0)
        app.chart._countdown = "another"
        app.chart.tick(1.0)
        assert app.chart._picture.columns is store.candles[Series(TENCENT, Period.M5)].columns


async def test_another_security_starts_at_its_newest_bar(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(200))
    candles(store, APPLE, bars(100))
    quote(store, APPLE, 268.12, name="Apple")
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("left")
        app.chart.set_security(APPLE)
        assert app.chart.view.live
        assert "US.AAPL  Apple  5m  fwd" in app.heading()


async def test_a_name_from_the_wire_cannot_style_the_border(app: ChartApp, store: Store) -> None:
    quote(store, TENCENT, 512.5, name="[red]A\x1b[31mB[/red]")
    candles(store, TENCENT, bars(30))
    async with app.run_test(size=SIZE):
        app.frame()
        assert "[red]A[31mB[/red]" in app.chart._border_title.plain  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [(3, 3), (12, 4), (20, 6), (38, 9), (240, 70)])
async def test_it_draws_at_any_size(size: tuple[int, int], app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(300))
    async with app.run_test(size=size):
        app.frame()
        chart = app.chart
        for act in [chart.action_zoom_out] * 4 + [chart.action_zoom_in] * 6 + [chart.action_pan_left]:
            act()
            lines = app.lines()
            assert len(lines) == chart.size.height
            assert all(len(line) == chart.size.width for line in lines)


# The crosshair


async def test_the_crosshair_goes_bar_by_bar_ten_at_a_time_and_past_the_edge(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(200))
    at = store.candles[Series(TENCENT, Period.M5)].at
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("c")
        assert app.chart.crosshair == at[-1]
        await pilot.press("left", "left")
        assert app.chart.crosshair == at[-3]
        await pilot.press("shift+left")
        assert app.chart.crosshair == at[-13]
        await pilot.press(*["shift+left"] * 4)
        assert app.chart.crosshair == at[-53]
        assert app.chart._skipped > 0, "the view followed it"
        await pilot.press(*["shift+right"] * 7)
        assert app.chart.crosshair == at[-1]
        assert app.chart.view.live
        await pilot.press("c")
        assert app.chart.crosshair is None
        await pilot.pause()
        assert app.crosshairs[:3] == [at[-1], at[-2], at[-3]]
        assert app.crosshairs[-1] is None


async def test_a_crosshair_that_is_set_tells_nobody_and_is_drawn(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    at = store.candles[Series(TENCENT, Period.M5)].at
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        app.chart.crosshair = at[-5] - 60  # a moment within the bar, as of a chart of another period
        await pilot.pause()
        assert app.crosshairs == []
        assert store.candles[Series(TENCENT, Period.M5)][-5].time[5:16] in app.lines()[0]


async def test_the_values_of_indicators_are_those_at_the_crosshair(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("c", "left", "left")
        closes = store.candles[Series(TENCENT, Period.M5)].close[:-2]
        assert f"MA10 {sum(closes[-10:]) / 10:.2f}" in app.said()


# What is shown


async def test_indicators_are_chosen_in_a_form_and_kept_for_the_period(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    candles(store, TENCENT, bars(60), Period.M15)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("o")
        await pilot.press(*"boll 20 2", "tab", *"macd", "enter")
        await pilot.pause()
        assert list(map(str, app.chart.settings.specs(Period.M5))) == [
            "MA 5 10 20", "VOL 5 10", "BOLL 20 2", "MACD 12 26 9 2",
        ]  # fmt: skip
        assert "UPPER" in app.said()
        assert "DIF" in app.said()
        await pilot.press("]")
        await pilot.press("]")
        assert app.chart.period is Period.M15
        assert "UPPER" not in app.said()


def test_a_style_that_was_kept_for_all_periods_goes_on_for_each(tmp_path: Path) -> None:
    path = tmp_path / "charts.json"
    path.write_text(
        '{"indicators": {"D": ["RSI 14"]}, "style": "line", "log": true, "grid": [["HK.00700", "D"]]}'
    )
    settings = ChartSettings.load(path)
    assert {settings.drawing(period) for period in Period} == {Drawing(Style.LINE, log=True)}
    settings.draw(Period.M1, Drawing(Style.HOLLOW))
    again = ChartSettings.load(path)
    assert again.drawing(Period.M1) == Drawing(Style.HOLLOW)
    assert again.drawing(Period.DAY) == Drawing(Style.LINE, log=True)
    assert list(map(str, again.specs(Period.DAY))) == ["RSI 14"]
    assert again.grid == ((TENCENT, Period.DAY, "chart"),)


async def test_style_and_scale_are_chosen_in_the_form_and_kept_for_the_period(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("o", *["tab"] * 6, "right", "tab", "right", "enter")
        await pilot.pause()
        assert app.chart.settings.drawing(Period.M5) == Drawing(Style.HOLLOW, log=True)
        assert app.chart.settings.drawing(Period.DAY) == Drawing()
        assert "log" in app.heading()
        await pilot.press("]")
        assert "log" not in app.heading()


async def test_the_form_says_what_cannot_be_and_keeps_open(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("o", *"BOL 20 2", "enter")
        assert isinstance(app.screen, ChartForm)
        assert "did you mean BOLL" in str(app.screen.query_one("#problem-2", Static).render())
        await pilot.press("escape")
        assert app.chart.settings.specs(Period.M5) == tuple(map(Spec.parse, DEFAULTS))


async def test_style_scale_and_profile_go_round_by_keys(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        drawn = {app.said()}
        for _ in range(3):
            await pilot.press("p")
            drawn.add(app.said())
        assert len(drawn) == 4
        await pilot.press("p")
        assert app.said() in drawn
        await pilot.press("L")
        assert "log" in app.heading()
        await pilot.press("P")
        assert app.chart._picture.layout.profile_width


async def test_adjustment_and_hours_are_other_bars(app: ChartApp, store: Store) -> None:
    async with app.run_test(size=SIZE) as pilot:
        app.chart.set_security(APPLE)
        assert app.chart.series == Series(APPLE, Period.M5, Rehab.FORWARD, True)
        await pilot.press("R")
        assert app.chart.series == Series(APPLE, Period.M5, Rehab.BACKWARD, True)
        await pilot.press("R", "E")
        assert app.chart.series == Series(APPLE, Period.M5, Rehab.NONE, False)
        assert [(wish.rehab, wish.extended) for wish in app.chart.wants()] == [(0, False)]
        assert "raw  regular hours" in app.heading()


async def test_fit_shows_every_bar(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(900))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("left", "F")
        window = app.chart._picture.window
        assert (window.first, window.end) == (0, 900)


async def test_a_second_security_is_wanted_and_drawn_in_percent(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    candles(store, APPLE, bars(60, start="2024-11-21 20:35:00"))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("C")
        await pilot.pause()
        assert app.compared == [app.chart]
        app.chart.compare_with(APPLE)
        assert [str(wish.security) for wish in app.chart.wants()] == ["HK.00700", "US.AAPL"]
        assert "vs US.AAPL" in app.heading()
        assert re.search(r"US\.AAPL [+-]\d+\.\d\d%", app.said())
        assert re.search(r"┤ +\+\d\.?\d*%", app.said())
        await pilot.press("C")
        assert app.chart.other is None


# A day


async def test_a_day_that_is_loaded_is_gone_to(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(600))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        app.chart.go_to(date(2024, 11, 23))
        candle = next(
            bar for bar in store.candles[Series(TENCENT, Period.M5)] if bar.time > "2024-11-23 00:00:00"
        )
        assert app.chart.crosshair == candle.at
        assert "11-23 00:05" in app.lines()[0]
        await pilot.pause()
        assert app.days == []


async def test_a_day_that_is_not_loaded_is_asked_for_and_gone_to_when_it_is_there(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(600)[400:])
    past = StillPast(History(loading=True, loaded=1000))
    app.chart.past = past
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        app.chart.go_to(date(2024, 11, 22))
        await pilot.pause()
        assert app.days == [date(2024, 11, 22)]
        assert app.chart.view.live
        assert "1,000 bars loaded" in str(app.chart.border_subtitle)
        candles(store, TENCENT, bars(400))
        app.frame()
        assert app.chart.crosshair == store.candles[Series(TENCENT, Period.M5)].at[0]


async def test_the_quota_of_histories_stands_in_the_border(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    app.chart.past = StillPast(History(), HistoryQuota(12, 288, frozenset()))
    async with app.run_test(size=(110, 26)):
        app.frame()
        assert "history 288 left" in str(app.chart.border_subtitle)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-11-05", date(2024, 11, 5)),
        ("11-05", date(2024, 11, 5)),
        ("12/24", date(2023, 12, 24)),
        ("2020", date(2020, 1, 1)),
        ("2020-06", date(2020, 6, 1)),
    ],
)
def test_a_day_can_be_typed_short(text: str, day: date) -> None:
    assert read_day(text, date(2024, 11, 22)) == day


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-01", "31-31", "2025-01-01", "1-2-3-4"])
def test_what_is_no_day_or_has_not_come_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it like|has not come"):
        read_day(text, date(2024, 11, 22))


async def test_what_was_limited_is_asked_for_again_by_the_next_drawing(app: ChartApp, store: Store) -> None:
    history = History(refusal="slowly")
    app.chart.past = StillPast(history)
    candles(store, TENCENT, bars(5))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("c")
        series = Series(TENCENT, Period.M5)
        asked = len(app.asked)
        assert asked
        store.tell_history(series)
        app.frame()
        await pilot.press("c")
        assert len(app.asked) == asked + 1
        history.final = True
        store.tell_history(series)
        app.frame()
        await pilot.press("c")
        assert len(app.asked) == asked + 1, "a no is a no"


async def test_going_to_a_day_in_the_middle_of_a_week_finds_that_week(app: ChartApp, store: Store) -> None:
    mondays = [date(2022, 1, 3) + timedelta(weeks=n) for n in range(150)]
    candles(
        store, TENCENT, [bar(f"{day} 00:00:00", 500, 510, 490, 505, 1000) for day in mondays], Period.WEEK
    )
    app.chart.period = Period.WEEK
    async with app.run_test(size=SIZE):
        app.frame()
        app.chart.go_to(mondays[60] + timedelta(2))
        assert app.chart.crosshair == store.candles[Series(TENCENT, Period.WEEK)].at[60]


# Fills of past days


async def test_own_fills_are_asked_for_as_far_back_as_the_view_and_marked_at_their_week(
    app: ChartApp, store: Store
) -> None:
    begin = date(2022, 1, 3)
    stamps = [begin + timedelta(weeks=n, days=4) for n in range(150)]  # Fridays
    candles(store, TENCENT, [bar(f"{day} 00:00:00", 500, 510, 490, 505, 1000) for day in stamps], Period.WEEK)
    accounts = app.chart.accounts
    accounts.apply_list([trd_common_pb2.TrdAcc(trdEnv=0, accID=7, trdMarketAuthList=[1])])
    portfolio = accounts.open(accounts.list[0])
    app.chart.period = Period.WEEK
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        window = app.chart._picture.window
        since = app.fills_since[-1]
        first = stamps[window.first]
        assert first - timedelta(7) <= since <= first - timedelta(4), "the Monday of the oldest week in view"
        so_far = len(app.fills_since)
        await pilot.press("minus")
        assert app.fills_since[so_far:] == [min(app.fills_since)]
        await pilot.press("plus")
        assert len(app.fills_since) == so_far + 1, "what was asked for is not asked for again"
        monday = stamps[-5] - timedelta(4)
        row = trd_common_pb2.OrderFill(
            trdSide=2, fillID=1, fillIDEx="f", code="00700", secMarket=1, name="", qty=100, price=500.0,
            createTime=f"{monday} 10:00:00",
        )  # fmt: skip
        assert portfolio.add_past_fills([Fill.of(row)])
        app.chart.reload()
        picture = app.chart._picture
        column = picture.window.middle(len(picture.window) - 5)
        assert any(line[column : column + 1] == "▼" for line in picture.texts())


# The countdown


async def test_the_time_to_the_bars_end_counts_down(
    app: ChartApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    candles(store, TENCENT, middling())
    end = store.candles[Series(TENCENT, Period.M5)].at[-1]
    clock = SimpleNamespace(time=lambda: end - 151, monotonic=lambda: 0.0)
    monkeypatch.setattr("futu_tui.tui.broker_time.time", clock)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        assert "02:31" in app.said()
        await pilot.pause()
        clock.time = lambda: end - 150
        app.frame()
        assert "02:30" in app.said()
        assert len(app.drawn()) == 1, "nothing but the countdown"
        clock.time = lambda: end + 1
        app.frame()
        assert not any(re.search(r"│ +\d\d:\d\d *$", line) for line in app.lines())


async def test_a_jump_of_this_computers_clock_does_not_move_the_countdown(
    app: ChartApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    candles(store, TENCENT, middling())
    end = store.candles[Series(TENCENT, Period.M5)].at[-1]
    clock = SimpleNamespace(time=lambda: end + 9000, monotonic=lambda: 100.0)
    monkeypatch.setattr("futu_tui.tui.broker_time.time", clock)
    store.clock.tell(end - 152, asked=99.5, answered=99.5)  # until half a second later, by whole seconds
    async with app.run_test(size=SIZE):
        app.frame()
        assert "02:31" in app.said()
        clock.time = lambda: 0.0
        clock.monotonic = lambda: 101.0
        app.frame()
        assert "02:30" in app.said()


async def test_days_count_down_to_the_close_unless_the_market_has_closed(
    app: ChartApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [bar(f"2024-11-{day} 00:00:00", 500, 501, 499, 500, 1000) for day in (19, 20, 21, 22)]
    candles(store, TENCENT, rows, Period.DAY)
    at = datetime(2024, 11, 22, 12, 30, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()
    monkeypatch.setattr(
        "futu_tui.tui.broker_time.time", SimpleNamespace(time=lambda: at, monotonic=lambda: 0.0)
    )
    app.chart.period = Period.DAY
    async with app.run_test(size=SIZE):
        app.frame()
        assert "3:30:00" in app.said()
        store.set_market_state(Market.HK, 6)  # a half day
        app.frame()
        assert "3:30:00" not in app.said()


# Files


async def test_what_is_in_view_is_written_as_a_picture_and_a_table(
    app: ChartApp, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("e")
        window = app.chart._picture.window
    table, picture = sorted(tmp_path.iterdir())  # noqa: ASYNC240 - the program is over
    rows = list(csv.DictReader(table.open()))
    assert len(rows) == len(window)
    newest = store.candles[Series(TENCENT, Period.M5)][-1]
    assert (rows[-1]["Time"], float(rows[-1]["Close"])) == (newest.time, newest.close)
    closes = store.candles[Series(TENCENT, Period.M5)].close
    assert float(rows[-1]["MA 5 10 20 MA5"]) == pytest.approx(sum(closes[-5:]) / 5)
    drawing = ElementTree.parse(picture).getroot()
    words = [element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "MA20" in words
    assert picture.stat().st_mode & 0o777 == 0o600


def test_the_settings_of_charts_are_kept_and_what_no_version_knows_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "charts.json"
    settings = ChartSettings.load(path)
    assert settings.specs(Period.DAY) == tuple(map(Spec.parse, DEFAULTS))
    settings.choose(Period.DAY, [Spec.parse("EMA 12"), Spec.parse("RSI 14")])
    settings.draw(Period.DAY, Drawing(Style.BARS, log=True))
    again = ChartSettings.load(path)
    assert list(map(str, again.specs(Period.DAY))) == ["EMA 12", "RSI 14"]
    assert again.drawing(Period.DAY) == Drawing(Style.BARS, log=True)
    assert again.drawing(Period.M5) == Drawing()
    path.write_text(path.read_text().replace("EMA 12", "XYZ 9").replace("bars", "noodles"))
    odd = ChartSettings.load(path)
    assert list(map(str, odd.specs(Period.DAY))) == ["RSI 14"]
    assert odd.drawing(Period.DAY) == Drawing(Style.CANDLES, log=True)
    path.write_text("[broken")
    assert ChartSettings.load(path).specs(Period.DAY) == tuple(map(Spec.parse, DEFAULTS))
