"""What quotes and snapshots tell of contracts beside their prices: volatility, greeks, open interest, premium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from futu_tui.protocol.numbers import amount_or_none, amount_or_zero, count_or_zero

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2, qot_get_security_snapshot_pb2

    Row = qot_common_pb2.BasicQot | qot_get_security_snapshot_pb2.Snapshot


class OptionFigures(Struct, frozen=True):
    """Of an option; None where the gateway's number is no number."""

    strike: float
    iv: float | None
    """Implied volatility, percent a year; None where none is implied."""
    premium: float | None
    """Percent."""
    delta: float | None
    gamma: float | None
    vega: float | None
    theta: float | None
    rho: float | None
    open_interest: int
    """Contracts"""
    net_open_interest: int | None
    """Contracts; Hong Kong alone."""
    size: float
    """Units of the underlying in a contract."""
    days: int | None
    """To its expiry; negative once it expired."""

    @classmethod
    def of(cls, data: Any) -> OptionFigures:
        """Of an OptionBasicQotExData or an OptionSnapshotExData."""
        return cls(
            strike=amount_or_zero(data.strikePrice),
            iv=_number(data.impliedVolatility) or None,
            premium=_number(data.premium),
            delta=_number(data.delta),
            gamma=_number(data.gamma),
            vega=_number(data.vega),
            theta=_number(data.theta),
            rho=_number(data.rho),
            open_interest=count_or_zero(data.openInterest),
            net_open_interest=data.netOpenInterest if data.HasField("netOpenInterest") else None,
            size=amount_or_zero(data.contractSizeFloat or data.contractSize),
            days=data.expiryDateDistance if data.HasField("expiryDateDistance") else None,
        )


class WarrantFigures(Struct, frozen=True):
    """Of a warrant or a callable contract, which has no volatility and no delta."""

    premium: float | None
    """Percent."""
    iv: float | None
    """Implied volatility, percent a year."""
    delta: float | None

    @classmethod
    def of(cls, data: Any) -> WarrantFigures:
        """Of a WarrantBasicQotExData or a WarrantSnapshotExData."""
        return cls(
            premium=_number(data.premium),
            iv=_number(data.impliedVolatility) or None,
            delta=_number(data.delta) or None,
        )


class FutureFigures(Struct, frozen=True):
    """Of a future."""

    last_settle: float | None
    """The settlement price of the day before."""
    open_interest: int
    """Contracts"""
    open_interest_change: int
    """Since the day before."""

    @classmethod
    def of(cls, data: Any) -> FutureFigures:
        """Of a FutureBasicQotExData or a FutureSnapshotExData."""
        return cls(_number(data.lastSettlePrice) or None, count_or_zero(data.position), data.positionChange)


ContractFigures = OptionFigures | WarrantFigures | FutureFigures


def contract_figures(row: Row) -> ContractFigures | None:
    """What a basic quote or a snapshot tells of a contract; None of anything else."""
    if row.HasField("optionExData"):
        return OptionFigures.of(row.optionExData)
    if row.HasField("warrantExData"):
        return WarrantFigures.of(row.warrantExData)
    if row.HasField("futureExData"):
        return FutureFigures.of(row.futureExData)
    return None


_number = amount_or_none
