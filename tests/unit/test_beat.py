"""What recurs ends its waits at the same moments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.beat import ABOUT, until_beat

LENGTHS = st.sampled_from([0.1, 0.25, 0.5, 1.0, 10.0])


@given(st.floats(0, 1e7), LENGTHS)
def test_a_wait_ends_on_a_multiple_of_its_length_that_is_not_about_to_come(now: float, length: float) -> None:
    wait = until_beat(length, now)
    assert (now + wait) / length == pytest.approx(round((now + wait) / length), abs=1e-4)
    assert ABOUT * length - 1e-6 <= wait <= (1 + ABOUT) * length + 1e-6


@given(st.floats(0, 1e6), st.floats(0, 0.5))
def test_waits_of_two_that_began_apart_end_together(now: float, apart: float) -> None:
    one, other = now + until_beat(0.5, now), now + apart + until_beat(0.5, now + apart)
    assert (other - one) / 0.5 == pytest.approx(round((other - one) / 0.5), abs=1e-4)
