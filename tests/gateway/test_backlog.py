"""What waits for a slow reader: the newest of what replaces itself, everything of what does not, up to a bound."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.paper.push import Push
from futu_tui.paper.streams import Backlog, Overrun


def put(backlog: Backlog, payload: bytes, replaces: str | None = None) -> None:
    backlog.put(Push(payload, replaces=replaces))


async def drained(backlog: Backlog) -> list[bytes]:
    return [await backlog.take() for _ in range(len(backlog))]


async def test_pushes_leave_in_the_order_they_came() -> None:
    backlog = Backlog()
    for payload in (b"tick 1", b"quote", b"tick 2"):
        put(backlog, payload, replaces="quote" if payload == b"quote" else None)
    assert await drained(backlog) == [b"tick 1", b"quote", b"tick 2"]


async def test_a_reader_that_is_not_behind_gets_every_quote() -> None:
    backlog = Backlog(slack=2)
    for number in range(3):
        put(backlog, b"quote %d" % number, "HK.00700")
    assert await drained(backlog) == [b"quote 0", b"quote 1", b"quote 2"]


async def test_behind_a_newer_quote_takes_the_place_of_the_last_that_waits() -> None:
    backlog = Backlog(slack=1)
    put(backlog, b"quote 1", "HK.00700")
    put(backlog, b"other", "HK.00005")
    put(backlog, b"quote 2", "HK.00700")
    assert await drained(backlog) == [b"quote 2", b"other"]


async def test_what_is_overtaken_is_never_even_made() -> None:
    made = []

    def quote(number: int) -> Push:
        return Push(lambda: made.append(number) or b"%d" % number, replaces="HK.00700")

    backlog = Backlog(slack=1)
    for number in range(5):
        backlog.put(quote(number))
    assert made == [0, 1]
    assert await drained(backlog) == [b"0", b"4"]
    assert made == [0, 1, 4]


async def test_one_push_is_made_once_for_all_streams() -> None:
    made = []
    push = Push(lambda: made.append(1) or b"quote", replaces="HK.00700")
    for backlog in (Backlog(), Backlog(slack=0)):
        backlog.put(push)
        assert await drained(backlog) == [b"quote"]
    assert made == [1]


async def test_a_waiting_reader_is_woken() -> None:
    backlog = Backlog()
    reader = asyncio.create_task(backlog.take())
    await asyncio.sleep(0)
    put(backlog, b"tick")
    assert await reader == b"tick"


async def test_past_the_bound_the_reader_is_told_instead_of_losing_a_tick() -> None:
    backlog = Backlog(bound=2)
    for number in range(3):
        put(backlog, b"%d" % number)
    with pytest.raises(Overrun):
        await backlog.take()


async def test_quotes_of_one_security_never_reach_the_bound() -> None:
    backlog = Backlog(bound=2, slack=1)
    for number in range(100):
        put(backlog, b"%d" % number, "HK.00700")
    assert await drained(backlog) == [b"0", b"99"]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.binary(max_size=3))))
def test_what_is_kept_is_kept_in_order_and_of_the_rest_the_last(puts: list[tuple[str | None, bytes]]) -> None:
    backlog = Backlog(slack=0)
    for replaces, payload in puts:
        put(backlog, payload + b"." + (replaces or "").encode(), replaces)
    left = asyncio.run(drained(backlog))
    assert [each for each in left if each.endswith(b".")] == [p + b"." for r, p in puts if r is None]
    for replaces in ("a", "b"):
        sent = [p for r, p in puts if r == replaces]
        assert [each for each in left if each.endswith(replaces.encode())] == [
            p + b"." + replaces.encode() for p in sent[-1:]
        ]
