"""Faults of the machine: clocks that jump, disks that are full, folders that cannot be written, files held locked."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from futu_tui.config import load
from futu_tui.feed import CachedBars
from futu_tui.json_file import KeptTable
from futu_tui.market import Period, Series
from futu_tui.protocol import Security
from futu_tui.sqlite_files import BUSY
from futu_tui.steady_time import steady_time
from futu_tui.trading.acts import Result
from futu_tui.trading.journal import FILE_NAME as JOURNAL
from futu_tui.tui.watchlists import Watchlists
from tests.faults.desk import Desk, at_desk
from tests.faults.disk import SmallDisk, names, unwritable
from tests.faults.disk import small_disk as small_disk
from tests.terminal.conftest import Paper

HOUR, DAY = 3600.0, 86_400.0


# The clock


async def test_a_clock_that_jumps_moves_nothing_on_the_screen_and_in_the_journal(
    gateway: Callable[..., Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, begun = WrongClock(), time.time()
    for name, module in list(sys.modules.items()):
        # gRPC keeps its own time: a jump of the system's clock reaches both halves of it, one of Python's only one.
        if name.startswith("futu_tui.") and getattr(module, "time", None) is time:
            monkeypatch.setattr(module, "time", clock)
    async with at_desk(gateway().target, tmp_path) as desk:
        await desk.until(lambda: desk.app.store.clock.told)
        await use_real_money(desk)
        for jump in (7 * HOUR, -7 * HOUR, 3 * DAY, -400 * DAY, 0.0):
            clock.ahead = jump
            before = desk.orders
            await desk.order()
            await desk.until(lambda before=before: desk.orders != before, f"an order at {jump:+g} s")
            desk.app.dashboard.show_status(time.monotonic())
            assert "all data live" in desk.foot
            shown = desk.head.partition("HK open ")[2][:8]
            assert shown in clocks(time.time()), f"{shown} is shown at {jump:+g} s"
        await asyncio.sleep(1.5)  # the lock is looked at every second
        assert desk.app.acts.lock == "unlocked"
        assert not [text for text in desk.told if "locked after" in text]
        acts = desk.acts()
        moments = [entry.at for entry in acts] + [event.at for entry in acts for event in entry.events]
        assert begun - 5 < min(moments) <= max(moments) < time.time() + 5
        assert [entry.at for entry in acts] == sorted(entry.at for entry in acts)
        placed = [entry.order_id for entry in acts if entry.act.kind == "place"]
        assert len(set(placed)) == 5
        assert set(placed) <= set(desk.orders)
        points = desk.app.accounts.equity.curve(desk.app.accounts.current.account)  # type: ignore[union-attr]
        assert all(begun - 120 <= point.at <= time.time() + 5 for point in points)


class WrongClock:
    """The module `time` on a computer whose clock was set by `ahead` seconds."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def time(self) -> float:
        return time.time() + self.ahead

    def __getattr__(self, name: str) -> object:
        return getattr(time, name)


async def use_real_money(desk: Desk) -> None:
    await desk.press("a", *["down"] * 4, "enter", "enter")
    await desk.until(lambda: "1009" in desk.head, "the real account")
    await desk.press("u", *"123456", "enter")
    await desk.until(lambda: desk.app.acts.lock == "unlocked", "unlocked")


def clocks(now: float) -> set[str]:
    """What a clock in Hong Kong shows about now."""
    zone = ZoneInfo("Asia/Hong_Kong")
    return {f"{datetime.fromtimestamp(now + n, zone):%H:%M:%S}" for n in (-2, -1, 0, 1, 2)}


def test_the_steady_clock_goes_on_whatever_the_other_does(monkeypatch: pytest.MonkeyPatch) -> None:
    before = steady_time()
    assert abs(before - time.time()) < 60
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 0 <= steady_time() - before < 5


# The disk


