"""Lists of price alerts: those that wait, with how far each is from telling, and those that told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style
from textual.message import Message

from futu_tui.market import Alert, Fired, Quote
from futu_tui.market.alerts import frequency_label
from futu_tui.protocol import Security
from futu_tui.protocol.alerts import Unit
from futu_tui.tui import format
from futu_tui.tui.alert_draft import hours_label
from futu_tui.tui.text import clean
from futu_tui.tui.theme import Palette
from futu_tui.tui.widgets.columns import Column
from futu_tui.tui.widgets.grid import Grid
from futu_tui.tui.widgets.records import Records
from futu_tui.tui.widgets.watchlist_columns import ALERT_MARK

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store


class AlertRow(NamedTuple):
    """An alert with what is known of its security."""

    alert: Alert
    quote: Quote | None
    name: str

    @property
    def decimals(self) -> int:
        return self.quote.decimals if self.quote else 2

    @property
    def to_go(self) -> float | None:
        return self.alert.to_go(self.quote)


def value_text(value: float | None, unit: Unit | None, decimals: int) -> str:
    """What an alert waits for, or what that is now: `512.50`, `3.00%`, `1.2M`."""
    if unit is Unit.PRICE:
        return _price(value, decimals)
    if unit is Unit.PERCENT:
        return format.price(value) + "%" * (value is not None)
    return format.volume(value) if unit is not None else format.quantity(value)


def _price(value: float | None, decimals: int) -> str:
    """With more decimals than the security's where the price has more, up to the three of an alert."""
    if value is not None and round(value, decimals) != round(value, 3):
        decimals = 3
    return format.price(value, decimals)


def words_of(alert: Alert, decimals: int) -> str:
    """An alert in a few words: `HK.00700 price up to 520.00`."""
    words = alert.label.removesuffix(" %")
    return f"{alert.security} {words[:1].lower()}{words[1:]} {value_text(alert.value, alert.unit, decimals)}"


def _text(row: object, palette: Palette) -> Style:
    return palette.text


def _dim(row: object, palette: Palette) -> Style:
    return palette.dim


def _now(row: AlertRow, cells: int) -> str:
    return value_text(row.alert.current(row.quote), row.alert.unit, row.decimals)


def _state(row: AlertRow, cells: int) -> str:
    if not row.alert.enabled:
        return "  stopped"
    return f"{ALERT_MARK} there" if row.alert.is_there(row.quote) else f"{ALERT_MARK} waits"


def _state_style(row: AlertRow, palette: Palette) -> Style:
    return palette.warning if row.alert.is_there(row.quote) else palette.text


def _often(row: AlertRow, cells: int) -> str:
    return frequency_label(row.alert.frequency)


def _distance(row: AlertRow) -> float | None:
    return None if row.to_go is None else abs(row.to_go)


ALERT_COLUMNS: tuple[Column[AlertRow], ...] = (
    Column(
        "code", "Code", 9, lambda row, cells: str(row.alert.security), _text,
        align="left", sort=lambda row: row.alert.security,
    ),
    Column(
        "name", "Name", 8, lambda row, cells: clean(row.name), _dim,
        align="left", widest=24, sort=lambda row: clean(row.name).casefold() or None, rank=3,
    ),
    Column(
        "alert", "Alert", 15, lambda row, cells: row.alert.label, _text,
        align="left", sort=lambda row: row.alert.type,
    ),
    Column(
        "value", "Value", 9, lambda row, cells: value_text(row.alert.value, row.alert.unit, row.decimals), _text,
        widest=12, sort=lambda row: row.alert.value,
    ),
    Column("now", "Now", 9, _now, _dim, widest=12, sort=lambda row: row.alert.current(row.quote), rank=1),
    Column(
        "to_go", "To go%", 7, lambda row, cells: format.percent(row.to_go), _dim, widest=8, sort=_distance,
    ),
    Column("often", "Tells", 10, _often, _dim, align="left", sort=lambda row: row.alert.frequency, rank=2),
    Column("state", "State", 9, _state, _state_style, align="left", sort=lambda row: not row.alert.enabled),
    Column(
        "hours", "Hours", 8, lambda row, cells: hours_label(row.alert.sessions), _dim,
        align="left", widest=19, rank=5, sort=lambda row: row.alert.sessions,
    ),
    Column(
        "note", "Note", 6, lambda row, cells: clean(row.alert.note), _dim,
        align="left", widest=30, sort=lambda row: clean(row.alert.note).casefold() or None, rank=1,
    ),
)  # fmt: skip

_MOVES = frozenset(
    {
        "last", "pre", "after", "overnight", "session", "prev_close", "bid", "bid_size", "ask", "ask_size", "volume",
        "turnover", "turnover_rate", "tick", "name",
    }
)  # fmt: skip
"""What of a quote a row shows."""


