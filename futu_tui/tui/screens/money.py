"""What the account is worth, by currency and market; what it holds; what went in and out of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style

from futu_tui.market import Freshness
from futu_tui.protocol.times import local_time
from futu_tui.trading.calls import CashFlow
from futu_tui.trading.markets import home_market
from futu_tui.tui import format
from futu_tui.tui.screens.records import Days, RecordsScreen, TimedPage
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.equity_chart import EquityChart, EquityView, Span, Stretch
from futu_tui.tui.widgets.positions import PositionRow, PositionsPane, position_row
from futu_tui.tui.widgets.records import Records

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store
    from futu_tui.protocol import Market
    from futu_tui.trading import Accounts, Funds, Portfolio
    from futu_tui.trading.calls import TradeCalls


class FundRow(NamedTuple):
    """One figure of the account."""

    part: str
    """What of the account it is about."""
    item: str
    amount: float | None
    currency: str
    words: str = ""
    """In place of an amount."""
    warns: bool = False


def fund_rows(funds: Funds, currency: str) -> Iterator[FundRow]:
    """Every figure that the gateway tells; `currency` stands in where it does not tell one."""
    own = funds.currency or currency
    account: tuple[tuple[str, float | None], ...] = (
        ("Total assets", funds.total_assets),
        ("Cash", funds.cash),
        ("Market value", funds.market_value),
        ("Held for orders", funds.frozen_cash),
        ("Not settled yet", funds.pending),
        ("Buying power", funds.power),
        ("Buying power without margin", funds.net_cash_power),
        ("Short selling power", funds.short_power),
        ("Can be withdrawn", funds.withdrawable),
        ("Can be withdrawn on margin", funds.max_withdrawal),
        ("Debt", funds.debt),
        ("Long positions", funds.long_value),
        ("Short positions", funds.short_value),
        ("Unrealised profit", funds.unrealized_pl),
        ("Realised profit", funds.realized_pl),
        ("Initial margin", funds.initial_margin),
        ("Maintenance margin", funds.maintenance_margin),
        ("Margin call below", funds.margin_call),
    )
    for item, amount in account:
        if amount is not None:
            yield FundRow("Account", item, amount, own)
    if funds.risk:
        yield FundRow("Account", "Risk", None, "", funds.risk, funds.risky)
    for cash in funds.by_currency:
        yield FundRow(cash.currency, "Cash", cash.cash, cash.currency)
        yield FundRow(cash.currency, "Can be withdrawn", cash.available, cash.currency)
    for held in funds.by_market:
        yield FundRow(held.market, "Assets", held.assets, own)


def _text(row: Any, palette: Palette) -> Style:
    return palette.text


def _dim(row: Any, palette: Palette) -> Style:
    return palette.dim


def _amount(row: FundRow, cells: int) -> str:
    return row.words or format.money(row.amount, 2)


def _amount_style(row: FundRow, palette: Palette) -> Style:
    return palette.warning if row.warns or (row.amount or 0) < 0 else palette.text


FUND_COLUMNS: tuple[Column[FundRow], ...] = (
    Column(
        "part", "Of", 10, lambda row, cells: row.part, _dim, align="left", widest=14, sort=lambda row: row.part
    ),
    Column(
        "item", "Figure", 28, lambda row, cells: row.item, _text,
        align="left", widest=34, sort=lambda row: row.item,
    ),
    Column("amount", "Amount", 18, _amount, _amount_style, widest=24, sort=lambda row: row.amount),
    Column("currency", "Cur", 3, lambda row, cells: row.currency, _dim, align="left"),
)  # fmt: skip

FLOW_COLUMNS: tuple[Column[CashFlow], ...] = (
    Column(
        "date", "Clearing", 10, lambda row, cells: row.clearing_date, _dim,
        align="left", sort=lambda row: row.clearing_date,
    ),
    Column(
        "settled", "Settles", 10, lambda row, cells: row.settlement_date, _dim,
        align="left", sort=lambda row: row.settlement_date, rank=2,
    ),
    Column(
        "kind", "Kind", 12, lambda row, cells: clean(row.kind), _text,
        align="left", widest=24, sort=lambda row: row.kind,
    ),
    Column(
        "amount", "Amount", 14, lambda row, cells: format.profit(float(row.amount), 2),
        lambda row, palette: palette.direction_style(float(row.amount)),
        widest=18, sort=lambda row: row.amount,
    ),
    Column("currency", "Cur", 3, lambda row, cells: row.currency, _dim, align="left"),
    Column(
        "remark", "Remark", 10, lambda row, cells: clean(row.remark), _dim,
        align="left", widest=40, sort=lambda row: row.remark, rank=1,
    ),
)  # fmt: skip


class EquityRow(NamedTuple):
    """Something that happened on the equity curve."""

    time: str
    """In the account's market, as 2026-11-23 10:42:07."""
    act: str
    security: str
    qty: float | None
    """Shares"""
    price: float | None
    amount: float | None
    """Paid in, or below 0 out, in the curve's currency."""
    worth: float
    """What the account was worth then."""


