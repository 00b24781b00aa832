"""Pictures wait for a terminal that is behind, by what it answers and when."""

from __future__ import annotations

from collections import deque

import pytest

from futu_tui.tui.echoes import ASK, ATTEMPTS, FIRST, PATIENCE, QUEUE, Echoes

FRAME = 0.125


class Line:
    """A line that carries so many bytes a second, takes its time for each, and a terminal at its end."""

    def __init__(self, rate: float, trip: float, size: int = 600) -> None:
        self.rate, self.trip, self.size = rate, trip, size
        self.echoes = Echoes()
        self.now = 100.0
        self.silent = False
        self.shown: list[float] = []
        """How old each picture was when it was shown."""
        self._free = self.now
        self._answers: deque[float] = deque()
        self.begin_anew()

    def begin_anew(self) -> None:
        assert self.echoes.begin_anew(self.now) == ASK
        self._answers.append(self.now + self.trip)

    def run(self, seconds: float) -> int:
        """Let frames pass; how many pictures were sent."""
        sent, end = 0, self.now + seconds
        while self.now < end:
            self.now += FRAME
            while self._answers and self._answers[0] <= self.now:
                at = self._answers.popleft()
                if not self.silent:
                    self.echoes.answered(at)
            if self.echoes.hold(self.now):
                continue
            sent += 1
            assert self.echoes.ask(self.now) == ASK
            self._free = max(self._free, self.now) + self.size / self.rate
            self.shown.append(self._free + self.trip / 2 - self.now)
            self._answers.append(self._free + self.trip)
        return sent


@pytest.mark.parametrize("trip", [0.001, 0.05, 0.3, 1.5])
def test_a_line_that_carries_everything_is_sent_every_picture_however_long_it_is(trip: float) -> None:
    line = Line(1e6, trip)
    line.run(20.0)
    assert line.run(10.0) == 80
    assert not line.echoes.is_behind(line.now)


@pytest.mark.parametrize("size", [600, 2_500])
@pytest.mark.parametrize("trip", [0.001, 0.3])
def test_on_a_line_that_is_too_slow_hardly_anything_waits_and_it_is_never_idle_for_long(
    trip: float, size: int
) -> None:
    line = Line(2_000, trip, size)
    line.run(20.0)
    line.shown.clear()
    sent = line.run(60.0)
    takes = size / line.rate
    waiting = sorted(age - takes - trip / 2 for age in line.shown)
    assert waiting[len(waiting) // 2] <= QUEUE
    assert waiting[-1] <= 3 * takes + QUEUE  # when it was thought to have become quicker
    assert sent >= 60.0 / (takes + trip + FRAME) * 0.9


def test_a_line_that_gets_quick_again_is_sent_every_picture_again() -> None:
    line = Line(1e6, 0.02)
    line.run(5.0)
    line.rate = 1_000.0
    assert line.run(30.0) < 80
    assert line.echoes.is_behind(line.now)
    line.rate = 1e6
    line.run(2.0)
    assert line.run(10.0) == 80


def test_a_terminal_that_never_answers_is_waited_for_once() -> None:
    line = Line(1e6, 0.02)
    line.silent = True
    assert line.run(10.0) >= (10.0 - FIRST) / FRAME - 1
    assert line.echoes.unanswered == 0


def test_one_that_answers_no_longer_is_given_up_and_comes_back() -> None:
    line = Line(1e6, 0.02)
    line.run(5.0)
    line.silent = True
    assert line.run(PATIENCE) < 5
    line.run(PATIENCE * ATTEMPTS)
    assert line.run(5.0) == 40
    line.silent = False
    line.run(1.0)
    assert line.run(5.0) == 40
    assert line.echoes.unanswered <= 1


def test_a_terminal_that_somebody_else_used_is_asked_as_if_for_the_first_time() -> None:
    line = Line(1e6, 0.02)
    line.run(5.0)
    line.begin_anew()
    assert line.echoes.unanswered == 0
    assert line.echoes.hold(line.now)
    line.run(FIRST)
    assert line.run(5.0) == 40
    line.echoes.answered(line.now)  # of nobody's question
    assert line.run(5.0) == 40


def test_nothing_is_held_before_anything_is_asked() -> None:
    assert not Echoes().hold(1.0)
    assert Echoes().unanswered == 0
