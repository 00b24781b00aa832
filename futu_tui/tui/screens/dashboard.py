"""The main screen: six panes that show the one shared state, side by side where there is room and in tabs where not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.events import Resize
from textual.widgets import Static

from futu_tui.market import Period
from futu_tui.opend import LinkState, Want
from futu_tui.tui import keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.chart_settings import Tile
from futu_tui.tui.listing_index import ListingIndex
from futu_tui.tui.pane import Pane
from futu_tui.tui.screens.lookup_keys import LookupKeys
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.chart import Chart
from futu_tui.tui.widgets.chart_grid import ChartGrid
from futu_tui.tui.widgets.chart_kinds import K_LINES, class_of
from futu_tui.tui.widgets.chart_pane import ChartPane
from futu_tui.tui.widgets.chart_slot import ChartSlot
from futu_tui.tui.widgets.order_book import OrderBookPane
from futu_tui.tui.widgets.orders import OrdersPane
from futu_tui.tui.widgets.positions import PositionsPane
from futu_tui.tui.widgets.status_bar import Status, StatusLine, footer, header
from futu_tui.tui.widgets.tape import TapePane
from futu_tui.tui.widgets.watchlist import Watchlist

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.market import Changes, Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Account, Accounts
    from futu_tui.tui.chart_settings import ChartSettings
    from futu_tui.tui.screens.search import SearchScreen
    from futu_tui.tui.watchlists import Watchlists
    from futu_tui.tui.widgets.capital_flow import CapitalFlowPane
    from futu_tui.tui.widgets.intraday_chart import IntradayChart

log = logging.getLogger(__name__)

WIDE = (120, 36)
"""Columns and lines from which all six panes fit."""
SMALLEST = (80, 24)
STATUS_EVERY = 0.2
"""Seconds between looks at what the status lines tell."""


def unread(store: Store, accounts: Accounts) -> int:
    """How many pushes could not be made sense of; the gateway's page tells which."""
    counters = (
        store.router.unknown,
        store.bad_bodies,
        store.unknown_securities,
        store.odd_numbers,
        accounts.bad_bodies,
    )
    return sum(sum(counter.values()) for counter in counters) + accounts.strangers


