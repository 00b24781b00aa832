"""Overload is told by trades that grow older while the program has no time left, and by nothing else."""

from __future__ import annotations

from futu_tui.feed.load import BEHIND, HOPELESS, QUIET_SAMPLE, SAMPLE, SKIP_AGAIN, Load

WALL = 1_763_870_400.0


class Market:
    """Trades come `late` seconds after they were made, to a program that is idle for this share of its time."""

    def __init__(self) -> None:
        self.load = Load()
        self._now = 100.0
        self._busy = 0.0

    def go_on(self, seconds: float, late: float, idle: float, grows: float = 0.0) -> float:
        """Looks every so often; the seconds until `overloaded` changed, or all of them."""
        passed = 0.0
        while passed < seconds:
            self._now += SAMPLE
            passed += SAMPLE
            late += grows * SAMPLE
            self._busy += (1 - idle) * SAMPLE
            wall = WALL + self._now
            if self.load.observe(self._now, wall, wall - late, self._busy):
                return passed
        return seconds


def test_trades_that_grow_older_in_a_loop_that_never_waits_are_an_overload() -> None:
    market = Market()
    market.go_on(10, late=0.3, idle=0.5)
    assert not market.load.overloaded
    took = market.go_on(30, late=0.3, idle=0.01, grows=0.5)
    assert market.load.overloaded
    assert took <= (BEHIND + SAMPLE) / 0.5 + SAMPLE
    assert market.load.behind > BEHIND
    assert market.go_on(30, late=2.0, idle=0.01) == 30  # behind still, though no more so
    assert market.go_on(30, late=0.4, idle=0.01) < 30
    assert not market.load.overloaded


def test_a_loop_that_is_busy_with_fresh_trades_is_not_overloaded() -> None:
    market = Market()
    market.go_on(60, late=0.2, idle=0.0)
    assert not market.load.overloaded


def test_trades_that_are_late_by_their_market_are_no_overload() -> None:
    market = Market()
    market.go_on(60, late=900.0, idle=0.7)
    market.go_on(60, late=890.0, idle=0.7, grows=0.5)
    assert not market.load.overloaded


def test_a_market_in_which_nothing_trades_is_not_behind() -> None:
    load = Load()
    load.observe(0.0, WALL, WALL, 0.0)
    for second in range(1, 60):
        load.observe(float(second), WALL + second, WALL, second * 0.9)
    assert (load.overloaded, load.behind) == (False, 0.0)


def test_an_overload_of_many_minutes_does_not_become_the_usual() -> None:
    market = Market()
    market.go_on(10, late=0.3, idle=0.5)
    market.go_on(20, late=0.3, idle=0.0, grows=0.8)
    assert market.load.overloaded
    market.go_on(3600, late=9.0, idle=0.0)
    assert market.load.overloaded


def test_a_new_link_begins_anew() -> None:
    market = Market()
    market.go_on(10, late=0.3, idle=0.5)
    market.go_on(20, late=0.3, idle=0.0, grows=0.8)
    market.load.begin_anew()
    market.go_on(60, late=30.0, idle=0.0)
    assert not market.load.overloaded


def test_what_is_hopelessly_late_is_left_and_not_again_at_once() -> None:
    market = Market()
    market.go_on(10, late=0.3, idle=0.5)
    market.go_on(10, late=0.3, idle=0.0, grows=0.9)
    load = market.load
    assert load.overloaded
    assert not load.is_hopeless(1000.0)
    market.go_on(10, late=HOPELESS + 1, idle=0.0)
    assert load.is_hopeless(1000.0)
    load.skipped(1000.0)
    assert not load.is_hopeless(1000.0 + SKIP_AGAIN - 1)
    assert load.is_hopeless(1000.0 + SKIP_AGAIN)


def test_while_nothing_comes_looks_are_rare_but_for_an_overload() -> None:
    load = Load()
    load.observe(0.0, 0.0, 0.0, 0.0)
    assert load.is_due(SAMPLE)
    assert not load.is_due(QUIET_SAMPLE - 0.1, heard_at=0.0)
    assert load.is_due(QUIET_SAMPLE, heard_at=0.0)
    load.overloaded = True
    assert load.is_due(SAMPLE, heard_at=0.0)
