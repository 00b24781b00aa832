"""The trading calendar and the list of new issues by their keys."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_get_ipo_list_pb2, qot_request_trade_date_pb2
from tests.tui.scene import MIDDLE, SceneApp, StillTime
from tests.unit.feed.test_ipos import HONG_KONG, MAINLAND

SHUT = {"2026-12-25", "2026-11-26"}
HALF = {"2026-12-24": 1, "2026-11-27": 1, "2026-11-30": 2}


def trade_days(c2s: Any) -> qot_request_trade_date_pb2.S2C:
    """Weekdays but two holidays; three half days. Of 2028 nothing is known."""
    first = date.fromisoformat(c2s["beginTime"])
    days = [(first + timedelta(number)) for number in range(365) if first.year < 2028]
    texts = [day.isoformat() for day in days if day.weekday() < 5]
    return qot_request_trade_date_pb2.S2C(
        tradeDateList=[{"time": day, "tradeDateType": HALF.get(day, 0)} for day in texts if day not in SHUT]
    )


def answering(app: SceneApp) -> list[tuple[int, Any]]:
    """Let the gateway tell; answers what it is asked."""
    gateway = app.still.gateway
    gateway.answers[ProtoId.QOT_REQUEST_TRADE_DATE] = trade_days
    gateway.answers[ProtoId.QOT_GET_IPO_LIST] = lambda c2s: qot_get_ipo_list_pb2.S2C(
        ipoList={1: [HONG_KONG], 21: [MAINLAND]}.get(c2s["market"], [])
    )
    return gateway.asked


def written(folder: Path) -> list[list[str]]:
    (file,) = folder.glob("futu-tui-calendar-hk-*.csv")
    return list(csv.reader(file.read_text("utf-8").splitlines()))


class TestCalendar:
    async def test_a_month_with_signs_for_half_days_holidays_and_today(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        answering(app)
        async with app.showing(MIDDLE) as person:
            await person.press("full_stop", "c")
            (days,) = [line for line in app.lines() if "[23]" in line]
            assert days.split("│")[2].split() == ["[23]", "24", "25", "26×", "27◐", "28", "29"]
            assert "30◑" in app.text
            assert "20 trading days, 2 half" in app.text
            assert "afternoon only" in app.text
            assert "Hong Kong" in app.text
            assert "▌2026-11-23" in app.text

    async def test_months_and_markets_are_gone_through_and_a_year_asked_once(
        self, still_time: StillTime
    ) -> None:
        app = SceneApp(still_time)
        asked = answering(app)
        async with app.showing(MIDDLE) as person:
            await person.press("full_stop", "c", "]")
            assert "December 2026" in app.text
            assert "25×" in app.text
            await person.press("right", "right", "right")
            assert "Stock Connect, northbound" in app.text
            await person.press("[", "t")
            assert "November 2026" in app.text
            await person.press("]", "]")
            assert "January 2027" in app.text
            of_north = [c2s["beginTime"] for _, c2s in asked if c2s["market"] == 4]
            assert of_north == ["2026-01-01", "2027-01-01"]
            await person.press("r")
            assert len([c2s for _, c2s in asked if c2s["market"] == 4]) == 3

    async def test_a_refusal_and_a_month_that_nobody_knows(self, still_time: StillTime) -> None:
        app = SceneApp(still_time)
        answering(app)
        app.still.gateway.answers[ProtoId.QOT_REQUEST_TRADE_DATE] = GatewayError("no calendar here")
        async with app.showing(MIDDLE) as person:
            await person.press("full_stop", "c")
            assert "no calendar here" in app.text
            answering(app)
            await person.press("r", *"]" * 14)
            assert "The gateway tells no trading days of January 2028." in app.text
            assert "3?" in app.text

    async def test_the_days_go_into_a_file(
        self, still_time: StillTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        app = SceneApp(still_time)
        answering(app)
        async with app.showing(MIDDLE) as person:
            await person.press("full_stop", "c", "e")
        rows = written(tmp_path)
        assert rows[0] == ["Day", "Weekday", "", "Trades"]
        assert ["2026-11-26", "Thursday", "×", "holiday"] in rows
        assert len(rows) == 1 + 21


class TestIpos:
    async def test_each_market_has_its_own_terms_and_a_row_opens_its_security(
        self, still_time: StillTime
    ) -> None:
        app = SceneApp(still_time)
        asked = answering(app)
        async with app.showing(MIDDLE) as person:
            await person.press("full_stop", "n")
            assert "Entrance" in app.text
            assert "921.20" in app.text
            assert "2026-11-20 16:00" in app.text
            await person.press("right")
            assert "Nothing is about to list: United States." in app.text
            await person.press("right")
            assert "~0.0786" in app.text
            assert "732436" in app.text
            assert [c2s["market"] for _, c2s in asked] == [1, 11, 21]
            await person.press("enter")
            assert app.dashboard.security == Security.parse("SH.603436")
