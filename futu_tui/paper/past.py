"""What the paper accounts did before the market started: the purchases of what they hold, round trips, and orders that
came to nothing, on days and at prices that the history of the market has."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from futu_tui.paper.accounts import Account
from futu_tui.paper.market import (
    Bar,
    Fill,
    Instrument,
    KLType,
    OrderStatus,
    OrderType,
    PaperMarket,
    PersonOrder,
    Side,
)
from futu_tui.paper.sessions import at_minute, local
from futu_tui.paper.universe import SecurityType
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Security

_DAYS_BACK = 45
"""Calendar days that the past goes back."""
_HOURS = (585, 690)
"""Minutes of the day at which every market trades."""
_ROUND_TRIPS = 2
"""A security."""
FIRST_PAST_ID = 1_000_000_000
"""Orders and fills of the past are numbered from here; those of the market never come so far."""
_PAST_NUMBERS = 500_000
"""Added to the numbers of movements that come before those that are there."""


class Stake(NamedTuple):
    """Shares that were bought once."""

    lots: int
    paid: float
    """A share."""


class _Deed(NamedTuple):
    when: float
    day: date
    instrument: Instrument
    side: Side
    price: int
    qty: int
    filled: bool


class Past:
    """Makes up the past of accounts, the same for the same market."""

    def __init__(self, market: PaperMarket) -> None:
        self._market = market

    def live(self, account: Account, stakes: list[tuple[Instrument, Stake]]) -> None:
        """Put before an account's records what led to them. Its stakes are in its own currency; what it holds and its
        cash stay as they are, as it was founded with what the past cost besides."""
        random = Random(account.acc_id)
        deeds: list[_Deed] = []
        for instrument, stake in stakes:
            bars = self._bars(instrument)
            if len(bars) > 1:
                deeds.append(self._purchase(random, instrument, stake, bars))
                for _ in range(_ROUND_TRIPS):
                    deeds += self._round_trip(random, instrument, bars)
                deeds.append(self._miss(random, instrument, bars))
        deeds.sort(key=lambda deed: deed.when)
        past = Account(account.acc_id, account.card, account.venues)
        for number, deed in enumerate(deeds, 1):
            self._do(past, deed, FIRST_PAST_ID + account.acc_id * 1_000 + number)
        self._put_before(past, account)

    def _put_before(self, past: Account, account: Account) -> None:
        founding, *later = account.movements
        day = min((move.day for move in past.movements), default=founding.day) - timedelta(1)
        spent = sum(move.amount for move in past.movements)
        account.movements = [
            founding._replace(day=day, settled=day, amount=founding.amount - spent),
            *(move._replace(number=move.number + _PAST_NUMBERS) for move in past.movements),
            *later,
        ]
        account.orders = {**past.orders, **account.orders}
        account.fills = [*past.fills, *account.fills]

    def _bars(self, instrument: Instrument) -> list[Bar]:
        today = self._market.trade_date(instrument.market)
        begin, end = today - timedelta(_DAYS_BACK), today - timedelta(3)
        return self._market.history(instrument.security, KLType.DAY, begin, end)

    def _purchase(self, random: Random, instrument: Instrument, stake: Stake, bars: list[Bar]) -> _Deed:
        """On the day whose prices fit the cost best."""
        bar = min(bars, key=lambda each: max(each.low - stake.paid, stake.paid - each.high, 0))
        return self._deed(random, instrument, bar, Side.BUY, stake.paid, stake.lots * instrument.lot_size)

    def _round_trip(self, random: Random, instrument: Instrument, bars: list[Bar]) -> list[_Deed]:
        buy, sell = sorted(random.sample(range(len(bars)), 2))
        qty = random.randint(1, 4) * instrument.lot_size
        return [
            self._deed(random, instrument, bars[index], side, self._within(random, bars[index]), qty)
            for index, side in ((buy, Side.BUY), (sell, Side.SELL))
        ]

    def _miss(self, random: Random, instrument: Instrument, bars: list[Bar]) -> _Deed:
        bar = random.choice(bars)
        deed = self._deed(random, instrument, bar, Side.BUY, bar.low * 0.97, instrument.lot_size)
        return deed._replace(filled=False)

    def _within(self, random: Random, bar: Bar) -> float:
        return bar.low + (bar.high - bar.low) * random.random()

    def _deed(
        self, random: Random, instrument: Instrument, bar: Bar, side: Side, price: float, qty: int
    ) -> _Deed:
        day = local(instrument.market, bar.time).date()
        when = at_minute(instrument.market, day, random.randint(*_HOURS)) + random.randint(0, 59)
        return _Deed(when, day, instrument, side, instrument.ticks.round(price * UNIT), qty, True)

    def _do(self, account: Account, deed: _Deed, number: int) -> None:
        security: Security = deed.instrument.security
        order = PersonOrder(
            order_id=number,
            account=account.acc_id,
            security=security,
            side=deed.side,
            type=OrderType.LIMIT,
            price=deed.price / UNIT,
            qty=deed.qty,
            status=OrderStatus.FILLED_ALL if deed.filled else OrderStatus.CANCELLED_ALL,
            created=deed.when,
            updated=deed.when + 20,
        )
        account.orders[order.order_id] = order
        if not deed.filled:
            return
        order.filled, order.paid = order.qty, deed.price * order.qty
        fill = Fill(
            fill_id=number,
            order_id=order.order_id,
            account=account.acc_id,
            security=security,
            side=deed.side,
            price=deed.price / UNIT,
            qty=deed.qty,
            time=order.updated,
            counter_broker=0,
        )
        account.apply_fill(fill, order, deed.day, is_fund=deed.instrument.sec_type is SecurityType.TRUST)
