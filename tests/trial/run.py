"""One trial from beginning to end, and the table of it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from futu_tui.paper.faults import Fault
from futu_tui.trading.acts import ActKind, Entry, EntryFilter, Result
from futu_tui.trading.journal import Journal, JournalError
from tests.trial.books import ask_lists, read_books
from tests.trial.checks import Violation, check
from tests.trial.processes import TraderProcess, TroubledGateway
from tests.trial.trader import CLOSING, HEALING

FAULTS: Mapping[str, float] = {
    Fault.ANSWER_LOST: 0.08,
    Fault.ANSWER_LATE: 0.05,
    Fault.PUSH_BEFORE_ANSWER: 0.1,
    Fault.PUSH_DOUBLED: 0.1,
    Fault.PUSH_LOST: 0.1,
    Fault.STREAM_CUT: 0.004,
    Fault.PROCESS_KILLED: 0.01,
    Fault.LOCK_BACK: 0.02,
    Fault.LIMIT_HIT: 0.03,
}
"""Every fault, so often that all strike and acts still come through."""
LIFE = (2.0, 14.0)
"""Between so many seconds the trader lives before it is killed."""
_LOOK = 0.2
_NEWEST = EntryFilter(newest=1)
_LAST = CLOSING + 6 * HEALING + 40
"""Seconds after which the last trader must have ended, held back by limits and everything."""


@dataclass
class Findings:
    """What came of a trial."""

    seed: int
    acts: list[Entry]
    strikes: Counter[str]
    gateway_kills: int
    trader_kills: int
    seconds: float
    journal_trouble: Counter[str]
    """What the desks told of the journal itself."""
    healed: list[float]
    """Seconds until each account of the last trader was as the gateway lists it."""
    violations: list[Violation] = field(default_factory=list)


def trial(
    folder: Path,
    acts: int,
    seed: int,
    faults: Mapping[str, float],
    life: tuple[float, float] = LIFE,
    least_kills: int = 1,
) -> Findings:
    """Trade until so many acts are in the journal and the trader was killed so often, have all closed, and compare."""
    begun = time.monotonic()
    random = Random(f"trial/{seed}")
    journal, told = folder / "journal.sqlite3", folder / "told.jsonl"
    gateway = TroubledGateway(folder, ",".join(f"{name}={p}" for name, p in faults.items()), seed)
    kills = 0
    found: list[Violation] = []
    try:
        while True:
            trader = TraderProcess(folder, gateway.target, journal, told, f"{seed}/{kills}")
            if _lives(trader, journal, acts, random.uniform(*life), may_end=kills >= least_kills):
                break
            trader.kill()
            kills += 1
        try:
            if trader.finish(_LAST):
                found.append(Violation(f"the last trader is not content: {trader.complaints[-2000:]}"))
        except subprocess.TimeoutExpired:
            trader.kill()
            found.append(Violation("the last trader did not end"))
        strikes = gateway.strikes
        gateway.calm()
        listed = asyncio.run(ask_lists(gateway.target))
    finally:
        gateway.stop()
    lines = [json.loads(line) for line in told.read_text().splitlines()]
    found += [
        Violation(f"account {each['differs']} differs: {each['text']}") for each in lines if "differs" in each
    ]
    found += [Violation(f"the last trader is stuck: {each['stuck']}") for each in lines if "stuck" in each]
    found += [Violation(f"the gateway said: {line}") for line in gateway.complaints]
    entries = _entries(journal)
    found += check(entries, read_books(gateway.state, listed), lines)
    healed = [each["after"] for each in lines if "agrees" in each]
    seconds = time.monotonic() - begun
    trouble = Counter(each["journal"] for each in lines if "journal" in each)
    return Findings(seed, entries, strikes, gateway.kills, kills, seconds, trouble, healed, found)


def _lives(trader: TraderProcess, journal: Path, acts: int, seconds: float, *, may_end: bool) -> bool:
    """Let it trade for so long; whether the acts are enough before that, where that may end it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if trader.ended() is not None:
            raise RuntimeError(f"the trader ended by itself: {trader.complaints[-4000:]}")
        if may_end and _count(journal) >= acts:
            return True
        time.sleep(_LOOK)
    return False


def _count(journal: Path) -> int:
    try:
        book = Journal.open(journal, read_only=True)
    except JournalError:
        return 0
    try:
        return max((entry.act_id for entry in book.entries(_NEWEST)), default=0)
    except JournalError:
        return 0
    finally:
        book.close()


def _entries(journal: Path) -> list[Entry]:
    book = Journal.open(journal, read_only=True)
    try:
        return book.entries()
    finally:
        book.close()


def table(findings: Findings) -> str:
    """What was done, how it ended, what struck."""
    by_kind: dict[ActKind, Counter[Result]] = {kind: Counter() for kind in ActKind}
    for entry in findings.acts:
        by_kind[entry.act.kind][entry.result] += 1
    how = Counter(entry.how for entry in findings.acts)
    results = list(Result)
    lines = [
        f"seed {findings.seed}: {len(findings.acts)} acts in {findings.seconds:.0f} s, "
        f"{findings.trader_kills} traders and {findings.gateway_kills} gateways killed",
        "",
        f"{'act':<12}{'all':>6}" + "".join(f"{result:>11}" for result in results),
    ]
    for kind, counts in by_kind.items():
        lines.append(
            f"{kind:<12}{counts.total():>6}" + "".join(f"{counts[result] or '':>11}" for result in results)
        )
    total = sum(by_kind.values(), Counter[Result]())
    lines.append(
        f"{'all':<12}{total.total():>6}" + "".join(f"{total[result] or '':>11}" for result in results)
    )
    lines += [
        "",
        "known by: " + ", ".join(f"{name or 'nothing'} {times}" for name, times in how.most_common()),
    ]
    lines += ["faults: " + ", ".join(f"{fault} {findings.strikes[fault]}" for fault in Fault)]
    healed = ", ".join(f"{seconds:g}" for seconds in findings.healed)
    lines += [f"seconds until the accounts were as listed: {healed or 'never'}"]
    lines += [f"told {times} times: {text}" for text, times in findings.journal_trouble.items()]
    lines += [f"violations: {len(findings.violations)}"]
    for violation in findings.violations:
        lines += ["", f"seed {findings.seed}: {violation.text}"]
        lines += [f"    {violation.story}"] if violation.story else []
    return "\n".join(lines)
