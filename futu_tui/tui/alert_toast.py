"""Tells the person of price alerts, whatever screen is in view: a few words at the edge, and the terminal's bell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from futu_tui.tui import format
from futu_tui.tui.keymap import keymap_of
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.alerts import name_of

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.market import Fired, Store

SECONDS = 20.0
"""How long one stays on the screen."""
AT_ONCE = 3
"""More than so many in a frame are told of together."""


def tell_fired(app: App[Any], fired: Sequence[Fired], store: Store, *, bell: bool) -> None:
    """Say which alerts told, and ring once for all of them if `bell`."""
    if len(fired) > AT_ONCE:
        names = ", ".join(dict.fromkeys(str(each.security) for each in fired))
        text = f"{names}\n{keymap_of(app).hint('dashboard.alerts')}"
        app.notify(
            text, title=f"{len(fired)} price alerts", severity="warning", timeout=SECONDS, markup=False
        )
    else:
        for each in fired:
            app.notify(
                words_of(each, store),
                title=title_of(each, store),
                severity="warning",
                timeout=SECONDS,
                markup=False,
            )
    if bell:
        app.bell()


def title_of(fired: Fired, store: Store) -> str:
    """Whose alert it is: `◇ HK.00700 Tencent`."""
    return f"◇ {fired.security} {clean(fired.name or name_of(fired.security, store))}".rstrip()


def words_of(fired: Fired, store: Store) -> str:
    """What happened, at which price, and the person's own note."""
    quote = store.quotes.get(fired.security)
    price = format.price(fired.price, quote.decimals if quote else 2)
    at = f"at {price}  {format.percent(fired.change_rate)}%" if fired.price is not None else ""
    return "\n".join(filter(None, (clean(fired.content) or fired.label, at, clean(fired.note))))
