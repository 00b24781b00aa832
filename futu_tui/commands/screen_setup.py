"""What the dashboard needs from the settings: keys, themes, limits and a client of the gateway, each checked first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from futu_tui.config import ConfigError, Loaded, Settings, config_folder

if TYPE_CHECKING:
    from futu_tui.opend import OpenD
    from futu_tui.tui.keymap import Keymap
    from futu_tui.tui.theme import Themes


def keymap_of_settings(loaded: Loaded) -> Keymap:
    """The keys as the person has them; raises ConfigError that names the lines of wrong ones."""
    from futu_tui.tui.keymap import Keymap, KeymapError

    try:
        return Keymap(loaded.settings.keys)
    except KeymapError as error:
        lines = [
            f"{loaded.origin(f'keys.{problem.id}')}: keys.{problem.id}: {problem.message}"
            for problem in error.problems
        ]
        raise ConfigError("\n".join(lines)) from error


def themes_of_settings(loaded: Loaded) -> Themes:
    """The themes at hand; raises ConfigError when the chosen one is not among them."""
    from futu_tui.tui.theme import ThemeError, Themes

    themes = Themes.load(config_folder() / "themes", loaded.settings.display.up_colour)
    try:
        themes.check(loaded.settings.display.theme)
    except ThemeError as error:
        # A person's own theme that was left out says here why it is missing.
        reasons = [f"{loaded.origin('display.theme')}: {error}", *themes.problems]
        raise ConfigError("\n".join(reasons)) from error
    return themes


def check_limits(loaded: Loaded) -> None:
    """Raises ConfigError that names the place of every amount or list of `[guard]` that means nothing."""
    from futu_tui.trading.guard import Amounts, Names

    guard = loaded.settings.guard
    readings = {
        "max_order_value": Amounts,
        "max_position_value": Amounts,
        "max_day_loss": Amounts,
        "allowed": Names,
        "forbidden": Names,
    }
    problems = []
    for name, reading in readings.items():
        try:
            reading(getattr(guard, name))
        except ValueError as error:
            problems.append(f"{loaded.origin(f'guard.{name}')}: guard.{name}: {error}")
    if problems:
        raise ConfigError("\n".join(problems))


def gateway_opener(settings: Settings) -> Callable[[str], OpenD]:
    """Makes clients of a target; raises ConfigError when the person's key or TLS files cannot be used.

    Key, TLS and leave to go without it belong to the target of the settings and go to no other.
    """
    from futu_tui.api_key import read_api_key
    from futu_tui.opend import TLS, ApiKey, OpenD
    from futu_tui.private_file import read_private

    gateway = settings.gateway
    files = [
        Path(name).expanduser() if name else None
        for name in (gateway.tls_ca, gateway.tls_cert, gateway.tls_key)
    ]
    text = read_api_key(settings)
    try:
        key = ApiKey(text) if text else None
        tls = TLS(*files) if gateway.encrypted else None
        if tls is not None:
            tls.credentials()
            if tls.key is not None:
                read_private(tls.key, "this private key")
    except OSError as error:
        raise ConfigError(
            f"{error.filename}: cannot be read: {error.strerror}; check gateway.tls_ca, tls_cert and tls_key"
        ) from error
    except ValueError as error:
        raise ConfigError(str(error)) from error

    def open_gateway(target: str) -> OpenD:
        if target != gateway.target:
            return OpenD(target)
        return OpenD(target, key, tls, insecure=gateway.insecure)

    return open_gateway
