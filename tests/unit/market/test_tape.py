from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Tape
from futu_tui.market.tape import LIMIT
from tests.unit.market.wire import ALIBABA, NOON, TENCENT, fed, push_ticks, recent_ticks, tick, ticks


def sequences(tape: Tape) -> list[int]:
    return [each.sequence for each in tape]


def taped(*numbers: int) -> Tape:
    tape = Tape(TENCENT)
    tape.apply(ticks(*map(tick, numbers)))
    return tape


@given(
    st.sets(st.integers(1, 10**12), max_size=40).flatmap(
        lambda numbers: st.lists(st.sampled_from(sorted(numbers)), max_size=80) if numbers else st.just([])
    ),
    st.lists(st.integers(1, 20)),
)
def test_ticks_of_any_order_doubled_and_in_any_pushes_come_to_lie_in_order_once(
    numbers: list[int], sizes: list[int]
) -> None:
    tape = Tape(TENCENT)
    counts = [0]
    rest = [tick(number, at=NOON + number / 1000) for number in numbers]
    for size in [*sizes, len(rest)]:
        taken = tape.apply(ticks(*rest[:size]))
        rest = rest[size:]
        assert tape.count == counts[-1] + taken
        counts.append(tape.count)
    assert sequences(tape) == sorted(set(numbers))
    assert tape.count == len(tape) == len(set(numbers))
    assert tape.gaps == []


def test_pushes_tell_how_many_ticks_were_new() -> None:
    store = fed(push_ticks(tick(1), tick(2)))
    store.router.push(push_ticks(tick(2), tick(3)))
    store.router.push(push_ticks(tick(4), tick(5)))
    assert store.drain(2.0).ticks == {TENCENT: 3}
    store.router.push(push_ticks(tick(4), tick(5)))
    assert not store.drain(3.0)


def test_a_tick_is_kept_as_the_wire_has_it() -> None:
    tape = Tape(TENCENT)
    tape.apply(ticks(tick(7, price=512.45, volume=22_600, dir=2, type=7, at=NOON + 0.25)))
    newest = tape[-1]
    assert (newest.sequence, newest.price, newest.volume, newest.direction, newest.kind, newest.at) == (
        7, 512.45, 22_600, 2, 7, NOON + 0.25,
    )  # fmt: skip


def test_a_lost_link_leaves_a_gap_that_shows_at_once_and_before_the_next_tick() -> None:
    store = fed(push_ticks(tick(1), tick(2)))
    store.mark_stale(5.0)
    tape = store.tapes[TENCENT]
    assert tape.gap_before(2)
    assert store.drain(5.0).ticks == {TENCENT: 0}
    fed(push_ticks(tick(6), tick(7)), store=store)
    assert tape.gaps == [2]
    assert [tape.gap_before(index) for index in range(5)] == [False, False, True, False, False]


def test_the_gateway_s_record_closes_a_gap_that_it_reaches_across() -> None:
    store = fed(push_ticks(tick(1), tick(2)))
    store.mark_stale(5.0)
    fed(push_ticks(tick(6)), store=store)
    store.apply_ticker(recent_ticks(*(tick(number) for number in range(2, 6))))
    tape = store.tapes[TENCENT]
    assert sequences(tape) == [1, 2, 3, 4, 5, 6]
    assert tape.gaps == []
    assert store.drain(6.0).ticks == {TENCENT: 3}


def test_a_gap_that_closes_without_new_ticks_is_told_too() -> None:
    store = fed(push_ticks(tick(1), tick(2)))
    store.mark_stale(5.0)
    store.drain(5.0)
    store.apply_ticker(recent_ticks(tick(1), tick(2)))
    assert store.drain(6.0).ticks == {TENCENT: 0}
    assert store.tapes[TENCENT].gaps == []


def test_a_record_that_does_not_reach_back_leaves_the_gap_before_its_first_tick() -> None:
    store = fed(push_ticks(tick(1), tick(2)))
    store.mark_stale(5.0)
    fed(push_ticks(tick(9)), store=store)
    store.apply_ticker(recent_ticks(tick(7), tick(8)))
    tape = store.tapes[TENCENT]
    assert sequences(tape) == [1, 2, 7, 8, 9]
    assert tape.gaps == [2]


def test_a_record_from_before_the_cut_closes_nothing() -> None:
    tape = taped(1, 2, 3)
    tape.mark_gap()
    tape.apply_recent(ticks(tick(1), tick(2)))
    assert tape.gap_before(3)


def test_two_cuts_are_two_gaps_and_one_record_may_close_the_later_alone() -> None:
    tape = taped(1)
    tape.mark_gap()
    tape.apply(ticks(tick(5), tick(6)))
    tape.mark_gap()
    tape.apply(ticks(tick(9)))
    assert tape.gaps == [1, 3]
    tape.apply_recent(ticks(tick(6), tick(7), tick(8), tick(9)))
    assert tape.gaps == [1]


def test_a_gap_is_marked_once_and_only_behind_a_tick() -> None:
    assert not Tape(TENCENT).mark_gap()
    tape = taped(1)
    assert tape.mark_gap()
    assert not tape.mark_gap()


def test_a_cut_of_one_security_is_none_of_another() -> None:
    store = fed(push_ticks(tick(1)), push_ticks(tick(1), security=ALIBABA))
    store.mark_gap(TENCENT)
    assert store.tapes[TENCENT].gaps == [1]
    assert store.tapes[ALIBABA].gaps == []


def later(number: int, **fields: Any) -> dict[str, Any]:
    return tick(number, at=NOON + 10_000 + number, **fields)


