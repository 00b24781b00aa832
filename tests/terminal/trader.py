"""A person who trades from the keyboard: presses the keys of the keymap where they work, and reads forms."""

from __future__ import annotations

import re
from collections.abc import Callable

from futu_tui.tui.keymap import TABLE
from tests.terminal.screen import PtyScreen

PATIENCE = 15.0
"""Seconds until the screen must show what a key brings about, on any machine."""

_BY_ID = {key.id: key for key in TABLE}

_QUESTION = re.compile(r"[│┃]  ⏎ (?!review|use|cancel th)[a-z]")
_CHANGE = re.compile(r"[╭┏][─━] Change ")


def _titles(screen: PtyScreen) -> list[str]:
    """Of the dialogs that stand open, as far as they are in view."""
    return re.findall(r"[╭┏][─━] ([^\d─━][^─━]*) [─━]", screen.text)


def _dialog(screen: PtyScreen) -> bool:
    return bool(_titles(screen))


def _form(screen: PtyScreen) -> bool:
    return "⏎ review" in screen and not _QUESTION.search(screen.text)


def _titled(*titles: str) -> Callable[[PtyScreen], object]:
    return lambda screen: any(f"{corner} {title} " in screen for corner in ("╭─", "┏━") for title in titles)


PLACES: dict[str, Callable[[PtyScreen], object]] = {
    "app": lambda screen: not _dialog(screen),
    "dashboard": lambda screen: not _dialog(screen),
    "orders": lambda screen: not _dialog(screen),
    "grid": lambda screen: not _form(screen),
    "dialog": _dialog,
    "form": _form,
    "choice": _form,
    "ticket": lambda screen: _form(screen) and not _CHANGE.search(screen.text),
    "modify": lambda screen: _form(screen) and _CHANGE.search(screen.text),
    "confirm": lambda screen: _QUESTION.search(screen.text),
    "ladder": lambda screen: _titled("Ladder")(screen) and not _QUESTION.search(screen.text),
    "choose": _titled("Cancel orders"),
    "pages": _titled("Money", "History"),
    "records": _titled("Money", "History"),
    "account": _titled("Accounts"),
}
"""By what each place of the keymap is known on the screen."""


class Trader:
    """One person at one screen."""

    def __init__(self, screen: PtyScreen) -> None:
        self.screen = screen
        self.strokes: list[str] = []
        """Every key that was pressed by `key`, in order."""
        self.told: set[str] = set()
        """Numbers of the orders that the ladder was heard to tell of."""

    def key(self, id: str, key: str = "") -> None:
        """Press a key of this entry, its first one by default, once the place is in view where it works."""
        entry = _BY_ID[id]
        keys = entry.keys.split(",")
        assert not key or key in keys, f"{key} is no key of {id}"
        self.sees(PLACES[entry.context], what=f"the place of {id}")
        self.strokes.append(key or keys[0])
        if self.strokes[-1] == "escape":
            self._escape()
        else:
            self.screen.press(self.strokes[-1])

    def type(self, text: str) -> None:
        self.screen.type(text)

    def sees(self, wanted: str | Callable[[PtyScreen], object], what: str = "") -> None:
        """Wait until the screen shows it."""
        self.screen.wait_for(wanted, timeout=PATIENCE, what=what)

    def sees_no(self, text: str) -> None:
        """Wait until it is gone."""
        self.sees(lambda screen: text not in screen, what=f"{text!r} is gone")

    # Forms

    def field(self, label: str) -> str:
        """What stands behind a label of the form in front; empty without such a line."""
        found = re.findall(rf"[│┃]  {label} +(\S.*?)(?:  | ▾|│|┃)", self.screen.text)
        return str(found[-1]) if found else ""

    def note(self, label: str) -> str:
        """The whole line of a label: the field and what is said beside it."""
        found = re.findall(rf"[│┃]  {label} +([^│┃]*)", self.screen.text)
        return str(found[-1]) if found else ""

    def was(self, label: str) -> str:
        """What stood in a field of a change before it, and what stands there now: `511.50 → 512.00`."""
        return " ".join(self.note(label).split()[:3])

    def sees_field(self, label: str, text: str) -> None:
        """Wait until this stands behind the label."""
        self.sees(lambda screen: self.field(label) == text, what=f"{label} {text}")

    @property
    def bid(self) -> float:
        """As the form in front shows it."""
        return self._top_of_book(1)

    @property
    def ask(self) -> float:
        return self._top_of_book(2)

    def _top_of_book(self, group: int) -> float:
        found = re.search(r"× ([\d.,]+) │ ([\d.,]+) ×", self.screen.text)
        assert found, self.screen.text
        return float(found[group].replace(",", ""))

    # The dashboard

    def order(self, *words: str) -> str:
        """The first row of the orders pane that has all of these, each by itself; empty without one.

        A row begins with its time; a notice that stands on the pane does not.
        """
        lines = self.screen.pane(6).splitlines()
        rows = (f" {line} " for line in lines if re.match(r"[ ▌]\d\d:\d\d:\d\d ", line))
        return next((row for row in rows if all(f" {word} " in row for word in words)), "")

    def sees_order(self, *words: str) -> None:
        """Wait until the orders pane has a row with these."""
        self.sees(lambda screen: self.order(*words), what=f"an order with {', '.join(words)}")

    def back(self) -> None:
        """Close what is open, down to the dashboard.

        A screen that is half drawn has no title for a moment: what counts is that the dashboard's own stands there.
        """
        while True:
            self.sees(
                lambda screen: _dialog(screen) or "╭─ 1 Watchlist" in screen, what="a dialog or the dashboard"
            )
            if not _dialog(self.screen):
                return
            self._escape()

    def _escape(self) -> None:
        """Close what is in front, and see it go: a key right behind an escape is one key with it to a terminal."""
        before = _titles(self.screen)
        self.screen.press("escape")
        self.sees(lambda screen: _titles(screen) != before, what="escape closes what is in front")
