"""The book through time: samples by seconds, and the store that takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Level, Store
from futu_tui.market.depth_history import BUCKETS, KEPT, DepthHistory, DepthSample
from tests.tui.depth_data import APPLE, TENCENT, book, ladder, quote


def sample(size: int) -> DepthSample:
    return DepthSample([Level(10.0, size, 1)], [], None)


def sizes(samples: list[DepthSample | None]) -> list[int | None]:
    return [each.bids[0].size if each else None for each in samples]


def test_a_book_stands_until_it_is_told_anew() -> None:
    history = DepthHistory()
    history.observe(100.2, sample(1))
    history.observe(103.9, sample(2))
    assert sizes(history.samples(1, 105.0, 8)) == [None, None, 1, 1, 1, 2, 2, 2]


def test_the_last_book_of_a_time_is_its_sample() -> None:
    history = DepthHistory()
    for tenth in range(10):
        history.observe(100 + tenth / 10, sample(tenth))
    history.observe(101.0, sample(50))
    assert sizes(history.samples(1, 101.5, 2)) == [9, 50]


def test_each_length_of_time_has_samples_of_its_own() -> None:
    history = DepthHistory()
    for second in range(120):
        history.observe(1200.0 + second, sample(second))
    assert sizes(history.samples(60, 1319.0, 2)) == [59, 119]
    assert sizes(history.samples(15, 1319.0, 3)) == [89, 104, 119]


def test_from_a_gap_on_nothing_is_known() -> None:
    history = DepthHistory()
    history.observe(100.0, sample(1))
    history.mark_gap(102.0)
    history.observe(104.0, sample(2))
    assert sizes(history.samples(1, 105.0, 6)) == [1, 1, None, None, 2, 2]


@given(
    st.lists(st.tuples(st.floats(0, 400), st.integers(1, 9) | st.none()), max_size=60),
    st.sampled_from(BUCKETS),
    st.integers(1, 300),
)
def test_any_sample_is_the_last_that_was_told_by_then(
    told: list[tuple[float, int | None]], seconds: int, count: int
) -> None:
    told.sort(key=lambda row: row[0])
    history = DepthHistory()
    for at, size in told:
        if size is None:
            history.mark_gap(at)
        else:
            history.observe(at, sample(size))
    newest = int(400 // seconds)
    expected = []
    for bucket in range(newest - count + 1, newest + 1):
        by_then = [size for at, size in told if int(at // seconds) <= bucket]
        expected.append(by_then[-1] if by_then else None)
    found = sizes(history.samples(seconds, 400.0, count))
    assert found[-KEPT:] == expected[-KEPT:]


def test_it_keeps_no_more_than_is_ever_shown() -> None:
    history = DepthHistory()
    for second in range(4 * KEPT):
        history.observe(float(second), sample(second))
    assert sizes(history.samples(1, 4 * KEPT - 1.0, KEPT + 5)) == [None] * 5 + list(range(3 * KEPT, 4 * KEPT))


# The store


@pytest.fixture
def store() -> Store:
    store = Store()
    store.drain(100.0)
    return store


def test_no_book_is_kept_that_nobody_asks_for(store: Store) -> None:
    book(store, TENCENT, *ladder())
    store.drain(101.0)
    assert store.depth_histories == {}


def test_a_kept_book_is_sampled_as_it_moves_with_the_last_trade(store: Store) -> None:
    store.keep_depth("pane", TENCENT)
    book(store, TENCENT, *ladder())
    quote(store, TENCENT, 512.5)
    store.drain(101.0)
    quote(store, TENCENT, 512.55)
    store.drain(102.0)
    found = store.depth_histories[TENCENT].samples(1, 102.0, 2)
    assert [each.price if each else None for each in found] == [512.5, 512.55]
    assert all(each and each.bids == store.books[TENCENT].bids for each in found)


def test_a_book_that_is_known_already_is_the_first_sample(store: Store) -> None:
    book(store, TENCENT, *ladder())
    store.drain(101.0)
    store.keep_depth("pane", TENCENT)
    assert store.depth_histories[TENCENT].samples(1, 101.0, 1) != [None]


def test_a_history_lives_as_long_as_one_of_its_owners(store: Store) -> None:
    store.keep_depth("one", TENCENT)
    store.keep_depth("two", TENCENT)
    kept = store.depth_histories[TENCENT]
    store.keep_depth("one", APPLE)
    assert store.depth_histories[TENCENT] is kept
    store.keep_depth("two", None)
    assert set(store.depth_histories) == {APPLE}


def test_asking_for_the_same_book_again_keeps_what_is_known(store: Store) -> None:
    store.keep_depth("one", TENCENT)
    kept = store.depth_histories[TENCENT]
    store.keep_depth("one", TENCENT)
    assert store.depth_histories[TENCENT] is kept


def test_a_cut_of_the_link_is_a_gap_that_ends_with_it(store: Store) -> None:
    store.keep_depth("pane", TENCENT)
    book(store, TENCENT, *ladder())
    store.drain(101.0)
    store.mark_stale(102.0)
    store.drain(103.0)
    store.drain(104.0)
    store.clear_stale()
    found = store.depth_histories[TENCENT].samples(1, 104.0, 4)
    assert [each is None for each in found] == [False, True, True, False]


def test_a_book_that_is_no_longer_subscribed_is_not_taken_for_standing(store: Store) -> None:
    store.keep_depth("pane", TENCENT)
    book(store, TENCENT, *ladder())
    store.drain(101.0)
    store.drain(102.0)
    store.forget(TENCENT, 2)
    assert [each is None for each in store.depth_histories[TENCENT].samples(1, 103.0, 3)] == [
        False,
        True,
        True,
    ]