async def test_on_a_full_disk_no_order_is_sent_and_the_person_is_told_what_to_do(
    gateway: Callable[..., Paper], small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small_disk.folder
    monkeypatch.chdir(folder)  # where exports go
    async with at_desk(gateway().target, folder) as desk:
        before = desk.orders
        await desk.order()
        await desk.sees("Done: BUY 100 HK.00700")
        await desk.until(lambda: len(desk.orders) == len(before) + 1, "the order")
        desk.forget()
        kept = contents(folder)
        before = desk.orders
        await desk.press("b")
        small_disk.fill()
        await desk.press("enter")
        await desk.sees("trading is stopped: the disk of the journal is full: make room on it")
        assert not [text for text in desk.told if text.startswith(("Done", "Outcome unknown"))]
        await desk.press("escape", "escape")
        desk.forget()
        await desk.press("b")
        await desk.sees("Not possible: trading is stopped: the disk of the journal")
        desk.forget()

        await desk.press("4", "e")
        await desk.sees("The chart cannot be written: ")
        desk.app.action_save_theme()
        await desk.sees("config.toml: cannot be changed: No space left on device")
        desk.app.dashboard.watchlist.add(Security.parse("HK.09988"))
        await desk.sees("watchlists.toml: cannot be saved: No space left on device")
        await desk.press("p", "1")  # how the chart is drawn would be remembered
        assert contents(folder) == kept, "nothing is half written"
        assert not [name for name in names(folder) if name.startswith(".")]
        assert "all data live" in desk.foot
        assert desk.orders == before

        small_disk.make_room()
        await desk.until(lambda: not desk.app.acts.stopped, "trading")
        await desk.order()
        await desk.until(lambda: len(desk.orders) == len(before) + 1, "the order")
        desk.app.dashboard.watchlist.add(Security.parse("HK.01810"))
        assert {"HK.09988", "HK.01810"} <= set((folder / "watchlists.toml").read_text().split('"'))
    acts = [entry for entry in desk.acts() if entry.act.kind == "place"]
    assert [entry.result for entry in acts] == [Result.ACCEPTED, Result.ACCEPTED]


def contents(folder: Path) -> dict[str, bytes]:
    """All that is kept in the folder beside databases."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".json", ".toml", ".csv")
    }


async def test_with_folders_that_cannot_be_written_it_runs_and_says_what_is_not_kept(
    gateway: Callable[..., Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "watchlists.toml").write_text('[groups]\nCore = ["HK.00700"]\n')
    (folder / "config.toml").write_text('[display]\ntheme = "futu-dark"\n')
    with unwritable(folder):
        async with at_desk(gateway().target, folder) as desk:
            await desk.sees("trading is stopped: the journal")
            desk.forget()
            await desk.press("b")
            await desk.sees("Not possible: trading is stopped: the journal")
            desk.forget()
            desk.app.action_save_theme()
            await desk.sees("config.toml: cannot be changed: ")
            desk.app.dashboard.watchlist.add(Security.parse("HK.09988"))
            await desk.sees("watchlists.toml: cannot be saved: ")
            assert "HK.09988" in [
                str(each) for each in desk.app.dashboard.watchlist.watchlists.groups[0].securities
            ]
            assert "all data live" in desk.foot
        assert names(folder) == ["config.toml", "watchlists.toml"]
        assert "HK.09988" not in (folder / "watchlists.toml").read_text()


async def test_a_journal_that_could_not_be_opened_is_opened_when_it_can_be(
    gateway: Callable[..., Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.tui.acts.TRY_AGAIN", 0.1)
    blocked = tmp_path / JOURNAL
    blocked.mkdir()
    async with at_desk(gateway().target, tmp_path) as desk:
        await desk.sees(f"trading is stopped: the journal {tmp_path / JOURNAL} cannot be opened")
        blocked.rmdir()
        await desk.sees("The journal can be written: trading is possible again.")
        await desk.until(lambda: not desk.app.acts.stopped, "trading")
        before = desk.orders
        await desk.order()
        await desk.until(lambda: desk.orders != before, "the order")


# Files held locked

HOLDER = """
import sqlite3, sys
held = [sqlite3.connect(path, isolation_level=None) for path in sys.argv[1:]]
for each in held:
    each.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_locked(*paths: Path) -> Iterator[None]:
    """Another program has these databases for itself."""
    command = [sys.executable, "-c", HOLDER, *map(str, paths)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()
        holder.wait()


async def test_a_journal_held_locked_stops_orders_and_not_the_screen(
    gateway: Callable[..., Paper], tmp_path: Path
) -> None:
    async with at_desk(gateway().target, tmp_path) as desk:
        before = desk.orders
        await desk.order()
        await desk.sees("Done: BUY 100 HK.00700")
        await desk.until(lambda: len(desk.orders) == len(before) + 1, "the order")
        desk.forget()
        before = desk.orders
        with held_locked(tmp_path / JOURNAL, tmp_path / "equity.sqlite"):
            desk.longest_stop = 0.0
            await desk.order(sent=False)
            await desk.until(lambda: "not sent: another program holds the journal locked" in desk.picture)
            assert "trading is stopped: another program holds the journal" in " ".join(desk.told)
            await desk.press("escape")
            assert desk.longest_stop < BUSY / 2, "the loop waited for the file"
            assert "all data live" in desk.foot
            assert desk.orders == before
            desk.forget()
        await desk.until(lambda: not desk.app.acts.stopped, "trading")
        await desk.press("1")
        await desk.order()
        await desk.until(lambda: len(desk.orders) == len(before) + 1, "the order")
    assert [entry.result for entry in desk.acts()] == [Result.ACCEPTED, Result.ACCEPTED]


async def test_kept_bars_held_locked_are_told_of_once_and_waited_for_in_their_own_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("futu_tui.sqlite_files.BUSY", 0.3)
    path = tmp_path / "bars.sqlite"
    series = Series(Security.parse("HK.00700"), Period.DAY)
    told: list[str] = []
    async with CachedBars(path) as bars:
        bars.on_problem = told.append
        assert not await bars.has("here", series)
        with held_locked(path):
            waiting = asyncio.ensure_future(bars.drop("here", series))
            turns = 0
            while not waiting.done():
                await asyncio.sleep(0.01)
                turns += 1
            await bars.drop("here", series)
        assert turns >= 10, "the loop went on"
        (words,) = told
        assert f"the file of kept bars {path} is held locked by another program" in words
        assert not await bars.has("here", series)


# Two programs at once

CHANGES = """
import sys
from pathlib import Path
from futu_tui.config_file import save_setting
from futu_tui.json_file import KeptTable
from futu_tui.protocol import Security
from futu_tui.tui.watchlists import Watchlists

folder, name, setting, values = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4].split()
lists = Watchlists.load(folder / "watchlists.toml")
table = KeptTable(folder / "charts.json")
kept = table.read()
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    lists.add("Core", Security.parse(f"HK.{name}{number:03}"))
    kept.setdefault("indicators", {})[f"{name}{number}"] = ["MA 5"]
    assert table.write(kept)
    value = values[number % len(values)]
    save_setting(setting, int(value) if value.isdigit() else value, folder / "config.toml")
"""


def test_two_programs_at_once_lose_none_of_one_anothers_changes(tmp_path: Path) -> None:
    (tmp_path / "watchlists.toml").write_text('# mine\n[groups]\nCore = ["HK.00700"]\n')
    (tmp_path / "config.toml").write_text("# mine\n")
    with ExitStack() as stack:
        programs = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", CHANGES, str(tmp_path), *arguments],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                )
            )
            for arguments in (("11", "display.fps", "20 25"), ("22", "display.theme", "amber futu-light"))
        ]  # fmt: skip
        for each in programs:
            assert each.stdout
            assert each.stdout.readline() == "ready\n"
        for each in programs:
            assert each.stdin
            each.stdin.write("\n")
            each.stdin.flush()
        assert [each.wait() for each in programs] == [0, 0]
    lists = Watchlists.load(tmp_path / "watchlists.toml")
    codes = [str(security) for security in lists.group("Core").securities]
    assert sorted(codes) == sorted(["HK.00700", *(f"HK.{n}{k:03}" for n in (11, 22) for k in range(20))])
    assert lists.problems == []
    kept = KeptTable(tmp_path / "charts.json").read()["indicators"]
    assert kept.keys() == {f"{name}{number}" for name in (11, 22) for number in range(20)}
    settings = load(tmp_path / "config.toml", environ={}).settings
    assert (settings.display.fps, settings.display.theme) == (25, "futu-light")
    assert (tmp_path / "config.toml").read_text().startswith("# mine")
    assert names(tmp_path) == [
        "charts.json",
        "config.toml",
        "watchlists.toml",
    ]


async def test_two_dashboards_at_once_share_journal_lists_and_equity(
    gateway: Callable[..., Paper], tmp_path: Path
) -> None:
    async with at_desk(gateway().target, tmp_path) as one, at_desk(gateway().target, tmp_path) as two:
        before = one.orders
        await one.order()
        await two.order()
        await one.until(lambda: len(one.orders) == len(two.orders) == len(before) + 2, "both orders in both")
        one.app.dashboard.watchlist.add(Security.parse("HK.09988"))
        two.app.dashboard.watchlist.add(Security.parse("HK.01810"))
        rows = [str(each) for each in two.app.dashboard.watchlist.watchlists.groups[0].securities]
        assert sorted(rows) == ["HK.00700", "HK.01810", "HK.09988"]
        acts = one.acts()
        assert len({entry.serial for entry in acts}) == len({entry.program for entry in acts}) == 2
    assert [entry.result for entry in one.acts()] == [Result.ACCEPTED, Result.ACCEPTED]
    assert not [name for name in names(tmp_path) if name.startswith("program-")]
