"""One soak from beginning to end, what is held of the machine before and after, and the table of it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from futu_tui.config import API_KEY_VARIABLE
from futu_tui.opend import OpenD
from futu_tui.protocol import ProtoId, Security
from futu_tui.trading.acts import EntryFilter, Result
from futu_tui.trading.journal import FILE_NAME, Journal
from tests.benchmarks.terminal import Terminal, environment
from tests.soak import person
from tests.soak.faults import TroubledRoad, drawn
from tests.soak.process import handles, threads
from tests.soak.program import PUMP, Standing

RECOVERY = 60.0
"""Seconds after a fault in which everything must be live: two long pauses between attempts, and a heartbeat."""
PAUSES = (0.05, 0.4)
"""Seconds between two keys."""
LAST_WORDS = 50
"""Outputs of the program that are kept, to say how it ended."""
LOOKS = 4
"""At what the program holds, some tenths of a second apart."""
_TURN = 0.1
_TICKER = 4
"""qot_common.SubType"""


@dataclass
class Length:
    """How long the parts of a soak take, in seconds."""

    soak: float
    fault: float = 1.0
    """By what the longest time of each fault is multiplied."""
    between: tuple[float, float] = (2.0, 8.0)
    """From a recovery to the next fault."""
    calm: float = 130.0
    """Before each of the two measurements: the gateway holds what is let go, and lost clients, for a minute each."""
    rounds: int = 2
    """How often every fault strikes before the first measurement, some eight minutes: what is made once is made."""
    only: frozenset[str] = frozenset()
    """The faults that strike, by name; all of them if empty."""

    @property
    def quick(self) -> bool:
        """Too short for what is made once to be made, and for what the gateway holds for a while to end."""
        return self.calm < 60.0


@dataclass
class GatewayStanding:
    """What the gateway's process holds, and who is connected."""

    handles: int
    threads: int
    connections: int
    """That hold subscriptions"""
    subscribed: list[str]


@dataclass
class Findings:
    """What came of a soak."""

    seed: int
    before: Standing
    after: Standing
    gateway_before: GatewayStanding
    gateway_after: GatewayStanding
    struck: Counter[str] = field(default_factory=Counter)
    recovered: dict[str, list[float]] = field(default_factory=dict)
    """Seconds from the end of each fault until all was live."""
    keys: int = 0
    lives: int = 0
    acts: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)
    course: list[int] = field(default_factory=list)
    """Bytes of memory after each round of faults."""


class Running:
    """The program in its terminal, read by a thread of its own, and the file that it tells in."""

    def __init__(self, stack: ExitStack, folder: Path, target: str, key: str, fps: int) -> None:
        self._report = folder / "told.jsonl"
        self._report.touch()
        command = [sys.executable, "-m", "tests.soak.program", "--target", target, "--report", str(self._report),
                   "--data", str(folder), "--fps", str(fps)]  # fmt: skip
        surroundings = environment(str(folder)) | {API_KEY_VARIABLE: key}
        self._terminal = stack.enter_context(Terminal(command, surroundings))
        self.failure: RuntimeError | None = None
        """How the program ended, where it did."""
        self._ending = threading.Event()
        reader = threading.Thread(target=self._read, daemon=True)
        reader.start()
        stack.callback(reader.join, 10.0)
        stack.callback(self._ending.set)
        self.keys = 0

    def _read(self) -> None:
        while not self._ending.is_set():
            try:
                self._terminal.read(0.2)
                del self._terminal.outputs[:-LAST_WORDS]
            except RuntimeError as error:
                self.failure = error
                return

    def type(self, keys: list[bytes], pause: Callable[[], float] = lambda: 0.02) -> None:
        for key in keys:
            self._check()
            self._terminal.write(key)
            self.keys += 1
            time.sleep(pause())

    def told(self) -> list[dict[str, Any]]:
        """Every whole line so far."""
        text = self._report.read_text()
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    @property
    def live(self) -> bool:
        self._check()
        return next((bool(line["live"]) for line in reversed(self.told()) if "live" in line), False)

    @property
    def why(self) -> str:
        return next((str(line["why"]) for line in reversed(self.told()) if "live" in line), "")

    def wait_live(self, patience: float) -> float | None:
        """Seconds until it says that everything is live; None where it does not."""
        begin = time.monotonic()
        while time.monotonic() - begin < patience:
            if self.live:
                return time.monotonic() - begin
            time.sleep(_TURN)
        return None

    def standing(self) -> Standing:
        """As it is now."""
        seen = len(self.told())
        os.kill(self._terminal.pid, signal.SIGUSR1)
        until = time.monotonic() + 20.0
        while time.monotonic() < until:
            self._check()
            for line in self.told()[seen:]:
                if "standing" in line:
                    return Standing(**line["standing"])
                if "failed" in line:
                    raise RuntimeError("".join(line["failed"]))
            time.sleep(_TURN)
        raise RuntimeError("the program does not tell how it stands")

    def _check(self) -> None:
        if self.failure is not None:
            failed = next(("".join(line["failed"]) for line in self.told() if "failed" in line), self.failure)
            raise RuntimeError(f"the program ended: {failed}")


