"""The accounts of the gateway's login, which of them is in play, and where each account's pushes go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from math import inf
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError
from msgspec import Struct

from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.utf8 import readable
from futu_tui.trading.equity import EquityCurves
from futu_tui.trading.markets import market_name
from futu_tui.trading.portfolio import AccountChanges, Flags, Portfolio

if TYPE_CHECKING:
    from futu_tui.protocol.pb import trd_common_pb2, trd_update_order_fill_pb2, trd_update_order_pb2
    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent


class TrdEnv(IntEnum):
    """Whether the money is real; by its trd_common.TrdEnv number."""

    SIMULATE = 0
    REAL = 1


_KINDS = {1: "Cash", 2: "Margin", 3: "TFSA", 4: "RRSP", 5: "SRRSP", 6: "Derivatives"}

_ACTIVE = 0
"""trd_common.TrdAccStatus_Active"""

_FEW = 2
"""More markets than this are not spelled out in a label."""


class Account(Struct, frozen=True):
    acc_id: int
    env: TrdEnv
    markets: tuple[int, ...]
    """trd_common.TrdMarket of those it may trade in."""
    kind: str
    """Cash, Margin, ...; empty while unknown."""
    card: str
    """The number that its holder knows it by; empty for a simulated one."""
    firm: int
    """trd_common.SecurityFirm; 0 while unknown."""
    active: bool
    name: str
    """Of a simulated account that belongs to a competition; else empty."""

    @classmethod
    def of(cls, row: trd_common_pb2.TrdAcc) -> Account:
        return cls(
            acc_id=row.accID,
            env=TrdEnv.SIMULATE if row.trdEnv == TrdEnv.SIMULATE else TrdEnv.REAL,
            markets=tuple(row.trdMarketAuthList),
            kind=_KINDS.get(row.accType, ""),
            card=row.cardNum or row.uniCardNum,
            firm=row.securityFirm,
            active=row.accStatus == _ACTIVE,
            name=row.competitionAccName,
        )

    @property
    def label(self) -> str:
        """What a person tells it by: its markets, its kind and the end of its number, as in "HK Cash 1234"."""
        names = [market_name(market) for market in self.markets]
        markets = "/".join(names) if len(names) <= _FEW else "Universal"
        number = (self.card or str(self.acc_id))[-4:]
        return " ".join(part for part in (markets, self.kind, self.name, number) if part)

    def header(self, market: int | None = None) -> dict[str, int]:
        """The fields of a trd_common.TrdHeader for this trd_common.TrdMarket, the account's first by default."""
        if market is None:
            market = self.markets[0] if self.markets else 0
        return {"trdEnv": int(self.env), "accID": self.acc_id, "trdMarket": market}


class Accounts:
    """Every account, and one of them in play."""

    def __init__(self) -> None:
        self.list: list[Account] = []
        """Active ones first, else in the gateway's order."""
        self.portfolios: dict[int, Portfolio] = {}
        """By acc_id, of all accounts of the list."""
        self._gone: dict[int, Portfolio] = {}
        """Those of accounts that have left the list: a dialog may go on with one, and does when the account is back."""
        self.current: Portfolio | None = None
        """Of the account in play; None until one is opened."""
        self.bad_bodies: dict[int, int] = {}
        """How many pushes could not be read, by proto_id."""
        self.strangers = 0
        """How many pushes were of accounts that are not on the list."""
        self.equity = EquityCurves()
        """What accounts were worth, as the program around this observes it."""
        self.latest: Callable[[], float] = lambda: inf
        """Tells the latest epoch second that the broker's clock may show by now; the program around this knows it."""
        self._changes = AccountChanges()

    def apply_list(self, rows: Iterable[trd_common_pb2.TrdAcc]) -> None:
        """Take in the account list, of 2001. What is known of those that stay is kept; the rest is dropped."""
        accounts = sorted(map(Account.of, rows), key=lambda account: not account.active)
        if accounts == self.list:
            return
        self.list = accounts
        before, self.portfolios = self._gone | self.portfolios, {}
        for account in accounts:
            portfolio = before.pop(account.acc_id, None) or Portfolio(account, lambda: self.latest())
            portfolio.account = account
            self.portfolios[account.acc_id] = portfolio
        self._gone = before
        for portfolio in before.values():
            portfolio.forget()
        if self.current is not None and self.current.account.acc_id not in self.portfolios:
            self.current = None
        self._changes.accounts = True

    def open(self, account: Account) -> Portfolio:
        """Put an account of the list in play. Raises KeyError for any other."""
        portfolio = self.portfolios[account.acc_id]
        if portfolio is not self.current:
            self.current = portfolio
            self._changes = AccountChanges(accounts=True, orders=True, positions=True, funds=True)
        return portfolio

    def begin_anew(self) -> None:
        """Pushes may have been missed: what is known is old until it is told again."""
        for portfolio in self.portfolios.values():
            portfolio.begin_anew()

    def apply_push(self, event: PushEvent) -> bool:
        """Take in one trade push: of an order (2208) or a fill (2218). Others tell nothing of an account's state.

        False where it could not be read, so that the account may not be what is known of it.
        """
        if event.proto_id not in (ProtoId.TRD_UPDATE_ORDER, ProtoId.TRD_UPDATE_ORDER_FILL):
            return True
        s2c = self._read(event)
        if s2c is None:
            return False
        portfolio = self._portfolio(s2c)
        if portfolio is None:
            return True
        left_out = portfolio.left_out
        if event.proto_id == ProtoId.TRD_UPDATE_ORDER:
            portfolio.apply_order(s2c.order)
        else:
            portfolio.apply_fill(s2c.orderFill)
        if portfolio.left_out != left_out:
            self._count_bad(event)
            return False
        return True

    def take_changes(self, flags: Flags) -> None:
        """Note what differs since this was last called: of the accounts, and of what the one in play has."""
        self._changes.add_to(flags)
        self._changes = AccountChanges()
        if self.current is not None:
            self.current.take_changes().add_to(flags)

    def note_equity(self) -> None:
        """What is known of the past of the account in play differs; it counts as a change of its funds."""
        self._changes.funds = True

    def _portfolio(self, s2c: trd_update_order_pb2.S2C | trd_update_order_fill_pb2.S2C) -> Portfolio | None:
        portfolio = self.portfolios.get(s2c.header.accID)
        if portfolio is None:
            self.strangers += 1
        return portfolio

    def _read(self, event: PushEvent) -> Any | None:
        """The `s2c` of a push; None, and counted, where its body cannot be read."""
        message = PROTOCOLS[event.proto_id].response
        assert message is not None
        try:
            response: Any = message.FromString(event.body)
        except DecodeError:
            response = None
        if (
            response is None
            or not response.IsInitialized()
            or response.retType
            or not response.HasField("s2c")
        ):
            self._count_bad(event)
            return None
        return readable(response.s2c)

    def _count_bad(self, event: PushEvent) -> None:
        self.bad_bodies[event.proto_id] = self.bad_bodies.get(event.proto_id, 0) + 1
