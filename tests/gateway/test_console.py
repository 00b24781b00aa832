"""What the console writes as a form, asked of the paper gateway over loopback."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from futu_tui.opend import OpenD, Subscriptions
from futu_tui.opend.bodies import build_c2s
from futu_tui.opend.errors import Refused
from futu_tui.protocol import PROTOCOLS, Protocol, ProtoId
from futu_tui.protocol.forms import Form, Group, Leaf, Many
from futu_tui.protocol.wire_json import with_numbers
from futu_tui.tui.console.answer_table import tables_of
from futu_tui.tui.console.asking import ask, wishes_of
from tests.gateway.conftest import Paper

ACCOUNT = 7_000_001


def part(group: Group, name: str) -> Any:
    return next(each for each in group.parts if each.field is not None and each.field.name == name)


def typed(form: Form, **texts: str) -> None:
    """Fill fields of the body in, as by hand."""
    for name, text in texts.items():
        leaf = part(form.root, name)
        assert isinstance(leaf, Leaf)
        leaf.text = text


def added(many: Many, *texts: str) -> None:
    for text in texts:
        item = many.add()
        assert isinstance(item, Leaf)
        item.text = text


def form_of(protocol: Protocol) -> Form:
    assert protocol.c2s is not None
    return Form.of(protocol.c2s.DESCRIPTOR)


async def answer(feed: Any, protocol: Protocol, form: Form) -> Any:
    """What the gateway answers to what stands in the form."""
    assert form.problems() == []
    assert protocol.c2s is not None
    fields = form.fields()
    c2s = build_c2s(protocol, with_numbers(fields, protocol.c2s.DESCRIPTOR))
    return (await ask(feed, protocol, c2s, wishes_of(protocol, fields), timeout=10)).body


async def test_a_form_with_lists_and_messages_in_messages_is_answered(paper: Paper) -> None:
    protocol = PROTOCOLS[ProtoId.TRD_GET_HISTORY_ORDER_LIST]
    form = form_of(protocol)
    for name, value in (("trdEnv", 0), ("accID", ACCOUNT), ("trdMarket", 1)):
        form.put(("header", name), value)
    conditions = part(form.root, "filterConditions")
    conditions.open()
    for name, text in (("beginTime", "2026-11-01"), ("endTime", "2026-11-23 23:59:59")):
        part(conditions, name).text = text
    added(part(conditions, "codeList"), "00700", "01810")
    added(part(form.root, "filterStatusList"), "Filled_All", "15")
    async with OpenD(paper.address) as gw:
        s2c = await answer(SimpleNamespace(gateway=gw, subscriptions=Subscriptions(gw)), protocol, form)
    assert s2c.header.accID == ACCOUNT
    assert {order.code for order in s2c.orderList} <= {"00700", "01810"}


async def test_securities_of_several_markets_come_back_as_a_table(paper: Paper) -> None:
    protocol = PROTOCOLS[ProtoId.QOT_GET_SECURITY_SNAPSHOT]
    form = form_of(protocol)
    added(part(form.root, "securityList"), "HK.00700", "11_AAPL", "SH.600519")
    async with OpenD(paper.address) as gw:
        s2c = await answer(SimpleNamespace(gateway=gw, subscriptions=Subscriptions(gw)), protocol, form)
    table = tables_of(s2c)[0]
    at = [column.title for column in table.columns].index("basic.security")
    assert [row[at] for row in table.rows] == ["HK.00700", "US.AAPL", "SH.600519"]


async def test_what_is_not_subscribed_is_refused_until_the_console_subscribes_it(paper: Paper) -> None:
    protocol = PROTOCOLS[ProtoId.QOT_GET_BASIC_QOT]
    form = form_of(protocol)
    added(part(form.root, "securityList"), "HK.00700")
    fields = form.fields()
    assert protocol.c2s is not None
    numbers = with_numbers(fields, protocol.c2s.DESCRIPTOR)
    async with OpenD(paper.address) as gw:
        subscriptions = Subscriptions(gw)
        with pytest.raises(Refused):
            await gw.request(protocol, numbers)

        keeping = asyncio.create_task(subscriptions.run())

        def want(owner: str, wishes: Any) -> None:
            subscriptions.want(owner, [(wish.security, wish.sub_type) for wish in wishes])

        feed = SimpleNamespace(gateway=gw, subscriptions=subscriptions, want=want)
        s2c = await answer(feed, protocol, form)
        keeping.cancel()
    assert [quote.security.code for quote in s2c.basicQotList] == ["00700"]


async def test_a_refusal_comes_with_the_gateways_words(paper: Paper) -> None:
    protocol = PROTOCOLS[ProtoId.QOT_GET_SECURITY_SNAPSHOT]
    form = form_of(protocol)
    added(part(form.root, "securityList"), "HK.99999")
    async with OpenD(paper.address) as gw:
        with pytest.raises(Refused) as caught:
            await answer(SimpleNamespace(gateway=gw, subscriptions=Subscriptions(gw)), protocol, form)
    assert "HK.99999" in caught.value.ret_msg
