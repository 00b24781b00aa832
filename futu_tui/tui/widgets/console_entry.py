"""The line in which a value is typed, with what may be meant above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from futu_tui.tui import keymap
from futu_tui.tui.badge import Part
from futu_tui.tui.console.suggesting import Suggestion
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.choices import Cell, Choices
from futu_tui.tui.widgets.fields import Field
from futu_tui.tui.widgets.status_bar import StatusLine

TALLEST = 8
"""Suggestions in view."""


class Question(NamedTuple):
    """What is to be typed."""

    title: str
    hint: str
    text: str
    """What stands there already."""
    suggest: Callable[[str], Sequence[Suggestion]]
    is_whole: Callable[[str], bool]
    """Whether a text is taken as it is although there are suggestions."""
    done: Callable[[str, bool], None]
    """Called with what was taken, and whether the next field is to be typed."""


class EntryField(Field):
    """Takes characters; its other keys are those of the entry."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("console_entry")]
    CONTEXT = "console_entry"

    def action_next(self) -> None:
        self._entry.move(1)

    def action_previous(self) -> None:
        self._entry.move(-1)

    def action_take_and_go_on(self) -> None:
        self._entry.take(go_on=True)

    @property
    def _entry(self) -> Entry:
        assert isinstance(self.parent, Entry)
        return self.parent


class Entry(Vertical):
    """Hidden until something is asked."""

    DEFAULT_CSS = f"""
    Entry {{ height: auto; display: none; background: $background; }}
    Entry.asking {{ display: block; }}
    Entry Choices {{ height: auto; max-height: {TALLEST}; display: none; }}
    Entry Choices.some {{ display: block; }}
    Entry EntryField {{ width: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__(id="entry")
        self._question: Question | None = None
        self._found: Sequence[Suggestion] = ()
        self._moved = False

    def compose(self) -> ComposeResult:
        yield Choices(id="suggestions")
        yield StatusLine(id="entry-about")
        yield EntryField(self._typed, id="entry-text")

    @property
    def is_asking(self) -> bool:
        return self._question is not None

    def ask(self, question: Question) -> None:
        """Ask this, and give the field the keys; the first character replaces what stands there."""
        self._question = question
        self._moved = False
        self.add_class("asking")
        palette = palette_of(self.app)
        about = [Part(f" {question.title}  ", palette.accent), Part(question.hint, palette.dim)]
        self.query_one("#entry-about", StatusLine).show(about, [])
        field = self.query_one(EntryField)
        field.value = question.text
        self._suggest(question.text)
        self.screen.set_focus(field)

    def close(self) -> None:
        """Ask nothing any more."""
        self._question = None
        self.remove_class("asking")

    def move(self, by: int) -> None:
        """Another of the suggestions."""
        self._moved = True
        self.query_one(Choices).move(by)

    def take(self, *, go_on: bool = False) -> None:
        """Take what is typed, or the suggestion that stands for it."""
        question = self._question
        if question is None:
            return
        text = self.query_one(EntryField).value
        use_suggestion = self._found and (self._moved or (text.strip() and not question.is_whole(text)))
        if use_suggestion:
            text = self._found[self.query_one(Choices).cursor].text
        self.close()
        question.done(text, go_on)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take()

    def on_choices_clicked(self, event: Choices.Clicked) -> None:
        event.stop()
        self._moved = True
        self.take()

    def _typed(self, text: str) -> None:
        self._moved = False
        self._suggest(text)

    def _suggest(self, text: str) -> None:
        if self._question is None:
            return
        self._found = self._question.suggest(text)
        choices = self.query_one(Choices)
        choices.set_class(bool(self._found), "some")
        choices.styles.height = min(len(self._found), TALLEST)
        rows = [[Cell(each.text, 28), Cell(each.detail, 40, "dim")] for each in self._found]
        choices.show(rows)