def soak(
    folder: Path,
    length: Length,
    seed: int,
    say: Callable[[str], None] = lambda line: None,
    *,
    rate: float = 200.0,
    fps: int = 30,
) -> Findings:
    """Use the program while everything happens to its gateway, and compare what is held with what was at the start."""
    begun = time.monotonic()
    random = Random(f"soak/{seed}")
    with ExitStack() as stack:
        road = TroubledRoad(folder, rate)
        stack.callback(road.close)
        running = Running(stack, folder, road.proxy.target, road.keys.plaintext, fps)
        if running.wait_live(60.0) is None:
            raise RuntimeError(f"never live: {running.why}")
        drill = Drill(road, running, random, length, say)
        if not length.quick:
            running.type(person.everything_once(), lambda: 0.08)
        for _ in range(length.rounds):
            drill.round()
        before, gateway_before = drill.measure()
        say(f"before: {summary(before)}")
        until = time.monotonic() + length.soak
        course = []
        while time.monotonic() < until:
            drill.round(until)
            course.append(running.standing().memory)
            say(f"memory after {len(course)} rounds: {course[-1] / 2**20:.1f} MB")
        after, gateway_after = drill.measure()
        say(f"after:  {summary(after)}")
        found = Findings(seed, before, after, gateway_before, gateway_after, drill.struck, drill.recovered,
                         running.keys, road.lives)  # fmt: skip
        found.violations, found.course = drill.violations, course
        asyncio.run(compare(road.gateway.target, road.keys.plaintext, after, found))
    check(found, quick=length.quick)
    read_journal(folder / FILE_NAME, found)
    found.seconds = time.monotonic() - begun
    return found


