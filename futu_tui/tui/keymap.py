"""Every key of the program, declared once.

Widgets and screens take their bindings from here, the help screen and the hints read the same table, the
command palette offers its actions, and the `[keys]` table of the config changes it. No key is handled
anywhere else. An action called `name` is the method `action_name` of the widget or screen that owns its context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from textual.app import App
from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, _character_to_key, format_key, key_to_character


class Context(Struct, frozen=True):
    """A place where keys work: what a person reads, and the place around it whose keys work there too."""

    title: str
    parent: str | None


CONTEXTS: dict[str, Context] = {
    "app": Context("Everywhere", None),
    "dashboard": Context("Dashboard", "app"),
    "grid": Context("Lists", "dashboard"),
    "watchlist": Context("Watchlist", "grid"),
    "positions": Context("Positions", "grid"),
    "orders": Context("Orders", "grid"),
    "book": Context("Order book", "dashboard"),
    "tape": Context("Tape", "dashboard"),
    "charts": Context("Charts of every kind", "dashboard"),
    "chart": Context("Chart", "charts"),
    "crosshair": Context("Crosshair", "charts"),
    "intraday": Context("Intraday chart", "crosshair"),
    "depth": Context("Depth chart", "crosshair"),
    "heat": Context("Heat strip", "crosshair"),
    "flow": Context("Capital flow", "charts"),
    "equity": Context("Equity curve", "charts"),
    "no_gateway": Context("No gateway", "app"),
    "dialog": Context("Dialogs", None),
    "help": Context("Help", "dialog"),
    "search": Context("Search", "dialog"),
    "account": Context("Accounts", "dialog"),
    "form": Context("Forms", "dialog"),
    "choice": Context("Choices of a form", "form"),
    "ticket": Context("Order ticket", "form"),
    "modify": Context("Change of an order", "form"),
    "ladder": Context("Price ladder", "dialog"),
    "indicators": Context("Indicators and style of a chart", "dialog"),
    "confirm": Context("Questions", "dialog"),
    "choose": Context("Choosing", "dialog"),
    "alerts": Context("Price alerts", "dialog"),
    "alert_form": Context("A price alert", "dialog"),
    "go_to": Context("Menu of screens", "dialog"),
    "pages": Context("Screens of lists", "dialog"),
    "group_conflict": Context("A group changed in two places", "dialog"),
    "history_export": Context("Export of bars", "dialog"),
    "records": Context("Money and history", "pages"),
    "gateway": Context("Gateway", "pages"),
    "contracts": Context("Options, warrants and futures", "pages"),
    "chain": Context("Option chain", "contracts"),
    "warrants": Context("Warrants and CBBCs", "contracts"),
    "filter_form": Context("What to look for", "dialog"),
    "screener": Context("Screener", "pages"),
    "criterion": Context("A criterion of the screener", "dialog"),
    "pick": Context("Finding one of many", "dialog"),
    "calendar": Context("Trading calendar", "pages"),
    "choices": Context("Lists of several kinds", "pages"),
    "members": Context("Securities of a plate", "choices"),
    "console": Context("Protocol console", "dialog"),
    "console_request": Context("Console: request and answer", "dialog"),
    "console_pushes": Context("Console: pushes", "dialog"),
    "lines": Context("Console: lists", "console_request"),
    "console_form": Context("Console: form", "lines"),
    "console_answer": Context("Console: answer", "lines"),
    "console_entry": Context("Console: what is typed", "dialog"),
}


class Key(Struct, frozen=True):
    """One row of the table: where, which action, its keys (comma between them), what it does."""

    context: str
    action: str
    keys: str
    label: str
    hint: str = ""
    """One word for borders and the status bar."""
    hidden: bool = False
    """For those who work on the program: the help leaves it out, and the palette tells it to who searches for it."""

    @property
    def id(self) -> str:
        """The name in the config's `[keys]` table: `chart.zoom_in`, `dashboard.focus_pane_1`."""
        return f"{self.context}.{self.action.replace('(', '_').rstrip(')')}"


def _order_keys(context: str) -> tuple[Key, ...]:
    """The keys of every form of an order."""
    return (
        Key(context, "tick_up", "up", "Price a tick up; quantity a lot up", "tick"),
        Key(context, "tick_down", "down", "Price a tick down; quantity a lot down", "tick"),
        Key(context, "join_bid", "b", "The bid's price", "bid"),
        Key(context, "join_ask", "a", "The ask's price", "ask"),
        Key(context, "join_mid", "m", "The price between bid and ask", "mid"),
        Key(context, "join_last", "l", "The last price", "last"),
    )


