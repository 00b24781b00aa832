"""Whatever the link and the load do, each trade is on the tape, counted as left out, or where the tape shows a gap."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Changes, Store
from futu_tui.market import store as store_module
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.benchmarks.ticks import told_by
from tests.unit.market.wire import NOON, TENCENT, push_ticks, recent_ticks, tick


class Market:
    """A gateway that numbers its trades from 1, the road from it, and the store at the other end."""

    def __init__(self) -> None:
        self.store = Store()
        self.made = 0
        self._road: deque[PushEvent] | None = deque()
        """Pushes under way; None while no stream is open."""
        self._frame: Generator[None, None, Changes] | None = None
        self._answers: deque[tuple[Any, int]] = deque()
        """Answers under way, with the stretch of pushes that they were asked for in."""
        self.store.begin_pushes()
        self.trade(1)
        self.arrive(1)
        self.draw(None)

    def trade(self, count: int) -> None:
        rows = [_tick(number) for number in range(self.made + 1, self.made + 1 + count)]
        self.made += count
        if self._road is not None:
            self._road.append(push_ticks(*rows))

    def arrive(self, count: int) -> None:
        """So many pushes reach the program."""
        while self._road and count:
            self.store.router.push(self._road.popleft())
            count -= 1

    def draw(self, slices: int | None) -> None:
        """So many slices of a frame, or the rest of it."""
        while slices is None or slices > 0:
            self._frame = self._frame or self.store.drain_slowly(1.0)
            try:
                next(self._frame)
            except StopIteration:
                self._frame = None
                return
            slices = None if slices is None else slices - 1

    def cut(self) -> None:
        """The stream ends, and what is on the road never comes."""
        if self._road is not None:
            self._road = None
            self.store.end_pushes()
            self.store.mark_stale(1.0)

    def open(self) -> None:
        if self._road is None:
            self._road = deque()
            self.store.begin_pushes()

    def ask(self, count: int) -> None:
        """Ask for so many of the latest trades."""
        rows = [_tick(number) for number in range(max(1, self.made + 1 - count), self.made + 1)]
        self._answers.append((recent_ticks(*rows), self.store.stretch))

    def answer(self) -> None:
        """One of the answers comes."""
        if self._answers:
            self.store.apply_ticker(*self._answers.popleft())

    def doubt(self) -> None:
        """Pings go unanswered for a while."""
        self.store.mark_stale(1.0)
        self.store.clear_stale()

    def load(self, overloaded: bool) -> None:
        self.store.overloaded = overloaded


def _tick(number: int) -> dict[str, Any]:
    return tick(number, at=NOON + number / 1000)


STEPS = st.one_of(
    st.tuples(st.just("trade"), st.integers(1, 4)),
    st.tuples(st.just("arrive"), st.integers(1, 6)),
    st.tuples(st.just("draw"), st.one_of(st.none(), st.integers(1, 3))),
    st.tuples(st.sampled_from(["cut", "open", "answer", "doubt"])),
    st.tuples(st.just("ask"), st.integers(1, 12)),
    st.tuples(st.just("load"), st.booleans()),
)


@given(st.lists(STEPS, max_size=40))
def test_every_trade_is_told(steps: list[tuple[Any, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "SLICE", 0.0)
        patch.setattr(store_module, "DETAILED", 2)
        market = Market()
        for name, *details in steps:
            getattr(market, name)(*details)
        market.arrive(len(steps))
        market.draw(None)
        market.draw(None)
    tape = market.store.tapes[TENCENT]
    told = told_by(tape)
    assert told is not None
    assert told.lost(market.made) == 0, (told, tape.gaps, [each.sequence for each in tape])


def test_what_waited_for_a_frame_lies_before_the_gap_of_a_cut() -> None:
    """Three trades of a frame under way, one that waits for the next, one that is lost with the stream."""
    market = Market()
    for _ in range(3):
        market.trade(1)
    market.arrive(3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "SLICE", 0.0)
        market.draw(1)
    market.trade(1)
    market.arrive(1)
    market.trade(1)
    market.cut()
    market.open()
    market.trade(1)
    market.arrive(1)
    market.draw(None)
    market.draw(None)
    tape = market.store.tapes[TENCENT]
    assert [each.sequence for each in tape] == [1, 2, 3, 4, 5, 7]
    assert tape.gaps == [5]


def test_an_answer_from_before_a_cut_does_not_close_the_gap_of_it() -> None:
    market = Market()
    market.trade(1)
    market.ask(2)
    market.cut()
    market.answer()
    market.trade(5)
    market.open()
    market.trade(1)
    market.arrive(1)
    market.draw(None)
    tape = market.store.tapes[TENCENT]
    assert [each.sequence for each in tape] == [1, 8]
    assert tape.gaps == [1]
