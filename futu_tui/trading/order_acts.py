"""Acts on orders as they are journalled and sent: the record and the fields of the request, made together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from futu_tui.trading.accounts import Account
from futu_tui.trading.acts import Act, ActKind
from futu_tui.trading.amounts import number_text, wire_number
from futu_tui.trading.client_id import new_client_id
from futu_tui.trading.guard import Refusal
from futu_tui.trading.markets import market_name, venue_of
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.orders import Order
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_context import TicketContext

_OPERATIONS = {
    ActKind.MODIFY: 1,
    ActKind.CANCEL: 2,
    ActKind.DISABLE: 3,
    ActKind.ENABLE: 4,
    ActKind.DELETE: 5,
}
"""trd_common.ModifyOrderOp"""


class Recipe:
    """Makes the acts of one connection."""

    def __init__(self, conn_id: int) -> None:
        self._conn_id = conn_id

    def place(self, ticket: OrderTicket, context: TicketContext, overridden: Sequence[Refusal]) -> Act:
        """A new order. Raises ValueError where the ticket is not complete."""
        client_id = new_client_id()
        return self._act(
            ActKind.PLACE,
            ticket.account,
            ticket.c2s(client_id),
            ticket.sentence(context),
            security=str(ticket.security),
            side=ticket.side.label,
            order_type=ticket.order_type.label,
            qty=_text(ticket.qty),
            price=_text(ticket.limit),
            client_id=client_id,
            override=_joined(overridden),
        )

    def modify(self, change: ModifyTicket, context: TicketContext, overridden: Sequence[Refusal]) -> Act:
        """A change of an order. Raises ValueError where it is not complete."""
        account = change.new.account
        terms = {
            "qty": _text(change.new.qty),
            "price": _text(change.new.limit),
            "override": _joined(overridden),
        }
        request = self._request(ActKind.MODIFY, change.order, account) | change.c2s()
        fields = _order_fields(change.order) | terms
        return self._act(ActKind.MODIFY, account, request, change.sentence(context), **fields)

    def on_order(self, kind: ActKind, order: Order, account: Account) -> Act:
        """A cancel, or another act that only names its order."""
        request = self._request(kind, order, account)
        return self._act(kind, account, request, _words(kind, order, account), **_order_fields(order))

    def reconfirm(self, order: Order, account: Account, reason: int) -> Act:
        request = {
            "header": _header(order, account),
            "orderID": order.order_id,
            "reconfirmReason": reason,
        }
        summary = _words(ActKind.RECONFIRM, order, account)
        return self._act(ActKind.RECONFIRM, account, request, summary, **_order_fields(order))

    def cancel_all(self, account: Account, market: int, count: int) -> Act:
        """A cancel of all `count` orders of a trd_common.TrdMarket at once."""
        request = {
            "header": account.header(market),
            "orderID": 0,
            "modifyOrderOp": _OPERATIONS[ActKind.CANCEL],
            "forAll": True,
            "trdMarket": market,
        }
        what = f"{count} orders of {market_name(market)}"
        return self._act(
            ActKind.CANCEL_ALL, account, request, f"CANCEL ALL {what}, {account.env.name} {account.label}"
        )

    def lock(self, kind: ActKind, account: Account) -> Act:
        """An unlock or a lock; what it is done with is not in it."""
        return self._act(kind, account, {}, f"{kind.upper()} trading, {account.env.name}")

    def _request(self, kind: ActKind, order: Order, account: Account) -> dict[str, Any]:
        request: dict[str, Any] = {
            "header": _header(order, account),
            "orderID": order.order_id,
            "modifyOrderOp": _OPERATIONS[kind],
        }
        if order.id_ex:
            request["orderIDEx"] = order.id_ex
        return request

    def _act(
        self, kind: ActKind, account: Account, request: Mapping[str, Any], summary: str, **fields: Any
    ) -> Act:
        return Act(
            kind=kind,
            acc_id=account.acc_id,
            env=int(account.env),
            trade_market=request.get("header", {}).get("trdMarket", 0),
            account=account.label,
            summary=summary,
            request=request,
            conn_id=self._conn_id,
            **fields,
        )


def _header(order: Order, account: Account) -> dict[str, int]:
    return account.header(order.trade_market or venue_of(order.security.market, account.markets))


def _order_fields(order: Order) -> dict[str, Any]:
    """An order as the fields of an act on it."""
    return {
        "security": str(order.security),
        "side": order.side.label,
        "order_type": order.type.label,
        "qty": _text(wire_number(order.qty)),
        "price": "" if order.price is None else _text(wire_number(order.price)),
        "order_id": order.order_id,
        "id_ex": order.id_ex,
    }


def _words(kind: ActKind, order: Order, account: Account) -> str:
    price = "" if order.price is None else f" at {order.price:,.10g}"
    what = f"{order.side.label} {number_text(wire_number(order.qty))} {order.security}{price}"
    return f"{kind.upper()} {what}, {account.env.name} {account.label}"


def _text(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _joined(refusals: Sequence[Refusal]) -> str:
    return "; ".join(refusal.text for refusal in refusals)
