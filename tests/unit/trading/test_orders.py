from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading import TRANSITIONS, FillStatus, Order, OrderStatus, OrderType, Side
from tests.unit.trading.wire import (
    CANCELLED,
    CANCELLING,
    FILLED,
    NOON,
    PART_FILLED,
    SUBMITTED,
    TENCENT,
    fill,
    order,
    portfolio,
    position,
)


@st.composite
def histories(draw: st.DrawFn, order_id: int = 1) -> list[trd_common_pb2.Order]:
    """What a gateway pushes of one order: steps of the table, time and filled shares never going back.

    Steps may share a moment, but for those back to an earlier status and for changes of the order's terms.
    """
    status = draw(st.sampled_from([OrderStatus.UNSUBMITTED, OrderStatus.WAITING, OrderStatus.SUBMITTED]))
    at, filled, price, qty = NOON, 0, 512.3, 200
    history = [order(order_id, status.number, at, price=price, qty=qty)]
    for _ in range(draw(st.integers(0, 8))):
        steps = TRANSITIONS[status]
        choices = sorted(steps.onward | steps.back, key=lambda each: each.number)
        if status.working and draw(st.booleans()):
            at += 1.0
            price, qty = draw(st.sampled_from([512.2, 512.3, 512.4])), draw(st.sampled_from([200, 300]))
        elif choices:
            step = draw(st.sampled_from(choices))
            at += 1.0 if step in steps.back else draw(st.sampled_from([0.0, 0.5]))
            filled = min(200, filled + draw(st.sampled_from([0, 40])))
            status = step
        else:
            break
        history.append(order(order_id, status.number, at, price=price, qty=qty, fillQty=filled))
    return history


def listed(lives: list[list[trd_common_pb2.Order]], moment: float) -> list[trd_common_pb2.Order]:
    """What 2201 tells of these orders at a moment: each as it was then, but for those that are deleted."""
    now = [[row for row in life if row.updateTimestamp <= moment][-1:] for life in lives]
    return [row for rows in now for row in rows if row.orderStatus != OrderStatus.DELETED.number]


def test_two_tellings_of_the_same_are_equal_whenever_they_came_in() -> None:
    row = order(7, status=SUBMITTED)
    early, late = Order.of(row, 1.0), Order.of(row, 2.0)
    assert early == late
    assert not early != late  # noqa: SIM202
    assert hash(early) == hash(late)
    other = Order.of(order(8, status=SUBMITTED), 1.0)
    assert early != other
    assert not early == other  # noqa: SIM201


@given(histories(), st.data())
def test_pushes_of_any_order_doubled_or_lost_end_as_the_list_tells(
    history: list[trd_common_pb2.Order], data: st.DataObject
) -> None:
    held = portfolio()
    for row in data.draw(st.lists(st.sampled_from(history), max_size=20)):
        held.apply_order(row)
    held.apply_orders([history[-1]])
    assert held.orders == {1: Order.of(history[-1])}


@given(st.tuples(histories(1), histories(2), histories(3)), st.data())
def test_however_pushes_and_lists_come_the_last_list_is_what_holds(
    lives: tuple[list[trd_common_pb2.Order], ...], data: st.DataObject
) -> None:
    """Pushes of several orders in any order, doubled or lost, between lists that were on their way for any time."""
    held = portfolio()
    pushes = st.sampled_from([row for life in lives for row in life])
    moments = st.floats(NOON, NOON + 10.0)
    for step in data.draw(st.lists(pushes | moments, max_size=30)):
        if isinstance(step, float):
            asked = data.draw(st.none() | st.integers(0, held.revision))
            held.apply_orders(listed(list(lives), step), asked=asked)
        else:
            held.apply_order(step)
    last = listed(list(lives), NOON + 20.0)
    held.apply_orders(last, asked=held.revision)
    assert held.orders == {row.orderID: Order.of(row) for row in last}


@given(histories(), st.data())
def test_once_the_last_push_is_in_no_other_moves_the_order(
    history: list[trd_common_pb2.Order], data: st.DataObject
) -> None:
    held = portfolio()
    for row in data.draw(st.permutations(history + history[:3])):
        held.apply_order(row)
    assert held.orders == {1: Order.of(history[-1])}


