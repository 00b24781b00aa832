"""A criterion of a screen, new or to be changed: bounds, days and report of a figure; bars of a pattern; how two
indicators stand to one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, Protocol

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static

from futu_tui.feed.lookups.criteria import Bars, CriteriaSet, Criterion, Position, Report, Sort
from futu_tui.feed.lookups.screen_fields import FIELDS, INDICATORS, Kind, ScreenField, Unit
from futu_tui.tui import keymap
from futu_tui.tui.alert_draft import Trouble
from futu_tui.tui.criterion_draft import CriterionDraft
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.order_form import FormLine
from futu_tui.tui.screens.pick import Option, PickScreen
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.fields import ChoiceField, Field

NUMERALS = frozenset("0123456789.,-+ ")
BEHIND = frozenset("kKmMbB%")
"""Typed behind a number."""
A_NUMBER = "a number"
HOLDS = ("must hold", "is shown only")


def field_picker() -> PickScreen:
    """Finds what a new criterion is to be about, by its name or by other words of the trade."""
    options = tuple(
        Option(field, field.name, _note(field), f"{field.words} {field.title}") for field in FIELDS
    )
    placeholder = "a figure, pattern or indicator, as in market value, pe, golden cross, average"
    return PickScreen("New criterion", options, placeholder)


def _note(field: ScreenField) -> str:
    """What kind of field it is, and its unit."""
    return f"{field.kind.value}, {field.unit.value}" if field.has_bounds else field.kind.value


class _Labelled(Protocol):
    @property
    def label(self) -> str: ...


class BoundField(Field):
    """Takes numbers with a sign and k, M or B behind them; every other letter is a key of the form."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        behind_number = any(digit.isdecimal() for digit in self.value)
        return character is not None and (character in NUMERALS or (character in BEHIND and behind_number))


