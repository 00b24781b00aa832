"""Settings as flags of a command: made from their declarations, checked and merged by `config.load`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from futu_tui.config import SETTINGS, SWITCH, ConfigError, Loaded, Setting, load

_PARAMETERS = {setting.path.replace(".", "__"): setting.path for setting in SETTINGS.values()}
"""A click parameter must be an identifier: `display__fps` stands for `display.fps`."""


class WrongSettings(click.ClickException):
    """Settings that cannot be used; ends the program as wrong usage does."""

    exit_code = 2


def settings_flags(*sections: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives a command the flags of these sections and `--config`.

    The command is called with `read_settings`, which answers with the `config.Loaded` of all this or ends the
    program with what is wrong.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, config_file: Path | None, **options: Any) -> Any:
            given = {path: options.pop(name, None) for name, path in _PARAMETERS.items()}
            flags = {path: value for path, value in given.items() if value is not None}
            return function(*args, read_settings=lambda: load_or_fail(config_file, flags), **options)

        decorated: Callable[..., Any] = wrapper
        for setting in reversed(SETTINGS.values()):
            if setting.section in sections:
                decorated = _flag(setting)(decorated)
        return click.option(
            "--config", "config_file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
            help="Read the settings from this file.",
        )(decorated)  # fmt: skip

    return decorate


def load_or_fail(config_file: Path | None = None, flags: dict[str, Any] | None = None) -> Loaded:
    """The settings, with a wrong one told to the person as wrong usage."""
    try:
        return load(config_file, flags=flags)
    except ConfigError as error:
        raise WrongSettings(str(error)) from error


def _flag(setting: Setting) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    name = setting.path.replace(".", "__")
    if isinstance(setting.default, bool) or setting.choices == SWITCH:
        off = "--no-" + setting.flag.removeprefix("--")
        return click.option(f"{setting.flag}/{off}", name, type=bool, default=None, help=setting.doc)
    if setting.choices:
        return click.option(setting.flag, name, type=click.Choice(setting.choices), help=setting.doc)
    metavar = {"gateway.target": "HOST:PORT"}.get(setting.path)
    if metavar is None:
        metavar = "NUMBER" if isinstance(setting.default, (int, float)) else "TEXT"
        metavar = "FILE" if "file" in setting.doc.casefold().split() else metavar
    return click.option(setting.flag, name, metavar=metavar, help=setting.doc)
