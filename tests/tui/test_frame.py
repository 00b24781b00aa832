"""When frames are drawn, in a time that passes only where a test lets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from types import SimpleNamespace

import pytest

from futu_tui.tui import frame as module
from futu_tui.tui.frame import GATHER, OVERLOAD_SHARE, PATIENCE, RESTING, SHARE, SLOWEST, FrameClock


class Stir:
    """In place of an event that has come already."""

    async def wait(self) -> None:
        pass


class World:
    """A loop's time in which sleeping takes exactly as long as asked for, and drawing as long as a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.drawing = 0.0
        """Seconds that a frame's draining and drawing takes."""
        self.drawn = 0.0
        """Seconds of all frames so far."""
        self.frames: list[float] = []
        """When each frame began."""
        self.turns = 0
        """Loop turns given away without sleeping."""
        self.end = float("inf")
        self.reading = 0.0
        """The share of a core that is taken beside the frames."""
        clock = SimpleNamespace(
            monotonic=lambda: self.now,
            perf_counter=lambda: self.now,
            process_time=lambda: self.now * self.reading + self.drawn,
        )
        monkeypatch.setattr(module, "time", clock)
        monkeypatch.setattr(
            module, "asyncio", SimpleNamespace(sleep=self._sleep, Event=Stir, timeout=self._till)
        )
        self.stirs: list[float] = []
        """When something stirs, the earliest first."""

    @asynccontextmanager
    async def _till(self, seconds: float) -> AsyncIterator[None]:
        """What waits for a stir within this ends with it, or by a TimeoutError when the time is over."""
        end = self.now + seconds
        if self.stirs and self.stirs[0] < end:
            await self._sleep(self.stirs.pop(0) - self.now)
            yield
        else:
            await self._sleep(seconds)
            raise TimeoutError

    async def _sleep(self, seconds: float) -> None:
        if self.now >= self.end:
            raise asyncio.CancelledError
        self.now += max(0.0, seconds)
        self.turns += not seconds

    def draw(self, now: float) -> None:
        assert now == self.now
        self.frames.append(now)
        self.now += self.drawing
        self.drawn += self.drawing * (1 - self.reading)

    async def run(self, clock: FrameClock, seconds: float) -> list[float]:
        """Let so much time pass; the frames that began in it."""
        self.end = self.now + seconds
        with pytest.raises(asyncio.CancelledError):
            await clock.run()
        self.end = float("inf")
        frames, self.frames = self.frames, []
        return frames

    def pace(self, frames: list[float]) -> float:
        """Frames a second over the last half of them."""
        late = frames[len(frames) // 2 :]
        return (len(late) - 1) / (late[-1] - late[0])


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


@pytest.mark.parametrize("rate", [30, 8, 60, 1])
async def test_cheap_frames_come_at_the_rate_asked_for(world: World, rate: int) -> None:
    frames = await world.run(FrameClock(world.draw, rate=rate), 10.0)
    assert world.pace(frames) == pytest.approx(rate, rel=0.01)


@pytest.mark.parametrize("cost", [0.004, 0.006, 0.012, 0.02])
async def test_dear_frames_come_as_seldom_as_their_share_of_the_time_allows(
    world: World, cost: float
) -> None:
    world.drawing = cost
    clock = FrameClock(world.draw, rate=30)
    frames = await world.run(clock, 10.0)
    assert world.pace(frames) == pytest.approx(min(30, SHARE / cost), rel=0.05)
    assert clock.cost == pytest.approx(cost, rel=0.05)


async def test_however_dear_frames_still_come_five_times_a_second(world: World) -> None:
    world.drawing = 0.15
    frames = await world.run(FrameClock(world.draw, rate=30), 20.0)
    assert world.pace(frames) == pytest.approx(SLOWEST, rel=0.02)


async def test_a_rate_below_the_slowest_stays_as_asked_for(world: World) -> None:
    world.drawing = 0.15
    frames = await world.run(FrameClock(world.draw, rate=2), 20.0)
    assert world.pace(frames) == pytest.approx(2, rel=0.02)


async def test_frames_get_quick_again_when_they_get_cheap_again(world: World) -> None:
    clock = FrameClock(world.draw, rate=30)
    world.drawing = 0.06
    assert world.pace(await world.run(clock, 5.0)) == pytest.approx(5, rel=0.05)
    world.drawing = 0.001
    assert world.pace(await world.run(clock, 10.0)) == pytest.approx(30, rel=0.02)


async def test_painting_counts_as_much_as_drawing(world: World) -> None:
    def draw(now: float) -> None:
        world.draw(now)
        clock.painted(0.006)
        clock.painted(0.006)

    clock = FrameClock(draw, rate=30)
    frames = await world.run(clock, 10.0)
    assert clock.cost == pytest.approx(0.012, rel=0.02)
    assert world.pace(frames) == pytest.approx(SHARE / 0.012, rel=0.05)


async def test_one_dear_frame_among_cheap_ones_hardly_slows_the_pace(world: World) -> None:
    clock = FrameClock(world.draw, rate=30)
    await world.run(clock, 2.0)
    world.drawing = 0.03
    clock.frame()
    assert clock.pace > 20
    world.drawing = 0.0
    for _ in range(10):
        clock.frame()
    assert clock.pace == 30


async def test_a_loop_that_was_held_up_does_not_draw_the_missed_frames_at_once(world: World) -> None:
    clock = FrameClock(world.draw, rate=10)
    world.drawing = 1.0
    clock.frame()
    clock.cost = 0.0
    world.drawing = 0.0
    frames = await world.run(clock, 1.0)
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    assert min(gaps) == pytest.approx(0.1)


def waiting(turns: int) -> Callable[[], bool]:
    """Keys that are on their way for so many looks."""
    left = [turns]

    def key_waiting() -> bool:
        left[0] -= 1
        return left[0] >= 0

    return key_waiting


async def test_a_frame_gives_way_to_keys_until_they_are_served(world: World) -> None:
    clock = FrameClock(world.draw, rate=10, key_waiting=waiting(3))
    await world.run(clock, 0.15)
    assert world.turns == 3


async def test_keys_without_end_do_not_stop_the_market(world: World) -> None:
    clock = FrameClock(world.draw, rate=10, key_waiting=lambda: True)
    frames = await world.run(clock, 1.0)
    assert len(frames) >= 9
    assert world.turns == PATIENCE * len(frames)


async def test_where_nothing_is_new_frames_are_few_and_on_the_beat(world: World) -> None:
    idle = True
    clock = FrameClock(world.draw, idle=lambda: idle)
    frames = await world.run(clock, 10.0)
    assert world.pace(frames) == pytest.approx(1 / RESTING)
    assert [frame % RESTING for frame in frames] == pytest.approx([0.0] * len(frames), abs=1e-6)
    idle = False
    assert world.pace(await world.run(clock, 10.0)) == pytest.approx(30, rel=0.1)


async def test_what_stirs_a_resting_clock_is_shown_at_once_with_what_comes_with_it(world: World) -> None:
    clock = FrameClock(world.draw, idle=lambda: True)
    world.stirs = [world.now + 1.1]
    frames = await world.run(clock, 2.0)
    assert any(frame == pytest.approx(101.1 + GATHER) for frame in frames)
    assert len(frames) == len(await world.run(clock, 2.0)) + 1


async def test_a_slow_line_rests_no_less_than_its_pace(world: World) -> None:
    frames = await world.run(FrameClock(world.draw, rate=2, idle=lambda: True), 10.0)
    assert world.pace(frames) == pytest.approx(2)


async def test_a_real_clock_at_rest_is_stirred() -> None:
    drawn, resting = asyncio.Event(), asyncio.Event()

    def idle() -> bool:
        clock.rate = 0.001  # from here on nothing but being stirred makes it draw in time
        asyncio.get_running_loop().call_soon(resting.set)
        return True

    clock = FrameClock(lambda now: drawn.set(), idle=idle)
    clock.stir()  # nothing rests yet: it is no debt
    running = asyncio.create_task(clock.run())
    await resting.wait()
    assert not drawn.is_set()
    clock.stir()
    await drawn.wait()
    running.cancel()


async def test_the_more_the_stream_takes_the_less_is_drawn(world: World) -> None:
    clock = FrameClock(world.draw)
    world.drawing = 0.008
    world.reading = 0.2
    assert world.pace(await world.run(clock, 10.0)) == pytest.approx(30, rel=0.1)
    world.reading = 0.9
    assert world.pace(await world.run(clock, 10.0)) == pytest.approx(OVERLOAD_SHARE / 0.008, rel=0.1)
