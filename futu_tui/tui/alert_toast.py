"""Tells the person of price alerts, whatever screen is in view: a few words at the edge, and the terminal's bell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from futu_tui.tui import format
from futu_tui.tui.keymap import keymap_of
from futu_tui.tui.text import clean
from futu_tui.tui.widgets.watchlist_columns import ALERT_MARK

if TYPE_CHECKING:
    from textual.app import App

    from futu_tui.market import Fired, Store
    from futu_tui.protocol import Security

SECONDS = 12.0
"""How long one stays on the screen."""
AT_ONCE = 3
"""More than so many in a frame are told of together."""
REST = 10.0
"""Seconds in which an alert that tells again, as the price goes to and fro over its level, is in the list alone."""


class AlertToasts:
    """What was told of, and is not told of again at once."""

    def __init__(self, app: App[Any], store: Store, *, bell: bool) -> None:
        """`bell` is whether the terminal is to ring."""
        self._app = app
        self._store = store
        self._bell = bell
        self._told: dict[tuple[Security, int], float] = {}

    def tell(self, fired: Sequence[Fired]) -> None:
        """Say which alerts told, and ring once for all of them."""
        fresh = [each for each in fired if self._is_news(each)]
        if not fresh:
            return
        if len(fresh) > AT_ONCE:
            names = ", ".join(dict.fromkeys(str(each.security) for each in fresh))
            self._notify(
                f"{names}\n{keymap_of(self._app).hint('dashboard.alerts')}", f"{len(fresh)} price alerts"
            )
        else:
            for each in fresh:
                self._notify(self._words(each), self._title(each))
        if self._bell:
            self._app.bell()

    def _is_news(self, fired: Fired) -> bool:
        key = (fired.security, fired.key)
        before = self._told.get(key)
        if fired.key and before is not None and fired.heard_at - before < REST:
            return False
        self._told[key] = fired.heard_at
        return True

    def _notify(self, text: str, title: str) -> None:
        self._app.notify(text, title=title, severity="warning", timeout=SECONDS, markup=False)

    def _title(self, fired: Fired) -> str:
        """Whose alert it is."""
        name = clean(fired.name or self._store.name_of(fired.security))
        return f"{ALERT_MARK} {fired.security} {name}".rstrip()

    def _words(self, fired: Fired) -> str:
        """What happened, at which price, and the person's own note."""
        quote, at = self._store.quotes.get(fired.security), ""
        if fired.price is not None:
            price = format.price(fired.price, quote.decimals if quote else 2)
            at = f"at {price}  {format.percent(fired.change_rate)}%"
        return "\n".join(filter(None, (clean(fired.content) or fired.label, at, clean(fired.note))))
