"""Criteria of the stock filter: whole, to the wire and back from a file, and their answers and refusals read."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from google.protobuf.json_format import ParseDict
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed.lookups.criteria import (
    MOST_BARS,
    Bars,
    Comparison,
    CriteriaSet,
    Criterion,
    Figure,
    Indicator,
    Pattern,
    Position,
    Report,
    Sort,
    bound_text,
)
from futu_tui.feed.lookups.criteria_rows import read, request_of, stored
from futu_tui.feed.lookups.screen_fields import BY_WIRE, FIELDS, INDICATORS, Kind
from futu_tui.feed.lookups.stock_filter import blamed, page_of
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_stock_filter_pb2 as wire

PE = BY_WIRE["StockField_PeTTM"]
CHANGE = BY_WIRE["AccumulateField_ChangeRate"]
ROE = BY_WIRE["FinancialField_ReturnOnEquityRate"]
CROSS = BY_WIRE["PatternField_MACDGoldCrossLow"]
MA, RSI = BY_WIRE["CustomIndicatorField_MA"], BY_WIRE["CustomIndicatorField_RSI"]

CHEAP = Figure(PE, Decimal(5), Decimal(15), sort=Sort.LOWEST)
FALLEN = Figure(CHANGE, None, Decimal("-10.5"), days=20)
EARNING = Figure(ROE, Decimal(15), report=Report.LATEST)
CROSSED = Pattern(CROSS, Bars.WEEK, 2)
RISING = Comparison(Indicator(MA, (20,)), Position.CROSSES_UP, Indicator(MA, (60,)))
OVERSOLD = Comparison(Indicator(RSI, (12,)), Position.BELOW, Decimal(30), Bars.HOUR, 3)
ALL = (CHEAP, FALLEN, EARNING, CROSSED, RISING, OVERSOLD)

_bounds = st.none() | st.decimals(-(10**12), 10**12, places=3)
_bars, _rows = st.sampled_from(Bars), st.integers(1, MOST_BARS)
_indicators = st.sampled_from(INDICATORS).map(lambda each: Indicator(each, each.parameters))
_criteria = st.one_of(
    st.builds(
        Figure,
        st.sampled_from([field for field in FIELDS if field.sorts]),
        _bounds, _bounds, st.integers(1, 1000), st.sampled_from(Report), st.sampled_from(Sort),
    ),
    st.builds(Pattern, st.sampled_from([field for field in FIELDS if field.kind is Kind.PATTERN]), _bars, _rows),
    st.builds(
        Comparison, _indicators, st.sampled_from(Position),
        _indicators | st.decimals(-(10**9), 10**9, places=3), _bars, _rows, st.booleans(),
    ),
)  # fmt: skip


class TestFields:
    def test_none_of_the_wire_is_left_out(self) -> None:
        enums = ("StockField", "AccumulateField", "FinancialField", "PatternField", "CustomIndicatorField")
        by_name = wire.DESCRIPTOR.enum_types_by_name
        names = {value.name for enum in enums for value in by_name[enum].values if value.number}
        assert set(BY_WIRE) == names - {"CustomIndicatorField_Value"}
        assert len(FIELDS) == len(BY_WIRE)

    def test_names_tell_them_apart(self) -> None:
        assert len({(field.kind, field.name) for field in FIELDS}) == len(FIELDS)


class TestRequests:
    def test_every_kind_of_criterion_has_its_list(self) -> None:
        wanted = CriteriaSet(Market.US, Security.parse("US.LIST2001"), "Banks", ALL)
        body = request_of(wanted, 200, 50)
        ParseDict(body, wire.C2S())  # the wire takes it
        assert (body["begin"], body["num"], body["market"]) == (200, 50, 11)
        assert body["plate"] == {"market": 11, "code": "LIST2001"}
        (base,), (days,), (report,) = (
            body[f"{name}FilterList"] for name in ("base", "accumulate", "financial")
        )
        assert base == {
            "fieldName": wire.StockField_PeTTM, "isNoFilter": False, "filterMin": 5.0, "filterMax": 15.0, "sortDir": 1
        }  # fmt: skip
        assert days == {"fieldName": 1, "isNoFilter": False, "filterMax": -10.5, "days": 20}
        assert report == {"fieldName": 8, "isNoFilter": False, "filterMin": 15.0, "quarter": 5}
        (pattern,) = body["patternFilterList"]
        assert pattern == {"fieldName": 13, "isNoFilter": False, "klType": 3, "consecutivePeriod": 2}
        rising, oversold = body["customIndicatorFilterList"]
        assert (rising["firstFieldName"], rising["firstFieldParaList"], rising["relativePosition"]) == (
            30,
            [20],
            3,
        )
        assert (rising["secondFieldName"], rising["secondFieldParaList"]) == (30, [60])
        assert (oversold["secondFieldName"], oversold["fieldValue"], oversold["klType"]) == (17, 30.0, 9)

    def test_without_bounds_a_figure_is_told_of_and_filters_nothing(self) -> None:
        (row,) = request_of(CriteriaSet(criteria=(Figure(PE),)), 0, 1)["baseFilterList"]
        assert row == {"fieldName": wire.StockField_PeTTM, "isNoFilter": True}

    def test_one_criterion_sorts(self) -> None:
        wanted = CriteriaSet().with_criterion(CHEAP).with_criterion(Figure(CHANGE, sort=Sort.HIGHEST))
        assert [each.sort for each in wanted.criteria] == [Sort.NO, Sort.HIGHEST]

    def test_two_of_one_subject_could_not_be_told_apart(self) -> None:
        wanted = CriteriaSet(criteria=(CHEAP, FALLEN))
        assert "criterion 1 already" in wanted.problem_with(Figure(PE))
        assert not wanted.problem_with(Figure(PE), at=0)
        assert not wanted.problem_with(Figure(CHANGE, days=5))

    def test_another_market_has_another_plate(self) -> None:
        assert CriteriaSet().in_plate(Security.parse("HK.BK1003"), "Banks").moved_to(Market.US).plate is None


class TestFiles:
    @given(st.lists(_criteria, max_size=6), st.sampled_from([Market.HK, Market.US, Market.SH]))
    def test_what_is_kept_is_read_again(self, criteria: list[Criterion], market: Market) -> None:
        kept = CriteriaSet(market, Security(market, "BK1"), "A plate")
        for each in criteria:
            kept = kept.with_criterion(each)
        assert read(json.loads(json.dumps(stored(kept)))) == kept

    @pytest.mark.parametrize(
        "table",
        [
            None, {}, {"market": "HK"}, {"market": "FX", "criteria": []}, {"market": "HK", "criteria": [{}]},
            {"market": "HK", "criteria": ["PE"]}, {"market": "HK", "plate": "x", "criteria": []},
            {"market": "HK", "criteria": [{"field": "StockField_PeTTM", "low": "much", "days": 1}]},
            {"market": "HK", "criteria": [{"field": CROSS.wire, "bars": "DAY", "in_a_row": 13}]},
        ],
    )  # fmt: skip
    def test_what_is_no_set_is_said_to_be_none(self, table: object) -> None:
        with pytest.raises(ValueError, match=r"^no "):
            read(table)


class TestAnswers:
    def test_values_come_by_the_criteria_and_in_their_order(self) -> None:
        row = wire.StockData(security={"market": 1, "code": "00005"}, name="HSBC")
        row.financialDataList.add(fieldName=8, value=12.5, quarter=1)
        row.financialDataList.add(fieldName=8, value=16.5, quarter=5)
        row.accumulateDataList.add(fieldName=1, value=-11.0, days=20)
        row.customIndicatorDataList.add(fieldName=30, value=98.5, klType=2, fieldParaList=[60])
        row.customIndicatorDataList.add(fieldName=30, value=99.5, klType=2, fieldParaList=[20])
        row.customIndicatorDataList.add(fieldName=9, value=24.0, klType=9)
        answer = wire.S2C(
            lastPage=False,
            allCount=417,
            dataList=[row, wire.StockData(security={"market": 0, "code": ""}, name="")],
        )
        page = page_of(answer, ALL)
        (match,) = page.matches
        assert (match.security, match.name) == (Security.parse("HK.00005"), "HSBC")
        assert match.values == ((None,), (-11.0,), (16.5,), (), (99.5, 98.5), (24.0,))
        assert (page.total, page.end, page.last) == (417, 2, False)

    def test_an_empty_page_is_the_last_and_no_number_is_no_value(self) -> None:
        assert page_of(wire.S2C(lastPage=False, allCount=3), ALL).last
        row = wire.StockData(security={"market": 1, "code": "00005"}, name="HSBC")
        row.baseDataList.add(fieldName=wire.StockField_PeTTM, value=float("nan"))
        assert page_of(wire.S2C(lastPage=True, allCount=1, dataList=[row]), [CHEAP]).matches[0].values == (
            (None,),
        )


class TestRefusals:
    @pytest.mark.parametrize(
        ("words", "at"),
        [
            ("there is no value of FinancialField_ReturnOnEquityRate", 2),
            ("字段 PeTTM 无效", 0),
            ("customIndicatorFilterList[1]: too many parameters", 5),
            ("patternFilterList[0] is refused", 3),
            ("days must be from 1 to 1000", 1),
            ("quarter 5 is not there", 2),
            ("consecutivePeriod must be from 1 to 12", None),
            ("no quote right for the market", None),
            ("CustomIndicatorField_MA takes 1 parameters", 4),
        ],
    )
    def test_the_criterion_is_named_where_the_words_tell(self, words: str, at: int | None) -> None:
        assert blamed(words, ALL) == at


@pytest.mark.parametrize(
    ("number", "text"),
    [("20000000000", "20B"), ("-30.5", "-30.5"), ("1234567", "1,234,567"), ("1500000", "1.5M"), ("0", "0")],
)
def test_bounds_are_short_and_exact(number: str, text: str) -> None:
    assert bound_text(Decimal(number)) == text
