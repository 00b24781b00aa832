"""Bodies that were written by hand as acts of the trading desk: all that they say, or a refusal that names the field.

    act = desk_act(desk, accounts, PROTOCOLS[ProtoId.TRD_PLACE_ORDER], c2s)
    outcome = await act.carry_out()      # after the person agreed to act.sentence

Nothing of a body is dropped in silence: what the desk would send is compared with it field by field.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from futu_tui.protocol import Protocol, ProtoId, Security, SecurityError
from futu_tui.trading.accounts import Account, Accounts
from futu_tui.trading.acts import ActKind
from futu_tui.trading.amounts import wire_number
from futu_tui.trading.client_id import split_remark
from futu_tui.trading.markets import market_name, security_of
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.order_acts import Recipe
from futu_tui.trading.order_types import TimeInForce, TradingSession, TrailType
from futu_tui.trading.orders import Order, OrderType, Side
from futu_tui.trading.outcome import Outcome, summed
from futu_tui.trading.ticket import OrderTicket

if TYPE_CHECKING:
    from futu_tui.trading.desk import Desk

_ON_ORDER = {2: ActKind.CANCEL, 3: ActKind.DISABLE, 4: ActKind.ENABLE, 5: ActKind.DELETE}
"""Acts that only name their order, by trd_common.ModifyOrderOp."""
_MODIFY, _CANCEL = 1, 2
_PRICES = {
    "price": "price",
    "auxPrice": "trigger",
    "trailValue": "trail_value",
    "trailSpread": "trail_spread",
    "qty": "qty",
}
"""Fields of 2202 and 2205 that are numbers, and what a ticket calls them."""


class CannotExpress(ValueError):
    """A body that says what the desk cannot do; the message names the field and says what to do instead."""


@dataclass(frozen=True, slots=True)
class DeskAct:
    """An act that waits for the person to agree."""

    account: Account
    sentence: str
    """What it does, whole."""
    carry_out: Callable[[], Awaitable[Outcome]]
    side: Side | None = None


def desk_act(desk: Desk, accounts: Accounts, protocol: Protocol, c2s: Any) -> DeskAct:
    """The act that a 2202, 2205 or 2237 asks for; its packet id is the desk's own affair. Raises CannotExpress."""
    account = _account(accounts, c2s.header)
    if protocol.id == ProtoId.TRD_PLACE_ORDER:
        return _place(desk, account, c2s)
    if protocol.id == ProtoId.TRD_RECONFIRM_ORDER:
        return _reconfirm(desk, accounts, account, c2s)
    if protocol.id != ProtoId.TRD_MODIFY_ORDER:
        raise CannotExpress(f"{protocol.id:d} {protocol.name} is not about an order")
    if c2s.forAll:
        return _cancel_all(desk, account, c2s)
    order = _order(accounts, account, c2s)
    if c2s.modifyOrderOp == _MODIFY:
        return _modify(desk, account, order, c2s)
    return _on_order(desk, account, order, c2s)


def lock_problem(account: Account, c2s: Any) -> str:
    """Why a 2005 cannot be done by the desk for the account in play; empty where it can."""
    if c2s.HasField("securityFirm") and c2s.securityFirm != account.firm:
        return f"securityFirm: the account in play is of {account.firm}; leave it out, or choose an account of it (a)"
    return ""


def _place(desk: Desk, account: Account, c2s: Any) -> DeskAct:
    try:
        security = (
            Security.from_trade(c2s.secMarket, c2s.code)
            if c2s.secMarket
            else security_of(_Traded(c2s.code, 0, c2s.header.trdMarket))
        )
    except SecurityError as error:
        raise CannotExpress(f"code: {error}") from None
    side = Side.of(c2s.trdSide)
    if side is Side.UNKNOWN:
        raise CannotExpress("trdSide: write Buy or Sell")
    text, mark = split_remark(c2s.remark)
    if mark:
        raise CannotExpress(f"remark: leave ~{mark} out; the desk marks each order itself")
    ticket = OrderTicket(
        account,
        security,
        side,
        OrderType.of(c2s.orderType),
        tif=TimeInForce.of(c2s.timeInForce),
        expire=_day(c2s.expireTime),
        outside_hours=c2s.fillOutsideRTH,
        session=TradingSession.of(c2s.session),
        remark=text,
        position_id=c2s.positionID,
    )
    _take_prices(ticket, c2s)
    context = desk.context(security, account=account)
    act = _made(lambda: Recipe(0).place(ticket, context, ()))
    _compare(c2s, {**act.request, "remark": c2s.remark}, implied={"remark", "secMarket", "timeInForce"})
    return DeskAct(account, act.summary, lambda: desk.place(ticket), side)


def _modify(desk: Desk, account: Account, order: Order, c2s: Any) -> DeskAct:
    change = ModifyTicket.of(order, account)
    _take_prices(change.new, c2s)
    context = desk.context(order.security, account=account, leaving_out=order.order_id)
    act = _made(lambda: Recipe(0).modify(change, context, ()))
    _compare(c2s, _with_id(act.request, order, c2s), implied={"orderIDEx"})
    return DeskAct(account, act.summary, lambda: desk.modify(change), order.side)


