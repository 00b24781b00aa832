from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from futu_tui.tui.flashes import FLASH_SECONDS
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.grid import RESORT_SECONDS, Grid
from tests.tui.grid_harness import OneWidget, Refreshed, lines, style_of


@dataclass
class Share:
    code: str
    price: float | None
    volume: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    """How often each column asked for its text."""

    def say(self, column: str, text: str) -> str:
        self.asked[column] += 1
        return text


def coloured(row: Share, palette: Any) -> Any:
    return palette.direction_style(row.price)


class Shares(Grid[str, Share]):
    COLUMNS = (
        Column("code", "Code", 8, lambda r, n: r.say("code", r.code), lambda r, p: p.text, align="left"),
        Column(
            "price", "Price", 7, lambda r, n: r.say("price", "-" if r.price is None else f"{r.price:.2f}"),
            coloured, sort=lambda r: r.price, flash=True,
        ),
        Column(
            "volume", "Vol", 6, lambda r, n: r.say("volume", str(r.volume)),
            lambda r, p: p.dim, sort=lambda r: r.volume,
        ),
    )  # fmt: skip

    def __init__(self, shares: list[Share]) -> None:
        super().__init__()
        self.shares = {share.code: share for share in shares}
        self.picked: list[str] = []
        self.drawn: list[int] = []
        self.set_rows(self.shares)

    def row(self, key: str) -> Share:
        return self.shares[key]

    def choose(self, key: str) -> None:
        self.picked.append(key)

    def empty_text(self) -> str:
        return "No shares.\nAdd some with a very long sentence that has to be wrapped."

    def render_line(self, y: int) -> Any:
        self.drawn.append(y)
        return super().render_line(y)


def some(count: int) -> Shares:
    return Shares([Share(f"S{i:03}", 100.0 + i, i) for i in range(count)])


SIZE = (42, 12)
"""Inside the border: 40 cells, a header and 9 rows; the price and the gap before it take cells 9 to 18."""


async def test_rows_stand_under_their_titles_in_the_given_order() -> None:
    grid = Shares([Share("B", 12.5, 300), Share("A", -1.25, 4)])
    async with OneWidget(grid).run_test(size=SIZE):
        assert lines(grid)[:4] == [
            " Code         Price      Vol",
            "▌B            12.50      300",
            " A            -1.25        4",
            "",
        ]


async def test_a_new_value_redraws_its_cell_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = some(5)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(grid, monkeypatch)
        grid.drawn.clear()
        share = grid.shares["S002"]
        share.asked.clear()
        share.price = 7.0
        grid.update_rows({"S002": {"price"}}, now=1.0)
        assert refreshed.take() == [Region(9, 3, 10, 1)]
        await pilot.pause()
        assert grid.drawn == [3]
        assert share.asked == {"price": 1}
        assert lines(grid)[3] == " S002          7.00        2"


async def test_a_value_that_looks_the_same_redraws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = some(5)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(grid, monkeypatch)
        grid.shares["S002"].price = 102.001
        grid.update_rows({"S002": {"price", "volume"}, "gone": {"price"}}, now=1.0)
        assert refreshed.take() == []


async def test_rows_out_of_view_cost_nothing_and_are_right_when_scrolled_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grid = some(300)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(grid, monkeypatch)
        share = grid.shares["S250"]
        share.price = 1.5
        grid.update_rows({"S250": {"price"}}, now=1.0)
        assert refreshed.take() == []
        assert not share.asked
        grid.move_cursor(250)
        await pilot.pause()
        assert "▌S250          1.50      250" in lines(grid)


async def test_scrolling_back_formats_no_row_again() -> None:
    grid = some(300)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        for key in ("pagedown", "pagedown", "pageup"):
            await pilot.press(key)
            await pilot.pause()
        asked = sum(sum(share.asked.values()) for share in grid.shares.values())
        await pilot.press("pageup")
        await pilot.pause()
        assert sum(sum(share.asked.values()) for share in grid.shares.values()) == asked
        assert lines(grid)[1].startswith("▌S000")


