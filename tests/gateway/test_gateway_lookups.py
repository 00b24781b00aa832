"""The gateway about itself, of a real client at the paper gateway, as the gateway's page reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
import pytest_asyncio

from futu_tui.feed.lookups.commands import Command, CommandCalls
from futu_tui.feed.lookups.delays import SEGMENTS, STAGES, ask_delays
from futu_tui.feed.lookups.gateway_facts import GatewayFacts
from futu_tui.feed.lookups.quotas import QuotaCalls
from futu_tui.opend import OpenD
from futu_tui.opend.errors import Refused
from futu_tui.protocol import ProtoId, Security
from tests.gateway.conftest import Paper, start_paper

pytestmark = pytest.mark.asyncio(loop_scope="module")

TENCENT, APPLE = map(Security.parse, ("HK.00700", "US.AAPL"))


class Both(NamedTuple):
    """A paper gateway, and this program's client at it."""

    paper: Paper
    gateway: OpenD


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both() -> AsyncIterator[Both]:
    async with start_paper(symbols=("HK.00700", "US.AAPL")) as paper, OpenD(paper.address) as gateway:
        await gateway.init()
        yield Both(paper, gateway)


async def test_its_state_and_that_of_each_security_s_market(both: Both) -> None:
    facts = GatewayFacts(both.gateway)
    told = {(fact.part, fact.item): fact for fact in await facts.state()}
    assert told["Login", "for trading"].value == "yes"
    assert told["Login", "status"].value == "Ready"
    assert ("Markets", "HK") in told
    states = await facts.security_states([TENCENT, APPLE])
    assert [fact.item for fact in states] == ["HK.00700", "US.AAPL"]
    assert {fact.value for fact in states} & {
        "Morning",
        "Afternoon",
        "Closed",
        "Lunch break",
        "Overnight session",
    }


async def test_the_user_s_rights_and_quotas_without_the_secret_key(both: Both) -> None:
    facts = await GatewayFacts(both.gateway).user()
    told = {fact.item: fact.value for fact in facts}
    assert told["HK shares"] == "Level2"
    assert int(told["subscriptions"].replace(",", "")) > 0
    assert not any("key" in fact.item.lower() for fact in facts)


async def test_what_is_used_of_both_quotas_and_by_whom(both: Both) -> None:
    calls = QuotaCalls(both.gateway)
    subscribe = {
        "securityList": [{"market": 1, "code": "00700"}],
        "subTypeList": [1, 2],
        "isSubOrUnSub": True,
    }
    await both.gateway.request(ProtoId.QOT_SUB, subscribe)
    async with both.paper.caller() as other:
        await other.subscribe("US.AAPL", to=[1])
        quota = await calls.subscriptions()
        assert [(row.own, str(row.security), row.sub_type) for row in quota.rows] == [
            (True, "HK.00700", 1), (True, "HK.00700", 2), (False, "US.AAPL", 1),
        ]  # fmt: skip
        assert (quota.used, (await calls.used())[0]) == (3, 3)
    days = {"beginTime": "2026-11-02", "endTime": "2026-11-20", "klType": 2, "rehabType": 1}
    await both.gateway.request(
        ProtoId.QOT_REQUEST_HISTORY_KL, days | {"security": {"market": 11, "code": "AAPL"}}
    )
    use = await calls.histories()
    assert use.securities == {APPLE}
    assert (use.used, (await calls.used())[1]) == (1, 1)
    facts = {fact.item: fact.value for fact in await calls.used_facts()}
    assert facts["histories in use"] == "1"


@pytest.mark.parametrize("stage", STAGES)
async def test_delays_of_every_part_of_the_way(both: Both, stage: int) -> None:
    rows = await ask_delays(both.gateway, stage)
    answers = {row.what.partition(" ")[0]: row for row in rows if row.kind == "answer"}
    assert answers["1001"].times == 1
    assert answers["1001"].net is None
    assert len([row for row in rows if row.kind == "push quotes"]) <= len(SEGMENTS) + 1


async def test_commands_are_answered_or_refused_in_words(both: Both) -> None:
    calls = CommandCalls(both.gateway)
    assert "echo" in await calls.send(Command.TEST, "help")
    assert await calls.send(Command.TEST, "echo over there") == "over there"
    with pytest.raises(Refused, match="help"):
        await calls.send(Command.TEST, "nonsense")
    with pytest.raises(Refused, match="logged in"):
        await calls.send(Command.PICTURE, "")
    await calls.send(Command.TEST, "logout picture")
    with pytest.raises(Refused, match="wrong"):
        await calls.send(Command.GIVE_PICTURE, "nothing")
    assert await calls.send(Command.PICTURE, "") == "asked for"
    assert await calls.send(Command.GIVE_PICTURE, both.paper.gateway.login.code) == "taken"
