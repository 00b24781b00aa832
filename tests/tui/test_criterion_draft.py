"""Criteria as they are written, names that they are found by, and the sets that are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from futu_tui.feed.lookups.criteria import (
    Comparison,
    CriteriaSet,
    Criterion,
    Figure,
    Indicator,
    Pattern,
    Position,
    Report,
    Sort,
)
from futu_tui.feed.lookups.screen_fields import BY_WIRE, FIELDS
from futu_tui.trading.amounts import NotANumber
from futu_tui.tui.criteria_sets import BUILT_IN, CriteriaSets, SetNameError
from futu_tui.tui.criterion_draft import CriterionDraft, typed_bound
from futu_tui.tui.fuzzy import found
from tests.unit.feed.test_stock_filter import ALL, CHEAP, FALLEN, MA, PE, RSI

NONE = CriteriaSet()


def troubles(draft: CriterionDraft, among: CriteriaSet = NONE) -> dict[str, str]:
    criterion, told = draft.read(among)
    assert (criterion is None) == any(trouble.blocking for trouble in told)
    return {trouble.field: trouble.text for trouble in told}


class TestBounds:
    @pytest.mark.parametrize(
        ("text", "number"),
        [("", None), ("12.5", "12.5"), ("-30", "-30"), ("-30%", "-30"), ("+5 %", "5"), ("20B", "20000000000"),
         ("1.5m", "1500000"), ("10k", "10000"), ("-2b", "-2000000000"), ("1,200", "1200")],
    )  # fmt: skip
    def test_as_people_write_them(self, text: str, number: str | None) -> None:
        assert typed_bound(text) == (None if number is None else Decimal(number))

    @pytest.mark.parametrize("text", ["-", "%", "5-", "--5", "B", "1..2", "1e5", "k"])
    def test_what_is_no_number(self, text: str) -> None:
        with pytest.raises(NotANumber):
            typed_bound(text)


class TestDrafts:
    @pytest.mark.parametrize("criterion", ALL)
    def test_a_change_begins_with_what_is_there(self, criterion: Criterion) -> None:
        assert CriterionDraft.of(criterion).read(NONE) == (criterion, [])

    def test_the_most_is_not_below_the_least(self) -> None:
        draft = CriterionDraft(PE, low="15", high="5")
        assert troubles(draft) == {"high": "the most cannot be below the least, 15"}
        draft.high = "15"
        assert draft.read(NONE)[0] == Figure(PE, Decimal(15), Decimal(15))

    @pytest.mark.parametrize(
        ("draft", "field", "words"),
        [
            (CriterionDraft(PE, low="-"), "low", "no number"),
            (CriterionDraft(PE, low="0.0005"), "low", "three decimals"),
            (CriterionDraft(FALLEN.field, days="0"), "days", "from 1 to 1,000"),
            (CriterionDraft(FALLEN.field, days=""), "days", "whole number"),
            (CriterionDraft(BY_WIRE["StockField_StockCode"]), "sort", "only sorts"),
            (CriterionDraft(BY_WIRE["PatternField_MAAlignmentLong"], in_a_row="13"), "in_a_row", "from 1 to 12"),
            (CriterionDraft(RSI, parameters="12"), "value", "write a number"),
            (CriterionDraft(RSI, parameters="12,3", value="30"), "parameters", "takes a whole number, as in 12"),
            (CriterionDraft(RSI, parameters="0", value="30"), "parameters", "from 1 to 1,000"),
            (CriterionDraft(MA, parameters="5", second=MA, second_parameters="5"), "second", "with itself"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_told_beside_its_field(
        self, draft: CriterionDraft, field: str, words: str
    ) -> None:
        assert words in troubles(draft)[field]

    def test_what_is_on_another_scale_is_told_and_can_be(self) -> None:
        draft = CriterionDraft(RSI, parameters="12", second=MA, second_parameters="5")
        criterion, told = draft.read(NONE)
        assert criterion == Comparison(Indicator(RSI, (12,)), Position.ABOVE, Indicator(MA, (5,)))
        assert "not on one scale" in told[0].text

    def test_one_that_is_there_already_is_named(self) -> None:
        assert (
            "criterion 1 already"
            in troubles(CriterionDraft(PE, low="1"), CriteriaSet(criteria=(CHEAP,)))["field"]
        )

    def test_an_indicator_begins_beside_one_that_it_is_usually_compared_with(self) -> None:
        draft = CriterionDraft.new(BY_WIRE["CustomIndicatorField_KDJ_K"])
        criterion, _ = draft.read(NONE)
        assert isinstance(criterion, Comparison)
        assert criterion.condition("HKD") == "above KDJ D 9,3,3"
        draft.take_second(None)
        assert "value" in troubles(draft)

    def test_words_of_criteria(self) -> None:
        assert (CHEAP.subject, CHEAP.condition("HKD")) == (
            "Price to earnings, last twelve months", "5 to 15 times",
        )  # fmt: skip
        assert (FALLEN.subject, FALLEN.condition("HKD")) == ("Change over 20 days", "at most -10.5 %")
        value = Figure(BY_WIRE["StockField_MarketVal"], Decimal(20_000_000_000))
        assert value.condition("USD") == "at least 20B USD"
        earning = Figure(BY_WIRE["FinancialField_BasicEPS"], report=Report.INTERIM)
        assert (earning.subject, earning.condition("HKD")) == ("Earnings per share, half year", "shown only")
        assert (
            Pattern(BY_WIRE["PatternField_BOLLBreakUpper"], in_a_row=3).condition("") == "on 3 bars in a row"
        )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pe", "Price to earnings, last year"), ("market cap", "Market value"), ("roe", "Return on equity"),
        ("gold macd", "MACD golden cross, low"), ("prc book", "Price to book"),
        ("bollinger up", "Above the upper Bollinger band"),
    ],
)  # fmt: skip
def test_fields_are_found_by_the_words_of_the_trade(typed: str, first: str) -> None:
    names = [field.name for field in found(typed, FIELDS, lambda each: each.name, lambda each: each.words)]
    assert first in names[:2]
    assert len(names) < len(FIELDS) / 4


def test_a_whole_name_comes_before_names_that_begin_with_it() -> None:
    names = [field.name for field in found("rsi", FIELDS, lambda each: each.name, lambda each: each.words)]
    assert names[0] == "RSI"


def test_words_that_nothing_has_find_nothing() -> None:
    assert found("earnings zebra", FIELDS, lambda each: each.name, lambda each: each.words) == []


class TestKeptSets:
    def test_they_are_there_at_the_next_start_under_their_names(self, tmp_path: Path) -> None:
        file = tmp_path / "screens.json"
        sets = CriteriaSets(file)
        sets.put("b", CriteriaSet(criteria=ALL))
        sets.put("A", CriteriaSet())
        sets.rename("A", "c")
        assert list(CriteriaSets(file).own) == ["b", "c"]
        assert CriteriaSets(file).own["b"] == CriteriaSet(criteria=ALL)
        sets.delete("b")
        assert list(CriteriaSets(file).own) == ["c"]

    def test_what_cannot_be_read_is_left_in_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "screens.json"
        file.write_text(json.dumps({"newer": {"market": "HK", "criteria": [{"field": "FutureField_X"}]}}))
        sets = CriteriaSets(file)
        assert not sets.own
        sets.put("mine", CriteriaSet())
        assert set(json.loads(file.read_text())) == {"newer", "mine"}

    @pytest.mark.parametrize("name", ["", "  ", "Growth", "x" * 25, "taken"])
    def test_names_that_cannot_be(self, name: str) -> None:
        sets = CriteriaSets()
        sets.put("taken", CriteriaSet())
        with pytest.raises(SetNameError):
            sets.checked(name)

    @pytest.mark.parametrize("name", BUILT_IN)
    def test_the_sets_to_begin_with_can_be_written_as_they_are(self, name: str) -> None:
        built = BUILT_IN[name]
        assert sum(each.sort is not Sort.NO for each in built.criteria) == 1
        for at, criterion in enumerate(built.criteria):
            assert CriterionDraft.of(criterion).read(replace(built), at) == (criterion, [])
