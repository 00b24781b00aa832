"""How contracts begin and end: listed, called, past their last day, expired; and what they come to in money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from futu_tui.paper.day import DayRecord
from futu_tui.paper.derivatives.contracts import Contract, Future, Warrant, WarrantType
from futu_tui.paper.derivatives.listing import Derivatives
from futu_tui.paper.derivatives.model import Model, expiry_instant
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import UNIT, SecurityStatus
from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.paper.simulation import Simulation

_OVER = (SecurityStatus.CALLED, SecurityStatus.EXPIRED, SecurityStatus.LAST_TRADING_DATE)


class Lives:
    """The contracts' on the securities of a simulation."""

    def __init__(
        self,
        simulation: Simulation,
        derivatives: Derivatives,
        model: Model,
        today: Callable[[Market], date],
    ) -> None:
        self._simulation = simulation
        self._derivatives = derivatives
        self._model = model
        self._today = today
        self._called: dict[Security, float] = {}
        """What was called, and when."""
        self._settled: dict[Security, float] = {}
        self._callable: dict[Security, list[Instrument]] = {}
        """What is not called yet, by underlying, of the day `_callable_day`."""
        self._callable_day: date | None = None

    def status(self, instrument: Instrument) -> SecurityStatus:
        """Of a contract; normal of anything else."""
        contract, now = instrument.contract, self._simulation.now
        if contract is None or (isinstance(contract, Future) and contract.is_main):
            return SecurityStatus.NORMAL
        self._watch_calls(contract)
        if instrument.security in self._called:
            return SecurityStatus.CALLED
        if now >= expiry_instant(contract, instrument.market):
            return SecurityStatus.EXPIRED
        if isinstance(contract, Warrant):
            today = self._today(instrument.market)
            if today > contract.last_trade:
                return SecurityStatus.LAST_TRADING_DATE
            if today < contract.listed:
                return SecurityStatus.TO_BE_OPEN
        return SecurityStatus.NORMAL

    def is_over(self, instrument: Instrument) -> bool:
        """Whether a contract trades no more, for good."""
        return self.status(instrument) in _OVER

    def why_closed(self, instrument: Instrument) -> str:
        """Why nobody trades a contract, in words; empty where they do."""
        contract, name = instrument.contract, instrument.security
        match self.status(instrument):
            case SecurityStatus.CALLED:
                assert isinstance(contract, Warrant)
                return (
                    f"{name} was called: {contract.owner} reached its call price of {contract.call_price:g}"
                )
            case SecurityStatus.EXPIRED:
                assert contract is not None
                return f"{name} expired on {contract.expiry}"
            case SecurityStatus.LAST_TRADING_DATE:
                assert isinstance(contract, Warrant)
                return f"the last day to trade {name} was {contract.last_trade}"
            case SecurityStatus.TO_BE_OPEN:
                return f"{name} begins to trade on {instrument.listed}"
        return ""

    def why_not(self, instrument: Instrument) -> str:
        """Why a person cannot trade a contract, in words; empty where one can."""
        current = self._derivatives.find(instrument.security)
        contract = current.contract if current else None
        if isinstance(contract, Future) and contract.is_main:
            return f"{instrument.security} only shows prices: trade the month, {contract.origin}"
        return self.why_closed(instrument)

    def settlement(self, instrument: Instrument) -> float | None:
        """What a contract that has ended is paid at, in its currency; None while it has not."""
        security, contract = instrument.security, instrument.contract
        if security not in self._settled:
            status = self.status(instrument)
            assert contract is not None
            if status is SecurityStatus.CALLED:
                assert isinstance(contract, Warrant)
                self._settled[security] = abs(contract.call_price - contract.strike) / contract.conversion
            elif status is SecurityStatus.EXPIRED:
                end = expiry_instant(contract, instrument.market)
                self._settled[security] = self._model.value(contract, self._final(contract), end)
            else:
                return None
        return self._settled[security]

    def _final(self, contract: Contract) -> float:
        """The underlying's price when a contract expired: that day's close, or the last one before it."""
        day = self._simulation.posts[contract.owner].day
        if contract.expiry >= day.day:
            return day.last / UNIT
        days = self._simulation.histories[contract.owner].days()
        closes = [past.candle.close for past in days if past.day <= contract.expiry]
        return (closes[-1] if closes else day.last) / UNIT

    # calls

    def call(self) -> None:
        """Note the callable contracts whose underlying has reached their call price today."""
        if self._callable_day is None:
            return
        if self._callable_day != self._today(Market.HK):
            self._begin_calls()
        for owner, issues in self._callable.items():
            day = self._simulation.posts[owner].day
            for instrument in [each for each in issues if _is_reached(each, day)]:
                issues.remove(instrument)
                self._called[instrument.security] = self._simulation.now

    def _watch_calls(self, contract: Contract) -> None:
        """Begin to look after callable contracts when somebody asks for one; before that there is no need to."""
        if isinstance(contract, Warrant) and contract.type.is_callable and self._callable_day is None:
            self._begin_calls()
            self.call()

    def _begin_calls(self) -> None:
        self._callable_day = today = self._today(Market.HK)
        self._callable = {}
        for instrument in self._derivatives.warrants():
            contract = instrument.contract
            assert isinstance(contract, Warrant)
            trades = contract.listed <= today <= contract.last_trade
            if contract.type.is_callable and trades and instrument.security not in self._called:
                self._callable.setdefault(contract.owner, []).append(instrument)


def _is_reached(instrument: Instrument, day: DayRecord) -> bool:
    contract = instrument.contract
    assert isinstance(contract, Warrant)
    if not day.minutes:
        return False
    if contract.type is WarrantType.BULL:
        return day.low / UNIT <= contract.call_price
    return day.high / UNIT >= contract.call_price