def _list_keys(context: str, noun: str, *, letters: bool = True) -> tuple[Key, ...]:
    """The keys of every list of rows; without `letters` of one beside a field that takes them."""
    keys = (
        Key(context, "cursor_up", "up,k" if letters else "up", f"{noun} up"),
        Key(context, "cursor_down", "down,j" if letters else "down", f"{noun} down"),
        Key(context, "page_up", "pageup", "Page up"),
        Key(context, "page_down", "pagedown", "Page down"),
    )
    if not letters:
        return keys
    ends = ("first", "g,home"), ("last", "G,end")
    return keys + tuple(Key(context, end, of, f"{end.capitalize()} {noun.lower()}") for end, of in ends)


TABLE: tuple[Key, ...] = (
    Key("app", "help", "?", "Show the keys of this screen", "keys"),
    Key("app", "command_palette", "ctrl+p", "Open the command palette", "commands"),
    Key("app", "theme", "t", "Next theme", "theme"),
    Key("app", "save_theme", "", "Keep this theme for the next start"),
    Key("app", "suspend", "ctrl+z", "Leave the terminal to the shell; fg comes back", "suspend"),
    Key("app", "quit", "q,ctrl+c", "Quit", "quit"),
    Key(
        "app",
        "stages",
        "ctrl+alt+p",
        "What each stage takes, from the gateway to the screen",
        hidden=True,
    ),
    Key("dashboard", "search", "/", "Find a security and add it", "find"),
    Key("dashboard", "focus_pane(1)", "1", "Go to the watchlist"),
    Key("dashboard", "focus_pane(2)", "2", "Go to the order book"),
    Key("dashboard", "focus_pane(3)", "3", "Go to the tape"),
    Key("dashboard", "focus_pane(4)", "4", "Go to the chart"),
    Key("dashboard", "focus_pane(5)", "5", "Go to the positions"),
    Key("dashboard", "focus_pane(6)", "6", "Go to the orders"),
    Key("dashboard", "focus_next", "tab", "Next pane"),
    Key("dashboard", "focus_previous", "shift+tab", "Previous pane"),
    Key("dashboard", "next_chart", "v", "Next kind of chart", "chart"),
    Key("dashboard", "previous_chart", "V", "Kind of chart before"),
    Key("dashboard", "several_charts", "M", "Charts side by side, or back to the panes", "charts"),
    Key("dashboard", "maximise", "z", "Maximise the pane, or put it back", "maximise"),
    Key("dashboard", "account", "a", "Choose the account", "account"),
    Key(
        "dashboard",
        "security_page",
        "i",
        "All about what is chosen: facts, plates, adjustments, holders",
        "about",
    ),
    Key("dashboard", "gateway", "I", "The gateway: link, rights, delays, quotas, notices", "gateway"),
    Key("dashboard", "buy", "b", "Write an order to buy", "buy"),
    Key("dashboard", "sell", "s", "Write an order to sell", "sell"),
    Key("dashboard", "modify", "m", "Change the selected order", "modify"),
    Key("dashboard", "cancel", "x", "Cancel the selected order", "cancel"),
    Key("dashboard", "cancel_all", "X", "Cancel all orders (asks)", "cancel all"),
    Key("dashboard", "ladder", "l", "Open the price ladder", "ladder"),
    Key("dashboard", "alerts", "!", "Show the price alerts", "alerts"),
    Key("dashboard", "new_alert", "@", "Set a price alert on what is chosen", "alert"),
    Key("dashboard", "unlock", "u", "Unlock or lock trading", "unlock"),
    Key("dashboard", "money", "f", "Funds, equity, positions and cash flow", "funds"),
    Key("dashboard", "go_to", ".", "Go to a screen: the menu of all", "screens"),
    Key("dashboard", "history", "h", "Orders and fills of any day", "history"),
    Key("dashboard", "console", ":", "Protocol console: any request of the gateway", "console"),
    *_list_keys("grid", "Row"),
    Key("grid", "choose", "enter", "Make this security current", "current"),
    Key("grid", "sort", "o", "Sort by the next column", "sort"),
    Key("grid", "sort_reverse", "O", "Turn the sorting round"),
    Key("watchlist", "remove", "delete,d", "Remove the row from the list", "remove"),
    Key("watchlist", "move_up", "K,shift+up", "Move the row up"),
    Key("watchlist", "move_down", "J,shift+down", "Move the row down"),
    Key("watchlist", "next_group", "w", "Next group", "group"),
    Key("watchlist", "previous_group", "W", "Previous group"),
    Key("watchlist", "new_group", "n", "New group"),
    Key("watchlist", "rename_group", "R", "Rename the group"),
    Key("watchlist", "delete", "D", "Delete the row from every group of the account (asks)"),
    Key("watchlist", "reload_groups", "r", "Ask again what the account's groups hold", "ask again"),
    Key("orders", "disable", "D", "Take the order out of the market, or put it back", "disable"),
    Key("orders", "reconfirm", "C", "Confirm an order again that the gateway holds back", "confirm"),
    Key("orders", "delete", "delete", "Delete an order that failed", "delete"),
    Key("book", "level_up", "up,k", "Mark the level above, for its price"),
    Key("book", "level_down", "down,j", "Mark the level below, for its price"),
    Key("book", "toggle_brokers", "B", "Fold the broker queue away, or show it", "brokers"),
    Key("tape", "cursor_up", "up,k", "Newer trades"),
    Key("tape", "cursor_down", "down,j", "Older trades"),
    Key("tape", "page_up", "pageup", "A page newer"),
    Key("tape", "page_down", "pagedown", "A page older"),
    Key("tape", "first", "g,home", "The newest trade"),
    Key("tape", "last", "G,end", "The oldest trade kept"),
    Key("tape", "resume", "space", "Follow the market again", "resume"),
    Key("charts", "one_more", "A", "One more chart beside this one, up to four"),
    Key("charts", "one_less", "D", "Take this chart away from beside the others"),
    Key("charts", "export", "e", "Write the view as SVG and as CSV", "export"),
    Key("crosshair", "crosshair", "c", "Crosshair on or off", "crosshair"),
    Key("crosshair", "crosshair_left", "left", "Crosshair to the left"),
    Key("crosshair", "crosshair_right", "right", "Crosshair to the right"),
    Key("chart", "previous_period", "[", "Shorter period", "period"),
    Key("chart", "next_period", "]", "Longer period", "period"),
    Key("chart", "zoom_in", "+,=", "Zoom in", "zoom"),
    Key("chart", "zoom_out", "-", "Zoom out", "zoom"),
    Key("chart", "pan_left", "left", "Towards the past; the crosshair a bar", "pan"),
    Key("chart", "pan_right", "right", "Towards now; the crosshair a bar", "pan"),
    Key("chart", "far_left", "shift+left", "A view back; the crosshair ten bars"),
    Key("chart", "far_right", "shift+right", "A view on; the crosshair ten bars"),
    Key("chart", "latest", "end", "Back to the latest bar, and follow it", "latest"),
    Key("chart", "fit", "F", "Show every bar that is loaded", "fit"),
    Key("chart", "go_to_date", "d", "Go to a day", "day"),
    Key("chart", "crosshair", "c", "Crosshair on or off", "crosshair"),
    Key("chart", "price_up", "up", "Crosshair to a higher price"),
    Key("chart", "price_down", "down", "Crosshair to a lower price"),
    Key("chart", "indicators", "o", "Choose and set the indicators", "indicators"),
    Key("chart", "style", "p", "Candles, hollow ones, bars or a line", "style"),
    Key("chart", "log", "L", "Logarithmic prices, or not", "log"),
    Key("chart", "rehab", "R", "Adjust prices forward, backward or not", "adjust"),
    Key("chart", "extended", "E", "US bars around regular hours, or not", "hours"),
    Key("chart", "profile", "P", "Volumes by price at the side, or not", "profile"),
    Key("chart", "compare", "C", "Compare with a second security", "compare"),
    Key("chart", "next_order", "n", "Choose the next own order", "order"),
    Key("chart", "previous_order", "N", "Choose the own order before"),
    Key("chart", "order_up", "K", "The chosen order a tick up", "move"),
    Key("chart", "order_down", "J", "The chosen order a tick down", "move"),
    Key("chart", "send_order", "enter", "Send the chosen order's new price", "send"),
    Key("chart", "leave", "escape", "Leave the order, then the crosshair", "leave"),
    Key("no_gateway", "retry", "r", "Try again now", "try now"),
    Key("no_gateway", "paper", "p", "Start the paper gateway and use it", "paper gateway"),
    Key("intraday", "fewer_days", "[", "Fewer days", "days"),
    Key("intraday", "more_days", "]", "More days, up to five", "days"),
    Key("intraday", "extended", "E", "With or without the hours around the regular ones (US)", "hours"),
    Key("depth", "fewer_levels", "[,+,=", "Fewer levels, nearer to the middle", "levels"),
    Key("depth", "more_levels", "],-", "More levels", "levels"),
    Key("heat", "shorter", "[", "A shorter time a column", "time"),
    Key("heat", "longer", "]", "A longer time a column", "time"),
    Key("heat", "zoom_in", "+,=", "Fewer prices in view", "zoom"),
    Key("heat", "zoom_out", "-", "More prices in view", "zoom"),
    Key("heat", "crosshair_up", "up", "Crosshair to higher prices"),
    Key("heat", "crosshair_down", "down", "Crosshair to lower prices"),
    Key("flow", "other_page", "c,[,]", "The day's flow, or its distribution by size of order", "page"),
    Key("flow", "reload", "r", "Ask the gateway again", "reload"),
    Key("equity", "shorter", "[", "A shorter time", "time"),
    Key("equity", "longer", "]", "A longer time", "time"),
    Key("dialog", "close", "escape", "Close", "close"),
    Key("help", "close", "?,q", "Close", "close"),
    *_list_keys("search", "Result", letters=False),
    Key("search", "choose", "enter", "Make it current, and add it to the list", "choose"),
    Key("account", "cursor_up", "up,k", "Account up"),
    Key("account", "cursor_down", "down,j", "Account down"),
    Key("account", "choose", "enter", "Use this account", "use"),
    Key("form", "review", "enter", "Review the order, then send it", "review"),
    Key("form", "next_field", "tab", "Next field"),
    Key("form", "previous_field", "shift+tab", "Previous field"),
    Key("form", "help", "?", "Show the keys of this form", "keys"),
    Key("choice", "next", "right,down,space", "Next choice"),
    Key("choice", "previous", "left,up", "Choice before"),
    *_order_keys("ticket"),
    Key("ticket", "swap_side", "s", "Buy instead of sell, or the other way round", "side"),
    Key("ticket", "next_type", "t", "Next order type", "type"),
    Key("ticket", "previous_type", "T", "Order type before", "type"),
    Key("ticket", "next_tif", "d", "Next time in force", "in force"),
    Key("ticket", "by_value", "v", "Type the value instead of the quantity, or back", "value"),
    Key("ticket", "half", "h", "Half of the most that can be traded", "half"),
    Key("ticket", "full", "f", "The most that can be traded", "full"),
    Key("ticket", "close_position", "c", "Close the position", "close"),
    Key("ticket", "reverse_position", "r", "Turn the position round", "reverse"),
    *_order_keys("modify"),
    Key("ladder", "arm", "space", "Arm, so that keys send orders at once; or disarm", "arm"),
    Key("ladder", "cursor_up", "up,k", "A tick up"),
    Key("ladder", "cursor_down", "down,j", "A tick down"),
    Key("ladder", "page_up", "pageup", "Half a page up"),
    Key("ladder", "page_down", "pagedown", "Half a page down"),
    Key("ladder", "centre", "c,home", "Back to the market, and follow it", "centre"),
    Key("ladder", "buy", "b,B", "Buy at the cursor", "buy"),
    Key("ladder", "sell", "s,S", "Sell at the cursor", "sell"),
    Key("ladder", "join_bid", "[", "Join the bid: buy at its price", "join"),
    Key("ladder", "join_ask", "]", "Join the ask: sell at its price", "join"),
    Key("ladder", "improve_bid", "{", "Improve the bid: buy a tick above it", "improve"),
    Key("ladder", "improve_ask", "}", "Improve the ask: sell a tick below it", "improve"),
    Key("ladder", "hit", "h,<", "Hit the bid: sell at its price, at once", "hit"),
    Key("ladder", "lift", "l,>", "Lift the ask: buy at its price, at once", "lift"),
    Key("ladder", "move_up", "K,shift+up", "Move the own orders at the cursor a tick up", "move"),
    Key("ladder", "move_down", "J,shift+down", "Move the own orders at the cursor a tick down", "move"),
    Key("ladder", "cancel", "x", "Cancel the own orders at the cursor", "cancel"),
    Key("ladder", "cancel_all", "X", "Cancel all orders of the security", "cancel all"),
    Key("ladder", "flatten", "f", "Cancel all its orders and close the position (asks)", "flatten"),
    *(
        Key("ladder", f"lots({n})", str(n % 10), "So many lots for the next order; 0 for ten")
        for n in range(1, 11)
    ),
    Key("ladder", "more", "+,=", "A lot more", "quantity"),
    Key("ladder", "less", "-", "A lot less", "quantity"),
    Key("ladder", "quantity", "e", "Type the quantity"),
    Key("ladder", "unlock", "u", "Unlock trading"),
    Key("ladder", "help", "?", "Show the keys of the ladder", "keys"),
    Key("alerts", "new", "n,@", "Set a new alert", "new"),
    Key("alerts", "change", "m", "Change the alert", "change"),
    Key("alerts", "stop", "space", "Stop the alert, or let it wait again", "stop"),
    Key("alerts", "delete", "d,delete", "Delete the alert (asks)", "delete"),
    Key("alerts", "delete_all", "D", "Delete all alerts of the security (asks)", "delete all"),
    Key("alerts", "next_list", "tab,shift+tab", "The other list", "list"),
    Key("alerts", "reload", "r", "Ask the gateway again", "reload"),
    Key("alerts", "help", "?", "Show the keys of this screen", "keys"),
    Key("alerts", "close", "!,q", "Close", "close"),
    Key("alert_form", "save", "enter", "Set the alert", "set"),
    Key("alert_form", "tick_up", "up", "A tick up, or a step", "tick"),
    Key("alert_form", "tick_down", "down", "A tick down, or a step", "tick"),
    Key("alert_form", "join_bid", "b", "The bid's price", "bid"),
    Key("alert_form", "join_ask", "a", "The ask's price", "ask"),
    Key("alert_form", "join_last", "l", "The last price", "last"),
    Key("alert_form", "next_type", "t", "Next type", "type"),
    Key("alert_form", "previous_type", "T", "Type before", "type"),
    Key("alert_form", "next_frequency", "f", "How often it tells", "how often"),
    Key("alert_form", "next_field", "tab", "Next field"),
    Key("alert_form", "previous_field", "shift+tab", "Previous field"),
    Key("alert_form", "help", "?", "Show the keys of this form", "keys"),
    Key("indicators", "save", "enter", "Show these", "show"),
    Key("indicators", "next_field", "tab,down", "Next line", "next"),
    Key("indicators", "previous_field", "shift+tab,up", "Line before"),
    Key("confirm", "agree", "enter", "Do it", "yes"),
    Key("history_export", "start", "enter", "Begin, or back to the form when it is over", "export"),
    Key("history_export", "next_field", "tab,down", "Next field", "next"),
    Key("history_export", "previous_field", "shift+tab,up", "Field before"),
    Key("history_export", "pause", "space", "Pause, or go on", "pause"),
    Key("history_export", "cancel", "x", "End it; securities that are complete stay", "cancel"),
    Key("group_conflict", "theirs", "t", "Leave it as it is there now; drop your change", "as there"),
    Key("group_conflict", "both", "b", "What is there now, with your change", "both"),
    Key(
        "group_conflict", "mine", "m", "As it was here, with your change; undo what was done there", "as here"
    ),
    Key("choose", "cursor_up", "up,k", "Up"),
    Key("choose", "cursor_down", "down,j", "Down"),
    Key("choose", "choose", "enter", "Choose", "choose"),
    Key("go_to", "alerts", "a", "What waits for a price, and what told", "Price alerts"),
    Key("go_to", "money", "f", "Funds, equity, positions and cash flow", "Money"),
    Key("go_to", "history", "h", "Orders and fills of any day", "History"),
    Key(
        "go_to",
        "security_page",
        "i",
        "Facts, plates and holders of what is chosen",
        "Security",
    ),
    Key("go_to", "plates", "p", "Industries, regions, concepts of a market", "Plates"),
    Key("go_to", "console", ":", "Any request of the gateway, and its pushes", "Protocols"),
    Key("go_to", "gateway", "g", "Link, rights, delays, quotas, notices", "Gateway"),
    Key("go_to", "history_export", "e", "Bars of the past into CSV or Parquet", "History export"),
    Key("go_to", "screener", "s", "Shares of a market by criteria", "Screener"),
    Key("go_to", "ipos", "n", "Companies about to list", "IPOs"),
    Key(
        "go_to",
        "trading_calendar",
        "c",
        "Trading days, half days and holidays",
        "Trading calendar",
    ),
    Key("go_to", "option_chain", "o", "Calls and puts on what is chosen", "Option chain"),
    Key("go_to", "warrants", "w", "Hong Kong's warrants and CBBCs", "Warrants"),
    Key("go_to", "futures", "u", "Terms, prices and basis of futures", "Futures"),
    Key("pages", "next_page", "right,tab", "Next page; in an option chain towards the put", "page"),
    Key(
        "pages", "previous_page", "left,shift+tab", "Page before; in an option chain towards the call", "page"
    ),
    Key("pages", "filter", "/", "Show only rows with these words", "filter"),
    Key("pages", "export", "e", "Write the rows into a CSV file", "export"),
    Key("pages", "reload", "r", "Ask the gateway again", "reload"),
    Key("pages", "watch", "w", "Add the row's security to the watchlist's group in view", "watch"),
    Key("pages", "security_page", "i", "All about the row's security", "about"),
    Key("pages", "help", "?", "Show the keys of this screen", "keys"),
    Key("gateway", "stage", "[,]", "Delays of another part of the pushes' way", "part"),
    Key("gateway", "release", "d,delete", "Let go of the row's subscription", "let go"),
    Key("gateway", "read", "v", "Show the row's text as a whole", "whole text"),
    Key("gateway", "close", "I,q", "Close", "close"),
    Key("choices", "next_choice", "]", "The next kind, market or source", "kind"),
    Key("choices", "previous_choice", "[", "The kind, market or source before", "kind"),
    Key("choices", "longer", "+,=", "A longer time", "time"),
    Key("choices", "shorter", "-", "A shorter time", "time"),
    Key(
        "members",
        "watch_all",
        "W",
        "Add all rows in view to the watchlist's group in view (asks)",
        "watch all",
    ),
    Key("records", "earlier", "[", "A longer time, or the day before", "time"),
    Key("records", "later", "]", "A shorter time, or the day after", "time"),
    Key("records", "dates", "d", "Type the days to show", "days"),
    Key("contracts", "buy", "b", "Write an order to buy the contract", "buy"),
    Key("contracts", "sell", "s", "Write an order to sell the contract", "sell"),
    Key("chain", "previous_expiry", "[", "An earlier expiry", "expiry"),
    Key("chain", "next_expiry", "]", "A later expiry", "expiry"),
    Key("chain", "centre", "c", "Back to the strike at the money", "centre"),
    Key(
        "chain",
        "ticket",
        "enter",
        "Write an order to buy the call or put; on the strike go to the underlying",
        "order",
    ),
    Key("chain", "make_current", "space", "Make the contract current, or the underlying", "current"),
    Key("chain", "narrow", "f", "Choose which options to show", "narrow"),
    Key("warrants", "narrow", "f", "Choose what to look for, and in which order", "narrow"),
    Key("filter_form", "save", "enter", "Show what passes", "show"),
    Key("filter_form", "next_field", "tab", "Next field", "field"),
    Key("filter_form", "previous_field", "shift+tab", "Previous field", "field"),
    Key("filter_form", "clear", "ctrl+r", "Put every field back", "put back"),
    Key("screener", "run", "space", "Screen the market by the criteria", "run"),
    Key("screener", "new", "n", "Add a criterion, found by its name", "new"),
    Key(
        "screener", "delete", "d,delete", "Take the criterion out; do away with the kept set (asks)", "delete"
    ),
    Key(
        "screener",
        "sort_by",
        "s",
        "Sort the matches by the criterion: highest first, lowest first, not",
        "sorts",
    ),
    Key("screener", "market", "m", "Next market", "market"),
    Key("screener", "plate", "p", "Choose a plate of the market, or all of it", "plate"),
    Key("screener", "start_anew", "N", "Begin with no criteria"),
    Key("screener", "keep", "S", "Keep the criteria under a name", "keep"),
    Key("screener", "rename", "R", "Call the kept set otherwise", "rename"),
    Key(
        "screener",
        "add_all",
        "A",
        "Put all matches into a group of the watchlist",
        "all to a group",
    ),
    Key("criterion", "save", "enter", "Take this criterion", "take it"),
    Key("criterion", "next_field", "tab,down", "Next field", "next"),
    Key("criterion", "previous_field", "shift+tab,up", "Field before"),
    Key("criterion", "find", "/", "Find the indicator by its name", "find"),
    Key("criterion", "help", "?", "Show the keys of this form", "keys"),
    Key("pick", "cursor_up", "up", "Up"),
    Key("pick", "cursor_down", "down", "Down"),
    Key("pick", "page_up", "pageup", "Page up"),
    Key("pick", "page_down", "pagedown", "Page down"),
    Key("pick", "choose", "enter", "Take this one", "choose"),
    Key("calendar", "previous_month", "[", "Month before", "month"),
    Key("calendar", "next_month", "]", "Next month", "month"),
    Key("calendar", "this_month", "t", "The month of today", "today"),
    *_list_keys("console", "Protocol", letters=False),
    Key("console", "choose", "enter", "Write a request, or look at the pushes", "choose"),
    Key("console", "favourite", "*", "Make it a favourite, or none any more", "favourite"),
    Key("console_request", "send", "s,ctrl+s", "Send the request", "send"),
    Key("console_request", "toggle_json", "ctrl+t", "The request as a form or as JSON", "form/JSON"),
    Key(
        "console_request",
        "switch",
        "tab,shift+tab",
        "From the request to the answer, or back",
        "request/answer",
    ),
    Key("console_request", "earlier", "[", "The request of this protocol before", "earlier"),
    Key("console_request", "later", "]", "The request of this protocol after"),
    Key("console_request", "help", "?", "Show the keys of this screen", "keys"),
    Key(
        "console_pushes",
        "switch",
        "tab,shift+tab",
        "From the pushes to what one says, or back",
        "pushes/body",
    ),
    Key("console_pushes", "help", "?", "Show the keys of this screen", "keys"),
    *_list_keys("lines", "Line"),
    Key("console_form", "edit", "enter", "Type the value, or open what it is", "edit"),
    Key("console_form", "turn", "space", "Turn true or false; put a message in or leave it out"),
    Key("console_form", "add", "+,a", "One more item of the list", "add"),
    Key("console_form", "remove", "d,-,delete", "Leave it out, or take the item away", "leave out"),
    Key("console_answer", "view", "v", "The answer as tree, table or JSON", "view"),
    Key("console_answer", "fold", "enter,space", "Fold or unfold; the row of a table as a tree", "fold"),
    Key("console_answer", "unfold_all", "+,=", "Unfold everything"),
    Key("console_answer", "fold_all", "-", "Fold everything"),
    Key("console_answer", "next_table", "T", "The next list of the answer as a table", "list"),
    Key("console_answer", "sort", "o", "Sort by the next column", "sort"),
    Key("console_answer", "sort_reverse", "O", "Turn the sorting round"),
    Key("console_answer", "left", "left,h", "Columns to the left"),
    Key("console_answer", "right", "right,l", "Columns to the right"),
    Key("console_answer", "find", "/", "Search in the answer", "search"),
    Key("console_answer", "next_hit", "n", "Next place with what was searched"),
    Key("console_answer", "previous_hit", "N", "Place before with what was searched"),
    Key("console_answer", "copy", "y", "Copy the line", "copy"),
    Key("console_answer", "copy_all", "Y", "Copy all lines of this view"),
    Key("console_answer", "export_json", "e", "Write the answer into a JSON file", "JSON file"),
    Key("console_answer", "export_csv", "E", "Write the table into a CSV file", "CSV file"),
    Key("console_entry", "next", "down", "Suggestion down"),
    Key("console_entry", "previous", "up", "Suggestion up"),
    Key("console_entry", "take_and_go_on", "tab", "Take it, and go to the next field"),
)

