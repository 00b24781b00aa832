"""Textual's driver as a shell's job: it stops and comes back, and ends when its terminal is gone.

Textual handles the signals of job control wherever they happen to arrive, starts a second reader of the keyboard after
a stop that it was not asked for, and reads on for ever from a terminal that has ended. Here signals wait for the loop.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.terminal_guard import TerminalGuard

TICK = 0.1
"""Seconds after which a key that may be the beginning of a sequence is a key, and an end is looked for."""
JUST_NOW = 0.5
"""Seconds in which a signal to go on belongs to a stop that is over already."""


class JobControl(LinuxDriver):
    """Stops by `suspend`, a shell's SIGTSTP or an outright SIGSTOP, and takes the terminal anew after each."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._back_at = 0.0
        self._loop.add_signal_handler(signal.SIGTSTP, self.suspend)
        self._loop.add_signal_handler(signal.SIGCONT, self._go_on)

    @property
    def guard(self) -> TerminalGuard | None:
        """Who gives the terminal back should the program die."""
        guard: TerminalGuard | None = getattr(self._app, "guard", None)
        return guard

    def start_application_mode(self) -> None:
        if self.guard is not None:
            self.guard.entered()
        super().start_application_mode()  # type: ignore[no-untyped-call]

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
            self._app.notify("ctrl+z does nothing here: no shell waits that could bring the program back.")
            return
        self._app.app_suspend_signal.publish(self._app)
        self.suspend_application_mode()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.killpg(
            0, signal.SIGTSTP
        )  # the whole job, as the terminal itself would: a script around it stops too
        self._loop.add_signal_handler(signal.SIGTSTP, self.suspend)
        self._wait_for_the_foreground()
        self._take_anew()

    def _go_on(self) -> None:
        """Somebody continued the program; who stopped it has drawn on the terminal, and may have changed it."""
        if time.monotonic() - self._back_at < JUST_NOW or self._writer_thread is None:
            return
        self._app.app_suspend_signal.publish(self._app)
        self._wait_for_the_foreground()
        self.suspend_application_mode()
        self._take_anew()

    def _wait_for_the_foreground(self) -> None:
        """`bg` continues the program too; it has nothing to do there."""
        while self.can_come_back and os.tcgetpgrp(self.fileno) != os.getpgrp():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _take_anew(self) -> None:
        self._must_signal_resume = True
        self.resume_application_mode()
        self._app.refresh(layout=True)
        self._back_at = time.monotonic()

    # Reading

    def run_input_thread(self) -> None:
        """Read keys until the program leaves the terminal, or the terminal the program."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(TICK):
                    data = self._read()
                    if not data:
                        self._in_loop(partial(self._app.exit, return_code=128 + signal.SIGHUP))
                        return
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        """What was typed; nothing at the terminal's end."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:
            self._in_loop(partial(self._app._handle_exception, error))

    def _in_loop(self, call: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(call)
