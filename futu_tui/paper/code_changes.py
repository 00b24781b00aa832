"""Changes of code in Hong Kong: while old shares are changed for new ones, they trade under a temporary code.

Splits are those of the corporate actions. Changes of lot size, and moves of made-up companies from GEM to the main
board, are made up; the universe has what they led to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import IntEnum
from random import Random
from typing import NamedTuple

from futu_tui.paper.corporate_actions import corporate_actions
from futu_tui.paper.trading_days import next_trading_day
from futu_tui.paper.universe import Instrument, SecurityType
from futu_tui.protocol import Market, Security

YEARS = 5
_ANNOUNCED = timedelta(days=40)
_PARALLEL = timedelta(days=21)
"""How long the temporary code lasts."""
_FIRST_TEMPORARY = 2_900
"""Temporary codes are 02900 to 02999."""


class ChangeKind(IntEnum):
    """By its qot_get_code_change.CodeChangeType number."""

    GEM_TO_MAIN = 1
    LOT_SIZE = 3
    SPLIT = 4


class CodeChange(NamedTuple):
    """One change; `ended` is None where no temporary code was given."""

    kind: ChangeKind
    security: Security
    related: Security
    announced: date
    effective: date
    ended: date | None


def code_changes(instruments: Iterable[Instrument], today: date) -> list[CodeChange]:
    """Of the last years and, where they are announced, of the next weeks; the latest first."""
    listed = [
        each for each in instruments if each.market is Market.HK and each.sec_type is SecurityType.EQUITY
    ]
    changes = [
        change for instrument in listed for change in _changes(instrument, today) if change.announced <= today
    ]
    return sorted(changes, key=lambda change: change.effective, reverse=True)


def _changes(instrument: Instrument, today: date) -> Iterator[CodeChange]:
    security = instrument.security
    random = Random(f"code change/{security}")
    first = today - timedelta(days=365 * YEARS)
    for action in corporate_actions(security, first, today + _ANNOUNCED):
        if action.split is not None:
            yield _temporary(ChangeKind.SPLIT, instrument, action.ex_date, random)
    chance, offset = random.random(), random.randint(40, 360)
    year = date(instrument.listed.year + 2 + random.randint(0, 20), 1, 1)
    effective = next_trading_day(Market.HK, year + timedelta(days=offset))
    if not first < effective <= today + _ANNOUNCED:
        return
    if instrument.industry and chance < 0.3:
        former = Security(Market.HK, f"08{int(security.code) % 1000:03d}")
        yield CodeChange(ChangeKind.GEM_TO_MAIN, security, former, effective - _ANNOUNCED, effective, None)
    elif instrument.lot_size > 100:
        yield _temporary(ChangeKind.LOT_SIZE, instrument, effective, random)


def _temporary(kind: ChangeKind, instrument: Instrument, effective: date, random: Random) -> CodeChange:
    related = Security(Market.HK, f"{_FIRST_TEMPORARY + random.randint(0, 99):05d}")
    return CodeChange(
        kind,
        instrument.security,
        related,
        effective - _ANNOUNCED,
        effective,
        next_trading_day(Market.HK, effective + _PARALLEL),
    )
