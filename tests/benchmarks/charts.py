"""What a K-line chart costs: a frame against plotext's, a live tick, zoom and pan over a hundred thousand bars.

Ticks and keys are timed to the last byte that the terminal would get, Textual's painting and its pauses between two
paintings included. The floor of the frame is plotext's candlestick chart of the same candles, with the same lines over
them and volumes below, built to the text that would be sent.
"""

from __future__ import annotations

import random
import time
from array import array
from collections.abc import Callable, Iterator
from statistics import median

from msgspec.structs import replace

from futu_tui.market import Period
from futu_tui.market.columns import Columns
from futu_tui.protocol import Market
from futu_tui.tui.charts.indicators import Spec
from futu_tui.tui.charts.picture import Picture, Place, Subject
from futu_tui.tui.charts.price_plot import Look
from futu_tui.tui.charts.side import Kind, Level
from futu_tui.tui.charts.studies import Studies
from futu_tui.tui.charts.viewport import NORMAL
from tests.benchmarks.chart_screen import ChartScreen, Paint, bytes_of, on_screen
from tests.benchmarks.figures import Figure, Samples

WIDTH, HEIGHT, CANDLES = 120, 30, 120
SIZE = (WIDTH + 2, HEIGHT + 2)
"""Of a screen that the chart and its border fill."""
AXIS = 9
"""Cells of the prices, which stand beside the plot."""
MANY = 100_000
FRAME_MS = 33.0
MOST_MB = 20.0
OVERLAYS = ("MA 5 10 20",)
ROUNDS, QUICK_ROUNDS = 15, 5
CLOSE_TOGETHER = NORMAL - 1
"""The zoom with a candle in every column."""


def measure(quick: bool) -> Iterator[Figure]:
    rounds = QUICK_ROUNDS if quick else ROUNDS
    yield _frame(rounds)
    yield _cells(rounds)
    columns = bars(MANY)
    yield from _many(columns, rounds)
    yield from _tick(columns, rounds)


