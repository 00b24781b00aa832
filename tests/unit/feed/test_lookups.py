"""What lookups read out of the gateway's answers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from google.protobuf.descriptor import Descriptor

from futu_tui.feed.lookups import snapshot_tables as tables
from futu_tui.feed.lookups.adjustments import Act, Kind, read_adjustments
from futu_tui.feed.lookups.code_changes import read_changes
from futu_tui.feed.lookups.enum_words import words_of
from futu_tui.feed.lookups.facts import Answers, live, read_facts, read_suspensions
from futu_tui.feed.lookups.figures import Figure, Read, Value
from futu_tui.feed.lookups.listed import read_listings
from futu_tui.feed.lookups.plates import Plate, read_plates
from futu_tui.market import ExtendedHours, Quote
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_code_change_pb2,
    qot_get_market_state_pb2,
    qot_get_suspend_pb2,
)
from futu_tui.protocol.pb import qot_get_security_snapshot_pb2 as snapshot_pb2

TENCENT = Security.parse("HK.00700")
WARRANT = Security.parse("HK.13009")

_BASIC = (
    tables.IDENTITY
    + tables.STATE
    + tables.PRICE
    + tables.BOOK
    + tables.TRADED
    + tables.RANGES
    + tables.MARGIN
)
_NESTED = {"preMarket", "afterMarket", "overnight"}


def fields_of(table: Iterable[Read]) -> set[str]:
    return {field for row in table for field in (row.field, row.exact) if field}


@pytest.mark.parametrize(
    ("message", "table", "besides"),
    [
        (snapshot_pb2.SnapshotBasicData, _BASIC, _NESTED),
        (qot_common_pb2.PreAfterMarketData, tables.EXTENDED, set()),
        (snapshot_pb2.EquitySnapshotExData, tables.EQUITY, set()),
        (snapshot_pb2.WarrantSnapshotExData, tables.WARRANT, set()),
        (snapshot_pb2.OptionSnapshotExData, tables.OPTION, set()),
        (snapshot_pb2.IndexSnapshotExData, tables.MEMBERS, set()),
        (snapshot_pb2.PlateSnapshotExData, tables.MEMBERS, set()),
        (snapshot_pb2.FutureSnapshotExData, tables.FUTURE, set()),
        (snapshot_pb2.TrustSnapshotExData, tables.FUND, set()),
        (qot_common_pb2.SecurityStaticBasic, tables.STATIC_BASIC, set()),
        (qot_common_pb2.WarrantStaticExData, tables.STATIC_WARRANT, set()),
        (qot_common_pb2.OptionStaticExData, tables.STATIC_OPTION, set()),
        (qot_common_pb2.FutureStaticExData, tables.STATIC_FUTURE, set()),
    ],
    ids=lambda value: getattr(getattr(value, "DESCRIPTOR", None), "name", ""),
)
def test_every_field_of_a_snapshot_is_read_but_its_epoch_seconds(
    message: type, table: tuple[Read, ...], besides: set[str]
) -> None:
    descriptor: Descriptor = message.DESCRIPTOR  # type: ignore[attr-defined]
    wire = {field.name for field in descriptor.fields if not field.name.endswith("Timestamp")}
    assert fields_of(table) == wire - besides
    assert len({row.label for row in table}) == len(table)


def test_the_kinds_of_a_snapshot_are_all_read() -> None:
    wire = {field.name for field in snapshot_pb2.Snapshot.DESCRIPTOR.fields} - {"basic"}
    assert {field for field, _, _ in tables.KINDS} == wire


def basic(**fields: object) -> snapshot_pb2.SnapshotBasicData:
    told: dict[str, object] = {
        "security": TENCENT.message(), "type": 3, "isSuspend": False, "listTime": "2004-06-16", "lotSize": 100,
        "priceSpread": 0.5, "updateTime": "2026-11-23 10:42:07", "highPrice": 515.0, "openPrice": 510.0,
        "lowPrice": 509.0, "lastClosePrice": 500.0, "curPrice": 512.5, "volume": 1_200, "turnover": 6e5,
        "turnoverRate": 0.1,
    }  # fmt: skip
    return snapshot_pb2.SnapshotBasicData(**(told | fields))  # type: ignore[arg-type]


def values(figures: Iterable[Figure]) -> dict[tuple[str, str], Value]:
    return {figure.place: figure.value for figure in figures}


def test_facts_come_from_all_four_answers_each_once() -> None:
    static = qot_common_pb2.SecurityStaticInfo(
        basic=qot_common_pb2.SecurityStaticBasic(
            security=WARRANT.message(), id=7, lotSize=10_000, secType=5, name="GS-TENCENT", listTime="2026-01-02",
            exchType=1,
        ),
        warrantExData=qot_common_pb2.WarrantStaticExData(type=3, owner=TENCENT.message()),
    )  # fmt: skip
    snapshot = snapshot_pb2.Snapshot(
        basic=basic(security=WARRANT.message(), type=5, preMarket=qot_common_pb2.PreAfterMarketData(price=1.5)),
        warrantExData=snapshot_pb2.WarrantSnapshotExData(
            conversionRate=10, warrantType=3, strikePrice=480.0, maturityTime="2027-01-04",
            endTradeTime="2026-12-30", owner=TENCENT.message(), recoveryPrice=490.0, streetVolumn=1, issueVolumn=2,
            streetRate=3.0, delta=0.0, impliedVolatility=0.0, premium=-1.5,
        ),
    )  # fmt: skip
    state = qot_get_market_state_pb2.MarketInfo(security=WARRANT.message(), name="x", marketState=4)
    suspensions = qot_get_suspend_pb2.SecuritySuspend(security=WARRANT.message())
    suspensions.suspendList.add(time="2026-03-02 00:00:00")
    figures = list(read_facts(Answers(static, snapshot, state, suspensions)))
    told = values(figures)
    assert len(told) == len(figures)
    groups = [figure.group for figure in figures]
    assert list(dict.fromkeys(groups)) == [
        "Price",
        "Book",
        "Traded",
        "Pre-market",
        "Warrant",
        "Market",
        "Security",
    ]
    assert told["Price", "Change"] == 12.5
    assert told["Price", "Change %"] == pytest.approx(2.5)
    assert told["Pre-market", "Last"] == 1.5
    assert told["Warrant", "Type"] == "Bull"
    assert told["Warrant", "Underlying"] == TENCENT
    assert told["Market", "State"] == "Lunch break"
    assert told["Market", "Suspended in a year"] == 1
    assert told["Market", "Suspended day 1"] == "2026-03-02"
    assert told["Security", "Exchange"] == "HK main board"
    assert told["Security", "Kind"] == "Warrant"


def test_what_is_refused_is_told_and_costs_only_itself() -> None:
    snapshot = snapshot_pb2.Snapshot(basic=basic())
    refused = GatewayError("no right")
    told = values(read_facts(Answers(None, snapshot, refused, refused)))
    assert told["Not told", "Market state"] == "no right"
    assert told["Not told", "Suspensions"] == "no right"
    assert told["Price", "Last"] == 512.5


def test_sizes_come_with_the_fractions_of_a_unit_where_these_trade() -> None:
    whole = values(read_facts(Answers(snapshot=snapshot_pb2.Snapshot(basic=basic()))))
    assert whole["Traded", "Volume"] == 1_200
    snapshot = snapshot_pb2.Snapshot(basic=basic(hpVolume=1200.25))
    figures = list(read_facts(Answers(snapshot=snapshot)))
    assert values(figures)["Traded", "Volume"] == 1200.25
    now = live(figures, Quote(TENCENT, last=513.0, prev_close=500.0, volume=1_300))
    assert values(now)["Traded", "Volume"] == 1200.25
    assert values(now)["Price", "Last"] == 513.0


def test_the_quote_of_now_takes_the_place_of_what_was_told() -> None:
    extended = qot_common_pb2.PreAfterMarketData(price=1.5, volume=3)
    snapshot = snapshot_pb2.Snapshot(
        basic=basic(afterMarket=extended, bidPrice=512.0, bidVol=4, avgPrice=511.0)
    )
    figures = list(read_facts(Answers(snapshot=snapshot)))
    quote = Quote(
        TENCENT, last=514.0, prev_close=500.0, bid=513.5, bid_size=900, suspended=True,
        after=ExtendedHours(1.6, 1.7, 1.4, 30, 48.0, 0.1, 6.7),
    )  # fmt: skip
    told = values(live(figures, quote))
    assert told["Price", "Last"] == 514.0
    assert told["Price", "Change"] == 14.0
    assert told["Price", "Open"] is None
    assert told["Price", "Average"] == 511.0
    assert (told["Book", "Bid"], told["Book", "Bid size"]) == (513.5, 900)
    assert (told["After hours", "Last"], told["After hours", "Volume"]) == (1.6, 30)
    assert told["Market", "Suspended"] is True
    assert told["Market", "Updated"] == "2026-11-23 10:42:07"


def test_numbers_that_can_be_none_are_unknown() -> None:
    snapshot = snapshot_pb2.Snapshot(basic=basic(curPrice=0.0, turnover=float("inf")))
    told = values(read_facts(Answers(snapshot=snapshot)))
    assert told["Price", "Last"] is None
    assert told["Price", "Change"] is None
    assert told["Traded", "Turnover"] == 0.0


def test_many_suspended_days_are_counted_and_the_latest_told() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (3, 4) for day in range(1, 11)]
    figures = list(read_suspensions([*days, days[0]]))
    assert figures[0].value == 20
    assert [figure.value for figure in figures[1:]] == sorted(days, reverse=True)[:12]


@pytest.mark.parametrize(
    ("field", "number", "words"),
    [
        ("secType", 3, "Shares"),
        ("secType", 99, "99"),
        ("exchType", 4, "NYSE"),
        ("exchType", 12, "CME"),
        ("exchType", 0, "Unknown"),
    ],
)
def test_enums_are_told_in_words_and_unknown_numbers_stay_numbers(
    field: str, number: int, words: str
) -> None:
    descriptor = qot_common_pb2.SecurityStaticBasic.DESCRIPTOR.fields_by_name[field]
    assert words_of(descriptor, number) == words


def test_every_value_of_the_enums_that_facts_tell_has_words() -> None:
    messages = (
        qot_common_pb2.SecurityStaticBasic, qot_common_pb2.OptionStaticExData, snapshot_pb2.SnapshotBasicData,
        snapshot_pb2.OptionSnapshotExData, snapshot_pb2.WarrantSnapshotExData, snapshot_pb2.TrustSnapshotExData,
        qot_get_market_state_pb2.MarketInfo, qot_get_code_change_pb2.CodeChangeInfo,
    )  # fmt: skip
    from futu_tui.protocol.enums import enum_of

    for message in messages:
        for field in message.DESCRIPTOR.fields:
            enum = enum_of(field)
            for value in enum.values if enum is not None else ():
                words = words_of(field, value.number)
                assert words[0].isalnum(), (field.name, value.name)
                assert "_" not in words
                assert not words.isdigit()


def rehab(day: str, flag: int, **fields: float) -> qot_common_pb2.Rehab:
    return qot_common_pb2.Rehab(
        time=day, companyActFlag=flag, fwdFactorA=1.0, fwdFactorB=-2.4, bwdFactorA=1.0, bwdFactorB=2.4,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def test_an_adjustment_tells_what_its_flag_names_and_no_more() -> None:
    early = rehab(
        "2025-05-19", Kind.DIVIDEND | Kind.SPECIAL, dividend=2.4, spDividend=0.1, splitBase=1, splitErt=5
    )
    late = rehab(
        "2026-05-15",
        Kind.SPLIT | Kind.ALLOT,
        splitBase=1,
        splitErt=5,
        allotBase=4,
        allotErt=1,
        allotPrice=3.5,
    )
    first, second = read_adjustments([early, late])
    assert first.day == "2026-05-15"
    assert first.acts == (Act(Kind.SPLIT, 1, 5), Act(Kind.ALLOT, 4, 1, 3.5))
    assert first.cash is None
    assert second.acts == (Act(Kind.DIVIDEND, money=2.4), Act(Kind.SPECIAL, money=0.1))
    assert second.cash == pytest.approx(2.5)
    assert second.forward_b == -2.4


def test_rows_of_markets_unknown_are_left_out() -> None:
    strange = qot_common_pb2.Security(market=12345, code="X")
    plates = [
        qot_common_pb2.PlateInfo(plate=TENCENT.message(), name="A", plateType=2),
        qot_common_pb2.PlateInfo(plate=strange, name="B"),
        qot_common_pb2.PlateInfo(plate=WARRANT.message(), name="C"),
    ]
    assert list(read_plates(plates, 3)) == [Plate(TENCENT, "A", 2), Plate(WARRANT, "C", 3)]
    static = qot_common_pb2.SecurityStaticInfo(
        basic=qot_common_pb2.SecurityStaticBasic(
            security=strange, id=1, lotSize=1, secType=3, name="B", listTime=""
        )
    )
    assert list(read_listings([static])) == []
    change = qot_get_code_change_pb2.CodeChangeInfo(
        type=3,
        security=TENCENT.message(),
        relatedSecurity=WARRANT.message(),
        publicTime="2026-01-02 08:00:00",
    )
    odd = qot_get_code_change_pb2.CodeChangeInfo(type=3, security=strange, relatedSecurity=WARRANT.message())
    (read,) = read_changes([change, odd])
    assert (read.kind, read.related, read.announced, read.ends) == (
        "Another lot size",
        WARRANT,
        "2026-01-02",
        "",
    )
