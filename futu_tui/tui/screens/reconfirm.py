"""Asks about an order that the gateway holds back until it is confirmed again, in the gateway's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from futu_tui.trading import OrderStatus
from futu_tui.tui.screens.confirm import ConfirmScreen

if TYPE_CHECKING:
    from futu_tui.trading import Account, Order

_REASON = re.compile(r"reconfirm\w*\D{0,12}(\d+)", re.IGNORECASE)
"""The number that the answer must repeat, as gateways write it behind their words."""


def reason_of(order: Order) -> int | None:
    """The number of the gateway's reason, of an order that it holds back; None of any other order."""
    if order.status not in (OrderStatus.UNSUBMITTED, OrderStatus.WAITING) or not order.error:
        return None
    match = _REASON.search(order.error)
    return int(match[1]) if match else None


def reconfirm_screen(account: Account, order: Order) -> ConfirmScreen:
    """Answers True when the person confirms again."""
    price = "" if order.price is None else f" at {order.price:,.10g}"
    name = f" {order.name}" if order.name else ""
    sentence = f"{order.side.label} {order.qty:,.10g} {order.security}{name}{price}"
    return ConfirmScreen(
        "Confirm again", account, sentence, verb="confirm again", side=order.side, warnings=[order.error]
    )
