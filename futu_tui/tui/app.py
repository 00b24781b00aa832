"""The program on the screen: one shared state, one feed, one frame clock, and the screens that show them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.command import CommandPalette
from textual.events import Event, Key
from textual.filter import LineFilter, NoColor
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import WorkerFailed

from futu_tui.config import ConfigError
from futu_tui.config_file import save_setting
from futu_tui.feed import CachedBars, Feed
from futu_tui.market import Changes, Store
from futu_tui.masking import mask
from futu_tui.opend import Link, LinkState, OpenD
from futu_tui.own_context import OwnContext
from futu_tui.paper_process import PaperProcess
from futu_tui.protocol import Security
from futu_tui.spare_memory import keep_giving_back
from futu_tui.targets import is_loopback
from futu_tui.trading import Account, Accounts, TrdEnv
from futu_tui.trading.equity_file import KeptEquity
from futu_tui.trading.queue_places import QueuePlaces
from futu_tui.tui.acts import Acts
from futu_tui.tui.alert_toast import AlertToasts
from futu_tui.tui.broker_time import broker_time
from futu_tui.tui.cell_app import CellApp
from futu_tui.tui.chart_settings import FILE_NAME as CHARTS
from futu_tui.tui.chart_settings import ChartSettings
from futu_tui.tui.commands import KeymapCommands
from futu_tui.tui.compositor import StackedScreen
from futu_tui.tui.frame import OVERLOAD_SHARE, SHARE, FrameClock
from futu_tui.tui.kept_filters import FILE_NAME as FILTERS
from futu_tui.tui.kept_filters import KeptFilters
from futu_tui.tui.key_order import act_on
from futu_tui.tui.keymap import Keymap, bindings
from futu_tui.tui.link_toast import LinkToasts
from futu_tui.tui.notices import make_room
from futu_tui.tui.preload import preload
from futu_tui.tui.screens.dashboard import DashboardScreen
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.stages import Stages
from futu_tui.tui.style_sheet import KeptStylesheet
from futu_tui.tui.text import clean, clean_lines
from futu_tui.tui.theme import DEFAULT_THEME, Themes, css_variables

if TYPE_CHECKING:
    from pathlib import Path

    from textual.notifications import SeverityLevel
    from textual.theme import Theme

    from futu_tui.config import Settings
    from futu_tui.cores import OneCore
    from futu_tui.terminal_guard import TerminalGuard
    from futu_tui.tui.console.memory import Memory
    from futu_tui.tui.screens.no_gateway import NoGatewayScreen
    from futu_tui.tui.watchlists import Watchlists
    from futu_tui.tui.widgets.equity_chart import EquityChart

log = logging.getLogger(__name__)

ANEW_AFTER = 1.0
"""Seconds after a fault of this program until it meets the gateway anew."""
FIRST_CALL = 0.05
"""Seconds that the making of the screen waits for the call to the gateway at most."""
FIRST_QUOTES = 0.1
"""Seconds that the first picture waits for quotes at most: one without them would be painted right before it."""
TOGETHER = 0.003
"""Seconds from the first push to the first picture: the first of all that is subscribed come together."""
KEY_STIRS = 1.0
"""Seconds after a key in which frames are drawn at full pace, whether or not anything comes."""
CHANGE_STIRS = 0.5
"""Seconds after the last change in which they are: by then all lights are out."""
WITHOUT_COLOUR = NoColor()
"""One for all, by which a line already stripped of its colours is known again."""
FIRST_SECURITY = Security.parse("HK.00700")
"""What is current on a first start, before any list says otherwise."""


class FutuApp(CellApp):
    """The dashboard of one gateway."""

    TITLE = "futu-tui"
    ENABLE_COMMAND_PALETTE = True
    DEFAULT_MODE = "dashboard"
    COMMANDS = {KeymapCommands}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    CSS = """
    CommandPalette > Vertical { width: 76; max-width: 100%; background: $background; }
    CommandPalette > Vertical:dark { background: $background; }
    CommandPalette #--input { border: round $border; }
    CommandPalette #--input.--list-visible { border: round $border; }
    CommandPalette #--input Label { margin: 0 0 0 1; color: $accent; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette CommandInput, CommandPalette CommandInput:focus { border: none; padding: 0 2; height: 1; }
    CommandPalette CommandList { border: round $border-blurred; background: $background; scrollbar-size-vertical: 1; }
    CommandPalette CommandList > .option-list--option { text-style: none; }
    ToastRack { max-height: 70%; align: left bottom; }
    ToastHolder { align-horizontal: left; }
    """

    _variables: dict[str, str]
    _variables_of: Theme | None = None
    """The theme that these are of."""

    def __init__(
        self,
        settings: Settings,
        *,
        open_gateway: Callable[[str], OpenD],
        target: str,
        themes: Themes,
        keymap: Keymap,
        watchlists: Watchlists,
        config_file: Path | None = None,
        data: Path | None = None,
        bars: Path | None = None,
        equity: Path | None = None,
        slow_line: bool = False,
    ) -> None:
        """`open_gateway` makes a client of a target; it is called again when the person moves to another one.

        `config_file` is where a setting that the person keeps is written; the default one if None. `data` is the
        folder of the journal; without one nothing can be traded. `bars` is the file of kept bars of charts; without
        one the past is asked of the gateway at each start. `equity` is the file of what accounts were worth.
        On a `slow_line` few bytes go to the terminal.
        """
        self.themes = themes
        self.keymap = keymap
        super().__init__(slow_line=slow_line)
        self.guard: TerminalGuard | None = None
        """Gives the terminal back should the program die."""
        self.one_core: OneCore | None = None
        """Keeps the program's threads together."""
        self.on_crash: Callable[[], None] = lambda: None
        """Is told of the first exception that nobody caught, while everything is as it was."""
        self.problems: list[str] = []
        """What the person is told at the start."""
        themes.install(self, settings.display.theme)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.settings = settings
        self.data = data
        self.store = Store()
        self.accounts = Accounts()
        self.acts = Acts(self, settings, data)
        self.acts.on_journal = lambda: self.connect(self._target)
        self.alert_toasts = AlertToasts(self, self.store, bell=settings.display.alert_bell)
        self.link_toasts = LinkToasts(self)
        self.chart_settings = ChartSettings() if data is None else ChartSettings.load(data / CHARTS)
        self.filters = KeptFilters() if data is None else KeptFilters.load(data / FILTERS)
        self._data = data
        self.dashboard = DashboardScreen(self.store, self.accounts, watchlists, self._first_of(watchlists))
        self.add_mode(self.DEFAULT_MODE, lambda: self.dashboard)
        self.frame_clock = FrameClock(
            self._frame,
            rate=settings.display.frame_rate(slow_line),
            key_waiting=self._key_waiting,
            idle=self._at_rest,
            held=lambda: self.outlet.held,
        )
        self.stages = Stages(self.store, self.frame_clock, self.outlet)
        self.places = QueuePlaces()
        """Of the orders of the account in play."""
        self.feed: Feed | None = None
        self._open_gateway = open_gateway
        self._config_file = config_file
        self._bars = bars
        self._equity = equity
        self._target = target
        self._session: asyncio.Task[None] | None = None
        self._own_context = OwnContext()
        self._frames: asyncio.Task[None] | None = None
        self._preloading: asyncio.Task[None] | None = None
        self._tidying: asyncio.Task[None] | None = None
        self._key_in_hand = False
        self._key_at = 0.0
        """When the last key came, in monotonic seconds."""
        self._called = asyncio.Event()
        """Set when the gateway was called, or cannot be."""
        self._first_news = asyncio.Event()
        """Set when there is something to show: by the first push, a link that is live or down, or a key."""
        self._changed_at = 0.0
        """When a frame last had something new to show, in monotonic seconds."""
        self._absence: NoGatewayScreen | None = None
        self._paper: PaperProcess | None = None

    @cached_property
    def console_memory(self) -> Memory:
        """What the protocol console remembers; read when the console is first opened."""
        from futu_tui.tui.console.memory import FILE_NAME, Memory

        return Memory(None if self._data is None else self._data / FILE_NAME)

    @staticmethod
    def _first_of(watchlists: Watchlists) -> Security:
        rows = watchlists.groups[0].securities if watchlists.groups else []
        return rows[0] if rows else FIRST_SECURITY

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables(self.themes.palette(DEFAULT_THEME))

    def get_css_variables(self) -> dict[str, str]:
        # Textual asks four times at the start, and they are worked out from the theme alone.
        theme = self.current_theme
        if self._variables_of is not theme:
            self._variables, self._variables_of = super().get_css_variables(), theme
        return self._variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        # Textual's own answer to NO_COLOR turns colours into greys, which are colours still.
        return [WITHOUT_COLOUR] if self.no_color else super().get_line_filters()

    async def on_load(self) -> None:
        self._own_context = OwnContext()
        self.store.router.on_next = self._first_news.set
        self.connect(self._target)
        with suppress(TimeoutError):
            async with asyncio.timeout(FIRST_CALL):
                await self._called.wait()  # the gateway answers while the screen is being made

    async def on_mount(self) -> None:
        self.set_keymap(self.keymap.overrides)
        self.theme_changed_signal.subscribe(self, lambda _: self._recolour())
        if not self.is_headless:
            self._begin_batch()
        self._frames = asyncio.create_task(self._run_frames(), name="frames")
        self._frames.add_done_callback(self._frames_ended)
        self._tidying = asyncio.create_task(keep_giving_back(), name="tidying")

    async def _run_frames(self) -> None:
        if not self.is_headless:
            await self._first_frame()
        for problem in (*self.problems, *self.themes.problems):
            self.notify(problem, severity="warning", timeout=15, markup=False)
        await self.frame_clock.run()

    async def _first_frame(self) -> None:
        """End the batch that began with the app and paint, once there is something to show or a moment has passed."""
        try:
            if not self._first_news.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(FIRST_QUOTES):
                        await self._first_news.wait()
                        await asyncio.sleep(TOGETHER)
            self.frame_clock.frame()
        finally:
            self._end_batch()
        screen: Screen[Any] = self.screen
        if isinstance(screen, StackedScreen):
            screen.paint_now()

    def _recolour(self) -> None:
        """Show the theme on every screen. None subscribes to it: Textual's signals keep whoever ever did."""
        self.dashboard.recolour()
        for screen in self.screen_stack:
            if isinstance(screen, Dialog) and screen.is_mounted:
                screen.show()

    async def on_unmount(self) -> None:
        for task in (self._frames, self._session, self._preloading, self._tidying):
            if task is not None:
                task.cancel()
        if self._session is not None:
            await asyncio.wait([self._session], timeout=1.0)
        if self._paper is not None:
            self._paper.stop()

    def _frames_ended(self, frames: asyncio.Task[None]) -> None:
        """A picture that stands still looks like a quiet market: without frames the program ends, and says why."""
        if not frames.cancelled() and (error := frames.exception()) is not None:
            self.call_later(_raise, error)

    @property
    def crash(self) -> BaseException | None:
        """The first exception that nobody caught; it ended the program."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print the values of variables, a password's among them. The report is written when the
        # terminal is a shell's again.
        if self._exit:  # it was asked to end, perhaps before it had begun
            log.warning("an exception on the way out", exc_info=error)
            self._close_messages_no_wait()
            return
        log.error("the program ends by an exception", exc_info=error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self.on_crash()
            self._exception_event.set()
        self._close_messages_no_wait()

    def facts(self) -> dict[str, Callable[[], str]]:
        """What a report of a crash tells of the program, by name."""
        return {
            "screen": lambda: " on ".join(type(screen).__name__ for screen in reversed(self.screen_stack)),
            "link": lambda: f"{self._link.state.name.lower()} to {self._place}",
            "size": lambda: f"{self.size.width}x{self.size.height}",
            "acts": lambda: f"{self.acts.under_way} under way, {self.acts.unknown} of unknown outcome",
        }

    @property
    def _place(self) -> str:
        """Whether the gateway is on this computer, without its name."""
        return "this computer" if is_loopback(self._target) else "another computer"

    def _refresh_notifications(self) -> None:
        if self._screen_stack:
            self.call_later(make_room, self.screen, self._notifications)
        super()._refresh_notifications()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell the person, and the log. It is text, whoever wrote it: no secrets, nothing that acts on the terminal."""
        message, title = clean_lines(mask(message)), clean(mask(title))
        level = {"information": logging.INFO, "warning": logging.WARNING}.get(severity, logging.ERROR)
        log.log(level, "told: %s", " · ".join([*filter(None, [title]), *message.splitlines()]))
        super().notify(
            message,
            title=title,
            severity=severity,
            timeout=timeout,
            markup=False,
        )

    # The gateway

    def connect(self, target: str) -> None:
        """Leave the gateway in use, if any, and use this one."""
        if self._session is not None:
            self._session.cancel()
            self.store.end_pushes()
        self._target = target
        self._session = self._own_context.run(
            asyncio.create_task, self._run_session(target), name=f"session {target}"
        )

    async def _run_session(self, target: str) -> None:
        """Follow this gateway until cancelled. A fault of this program's own is told, and the gateway met anew."""
        while True:
            try:
                return await self._follow(target)
            except Exception as error:
                log.exception("the session with %s failed", target)
                self.store.end_pushes()
                self.store.mark_stale(time.monotonic())
                self.notify(
                    f"Following {target} failed in this program, and begins anew: {error!r}",
                    severity="error", timeout=60, markup=False,
                )  # fmt: skip
                await asyncio.sleep(ANEW_AFTER)

    async def _follow(self, target: str) -> None:
        environment = TrdEnv.REAL if self.settings.trading.environment == "real" else TrdEnv.SIMULATE
        async with self._client_of(target) as gateway, self._kept_bars() as bars:
            feed = self.feed = Feed(
                gateway,
                self.store,
                self.accounts,
                environment=environment,
                preferred_account=self.settings.trading.account,
                awaits_desk=True,
                bars=bars,
            )
            feed.on_news = self._stir
            self.dashboard.attach(feed)
            following = asyncio.create_task(feed.run(), name=f"feed {target}")
            try:
                async with (
                    KeptEquity(None if self._paper else self._equity, self.accounts.equity),
                    self.acts.at(gateway, self.accounts, self.store) as desk,
                ):
                    feed.take_desk(desk)
                    await following
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)

    def _client_of(self, target: str) -> OpenD:
        """A client of this gateway; one that this program started gets nothing that is for the person's own."""
        return OpenD(target) if self._paper is not None else self._open_gateway(target)

    @asynccontextmanager
    async def _kept_bars(self) -> AsyncIterator[CachedBars | None]:
        """The bars on the disk; None for the past of a paper market, which is another at each start."""
        if self._bars is None or self._paper is not None:
            yield None
        else:
            async with CachedBars(self._bars) as bars:
                yield bars

    def switch_account(self, account: Account) -> None:
        """Put another account in play."""
        if self.feed is not None:
            self.feed.switch_account(account)

    async def use_paper(self) -> None:
        """Start the paper gateway as a process of its own and move to it. Raises PaperFailed."""
        if self.one_core is not None:
            self.one_core.part()  # a process may run where the one that started it might
        paper = self._paper = PaperProcess()
        self.connect(await asyncio.to_thread(paper.wait))

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key):
            await super().on_event(event)
            return
        self.acts.touch()
        self._key_in_hand, self._key_at = True, time.monotonic()
        self._first_news.set()
        self.frame_clock.stir()
        self.outlet.key_came()
        try:
            if event.is_forwarded or not await act_on(self, event):
                await super().on_event(event)
            screen: Screen[Any] = self.screen
            if isinstance(screen, StackedScreen) and not self.message_queue_size:
                await screen.paint_key()
        finally:
            self._key_in_hand = False

    def on_equity_chart_events_wanted(self, message: EquityChart.EventsWanted) -> None:
        """From the dashboard's pane and the money screen's page alike."""
        message.stop()
        self.acts.learn_equity(message.account, message.since)

    # Keys of everywhere

    async def action_quit(self) -> None:
        """Leave; while an act is under way or its outcome not known, only when asked twice."""
        from futu_tui.tui.screens.confirm import ConfirmScreen

        portfolio, count = self.accounts.current, self.acts.under_way
        if portfolio is None or not count or self.screen.is_modal:
            self.exit()
            return
        acts = "An act is" if count == 1 else f"{count} acts are"
        sentence = f"{acts} under way, or sent with an outcome that is not known yet."
        question = ConfirmScreen(
            "Quit", portfolio.account, sentence, verb="quit all the same",
            warnings=["The next start looks up what became of it."],
        )  # fmt: skip
        self.push_screen(question, lambda agreed: self.exit() if agreed else None)

    def action_suspend(self) -> None:
        """Leave the terminal to the shell until it brings the program back; in a text, undo."""
        from textual.widgets import TextArea

        if isinstance(self.focused, TextArea):
            self.focused.action_undo()
        elif (suspend := getattr(self._driver, "suspend", None)) is not None:
            suspend()

    def action_help(self) -> None:
        """Show the keys of the screen in view."""
        from futu_tui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    async def action_stages(self) -> None:
        """Show what each stage takes, from the gateway to the terminal."""
        from futu_tui.tui.screens.stages import StagesScreen

        if not isinstance(self.screen, StagesScreen):
            await self.push_screen(StagesScreen(self.stages, self.feed, self.outlet))

    # Awaited, so that what is typed right behind the key is typed into the palette.
    async def action_command_palette(self) -> None:  # type: ignore[override]
        """Offer every action by name."""
        if not self.screen.is_modal:
            await self.push_screen(CommandPalette(id="--command-palette"))

    def action_theme(self) -> None:
        """Go to the next theme."""
        self.themes.put_on(self, self.themes.after(self.theme))
        self.notify(self.themes.title(self.theme), title="Theme", timeout=2, markup=False)

    def action_save_theme(self) -> None:
        """Write the theme in view into the person's settings."""
        try:
            path = save_setting("display.theme", self.theme, self._config_file)
        except ConfigError as error:
            self.notify(str(error), severity="error", timeout=15, markup=False)
        else:
            self.notify(f"{self.themes.title(self.theme)} is kept in {path}.", markup=False)

    # Frames

    def _frame(self, now: float) -> Iterator[None]:
        if self.feed is None:
            return
        changes = yield from self.feed.drain_slowly(now)
        self.frame_clock.share = OVERLOAD_SHARE if self.feed.load.overloaded else SHARE
        if changes:
            self._changed_at = now
        self._note_equity(changes)
        yield
        yield from self.dashboard.draw(changes, now)
        if (portfolio := self.accounts.current) is not None:
            orders = portfolio.orders.values()
            self.places.follow(portfolio.account, orders, self.store, changes.ticks, now)
        for screen in self.screen_stack:
            if isinstance(screen, Dialog):
                screen.apply_changes(changes, now)
        if self._preloading is None and self.feed.health.live:
            self._preloading = asyncio.create_task(preload(), name="preload")
        if changes.fired:
            self.alert_toasts.tell(changes.fired)
        self._meet_absence()
        if self.one_core is not None:
            self.one_core.observe(now)

    def _note_equity(self, changes: Changes) -> None:
        """Remember what the account in play is worth, as it changes."""
        portfolio = self.accounts.current
        if changes.funds and portfolio is not None and portfolio.funds is not None:
            self.accounts.equity.observe(portfolio.account, portfolio.funds, broker_time(self.store))

    def _meet_absence(self) -> None:
        """Before any gateway has answered there is nothing to show but what was tried and what to do about it."""
        assert self.feed is not None
        health = self.feed.health
        if health.ever_up:
            if said := self.link_toasts.look(health.link):
                self.feed.report(said)
            return
        if health.link.state is not LinkState.DOWN or self._absence is not None:
            return
        from futu_tui.tui.screens.no_gateway import NoGatewayScreen

        self._absence = NoGatewayScreen(self._target, lambda: self._link, self._retry, self.use_paper)
        self.push_screen(self._absence, self._absence_over)

    def _absence_over(self, _: None) -> None:
        self._absence = None

    @property
    def _link(self) -> Link:
        assert self.feed is not None
        return self.feed.health.link

    def _retry(self) -> None:
        if self.feed is not None:
            self.feed.retry_now()

    def _at_rest(self) -> bool:
        """Whether frames show nothing new: nothing came, and the person did nothing lately. The next push ends that."""
        now = time.monotonic()
        if now - self._key_at < KEY_STIRS or now - self._changed_at < CHANGE_STIRS or not self.store.idle:
            return False
        self.store.router.on_next = self.frame_clock.stir
        return True

    def _stir(self) -> None:
        """What was asked for beside the stream was told, or the link is another."""
        self.frame_clock.stir()
        self._called.set()
        if self._link.state is LinkState.DOWN or (self.feed is not None and self.feed.health.live):
            self._first_news.set()

    def _key_waiting(self) -> bool:
        return self._key_in_hand or not self._message_queue.empty()


def _raise(error: BaseException) -> None:
    raise error
