"""Bars of the past into files: which, what it will cost before it begins, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from futu_tui.feed.history_export import Export, State
from futu_tui.feed.lookups.bars import Cost, Source, StandIn, cost_of
from futu_tui.feed.lookups.quotas import HistoryUse, QuotaCalls
from futu_tui.market import Period, Rehab
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import PROTOCOLS
from futu_tui.tui import format as fmt
from futu_tui.tui import keymap
from futu_tui.tui.bar_files import BarFiles, NoParquet
from futu_tui.tui.broker_time import market_time
from futu_tui.tui.export_draft import DraftError, ExportDraft
from futu_tui.tui.screens.dialog import Dialog
from futu_tui.tui.screens.order_form import FormLine
from futu_tui.tui.text import clean
from futu_tui.tui.theme import palette_of
from futu_tui.tui.widgets.fields import ChoiceField, Field

if TYPE_CHECKING:
    from futu_tui.feed import Feed
    from futu_tui.protocol import Market, Security

TYPED = "typed here"
"""In place of a group's name."""
YEAR = timedelta(days=365)
LOOK = 0.25
"""Seconds between two looks at how far it is."""
BAR = 40
NAMES = {"codes": "Codes", "begin": "First day", "end": "Last day", "times": "Times"}
"""Fields that can be wrong, as they are called."""
_SOURCES, _PERIODS, _REHABS, _STAND_INS = tuple(Source), tuple(Period), tuple(Rehab), tuple(StandIn)
_REHAB_WORDS = {Rehab.NONE: "as they were paid", Rehab.FORWARD: "forward", Rehab.BACKWARD: "backward"}


