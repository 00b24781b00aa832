"""The dashboard's trading keys: which security or order a key is about, and the dialog or act that it starts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from futu_tui.trading import OrderStatus, Side, TrdEnv
from futu_tui.trading.amounts import wire_number
from futu_tui.trading.outcome import Outcome, summed
from futu_tui.tui.acts import Acts, acts_of
from futu_tui.tui.compositor import CellScreen
from futu_tui.tui.screens.workers import SafeWorkers
from futu_tui.tui.widgets.chart import Chart
from futu_tui.tui.widgets.chart_pane import ChartPane

if TYPE_CHECKING:
    from futu_tui.market import Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Account, Accounts, Order, Portfolio
    from futu_tui.trading.desk import Desk
    from futu_tui.tui.pane import Pane
    from futu_tui.tui.screens.cancel_all import Scope
    from futu_tui.tui.widgets.order_book import OrderBookPane
    from futu_tui.tui.widgets.orders import OrdersPane
    from futu_tui.tui.widgets.positions import PositionsPane
    from futu_tui.tui.widgets.watchlist import Watchlist


class Subject(Struct, frozen=True):
    """What an order is to be about."""

    security: Security
    price: Decimal | None = None
    qty: Decimal | None = None
    """Shares; None for the usual quantity."""


class TradingKeys(SafeWorkers, CellScreen):
    """What the dashboard does with the trading keys."""

    store: Store
    accounts: Accounts
    security: Security
    watchlist: Watchlist
    book: OrderBookPane
    positions: PositionsPane
    orders: OrdersPane
    _reconfirmed: set[int]
    """Orders that were asked about again already."""

    @property
    def acts(self) -> Acts:
        return acts_of(self.app)

    def _ready(self) -> Desk | None:
        """The desk, if anything can be sent now; else the person is told why not."""
        acts = self.acts
        if acts.stopped:
            acts.refuse(acts.stopped)
            return None
        return acts.desk

    # New orders

    async def action_buy(self) -> None:
        """Write an order to buy."""
        await self._write(Side.BUY)

    async def action_sell(self) -> None:
        """Write an order to sell."""
        await self._write(Side.SELL)

    async def _write(self, side: Side) -> None:
        await self.write_order(side, self.subject(side, self.accounts.current))

    async def write_order(self, side: Side, subject: Subject) -> None:
        """Open the ticket for this; else the person is told why nothing can be sent."""
        from futu_tui.trading.ticket import OrderTicket
        from futu_tui.tui.screens.ticket import TicketScreen

        desk, portfolio = self._ready(), self.accounts.current
        if desk is None or portfolio is None:
            return
        context = desk.context(subject.security)
        usual = self.acts.quantities.of(subject.security, context.lot, contract=context.is_contract)
        qty = subject.qty or usual
        ticket = OrderTicket.new(portfolio.account, subject.security, side, context, qty=qty)
        if subject.price is not None:
            ticket.price = subject.price
        await self.app.push_screen(
            TicketScreen(desk, ticket, self.store, confirm=self.acts.asks(portfolio.account))
        )

    def subject(self, side: Side, portfolio: Portfolio | None) -> Subject:
        """The focused row's security; of a position that the side closes, all of it; of a book level, its price."""
        focused = self.focused
        if focused is self.watchlist and self.watchlist.cursor_key is not None:
            return Subject(self.watchlist.cursor_key)
        if focused is self.positions and (key := self.positions.cursor_key) is not None:
            held = portfolio.positions.get(key) if portfolio is not None else None
            closes = held is not None and held.signed_qty * side.sign < 0
            qty = wire_number(held.can_sell or held.qty) if held is not None and closes else None
            return Subject(key.security, qty=qty or None)
        if focused is self.orders and (order := self._order_at_cursor()) is not None:
            return Subject(order.security)
        if isinstance(focused, ChartPane) and focused.security is not None:
            return Subject(focused.security)
        if focused is self.book and (price := self.book.chosen_price) is not None:
            return Subject(self.security, price=wire_number(price))
        return Subject(self.security)

    async def action_ladder(self) -> None:
        """Open the price ladder of the focused row's security."""
        from futu_tui.tui.screens.ladder import LadderScreen

        desk, portfolio = self._ready(), self.accounts.current
        if desk is None or portfolio is None:
            return
        security = self.subject(Side.BUY, portfolio).security
        if not desk.context(security).tradable:
            self.acts.refuse(f"{security} is an index and cannot be traded.")
            return
        app: Any = self.app
        ladder = LadderScreen(
            desk, portfolio, security, self.store, app.places,
            disarm_after=app.settings.trading.disarm_after,
        )  # fmt: skip
        await app.push_screen(ladder)

    # Orders there are

    def is_in_view(self, pane: Pane) -> bool:
        """Whether the person can see this pane."""
        raise NotImplementedError

    def _order_at_cursor(self) -> Order | None:
        portfolio, key = self.accounts.current, self.orders.cursor_key
        return portfolio.orders.get(key) if portfolio is not None and key is not None else None

    def _selected(self) -> Order | None:
        """The order under the cursor of the orders pane, which must be in view; else the person is told."""
        order = self._order_at_cursor()
        if not self.is_in_view(self.orders):
            self.acts.refuse("Go to the orders (6) and choose one.")
        elif order is None:
            self.acts.refuse("There is no order to choose.")
        else:
            return order
        return None

    async def action_modify(self) -> None:
        """Change the selected order."""
        from futu_tui.trading.modify_ticket import ModifyTicket
        from futu_tui.tui.screens.modify import ModifyScreen

        desk, portfolio = self._ready(), self.accounts.current
        if desk is None or portfolio is None or (order := self._selected()) is None:
            return
        if not order.working:
            self.acts.refuse(f"The order is {order.status.label.lower()} already.")
            return
        change = ModifyTicket.of(order, portfolio.account)
        await self.app.push_screen(
            ModifyScreen(desk, change, self.store, confirm=self.acts.asks(portfolio.account))
        )

    def action_cancel(self) -> None:
        """Cancel the selected order."""
        self._act_on_order("Cancel", lambda desk, order, account: desk.cancel(order, account), working=True)

    def disable_selected(self) -> None:
        """Take the selected order out of the market, or put it back."""
        order = self._order_at_cursor()
        if order is not None and order.status is OrderStatus.DISABLED:
            self._act_on_order("Enable", lambda desk, order, account: desk.enable(order, account))
        else:
            self._act_on_order(
                "Disable", lambda desk, order, account: desk.disable(order, account), working=True
            )

    def delete_selected(self) -> None:
        """Take a dead order off the list."""
        self._act_on_order("Delete", lambda desk, order, account: desk.delete(order, account), working=False)

    def _act_on_order(
        self,
        verb: str,
        act: Callable[[Desk, Order, Account], Coroutine[Any, Any, Outcome]],
        *,
        working: bool | None = None,
    ) -> None:
        from futu_tui.tui.screens.confirm import ConfirmScreen

        desk, portfolio = self._ready(), self.accounts.current
        if desk is None or portfolio is None or (order := self._selected()) is None:
            return
        if working is not None and order.working is not working:
            self.acts.refuse(
                f"The order is {order.status.label.lower()}: there is nothing to {verb.lower()}."
            )
            return
        account = portfolio.account
        sentence = f"{verb} {words_of(order)}"

        def go(agreed: bool | None = True) -> None:
            if agreed:
                self.acts.run(act(desk, order, account), sentence)

        if self.acts.asks(account):
            self.app.push_screen(ConfirmScreen(verb, account, sentence, verb=f"{verb.lower()} it"), go)
        else:
            go()

    def on_chart_order_moved(self, message: Chart.OrderMoved) -> None:
        """Change an order that was moved on the chart to its new price."""
        from futu_tui.trading.modify_ticket import ModifyTicket
        from futu_tui.tui.screens.confirm import ConfirmScreen

        message.stop()
        desk, portfolio, order = self._ready(), self.accounts.current, message.order
        if desk is None or portfolio is None:
            return
        account = portfolio.account
        change = ModifyTicket.of(order, account)
        if order.at_price is not None:
            change.new.price = message.price
        else:
            change.new.trigger = message.price
        sentence = change.sentence(desk.context(order.security, leaving_out=order.order_id))

        def go(agreed: bool | None = True) -> None:
            if agreed:
                self.acts.run(desk.modify(change), sentence)

        if self.acts.asks(account):
            self.app.push_screen(ConfirmScreen("Change", account, sentence, verb="change it"), go)
        else:
            go()

    def action_cancel_all(self) -> None:
        """Cancel all orders, of the account, a market or a security."""
        from futu_tui.tui.screens.cancel_all import CancelAllScreen

        desk, portfolio = self._ready(), self.accounts.current
        if desk is None or portfolio is None:
            return
        account = portfolio.account

        def chosen(scope: Scope | None) -> None:
            if scope is not None:
                orders = "1 order" if scope.working == 1 else f"{scope.working} orders"
                self.acts.run(_all_of(desk, account, scope), f"Cancel {orders}")

        self.app.push_screen(CancelAllScreen(portfolio, self.security), chosen)

    def on_orders_pane_asked(self, message: OrdersPane.Asked) -> None:
        message.stop()
        {
            "disable": self.disable_selected,
            "delete": self.delete_selected,
            "reconfirm": self.reconfirm_selected,
        }[message.act]()

    def ask_again(self) -> None:
        """Ask about orders of this program that the gateway holds back until they are confirmed again."""
        from futu_tui.tui.screens.reconfirm import reason_of

        desk, portfolio = self.acts.desk, self.accounts.current
        if desk is None or portfolio is None or self.app.screen is not self:
            return
        for order in portfolio.orders.values():
            if order.client_id and order.order_id not in self._reconfirmed and reason_of(order) is not None:
                self._reconfirmed.add(order.order_id)
                self._reconfirm(desk, order)
                return

    def reconfirm_selected(self) -> None:
        """Confirm the selected order again."""
        from futu_tui.tui.screens.reconfirm import reason_of

        desk = self._ready()
        if desk is None or (order := self._selected()) is None:
            return
        if reason_of(order) is None:
            self.acts.refuse("The gateway does not ask to confirm this order again.")
        else:
            self._reconfirm(desk, order)

    def _reconfirm(self, desk: Desk, order: Order) -> None:
        from futu_tui.tui.screens.reconfirm import reason_of, reconfirm_screen

        portfolio, reason = self.accounts.current, reason_of(order)
        if portfolio is None or reason is None:
            return
        account = portfolio.account

        def answered(agreed: bool | None) -> None:
            if agreed:
                self.acts.run(desk.reconfirm(order, reason, account), f"Confirm {words_of(order)} again")

        self.app.push_screen(reconfirm_screen(account, order), answered)

    # Money and the past

    def action_money(self) -> None:
        """Show funds, positions and cash flow."""
        from futu_tui.tui.screens.money import MoneyScreen

        portfolio, calls = self.accounts.current, self.acts.calls
        if portfolio is None or calls is None:
            self.acts.refuse("There is no account to look into yet.")
        else:
            self.app.push_screen(MoneyScreen(portfolio, self.store, self.accounts, calls))

    def action_history(self) -> None:
        """Show orders and fills of any day."""
        from futu_tui.tui.screens.history import HistoryScreen

        portfolio, calls = self.accounts.current, self.acts.calls
        if portfolio is None or calls is None:
            self.acts.refuse("There is no account to look into yet.")
        else:
            self.app.push_screen(HistoryScreen(portfolio, self.store, calls))

    # The lock

    def action_unlock(self) -> None:
        """Unlock real trading by its password, or lock it again."""
        from futu_tui.tui.screens.unlock import UnlockScreen

        desk, portfolio = self._ready(), self.accounts.current
        if desk is None or portfolio is None:
            return
        if portfolio.account.env is TrdEnv.SIMULATE:
            self.acts.refuse("A simulated account is never locked.")
        elif desk.unlocked:
            self.acts.run(desk.lock(), "Lock trading", lambda outcome: True)
        else:
            self.app.push_screen(UnlockScreen(desk, portfolio.account))


def words_of(order: Order) -> str:
    """An order in a few words: `BUY 200 HK.00700 at 512.5`."""
    price = "" if order.price is None else f" at {order.price:,.10g}"
    return f"{order.side.label} {order.qty:,.10g} {order.security}{price}"


async def _all_of(desk: Desk, account: Account, scope: Scope) -> Outcome:
    """Cancel them, and the outcomes as one: what did not go well first."""
    return summed(await desk.cancel_all(account, trade_market=scope.trade_market, security=scope.security))
