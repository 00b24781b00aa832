"""The environment badge: whose money is in play, on the dashboard and on every dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style
from textual.app import App

from futu_tui.trading import Account, TrdEnv
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette

if TYPE_CHECKING:
    from futu_tui.config import Settings
    from futu_tui.trading import Accounts


class Part(NamedTuple):
    """A run of one style on a line."""

    text: str
    style: Style


def environment_parts(environment: TrdEnv, palette: Palette) -> list[Part]:
    """SIMULATE calm, REAL inverted in the danger colour."""
    if environment is TrdEnv.REAL:
        return [Part(" REAL ", palette.badge_real)]
    return [Part(" SIMULATE ", palette.badge_simulate)]


def account_parts(account: Account | None, palette: Palette, *, read_only: bool = False) -> list[Part]:
    """The badge and the account in play; `read_only` tells why there is none."""
    if account is None:
        return [Part(" read-only " if read_only else " no account ", palette.dim)]
    return [*environment_parts(account.env, palette), Part(f" {clean(account.label)} ", palette.text)]


def badge_of(app: App[Any], palette: Palette) -> list[Part]:
    """The badge for a dialog: the account in play, or the environment to start in while there is none."""
    accounts: Accounts | None = getattr(app, "accounts", None)
    if accounts is not None and accounts.current is not None:
        return account_parts(accounts.current.account, palette)
    settings: Settings | None = getattr(app, "settings", None)
    if settings is not None and settings.trading.environment == "real":
        return environment_parts(TrdEnv.REAL, palette)
    return environment_parts(TrdEnv.SIMULATE, palette)
