"""Work beside a screen that may fail without taking the program along."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.worker import Worker, WorkerState

if TYPE_CHECKING:
    from textual.dom import DOMNode

log = logging.getLogger(__name__)


class SafeWorkers:
    """Stands before a class of screen; it is no widget itself, so that Textual takes styles from that class.

    Textual ends the program when a worker raises. Here it is logged, and told as long as the screen is open.
    """

    def run_worker(self, work: Any, *args: Any, **options: Any) -> Worker[Any]:
        options.setdefault("exit_on_error", False)
        node: DOMNode = super()  # type: ignore[assignment]
        return node.run_worker(work, *args, **options)

    @property
    def is_open(self) -> bool:
        """Whether this screen stands, in front or behind others."""
        assert isinstance(self, Screen)
        return self in self.app.screen_stack

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is not WorkerState.ERROR:
            return
        assert isinstance(self, Screen)
        error = event.worker.error
        log.error("work of %s failed", type(self).__name__, exc_info=error)
        if self.is_open:
            self.notify(
                f"A part of this screen failed and may show what no longer holds: {error!r}",
                severity="error", timeout=30, markup=False,
            )  # fmt: skip
