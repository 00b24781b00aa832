"""What adjusted prices were adjusted for: the factors of 3105, as a text that bars are kept with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from futu_tui.market import Rehab

if TYPE_CHECKING:
    from futu_tui.protocol.pb import qot_common_pb2


def factors_text(rows: Iterable[qot_common_pb2.Rehab], rehab: Rehab, today: int) -> str:
    """The factors that count today, one a line by its ex date: a text that differs where adjusted prices do.

    `today` is the ordinal of the market's day; what was announced for later days adjusts nothing yet.
    """
    found = set()
    for row in rows:
        try:
            day = date.fromisoformat(row.time[:10]).toordinal()
        except ValueError:
            continue
        if day <= today:
            if rehab is Rehab.BACKWARD:
                found.add((day, row.bwdFactorA, row.bwdFactorB))
            else:
                found.add((day, row.fwdFactorA, row.fwdFactorB))
    return "".join(f"{day} {a:.10g} {b:.10g}\n" for day, a, b in sorted(found))


def still_right(rehab: Rehab, kept: str, now: str, last_day: int) -> bool:
    """Whether bars up to a trading day that were kept with some factors are right with those of now.

    A new dividend moves every forward-adjusted price of the past; of backward-adjusted ones only those after it.
    """
    if kept == now or rehab is Rehab.NONE:
        return True
    if rehab is Rehab.FORWARD or not now.startswith(kept):
        return False
    return all(int(line.split()[0]) > last_day for line in now[len(kept) :].splitlines())
