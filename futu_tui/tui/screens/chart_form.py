"""Which indicators a chart shows: one a line, as a trader writes them, with what is wrong said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from futu_tui.tui import keymap
from futu_tui.tui.chart_settings import MOST
from futu_tui.tui.charts.indicators import INDICATORS, Spec, SpecError
from futu_tui.tui.screens.dialog import Dialog


class ChartForm(Dialog[tuple[Spec, ...]]):
    """Answers the indicators once all of them can be; None when the person gives up."""

    CONTEXT = "indicators"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("indicators")]
    HINTS = ("indicators.save", "indicators.next_field", "dialog.close")

    DEFAULT_CSS = """
    ChartForm > .dialog { width: 78; }
    ChartForm Horizontal { height: 1; }
    ChartForm Input { border: none; height: 1; width: 26; padding: 0 1; background: $surface; }
    ChartForm Input:focus { border: none; background: $cursor; }
    ChartForm .problem { width: 1fr; height: 1; padding: 0 0 0 2; color: $warning; }
    ChartForm #about { height: 2; margin-top: 1; color: $dim; }
    ChartForm #kinds { height: 2; color: $faint; }
    """

    def __init__(self, specs: Sequence[Spec], period: str) -> None:
        """`specs` are shown now, on bars of this `period`."""
        super().__init__(f"Indicators on {period} bars")
        self._specs = specs

    def contents(self) -> ComposeResult:
        texts = [*map(str, self._specs), *[""] * MOST][:MOST]
        for number, text in enumerate(texts):
            with Horizontal():
                yield Input(text, id=f"indicator-{number}", select_on_focus=False)
                yield Static(classes="problem", id=f"problem-{number}", markup=False)
        yield Static(id="about", markup=False)
        over = " ".join(kind for kind, indicator in INDICATORS.items() if not indicator.panel)
        below = " ".join(kind for kind, indicator in INDICATORS.items() if indicator.panel)
        yield Static(f"Over the prices  {over}\nIn panels below  {below}", id="kinds", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(f"#indicator-{min(len(self._specs), MOST - 1)}", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._check()

    def on_descendant_focus(self) -> None:
        self._check()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_save()

    def action_next_field(self) -> None:
        self.focus_next(Input)

    def action_previous_field(self) -> None:
        self.focus_previous(Input)

    def action_save(self) -> None:
        """Answer, unless something cannot be: then go there."""
        specs, wrong = self._check()
        if wrong is None:
            self.dismiss(tuple(specs))
        else:
            self.query_one(f"#indicator-{wrong}", Input).focus()

    def _check(self) -> tuple[list[Spec], int | None]:
        """What is written, and the first line in which something cannot be; each says so beside it."""
        specs: list[Spec] = []
        wrong: int | None = None
        about = "Write an indicator; an emptied line takes it away."
        for number in range(MOST):
            field = self.query_one(f"#indicator-{number}", Input)
            problem = ""
            if field.value.strip():
                try:
                    spec = Spec.parse(field.value)
                    if spec in specs:
                        raise SpecError(f"{spec} is there already")
                    specs.append(spec)
                    if field.has_focus:
                        about = f"{spec.indicator.form}: {spec.indicator.about}"
                except SpecError as error:
                    problem = str(error)
                    wrong = number if wrong is None else wrong
                    if field.has_focus:
                        about = problem
            self.query_one(f"#problem-{number}", Static).update(problem)
        self.query_one("#about", Static).update(about)
        return specs, wrong
