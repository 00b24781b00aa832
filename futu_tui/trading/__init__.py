"""What is known of the accounts: pure state, fed by requests and pushes."""

from futu_tui.trading.accounts import Account, Accounts, TrdEnv
from futu_tui.trading.funds import Cash, Funds
from futu_tui.trading.order_status import TRANSITIONS, OrderStatus
from futu_tui.trading.orders import Fill, FillStatus, Order, OrderType, Side
from futu_tui.trading.portfolio import AccountChanges, Portfolio
from futu_tui.trading.positions import CurrencyTotal, LivePrice, Position, PositionKey, totals

__all__ = [
    "TRANSITIONS",
    "Account",
    "AccountChanges",
    "Accounts",
    "Cash",
    "CurrencyTotal",
    "Fill",
    "FillStatus",
    "Funds",
    "LivePrice",
    "Order",
    "OrderStatus",
    "OrderType",
    "Portfolio",
    "Position",
    "PositionKey",
    "Side",
    "TrdEnv",
    "totals",
]
