"""Which bars a chart shows and how: period, adjustment, hours, style and indicators, and the keys that choose them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from futu_tui.market import Period, Rehab, Series, has_extended_hours
from futu_tui.tui.chart_settings import ChartSettings, Drawing
from futu_tui.tui.charts.price_plot import Look
from futu_tui.tui.widgets.chart_orders import OrderKeys

if TYPE_CHECKING:
    from futu_tui.protocol import Security
    from futu_tui.tui.screens.chart_form import ChartChoice


class ChartChoices(OrderKeys):
    """A pane of bars, as far as a person chooses what it shows; style and indicators are remembered by period."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = Period.M5
        """How long one bar is."""
        self.rehab = Rehab.FORWARD
        """How prices are adjusted."""
        self.extended = True
        """Whether bars around regular hours are among them, where there are such."""
        self.profile = False
        """Whether volumes by price stand at the side."""
        self._own_settings = ChartSettings()

    def draw_anew(self) -> None:
        """Draw the same bars in the way that is chosen now."""
        raise NotImplementedError

    def show_other_bars(self) -> None:
        """Begin anew with the bars that are chosen now."""
        raise NotImplementedError

    # What is chosen

    @property
    def series(self) -> Series | None:
        """The bars that are shown; None while no security is current."""
        return self.series_of(self.security)

    def series_of(self, security: Security | None) -> Series | None:
        """The bars of any security that would be shown in the same way."""
        if security is None:
            return None
        return Series.of(security, self.period, self.rehab, extended=self.extended)

    @property
    def settings(self) -> ChartSettings:
        """What is remembered, by the app if it does."""
        settings: ChartSettings = getattr(self.app, "chart_settings", self._own_settings)
        return settings

    def look(self) -> Look:
        """How bars are drawn."""
        palette, drawing = self.palette, self.settings.drawing(self.period)
        solid = self.app.no_color or palette.up.color == palette.down.color
        return Look(drawing.style, drawing.log, self.profile, solid)

    def show_period(self, period: Period) -> None:
        """Show bars of this length from now on."""
        if period is not self.period:
            self.period = period
            self.show_other_bars()

    # Keys: which bars

    def _step_period(self, by: int) -> None:
        periods = list(Period)
        place = periods.index(self.period) + by
        if 0 <= place < len(periods):
            self.show_period(periods[place])

    def action_previous_period(self) -> None:
        self._step_period(-1)

    def action_next_period(self) -> None:
        self._step_period(1)

    def action_rehab(self) -> None:
        """Forward, then backward, then prices as they were."""
        following = {Rehab.FORWARD: Rehab.BACKWARD, Rehab.BACKWARD: Rehab.NONE, Rehab.NONE: Rehab.FORWARD}
        self.rehab = following[self.rehab]
        self.show_other_bars()

    def action_extended(self) -> None:
        if self.security is None or not has_extended_hours(self.security.market, self.period):
            self.refuse(
                "Only US bars of up to an hour can be had with and without the hours around regular trading."
            )
            return
        self.extended = not self.extended
        self.show_other_bars()

    # Keys: how they are drawn

    def action_style(self) -> None:
        drawing = self.settings.drawing(self.period)
        self._draw_as(drawing._replace(style=drawing.style.after))

    def action_log(self) -> None:
        drawing = self.settings.drawing(self.period)
        self._draw_as(drawing._replace(log=not drawing.log))

    def _draw_as(self, drawing: Drawing) -> None:
        """Bars of this length like this from now on."""
        self.settings.draw(self.period, drawing)
        self.draw_anew()

    def action_profile(self) -> None:
        self.profile = not self.profile
        self.draw_anew()

    async def action_indicators(self) -> None:
        """The form of what is shown on bars of this length, and how."""
        from futu_tui.tui.screens.chart_form import ChartChoice, ChartForm

        settings, period = self.settings, self.period

        def chosen(choice: ChartChoice | None) -> None:
            if choice is not None:
                settings.choose(period, choice.specs)
                settings.draw(period, choice.drawing)
                self.draw_anew()

        shown = ChartChoice(settings.specs(period), settings.drawing(period))
        await self.app.push_screen(ChartForm(shown, period.label), chosen)