class HistoryExportScreen(Dialog[None]):
    """A form until the export begins, then its progress. It goes on when the screen is closed."""

    CONTEXT = "history_export"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("history_export")]
    HELPS_WITH = ("choice",)
    FORM_HINTS = ("history_export.start", "history_export.next_field", "dialog.close")
    RUN_HINTS = ("history_export.pause", "history_export.cancel", "dialog.close")
    OVER_HINTS = ("history_export.start", "dialog.close")

    DEFAULT_CSS = """
    HistoryExportScreen > .dialog { width: 96; padding: 0 2; }
    HistoryExportScreen ChoiceField { width: 32; }
    HistoryExportScreen Field { width: 44; }
    HistoryExportScreen #cost, HistoryExportScreen #progress { height: auto; margin: 1 0; }
    HistoryExportScreen .hidden { display: none; }
    """

    def __init__(
        self,
        feed: Feed,
        groups: Callable[[], Sequence[tuple[str, Sequence[Security]]]],
        draft: ExportDraft,
        begin: Callable[[Export], None],
        under_way: Export | None,
        market: Market,
    ) -> None:
        """`groups` are the watchlist's with what each holds, `begin` runs an export beside the screens.

        `market` is whose today the last day is.
        """
        super().__init__("Export bars")
        self.draft = draft
        self.export = under_way
        self.use: HistoryUse | None = None
        self._feed = feed
        self._groups = groups
        self._begin = begin
        self._message = ""
        self._unknown = "asking what is used …"
        self._now = market_time(feed.store, market)
        draft.begin = draft.begin or f"{(self._now - YEAR).date()}"
        draft.end = draft.end or f"{self._now.date()}"
        self._group = ChoiceField(self._choose_group)
        self._codes = Field(self._typing("codes"), max_length=2000)
        self._source = ChoiceField(lambda at: self._choose("source", _SOURCES[at]))
        self._period = ChoiceField(lambda at: self._choose("period", _PERIODS[at]))
        self._rehab = ChoiceField(lambda at: self._choose("rehab", _REHABS[at]))
        self._first = Field(self._typing("begin"), max_length=10)
        self._last = Field(self._typing("end"), max_length=10)
        self._times = Field(self._typing("times"), max_length=2000)
        self._stand_in = ChoiceField(lambda at: self._choose("stand_in", _STAND_INS[at]))
        self._hours = ChoiceField(lambda at: self._choose("extended", bool(at)))
        self._form = ChoiceField(lambda at: self._choose("parquet", bool(at)))
        self._files = ChoiceField(lambda at: self._choose("together", bool(at)))
        self.lines: Sequence[FormLine] = ()

    def contents(self) -> ComposeResult:
        def line(name: str, label: str, field: Field | ChoiceField, hint: str = "") -> FormLine:
            return FormLine(name, label, field, hint=lambda: hint)

        self.lines = [
            line("group", "Securities", self._group, "a group of the watchlist, or codes"),
            line("codes", NAMES["codes"], self._codes),
            line("source", "From", self._source),
            line("period", "Period", self._period),
            line("rehab", "Prices", self._rehab, "adjusted for dividends and splits"),
            line("begin", NAMES["begin"], self._first),
            line("end", NAMES["end"], self._last),
            line("times", NAMES["times"], self._times),
            line("stand_in", "No bar", self._stand_in, "what stands in for it"),
            line("hours", "Hours", self._hours, "US"),
            line("form", "Files", self._form),
            line("files", "", self._files),
        ]
        yield from self.lines
        yield Static(id="cost", markup=False)
        yield Static(id="progress", markup=False)

    def on_mount(self) -> None:
        self._codes.put(self.draft.codes)
        self._first.put(self.draft.begin)
        self._last.put(self.draft.end)
        self._times.put(self.draft.times)
        self.set_interval(LOOK, self._look)
        self.call_after_refresh(self._arrange)
        self.run_worker(self._ask_use(), group="use", exclusive=True)

    def hint_text(self) -> str:
        hints: tuple[str, ...] = self.FORM_HINTS
        if self.export is not None:
            hints = self.OVER_HINTS if self.export.state.over else self.RUN_HINTS
        return keymap.keymap_of(self.app).hint(*hints)

    def show(self) -> None:
        super().show()
        self.draw_form()

    async def _ask_use(self) -> None:
        try:
            self.use = await QuotaCalls(self._feed.gateway).histories()
        except GatewayError as error:
            self._unknown = f"the gateway does not tell what is used: {error}"
        self.draw_form()

    # The form

    @property
    def held(self) -> Sequence[Security]:
        """What the chosen group holds."""
        return next((held for name, held in self._groups() if name == self.draft.group), ())

    def _typing(self, field: str) -> Callable[[str], None]:
        def typed(text: str) -> None:
            setattr(self.draft, field, text)
            self._message = ""
            self.draw_form()

        return typed

    def _choose(self, field: str, value: object) -> None:
        setattr(self.draft, field, value)
        self._message = ""
        self._arrange()
        self.draw_form()

    def _choose_group(self, at: int) -> None:
        names = ["", *(name for name, _ in self._groups())]
        self._choose("group", names[at])

    def _arrange(self) -> None:
        """Show the fields that count."""
        draft, running = self.draft, self.export is not None
        shown = {"codes": not draft.group, "begin": not draft.has_times, "end": not draft.has_times}
        shown |= {"times": draft.has_times, "stand_in": draft.has_times, "hours": self._has_hours()}
        for line in self.lines:
            line.set_class(running or not shown.get(line.field_name, True), "hidden")
        self.query_one("#cost").set_class(running, "hidden")
        self.query_one("#progress").set_class(not running, "hidden")
        if running:
            self.set_focus(None)
        elif self.focused is None or not self.focused.display or self.focused.parent.has_class("hidden"):  # type: ignore[union-attr]
            self.set_focus(self._group)
        self.show()

    def _has_hours(self) -> bool:
        try:
            return self.draft.has_hours(self.draft.securities(self.held))
        except DraftError:
            return False

    def draw_form(self) -> None:
        """Show what is chosen, what is wrong with it, and what it costs."""
        if not self.lines or not self.is_mounted:
            return
        draft = self.draft
        names = ["", *(name for name, _ in self._groups())]
        at = names.index(draft.group) if draft.group in names else 0
        self._group.show_options([TYPED, *(clean(name) for name in names[1:])], at)
        self._source.show_options([each.label for each in _SOURCES], _SOURCES.index(draft.source))
        self._period.show_options([each.label for each in _PERIODS], _PERIODS.index(draft.period))
        self._rehab.show_options([_REHAB_WORDS[each] for each in _REHABS], _REHABS.index(draft.rehab))
        self._stand_in.show_options([each.label for each in _STAND_INS], _STAND_INS.index(draft.stand_in))
        self._hours.show_options(["regular hours", "with those around"], int(draft.extended))
        self._form.show_options(["CSV", "Parquet"], int(draft.parquet))
        self._files.show_options(["one a security", "one for all"], int(draft.together))
        troubles = {trouble.field: trouble.text for trouble in draft.troubles(self.held)}
        if draft.group and "codes" in troubles:
            troubles["group"] = troubles.pop("codes")
        for line in self.lines:
            wrong = troubles.get(line.field_name)
            line.say(wrong or line.hint(), "danger" if wrong else "dim")
        self.query_one("#cost", Static).update(self._cost_text())

    def _cost_text(self) -> Text:
        palette = palette_of(self.app)
        plan = self.draft.plan(self.held)
        text = Text()
        if plan is not None:
            cost = cost_of(plan, self.use)
            text.append(
                quota_words(cost, self.use, self._unknown, plan.source),
                palette.warning if cost.exceeds else palette.text,
            )
            text.append(f"\n{request_words(cost, len(plan.securities))}", palette.text)
            text.append(f"\nFiles go to {clean(str(Path.cwd()))}", palette.dim)
        else:
            for trouble in self.draft.troubles(self.held):
                text.append(f"{NAMES[trouble.field]}: {clean(trouble.text)}\n", palette.warning)
        if self._message:
            text.append(f"{'' if plan is None else chr(10)}{self._message}", palette.danger)
        return text

    # Keys

    def on_input_submitted(self) -> None:
        self.action_start()

    def action_next_field(self) -> None:
        self.focus_next("Field, ChoiceField")

    def action_previous_field(self) -> None:
        self.focus_previous("Field, ChoiceField")

    def action_start(self) -> None:
        """Begin, or go back to the form where one is over."""
        if self.export is not None:
            if self.export.state.over:
                self.export = None
                self._arrange()
                self.run_worker(self._ask_use(), group="use", exclusive=True)
            return
        plan = self.draft.plan(self.held)
        if plan is None:
            self._message = "Not yet: that must be put right first."
            self.draw_form()
            return
        try:
            files = BarFiles(
                plan, Path.cwd(), self._now, parquet=self.draft.parquet, together=self.draft.together
            )
        except NoParquet as problem:
            self._message = str(problem)
            self.draw_form()
            return
        self.export = Export(lambda: self._feed.gateway, plan, files)
        self._begin(self.export)
        self._arrange()

    def action_pause(self) -> None:
        """Pause, or go on."""
        if self.export is not None:
            (self.export.resume if self.export.state is State.PAUSED else self.export.pause)()
            self._look()

    def action_cancel(self) -> None:
        """End it; what is complete stays."""
        if self.export is not None:
            self.export.cancel()
            self._look()

    # Progress

    def _look(self) -> None:
        if self.export is not None:
            protocol = PROTOCOLS[self.export.plan.source.proto_id]
            waits = next((seconds for held, seconds in self._feed.gateway.waiting if held == protocol), None)
            self.query_one("#progress", Static).update(Text("\n".join(progress_lines(self.export, waits))))
            super().show()


