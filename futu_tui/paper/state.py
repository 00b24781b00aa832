"""The accounts and the price alerts on disk, so that a gateway that was killed starts again with the same ones: SQLite,
one transaction for all that a request or a step of the market has changed, done before anybody is told of it.

The market itself is not kept: its prices begin anew, and orders that rested meet them as they are.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from futu_tui.paper.accounts import Account, Accounts, Holding, Movement
from futu_tui.paper.alerts import Alert
from futu_tui.paper.currencies import Currency
from futu_tui.paper.groups import OwnGroups
from futu_tui.paper.market import Fill, PersonOrder
from futu_tui.paper.past import FIRST_PAST_ID
from futu_tui.paper.serial import Serial

_T = TypeVar("_T")
_SCHEMA = "CREATE TABLE IF NOT EXISTS records (kind TEXT, key INTEGER, record BLOB, PRIMARY KEY (kind, key))"


class StateError(Exception):
    """The file cannot be used; the message names it and says why."""


class _Order(msgspec.Struct):
    order: PersonOrder
    reserve: int


class _Account(msgspec.Struct):
    cash: dict[Currency, int]
    holdings: list[Holding]


class State:
    """One file. Records are noted, and written by `commit`."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, for its owner alone. Raises StateError."""
        self._path = path
        self._dirty: dict[tuple[str, int], Any] = {}
        self._moves: dict[int, int] = {}
        """How many movements of each account are noted."""
        self._packets = 0
        """How many packetIDs are noted."""
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._database = sqlite3.connect(path, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(_SCHEMA)
            self._packets = len(self.packets)
        except (OSError, sqlite3.Error) as error:
            raise StateError(f"{path}: {error}") from error

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever written."""
        return self._database.execute("SELECT 1 FROM records LIMIT 1").fetchone() is None

    def note_all(self, accounts: Accounts) -> None:
        """Note everything."""
        for account in accounts:
            for order in account.orders.values():
                self.note_order(account, order)
            for fill in account.fills:
                self.note_fill(account, fill)
            self.note_account(account)

    def note_order(self, account: Account, order: PersonOrder) -> None:
        """Note what became of an order."""
        self._dirty["order", order.order_id] = _Order(order, account.reserves.get(order.order_id, 0))

    def note_fill(self, account: Account, fill: Fill) -> None:
        """Note an execution and what it moved."""
        self._dirty["fill", fill.fill_id] = fill
        self.note_account(account)

    def note_account(self, account: Account) -> None:
        """Note cash, holdings and new movements."""
        self._dirty["account", account.acc_id] = _Account(account.cash, list(account.holdings.values()))
        noted = self._moves.get(account.acc_id, 0)
        for move in account.movements[noted:]:
            self._dirty["movement", move.number] = move
        self._moves[account.acc_id] = len(account.movements)

    def note_lock(self, *, locked: bool) -> None:
        """Note whether trading is locked."""
        self._dirty["locked", 0] = locked

    def note_packet(self, conn_id: int, serial: int) -> None:
        """Note the packetID of a write that was done."""
        self._packets += 1
        self._dirty["packet", self._packets] = (conn_id, serial)

    def note_groups(self, owned: Mapping[str, OwnGroups]) -> None:
        """Note everyone's groups of securities."""
        self._dirty["groups", 0] = owned

    def note_alert(self, alert: Alert, *, kept: bool) -> None:
        """Note a price alert as it is, or that it is no longer kept."""
        self._dirty["alert", alert.key] = alert if kept else None

    def commit(self) -> None:
        """Write what was noted, all of it or nothing."""
        if not self._dirty:
            return
        noted = self._dirty.items()
        rows = [(*at, msgspec.json.encode(record)) for at, record in noted if record is not None]
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)
        gone = [at for at, record in noted if record is None]
        self._database.executemany("DELETE FROM records WHERE kind = ? AND key = ?", gone)
        self._database.execute("COMMIT")
        self._dirty.clear()

    def restore(self, accounts: Accounts, order_ids: Serial, fill_ids: Serial) -> None:
        """Put everything back into blank accounts, and number on from there. Raises StateError."""
        try:
            self._restore(accounts, order_ids, fill_ids)
        except (msgspec.DecodeError, sqlite3.Error) as error:
            raise StateError(f"{self._path}: {error}") from error

    def _restore(self, accounts: Accounts, order_ids: Serial, fill_ids: Serial) -> None:
        for key, kept in self._records("account", _Account):
            account = accounts.get(key)
            if account is not None:
                account.cash = kept.cash
                account.holdings = {holding.security: holding for holding in kept.holdings}
        for _, saved in self._records("order", _Order):
            _pass_by(order_ids, saved.order.order_id)
            account = accounts.get(saved.order.account)
            if account is not None:
                account.orders[saved.order.order_id] = saved.order
                account.reserves[saved.order.order_id] = saved.reserve
        for _, fill in self._records("fill", Fill):
            _pass_by(fill_ids, fill.fill_id)
            account = accounts.get(fill.account)
            if account is not None:
                account.fills.append(fill)
        for number, move in self._records("movement", Movement):
            account = accounts.get(number // 1_000_000)
            if account is not None:
                account.movements.append(move)
        for account in accounts:
            account.orders = dict(sorted(account.orders.items(), key=lambda item: item[1].created))
            account.fills.sort(key=lambda fill: fill.time)
            self._moves[account.acc_id] = len(account.movements)

    @property
    def locked(self) -> bool:
        """Whether trading was locked."""
        return all(locked for _, locked in self._records("locked", bool))

    @property
    def groups(self) -> dict[str, OwnGroups]:
        """The groups of securities, by whose they are."""
        return {
            owner: own
            for _, kept in self._records("groups", dict[str, OwnGroups])
            for owner, own in kept.items()
        }

    @property
    def alerts(self) -> list[Alert]:
        """The price alerts, the oldest first."""
        return [alert for _, alert in self._records("alert", Alert)]

    @property
    def packets(self) -> list[tuple[int, int]]:
        """(connID, serialNo) of every write that was done, in their order."""
        return [packet for _, packet in self._records("packet", tuple[int, int])]

    def _records(self, kind: str, record_type: type[_T]) -> list[tuple[int, _T]]:
        found = self._database.execute("SELECT key, record FROM records WHERE kind = ? ORDER BY key", (kind,))
        return [(key, msgspec.json.decode(record, type=record_type)) for key, record in found]

    def close(self) -> None:
        """Write what is left and let go of the file."""
        self.commit()
        self._database.close()


def _pass_by(serial: Serial, number: int) -> None:
    if number < FIRST_PAST_ID:
        serial.pass_by(number)
