"""The person's own marks on a chart: what was paid, orders that work, fills, and price alerts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from futu_tui.market import Alert
from futu_tui.protocol import Security
from futu_tui.protocol.alerts import AlertType, Unit
from futu_tui.trading import Order, Portfolio
from futu_tui.trading.orders import FillStatus
from futu_tui.trading.positions import SHORT
from futu_tui.tui import format
from futu_tui.tui.charts.price_plot import FillMark
from futu_tui.tui.charts.side import Kind, Level
from futu_tui.tui.text import clean


def price_of(order: Order) -> float | None:
    """Where an order stands on the chart: in the book, or else at the price that wakes it; None for neither."""
    return order.at_price if order.at_price is not None else order.trigger


def orders_of(portfolio: Portfolio | None, security: Security | None) -> list[Order]:
    """The working orders of a security that stand at a price, highest first."""
    orders = portfolio.orders.values() if portfolio is not None else ()
    found = [
        (price, order)
        for order in orders
        if order.security == security and order.working and (price := price_of(order)) is not None
    ]
    return [order for _, order in sorted(found, key=lambda pair: (-pair[0], pair[1].order_id))]


def levels_of(
    portfolio: Portfolio | None,
    security: Security,
    decimals: int,
    chosen: int | None = None,
    moved_to: Decimal | None = None,
) -> Iterable[Level]:
    """Costs and working orders of a security; of these one may be chosen, and on its way to another price."""
    for position in portfolio.positions.values() if portfolio is not None else ():
        if position.security == security and position.qty and position.cost is not None and position.cost > 0:
            word = "short" if position.side == SHORT else "held"
            yield Level(Kind.COST, position.cost, f"{word} {format.quantity(position.qty)}")
    for order in orders_of(portfolio, security):
        price = price_of(order)
        assert price is not None
        words = f"{order.side.label} {format.quantity(order.remaining)}"
        if order.order_id != chosen:
            yield Level(Kind.ORDER, price, words)
        elif moved_to is None or float(moved_to) == price:
            yield Level(Kind.CHOSEN, price, f"▸ {words}")
        else:
            yield Level(Kind.ORDER, price, words)
            yield Level(
                Kind.CHOSEN, float(moved_to), f"▸ {words} to {format.price(float(moved_to), decimals)}"
            )


def alert_levels(alerts: Iterable[Alert]) -> Iterable[Level]:
    """The price alerts that wait for a price, or for a bid or an ask at one."""
    of = {AlertType.BID_UP: "bid alert", AlertType.ASK_DOWN: "ask alert"}
    for alert in alerts:
        kind = alert.kind
        if alert.enabled and kind is not None and kind.unit is Unit.PRICE:
            words = of.get(kind, "alert")
            yield Level(Kind.ALERT, alert.value, f"{words} {clean(alert.note)}".rstrip())


def fills_of(portfolio: Portfolio | None, security: Security) -> list[FillMark]:
    """The fills of a security, as far as the account's are known."""
    return [
        FillMark(fill.created_at, fill.price, fill.side.sign > 0)
        for fill in (portfolio.fills_of(security) if portfolio is not None else ())
        if fill.status is not FillStatus.CANCELLED
    ]
