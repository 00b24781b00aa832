"""The driver of a terminal as a shell's job: it stops, and comes back with everything as it was.

Textual handles the signals of job control wherever they happen to arrive, and starts a second reader of the keyboard
after a stop that it was not asked for. Here they wait for the loop, and the terminal is left before it is entered anew.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from futu_tui.tui.terminal_driver import TerminalDriver

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.terminal_guard import TerminalGuard


class JobControl(TerminalDriver):
    """Stops by `suspend`, a shell's SIGTSTP or an outright SIGSTOP, and takes the terminal anew after each."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._hear()

    @property
    def guard(self) -> TerminalGuard | None:
        """Who gives the terminal back should the program die."""
        guard: TerminalGuard | None = getattr(self._app, "guard", None)
        return guard

    def start_application_mode(self) -> None:
        if self.guard is not None:
            self.guard.entered()
        super().start_application_mode()

    def close(self) -> None:
        super().close()
        if self.guard is not None:
            self.guard.left()

    # Stopping

    @property
    def can_come_back(self) -> bool:
        """Whether there is a shell that could continue the program once it stops."""
        parent = os.getppid()
        try:
            return parent > 1 and os.getsid(parent) == os.getsid(0)
        except OSError:
            return False

    def suspend(self) -> None:
        """Leave the terminal to the shell; returns when that has brought the program back, everything taken anew."""
        if not self.can_come_back:
            words = "ctrl+z does nothing here: no shell waits that could bring the program back."
            self._app.notify(words, markup=False)
            return
        self._app.app_suspend_signal.publish(self._app)
        self.suspend_application_mode()
        with self._deaf():
            os.killpg(0, signal.SIGTSTP)  # the whole job, as a terminal would: a script around it stops too
            self._wait_for_the_foreground()
        self._take_anew()

    def _go_on(self) -> None:
        """Somebody continued the program; who stopped it has drawn on the terminal, and may have changed it."""
        if self._writer_thread is None:
            return
        self._app.app_suspend_signal.publish(self._app)
        with self._deaf():
            self._wait_for_the_foreground()
        self.suspend_application_mode()
        self._take_anew()

    @contextmanager
    def _deaf(self) -> Iterator[None]:
        """Stop and go on as the system does by itself; nothing of it is heard of later."""
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._loop.remove_signal_handler(number)
        try:
            yield
        finally:
            self._hear()

    def _hear(self) -> None:
        self._loop.add_signal_handler(signal.SIGTSTP, self.suspend)
        self._loop.add_signal_handler(signal.SIGCONT, self._go_on)

    def _wait_for_the_foreground(self) -> None:
        """`bg` continues the program too; it has nothing to do there."""
        while self.can_come_back and os.tcgetpgrp(self.fileno) != os.getpgrp():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _take_anew(self) -> None:
        self._must_signal_resume = True
        self.resume_application_mode()
        self._app.refresh(layout=True)
