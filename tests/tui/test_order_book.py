"""The order book pane: levels in their places, marks, the broker queue, and only what moved drawn anew."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Store
from futu_tui.trading import Accounts
from futu_tui.tui.flashes import FLASH_SECONDS
from futu_tui.tui.widgets.book_layout import LEVELS, lay_out
from futu_tui.tui.widgets.order_book import PATIENCE, OrderBookPane
from tests.tui.depth_data import (
    APPLE,
    HANG_SENG,
    INDEX,
    TENCENT,
    PaneApp,
    book,
    brokers,
    ladder,
    listing,
    quote,
)

SIZE = (28, 40)
"""Room for ten levels a side and the broker queue below them."""


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


@pytest.fixture
def app(store: Store, accounts: Accounts) -> PaneApp:
    pane = OrderBookPane(store, accounts)
    pane.set_security(TENCENT)
    return PaneApp(pane)


def filled(store: Store, last: float = 512.50) -> None:
    quote(store, TENCENT, last)
    book(store, TENCENT, *ladder())


def with_order(app: PaneApp, price: float, shares: float) -> None:
    order = SimpleNamespace(security=TENCENT, at_price=price, remaining=shares)
    app.pane.accounts = cast(Accounts, SimpleNamespace(current=SimpleNamespace(orders={1: order})))


def words(lines: list[str]) -> list[list[str]]:
    return [line.replace("▐", " ").split() for line in lines]


async def test_asks_stand_above_bids_with_the_best_prices_at_the_spread(app: PaneApp, store: Store) -> None:
    filled(store, last=500.0)
    async with app.run_test(size=SIZE):
        app.frame()
        lines = words(app.lines())
        assert lines[0] == ["Ask", "Size", "#"]
        assert lines[1] == ["513.00", "10,000", "10"]
        assert lines[10] == ["512.55", "1,000", "1"]
        assert " ".join(lines[11]).strip("─ ") == "0.05 · 1 tick"
        assert lines[12] == ["512.50", "1,000", "1"]
        assert lines[21] == ["512.05", "10,000", "10"]
        assert lines[22] == ["Bid", "Size", "#"]
        assert lines[23][:3] == ["bid", "50", "%"]


@given(st.integers(10, 200), st.integers(1, 80), st.booleans())
def test_every_line_of_the_pane_has_one_use_whatever_its_size(width: int, height: int, queue: bool) -> None:
    layout = lay_out(width, height, queue=queue)
    assert 1 <= layout.levels <= LEVELS
    used = [layout.asks + n for n in range(layout.levels)] + [layout.middle]
    used += [layout.bids + n for n in range(layout.levels)]
    used += [line for line in (layout.title, layout.foot, layout.imbalance) if line >= 0]
    if layout.queue >= 0 and not layout.beside:
        used += [layout.queue + n for n in range(layout.queue_lines + 1)]
    assert len(used) == len(set(used))
    assert max(used) < layout.lines
    assert height < 3 or max(used) < height
    assert layout.levels == LEVELS or len(used) >= height - 2 or layout.beside


@pytest.mark.parametrize("height", range(5, 24))
async def test_a_low_pane_keeps_the_best_levels(height: int, app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=(28, height + 2)) as pilot:
        app.frame()
        await pilot.press("B")
        text = "\n".join(app.lines())
        assert "512.55" in text
        assert "512.50" in text
        levels = sum(1 for line in words(app.lines()) if line and line[0][:4] in ("512.", "513."))
        assert levels == 2 * lay_out(26, height, queue=False).levels
        if height >= 23:
            assert levels == 20


async def test_few_levels_leave_the_middle_where_it_is(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        middle = next(y for y, line in enumerate(app.lines()) if "tick" in line)
        book(store, TENCENT, *ladder(levels=2))
        app.frame()
        lines = app.lines()
        assert "tick" in lines[middle]
        assert "512.60" in lines[middle - 2]
        assert not lines[middle - 3].strip()


@pytest.mark.parametrize(
    ("bids", "asks", "text"),
    [
        ([(512.50, 100, 1)], [(512.70, 100, 1)], "0.20 · 4 ticks"),
        ([(512.50, 100, 1)], [(512.50, 100, 1)], "locked"),
        ([(512.60, 100, 1)], [(512.50, 100, 1)], "crossed"),
        ([(512.50, 100, 1)], [], "no asks"),
        ([], [(512.50, 100, 1)], "no bids"),
    ],
)
async def test_the_middle_line_tells_the_spread(
    bids: list[tuple[float, int, int]],
    asks: list[tuple[float, int, int]],
    text: str,
    app: PaneApp,
    store: Store,
) -> None:
    quote(store, TENCENT, 512.5)
    book(store, TENCENT, bids, asks)
    async with app.run_test(size=SIZE):
        app.frame()
        assert any(line.strip(" ─").startswith(text) for line in app.lines())


async def test_a_wide_pane_tells_the_mid_as_well(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=(60, 27)):
        app.frame()
        assert any("0.05 · 1 tick · mid 512.525" in line for line in app.lines())


async def test_the_imbalance_is_the_bids_share_of_the_levels_shown(app: PaneApp, store: Store) -> None:
    quote(store, TENCENT, 512.5)
    book(store, TENCENT, [(512.50, 300, 1)], [(512.55, 100, 1)])
    async with app.run_test(size=SIZE):
        app.frame()
        line = next(line for line in app.lines() if "bid" in line)
        assert "bid 75 %" in line
        filled_cells, half_cells, rest = line.count("█"), line.count("▌"), line.count("░")
        assert (filled_cells + half_cells / 2) / (filled_cells + half_cells + rest) == pytest.approx(
            0.75, abs=0.05
        )


async def test_own_working_orders_and_the_last_trade_are_marked_at_their_prices(
    app: PaneApp, store: Store
) -> None:
    filled(store, last=512.55)
    with_order(app, 512.30, 200)
    async with app.run_test(size=SIZE):
        app.frame()
        marked = {line.split()[0].rstrip("●"): line for line in app.lines() if "◆" in line or "●" in line}
        assert set(marked) == {"512.30", "512.55"}
        assert "◆" in marked["512.30"]
        assert "●" in marked["512.55"]


async def test_a_wide_pane_tells_how_many_own_shares_wait(app: PaneApp, store: Store) -> None:
    filled(store)
    with_order(app, 512.30, 200)
    async with app.run_test(size=(50, 27)):
        app.frame()
        assert "◆200" in next(line for line in app.lines() if "512.30" in line)


async def test_depth_bars_are_as_long_as_the_sizes_are_large(app: PaneApp, store: Store) -> None:
    filled(store)
    prices = [f"{price:.2f}" for price, _, _ in ladder()[0]]
    async with app.run_test(size=SIZE):
        app.frame()
        bar = app.pane.palette.depth_bid.bgcolor  # type: ignore[attr-defined]
        lengths = []
        for y, line in enumerate(words(app.lines())):
            if line and line[0].rstrip("●") in prices:
                strip = app.pane.render_line(y)  # type: ignore[attr-defined]
                cells = sum(len(s.text) for s in strip if s.style and s.style.bgcolor == bar)
                halves = strip.text.count("▐")
                lengths.append(cells + halves / 2)
        assert lengths == pytest.approx([26 * n / 10 for n in range(1, 11)], abs=0.5)


async def test_a_change_of_one_level_draws_that_line_and_the_imbalance_only(
    app: PaneApp, store: Store
) -> None:
    filled(store)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        bids, asks = ladder()
        asks[3] = (asks[3][0], 9900, 4)
        book(store, TENCENT, bids, asks)
        app.frame()
        changed = app.drawn()
        lines = app.lines()
        assert [y for y, line in enumerate(lines) if "9,900" in line or "bid " in line] == changed


async def test_nothing_changed_draws_nothing(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        book(store, TENCENT, *ladder())
        quote(store, APPLE, 268.12)
        app.frame()
        assert app.drawn() == []


def flashing(app: PaneApp) -> list[str]:
    """The sizes that are bright."""
    pane = cast(OrderBookPane, app.pane)
    bright = pane.palette.flash.bgcolor
    strips = [pane.render_line(y) for y in range(pane.size.height)]
    texts = ("".join(s.text for s in strip if s.style and s.style.bgcolor == bright) for strip in strips)
    return [text for text in texts if text]


async def test_a_moved_level_is_bright_for_a_moment(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        assert flashing(app) == []
        bids, asks = ladder()
        bids[0] = (bids[0][0], 4400, 4)
        book(store, TENCENT, bids, asks)
        app.frame()
        assert flashing(app) == ["4,400"]
        app.frame(FLASH_SECONDS + 0.01)
        assert flashing(app) == []


async def test_a_level_that_only_came_into_view_is_not_bright(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        bids, asks = ladder()
        book(store, TENCENT, [*bids[1:], (512.00, 7700, 1)], asks)
        app.frame()
        assert flashing(app) == []


async def test_the_broker_queue_shows_for_hong_kong_and_folds_away(app: PaneApp, store: Store) -> None:
    filled(store)
    brokers(store, TENCENT, [(6699, "A", 1), (497, "B", 1)], [(830, "C", 1)])
    async with app.run_test(size=(28, 36)) as pilot:
        app.frame()
        assert any(line.split() == ["6699", "0497", "│", "0830"] for line in app.lines())
        assert [wish.sub_type for wish in app.pane.wants()] == [2, 14]
        await pilot.press("B")
        assert not any("6699" in line or "brokers" in line for line in app.lines())
        assert [wish.sub_type for wish in app.pane.wants()] == [2]
        await pilot.pause()
        assert app.wants_changed[-1] is app.pane


async def test_a_wide_pane_names_the_brokers_beside_the_book(app: PaneApp, store: Store) -> None:
    filled(store)
    brokers(store, TENCENT, [(6699, "Barclays\x1b[31m", 1)], [(830, "富途证券", 1)])
    async with app.run_test(size=(90, 25)):
        app.frame()
        line = next(line for line in app.lines() if "6699" in line)
        assert "513.00" in line
        assert "6699 Barclays" in line
        assert "0830 富途证券" in line
        assert "\x1b" not in line


@pytest.mark.parametrize("size", [(28, 36), (90, 25)])
async def test_brokers_that_are_not_told_after_a_cut_look_old_until_they_are(
    app: PaneApp, store: Store, size: tuple[int, int]
) -> None:
    filled(store)
    brokers(store, TENCENT, [(6699, "A", 1)], [(830, "C", 1)])
    async with app.run_test(size=size):
        app.frame()
        store.begin_anew(app.now + 1)
        book(store, TENCENT, *ladder())
        app.frame(1.0)
        assert any("brokers stale" in line for line in app.lines())
        assert not cast(OrderBookPane, app.pane).stale
        brokers(store, TENCENT, [(6699, "A", 1)], [(830, "C", 1)])
        app.frame()
        assert not any("stale" in line for line in app.lines())
        assert any("brokers" in line for line in app.lines())


async def test_brokers_are_not_asked_for_where_there_are_none_or_no_room(app: PaneApp, store: Store) -> None:
    async with app.run_test(size=(28, 12)):
        assert [wish.sub_type for wish in app.pane.wants()] == [2]
        app.pane.set_security(APPLE)
        assert [wish.sub_type for wish in app.pane.wants()] == [2]


async def test_an_index_says_that_it_has_no_book_and_wants_none(app: PaneApp, store: Store) -> None:
    listing(store, HANG_SENG, INDEX, "Hang Seng")
    app.pane.set_security(HANG_SENG)
    async with app.run_test(size=SIZE):
        app.frame()
        assert "is an index" in " ".join(" ".join(app.lines()).split())
        assert list(app.pane.wants()) == []


async def test_a_security_found_to_be_an_index_is_no_longer_asked_for(app: PaneApp, store: Store) -> None:
    app.pane.set_security(HANG_SENG)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert [wish.sub_type for wish in app.pane.wants()] == [2, 14]
        told = len(app.wants_changed)
        listing(store, HANG_SENG, INDEX, "Hang Seng")
        app.frame()
        await pilot.pause()
        assert list(app.pane.wants()) == []
        assert len(app.wants_changed) == told + 1


async def test_a_halted_security_says_so_in_the_border(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        assert "halted" not in str(app.pane.border_title)  # type: ignore[attr-defined]
        quote(store, TENCENT, 512.50, suspended=True)
        app.frame()
        assert "halted" in str(app.pane.border_title)  # type: ignore[attr-defined]


def said(app: PaneApp) -> str:
    return " ".join(" ".join(app.lines()).split())


async def test_an_empty_pane_says_what_it_waits_for_and_then_what_may_be_wrong(app: PaneApp) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert said(app) == "Waiting for the order book of HK.00700 …"
        app.pane.placeholder = "waiting for 127.0.0.1:22500 …"
        assert said(app) == "waiting for 127.0.0.1:22500 …"
        app.pane.placeholder = ""
        app.frame(PATIENCE + 1)
        assert "A delayed quote right has none." in said(app)


async def test_a_book_that_comes_late_takes_the_message_away(app: PaneApp, store: Store) -> None:
    async with app.run_test(size=SIZE):
        app.frame(PATIENCE + 1)
        filled(store)
        app.frame()
        assert "512.55" in said(app)
        assert "delayed" not in said(app)


async def test_a_book_without_orders_says_so(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        book(store, TENCENT, [], [])
        app.frame()
        assert said(app) == "No orders wait in HK.00700."


async def test_a_lost_link_marks_the_book_stale_until_it_is_back(app: PaneApp, store: Store) -> None:
    filled(store)

    def styles() -> set[object]:
        pane = cast(OrderBookPane, app.pane)
        row = next(y for y, line in enumerate(app.lines()) if "512.60" in line)
        return {s.style.color for s in pane.render_line(row) if s.style and s.text.strip("▐ ")}

    async with app.run_test(size=SIZE):
        app.frame()
        live = styles()
        store.mark_stale(app.now)
        app.frame()
        assert styles() == {app.pane.palette.stale.color}  # type: ignore[attr-defined]
        assert "stale" in str(app.pane.border_title)  # type: ignore[attr-defined]
        store.begin_anew(app.now)
        store.clear_stale()
        app.frame()
        assert styles() == {app.pane.palette.stale.color}, "its fetching was refused"  # type: ignore[attr-defined]
        filled(store)
        app.frame()
        assert styles() == live
        assert "stale" not in str(app.pane.border_title)  # type: ignore[attr-defined]


async def test_another_security_takes_the_old_one_off_the_pane(app: PaneApp, store: Store) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        app.pane.set_security(APPLE)
        assert "US.AAPL" in said(app)
        assert "512" not in said(app)
        assert "US.AAPL" in str(app.pane.border_title)  # type: ignore[attr-defined]


async def test_a_book_that_the_store_lets_go_of_and_has_anew_is_drawn_whole(
    app: PaneApp, store: Store
) -> None:
    filled(store)
    async with app.run_test(size=SIZE):
        app.frame()
        whole = app.lines()
        store.forget(TENCENT, 2)
        cast(OrderBookPane, app.pane).redraw_all()  # as what lay over it and has gone would have it
        assert "Waiting" in " ".join(app.lines())
        book(store, TENCENT, *ladder())
        app.frame(FLASH_SECONDS * 2)
        app.frame(FLASH_SECONDS * 2)
        assert app.lines() == whole
