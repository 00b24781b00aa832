"""What is sent of the cells that differ makes the terminal show what a picture painted as a whole would."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from futu_tui.tui.terminal_cells import MANY, TerminalCells
from tests.terminal.emulator import Screen, Stream

COLUMNS, LINES = 24, 5
STYLES = [
    None,
    *map(
        Style.parse,
        ("#aabbcc", "#aabbcc on #101820", "bold #00ff88 on #101820", "dim #aabbcc on #101820", "on #203040",
         "underline red on #203040", "reverse #ffaa00", "bold italic", "strike blue on default", "not bold green"),
    ),
]  # fmt: skip
Piece = tuple[int, int, list[tuple[str, int]]]

styles = st.integers(0, len(STYLES) - 1)


def pieces(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[Piece]]]:
    """Frames of pieces: line, column, and texts with the number of their style."""
    segments = st.lists(st.tuples(text, styles), min_size=1, max_size=4)
    piece = st.tuples(st.integers(0, LINES - 1), st.integers(0, COLUMNS - 1), segments)
    return st.lists(st.lists(piece, max_size=6), min_size=1, max_size=6)


narrow = pieces(st.text("aB 09.─▲é", min_size=1, max_size=9))
any_text = pieces(st.text("aB 9─▲中腾é👍\u0301\x1b\x07\t\u202e", min_size=1, max_size=9))


class Glass:
    """An emulated terminal."""

    def __init__(self) -> None:
        self._screen = Screen(COLUMNS, LINES)
        self._stream = Stream(self._screen)
        self.feed("\x1b[?7l")

    def feed(self, text: str) -> None:
        self._stream.feed(text.encode())

    def shown(self) -> list[list[tuple[object, ...]]]:
        """Each cell as it looks; of a blank nobody sees the colour that would be written in."""
        return [
            [
                (cell.data, cell.bg, cell.reverse, cell.underscore, cell.strikethrough)
                + ((cell.fg, cell.bold, cell.italics) if cell.data.strip() or cell.reverse else ())
                for cell in (self._screen.buffer[y][x] for x in range(COLUMNS))
            ]
            for y in range(LINES)
        ]


def strip_of(texts: Sequence[tuple[str, int]], room: int = COLUMNS) -> Strip:
    return Strip([Segment(text, STYLES[style]) for text, style in texts]).crop(0, room)


def blank_cells() -> TerminalCells:
    """Cells of which all are wanted to be blank, as a first layout paints them."""
    cells = TerminalCells(COLUMNS, LINES)
    for y in range(LINES):
        cells.paint(y, 0, Strip([Segment(" " * COLUMNS)]))
    return cells


@settings(max_examples=40)
@given(frames=narrow, limit=st.sampled_from((None, 1, 40)))
def test_what_is_sent_shows_what_rich_would_have_written(
    frames: list[list[Piece]], limit: int | None
) -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    cells, sent, plain = blank_cells(), Glass(), Glass()
    for frame in frames:
        for y, x, texts in frame:
            strip = strip_of(texts, COLUMNS - x)
            cells.paint(y, x, strip)
            plain.feed(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}")
        sent.feed(cells.changes(limit))
    while cells.waiting:
        sent.feed(cells.changes(limit))
    assert sent.shown() == plain.shown()


@example(frames=[[(0, 0, [("9", 0), ("中", 0)])], [(0, 2, [("\x1b", 0)])]])
@settings(max_examples=40)
@given(frames=any_text)
def test_a_terminal_that_was_sent_changes_shows_what_one_does_that_is_sent_everything(
    frames: list[list[Piece]],
) -> None:
    cells, step_by_step, at_once = blank_cells(), Glass(), Glass()
    for frame in frames:
        for y, x, texts in frame:
            cells.paint(y, x, strip_of(texts))
        step_by_step.feed(cells.changes())
    cells.forget()
    whole = cells.changes()
    at_once.feed(whole)
    assert step_by_step.shown() == at_once.shown()
    step_by_step.feed(whole)
    assert step_by_step.shown() == at_once.shown()
    assert cells.changes() == ""


segments_of_line = st.lists(st.tuples(st.text("aB 9─中腾é👍", max_size=4), styles), max_size=3)


@settings(max_examples=40)
@given(lead=segments_of_line, before=segments_of_line, after=segments_of_line, tail=segments_of_line)
def test_a_span_in_which_all_differs_is_as_good_as_the_whole_line(
    lead: list[tuple[str, int]],
    before: list[tuple[str, int]],
    after: list[tuple[str, int]],
    tail: list[tuple[str, int]],
) -> None:
    size = max(strip_of(before).cell_length, strip_of(after).cell_length)
    first = strip_of(lead, 100).cell_length
    glasses = []
    for span in (None, (first, min(first + size, COLUMNS))):
        cells, glass = blank_cells(), Glass()
        for part, told in ((before, None), (after, span)):
            middle = [*part, (" " * (size - strip_of(part).cell_length), 0)]
            cells.paint(2, 0, strip_of([*lead, *middle, *tail]), told)
            glass.feed(cells.changes())
        glasses.append(glass.shown())
    assert glasses[0] == glasses[1]


def test_characters_that_are_drawn_as_one_are_sent_together_and_take_what_textual_counts() -> None:
    cells = blank_cells()
    family = Strip([Segment("\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}|")])
    cells.paint(0, 0, family)
    assert "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}|" in cells.changes()
    cells.paint(0, family.cell_length - 1, Strip([Segment("!")]))
    assert cells.changes() == f"\x1b[1;{family.cell_length}H!"


def test_a_digit_that_changes_is_all_that_is_sent() -> None:
    cells = blank_cells()
    price = STYLES[2]
    cells.paint(2, 4, Strip([Segment("  388.40", price)]))
    cells.changes()
    cells.paint(2, 4, Strip([Segment("  388.60", price)]))
    assert cells.changes() == "\x1b[3;11H\x1b[38;2;170;187;204;48;2;16;24;32m6\x1b[m"
    cells.paint(2, 4, Strip([Segment("  388.60", price)]))
    assert cells.changes() == ""


def test_a_colour_is_told_once_for_all_cells_that_have_it() -> None:
    cells = blank_cells()
    for y in range(LINES):
        cells.paint(y, 0, Strip([Segment("1", STYLES[1]), Segment("  "), Segment("2", STYLES[3])]))
    sent = cells.changes()
    assert sent.count("170;187;204") == sent.count("0;255;136") == 1


def test_of_ever_new_colours_those_that_are_nowhere_any_more_are_forgotten() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    cells, sent, plain = blank_cells(), Glass(), Glass()
    for number in range(4 * MANY):
        y, x = number % LINES, 3 * (number // LINES) % COLUMNS
        style = Style(color=f"#{number:06x}", bgcolor=f"#{number // 2:04x}ff", bold=number % 3 == 0)
        strip = Strip([Segment(f"{number % 1000:03d}", style)])
        cells.paint(y, x, strip)
        plain.feed(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}")
        sent.feed(cells.changes())
        assert len(cells.renditions) <= 2 * MANY
    assert sent.shown() == plain.shown()
    cells.forget()
    anew = Glass()
    anew.feed(cells.changes())
    assert anew.shown() == plain.shown()


def test_a_picture_of_very_many_colours_keeps_them() -> None:
    cells = TerminalCells(60, 30)
    colours = [Style(color=f"#{number:06x}") for number in range(60 * 30)]
    for y in range(30):
        cells.paint(y, 0, Strip([Segment("x", colour) for colour in colours[60 * y : 60 * y + 60]]))
    cells.changes()
    cells.paint(0, 0, Strip([Segment("x", colours[-1])]))
    cells.changes()
    known = cells.renditions
    cells.paint(0, 1, Strip([Segment("y", colours[-1])]))
    assert cells.changes()
    assert cells.renditions is known


def test_what_lies_outside_of_the_screen_is_left_out() -> None:
    cells = blank_cells()
    cells.changes()
    cells.paint(LINES, 0, Strip([Segment("below")]))
    cells.paint(0, COLUMNS, Strip([Segment("beside")]))
    assert cells.changes() == ""
    cells.paint(0, COLUMNS - 2, Strip([Segment("cut")]))
    cells.paint(1, -2, Strip([Segment("cut")]))
    glass = Glass()
    glass.feed(cells.changes())
    assert "".join(str(cell[0]) for cell in glass.shown()[0]).endswith("cu")
    assert glass.shown()[1][0][0] == "t"


def test_fewer_colours_are_told_to_a_terminal_that_has_fewer() -> None:
    cells = TerminalCells(COLUMNS, LINES, ColorSystem.EIGHT_BIT)
    cells.paint(0, 0, Strip([Segment("x", STYLES[1])]))
    assert "38;5;" in cells.changes()


def test_a_piece_without_a_cell_changes_nothing() -> None:
    cells = blank_cells()
    cells.paint(0, 1, Strip([Segment("中")]))
    cells.changes()
    cells.paint(0, 2, Strip([Segment("\x1b")]))
    assert cells.changes() == ""
    cells.paint(0, 2, Strip([Segment("!")]))
    assert cells.changes() == "\x1b[1;2H !"
