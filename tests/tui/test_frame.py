"""When frames are drawn, in a time that passes only where a test lets it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace

import pytest

from futu_tui.tui import frame as module
from futu_tui.tui.frame import PATIENCE, SHARE, SLOWEST, FrameClock


class World:
    """A loop's time in which sleeping takes exactly as long as asked for, and drawing as long as a test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.drawing = 0.0
        """Seconds that a frame's draining and drawing takes."""
        self.frames: list[float] = []
        """When each frame began."""
        self.turns = 0
        """Loop turns given away without sleeping."""
        self.end = float("inf")
        clock = SimpleNamespace(monotonic=lambda: self.now, perf_counter=lambda: self.now)
        monkeypatch.setattr(module, "time", clock)
        monkeypatch.setattr(module, "asyncio", SimpleNamespace(sleep=self._sleep))

    async def _sleep(self, seconds: float) -> None:
        if self.now >= self.end:
            raise asyncio.CancelledError
        self.now += max(0.0, seconds)
        self.turns += not seconds

    def draw(self, now: float) -> None:
        assert now == self.now
        self.frames.append(now)
        self.now += self.drawing

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
    world.drawing = 0.03
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


async def test_where_nothing_is_new_only_the_slowest_frames_are_drawn(world: World) -> None:
    idle = True
    clock = FrameClock(world.draw, idle=lambda: idle)
    assert world.pace(await world.run(clock, 10.0)) == pytest.approx(SLOWEST, rel=0.1)
    idle = False
    assert world.pace(await world.run(clock, 10.0)) == pytest.approx(30, rel=0.1)
