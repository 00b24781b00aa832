"""New issues as each market's are told."""

from __future__ import annotations

from typing import Any

from futu_tui.feed.lookups.ipos import ipos_of
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_get_ipo_list_pb2 as wire


def told(code: str, day: str = "2026-11-26", **terms: Any) -> wire.IpoData:
    market, _, bare = code.partition("_")
    basic = {"security": {"market": int(market), "code": bare}, "name": "A name", "listTime": day}
    return wire.IpoData(basic=basic, **terms)


HONG_KONG = told(
    "1_04074", hkExData={
        "ipoPriceMin": 8.38, "ipoPriceMax": 9.12, "listPrice": 0.0, "lotSize": 100, "entrancePrice": 921.2,
        "isSubscribeStatus": True, "applyEndTime": "2026-11-20 16:00:00",
    },
)  # fmt: skip
MAINLAND = told(
    "21_603436", "2026-12-04", cnExData={
        "applyCode": "732436", "issueSize": 260_000_000, "onlineIssueSize": 90_000_000, "applyUpperLimit": 26_000,
        "applyLimitMarketValue": 260_000, "isEstimateIpoPrice": True, "ipoPrice": 18.62, "industryPeRate": 24.05,
        "isEstimateWinningRatio": True, "winningRatio": 0.0786, "issuePeRate": 21.74, "applyTime": "2026-11-30",
        "winningTime": "2026-12-02", "isHasWon": True,
        "winningNumData": [{"winningName": "last 4", "winningInfo": "1234,5678"}],
    },
)  # fmt: skip


def test_hong_kong_has_lots_and_an_entrance_and_no_price_before_it_is_set() -> None:
    (ipo,) = ipos_of(wire.S2C(ipoList=[HONG_KONG]))
    assert (ipo.low, ipo.high, ipo.price, ipo.lot, ipo.entrance) == (8.38, 9.12, None, 100, 921.2)
    assert (ipo.open, ipo.apply_until, ipo.apply_code, ipo.issue) == (True, "2026-11-20 16:00:00", "", None)


def test_china_has_codes_ratios_and_estimates() -> None:
    (ipo,) = ipos_of(wire.S2C(ipoList=[MAINLAND]))
    assert (ipo.apply_code, ipo.price, ipo.price_estimated) == ("732436", 18.62, True)
    assert (ipo.ratio, ipo.ratio_estimated, ipo.numbers) == (0.0786, True, "last 4: 1234,5678")
    assert (ipo.drawn, ipo.online, ipo.apply_limit) == ("2026-12-02", 90_000_000, 26_000)


def test_others_have_what_is_told_of_them() -> None:
    terms = {"ipoPriceMin": 9.99, "ipoPriceMax": 11.97, "issueSize": 75_000_000}
    times = {"applyStartTime": "2026-11-01", "applyEndTime": "2026-11-05", "winningTime": "2026-11-07"}
    rows = [
        told("11_ZNQJ", usExData=terms),
        told("41_9999", jpExData=terms),
        told("31_ABC", sgExData={**terms, **times}),
        told("61_1234", myExData={"offerPrice": 2.5, "issueSize": 75_000_000, **times}),
        told("11_BARE"),
    ]
    found = {str(ipo.security): ipo for ipo in ipos_of(wire.S2C(ipoList=rows))}
    assert all(ipo.issue == 75_000_000 for code, ipo in found.items() if code != "US.BARE")
    assert found["US.ZNQJ"].high == found["JP.9999"].high == found["SG.ABC"].high == 11.97
    assert (found["MY.1234"].price, found["MY.1234"].low) == (2.5, None)
    assert (found["SG.ABC"].apply_from, found["MY.1234"].drawn) == ("2026-11-01", "2026-11-07")
    assert found["US.BARE"].high is None


def test_the_next_comes_first_and_those_without_a_day_last() -> None:
    nameless = told("0_")
    rows = [told("11_NONE", ""), MAINLAND, nameless, HONG_KONG]
    assert [ipo.security for ipo in ipos_of(wire.S2C(ipoList=rows))] == [
        Security.parse(code) for code in ("HK.04074", "SH.603436", "US.NONE")
    ]