_BY_ID = {key.id: key for key in TABLE}

_SPOKEN = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "del": "delete",
    "ins": "insert",
}
"""Names that people write for keys that Textual calls otherwise."""

_MODIFIERS = ("ctrl", "shift", "alt", "super", "meta", "hyper")
_NAMED = frozenset(key.value for key in Keys if key.value[0] not in "<" and "+" not in key.value)

# Textual keeps a binding whose new key is empty, so an action without a key gets one that no keyboard sends.
_UNBOUND = "<unbound>"


class KeyProblem(Struct, frozen=True):
    """What is wrong with one entry of `[keys]`."""

    id: str
    message: str


class KeymapError(ValueError):
    """Entries of `[keys]` that cannot be; `problems` has one for each."""

    def __init__(self, problems: list[KeyProblem]) -> None:
        super().__init__("\n".join(f"keys.{problem.id}: {problem.message}" for problem in problems))
        self.problems = problems


class HelpRow(Struct, frozen=True):
    """One line of the help screen: the keys as printed on them, and what they do."""

    keys: str
    label: str


class Keymap:
    """The table as this person has it: the defaults with the config's changes."""

    def __init__(self, overrides: Mapping[str, str] | None = None) -> None:
        """`overrides` maps an id to keys, such as `{"chart.zoom_in": "i"}`; raises KeymapError."""
        self._keys = {key.id: _split(key.keys) for key in TABLE}
        problems: list[KeyProblem] = []
        changed: list[str] = []
        for id, text in (overrides or {}).items():
            if id not in _BY_ID:
                problems.append(KeyProblem(id, _unknown_id(id)))
                continue
            keys = _split(text)
            bad = [key for key in keys if not _is_key(key)]
            problems.extend(KeyProblem(id, _unknown_key(key)) for key in bad)
            if not bad:
                self._keys[id] = keys
                changed.append(id)
        problems.extend(self._clashes(changed))
        if problems:
            raise KeymapError(problems)
        self.overrides = {id: ",".join(self._keys[id]) or _UNBOUND for id in changed}
        """The changes as `App.set_keymap` takes them."""

    def keys(self, id: str) -> tuple[str, ...]:
        """The keys of an action in Textual's names; none when the person took them away."""
        return self._keys[id]

    def rows(self, context: str) -> list[HelpRow]:
        """The help lines of one context, without its parents', in the table's order; those with one label joined."""
        lines: dict[str, list[str]] = {}
        for key in TABLE:
            if key.context == context and self._keys[key.id] and not key.hidden:
                lines.setdefault(key.label, []).extend(map(key_text, self._keys[key.id]))
        return [HelpRow(" ".join(keys), label) for label, keys in lines.items()]

    def hint(self, *ids: str, instead: Mapping[str, str] | None = None) -> str:
        """The first key and the hint of each action, those with one hint joined: `[ ] period  + - zoom`.

        `instead` has other words for the hints of some.
        """
        hints: dict[str, list[str]] = {}
        for id in ids:
            if self._keys[id]:
                word = (instead or {}).get(id, _BY_ID[id].hint)
                hints.setdefault(word, []).append(key_text(self._keys[id][0]))
        return "  ".join(f"{' '.join(keys)} {hint}".rstrip() for hint, keys in hints.items())

    def footer_hints(self, columns: int) -> list[tuple[str, str]]:
        """The keys and hints that the dashboard's last line has room for."""
        ids: tuple[str, ...] = ("app.help", "app.command_palette", "app.theme", "app.quit")
        if columns < 110:
            ids = ("dashboard.search", "app.help", "app.quit")
        return [(key_text(self._keys[id][0]), _BY_ID[id].hint) for id in ids if self._keys[id]]

    def _clashes(self, changed: Iterable[str]) -> Iterator[KeyProblem]:
        for id in changed:
            context = _BY_ID[id].context
            for other in TABLE:
                if other.id == id or not _meet(context, other.context):
                    continue
                shared = set(self._keys[id]) & set(self._keys[other.id])
                if shared:
                    key = key_text(min(shared))
                    yield KeyProblem(
                        id, f'"{key}" is the key of keys.{other.id} already; give one of them another'
                    )


