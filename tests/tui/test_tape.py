"""The tape pane: every trade once, newest first; it stands still while a person reads older ones."""

from __future__ import annotations

from typing import cast

import pytest

from futu_tui.market import Store
from futu_tui.market.tape import Tape
from futu_tui.protocol.pb.qot_common_pb2 import Ticker
from futu_tui.trading import Accounts
from futu_tui.tui.widgets.large_prints import FEWEST, WINDOW, LargePrints
from futu_tui.tui.widgets.tape import TapePane
from tests.tui.depth_data import APPLE, HANG_SENG, INDEX, TENCENT, PaneApp, listing, quote, trades

SIZE = (28, 12)
HEIGHT = 10


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def app(store: Store) -> PaneApp:
    pane = TapePane(store, Accounts())
    pane.set_security(TENCENT)
    return PaneApp(pane)


def trade(store: Store, first: int, last: int, volume: int = 400) -> None:
    """Trades of these sequences, one share more each, so that each can be told from the others."""
    trades(store, TENCENT, [(n, 512.50, volume + n) for n in range(first, last + 1)])


def volumes(app: PaneApp) -> list[str]:
    """The volumes on the tape from the top."""
    return [line.split()[2].rstrip("▲▼●") for line in app.lines() if line.strip() and "gap" not in line]


def pane_of(app: PaneApp) -> TapePane:
    return cast(TapePane, app.pane)


def subtitle(app: PaneApp) -> str:
    return str(pane_of(app).border_subtitle or "")


async def test_the_newest_trade_is_on_top_with_its_time_price_volume_and_direction(
    app: PaneApp, store: Store
) -> None:
    quote(store, TENCENT, 512.5)
    trades(store, TENCENT, [(1, 512.50, 400)], direction=1)
    trades(store, TENCENT, [(2, 512.45, 8000)], direction=2)
    trades(store, TENCENT, [(3, 512.50, 22_600)], direction=3)
    async with app.run_test(size=SIZE):
        app.frame()
        assert [line.split() for line in app.lines()[:4]] == [
            ["10:00:03", "512.50", "22,600", "●"],
            ["10:00:02", "512.45", "8,000", "▼"],
            ["10:00:01", "512.50", "400", "▲"],
            [],
        ]


async def test_direction_is_told_by_colour_as_well(app: PaneApp, store: Store) -> None:
    trades(store, TENCENT, [(1, 512.50, 400)], direction=1)
    trades(store, TENCENT, [(2, 512.45, 400)], direction=2)
    async with app.run_test(size=SIZE):
        app.frame()
        pane = pane_of(app)
        fell, rose = (
            {s.style.color for s in pane.render_line(y) if s.style and "512" in s.text} for y in (0, 1)
        )
        assert rose == {pane.palette.up.color}
        assert fell == {pane.palette.down.color}


@pytest.mark.parametrize(
    ("width", "shown"), [(28, "U"), (80, "auction")], ids=["as a sign in a narrow pane", "in words"]
)
async def test_the_kind_of_trade_is_told(width: int, shown: str, app: PaneApp, store: Store) -> None:
    trades(store, TENCENT, [(1, 512.50, 400)], kind=7)
    trades(store, TENCENT, [(2, 512.50, 400)], kind=1)
    async with app.run_test(size=(width, 12)):
        app.frame()
        plain, auction = app.lines()[:2]
        assert auction.rstrip().endswith(shown)
        assert plain.rstrip().endswith("▲")


async def test_a_volume_too_long_for_its_column_is_written_short(app: PaneApp, store: Store) -> None:
    trades(store, TENCENT, [(1, 512.50, 12_345_600)])
    async with app.run_test(size=SIZE):
        app.frame()
        assert volumes(app) == ["12.3M"]


async def test_trades_that_come_in_push_the_older_ones_down(app: PaneApp, store: Store) -> None:
    trade(store, 1, 30)
    async with app.run_test(size=SIZE):
        app.frame()
        assert volumes(app)[:2] == ["430", "429"]
        trade(store, 31, 33)
        app.frame()
        assert volumes(app)[:4] == ["433", "432", "431", "430"]


