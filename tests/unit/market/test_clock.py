"""The broker's clock: as close as its tellings allow, whatever this computer's clock does."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market.clock import BrokerClock

AHEAD = 1_764_000_000.25
"""Seconds by which the broker's epoch time is ahead of the monotonic seconds of these examples."""


def tell(clock: BrokerClock, asked: float, road: float = 0.1, ahead: float = AHEAD) -> None:
    """A question and its answer, read off the broker's clock halfway."""
    clock.tell(int(asked + road / 2 + ahead), asked, asked + road)


def test_it_is_never_later_than_the_latest_that_it_may_show() -> None:
    clock = BrokerClock()
    assert clock.latest(50.0) == inf
    tell(clock, 100.0)
    assert AHEAD + 200.0 < clock.latest(200.0) < AHEAD + 201.2


def test_until_it_is_told_this_computers_clock_has_to_do() -> None:
    clock = BrokerClock()
    assert not clock.told
    assert clock.now(50.0, 1234.5) == 1234.5


def test_one_telling_is_right_to_a_second_whatever_the_wall_says() -> None:
    clock = BrokerClock()
    tell(clock, 100.0)
    assert clock.told
    for wall in (0.0, AHEAD, 9e9):
        assert clock.now(200.0, wall) == pytest.approx(AHEAD + 200.0, abs=0.6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(0, 0.4))
def test_it_is_never_off_by_more_than_any_telling_allows(phases: list[float], road: float) -> None:
    clock = BrokerClock()
    for n, phase in enumerate(phases):
        tell(clock, 10.0 * n + phase, road)
        assert clock.now(500.0, 0.0) == pytest.approx(AHEAD + 500.0, abs=(1 + road) / 2 + 1e-6)


def test_tellings_at_different_parts_of_a_second_narrow_it() -> None:
    clock = BrokerClock()
    for n in range(10):
        tell(clock, 10.1 * n, 0.02)
    assert clock.now(500.0, 0.0) == pytest.approx(AHEAD + 500.0, abs=0.1)


def test_clocks_that_go_apart_as_clocks_do_stay_together() -> None:
    clock, slow = BrokerClock(), 5e-5
    for n in range(8_640):  # a day
        asked = 10.03 * n
        tell(clock, asked, 0.002, AHEAD + slow * asked)
        if n > 50:
            assert clock.now(asked, 0.0) == pytest.approx(AHEAD + (1 + slow) * asked, abs=0.15)


def test_a_broker_whose_clock_was_set_is_followed() -> None:
    clock = BrokerClock()
    for n in range(10):
        tell(clock, 10.1 * n)
    tell(clock, 200.0, ahead=AHEAD - 3600)
    assert clock.now(500.0, 0.0) == pytest.approx(AHEAD - 3600 + 500.0, abs=0.6)
