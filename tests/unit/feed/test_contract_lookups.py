"""What is asked about options, warrants and futures, and what is read of the answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed.lookups import futures as futures_lookup
from futu_tui.feed.lookups import options, warrant_filter, warrants
from futu_tui.feed.lookups.bounds import Bounds
from futu_tui.feed.lookups.options import IndexClass, Moneyness, OptionFilter, OptionSide
from futu_tui.feed.lookups.warrant_filter import Days, WarrantFilter
from futu_tui.opend.errors import NoScope
from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.protocol.enums import enum_of
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_future_info_pb2,
    qot_get_option_chain_pb2,
    qot_get_option_expiration_date_pb2,
    qot_get_warrant_pb2,
)
from tests.tui.contract_data import chain_answer, future, option, warrant

TENCENT, CALL, PUT = map(Security.parse, ("HK.00700", "HK.TCH261127C510000", "HK.TCH261127P510000"))


class TestOptions:
    def test_expirations_come_soonest_first_and_without_what_is_no_day(self) -> None:
        answer = qot_get_option_expiration_date_pb2.S2C(
            dateList=[
                {"strikeTime": "2026-12-30", "optionExpiryDateDistance": 37, "cycle": 2},
                {"strikeTime": "soon", "optionExpiryDateDistance": 1},
                {"strikeTime": "2026-11-27", "optionExpiryDateDistance": 4},
            ]
        )
        found = options.read_expirations(answer)
        assert [(each.day, each.days, each.cycle) for each in found] == [
            (date(2026, 11, 27), 4, ""),
            (date(2026, 12, 30), 37, "monthly"),
        ]

    def test_a_chain_has_a_line_a_strike_with_the_sides_that_there_are(self) -> None:
        answer = chain_answer([(520.0, True, False), (510.0, True, True)])
        found = options.read_chain(answer)
        assert [(each.price, each.call, each.put) for each in found.strikes] == [
            (510.0, CALL, PUT),
            (520.0, Security.parse("HK.TCH261127C520000"), None),
        ]
        assert {listing.lot_size for listing in found.listings} == {100}
        assert {listing.owner for listing in found.listings} == {TENCENT}

    def test_a_contract_of_no_known_market_is_left_out(self) -> None:
        answer = chain_answer([(510.0, True, True)])
        answer.optionChain[0].option[0].call.basic.security.market = 999
        (strike,) = options.read_chain(answer).strikes
        assert (strike.call, strike.put) == (None, PUT)

    def test_a_filter_is_asked_for_as_the_wire_has_it(self) -> None:
        ranges = {name: Bounds(Decimal(1), None) for name in options.RANGES}
        wanted = OptionFilter(OptionSide.PUTS, Moneyness.OUT, IndexClass.SMALL, ranges)
        c2s = ParseDict(
            {"owner": {"market": 1, "code": "800000"}, "beginTime": "a", "endTime": "a", **wanted.body()},
            qot_get_option_chain_pb2.C2S(),
        )
        assert (c2s.type, c2s.condition, c2s.indexOptionType) == (2, 2, 2)
        assert c2s.dataFilter.netOpenInterestMin == 1
        assert len(c2s.dataFilter.ListFields()) == len(c2s.dataFilter.DESCRIPTOR.fields) / 2
        assert OptionFilter().body() == {}

    def test_a_filter_says_what_it_leaves(self) -> None:
        wanted = OptionFilter(OptionSide.CALLS, Moneyness.IN, ranges={"delta": Bounds(Decimal("0.3"), None)})
        assert wanted.words == "calls, in the money, Delta 0.3.."
        assert OptionFilter().words == ""


TEXTS = st.fixed_dictionaries(
    {
        "owner": st.sampled_from(["", "HK.00700"]),
        "types": st.sets(st.sampled_from(list(warrant_filter.TYPES.values()))).map(" ".join),
        "issuers": st.sets(st.sampled_from(list(warrant_filter.ISSUERS.values()))).map(" ".join),
        "status": st.sampled_from(list(warrant_filter.STATUSES.values())),
        "money": st.sampled_from(list(warrant_filter.MONEY.values())),
        "listed": st.sampled_from(list(warrant_filter.LISTED.values())),
        "maturity": st.sampled_from(["", "2026-12-01..", "..2027-01-31", "2026-12-01..2027-01-31"]),
        "sort": st.sampled_from(list(warrant_filter.SORTS.values())),
        "order": st.sampled_from(list(warrant_filter.ORDERS.values())),
        **{name: st.sampled_from(["", "1..2", "3..", "..4"]) for name in warrant_filter.RANGES},
    }
)


class TestWarrants:
    @given(TEXTS)
    def test_what_the_form_says_reads_back_and_can_be_asked(self, texts: dict[str, str]) -> None:
        wanted = WarrantFilter.of(texts)
        assert WarrantFilter.of(wanted.texts) == wanted
        c2s = ParseDict(wanted.body(200), qot_get_warrant_pb2.C2S())
        assert (c2s.begin, c2s.num, c2s.sortField) == (200, 200, wanted.sort)
        assert list(c2s.typeList) == list(wanted.types)
        assert c2s.HasField("owner") == bool(texts["owner"])
        for name in warrant_filter.RANGES:
            assert c2s.HasField(f"{name}Min") == (wanted.ranges.get(name, Bounds()).low is not None)
            assert c2s.HasField(f"{name}Max") == (wanted.ranges.get(name, Bounds()).high is not None)

    def test_every_filter_of_the_wire_can_be_set(self) -> None:
        everything = WarrantFilter(
            TENCENT, (1,), (2,), 1, 1, 1, Days(date(2026, 1, 1), date(2027, 1, 1)),
            {name: Bounds(Decimal(1), Decimal(2)) for name in warrant_filter.RANGES},
        )  # fmt: skip
        c2s = ParseDict(everything.body(0), qot_get_warrant_pb2.C2S())
        unset = {field.name for field in c2s.DESCRIPTOR.fields} - {
            field.name for field, _ in c2s.ListFields()
        }
        assert unset - {"header"} == set()  # begin and ascend are required, 0 and false here

    @pytest.mark.parametrize(
        ("names", "field"),
        [
            (warrant_filter.TYPES, "typeList"),
            (warrant_filter.ISSUERS, "issuerList"),
            (warrant_filter.STATUSES, "status"),
            (warrant_filter.MONEY, "priceType"),
            (warrant_filter.LISTED, "ipoPeriod"),
        ],
    )
    def test_every_value_of_the_wires_enums_has_a_name(self, names: dict[int, str], field: str) -> None:
        enum = enum_of(qot_get_warrant_pb2.C2S.DESCRIPTOR.fields_by_name[field])
        assert enum is not None
        assert set(enum.values_by_number) - {0} == set(names) - {0}
        assert len(set(names.values())) == len(names)

    def test_sort_fields_are_the_wires(self) -> None:
        numbers = set(qot_common_pb2.SortField.values())
        assert set(warrant_filter.SORTS) <= numbers
        assert len(set(warrant_filter.SORTS.values())) == len(warrant_filter.SORTS)

    @pytest.mark.parametrize(
        ("texts", "words"),
        [
            ({"types": "bull bare"}, "'bare' is none"),
            ({"issuers": "HS, XX"}, "'XX' is none"),
            ({"maturity": "2027..2026"}, "write days like"),
            ({"maturity": "2027-01-02..2027-01-01"}, "turn them round"),
            ({"owner": "Tencent"}, "no security"),
            ({"premium": "a"}, "no number"),
            ({"sort": "beauty"}, "'beauty' is none of"),
        ],
    )
    def test_what_cannot_be_is_refused_with_what_to_write(self, texts: dict[str, str], words: str) -> None:
        with pytest.raises(ValueError, match=words):
            WarrantFilter.of(texts)

    @pytest.mark.parametrize(
        ("text", "code"), [("700", "HK.00700"), ("00700", "HK.00700"), ("us.aapl", "US.aapl")]
    )
    def test_an_underlying_of_hong_kong_is_written_by_its_number(self, text: str, code: str) -> None:
        assert str(warrant_filter.underlying(text)) == code

    def test_a_row_has_what_its_type_has(self) -> None:
        answer = qot_get_warrant_pb2.S2C(
            lastPage=True,
            allCount=3,
            warrantDataList=[
                warrant("53071", 4, recoveryPrice=575.0, priceRecoveryRatio=-11.65),
                warrant("13010", 1, impliedVolatility=34.5, delta=0.53),
                warrant("47010", 5, upperStrikePrice=594.0, lowerStrikePrice=442.0),
            ],
        )
        page = warrants.read_warrants(answer)
        bear, call, inline = page.warrants
        assert (bear.type, bear.call_price, bear.to_call, bear.iv) == ("bear", 575.0, -11.65, None)
        assert (call.type, call.call_price, call.iv, call.delta) == ("call", None, 34.5, 0.53)
        assert (inline.lower, inline.upper) == (442.0, 594.0)
        assert (page.is_last, page.found) == (True, 3)
        assert (bear.listing.lot_size, bear.listing.sec_type) == (10_000, 5)


class TestFutures:
    def test_terms_are_read_with_hours_past_midnight(self) -> None:
        row = future(
            "HSI2612", "2026-12-30", tradeTime=[{"begin": 555, "end": 720}, {"begin": 1035, "end": 1620}]
        )
        (read,) = futures_lookup.read_terms(qot_get_future_info_pb2.S2C(futureInfoList=[row]))
        assert read.hours_text == "09:15-12:00 17:15-03:00"
        assert (read.last_trade, read.is_main) == (date(2026, 12, 30), False)
        assert read.days_left(date(2026, 12, 1)) == 29

    def test_a_continuous_contract_has_no_last_day_but_a_month_behind_it(self) -> None:
        row = future("HSImain", "", origin={"market": 1, "code": "HSI2611"})
        (read,) = futures_lookup.read_terms(qot_get_future_info_pb2.S2C(futureInfoList=[row]))
        assert read.is_main
        assert read.days_left(date(2026, 12, 1)) is None
        assert str(read.origin) == "HK.HSI2611"

    async def test_one_that_is_refused_costs_only_itself(self) -> None:
        gateway = Refusing({"HSI2612"})
        asked = [Security.parse(f"HK.HSI26{month:02}") for month in range(1, 13)]
        found = await futures_lookup.terms(gateway, asked)
        assert [each.security for each in found] == asked[:-1]

    async def test_a_market_without_a_right_has_none_but_all_refused_is_told(self) -> None:
        assert [str(each.security) for each in await futures_lookup.known_futures(Refusing(set()))] == [
            "HK.HSImain"
        ]
        with pytest.raises(NoScope):
            await futures_lookup.known_futures(Refusing(set(), markets=()))


class Refusing:
    """A gateway that refuses every request with one of these codes, and lists one future in its markets."""

    conn_id = 1

    def __init__(self, codes: set[str], markets: tuple[int, ...] = (1,)) -> None:
        self.codes = codes
        self.markets = markets

    async def request(self, protocol: int, c2s: Any = None, **_: Any) -> Any:
        answer = PROTOCOLS[protocol].response().s2c  # type: ignore[misc]
        if protocol == ProtoId.QOT_GET_STATIC_INFO:
            if c2s["market"] not in self.markets:
                raise NoScope("no right")
            info = option(510.0, True)
            info.basic.security.code, info.basic.secType = "HSImain", 10
            answer.staticInfoList.append(info)
            return answer
        codes = [each["code"] for each in c2s["securityList"]]
        if self.codes & set(codes):
            raise NoScope("not this one")
        answer.futureInfoList.extend(future(code, "2026-12-30") for code in codes)
        return answer
