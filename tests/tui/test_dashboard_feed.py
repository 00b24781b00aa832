"""What the dashboard asks of the feed, and what it does with what comes back."""

from __future__ import annotations

import pytest

from futu_tui.market import Period, Series
from futu_tui.opend import LinkState
from futu_tui.opend.errors import Unreachable
from futu_tui.protocol import Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.tui.pane import Wish
from futu_tui.tui.screens.no_gateway import NoGatewayScreen
from futu_tui.tui.watchlists import DEFAULTS, HELD
from futu_tui.tui.widgets.capital_flow import CapitalFlowPane
from futu_tui.tui.widgets.intraday_chart import IntradayChart
from tests.tui.grid_harness import position
from tests.tui.scene import (
    ALIBABA,
    HANG_SENG,
    MIDDLE,
    NARROW,
    NVIDIA,
    PLAY_ID,
    REAL_ID,
    STOCKS,
    TARGET,
    TENCENT,
    TOO_SMALL,
    WIDE,
    XIAOMI,
    SceneApp,
    StillFeed,
    StillTime,
)  # fmt: skip

CORE = {Security.parse(code) for code in DEFAULTS["Core"]}
HELD_NOW = {TENCENT, XIAOMI, Security.parse("HK.02800")}


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    return SceneApp(still_time)


def wanted(app: SceneApp, sub_type: int) -> set[Security]:
    """The securities of which somebody wants this SubType."""
    wishes: set[Wish] = set().union(*app.still.wanted.values())
    return {wish.security for wish in wishes if wish.sub_type == sub_type}


def wanting(app: SceneApp) -> list[str]:
    """The panes that want anything."""
    return sorted(str(owner) for owner, wishes in app.still.wanted.items() if wishes)


# What is subscribed


async def test_what_is_in_view_is_wanted_and_no_more(app: SceneApp) -> None:
    async with app.showing(MIDDLE):
        assert app.still.wanted == {pane.CONTEXT: set(pane.wants()) for pane in app.dashboard.panes}
        assert wanted(app, qot.SubType_Basic) == CORE
        for sub_type in (
            qot.SubType_OrderBook, qot.SubType_Broker, qot.SubType_Ticker, qot.SubType_KL_5Min
        ):  # fmt: skip
            assert wanted(app, sub_type) == {TENCENT}


async def test_the_current_security_goes_before_rows_and_rows_before_decoration(app: SceneApp) -> None:
    async with app.showing(WIDE):
        by_sub_type = {
            wish.sub_type: wish.priority for wishes in app.still.wanted.values() for wish in wishes
        }
        assert (
            by_sub_type[qot.SubType_OrderBook] > by_sub_type[qot.SubType_Basic] > by_sub_type[qot.SubType_RT]
        )


async def test_in_tabs_only_the_pane_in_front_wants_anything(app: SceneApp) -> None:
    async with app.showing(NARROW) as person:
        assert wanting(app) == ["watchlist"]
        for key, context in (
            ("2", "book"),
            ("3", "tape"),
            ("4", "chart"),
            ("5", "positions"),
            ("1", "watchlist"),
        ):
            await person.press(key)
            assert wanting(app) == [context]


