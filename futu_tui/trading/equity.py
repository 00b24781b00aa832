"""What each account was worth through time: its total assets as the gateway told them, a point a minute at most."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.trading.equity_events import EquityEvents

if TYPE_CHECKING:
    from futu_tui.trading.accounts import Account
    from futu_tui.trading.funds import Funds

MINUTE = 60
FINE_DAYS = 8
"""Days of which every minute is kept; of a day before them its last point alone."""
MOST_DAYS = 4000
"""Days that are kept at all."""


class EquityPoint(NamedTuple):
    """One minute of an account."""

    at: int
    """The minute's beginning, in epoch seconds."""
    total: float
    """Total assets at its end, in `currency`."""
    currency: str


class Sample(NamedTuple):
    """A point and the account it is of."""

    account: str
    """As `account_key` writes it."""
    point: EquityPoint


def account_key(account: Account) -> str:
    """What an account's points are kept under: `SIMULATE:281234`."""
    return f"{account.env.name}:{account.acc_id}"


def thinned(points: Sequence[EquityPoint]) -> list[EquityPoint]:
    """Of points by time, those that are kept: all of the last days, and the last of each day before, by local date.

    The last days are those before the newest point: a clock that was set wrong makes no day an old one.
    """
    newest = points[-1].at if points else 0
    fine = bisect_left(points, newest - FINE_DAYS * 86_400, key=lambda point: point.at)
    last_of_day = {datetime.fromtimestamp(point.at).date(): point for point in points[:fine]}
    return [*list(last_of_day.values())[-MOST_DAYS:], *points[fine:]]


class EquityCurves:
    """The points of all accounts that were in play."""

    def __init__(self) -> None:
        self._points: dict[str, list[EquityPoint]] = {}
        self._unsaved: dict[tuple[str, int], EquityPoint] = {}
        self.events = EquityEvents()
        """What happened on them."""

    def observe(self, account: Account, funds: Funds, at: float) -> bool:
        """The account is worth this now, in epoch seconds; whether that is another point than known."""
        key = account_key(account)
        points = self._points.setdefault(key, [])
        minute = int(at) // MINUTE * MINUTE
        point = EquityPoint(minute, funds.total_assets, funds.currency)
        last = points[-1] if points else None
        if last is not None and (minute < last.at or last[1:] == point[1:]):
            return False
        if last is not None and last.at == minute:
            points.pop()
        points.append(point)
        self._unsaved[key, minute] = point
        if len(points) > 2 * (FINE_DAYS * 1440 + MOST_DAYS):
            points[:] = thinned(points)
        return True

    def curve(self, account: Account, since: float = 0.0) -> list[EquityPoint]:
        """An account's points from a moment on, oldest first, in the currency that it was last told in.

        The last point before the moment is the first of them, moved to the moment: it was worth that then.
        """
        points = self._points.get(account_key(account), [])
        if points:
            points = [point for point in points if point.currency == points[-1].currency]
        start = bisect_left(points, since, key=lambda point: point.at)
        if start and (start == len(points) or points[start].at > since):
            return [points[start - 1]._replace(at=int(since)), *points[start:]]
        return points[start:]

    def load(self, samples: Iterable[Sample]) -> None:
        """Take in points of earlier days, by time within each account; what was observed since stays."""
        loaded: dict[str, list[EquityPoint]] = {}
        for account, point in samples:
            loaded.setdefault(account, []).append(point)
        for account, points in loaded.items():
            known = self._points.get(account, [])
            before = [point for point in points if not known or point.at < known[0].at]
            self._points[account] = [*before, *known]

    def take_unsaved(self) -> Iterator[Sample]:
        """The points that differ from what was saved, which they are from now on."""
        unsaved, self._unsaved = self._unsaved, {}
        return (Sample(account, point) for (account, _), point in unsaved.items())

    def put_back(self, samples: Iterable[Sample]) -> None:
        """These could not be saved; what was observed since stays."""
        for account, point in samples:
            self._unsaved.setdefault((account, point.at), point)
