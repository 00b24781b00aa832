"""What is around the dashboard from its start to its end: the log, the watch for crashes, and the terminal's guard."""

from __future__ import annotations

import logging
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from futu_tui import __version__, crash
from futu_tui.config import SETTINGS, Loaded, Setting, state_folder
from futu_tui.terminal_guard import TerminalGuard

if TYPE_CHECKING:
    from futu_tui.tui.app import FutuApp

log = logging.getLogger(__name__)


class Session:
    """`with Session(loaded) as session`: before threads and large imports, for the guard is a fork."""

    def __init__(self, loaded: Loaded) -> None:
        from futu_tui.log_file import FILE_NAME

        folder = state_folder()
        self.watch = crash.watch = crash.CrashWatch(folder)
        self.guard = TerminalGuard(lambda: self.watch.last_words(folder / FILE_NAME))
        self._loaded = loaded
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        from futu_tui.log_file import Log

        self.log = Log(self.watch.folder, self._loaded.settings.program.log_level)
        self.watch.tell("settings that are not the default", lambda: _settings(self._loaded))
        self.watch.tell("seconds since the start", lambda: f"{time.monotonic() - self._begun:.0f}")
        log.info("futu-tui %s begins", __version__)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        log.info("futu-tui ends%s", f": {kind.__name__}" if kind else "")
        self.log.end()
        self.watch.tell("last lines of the log", lambda: "".join(f"\n  {line}" for line in self.log.last))
        self.guard.end()
        self.watch.end()

    def follow(self, app: FutuApp) -> None:
        """Have reports tell of the app, and the guard know when it has the terminal."""
        app.guard = self.guard
        app.on_crash = self.watch.freeze
        for name, fact in app.facts().items():
            self.watch.tell(name, fact)
        for path in self.watch.earlier:
            kind = crash.hard_crash(path)
            app.problems.append(
                f"The program crashed before ({kind}). A report without secrets is in {path}."
            )


def _settings(loaded: Loaded) -> str:
    """Names and values, of texts and limits only that they are set."""
    found = []
    for path in loaded.origins:
        if (setting := SETTINGS.get(path)) is not None:
            section = getattr(loaded.settings, setting.section)
            value = getattr(section, setting.name) if _is_public(setting) else "set"
            found.append(f"{path} = {value}")
    return "; ".join(found) or "none"


def _is_public(setting: Setting) -> bool:
    return setting.section != "guard" and (bool(setting.choices) or not isinstance(setting.default, str))
