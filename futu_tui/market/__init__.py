"""What is known of the market: pure state, no I/O.

Pushes go in by `Store.router`; a frame takes them in by `Store.drain`, which tells what differs.
"""

from futu_tui.market.alerts import Alert, Fired, PriceAlerts
from futu_tui.market.brokers import BrokerEntry, BrokerQueue
from futu_tui.market.candles import Candles
from futu_tui.market.changes import Changes
from futu_tui.market.columns import Bar, BarColumns
from futu_tui.market.freshness import Freshness, Heard
from futu_tui.market.intraday import Intraday, Point
from futu_tui.market.listing import Listing
from futu_tui.market.order_book import Level, OrderBook
from futu_tui.market.period import Period
from futu_tui.market.quote import ExtendedHours, Quote, decimals_of
from futu_tui.market.router import Router
from futu_tui.market.series import Rehab, Series, has_extended_hours
from futu_tui.market.sessions import Session, session_of
from futu_tui.market.store import Store
from futu_tui.market.tape import Tape, Tick
from futu_tui.protocol.times import local_time

__all__ = [
    "Alert",
    "Bar",
    "BarColumns",
    "BrokerEntry",
    "BrokerQueue",
    "Candles",
    "Changes",
    "ExtendedHours",
    "Fired",
    "Freshness",
    "Heard",
    "Intraday",
    "Level",
    "Listing",
    "OrderBook",
    "Period",
    "Point",
    "PriceAlerts",
    "Quote",
    "Rehab",
    "Router",
    "Series",
    "Session",
    "Store",
    "Tape",
    "Tick",
    "decimals_of",
    "has_extended_hours",
    "local_time",
    "session_of",
]
