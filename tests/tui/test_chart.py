"""The chart pane: what is in view, what the figures say, and how little a tick draws."""

from __future__ import annotations

import re
from typing import cast

import pytest

from futu_tui.market import Period, Series, Store
from futu_tui.trading import Accounts
from futu_tui.tui.charts.plot import CandlePlot, Ink
from futu_tui.tui.widgets.chart import PATIENCE, Chart
from tests.tui.depth_data import APPLE, TENCENT, PaneApp, bar, bars, candles, quote

SIZE = (80, 26)


class ChartApp(PaneApp):
    def __init__(self, pane: Chart) -> None:
        super().__init__(pane)
        self.asked: list[tuple[str, Period, str | None]] = []

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
def store() -> Store:
    store = Store()
    quote(store, TENCENT, 512.5)
    return store


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


async def test_the_figures_above_are_the_newest_bars(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, [*bars(30), bar("2024-11-22 15:00:00", 511.0, 512.9, 510.6, 512.5, 312_000)])
    async with app.run_test(size=(110, 26)):
        app.frame()
        closes = [row.close for row in store.candles[Series(TENCENT, Period.M5)]]
        change = (512.5 / closes[-2] - 1) * 100
        averages = [f"MA{n} {sum(closes[-n:]) / n:.2f}" for n in (5, 10, 20)]
        expected = ["O 511.00 H 512.90 L 510.60 C 512.50", f"+{change:.2f}% V 312.0K", *averages]
        assert " ".join(app.lines()[0].split()) == " ".join(expected)


async def test_a_narrow_pane_gives_the_averages_a_line_of_their_own(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(30))
    async with app.run_test(size=(60, 26)):
        app.frame()
        assert [word for word in app.lines()[1].split() if word[:2] == "MA"] == ["MA5", "MA10", "MA20"]


async def test_prices_stand_at_the_right_edge_with_the_last_one_marked(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(30))
    async with app.run_test(size=SIZE):
        app.frame()
        last = store.candles[Series(TENCENT, Period.M5)][-1].close
        found = (re.search(r"[◀ ]([\d.]+) *$", line) for line in app.lines()[app.chart._header : -4])
        prices = [float(match[1]) for match in found if match]
        assert prices == sorted(prices, reverse=True)
        assert any(line.rstrip().endswith(f"◀{last:.2f}") for line in app.lines())
        assert last in prices


async def test_the_marked_row_is_the_row_of_the_last_close(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, [*bars(30), bar("2024-11-22 15:00:00", 503.0, 503.0, 501.0, 501.0, 1000)])
    async with app.run_test(size=SIZE):
        app.frame()
        marked = next(line for line in app.lines() if "◀" in line)
        body = [line for line in app.lines() if line[app.chart._plot.width - 2] in "█▀▄╽╿"]
        assert marked == body[-1], "a bar that fell closes at the foot of its body"


async def test_a_tick_draws_the_last_columns_and_the_figures_only(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        whole = app.lines()
        close = store.candles[Series(TENCENT, Period.M5)][-1].close
        last_bar(store, close=close - 0.1)
        app.frame()
        regions = [r.translate((-1, -1)) for r in app.chart._repaint_regions]
        assert all(region.x >= 65 or region.width == 78 for region in regions)
        assert len([region for region in regions if region.width == 78]) <= 4, "figures and last-price rows"
        settled = [(old[:60], now[:60]) for old, now in zip(whole, app.lines(), strict=True)][2:]
        assert all(old == now for old, now in settled if "┈" not in old + now)


async def test_after_any_ticks_the_picture_is_that_of_a_chart_drawn_anew(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE):
        app.frame()
        newest = store.candles[Series(TENCENT, Period.M5)][-1]
        for step in range(1, 40):
            close = newest.close + (step % 7 - 3) / 10
            last_bar(store, close=close, high=max(newest.high, close), volume=newest.volume + 10 * step)
            app.frame()
        moved = app.lines()
        app.chart._plot.draw(
            store.candles[Series(TENCENT, Period.M5)], app.chart.view, tick=0.05, intraday=True
        )
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
        normal = len(app.chart._plot.shown)
        await pilot.press("-")
        assert len(app.chart._plot.shown) == pytest.approx(2 * normal, abs=2)
        await pilot.press("-")
        assert "5m ×2" in app.heading()
        await pilot.press("+", "=", "+")
        assert len(app.chart._plot.shown) == pytest.approx(normal / 2, abs=1)
        assert "×" not in app.heading()


async def test_panned_back_the_view_stays_while_bars_come_in_and_end_returns(
    app: ChartApp, store: Store
) -> None:
    candles(store, TENCENT, bars(200))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("left", "left")
        newest = app.chart._plot.shown[-1].time
        assert newest < store.candles[Series(TENCENT, Period.M5)][-1].time
        assert newest[5:16] in app.lines()[0]
        assert "bars back" in str(app.chart.border_subtitle)
        candles(store, TENCENT, bars(203)[-3:])
        app.frame()
        assert app.chart._plot.shown[-1].time == newest
        await pilot.press("end")
        assert app.chart._plot.shown[-1].time == store.candles[Series(TENCENT, Period.M5)][-1].time
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
        newest = app.chart._plot.shown[-1].time
        candles(store, TENCENT, bars(40))
        app.frame()
        assert app.chart._plot.shown[-1].time == newest


async def test_the_mouse_tells_the_figures_of_the_bar_under_it(app: ChartApp, store: Store) -> None:
    candles(store, TENCENT, bars(60))
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        place = app.chart._plot.place_at(30)
        assert place is not None
        under = app.chart._plot.shown[place]
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
        inks = [ink for y in range(app.chart._plot.price_rows) for ink in app.chart._plot.row(y)[1]]
        assert {Ink.STALE, Ink.UP, Ink.DOWN} <= set(inks)
        assert "stale" in app.heading()
        store.clear_stale()
        app.frame()
        inks = [ink for y in range(app.chart._plot.price_rows) for ink in app.chart._plot.row(y)[1]]
        assert Ink.STALE not in inks


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


def test_where_colours_cannot_tell_a_falling_candle_is_a_block_and_a_rising_one_a_line() -> None:
    store = Store()
    candles(store, TENCENT, bars(30))
    rows = store.candles[Series(TENCENT, Period.M5)]
    plot = CandlePlot(70, 24, solid=True)
    plot.draw(rows, plot.viewport(4, 0), tick=0.05, intraday=True)
    glyphs: dict[int, set[str]] = {Ink.UP: set(), Ink.DOWN: set()}
    for y in range(plot.price_rows):
        for text, ink in plot.runs(y):
            glyphs.get(ink, set()).update(text)
    assert glyphs[Ink.UP] & set("┃╻╹")
    assert glyphs[Ink.DOWN] & set("█▀▄")
    assert not glyphs[Ink.UP] & set("█▀▄")