async def test_scrolled_away_it_stands_still_and_counts_what_comes_in(app: PaneApp, store: Store) -> None:
    trade(store, 1, 30)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("down", "j")
        before = volumes(app)
        assert before[0] == "428"
        await pilot.pause()
        trade(store, 31, 67)
        app.frame(1.0)
        assert volumes(app) == before
        assert app.drawn() == list(range(-1, HEIGHT + 1)), (
            "only the border's count is new, and it comes with all"
        )
        assert subtitle(app) == "paused · 37 new"
        await pilot.pause()
        app.frame(1.0)
        assert app.drawn() == []


@pytest.mark.parametrize("key", ["home", "g", "space"])
async def test_it_follows_the_market_again_on_a_key(key: str, app: PaneApp, store: Store) -> None:
    trade(store, 1, 30)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("pagedown")
        trade(store, 31, 35)
        app.frame()
        await pilot.press(key)
        assert volumes(app)[0] == "435"
        assert not pane_of(app).paused
        assert "paused" not in subtitle(app)
        trade(store, 36, 36)
        app.frame()
        assert volumes(app)[0] == "436"


async def test_it_follows_the_market_again_when_scrolled_back(app: PaneApp, store: Store) -> None:
    trade(store, 1, 30)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("down")
        trade(store, 31, 32)
        app.frame()
        await pilot.press("up", "up", "up")
        assert volumes(app)[0] == "432"
        assert not pane_of(app).paused


async def test_every_trade_of_a_burst_can_be_scrolled_to(app: PaneApp, store: Store) -> None:
    trade(store, 1, 5)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        trade(store, 6, 500, volume=0)
        app.frame()
        seen = set(volumes(app))
        for _ in range(60):
            await pilot.press("pagedown")
            seen |= set(volumes(app))
        assert seen == {str(n) for n in range(6, 501)} | {str(400 + n) for n in range(1, 6)}


async def test_the_oldest_trade_is_one_key_away(app: PaneApp, store: Store) -> None:
    trade(store, 1, 300)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("G")
        assert volumes(app)[-1] == "401"
        assert len(volumes(app)) == HEIGHT


