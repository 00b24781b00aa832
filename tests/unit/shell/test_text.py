"""Text from the wire on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from futu_tui.tui.text import clean, clean_lines, fit, wrapped


@pytest.mark.parametrize(
    ("wire", "shown"),
    [
        ("Tencent 腾讯控股", "Tencent 腾讯控股"),
        ("red\x1b[31malert\x1b[0m", "red[31malert[0m"),
        ("bell\x07 and\x9bCSI", "bell andCSI"),
        ("two\nlines\tand\rmore", "two lines and more"),
        ("pay\u202eLIVE\u202c \u2066x\u2069", "payLIVE x"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("wide\u3000space\u2028line", "wide space line"),
        ("\x1b]52;c;ZXZpbA==\x07", "]52;c;ZXZpbA=="),
    ],
)
def test_nothing_on_the_wire_steers_the_terminal(wire: str, shown: str) -> None:
    assert clean(wire) == shown


@given(st.text())
def test_cleaned_text_holds_nothing_but_what_can_be_seen(text: str) -> None:
    cleaned = clean(text)
    assert all(
        unicodedata.category(each) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for each in cleaned
    )
    assert clean(cleaned) == cleaned


@given(st.text(), st.integers(0, 40), st.sampled_from(["left", "right", "centre"]))
def test_fitted_text_takes_exactly_its_cells(text: str, width: int, align: str) -> None:
    assert cell_len(fit(clean(text), width, align)) == width  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "width", "align", "shown"),
    [
        ("Alibaba-W", 12, "left", "Alibaba-W   "),
        ("512.50", 8, "right", "  512.50"),
        ("Kweichow Moutai", 10, "left", "Kweichow …"),
        ("腾讯控股", 6, "left", "腾讯… "),
        ("ab", 5, "centre", " ab  "),
        ("abc", 1, "left", "…"),
        ("abc", 0, "left", ""),
    ],
)
def test_fit_pads_or_cuts_by_cells(text: str, width: int, align: str, shown: str) -> None:
    assert fit(text, width, align) == shown  # type: ignore[arg-type]


def test_a_message_is_wrapped_between_words_and_tells_its_paragraphs() -> None:
    assert wrapped("Waiting for the gateway …\n\nIs it running?", 14) == (
        ("Waiting for", 0),
        ("the gateway …", 0),
        ("", 1),
        ("Is it running?", 2),
    )


@given(st.text(), st.integers(2, 40))
def test_lines_are_wrapped_as_rich_wraps_them(text: str, width: int) -> None:
    text = clean_lines(text)
    lines = [Text(paragraph).wrap(Console(), width) for paragraph in text.splitlines()]
    assert [line for line, _ in wrapped(text, width)] == [
        part.plain.rstrip() for parts in lines for part in parts
    ]