_AT_ONCE = frozenset({"dashboard", "confirm"})
"""Contexts whose keys act before the next key is looked at. None of them has letters that a field may want."""


def keymap_of(app: App[Any]) -> Keymap:
    """The app's `keymap`, or the defaults for an app without one."""
    keymap: Keymap = getattr(app, "keymap", DEFAULT)
    return keymap


def bindings(context: str) -> list[Binding]:
    """The default bindings of a context, for `BINDINGS`; the person's own come by `App.set_keymap`.

    The keys of some, and the palette's, act before the next key is looked at: what is typed right behind `/`, `b` or a
    pane's number belongs to what that opens.
    """
    return [
        Binding(
            ",".join(_split(key.keys)) or _UNBOUND,
            key.action,
            key.label,
            show=False,
            priority=context in _AT_ONCE or key.action in ("command_palette", "suspend"),
            id=key.id,
        )
        for key in TABLE
        if key.context == context
    ]


def chain(context: str) -> list[str]:
    """The context and those around it, nearest first: `watchlist`, `grid`, `dashboard`, `app`."""
    contexts = []
    here: str | None = context
    while here is not None:
        contexts.append(here)
        here = CONTEXTS[here].parent
    return contexts


def key_text(key: str) -> str:
    """A key as a person knows it: `question_mark` is `?`, `pageup` is `pgup`."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    modifiers.sort(key=lambda modifier: modifier != "ctrl")
    return "+".join((*modifiers, format_key(name)))


def _meet(context: str, other: str) -> bool:
    """Whether some place has the keys of both."""
    return other in chain(context) or context in chain(other)


def _split(keys: str) -> tuple[str, ...]:
    """Keys in Textual's names out of a comma-separated text."""
    return tuple(dict.fromkeys(_normal(key.strip()) for key in keys.split(",") if key.strip()))


