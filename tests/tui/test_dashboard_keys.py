"""Keys at the wrong moment: under dialogs, in a hurry, and in any order whatever."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from futu_tui.opend import LinkState
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.keymap import DEFAULT, TABLE
from futu_tui.tui.pane import Pane
from tests.tui.depth_data import book, trades
from tests.tui.grid_harness import order, quote
from tests.tui.scene import (
    ASKS,
    BIDS,
    MIDDLE,
    NARROW,
    PLAY_ID,
    STOCKS,
    TENCENT,
    TODAY,
    TOO_SMALL,
    WIDE,
    Person,
    SceneApp,
    StillTime,
)  # fmt: skip


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    return SceneApp(still_time)


def state(app: SceneApp) -> tuple[object, ...]:
    """All that a key of the dashboard could have changed."""
    dashboard, watchlist = app.dashboard, app.dashboard.watchlist
    return (
        app.theme,
        dashboard.security,
        dashboard.focused,
        dashboard.has_class("single"),
        watchlist.group,
        tuple(watchlist.keys),
        watchlist.cursor_key,
        watchlist.sorted_by,
        dashboard.chart.period,
        dashboard.chart.view,
        app.accounts.current,
    )


@pytest.mark.parametrize(
    ("opened", "keys"),
    [
        (("a",), "4 z t w o O d K J n B space [ ] + - / i ? 1"),
        (("I",), "4 z t w o O K J n B space + - a 1 2"),
        (("question_mark",), "4 z t w o O d K J n B space [ ] + - / a i 1"),
        (("slash",), "4 z t w o O d K J n B [ ] + - a i q ? 1"),
        (("n",), "4 z t w o O d K J B [ ] + - / a i q ? 1"),
    ],
    ids=["accounts", "gateway", "help", "search", "name of a group"],
)
async def test_keys_in_a_dialog_do_nothing_beneath_it(
    app: SceneApp, opened: tuple[str, ...], keys: str
) -> None:
    async with app.showing(MIDDLE) as person:
        before = state(app)
        await person.press(*opened)
        dialog = app.screen
        assert dialog is not app.dashboard
        await person.press(*keys.split())
        assert app.screen is dialog
        await person.press("escape")
        assert app.screen is app.dashboard
        assert state(app) == before


async def test_q_closes_what_is_only_read_and_quits_only_from_the_dashboard(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("question_mark", "q")
        await person.press("I", "q")
        assert app.screen is app.dashboard
        assert app.is_running
        await person.press("q")
        assert not app.is_running


async def test_a_key_held_down_moves_as_often_as_it_came(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.hurry(*["down"] * 40)
        app.frame()
        assert app.dashboard.watchlist.cursor_key == app.dashboard.watchlist.keys[-1]
        await person.hurry(*["up"] * 3)
        assert app.dashboard.watchlist.cursor_key == app.dashboard.watchlist.keys[-4]


async def test_keys_typed_ahead_go_to_the_pane_that_was_named_first(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.hurry("6", "j", "j", "1", "j")
        assert app.dashboard.orders.cursor_key == app.dashboard.orders.keys[2]
        assert app.dashboard.watchlist.cursor_key == app.dashboard.watchlist.keys[1]


async def test_enter_held_down_on_the_account_dialog_does_not_slip_through(app: SceneApp) -> None:
    """The second Enter chooses real money on purpose; those that follow must not act on the list below."""
    async with app.showing(MIDDLE) as person:
        await person.press("down")
        await person.press("a")
        await person.hurry(*["enter"] * 10)
        assert app.accounts.current is app.accounts.portfolios[PLAY_ID]


async def test_a_dialog_opened_twice_in_a_hurry_opens_once(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.hurry(*["slash"] * 5)
        assert len(app.screen_stack) <= 3
        await person.press("escape")
        assert app.screen is app.dashboard


# Any keys at all

KEYS = sorted({key for row in TABLE for key in DEFAULT.keys(row.id)} - {"q", "ctrl+c", "ctrl+z"})
"""Every key of the table but those that end the program."""
TYPED = [*"abk07 ", "腾", "backspace", "escape"]


def events_of_the_world(app: SceneApp, rng: random.Random) -> Iterator[str]:
    """The market and the link go on while a person types; gives what happened, for the report of a failure."""
    sequence = 1_000
    while True:
        what = rng.choice(
            ("quote", "book", "trade", "order", "lost", "back", "account", "nothing", "nothing")
        )
        if what == "quote":
            stock = rng.choice(STOCKS)
            row = quote(stock.code, stock.last * (1 + rng.random() / 100), stock.prev_close)
            app.store.apply_basic([row], app.now)
        elif what == "book":
            cut = rng.randrange(11)
            book(app.store, TENCENT, BIDS[cut:], ASKS[: 10 - cut])
        elif what == "trade":
            sequence += 1
            trades(app.store, TENCENT, [(sequence, 512.5, 100)], begin=f"{TODAY} 10:00:00")
        elif what == "order":
            number = rng.randrange(1, 20)
            status = rng.choice((5, 10, 11, 15))
            portfolio = app.accounts.current
            assert portfolio is not None
            portfolio.apply_orders([order(number, "HK.00700", orderStatus=status)])
        elif what == "lost":
            app.still.lose(app.now)
        elif what == "back":
            app.still.link(LinkState.UP, app.now)
            app.store.clear_stale()
        elif what == "account":
            app.accounts.open(rng.choice(app.accounts.list))
        else:
            app.store.set_market_state(TENCENT.market, rng.choice((qot.QotMarketState_Morning, 4, 6)))
        yield what


@pytest.mark.parametrize("seed", range(2))
async def test_any_keys_at_any_time_leave_the_program_usable(
    app: SceneApp, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where charts and lists are exported to
    rng = random.Random(seed)
    async with app.showing(rng.choice((WIDE, MIDDLE, NARROW))) as person:
        world = events_of_the_world(app, rng)
        for _ in range(25):
            await person.hurry(*rng.choices([*KEYS, *TYPED], k=8))
            next(world)
            if rng.random() < 0.3:
                app.frame(rng.choice((0.01, 0.04, 2.0)))
            if rng.random() < 0.1:
                await person.resize(rng.choice((WIDE, MIDDLE, NARROW, TOO_SMALL)))
            app.frame()
        await back_to_the_dashboard(app, person)
        await person.resize(NARROW)
        for number in "123456":
            await person.press(number)
            assert isinstance(app.dashboard.focused, Pane)
            assert number == str(app.dashboard.focused.NUMBER)
            assert app.dashboard.focused.widget.region.area


async def back_to_the_dashboard(app: SceneApp, person: Person) -> None:
    """Close whatever the keys have opened."""
    for _ in range(10):
        if app.screen is app.dashboard:
            return
        await person.press("escape")
    raise AssertionError(f"{app.screen} does not close")
