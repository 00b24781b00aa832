"""Options, warrants and futures as a gateway tells of them, for tests."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from futu_tui.market import Store
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_future_info_pb2,
    qot_get_option_chain_pb2,
    qot_get_option_expiration_date_pb2,
    qot_get_security_snapshot_pb2,
    qot_get_static_info_pb2,
    qot_get_warrant_pb2,
)

EXPIRY = "2026-11-27"
EXPIRIES = (
    ("2026-11-27", 4, 2), ("2026-12-04", 11, 1), ("2026-12-11", 18, 1), ("2026-12-30", 37, 2), ("2027-01-28", 66, 2),
    ("2027-03-30", 127, 2),
)  # fmt: skip
"""Day, days to go, cycle."""


def code_of(strike: float, is_call: bool, expiry: str = EXPIRY) -> str:
    return f"TCH{expiry[2:4]}{expiry[5:7]}{expiry[8:10]}{'C' if is_call else 'P'}{round(strike * 1000)}"


def option(strike: float, is_call: bool, expiry: str = EXPIRY) -> qot_common_pb2.SecurityStaticInfo:
    """An option on Tencent."""
    return qot_common_pb2.SecurityStaticInfo(
        basic={
            "security": {"market": 1, "code": code_of(strike, is_call, expiry)}, "id": 1, "lotSize": 100, "secType": 8,
            "name": f"TCH {expiry[2:].replace('-', '')} {strike:.2f} {'Call' if is_call else 'Put'}",
            "listTime": "2026-08-28",
        },
        optionExData={
            "type": 1 if is_call else 2, "owner": {"market": 1, "code": "00700"}, "strikeTime": expiry,
            "strikePrice": strike, "suspend": False, "market": "HK",
        },
    )  # fmt: skip


def chain_answer(
    strikes: Iterable[tuple[float, bool, bool]], expiry: str = EXPIRY
) -> qot_get_option_chain_pb2.S2C:
    """3209: each strike with whether its call and its put are listed."""
    answer = qot_get_option_chain_pb2.S2C()
    chain = answer.optionChain.add(strikeTime=expiry)
    for strike, has_call, has_put in strikes:
        item = chain.option.add()
        if has_call:
            item.call.CopyFrom(option(strike, True, expiry))
        if has_put:
            item.put.CopyFrom(option(strike, False, expiry))
    return answer


def expirations_answer() -> qot_get_option_expiration_date_pb2.S2C:
    """3224"""
    return qot_get_option_expiration_date_pb2.S2C(
        dateList=[
            {"strikeTime": day, "optionExpiryDateDistance": days, "cycle": cycle}
            for day, days, cycle in EXPIRIES
        ]
    )


def option_snapshot(
    strike: float, is_call: bool, spot: float, expiry: str = EXPIRY
) -> qot_get_security_snapshot_pb2.Snapshot:
    """Believable figures of an option on Tencent."""
    away = (spot - strike) / 20
    worth = max(spot - strike if is_call else strike - spot, 0) + 6 * math.exp(-away * away)
    share = 1 / (1 + math.exp(-2 * away))
    return qot_get_security_snapshot_pb2.Snapshot(
        basic={
            "security": {"market": 1, "code": code_of(strike, is_call, expiry)}, "type": 8, "isSuspend": False,
            "listTime": "2026-08-28", "lotSize": 100, "priceSpread": 0.01, "updateTime": "2026-11-23 10:42:07",
            "highPrice": worth, "openPrice": worth, "lowPrice": worth, "lastClosePrice": round(worth * 0.97, 2),
            "curPrice": round(worth, 2), "volume": round(1800 * math.exp(-away * away)) + 3, "turnover": 1e5,
            "turnoverRate": 0.0, "bidPrice": round(worth * 0.99, 2), "bidVol": 40, "askPrice": round(worth * 1.01, 2),
            "askVol": 25,
        },
        optionExData={
            "type": 1 if is_call else 2, "owner": {"market": 1, "code": "00700"}, "strikeTime": expiry,
            "strikePrice": strike, "contractSize": 100, "openInterest": round(9000 * math.exp(-away * away)) + 31,
            "impliedVolatility": 33.2 - away, "premium": 1.2, "delta": share if is_call else share - 1,
            "gamma": 0.027 * math.exp(-away * away), "vega": 0.31 * math.exp(-away * away),
            "theta": -0.42 * math.exp(-away * away), "rho": 0.01,
        },
    )  # fmt: skip


def quote_options(store: Store, strikes: Sequence[float], spot: float, expiry: str = EXPIRY) -> None:
    """Tell of every option at these strikes."""
    sides = (True, False)
    store.apply_snapshot(
        [option_snapshot(strike, is_call, spot, expiry) for strike in strikes for is_call in sides]
    )


def warrant(code: str, type_: int, **fields: Any) -> qot_get_warrant_pb2.WarrantData:
    """A warrant on Tencent."""
    row = {
        "stock": {"market": 1, "code": code}, "owner": {"market": 1, "code": "00700"}, "type": type_, "issuer": 7,
        "maturityTime": "2027-03-30", "listTime": "2026-06-01", "lastTradeTime": "2027-03-24", "conversionRatio": 100.0,
        "lotSize": 10_000, "strikePrice": 585.0, "lastClosePrice": 0.84, "name": f"HS-TENCE@{code}", "curPrice": 0.81,
        "priceChangeVal": -0.03, "changeRate": -3.57, "status": 1, "bidPrice": 0.81, "askPrice": 0.83, "bidVol": 1,
        "askVol": 1, "volume": 4_000_000, "turnover": 3.2e6, "score": 79.0, "premium": 2.14, "breakEvenPoint": 504.0,
        "leverage": 6.3, "ipop": 13.5, "conversionPrice": 81.0, "streetRate": 9.4, "streetVol": 1, "amplitude": 1.0,
        "issueSize": 100_000_000, "highPrice": 0.85, "lowPrice": 0.8, "effectiveLeverage": 6.4,
    }  # fmt: skip
    return qot_get_warrant_pb2.WarrantData(**(row | fields))


def warrants_answer(
    rows: Sequence[qot_get_warrant_pb2.WarrantData], begin: int = 0, page: int = 200
) -> qot_get_warrant_pb2.S2C:
    """3210: a page of these."""
    return qot_get_warrant_pb2.S2C(
        lastPage=begin + page >= len(rows), allCount=len(rows), warrantDataList=rows[begin : begin + page]
    )


def future(code: str, last_trade: str, **fields: Any) -> qot_get_future_info_pb2.FutureInfo:
    """A future on the Hang Seng Index."""
    row = {
        "name": f"HSI Futures {code[3:]}", "security": {"market": 1, "code": code}, "lastTradeTime": last_trade,
        "owner": {"market": 1, "code": "800000"}, "ownerOther": "", "exchange": "HKEX", "contractType": "Index Futures",
        "contractSize": 50.0, "contractSizeUnit": "index points", "quoteCurrency": "HKD", "minVar": 1.0,
        "minVarUnit": "points", "timeZone": "HKT", "exchangeFormatUrl": "",
        "tradeTime": [{"begin": 555, "end": 720}, {"begin": 780, "end": 990}, {"begin": 1035, "end": 1620}],
    }  # fmt: skip
    return qot_get_future_info_pb2.FutureInfo(**(row | fields))


def futures_listed(codes: Iterable[str]) -> qot_get_static_info_pb2.S2C:
    """3202 of futures."""
    return qot_get_static_info_pb2.S2C(
        staticInfoList=[
            {
                "basic": {
                    "security": {"market": 1, "code": code}, "id": 1, "lotSize": 50, "secType": 10,
                    "name": f"HSI Futures {code[3:]}", "listTime": "",
                }
            }
            for code in codes
        ]
    )  # fmt: skip


def future_quote(code: str, last: float, settled: float) -> qot_common_pb2.BasicQot:
    return qot_common_pb2.BasicQot(
        security=Security.parse(f"HK.{code}").message(), isSuspended=False, listTime="", priceSpread=1.0,
        updateTime="2026-11-23 10:42:07", highPrice=last, openPrice=last, lowPrice=last, curPrice=last,
        lastClosePrice=settled, volume=24_800, turnover=1.0, turnoverRate=0.0, amplitude=0.0,
        futureExData={"lastSettlePrice": settled, "position": 130_200, "positionChange": -5_018},
    )  # fmt: skip
