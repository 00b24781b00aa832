"""The past of charts: pages back to a date, what the disk has of it, dividends, and what a cut link missed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from futu_tui.feed import catch_up
from futu_tui.feed import feed as feed_module
from futu_tui.feed import history as history_module
from futu_tui.market import Candles, Period, Rehab, Series
from futu_tui.opend import LinkState
from futu_tui.opend.errors import Limited, Refused, TimedOut
from futu_tui.paper.market import KLType, RehabType
from futu_tui.paper.rehab import CorporateAction
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb.qot_common_pb2 import KLine
from futu_tui.tui.pane import Wish
from tests.gateway.conftest import Paper
from tests.unit.feed.conftest import APPLE, CATL, TENCENT, Follow, Following

HISTORY, QUOTA, FACTORS = (
    ProtoId.QOT_REQUEST_HISTORY_KL,
    ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA,
    ProtoId.QOT_REQUEST_REHAB,
)
TODAY = date(2026, 11, 23)
"""The paper market's."""


def chart(
    security: Security, period: Period, rehab: Rehab = Rehab.FORWARD, *, extended: bool = True
) -> tuple[Wish, Series]:
    """What a chart of these bars wants, and their key."""
    wish = Wish(security, period.sub_type, rehab=rehab, extended=extended)
    return wish, Series.of(security, period, rehab, extended=extended)


def closes(candles: Candles) -> dict[str, float]:
    assert list(candles.at) == sorted(set(candles.at))
    return {bar.time: bar.close for bar in candles}


def told_by(paper: Paper, series: Series, since: date = date(2020, 1, 1)) -> dict[str, float]:
    """Every bar that the gateway has of a series, by time."""
    market = paper.gateway.market
    bars = market.history(
        series.security, KLType(series.period.kl_type), since, TODAY, RehabType(series.rehab)
    )
    return {market.local_time(series.security.market, bar.time)[:19]: bar.close for bar in bars}


async def shown(following: Following, *charts: tuple[Wish, Series]) -> None:
    """Show these charts, until their bars are there and nothing more is loaded."""
    await following.subscribed([wish for wish, _ in charts])
    await idle(following)


async def idle(following: Following) -> None:
    """Until what was begun beside the link is done."""
    await following.until(lambda: not following.feed._tasks - {following.feed._restoring})


async def loaded(following: Following, series: Series) -> None:
    await following.until(lambda: not following.feed.history(series).loading)
    await idle(following)


@pytest.fixture
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """3006 answers few bars, so that much is the past's."""
    monkeypatch.setattr(catch_up, "BARS", 20)
    monkeypatch.setattr(history_module, "PAGE", 100)
    monkeypatch.setattr(history_module, "PAGE_BARS", 600)


# Every series


@pytest.mark.parametrize("period", Period)
async def test_a_chart_of_every_period_has_its_past_and_its_pushes(
    following: Following, short_answers: None, monkeypatch: pytest.MonkeyPatch, period: Period
) -> None:
    # Thirty days of minutes in few answers: each costs the paper gateway all thirty.
    monkeypatch.setattr(history_module, "PAGE", 10_000)
    monkeypatch.setattr(history_module, "PAGE_BARS", 10_000)
    wish, series = chart(TENCENT, period)
    await shown(following, (wish, series))
    candles = following.store.candles[series]
    pushes = candles.pushes
    await following.until(lambda: candles.pushes > pushes, market=1.0)
    following.feed.history_since(series, date(2020, 1, 1))
    await loaded(following, series)
    assert following.feed.history(series).ended
    following.paper.run(0.1)
    await following.until(
        lambda: closes(candles) == pytest.approx(told_by(following.paper, series)), market=0.5
    )


def push_early(following: Following, series: Series, time: str) -> None:
    """A push overtakes the answer with the latest bars, and the chart finds itself nearly empty."""
    row = KLine(time=time, isBlank=False, openPrice=1, highPrice=1, lowPrice=1, closePrice=1)
    following.store.apply_history(series, [row])
    following.feed.more_history(series)


