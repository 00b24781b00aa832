"""What the gateway asks of each request: the scope its key must have, and how often it may be made.

The numbers are the published ones, and stand here only; a running gateway that says otherwise is right.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from futu_tui.protocol.ids import ProtoId


class Scope(StrEnum):
    """What an API key may be allowed to do."""

    QOT_READ = "qot:read"
    ACC_READ = "acc:read"
    TRADE_SIMULATE = "trade:simulate"
    TRADE_REAL = "trade:real"
    TRADE_UNLOCK = "trade:unlock"
    ADMIN = "admin"


ORDER_WRITES = frozenset({ProtoId.TRD_PLACE_ORDER, ProtoId.TRD_MODIFY_ORDER, ProtoId.TRD_RECONFIRM_ORDER})
"""The requests that act on an order; their scope goes by the environment in their header."""


def scope_of(proto_id: ProtoId) -> Scope | None:
    """The scope a protocol asks of a key, at its strictest; None where any key will do."""
    if proto_id in ORDER_WRITES:
        return Scope.TRADE_REAL
    if proto_id is ProtoId.TRD_UNLOCK_TRADE:
        return Scope.TRADE_UNLOCK
    return {1: None, 2: Scope.ACC_READ, 3: Scope.QOT_READ}[proto_id // 1000]


class Limit(Struct, frozen=True):
    """At most `count` requests in any `seconds`, and `min_gap` seconds between two."""

    count: int
    seconds: float
    min_gap: float = 0.0
    per_account: bool = False
    """Counted for each trading account by itself."""
    refresh_only: bool = False
    """Counts only requests that set `refreshCache`; the gateway answers the others from memory."""
    batch: int | None = None
    """The most securities in one request."""


_WINDOW = 30.0
"""Seconds; every published limit is per half minute."""

LIMITS: dict[ProtoId, Limit] = {
    ProtoId.TRD_UNLOCK_TRADE: Limit(10, _WINDOW),
    ProtoId.TRD_GET_FUNDS: Limit(10, _WINDOW, per_account=True, refresh_only=True),
    ProtoId.TRD_GET_POSITION_LIST: Limit(10, _WINDOW, per_account=True, refresh_only=True),
    ProtoId.TRD_GET_MAX_TRD_QTYS: Limit(10, _WINDOW, per_account=True),
    ProtoId.TRD_GET_ORDER_LIST: Limit(10, _WINDOW, per_account=True, refresh_only=True),
    ProtoId.TRD_PLACE_ORDER: Limit(15, _WINDOW, min_gap=0.020, per_account=True),
    ProtoId.TRD_MODIFY_ORDER: Limit(20, _WINDOW, min_gap=0.040, per_account=True),
    ProtoId.TRD_GET_ORDER_FILL_LIST: Limit(10, _WINDOW, per_account=True, refresh_only=True),
    ProtoId.TRD_GET_HISTORY_ORDER_LIST: Limit(10, _WINDOW, per_account=True),
    ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST: Limit(10, _WINDOW, per_account=True),
    ProtoId.TRD_GET_MARGIN_RATIO: Limit(10, _WINDOW, per_account=True),
    ProtoId.TRD_GET_ORDER_FEE: Limit(10, _WINDOW, per_account=True),
    ProtoId.TRD_FLOW_SUMMARY: Limit(10, _WINDOW, per_account=True),
    ProtoId.QOT_REQUEST_HISTORY_KL: Limit(60, _WINDOW),
    ProtoId.QOT_GET_SECURITY_SNAPSHOT: Limit(60, _WINDOW, batch=400),
    ProtoId.QOT_GET_PLATE_SET: Limit(10, _WINDOW),
    ProtoId.QOT_GET_PLATE_SECURITY: Limit(10, _WINDOW),
    ProtoId.QOT_GET_OWNER_PLATE: Limit(10, _WINDOW),
    ProtoId.QOT_GET_OPTION_CHAIN: Limit(10, _WINDOW),
    ProtoId.QOT_GET_WARRANT: Limit(60, _WINDOW),
    ProtoId.QOT_GET_CAPITAL_FLOW: Limit(30, _WINDOW),
    ProtoId.QOT_GET_CAPITAL_DISTRIBUTION: Limit(30, _WINDOW),
    ProtoId.QOT_GET_USER_SECURITY: Limit(10, _WINDOW),
    ProtoId.QOT_MODIFY_USER_SECURITY: Limit(10, _WINDOW),
    ProtoId.QOT_STOCK_FILTER: Limit(10, _WINDOW),
    ProtoId.QOT_GET_IPO_LIST: Limit(10, _WINDOW),
    ProtoId.QOT_GET_FUTURE_INFO: Limit(30, _WINDOW),
    ProtoId.QOT_REQUEST_TRADE_DATE: Limit(30, _WINDOW),
    ProtoId.QOT_SET_PRICE_REMINDER: Limit(60, _WINDOW),
    ProtoId.QOT_GET_PRICE_REMINDER: Limit(10, _WINDOW),
    ProtoId.QOT_GET_MARKET_STATE: Limit(10, _WINDOW),
    ProtoId.QOT_GET_OPTION_EXPIRATION_DATE: Limit(60, _WINDOW),
}


class Handling(StrEnum):
    """What a request by hand must pass before it is sent."""

    READ = "read"
    """Sent as it is: it changes nothing."""
    ASK = "ask"
    """Asked about first, in words that say what is written."""
    DESK = "desk"
    """Never sent as it is: it goes by the trading desk, its limits and its journal."""
    PUSH = "push"
    """Comes by itself; there is nothing to send."""


WRITES: dict[ProtoId, str] = {
    ProtoId.INIT_CONNECT: "introduces this connection to the gateway anew: pushes and packet ids may change",
    ProtoId.TEST_CMD: "runs a command of the gateway's developers",
    ProtoId.REMOTE_CMD: "runs a command on the gateway; its body is not published",
    ProtoId.TRD_SUB_ACC_PUSH: "replaces the accounts whose orders and fills are pushed to the program",
    ProtoId.VERIFICATION: "asks the broker for a login code, or logs in with one",
    ProtoId.QOT_SUB: "changes what is subscribed for the whole program: panes may stand still, quota is used or freed",
    ProtoId.QOT_REG_QOT_PUSH: "turns pushes on or off for the whole program: panes may stand still",
    ProtoId.QOT_MODIFY_USER_SECURITY: "changes the login's own lists of securities",
    ProtoId.QOT_SET_PRICE_REMINDER: "adds, changes or deletes price alerts of the login",
}
"""What a request changes that is asked about first."""

_DESK = ORDER_WRITES | {ProtoId.TRD_UNLOCK_TRADE}

_READS = frozenset(
    {
        ProtoId.GET_GLOBAL_STATE,
        ProtoId.KEEP_ALIVE,
        ProtoId.GET_USER_INFO,
        ProtoId.GET_DELAY_STATISTICS,
        ProtoId.GET_USED_QUOTA,
        ProtoId.TRD_GET_ACC_LIST,
        ProtoId.TRD_GET_FUNDS,
        ProtoId.TRD_GET_POSITION_LIST,
        ProtoId.TRD_GET_MAX_TRD_QTYS,
        ProtoId.TRD_GET_ORDER_LIST,
        ProtoId.TRD_GET_ORDER_FILL_LIST,
        ProtoId.TRD_GET_HISTORY_ORDER_LIST,
        ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST,
        ProtoId.TRD_GET_MARGIN_RATIO,
        ProtoId.TRD_GET_ORDER_FEE,
        ProtoId.TRD_FLOW_SUMMARY,
        ProtoId.QOT_GET_SUB_INFO,
        ProtoId.QOT_GET_BASIC_QOT,
        ProtoId.QOT_GET_KL,
        ProtoId.QOT_GET_RT,
        ProtoId.QOT_GET_TICKER,
        ProtoId.QOT_GET_ORDER_BOOK,
        ProtoId.QOT_GET_BROKER,
        ProtoId.QOT_GET_ORDER_DETAIL,
        ProtoId.QOT_GET_HISTORY_KL,
        ProtoId.QOT_GET_HISTORY_KL_POINTS,
        ProtoId.QOT_REQUEST_HISTORY_KL,
        ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA,
        ProtoId.QOT_REQUEST_REHAB,
        ProtoId.QOT_GET_TRADE_DATE,
        ProtoId.QOT_GET_SUSPEND,
        ProtoId.QOT_GET_STATIC_INFO,
        ProtoId.QOT_GET_SECURITY_SNAPSHOT,
        ProtoId.QOT_GET_PLATE_SET,
        ProtoId.QOT_GET_PLATE_SECURITY,
        ProtoId.QOT_GET_REFERENCE,
        ProtoId.QOT_GET_OWNER_PLATE,
        ProtoId.QOT_GET_HOLDING_CHANGE_LIST,
        ProtoId.QOT_GET_OPTION_CHAIN,
        ProtoId.QOT_GET_WARRANT,
        ProtoId.QOT_GET_CAPITAL_FLOW,
        ProtoId.QOT_GET_CAPITAL_DISTRIBUTION,
        ProtoId.QOT_GET_USER_SECURITY,
        ProtoId.QOT_STOCK_FILTER,
        ProtoId.QOT_GET_CODE_CHANGE,
        ProtoId.QOT_GET_IPO_LIST,
        ProtoId.QOT_GET_FUTURE_INFO,
        ProtoId.QOT_REQUEST_TRADE_DATE,
        ProtoId.QOT_GET_PRICE_REMINDER,
        ProtoId.QOT_GET_USER_SECURITY_GROUP,
        ProtoId.QOT_GET_MARKET_STATE,
        ProtoId.QOT_GET_OPTION_EXPIRATION_DATE,
        ProtoId.QOT_GET_REHAB,
    }
)

PUSHES = frozenset(
    {
        ProtoId.NOTIFY,
        ProtoId.TRD_UPDATE_ORDER,
        ProtoId.TRD_UPDATE_ORDER_FILL,
        ProtoId.TRD_NOTIFY,
        ProtoId.QOT_UPDATE_BASIC_QOT,
        ProtoId.QOT_UPDATE_KL,
        ProtoId.QOT_UPDATE_RT,
        ProtoId.QOT_UPDATE_TICKER,
        ProtoId.QOT_UPDATE_ORDER_BOOK,
        ProtoId.QOT_UPDATE_BROKER,
        ProtoId.QOT_UPDATE_ORDER_DETAIL,
        ProtoId.QOT_UPDATE_PRICE_REMINDER,
    }
)
"""What the gateway sends unasked."""

HANDLING: dict[ProtoId, Handling] = (
    dict.fromkeys(_READS, Handling.READ)
    | dict.fromkeys(WRITES, Handling.ASK)
    | dict.fromkeys(_DESK, Handling.DESK)
    | dict.fromkeys(PUSHES, Handling.PUSH)
)
"""Every protocol, each named above once: one that is in no list has no handling, and cannot be sent by hand."""
