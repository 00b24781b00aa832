"""Files of bars: whole or not at all, one each or one for all, as CSV or Parquet; and what a person may type."""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.feed.lookups.bars import BarRow, Plan, Source, StandIn
from futu_tui.market import Period, Rehab
from futu_tui.protocol import Security
from futu_tui.tui.bar_files import BarFiles, NoParquet
from futu_tui.tui.export_draft import DraftError, ExportDraft, read_codes, read_times
from tests.tui.scene import APPLE, TENCENT

NOW = datetime(2026, 11, 23, 10, 42)
ROW = BarRow("2026-11-20 00:00:00", 1.5, 2.0, 1.0, 1.25, 100.0, 12_345_678_901.25, -0.123456789)
BARE = BarRow("2026-11-21", None, None, None, None, None, None, None, "2026-11-21", "none")


def plan(*securities: Security, source: Source = Source.BROKER, times: tuple[str, ...] = ()) -> Plan:
    return Plan(
        source, securities, Period.DAY, Rehab.FORWARD, date(2026, 1, 2), date(2026, 11, 20), False, times,
        StandIn.NOTHING,
    )  # fmt: skip


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_file_each_is_there_as_soon_as_its_security_is_complete(tmp_path: Path) -> None:
    files = BarFiles(plan(TENCENT, APPLE), tmp_path, NOW)
    files.write(TENCENT, [ROW])
    (path,) = tmp_path.iterdir()
    assert path.name == "futu-tui-bars-HK.00700-D-fwd-20260102-20261120.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    assert rows(path) == [
        ["code", "time", "open", "high", "low", "close", "volume", "turnover", "change_percent"],
        ["HK.00700", "2026-11-20 00:00:00", "1.5", "2", "1", "1.25", "100", "12345678901.25", "-0.123456789"],
    ]
    files.write(APPLE, [ROW])
    assert [path.name[:22] for path in files.close()] == ["futu-tui-bars-HK.00700", "futu-tui-bars-US.AAPL-"]


def test_one_for_all_is_in_its_place_only_when_it_is_finished(tmp_path: Path) -> None:
    files = BarFiles(plan(TENCENT, APPLE), tmp_path, NOW, together=True)
    files.write(TENCENT, [ROW])
    (part,) = tmp_path.iterdir()
    assert part.suffix == ".part"
    files.write(APPLE, [ROW, ROW])
    (path,) = files.close()
    assert list(tmp_path.iterdir()) == [path]
    assert [row[0] for row in rows(path)[1:]] == ["HK.00700", "US.AAPL", "US.AAPL"]
    assert "2-securities" in path.name


def test_no_file_is_written_over(tmp_path: Path) -> None:
    for _ in range(3):
        files = BarFiles(plan(TENCENT), tmp_path, NOW)
        files.write(TENCENT, [ROW])
        files.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert [name.removeprefix("futu-tui-bars-HK.00700-D-fwd-20260102-20261120") for name in names] == [
        "-2.csv", "-3.csv", ".csv",
    ]  # fmt: skip


def test_without_a_complete_security_there_is_no_file(tmp_path: Path) -> None:
    assert BarFiles(plan(TENCENT), tmp_path, NOW, together=True).close() == []
    assert list(tmp_path.iterdir()) == []


def test_bars_at_given_times_tell_which_they_are_and_what_is_missing_is_empty(tmp_path: Path) -> None:
    files = BarFiles(plan(TENCENT, source=Source.POINTS, times=("2026-11-21",)), tmp_path, NOW)
    files.write(TENCENT, [BARE])
    (path,) = files.close()
    assert rows(path)[0][-2:] == ["asked", "bar"]
    assert rows(path)[1] == ["HK.00700", "2026-11-21", *[""] * 7, "2026-11-21", "none"]


def test_parquet_holds_the_same_as_numbers(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    files = BarFiles(plan(TENCENT, APPLE), tmp_path, NOW, parquet=True, together=True)
    files.write(TENCENT, [ROW, ROW._replace(volume=None)])
    files.write(APPLE, [ROW])
    (path,) = files.close()
    assert path.suffix == ".parquet"
    table: Any = parquet.read_table(path)
    assert table.column("code").to_pylist() == ["HK.00700", "HK.00700", "US.AAPL"]
    assert table.column("volume").to_pylist() == [100.0, None, 100.0]
    assert table.column("turnover").to_pylist()[0] == 12_345_678_901.25


def test_without_its_library_parquet_is_refused_before_anything_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquet, match=r"pip install 'futu-tui\[parquet\]'"):
        BarFiles(plan(TENCENT), tmp_path, NOW, parquet=True)


# what is typed


def test_codes_are_read_with_blanks_or_commas_between_them() -> None:
    assert read_codes(" hk.00700, US.AAPL") == [TENCENT, APPLE]
    with pytest.raises(DraftError, match="TENCENT"):
        read_codes("HK.00700 Tencent")


def test_times_are_days_or_minutes_in_order_and_each_once() -> None:
    assert read_times("2026-11-20T10:30, 2026-11-16 2026-11-16") == ("2026-11-16", "2026-11-20 10:30:00")
    for wrong in ("", "yesterday", "2026-11-20T25:00", "2026-13-01"):
        with pytest.raises(DraftError, match="write times like"):
            read_times(wrong)


@given(
    st.text(max_size=40),
    st.text(max_size=12),
    st.text(max_size=12),
    st.text(max_size=30),
    st.sampled_from(Source),
)
def test_whatever_is_typed_there_is_a_plan_or_a_trouble_named(
    codes: str, begin: str, end: str, times: str, source: Source
) -> None:
    draft = ExportDraft(codes=codes, begin=begin, end=end, times=times, source=source)
    troubles = list(draft.troubles(()))
    assert (draft.plan(()) is None) is bool(troubles)
    assert all(trouble.text for trouble in troubles)


def test_a_group_stands_for_what_it_holds_now() -> None:
    draft = ExportDraft(group="Core", codes="nonsense", begin="2026-01-02", end="2026-11-20")
    made = draft.plan([TENCENT, APPLE, TENCENT])
    assert made is not None
    assert made.securities == (TENCENT, APPLE)
    assert [trouble.text for trouble in draft.troubles(())] == ["Core is empty"]
    draft.end = "2025-12-31"
    assert [trouble.field for trouble in draft.troubles([APPLE])] == ["begin"]
