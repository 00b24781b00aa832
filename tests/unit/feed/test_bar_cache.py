"""The file of kept bars: what is found again, what goes first, and what becomes of a file that is no good."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui import sqlite_files
from futu_tui.feed.bar_cache import NOTHING, BarCache
from futu_tui.feed.bar_file import CacheError
from futu_tui.feed.cached_bars import CachedBars
from futu_tui.feed.factors import factors_text, still_right
from futu_tui.market import Period, Rehab, Series
from futu_tui.market.columns import ROW_BYTES, Columns, time_of, wall_of_day
from futu_tui.protocol.pb import qot_common_pb2
from tests.unit.market.wire import ALIBABA, TENCENT

SERIES = Series(TENCENT, Period.M60)
FIRST = 739_000
"""An ordinal of some day."""
AHEAD = wall_of_day(FIRST + 10_000)


def bars(first: int, last: int, close: float = 10.0, series: Series = SERIES) -> Columns:
    """Two bars on each of these days."""
    rows = [
        qot_common_pb2.KLine(
            time=time_of(wall_of_day(FIRST + day) + hour * 3600),
            isBlank=False,
            openPrice=close,
            highPrice=close,
            lowPrice=close,
            closePrice=close + day,
            volume=day,
            turnover=day,
        )
        for day in range(first, last + 1)
        for hour in (11, 14)
    ]
    return Columns.of(rows, series.security.market, series.period)


def keep(cache: BarCache, first: int, last: int, series: Series = SERIES, close: float = 10.0) -> None:
    cache.keep("1", series, bars(first, last, close, series), FIRST + first, FIRST + last)


def found_days(cache: BarCache, day: int, series: Series = SERIES, count: int = 1_000_000) -> list[int]:
    """Of which days bars are found before one, whose bars are kept too."""
    found = cache.read("1", series, FIRST + day, AHEAD, count)
    return sorted({each - FIRST for each in found.bars.day}) if found.bars is not None else []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "bars.sqlite3"


@pytest.fixture
def cache(path: Path) -> Iterator[BarCache]:
    cache = BarCache.open(path)
    yield cache
    cache.close()


def test_what_was_kept_is_found_by_the_next_program(path: Path) -> None:
    cache = BarCache.open(path)
    keep(cache, 0, 9)
    cache.close()
    again = BarCache.open(path)
    found = again.read("1", SERIES, FIRST + 9, AHEAD, 1000)
    assert found.bars == bars(0, 9)
    assert found.first_day == FIRST
    assert again.has("1", SERIES)
    again.close()


def test_bars_are_found_only_where_no_day_is_missing_between(cache: BarCache) -> None:
    keep(cache, 0, 4)
    keep(cache, 8, 9)
    assert found_days(cache, 9) == [8, 9]
    assert found_days(cache, 4) == [0, 1, 2, 3, 4]
    assert cache.read("1", SERIES, FIRST + 6, AHEAD, 1000) == (None, 0, FIRST + 4)
    keep(cache, 5, 7)
    assert found_days(cache, 9) == list(range(10))


def test_the_last_bars_before_a_time_are_found_a_chunk_or_more_of_them(cache: BarCache) -> None:
    keep(cache, 0, 2000)
    found = cache.read("1", SERIES, FIRST + 2000, wall_of_day(FIRST + 1900), 10).bars
    assert found is not None
    assert found.day[-1] == FIRST + 1899
    assert 10 <= len(found) < 2 * 2000
    whole = cache.read("1", SERIES, FIRST + 2000, wall_of_day(FIRST + 1900), 100_000).bars
    assert whole == bars(0, 1899)


def test_series_sources_adjustments_and_hours_are_kept_apart(cache: BarCache) -> None:
    keep(cache, 0, 3)
    others = [
        SERIES._replace(security=ALIBABA),
        SERIES._replace(period=Period.M30),
        SERIES._replace(rehab=Rehab.NONE),
        SERIES._replace(extended=True),
    ]
    assert [cache.read("1", series, FIRST + 3, AHEAD, 10) for series in others] == [NOTHING] * 4
    assert cache.read("2", SERIES, FIRST + 3, AHEAD, 10) == NOTHING


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=12))
def test_any_pages_in_any_order_are_found_as_a_table_of_days_would_have_them(
    tmp_path_factory: pytest.TempPathFactory, pages: list[tuple[int, int]]
) -> None:
    cache = BarCache.open(tmp_path_factory.mktemp("cache") / "bars.sqlite3")
    known: set[int] = set()
    for first, length in pages:
        keep(cache, first, first + length)
        known |= set(range(first, first + length + 1))
    for day in range(75):
        expected = []
        if day in known:
            first, last = day, day
            while first - 1 in known:
                first -= 1
            while last + 1 in known:
                last += 1
            expected = list(range(first, last + 1))
        assert found_days(cache, day) == expected
    cache.close()


def test_a_day_told_again_is_kept_as_it_was_told_last(cache: BarCache) -> None:
    keep(cache, 0, 4)
    again = bars(4, 5)
    again.volume[0] = 777
    cache.keep("1", SERIES, again, FIRST + 4, FIRST + 5)
    found = cache.read("1", SERIES, FIRST + 5, AHEAD, 100).bars
    assert found is not None
    assert list(found.volume).count(777) == 1
    assert len(found) == 12


def test_bars_that_contradict_what_is_kept_take_its_place(cache: BarCache) -> None:
    keep(cache, 0, 9)
    keep(cache, 8, 12, close=9.5)
    assert found_days(cache, 12) == [8, 9, 10, 11, 12]
    assert found_days(cache, 5) == []


def test_a_series_whose_factors_hold_no_more_is_dropped(cache: BarCache) -> None:
    cache.keep("1", SERIES, bars(0, 9), FIRST, FIRST + 9, factors="old")
    asked = []

    def holds(factors: str, last_day: int) -> bool:
        asked.append((factors, last_day - FIRST))
        return False

    assert cache.read("1", SERIES, FIRST + 9, AHEAD, 10, holds) == NOTHING
    assert asked == [("old", 9)]
    assert not cache.has("1", SERIES)
    assert cache.size() == 0


def test_the_longest_unused_go_when_the_room_is_used_up(path: Path) -> None:
    cache = BarCache.open(path, most=100 * ROW_BYTES)
    series = [SERIES._replace(security=security, period=period) for period in (Period.M15, Period.M30)
              for security in (TENCENT, ALIBABA)]  # fmt: skip
    for each in series[:3]:
        keep(cache, 0, 14, each)
    assert found_days(cache, 14, series[0])  # used again
    keep(cache, 0, 14, series[3])
    assert [cache.has("1", each) for each in series] == [True, False, True, True]
    assert 0 < cache.size() <= cache.most
    cache.close()


def test_the_file_is_its_owner_s_alone_however_it_was_made(path: Path) -> None:
    path.parent.mkdir()
    path.touch(0o644)
    cache = BarCache.open(path)
    keep(cache, 0, 3)
    for part in path.parent.iterdir():
        assert stat.S_IMODE(part.stat().st_mode) == 0o600, part
    cache.close()


def test_two_programs_keep_bars_in_one_file(path: Path, cache: BarCache) -> None:
    other = BarCache.open(path)
    keep(cache, 0, 4)
    keep(other, 5, 9)
    assert found_days(cache, 9) == found_days(other, 9) == list(range(10))
    other.close()
    keep(cache, 10, 12)
    assert found_days(cache, 12) == list(range(13))


_WRITER = """
import sys
from pathlib import Path
from futu_tui.feed.bar_cache import BarCache
from tests.unit.feed.test_bar_cache import keep
cache = BarCache.open(Path(sys.argv[1]))
for day in range(int(sys.argv[2]), 60, 2):
    keep(cache, day, day)
