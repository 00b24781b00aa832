"""The heat pane: the book through time as it moves, and how little a push draws."""

from __future__ import annotations

from typing import cast

import pytest

from futu_tui.market import Store
from futu_tui.trading import Accounts
from futu_tui.tui.widgets.heat_strip import HeatStrip
from futu_tui.tui.widgets.plot_pane import PATIENCE
from tests.tui.depth_data import HANG_SENG, INDEX, TENCENT, PaneApp, book, ladder, listing, quote

SIZE = (80, 30)


class HeatApp(PaneApp):
    @property
    def strip(self) -> HeatStrip:
        return cast(HeatStrip, self.pane)

    def said(self) -> str:
        return " ".join(" ".join(self.lines()).split())

    def rows(self) -> int:
        """How many rows of the strip show something of a book, or a trade."""
        return sum(any(glyph in line for glyph in "░▒▓█─") for line in self.lines()[1:-1])

    def crosshair_column(self) -> int:
        """The column of the crosshair, by its line above the book."""
        columns = {line.index("│") for line in self.lines()[1:-1] if "│" in line[:70]}
        assert len(columns) == 1
        return columns.pop()

    def columns(self) -> int:
        """How many columns of the strip show a book."""
        cells = [line.split("│")[0] for line in self.lines()[1:-1]]
        width = max(len(line) for line in cells)
        return sum(any(x < len(line) and line[x] in "░▒▓█" for line in cells) for x in range(width))


@pytest.fixture
def store() -> Store:
    store = Store()
    quote(store, TENCENT, 512.5)
    store.drain(100.0)
    return store


@pytest.fixture
def app(store: Store) -> HeatApp:
    pane = HeatStrip(store, Accounts())
    pane.set_security(TENCENT)
    return HeatApp(pane)


async def test_a_column_a_second_while_the_book_stands(app: HeatApp, store: Store) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        book(store, TENCENT, *ladder())
        app.frame()
        assert app.columns() == 1
        for seconds in (2, 3, 4):
            app.frame(1.0)
            assert app.columns() == seconds


