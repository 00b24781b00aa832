"""What an account is worth and can spend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from futu_tui.protocol.numbers import amount_or_none, believable, complete, sound
from futu_tui.trading.currencies import currency_of
from futu_tui.trading.markets import market_name

if TYPE_CHECKING:
    from futu_tui.protocol.pb import trd_common_pb2


class Cash(Struct, frozen=True):
    """One currency's cash in an account of several."""

    currency: str
    cash: float
    available: float
    """Of it, what can be taken out."""


class MarketAssets(Struct, frozen=True):
    """What is held in one market."""

    trade_market: int
    """trd_common.TrdMarket"""
    assets: float

    @property
    def market(self) -> str:
        """What a person calls the market."""
        return market_name(self.trade_market)


_RISK_LEVELS = {0: "Safe", 1: "Warning", 2: "Danger", 3: "Very safe", 4: "Options at risk"}
"""trd_common.CltRiskLevel, of futures accounts."""
_WARNING_FROM = 7
"""trd_common.CltRiskStatus of securities accounts goes from 1, the safest, to 9."""


class Funds(Struct, frozen=True):
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
    short_power: float | None
    """The most that can be sold short for."""
    margin_call: float | None
    """The margin below which more is called for."""
    long_value: float | None
    short_value: float | None
    pending: float | None
    """Not settled yet."""
    max_withdrawal: float | None
    """What can be taken out, on margin if the account has it."""
    risk: str
    """How near the account is to a margin call, in words; empty where the gateway does not tell."""
    risky: bool
    """Whether that is a warning."""
    by_currency: tuple[Cash, ...]
    by_market: tuple[MarketAssets, ...]

    @classmethod
    def of(cls, row: trd_common_pb2.Funds) -> Funds:
        """Raises OddNumber where one that the account is traded on cannot be; others are not told then."""

        complete(row)

        def told(field: str) -> float | None:
            return amount_or_none(getattr(row, field)) if row.HasField(field) else None

        risk, risky = _risk(row)
        return cls(
            currency=currency_of(row.currency),
            power=sound("power", row.power),
            total_assets=sound("totalAssets", row.totalAssets),
            cash=sound("cash", row.cash),
            market_value=sound("marketVal", row.marketVal),
            frozen_cash=sound("frozenCash", row.frozenCash),
            debt=sound("debtCash", row.debtCash),
            withdrawable=sound("avlWithdrawalCash", row.avlWithdrawalCash),
            unrealized_pl=told("unrealizedPL"),
            realized_pl=told("realizedPL"),
            initial_margin=told("initialMargin"),
            maintenance_margin=told("maintenanceMargin"),
            net_cash_power=told("netCashPower"),
            short_power=told("maxPowerShort"),
            margin_call=told("marginCallMargin"),
            long_value=told("longMv"),
            short_value=told("shortMv"),
            pending=told("pendingAsset"),
            max_withdrawal=told("maxWithdrawal"),
            risk=risk,
            risky=risky,
            by_currency=tuple(
                Cash(currency_of(info.currency), info.cash, info.availableBalance)
                for info in row.cashInfoList
                if believable(info.cash, info.availableBalance)
            ),
            by_market=tuple(
                MarketAssets(info.trdMarket, info.assets)
                for info in row.marketInfoList
                if believable(info.assets)
            ),
        )


def _risk(row: trd_common_pb2.Funds) -> tuple[str, bool]:
    """The words for it, and whether they are a warning."""
    if row.riskStatus > 0:
        return f"Level {row.riskStatus} of 9", row.riskStatus >= _WARNING_FROM
    if row.HasField("riskLevel") and row.riskLevel in _RISK_LEVELS:
        return _RISK_LEVELS[row.riskLevel], row.riskLevel in (1, 2, 4)
    return "", False
