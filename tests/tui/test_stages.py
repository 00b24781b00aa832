"""The page of what each stage takes: out of the help, reached by a key and the palette, quiet when nobody looks."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator

import pytest
from textual.pilot import Pilot

from futu_tui.tui import stages
from futu_tui.tui.keymap import DEFAULT
from futu_tui.tui.screens.stages import StagesScreen, duration, size
from futu_tui.tui.stages import KEPT, SPAN, STAGES, Samples, percentiles
from tests.tui.scene import MIDDLE, NARROW, WIDE, Person, SceneApp, StillTime
from tests.unit.market.wire import push_basic

TYPICAL = {"stream": 2e-5, "route": 1e-6, "decode": 4e-6, "apply": 9e-6, "draw": 2e-3, "paint": 3e-3,
           "encode": 1e-4, "write": 4e-5, "bytes": 900.0, "frame": 0.033, "key": 0.004, "loop": 3e-4}  # fmt: skip


@pytest.fixture
def app(still_time: StillTime, monkeypatch: pytest.MonkeyPatch) -> Iterator[SceneApp]:
    monkeypatch.setattr("futu_tui.tui.screens.stages.time", still_time)
    monkeypatch.setattr("futu_tui.tui.stages.time", still_time)
    monkeypatch.setattr("futu_tui.tui.screens.stages.resident_bytes", lambda: 84_600_000)
    # The collector's pauses are measured too, and come when they come.
    gc.disable()
    yield SceneApp(still_time)
    gc.enable()


def test_percentiles_are_samples_themselves() -> None:
    assert percentiles([7.0]) == [7.0, 7.0, 7.0]
    assert percentiles([float(n) for n in range(1, 101)]) == [50.0, 95.0, 99.0]
    assert percentiles([float(n) for n in range(1, 1001)]) == [500.0, 950.0, 990.0]


def test_only_the_last_minute_counts_and_no_more_samples_are_kept_than_that_takes() -> None:
    samples = Samples()
    samples.add(0.0, 9.0)
    for number in range(10):
        samples.add(SPAN / 2 + number, float(number))
    summary = samples.summary(SPAN + 1)
    assert summary is not None
    assert (summary.samples, summary.p50, summary.most) == (10, 4.0, 9.0)
    assert samples.summary(3 * SPAN) is None
    for number in range(2 * KEPT):
        samples.add(100.0, float(number))
    summary = samples.summary(100.0)
    assert summary is not None
    assert summary.samples == KEPT


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0 ns"),
        (850e-9, "850 ns"),
        (12.44e-6, "12.4 µs"),
        (3.21e-3, "3.21 ms"),
        (0.123, "123 ms"),
        (1.2, "1.20 s"),
    ],
)
def test_durations_are_short(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_sizes_are_short() -> None:
    assert [size(number) for number in (912, 3_400, 86_100_000)] == ["912 B", "3.4 KB", "86.1 MB"]


async def test_nothing_is_measured_but_while_the_page_is_open(app: SceneApp) -> None:
    async with app.showing(WIDE) as person:
        push = app.still.stream.on_event
        assert (app.store.note, app.frame_clock.note, app.outlet.note) == (None, None, None)
        callbacks = list(gc.callbacks)
        await person.press("alt+ctrl+p")
        assert isinstance(app.screen, StagesScreen)
        for number in range(3 * stages.EVERY):
            app.still.stream.on_event(push_basic(last=500.0 + number))
        app.frame()
        now = app.clock.monotonic()
        for name, count in (("route", 3), ("decode", 1), ("apply", 1)):
            summary = app.stages.summary(name, now)
            assert summary is not None
            assert summary.samples == count
        assert app.store.router.received == 3 * stages.EVERY
        await person.press("alt+ctrl+p")  # opens no second one
        assert len([screen for screen in app.screen_stack if isinstance(screen, StagesScreen)]) == 1
        await person.press("escape")
        assert (app.store.note, app.frame_clock.note, app.outlet.note) == (None, None, None)
        assert gc.callbacks == callbacks
        assert app.still.stream.on_event == push


async def test_the_palette_has_it_and_the_help_does_not(app: SceneApp) -> None:
    assert DEFAULT.keys("app.stages") == ("alt+ctrl+p",)
    assert not [row for row in DEFAULT.rows("app") if "stage" in row.label]
    async with app.showing(WIDE) as person:
        await person.press("ctrl+p", *"what each stage takes")
        await app.workers.wait_for_complete()
        await person.press("down", "enter")
        await person.until(lambda: isinstance(app.screen, StagesScreen))


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["80", "120", "160"])
def test_the_page_of_stages(size: tuple[int, int], app: SceneApp, snap_compare: Callable[..., bool]) -> None:
    async def set_the_scene(pilot: Pilot[None]) -> None:
        person = Person(pilot)
        await person.settle()
        app.frame()
        await person.press("alt+ctrl+p")
        dice = random.Random(3)
        for stage in STAGES:
            for _ in range(400 if stage.name in TYPICAL else 0):
                app.stages.note(stage.name, TYPICAL[stage.name] * dice.lognormvariate(0, 0.5))
        app.clock.passed += 14.0
        app.still.load.idle = 0.62
        app.screen.show()  # type: ignore[attr-defined]
        await person.settle()

    assert snap_compare(app, terminal_size=size, run_before=set_the_scene)
