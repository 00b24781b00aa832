from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region
from textual.widgets import Input

from futu_tui.market import Store
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb.qot_common_pb2 import PreAfterMarketData
from futu_tui.trading import Accounts
from futu_tui.tui.flashes import FLASH_SECONDS
from futu_tui.tui.pane import Priority, Wish
from futu_tui.tui.watchlists import Watchlists
from futu_tui.tui.widgets.watchlist import BASIC, ORDER_BOOK, RT, Watchlist
from futu_tui.tui.widgets.watchlist_columns import sparkline
from tests.tui.grid_harness import (
    OneWidget,
    Refreshed,
    border_title,
    day,
    lines,
    listing,
    one_account,
    open_markets,
    position,
    quote,
    style_of,
)

TENCENT, ALIBABA, APPLE, INDEX, WULIANGYE = map(
    Security.parse, ("HK.00700", "HK.09988", "US.AAPL", "HK.800000", "SZ.000858")
)
SOURCE = """\
[groups]
Core = ["HK.00700", "HK.09988", "US.AAPL", "HK.800000", "SZ.000858"]
Tech = ["HK.00700"]
Later = []
"""
SIDE = (52, 20)
"""The pane at 160 columns."""
ALONE = (80, 20)
"""The pane at 80 columns."""
WHOLE = (160, 20)
"""The pane maximised."""


def a_market() -> Store:
    """Five securities: two shares that trade, one before its open, an index, and one that is halted."""
    store = Store()
    open_markets(store)
    store.apply_static(
        [
            listing("HK.00700", "Tencent"),
            listing("HK.09988", "Alibaba-W"),
            listing("US.AAPL", "Apple"),
            listing("HK.800000", "Hang Seng", sec_type=6),
            listing("SZ.000858", "Wuliangye"),
        ]
    )
    pre = PreAfterMarketData(price=268.12, changeVal=0.56, changeRate=0.21)
    store.apply_basic(
        [
            quote("HK.00700", 512.5, 506.0, volume=12_400_000, turnover=6.4e9),
            quote("HK.09988", 131.4, 132.0, volume=38_100_000, turnover=5.0e9),
            quote(
                "US.AAPL", 267.56, 265.0, volume=1_100_000, turnover=2.9e8, priceSpread=0.01, preMarket=pre
            ),
            quote("HK.800000", 25_914.6, 25_700.0, volume=99, turnover=1.1e11, priceSpread=0.01),
            quote("SZ.000858", 118.4, 118.4, isSuspended=True, priceSpread=0.01),
        ],
        now=100.0,
    )
    store.set_market_state(Market.US, 8)
    store.apply_rt(day("HK.00700", [100.0, 104.0, 102.0, 107.0]))
    store.drain(100.0)
    return store


def a_list(path: Path, store: Store | None = None, accounts: Accounts | None = None) -> Watchlist:
    file = path / "watchlists.toml"
    if not file.exists():
        file.write_text(SOURCE)
    pane = Watchlist(store or a_market(), accounts or Accounts(), watchlists=Watchlists.load(file))
    pane.tick(100.0)
    return pane


def push(pane: Watchlist, now: float, *rows: object) -> None:
    """Quotes come in and a frame passes."""
    pane.store.apply_basic(rows, now)  # type: ignore[arg-type]
    pane.apply_changes(pane.store.drain(now), now)
    pane.tick(now)


def named(codes: Sequence[Security]) -> str:
    return " ".join(map(str, codes))


async def test_beside_the_other_panes_it_shows_the_price_its_change_volume_and_day(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE):
        assert lines(pane)[:6] == [
            " Code      Name             Last   Chg%    Vol Day",
            "▌HK.00700  Tencent        512.50  +1.28  12.4M ▁▅█",
            " HK.09988  Alibaba-W      131.40  -0.45  38.1M",
            " US.AAPL   Apple   pre    268.12  +0.21   1.1M",
            " HK.800000 Hang Seng   25,914.60  +0.84      -",
            " SZ.000858 Wuliangye      118.40   halt      - ···",
        ]


async def test_where_names_have_little_room_the_session_is_an_initial(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=(38, 20)):
        assert lines(pane)[3].split() == ["US.AAPL", "Apple", "p", "268.12", "+0.21"]


async def test_on_a_whole_small_screen_it_shows_change_bid_and_ask(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=ALONE):
        assert lines(pane)[0].split() == ["Code", "Name", "Last", "Chg", "Chg%", "Bid", "Ask", "Vol"]