async def test_a_burst_draws_no_more_than_the_lines_in_view(
    app: PaneApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    trade(store, 1, 30)
    drawn: list[int] = []
    draw_line = TapePane.draw_line
    monkeypatch.setattr(TapePane, "draw_line", lambda pane, y, p: (drawn.append(y), draw_line(pane, y, p))[1])
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        drawn.clear()
        trade(store, 31, 5000)
        app.frame()
        await pilot.pause()
        assert len(drawn) == HEIGHT
        drawn.clear()
        trade(store, 5001, 5002)
        app.frame()
        await pilot.pause()
        assert sorted(drawn) == [0, 1], "lines that only moved are not drawn again"


async def test_trades_lost_while_disconnected_leave_a_gap_on_the_tape(app: PaneApp, store: Store) -> None:
    trade(store, 1, 3)
    async with app.run_test(size=(60, 12)):
        app.frame()
        store.mark_stale(app.now)
        app.frame()
        assert "gap: ticks lost while disconnected" in app.lines()[0]
        assert "stale" in str(pane_of(app).border_title)
        store.clear_stale()
        trade(store, 8, 9)
        app.frame()
        lines = app.lines()
        assert "409" in lines[0]
        assert "408" in lines[1]
        assert lines[2].startswith("── gap: ticks lost while disconnected ──")
        assert "403" in lines[3]


async def test_a_trade_told_late_takes_its_place(app: PaneApp, store: Store) -> None:
    trades(store, TENCENT, [(1, 512.5, 100), (3, 512.5, 300)])
    async with app.run_test(size=SIZE):
        app.frame()
        trades(store, TENCENT, [(2, 512.5, 200)])
        app.frame()
        assert volumes(app) == ["300", "200", "100"]


async def test_another_securitys_trades_draw_nothing(app: PaneApp, store: Store) -> None:
    trade(store, 1, 30)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.pause()
        trades(store, APPLE, [(1, 268.12, 100)])
        app.frame()
        assert app.drawn() == []


async def test_another_security_starts_at_its_newest_trade(app: PaneApp, store: Store) -> None:
    trade(store, 1, 30)
    trades(store, APPLE, [(1, 268.12, 100)])
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("pagedown")
        app.pane.set_security(APPLE)
        assert volumes(app) == ["100"]
        assert not pane_of(app).paused
        assert [(str(wish.security), wish.sub_type) for wish in app.pane.wants()] == [("US.AAPL", 4)]


async def test_an_empty_tape_says_what_it_waits_for(app: PaneApp, store: Store) -> None:
    async with app.run_test(size=SIZE):
        app.frame()
        assert " ".join(" ".join(app.lines()).split()) == "Waiting for the trades of HK.00700 …"
        trade(store, 1, 1)
        app.frame()
        assert volumes(app) == ["401"]
        assert "Waiting" not in " ".join(app.lines())


async def test_an_index_says_that_it_has_no_trades_and_wants_none(app: PaneApp, store: Store) -> None:
    listing(store, HANG_SENG, INDEX, "Hang Seng")
    app.pane.set_security(HANG_SENG)
    async with app.run_test(size=SIZE):
        app.frame()
        assert "is an index" in " ".join(" ".join(app.lines()).split())
        assert list(app.pane.wants()) == []


async def test_listings_that_come_in_leave_a_paused_tape_where_it_is(app: PaneApp, store: Store) -> None:
    trade(store, 1, 60)
    async with app.run_test(size=SIZE) as pilot:
        app.frame()
        await pilot.press("pagedown")
        before = volumes(app)
        listing(store, APPLE, 3, "Apple")
        trade(store, 61, 64)
        app.frame()
        assert volumes(app) == before
        assert pane_of(app).came_in == 4


def bold_lines(app: PaneApp) -> list[int]:
    pane = pane_of(app)
    return [
        y
        for y in range(pane.size.height)
        if any(s.style and s.style.bold and "512" in s.text for s in pane.render_line(y))
    ]


async def test_a_large_print_stands_out_by_weight_and_mark(app: PaneApp, store: Store) -> None:
    trades(store, TENCENT, [(n, 512.5, 100) for n in range(1, 131)])
    trades(store, TENCENT, [(131, 512.5, 90_000), (132, 512.5, 100)])
    async with app.run_test(size=SIZE):
        app.frame()
        assert bold_lines(app) == [1]
        assert [line[0] for line in app.lines()[:3]] == [" ", "▸", " "]
        trades(store, TENCENT, [(n, 512.5, 100) for n in range(133, 136)])
        app.frame()
        assert bold_lines(app) == [4]


def tape_of(volumes: list[int]) -> Tape:
    store = Store()
    trades(store, TENCENT, [(n, 10.0, volume) for n, volume in enumerate(volumes)])
    return store.tapes[TENCENT]


def test_nothing_is_large_where_all_are_alike_or_few_are_known() -> None:
    alike = tape_of([100] * 700)
    assert not any(LargePrints().is_large(alike, place) for place in range(700))
    few = tape_of([100] * (FEWEST - 1) + [10**6])
    assert not LargePrints().is_large(few, FEWEST - 1)


def test_one_in_twenty_of_mixed_sizes_is_large() -> None:
    tape = tape_of([100 + ((n * 37) % 100) ** 2 for n in range(2 * WINDOW)])
    prints = LargePrints()
    large = sum(prints.is_large(tape, place) for place in range(WINDOW, 2 * WINDOW))
    assert 0.03 * WINDOW <= large <= 0.07 * WINDOW


def test_what_was_large_stays_large_as_the_tape_grows() -> None:
    store = Store()
    prints = LargePrints()
    answers: dict[int, bool] = {}
    for first in range(0, 600, 50):
        trades(store, TENCENT, [(n, 10.0, 100 + ((n * 37) % 100) ** 2) for n in range(first, first + 50)])
        tape = store.tapes[TENCENT]
        for place in range(len(tape)):
            assert answers.setdefault(place, prints.is_large(tape, place)) == prints.is_large(tape, place)


async def test_ticks_left_out_are_a_row_with_their_number(app: PaneApp, store: Store) -> None:
    quote(store, TENCENT, 512.5)
    trade(store, 1, 2)
    async with app.run_test(size=(46, 12)):
        app.frame()
        rows = [
            Ticker(sequence=n, time="2025-11-24 10:00:00", price=512.5, volume=100) for n in range(3, 1237)
        ]
        store.tapes[TENCENT].leave_out(rows)
        trade(store, 1240, 1240)
        app.frame()
        lines = app.lines()
        assert lines[1].startswith("── 1,234 ticks left out: too many to take ──")
        assert [line.split()[2] for line in (lines[0], lines[2])] == ["1,640", "402"]