def bars(count: int) -> Columns:
    """A random walk of one-minute bars on a tick of 0.1."""
    chance = random.Random(count)
    close = 500.0
    rows = []
    for n in range(count):
        start = close
        close = round(max(1.0, start + chance.gauss(0, 0.8)), 1)
        high, low = max(start, close) + chance.randrange(5) / 10, min(start, close) - chance.randrange(5) / 10
        volume = float(chance.randrange(1, 500) * 100)
        at = 1_700_000_000 + 60 * n
        rows.append((at, at, start, high, low, close, volume, close * volume, 0.0, 738_000 + n // 330))
    codes = ("q", "d", "d", "d", "d", "d", "d", "d", "d", "i")
    return Columns(array(code, column) for code, column in zip(codes, zip(*rows, strict=True), strict=True))


def subject(columns: Columns, *indicators: str) -> Subject:
    studies = Studies(map(Spec.parse, indicators))
    while not studies.follow(columns, 1, 1):
        pass
    last = Level(Kind.LAST, columns.close[-1])
    return Subject(
        columns=columns, studies=studies, market=Market.HK, period=Period.M1, tick=0.1, decimals=2, levels=[last],
        direction=1.0,
    )  # fmt: skip


def lines(picture: Picture) -> int:
    """Put together what differs; how many cells that is."""
    cells = 0
    for patch in picture.take_patches():
        picture.line(patch.y)
        cells += patch.width
    return cells


def _frame(rounds: int) -> Figure:
    columns = bars(CANDLES + 20)
    shown = subject(columns, *OVERLAYS, "VOL 5 10")

    def ours() -> None:
        picture = Picture(WIDTH + 2 + AXIS, HEIGHT)
        picture.draw(shown, Look(), Place(CLOSE_TOGETHER))
        assert len(picture.window) == CANDLES
        lines(picture)

    values, floors = [], []
    for _ in range(rounds):
        values.append(_cost(ours))
        floors.append(_cost(lambda: plotext_frame(columns, shown.studies)))
    return Figure(
        "charts.frame", f"{CANDLES} candles, three averages, volumes, against plotext's", "ms",
        Samples(values), Samples(floors), goal=0.1,
    )  # fmt: skip


def plotext_frame(columns: Columns, studies: Studies) -> str:
    """The same with plotext: two plots, one above the other."""
    import plotext

    plotext.terminal.limit(False, False)
    first = len(columns) - CANDLES
    places = list(range(CANDLES))
    figure = plotext.figure
    figure.clear()
    figure.subplots(2, 1)
    figure.plot_size(WIDTH + 2 + AXIS, HEIGHT)
    prices, volumes = figure.subplot(1, 1), figure.subplot(2, 1)
    prices.plot_size(WIDTH + 2 + AXIS, HEIGHT - 6)
    volumes.plot_size(WIDTH + 2 + AXIS, 6)
    candles = {name: list(getattr(columns, name)[first:]) for name in ("open", "high", "low", "close")}
    prices.draw(prices.candlestick({"date": places, **candles}))
    for values in studies.overlays[0].values:
        signal = prices.signal(places, list(values[first:]))
        signal.lines()
        prices.draw(signal)
    volumes.draw(volumes.bar(places, list(columns.volume[first:])))
    text: str = figure.build().string()
    return text


def _tick(columns: Columns, rounds: int) -> Iterator[Figure]:
    for name in ("open", "high", "low", "close"):  # neither the highest nor the lowest in view
        getattr(columns, name)[-1] = getattr(columns, name)[-20]
    calm = columns.close[-1]

    async def ticks(app: ChartScreen) -> tuple[list[Paint], list[Paint]]:
        within = [await app.trade(calm + (0.1 if n % 2 else -0.1), 100.0) for n in range(rounds * 4)]
        scale = app.chart._picture.scale
        assert scale is not None
        highest = max(bar.high for bar in app.chart._picture.window.shown)
        # Each a little higher than anything in view, on the scale that there is.
        step = (scale.high - highest) / (rounds * 4 + 2)
        highs = [await app.trade(highest + step * (n + 1), 100.0) for n in range(rounds * 4)]
        assert app.chart._picture.scale == scale
        return within, highs

    within, highs = on_screen(columns, SIZE, ticks)
    yield _paints("charts.tick", f"a live bar's tick, {MANY:,} bars", within)
    yield _paints("charts.highs", "a tick that makes a new high within the scale", highs)


def _paints(name: str, about: str, paints: list[Paint]) -> Figure:
    """The CPU of each to the last byte, which has to fit a frame 95 times in 100; what the clock said besides."""
    cpu = [paint.cpu for paint in paints]
    walls = [paint.wall for paint in paints]
    note = (
        f"p95 {_most(cpu):.0f} ms, the dearest {max(cpu):.0f} ms; "
        f"on the clock {median(walls):.0f} ms, p95 {_most(walls):.0f} ms"
    )
    return Figure(
        name, f"{about}, CPU to the last byte", "ms", Samples(cpu), goal=FRAME_MS, note=note,
        failed=_most(cpu) > FRAME_MS,
    )  # fmt: skip


def _most(values: list[float]) -> float:
    """What 95 in 100 do not exceed."""
    return sorted(values)[int(0.95 * len(values))]


def _cells(rounds: int) -> Figure:
    columns = bars(1000)
    for name in ("open", "high", "low", "close"):  # neither the highest nor the lowest in view
        getattr(columns, name)[-1] = getattr(columns, name)[-20]
    shown = subject(columns, *OVERLAYS, "VOL 5 10", "MACD")
    picture = Picture(WIDTH, HEIGHT)
    picture.draw(shown, Look(), Place())
    lines(picture)
    calm, cells = columns.close[-1], []
    for round in range(rounds * 10):
        columns.close[-1] = calm + (0.1 if round % 2 else -0.1)
        columns.volume[-1] += 100
        shown.studies.follow(columns, round + 2, 1)
        moved = replace(shown, levels=[Level(Kind.LAST, columns.close[-1])])
        if not picture.draw_last(moved):
            picture.draw(moved, Look(), Place())
        cells.append(float(lines(picture)))
    return Figure(
        "charts.cells", f"cells of {WIDTH} by {HEIGHT} that a tick changes", "cells", Samples(cells)
    )


def _many(columns: Columns, rounds: int) -> Iterator[Figure]:
    shown = subject(columns, *OVERLAYS, "VOL 5 10")
    values = [line for study in (*shown.studies.overlays, *shown.studies.panels) for line in study.values]
    held = bytes_of(columns, values) / 1e6
    yield Figure("charts.memory", f"{MANY:,} bars with their indicators", "MB", Samples([held]), goal=MOST_MB)

    async def steps(app: ChartScreen) -> tuple[list[Paint], list[Paint]]:
        zooms: list[Paint] = []
        pans: list[Paint] = []
        for _ in range(rounds):
            zooms += [await app.key("minus", "-") for _ in range(NORMAL)]
            zooms += [await app.key("plus", "+") for _ in range(NORMAL)]
            assert app.chart.view.zoom_step == NORMAL
            pans += [await app.key(key) for key in ("left",) * 8 + ("shift+left",) * 8]
            await app.key("end")
        return zooms, pans

    zooms, pans = on_screen(columns, SIZE, steps)
    yield _paints("charts.zoom", f"a key for one step of zoom over {MANY:,} bars", zooms)
    yield _paints("charts.pan", f"a key for one step of panning over {MANY:,} bars", pans)


def _cost(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1e3