def equity_rows(view: EquityView, market: Market) -> list[EquityRow]:
    """Own fills and transfers, the newest first."""
    found = [
        (
            fill.at,
            EquityRow(
                _clock(fill.at, market), "BUY" if fill.is_buy else "SELL", fill.security, fill.qty, fill.price,
                None, view.worth_at(fill.at),
            ),
        )
        for fill in view.fills
    ]  # fmt: skip
    for at, transfer in view.transfers:
        row = EquityRow(_clock(at, market), transfer.kind, "", None, None, transfer.amount, view.worth_at(at))
        found.append((at, row))
    return [row for _, row in sorted(found, key=lambda each: each[0], reverse=True)]


def _clock(at: float, market: Market) -> str:
    return f"{local_time(at, market):%Y-%m-%d %H:%M:%S}"


def _or_dash(number: float | None, write: Callable[[float], str]) -> str:
    return "-" if number is None else write(number)


EQUITY_COLUMNS: tuple[Column[EquityRow], ...] = (
    Column("time", "Time", 19, lambda row, cells: row.time, _dim, align="left", sort=lambda row: row.time),
    Column(
        "act", "Act", 8, lambda row, cells: clean(row.act), _text,
        align="left", widest=20, sort=lambda row: row.act,
    ),
    Column(
        "security", "Security", 9, lambda row, cells: clean(row.security), _text,
        align="left", widest=14, sort=lambda row: row.security,
    ),
    Column(
        "qty", "Qty", 8, lambda row, cells: _or_dash(row.qty, format.quantity), _text,
        widest=12, sort=lambda row: row.qty, rank=1,
    ),
    Column(
        "price", "Price", 9, lambda row, cells: _or_dash(row.price, lambda price: f"{price:,.10g}"), _text,
        widest=12, sort=lambda row: row.price, rank=1,
    ),
    Column(
        "paid", "Paid", 12, lambda row, cells: _or_dash(row.amount, lambda paid: format.profit(paid, 2)),
        lambda row, palette: palette.warning, widest=16, sort=lambda row: row.amount,
    ),
    Column("worth", "Worth", 12, lambda row, cells: format.money(row.worth, 2), _dim, widest=16,
           sort=lambda row: row.worth, rank=2),
)  # fmt: skip


class MoneyScreen(RecordsScreen):
    """Funds, the equity curve and positions are what is known and move with it; cash flow is asked for by the day."""

    DEFAULT_CSS = """
    MoneyScreen EquityChart { height: 60%; margin-bottom: 1; }
    """

    def __init__(self, portfolio: Portfolio, store: Store, accounts: Accounts, calls: TradeCalls) -> None:
        self._portfolio = portfolio
        self._curve = EquityChart(store, accounts)
        self._curve.can_focus = False
        self._calls = calls
        super().__init__("Money", portfolio.account)

    def make_pages(self) -> Sequence[TimedPage]:
        return (
            TimedPage("funds", "Funds", Records(FUND_COLUMNS), self._funds, "The gateway has told of no funds yet."),
            TimedPage(
                "equity", "Equity", Records(EQUITY_COLUMNS), self._equity,
                "No own fill and no transfer is known of these days.", spans=tuple(span.days for span in Span),
                above=self._curve, words=lambda days: Stretch(days.begin, days.end).words(self.today),
            ),
            TimedPage("positions", "Positions", Records(PositionsPane.COLUMNS), self._positions, "No positions."),
            TimedPage(
                "cash-flow", "Cash flow", Records(FLOW_COLUMNS), self._flow,
                "No money went in or out on this day.\n[ shows the day before.", spans=(0,),
            ),
        )  # fmt: skip

    def apply_changes(self, changes: Changes, now: float) -> None:
        super().apply_changes(changes, now)
        if self.page.above is self._curve:
            self._curve.apply_changes(changes, now)
            self._curve.tick(now)
            if changes.everything:
                self._curve.reload()
        cut = changes.everything  # the link went or came back
        followed = {
            "funds": changes.funds or cut,
            "equity": changes.funds or changes.accounts,
            "positions": changes.positions or bool(changes.quotes) or cut,
        }
        for page in self.pages:
            if page.loaded and followed.get(page.name) and page is self.page:
                self.ask_again(page)

    async def _funds(self, days: Days) -> Sequence[FundRow]:
        funds = self._portfolio.funds
        if funds is None:
            return ()
        market = next((position.currency for position in self._portfolio.positions.values()), "")
        rows = list(fund_rows(funds, market))
        if self._portfolio.old_funds or self.store.stale_since is not None:
            rows.insert(0, FundRow("Account", "Told", None, "", "before the cut", warns=True))
        return rows

    async def _equity(self, days: Days) -> Sequence[EquityRow]:
        self._curve.show_days(Stretch(days.begin, days.end))
        view = self._curve.view()
        return equity_rows(view, home_market(self.account)) if view is not None else ()

    def action_export(self) -> None:
        """Write the rows in view into a CSV file; of the equity curve, the picture and all its points."""
        if self.page.above is self._curve:
            self._curve.action_export()
        else:
            super().action_export()

    async def _positions(self, days: Days) -> Sequence[PositionRow]:
        now, store = time.monotonic(), self.store
        old = self._portfolio.old_positions or store.stale_since is not None
        return [
            position_row(
                position,
                store.quotes.get(position.security),
                Freshness.LOST if old else store.freshness(position.security, now),
            )
            for position in self._portfolio.positions.values()
        ]

    async def _flow(self, days: Days) -> Sequence[CashFlow]:
        return await self._calls.cash_flow(self.account, days.begin)
