"""A price alert being written: what its value, its type and the market make of each other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Alert, Store
from futu_tui.protocol import Security
from futu_tui.protocol.alerts import MOST_OF_A_TYPE, AlertFrequency, AlertType, Unit
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.alert_draft import HOURS, AlertDraft, hours_label
from tests.tui.grid_harness import listing, quote

TENCENT, APPLE, HANG_SENG = map(Security.parse, ("HK.00700", "US.AAPL", "HK.800000"))


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.apply_static([listing("HK.00700", "Tencent"), listing("HK.800000", "HSI", qot.SecurityType_Index)])
    store.apply_basic(
        [
            quote("HK.00700", 499.8, 490.0, priceSpread=0.2, volume=1_234_567),
            quote("US.AAPL", 268.0, 265.0, priceSpread=0.01),
            quote("HK.800000", 25_914.62, 25_700.0, priceSpread=0.01),
        ]
    )
    return store


def said(draft: AlertDraft, store: Store) -> list[tuple[str, str, bool]]:
    return [tuple(trouble) for trouble in draft.troubles(store)]  # type: ignore[misc]


def test_it_begins_at_the_last_price_and_the_type_follows_the_arrows(store: Store) -> None:
    draft = AlertDraft.new(TENCENT, store)
    assert (draft.type, draft.value) == (AlertType.PRICE_UP, Decimal("499.8"))
    draft.step(-1, store)
    assert (draft.type, draft.value) == (AlertType.PRICE_DOWN, Decimal("499.6"))
    for _ in range(3):
        draft.step(1, store)
    assert (draft.type, draft.value) == (
        AlertType.PRICE_UP,
        Decimal("500.5"),
    )  # the tick is wider from 500 on


def test_at_a_price_in_hand_it_waits_for_the_way_to_it(store: Store) -> None:
    assert AlertDraft.new(TENCENT, store, Decimal(480)).type is AlertType.PRICE_DOWN
    assert AlertDraft.new(TENCENT, store, Decimal(520)).type is AlertType.PRICE_UP


def test_a_type_that_was_chosen_stays(store: Store) -> None:
    draft = AlertDraft.new(TENCENT, store)
    draft.choose(AlertType.BID_UP, store)
    draft.take(Decimal(480), store)
    assert (draft.type, draft.value) == (AlertType.BID_UP, Decimal(480))


def test_a_type_that_counts_something_else_brings_a_value_of_its_own(store: Store) -> None:
    draft = AlertDraft.new(TENCENT, store)
    draft.choose(AlertType.CHANGE_DOWN, store)
    assert draft.value == 3
    draft.step(1, store)
    assert draft.value == Decimal("3.1")
    draft.choose(AlertType.VOLUME_UP, store)
    assert draft.value == 1_300_000  # the next round amount above what it is
    draft.step(1, store)
    assert draft.value == 1_400_000
    draft.choose(AlertType.PRICE_UP, store)
    assert draft.value == Decimal("499.8")


def test_without_a_quote_there_is_no_value_until_one_is_typed() -> None:
    empty = Store()
    draft = AlertDraft.new(TENCENT, empty)
    assert (draft.value, said(draft, empty)) == (None, [("value", "write what to wait for", True)])
    draft.step(1, empty)
    assert draft.value is None
    draft.take(Decimal(500), empty)
    assert said(draft, empty) == []
    with pytest.raises(ValueError, match="value"):
        AlertDraft.new(TENCENT, empty).alert()


def test_what_is_wrong_is_said_by_field(store: Store) -> None:
    draft = AlertDraft.new(TENCENT, store, Decimal(0))
    assert said(draft, store) == [("value", "it must be above 0", True)]
    draft.take(Decimal("510.1234"), store)
    assert said(draft, store) == [("value", "finer than 0.001 is left away", False)]
    draft.take(Decimal(510), store)
    draft.choose(AlertType.PRICE_DOWN, store)
    assert said(draft, store) == [("value", "it is there now: it tells at once", False)]
    draft.note = "x" * 21
    assert ("note", "20 characters at most", True) in said(draft, store)


def test_the_eleventh_of_a_type_is_too_many_but_one_of_the_ten_can_be_changed() -> None:
    full = Store()
    for key in range(1, MOST_OF_A_TYPE + 1):
        full.put_alert(Alert(key, TENCENT, AlertType.PRICE_UP, 600.0 + key))
    assert [each[0] for each in said(AlertDraft.new(TENCENT, full, Decimal(700)), full)] == ["type"]
    draft = AlertDraft.of(full.alerts.of(TENCENT)[0])
    draft.take(Decimal(700), full)
    assert said(draft, full) == []
    assert (draft.alert().key, draft.alert().value) == (1, 700.0)


def test_an_index_has_no_orders_to_wait_for(store: Store) -> None:
    types = AlertDraft.new(HANG_SENG, store).types(store.listings[HANG_SENG])
    assert AlertType.BID_UP not in types
    assert AlertType.VOLUME_UP not in types
    assert AlertType.CHANGE_UP in types
    assert set(AlertDraft.new(TENCENT, store).types(store.listings[TENCENT])) == set(AlertType)


def test_hours_are_a_matter_of_the_us(store: Store) -> None:
    draft = AlertDraft.new(APPLE, store)
    draft.hours = HOURS[2]
    assert draft.alert().sessions == (1, 2, 3, 4)
    assert AlertDraft.new(TENCENT, store).alert().sessions == ()
    assert hours_label((3, 1, 2)) == HOURS[0].label
    assert hours_label((1,)) == hours_label(()) == ""
    assert hours_label((1, 3)) == "regular after"


def test_what_is_changed_keeps_what_nobody_touched(store: Store) -> None:
    alert = Alert(
        9, APPLE, AlertType.ASK_DOWN, 250.5, AlertFrequency.ONCE_A_DAY, "dip", enabled=False, sessions=(1,)
    )
    draft = AlertDraft.of(alert)
    assert draft.alert() == alert


@given(
    st.sampled_from(AlertType),
    st.decimals(Decimal("0.001"), Decimal(10**9), places=3),
    st.lists(st.sampled_from([-1, 1]), max_size=12),
)
def test_steps_stay_above_nothing_and_go_the_way_they_are_asked(
    store: Store, type: AlertType, value: Decimal, steps: list[int]
) -> None:
    draft = AlertDraft.new(TENCENT, store, value)
    draft.choose(type, store)
    draft.take(value, store)
    for by in steps:
        before = draft.value
        assert before is not None
        draft.step(by, store)
        assert draft.value is not None
        assert draft.value > 0
        assert draft.value > before if by > 0 else draft.value <= before or draft.value == Decimal("0.001")
    assert draft.type is type
    assert draft.alert().unit is not Unit.PRICE or draft.alert().value > 0
