"""What derivatives are listed on the securities of a market: found by their codes, or as chains, series and issues.

There are thousands of them, so nothing is made before somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from math import ceil, floor, sqrt

from futu_tui.paper.derivatives.calendar import (
    Expiration,
    cycle_of,
    expirations,
    future_months,
    is_expiration,
    last_trading_day,
    trading_day_from,
)
from futu_tui.paper.derivatives.classes import FUTURES, OPTIONS, FutureClass, Intervals, OptionClass, interval
from futu_tui.paper.derivatives.codes import Kind, kind_of
from futu_tui.paper.derivatives.contracts import (
    Future,
    Option,
    Warrant,
    future_code,
    option_code,
    read_future,
    read_option,
)
from futu_tui.paper.derivatives.instruments import contract_instrument
from futu_tui.paper.derivatives.model import Model
from futu_tui.paper.derivatives.warrants import Warrants
from futu_tui.paper.universe import Exchange, Instrument, SecurityType
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb.qot_common_pb2 import ExpirationCycle_Week

NEAR_DAYS = 60
"""Options that expire within so many days have strikes closer to each other."""
_WEEKLY_LIFE, _MONTHLY_LIFE, _FUTURE_LIFE = timedelta(42), timedelta(270), timedelta(470)
_FARTHEST = timedelta(900)
_WIDEST = 0.6
_ODDEST = 4.0
"""How many times the underlying's price a strike may be, or how small a part of it."""

Day = Callable[[Market], date]
"""A market's local date."""
Range = Callable[[Security], tuple[float, float]]
"""The prices that an underlying's strikes lie around, lowest and highest."""


