"""Own fills of past days: few questions, each once, and none where they are refused."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed import past_fills
from futu_tui.feed.past_fills import FARTHEST, STEP, Span
from futu_tui.opend.errors import Limited, Refused, TimedOut
from futu_tui.protocol import ProtoId, Security
from tests.unit.feed.conftest import APPLE, TENCENT, XIAOMI, Following

FILLS = ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST
TODAY = date(2026, 11, 23)
"""The paper market's."""


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3)), min_size=1, max_size=12))
def test_what_is_asked_for_adjoins_what_is_known_and_is_asked_for_once(wishes: list[tuple[int, int]]) -> None:
    today, span, questions = TODAY, Span(TODAY), 0
    for back, days_pass in wishes:
        today += timedelta(days_pass)
        span.wanted = min(span.wanted, TODAY - timedelta(back))
        begun = questions
        while (days := span.lacking(today)) is not None:
            begin, end = days
            assert begin <= end
            if span.begin is not None and span.end is not None:
                assert end == span.begin or begin == span.end, "neither a hole nor the same days again"
            span.take(begin, end)
            questions += 1
        assert questions - begun <= 2
        assert span.begin is not None
        assert span.begin <= max(span.wanted, today - FARTHEST)
        assert span.end == today
    assert questions <= 1 + FARTHEST // STEP + len(wishes)


async def asked(following: Following, security: Security, since: date) -> None:
    """Want fills, until whatever that asks has been answered."""
    following.feed.past_fills.want(security, since)
    await following.until(lambda: not any(span.asking for span in following.feed.past_fills._spans.values()))
    following.frame()


def days(following: Following, security: Security) -> set[date]:
    """On which days fills are known."""
    portfolio = following.accounts.current
    assert portfolio is not None
    zone = ZoneInfo(security.market.timezone)
    return {datetime.fromtimestamp(fill.created_at, zone).date() for fill in portfolio.fills_of(security)}


async def test_past_fills_come_once_for_all_securities_of_a_market(following: Following) -> None:
    assert not any(day < TODAY for day in days(following, TENCENT))
    following.changes.orders = False
    await asked(following, TENCENT, TODAY - timedelta(30))
    assert following.changes.orders, "panes are told"
    portfolio = following.accounts.current
    assert portfolio is not None
    assert any(day < TODAY for security in portfolio.past_fills for day in days(following, security))
    assert following.asked[FILLS] == 1
    for security in (TENCENT, XIAOMI):
        for back in (1, 20, 300):
            await asked(following, security, TODAY - timedelta(back))
    assert following.asked[FILLS] == 1
    keys = [fill.key for fill in portfolio.fills_of(TENCENT)]
    assert len(keys) == len(set(keys)), "today's are in both lists"


async def test_a_view_of_longer_ago_asks_once_more(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_fills, "PAUSE", 0.0)
    await asked(following, TENCENT, TODAY)
    await asked(following, TENCENT, TODAY - timedelta(800))
    assert following.asked[FILLS] == 2


async def test_an_account_that_cannot_trade_a_market_is_not_asked_about_it(following: Following) -> None:
    portfolio = following.accounts.current
    assert portfolio is not None
    assert 2 not in portfolio.account.markets
    await asked(following, APPLE, TODAY)
    assert following.asked[FILLS] == 0


async def test_a_refusal_is_told_once_and_asked_about_no_more(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(following, monkeypatch, Refused("no such list for simulated accounts", ret_type=-1, ret_msg=""))
    for back in (1, 400, 800):
        await asked(following, TENCENT, TODAY - timedelta(back))
    assert following.asked[FILLS] == 1
    following.feed.past_fills.forget_refusals()
    await asked(following, TENCENT, TODAY)
    assert following.asked[FILLS] == 2
    assert following.told.count("fills of past days: no such list for simulated accounts") == 1


@pytest.mark.parametrize("error", [Limited("slowly", retry_after=1.0), TimedOut("late")])
async def test_what_was_late_or_limited_is_asked_for_again(
    following: Following, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    request = refuse(following, monkeypatch, error)
    await asked(following, TENCENT, TODAY)
    monkeypatch.setattr(following.feed.gateway, "request", request)
    await asked(following, TENCENT, TODAY)
    assert following.accounts.current is not None
    assert following.accounts.current.past_fills


def refuse(following: Following, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Any:
    """Have the list of past fills refused; answers how it was asked for before."""
    request = following.feed.gateway.request

    async def refused(protocol: Any, *args: Any, **kwargs: Any) -> Any:
        if protocol == FILLS:
            following.asked[FILLS] += 1
            raise error
        return await request(protocol, *args, **kwargs)

    monkeypatch.setattr(following.feed.gateway, "request", refused)
    return request


async def test_bars_are_timed_by_the_gateways_clock(following: Following) -> None:
    assert following.store.clock.told
    assert following.store.clock.now(time.monotonic(), 0.0) == pytest.approx(
        following.paper.clock.instant, abs=2
    )
