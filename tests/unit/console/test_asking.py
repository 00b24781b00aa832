"""The one way from the console to the gateway: what writes never gets there unasked."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from futu_tui.opend import Want
from futu_tui.opend.errors import GatewayError, Refused
from futu_tui.protocol import PROTOCOLS, Handling, Protocol, ProtoId, Security
from futu_tui.tui.console.asking import NotSent, ask, missing, wishes_of, words_of
from futu_tui.tui.console.raw_request import WrongBytes, bytes_of
from futu_tui.tui.pane import Wish

TENCENT = Security.parse("HK.00700")
QUOTE = {"securityList": [{"market": "QotMarket_HK_Security", "code": "00700"}]}


class Subscribed:
    def __init__(self) -> None:
        self.active: frozenset[Want] = frozenset()
        self.unmet: frozenset[Want] = frozenset()
        self.refused: dict[Want, str] = {}


class FakeFeed:
    """Subscribes at once, unless told otherwise; keeps what was asked of its gateway."""

    def __init__(self) -> None:
        self.subscriptions = Subscribed()
        self.asked: list[int] = []
        self.wanted: list[Wish] = []
        self.grants = True

    @property
    def gateway(self) -> FakeFeed:
        return self

    def want(self, owner: str, wishes: list[Wish]) -> None:
        assert owner == "console"
        self.wanted = wishes
        if self.grants:
            self.subscriptions.active |= {Want(wish.security, wish.sub_type) for wish in wishes}

    async def request(self, protocol: Protocol, c2s: Any, *, timeout: float) -> Any:  # noqa: ASYNC109
        self.asked.append(int(protocol.id))
        return b"answer"


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=lambda protocol: protocol.name)
async def test_of_all_78_only_readings_are_sent_unasked(protocol: Protocol) -> None:
    feed = FakeFeed()
    for confirmed in (False, True):
        feed.asked.clear()
        allowed = protocol.handling is Handling.READ or (confirmed and protocol.handling is Handling.ASK)
        if allowed:
            await ask(feed, protocol, b"", [], timeout=1, confirmed=confirmed)
            assert feed.asked == [protocol.id]
        else:
            with pytest.raises(NotSent):
                await ask(feed, protocol, b"", [], timeout=1, confirmed=confirmed)
            assert feed.asked == []


def test_what_is_to_be_subscribed_first() -> None:
    quote = PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
    (wish,) = wishes_of(quote, QUOTE)
    assert (wish.security, wish.sub_type) == (TENCENT, 1)
    kl = {"security": "US.AAPL", "klType": "KLType_Day", "rehabType": "RehabType_None"}
    kl["security"] = {"market": "QotMarket_US_Security", "code": "AAPL"}  # type: ignore[assignment]
    (wish,) = wishes_of(PROTOCOLS[ProtoId.QOT_GET_KL], kl)
    assert (str(wish.security), wish.sub_type, wish.rehab) == ("US.AAPL", 6, 0)
    assert words_of([wish]) == "US.AAPL KL_Day"
    assert wishes_of(quote, {}) == []
    for unfinished in ("zzz", None, {"market": 1}, {"market": "nowhere", "code": "1"}, [1]):
        assert wishes_of(quote, {"securityList": [unfinished]}) == []
    assert wishes_of(quote, {"securityList": [{"market": 99, "code": "1"}]}) == []
    assert wishes_of(PROTOCOLS[ProtoId.QOT_GET_STATIC_INFO], QUOTE) == []
    assert wishes_of(PROTOCOLS[ProtoId.QOT_GET_TRADE_DATE], {}) == []


async def test_a_missing_subscription_is_made_and_told() -> None:
    feed, steps = FakeFeed(), list[str]()
    protocol = PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
    wishes = wishes_of(protocol, QUOTE)
    assert missing(feed, wishes) == wishes
    await ask(feed, protocol, b"", wishes, timeout=1, on_step=steps.append)
    assert steps == ["subscribing HK.00700 Basic first", "asking"]
    assert feed.wanted == wishes
    steps.clear()
    await ask(feed, protocol, b"", wishes, timeout=1, on_step=steps.append)
    assert steps == ["asking"]


async def test_a_subscription_that_is_refused_or_finds_no_quota_stops_the_request() -> None:
    feed = FakeFeed()
    feed.grants = False
    protocol = PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
    wishes = wishes_of(protocol, QUOTE)
    feed.subscriptions.refused = {Want(TENCENT, 1): "no right"}
    with pytest.raises(GatewayError, match=r"does not subscribe HK\.00700: no right"):
        await ask(feed, protocol, b"", wishes, timeout=1)
    feed.subscriptions.refused = {}
    feed.subscriptions.unmet = frozenset({Want(TENCENT, 1)})
    with pytest.raises(GatewayError, match=r"no quota left to subscribe HK\.00700"):
        await ask(feed, protocol, b"", wishes, timeout=1)
    assert feed.asked == []


async def test_a_request_is_sent_though_its_subscription_does_not_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("futu_tui.tui.console.asking.SUBSCRIBE_TIMEOUT", 0.0)
    feed = FakeFeed()
    feed.grants = False
    protocol = PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
    await ask(feed, protocol, b"", wishes_of(protocol, QUOTE), timeout=1)
    assert feed.asked == [3004]


async def test_what_the_gateway_says_comes_through() -> None:
    feed = FakeFeed()

    async def refuse(protocol: Protocol, c2s: Any, *, timeout: float) -> Any:  # noqa: ASYNC109
        await asyncio.sleep(0)
        raise Refused("no", ret_type=-1, ret_msg="no")

    feed.request = refuse  # type: ignore[method-assign]
    with pytest.raises(Refused):
        await ask(feed, PROTOCOLS[1002], b"", [], timeout=1)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("0a 00\nff", b"\x0a\x00\xff"),
        ("CgD/", b"\x0a\x00\xff"),
        ("abcd", b"\xab\xcd"),
        ("base64:abcd", b"i\xb7\x1d"),
        ("hex:abcd", b"\xab\xcd"),
    ],
)
def test_bytes_are_typed_either_way(text: str, data: bytes) -> None:
    assert bytes_of(text) == data


@pytest.mark.parametrize("text", ["xyz!", "hex:0", "base64:abc", "腾"])
def test_other_text_is_no_bytes(text: str) -> None:
    with pytest.raises(WrongBytes, match="write"):
        bytes_of(text)
