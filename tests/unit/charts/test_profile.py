"""A volume profile holds what was traded, at the prices it was traded at."""

from __future__ import annotations

from array import array
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.profile import VALUE_AREA, VolumeProfile, volume_profile
from tests.unit.charts.bars import Bar, Bars, at_closes

prices = st.one_of(st.integers(1, 20).map(float), st.floats(0.001, 1e6))
bars = st.lists(
    st.builds(
        lambda low, high, volume: Bar(0.0, 0, low, max(low, high), min(low, high), high, float(volume), 0.0),
        prices, prices, st.integers(0, 10**9),
    ),
    min_size=1, max_size=30,
).map(Bars)  # fmt: skip


@given(bars, st.integers(1, 60))
def test_all_that_was_traded_is_in_the_profile_and_nothing_else(bars: Bars, bins: int) -> None:
    profile = volume_profile(bars, 0, len(bars), bins)
    assert profile is not None
    assert len(profile.volumes) == bins
    assert fsum(profile.volumes) == pytest.approx(fsum(bars.volume), rel=1e-9)
    assert min(profile.volumes) >= 0
    assert (profile.low, profile.high) == (min(bars.low), max(bars.high))


@given(bars, st.integers(1, 60))
def test_the_value_area_holds_enough_around_the_point_of_control_and_no_bin_more(
    bars: Bars, bins: int
) -> None:
    profile = volume_profile(bars, 0, len(bars), bins)
    assert profile is not None
    area, volumes, centre = profile.value_area, profile.volumes, profile.point_of_control
    if not any(bars.volume):
        assert centre is None
        assert not area
        return
    assert volumes[centre] == max(volumes)
    assert centre in area
    enough = VALUE_AREA * fsum(volumes)
    held = fsum(volumes[area.start : area.stop])
    assert held >= enough * (1 - 1e-9)
    assert len(area) == 1 or held - max(volumes[area.start], volumes[area.stop - 1]) < enough * (1 + 1e-9)


@given(bars, st.integers(1, 12), st.integers(1, 12), prices, prices)
def test_a_part_of_the_prices_holds_the_part_that_was_traded_there(
    bars: Bars, bins: int, finer: int, a: float, b: float
) -> None:
    low, high = min(a, b), max(a, b)
    profile = volume_profile(bars, 0, len(bars), bins, low=low, high=high)
    assert profile is not None
    expected = 0.0
    for bar in bars:
        overlap = min(bar.high, high) - max(bar.low, low)
        if overlap >= 0:
            expected += bar.volume * (overlap / (bar.high - bar.low) if bar.high > bar.low else 1)
    assert fsum(profile.volumes) == pytest.approx(expected, rel=1e-9)


def test_a_bars_volume_lies_evenly_over_its_prices() -> None:
    both = Bars(
        [Bar(0.0, 0, 0.0, 10.0, 0.0, 0.0, 1_000.0, 0.0), Bar(60.0, 0, 2.0, 4.5, 2.0, 2.0, 250.0, 0.0)]
    )
    profile = volume_profile(both, 0, 2, 10)
    assert profile is not None
    assert list(profile.volumes) == pytest.approx([100, 100, 200, 200, 150, 100, 100, 100, 100, 100])
    assert [profile.price(0), profile.price(9)] == [0.5, 9.5]


def test_only_the_bars_asked_for_are_in_it() -> None:
    bars = at_closes([1.0, 2.0, 3.0, 4.0])
    profile = volume_profile(bars, 1, 3, 2)
    assert profile is not None
    assert (profile.low, profile.high, list(profile.volumes)) == (2.0, 3.0, [100.0, 100.0])
    assert volume_profile(bars, 2, 2, 5) is None


def test_of_equal_volumes_the_one_in_the_middle_is_the_point_of_control() -> None:
    assert VolumeProfile(0.0, 5.0, array("d", [7, 1, 7, 7, 7])).point_of_control == 2


def test_the_value_area_grows_towards_the_larger_volume() -> None:
    profile = VolumeProfile(0.0, 6.0, array("d", [5, 10, 20, 40, 12, 13]))
    assert profile.point_of_control == 3
    assert profile.value_area == range(2, 5)
    assert VolumeProfile(0.0, 3.0, array("d", [4, 6, 4])).value_area == range(1, 3)


def test_a_profile_of_no_bins_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one bin"):
        volume_profile(at_closes([1.0]), 0, 1, 0)