async def test_maximised_it_shows_every_column(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=WHOLE):
        shown = lines(pane)
        titles = "Code Name Last Chg Chg% Bid Ask Vol Turnover Day"
        assert shown[0].split() == titles.split()
        assert shown[1].split() == [
            "▌HK.00700",
            "Tencent",
            "512.50",
            "+6.50",
            "+1.28",
            "-",
            "-",
            "12.4M",
            "6.4B",
            "▁▅▃█",
        ]
        assert shown[3].split()[2:5] == ["pre", "268.12", "+0.56"]
        assert shown[4].split()[6:] == ["-", "-", "-", "110.0B"]


async def test_only_price_and_change_are_coloured_and_a_halted_row_is_faint(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=SIDE):
        palette = app.palette
        assert style_of(pane, 1, "512.50").color == palette.up.color
        assert style_of(pane, 2, "-0.45").color == palette.down.color
        assert style_of(pane, 2, "38.1M").color == palette.dim.color
        assert style_of(pane, 2, "Alibaba").color == palette.dim.color
        for text in ("SZ.000858", "118.40", "halt"):
            assert style_of(pane, 5, text).color == palette.stale.color


async def test_a_pushed_price_flashes_in_its_cells_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=SIDE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(pane, monkeypatch)
        push(pane, 101.0, quote("HK.09988", 132.66, 132.0, volume=38_100_000, turnover=5.0e9))
        assert refreshed.take() == [Region(22, 2, 17, 1)]
        assert lines(pane)[2] == " HK.09988  Alibaba-W      132.66  +0.50  38.1M"
        assert style_of(pane, 2, "132.66").bgcolor == app.palette.flash.bgcolor
        assert style_of(pane, 2, "132.66").color == app.palette.up.color
        pane.tick(101.0 + FLASH_SECONDS)
        assert style_of(pane, 2, "132.66").bgcolor == app.palette.background.bgcolor


async def test_quotes_of_other_securities_redraw_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        await pilot.pause()
        refreshed = Refreshed(pane, monkeypatch)
        push(pane, 101.0, quote("HK.00388", 400.0, 399.0))
        assert refreshed.take() == []


async def test_a_day_grows_while_it_is_watched(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE):
        pane.store.apply_rt(day("HK.09988", [1.0, 2.0, 3.0]))
        pane.apply_changes(pane.store.drain(101.0), 101.0)
        assert lines(pane)[2].endswith("38.1M ▁▅█")


async def test_a_quote_that_grows_old_looks_it_and_recovers(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=SIDE):
        push(pane, 150.0, quote("HK.09988", 131.4, 132.0, volume=38_100_000, turnover=5.0e9))
        pane.tick(190.0)
        assert style_of(pane, 1, "512.50").color == app.palette.stale.color
        assert style_of(pane, 2, "131.40").color == app.palette.down.color
        push(pane, 200.0, quote("HK.00700", 512.5, 506.0, volume=12_400_000, turnover=6.4e9))
        pane.tick(200.6)
        assert style_of(pane, 1, "512.50").color == app.palette.up.color


async def test_every_row_looks_old_while_the_link_is_down(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=SIDE):
        pane.store.mark_stale(101.0)
        pane.apply_changes(pane.store.drain(101.0), 101.0)
        assert style_of(pane, 1, "512.50").color == app.palette.stale.color
        pane.store.clear_stale()
        pane.apply_changes(pane.store.drain(102.0), 102.0)
        assert style_of(pane, 1, "512.50").color == app.palette.up.color


async def test_a_security_that_nothing_is_known_of_shows_dashes(tmp_path: Path) -> None:
    pane = a_list(tmp_path, Store())
    async with OneWidget(pane).run_test(size=WHOLE):
        assert lines(pane)[1].split() == ["▌HK.00700", "-", "-", "-", "-", "-", "-", "-"]


async def test_a_name_from_the_wire_cannot_steer_the_terminal(tmp_path: Path) -> None:
    store = Store()
    store.apply_basic([quote("HK.00700", 1.0, 1.0, name="\x1b[31mred\x07\n")], 100.0)
    pane = a_list(tmp_path, store)
    async with OneWidget(pane).run_test(size=SIDE):
        assert lines(pane)[1].startswith("▌HK.00700  [31mred")


async def test_enter_makes_the_row_current_and_moving_does_not(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=SIDE) as pilot:
        await pilot.press("j", "j")
        assert app.chosen == []
        await pilot.press("enter")
        assert app.chosen == [APPLE]


