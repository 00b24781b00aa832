"""What an equity curve comes to: profit without what was paid in or out, the largest drop, and where transfers are."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.trading.equity import EquityPoint
from futu_tui.trading.equity_events import Transfer
from futu_tui.trading.equity_summary import Drop, PlacedTransfer, placed, summed

HOUR, DAY = 3600, 86_400
MONDAY = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp())


def begin_of(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def curve(*points: tuple[int, float]) -> list[EquityPoint]:
    """Points of (seconds after Monday's begin, total)."""
    return [EquityPoint(MONDAY + at, total, "HKD") for at, total in points]


def paid(amount: float, day: str = "2026-11-23", currency: str = "HKD") -> Transfer:
    return Transfer(day, 1, currency, amount, "Deposit" if amount > 0 else "Withdrawal")


def test_a_deposit_is_no_profit() -> None:
    points = curve((0, 100.0), (HOUR, 101.0), (2 * HOUR, 1001.0), (3 * HOUR, 1011.0))
    transfers = placed(points, [paid(900.0)], begin_of)
    assert [each.at - MONDAY for each in transfers] == [2 * HOUR]
    summary = summed(points, transfers)
    assert (summary.start, summary.now, summary.transferred, summary.change) == (100.0, 1011.0, 900.0, 11.0)
    assert summary.percent == pytest.approx((1.01 * (1011 / 1001) - 1) * 100)
    assert summary.drop is None


def test_a_withdrawal_is_no_drop() -> None:
    points = curve((0, 1000.0), (HOUR, 990.0), (2 * HOUR, 490.0), (3 * HOUR, 495.0))
    summary = summed(points, placed(points, [paid(-500.0)], begin_of))
    assert summary.change == -5.0
    assert summary.drop == Drop(10.0, 1.0, MONDAY, MONDAY + HOUR)


def test_the_largest_drop_goes_from_a_high_to_the_low_after_it() -> None:
    points = curve((0, 100.0), (1, 120.0), (2, 115.0), (3, 130.0), (4, 104.0), (5, 129.0), (6, 110.0))
    assert summed(points, []).drop == Drop(26.0, 20.0, MONDAY + 3, MONDAY + 4)


def test_what_nobody_saw_come_is_taken_for_the_step_to_the_first_point_after() -> None:
    points = curve((-3 * DAY, 100.0), (2 * DAY, 160.0), (2 * DAY + HOUR, 161.0))
    assert [each.at for each in placed(points, [paid(50.0)], begin_of)] == [MONDAY + 2 * DAY]


def test_what_came_before_the_curve_or_in_another_currency_or_is_still_to_come_is_left_out() -> None:
    points = curve((10 * HOUR, 1000.0), (11 * HOUR, 1001.0))
    assert placed(points, [paid(1000.0)], begin_of) == [], "earlier that day"
    assert placed(points, [paid(1.0, currency="USD")], begin_of) == []
    assert placed(points, [paid(1.0, "2026-11-24")], begin_of) == []
    assert placed([], [paid(1.0)], begin_of) == []


def test_an_account_that_tells_no_currency_has_its_markets() -> None:
    points = [EquityPoint(MONDAY, 100.0, ""), EquityPoint(MONDAY + HOUR, 150.0, "")]
    assert len(placed(points, [paid(50.0)], begin_of)) == 1


def test_two_transfers_of_a_day_are_two_steps() -> None:
    points = curve((0, 100.0), (HOUR, 600.0), (2 * HOUR, 1100.0))
    found = placed(points, [paid(500.0), paid(500.0)], begin_of)
    assert [each.at - MONDAY for each in found] == [HOUR, 2 * HOUR]


def test_an_account_that_begins_with_nothing_has_no_percent_of_it() -> None:
    assert summed(curve((0, 0.0), (HOUR, 5.0)), []).percent is None
    funded = curve((0, 0.0), (HOUR, 100.0), (2 * HOUR, 110.0))
    assert summed(funded, [PlacedTransfer(MONDAY + HOUR, paid(100.0))]).percent == pytest.approx(10.0)


@given(
    st.lists(st.floats(1.0, 1e9), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 40), st.floats(-1e6, 1e6)), max_size=5),
)
def test_start_transfers_and_change_always_come_to_now(
    totals: list[float], transfers: list[tuple[int, float]]
) -> None:
    points = [EquityPoint(60 * n, total, "HKD") for n, total in enumerate(totals)]
    summary = summed(points, [PlacedTransfer(60 * n, paid(amount)) for n, amount in transfers])
    assert summary.start + summary.transferred + summary.change == pytest.approx(summary.now, abs=1e-3)
    if summary.drop is not None:
        assert summary.drop.amount > 0
        assert summary.drop.high_at < summary.drop.low_at