class CriterionForm(Dialog[Criterion]):
    """Answers the criterion once it can be; None when the person gives up."""

    CONTEXT = "criterion"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("criterion")]
    HINTS = ("criterion.save", "criterion.next_field", "criterion.help", "dialog.close")
    HELPS_WITH = ("choice",)

    DEFAULT_CSS = """
    CriterionForm > .dialog { width: 84; padding: 1 2 0 2; }
    CriterionForm #field { height: auto; margin-bottom: 1; }
    CriterionForm #message { height: auto; min-height: 1; margin-top: 1; }
    """

    def __init__(self, draft: CriterionDraft, among: CriteriaSet, at: int | None = None) -> None:
        """`at` is the place in the set of the criterion that is to be changed."""
        super().__init__("New criterion" if at is None else f"Criterion {at + 1}")
        self.draft = draft
        self._among = among
        self._at = at
        self._criterion: Criterion | None = None
        self.lines: Sequence[FormLine] = ()
        self._second: ChoiceField | None = None
        self._texts: dict[str, Field] = {}

    # The fields

    def contents(self) -> ComposeResult:
        yield Static(id="field", markup=False)
        kind = self.draft.about.kind
        if kind is Kind.PATTERN:
            self.lines = self._bar_lines()
        elif kind is Kind.INDICATOR:
            self.lines = self._comparison_lines()
        else:
            self.lines = self._figure_lines(kind)
        yield from self.lines
        yield Static(id="message", markup=False)

    def _figure_lines(self, kind: Kind) -> list[FormLine]:
        unit = self.draft.about.unit_text(self._among.market.currency)
        lines = []
        if self.draft.about.has_bounds:
            k = "as in 5M or 20B" if self.draft.about.unit in (Unit.MONEY, Unit.SHARES) else ""
            lines += [
                self._text_line("low", "At least", f"{unit}  {k}".rstrip()),
                self._text_line("high", "At most", f"{unit}  empty asks for none".lstrip()),
            ]
        if kind is Kind.DAYS:
            lines.append(self._text_line("days", "Days", "the last so many, today included"))
        if kind is Kind.REPORT:
            lines.append(self._choice_line("report", "Report", Report, lambda: self.draft.report))
        lines.append(self._choice_line("sort", "Sorts", Sort, lambda: self.draft.sort))
        return lines

    def _bar_lines(self) -> list[FormLine]:
        return [
            self._choice_line("bars", "Bars", Bars, lambda: self.draft.bars),
            self._text_line("in_a_row", "In a row", "bars, 1 to 12"),
        ]

    def _comparison_lines(self) -> list[FormLine]:
        hint = keymap.keymap_of(self.app).hint("criterion.find")
        first = ChoiceField(lambda at: self._take_first(INDICATORS[at]), id="first")
        self._second = ChoiceField(lambda at: self._take_second(at), id="second")
        holds = ChoiceField(self._take_holds, id="holds")
        return [
            FormLine("first", "Indicator", first, hint=lambda: hint),
            self._text_line("parameters", "with", "its parameters"),
            self._choice_line("position", "is", Position, lambda: self.draft.position),
            FormLine("second", "than", self._second, hint=lambda: hint),
            self._text_line("second_parameters", "with", "its parameters"),
            self._text_line("value", "Number", ""),
            *self._bar_lines(),
            FormLine("holds", "It", holds, hint=str),
        ]

    def _text_line(self, name: str, label: str, hint: str) -> FormLine:
        def typed(text: str) -> None:
            setattr(self.draft, name, text)
            self._changed()

        field = self._texts[name] = BoundField(typed, max_length=18)
        return FormLine(name, label, field, hint=lambda: hint)

    def _choice_line(
        self,
        name: str,
        label: str,
        choices: Iterable[_Labelled],
        now: Callable[[], _Labelled],
    ) -> FormLine:
        options = tuple(choices)

        def chosen(at: int) -> None:
            setattr(self.draft, name, options[at])
            self._changed()

        field = _Choice(chosen, lambda: (tuple(each.label for each in options), options.index(now())))
        return FormLine(name, label, field, hint=str)

    def on_mount(self) -> None:
        super().on_mount()
        for name, field in self._texts.items():
            field.put(getattr(self.draft, name))
        self._draw()
        self.set_focus(self.lines[0].fields[0])

    def show(self) -> None:
        super().show()
        for line in self.lines:
            line.redraw()
        self._draw()

    # Drawing

    def _changed(self) -> None:
        self._draw()

    def _draw(self) -> None:
        """Judge what stands in the fields, and say it beside them."""
        draft = self.draft
        self._criterion, troubles = draft.read(self._among, self._at)
        by_field = {trouble.field: trouble for trouble in reversed(troubles)}
        palette = palette_of(self.app)
        about = Text(draft.about.name, palette.text)
        if draft.about.kind is Kind.PATTERN:
            about.append(f"   {draft.about.words}", palette.dim)
        elif draft.about.kind in (Kind.DAYS, Kind.REPORT):
            about.append(f"   {draft.about.kind.value}", palette.dim)
        self.query_one("#field", Static).update(about)
        for line in self.lines:
            line.display = self._is_asked(line.field_name)
            for field in line.fields:
                if isinstance(field, _Choice):
                    field.renew()
            self._say(line, by_field)
        if self._second is not None:
            self._show_indicators(self._second)
        message = by_field.get("field")
        words = message.text if message else ""
        if self._criterion is not None:
            words = f"{self._criterion.subject}: {self._criterion.condition(self._among.market.currency)}"
        style = palette.danger if message else palette.dim
        self.query_one("#message", Static).update(Text(words, style))

    def _say(self, line: FormLine, by_field: Mapping[str, Trouble]) -> None:
        wrong = by_field.get(line.field_name)
        if wrong is not None:
            line.say(wrong.text, "danger" if wrong.blocking else "warning")
        else:
            line.say(line.hint(), "dim")

    def _is_asked(self, name: str) -> bool:
        draft = self.draft
        if name == "parameters":
            return bool(draft.about.parameters)
        if name == "second_parameters":
            return draft.second is not None and bool(draft.second.parameters)
        return draft.second is None if name == "value" else True

    def _show_indicators(self, second: ChoiceField) -> None:
        draft = self.draft
        names = [each.name for each in INDICATORS]
        self.query_one("#first", ChoiceField).show_options(names, INDICATORS.index(draft.about))
        at = INDICATORS.index(draft.second) + 1 if draft.second is not None else 0
        second.show_options([A_NUMBER, *names], at)
        self.query_one("#holds", ChoiceField).show_options(HOLDS, int(draft.shown_only))

    # What is chosen

    def _take_first(self, about: ScreenField) -> None:
        self.draft.take_first(about)
        self._texts["parameters"].put(self.draft.parameters)
        self._changed()

    def _take_second(self, at: int) -> None:
        self.draft.take_second(INDICATORS[at - 1] if at else None)
        self._texts["second_parameters"].put(self.draft.second_parameters)
        self._changed()

    def _take_holds(self, at: int) -> None:
        self.draft.shown_only = bool(at)
        self._changed()

    # Keys

    def action_next_field(self) -> None:
        self._move(1)

    def action_previous_field(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        fields: list[Widget] = [line.fields[0] for line in self.lines if line.display]
        at = fields.index(self.focused) if self.focused in fields else 0
        self.set_focus(fields[(at + by) % len(fields)])

    def action_find(self) -> None:
        """Find the indicator of the field that has the focus by its name."""
        if self._second is None:
            return
        is_second = self.focused in (self._second, self._texts["second_parameters"])

        def picked(option: Option | None) -> None:
            if option is not None and is_second:
                self._take_second(INDICATORS.index(option.value) + 1)
            elif option is not None:
                self._take_first(option.value)

        options = [Option(each, each.name, "", each.words) for each in INDICATORS]
        self.app.push_screen(PickScreen("Indicator", options, "as in average, rsi, bollinger"), picked)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Answer it, unless something cannot be: then go there."""
        criterion, troubles = self.draft.read(self._among, self._at)
        if criterion is not None:
            self.dismiss(criterion)
            return
        wrong = next((trouble.field for trouble in troubles if trouble.blocking), "")
        for line in self.lines:
            if line.field_name == wrong:
                self.set_focus(line.fields[0])


class _Choice(ChoiceField):
    """A choice that knows what it shows."""

    def __init__(
        self, on_chosen: Callable[[int], None], now: Callable[[], tuple[Sequence[str], int]]
    ) -> None:
        super().__init__(on_chosen)
        self._now = now

    def renew(self) -> None:
        self.show_options(*self._now())