def _on_order(desk: Desk, account: Account, order: Order, c2s: Any) -> DeskAct:
    kind = _ON_ORDER.get(c2s.modifyOrderOp)
    if kind is None:
        raise CannotExpress("modifyOrderOp: write Normal, Cancel, Disable, Enable or Delete")
    act = Recipe(0).on_order(kind, order, account)
    _compare(c2s, _with_id(act.request, order, c2s), implied={"orderIDEx"})
    carry_out = {
        ActKind.CANCEL: desk.cancel,
        ActKind.DISABLE: desk.disable,
        ActKind.ENABLE: desk.enable,
        ActKind.DELETE: desk.delete,
    }[kind]
    return DeskAct(account, act.summary, lambda: carry_out(order, account), order.side)


def _cancel_all(desk: Desk, account: Account, c2s: Any) -> DeskAct:
    if c2s.modifyOrderOp != _CANCEL:
        raise CannotExpress("modifyOrderOp: with forAll only Cancel can be done")
    market = c2s.trdMarket
    if not market:
        raise CannotExpress("trdMarket: write the market whose orders are to be cancelled")
    if market not in account.markets:
        raise CannotExpress(f"trdMarket: {account.label} does not trade in {market_name(market)}")
    act = Recipe(0).cancel_all(account, market, 0)
    _compare(c2s, act.request, implied=())
    sentence = f"CANCEL ALL orders of {market_name(market)}, {account.env.name} {account.label}"

    async def carry_out() -> Outcome:
        return summed(await desk.cancel_all(account, trade_market=market))

    return DeskAct(account, sentence, carry_out)


def _reconfirm(desk: Desk, accounts: Accounts, account: Account, c2s: Any) -> DeskAct:
    order = _order(accounts, account, c2s)
    act = Recipe(0).reconfirm(order, account, c2s.reconfirmReason)
    _compare(c2s, act.request, implied=())
    reason = c2s.reconfirmReason
    return DeskAct(account, act.summary, lambda: desk.reconfirm(order, reason, account), order.side)


@dataclass(frozen=True, slots=True)
class _Traded:
    """A code as trading bodies have it."""

    code: str
    secMarket: int
    trdMarket: int


def _account(accounts: Accounts, header: Any) -> Account:
    portfolio = accounts.portfolios.get(header.accID)
    if portfolio is None:
        known = ", ".join(str(account.acc_id) for account in accounts.list) or "none yet"
        raise CannotExpress(f"header.accID: there is no account {header.accID}; the accounts are {known}")
    return portfolio.account


def _order(accounts: Accounts, account: Account, c2s: Any) -> Order:
    orders = accounts.portfolios[account.acc_id].orders
    order = orders.get(c2s.orderID)
    id_ex = getattr(c2s, "orderIDEx", "")
    if order is None and not c2s.orderID and id_ex:
        order = next((each for each in orders.values() if each.id_ex == id_ex), None)
    if order is None:
        raise CannotExpress(f"orderID: {c2s.orderID or id_ex} is no order of today of {account.label}")
    return order


def _take_prices(ticket: OrderTicket, c2s: Any) -> None:
    for field, name in _PRICES.items():
        if c2s.HasField(field):
            if not math.isfinite(getattr(c2s, field)):
                raise CannotExpress(f"{field}: write a number")
            setattr(ticket, name, wire_number(getattr(c2s, field)))
    if c2s.HasField("trailType"):
        ticket.trail_type = TrailType.of(c2s.trailType) or ticket.trail_type


def _made(make: Callable[[], Any]) -> Any:
    try:
        return make()
    except ValueError as error:
        raise CannotExpress(
            f"{error}: an order of this type needs more fields, such as price or auxPrice"
        ) from None


def _with_id(request: Mapping[str, Any], order: Order, c2s: Any) -> dict[str, Any]:
    """What the desk sends, with the order named as the body names it: by one id, by the other, or by both."""
    sent = dict(request)
    if not c2s.orderID and c2s.orderIDEx == order.id_ex:
        sent["orderID"] = 0
    return sent


def _compare(c2s: Any, sent: Mapping[str, Any], *, implied: Collection[str]) -> None:
    """Raise CannotExpress for the first field that the desk would not send as it was written."""
    asked = _plain(c2s)
    asked.pop("packetID", None)
    for name, value in asked.items():
        if name == "header":
            _compare_header(value, sent["header"])
        elif name not in sent and value:
            raise CannotExpress(f"{name}: the desk does not send it with this; leave it out")
        elif name in sent and sent[name] != value:
            raise CannotExpress(f"{name}: the desk would send {sent[name]} and not {value}; write that")
    for name, value in sent.items():
        if name not in asked and name not in implied:
            raise CannotExpress(
                f"{name}: is missing; the desk would send {value}; write it, so that it is meant"
            )


def _compare_header(asked: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
    for name, value in asked.items():
        if sent.get(name, 0) != value:
            raise CannotExpress(f"header.{name}: the desk would send {sent.get(name, 0)} and not {value}")


def _plain(message: Any) -> dict[str, Any]:
    return {
        field.name: _plain(value) if field.message_type is not None else value
        for field, value in message.ListFields()
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CannotExpress(f"expireTime: {text} is no day; write 2026-01-31") from None
