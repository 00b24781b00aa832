"""The feed asks for capital flow when it is told to, once at a time."""

from __future__ import annotations

from futu_tui.protocol import ProtoId, Security
from tests.unit.feed.conftest import TENCENT, Following


async def test_it_asks_for_course_and_parts_and_keeps_both(following: Following) -> None:
    following.feed.refresh_capital(TENCENT)
    await following.until(lambda: TENCENT in following.changes.capital)
    capital = following.store.capital[TENCENT]
    record = following.paper.gateway.market.capital(TENCENT)
    assert len(capital.points) == len(record.minutes)
    assert capital.distribution is not None
    assert sum(capital.distribution.came_in) == sum(record.came_in) / 10_000


async def test_what_is_under_way_is_not_asked_for_twice(following: Following) -> None:
    for _ in range(5):
        following.feed.refresh_capital(TENCENT)
    await following.until(lambda: TENCENT in following.changes.capital)
    asked = (ProtoId.QOT_GET_CAPITAL_FLOW, ProtoId.QOT_GET_CAPITAL_DISTRIBUTION)
    assert [following.asked[proto_id] for proto_id in asked] == [1, 1]
    following.feed.refresh_capital(TENCENT)
    await following.until(lambda: following.asked[ProtoId.QOT_GET_CAPITAL_FLOW] == 2)


async def test_a_refusal_is_kept_in_the_gateways_words(following: Following) -> None:
    unknown = Security.parse("HK.09999")
    following.feed.refresh_capital(unknown)
    await following.until(lambda: unknown in following.changes.capital)
    assert "HK.09999" in following.store.capital[unknown].refused


async def test_nothing_is_asked_while_the_link_is_down(following: Following) -> None:
    await following.road.cut()
    await following.until(lambda: not following.live)
    following.feed.refresh_capital(TENCENT)
    assert following.asked[ProtoId.QOT_GET_CAPITAL_FLOW] == 0
    assert not following.feed._capital
    await following.road.open()
