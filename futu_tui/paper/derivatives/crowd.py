"""How busy contracts are: open interest, and the volume of a day so far, as functions of the seed, the contract and the
day. What is traded in a contract's own book comes on top."""

from __future__ import annotations

from datetime import date
from math import exp, log, sqrt

from futu_tui.paper.derivatives.contracts import Future, Option, Warrant
from futu_tui.paper.derivatives.model import Model, unit_draw
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market

_MOST_HELD = {Market.US: 9_000, Market.HK: 2_500}
"""Contracts at the money of a class of popularity 1."""
_STREET = 0.35
"""Part of an issue that the public may hold at most, of most issues."""


class Crowd:
    """What the rest of the world holds and trades."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def open_interest(self, instrument: Instrument, owner: Instrument, day: date) -> int:
        """Contracts, as of a day's beginning; 0 for a warrant."""
        contract = instrument.contract
        if isinstance(contract, Future):
            near = 1.4 if contract.is_main else exp(-0.02 * max((contract.expiry - day).days, 0))
            return int(contract.of.day_volume * near * (0.9 + 0.2 * self._draw(instrument, "held", day)))
        if not isinstance(contract, Option):
            return 0
        years = max((contract.expiry - day).days, 1) / 365
        reach = self._model.base_volatility(contract.owner) * sqrt(years + 0.03)
        away = log(contract.strike * UNIT / owner.price) / reach
        round_strike = 2.2 if contract.strike % 10 == 0 else 1.0
        usual = _MOST_HELD[instrument.market] * contract.of.popularity * exp(-away * away / 2)
        own = 0.2 + 1.6 * self._draw(instrument, "held")
        lately = 0.9 + 0.2 * self._draw(instrument, "held", day)
        return int(usual * round_strike * own * lately * exp(-0.8 * years))

    def day_volume(self, instrument: Instrument, owner: Instrument, day: date) -> int:
        """What a whole day trades, at least 1; contracts, or warrants."""
        contract = instrument.contract
        draw = self._draw(instrument, "volume", day)
        if isinstance(contract, Warrant):
            lots = contract.issue_size * 0.08 * draw**3 / instrument.lot_size
            return max(int(lots), 1) * instrument.lot_size
        held = self.open_interest(instrument, owner, day)
        if isinstance(contract, Future):
            return max(int(held * (0.6 + 0.5 * draw)), 1)
        assert isinstance(contract, Option)
        days = max((contract.expiry - day).days, 0)
        return max(int(held * (0.03 + 0.9 * draw * draw * exp(-days / 20))), 1)

    def street(self, instrument: Instrument, day: date) -> float:
        """The part of a warrant's issue that the public holds, as a fraction."""
        own, lately = self._draw(instrument, "street"), self._draw(instrument, "street", day)
        return _STREET * own * own * (0.9 + 0.2 * lately)

    def score(self, instrument: Instrument) -> float:
        """How good a warrant is said to be, from 0 to 100."""
        return round(30 + 65 * self._draw(instrument, "score"), 1)

    def _draw(self, instrument: Instrument, *words: object) -> float:
        return unit_draw(self._model.seed, instrument.security, *words)


def traded_by(volume: int, progress: float, lot: int) -> int:
    """What of a day's volume is traded when so much of the day (0 to 1) has gone by, in whole lots: one from the
    beginning, busy at both ends."""
    gone = 0.75 * progress + 0.125 * ((2 * progress - 1) ** 5 + 1)
    return lot + int((volume - lot) * gone / lot) * lot