async def test_a_chart_that_is_drawn_before_its_latest_bars_came_costs_no_quota(following: Following) -> None:
    wish, series = chart(TENCENT, Period.M5)
    following.want(wish)
    push_early(following, series, "2026-11-23 10:45:00")
    await following.until(lambda: series in following.feed.histories._newest_day)
    await idle(following)
    assert len(following.store.candles[series]) > 100
    assert following.asked[HISTORY] == 0
    following.feed.more_history(series, before="2026-11-23 10:45:00")  # asked before the latest bars came
    await idle(following)
    assert following.asked[HISTORY] == 0
    following.feed.more_history(series, before=following.store.candles[series][0].time)
    await loaded(following, series)
    assert following.asked[HISTORY] >= 1


async def test_what_was_wanted_early_is_asked_for_once_the_latest_bars_are_no_older(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "BARS", 1)
    wish, series = chart(TENCENT, Period.DAY)
    following.want(wish)
    push_early(following, series, TODAY.isoformat())
    assert following.asked[HISTORY] == 0
    await following.until(lambda: len(following.store.candles[series]) > 100)


@pytest.mark.parametrize("rehab", Rehab)
async def test_bars_of_each_adjustment_are_pushed_and_fetched_as_such(
    following: Following, short_answers: None, rehab: Rehab
) -> None:
    wish, series = chart(TENCENT, Period.DAY, rehab)
    await shown(following, (wish, series))
    candles = following.store.candles[series]
    pushes = candles.pushes
    await following.until(lambda: candles.pushes > pushes, market=1.0)
    following.feed.history_since(series, date(2025, 1, 1))
    await loaded(following, series)
    expected = told_by(following.paper, series, date.fromordinal(candles.day[0]))
    assert list(following.store.candles) == [series]
    assert closes(candles) == pytest.approx(expected)


async def test_two_adjustments_of_one_period_take_one_subscription(following: Following) -> None:
    forward, raw = chart(TENCENT, Period.DAY), chart(TENCENT, Period.DAY, Rehab.NONE)
    await shown(following, forward)
    await shown(following, forward, raw)
    assert following.feed.subscriptions.used == 1
    await following.until(lambda: all(following.store.candles.get(series) for _, series in (forward, raw)))
    both = [following.store.candles[series] for _, series in (forward, raw)]
    pushes = [candles.pushes for candles in both]
    # Each comes in pushes of its own, of which a frame may hold one alone.
    await following.until(
        lambda: (
            all(candles.pushes > before for candles, before in zip(both, pushes, strict=True))
            and both[0][-1].close == both[1][-1].close
        ),
        market=1.0,
    )
    assert both[0][0].close != both[1][0].close


async def test_regular_hours_alone_are_a_series_of_their_own(following: Following) -> None:
    wish, regular = chart(APPLE, Period.M5, extended=False)
    everything = Series.of(APPLE, Period.M5)
    assert regular != everything
    await shown(following, (wish, regular))
    assert len(following.store.candles[regular])
    assert set(closes(following.store.candles[regular])) <= set(told_by(following.paper, everything))


# Pages and dates


async def test_a_date_is_reached_without_a_hole_and_no_further(
    following: Following, short_answers: None
) -> None:
    wish, series = chart(TENCENT, Period.M5)
    await shown(following, (wish, series))
    candles, since = following.store.candles[series], date(2026, 10, 26)
    following.feed.history_since(series, since)
    assert following.feed.history(series).loading
    assert following.feed.history(series).since == since
    following.feed.history_since(series, since)
    following.feed.more_history(series)
    await loaded(following, series)
    first = date.fromordinal(candles.day[0])
    assert date(2026, 10, 1) < first <= since
    assert closes(candles) == pytest.approx(told_by(following.paper, series, first))
    history = following.feed.history(series)
    assert (history.loading, history.ended, history.refusal) == (False, False, "")
    assert history.loaded == len(candles) - 20
    asked = following.asked[HISTORY]
    following.feed.history_since(series, since)
    await idle(following)
    assert following.asked[HISTORY] == asked