async def test_the_current_security_is_marked_and_gone_to(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=SIDE) as pilot:
        pane.set_security(APPLE)
        await pilot.pause()
        assert pane.cursor_key == APPLE
        assert style_of(pane, 3, "US.AAPL").color == app.palette.accent.color
        pane.set_security(TENCENT)
        assert style_of(pane, 3, "US.AAPL").color == app.palette.text.color


async def test_rows_sort_by_change_with_the_halted_one_last(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE):
        pane.sort_by("change_pct")
        assert named(pane.keys) == "HK.00700 HK.800000 US.AAPL HK.09988 SZ.000858"
        pane.sort_by("day")
        assert named(pane.keys[:1]) == "HK.00700"
        pane.sort_by("volume", reverse=False)
        assert named(pane.keys[-2:]) == "HK.800000 SZ.000858"


async def test_every_column_sorts(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=WHOLE) as pilot:
        seen = []
        for _ in range(10):
            await pilot.press("o")
            assert pane.sorted_by is not None
            seen.append(pane.sorted_by[0])
        assert seen == [
            "code",
            "name",
            "last",
            "change",
            "change_pct",
            "bid",
            "ask",
            "volume",
            "turnover",
            "day",
        ]
        await pilot.press("o", "O")
        assert pane.sorted_by is None


# Groups