class Drill:
    """Faults and keys, by chance."""

    def __init__(
        self, road: TroubledRoad, running: Running, random: Random, length: Length, say: Callable[[str], None]
    ) -> None:
        self._road = road
        self._running = running
        self._random = random
        self._length = length
        self._say = say
        self.struck: Counter[str] = Counter()
        self.recovered: dict[str, list[float]] = {}
        self.violations: list[str] = []

    def round(self, until: float = float("inf")) -> None:
        """Every fault once, in an order of chance, with keys all the time; ends early at a time."""
        for trouble in drawn(self._random, self._road.troubles()):
            if time.monotonic() >= until:
                return
            if self._length.only and trouble.name not in self._length.only:
                continue
            trouble.begin()
            try:
                self._use(self._random.uniform(0.2, 1.0) * trouble.longest * self._length.fault)
            finally:
                trouble.undo()
            self.struck[trouble.name] += 1
            self._use(0.5)  # what ends a connection by itself has to be met first
            took = self._running.wait_live(RECOVERY)
            if took is None:
                self.violations.append(f"not live {RECOVERY:g} s after {trouble.name}: {self._running.why}")
            else:
                self.recovered.setdefault(trouble.name, []).append(took + 0.5)
            self._say(f"{trouble.name}: live after {took if took is None else round(took + 0.5, 1)} s")
            self._use(self._random.uniform(*self._length.between))

    def _use(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._running.type(
                person.move(self._random), lambda: min(self._random.uniform(*PAUSES), max(left, 0.01))
            )

    def measure(self) -> tuple[Standing, GatewayStanding]:
        """What is held after a calm."""
        self._running.type(person.bytes_of(*person.BACK), lambda: 0.1)
        time.sleep(self._length.calm)
        standing = at_rest([self._running.standing() for _ in range(LOOKS)])
        held = asyncio.run(ask_subscribed(self._road.gateway.target, self._road.keys.plaintext))
        pid = self._road.gateway.pid
        return standing, GatewayStanding(
            handles(pid), threads(pid), len(held), sorted(set().union(*map(set, held)))
        )


def at_rest(looks: list[Standing]) -> Standing:
    """The last of some looks, with the least that each saw: a request that was just under way is no leftover."""
    last = looks[-1]
    kinds = set.intersection(*(set(look.tasks) for look in looks))
    last.tasks = {kind: min(look.tasks[kind] for look in looks) for kind in kinds}
    last.calls = {name: min(look.calls[name] for look in looks) for name in last.calls}
    for name in ("memory", "widgets", "handles", "threads"):
        setattr(last, name, min(getattr(look, name) for look in looks))
    return last


async def ask_subscribed(target: str, key: str) -> list[list[str]]:
    """What each connection of the gateway holds, of those that hold something."""
    async with OpenD(target, key) as gateway:
        answer = await gateway.request(ProtoId.QOT_GET_SUB_INFO, {"isReqAllConn": True})
    held = [
        [
            f"{Security.of(each)}/{info.subType}"
            for info in connection.subInfoList
            for each in info.securityList
        ]
        for connection in answer.connSubInfoList
    ]
    return [each for each in held if each]


async def compare(target: str, key: str, standing: Standing, found: Findings) -> None:
    """Hold what the program knows of trades, orders and positions against what the gateway tells."""
    async with OpenD(target, key) as gateway:
        if f"{standing.security}/{_TICKER}" in standing.held:
            found.violations += await _missing_trades(gateway, standing)
        accounts = (await gateway.request(ProtoId.TRD_GET_ACC_LIST, {"userID": 0})).accList
        header = next(
            {"trdEnv": each.trdEnv, "accID": each.accID, "trdMarket": each.trdMarketAuthList[0]}
            for each in accounts
            if each.accID == standing.account
        )
        orders = (await gateway.request(ProtoId.TRD_GET_ORDER_LIST, {"header": header})).orderList
        listed = {str(row.orderID): [row.orderStatus, row.fillQty] for row in orders}
        if standing.orders != listed:
            differ = {
                number
                for number in listed.keys() | standing.orders.keys()
                if listed.get(number) != standing.orders.get(number)
            }
            # A working order may have filled between the two looks.
            told = {
                number: (listed.get(number), standing.orders.get(number)) for number in sorted(differ)[:5]
            }
            if not all(standing.orders.get(number, [0])[0] in (5, 10) for number in differ):
                found.violations.append(f"orders differ, gateway and program: {told}")


async def _missing_trades(gateway: OpenD, standing: Standing) -> list[str]:
    """Of the current security, since the last gap that its tape shows."""
    security = Security.parse(standing.security)
    wire = {"market": int(security.market), "code": security.code}
    ticker = await gateway.request(ProtoId.QOT_GET_TICKER, {"security": wire, "maxRetNum": 1000})
    known, newest = set(standing.trades), max(standing.trades, default=0)
    first = min(standing.trades, default=0)
    theirs = [row.sequence for row in ticker.tickerList if first <= row.sequence <= newest]
    missing = [sequence for sequence in theirs if sequence not in known]
    return [f"trades of {security} are missing without a gap: {missing}"] if missing else []


# What may differ, and why it does. The figures are those of 15 minutes and more with every fault; see `table`.
MEMORY_GROWTH = 1.2
"""The program keeps up to 20,000 trades a security, and every bar and order that it heard of."""
SPARE_HANDLES = 3
"""A connection that is being given up, an SQLite file's log."""
SPARE_WIDGETS = 20
"""A screen that was left a moment ago, for a timer's sake."""
SPARE_THREADS = 6
"""gRPC and asyncio start theirs when there is work, and keep some."""


def check(found: Findings, *, quick: bool) -> None:
    """What is held at the end that was not at the beginning. `quick`: see `Length`."""
    before, after = found.before, found.after
    say = found.violations.append
    if not after.live:
        say("not live at the end")
    if after.screens != before.screens:
        say(f"screens {before.screens} became {after.screens}")
    passing = {PUMP, "Timer._run_timer"} if quick else {PUMP}
    """Of notices, which a short calm does not outlast."""
    for kind in (before.tasks.keys() | after.tasks.keys()) - passing:
        if after.tasks.get(kind, 0) > before.tasks.get(kind, 0):
            say(f"tasks {kind}: {before.tasks.get(kind, 0)} became {after.tasks[kind]}")
    if after.tasks[PUMP] > before.tasks[PUMP] and not quick:
        say(f"widgets: {before.tasks[PUMP]} became {after.tasks[PUMP]}")
    if after.widgets > SPARE_WIDGETS:
        say(f"{after.widgets} widgets of screens that were left are kept")
    for kind, count in after.calls.items():
        if count > before.calls[kind]:
            say(f"gRPC {kind}: {before.calls[kind]} became {count}")
    if after.handles > before.handles + SPARE_HANDLES:
        say(f"handles: {before.handles} became {after.handles}")
    if after.threads > before.threads + SPARE_THREADS:
        say(f"threads: {before.threads} became {after.threads}")
    if after.memory > before.memory * MEMORY_GROWTH:
        say(f"memory: {before.memory >> 20} MB became {after.memory >> 20} MB")
    if not set(after.wanted) <= set(after.held):
        say(f"wanted and not subscribed: {sorted(set(after.wanted) - set(after.held))}")
    if not set(after.held) <= set(found.gateway_after.subscribed):
        say("the program takes for subscribed what the gateway does not hold")
    if quick:
        return
    if found.gateway_after.subscribed != after.wanted:
        extra = set(found.gateway_after.subscribed) ^ set(after.wanted)
        say(f"the gateway holds otherwise than is wanted: {sorted(extra)}")
    if found.gateway_after.connections != found.gateway_before.connections:
        was, now = found.gateway_before.connections, found.gateway_after.connections
        say(f"connections that hold subscriptions: {was} became {now}")
    if found.gateway_after.handles > found.gateway_before.handles + SPARE_HANDLES:
        say(f"the gateway's handles: {found.gateway_before.handles} became {found.gateway_after.handles}")


def read_journal(path: Path, found: Findings) -> None:
    """Every act must have its outcome, or be told as unknown; after a calm none is open."""
    book = Journal.open(path, read_only=True)
    try:
        found.acts = len(book.entries())
        still = book.entries(EntryFilter(result=Result.OPEN))
    finally:
        book.close()
    if still:
        found.violations.append(f"acts without an outcome: {[entry.act_id for entry in still]}")


def summary(standing: Standing) -> str:
    tasks = sum(standing.tasks.values())
    return (
        f"{standing.memory / 2**20:.1f} MB, {standing.handles} handles, {standing.threads} threads, {tasks} tasks "
        f"({standing.tasks.get(PUMP, 0)} of widgets), {sum(standing.calls.values())} gRPC calls and channels, "
        f"{len(standing.wanted)} wanted, {len(standing.held)} held, {standing.tick_count} trades kept"
    )


def table(found: Findings) -> str:
    """What was done, how long each recovery took, what is held before and after."""
    lines = [
        f"seed {found.seed}: {found.seconds:.0f} s, {found.struck.total()} faults, {found.keys} keys, "
        f"{found.acts} acts, {found.lives} gateways started",
        "",
        f"{'fault':<26}{'times':>6}{'live after, s: median':>24}{'worst':>8}",
    ]
    for name, times in sorted(found.recovered.items()):
        ordered = sorted(times)
        lines.append(
            f"{name:<26}{found.struck[name]:>6}{ordered[len(ordered) // 2]:>24.1f}{ordered[-1]:>8.1f}"
        )
    before, after = found.before, found.after
    gateway = found.gateway_before, found.gateway_after
    rows = [
        ("memory, MB", before.memory / 2**20, after.memory / 2**20),
        ("trades kept", before.tick_count, after.tick_count),
        ("handles", before.handles, after.handles),
        ("threads", before.threads, after.threads),
        ("tasks", sum(before.tasks.values()), sum(after.tasks.values())),
        ("  of widgets", before.tasks.get(PUMP, 0), after.tasks.get(PUMP, 0)),
        ("widgets kept that are gone", before.widgets, after.widgets),
        *((f"gRPC {name}", before.calls[name], after.calls[name]) for name in sorted(after.calls)),
        ("subscriptions wanted", len(before.wanted), len(after.wanted)),
        ("subscriptions held", len(before.held), len(after.held)),
        ("of the gateway: held", len(gateway[0].subscribed), len(gateway[1].subscribed)),
        ("of the gateway: by", gateway[0].connections, gateway[1].connections),
        ("gateway's handles", gateway[0].handles, gateway[1].handles),
        ("gateway's threads", gateway[0].threads, gateway[1].threads),
    ]
    lines += ["", f"{'held':<26}{'before':>10}{'after':>10}"]
    lines += [f"{name:<26}{was:>10.10g}{now:>10.10g}" for name, was, now in
              ((name, round(was, 1), round(now, 1)) for name, was, now in rows)]  # fmt: skip
    lines += ["", "memory after each round, MB: " + ", ".join(f"{each / 2**20:.0f}" for each in found.course)]
    lines += ["", f"violations: {len(found.violations)}", *found.violations]
    return "\n".join(lines)
