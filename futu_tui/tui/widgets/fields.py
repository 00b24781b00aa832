"""Fields of a form: one that takes a number, one that takes words, one that goes through a few choices.

What is typed in a field reaches the form at once, not by a message: the next key may be typed already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

from futu_tui.trading.amounts import NotANumber, typed_number
from futu_tui.tui import keymap
from futu_tui.tui.text import fit
from futu_tui.tui.theme import palette_of

NUMERALS = frozenset("0123456789.,")
UNITS = frozenset("kKM")
"""Typed behind a number: 10k is 10,000, 1M a million. They belong to the number only where one stands already."""

OPENS = "▾"


class Field(Input):
    """A line of text. `on_typed` is called with what stands there after each key of the person's."""

    DEFAULT_CSS = """
    Field { border: none; height: 1; padding: 0 1; background: $surface; width: 20; }
    Field:focus { border: none; background: $cursor-blur; }
    """

    def __init__(self, on_typed: Callable[[str], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._on_typed = on_typed
        self._own_change = False

    def put(self, text: str) -> None:
        """Show this without telling the form; the next key that is typed replaces it."""
        if text != self.value:
            self._own_change = True
            self.value = text
            self._own_change = False
        if self.has_focus:
            self.selection = Selection(0, len(text))

    def watch_value(self, text: str) -> None:
        if not self._own_change and self.is_mounted:
            self._on_typed(text)


class NumberField(Field):
    """Takes digits; every other letter is a key of the form."""

    def __init__(self, on_number: Callable[[Decimal | None], None], **kwargs: Any) -> None:
        """`on_number` is called with the number that was typed, None while there is none."""
        super().__init__(self._read, max_length=18, **kwargs)
        self._on_number = on_number
        self._known: Decimal | None = None
        self.complaint = ""
        """What is wrong with the text as a number; empty if nothing is."""

    def show_number(self, number: Decimal | None, text: str) -> None:
        """Show a number of the form; what is being typed stands as long as it means the same."""
        if number != self._known or (self.complaint and number is not None):
            self._known = number
            self.complaint = ""
            self.put(text)
        elif not self.has_focus and not self.complaint:
            self.put(text)

    @property
    def lone_digit(self) -> int | None:
        """The number where nothing but one digit from 1 to 9 was typed."""
        text = self.value.strip()
        return int(text) if len(text) == 1 and text in "123456789" else None

    def _read(self, text: str) -> None:
        try:
            number = typed_number(text)
            self.complaint = ""
        except NotANumber as problem:
            number, self.complaint = None, str(problem)
        self._on_number(number)

    def known(self, number: Decimal | None) -> None:
        """The form took what was typed to be this number, so the text stands for it."""
        self._known = number

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take numerals; letters are the form's keys."""
        if character is None:
            return False
        behind_number = bool(self.value) and self.selection.is_empty
        return character in NUMERALS or (character in UNITS and behind_number)


class ChoiceField(Widget, can_focus=True):
    """One of a few; keys go to the next or the one before, round and round."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("choice")]
    DEFAULT_CSS = """
    ChoiceField { height: 1; width: 20; background: $surface; }
    ChoiceField:focus { background: $cursor-blur; }
    """

    def __init__(self, on_chosen: Callable[[int], None], **kwargs: Any) -> None:
        """`on_chosen` is called with the place of what was chosen among the options."""
        super().__init__(**kwargs)
        self._on_chosen = on_chosen
        self._options: Sequence[str] = ()
        self._at = 0

    def show_options(self, options: Sequence[str], at: int) -> None:
        """These are the options, and this one is chosen."""
        if (options, at) != (self._options, self._at):
            self._options, self._at = options, at
            self.refresh()

    def step(self, by: int) -> None:
        """Choose the option so many places on."""
        if len(self._options) > 1:
            self._on_chosen((self._at + by) % len(self._options))

    def action_next(self) -> None:
        self.step(1)

    def action_previous(self) -> None:
        self.step(-1)

    def on_click(self) -> None:
        self.step(1)

    def render_line(self, y: int) -> Strip:
        palette = palette_of(self.app)
        text = self._options[self._at] if self._options else ""
        mark = f"{OPENS} " if len(self._options) > 1 else "  "
        segments = [
            Segment(" " + fit(text, max(self.size.width - 3, 0)), palette.text),
            Segment(mark, palette.accent if self.has_focus else palette.faint),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, palette.text).apply_style(self.rich_style)
