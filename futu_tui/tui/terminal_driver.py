"""Textual's driver with a writer that does not wait for the terminal, and keys read in the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from futu_tui.tui.terminal_input import LoopInputDriver
from futu_tui.tui.terminal_writer import TerminalWriter, writer_to

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.tui.outlet import Outlet

CONTROLS = 1 << 16
"""Bytes that controls such as bells may come to while the terminal takes nothing; more are left out."""


class TerminalDriver(LoopInputDriver):
    """Powers a terminal that may be slow, or stop taking anything."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        self.writer: TerminalWriter | None = None
        self._controls = 0
        super().__init__(app, **options)

    # Textual makes a writer of its own where it enters the terminal, and starts what it finds here.
    @property
    def _writer_thread(self) -> Any:
        return self.writer

    @_writer_thread.setter
    def _writer_thread(self, thread: object) -> None:
        self.writer = None if thread is None else writer_to(self._file.fileno())  # type: ignore[union-attr]

    def start_application_mode(self) -> None:
        """Enter the terminal; nothing is known of what it shows."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if (outlet := self._outlet) is not None and self.writer is not None:
            outlet.open(self.writer)

    @property
    def _outlet(self) -> Outlet | None:
        outlet: Outlet | None = getattr(self._app, "outlet", None)
        return outlet

    @property
    def unanswered(self) -> int:
        return self._outlet.unanswered if self._outlet is not None else 0

    def answered(self) -> None:
        if self._outlet is not None:
            self._outlet.answered()

    def write(self, data: str) -> None:
        writer = self.writer
        if writer is None:
            return
        if not writer.busy:
            self._controls = 0
        elif self._controls > CONTROLS:
            return
        self._controls += len(data)
        writer.write(data)
