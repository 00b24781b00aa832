"""The program on a gateway, without a terminal, in a thread of its own: what a person would see, and what it knows.

Its time is not the test's: nothing that a test waits for holds it up. What stands on the screen is looked at after each
frame; no test sleeps.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from textual.widgets._toast import Toast

from futu_tui.config import DisplaySettings, GuardSettings, Settings, TradingSettings
from futu_tui.feed import Feed
from futu_tui.opend import TLS, OpenD
from futu_tui.opend.stream import Backoff
from futu_tui.protocol import Security
from futu_tui.tui.app import FutuApp
from futu_tui.tui.keymap import Keymap
from futu_tui.tui.theme import Themes
from futu_tui.tui.watchlists import Group, Watchlists
from tests.tui.keyboard import key_event

_T = TypeVar("_T")

PATIENCE = 20.0
"""Seconds in which the screen must show what is waited for."""
FRAMES = 12
"""Frames a second: enough to see everything, and cheap."""
HEARTBEAT, HEARTBEAT_TIMEOUT = 1.0, 15.0
"""Of the stream: a look at it each second; a longer silence than any in these tests ends it."""
SOON = Backoff(0.6, 0.8)
"""Waits between two attempts: long enough for a lost link to be seen, and short for whoever waits for its return."""


class GlassApp(FutuApp):
    """Tells after each frame that there is one."""

    def __init__(self, *args: Any, backoff: Backoff, **options: Any) -> None:
        super().__init__(*args, **options)
        self.backoff = backoff
        self.framed = threading.Condition()
        self.frames_drawn = 0
        self.context: contextvars.Context | None = None

    async def on_mount(self) -> None:
        await super().on_mount()
        self.context = contextvars.copy_context()

    async def _follow(self, target: str) -> None:
        attach = self.dashboard.attach

        def attach_quick(feed: Feed) -> None:
            feed.stream._backoff = self.backoff
            feed.stream._heartbeat, feed.stream._heartbeat_timeout = HEARTBEAT, HEARTBEAT_TIMEOUT
            attach(feed)

        self.dashboard.attach = attach_quick  # type: ignore[method-assign]
        try:
            await super()._follow(target)
        finally:
            self.dashboard.attach = attach  # type: ignore[method-assign]

    def _frame(self, now: float) -> Iterator[None]:
        yield from super()._frame(now)
        with self.framed:
            self.frames_drawn += 1
            self.framed.notify_all()


class Glass:
    """The screen of a program that runs."""

    def __init__(
        self,
        target: str,
        symbols: tuple[str, ...],
        *,
        key: str | None = None,
        tls: TLS | None = None,
        data: Path,
        size: tuple[int, int] = (160, 48),
        backoff: Backoff = SOON,
    ) -> None:
        """`data` is the folder of its journal."""
        settings = Settings(
            display=DisplaySettings(fps=FRAMES),
            trading=TradingSettings(default_lots=1, confirm_in_simulate=False),
            guard=GuardSettings(),
        )
        self.app = GlassApp(
            settings,
            open_gateway=lambda target: OpenD(
                target, key, tls, insecure=True
            ),  # a name server is none of this machine
            target=target,
            themes=Themes.load(Path("no-such-folder"), settings.display.up_colour),
            keymap=Keymap(settings.keys),
            watchlists=Watchlists(None, [Group("All", [Security.parse(symbol) for symbol in symbols])]),
            data=data,
            backoff=backoff,
        )
        self._size = size
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="glass", daemon=True)
        self._thread.start()
        with self.app.framed:
            assert self.app.framed.wait_for(lambda: self.app.frames_drawn or self._failure, PATIENCE)
        self._check()

    def _run(self) -> None:
        async def run() -> None:
            self._loop = asyncio.get_running_loop()
            await self.app.run_async(headless=True, size=self._size)

        try:
            asyncio.run(run())
        except BaseException as error:  # for whoever waits for a frame that never comes
            self._failure = error
        if self._failure is None and self.app._exception is not None:
            self._failure = self.app._exception
        with self.app.framed:
            self.app.framed.notify_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self.do(lambda: self.app.exit())
            self._thread.join(PATIENCE)
        self._check()

    def _check(self) -> None:
        if self._failure is not None:
            raise AssertionError(f"the program failed: {self._failure!r}") from self._failure

    # What it knows and does

    def do(self, act: Callable[[], _T]) -> _T:
        """Do this in the program's own thread, between two of its steps; what it answers."""
        answered = threading.Event()
        answer: list[Any] = []

        def run() -> None:
            try:
                answer.append(act())
            except BaseException as error:
                answer.append(error)
            answered.set()

        assert self._loop is not None
        self._loop.call_soon_threadsafe(run, context=self.app.context)
        while not answered.wait(0.5):
            self._check()
            assert self._thread.is_alive(), "the program has ended"
        if isinstance(answer[0], BaseException):
            raise answer[0]
        return answer[0]  # type: ignore[no-any-return]

    @property
    def feed(self) -> Feed:
        assert self.app.feed is not None
        return self.app.feed

    def press(self, *keys: str) -> None:
        """Type keys: single characters, or Textual's names."""
        for key in keys:
            self.do(lambda key=key: self.app.post_message(key_event(key)))

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The rows from the top, notices that lie over them included."""
        strips = self.do(lambda: self.app.screen._compositor.render_strips())
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def __contains__(self, text: str) -> bool:
        return text in self.text

    @property
    def said(self) -> str:
        """Everything on the screen in one line without borders, so that words that were wrapped are found."""
        return " ".join(" ".join(self.lines).translate(_BORDERS).split())

    @property
    def notices(self) -> str:
        """What the notices on the screen say, each in a line."""

        def read() -> list[str]:
            return [str(each.render()) for each in self.app.screen.query(Toast)]

        return "\n".join(" ".join(each.split()) for each in self.do(read))

    def pane(self, number: int) -> str:
        """What a pane of the dashboard draws, whatever lies over it."""

        def rows() -> list[str]:
            widget = self._widget(number)
            return ["".join(s.text for s in widget.render_line(y)) for y in range(widget.size.height)]

        return "\n".join(self.do(rows))

    def colours(self, number: int) -> set[str]:
        """The foregrounds of all that stands in a pane, as `#rrggbb`."""

        def seen() -> set[str]:
            widget = self._widget(number)
            return {
                segment.style.color.get_truecolor().hex
                for y in range(widget.size.height)
                for segment in widget.render_line(y)
                if segment.text.strip() and segment.style is not None and segment.style.color is not None
            }

        return self.do(seen)

    def _widget(self, number: int) -> Any:
        return next(pane.widget for pane in self.app.dashboard.panes if number == pane.NUMBER)

    # What is waited for

    def wait_for(self, wanted: str | Callable[[], object], within: float = PATIENCE, what: str = "") -> float:
        """Look after each frame until this text is on the screen, or this is true; the seconds it took."""
        begin = time.monotonic()
        condition = (lambda: wanted in self.said) if isinstance(wanted, str) else wanted
        while not condition():
            drawn = self.app.frames_drawn
            left = begin + within - time.monotonic()
            if left <= 0:
                shown = what or (repr(wanted) if isinstance(wanted, str) else "the condition")
                raise AssertionError(f"{shown}: not within {within:g} s; the screen:\n{self.text}")
            with self.app.framed:
                self.app.framed.wait_for(lambda drawn=drawn: self.app.frames_drawn > drawn, min(left, 1.0))
            self._check()
        return time.monotonic() - begin

    def wait_for_each(self, *wanted: str) -> None:
        """Look after each frame until every one of these texts has been on the screen, together or not."""
        missing = set(wanted)

        def all_seen() -> bool:
            missing.difference_update([words for words in missing if words in self.said])
            return not missing

        self.wait_for(all_seen, what=f"each of {wanted}")


_BORDERS = str.maketrans(dict.fromkeys("│─╭╮╰╯▊▎▌▐┃━┏┓┗┛▁▔▕▏", " "))