@given(histories(), st.data())
def test_pushes_after_the_list_never_move_an_order_back(
    history: list[trd_common_pb2.Order], data: st.DataObject
) -> None:
    held = portfolio()
    listed = data.draw(st.integers(0, len(history) - 1))
    held.apply_orders([history[listed]])
    for row in data.draw(st.lists(st.sampled_from(history[: listed + 1]))):
        held.apply_order(row)
    assert held.orders == {1: Order.of(history[listed])}


def test_a_push_that_was_faster_than_the_list_is_not_undone_by_it() -> None:
    held = portfolio()
    held.apply_order(order(status=FILLED, at=NOON + 2, fillQty=200))
    held.apply_orders([order(status=SUBMITTED, at=NOON + 1)])
    assert held.orders[1].status is OrderStatus.FILLED


def test_of_one_moment_a_filled_order_is_not_undone_by_the_list_either() -> None:
    held = portfolio()
    held.apply_order(order(status=FILLED, fillQty=200))
    held.apply_orders([order(status=SUBMITTED)])
    assert held.orders[1].status is OrderStatus.FILLED


def test_an_order_that_ended_is_not_revived_by_a_push_but_by_the_list() -> None:
    held = portfolio()
    held.apply_order(order(status=CANCELLED, at=NOON))
    assert not held.apply_order(order(status=SUBMITTED, at=NOON + 5))
    assert held.orders[1].status is OrderStatus.CANCELLED
    assert held.apply_orders([order(status=SUBMITTED, at=NOON + 5)])
    assert held.orders[1].status is OrderStatus.SUBMITTED


TOMORROW = NOON + 86_400.0


@given(histories(), st.floats(NOON + 60.0, 4e9), st.data())
def test_a_push_stamped_ahead_of_the_brokers_clock_holds_up_none_of_those_after_it(
    history: list[trd_common_pb2.Order], stamp: float, data: st.DataObject
) -> None:
    """Each is pushed at the moment that it is stamped with, but for one that lies."""
    clock = NOON
    held = portfolio(lambda: clock)
    liar = data.draw(st.integers(0, len(history) - 1))
    for number, row in enumerate(history):
        clock, told = row.updateTimestamp, type(row)()
        told.CopyFrom(row)
        if number == liar:
            told.updateTimestamp = stamp
        held.apply_order(told)
    if liar < len(history) - 1:
        assert held.orders == {1: Order.of(history[-1])}
    held.apply_orders([history[-1]], asked=held.revision)
    assert held.orders == {1: Order.of(history[-1])}


def test_a_false_end_stamped_ahead_is_undone_by_the_next_list() -> None:
    held = portfolio(lambda: NOON + 5)
    held.apply_order(order(status=SUBMITTED))
    held.apply_order(order(status=FILLED, at=TOMORROW, fillQty=200))
    overtaken = held.revision - 1
    held.apply_orders([order(status=SUBMITTED)], asked=overtaken)
    assert held.orders[1].status is OrderStatus.FILLED, "that list was on its way before"
    held.apply_orders([order(status=SUBMITTED)], asked=held.revision)
    assert held.orders[1].status is OrderStatus.SUBMITTED


def test_an_end_holds_over_a_push_stamped_ahead_that_it_was_made_before() -> None:
    held = portfolio(lambda: NOON + 5)
    held.apply_order(order(status=PART_FILLED, at=TOMORROW, fillQty=100))
    assert held.apply_order(order(status=FILLED, at=NOON + 1, fillQty=200))
    assert not held.apply_order(order(status=SUBMITTED, at=TOMORROW + 1))
    assert held.orders[1].status is OrderStatus.FILLED


def test_what_can_only_have_come_later_holds_over_a_stamp_that_is_a_little_ahead() -> None:
    held = portfolio(lambda: NOON)
    held.apply_order(order(status=PART_FILLED, at=NOON + 1.5, fillQty=40))
    assert held.apply_order(order(status=PART_FILLED, at=NOON + 0.5, fillQty=80))
    assert held.apply_order(order(status=CANCELLED, at=NOON + 0.6, fillQty=80))


