"""What accounts were worth: points in memory, and the file that keeps them."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from futu_tui.protocol.pb import trd_common_pb2
from futu_tui.trading import Account, Funds
from futu_tui.trading.equity import FINE_DAYS, EquityCurves, EquityPoint, Sample, account_key, thinned
from futu_tui.trading.equity_events import DayTransfers, Transfer
from futu_tui.trading.equity_file import EquityFile, KeptEquity

NOON = datetime(2026, 11, 23, 12, 0).timestamp()
DAY = 86_400


def account(acc_id: int = 281234) -> Account:
    return Account.of(trd_common_pb2.TrdAcc(trdEnv=0, accID=acc_id, trdMarketAuthList=[1]))


def funds(total: float, currency: int = 1) -> Funds:
    row = trd_common_pb2.Funds(
        power=0, totalAssets=total, cash=0, marketVal=0, frozenCash=0, debtCash=0, avlWithdrawalCash=0
    )
    row.currency = currency
    return Funds.of(row)


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def totals(curves: EquityCurves, since: float = 0.0) -> list[float]:
    return [point.total for point in curves.curve(account(), since)]


def test_a_minute_has_one_point_the_last() -> None:
    curves = EquityCurves()
    assert curves.observe(account(), funds(100.0), NOON)
    assert curves.observe(account(), funds(101.0), NOON + 59)
    assert curves.observe(account(), funds(102.0), NOON + 60)
    assert curves.curve(account()) == [
        EquityPoint(int(NOON), 101.0, "HKD"), EquityPoint(int(NOON) + 60, 102.0, "HKD")
    ]  # fmt: skip


def test_what_stays_as_it_was_is_no_point() -> None:
    curves = EquityCurves()
    curves.observe(account(), funds(100.0), NOON)
    assert not curves.observe(account(), funds(100.0), NOON + 600)
    assert totals(curves) == [100.0]


def test_a_clock_that_goes_back_adds_nothing() -> None:
    curves = EquityCurves()
    curves.observe(account(), funds(100.0), NOON)
    assert not curves.observe(account(), funds(90.0), NOON - 3600)
    assert totals(curves) == [100.0]


def test_accounts_have_their_own_curves() -> None:
    curves = EquityCurves()
    curves.observe(account(1), funds(100.0), NOON)
    curves.observe(account(2), funds(200.0), NOON)
    assert [point.total for point in curves.curve(account(2))] == [200.0]
    assert curves.curve(account(3)) == []
    assert account_key(account(1)) != account_key(replace(account(1), env=type(account(1).env)(1)))


def test_a_curve_since_a_moment_begins_with_what_it_was_worth_then() -> None:
    curves = EquityCurves()
    curves.observe(account(), funds(100.0), NOON)
    curves.observe(account(), funds(110.0), NOON + 600)
    since = curves.curve(account(), NOON + 300)
    assert since == [EquityPoint(int(NOON) + 300, 100.0, "HKD"), EquityPoint(int(NOON) + 600, 110.0, "HKD")]
    assert totals(curves, NOON) == [100.0, 110.0]
    assert curves.curve(account(), NOON + 900) == [EquityPoint(int(NOON) + 900, 110.0, "HKD")]


def test_amounts_of_another_currency_are_not_on_one_curve() -> None:
    curves = EquityCurves()
    curves.observe(account(), funds(100.0, currency=1), NOON)
    curves.observe(account(), funds(780.0, currency=2), NOON + 60)
    assert [point.currency for point in curves.curve(account())] == ["USD"]


@given(st.lists(st.integers(0, 40 * 1440), unique=True, max_size=200))
def test_of_long_ago_a_point_a_day_is_kept_its_last(minutes: list[int]) -> None:
    now = NOON + 40 * DAY
    points = [EquityPoint(int(NOON) + minute * 60, float(minute), "HKD") for minute in sorted(minutes)]
    newest = [EquityPoint(int(now), 1.0, "HKD")]
    *kept, last_point = thinned(points + newest)
    assert [last_point] == newest
    fine = [point for point in points if point.at >= now - FINE_DAYS * DAY]
    coarse = [point for point in points if point not in fine]
    assert kept[len(kept) - len(fine) :] == fine
    days = [datetime.fromtimestamp(point.at).date() for point in kept[: len(kept) - len(fine)]]
    assert days == sorted({datetime.fromtimestamp(point.at).date() for point in coarse})
    last = {datetime.fromtimestamp(point.at).date(): point for point in coarse}
    assert kept[: len(kept) - len(fine)] == list(last.values())
    assert thinned(kept + newest) == kept + newest


def test_what_is_taken_to_be_saved_is_taken_once() -> None:
    curves = EquityCurves()
    curves.observe(account(), funds(100.0), NOON)
    curves.observe(account(), funds(101.0), NOON + 1)
    assert [sample.point.total for sample in curves.take_unsaved()] == [101.0]
    assert list(curves.take_unsaved()) == []


# The file


async def test_points_are_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "not there yet" / "equity.sqlite"
    curves = EquityCurves()
    async with KeptEquity(path, curves):
        curves.observe(account(), funds(100.0), NOON)
        curves.observe(account(), funds(101.0), NOON + 60)
    later = EquityCurves()
    async with KeptEquity(path, later):
        later.observe(account(), funds(102.0), NOON + 120)
    last = EquityCurves()
    async with KeptEquity(path, last):
        assert totals(last) == [100.0, 101.0, 102.0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_what_was_observed_before_the_file_was_read_stays(tmp_path: Path) -> None:
    path = tmp_path / "equity.sqlite"
    first = EquityCurves()
    async with KeptEquity(path, first):
        first.observe(account(), funds(100.0), NOON)
    curves = EquityCurves()
    curves.observe(account(), funds(105.0), NOON + 60)
    async with KeptEquity(path, curves):
        assert totals(curves) == [100.0, 105.0]


def test_reading_lets_go_of_minutes_of_long_ago(tmp_path: Path) -> None:
    file = EquityFile(tmp_path / "equity.sqlite")
    file.write(Sample("a", EquityPoint(int(NOON) + 60 * n, float(n), "HKD")) for n in range(100))
    file.write([Sample("a", EquityPoint(int(NOON + DAY), 100.0, "HKD"))])
    assert len(file.read()) == 101
    file.write([Sample("a", EquityPoint(int(NOON + 30 * DAY), 101.0, "HKD"))])
    kept = file.read()
    assert [sample.point.total for sample in kept] == [99.0, 100.0, 101.0]
    assert file.read() == kept
    file.close()


def test_two_programs_write_into_one_file(tmp_path: Path) -> None:
    path = tmp_path / "equity.sqlite"
    one, two = EquityFile(path), EquityFile(path)
    one.write([Sample("a", EquityPoint(0, 1.0, "HKD"))])
    two.write([Sample("a", EquityPoint(0, 2.0, "HKD")), Sample("b", EquityPoint(60, 3.0, "USD"))])
    assert [sample.point.total for sample in one.read()] == [2.0, 3.0]
    one.close()
    two.close()


async def test_what_a_full_disk_did_not_take_is_written_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "equity.sqlite"
    curves = EquityCurves()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async with KeptEquity(path, curves) as kept:
        curves.observe(account(), funds(100.0), NOON)
        curves.events.take_day(DayTransfers(account_key(account()), "2025-01-01", ()), final=True)
        with monkeypatch.context() as patch:
            patch.setattr(EquityFile, "write", full)
            await kept.save()
        curves.observe(account(), funds(101.0), NOON)
    later = EquityCurves()
    async with KeptEquity(path, later):
        assert totals(later) == [101.0]
        assert later.events.days_told(account_key(account())) == {"2025-01-01"}


@pytest.mark.parametrize("content", [b"this is no database, but a letter " * 100, None])
async def test_a_file_that_is_no_good_costs_only_itself(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "equity.sqlite"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    curves = EquityCurves()
    async with KeptEquity(path, curves):
        curves.observe(account(), funds(100.0), NOON)
    assert totals(curves) == [100.0]
    assert "not kept" in caplog.text
    if content is not None:
        assert path.read_bytes() == content


async def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    curves = EquityCurves()
    async with KeptEquity(None, curves):
        curves.observe(account(), funds(100.0), NOON)
    assert totals(curves) == [100.0]
    assert files(tmp_path) == []


def test_rows_that_are_no_points_and_no_transfers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "equity.sqlite"
    file = EquityFile(path)
    file.write([Sample("SIMULATE:1", EquityPoint(int(NOON), 100.0, "HKD"))])
    file.write_days(
        [DayTransfers("SIMULATE:1", "2026-11-20", (Transfer("2026-11-20", 1, "HKD", 5.0, "Deposit"),))]
    )
    with closing(sqlite3.connect(path)) as db:
        for at, total in (("soon", 1.0), (1.5, 1.0), (2**60, 1.0), (60, "much"), (120, 9e999)):
            db.execute("INSERT INTO points VALUES ('SIMULATE:1', ?, ?, 'HKD')", (at, total))
        for number, text in enumerate(("", "[[1]]", "{", "null", 5, b"[]", "[" * 100_000)):
            db.execute("INSERT INTO transfer_days VALUES ('SIMULATE:1', ?, ?)", (str(number), text))
        db.commit()
    assert [sample.point.total for sample in file.read()] == [100.0]
    assert [day.day for day in file.read_days()] == ["2026-11-20"]
    file.close()
