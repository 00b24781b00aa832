"""Tells the person why the link is down and what to do about it, once it is not just a blink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from futu_tui.opend import Link, LinkState
from futu_tui.opend.errors import NoKey, NoScope, NotAGateway, NotServed, Untrusted
from futu_tui.tui.notices import take_away
from futu_tui.tui.text import clean_lines

if TYPE_CHECKING:
    from textual.app import App

LASTING = (NoKey, NoScope, Untrusted, NotAGateway, NotServed)
"""What does not pass by itself is told at once."""
TITLE = "Disconnected: "
"""What the title of such a notice begins with; it is taken away when the link is back."""
BLINK = 3
"""Everything else is told with this attempt: a gateway that restarts is back before."""
REST = 60.0
"""Seconds in which the same is not told again, however often the link comes and goes."""
SECONDS = 15.0
"""How long it stays on the screen."""


class LinkToasts:
    """What was told of, and when."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._seen: Link | None = None
        self._told: dict[str, float] = {}

    def look(self, link: Link) -> str:
        """Tell of a link that was lost, where that is news; the words, empty without any."""
        if link is self._seen:
            return ""
        self._seen = link
        if link.state is LinkState.UP:
            take_away(self._app, TITLE)
        error = link.error
        if link.state is not LinkState.DOWN or error is None:
            return ""
        if link.attempt < BLINK and not isinstance(error, LASTING):
            return ""
        text = clean_lines(f"{error.message}.\n{error.advice}".rstrip())
        before = self._told.get(text)
        if before is not None and link.since - before < REST:
            return ""
        self._told = {text: at for text, at in self._told.items() if link.since - at < REST}
        self._told[text] = link.since
        self._app.notify(
            f"{text}\nIt is tried again by itself.",
            title=f"{TITLE}{error.brief}", severity="warning", timeout=SECONDS, markup=False,
        )  # fmt: skip
        return str(error)