async def test_a_maximised_pane_is_the_only_one_that_wants(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("3", "z")
        assert app.still.wanted["tape"] == {Wish(TENCENT, qot.SubType_Ticker)}
        assert wanting(app) == ["tape"]
        await person.press("z")
        assert wanting(app) == ["book", "chart", "positions", "tape", "watchlist"]


async def test_a_window_too_small_to_show_anything_wants_nothing(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.resize(TOO_SMALL)
        assert wanting(app) == []


async def test_another_current_security_is_wanted_in_place_of_the_one_before(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("down", "enter")
        for sub_type in (qot.SubType_Ticker, qot.SubType_KL_5Min, qot.SubType_OrderBook):
            assert wanted(app, sub_type) == {ALIBABA}


async def test_an_index_wants_its_chart_but_neither_book_nor_trades(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        app.dashboard.make_current(HANG_SENG)
        await person.settle()
        assert app.still.wanted["book"] == app.still.wanted["tape"] == set()
        assert app.still.wanted["chart"] == {Wish(HANG_SENG, qot.SubType_KL_5Min)}


async def test_another_period_is_wanted_in_place_of_the_one_before(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("4", "right_square_bracket")
        assert app.still.wanted["chart"] == {Wish(TENCENT, qot.SubType_KL_10Min)}


async def test_a_folded_broker_queue_is_not_wanted(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("2", "B")
        assert wanted(app, qot.SubType_Broker) == set()


async def test_another_group_is_wanted_in_place_of_the_one_before(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("w", "w")
        us = {Security.parse(code) for code in DEFAULTS["US"]}
        assert {wish.security for wish in app.still.wanted["watchlist"]} == us
        assert app.still.watched == us | HELD_NOW | {TENCENT}


async def test_a_wider_list_also_wants_the_days_course(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        assert wanted(app, qot.SubType_RT) == set()
        await person.resize(WIDE)
        app.frame(1.0)
        app.frame(1.0)
        await person.settle()
        assert wanted(app, qot.SubType_RT) == CORE


async def test_names_are_kept_of_all_that_is_listed_held_or_current(app: SceneApp) -> None:
    async with app.showing(MIDDLE):
        assert app.still.watched == CORE | HELD_NOW
        app.accounts.current.apply_positions([position("SH.601318", 100, 50.0, 51.0)])  # type: ignore[union-attr]
        app.frame()
        assert app.still.watched == CORE | {Security.parse("SH.601318")}
        assert app.still.wanted["positions"] == {Wish(Security.parse("SH.601318"), qot.SubType_Basic, 10)}


async def test_another_feed_is_told_all_that_is_wanted(app: SceneApp) -> None:
    async with app.showing(MIDDLE):
        other = StillFeed(app.store, app.accounts)
        app.dashboard.attach(other)  # type: ignore[arg-type]
        assert other.wanted == app.still.wanted
        assert other.watched == app.still.watched


# The group of what is held


async def test_the_group_held_follows_the_account(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("W")
        watchlist = app.dashboard.watchlist
        assert watchlist.group == HELD
        assert set(watchlist.keys) == HELD_NOW

        app.accounts.current.apply_positions([position("HK.00700", 600, 488.2, 512.5)])  # type: ignore[union-attr]
        app.frame(1.0)
        assert set(watchlist.keys) == {TENCENT}
        app.frame(1.0)
        await person.settle()
        assert {wish.security for wish in app.still.wanted["watchlist"]} == {TENCENT}

        app.accounts.open(app.accounts.portfolios[REAL_ID].account)
        app.frame()
        assert set(watchlist.keys) == {Security.parse("HK.00005"), NVIDIA}


# Search


async def test_what_search_finds_becomes_current_and_joins_the_list(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("slash", *"07552", "enter")
        found = Security.parse("HK.07552")
        assert app.still.listings_asked == 1
        assert app.dashboard.security == found
        watchlist = app.dashboard.watchlist
        assert watchlist.keys[-1] == watchlist.cursor_key == found
        assert found in app.still.watched
        assert wanted(app, qot.SubType_Ticker) == {found}
        assert found in wanted(app, qot.SubType_Basic)


async def test_what_is_on_the_list_already_is_not_added_again(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("slash", *"xiaomi", "enter")
        assert app.dashboard.watchlist.cursor_key == app.dashboard.security == XIAOMI
        assert len(app.dashboard.watchlist.keys) == len(STOCKS)


async def test_a_search_given_up_changes_nothing(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("slash", *"xiaomi", "escape")
        assert app.dashboard.security == TENCENT
        assert app.dashboard.watchlist.cursor_key == TENCENT


async def test_search_in_tabs_adds_to_the_list_out_of_view(app: SceneApp) -> None:
    async with app.showing(NARROW) as person:
        await person.press("4", "slash", *"07552", "enter")
        assert wanting(app) == ["chart"]
        await person.press("1")
        assert app.dashboard.watchlist.cursor_key == Security.parse("HK.07552")


async def test_a_search_over_what_is_held_only_makes_current(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("W", "slash", *"alibaba", "enter")
        assert app.dashboard.security == ALIBABA
        assert set(app.dashboard.watchlist.keys) == HELD_NOW


# Accounts


async def test_another_account_shows_its_own_money_and_orders(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("a", "down", "enter", "enter")
        app.frame(1.0)
        await person.settle()
        assert app.accounts.current is app.accounts.portfolios[REAL_ID]
        assert " REAL  Universal Margin 8881" in app.lines()[0]
        assert [str(key.security) for key in app.dashboard.positions.keys] == ["HK.00005", "US.NVDA"]
        assert list(app.dashboard.orders.keys) == [10]


async def test_real_money_is_not_in_play_before_it_was_asked_twice(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("a", "down", "enter", "escape")
        assert app.accounts.current is app.accounts.portfolios[PLAY_ID]


# The chart's past


async def test_older_bars_that_come_into_view_are_asked_for(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("4", "left")
        assert app.still.history_asked == []
        await person.press(*["left"] * 50)
        assert set(app.still.history_asked) == {Series(TENCENT, Period.M5)}


async def test_bars_that_do_not_come_are_asked_for(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        app.dashboard.make_current(NVIDIA)
        for _ in range(7):
            app.frame(1.0)
        await person.settle()
        assert app.still.history_asked == [Series.of(NVIDIA, Period.M5)]


# What empty panes say


def said(app: SceneApp) -> dict[int, str]:
    return {pane.NUMBER: pane.placeholder for pane in app.dashboard.panes}


async def test_empty_panes_say_what_they_wait_for(still_time: StillTime) -> None:
    app = SceneApp(still_time, market=False, accounts=False)
    app.still.forget_everything(LinkState.CONNECTING, app.now)
    async with app.showing(MIDDLE):
        assert set(said(app).values()) == {f"Waiting for {TARGET} …"}
        app.still.link(LinkState.UP, app.now)
        app.still.health.restoring = True
        app.frame(1.0)
        assert set(said(app).values()) == {"Reading the market …"}
        app.still.health.silent_since = app.now
        app.frame(1.0)
        assert set(said(app).values()) == {f"{TARGET} does not answer …"}
        app.still.health.silent_since = None
        app.still.health.restoring = False
        app.frame(1.0)
        assert set(said(app).values()) == {""}


async def test_without_the_scope_for_accounts_only_their_panes_say_so(still_time: StillTime) -> None:
    app = SceneApp(still_time, accounts=False)
    app.still.account_sync.refusal = "the API key does not allow it."
    async with app.showing(MIDDLE):
        assert said(app)[5] == said(app)[6] == "Read-only: the API key does not allow it."
        assert said(app)[1] == ""
        assert "read-only" in app.lines()[0]


# No gateway


async def test_before_a_gateway_ever_answered_its_absence_fills_the_screen(still_time: StillTime) -> None:
    app = SceneApp(still_time, market=False, accounts=False)
    app.still.forget_everything(LinkState.CONNECTING, app.now)
    async with app.showing(MIDDLE) as person:
        assert app.screen is app.dashboard
        app.still.link(LinkState.DOWN, app.now, error=Unreachable("nothing listens there"), retry_in=4.0)
        app.frame()
        app.frame()
        await person.settle()
        assert isinstance(app.screen, NoGatewayScreen)
        assert "nothing listens there" in app.text
        await person.press("r")
        assert app.still.retries == 1

        app.still.link(LinkState.UP, app.now)
        app.screen.show()
        await person.settle()
        assert app.screen is app.dashboard


async def test_after_a_gateway_answered_its_loss_leaves_the_panes_in_view(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        app.still.lose(app.now)
        app.frame()
        await person.settle()
        assert app.screen is app.dashboard


# What panes ask for that no push brings


async def test_minutes_and_capital_flow_are_asked_of_the_feed(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        pane = app.dashboard.panes[0].widget
        pane.post_message(IntradayChart.DaysWanted(TENCENT, 3, False))
        pane.post_message(CapitalFlowPane.FlowWanted(TENCENT))
        await person.settle()
        assert app.still.minutes_asked == [(TENCENT, 3, False)]
        assert app.still.capital_asked == [TENCENT]


async def test_what_the_account_in_play_is_worth_is_remembered_as_it_changes(app: SceneApp) -> None:
    async with app.showing(MIDDLE):
        portfolio = app.accounts.current
        assert portfolio is not None
        for total in (1_000_000.0, 1_020_000.0):
            portfolio.apply_funds(
                trd_common_pb2.Funds(
                    power=0,
                    totalAssets=total,
                    cash=0,
                    marketVal=0,
                    frozenCash=0,
                    debtCash=0,
                    avlWithdrawalCash=0,
                )
            )
            app.frame()
            assert app.accounts.equity.curve(portfolio.account)[-1].total == total
