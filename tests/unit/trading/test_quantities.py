"""With how many shares a ticket begins."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from futu_tui.protocol import Security
from futu_tui.trading.quantities import Quantities
from tests.unit.trading.wire import TENCENT

APPLE = Security.parse("US.AAPL")
LOT = Decimal(100)


def test_the_last_quantity_of_a_security_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "new" / "quantities.json"
    Quantities.load(path).remember(TENCENT, Decimal(300))
    again = Quantities.load(path, lots=2, shares=10)
    assert again.of(TENCENT, LOT) == 300
    assert again.of(Security.parse("HK.01810"), Decimal(200)) == 400
    assert again.of(APPLE, Decimal(1)) == 10


def test_a_contract_is_a_lot_and_not_a_share_among_many() -> None:
    quantities = Quantities(None, lots=2, shares=10)
    assert quantities.of(Security.parse("HK.TCH261127C510000"), Decimal(1), contract=True) == 2


def test_a_quantity_that_is_no_longer_in_lots_is_not_used(tmp_path: Path) -> None:
    quantities = Quantities(tmp_path / "q.json")
    quantities.remember(TENCENT, Decimal(300))
    assert quantities.of(TENCENT, Decimal(500)) == 500


@pytest.mark.parametrize(
    "text", ["", "[]", '{"HK.00700": "many"}', '{"HK.00700": "NaN"}', "{", '{"HK.00700": "-1"}']
)
def test_a_file_that_makes_no_sense_costs_the_memory_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.json"
    path.write_text(text)
    assert Quantities.load(path).of(TENCENT, LOT) == 100


def test_a_file_that_cannot_be_written_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    quantities = Quantities(tmp_path / "file" / "q.json")
    quantities.remember(TENCENT, Decimal(300))
    assert quantities.of(TENCENT, LOT) == 300