async def test_a_date_that_was_asked_for_too_early_is_reached_when_the_bars_have_come(
    following: Following, short_answers: None
) -> None:
    wish, series = chart(TENCENT, Period.DAY)
    following.feed.history_since(series, date(2026, 3, 2))
    await shown(following, (wish, series))
    await loaded(following, series)
    assert date.fromordinal(following.store.candles[series].day[0]) <= date(2026, 3, 2)


async def test_a_jump_that_is_stopped_ends_with_the_page_under_way(
    following: Following, short_answers: None
) -> None:
    wish, series = chart(TENCENT, Period.DAY)
    await shown(following, (wish, series))
    following.feed.history_since(series, date(2022, 1, 3))
    following.feed.stop_history(series)
    await loaded(following, series)
    assert date.fromordinal(following.store.candles[series].day[0]) > date(2025, 1, 1)


async def test_a_pane_is_told_of_each_step_of_a_loading(following: Following, short_answers: None) -> None:
    wish, series = chart(TENCENT, Period.DAY)
    await shown(following, (wish, series))
    following.changes.histories.clear()
    following.feed.more_history(series)
    seen = []

    def done() -> bool:
        if series in following.changes.histories:
            following.changes.histories.clear()
            history = following.feed.history(series)
            seen.append((history.loading, history.loaded))
        return not following.feed.history(series).loading

    await following.until(done)
    assert seen[0] == (True, 0)
    assert seen[-1][0] is False
    assert seen[-1][1] == len(following.store.candles[series]) - 20 > 0


async def test_a_refused_history_says_why_and_is_not_asked_again_before_the_link_was_away(
    quick: None, paper: Paper, follow: Follow, short_answers: None
) -> None:
    paper.gateway.history_quota.quota = 1
    async with follow(paper) as following:
        (wish, series), (other_wish, other) = chart(TENCENT, Period.DAY), chart(CATL, Period.DAY)
        await shown(following, (wish, series), (other_wish, other))
        following.feed.more_history(series)
        await loaded(following, series)
        assert following.changes.history_quota
        assert following.feed.history_quota == (1, 0, frozenset({TENCENT}))
        following.feed.more_history(other)
        await loaded(following, other)
        history = following.feed.history(other)
        assert "quota" in history.refusal
        assert history.final
        assert not history.ended
        asked = following.asked[HISTORY]
        following.feed.more_history(other)
        await idle(following)
        assert following.asked[HISTORY] == asked
        await break_link(following)
        await mend_link(following)
        following.feed.more_history(other)
        await loaded(following, other)
        assert following.asked[HISTORY] > asked


@pytest.mark.parametrize("no", [Limited("too often", retry_after=1.0), TimedOut("no answer in time")])
async def test_a_history_that_was_only_too_much_at_once_may_be_asked_for_again(
    following: Following, short_answers: None, monkeypatch: pytest.MonkeyPatch, no: Exception
) -> None:
    wish, series = chart(TENCENT, Period.DAY)
    await shown(following, (wish, series))
    fail_once(following, HISTORY, no, monkeypatch)
    following.feed.more_history(series)
    await loaded(following, series)
    history = following.feed.history(series)
    assert str(no) in history.refusal
    assert not history.final
    following.feed.more_history(series)
    await loaded(following, series)
    assert not history.refusal
    assert len(following.store.candles[series]) > 20


