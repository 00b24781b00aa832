"""Orders and fills of any days, with what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.style import Style

from futu_tui.opend.errors import GatewayError
from futu_tui.trading import Fill, Order
from futu_tui.trading.calls import OrderFees
from futu_tui.tui import format
from futu_tui.tui.screens.records import Days, RecordsScreen, TimedPage
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.orders import OrdersPane
from futu_tui.tui.widgets.records import Records

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.trading import Portfolio
    from futu_tui.trading.calls import TradeCalls

SPANS = (1, 7, 30, 90)
FEES_AT_ONCE = 400
"""Orders that one request for fees may name."""
DATE = len("2026-11-23")


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order of any day, shaped like a row of the orders pane."""

    order: Order
    decimals: int
    fees: Decimal | None
    """What it cost in its currency, as far as it is known."""

    @property
    def filled_pct(self) -> float:
        return self.order.filled / self.order.qty * 100 if self.order.qty else 0.0


@dataclass(frozen=True, slots=True)
class PastFill:
    fill: Fill
    decimals: int

    @property
    def value(self) -> float:
        return self.fill.price * self.fill.qty


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


ORDER_COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "date", "Date", DATE, lambda row, cells: row.order.created[:DATE], _dim,
        align="left", sort=lambda row: row.order.created_at, rank=2,
    ),
    *OrdersPane.COLUMNS,
    Column(
        "fees", "Fees", 8, lambda row, cells: format.price(None if row.fees is None else float(row.fees)), _dim,
        sort=lambda row: row.fees, rank=3,
    ),
    Column(
        "currency", "Cur", 3, lambda row, cells: row.order.currency, _dim,
        align="left", sort=lambda row: row.order.currency, rank=8,
    ),
)  # fmt: skip

FILL_COLUMNS: tuple[Column[PastFill], ...] = (
    Column(
        "date", "Date", DATE, lambda row, cells: row.fill.created[:DATE], _dim,
        align="left", sort=lambda row: row.fill.created_at, rank=2,
    ),
    Column(
        "time", "Time", 8, lambda row, cells: format.time_of_day(row.fill.created), _dim,
        align="left", sort=lambda row: format.time_of_day(row.fill.created), rank=1,
    ),
    Column(
        "code", "Code", 9, lambda row, cells: str(row.fill.security), _text,
        align="left", widest=12, sort=lambda row: row.fill.security,
    ),
    Column(
        "name", "Name", 8, lambda row, cells: clean(row.fill.name), _dim,
        align="left", widest=24, sort=lambda row: row.fill.name, rank=3,
    ),
    Column(
        "side", "Side", 5, lambda row, cells: row.fill.side.label, _text,
        align="left", sort=lambda row: row.fill.side.number,
    ),
    Column(
        "qty", "Qty", 7, lambda row, cells: format.quantity(row.fill.qty), _text,
        widest=10, sort=lambda row: row.fill.qty,
    ),
    Column(
        "price", "Price", 8, lambda row, cells: format.price(row.fill.price, row.decimals), _text,
        widest=11, sort=lambda row: row.fill.price,
    ),
    Column(
        "value", "Value", 10, lambda row, cells: format.money(row.value, 2), _text,
        widest=14, sort=lambda row: row.value, rank=1,
    ),
    Column(
        "order", "Order", 10, lambda row, cells: str(row.fill.order_id or ""), _dim,
        align="left", widest=20, sort=lambda row: row.fill.order_id, rank=4,
    ),
    Column(
        "status", "Status", 9, lambda row, cells: row.fill.status.label, _dim,
        align="left", sort=lambda row: row.fill.status.number, rank=5,
    ),
)  # fmt: skip


class HistoryScreen(RecordsScreen):
    """Today's come from what is known already, older ones from the gateway."""

    def __init__(self, portfolio: Portfolio, store: Store, calls: TradeCalls) -> None:
        self._portfolio = portfolio
        self._calls = calls
        super().__init__("History", portfolio.account)

    def make_pages(self) -> Sequence[TimedPage]:
        none = "No {} in these days.\n[ shows more days."
        return (
            TimedPage(
                "orders", "Orders", Records(ORDER_COLUMNS), self._orders, none.format("orders"), spans=SPANS
            ),
            TimedPage(
                "fills", "Fills", Records(FILL_COLUMNS), self._fills, none.format("fills"), spans=SPANS
            ),
        )

    def _only_today(self, days: Days) -> bool:
        return days.begin == days.end == self.today

    async def _orders(self, days: Days) -> Sequence[PastOrder]:
        if self._only_today(days):
            orders = self._portfolio.sorted_orders()
        else:
            orders = await self._calls.past_orders(self.account, days.begin, days.end)
        fees = await self._fees([order for order in orders if order.filled])
        return [
            PastOrder(order, self._decimals(order), fees[order.id_ex].total if order.id_ex in fees else None)
            for order in orders
        ]

    async def _fees(self, orders: Sequence[Order]) -> dict[str, OrderFees]:
        """What the gateway tells of them; accounts of play money have none."""
        try:
            return await self._calls.order_fees(self.account, orders[:FEES_AT_ONCE])
        except GatewayError:
            return {}

    async def _fills(self, days: Days) -> Sequence[PastFill]:
        if self._only_today(days):
            known = self._portfolio.fills.values()
            fills = sorted(known, key=lambda fill: -fill.created_at)
        else:
            fills = await self._calls.past_fills(self.account, days.begin, days.end)
        return [PastFill(fill, self._decimals(fill)) for fill in fills]

    def _decimals(self, thing: Order | Fill) -> int:
        quote = self.store.quotes.get(thing.security)
        return quote.decimals if quote else 2
