"""The client of a FutuOpenD gateway: typed requests, the one push stream, and what is subscribed on it.

With the paper gateway it is the only part that knows gRPC.
"""

from futu_tui.opend import errors
from futu_tui.opend.channel import TLS, ApiKey, Exposed
from futu_tui.opend.client import OpenD
from futu_tui.opend.grouping import Want
from futu_tui.opend.stream import Link, LinkState, PushStream
from futu_tui.opend.subscriptions import Subscriptions

__all__ = [
    "TLS",
    "ApiKey",
    "Exposed",
    "Link",
    "LinkState",
    "OpenD",
    "PushStream",
    "Subscriptions",
    "Want",
    "errors",
]
