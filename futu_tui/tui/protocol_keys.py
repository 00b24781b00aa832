"""Where in the program each protocol is used: the screen, and the keys of the keymap that lead to it.

The protocol console (`dashboard.console`) can make every request and show every push, and is not named here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from futu_tui.protocol import ProtoId

CONSOLE = "dashboard.console"
"""The key that opens the console."""


class Use(NamedTuple):
    """A place where a protocol is used."""

    place: str
    """What a person calls it."""
    keys: tuple[str, ...] = ()
    """Ids of the keymap that lead there; none for what goes on by itself."""


_LINK = Use("the link to the gateway", ("dashboard.gateway",))
_GATEWAY = Use("gateway", ("dashboard.gateway",))
_GROUPS = Use("groups of the account", ("watchlist.next_group", "watchlist.reload_groups"))
_GROUP_EDITS = Use("groups of the account", ("watchlist.remove", "watchlist.delete"))
_EXPORT = Use("history export", ("go_to.history_export",))
_WATCHLIST = Use("watchlist", ("dashboard.focus_pane_1",))
_BOOK = Use("order book", ("dashboard.focus_pane_2",))
_TAPE = Use("tape", ("dashboard.focus_pane_3",))
_CHART = Use("chart", ("dashboard.focus_pane_4",))
_CHARTS = Use("kinds of chart", ("dashboard.next_chart",))
_POSITIONS = Use("positions", ("dashboard.focus_pane_5",))
_ORDERS = Use("orders", ("dashboard.focus_pane_6",))
_TICKET = Use("order ticket", ("dashboard.buy", "dashboard.sell"))
_MODIFY = Use("change of an order", ("dashboard.modify",))
_CANCEL = Use("cancels", ("dashboard.cancel", "dashboard.cancel_all"))
_LADDER = Use("price ladder", ("dashboard.ladder",))
_HISTORY = Use("orders and fills of any day", ("dashboard.history",))
_MONEY = Use("money", ("dashboard.money",))
_SEARCH = Use("search", ("dashboard.search",))
_ACCOUNTS = Use("accounts", ("dashboard.account",))
_SECURITY = Use("page of a security", ("dashboard.security_page", "pages.security_page"))
_PLATES = Use("plates", ("dashboard.go_to", "go_to.plates"))
_ALERTS = Use("price alerts", ("dashboard.alerts", "dashboard.new_alert"))
_OPTIONS = Use("option chain", ("dashboard.go_to", "go_to.option_chain"))
_WARRANTS = Use("warrants", ("dashboard.go_to", "go_to.warrants"))
_FUTURES = Use("futures", ("dashboard.go_to", "go_to.futures"))
_SCREENER = Use("screener", ("dashboard.go_to", "go_to.screener"))
_IPOS = Use("new issues", ("dashboard.go_to", "go_to.ipos"))
_CALENDAR = Use("trading calendar", ("dashboard.go_to", "go_to.trading_calendar"))

USES: Mapping[ProtoId, tuple[Use, ...]] = MappingProxyType(
    {
        ProtoId.INIT_CONNECT: (_LINK,),
        ProtoId.GET_GLOBAL_STATE: (Use("market clocks"), _GATEWAY),
        ProtoId.KEEP_ALIVE: (_LINK,),
        ProtoId.NOTIFY: (_GATEWAY,),
        ProtoId.GET_USER_INFO: (_GATEWAY,),
        ProtoId.GET_DELAY_STATISTICS: (_GATEWAY,),
        ProtoId.TEST_CMD: (_GATEWAY,),
        ProtoId.REMOTE_CMD: (_GATEWAY,),
        ProtoId.GET_USED_QUOTA: (_GATEWAY,),
        ProtoId.VERIFICATION: (_GATEWAY,),
        ProtoId.TRD_NOTIFY: (_GATEWAY,),
        ProtoId.TRD_GET_ACC_LIST: (_ACCOUNTS,),
        ProtoId.TRD_UNLOCK_TRADE: (Use("unlock", ("dashboard.unlock", "ladder.unlock")),),
        ProtoId.TRD_SUB_ACC_PUSH: (_ORDERS,),
        ProtoId.TRD_GET_FUNDS: (_MONEY, _TICKET),
        ProtoId.TRD_GET_POSITION_LIST: (_POSITIONS, _MONEY),
        ProtoId.TRD_GET_MAX_TRD_QTYS: (_TICKET, _MODIFY),
        ProtoId.TRD_GET_ORDER_LIST: (_ORDERS, _HISTORY),
        ProtoId.TRD_PLACE_ORDER: (_TICKET, _LADDER),
        ProtoId.TRD_MODIFY_ORDER: (
            _MODIFY,
            _CANCEL,
            _LADDER,
            Use("orders on the chart", ("chart.send_order",)),
        ),
        ProtoId.TRD_UPDATE_ORDER: (_ORDERS,),
        ProtoId.TRD_GET_ORDER_FILL_LIST: (_HISTORY, _CHART),
        ProtoId.TRD_UPDATE_ORDER_FILL: (_ORDERS, _CHART),
        ProtoId.TRD_GET_HISTORY_ORDER_LIST: (_HISTORY,),
        ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST: (_HISTORY,),
        ProtoId.TRD_GET_MARGIN_RATIO: (_TICKET, _MODIFY),
        ProtoId.TRD_GET_ORDER_FEE: (_HISTORY,),
        ProtoId.TRD_FLOW_SUMMARY: (_MONEY,),
        ProtoId.TRD_RECONFIRM_ORDER: (Use("orders that are held back", ("orders.reconfirm",)),),
        ProtoId.QOT_SUB: (Use("whatever is in view"), Use("gateway", ("gateway.release",))),
        ProtoId.QOT_GET_SUB_INFO: (_GATEWAY,),
        ProtoId.QOT_GET_BASIC_QOT: (_WATCHLIST,),
        ProtoId.QOT_UPDATE_BASIC_QOT: (_WATCHLIST,),
        ProtoId.QOT_GET_KL: (_CHART,),
        ProtoId.QOT_UPDATE_KL: (_CHART,),
        ProtoId.QOT_GET_RT: (_CHARTS, _WATCHLIST),
        ProtoId.QOT_UPDATE_RT: (_CHARTS, _WATCHLIST),
        ProtoId.QOT_GET_TICKER: (_TAPE, _LADDER),
        ProtoId.QOT_UPDATE_TICKER: (_TAPE, _LADDER),
        ProtoId.QOT_GET_ORDER_BOOK: (_BOOK, _LADDER, _CHARTS),
        ProtoId.QOT_UPDATE_ORDER_BOOK: (_BOOK, _LADDER, _CHARTS),
        ProtoId.QOT_GET_BROKER: (_BOOK,),
        ProtoId.QOT_UPDATE_BROKER: (_BOOK,),
        ProtoId.QOT_UPDATE_PRICE_REMINDER: (_ALERTS,),
        ProtoId.QOT_GET_HISTORY_KL: (_EXPORT,),
        ProtoId.QOT_GET_HISTORY_KL_POINTS: (_EXPORT,),
        ProtoId.QOT_REQUEST_HISTORY_KL: (_CHART, _CHARTS, _EXPORT),
        ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA: (_CHART, _GATEWAY, _EXPORT),
        ProtoId.QOT_REQUEST_REHAB: (_CHART, _SECURITY),
        ProtoId.QOT_GET_REHAB: (_SECURITY,),
        ProtoId.QOT_GET_SUSPEND: (_SECURITY,),
        ProtoId.QOT_GET_STATIC_INFO: (_SEARCH, _WATCHLIST, _SECURITY, _FUTURES),
        ProtoId.QOT_GET_SECURITY_SNAPSHOT: (
            _WATCHLIST,
            _SECURITY,
            _PLATES,
            _OPTIONS,
            _WARRANTS,
            _FUTURES,
        ),
        ProtoId.QOT_GET_OPTION_CHAIN: (_OPTIONS,),
        ProtoId.QOT_GET_WARRANT: (_WARRANTS,),
        ProtoId.QOT_GET_FUTURE_INFO: (_FUTURES,),
        ProtoId.QOT_GET_PLATE_SET: (_PLATES, _SCREENER),
        ProtoId.QOT_GET_PLATE_SECURITY: (_PLATES,),
        ProtoId.QOT_GET_REFERENCE: (_SECURITY,),
        ProtoId.QOT_GET_OWNER_PLATE: (_SECURITY,),
        ProtoId.QOT_GET_HOLDING_CHANGE_LIST: (_SECURITY,),
        ProtoId.QOT_GET_CODE_CHANGE: (_SECURITY,),
        ProtoId.QOT_GET_MARKET_STATE: (_SECURITY, _GATEWAY),
        ProtoId.QOT_GET_USER_SECURITY: (_GROUPS,),
        ProtoId.QOT_MODIFY_USER_SECURITY: (_GROUP_EDITS,),
        ProtoId.QOT_GET_USER_SECURITY_GROUP: (_GROUPS,),
        ProtoId.QOT_GET_CAPITAL_FLOW: (_CHARTS,),
        ProtoId.QOT_GET_CAPITAL_DISTRIBUTION: (_CHARTS,),
        ProtoId.QOT_STOCK_FILTER: (_SCREENER,),
        ProtoId.QOT_GET_IPO_LIST: (_IPOS,),
        ProtoId.QOT_REQUEST_TRADE_DATE: (_CALENDAR, _CHARTS),
        ProtoId.QOT_SET_PRICE_REMINDER: (_ALERTS,),
        ProtoId.QOT_GET_PRICE_REMINDER: (_ALERTS,),
        ProtoId.QOT_GET_OPTION_EXPIRATION_DATE: (_OPTIONS,),
    }
)
"""By protocol; one that is not in here has the console alone."""