class Derivatives:
    """Options, warrants and futures on the securities that are listed. Securities that are asked for need not be."""

    def __init__(self, cash: Mapping[Security, Instrument], model: Model, today: Day, around: Range) -> None:
        self._cash = cash
        self._model = model
        self._today = today
        self._around = around
        self._found: dict[Security, Instrument] = {}
        self._day: dict[Market, date] = {}
        self._issues: Warrants | None = None
        self._out: list[Instrument] = []

    # one

    def find(self, security: Security) -> Instrument | None:
        """The contract that a code names, also of one that has expired; None where there is none."""
        kind = kind_of(security)
        if kind is None:
            return None
        self._begin_day(security.market)
        found = self._found.get(security)
        if found is None:
            found = self._make(security, kind)
            if found is not None:
                self._found[security] = found
        return found

    def _make(self, security: Security, kind: Kind) -> Instrument | None:
        if kind is Kind.WARRANT:
            return self._warrants.find(security, self._today(Market.HK))
        if kind is Kind.FUTURE:
            return self._future(security)
        return self._option(security)

    def _begin_day(self, market: Market) -> None:
        """Forget what another day found: what is listed, and what a code means, goes by the day."""
        today = self._today(market)
        if self._day.get(market) != today:
            self._day[market] = today
            self._found = {each: known for each, known in self._found.items() if each.market is not market}
            if market is Market.HK:
                self._out = []

    # options

    def option_classes(self, owner: Security) -> list[OptionClass]:
        """The classes of options on a security; none for most."""
        return [of for of in OPTIONS.values() if of.owner == owner and owner in self._cash]

    def expirations(self, of: OptionClass) -> tuple[Expiration, ...]:
        """The days on which options of a class that are listed now expire, in order."""
        return expirations(of.cycle, self._today(of.market))

    def strikes(self, of: OptionClass, expiry: date) -> list[float]:
        """Those that are listed for an expiry, in order."""
        days = (expiry - self._today(of.market)).days
        table = _intervals(of, days)
        width = min(max(2.4 * self._model.base_volatility(of.owner) * sqrt(days / 365 + 0.01), 0.05), _WIDEST)
        lowest, highest = self._around(of.owner)
        strikes = []
        step = interval(table, lowest * (1 - width))
        strike = max(floor(lowest * (1 - width) / step), 1) * step
        while strike <= highest * (1 + width) + step:
            strikes.append(round(strike, 3))
            step = interval(table, strike)
            # A strike stands on the step of its own level.
            strike = ceil(round(strike / step, 6) + 0.5) * step
        return strikes

    def chain(self, of: OptionClass, expiry: date) -> Iterator[tuple[Instrument, Instrument]]:
        """(call, put) of every strike of an expiry."""
        for strike in self.strikes(of, expiry):
            call, put = (self.find(option_code(of, expiry, rises, strike)) for rises in (True, False))
            assert call is not None
            assert put is not None
            yield call, put

    def _option(self, security: Security) -> Instrument | None:
        code = read_option(security)
        if code is None or code.of.owner not in self._cash:
            return None
        of, expiry, call, strike = code
        owner = self._cash[of.owner]
        today = self._today(of.market)
        if not is_expiration(of.cycle, expiry) or not timedelta(-400) < expiry - today < _FARTHEST:
            return None
        spot = owner.price / UNIT
        if not spot / _ODDEST < strike < spot * _ODDEST or not _on_grid(of.near, of.far, strike):
            return None
        weekly = cycle_of(of.cycle, expiry) == ExpirationCycle_Week
        listed = trading_day_from(of.market, expiry - (_WEEKLY_LIFE if weekly else _MONTHLY_LIFE))
        text = f"{expiry:%y%m%d} {strike:.2f}"
        return contract_instrument(
            security,
            Option(of, expiry, call, strike),
            (
                f"{of.root} {text} {'Call' if call else 'Put'}",
                f"{owner.name_cn} {text} {'购' if call else '沽'}",
            ),
            SecurityType.OPTION,
            Exchange.HKEX if of.market is Market.HK else Exchange.US_OPTION,
            of.ticks,
            min(listed, today),
        )

    # warrants

    @property
    def _warrants(self) -> Warrants:
        if self._issues is None:
            self._issues = Warrants(self._cash)
        return self._issues

    def warrants(self, owner: Security | None = None) -> list[Instrument]:
        """Every warrant and callable contract that is out or announced, of one underlying where it is named."""
        self._begin_day(Market.HK)
        if not self._out:
            self._out = list(self._warrants.out(self._today(Market.HK)))
            self._found.update((each.security, each) for each in self._out)
        return [each for each in self._out if owner is None or _owner(each) == owner]

    # futures

    def futures(self, market: Market | None = None) -> list[Instrument]:
        """The continuous contract and the listed months of every class."""
        return [
            each
            for of in FUTURES.values()
            if of.owner in self._cash and market in (None, of.market)
            for each in [self._main(of), *self.months(of)]
        ]

    def months(self, of: FutureClass) -> list[Instrument]:
        """The months of a future that are listed, the nearest first."""
        listed = future_months(self._today(of.market), quarterly=of.quarterly)
        found = [self.find(future_code(of, month)) for month in listed]
        return [each for each in found if each is not None]

    def _main(self, of: FutureClass) -> Instrument:
        found = self.find(future_code(of, None))
        assert found is not None
        return found

    def _future(self, security: Security) -> Instrument | None:
        read = read_future(security)
        if read is None or read[0].owner not in self._cash:
            return None
        of, month = read
        today = self._today(of.market)
        listed_months = future_months(today, quarterly=of.quarterly)
        if month is not None and month not in listed_months and month >= today.replace(day=1):
            return None
        if month is not None and of.quarterly and month.month % 3:
            return None
        stands_for = month or listed_months[0]
        expiry = last_trading_day(of.market, stands_for)
        words = (f"{month:%y%m}",) * 2 if month else ("Main", "主连")
        return contract_instrument(
            security,
            Future(of, month, expiry, future_code(of, stands_for)),
            (f"{of.name_en} {words[0]}", of.name_cn + words[1]),
            SecurityType.FUTURE,
            Exchange.HKEX if of.market is Market.HK else Exchange.CME,
            of.ticks,
            trading_day_from(of.market, max(expiry - _FUTURE_LIFE, of.since)) if month else of.since,
        )


def _owner(instrument: Instrument) -> Security:
    assert isinstance(instrument.contract, Warrant)
    return instrument.contract.owner


def _intervals(of: OptionClass, days: int) -> Intervals:
    return of.near if days <= NEAR_DAYS else of.far


def _on_grid(near: Intervals, far: Intervals, strike: float) -> bool:
    return any(
        abs(strike / interval(table, strike) - round(strike / interval(table, strike))) < 1e-6
        for table in (near, far)
    )
