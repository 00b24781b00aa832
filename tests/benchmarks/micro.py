"""What single steps cost, for those who work on them: a push routed, a body applied, a chart drawn.

The floor of the first two is parsing the body with protobuf and doing nothing with it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from textual.app import App, ComposeResult

from futu_tui.market import Period, Series, Store
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.trading import Accounts
from futu_tui.tui.compositor import CellScreen
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.widgets.chart import Chart
from tests.benchmarks.answers import Answers
from tests.benchmarks.figures import Figure, Samples
from tests.benchmarks.scene import CURRENT, MIX, OPENING, Scene
from tests.benchmarks.screenless import NullDriver

EVENTS, QUICK_EVENTS = 20_000, 5_000
ROUNDS, QUICK_ROUNDS = 7, 3
DRAWS = 50
CHART_SIZE = (80, 22)


def measure(quick: bool) -> Iterator[Figure]:
    count, rounds = (QUICK_EVENTS, QUICK_ROUNDS) if quick else (EVENTS, ROUNDS)
    events = [PushEvent.FromString(body) for body in islice(Scene().events(), count)]
    yield _routing(events, rounds)
    for kind in MIX:
        yield _applying(kind, [event for event in events if event.proto_id == kind], rounds)
    yield from asyncio.run(_chart(rounds))


def _routing(events: list[PushEvent], rounds: int) -> Figure:
    values, floors = [], []
    for _ in range(rounds):
        values.append(_cost(partial(_each, Store().router.push, events), len(events)))
        floors.append(_cost(partial(_each, _parse, events), len(events)))
    return Figure(
        "micro.route", "a push into its inbox, against parsing it", "µs", Samples(values), Samples(floors)
    )


def _applying(kind: ProtoId, events: list[PushEvent], rounds: int) -> Figure:
    """Each body decoded and applied, none overtaken, as on a quiet stream."""
    values, floors = [], []
    for _ in range(rounds):
        store = Store()

        def apply(store: Store = store) -> None:
            for event in events:
                store.router.push(event)
                store.drain(1.0)

        values.append(_cost(apply, len(events)))
        floors.append(_cost(partial(_each, _parse, events), len(events)))
    name = kind.name.removeprefix("QOT_UPDATE_").lower()
    return Figure(
        f"micro.{name}", "a push routed, decoded and applied, against parsing it", "µs",
        Samples(values), Samples(floors),
    )  # fmt: skip


def _each(step: Callable[[PushEvent], object], events: list[PushEvent]) -> None:
    for event in events:
        step(event)


def _parse(event: PushEvent) -> object:
    response = PROTOCOLS[event.proto_id].response
    assert response is not None
    return response.FromString(event.body)


def _cost(work: Callable[[], object], times: int) -> float:
    """CPU microseconds of each of so many steps."""
    started = time.process_time()
    work()
    return (time.process_time() - started) / times * 1e6


class ChartApp(App[None]):
    """The chart alone, with the bars that the replay gateway has."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        self.themes = Themes.load(Path("no-such-folder"), "green")
        self.keymap = Keymap({})
        super().__init__(driver_class=NullDriver)
        self.store = Store()
        self.stock = Scene().stocks[CURRENT]
        self.chart = Chart(self.store, Accounts())
        self.chart.set_security(CURRENT)

    def get_default_screen(self) -> CellScreen:
        return CellScreen(id="_default")

    def compose(self) -> ComposeResult:
        yield self.chart

    def on_mount(self) -> None:
        self.themes.install(self, "futu-dark")
        self.store.apply_history(Series.of(CURRENT, Period.M5), Answers().bars(CURRENT))
        self.store.drain(time.monotonic())
        self.chart.reload()

    def move_bar(self) -> None:
        """One more trade."""
        self.stock.trade(self.stock.price + 1 if self.stock.price % 2 else self.stock.price - 1, 100)
        self.store.apply_history(Series.of(CURRENT, Period.M5), [self.stock.bar(OPENING, 5)])
        now = time.monotonic()
        self.chart.apply_changes(self.store.drain(now), now)

    async def draw(self, step: Callable[[], object]) -> None:
        """Take this step and wait until what it draws has been sent."""
        driver = self._driver
        assert isinstance(driver, NullDriver)
        driver.painted.clear()
        step()
        await driver.painted.wait()


async def _chart(rounds: int) -> list[Figure]:
    app = ChartApp()
    running = asyncio.create_task(app.run_async(size=CHART_SIZE))
    await asyncio.sleep(1.0)
    figures = []
    for name, about, step in (
        ("micro.chart", "the whole chart drawn and painted", app.chart.reload),
        ("micro.bar", "the chart's live bar moved and painted", app.move_bar),
    ):
        values = []
        for _ in range(rounds):
            started = time.process_time()
            for _ in range(DRAWS):
                await app.draw(step)
            values.append((time.process_time() - started) / DRAWS * 1e3)
        figures.append(Figure(name, about, "ms", Samples(values)))
    app.exit()
    await running
    return figures