def test_a_gateway_that_counts_from_the_beginning_again_goes_on_behind_a_gap() -> None:
    tape = taped(1001, 1002)
    tape.apply(ticks(later(1), later(2), later(4)))
    tape.apply(ticks(later(3), later(2)))
    assert sequences(tape) == [1001, 1002, 1, 2, 3, 4]
    assert tape.gaps == [2]
    assert tape.count == 6


def test_another_trade_under_a_known_number_is_a_new_beginning_whatever_its_time() -> None:
    tape = taped(1, 2)
    tape.apply(ticks(tick(1, price=99.0, at=NOON - 500)))
    assert [each.price for each in tape] == [512.5, 512.5, 99.0]
    assert tape.gaps == [2]


def test_a_late_report_and_its_neighbours_are_no_new_beginning() -> None:
    tape = Tape(TENCENT)
    tape.apply(ticks(tick(10, at=NOON + 10), tick(12, at=NOON + 9)))
    tape.apply(ticks(tick(11, at=NOON + 10.5)))
    assert sequences(tape) == [10, 11, 12]
    assert tape.gaps == []


def test_the_oldest_go_when_there_are_too_many() -> None:
    tape = Tape(TENCENT)
    tape.apply(ticks(tick(1)))
    tape.mark_gap()
    total = LIMIT * 2
    for start in range(2, total + 1, 500):
        tape.apply(ticks(*map(tick, range(start, min(start + 500, total + 1)))))
    assert tape.count == total
    assert LIMIT <= len(tape) < LIMIT * 1.1
    assert tape[-1].sequence == total
    assert tape[0].sequence == total - len(tape) + 1
    assert tape.gaps == []


@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from([512.0, 512.5, 513.0])), max_size=60))
def test_volumes_by_price_count_every_tick_once(rows: list[tuple[int, float]]) -> None:
    known = dict(reversed(rows))  # one price a number, the first told
    tape = Tape(TENCENT)
    for number, _ in rows:
        tape.apply(ticks(tick(number, price=known[number], volume=number, at=NOON + number / 1000)))
    expected: dict[float, int] = {}
    for number, price in known.items():
        expected[price] = expected.get(price, 0) + number
    assert tape.volumes == expected


def test_volumes_by_price_are_of_the_newest_day_alone() -> None:
    tape = Tape(TENCENT)
    tape.apply(ticks(tick(1, price=512.0, volume=100, time="2025-11-23 15:59:59")))
    tape.apply(ticks(tick(3, price=513.0, volume=300, time="2025-11-24 09:30:00", at=NOON + 80_000)))
    tape.apply(ticks(tick(2, price=512.0, volume=200, time="2025-11-23 16:00:00", at=NOON + 15_000)))
    assert tape.volumes == {513.0: 300}


# Ticks that are left out


def test_ticks_left_out_are_counted_where_they_belong_and_their_volumes_stay() -> None:
    tape = taped(1, 2)
    assert tape.leave_out(ticks(*map(tick, (3, 4, 5)))) == 0
    tape.apply(ticks(*map(tick, (6, 7))))
    whole = taped(*range(1, 8))
    assert sequences(tape) == [1, 2, 6, 7]
    assert (tape.count, tape.left_out) == (4, 3)
    assert [tape.left_out_before(index) for index in range(5)] == [0, 0, 3, 0, 0]
    assert tape.volumes == whole.volumes


def test_ticks_left_out_that_are_told_again_take_their_places() -> None:
    tape = taped(1)
    tape.leave_out(ticks(*map(tick, (2, 3, 4))))
    assert tape.left_out_before(1) == 3
    tape.apply_recent(recent_ticks(*map(tick, (3, 4, 5))).tickerList)
    assert sequences(tape) == [1, 3, 4, 5]
    assert (tape.left_out, tape.left_out_before(1)) == (1, 1)
    assert tape.volumes == taped(1, 2, 3, 4, 5).volumes


def test_a_late_tick_is_kept_though_others_are_left_out() -> None:
    tape = taped(1, 5)
    assert tape.leave_out(ticks(tick(3), tick(6))) == 1
    assert sequences(tape) == [1, 3, 5]
    assert (tape.left_out, tape.left_out_before(3)) == (1, 1)


@given(st.lists(st.tuples(st.booleans(), st.lists(st.integers(1, 40), min_size=1, max_size=6)), max_size=20))
def test_whatever_is_left_out_no_tick_is_lost_and_no_volume_counted_twice(
    pushes: list[tuple[bool, list[int]]],
) -> None:
    tape, told = Tape(TENCENT), set()
    for leave_out, numbers in pushes:
        rows = ticks(*(tick(number, at=NOON + number / 100) for number in numbers))
        if leave_out:
            tape.leave_out(rows)
        else:
            tape.apply(rows)
        told.update(numbers)
    assert len(tape) + tape.left_out == len(told)
    assert sequences(tape) == sorted(sequences(tape))
    assert sum(tape.left_out_before(index) for index in range(len(tape) + 1)) == tape.left_out
    assert tape.volumes == taped(*sorted(told)).volumes


def test_the_tape_stays_bounded_though_most_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("futu_tui.market.tape.LEFT_OUT_LIMIT", 10)
    tape = Tape(TENCENT)
    for number in range(0, 60, 6):
        tape.apply(ticks(tick(number + 1)))
        tape.leave_out(ticks(*map(tick, range(number + 2, number + 7))))
    shown = [tape.left_out_before(index) for index in range(len(tape) + 1)]
    assert sum(shown) <= 10
    assert shown[-1] == 5  # those after the newest
    assert set(shown[1:]) == {5}
    assert tape.left_out == 50
