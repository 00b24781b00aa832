"""The price ladder: the book by price steps, and keys that place, move and cancel orders on it at once.

It is armed by a key, and disarmed by a time without one, by leaving, and by any doubt about the link. While it is armed
an order goes out with the key, unasked; one at a time, so that a key held down sends no more than the gateway answers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from futu_tui.opend.errors import GatewayError
from futu_tui.trading import Order, Side, TrdEnv
from futu_tui.trading.amounts import number_text
from futu_tui.trading.arming import Arming
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.outcome import Outcome, OutcomeKind, summed
from futu_tui.trading.quick_orders import closing_order, limit_order
from futu_tui.tui import format, keymap
from futu_tui.tui.acts import Acts, acts_of, first_part
from futu_tui.tui.badge import Part
from futu_tui.tui.flashes import flash_seconds
from futu_tui.tui.ladder_view import LadderView, Market, orders_at
from futu_tui.tui.pane import Wish
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.screens.order_form import WHOLE, lots_text
from futu_tui.tui.screens.override import OverrideScreen
from futu_tui.tui.screens.quantity import QuantityScreen
from futu_tui.tui.screens.trading_dialog import TradingDialog
from futu_tui.tui.screens.unlock import UnlockScreen
from futu_tui.tui.text import clean, fit
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.ladder import LadderRows
from futu_tui.tui.widgets.market_head import MarketHead
from futu_tui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.market import Changes, Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Portfolio
    from futu_tui.trading.desk import Desk
    from futu_tui.trading.queue_places import QueuePlaces
    from futu_tui.trading.ticket import OrderTicket
    from futu_tui.trading.ticket_context import TicketContext

OWNER = "ladder"
BASIC, ORDER_BOOK, TICKER = 1, 2, 4
"""qot_common.SubType of what the ladder shows."""
DIRECTIONS = {1: 1, 2: -1}
"""Of qot_common.TickerDirection: the buyer took the ask, the seller hit the bid."""
SIMULATED_ARMED = Style(reverse=True, bold=True)
HEIGHT_SHARE = 96
"""Percent of the window's lines."""