async def test_a_changed_cell_is_bright_for_its_time_and_then_settles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grid = some(3)
    app = OneWidget(grid)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        grid.shares["S001"].price = 7.0
        grid.update_rows({"S001": {"price", "volume"}}, now=10.0)
        assert style_of(grid, 2, "7.00").bgcolor == app.palette.flash.bgcolor
        assert style_of(grid, 2, " 7.00").bgcolor == app.palette.background.bgcolor
        refreshed = Refreshed(grid, monkeypatch)
        grid.settle(10.0 + FLASH_SECONDS - 0.01)
        assert refreshed.take() == []
        grid.settle(10.0 + FLASH_SECONDS)
        assert refreshed.take() == [Region(9, 2, 10, 1)]
        assert style_of(grid, 2, "7.00").bgcolor == app.palette.background.bgcolor


async def test_a_cell_that_moves_again_stays_bright_from_its_last_move() -> None:
    grid = some(3)
    app = OneWidget(grid)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for now, price in ((10.0, 7.0), (10.2, 8.0)):
            grid.shares["S001"].price = price
            grid.update_rows({"S001": {"price"}}, now)
        grid.settle(10.0 + FLASH_SECONDS)
        assert style_of(grid, 2, "8.00").bgcolor == app.palette.flash.bgcolor
        grid.settle(10.2 + FLASH_SECONDS)
        assert style_of(grid, 2, "8.00").bgcolor == app.palette.background.bgcolor


async def test_a_part_of_a_line_is_what_stands_there_in_the_whole_one() -> None:
    grid = some(30)
    app = OneWidget(grid)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        grid.shares["S002"].price = 7.0
        grid.update_rows({"S002": {"price"}}, now=10.0)  # bright
        grid.move_cursor(3)
        await pilot.pause()
        width = grid.size.width
        for y in range(grid.size.height):
            for left in range(width):
                for right in range(left + 1, width + 1):
                    for line in grid._lines.values():
                        line.strip = None
                    grid.prepare_lines()
                    begin, part = grid.render_part(y, left, right)
                    assert begin <= left
                    assert begin + part.cell_length >= right
                    whole = grid.render_line(y).crop(left, right)
                    assert looks(part.crop(left - begin, right - begin)) == looks(whole), (y, left, right)


def looks(strip: Strip) -> list[tuple[str, object]]:
    """Each cell with what is seen of its style: of a blank the ground alone."""
    return [
        (letter, segment.style if letter != " " or segment.style is None else segment.style.bgcolor)
        for segment in strip
        for letter in segment.text
    ]


async def test_only_columns_that_flash_do() -> None:
    grid = some(3)
    app = OneWidget(grid)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        grid.shares["S001"].volume = 555
        grid.update_rows({"S001": {"volume"}}, now=10.0)
        assert style_of(grid, 2, "555").bgcolor == app.palette.background.bgcolor


async def test_keys_move_the_cursor_and_keep_it_in_view() -> None:
    grid = some(30)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        seen = []
        for key in ("j", "down", "k", "G", "pageup", "up", "g", "pagedown", "end", "home"):
            await pilot.press(key)
            assert grid.cursor_key in grid.visible_keys
            seen.append(grid.cursor_key)
        assert seen == ["S001", "S002", "S001", "S029", "S020", "S019", "S000", "S009", "S029", "S000"]


async def test_moving_the_cursor_redraws_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = some(5)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        grid.drawn.clear()
        await pilot.press("j")
        await pilot.pause()
        assert sorted(grid.drawn) == [1, 2]
        assert lines(grid)[1:3] == [" S000        100.00        0", "▌S001        101.00        1"]


async def test_the_cursor_looks_different_without_the_focus() -> None:
    grid = some(3)
    app = OneWidget(grid)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert style_of(grid, 1, "S000").bgcolor == app.palette.cursor.bgcolor
        assert style_of(grid, 1, "▌").color == app.palette.accent.color
        app.set_focus(None)
        await pilot.pause()
        assert style_of(grid, 1, "S000").bgcolor == app.palette.cursor_blur.bgcolor
        assert style_of(grid, 1, "▌").color == app.palette.faint.color


