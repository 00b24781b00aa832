"""Keys as pressed, and the command palette over the same table."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette
from textual.dom import DOMNode

from futu_tui.tui.app import FutuApp
from futu_tui.tui.commands import KeymapCommands, offers
from futu_tui.tui.keymap import TABLE
from futu_tui.tui.screens.account import AccountScreen
from futu_tui.tui.screens.alert_form import AlertForm
from futu_tui.tui.screens.alerts import AlertsScreen
from futu_tui.tui.screens.cancel_all import CancelAllScreen
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.console import ConsoleScreen
from futu_tui.tui.screens.console_pushes import ConsolePushesScreen
from futu_tui.tui.screens.console_request import ConsoleRequestScreen
from futu_tui.tui.screens.dashboard import DashboardScreen
from futu_tui.tui.screens.filter_form import FilterForm
from futu_tui.tui.screens.futures import FuturesScreen
from futu_tui.tui.screens.gateway import GatewayScreen
from futu_tui.tui.screens.go_to import GoToScreen
from futu_tui.tui.screens.group_conflict import GroupConflictScreen
from futu_tui.tui.screens.help import HelpScreen
from futu_tui.tui.screens.history import HistoryScreen
from futu_tui.tui.screens.history_export import HistoryExportScreen
from futu_tui.tui.screens.modify import ModifyScreen
from futu_tui.tui.screens.money import MoneyScreen
from futu_tui.tui.screens.no_gateway import NoGatewayScreen
from futu_tui.tui.screens.option_chain import OptionChainScreen
from futu_tui.tui.screens.plate_members import PlateScreen
from futu_tui.tui.screens.plates import PlatesScreen
from futu_tui.tui.screens.search import SearchScreen
from futu_tui.tui.screens.security import SecurityScreen
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.screens.warrants import WarrantsScreen
from futu_tui.tui.widgets.chart_kinds import KINDS, class_of
from futu_tui.tui.widgets.console_answer import AnswerView
from futu_tui.tui.widgets.console_entry import EntryField
from futu_tui.tui.widgets.console_form import FormList
from futu_tui.tui.widgets.fields import ChoiceField
from futu_tui.tui.widgets.order_book import OrderBookPane
from futu_tui.tui.widgets.orders import OrdersPane
from futu_tui.tui.widgets.positions import PositionsPane
from futu_tui.tui.widgets.tape import TapePane
from futu_tui.tui.widgets.watchlist import Watchlist
from tests.tui.shell_app import ChartPane, ShellApp, WatchlistPane


async def test_keys_reach_the_focused_pane_and_the_screen() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.press("j", "o", "3")
        assert app.did == ["down", "sort", "pane 3"]


async def test_a_key_taken_away_does_nothing() -> None:
    app = ShellApp(keys={"grid.sort": ""})
    async with app.run_test() as pilot:
        await pilot.press("o")
        assert app.did == []


async def test_swapped_keys_swap() -> None:
    app = ShellApp(keys={"grid.sort": "j", "grid.cursor_down": "o,down"})
    async with app.run_test() as pilot:
        await pilot.press("j", "o", "down")
        assert app.did == ["sort", "down", "down"]


async def test_ctrl_c_quits_where_no_text_is_chosen() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert not app.is_running


async def test_the_palette_offers_every_action_that_somebody_here_can_do() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.screen.query_one(WatchlistPane).focus()
        by_id = {offer.key.id: offer for offer in offers(app.screen)}
        assert {
            "app.help",
            "app.theme",
            "app.quit",
            "dashboard.focus_pane_3",
            "grid.sort",
            "chart.zoom_in",
        } <= (by_id.keys())
        assert isinstance(by_id["chart.zoom_in"].node, ChartPane)
        assert by_id["chart.zoom_in"].title == "Chart: Zoom in"
        assert "book.toggle_brokers" not in by_id


async def test_choosing_in_the_palette_does_it_though_another_pane_has_the_focus() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"zoom in")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.did == ["zoom in"]


async def test_themes_are_in_the_palette_by_their_titles() -> None:
    app = ShellApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        provider = KeymapCommands(app.screen)
        hits = [hit async for hit in provider.search("Theme: Amber")]
        assert hits
        hits[0].command()  # type: ignore[unused-awaitable]
        assert app.theme == "amber"


@pytest.mark.parametrize(
    ("context", "owner"),
    [
        ("app", FutuApp),
        ("dashboard", DashboardScreen),
        ("watchlist", Watchlist),
        ("grid", Watchlist),
        ("grid", PositionsPane),
        ("grid", OrdersPane),
        ("book", OrderBookPane),
        ("tape", TapePane),
        *((kind.CONTEXT, kind) for kind in map(class_of, KINDS)),
        *(("charts", kind) for kind in map(class_of, KINDS)),
        *(("crosshair", class_of(kind)) for kind in ("intraday", "depth", "heat")),
        ("no_gateway", NoGatewayScreen),
        ("help", HelpScreen),
        ("gateway", GatewayScreen),
        ("group_conflict", GroupConflictScreen),
        ("history_export", HistoryExportScreen),
        ("search", SearchScreen),
        ("account", AccountScreen),
        ("orders", OrdersPane),
        ("form", TicketScreen),
        ("form", ModifyScreen),
        ("choice", ChoiceField),
        ("ticket", TicketScreen),
        ("modify", ModifyScreen),
        ("confirm", ConfirmScreen),
        ("confirm", UnlockScreen),
        ("choose", CancelAllScreen),
        ("records", MoneyScreen),
        ("records", HistoryScreen),
        ("pages", SecurityScreen),
        ("choices", PlatesScreen),
        ("members", PlateScreen),
        ("go_to", GoToScreen),
        ("console", ConsoleScreen),
        ("console_request", ConsoleRequestScreen),
        ("console_pushes", ConsolePushesScreen),
        ("lines", FormList),
        ("lines", AnswerView),
        ("console_form", FormList),
        ("console_answer", AnswerView),
        ("console_entry", EntryField),
        ("alerts", AlertsScreen),
        ("alert_form", AlertForm),
        ("contracts", FuturesScreen),
        ("chain", OptionChainScreen),
        ("warrants", WarrantsScreen),
        ("filter_form", FilterForm),
    ],
)
def test_every_key_of_the_table_has_somebody_who_acts_on_it(context: str, owner: type[DOMNode]) -> None:
    actions = [key.action.partition("(")[0] for key in TABLE if key.context == context]
    assert actions
    assert [name for name in actions if not hasattr(owner, f"action_{name}")] == []
    bound = {binding.id for _, binding in owner._merge_bindings() if binding.id}
    assert {key.id for key in TABLE if key.context == context} <= bound
