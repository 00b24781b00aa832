"""The feed asks for trading days: once a day and market, and again after the link was away."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from futu_tui.feed.calendars import AGAIN, Calendars
from futu_tui.market import Period, Series, Store
from futu_tui.market.trading_days import DayKind
from futu_tui.opend.errors import GatewayError, Refused, Unreachable
from futu_tui.protocol import Market, ProtoId
from futu_tui.protocol.pb.qot_request_trade_date_pb2 import S2C, TradeDate
from tests.unit.feed.conftest import EVERYTHING, TENCENT, Following

EVENING = datetime(2026, 12, 24, 23, 30, tzinfo=ZoneInfo("Asia/Hong_Kong")).timestamp()


class Gateway:
    """Answers with one half day, or not at all."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str, str]] = []
        self.error: GatewayError | None = None

    async def request(self, proto_id: ProtoId, body: dict[str, Any]) -> S2C:
        assert proto_id is ProtoId.QOT_REQUEST_TRADE_DATE
        self.asked.append((body["market"], body["beginTime"], body["endTime"]))
        if self.error is not None:
            raise self.error
        return S2C(tradeDateList=[TradeDate(time="2026-12-24", tradeDateType=1)])


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def calendars(gateway: Gateway, told: list[str]) -> Calendars:
    return Calendars(gateway, Store(), told.append)  # type: ignore[arg-type]


async def test_each_market_is_asked_once_a_day_of_its_own(calendars: Calendars, gateway: Gateway) -> None:
    markets = [Market.HK, Market.US, Market.FX]
    assert calendars.due(markets, EVENING) == [Market.HK, Market.US]
    await calendars.learn([Market.HK, Market.US], EVENING)
    assert gateway.asked == [(1, "2026-11-14", "2026-12-31"), (2, "2026-11-14", "2026-12-31")]
    assert calendars.due(markets, EVENING) == []
    assert calendars.due(markets, EVENING + 3600) == [Market.HK], "New York's day is not over"


async def test_a_refusal_leaves_it_unknown_until_the_link_was_away(
    calendars: Calendars, gateway: Gateway, told: list[str]
) -> None:
    gateway.error = Refused("no right", ret_type=-1, ret_msg="no right")
    await calendars.learn([Market.HK], EVENING)
    assert "Trading days of HK" in told[0]
    assert calendars.due([Market.HK], EVENING) == []
    calendars.forget_refusals()
    assert calendars.due([Market.HK], EVENING) == [Market.HK]


async def test_a_year_is_asked_for_once_or_again_and_not_kept_where_it_was_refused(
    calendars: Calendars, gateway: Gateway
) -> None:
    gateway.error = Refused("no right", ret_type=-1, ret_msg="no right")
    with pytest.raises(Refused):
        await calendars.year(4, 2026)
    gateway.error = None
    days = await calendars.year(4, 2026)
    assert dict(days.days) == {"2026-12-24": DayKind.MORNING}
    assert await calendars.year(4, 2026) is days
    await calendars.year(4, 2026, again=True)
    await calendars.year(4, 2027)
    asked = [begin for number, begin, _ in gateway.asked if number == 4]
    assert asked == ["2026-01-01", "2026-01-01", "2026-01-01", "2027-01-01"]


async def test_what_was_not_answered_is_asked_again_but_not_at_once(
    calendars: Calendars, gateway: Gateway
) -> None:
    gateway.error = Unreachable("gone")
    with pytest.raises(Unreachable):
        await calendars.learn([Market.HK], EVENING)
    assert calendars.due([Market.HK], EVENING + AGAIN - 1) == []
    assert calendars.due([Market.HK], EVENING + AGAIN) == [Market.HK]


async def test_the_calendar_of_a_subscribed_market_comes_from_the_gateway(following: Following) -> None:
    following.feed.want("chart", EVERYTHING)
    await following.until(lambda: Market.HK in following.changes.trading_days)
    days = following.store.trading_days(Market.HK).days
    today = datetime.fromtimestamp(time.time(), ZoneInfo("Asia/Hong_Kong")).date().isoformat()
    assert len([day for day in days if day <= today]) >= 20
    assert following.asked[ProtoId.QOT_REQUEST_TRADE_DATE] == 1


async def test_the_minutes_of_several_days_are_asked_for_from_the_first_of_them(following: Following) -> None:
    begins: list[str] = []
    request = following.feed.gateway.request

    async def noted(protocol: ProtoId, body: Any, **more: Any) -> Any:
        if protocol is ProtoId.QOT_REQUEST_HISTORY_KL:
            begins.append(body.beginTime[:10])
        return await request(protocol, body, **more)

    following.feed.gateway.request = noted  # type: ignore[method-assign]
    ordinal = following.feed.histories.today(Series.of(TENCENT, Period.M1))
    today = date.fromordinal(ordinal).isoformat()
    past = [f"2026-01-{day:02}" for day in (5, 6, 7)]
    following.store.apply_trade_dates(Market.HK, [TradeDate(time=day) for day in (*past, today)])
    following.feed.minutes_of_days(TENCENT, 3)
    await following.until(lambda: bool(begins))
    assert begins[0] == "2026-01-06", "after the longest holiday of all"
