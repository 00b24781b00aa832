"""What time it is at the broker: today on a screen is its market's today, whatever this computer's clock shows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from futu_tui.protocol.times import local_time

if TYPE_CHECKING:
    from datetime import date, datetime

    from futu_tui.market import Store
    from futu_tui.protocol import Market


def broker_time(store: Store) -> float:
    """Epoch seconds; this computer's own until the gateway has told."""
    return store.clock.now(time.monotonic(), time.time())


def market_time(store: Store, market: Market) -> datetime:
    """The same on a market's clock."""
    return local_time(broker_time(store), market)


def market_date(store: Store, market: Market) -> date:
    """Which day it is in a market."""
    return market_time(store, market).date()
