from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from futu_tui.protocol import Security
from futu_tui.trading import Position, PositionKey, totals
from tests.unit.trading.wire import TENCENT, XIAOMI, portfolio, position


@dataclass
class Live:
    """What of a quote marks a position."""

    last: float | None
    prev_close: float | None = None


def tencent(last: float = 506.0, today: float | None = 0.0) -> Position:
    return Position.of(position("00700", 600, 488.2, last, today))


def xiaomi(last: float = 54.35, today: float | None = 7_600.0) -> Position:
    return Position.of(position("01810", 4_000, 57.1, last, today))


def test_a_position_is_marked_at_the_live_price() -> None:
    held = tencent(last=506.0)
    assert held.market_value(512.5) == pytest.approx(307_500)
    assert held.pl(512.5) == pytest.approx(14_580)
    assert held.pl_pct(512.5) == pytest.approx(4.98, abs=0.005)


def test_without_a_live_price_it_is_marked_at_the_gateway_s() -> None:
    held = tencent(last=512.5)
    assert held.market_value() == held.market_value(512.5)
    assert held.pl() == held.pl(512.5)
    assert held.today_pl_at() == 0.0


def test_today_s_result_moves_along_from_what_the_gateway_reckoned() -> None:
    held = tencent(last=510.0, today=2_400.0)
    assert held.today_pl_at(510.0, 506.0) == pytest.approx(2_400)
    assert held.today_pl_at(512.5, 506.0) == pytest.approx(3_900)


def test_today_s_result_is_reckoned_from_the_previous_close_and_today_s_trades_where_the_gateway_does_not() -> (
    None
):
    overnight = tencent(last=510.0, today=None)
    assert overnight.today_pl_at(512.5, 506.0) == pytest.approx(600 * 6.5)
    assert overnight.today_pl_at(512.5) is None
    trades = {"td_buyQty": 200, "td_buyVal": 200 * 508.0, "td_sellQty": 100, "td_sellVal": 100 * 511.0}
    traded = Position.of(position("00700", 600, 488.2, 510.0, None, **trades))
    by_hand = 400 * (512.5 - 506.0) + 200 * (512.5 - 508.0) + 100 * (511.0 - 506.0)
    assert traded.today_pl_at(512.5, 506.0) == pytest.approx(by_hand)


@pytest.mark.parametrize("qty", [100.0, -100.0], ids=["told unsigned", "told negative"])
def test_a_short_position_gains_as_the_price_falls(qty: float) -> None:
    row = position("00700", qty, 520.0, 512.0, -100.0, positionSide=1, val=-51_200.0)
    held = Position.of(row)
    assert held.qty == 100
    assert held.market_value(510.0) == pytest.approx(-51_000)
    assert held.pl(510.0) == pytest.approx(1_000)
    assert held.pl_pct(510.0) == pytest.approx(1_000 / 52_000 * 100)
    assert held.today_pl_at(510.0) == pytest.approx(100)


def test_a_contract_is_worth_its_multiple() -> None:
    held = Position.of(position("00700", 2, 5.0, 6.0, None, val=1_200.0))
    assert held.multiplier == 100
    assert held.market_value(7.0) == pytest.approx(1_400)
    assert held.pl(7.0) == pytest.approx(400)


def test_a_position_without_a_cost_moves_along_from_the_gateway_s_result() -> None:
    held = Position.of(position("00700", 100, None, 510.0, None, plVal=250.0))
    assert held.pl(512.0) == pytest.approx(450)
    assert held.pl_pct(512.0) is None


def test_totals_by_currency_at_live_prices() -> None:
    apple = Position.of(position("AAPL", 10, 200.0, 260.0, None, secMarket=2, currency=2))
    quotes = {
        TENCENT: Live(512.5, 506.0),
        XIAOMI: Live(None),
        Security.parse("US.AAPL"): Live(268.0, 267.0),
    }
    hkd, usd = totals([tencent(), xiaomi(), apple], quotes)
    assert (hkd.currency, usd.currency) == ("HKD", "USD")
    assert hkd.value == pytest.approx(524_900)
    assert hkd.pl == pytest.approx(3_580)
    assert hkd.pl_pct == pytest.approx(0.69, abs=0.005)
    assert hkd.today_pl == pytest.approx(11_500)
    assert usd.value == pytest.approx(2_680)
    assert usd.today_pl == pytest.approx(10)


def test_totals_say_where_nothing_is_known() -> None:
    held = Position.of(position("00700", 100, None, 510.0, None))
    (total,) = totals([held], {})
    assert total.pl_pct is None
    assert total.today_pl is None
    assert totals([], {}) == []


def test_a_list_takes_the_place_of_what_was_held() -> None:
    held = portfolio()
    rows = [position("00700", 600, 488.2, 512.5, 0.0), position("01810", 4_000, 57.1, 54.35, 0.0)]
    assert held.apply_positions(rows)
    assert not held.apply_positions(rows)
    assert held.apply_positions(rows[1:])
    assert list(held.positions) == [PositionKey(XIAOMI, 0)]


def test_a_list_of_one_market_speaks_for_that_market_alone() -> None:
    held = portfolio()
    held.apply_positions([position("AAPL", 10, 200.0, 260.0, 0.0, secMarket=2, trdMarket=2)])
    held.apply_positions([position("00700", 600, 488.2, 512.5, 0.0)], market=1)
    assert [str(key.security) for key in held.positions] == ["US.AAPL", "HK.00700"]


def test_long_and_short_of_one_security_are_two_positions() -> None:
    held = portfolio()
    held.apply_positions(
        [position("00700", 100, 500.0, 510.0, 0.0), position("00700", 50, 500.0, 510.0, 0.0, positionSide=1)]
    )
    assert [key.side for key in held.positions] == [0, 1]


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf, 1e308])
def test_numbers_that_no_position_has_spoil_no_sum(odd: float) -> None:
    row = position("01810", odd, odd, odd, odd)
    row.val = row.plVal = odd
    total = totals([tencent(last=512.5), Position.of(row)], {})[0]
    assert (total.value, total.pl) == (pytest.approx(307_500), pytest.approx(14_580))
