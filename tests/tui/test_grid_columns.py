from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from futu_tui.tui.widgets.columns import MARGIN, Column, Placed, place


def column(key: str, width: int, rank: int = 0, **options: object) -> Column[str]:
    return Column(key, key, width, lambda row, cells: row, lambda row, palette: Style(), rank=rank, **options)


def keys(columns: list[Column[str]], cells: int) -> str:
    return "".join(placed.column.key for placed in place(columns, cells))


A, B, C, D = column("a", 9), column("b", 5, 2), column("c", 5, 2), column("d", 3, 3)


def test_columns_keep_their_order_and_give_way_by_rank_where_room_is_short() -> None:
    assert keys([A, D, B, C], 40) == "adbc"
    assert keys([A, D, B, C], 22) == "abc"


def test_columns_of_one_rank_show_together_or_not_at_all() -> None:
    assert keys([A, B, C], 1 + 9 + 6 + 6) == "abc"
    assert keys([A, B, C], 1 + 9 + 6 + 5) == "a"


def test_a_narrower_column_of_a_later_rank_takes_the_room_that_a_wide_one_could_not_use() -> None:
    assert keys([A, B, C, D], 14) == "ad"


def test_spare_room_goes_to_columns_that_can_grow_and_then_to_the_gaps() -> None:
    wide = column("w", 4, widest=8)
    assert [(p.gap, p.width) for p in place([wide, D], 1 + 4 + 4)] == [(0, 4), (1, 3)]
    assert [(p.gap, p.width) for p in place([wide, D], 1 + 4 + 4 + 3)] == [(0, 7), (1, 3)]
    assert [(p.gap, p.width) for p in place([wide, D], 1 + 4 + 4 + 5)] == [(0, 8), (2, 3)]
    assert [(p.gap, p.width) for p in place([wide, D], 200)] == [(0, 8), (3, 3)]


def test_a_column_takes_its_usual_width_before_later_ranks_get_any() -> None:
    name = column("n", 4, usual=8)
    assert keys([name, D], 1 + 8 + 4) == "nd"
    assert keys([name, D], 1 + 8 + 3) == "n"


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 5), st.integers(0, 30)), min_size=1, max_size=12),
    st.integers(0, 250),
)
def test_columns_never_overlap_nor_leave_the_line(shape: list[tuple[int, int, int]], cells: int) -> None:
    columns = [column(str(i), width, rank, widest=widest) for i, (width, rank, widest) in enumerate(shape)]
    placed = place(columns, cells)
    for before, after in pairwise(placed):
        assert after.start == before.end
        assert after.gap >= 1
    always = [c for c in columns if c.rank == 0]
    assert set(always) <= {p.column for p in placed}
    if placed and placed[-1].end > cells:
        assert [p.column for p in placed] == always
        assert MARGIN + sum(c.width + 1 for c in always) - 1 > cells


def test_a_number_that_is_too_long_gives_up_its_thousands_marks_before_a_digit() -> None:
    price = Placed(column("p", 8), 1, 1, 8)
    assert price.pad("1,468.00") == " 1,468.00"
    assert price.pad("25,914.63") == " 25914.63"
    assert price.pad("+1,234,567") == " +1234567"
    assert price.pad("1,234,567.89") == " 1234567…"


def test_a_sorted_columns_title_may_reach_into_the_gap_before_it() -> None:
    assert Placed(column("t", 8), 1, 1, 8).pad_title("Turnover▼") == "Turnover▼"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "M", "Z"])), st.integers(1, 20))
def test_every_cell_takes_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(Placed(column("n", width, align="left"), 1, 2, width).pad(text)) == width + 2
