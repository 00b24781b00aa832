"""A form of what to look for: fields that are typed or chosen, each judged by itself; all of them are texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from futu_tui.tui import keymap
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.fields import ChoiceField, Field

LONGEST = 120
"""Letters of a text."""


@dataclass(frozen=True)
class Asked:
    """A field: what it is called, and what can stand in it."""

    name: str
    label: str
    about: str
    """What it means and how it is written, shown while it has the keys."""
    read: Callable[[str], object] | None = None
    """Reads what was typed, to be written again by `str`; raises ValueError, whose message says what to do."""
    options: Sequence[str] = ()
    """What it can be, the usual first, where it is chosen and not typed."""


class FilterForm(Dialog[dict[str, str]]):
    """Answers the texts by field once all of them can be; None when the person gives up."""

    CONTEXT = "filter_form"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("filter_form")]
    HELPS_WITH = ("choice",)
    HINTS = ("filter_form.save", "filter_form.next_field", "dialog.close", "filter_form.clear")

    DEFAULT_CSS = """
    FilterForm > .dialog { width: 78; }
    FilterForm Horizontal { height: 1; }
    FilterForm .label { width: 14; padding: 0 0 0 1; color: $dim; }
    FilterForm Field, FilterForm ChoiceField { width: 20; margin-right: 2; }
    FilterForm #about { height: 2; margin-top: 1; }
    """

    def __init__(self, title: str, asked: Sequence[Asked], texts: Mapping[str, str]) -> None:
        """`texts` are what stands in the fields at first; one that is not among the options is the usual."""
        super().__init__(title)
        self._asked = asked
        self._chosen = {each.name: _place(each, texts) for each in asked if each.options}
        self._fields: dict[str, Field | ChoiceField] = {}
        for each in asked:
            if each.options:
                self._fields[each.name] = ChoiceField(self._chooser(each))
            else:
                field = Field(lambda text: self._tell(), max_length=LONGEST)
                field.value = texts.get(each.name, "")
                self._fields[each.name] = field

    def contents(self) -> ComposeResult:
        half = (len(self._asked) + 1) // 2
        for place in range(half):
            with Horizontal():
                for each in self._asked[place::half]:
                    yield Static(each.label, classes="label", markup=False)
                    yield self._fields[each.name]
        yield Static(id="about", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        for each in self._asked:
            self._show_choice(each)
        self.set_focus(self._fields[self._asked[0].name])

    def show(self) -> None:
        super().show()
        self._tell()

    def on_descendant_focus(self) -> None:
        self._tell()

    def on_input_submitted(self) -> None:
        self.action_save()

    def _chooser(self, asked: Asked) -> Callable[[int], None]:
        def choose(place: int) -> None:
            self._chosen[asked.name] = place
            self._show_choice(asked)

        return choose

    def _show_choice(self, asked: Asked) -> None:
        field = self._fields[asked.name]
        if isinstance(field, ChoiceField):
            field.show_options(asked.options, self._chosen[asked.name])

    def _tell(self) -> None:
        """What the field with the keys is about, or what is wrong in it."""
        asked = next((each for each in self._asked if self._fields[each.name] is self.focused), None)
        if asked is None or not self.is_mounted:
            return
        palette = palette_of(self.app)
        _, problem = self._judge(asked)
        words = Text(clean(problem or asked.about), palette.warning if problem else palette.dim)
        self.query_one("#about", Static).update(words)

    def _judge(self, asked: Asked) -> tuple[str, str]:
        """A field's text as it is read, and what is wrong with it."""
        field = self._fields[asked.name]
        if isinstance(field, ChoiceField):
            return asked.options[self._chosen[asked.name]], ""
        assert asked.read is not None
        try:
            return str(asked.read(field.value) or ""), ""
        except ValueError as problem:
            return "", str(problem)

    def action_next_field(self) -> None:
        self._step(1)

    def action_previous_field(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """Go to the next field down its column."""
        fields = list(self._fields.values())
        at = next((place for place, field in enumerate(fields) if field is self.focused), 0)
        self.set_focus(fields[(at + by) % len(fields)])

    def action_clear(self) -> None:
        """Put every field back to what does not narrow."""
        for each in self._asked:
            field: Widget = self._fields[each.name]
            if isinstance(field, Field):
                field.put("")
            else:
                self._chosen[each.name] = 0
                self._show_choice(each)
        self._tell()

    def action_save(self) -> None:
        """Answer, unless something cannot be: then go there."""
        texts: dict[str, str] = {}
        for each in self._asked:
            text, problem = self._judge(each)
            if problem:
                self.set_focus(self._fields[each.name])
                self._tell()
                return
            texts[each.name] = text
        self.dismiss(texts)


def _place(asked: Asked, texts: Mapping[str, str]) -> int:
    text = texts.get(asked.name, "")
    return asked.options.index(text) if text in asked.options else 0