async def test_a_click_selects_and_a_double_click_or_enter_chooses() -> None:
    grid = some(30)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.press("pagedown", "pagedown")
        await pilot.click(grid, offset=(5, 4))
        clicked = grid.cursor_key
        assert clicked == grid.visible_keys[2]
        assert grid.picked == []
        await pilot.click(grid, offset=(5, 5), times=2)
        await pilot.press("k", "enter")
        assert grid.picked == [grid.visible_keys[3], clicked]


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    grid = some(30)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        grid.scroll_to(y=5, animate=False)
        await pilot.pause()
        assert lines(grid)[:2] == [" Code         Price      Vol", " S005        105.00        5"]
        assert grid.cursor_key == "S000"


async def test_header_and_totals_stay_while_the_rows_scroll() -> None:
    grid = some(30)
    grid.set_totals([Share("SUM", 1.0, 9), Share("SUM2", 2.0, 8)])
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.press("G")
        await pilot.pause()
        shown = lines(grid)
        assert shown[0].startswith(" Code")
        assert shown[7].startswith("▌S029")
        assert [line[:5] for line in shown[8:]] == [" SUM ", " SUM2"]


async def test_totals_follow_the_last_row_where_there_is_room_and_redraw_when_they_move(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    grid = some(2)
    grid.set_totals([Share("SUM", 1.0, 9)])
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert lines(grid)[3] == " SUM           1.00        9"
        refreshed = Refreshed(grid, monkeypatch)
        grid.set_totals([Share("SUM", 4.0, 9)])
        assert refreshed.take() == [Region(0, 3, 40, 1)]
        assert lines(grid)[3] == " SUM           4.00        9"


async def test_sorting_puts_what_is_unknown_last_both_ways_and_marks_the_column() -> None:
    grid = Shares(
        [Share("A", None), Share("B", 1.0), Share("C", 3.0), Share("D", float("nan")), Share("E", 2.0)]
    )
    async with OneWidget(grid).run_test(size=SIZE):
        grid.sort_by("price")
        assert "".join(grid.keys) == "CEBAD"
        assert "Price▼" in lines(grid)[0]
        grid.sort_by("price", reverse=False)
        assert "".join(grid.keys) == "BECAD"
        assert "Price▲" in lines(grid)[0]
        grid.sort_by(None)
        assert "".join(grid.keys) == "ABCDE"


async def test_a_click_on_a_title_sorts_and_another_turns_it_round() -> None:
    grid = some(3)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.click(grid, offset=(18, 1))
        assert grid.sorted_by == ("price", True)
        await pilot.click(grid, offset=(18, 1))
        assert grid.sorted_by == ("price", False)
        await pilot.click(grid, offset=(5, 1))
        assert grid.sorted_by == ("price", False)


async def test_sorting_steps_through_the_columns_and_back_to_the_given_order() -> None:
    grid = some(3)
    async with OneWidget(grid).run_test(size=SIZE):
        seen = []
        for _ in range(3):
            grid.action_sort()
            seen.append(grid.sorted_by)
        assert seen == [("price", True), ("volume", True), None]


async def test_rows_rest_between_sorts_though_values_move() -> None:
    grid = some(3)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        grid.sort_by("price")
        await pilot.pause()
        grid.settle(100.0)
        grid.shares["S000"].price = 500.0
        grid.update_rows({"S000": {"price"}}, 100.1)
        grid.settle(100.0 + RESORT_SECONDS - 0.01)
        assert list(grid.keys) == ["S002", "S001", "S000"]
        grid.settle(100.0 + RESORT_SECONDS)
        assert list(grid.keys) == ["S000", "S002", "S001"]


async def test_no_sort_while_the_person_moves() -> None:
    grid = some(3)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        grid.sort_by("price")
        await pilot.pause()
        grid.settle(100.0)
        grid.shares["S000"].price = 500.0
        grid.update_rows({"S000": {"price"}}, 100.1)
        await pilot.press("j")
        grid.settle(102.0)
        assert list(grid.keys) == ["S002", "S001", "S000"]
        grid.settle(102.0 + RESORT_SECONDS)
        assert list(grid.keys) == ["S000", "S002", "S001"]


async def test_a_sort_keeps_the_cursors_row_on_its_line() -> None:
    grid = some(100)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        grid.sort_by("price", reverse=False)
        grid.move_cursor(50)
        await pilot.pause()
        grid.settle(100.0)
        line = next(i for i, text in enumerate(lines(grid)) if text.startswith("▌"))
        for i in range(20):
            grid.shares[f"S{i:03}"].price = 1000.0 + i
        grid.update_rows({f"S{i:03}": {"price"} for i in range(20)}, 100.1)
        grid.settle(110.0)
        await pilot.pause()
        assert grid.keys.index("S050") == 30
        assert lines(grid)[line].startswith("▌S050")


async def test_a_value_of_another_column_sorts_nothing() -> None:
    grid = some(3)
    async with OneWidget(grid).run_test(size=SIZE):
        grid.sort_by("price", reverse=False)
        grid.settle(100.0)
        grid.shares["S000"].price = 500.0
        grid.update_rows({"S000": {"volume"}}, 100.1)
        grid.settle(200.0)
        assert list(grid.keys) == ["S000", "S001", "S002"]


async def test_the_cursor_stays_on_its_row_when_others_come_and_takes_the_next_when_it_goes() -> None:
    grid = some(5)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        grid.move_cursor(2)
        grid.shares["new"] = Share("new", 1.0)
        grid.set_rows(["new", "S000", "S001", "S002", "S003", "S004"])
        assert grid.cursor_key == "S002"
        grid.set_rows(["new", "S000", "S001", "S003", "S004"])
        assert grid.cursor_key == "S003"
        grid.set_rows(["new"])
        assert grid.cursor_key == "new"
        grid.set_rows([])
        assert grid.cursor_key is None
        await pilot.press("j", "G", "enter")
        assert grid.picked == []


async def test_an_empty_grid_says_what_is_missing_and_what_to_do() -> None:
    grid = Shares([])
    app = OneWidget(grid)
    async with app.run_test(size=SIZE):
        said = [line.strip() for line in lines(grid) if line.strip()]
        assert said == ["No shares.", "Add some with a very long sentence", "that has to be wrapped."]
        assert style_of(grid, 2, "No shares.").color == app.palette.dim.color


async def test_another_theme_recolours_every_cell() -> None:
    grid = some(3)
    app = OneWidget(grid)
    async with app.run_test(size=SIZE) as pilot:
        dark = style_of(grid, 2, "S001")
        app.themes.put_on(app, "futu-light")
        await pilot.pause()
        light = style_of(grid, 2, "S001")
        assert light.color == app.palette.text.color != dark.color
        assert light.bgcolor == app.palette.background.bgcolor != dark.bgcolor


async def test_columns_follow_the_width() -> None:
    grid = some(3)
    async with OneWidget(grid).run_test(size=(26, 12)) as pilot:
        assert grid.shown_columns == ["code", "price", "volume"]
        assert {cell_len(line) for line in lines(grid)[:4]} == {24}
        await pilot.resize_terminal(60, 12)
        await pilot.pause()
        assert lines(grid)[1] == "▌S000        100.00        0"


async def test_the_border_shows_which_part_of_the_rows_is_in_view() -> None:
    grid = some(90)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:

        def thumb() -> list[int]:
            strips = grid.render_lines(Region(0, 0, *SIZE))
            return [y for y, strip in enumerate(strips) if strip.text.endswith("┃")]

        await pilot.pause()
        assert thumb() == [2]
        await pilot.press("G")
        await pilot.pause()
        assert thumb() == [10]


async def test_wide_characters_keep_the_columns_in_line() -> None:
    grid = Shares([Share("小米集團－Ｗ", 54.35, 1), Share("Tencent", 512.5, 2)])
    async with OneWidget(grid).run_test(size=SIZE):
        assert {cell_len(line) for line in lines(grid)[:3]} == {cell_len(lines(grid)[0])}
        assert lines(grid)[1].startswith("▌小米集…")


async def test_nothing_is_drawn_when_nothing_happens() -> None:
    grid = some(40)
    async with OneWidget(grid).run_test(size=SIZE) as pilot:
        await pilot.pause()
        grid.drawn.clear()
        for frame in range(100):
            grid.settle(frame / 30)
        grid.update_rows({}, 4.0)
        await pilot.pause()
        assert grid.drawn == []
