"""What is drawn on a canvas is found in its rows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.tui.charts.canvas import Canvas


def test_text_covers_lines_and_its_blanks_do_not() -> None:
    canvas = Canvas(6, 1)
    canvas.line(0, 0.4, 6, 0.4, ink=1)
    line = canvas.row(0)[0]
    canvas.write(1, 0, "a b", ink=2)
    assert canvas.row(0) == (line[0] + "a" + line[2] + "b" + line[4:], (1, 2, 1, 2, 1, 1))
    assert list(canvas.runs(0)) == [(line[0], 1), ("a", 2), (line[2], 1), ("b", 2), (line[4:], 1)]


def test_what_falls_outside_is_left_out() -> None:
    canvas = Canvas(3, 2)
    canvas.write(-1, 0, "abcde", ink=1)
    canvas.write(0, 2, "x", ink=1)
    assert [canvas.row(y)[0] for y in range(2)] == ["bcd", "   "]
    canvas.clear()
    canvas.line(-5, -5, 10, 10, ink=2)
    assert canvas.row(0)[0].strip()
    assert canvas.row(1)[0].strip()


def test_clearing_from_a_column_keeps_what_is_left_of_it() -> None:
    canvas = Canvas(4, 1)
    canvas.write(0, 0, "abcd", ink=1)
    canvas.clear(2)
    assert canvas.row(0) == ("ab  ", (1, 1, 0, 0))


@given(st.floats(0.1, 9), st.floats(0.1, 9), st.integers(1, 12))
def test_a_line_has_no_holes(y0: float, y1: float, length: int) -> None:
    canvas = Canvas(length + 1, 10)
    canvas.line(0, y0, length, y1, ink=1)
    dots = {
        (2 * x + dx, 4 * y + dy)
        for y in range(10)
        for x, glyph in enumerate(canvas.row(y)[0])
        for dy, pair in enumerate(((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80)))
        for dx, bit in enumerate(pair)
        if glyph != " " and (ord(glyph) - 0x2800) & bit
    }
    assert {x for x, _ in dots} == set(range(2 * length + 1))
    for x, y in dots - {min(dots)}:
        assert any(
            (x - 1 + near, y + step) in dots
            for near in (0, 1)
            for step in (-1, 0, 1)
            if (near, step) != (1, 0)
        )


@given(st.floats(0, 9), st.floats(0, 9), st.floats(0, 9), st.integers(0, 8))
def test_redrawing_from_a_column_gives_the_same_picture(y0: float, y1: float, y2: float, left: int) -> None:
    whole, again = Canvas(9, 10), Canvas(9, 10)
    for canvas in (whole, again):
        canvas.line(0, y0, 4, y1, ink=1)
        canvas.line(4, y1, 8, y2, ink=1)
    again.clear(left)
    again.line(0, y0, 4, y1, ink=1, left=left)
    again.line(4, y1, 8, y2, ink=1, left=left)
    assert [again.row(y) for y in range(10)] == [whole.row(y) for y in range(10)]


def test_blanks_go_with_the_stretch_before_them() -> None:
    canvas = Canvas(8, 1)
    canvas.write(2, 0, "ab", ink=1)
    canvas.write(5, 0, "c", ink=2)
    assert list(canvas.runs(0)) == [("  ab ", 1), ("c  ", 2)]
    assert list(Canvas(3, 1).runs(0)) == [("   ", 0)]


heights = st.integers(-480, 640).map(lambda sixteenths: sixteenths / 16)


@given(st.lists(heights, min_size=2, max_size=12), st.integers(1, 4), st.integers(0, 40))
def test_a_path_draws_what_its_lines_would(ys: list[float], pitch: int, left: int) -> None:
    points = [(1 + n * pitch, y) for n, y in enumerate(ys)]
    drawn, expected = Canvas(30, 9), Canvas(30, 9)
    drawn.path(points, 3, left)
    for (x0, y0), (x1, y1) in pairwise(points):
        expected.line(x0, y0, x1, y1, 3, left)
    dots = sum(
        ord(a) != ord(b) for y in range(9) for a, b in zip(drawn.row(y)[0], expected.row(y)[0], strict=True)
    )
    assert dots <= 2 * len(ys), "but for what rounding moves by a dot at the joints"


def test_a_path_has_a_hole_where_there_is_no_value() -> None:
    canvas = Canvas(9, 1)
    canvas.path([(0, 0.5), (2, 0.5), None, (6, 0.5), (8, 0.5)], 1)
    text = canvas.row(0)[0]
    assert text[3:6].strip() == ""
    assert text[:2].strip()
    assert text[6:8].strip()
    assert len(text) == 9


def test_lines_show_on_the_colour_of_what_they_cross() -> None:
    below, lines = Canvas(4, 1), Canvas(4, 1)
    below.write(0, 0, "█▄┈", 5)
    lines.path([(0, 0.5), (3, 0.5)], 7)
    below.lay_lines(lines, lambda line, ground: 100 * line + ground, "┈")
    text, inks = below.row(0)
    assert text[1] == "▄", "half a cell hides the line"
    assert inks == (705, 5, 7, 7)
    assert all(ord(text[x]) > 0x2800 for x in (0, 2, 3))


def test_an_upright_line_has_every_dot_between_its_ends() -> None:
    canvas = Canvas(2, 3)
    canvas.upright(0.6, 0.3, 2.1, 7)
    assert [canvas.row(y)[0] for y in range(3)] == ["⢰ ", "⢸ ", "⠈ "]
    again = Canvas(2, 3)
    again.upright(0.6, 2.1, 0.3, 7)
    assert [again.row(y) for y in range(3)] == [canvas.row(y) for y in range(3)]
    canvas.upright(0.0, 0.0, 2.9, 7, left=1)
    assert [again.row(y) for y in range(3)] == [canvas.row(y) for y in range(3)]