def test_a_list_with_a_stamp_ahead_is_news_once_and_the_next_one_holds() -> None:
    held = portfolio(lambda: NOON)
    assert held.apply_orders([order(at=TOMORROW)], asked=0)
    assert not held.apply_orders([order(at=TOMORROW)], asked=0)
    assert held.apply_orders([order(price=513.0)], asked=0)
    assert held.orders[1].price == 513.0


def test_a_fill_stamped_ahead_is_cancelled_and_corrected_all_the_same() -> None:
    held = portfolio(lambda: NOON + 5)
    held.apply_fill(fill(1, updateTimestamp=TOMORROW))
    assert held.apply_fill(fill(1, status=1, updateTimestamp=NOON + 1))
    held.apply_fill(fill(2, price=1.0, updateTimestamp=TOMORROW))
    assert held.apply_fills([fill(2)])
    assert held.fills["f2"].price == 512.3


def test_a_refused_cancel_works_on() -> None:
    held = portfolio()
    for status, at in [(SUBMITTED, NOON), (CANCELLING, NOON + 1), (SUBMITTED, NOON + 2)]:
        assert held.apply_order(order(status=status, at=at))
    assert held.orders[1].status is OrderStatus.SUBMITTED


def test_a_change_of_price_within_one_moment_is_taken() -> None:
    held = portfolio()
    held.apply_order(order(price=512.3))
    held.apply_order(order(price=512.5))
    assert held.orders[1].price == 512.5


def test_a_known_push_is_no_news() -> None:
    held = portfolio()
    assert held.apply_order(order())
    assert not held.apply_order(order())


def test_orders_that_the_list_leaves_out_are_gone() -> None:
    held = portfolio()
    held.apply_orders([order(1), order(2)])
    assert held.apply_orders([order(2)])
    assert list(held.orders) == [2]
    assert not held.apply_orders([order(2)])


def test_an_order_pushed_while_the_list_was_on_its_way_stays() -> None:
    held = portfolio()
    held.apply_order(order(1))
    asked = held.revision
    held.apply_order(order(2))
    held.apply_orders([], asked=asked)
    assert list(held.orders) == [2]


def test_after_a_cut_what_is_not_told_again_is_old() -> None:
    held = portfolio()
    held.apply_orders([order(1), order(2)])
    held.apply_positions([position("00700", 100, 500.0, 512.0, None)])
    held.take_changes()
    held.begin_anew()
    assert (held.old_orders, held.old_positions) == ({1, 2}, True)
    assert held.take_changes().positions
    assert held.apply_order(order(1)), "the same as before, but that is news"
    assert held.old_orders == {2}
    assert held.apply_orders([order(1), order(2)])
    assert not held.apply_orders([order(1), order(2)])
    held.take_changes()
    assert held.apply_positions([position("00700", 100, 500.0, 512.0, None)])
    assert (held.old_orders, held.old_positions) == (set(), False)
    assert held.take_changes().positions


def test_after_a_cut_money_is_old_until_it_is_told_again_though_it_is_the_same() -> None:
    held = portfolio()
    held.begin_anew()
    assert not held.old_funds, "there was none"
    money = trd_common_pb2.Funds(
        totalAssets=1_000.0, power=400.0, cash=500.0, marketVal=500.0, frozenCash=0.0, debtCash=0.0,
        avlWithdrawalCash=0.0,
    )  # fmt: skip
    held.apply_funds(money)
    held.begin_anew()
    held.take_changes()
    assert held.old_funds
    assert held.apply_funds(money)
    assert not held.old_funds
    assert held.take_changes().funds
    assert not held.apply_funds(money)


def test_a_list_of_one_market_speaks_for_that_market_alone() -> None:
    held = portfolio()
    held.apply_orders([order(1), order(2, code="AAPL", secMarket=2, trdMarket=2)])
    held.apply_orders([], market=1)
    assert list(held.orders) == [2]


