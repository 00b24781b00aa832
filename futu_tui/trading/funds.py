"""What an account is worth and can spend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from futu_tui.trading.currencies import currency_of

if TYPE_CHECKING:
    from futu_tui.protocol.pb import trd_common_pb2


@dataclass(frozen=True, slots=True)
class Cash:
    """One currency's cash in an account of several."""

    currency: str
    cash: float
    available: float
    """Of it, what can be taken out."""


@dataclass(frozen=True, slots=True)
class Funds:
    """Money in `currency`. None is what the gateway does not tell of this kind of account."""

    currency: str
    """As trd_common.Currency spells it; empty where the account has only its market's."""
    power: float
    """The most that can be bought for, on margin if the account has it."""
    total_assets: float
    cash: float
    market_value: float
    frozen_cash: float
    """Held for working orders."""
    debt: float
    withdrawable: float
    unrealized_pl: float | None
    realized_pl: float | None
    initial_margin: float | None
    maintenance_margin: float | None
    net_cash_power: float | None
    """What can be bought for without margin."""
    by_currency: tuple[Cash, ...]

    @classmethod
    def of(cls, row: trd_common_pb2.Funds) -> Funds:
        return cls(
            currency=currency_of(row.currency),
            power=row.power,
            total_assets=row.totalAssets,
            cash=row.cash,
            market_value=row.marketVal,
            frozen_cash=row.frozenCash,
            debt=row.debtCash,
            withdrawable=row.avlWithdrawalCash,
            unrealized_pl=row.unrealizedPL if row.HasField("unrealizedPL") else None,
            realized_pl=row.realizedPL if row.HasField("realizedPL") else None,
            initial_margin=row.initialMargin if row.HasField("initialMargin") else None,
            maintenance_margin=row.maintenanceMargin if row.HasField("maintenanceMargin") else None,
            net_cash_power=row.netCashPower if row.HasField("netCashPower") else None,
            by_currency=tuple(
                Cash(currency_of(info.currency), info.cash, info.availableBalance)
                for info in row.cashInfoList
            ),
        )
