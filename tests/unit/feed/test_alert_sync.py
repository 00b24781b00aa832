"""Price alerts, of a real client at the paper gateway: read, sent, told of, and read again after a cut."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from futu_tui.market import Alert
from futu_tui.opend.errors import Refused, Unreachable
from futu_tui.paper.alerts import Alerts
from futu_tui.paper.gateway import Gateway
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.alerts import AlertFrequency, AlertType
from tests.unit.feed.conftest import APPLE, CATL, MOUTAI, TENCENT, XIAOMI, Follow, Following, Paper

SET, GET = ProtoId.QOT_SET_PRICE_REMINDER, ProtoId.QOT_GET_PRICE_REMINDER


def kept(following: Following) -> Alerts:
    """As the gateway keeps them."""
    gateway: Gateway = following.paper.gateway
    return gateway.alerts


def wanted(security: Security = TENCENT, value: float = 600.0, **more: Any) -> Alert:
    return Alert(0, security, AlertType.PRICE_UP, value, **more)


async def read(following: Following) -> None:
    """Until all that is due has been read."""
    sync = following.feed.alert_sync
    await following.until(lambda: not sync._reading and not sync.loading and following.store.alerts.known)


def same(following: Following) -> bool:
    """Whether the program knows what the gateway keeps."""
    known = [(each.key, each.type, each.value, each.enabled, each.note) for each in following.store.alerts]
    there = [(each.key, each.kind, each.value, each.enabled, each.note) for each in kept(following)]
    return sorted(known) == sorted(there)


async def test_all_markets_are_read_at_the_start(quick: None, paper: Paper, follow: Follow) -> None:
    for security in (TENCENT, APPLE, MOUTAI, CATL):
        paper.gateway.alerts.add(security, AlertType.PRICE_UP, 9_999.0, AlertFrequency.ONCE, "n", ())  # type: ignore[arg-type]
    async with follow(paper) as following:
        await read(following)
        assert same(following)
        assert len(list(following.store.alerts)) == 4
        assert following.asked[GET] == 3
        assert following.changes.alert_list


async def test_each_act_is_done_at_the_gateway_and_known_here(following: Following) -> None:
    await read(following)
    sync, alerts = following.feed.alert_sync, following.store.alerts
    await sync.add(wanted(note="breakout"))
    await sync.add(wanted(value=610.0))
    first, second = alerts.of(TENCENT)
    assert first.key
    assert same(following)
    await sync.modify(replace(first, type=AlertType.PRICE_DOWN, value=400.0, note=""))
    assert same(following)
    await sync.enable(second, enabled=False)
    assert same(following)
    assert [each.enabled for each in alerts.of(TENCENT)] == [True, False]
    await sync.enable(second, enabled=True)
    assert same(following)
    await sync.delete(first)
    assert same(following)
    await sync.add(wanted(XIAOMI, 99.0))
    await sync.delete_all(TENCENT)
    assert same(following)
    assert [each.security for each in alerts] == [XIAOMI]
    await read(following)
    assert same(following)


async def test_many_acts_cost_few_questions(following: Following) -> None:
    await read(following)
    before = following.asked[GET]
    for value in range(8):
        await following.feed.alert_sync.add(wanted(value=600.0 + value))
    await read(following)
    assert same(following)
    assert following.asked[SET] == 8
    assert following.asked[GET] - before <= 4


async def test_a_refusal_is_in_the_gateways_words_and_leaves_all_as_it_was(following: Following) -> None:
    await read(following)
    with pytest.raises(Refused, match="20 characters"):
        await following.feed.alert_sync.add(wanted(note="x" * 21))
    with pytest.raises(Refused, match="no price reminder 5"):
        await following.feed.alert_sync.delete(replace(wanted(), key=5))
    await read(following)
    assert not list(following.store.alerts)


async def test_what_another_program_did_is_known_after_a_refusal(following: Following) -> None:
    await read(following)
    await following.feed.alert_sync.add(wanted())
    (alert,) = following.store.alerts.of(TENCENT)
    await read(following)
    kept(following).remove(kept(following).of(TENCENT)[0])
    with pytest.raises(Refused):
        await following.feed.alert_sync.enable(alert, enabled=False)
    await following.until(lambda: same(following))


async def test_one_that_tells_is_heard_and_no_longer_waits(following: Following) -> None:
    await read(following)
    level = following.paper.gateway.market.quote(TENCENT).low / 2
    await following.feed.alert_sync.add(wanted(value=level, frequency=AlertFrequency.ONCE, note="there"))
    assert following.store.alerts.waits(TENCENT)
    await following.until(lambda: following.changes.fired, market=0.5)
    (fired,) = following.changes.fired
    assert (fired.security, fired.note, fired.type) == (TENCENT, "there", AlertType.PRICE_UP)
    assert fired.price >= level
    await following.until(lambda: not following.store.alerts.waits(TENCENT))
    assert same(following)


async def test_after_a_cut_all_is_read_again(following: Following) -> None:
    await read(following)
    await following.road.cut()
    await following.until(lambda: not following.live)
    with pytest.raises(Unreachable):
        await following.feed.alert_sync.add(wanted())
    kept(following).add(XIAOMI, AlertType.PRICE_UP, 99.0, AlertFrequency.ONCE, "", ())  # type: ignore[arg-type]
    await following.road.open()
    following.feed.retry_now()
    await following.until(lambda: following.live)
    await following.until(lambda: list(following.store.alerts))
    assert same(following)


async def test_one_that_told_while_the_link_was_down_is_told_of_when_it_is_back(following: Following) -> None:
    await read(following)
    for value, frequency in ((600.0, AlertFrequency.ONCE), (610.0, AlertFrequency.ALWAYS)):
        await following.feed.alert_sync.add(wanted(value=value, frequency=frequency, note=f"{value:g}"))
    await read(following)
    await following.road.cut()
    await following.until(lambda: not following.live)
    for alert in kept(following):
        alert.enabled = False
    await following.road.open()
    following.feed.retry_now()
    await following.until(lambda: following.changes.fired)
    (fired,) = following.changes.fired
    assert (fired.security, fired.note, fired.price) == (TENCENT, "600", None)
    assert "while the link was down" in fired.content
    assert same(following)


async def test_a_gateway_that_does_not_tell_is_no_reason_to_be_stale(
    quick: None, paper: Paper, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from futu_tui.paper import dispatch

    handlers = {number: handler for number, handler in dispatch.HANDLERS.items() if number != GET}
    monkeypatch.setattr(dispatch, "HANDLERS", handlers)
    async with follow(paper) as following:
        await following.until(lambda: following.store.alerts.refused)
        assert "not served" in following.store.alerts.refused
        assert following.live
        assert not following.store.alerts.known