class LadderScreen(TradingDialog[None]):
    """Of one security and one account. Cancelling needs no arming: it only takes risk away."""

    CONTEXT = "ladder"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("ladder")]
    HINTS = ("ladder.arm", "ladder.help", "dialog.close", "ladder.buy", "ladder.sell", "ladder.cancel")

    DEFAULT_CSS = f"""
    LadderScreen > .dialog {{ width: 88; height: {HEIGHT_SHARE}%; padding: 0 1; }}
    LadderScreen.armed > .dialog {{ border: round $warning; border-title-color: $warning; }}
    LadderScreen.armed.real > .dialog {{ border: heavy $danger; border-title-color: $danger; }}
    LadderScreen LadderRows {{ margin: 1 0; }}
    LadderScreen #message {{ height: 1; }}
    """

    def __init__(
        self,
        desk: Desk,
        portfolio: Portfolio,
        security: Security,
        store: Store,
        places: QueuePlaces,
        *,
        disarm_after: float,
    ) -> None:
        """`disarm_after` is in seconds without a key."""
        super().__init__(f"Ladder  {security}", portfolio.account)
        self.desk = desk
        self.portfolio = portfolio
        self.security = security
        self.store = store
        self.view = LadderView()
        self.arming = Arming(disarm_after)
        self.qty = Decimal(0)
        """Shares of the next order."""
        self.head = MarketHead(security, store)
        self._places = places
        self._rows = LadderRows()
        self._sizes: dict[tuple[bool, float], int] = {}
        self._flashes: dict[tuple[bool, float], float] = {}
        self._message: tuple[str, str] = ("", "dim")
        self._said: Text | None = None
        self._clock_shown = (False, 0)
        self._followed = True
        self._sending = False

    def contents(self) -> ComposeResult:
        yield self.head
        yield self._rows
        yield StatusLine(id="state")
        yield Static(id="message", markup=False)

    # Life

    def on_mount(self) -> None:
        context = self.context()
        usual = self._acts.quantities.of(self.security, context.lot, contract=context.is_contract)
        self.qty = usual
        self._sizes = self._sizes_now()
        super().on_mount()
        if (feed := self._feed) is not None:
            feed.want(OWNER, [Wish(self.security, kind) for kind in (BASIC, ORDER_BOOK, TICKER)])
        self.app.app_suspend_signal.subscribe(self, self._left_to_the_shell, immediate=True)

    def on_unmount(self) -> None:
        self.arming.disarm()
        if (feed := self._feed) is not None:
            feed.want(OWNER, ())

    def apply_changes(self, changes: Changes, now: float) -> None:
        security = self.security
        if security in changes.books:
            self._flash(now)
        flashes = len(self._flashes)
        self._flashes = {level: end for level, end in self._flashes.items() if end > now}
        self._doubt(now)
        moved = (
            security in changes.books
            or security in changes.quotes
            or security in changes.ticks
            or changes.orders
            or changes.positions
            or changes.everything
            or changes.markets
        )
        if moved or len(self._flashes) != flashes:
            self.draw_rows()
        if moved or self._clock(now) != self._clock_shown:
            self.draw_state(now)

    def _doubt(self, now: float) -> None:
        """Disarm where the person has gone, or what is on the screen may not be what is."""
        was_armed = self.arming.armed
        self.arming.expire(now)
        if was_armed and (why := self.obstacle):
            self.arming.disarm(why)
        self._tell_disarmed(was_armed)

    def _left_to_the_shell(self, _: object) -> None:
        """The program stops, or was stopped: who brings it back may not remember what its keys do."""
        was_armed = self.arming.armed
        self.arming.disarm("the program was suspended")
        self._tell_disarmed(was_armed)

    def _tell_disarmed(self, was_armed: bool) -> None:
        if was_armed and self.arming.why:
            self.say(f"Disarmed: {self.arming.why}.", "warning")

    @property
    def obstacle(self) -> str:
        """Why keys must not send anything now; empty where they may."""
        if self.store.stale_since is not None:
            return "the link is in doubt"
        if self.store.is_old(self.store.books.get(self.security)):
            return "the book was not told since the link came back"
        if stopped := self._acts.stopped:
            return stopped
        if self.app.accounts.current is not self.portfolio:  # type: ignore[attr-defined]
            return "another account is in play"
        if self.desk.locked:
            return "trading is locked"
        if not self.app.app_focus:
            return "another window has the keys"
        return ""

    @property
    def _acts(self) -> Acts:
        return acts_of(self.app)

    @property
    def _feed(self) -> Feed | None:
        return getattr(self.app, "feed", None)

    def context(self) -> TicketContext:
        """The security as it trades now, and what the account has of it."""
        return self.desk.context(self.security, account=self.account)

    # What is shown

    def show(self) -> None:
        super().show()
        self.head.refresh()
        self._rows.redraw_all()
        self.draw_all()

    def draw_all(self) -> None:
        if self.is_mounted:
            self.draw_rows()
            self.draw_state(time.monotonic())

    def draw_rows(self) -> None:
        """Bring the rows up to date with the market and the account."""
        context, market = self.context(), self.market()
        self.head.show()
        if self.view.follows is not self._followed:
            self._followed = self.view.follows
            back = keymap.keymap_of(self.app).hint("ladder.centre").partition(" ")[0]
            elsewhere = "" if self._followed else f"not following the market: {back} goes back to it"
            self.query_one(".dialog").border_subtitle = Content(elsewhere)
        self.view.fit(self._rows.capacity, context.steps, market)
        self._rows.show(self.view.rows(context.steps, market), f"No price of {self.security} is known yet.")

    def market(self) -> Market:
        """What the rows are read from."""
        store, security, context = self.store, self.security, self.context()
        tape = store.tapes.get(security)
        return Market(
            book=store.books.get(security),
            last=context.last,
            last_direction=DIRECTIONS.get(tape[-1].direction, 0) if tape else 0,
            volumes=tape.volumes if tape is not None else {},
            orders=self.own_orders(),
            places=self._places,
            cost=context.cost if context.position else None,
            flashing=self._flashes,
        )

    def own_orders(self) -> list[Order]:
        """The account's working orders of this security."""
        orders = self.portfolio.orders.values()
        return [order for order in orders if order.security == self.security and order.working]

    def _clock(self, now: float) -> tuple[bool, int]:
        """Whether it is armed, and for how many seconds more."""
        return self.arming.armed, round(self.arming.left(now))

    def draw_state(self, now: float) -> None:
        """The line below the rows: armed or not, quantity, position, and what was last said."""
        palette, context = palette_of(self.app), self.context()
        self._clock_shown = self._clock(now)
        armed, real = self.arming.armed, self.account.env is TrdEnv.REAL
        self.set_class(armed, "armed")
        if armed:
            minutes, seconds = divmod(self._clock_shown[1], 60)
            style = palette.badge_real if real else palette.warning + SIMULATED_ARMED
            left = [Part(f" ARMED {minutes}:{seconds:02d} ", style)]
        else:
            left = [Part(" disarmed", palette.warning if self.arming.why else palette.dim)]
        lots = f" ({lots_text(self.qty, context.lot)})" if context.lot != 1 and self.qty else ""
        right = [Part(f"qty {number_text(self.qty)}{lots}", palette.text), *self._position_parts(context)]
        self.query_one("#state", StatusLine).show(left, right)
        text, tone = self._message
        room = self.query_one("#message", Static).size.width
        said = Text(fit(f" {clean(text)}", room or WHOLE).rstrip(), getattr(palette, tone))
        if said != self._said:
            self._said = said
            self.query_one("#message", Static).update(said, layout=False)

    def _position_parts(self, context: TicketContext) -> Sequence[Part]:
        palette = palette_of(self.app)
        if not context.position:
            return [Part("   no position ", palette.dim)]
        parts = [Part(f"   pos {context.position:+,f}", palette.text)]
        quote = self.store.quotes.get(self.security)
        held = [each for key, each in self.portfolio.positions.items() if key.security == self.security]
        profit = sum(each.pl(quote.price if quote else None) for each in held)
        parts.append(Part(f"   P&L {format.profit(profit)} ", palette.direction_style(profit)))
        return parts

    def say(self, text: str, tone: str = "dim") -> None:
        """Put this in the last line but one until the next act; `tone` is the name of one of the palette's styles."""
        self._message = (text, tone)
        self.draw_state(time.monotonic())

    def _sizes_now(self) -> dict[tuple[bool, float], int]:
        book = self.store.books.get(self.security)
        if book is None:
            return {}
        bids = {(True, level.price): level.size for level in book.bids}
        return bids | {(False, level.price): level.size for level in book.asks}

    def _flash(self, now: float) -> None:
        before, self._sizes = self._sizes, self._sizes_now()
        if not (seconds := flash_seconds(self.app)):
            return
        for level, size in self._sizes.items():
            if before and before.get(level) != size:
                self._flashes[level] = now + seconds

    # Arming

    def action_arm(self) -> None:
        """Arm, or disarm again; with real money it asks before it arms."""
        if self.arming.armed:
            self.arming.disarm()
            self.say("")
            return
        if why := self.obstacle:
            self.say(f"Not armed: {why}.", "warning")
            return
        if self.account.env is TrdEnv.REAL:
            sentence = f"Arm the ladder of {self.security}: keys send orders with real money at once."
            question = ConfirmScreen("Arm", self.account, sentence, verb="arm it")
            self.app.push_screen(question, lambda agreed: self._arm() if agreed else None)
        else:
            self._arm()

    def _arm(self) -> None:
        self.arming.arm(time.monotonic())
        self.say("")

    def _touch(self) -> None:
        self.arming.touch(time.monotonic())

    def _may_send(self) -> bool:
        """Whether a key may send an order; else the person is told why not."""
        now = time.monotonic()
        self._doubt(now)
        if not self.arming.armed:
            key = keymap.keymap_of(self.app).hint("ladder.arm").partition(" ")[0]
            self.say(f"Nothing was sent: the ladder is not armed. {key} arms it.", "warning")
        elif self._sending:
            self.say("Nothing was sent: the order before is not answered yet.", "warning")
        else:
            self._touch()
            return True
        return False

    # The cursor and the quantity

    def _move(self, by: int) -> None:
        self._touch()
        self.view.move(by, self.context().steps)
        self.draw_rows()

    def action_cursor_up(self) -> None:
        self._move(1)

    def action_cursor_down(self) -> None:
        self._move(-1)

    def action_page_up(self) -> None:
        self._move(max(1, len(self.view.prices) // 2))

    def action_page_down(self) -> None:
        self._move(-max(1, len(self.view.prices) // 2))

    def action_centre(self) -> None:
        """Back to the market."""
        self._touch()
        self.view.centre(self.context().steps, self.market())
        self.draw_rows()

    def on_ladder_rows_pointed(self, message: LadderRows.Pointed) -> None:
        message.stop()
        self._touch()
        self.view.point_at(message.row)
        self.draw_rows()

    def on_ladder_rows_resized(self, message: LadderRows.Resized) -> None:
        message.stop()
        self.draw_all()

    def on_ladder_rows_scrolled(self, message: LadderRows.Scrolled) -> None:
        message.stop()
        self.view.scroll(message.by, self.context().steps)
        self.draw_rows()

    def action_lots(self, count: int) -> None:
        """So many lots from now on."""
        self._take_qty(self.context().lot * count)

    def action_more(self) -> None:
        self._take_qty(self.qty + self.context().lot)

    def action_less(self) -> None:
        lot = self.context().lot
        self._take_qty(max(self.qty - lot, lot))

    def action_quantity(self) -> None:
        """Type the quantity."""
        self._touch()
        question = QuantityScreen(self.account, self.qty, self.context().lot)
        self.app.push_screen(question, lambda qty: self._take_qty(qty) if qty else None)

    def _take_qty(self, qty: Decimal) -> None:
        self._touch()
        self.qty = qty
        self._acts.quantities.remember(self.security, qty)
        self.draw_state(time.monotonic())

    # Orders

    def action_buy(self) -> None:
        """Buy at the cursor."""
        self._at_cursor(Side.BUY)

    def action_sell(self) -> None:
        """Sell at the cursor."""
        self._at_cursor(Side.SELL)

    def _at_cursor(self, side: Side) -> None:
        if not self.view.cursor_in_view:
            key = keymap.keymap_of(self.app).hint("ladder.centre").partition(" ")[0]
            self.say(
                f"Nothing was sent: the cursor is out of view. {key} goes back to the market.", "warning"
            )
        elif self.view.cursor is not None:
            self._place(side, self.view.cursor)

    def action_join_bid(self) -> None:
        """Buy at the best bid."""
        self._at_best(Side.BUY, "bid")

    def action_join_ask(self) -> None:
        """Sell at the best ask."""
        self._at_best(Side.SELL, "ask")

    def action_improve_bid(self) -> None:
        """Buy a tick above the best bid."""
        self._at_best(Side.BUY, "bid", ticks=1)

    def action_improve_ask(self) -> None:
        """Sell a tick below the best ask."""
        self._at_best(Side.SELL, "ask", ticks=-1)

    def action_hit(self) -> None:
        """Sell at the best bid, which fills at once."""
        self._at_best(Side.SELL, "bid")

    def action_lift(self) -> None:
        """Buy at the best ask, which fills at once."""
        self._at_best(Side.BUY, "ask")

    def _at_best(self, side: Side, of: str, *, ticks: int = 0) -> None:
        context = self.context()
        price = context.bid if of == "bid" else context.ask
        if price is None:
            self.say(f"Nothing was sent: there is no {of}.", "warning")
            return
        if ticks:
            price = context.steps.up(price) if ticks > 0 else context.steps.down(price)
        self._place(side, price)

    def _place(self, side: Side, price: Decimal) -> None:
        """Send a limit order of the day, unless something keeps it from being sent."""
        if not self._may_send():
            return
        context = self.context()
        self._send(limit_order(self.account, self.security, side, price, self.qty, context), context)

    def _send(self, ticket: OrderTicket, context: TicketContext) -> None:
        problem = next((each for each in ticket.problems(context) if each.blocking), None)
        if problem is not None:
            self.say(f"Nothing was sent: {problem.text}.", "danger")
            return
        self._run(
            lambda word: self.desk.place(ticket, override=word),
            first_part(ticket.sentence(context)),
        )

    def action_move_up(self) -> None:
        """Move the own orders at the cursor a tick up."""
        self._shift(1)

    def action_move_down(self) -> None:
        """Move the own orders at the cursor a tick down."""
        self._shift(-1)

    def _shift(self, by: int) -> None:
        context, cursor = self.context(), self.view.cursor
        orders = self._orders_at_cursor()
        if cursor is None or not orders:
            self.say("There is no own order at the cursor.", "warning")
            return
        if not self._may_send():
            return
        price = context.steps.up(cursor) if by > 0 else context.steps.down(cursor)
        changes = []
        for order in orders:
            change = ModifyTicket.of(order, self.account)
            if order.at_price is not None:
                change.new.price = price
            else:
                change.new.trigger = price
            changes.append(change)
        self.view.move(by, context.steps)
        self.draw_rows()

        async def move(word: str) -> Outcome:
            return summed(await asyncio.gather(*(self.desk.modify(each, override=word) for each in changes)))

        count = f"{len(orders)} orders" if len(orders) > 1 else "the order"
        self._run(move, f"Move {count} to {context.steps.text(price)}")

    def _orders_at_cursor(self) -> list[Order]:
        cursor = self.view.cursor
        if cursor is None or not self.view.cursor_in_view:
            return []
        return orders_at(self.own_orders(), cursor, self.context().steps)

    def action_cancel(self) -> None:
        """Cancel the own orders at the cursor."""
        self._touch()
        orders = self._orders_at_cursor()
        if not orders:
            self.say("There is no own order at the cursor.", "warning")
            return

        async def cancel(_: str) -> Outcome:
            return summed(await asyncio.gather(*(self.desk.cancel(order, self.account) for order in orders)))

        price = self.context().steps.text(self.view.cursor or Decimal(0))
        count = f"{len(orders)} orders" if len(orders) > 1 else "the order"
        self._cancelling(f"Cancel {count} at {price}", cancel)

    def action_cancel_all(self) -> None:
        """Cancel every order of the security."""
        self._touch()
        count = len(self.own_orders())
        if not count:
            self.say(f"No order of {self.security} is working.", "warning")
            return

        async def cancel(_: str) -> Outcome:
            return summed(await self.desk.cancel_all(self.account, security=self.security))

        self._cancelling(f"Cancel {_orders(count)} of {self.security}", cancel)

    def _cancelling(self, about: str, cancel: Callable[[str], Coroutine[Any, Any, Outcome]]) -> None:
        """At once while armed or where it is not asked about; else it asks."""
        if why := self._acts.stopped:
            self.say(f"Nothing was sent: {why}.", "warning")
        elif self.arming.armed or not self._acts.asks(self.account):
            self._run(cancel, about)
        else:
            question = ConfirmScreen("Cancel", self.account, f"{about}.", verb="cancel")
            self.app.push_screen(question, lambda agreed: self._run(cancel, about) if agreed else None)

    def action_flatten(self) -> None:
        """Cancel every order of the security, then close its position; asks."""
        if not self._may_send():
            return
        context, working = self.context(), len(self.own_orders())
        ticket = closing_order(self.account, self.security, context)
        if ticket is None and not working:
            self.say(f"There is neither a position nor an order of {self.security}.", "warning")
            return
        steps = [f"cancel {_orders(working)}"] if working else []
        if ticket is not None:
            steps.append(first_part(ticket.sentence(context)))
        sentence = f"Flatten {self.security}: {', then '.join(steps)}."
        question = ConfirmScreen("Flatten", self.account, sentence, verb="flatten")
        self.app.push_screen(
            question, lambda agreed: self._run(self._flatten, f"Flatten {self.security}") if agreed else None
        )

    async def _flatten(self, word: str) -> Outcome:
        """The position is read anew once nothing can fill any more: what it closes is what there is then."""
        if self.own_orders():
            cancelled = summed(await self.desk.cancel_all(self.account, security=self.security))
            if not cancelled.accepted:
                return cancelled
        if (feed := self._feed) is not None:
            try:
                await feed.account_sync.read(self.portfolio)
            except GatewayError as error:
                return Outcome(OutcomeKind.NOT_SENT, f"the position could not be read: {error}")
        context = self.context()
        ticket = closing_order(self.account, self.security, context)
        if ticket is None:
            return Outcome(OutcomeKind.ACCEPTED, "no position is left")
        return await self.desk.place(ticket, override=word)

    # Sending

    def _run(self, act: Callable[[str], Coroutine[Any, Any, Outcome]], about: str, word: str = "") -> None:
        self._sending = True
        self.say(f"{about} …")
        self._acts.run(act(word), about, lambda outcome: self._ended(outcome, act, about))

    def _ended(
        self, outcome: Outcome, act: Callable[[str], Coroutine[Any, Any, Outcome]], about: str
    ) -> bool:
        """Say in the ladder what became of it, as long as that is open; in doubt also where it stays longer."""
        self._sending = False
        if outcome.kind is OutcomeKind.UNKNOWN:
            self.arming.disarm("an outcome is not known")
        if not self.is_attached:
            return False
        self.say(f"{about}: {outcome.text}", "dim" if outcome.accepted else "danger")
        if outcome.refusals:
            screen = OverrideScreen(self.account, outcome.refusals, overridable=outcome.overridable)
            self.app.push_screen(screen, lambda typed: self._run(act, about, typed) if typed else None)
        elif self.desk.locked:
            self.arming.disarm("trading is locked")
        return outcome.kind is not OutcomeKind.UNKNOWN

    def action_unlock(self) -> None:
        """Unlock trading by its password."""
        if self.account.env is TrdEnv.SIMULATE:
            self.say("A simulated account is never locked.")
        elif self.desk.unlocked:
            self.say("Trading is unlocked.")
        else:
            self.app.push_screen(UnlockScreen(self.desk, self.account))


def _orders(count: int) -> str:
    return "1 order" if count == 1 else f"{count} orders"
