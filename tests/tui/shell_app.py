"""A small app around the shared screens: a stand-in dashboard of two panes, with themes, keys and accounts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from futu_tui.trading import Account, Accounts, TrdEnv
from futu_tui.tui import keymap
from futu_tui.tui.commands import KeymapCommands
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.pane import Pane
from futu_tui.tui.screens.help import HelpScreen
from futu_tui.tui.theme import DEFAULT_THEME, Themes, UpColour, css_variables

PLAY = Account(1001234, TrdEnv.SIMULATE, (1,), "Cash", "", 0, True, "")
REAL = Account(2008881, TrdEnv.REAL, (1,), "Margin", "", 0, True, "")


class WatchlistPane(Pane, Static, can_focus=True):
    NUMBER, TITLE, CONTEXT = 1, "Watchlist", "watchlist"
    PURPOSE = "The securities you follow."
    BINDINGS = [*keymap.bindings("grid"), *keymap.bindings("watchlist")]

    def action_sort(self) -> None:
        shell_app(self).did.append("sort")

    def action_cursor_down(self) -> None:
        shell_app(self).did.append("down")


class ChartPane(Pane, Static, can_focus=True):
    NUMBER, TITLE, CONTEXT = 4, "Chart", "chart"
    PURPOSE = "Candles of the current security."
    BINDINGS = [*keymap.bindings("chart")]

    def action_zoom_in(self) -> None:
        shell_app(self).did.append("zoom in")


class StandInDashboard(Screen[None]):
    CONTEXT = "dashboard"
    BINDINGS = [*keymap.bindings("dashboard")]

    def compose(self) -> ComposeResult:
        app: Any = self.app
        yield WatchlistPane(app.store, app.accounts)
        yield ChartPane(app.store, app.accounts)

    def action_focus_pane(self, number: int) -> None:
        shell_app(self).did.append(f"pane {number}")


class ShellApp(App[None]):
    BINDINGS = [*keymap.bindings("app")]
    COMMANDS = {KeymapCommands}

    def __init__(
        self, theme: str = DEFAULT_THEME, up: UpColour = "green", keys: dict[str, str] | None = None
    ) -> None:
        self.themes = Themes.load(up=up)
        self.keymap = Keymap(keys)
        super().__init__()
        self.first_theme = theme
        self.settings = SimpleNamespace(trading=SimpleNamespace(environment="simulate"))
        self.store: Any = None
        self.accounts = Accounts()
        self.did: list[str] = []
        """What the panes were told to do."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables(self.themes.palette(DEFAULT_THEME))

    async def on_mount(self) -> None:
        self.themes.install(self, self.first_theme)
        self.set_keymap(self.keymap.overrides)
        await self.push_screen(StandInDashboard())

    def action_help(self) -> None:
        self.push_screen(HelpScreen(self.screen))

    def action_theme(self) -> None:
        self.themes.put_on(self, self.themes.after(self.theme))

    def lines(self) -> list[str]:
        """What stands on the terminal, a text a line."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def screen_text(self) -> str:
        return "\n".join(self.lines())


def shell_app(node: Any) -> ShellApp:
    app = node.app
    assert isinstance(app, ShellApp)
    return app