def test_working_orders_come_first_then_the_newest() -> None:
    held = portfolio()
    held.apply_orders(
        [
            order(1, FILLED, createTimestamp=NOON + 9),
            order(2, SUBMITTED, createTimestamp=NOON + 1),
            order(3, CANCELLED, createTimestamp=NOON + 3),
            order(4, PART_FILLED, createTimestamp=NOON + 2),
        ]
    )
    assert [each.order_id for each in held.sorted_orders()] == [4, 2, 1, 3]


def test_an_order_is_read_as_the_wire_has_it() -> None:
    told = Order.of(
        order(
            7, PART_FILLED, at=NOON + 1, trdSide=2, orderType=1, fillQty=40, fillAvgPrice=512.4,
            remark="breakout", lastErrMsg="", currency=1,
        )
    )  # fmt: skip
    assert (told.order_id, told.security, told.side, told.type) == (7, TENCENT, Side.SELL, OrderType.LIMIT)
    assert (told.price, told.qty, told.filled, told.remaining, told.avg_price) == (512.3, 200, 40, 160, 512.4)
    assert (told.status.label, told.remark, told.currency) == ("Part filled", "breakout", "HKD")
    assert told.updated_at == NOON + 1


def test_a_market_order_has_no_price() -> None:
    row = order(orderType=2)
    row.price = 0.0
    assert Order.of(row).price is None
    assert Order.of(row).type.label == "MKT"


@pytest.mark.parametrize(
    ("row", "price"),
    [
        (order(status=SUBMITTED), 512.3),
        (order(status=CANCELLING), 512.3),
        (order(status=FILLED), None),
        (order(orderType=2), None),
        (order(orderType=11), None),
    ],
    ids=["working limit", "being cancelled", "filled", "market", "untriggered stop"],
)
def test_only_working_limit_orders_stand_in_the_book(row: trd_common_pb2.Order, price: float | None) -> None:
    held = portfolio()
    held.apply_orders([row])
    assert held.orders[1].at_price == price
    assert [each.at_price for each in held.resting(TENCENT)] == ([] if price is None else [price])


@pytest.mark.parametrize(
    ("sec_market", "trade_market", "code", "text"),
    [
        (1, 1, "00700", "HK.00700"),
        (31, 4, "600519", "SH.600519"),
        (0, 2, "AAPL", "US.AAPL"),
        (0, 3, "600519", "SH.600519"),
        (0, 4, "300750", "SZ.300750"),
    ],
)
def test_the_security_is_found_also_where_only_the_account_s_market_is_told(
    sec_market: int, trade_market: int, code: str, text: str
) -> None:
    row = order(code=code, secMarket=sec_market, trdMarket=trade_market)
    assert str(Order.of(row).security) == text


def test_rows_of_no_known_market_are_left_out_and_counted() -> None:
    held = portfolio()
    held.apply_orders([order(1, secMarket=111), order(2)])
    assert list(held.orders) == [2]
    assert held.left_out == 1


def test_sides_and_types_cover_the_wire() -> None:
    assert {side.number for side in Side} == set(trd_common_pb2.TrdSide.values())
    assert {each.number for each in OrderType} == set(trd_common_pb2.OrderType.values())
    assert {each.number for each in FillStatus} == set(trd_common_pb2.OrderFillStatus.values())
    assert [side.label for side in Side] == ["-", "BUY", "SELL", "SHORT", "COVER"]


@given(st.permutations([fill(1, status=0), fill(1, status=1), fill(1, status=0), fill(2)]))
def test_a_cancelled_fill_stays_cancelled_and_each_is_kept_once(
    rows: Sequence[trd_common_pb2.OrderFill],
) -> None:
    held = portfolio()
    for row in rows:
        held.apply_fill(row)
    assert {key: each.status.name for key, each in held.fills.items()} == {"f1": "CANCELLED", "f2": "OK"}


def test_a_fill_may_come_before_its_order() -> None:
    held = portfolio()
    assert held.apply_fill(fill(1, orderID=9))
    assert held.fills["f1"].order_id == 9
    assert held.orders == {}
    assert held.take_changes().orders
