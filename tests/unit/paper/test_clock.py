"""The three clocks."""

from __future__ import annotations

import time

import pytest

from futu_tui.paper.clock import FastClock, WallClock, make_clock


def test_wall_clocks_show_the_walls_time() -> None:
    for name in ("always-open", "real"):
        clock = make_clock(name)
        assert clock.now() == pytest.approx(time.time(), abs=1)
        assert clock.speed == 1
        assert clock.always_open is (name == "always-open")


def test_a_wall_clock_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WallClock(always_open=False)
    now = clock.now()
    monkeypatch.setattr(time, "time", lambda: now - 100)
    assert clock.now() == now


def test_a_fast_clock_runs_ahead_and_skips(monkeypatch: pytest.MonkeyPatch) -> None:
    monotonic = 50.0
    monkeypatch.setattr(time, "monotonic", lambda: monotonic)
    clock = FastClock(speed=60, start=1_000.0)
    assert clock.now() == 1_000
    monotonic += 2
    assert clock.now() == 1_120
    clock.skip_to(5_000)
    assert clock.now() == 5_000
    monotonic += 1
    assert clock.now() == 5_060
    clock.skip_to(1_000)
    assert clock.now() == 5_060