async def test_the_title_names_the_groups_and_keys_step_through_them(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        assert border_title(pane) == "1 Watchlist  Core ▸ Tech ▸ Later ▸ Held"
        seen = []
        for key in ("w", "w", "w", "w", "W"):
            await pilot.press(key)
            seen.append(pane.group)
        assert seen == ["Tech", "Later", "Held", "Core", "Held"]


async def test_a_click_on_a_groups_name_shows_it(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        await pilot.pause()
        column = pane.render_lines(Region(0, 0, *SIDE))[0].text.index("Tech")
        await pilot.click(pane, offset=(column + 3, 0))
        assert pane.group == "Tech"
        assert named(pane.keys) == "HK.00700"


async def test_groups_that_do_not_fit_the_title_leave_a_sign(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=(38, 20)) as pilot:
        assert border_title(pane) == "1 Watchlist  Core ▸ Tech …"
        await pilot.press("w")
        assert border_title(pane) == "1 Watchlist  Core ▸ Tech …"
        await pilot.press("w", "w")
        assert border_title(pane) == "1 Watchlist  … Later ▸ Held"


async def test_more_groups_than_fit_leave_the_one_in_view_in_the_title(tmp_path: Path) -> None:
    names = "".join(f'"List number {i}" = []\n' for i in range(9))
    (tmp_path / "watchlists.toml").write_text("[groups]\n" + names)
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        for i in range(9):
            assert f"List number {i}" in border_title(pane)
            await pilot.press("w")
        assert "Held" in border_title(pane)


async def test_the_held_group_follows_the_positions(tmp_path: Path) -> None:
    accounts = one_account()
    assert accounts.current is not None
    pane = a_list(tmp_path, accounts=accounts)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        await pilot.press("W")
        assert "Nothing is held." in "".join(lines(pane))
        accounts.current.apply_positions(
            [position("US.AAPL", 10, 200.0, 210.0), position("HK.00700", 0, 1.0, 1.0)]
        )
        changes = pane.store.drain(101.0)
        accounts.take_changes(changes)
        pane.apply_changes(changes, 101.0)
        assert named(pane.keys) == "US.AAPL"
        await pilot.press("d", "J")
        assert not pane.add(TENCENT)
        assert named(pane.securities) == "US.AAPL"


async def test_an_empty_group_says_how_to_fill_it_and_goes_with_the_remove_key(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        pane.show_group("Later")
        await pilot.pause()
        said = " ".join(lines(pane))
        assert "Later is empty." in said
        assert "/ find" in said
        await pilot.press("d")
        assert pane.group == "Tech"
        assert "Later" not in (tmp_path / "watchlists.toml").read_text()


async def test_rows_are_added_removed_and_moved_and_the_file_follows(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        pane.show_group("Tech")
        assert pane.add(APPLE)
        assert not pane.add(APPLE)
        assert pane.cursor_key == APPLE
        await pilot.press("K")
        assert pane.cursor_key == APPLE
        await pilot.pause()
        assert [line[:9] for line in lines(pane)[1:3]] == ["▌US.AAPL ", " HK.00700"]
        await pilot.press("J", "g", "d")
        assert named(pane.keys) == "US.AAPL"
        saved = Watchlists.load(tmp_path / "watchlists.toml")
        assert named(saved.group("Tech").securities) == "US.AAPL"


async def test_rows_do_not_move_while_a_column_sorts_them(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        pane.sort_by("last")
        await pilot.press("g", "J")
        assert (tmp_path / "watchlists.toml").read_text() == SOURCE


async def test_a_new_group_is_asked_for_by_name_until_it_is_a_good_one(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=ALONE) as pilot:
        await pilot.press("n", *"Tech", "enter")
        assert "already" in str(app.screen.query_one("#problem").render())
        await pilot.press(*"nicals", "enter")
        await pilot.pause()
        assert pane.group == "Technicals"
        assert border_title(pane).endswith("Later ▸ Technicals ▸ Held")


async def test_a_group_is_renamed_or_left_as_it_was(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=ALONE) as pilot:
        await pilot.press("R", "escape")
        assert pane.group == "Core"
        await pilot.press("R")
        app.screen.query_one(Input).value = "Main"
        await pilot.press("enter")
        await pilot.pause()
        assert pane.group_names == ["Main", "Tech", "Later", "Held"]
        assert named(pane.keys).startswith("HK.00700 HK.09988")


async def test_a_file_with_problems_is_told_of_on_the_screen(tmp_path: Path) -> None:
    (tmp_path / "watchlists.toml").write_text('[groups]\nCore = ["0700"]\n')
    app = OneWidget(a_list(tmp_path))
    async with app.run_test(size=ALONE) as pilot:
        await pilot.pause()
        [notice] = app._notifications
        assert "watchlists.toml:2:" in notice.message


# What it wants pushed


def wishes(pane: Watchlist, sub_type: int) -> dict[str, int]:
    return {str(wish.security): wish.priority for wish in pane.wants() if wish.sub_type == sub_type}


async def test_it_wants_every_rows_quote_and_more_of_the_rows_in_view(tmp_path: Path) -> None:
    codes = ", ".join(f'"HK.{i:05}"' for i in range(1, 101))
    (tmp_path / "watchlists.toml").write_text(f"[groups]\nBig = [{codes}]\n")
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=WHOLE) as pilot:
        await pilot.pause()
        basic, books, days = wishes(pane, BASIC), wishes(pane, ORDER_BOOK), wishes(pane, RT)
        assert len(basic) == 100
        assert set(basic.values()) == {Priority.ROW}
        assert list(books) == list(days) == [f"HK.{i:05}" for i in range(1, 18)]
        assert set(books.values()) == set(days.values()) == {Priority.DECORATION}


async def test_it_wants_no_books_for_columns_out_of_view_nor_for_indices(tmp_path: Path) -> None:
    pane = a_list(tmp_path)
    async with OneWidget(pane).run_test(size=SIDE) as pilot:
        await pilot.pause()
        assert not wishes(pane, ORDER_BOOK)
        assert set(wishes(pane, RT)) == set(wishes(pane, BASIC))
        await pilot.resize_terminal(*WHOLE)
        await pilot.pause()
        assert set(wishes(pane, RT)) - set(wishes(pane, ORDER_BOOK)) == {"HK.800000"}
        assert Wish(APPLE, ORDER_BOOK, Priority.DECORATION) in list(pane.wants())


async def test_it_asks_anew_once_scrolling_has_come_to_rest(tmp_path: Path) -> None:
    codes = ", ".join(f'"HK.{i:05}"' for i in range(1, 101))
    (tmp_path / "watchlists.toml").write_text(f"[groups]\nBig = [{codes}]\n")
    pane = a_list(tmp_path)
    app = OneWidget(pane)
    async with app.run_test(size=WHOLE) as pilot:
        await pilot.pause()
        for now in (200.0, 201.0, 202.0):
            pane.tick(now)
        await pilot.pause()
        asked = app.wants_asked
        for step in range(1, 6):
            pane.move_cursor(step * 19)
            pane.tick(202.0 + step)
        await pilot.pause()
        assert app.wants_asked == asked
        for now in (208.0, 209.0, 210.0):
            pane.tick(now)
        await pilot.pause()
        assert app.wants_asked == asked + 1


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30))
def test_a_sparkline_keeps_the_order_of_its_values(values: list[float]) -> None:
    blocks = sparkline(values)
    assert len(blocks) == len(values)
    for value, block in zip(values, blocks, strict=True):
        for other, other_block in zip(values, blocks, strict=True):
            assert value <= other or block >= other_block
    if len(set(values)) > 1:
        assert {blocks[values.index(min(values))], blocks[values.index(max(values))]} == {"▁", "█"}
