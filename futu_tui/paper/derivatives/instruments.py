"""Contracts as listings of the market."""

from __future__ import annotations

from datetime import date

from futu_tui.paper.derivatives.contracts import Contract
from futu_tui.paper.ticks import TickTable
from futu_tui.paper.universe import Exchange, Instrument, SecurityType
from futu_tui.protocol import Security

_LEAST = 100
"""A price to begin with, in price units; a contract's own comes from its underlying."""


def contract_instrument(
    security: Security,
    contract: Contract,
    names: tuple[str, str],
    sec_type: SecurityType,
    exchange: Exchange,
    ticks: TickTable,
    listed: date,
    *,
    lot_size: int = 1,
    shares: int = 0,
) -> Instrument:
    """A contract's listing. `names` are the English and the Chinese one; `shares` the size of an issue."""
    return Instrument(
        security=security,
        name_en=names[0],
        name_cn=names[1],
        sec_type=sec_type,
        exchange=exchange,
        lot_size=lot_size,
        listed=listed,
        ticks=ticks,
        price=_LEAST,
        shares=shares,
        day_volume=0,
        volatility=0.0,
        beta=0.0,
        sector="",
        activity=1.0,
        earnings=0.0,
        net_assets=0.0,
        contract=contract,
    )
