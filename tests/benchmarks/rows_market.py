"""Forty securities that trade, for tables that show the same ten columns of the same rows."""

from __future__ import annotations

import random
import time

from futu_tui.market import Changes, Store
from futu_tui.protocol import Security
from futu_tui.protocol.pb.qot_common_pb2 import QotMarketState_Morning
from tests.benchmarks.scene import OPENING, SYMBOLS, Scene

ROWS, CHANGED = 40, 10
"""Rows of the table, and how many of them change in a frame."""
FIELDS = {"last", "volume", "turnover"}
"""What changes of a quote; it moves five cells."""


class RowsMarket:
    """The quotes of the rows, all known from the beginning; the same seed moves the same rows the same way."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._scene = Scene()
        self.store = Store()
        self.securities = [Security.parse(symbol) for symbol in SYMBOLS[:ROWS]]
        for market in {security.market for security in self.securities}:
            self.store.set_market_state(market, QotMarketState_Morning)
        self._move(self.securities)

    def trade(self) -> tuple[list[Security], Changes]:
        """So many rows trade once more: which they are, and what differs of them."""
        moved = self._random.sample(self.securities, CHANGED)
        return moved, self._move(moved)

    def nothing(self) -> tuple[list[Security], Changes]:
        """What differs where nobody trades."""
        return [], self.store.drain(time.monotonic())

    def _move(self, securities: list[Security]) -> Changes:
        for security in securities:
            stock = self._scene.stocks[security]
            stock.trade(stock.price + self._random.choice((-1, 1)), 12_300)
        rows = [self._scene.stocks[security].basic(OPENING) for security in securities]
        now = time.monotonic()
        self.store.apply_basic(rows, now)
        return self.store.drain(now)
