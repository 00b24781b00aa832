"""What the gateway tells of itself and the login: its state (1002, 3223), the rights and quotas of the user (1005)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.enum_words import words_of
from futu_tui.protocol import ProtoId, Security, SecurityError
from futu_tui.protocol.numbers import believable
from futu_tui.protocol.pb import get_user_info_pb2 as user
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading.open_acts import Gateway

ASKED_OF_USER = (
    user.UserInfoField_Basic
    | user.UserInfoField_API
    | user.UserInfoField_QotRight
    | user.UserInfoField_Disclaimer
    | user.UserInfoField_Update
)
"""Everything but the web key, which is a secret that no screen needs."""
CLOCK_SLACK = 2.0
"""Seconds that the broker's clock and the gateway's may differ before it is worth a warning."""
STATES_AT_ONCE = 100
"""Securities in one request of 3223."""


class Fact(NamedTuple):
    """One line of a page of facts."""

    part: str
    """What of the gateway it is about."""
    item: str
    value: str
    warns: bool = False
    """Whether it is out of order."""
    note: str = ""
    """What the value means, where its name does not say."""


def told(message: Any, field: str) -> str:
    """What an enum's field says, in words."""
    return words_of(message.DESCRIPTOR.fields_by_name[field], getattr(message, field))


def yes(value: bool) -> str:
    return "yes" if value else "no"


# 1002


def state_facts(state: Any) -> Iterator[Fact]:
    """The facts of get_global_state.S2C."""
    yield Fact("Login", "for quotes", yes(state.qotLogined), not state.qotLogined)
    yield Fact("Login", "for trading", yes(state.trdLogined), not state.trdLogined)
    if state.HasField("programStatus"):
        status = state.programStatus
        name = told(status, "type")
        yield Fact("Login", "status", name, name != "Ready", status.strExtDesc)
    yield Fact("Gateway", "version", f"{state.serverVer} build {state.serverBuildNo}")
    if state.HasField("connID"):
        yield Fact("Gateway", "connection", str(state.connID))
    yield Fact("Gateway", "broker's clock", _clock(state.time))
    if state.HasField("localTime") and believable(state.localTime):
        off = state.localTime - state.time
        note = f"{off:+.1f} s from the broker's"
        yield Fact("Gateway", "own clock", _clock(state.localTime), abs(off) > CLOCK_SLACK, note)
    for field, item in (("qotSvrIpAddr", "quote server"), ("trdSvrIpAddr", "trading server")):
        if state.HasField(field):
            yield Fact("Gateway", item, getattr(state, field))
    for descriptor in state.DESCRIPTOR.fields:
        if descriptor.name.startswith("market") and state.HasField(descriptor.name):
            market = re.sub("Future$", " futures", descriptor.name.removeprefix("market"))
            yield Fact("Markets", market, told(state, descriptor.name))


def _clock(seconds: float) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, OSError, ValueError):
        return "no time"


# 1005

_RIGHTS = {
    "hkQotRight": "HK shares",
    "hkOptionQotRight": "HK options",
    "hkFutureQotRight": "HK futures",
    "usQotRight": "US shares",
    "usOptionQotRight": "US options",
    "usIndexQotRight": "US indices",
    "usOtcQotRight": "US over the counter",
    "usFutureQotRight": "US futures",
    "usCMEFutureQotRight": "US futures, CME",
    "usCBOTFutureQotRight": "US futures, CBOT",
    "usNYMEXFutureQotRight": "US futures, NYMEX",
    "usCOMEXFutureQotRight": "US futures, COMEX",
    "usCBOEFutureQotRight": "US futures, CBOE",
    "shQotRight": "Shanghai shares",
    "szQotRight": "Shenzhen shares",
    "cnQotRight": "CN shares",
    "sgStockQotRight": "SG shares",
    "sgFutureQotRight": "SG futures",
    "jpStockQotRight": "JP shares",
    "jpFutureQotRight": "JP futures",
    "myStockQotRight": "MY shares",
    "ccQotRight": "Crypto currencies",
    "ecQotRight": "Event contracts",
}
_LEVELS = {
    qot.QotRight_Unknow: "not told",
    qot.QotRight_Bmp: "quotes when asked for, nothing pushed",
    qot.QotRight_Level1: "pushed quotes, the best bid and ask",
    qot.QotRight_Level2: "pushed quotes, depth of the book",
    qot.QotRight_SF: "the whole book, with single orders",
    qot.QotRight_No: "no quotes",
    qot.QotRight_Level3: "the whole book",
}


def right_facts(rights: Any, part: str = "Rights") -> Iterator[Fact]:
    """The quote rights of any message that has fields named so, those that were told."""
    for field, item in _RIGHTS.items():
        if field in rights.DESCRIPTOR.fields_by_name and rights.HasField(field):
            level = getattr(rights, field)
            name = "none" if level == qot.QotRight_No else told(rights, field)
            yield Fact(part, item, name, False, _LEVELS.get(level, ""))


def user_facts(info: Any) -> Iterator[Fact]:
    """The facts of get_user_info.S2C."""
    if info.HasField("nickName"):
        yield Fact("User", "name", info.nickName)
    if info.HasField("userID"):
        yield Fact("User", "number", str(info.userID))
    if info.HasField("userAttribution"):
        yield Fact("User", "registered at", told(info, "userAttribution"))
    if info.HasField("isAppNNOrMM"):
        yield Fact("User", "app", "Futubull" if info.isAppNNOrMM else "moomoo")
    if info.HasField("isNeedAgreeDisclaimer"):
        open_ = info.isNeedAgreeDisclaimer
        note = "agree to them in the gateway or the app" if open_ else ""
        yield Fact("User", "API terms agreed to", yes(not open_), open_, note)
    if info.HasField("updateType"):
        update = {
            user.UpdateType_None: "none",
            user.UpdateType_Advice: "advised",
            user.UpdateType_Force: "required",
        }
        words = update.get(info.updateType, str(info.updateType))
        forced = info.updateType == user.UpdateType_Force
        yield Fact("User", "update of the gateway", words, forced, info.updateWhatsNew)
    if info.HasField("subQuota"):
        yield Fact("Quotas", "subscriptions", f"{info.subQuota:,}")
    if info.HasField("historyKLQuota"):
        yield Fact("Quotas", "histories in 30 days", f"{info.historyKLQuota:,}")
    yield from right_facts(info)


class GatewayFacts:
    """Asks them; each raises `futu_tui.opend.errors.GatewayError`."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def state(self) -> list[Fact]:
        """1002"""
        return list(state_facts(await self._gateway.request(ProtoId.GET_GLOBAL_STATE, {"userID": 0})))

    async def security_states(self, securities: Iterable[Security]) -> list[Fact]:
        """3223: the state of each security's market."""
        rows: list[Fact] = []
        wanted = list(securities)
        for at in range(0, len(wanted), STATES_AT_ONCE):
            answer = await self._gateway.request(
                ProtoId.QOT_GET_MARKET_STATE,
                {"securityList": [wire(each) for each in wanted[at : at + STATES_AT_ONCE]]},
            )
            for info in answer.marketInfoList:
                try:
                    security = Security.of(info.security)
                except SecurityError:
                    continue
                state = told(info, "marketState")
                rows.append(Fact("Watchlist", str(security), state, False, info.name))
        return rows

    async def user(self) -> list[Fact]:
        """1005"""
        return list(user_facts(await self._gateway.request(ProtoId.GET_USER_INFO, {"flag": ASKED_OF_USER})))