def fail_once(
    following: Following, protocol: ProtoId, no: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next request of a protocol fails."""
    request, left = following.feed.gateway.request, [protocol]

    async def failing(asked: Any, *args: Any, **kwargs: Any) -> Any:
        if ProtoId(getattr(asked, "id", asked)) in left:
            left.clear()
            raise no
        return await request(asked, *args, **kwargs)

    monkeypatch.setattr(following.feed.gateway, "request", failing)


async def test_a_suspension_of_months_is_not_the_end(following: Following, short_answers: None) -> None:
    post = following.paper.gateway.market._simulation.histories[TENCENT]
    days = post.days()
    kept = [each for each in days if each.day.year < 2026] + days[-30:]
    days[:] = kept
    wish, series = chart(TENCENT, Period.DAY)
    await shown(following, (wish, series))
    following.feed.history_since(series, date(2025, 6, 2))
    await loaded(following, series)
    assert date.fromordinal(following.store.candles[series].day[0]) <= date(2025, 6, 2)


# Gaps


async def break_link(following: Following) -> None:
    await following.road.cut()
    await following.until(lambda: following.feed.health.link.state is LinkState.DOWN)


async def mend_link(following: Following) -> None:
    await following.road.open()
    following.feed.retry_now()
    await following.until(lambda: following.live)
    await idle(following)


async def test_bars_missed_while_the_link_was_down_are_fetched(following: Following) -> None:
    wish, series = chart(TENCENT, Period.M1)
    await shown(following, (wish, series))
    candles = following.store.candles[series]
    first, last = date.fromordinal(candles.day[0]), candles[-1].time
    await break_link(following)
    assert candles.gap == last
    assert series in following.changes.histories
    following.paper.run(300.0, step=0.5)
    await mend_link(following)
    assert candles.gap is None
    expected = told_by(following.paper, series, first)
    assert closes(candles) == pytest.approx(
        {time: expected[time] for time in list(expected)[-len(candles) :]}
    )
    assert len([bar for bar in candles if bar.time > last]) >= 4
    assert not following.asked[HISTORY]


async def test_a_gap_longer_than_the_latest_bars_reach_is_fetched_from_history(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "BARS", 3)
    wish, series = chart(TENCENT, Period.M1)
    await shown(following, (wish, series))
    candles = following.store.candles[series]
    begin = candles[0].time
    await break_link(following)
    following.paper.run(600.0, step=0.5)
    await mend_link(following)
    assert candles.gap is None
    assert following.asked[HISTORY] == 1
    expected = {
        time: close for time, close in told_by(following.paper, series, TODAY).items() if time >= begin
    }
    assert len(expected) >= 12
    assert closes(candles) == pytest.approx(expected)


async def test_a_gap_that_the_gateway_does_not_fill_stays_marked_until_it_does(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "BARS", 3)
    wish, series = chart(TENCENT, Period.M1)
    await shown(following, (wish, series))
    candles = following.store.candles[series]
    begin, last = candles[0].time, candles[-1].time
    await break_link(following)
    following.paper.run(600.0, step=0.5)
    fail_once(
        following, HISTORY, Refused("no history today", ret_type=-1, ret_msg="no history today"), monkeypatch
    )
    await mend_link(following)
    assert candles.gap == last
    assert "no history today" in following.feed.history(series).refusal
    await break_link(following)
    await mend_link(following)
    assert candles.gap is None
    assert list(closes(candles)) == [
        time for time in told_by(following.paper, series, TODAY) if time >= begin
    ]


async def test_an_answer_does_not_put_back_a_bar_that_a_push_told_since(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish, series = chart(TENCENT, Period.M5)
    await shown(following, (wish, series))
    candles = following.store.candles[series]
    request = following.feed.gateway.request

    async def late(asked: Any, *args: Any, **kwargs: Any) -> Any:
        answer = await request(asked, *args, **kwargs)
        if asked == ProtoId.QOT_GET_KL:
            volume = candles.volume[-1]
            await following.until(lambda: candles.volume[-1] > volume, market=0.5)
        return answer

    monkeypatch.setattr(following.feed.gateway, "request", late)
    await following.feed._catch_up.fetch(following.feed.subscriptions.active)
    bars = following.paper.gateway.market.bars(TENCENT, KLType.MIN_5, 1, RehabType.FORWARD)
    assert (candles[-1].close, candles[-1].volume) == (bars[-1].close, bars[-1].volume)


# The disk


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "bars.sqlite3"


async def test_a_restart_has_the_history_at_once_and_asks_for_none(
    quick: None, paper: Paper, follow: Follow, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "BARS", 500)
    charts = [chart(TENCENT, Period.M5), chart(TENCENT, Period.DAY, Rehab.BACKWARD)]
    charts += [chart(TENCENT, Period.WEEK), chart(APPLE, Period.M1)]
    before = {}
    async with follow(paper, kept=kept) as following:
        await shown(following, *charts)
        for _, series in charts:
            following.feed.more_history(series)
            await loaded(following, series)
            before[series] = closes(following.store.candles[series])
        assert following.asked[HISTORY] >= len(charts)
    async with follow(paper, kept=kept) as following:
        await shown(following, *charts)
        for _, series in charts:
            assert closes(following.store.candles[series]) == before[series]
        assert not following.asked[HISTORY]
        assert following.asked[FACTORS] == 2  # of each security once


async def test_one_request_joins_the_latest_bars_to_what_is_kept(
    quick: None,
    paper: Paper,
    follow: Follow,
    kept: Path,
    short_answers: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wish, series = chart(TENCENT, Period.M15)
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        following.feed.more_history(series)
        await loaded(following, series)
        first = following.store.candles[series][0].time
    monkeypatch.setattr(catch_up, "BARS", 3)  # do not reach back to what is kept
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        candles = following.store.candles[series]
        assert len(candles) == 3
        following.feed.more_history(series)
        await loaded(following, series)
        assert following.asked[HISTORY] == 1
        assert candles[0].time == first
        assert closes(candles) == pytest.approx(told_by(paper, series, date.fromordinal(candles.day[0])))


def pay_dividend(paper: Paper, security: Security, dividend: int, ex_date: date = TODAY) -> None:
    """A corporate action becomes known, and moves every adjusted price."""
    market = paper.gateway.market
    history = market._simulation.histories[security]
    history.days()
    history.actions.append(CorporateAction(ex_date, dividend=dividend))
    market._series.clear()


@pytest.mark.parametrize("rehab", Rehab)
async def test_a_dividend_since_the_last_run_leaves_no_price_of_before(
    quick: None, paper: Paper, follow: Follow, kept: Path, short_answers: None, rehab: Rehab
) -> None:
    wish, series = chart(TENCENT, Period.DAY, rehab)
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        following.feed.more_history(series)
        await loaded(following, series)
        length = len(following.store.candles[series])
    pay_dividend(paper, TENCENT, 123_000)
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        candles = following.store.candles[series]
        asked = following.asked[HISTORY]
        following.feed.more_history(series)
        await loaded(following, series)
        assert len(candles) >= length
        expected = told_by(paper, series, date.fromordinal(candles.day[0]))
        assert closes(candles) == pytest.approx(expected)
        # Only forward adjustment moves the past.
        assert (asked, len(candles) > length) == (0, rehab is not Rehab.FORWARD)


async def test_a_dividend_in_the_night_moves_the_prices_of_a_program_that_runs(
    quick: None, paper: Paper, follow: Follow, kept: Path, short_answers: None
) -> None:
    wish, series = chart(TENCENT, Period.M15)
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        following.feed.more_history(series)
        await loaded(following, series)
        candles = following.store.candles[series]
        pay_dividend(paper, TENCENT, 123_000, date(2026, 11, 24))
        paper.clock.instant += 86_400
        await following.until(lambda: candles.day[-1] == date(2026, 11, 24).toordinal(), market=1.0)
        await following.until(lambda: candles.told_anew)
        await idle(following)
        following.feed.more_history(series)
        await loaded(following, series)
        market = paper.gateway.market
        bars = market.history(TENCENT, KLType.MIN_15, date(2020, 1, 1), date(2026, 11, 24), RehabType.FORWARD)
        expected = {market.local_time(TENCENT.market, bar.time)[:19]: bar.close for bar in bars[:-1]}
        shown_now = {time: close for time, close in closes(candles).items() if time in expected}
        assert len(shown_now) > 100
        assert shown_now == pytest.approx({time: expected[time] for time in shown_now})


async def test_a_dividend_in_the_middle_of_a_week_moves_the_weeks_before(
    quick: None, paper: Paper, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "STATES_EVERY", 0.05)
    wish, series = chart(TENCENT, Period.WEEK)
    async with follow(paper) as following:
        await shown(following, (wish, series))
        candles = following.store.candles[series]
        week = candles.day[-1]
        pay_dividend(paper, TENCENT, 123_000, date(2026, 11, 24))  # a Tuesday
        paper.clock.instant += 86_400
        await following.until(lambda: candles.told_anew, market=1.0)
        await idle(following)
        assert candles.day[-1] == week
        bars = paper.gateway.market.history(
            TENCENT, KLType.WEEK, date(2020, 1, 1), date(2026, 11, 24), RehabType.FORWARD
        )
        expected = [bar.close for bar in bars[:-1]]
        assert list(candles.close)[:-1] == pytest.approx(expected[-len(candles) + 1 :])


async def test_kept_bars_of_another_market_are_dropped_when_they_are_met(
    quick: None, paper: Paper, follow: Follow, kept: Path, short_answers: None
) -> None:
    wish, series = chart(TENCENT, Period.M15, Rehab.NONE)
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        following.feed.more_history(series)
        await loaded(following, series)
    history = paper.gateway.market._simulation.histories[TENCENT]
    for day in history.minute_days():
        for candle in history.minutes(day):
            candle.close = candle.high
    async with follow(paper, kept=kept) as following:
        await shown(following, (wish, series))
        candles = following.store.candles[series]
        assert len(candles) == 20
        following.feed.more_history(series)
        await loaded(following, series)
        assert len(candles) > 100
        assert closes(candles) == pytest.approx(told_by(paper, series, date.fromordinal(candles.day[0])))


async def test_a_disk_that_fails_is_told_once_and_costs_only_requests(
    quick: None, paper: Paper, follow: Follow, tmp_path: Path, short_answers: None
) -> None:
    (tmp_path / "file").write_text("no folder")
    async with follow(paper, kept=tmp_path / "file" / "bars.sqlite3") as following:
        wish, series = chart(TENCENT, Period.DAY)
        await shown(following, (wish, series))
        for _ in range(2):
            following.feed.more_history(series)
            await loaded(following, series)
        assert len(following.store.candles[series]) > 100
        assert following.told.count("Bars are not kept on this computer") == 1


# The last days by minutes


async def test_minutes_of_five_days_come_without_a_subscription_and_once_a_day(
    quick: None, paper: Paper, follow: Follow, kept: Path
) -> None:
    async with follow(paper, kept=kept) as following:
        series = following.feed.minutes_of_days(TENCENT)
        assert series == Series(TENCENT, Period.M1)
        assert following.feed.minutes_of_days(TENCENT) == series
        await loaded(following, series)
        candles = following.store.candles[series]
        days = sorted(set(candles.day))[-5:]
        assert [date.fromordinal(day) for day in days] == [
            *(date(2026, 11, day) for day in (17, 18, 19, 20)), TODAY,
        ]  # fmt: skip
        assert closes(candles) == pytest.approx(told_by(paper, series, date.fromordinal(candles.day[0])))
        assert not following.feed.subscriptions.used
        asked = following.asked[HISTORY]
        following.feed.minutes_of_days(TENCENT)
        await idle(following)
        assert following.asked[HISTORY] == asked
    async with follow(paper, kept=kept) as following:
        series = following.feed.minutes_of_days(TENCENT)
        await loaded(following, series)
        assert len(set(following.store.candles[series].day)) >= 5
        assert following.asked[HISTORY] == 1  # of today alone


async def test_a_chart_of_minutes_goes_on_from_those_days_without_a_hole(
    following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catch_up, "BARS", 3)
    series = following.feed.minutes_of_days(TENCENT)
    await loaded(following, series)
    candles = following.store.candles[series]
    first = date.fromordinal(candles.day[0])
    following.paper.run(600.0, step=0.5)
    await shown(following, chart(TENCENT, Period.M1))
    assert following.store.candles[series] is candles
    assert candles.gap is None
    assert list(closes(candles)) == list(told_by(following.paper, series, first))


async def test_days_of_few_securities_are_held(following: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "HELD", 1)
    for security in (TENCENT, CATL):
        await loaded(following, following.feed.minutes_of_days(security))
    assert list(following.store.candles) == [Series(CATL, Period.M1)]
