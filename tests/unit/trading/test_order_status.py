from __future__ import annotations

import pytest

from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading import TRANSITIONS, OrderStatus

S = OrderStatus


def test_every_status_of_the_wire_is_known() -> None:
    assert {status.number for status in OrderStatus} == set(trd_common_pb2.OrderStatus.values())


def test_a_status_that_is_not_known_yet_is_unknown() -> None:
    assert OrderStatus.of(99) is S.UNKNOWN


def test_the_table_has_every_status() -> None:
    assert TRANSITIONS.keys() == set(OrderStatus)


def test_of_two_statuses_at_most_one_leads_to_the_other() -> None:
    for one in OrderStatus:
        for other in set(OrderStatus) - {one}:
            assert not (one.leads_to(other) and other.leads_to(one)), (one, other)


@pytest.mark.parametrize(
    "ended", [S.FILLED, S.CANCELLED, S.CANCELLED_REST, S.FAILED, S.SUBMIT_FAILED, S.DELETED]
)
def test_an_order_that_ended_never_works_again(ended: OrderStatus) -> None:
    assert not ended.working
    assert not any(ended.may_become(status) for status in OrderStatus if status.working)


def test_steps_may_be_unseen_but_not_undone() -> None:
    assert S.WAITING.may_become(S.FILLED)
    assert not S.SUBMITTED.leads_to(S.WAITING)
    assert not S.FILLED.may_become(S.SUBMITTED)


def test_a_refused_cancel_and_an_order_enabled_again_go_back() -> None:
    assert S.CANCELLING.may_become(S.SUBMITTED)
    assert not S.CANCELLING.leads_to(S.SUBMITTED)
    assert S.DISABLED.may_become(S.SUBMITTED)
    assert not S.DISABLED.working