class DashboardScreen(LookupKeys):
    """Shows the panes, keeps the subscriptions equal to what is in view, and tells each pane what changed."""

    CSS = """
    DashboardScreen { layout: vertical; background: $background; }
    #body { height: 1fr; }
    #left { width: 33%; min-width: 38; max-width: 64; }
    #middle { width: 1fr; }
    #right { width: 28; }
    #charts { height: 11fr; } #positions { height: 5fr; } #orders { height: 5fr; }
    #book { height: 2fr; } #tape { height: 1fr; }
    .pane {
        border: round $border-blurred; padding: 0; background: $background;
        border-title-color: $dim; border-subtitle-color: $faint; border-subtitle-align: right;
        scrollbar-size-vertical: 1;
    }
    .pane:focus { border: round $border; border-title-color: $accent; border-subtitle-color: $dim; }
    #tabs { display: none; }
    #too-small { display: none; content-align: center middle; height: 1fr; color: $warning; }
    DashboardScreen.single {
        #left, #middle, #right, #charts { display: none; width: 1fr; min-width: 1; max-width: 100%; }
        #left.shown, #middle.shown, #right.shown, #charts.shown { display: block; }
        .pane { display: none; }
        .pane.shown { display: block; }
        .pane.behind { display: none; }
    }
    #several { display: none; }
    DashboardScreen.several {
        #body, #tabs { display: none; }
        #several { display: block; }
        .pane { display: block; }
        .pane.behind { display: none; }
    }
    DashboardScreen.tabbed #tabs { display: block; }
    DashboardScreen.several #tabs { display: none; }
    DashboardScreen.cramped {
        #body, #tabs, #several { display: none; }
        #too-small { display: block; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("dashboard")]
    CONTEXT = "dashboard"

    def __init__(self, store: Store, accounts: Accounts, watchlists: Watchlists, security: Security) -> None:
        super().__init__()
        self.store = store
        self.accounts = accounts
        self.security = security
        self.feed: Feed | None = None
        self.watchlist = Watchlist(store, accounts, watchlists=watchlists, id="watchlist")
        self.book = OrderBookPane(store, accounts, id="book")
        self.tape = TapePane(store, accounts, id="tape")
        self.chart = Chart(store, accounts, id="chart")
        self.positions = PositionsPane(store, accounts, id="positions")
        self.orders = OrdersPane(store, accounts, id="orders")
        self.charts = ChartSlot(self._chart_of, id="charts")
        self.several = ChartGrid(store, accounts, id="several")
        self._gridded = False
        """Whether the charts side by side are in view, and not the six panes."""
        self._in_front: Pane = self.watchlist
        self._maximised = False
        self._shown: set[Pane] = set()
        self._status_at = 0.0
        self._told: tuple[object, ...] = ()
        """What the status lines told last."""
        self._index = ListingIndex(store.listings)
        self._failures: set[str] = set()
        self._reconfirmed = set()
        for pane in self.panes:
            pane.set_security(security)

    def _chart_of(self, kind: str) -> ChartPane:
        return self.chart if kind == K_LINES else class_of(kind)(self.store, self.accounts)

    def compose(self) -> ComposeResult:
        yield StatusLine(id="header")
        yield StatusLine(id="tabs")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield self.watchlist
            with Vertical(id="middle"):
                yield self.charts
                yield self.positions
                yield self.orders
            with Vertical(id="right"):
                yield self.book
                yield self.tape
        yield self.several
        yield Static(id="too-small", markup=False)
        yield StatusLine(id="footer")

    def on_mount(self) -> None:
        self.watchlist.widget.focus()

    # What comes from the feed

    def attach(self, feed: Feed) -> None:
        """Show this feed from now on."""
        self.feed = feed
        self._tell_past()
        self.demand(self._shown)
        self.feed.watch(self._listed())

    def draw(self, changes: Changes, now: float) -> Iterator[None]:
        """One frame, pane by pane: tell each in view what changed, then let time pass in it."""
        if changes.everything:
            self.reload()
            yield
        elif changes:
            for pane in tuple(self._shown):
                self._guarded(pane, lambda pane: pane.apply_changes(changes, now))
                yield
        if changes.orders:
            self.ask_again()
        if changes.positions:
            self.demand([self.positions])
        if (changes.positions or changes.alerts) and self.feed is not None:
            self.feed.watch(self._listed())
        for pane in tuple(self._shown):
            self._guarded(pane, lambda pane: pane.tick(now))
        if now - self._status_at >= STATUS_EVERY:
            self._status_at = now
            status = self.status(now)
            if status is not None and status.news != self._told:
                yield
                self.show_status(now)

    def recolour(self) -> None:
        """Draw all in other colours, the status lines with the next frame."""
        self._status_at, self._told = 0.0, ()
        self.reload()

    def reload(self) -> None:
        """Draw every pane in view anew."""
        for pane in self._shown:
            self._guarded(pane, lambda pane: pane.reload())

    def _guarded(self, pane: Pane, act: Callable[[Pane], None]) -> None:
        """Do this to a pane; one that fails must not stop the others, and the person is told once."""
        try:
            act(pane)
        except Exception as error:
            text = f"The {pane.TITLE} pane failed and may show what no longer holds: {error!r}"
            if self.feed is not None and text not in self._failures:
                self._failures.add(text)
                log.exception("the %s failed", pane.TITLE)
                self.feed.report(text)
                self.notify(text, severity="error", timeout=60, markup=False)

    # What is in view

    @property
    def wide(self) -> bool:
        """Whether all six panes fit side by side."""
        return self.size.width >= WIDE[0] and self.size.height >= WIDE[1]

    def on_resize(self, event: Resize) -> None:
        self._arrange()

    def _arrange(self) -> None:
        size = self.size
        cramped = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        single = not self.wide or self._maximised
        self.set_class(cramped, "cramped")
        self.set_class(single, "single")
        self.set_class(not self.wide, "tabbed")
        self.set_class(self._gridded, "several")
        if cramped:
            words = f"futu-tui needs 80 x 24 cells; this window has {size.width} x {size.height}."
            self.query_one("#too-small", Static).update(words)
        front = self._in_front.widget
        for pane in self.panes:
            widget = pane.widget
            widget.set_class(single and pane is self._in_front, "shown")
        for box in self.query("#left, #middle, #right, #charts"):
            box.set_class(single and box in front.ancestors, "shown")
        shown = {self._in_front} if single else set(self.panes)
        if self._gridded:
            shown = set(self.several.charts)
        if cramped:
            shown = set()
        fresh, self._shown = shown - self._shown, shown
        for pane in fresh:
            pane.reload()
        self.demand((*self.panes, *self.several.every))  # which a pane knows only of what it has loaded
        if self.feed is not None:
            self.feed.watch(self._listed())
        if shown and self.focused is None:
            self.set_focus(front)  # a pane out of view loses the keys
        self.show_status(time.monotonic())

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The six, the chart being the one of its kinds that is in view."""
        chart = self.charts.current
        return self.watchlist, self.book, self.tape, chart, self.positions, self.orders

    def is_in_view(self, pane: Pane) -> bool:
        return pane in self._shown

    def demand(self, panes: Iterable[Pane]) -> None:
        """Tell the feed what these panes need; nothing for those out of view."""
        if self.feed is not None:
            for pane in panes:
                self.feed.want(pane.owner, pane.wants() if pane in self._shown else ())

    def _listed(self) -> set[Security]:
        alerted = (alert.security for alert in self.store.alerts)
        return {*self.watchlist.securities, *self.positions.securities, self.security, *alerted}

    def bring_forward(self, pane: Pane) -> None:
        """Focus a pane, and show it when only one fits."""
        self._in_front = pane
        if self._gridded:
            self._gridded = False
            self._arrange()
        elif self._maximised or not self.wide:
            self._arrange()
        # At once, not by `focus()` when the loop comes to it: the next key may be typed already.
        self.set_focus(pane.widget)

    def on_descendant_focus(self) -> None:
        for pane in self.panes:
            if pane.widget is self.focused:
                self._in_front = pane

    # Keys

    def action_focus_pane(self, number: int) -> None:
        """Focus the pane with this number."""
        self.bring_forward(next(pane for pane in self.panes if number == pane.NUMBER))

    def _step(self, by: int) -> None:
        if self._gridded:
            charts = self.several.charts
            at = next((place for place, chart in enumerate(charts) if chart.has_focus), 0)
            self.set_focus(charts[(at + by) % len(charts)])
            return
        order = sorted(self.panes, key=lambda pane: pane.NUMBER)
        self.bring_forward(order[(order.index(self._in_front) + by) % len(order)])

    def action_focus_next(self) -> None:
        """Focus the pane after this one."""
        self._step(1)

    def action_focus_previous(self) -> None:
        """Focus the pane before this one."""
        self._step(-1)

    # Several charts

    def action_several_charts(self) -> None:
        """Show the charts side by side as they were last, or go back to the panes."""
        if self._gridded:
            self.bring_forward(self._in_front)
            return
        kept = self._chart_settings.grid
        period = self.chart.period
        self.several.show(kept or [Tile(self.security, period), Tile(self.security, Period.DAY)])
        self._show_several(self.several.charts[0])

    def add_chart(self, beside: ChartPane) -> None:
        """One more chart beside this one, of its security: candles, beside candles those of a longer period."""
        if not self._gridded:
            self.several.show([Tile(self.security, self.chart.period, self.charts.kind)])
        period = self.chart.period
        if isinstance(beside, Chart):
            periods = list(Period)
            period = periods[min(periods.index(beside.period) + 2, len(periods) - 1)]
        chart = self.several.add(Tile(beside.security or self.security, period))
        if chart is None:
            self.acts.refuse(f"There are {len(self.several.charts)} charts already, which is the most.")
        else:
            self._show_several(chart)

    def remove_chart(self, chart: ChartPane) -> None:
        """Take one of several away; with one left the panes come back."""
        if not self._gridded:
            self.acts.refuse("There is no other chart beside this one.")
            return
        self.several.remove_chart(chart)
        if len(self.several.charts) > 1:
            self._show_several(self.several.charts[0])
        else:
            self.bring_forward(self.charts.current)

    def _tell_past(self) -> None:
        for chart in (self.chart, *self.several.every):
            if isinstance(chart, Chart):
                chart.past = self.feed

    def _show_several(self, front: ChartPane) -> None:
        self._gridded = True
        self._tell_past()
        self._arrange()
        self.set_focus(front)
        self._keep_grid()

    def _keep_grid(self) -> None:
        if self._gridded:
            self._chart_settings.keep_grid(self.several.tiles)

    @property
    def _chart_settings(self) -> ChartSettings:
        return self.chart.settings

    @on(ChartPane.CrosshairMoved)
    def _crosshair_moved(self, message: ChartPane.CrosshairMoved) -> None:
        message.stop()
        if self._gridded:
            self.several.point(message.chart, message.at)

    @on(ChartPane.Beside)
    def _beside(self, message: ChartPane.Beside) -> None:
        message.stop()
        if message.more:
            self.add_chart(message.chart)
        else:
            self.remove_chart(message.chart)

    def action_next_chart(self) -> None:
        """Show the next kind of chart."""
        self._turn_charts(1)

    def action_previous_chart(self) -> None:
        """Show the kind of chart before."""
        self._turn_charts(-1)

    def _turn_charts(self, by: int) -> None:
        if self._gridded:
            self._turn_several(by)
            return
        before = self.charts.current
        chart = self.charts.turn(by)
        chart.set_security(self.security)
        chart.placeholder = before.placeholder
        if self.feed is not None:
            self.feed.want(before.owner, ())
        if self._in_front is before or not self.wide or self._maximised:
            self.bring_forward(chart)
        self._arrange()

    def _turn_several(self, by: int) -> None:
        """Another kind in the place of the chart with the keys."""
        charts = self.several.charts
        before = next((chart for chart in charts if chart.has_focus), charts[0])
        chart = self.several.turn(before, by)
        chart.placeholder = before.placeholder
        self._show_several(chart)

    def action_maximise(self) -> None:
        """Give the focused pane the whole screen, or give it back; in tabs every pane has it already."""
        if not self.wide:
            return
        self._maximised = not self._maximised
        self._arrange()
        self.set_focus(self._in_front.widget)

    async def action_search(self) -> None:
        """Find a security; the one chosen becomes current, and joins the list in view if that lacks it."""
        await self.app.push_screen(self._search_screen(), self._found)

    def _search_screen(self) -> SearchScreen:
        from futu_tui.tui.screens.search import SearchScreen

        feed = self.feed
        if feed is not None:
            feed.load_listings()
        return SearchScreen(self._index, lambda: feed is not None and feed.listings_complete)

    def _found(self, security: Security | None) -> None:
        if security is not None:
            self.make_current(security)
            self.watchlist.add(security)

    async def action_account(self) -> None:
        """Choose the account in play."""
        from futu_tui.tui.screens.account import AccountScreen

        refusal = self.feed.account_sync.refusal if self.feed is not None else ""
        await self.app.push_screen(AccountScreen(self.accounts, refusal), self._account_chosen)

    def _account_chosen(self, account: Account | None) -> None:
        if account is not None and self.feed is not None:
            self.feed.switch_account(account)

    def make_current(self, security: Security) -> None:
        """Show this security in every pane; of charts side by side in the one with the keys."""
        if self._gridded and isinstance(self.focused, ChartPane):
            self.focused.set_security(security)
            self._keep_grid()
            self.demand(self.several.charts)
            return
        if security == self.security:
            return
        self.security = security
        for pane in self.panes:
            pane.set_security(security)
        self.demand(self.panes)
        if self.feed is not None:
            self.feed.watch(self._listed())
        self._status_at = 0.0

    def on_intraday_chart_days_wanted(self, message: IntradayChart.DaysWanted) -> None:
        message.stop()
        if self.feed is not None:
            self.feed.minutes_of_days(message.security, message.days, extended=message.extended)

    def on_capital_flow_pane_flow_wanted(self, message: CapitalFlowPane.FlowWanted) -> None:
        message.stop()
        if self.feed is not None:
            self.feed.refresh_capital(message.security)

    @on(Pane.SecurityChosen)
    def _chosen(self, message: Pane.SecurityChosen) -> None:
        message.stop()
        self.make_current(message.security)

    @on(Pane.WantsChanged)
    def _wants_changed(self, message: Pane.WantsChanged) -> None:
        message.stop()
        self._keep_grid()
        self.demand([message.pane])
        if message.pane is self.watchlist:
            self.follow_group()
        if self.feed is not None:
            self.feed.watch(self._listed())

    @on(Chart.HistoryWanted)
    def _history_wanted(self, message: Chart.HistoryWanted) -> None:
        message.stop()
        if self.feed is not None:
            self.feed.more_history(message.series, message.before)

    @on(Chart.DateWanted)
    def _date_wanted(self, message: Chart.DateWanted) -> None:
        message.stop()
        if self.feed is not None:
            self.feed.history_since(message.series, message.day)

    @on(Chart.FillsWanted)
    def _fills_wanted(self, message: Chart.FillsWanted) -> None:
        message.stop()
        if self.feed is not None:
            self.feed.fills_since(message.security, message.since)

    @on(Chart.CompareWanted)
    async def _compare_wanted(self, message: Chart.CompareWanted) -> None:
        message.stop()

        def chosen(security: Security | None) -> None:
            if security is not None:
                message.chart.compare_with(security)

        await self.app.push_screen(self._search_screen(), chosen)

    # The status lines

    def status(self, now: float) -> Status | None:
        """What the status lines tell at this moment; None before there is a feed."""
        feed = self.feed
        if feed is None:
            return None
        app = self.app
        clock = getattr(app, "frame_clock", None)
        portfolio = self.accounts.current
        return Status(
            target=feed.gateway.target,
            health=feed.health,
            now=now,
            stale_since=self.store.stale_since,
            states=self.store.market_states,
            account=portfolio.account if portfolio else None,
            used=feed.subscriptions.used,
            quota=feed.subscriptions.quota,
            unmet=len(feed.subscriptions.unmet),
            refused=len(feed.subscriptions.refused),
            held_back=len(feed.gateway.waiting),
            odd=unread(self.store, self.accounts),
            wall=self.store.clock.now(now, time.time()),
            frame_cost=clock.cost if clock else 0.0,
            frames=clock.pace if clock else 0.0,
            behind=feed.load.behind if feed.load.overloaded else None,
            left_out=feed.left_out,
            slow_line=getattr(self.app, "slow_line", False),
            read_only=bool(feed.account_sync.refusal),
            current=self.security,
            lock=self.acts.lock,
            unknown_acts=self.acts.unknown,
            exposed=feed.gateway.exposed,
        )

    def show_status(self, now: float) -> None:
        """Bring the status lines and the panes' placeholders up to date."""
        status = self.status(now)
        if status is None or not self.is_mounted:
            return
        self._told = status.news
        palette = palette_of(self.app)
        columns = self.size.width
        try:
            self.query_one("#header", StatusLine).show(*header(status, columns, palette))
            hints = keymap.keymap_of(self.app).footer_hints(columns)
            self.query_one("#footer", StatusLine).show(*footer(status, columns, palette, hints))
            self.query_one("#tabs", StatusLine).show(self._tab_parts(), ())
        except NoMatches:
            return
        self._place_hold(status)

    def _tab_parts(self) -> Sequence[Part]:
        palette = palette_of(self.app)
        parts = []
        for pane in sorted(self.panes, key=lambda pane: pane.NUMBER):
            in_front = pane is self._in_front
            style = palette.accent + palette.cursor if in_front else palette.dim
            click = Style.from_meta({"@click": f"screen.focus_pane({pane.NUMBER})"})
            parts.append(Part(f" {pane.NUMBER} {pane.TITLE} ", style + click))
        return parts

    def _place_hold(self, status: Status) -> None:
        """Say in empty panes why they are empty."""
        assert self.feed is not None
        health = status.health
        if health.live:
            market = f"No quotes: {health.barred}." if health.barred else ""
        elif health.link.state is not LinkState.UP:
            market = f"Waiting for {status.target} …"
        elif health.silent_since is not None:
            market = f"{status.target} does not answer …"
        else:
            market = "Reading the market …"
        refusal = self.feed.account_sync.refusal
        account = f"Read-only: {refusal}" if refusal else market
        refused = self.feed.subscriptions.refused
        for pane in (*self.panes, *self.several.every):
            if pane in (self.positions, self.orders):
                pane.placeholder = account
            else:
                pane.placeholder = market or (self._why_refused(pane) if refused else "")

    def _why_refused(self, pane: Pane) -> str:
        """Why the gateway pushes nothing of what a pane shows; empty where it pushes some of it."""
        assert self.feed is not None
        refused = self.feed.subscriptions.refused
        wants = [Want(wish.security, wish.sub_type) for wish in pane.wants()]
        reasons = [refused[want] for want in wants if want in refused]
        return f"Not pushed: {reasons[0]}." if reasons and len(reasons) == len(wants) else ""
