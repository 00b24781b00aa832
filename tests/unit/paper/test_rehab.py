"""Price adjustment follows the factors, right to the last unit."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.periods import RehabType
from futu_tui.paper.rehab import Adjustment, CompanyAct, CorporateAction
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market

SPLIT = CorporateAction(date(2024, 6, 10), split=(1, 10))
DIVIDEND = CorporateAction(date(2025, 5, 16), dividend=45_000)
MIXED = CorporateAction(date(2025, 7, 29), bonus=(10, 8), transfer=(10, 12), dividend=39_740)

actions = st.builds(
    CorporateAction,
    ex_date=st.just(date(2025, 1, 2)),
    split=st.none() | st.tuples(st.integers(1, 3), st.integers(1, 20)),
    bonus=st.none() | st.tuples(st.just(10), st.integers(1, 20)),
    transfer=st.none() | st.tuples(st.just(10), st.integers(1, 20)),
    dividend=st.integers(0, 50_000),
)


def adjusted(price: float, action: CorporateAction, rehab: RehabType, day: date) -> float:
    return Adjustment([action], rehab).on(day)(round(price * UNIT)) / UNIT


def test_forward_brings_an_earlier_price_to_todays_terms() -> None:
    assert adjusted(1_200.0, SPLIT, RehabType.FORWARD, date(2024, 6, 7)) == 120.0
    assert adjusted(120.0, SPLIT, RehabType.FORWARD, date(2024, 6, 10)) == 120.0
    assert adjusted(504.5, DIVIDEND, RehabType.FORWARD, date(2025, 5, 15)) == 500.0


def test_backward_brings_a_later_price_to_the_first_terms() -> None:
    assert adjusted(1_200.0, SPLIT, RehabType.BACKWARD, date(2024, 6, 7)) == 1_200.0
    assert adjusted(120.0, SPLIT, RehabType.BACKWARD, date(2024, 6, 10)) == 1_200.0
    assert adjusted(500.0, DIVIDEND, RehabType.BACKWARD, date(2025, 5, 16)) == 504.5


def test_no_adjustment_leaves_prices_alone() -> None:
    assert adjusted(1_200.0, SPLIT, RehabType.NONE, date(2024, 6, 7)) == 1_200.0


def test_new_shares_and_cash_on_one_day() -> None:
    # (363.974 - 3.974) / (1 + 0.8 + 1.2)
    assert adjusted(363.974, MIXED, RehabType.FORWARD, date(2025, 7, 28)) == 120.0
    assert adjusted(120.0, MIXED, RehabType.BACKWARD, date(2025, 7, 29)) == 363.974


def test_events_are_applied_one_after_the_other() -> None:
    adjust = Adjustment([SPLIT, DIVIDEND], RehabType.FORWARD)
    assert adjust.on(date(2024, 1, 2))(1_000 * UNIT) == round(95.5 * UNIT)
    assert adjust.on(date(2025, 1, 2))(100 * UNIT) == round(95.5 * UNIT)


@given(actions, st.integers(1, 50_000_000))
def test_backward_undoes_forward(action: CorporateAction, price: int) -> None:
    (forward_a, forward_b), (backward_a, backward_b) = action.forward, action.backward
    assert (price * forward_a + forward_b) * backward_a + backward_b == price


@given(actions, st.integers(100_000, 50_000_000))
def test_the_factors_on_the_wire_give_the_adjusted_price(action: CorporateAction, price: int) -> None:
    event = action.event(Market.HK)
    by_factors = price / UNIT * event.forward_a + event.forward_b
    line = Adjustment([action], RehabType.FORWARD).on(date(2025, 1, 1))
    assert abs(line(price) / UNIT - by_factors) <= 0.5 / UNIT + 1e-9


def test_the_wires_flags_say_which_fields_hold() -> None:
    event = MIXED.event(Market.SZ)
    assert event.company_act == CompanyAct.BONUS | CompanyAct.TRANSFER | CompanyAct.DIVIDEND
    assert (event.bonus, event.transfer, event.split) == ((10, 8), (10, 12), None)
    assert event.dividend == 3.974