def quota_words(cost: Cost, use: HistoryUse | None, unknown: str, source: Source) -> str:
    """What of the history quota it takes."""
    if not source.costs_quota:
        return "Costs nothing of the history quota"
    if cost.new is None or use is None:
        return f"History quota: {unknown}"
    left = f"{cost.left:,} are left of {use.used + use.left:,}"
    if cost.exceeds:
        return f"Costs {cost.new:,} of the history quota, and only {left}: the rest will be refused"
    return f"Costs {cost.new:,} of the history quota for 30 days; {left}"


def request_words(cost: Cost, securities: int) -> str:
    """How many requests, and how long the limit makes them take."""
    about = f"About {cost.requests:,} request{'s' * (cost.requests != 1)} for {securities:,} securit"
    about += "y" if securities == 1 else "ies"
    return f"{about}; the limit makes that {fmt.age(cost.seconds)} at least" if cost.seconds else about


def progress_lines(export: Export, waits: float | None) -> list[str]:
    """How far it is, in lines."""
    whole = round(export.fraction * BAR)
    total = len(export.plan.securities)
    lines = [
        f"{'█' * whole}{'░' * (BAR - whole)} {export.settled:,} of {total:,}",
        f"{export.bars:,} bars in files, {export.pending:,} of {export.at or 'the next'} so far, "
        f"{export.requests:,} requests",
    ]
    state = export.state.value
    if export.state is State.RUNNING and waits is not None:
        state = f"held back by the gateway's limit for {fmt.milliseconds(waits)} more"
    lines.append(f"{state}: {clean(export.reason)}" if export.reason else state)
    for security, words in list(export.refused.items())[:5]:
        lines.append(f"refused {security}: {clean(words)}")
    if len(export.refused) > 5:
        lines.append(f"and {len(export.refused) - 5:,} more were refused")
    for security, words in list(export.cut_short.items())[:5]:
        lines.append(f"perhaps not whole {security}: {clean(words)}")
    if len(export.cut_short) > 5:
        lines.append(f"and {len(export.cut_short) - 5:,} more are perhaps not whole")
    if export.empty:
        lines.append(f"without bars: {' '.join(map(str, export.empty[:8]))}{' …' * (len(export.empty) > 8)}")
    if export.state.over:
        files = [clean(str(path.name)) for path in export.files]
        lines.append(f"{len(files)} file{'s' * (len(files) != 1)} in {clean(str(Path.cwd()))}")
        lines += files[:6]
        if len(files) > 6:
            lines.append(f"and {len(files) - 6:,} more")
    return lines
