"""What happened on an account's equity curve: own fills, and money that was paid in or taken out.

Money that comes and goes by trading (purchases, sales, fees, dividends) is the account's own doing and no transfer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from futu_tui.trading.calls import CashFlow

_TRANSFER_WORDS = (
    "deposit", "withdraw", "transfer", "fund in", "fund out", "cash in", "cash out",
    "存入", "存款", "入金", "出金", "提取", "提款", "取款",
    "轉入", "转入", "轉出", "转出", "劃轉", "划转", "轉帳", "转账",
)  # fmt: skip
"""What a cash flow's kind says, in the gateway's words, where the money is no work of trading."""


class OwnFill(NamedTuple):
    """What an own order traded at one moment."""

    at: float
    """Epoch seconds."""
    is_buy: bool
    security: str
    """HK.00700"""
    qty: float
    """Shares"""
    price: float | None
    """None where it was not told."""


class Transfer(NamedTuple):
    """Money paid in or taken out."""

    day: str
    """Its clearing day, in the market's zone: 2026-11-23."""
    flow_id: int
    currency: str
    amount: float
    """Above 0 in, below 0 out."""
    kind: str
    """In the gateway's words."""


def transfers_of(flows: Iterable[CashFlow], day: str) -> list[Transfer]:
    """Those of a day's cash flows that are no work of trading."""
    return [
        Transfer(flow.clearing_date[:10] or day, flow.flow_id, flow.currency, float(flow.amount), flow.kind)
        for flow in flows
        if any(word in flow.kind.casefold() for word in _TRANSFER_WORDS)
    ]


class DayTransfers(NamedTuple):
    """All that were told of an account's day."""

    account: str
    """As `equity.account_key` writes it."""
    day: str
    transfers: tuple[Transfer, ...]


class EquityEvents:
    """The events of all accounts, by `equity.account_key`, as far as they were asked for."""

    def __init__(self) -> None:
        self._fills: dict[str, list[OwnFill]] = {}
        self._days: dict[str, dict[str, tuple[Transfer, ...]]] = {}
        self._unsaved: dict[tuple[str, str], DayTransfers] = {}
        self.refused: dict[str, str] = {}
        """Why the gateway does not tell an account's transfers, in its words."""

    def fills(self, account: str) -> list[OwnFill]:
        """An account's own fills by time."""
        return self._fills.get(account, [])

    def take_fills(self, account: str, fills: list[OwnFill]) -> bool:
        """These are all there are; whether they differ from those known."""
        changed = self._fills.get(account, []) != fills
        self._fills[account] = fills
        return changed

    def transfers(self, account: str) -> list[Transfer]:
        """An account's transfers, by day."""
        days = self._days.get(account, {})
        return [transfer for day in sorted(days) for transfer in days[day]]

    def days_told(self, account: str) -> set[str]:
        """The clearing days of which the transfers are known."""
        return set(self._days.get(account, ()))

    def take_day(self, told: DayTransfers, *, final: bool) -> bool:
        """Take in a day's transfers, to be saved where they are `final`; whether they differ from those known."""
        days = self._days.setdefault(told.account, {})
        changed = days.get(told.day, ()) != told.transfers
        days[told.day] = told.transfers
        if final:
            self._unsaved[told.account, told.day] = told
        return changed

    def load(self, days: Iterable[DayTransfers]) -> None:
        """Take in days of earlier runs; what was told since stays."""
        for each in days:
            self._days.setdefault(each.account, {}).setdefault(each.day, each.transfers)

    def take_unsaved(self) -> Iterator[DayTransfers]:
        """The days that are not saved yet, which they are from now on."""
        unsaved, self._unsaved = self._unsaved, {}
        return iter(unsaved.values())

    def put_back(self, days: Iterable[DayTransfers]) -> None:
        """These could not be saved."""
        for each in days:
            self._unsaved.setdefault((each.account, each.day), each)
