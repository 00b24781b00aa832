"""The last pushes of one protocol, as they come, and what the chosen one says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from google.protobuf.message import DecodeError
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content

from futu_tui.protocol import Protocol, Security, SecurityError
from futu_tui.protocol.pb.qot_common_pb2 import SubType
from futu_tui.protocol.utf8 import readable
from futu_tui.protocol.wire_json import enum_names
from futu_tui.tui import keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.console.site import Site
from futu_tui.tui.console.values import summary
from futu_tui.tui.screens.console_search import SearchesAnswer
from futu_tui.tui.text import clean, fit
from futu_tui.tui.theme import Palette, palette_of
from futu_tui.tui.widgets.console_answer import AnswerView
from futu_tui.tui.widgets.console_entry import Entry
from futu_tui.tui.widgets.long_list import LongList, Run
from futu_tui.tui.widgets.status_bar import StatusLine

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

LOOK_EVERY = 0.25
"""Seconds between two looks at what came."""
WIDE = 116


class PushList(LongList):
    """The newest first; the cursor stays on its push while others come, and on the newest while it is left there."""

    def __init__(self, protocol: Protocol) -> None:
        super().__init__(id="pushes")
        self.border_title = Content("Pushes")
        self._protocol = protocol
        self.events: list[PushEvent] = []
        self._summaries: dict[int, str] = {}

    @property
    def current(self) -> PushEvent | None:
        return self.events[self.cursor] if self.events else None

    def take(self, events: Iterable[PushEvent]) -> None:
        """These are the last ones, the newest last."""
        current = self.current
        follows = self.cursor == 0 and self.has_focus
        self.events = list(events)[::-1]
        known = {id(event) for event in self.events}
        self._summaries = {key: text for key, text in self._summaries.items() if key in known}
        places = (at for at, event in enumerate(self.events) if event is current)
        self.cursor = 0 if follows else next(places, max(0, len(self.events) - 1))
        self.renew()

    def count(self) -> int:
        return len(self.events)

    def message(self) -> str:
        return "No push of this kind has come yet.\nThey show here as they come."

    def runs(self, at: int, width: int, palette: Palette) -> Iterable[Run]:
        event = self.events[at]
        yield fit(envelope(event), 24) + " ", palette.text
        if id(event) not in self._summaries:
            body = body_of(self._protocol, event)
            text = f"{len(event.body)} bytes" if isinstance(body, bytes) else summary(body)
            self._summaries[id(event)] = text
        yield self._summaries[id(event)], palette.dim


def envelope(event: PushEvent) -> str:
    """What an envelope names: the security and the SubType, or the account."""
    parts = []
    if event.sec_key:
        try:
            parts.append(str(Security.from_key(event.sec_key)))
        except SecurityError:
            parts.append(clean(event.sec_key))
    if event.sub_type:
        parts.append(
            enum_names(SubType.DESCRIPTOR).get(event.sub_type, str(event.sub_type)).removeprefix("SubType_")
        )
    if event.acc_id:
        parts.append(str(event.acc_id))
    return " ".join(parts) or clean(event.event_type)


def body_of(protocol: Protocol, event: PushEvent) -> Message | bytes:
    """What a push says; its bytes where they are no body of its protocol."""
    if protocol.response is None:
        return event.body
    try:
        response = protocol.response.FromString(event.body)
    except DecodeError:
        return event.body
    return readable(response.s2c)  # type: ignore[attr-defined, no-any-return]


class ConsolePushesScreen(SearchesAnswer):
    """Needs no request: what is subscribed comes by itself."""

    CONTEXT = "console_pushes"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("console_pushes")]
    HINTS = (
        "dialog.close",
        "console_pushes.help",
        "console_pushes.switch",
        "console_answer.view",
        "console_answer.find",
        "console_answer.copy",
        "console_answer.export_json",
    )
    HELPS_WITH = ("console_answer", "lines")

    DEFAULT_CSS = """
    ConsolePushesScreen > .dialog { width: 100%; height: 100%; padding: 0 1; }
    ConsolePushesScreen .narrow { display: none; }
    """

    def __init__(self, site: Site, protocol: Protocol) -> None:
        super().__init__(f"{protocol.id:d} {protocol.name}")
        self.site = site
        self.protocol = protocol
        self.pushes = PushList(protocol)
        self.answer = AnswerView(id="answer")
        self._body_in_front = False
        self._last: PushEvent | None = None
        self._shown: PushEvent | None = None

    def contents(self) -> ComposeResult:
        yield StatusLine(id="about")
        with Horizontal():
            yield self.pushes
            yield self.answer
        yield Entry()

    def on_mount(self) -> None:
        super().on_mount()
        self.answer.say("Choose a push.")
        self.set_focus(self.pushes)
        self._look()
        self.set_interval(LOOK_EVERY, self._look)

    def show(self) -> None:
        super().show()
        self._arrange()
        palette = palette_of(self.app)
        left = [Part(" push  ", palette.dim), Part(self.site.scope_words(self.protocol), palette.dim)]
        kept = len(self.pushes.events)
        self.query_one("#about", StatusLine).show(left, [Part(f"the last {kept} ", palette.dim)])

    def action_switch(self) -> None:
        """From the pushes to what one says, or back."""
        self._body_in_front = not self._body_in_front
        self._arrange()
        self.set_focus(self.answer if self._body_in_front else self.pushes)

    def action_close(self) -> None:
        """Leave what is being typed, then the screen."""
        if not self.leave_entry():
            super().action_close()

    def _arrange(self) -> None:
        narrow = self.size.width < WIDE
        in_front = self.answer if self._body_in_front else self.pushes
        for pane in (self.pushes, self.answer):
            pane.set_class(narrow and pane is not in_front, "narrow")

    def _look(self) -> None:
        recent = self.site.store.router.recent.get(int(self.protocol.id), ())
        last = recent[-1] if recent else None
        if last is not self._last:
            self._last = last
            self.pushes.take(recent)
            self.show()
        self._show_current()

    @on(LongList.Moved, "#pushes")
    def _show_current(self) -> None:
        current = self.pushes.current
        if current is not None and current is not self._shown:
            self._shown = current
            self.answer.answer(body_of(self.protocol, current), f"{self.protocol.name.lower()}-push")
