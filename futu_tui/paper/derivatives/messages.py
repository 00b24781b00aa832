"""What the wire says of contracts beside what it says of every security: one function a message.

Volatilities and premiums are percents, times are local midnights of the market.
"""

from __future__ import annotations

from futu_tui.paper.derivatives.calendar import cycle_of
from futu_tui.paper.derivatives.contracts import Future, Option, Warrant
from futu_tui.paper.derivatives.figures import FutureFigures, OptionFigures, WarrantFigures
from futu_tui.paper.derivatives.warrants import issuer_code
from futu_tui.paper.sessions import midnight
from futu_tui.paper.universe import Instrument
from futu_tui.paper.views import QuoteState
from futu_tui.protocol import Market
from futu_tui.protocol.pb import qot_common_pb2, qot_get_security_snapshot_pb2


def fill_static(info: qot_common_pb2.SecurityStaticInfo, instrument: Instrument) -> None:
    """The terms of a contract."""
    contract, market = instrument.contract, instrument.market
    assert contract is not None
    expiry = f"{contract.expiry:%Y-%m-%d}"
    if isinstance(contract, Option):
        data = info.optionExData
        data.type = _option_type(contract)
        data.owner.CopyFrom(contract.owner.message())
        data.strikeTime = expiry
        data.strikePrice = contract.strike
        data.suspend = False
        data.market = "HK" if market is Market.HK else "US"
        data.strikeTimestamp = midnight(market, contract.expiry)
        data.expirationCycle = cycle_of(contract.of.cycle, contract.expiry)
        data.optionStandardType = qot_common_pb2.OptionStandardType_Standard
        data.optionSettlementMode = qot_common_pb2.OptionSettlementMode_PM
        if contract.of.is_index:
            data.indexOptionType = contract.of.index_type
    elif isinstance(contract, Warrant):
        info.warrantExData.type = contract.type
        info.warrantExData.owner.CopyFrom(contract.owner.message())
    else:
        info.futureExData.lastTradeTime = "" if contract.is_main else expiry
        info.futureExData.isMainContract = contract.is_main
        if not contract.is_main:
            info.futureExData.lastTradeTimestamp = midnight(market, contract.expiry)


def fill_basic(message: qot_common_pb2.BasicQot, instrument: Instrument, quote: QuoteState) -> None:
    """Into a quote: what `quote.figures` tells."""
    contract, figures = instrument.contract, quote.figures
    if isinstance(figures, OptionFigures):
        assert isinstance(contract, Option)
        _fill_option(message.optionExData, instrument, contract, figures)
    elif isinstance(figures, WarrantFigures):
        data = message.warrantExData
        data.premium = figures.premium
        if figures.delta is not None and figures.volatility is not None:
            data.delta, data.impliedVolatility = figures.delta, figures.volatility
    elif isinstance(figures, FutureFigures):
        data_ = message.futureExData
        data_.lastSettlePrice = figures.last_settle
        data_.position = figures.position
        data_.positionChange = figures.position_change
        data_.expiryDateDistance = figures.days


def fill_snapshot(
    snapshot: qot_get_security_snapshot_pb2.Snapshot, instrument: Instrument, quote: QuoteState
) -> None:
    """Into a snapshot: terms and figures."""
    contract, figures, market = instrument.contract, quote.figures, instrument.market
    assert contract is not None
    expiry = f"{contract.expiry:%Y-%m-%d}"
    if isinstance(contract, Option):
        assert isinstance(figures, OptionFigures)
        data = snapshot.optionExData
        data.type = _option_type(contract)
        data.owner.CopyFrom(contract.owner.message())
        data.strikeTime = expiry
        data.strikeTimestamp = midnight(market, contract.expiry)
        _fill_option(data, instrument, contract, figures)
    elif isinstance(contract, Warrant):
        assert isinstance(figures, WarrantFigures)
        _fill_warrant(snapshot.warrantExData, contract, figures)
    elif isinstance(contract, Future):
        assert isinstance(figures, FutureFigures)
        future = snapshot.futureExData
        future.lastSettlePrice = figures.last_settle
        future.position = figures.position
        future.positionChange = figures.position_change
        future.lastTradeTime = "" if contract.is_main else expiry
        future.isMainContract = contract.is_main
        if not contract.is_main:
            future.lastTradeTimestamp = midnight(market, contract.expiry)


def _fill_option(
    data: qot_common_pb2.OptionBasicQotExData | qot_get_security_snapshot_pb2.OptionSnapshotExData,
    instrument: Instrument,
    contract: Option,
    figures: OptionFigures,
) -> None:
    data.strikePrice = contract.strike
    data.contractSize = contract.size
    data.contractSizeFloat = contract.size
    data.contractMultiplier = contract.size
    data.openInterest = figures.open_interest
    data.impliedVolatility = figures.volatility
    data.premium = figures.premium
    data.delta, data.gamma, data.vega, data.theta, data.rho = figures.greeks
    data.expiryDateDistance = figures.days
    european = contract.of.is_index
    data.optionAreaType = (
        qot_common_pb2.OptionAreaType_European if european else qot_common_pb2.OptionAreaType_American
    )
    if european:
        data.indexOptionType = contract.of.index_type
    if instrument.market is Market.HK:
        data.netOpenInterest = figures.net_open_interest or 0
        data.contractNominalValue = contract.strike * contract.size
        if not european:
            data.ownerLotMultiplier = contract.size / contract.of.owner_lot


def _fill_warrant(
    data: qot_get_security_snapshot_pb2.WarrantSnapshotExData, contract: Warrant, figures: WarrantFigures
) -> None:
    market = Market.HK
    data.conversionRate = contract.conversion
    data.warrantType = contract.type
    data.strikePrice = contract.strike
    data.maturityTime = f"{contract.expiry:%Y-%m-%d}"
    data.maturityTimestamp = midnight(market, contract.expiry)
    data.endTradeTime = f"{contract.last_trade:%Y-%m-%d}"
    data.endTradeTimestamp = midnight(market, contract.last_trade)
    data.owner.CopyFrom(contract.owner.message())
    data.recoveryPrice = contract.call_price
    data.streetVolumn = figures.street_volume
    data.issueVolumn = contract.issue_size
    data.streetRate = figures.street_rate
    data.delta = figures.delta or 0.0
    data.impliedVolatility = figures.volatility or 0.0
    data.premium = figures.premium
    data.leverage = figures.leverage
    data.ipop = figures.in_the_money
    data.breakEvenPoint = figures.break_even
    data.conversionPrice = figures.conversion_price
    data.score = figures.score
    data.issuerCode = issuer_code(contract.issuer)
    if figures.to_call_price is not None:
        data.priceRecoveryRatio = figures.to_call_price
    if figures.in_range is not None:
        data.upperStrikePrice, data.lowerStrikePrice = contract.upper, contract.lower
        data.inLinePriceStatus = figures.in_range


def _option_type(contract: Option) -> int:
    return qot_common_pb2.OptionType_Call if contract.call else qot_common_pb2.OptionType_Put
