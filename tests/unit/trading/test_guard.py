"""The person's own limits: what breaks one is refused with the limit, the value and the bound."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.config import GuardSettings
from futu_tui.protocol import Security
from futu_tui.trading.guard import Amounts, Guard, Limits, Names, Proposal
from tests.unit.trading.wire import TENCENT

APPLE = Security.parse("US.AAPL")


def proposal(**fields: Any) -> Proposal:
    values: dict[str, Any] = {
        "security": TENCENT,
        "buys": True,
        "qty": Decimal(200),
        "prices": (Decimal(512),),
        "reference": Decimal(512),
        "multiplier": Decimal(1),
        "last": Decimal(500),
        "position": Decimal(0),
        "working": Decimal(0),
    }
    return Proposal(**(values | fields))


def told(settings: GuardSettings, **fields: Any) -> list[tuple[str, str, str]]:
    guard = Guard(Limits.of(settings))
    return [(refusal.limit, refusal.value, refusal.bound) for refusal in guard.check(proposal(**fields))]


def test_without_settings_everything_passes() -> None:
    assert told(GuardSettings(), qty=Decimal(10**9), position=Decimal(10**9)) == []


@pytest.mark.parametrize(
    ("settings", "fields", "refusal"),
    [
        (
            {"max_order_value": "HKD 100000"},
            {},
            ("largest order value", "102,400.00 HKD", "100,000.00 HKD"),
        ),
        (
            {"max_order_value": "100000"},
            {"reference": None},
            ("largest order value", "not known", "100,000.00 HKD"),
        ),
        ({"max_order_quantity": 100}, {}, ("largest order quantity", "200", "100")),
        (
            {"max_position_value": "HKD 200000"},
            {"position": Decimal(100), "working": Decimal(200)},
            ("largest position", "250,000.00 HKD", "200,000.00 HKD"),
        ),
        ({"price_band": 2.0}, {}, ("price band", "+2.40 %", "2 %")),
        (
            {"price_band": 2.0},
            {"prices": (Decimal(510), Decimal(480))},
            ("price band", "-4.00 %", "2 %"),
        ),
        ({"price_band": 2.0}, {"last": None}, ("price band", "not known", "2 %")),
        ({"orders_per_minute": 3}, {"recent_orders": 3}, ("orders a minute", "4", "3")),
        ({"forbidden": "US, HK.00700"}, {}, ("forbidden securities", "HK.00700", "any other")),
        ({"forbidden": "HK"}, {}, ("forbidden securities", "HK.00700", "any other")),
        ({"allowed": "US, HK.09988"}, {}, ("allowed securities", "HK.00700", "those on the list")),
        (
            {"max_day_loss": "HKD 5000"},
            {"day_result": {"HKD": Decimal("-5000.01")}},
            ("loss of the day", "5,000.01 HKD", "5,000.00 HKD"),
        ),
    ],
)
def test_an_order_past_a_limit(
    settings: dict[str, Any], fields: dict[str, Any], refusal: tuple[str, str, str]
) -> None:
    assert told(GuardSettings(**settings), **fields) == [refusal]


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        ({"max_order_value": "HKD 102400"}, {}),
        ({"max_order_value": "USD 1"}, {}),
        ({"max_order_quantity": 200}, {}),
        ({"price_band": 2.4}, {}),
        ({"price_band": 1.0}, {"prices": ()}),
        ({"orders_per_minute": 3}, {"recent_orders": 9, "is_new": False}),
        ({"allowed": "HK"}, {}),
        ({"forbidden": "US.AAPL"}, {}),
        ({"max_day_loss": "HKD 5000"}, {"day_result": {"HKD": Decimal(-4999), "USD": Decimal(-9999)}}),
        (
            {"max_day_loss": "5000"},
            {"day_result": {"HKD": Decimal(-9999)}, "buys": False, "position": Decimal(200)},
        ),
        (
            {"max_position_value": "1000"},
            {"buys": False, "position": Decimal(500), "working": Decimal(100)},
        ),
    ],
)
def test_an_order_within_its_limits(settings: dict[str, Any], fields: dict[str, Any]) -> None:
    assert told(GuardSettings(**settings), **fields) == []


def test_selling_more_than_is_held_does_not_count_as_closing() -> None:
    settings = GuardSettings(max_day_loss="1", max_position_value="1000")
    limits = told(settings, buys=False, position=Decimal(100), day_result={"HKD": Decimal(-2)})
    assert [limit for limit, _, _ in limits] == ["largest position", "loss of the day"]


def test_a_refusal_reads_as_a_sentence() -> None:
    guard = Guard(Limits.of(GuardSettings(price_band=2.0, max_order_quantity=100)))
    assert [refusal.text for refusal in guard.check(proposal())] == [
        "largest order quantity: 200, 100 allowed",
        "512 is +2.40 % from the last 500: 2 % allowed",
    ]


@given(
    qty=st.integers(1, 10**6),
    price=st.decimals("0.01", "10000", places=2),
    bound=st.integers(0, 10**9),
    position=st.integers(-(10**6), 10**6),
    working=st.integers(0, 10**6),
    buys=st.booleans(),
)
def test_what_passes_is_within_every_bound_or_only_closes(
    qty: int, price: Decimal, bound: int, position: int, working: int, buys: bool
) -> None:
    limits = Limits(
        order_value=Amounts(str(bound)), position_value=Amounts(str(bound)), order_quantity=max(bound, 1)
    )
    order = proposal(
        qty=Decimal(qty), reference=price, last=price, position=Decimal(position),
        working=Decimal(working), buys=buys,
    )  # fmt: skip
    passes = not Guard(limits).check(order)
    within = qty <= max(bound, 1) and qty * price <= bound
    after = position + (qty + working if buys else -qty - working)
    closing = abs(after) < abs(position) and after * position >= 0
    assert passes == (within and (closing or abs(after) * price <= bound))


@pytest.mark.parametrize("text", ["HKD", "HKD 5 USD 6", "5000 HKD", "-5", "hkd 5"])
def test_an_amount_written_otherwise_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount; write"):
        Amounts(text)


def test_an_amount_without_a_currency_holds_for_all_others() -> None:
    amounts = Amounts("HKD 500, 100")
    assert (amounts.of("HKD"), amounts.of("USD")) == (500, 100)
    assert Amounts("HKD 500").of("USD") is None


def test_names_are_securities_and_markets() -> None:
    names = Names("HK.00700 us")
    assert TENCENT in names
    assert APPLE in names
    assert Security.parse("HK.09988") not in names
    for wrong in ("HKK", "00700"):
        with pytest.raises(ValueError, match=r"no market|no security"):
            Names(wrong)