def _normal(key: str) -> str:
    if len(key) == 1:
        return _character_to_key(key)
    *modifiers, name = key.split("+")
    return "+".join((*sorted(modifiers), _SPOKEN.get(name, name)))  # in Textual's order


def _is_key(key: str) -> bool:
    *modifiers, name = key.split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    return _is_name(name)


def _is_name(name: str) -> bool:
    if name in _NAMED or name in REPLACED_KEYS:
        return True
    character = key_to_character(name)
    return character is not None and character.isprintable()


def _unknown_id(id: str) -> str:
    near = get_close_matches(id, _BY_ID, 1)
    if near:
        return f'there is no such action; did you mean {near[0]} = "{_BY_ID[near[0]].keys}"?'
    return f'there is no such action; write for example chart.zoom_in = "{_BY_ID["chart.zoom_in"].keys}"'


def _unknown_key(key: str) -> str:
    *modifiers, name = key.split("+")
    for index, modifier in enumerate(modifiers):
        modifiers[index] = (get_close_matches(modifier, _MODIFIERS, 1) or [modifier])[0]
    if not _is_name(name):
        name = (get_close_matches(name, sorted(_NAMED), 1) or [name])[0]
    guess = "+".join((*modifiers, name))
    if guess != key and _is_key(guess):
        return f'"{key}" is not a key; did you mean "{guess}"?'
    return f'"{key}" is not a key; write "k", "ctrl+k", "pageup" or several such as "up,k"'


DEFAULT = Keymap()
