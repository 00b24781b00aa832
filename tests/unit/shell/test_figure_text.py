"""How figures of a security are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed.lookups.adjustments import Act, Kind
from futu_tui.feed.lookups.figures import Figure, Unit, Value
from futu_tui.protocol import Security
from futu_tui.tui.figure_text import counted, plain, unit_text, value_text
from futu_tui.tui.widgets.fact_sheet import LABEL, arrange, room_for
from futu_tui.tui.widgets.security_columns import act_words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.PRICE, "-"),
        (512.4999, Unit.PRICE, "512.500"),
        (-6.5, Unit.CHANGE, "-6.500"),
        (488.2, Unit.LEVEL, "488.20"),
        (0.0125, Unit.LEVEL, "0.0125"),
        (4_679_125_000_000.4, Unit.MONEY, "4,679,125,000,000"),
        (12_412_300, Unit.SHARES, "12,412,300"),
        (1200.25, Unit.SHARES, "1,200.25"),
        (2.5, Unit.PERCENT, "2.50"),
        (2.5, Unit.MOVE, "+2.50"),
        (-3, Unit.DAYS, "-3"),
        (0.512345678, Unit.NUMBER, "0.512346"),
        (10.0, Unit.NUMBER, "10"),
        (True, Unit.YES_NO, "yes"),
        (False, Unit.YES_NO, "no"),
        (Security.parse("HK.00700"), Unit.SECURITY, "HK.00700"),
        ("2026-11-23 10:42:07", Unit.TIME, "11-23 10:42:07"),
        ("2026-11-23", Unit.DAY, "2026-11-23"),
        ("a\x1b[2Jb", Unit.WORDS, "a[2Jb"),
        ("", Unit.WORDS, "-"),
    ],
)
def test_a_figure_is_written_by_its_unit(value: Value, unit: Unit, text: str) -> None:
    assert value_text(value, unit, 3) == text


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**18), 10**18), st.sampled_from(Unit))
def test_any_number_can_be_written(value: float, unit: Unit) -> None:
    text = value_text(value, unit, 2)
    assert text
    assert text.isprintable()
    if isinstance(value, float) and not math.isfinite(value):
        assert text == "-"


@pytest.mark.parametrize(
    ("value", "unit", "group", "beside"),
    [
        (1.0, Unit.PRICE, "Company", "HKD"),
        (1.0, Unit.PRICE, "Members", "points"),
        (1.0, Unit.MONEY, "Members", "HKD"),
        (1, Unit.SHARES, "Company", "shares"),
        (1, Unit.SHARES, "Option", "contr."),
        (1.0, Unit.MOVE, "Company", "%"),
        (None, Unit.PRICE, "Company", ""),
        ("x", Unit.WORDS, "Company", ""),
        (1, Unit.COUNT, "Company", ""),
    ],
)
def test_the_unit_stands_beside_it(value: Value, unit: Unit, group: str, beside: str) -> None:
    assert unit_text(Figure("", "", value, unit), counted("HKD", {group})) == beside


@pytest.mark.parametrize(
    ("value", "least", "text"),
    [(24.381, 2, "24.381"), (24.0, 2, "24.00"), (24.0, 0, "24"), (1000.5, 0, "1,000.5"), (1e-9, 0, "0")],
)
def test_a_number_has_the_decimals_that_it_needs(value: float, least: int, text: str) -> None:
    assert plain(value, least) == text


@given(st.lists(st.sampled_from("ABC"), max_size=12), st.integers(1, 3))
def test_lines_keep_the_order_and_no_two_groups_share_one(groups: list[str], across: int) -> None:
    figures = [Figure(group, str(n), n, Unit.COUNT) for n, group in enumerate(sorted(groups))]
    lines = list(arrange(figures, across))
    assert [figure for line in lines for figure in line.figures] == figures
    assert all(len({figure.group for figure in line.figures}) == 1 for line in lines)
    assert all(0 < len(line.figures) <= across for line in lines)
    assert [line.group for line in lines if line.group] == sorted(set(groups))


def test_the_width_says_how_many_figures_stand_side_by_side() -> None:
    assert [room_for(cells) for cells in (20, 72, 110, 149, 400)] == [1, 1, 2, 3, 3]


def test_labels_fit() -> None:
    from futu_tui.feed.lookups import snapshot_tables as tables
    from futu_tui.feed.lookups.figures import Read

    rows = [row for table in vars(tables).values() if isinstance(table, tuple) for row in table]
    labels = [row.label for row in rows if isinstance(row, Read)]
    assert len(labels) > 100
    assert [label for label in labels if len(label) > LABEL] == []


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Act(Kind.SPLIT, 1, 5), "Split: 1 became 5"),
        (Act(Kind.JOIN, 10, 1), "Consolidation: 10 became 1"),
        (Act(Kind.BONUS, 10, 1), "Bonus: 1 for 10"),
        (Act(Kind.TRANSFER, 10, 3), "Bonus from reserves: 3 for 10"),
        (Act(Kind.ALLOT, 4, 1, 3.5), "Rights: 1 for 4 at 3.50 HKD"),
        (Act(Kind.ADD, 4, 1, 3.5), "Offer: 1 for 4 at 3.50 HKD"),
        (Act(Kind.DIVIDEND, money=0.0125), "Dividend 0.0125 HKD a share"),
        (Act(Kind.SPECIAL, money=2.0), "Special dividend 2.00 HKD a share"),
        (Act(Kind.SPIN_OFF, 21, 1), "Spin-off: 1 of the new company for 21"),
    ],
)
def test_what_a_company_did_is_told_in_words(act: Act, words: str) -> None:
    assert act_words(act, "HKD") == words
