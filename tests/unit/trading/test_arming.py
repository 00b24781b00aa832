"""Arming: for as long as the person attends to it, and not a moment longer."""

from __future__ import annotations

from futu_tui.trading.arming import Arming


def test_it_is_disarmed_at_first_and_a_touch_does_not_arm_it() -> None:
    arming = Arming(60.0)
    arming.touch(1.0)
    assert not arming.armed
    assert arming.left(1.0) == 0
    assert arming.why == ""


def test_it_disarms_once_the_idle_time_is_over_and_says_so() -> None:
    arming = Arming(60.0)
    arming.arm(100.0)
    arming.expire(159.9)
    assert arming.armed
    assert arming.left(159.0) == 1.0
    arming.expire(160.0)
    assert not arming.armed
    assert arming.why == "60 s without a key"


def test_every_touch_begins_the_idle_time_anew() -> None:
    arming = Arming(60.0)
    arming.arm(100.0)
    arming.touch(150.0)
    arming.expire(209.9)
    assert arming.armed
    arming.expire(210.0)
    assert not arming.armed


def test_the_first_reason_stands_until_it_is_armed_again() -> None:
    arming = Arming(60.0)
    arming.arm(0.0)
    arming.disarm("the link is in doubt")
    arming.disarm("trading is locked")
    assert arming.why == "the link is in doubt"
    arming.arm(1.0)
    assert arming.why == ""
    arming.disarm()
    assert arming.why == ""
