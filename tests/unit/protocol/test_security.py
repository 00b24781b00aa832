"""A security in its three spellings and in the trading bodies' numbers."""

from __future__ import annotations

import re
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.protocol import Market, Security, SecurityError
from futu_tui.protocol.pb import qot_common_pb2, trd_common_pb2

CODES = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=24)
SECURITIES = st.builds(Security, st.sampled_from(Market), CODES)

ALL_MARKETS = pytest.mark.parametrize("market", Market, ids=lambda market: market.name)


@given(SECURITIES)
def test_every_spelling_leads_back(security: Security) -> None:
    assert Security.parse(str(security)) == security
    assert Security.parse(security.key) == security
    assert Security.from_key(security.key) == security
    assert Security.of(security.message()) == security
    assert Security.from_trade(security.trade_market, security.code) == security


@given(st.text(max_size=20) | st.from_regex(r"\w{0,6}[._ ]?\w{0,8}", fullmatch=True))
def test_text_is_read_or_refused_with_an_example_that_is_right(text: str) -> None:
    try:
        Security.parse(text)
        return
    except SecurityError as error:
        refusal = str(error)
    example = re.findall(r"(?:[A-Z]{2}\.|1_)[A-Z0-9]+", refusal)[-1]
    assert Security.parse(example)


@pytest.mark.parametrize(
    ("text", "security"),
    [
        ("HK.00700", Security(Market.HK, "00700")),
        ("1_00700", Security(Market.HK, "00700")),
        ("  us.AAPL\n", Security(Market.US, "AAPL")),
        ("US.BRK.B", Security(Market.US, "BRK.B")),
        ("11_BRK.B", Security(Market.US, "BRK.B")),
        ("US..DJI", Security(Market.US, ".DJI")),
        ("HK.HSImain", Security(Market.HK, "HSImain")),
        ("SH.600519", Security(Market.SH, "600519")),
        ("22_000001", Security(Market.SZ, "000001")),
        ("CC.BTCUSD", Security(Market.CC, "BTCUSD")),
    ],
)
def test_a_security_is_read(text: str, security: Security) -> None:
    assert Security.parse(text) == security


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("00700", "HK.00700"),
        ("700", "HK.00700"),
        ("aapl", "US.AAPL"),
        ("600519", "SH.600519"),
        ("000001", "SZ.000001"),
        ("", "HK.00700"),
        ("HK.", "HK.00700"),
        (".00700", "HK.00700"),
        ("HK 00700", "HK.00700"),
        ("HK.00 700", "HK.00700"),
        ("腾讯控股", "HK.00700"),
        ("CN.600519", "HK.00700"),
        ("7_00700", "1_00700"),
        ("1_", "1_00700"),
        ("HK.\x1b[31m", "HK.00700"),
    ],
)
def test_what_is_no_security_is_answered_with_a_right_one(text: str, example: str) -> None:
    with pytest.raises(SecurityError) as caught:
        Security.parse(text)
    assert example in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_unknown_market_s_error_names_the_markets() -> None:
    with pytest.raises(SecurityError, match="HK, US, SH, SZ, SG, JP, AU, MY, CA, FX, CC"):
        Security.parse("XX.1")
    with pytest.raises(SecurityError, match=r"22 \(SZ\)"):
        Security.from_key("2_HSImain")
    with pytest.raises(SecurityError, match=r"32 \(SZ\)"):
        Security.from_trade(0, "00700")


def test_a_push_key_is_not_a_person_s_spelling() -> None:
    with pytest.raises(SecurityError, match="1_00700"):
        Security.from_key("HK.00700")
    with pytest.raises(SecurityError, match="1_00700"):
        Security.from_key("")


@pytest.mark.parametrize("code", ["", "\x1b[2J", "00\n700"])
def test_a_code_from_the_wire_cannot_steer_a_terminal(code: str) -> None:
    with pytest.raises(SecurityError):
        Security.of(SimpleNamespace(market=1, code=code))
    with pytest.raises(SecurityError):
        Security.from_trade(1, code)


@ALL_MARKETS
def test_a_market_has_the_wire_s_number(market: Market) -> None:
    wire = {Market.SH: "CNSH", Market.SZ: "CNSZ"}.get(market, market.name)
    assert market == qot_common_pb2.QotMarket.Value(f"QotMarket_{wire}_Security")


@ALL_MARKETS
def test_a_market_has_the_trading_bodies_number(market: Market) -> None:
    wire = {Market.SH: "CN_SH", Market.SZ: "CN_SZ"}.get(market, market.name)
    assert market.trade_market == trd_common_pb2.TrdSecMarket.Value(f"TrdSecMarket_{wire}")


@ALL_MARKETS
def test_a_market_has_a_zone_and_a_currency_that_the_wire_knows(market: Market) -> None:
    assert ZoneInfo(market.timezone)
    assert market is Market.FX or trd_common_pb2.Currency.Value(f"Currency_{market.currency}")


def test_securities_sort_by_market_then_code() -> None:
    texts = ["SZ.000001", "US.MSFT", "HK.09988", "US.AAPL", "HK.00700"]
    assert [str(each) for each in sorted(map(Security.parse, texts))] == [
        "HK.00700",
        "HK.09988",
        "US.AAPL",
        "US.MSFT",
        "SZ.000001",
    ]


def test_a_push_key_is_read_once() -> None:
    assert Security.from_key("1_00700") is Security.from_key("1_00700")