cache.close()
"""


def test_two_processes_that_keep_bars_at_once_lose_none(path: Path) -> None:
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(first)], env=environ)
        for first in (0, 1)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    cache = BarCache.open(path)
    assert not cache.notice
    assert found_days(cache, 59) == list(range(60))
    cache.close()


def newer(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()


def garbled(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def foreign(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE orders (id INTEGER)")
    db.close()


def told_of(path: Path) -> object:
    """What a file holds."""
    try:
        with closing(sqlite3.connect(path)) as db:
            return db.execute("PRAGMA user_version").fetchall(), list(db.iterdump())
    except sqlite3.DatabaseError:
        return path.read_bytes()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(newer, "of a newer futu-tui"), (garbled, "damaged"), (foreign, "no file of kept bars")],
)
def test_a_file_that_is_no_good_is_set_aside_and_told(path: Path, spoil: object, why: str) -> None:
    BarCache.open(path).close()
    assert callable(spoil)
    spoil(path)
    before = told_of(path)
    cache = BarCache.open(path)
    aside = path.with_name("bars.sqlite3.aside")
    assert why in cache.notice
    assert str(aside) in cache.notice
    assert told_of(aside) == before
    keep(cache, 0, 3)
    assert found_days(cache, 3) == [0, 1, 2, 3]
    cache.close()
    again = BarCache.open(path)
    assert not again.notice
    again.close()


def test_a_newer_program_s_file_is_left_to_it_while_that_runs(path: Path, cache: BarCache) -> None:
    newer(path)
    with pytest.raises(CacheError, match="newer futu-tui, and another program uses it"):
        BarCache.open(path)
    assert not path.with_name("bars.sqlite3.aside").exists()


def test_a_file_that_another_program_holds_locked_is_told_and_free_again_it_is_used(
    path: Path, cache: BarCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_files, "BUSY", 0.05)
    waiting = BarCache.open(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(CacheError, match="held locked by another program"):
        keep(waiting, 0, 3)
    holder.execute("ROLLBACK")
    keep(waiting, 0, 3)
    assert found_days(waiting, 3) == [0, 1, 2, 3]
    waiting.close()
    holder.close()


def test_a_damaged_chunk_is_no_bars_at_all(path: Path, cache: BarCache) -> None:
    keep(cache, 0, 9)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE chunks SET bars = x'0102'")
    assert cache.read("1", SERIES, FIRST + 9, AHEAD, 100) == NOTHING
    assert not cache.has("1", SERIES)
    keep(cache, 0, 9)
    assert found_days(cache, 9) == list(range(10))


async def test_a_file_that_turns_out_to_be_damaged_is_replaced_while_the_program_runs(path: Path) -> None:
    told: list[str] = []
    async with CachedBars(path) as kept:
        kept.on_problem = told.append
        await kept.keep("1", SERIES, bars(0, 900), FIRST, FIRST + 900)
    with path.open("r+b") as file:
        for page in range(1, file.seek(0, os.SEEK_END) // 4096):
            file.seek(page * 4096)
            file.write(b"\xff" * 4096)
    async with CachedBars(path) as kept:
        kept.on_problem = told.append
        found = await kept.read("1", SERIES, FIRST + 900, AHEAD, 10)
        assert found == NOTHING
        await kept.keep("1", SERIES, bars(0, 9), FIRST, FIRST + 9)
        assert (await kept.read("1", SERIES, FIRST + 9, AHEAD, 100)).bars == bars(0, 9)
    assert len(told) == 1
    assert "damaged" in told[0]


async def test_what_goes_wrong_is_told_once_and_nothing_is_found(tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / "file").touch()
    async with CachedBars(tmp_path / "file" / "bars.sqlite3") as kept:
        kept.on_problem = told.append
        for _ in range(3):
            await kept.keep("1", SERIES, bars(0, 3), FIRST, FIRST + 3)
            assert await kept.read("1", SERIES, FIRST + 3, AHEAD, 10) == NOTHING
            assert not await kept.has("1", SERIES)
    assert len(told) == 1


# Factors


def rehab(time: str, forward: float, backward: float) -> qot_common_pb2.Rehab:
    return qot_common_pb2.Rehab(
        time=time, companyActFlag=64, fwdFactorA=1.0, fwdFactorB=forward, bwdFactorA=1.0, bwdFactorB=backward
    )


PAID = [rehab("0002-01-01", -1.0, 1.0), rehab("0002-06-01 00:00:00", -2.0, 2.0)]


def test_a_dividend_announced_for_later_adjusts_nothing_yet() -> None:
    today = date(2, 7, 1).toordinal()
    before = factors_text(PAID, Rehab.FORWARD, today)
    assert len(before.splitlines()) == 2
    later = [*PAID, rehab("0002-12-01", -3.0, 3.0)]
    assert factors_text(later, Rehab.FORWARD, today) == before
    assert factors_text(later, Rehab.FORWARD, today + 300) != before
    assert factors_text([rehab("soon", -3.0, 3.0)], Rehab.FORWARD, today) == ""


@pytest.mark.parametrize(
    ("rehab_type", "last", "right"),
    [
        (Rehab.NONE, date(2, 6, 1), True),
        (Rehab.FORWARD, date(2, 5, 31), False),
        (Rehab.BACKWARD, date(2, 5, 31), True),
        (Rehab.BACKWARD, date(2, 6, 1), False),
    ],
)
def test_a_new_dividend_moves_the_past_forward_adjusted_and_the_present_backward_adjusted(
    rehab_type: Rehab, last: date, right: bool
) -> None:
    ex_day = date(2, 6, 1).toordinal()
    kept, now = (factors_text(rows, rehab_type, ex_day) for rows in (PAID[:1], PAID))
    assert still_right(rehab_type, kept, now, last.toordinal()) is right
    assert still_right(rehab_type, now, now, last.toordinal())
