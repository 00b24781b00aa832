"""What is told of a contract beside its quote: implied volatility and greeks, premium, leverage, open interest."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from futu_tui.paper.derivatives.contracts import Contract, Option, Warrant, WarrantType
from futu_tui.paper.derivatives.crowd import Crowd
from futu_tui.paper.derivatives.model import Model
from futu_tui.paper.derivatives.pricing import Greeks
from futu_tui.paper.universe import Instrument
from futu_tui.protocol import Market

_OUTSIDE, _WITHIN = 1, 2
"""qot_common.PriceType"""


class OptionFigures(NamedTuple):
    """Of an option."""

    volatility: float
    """Implied, percent a year."""
    premium: float
    """Percent that the underlying must move until buying it this way has cost nothing more."""
    greeks: Greeks
    open_interest: int
    net_open_interest: int | None
    """Hong Kong only."""
    days: int
    """Until it expires; below 0 after."""


class WarrantFigures(NamedTuple):
    """Of a warrant or callable contract; percents, and the underlying's prices in its currency."""

    volatility: float | None
    """Implied; of calls and puts only, as is `delta`."""
    delta: float | None
    premium: float
    leverage: float
    """How many times its price the shares cost that it stands for."""
    effective_leverage: float
    """How many percent it moves when the underlying moves one."""
    in_the_money: float
    """Percent; below 0 out of the money."""
    break_even: float
    conversion_price: float
    """What the warrants for one share cost."""
    to_call_price: float | None
    """Percent of the underlying's price down (or, below 0, up) to a callable contract's call price."""
    street_rate: float
    street_volume: int
    score: float
    in_range: int | None
    """qot_common.PriceType of an inline warrant."""


class FutureFigures(NamedTuple):
    """Of a future."""

    last_settle: float
    position: int
    """Open interest, contracts."""
    position_change: int
    days: int


Figures = OptionFigures | WarrantFigures | FutureFigures


class Figurer:
    """Makes them."""

    def __init__(self, model: Model, crowd: Crowd) -> None:
        self._model = model
        self._crowd = crowd

    def of(
        self, instrument: Instrument, owner: Instrument, spot: float, last: float, prev_close: float,
        instant: float, today: date,
    ) -> Figures:  # fmt: skip
        """At the price `last`, with the underlying at `spot`; `today` is the market's local date."""
        contract = instrument.contract
        assert contract is not None
        if isinstance(contract, Option):
            return self._option(instrument, contract, owner, spot, last, instant, today)
        if isinstance(contract, Warrant):
            return self._warrant(instrument, contract, spot, last, instant, today)
        position = self._crowd.open_interest(instrument, owner, today)
        before = self._crowd.open_interest(instrument, owner, date.fromordinal(today.toordinal() - 1))
        return FutureFigures(prev_close, position, position - before, days_left(contract, today))

    def _option(
        self, instrument: Instrument, contract: Option, owner: Instrument, spot: float, last: float,
        instant: float, today: date,
    ) -> OptionFigures:  # fmt: skip
        held = self._crowd.open_interest(instrument, owner, today)
        sign = 1 if contract.call else -1
        return OptionFigures(
            volatility=self._model.volatility(contract, instant) * 100,
            premium=(last + sign * (contract.strike - spot)) / spot * 100,
            greeks=self._model.greeks(contract, spot, instant),
            open_interest=held,
            net_open_interest=held * 2 // 5 if instrument.market is Market.HK else None,
            days=days_left(contract, today),
        )

    def _warrant(
        self, instrument: Instrument, contract: Warrant, spot: float, last: float, instant: float, today: date
    ) -> WarrantFigures:
        paid = last * contract.conversion
        sign = 1 if contract.type.rises else -1
        leverage = spot / paid if paid else 0.0
        street = self._crowd.street(instrument, today)
        volatility = delta = None
        effective = leverage
        if contract.type in (WarrantType.CALL, WarrantType.PUT):
            volatility = self._model.volatility(contract, instant) * 100
            delta = self._model.greeks(contract, spot, instant).delta
            effective = leverage * abs(delta)
        inline = contract.type is WarrantType.INLINE
        strike = contract.strike
        within = contract.lower <= spot <= contract.upper
        return WarrantFigures(
            volatility=volatility,
            delta=delta,
            premium=0.0 if inline else (paid + sign * (strike - spot)) / spot * 100,
            leverage=0.0 if inline else leverage,
            effective_leverage=0.0 if inline else effective,
            in_the_money=0.0 if inline else sign * (spot - strike) / strike * 100,
            break_even=0.0 if inline else strike + sign * paid,
            conversion_price=paid,
            to_call_price=(spot - contract.call_price) / spot * 100 if contract.call_price else None,
            street_rate=street * 100,
            street_volume=int(contract.issue_size * street),
            score=self._crowd.score(instrument),
            in_range=(_WITHIN if within else _OUTSIDE) if inline else None,
        )


def days_left(contract: Contract, today: date) -> int:
    """Until a contract expires; below 0 after."""
    return (contract.expiry - today).days
