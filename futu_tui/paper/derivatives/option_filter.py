"""Which options of a chain pass the filters of 3209."""

from __future__ import annotations

from futu_tui.paper.derivatives.contracts import Option
from futu_tui.paper.derivatives.figures import OptionFigures
from futu_tui.paper.market import Instrument, PaperMarket
from futu_tui.protocol.pb import qot_get_option_chain_pb2


class OptionFilter:
    """One request's."""

    def __init__(self, market: PaperMarket, c2s: qot_get_option_chain_pb2.C2S) -> None:
        self._market = market
        self._type = c2s.type
        self._condition = c2s.condition
        self._bounds = {field.name: value for field, value in c2s.dataFilter.ListFields()}
        self._spot = 0.0

    def passes(self, instrument: Instrument) -> bool:
        """Whether an option passes all of it."""
        contract = instrument.contract
        assert isinstance(contract, Option)
        if self._type and (self._type == 1) is not contract.call:
            return False
        if self._condition and (
            self._condition == qot_get_option_chain_pb2.OptionCondType_WithIn
        ) is not self._is_within(contract):
            return False
        return not self._bounds or self._is_bounded(instrument)

    def _is_within(self, contract: Option) -> bool:
        """In the money."""
        self._spot = self._spot or self._market.quote(contract.owner).last
        return self._spot > contract.strike if contract.call else self._spot < contract.strike

    def _is_bounded(self, instrument: Instrument) -> bool:
        quote = self._market.quote(instrument.security)
        figures = quote.figures
        assert isinstance(figures, OptionFigures)
        values = {
            "impliedVolatility": figures.volatility,
            "netOpenInterest": figures.net_open_interest or 0,
            "openInterest": figures.open_interest,
            "vol": quote.volume,
            **figures.greeks._asdict(),
        }
        return all(
            values[name[:-3]] >= bound if name.endswith("Min") else values[name[:-3]] <= bound
            for name, bound in self._bounds.items()
        )
