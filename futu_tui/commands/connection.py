"""The gateway of the settings, for the commands that talk to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from futu_tui.commands.options import WrongSettings
from futu_tui.config import ConfigError, Settings

if TYPE_CHECKING:
    from futu_tui.opend import OpenD


def open_gateway(settings: Settings) -> OpenD:
    """Its client; ends the program as wrong usage where the key or a TLS file cannot be used."""
    from futu_tui.commands.screen_setup import gateway_opener

    try:
        return gateway_opener(settings)(settings.gateway.target)
    except ConfigError as error:
        raise WrongSettings(str(error)) from error
