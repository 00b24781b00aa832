"""Joins the gateway's client to what is known of the market and the accounts: connect, subscribe, catch up, go stale.

Data comes in by one push stream; what a push cannot bring (the time before it, the time it was cut) is requested here.
"""

from futu_tui.feed.alert_sync import AlertSync
from futu_tui.feed.bar_cache import FILE_NAME as BARS
from futu_tui.feed.cached_bars import CachedBars
from futu_tui.feed.feed import Feed
from futu_tui.feed.history import History, HistoryQuota
from futu_tui.feed.link import LinkHealth
from futu_tui.feed.notices import Notice

__all__ = [
    "BARS",
    "AlertSync",
    "CachedBars",
    "Feed",
    "History",
    "HistoryQuota",
    "LinkHealth",
    "Notice",
]
