"""What the panes share that plotext draws: it is imported when one of them is first in view, and beside the screen."""

from __future__ import annotations

from typing import Any

from futu_tui.tui.charts import plotted
from futu_tui.tui.widgets.plot_pane import PlotPane


class PlottedPane(PlotPane):
    """A pane that can draw once plotext is there; a start of the program that shows none is not slowed down by it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._awaits = not plotted.loaded()
        self._loading = False

    def tick(self, now: float) -> None:
        super().tick(now)
        if not self._awaits:
            return
        if plotted.loaded():
            self._awaits = False
            self.paint()
        elif not self._loading:
            self._loading = True
            self.run_worker(plotted.load())
