"""The badges on the dashboard and on every dialog: whose money is in play, and whether others can read along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style
from textual.app import App

from futu_tui.trading import Account, TrdEnv
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette

if TYPE_CHECKING:
    from futu_tui.config import Settings
    from futu_tui.feed import Feed
    from futu_tui.trading import Accounts


EXPOSED = "NO TLS"
"""What stands beside the environment for as long as the connection leaves this machine without encryption."""


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
    """The badge and the account in play; `read_only` where there is none, or the gateway tells nothing of it."""
    if account is None:
        return [Part(" read-only " if read_only else " no account ", palette.dim)]
    mark = [Part("read-only ", palette.warning)] if read_only else []
    return [*environment_parts(account.env, palette), Part(f" {clean(account.label)} ", palette.text), *mark]


def exposure_parts(exposed: bool, palette: Palette) -> list[Part]:
    """The mark of a connection that others can read; nothing for one that they cannot."""
    return [Part(f" {EXPOSED} ", palette.badge_exposed), Part(" ", palette.text)] if exposed else []


def is_exposed(app: App[Any]) -> bool:
    """Whether the gateway in use is reached without encryption over a network."""
    feed: Feed | None = getattr(app, "feed", None)
    return feed is not None and feed.gateway.exposed


def badge_of(app: App[Any], palette: Palette) -> list[Part]:
    """The badges for a dialog: the account in play, or the environment to start in while there is none."""
    exposure = exposure_parts(is_exposed(app), palette)
    accounts: Accounts | None = getattr(app, "accounts", None)
    if accounts is not None and accounts.current is not None:
        return [*exposure, *account_parts(accounts.current.account, palette)]
    settings: Settings | None = getattr(app, "settings", None)
    real = settings is not None and settings.trading.environment == "real"
    return [*exposure, *environment_parts(TrdEnv.REAL if real else TrdEnv.SIMULATE, palette)]