async def test_longer_columns_hold_more_time(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.strip.focus()
        app.frame()
        for _ in range(29):
            app.frame(1.0)
        assert app.columns() == 30
        await pilot.press("]")
        assert app.columns() in (6, 7)
        assert "5 s a column" in str(app.strip.border_title)
        await pilot.press("]", "]", "]", "]")
        assert app.strip.seconds == 60
        await pilot.press("[", "[", "[", "[")
        assert app.strip.seconds == 1


async def test_the_walls_of_the_moment_stand_above(app: HeatApp, store: Store) -> None:
    bids, asks = ladder()
    asks[4] = (asks[4][0], 90_000, 3)
    book(store, TENCENT, bids, asks)
    async with app.run_test(size=SIZE):
        app.frame()
        head = " ".join(app.lines()[0].split())
        assert head.startswith("bid wall 10.0K at 512.05 ask wall 90.0K at 512.75")


async def test_the_book_is_kept_only_while_a_strip_shows_it(app: HeatApp, store: Store) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert set(store.depth_histories) == {TENCENT}
        app.strip.set_security(HANG_SENG)
        assert set(store.depth_histories) == {HANG_SENG}
        await app.strip.remove()
        assert store.depth_histories == {}


async def test_a_push_within_a_second_draws_only_lines_that_differ(app: HeatApp, store: Store) -> None:
    bids, asks = ladder()
    book(store, TENCENT, bids, asks)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        app.frame(0.01)
        await pilot.pause()
        before = app.lines()
        book(store, TENCENT, [*bids[:3], (bids[3][0], 9000, 1), *bids[4:]], asks)
        app.frame(0.01)
        drawn = app.drawn()
        after = app.lines()
        assert drawn == [y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        assert 0 < len(drawn) <= 2
        await pilot.pause()
        app.frame(0.01)
        assert app.drawn() == []


async def test_the_crosshair_reads_time_price_size_and_side_and_goes_with_its_time(
    app: HeatApp, store: Store
) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.strip.focus()
        app.frame()
        app.frame(1.0)
        app.frame(1.0)
        walls = app.lines()[0]
        await pilot.press("c")
        head = app.lines()[0].split()
        assert head[1:] == ["512.50", "bid", "1,000", "last", "512.50"]
        newest = head[0]
        await pilot.press("up", "up")
        assert app.lines()[0].split()[1:] == ["512.60", "ask", "2,000", "wall", "last", "512.50"]
        await pilot.press("left")
        earlier = app.lines()[0].split()
        assert earlier[0] < newest
        assert earlier[1:] == ["512.60", "ask", "2,000", "wall", "last", "512.50"]
        column = app.crosshair_column()
        app.frame(1.0)
        assert app.crosshair_column() == column - 1, "it stays at its time"
        assert app.lines()[0].split()[1] == "512.60"
        await pilot.press(*["up"] * 30)
        assert "nothing waits" in app.lines()[0]
        await pilot.press("c")
        assert app.lines()[0] == walls


async def test_the_crosshair_stays_within_what_was_seen(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.strip.focus()
        app.frame()
        app.frame(1.0)
        await pilot.press("c", *["left"] * 9)
        column = app.crosshair_column()
        await pilot.press("left")
        assert app.crosshair_column() == column
        await pilot.press(*["right"] * 9)
        assert app.crosshair_column() == column + 1


async def test_a_row_of_several_prices_tells_them_all_and_both_sides(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.strip.focus()
        app.frame()
        await pilot.press("-", "c")
        assert " to " in app.lines()[0]
        assert "bid" in app.lines()[0]


async def test_the_mouse_reads_the_cell_under_it(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.strip.focus()
        app.frame()
        walls = app.lines()[0]
        await pilot.press("c")
        column = app.crosshair_column()
        await pilot.press("c")
        row = next(y for y, line in enumerate(app.lines()) if "█" in line[: column + 1] and y)
        await pilot.hover(app.strip, offset=(column + 1, row + 1))
        assert "ask" in app.lines()[0]
        await pilot.hover(app.strip, offset=(2, row + 1))
        assert app.lines()[0] == walls, "nothing was seen then"


async def test_zoom_shows_fewer_or_more_prices(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE) as pilot:
        app.strip.focus()
        app.frame()
        whole = app.rows()
        assert whole == 20
        await pilot.press("-")
        assert app.rows() in (10, 11)
        await pilot.press("+")
        assert app.rows() == whole


async def test_the_view_follows_a_price_that_leaves_the_middle(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE):
        app.frame()
        book(store, TENCENT, *ladder(520.0, 520.05))
        quote(store, TENCENT, 520.0)
        app.frame()
        row = next(y for y, line in enumerate(app.lines()) if "◀520.00" in line)
        assert abs(row - 15) <= 3


async def test_a_cut_of_the_link_leaves_a_gap(app: HeatApp, store: Store) -> None:
    book(store, TENCENT, *ladder())
    async with app.run_test(size=SIZE):
        app.frame()
        app.frame(2.0)
        store.mark_stale(app.now)
        app.frame(1.0)
        app.frame(2.0)
        store.clear_stale()
        app.frame(1.0)
        lines = app.lines()[1:-1]
        bid = next(line.split("│")[0].rstrip() for line in lines if "512.20" in line)
        assert " " in bid.strip()


async def test_an_index_has_no_book(app: HeatApp, store: Store) -> None:
    listing(store, HANG_SENG, INDEX)
    async with app.run_test(size=SIZE):
        app.strip.set_security(HANG_SENG)
        app.frame()
        assert "Nobody trades it itself" in app.said()
        assert list(app.strip.wants()) == []


async def test_it_waits_then_says_what_may_be_the_reason(app: HeatApp) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert "Waiting for the order book" in app.said()
        app.frame(PATIENCE + 1)
        assert "A delayed quote right has none." in app.said()
