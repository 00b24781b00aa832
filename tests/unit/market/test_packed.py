from __future__ import annotations

import tracemalloc
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Intraday, Tape
from futu_tui.market.packed import Packed
from futu_tui.market.tape import LIMIT
from futu_tui.protocol import Security
from tests.unit.market.test_intraday import rows
from tests.unit.market.wire import NOON, TENCENT, point, tick, ticks


class Pair(NamedTuple):
    name: str
    value: float


acts = st.lists(
    st.tuples(
        st.sampled_from(["append", "append", "append", "insert", "set", "drop", "clear"]),
        st.integers(0, 30),
        st.floats(-1e9, 1e9),
    ),
    max_size=60,
)


@given(acts, st.integers(1, 4))
def test_packed_rows_are_those_of_a_list(told: list[tuple[str, int, float]], loose: int) -> None:
    packed, plain = Packed(Pair, "Od", loose), list[Pair]()
    for act, number, value in told:
        pair = Pair(f"row {number}", value)
        if act == "append":
            packed.append(pair)
            plain.append(pair)
        elif act == "insert":
            packed.insert(number % (len(plain) + 1), pair)
            plain.insert(number % (len(plain) + 1), pair)
        elif act == "set" and plain:
            packed[number % len(plain)] = pair
            plain[number % len(plain)] = pair
        elif act == "drop":
            packed.drop(number % 4)
            del plain[: number % 4]
        elif act == "clear" and number > 25:
            packed.clear()
            plain.clear()
        assert list(packed) == plain
        assert [packed[index] for index in range(-len(plain), len(plain))] == plain * 2
        assert [packed.cell(index, 1) for index in range(-len(plain), len(plain))] == [
            each.value for each in plain * 2
        ]
        for start in range(0, len(plain) + 2, 3):
            for end in range(0, len(plain) + 2, 4):
                assert packed.cells(0, start, end) == [each.name for each in plain[start:end]]


@pytest.mark.parametrize("index", [3, -4])
def test_a_row_that_is_none_of_them_is_an_index_error(index: int) -> None:
    packed = Packed(Pair, "Od", 1)
    for number in range(3):
        packed.append(Pair("a", float(number)))
    with pytest.raises(IndexError):
        packed[index]
    with pytest.raises(IndexError):
        packed.cell(index, 0)


def test_the_newest_rows_are_the_very_ones_that_came() -> None:
    packed = Packed(Pair, "Od", 2)
    came = [Pair("a", float(number)) for number in range(20)]
    for pair in came:
        packed.append(pair)
        assert packed[-1] is pair
    assert packed[-2] is came[-2]
    assert isinstance(packed[0], Pair)


def test_a_full_tape_takes_some_two_megabytes() -> None:
    pushes = [ticks(*(tick(k, price=500 + k % 50 / 10, volume=k * 100, at=NOON + k / 80) for k in range(n, n + 500)))
              for n in range(1, LIMIT + 1, 500)]  # fmt: skip
    tracemalloc.start()
    try:
        tape = Tape(TENCENT)
        for push in pushes:
            tape.apply(push)
        size = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(tape) == LIMIT
    assert size < 2.6e6


def test_the_days_of_many_securities_take_some_seventy_bytes_a_minute() -> None:
    day = [rows(point(f"{10 + n // 60}:{n % 60:02d}", 500 + n / 10)) for n in range(300)]
    securities = [Security.parse(f"HK.{code:05d}") for code in range(1, 21)]
    tracemalloc.start()
    try:
        courses = [Intraday(security) for security in securities]
        for course in courses:
            for push in day:
                course.apply(push)
        size = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert {len(course) for course in courses} == {300}
    assert size / (20 * 300) < 80
