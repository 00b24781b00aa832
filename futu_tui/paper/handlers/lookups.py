"""What the trading handlers share: whose account, which security, which rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from futu_tui.paper import wire
from futu_tui.paper.accounts import Account, Venue
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.history import parse_time
from futu_tui.paper.trade_messages import environment
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import trd_common_pb2

_US_NIGHT = timedelta(hours=4)
"""A US trading day begins so long before its midnight."""


def account_of(call: Call, header: trd_common_pb2.TrdHeader) -> Account:
    """The account of a request's header. Raises Refusal where the header does not fit one."""
    account = known_account(call, header.accID)
    if header.trdEnv != environment(account):
        right = "TrdEnv_Real" if account.real else "TrdEnv_Simulate"
        raise Refusal(f"The account {account.acc_id} is of another environment: trdEnv must be {right}")
    venue_of(account, header)
    return account


def known_account(call: Call, acc_id: int) -> Account:
    """The account of a number. Raises Refusal."""
    account = call.gateway.accounts.get(acc_id)
    if account is None:
        raise Refusal(f"Nonexisting acc_id {acc_id}: 2001 lists the accounts")
    return account


def venue_of(account: Account, header: trd_common_pb2.TrdHeader) -> Venue:
    """What the header's market means for the account. Raises Refusal where it does not trade there."""
    for venue in account.venues:
        if venue.trade_market == header.trdMarket:
            return venue
    raise Refusal(f"The account {account.acc_id} does not trade the market {header.trdMarket}")


def security_of(account: Account, header: trd_common_pb2.TrdHeader, sec_market: int, code: str) -> Security:
    """The security of an order; `sec_market` (trd_common.TrdSecMarket) may be 0 where the market tells it.

    Raises Refusal or SecurityError.
    """
    venue = venue_of(account, header)
    if sec_market:
        security = Security.from_trade(sec_market, code)
    elif len(venue.markets) == 1:
        security = Security(venue.markets[0], code)
    else:
        security = Security(Market.SH if code[:1] in "569" else Market.SZ, code)
    if security.market not in venue.markets:
        raise Refusal(f"{security} is not traded in the market {venue.name}")
    return security


def name_of(call: Call, security: Security) -> str:
    """What a security is called in the gateway's language."""
    return call.gateway.language.call(call.gateway.market.listings[security])


def is_of_today(call: Call, security: Security, instant: float) -> bool:
    """Whether something at `instant` (epoch seconds) belongs to the trading day in progress, or comes after it."""
    market = security.market
    local = datetime.fromisoformat(wire.local_second(market, instant))
    if market is Market.US:
        local += _US_NIGHT
    return local.date() >= call.gateway.market.trade_date(market)


class Filter:
    """A request's filterConditions; what it leaves out lets everything through."""

    def __init__(self, conditions: trd_common_pb2.TrdFilterConditions, account: Account) -> None:
        self._codes = frozenset(conditions.codeList)
        self._ids: Sequence[int] = conditions.idList
        self._ids_ex: Sequence[str] = conditions.orderIDExList
        self._begin = parse_time(conditions.beginTime) if conditions.beginTime else datetime.min
        self._end = parse_time(conditions.endTime, end_of_day=True) if conditions.endTime else datetime.max
        self._markets = {
            market
            for venue in account.venues
            for market in venue.markets
            if conditions.filterMarket in (trd_common_pb2.TrdMarket_Unknown, venue.trade_market)
        }

    def code(self, security: Security) -> bool:
        return security.market in self._markets and (not self._codes or security.code in self._codes)

    def id(self, number: int) -> bool:
        return not self._ids or number in self._ids

    def id_ex(self, text: str) -> bool:
        return not self._ids_ex or text in self._ids_ex

    def time(self, security: Security, instant: float) -> bool:
        local = datetime.fromisoformat(wire.local_second(security.market, instant))
        return self._begin <= local <= self._end
