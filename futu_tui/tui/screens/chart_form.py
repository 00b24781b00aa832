"""What a chart shows: indicators, one a line as a trader writes them, with what is wrong beside it; and the style."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from futu_tui.tui import keymap
from futu_tui.tui.chart_settings import MOST, Drawing
from futu_tui.tui.charts.indicators import INDICATORS, Spec, SpecError
from futu_tui.tui.charts.price_plot import Style
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.widgets.fields import ChoiceField

STYLES = tuple(Style)
STYLE_NAMES = tuple(style.value for style in STYLES)
SCALES = ("even scale", "log scale")
FIELDS = "Input, ChoiceField"


class ChartChoice(NamedTuple):
    """What is shown on bars of a period, and how."""

    specs: tuple[Spec, ...]
    drawing: Drawing


class ChartForm(Dialog[ChartChoice]):
    """Answers what to show once all of the indicators can be; None when the person gives up."""

    CONTEXT = "indicators"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("indicators")]
    HINTS = ("indicators.save", "indicators.next_field", "dialog.close")

    DEFAULT_CSS = """
    ChartForm > .dialog { width: 78; }
    ChartForm Horizontal { height: 1; }
    ChartForm Input { border: none; height: 1; width: 26; padding: 0 1; background: $surface; }
    ChartForm Input:focus { border: none; background: $cursor; }
    ChartForm .problem { width: 1fr; height: 1; padding: 0 0 0 2; color: $warning; }
    ChartForm #drawing { margin-top: 1; }
    ChartForm #drawing > Static { width: 8; padding: 0 0 0 1; color: $dim; }
    ChartForm #drawing > ChoiceField { width: 18; margin-right: 2; }
    ChartForm #about { height: 2; margin-top: 1; color: $dim; }
    ChartForm #kinds { height: 2; color: $faint; }
    """

    def __init__(self, shown: ChartChoice, period: str) -> None:
        """`shown` is what there is now, on bars of this `period`."""
        super().__init__(f"Chart of {period} bars")
        self._specs, self._drawing = shown
        self._style = ChoiceField(self._choose_style, id="style")
        self._scale = ChoiceField(self._choose_scale, id="scale")

    def contents(self) -> ComposeResult:
        texts = [*map(str, self._specs), *[""] * MOST][:MOST]
        for number, text in enumerate(texts):
            with Horizontal():
                yield Input(text, id=f"indicator-{number}", select_on_focus=False)
                yield Static(classes="problem", id=f"problem-{number}", markup=False)
        with Horizontal(id="drawing"):
            yield Static("Prices", markup=False)
            yield self._style
            yield self._scale
        yield Static(id="about", markup=False)
        over = " ".join(kind for kind, indicator in INDICATORS.items() if not indicator.panel)
        below = " ".join(kind for kind, indicator in INDICATORS.items() if indicator.panel)
        yield Static(f"Over the prices  {over}\nIn panels below  {below}", id="kinds", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_drawing()
        self.query_one(f"#indicator-{min(len(self._specs), MOST - 1)}", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._check()

    def on_descendant_focus(self) -> None:
        self._check()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_save()

    def action_next_field(self) -> None:
        self.focus_next(FIELDS)

    def action_previous_field(self) -> None:
        self.focus_previous(FIELDS)

    def action_save(self) -> None:
        """Answer, unless something cannot be: then go there."""
        specs, wrong = self._check()
        if wrong is None:
            self.dismiss(ChartChoice(tuple(specs), self._drawing))
        else:
            self.query_one(f"#indicator-{wrong}", Input).focus()

    def _choose_style(self, place: int) -> None:
        self._drawing = self._drawing._replace(style=STYLES[place])
        self._show_drawing()

    def _choose_scale(self, place: int) -> None:
        self._drawing = self._drawing._replace(log=bool(place))
        self._show_drawing()

    def _show_drawing(self) -> None:
        self._style.show_options(STYLE_NAMES, STYLES.index(self._drawing.style))
        self._scale.show_options(SCALES, int(self._drawing.log))

    def _check(self) -> tuple[list[Spec], int | None]:
        """What is written, and the first line in which something cannot be; each says so beside it."""
        specs: list[Spec] = []
        wrong: int | None = None
        about = "Write an indicator; an emptied line takes it away."
        if self._style.has_focus or self._scale.has_focus:
            about = "How prices are drawn on bars of this length; left and right choose."
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