class Chosen(Message):
    """The person made the security of a row current."""

    def __init__(self, security: Security) -> None:
        super().__init__()
        self.security = security


class AlertGrid(Grid[int, AlertRow]):
    """Every alert of the login by its key, moving with the market."""

    COLUMNS = ALERT_COLUMNS

    def __init__(self, store: Store, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._store = store
        self._alerts: dict[int, Alert] = {}
        self.message = ""
        """What to say while there is no alert."""

    def load(self, now: float = 0.0) -> None:
        """Show the alerts as they are now."""
        before, self._alerts = self._alerts, {alert.key: alert for alert in self._store.alerts}
        self.set_rows(self._alerts)
        differ = [key for key, alert in self._alerts.items() if key in before and before[key] != alert]
        self.update_rows(dict.fromkeys(differ, self.shown_columns), now)

    def follow(self, changes: Changes, now: float) -> None:
        """Take what moved in the market."""
        moved = {security for security, fields in changes.quotes.items() if fields & _MOVES} | changes.books
        keys = [key for key, alert in self._alerts.items() if alert.security in moved]
        if keys:
            self.update_rows(dict.fromkeys(keys, ("name", "value", "now", "to_go", "state")), now)

    @property
    def current(self) -> Alert | None:
        """The alert under the cursor, as it is at this moment; None where it is gone."""
        shown = self._alerts.get(self.cursor_key) if self.cursor_key is not None else None
        alerts = self._store.alerts.of(shown.security) if shown is not None else ()
        return next((alert for alert in alerts if alert.key == self.cursor_key), None)

    def go_to(self, security: Security) -> None:
        """Put the cursor on the first alert of a security, if it has any."""
        found = next((key for key in self.keys if self._alerts[key].security == security), None)
        if found is not None:
            self.move_cursor_to(found)

    def row(self, key: int) -> AlertRow:
        alert = self._alerts[key]
        return AlertRow(alert, self._store.quotes.get(alert.security), self._store.name_of(alert.security))

    def row_style(self, row: AlertRow, palette: Palette) -> Style | None:
        return None if row.alert.enabled else palette.stale

    def empty_text(self) -> str:
        return self.message

    def choose(self, key: int) -> None:
        self.post_message(Chosen(self._alerts[key].security))


class FiredRow(NamedTuple):
    """An alert that told."""

    fired: Fired
    at: float
    """Epoch seconds"""
    name: str
    decimals: int


def _told(row: FiredRow, cells: int) -> str:
    fired = row.fired
    return clean(fired.content) or fired.label


FIRED_COLUMNS: tuple[Column[FiredRow], ...] = (
    Column(
        "time", "Time", 8, lambda row, cells: format.clock(row.at, row.fired.security.market.timezone), _dim,
        align="left", sort=lambda row: row.at,
    ),
    Column(
        "code", "Code", 9, lambda row, cells: str(row.fired.security), _text,
        align="left", sort=lambda row: row.fired.security,
    ),
    Column("name", "Name", 8, lambda row, cells: clean(row.name), _dim, align="left", widest=24, rank=3),
    Column(
        "price", "Price", 9, lambda row, cells: format.price(row.fired.price, row.decimals), _text,
        widest=12, sort=lambda row: row.fired.price,
    ),
    Column(
        "change_pct", "Chg%", 6, lambda row, cells: format.percent(row.fired.change_rate),
        lambda row, palette: palette.direction_style(row.fired.change_rate), sort=lambda row: row.fired.change_rate,
    ),
    Column("told", "What", 24, _told, _text, align="left", widest=60, rank=1),
    Column("note", "Note", 8, lambda row, cells: clean(row.fired.note), _dim, align="left", widest=30, rank=2),
)  # fmt: skip


class FiredList(Records):
    """The alerts that told, the newest first."""

    def __init__(self, store: Store, **kwargs: object) -> None:
        super().__init__(FIRED_COLUMNS, **kwargs)
        self._store = store

    def load(self) -> None:
        """Show what was told so far."""
        self.show_rows(list(self._read()), "No alert has told since this program started.")

    @property
    def current(self) -> Fired | None:
        """The one under the cursor."""
        return self.row(self.cursor_key).fired if self.cursor_key is not None else None

    def _read(self) -> Iterable[FiredRow]:
        store, gone_by = self._store, time.time() - time.monotonic()
        for fired in reversed(store.alerts.fired):
            quote = store.quotes.get(fired.security)
            name = fired.name or store.name_of(fired.security)
            yield FiredRow(fired, gone_by + fired.heard_at, name, quote.decimals if quote else 2)

    def choose(self, key: int) -> None:
        self.post_message(Chosen(self.row(key).fired.security))
