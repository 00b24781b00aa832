"""What the dashboard asks of a pane, whatever it draws with.

`Pane` is a plain mixin, not a widget: a pane is `class Tape(Pane, ScrollView)`, so Textual sees one line of widgets.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual.content import Content
from textual.message import Message

if TYPE_CHECKING:
    from textual.widget import Widget

    from futu_tui.market import Changes, Store
    from futu_tui.protocol import Security
    from futu_tui.trading import Accounts


class Priority(IntEnum):
    """Who goes first when the subscription quota is short; higher goes first."""

    DECORATION = 0
    """A sparkline, the top of book of a row in view."""
    ROW = 10
    """The quote of a row of a list."""
    CURRENT = 20
    """What a pane shows of the current security."""


class Wish(NamedTuple):
    """One (security, SubType) that a pane needs while it is in view."""

    security: Security
    sub_type: int
    """qot_common.SubType"""
    priority: int = Priority.CURRENT
    rehab: int = 1
    """Of K-lines: how they are to come adjusted (market.Rehab); forward."""
    extended: bool = True
    """Of K-lines: whether those of the hours around the regular ones are shown too."""


class Pane:
    """One of the dashboard's six panes: reads the shared state, is told what changed, says what it wants pushed."""

    NUMBER: ClassVar[int]
    """The key that focuses it."""
    TITLE: ClassVar[str]
    PURPOSE: ClassVar[str]
    """One line for the help screen and for the pane while it is empty."""
    HINT: ClassVar[str] = ""
    """The keys worth showing in the bottom border."""
    CONTEXT: ClassVar[str]
    """The keymap context that holds its keys."""

    class SecurityChosen(Message):
        """The person made a security current in this pane."""

        def __init__(self, security: Security) -> None:
            super().__init__()
            self.security = security

    class WantsChanged(Message):
        """What `wants` answers has changed."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, store: Store, accounts: Accounts, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.store = store
        self.accounts = accounts
        self.security: Security | None = None
        self.owner: str = self.CONTEXT
        """In whose name the feed is asked for what it wants; another one where two of a kind are on the screen."""
        self._placeholder = ""
        self.widget.add_class("pane")
        self.widget.border_title = Content(f"{self.NUMBER} {self.TITLE}")
        self.widget.border_subtitle = Content(self.HINT)

    @property
    def widget(self) -> Widget:
        """The same object as Textual knows it."""
        return cast("Widget", self)

    @property
    def placeholder(self) -> str:
        """What to say while there is nothing to show: why, and what to do about it. Set by the dashboard."""
        return self._placeholder

    @placeholder.setter
    def placeholder(self, text: str) -> None:
        if text != self._placeholder:
            self._placeholder = text
            self.reload()

    def set_security(self, security: Security | None) -> None:
        """Show this security from now on; panes that list many override it to mark the row."""
        if security != self.security:
            self.security = security
            self.reload()

    def apply_changes(self, changes: Changes, now: float) -> None:
        """Redraw what changed; called once a frame, only while the pane is in view. `now` is monotonic seconds."""
        raise NotImplementedError

    def tick(self, now: float) -> None:
        """Let time pass: flashes end, ages grow. Called each frame while in view; must cost nothing when idle."""

    def reload(self) -> None:
        """Everything may differ: security, theme, link, or the pane came back into view."""
        self.widget.refresh()

    def wants(self) -> Iterable[Wish]:
        """What must be subscribed while this pane is in view."""
        return ()
