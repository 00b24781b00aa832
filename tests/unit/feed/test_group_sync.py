"""The account's groups on the paper gateway: read, changed, and changed elsewhere meanwhile."""

from __future__ import annotations

import pytest

from futu_tui.feed import group_sync
from futu_tui.market.account_groups import Conflict, Edit, GroupOp, Resolution
from futu_tui.opend.errors import Refused
from futu_tui.protocol import ProtoId, Security
from tests.gateway.conftest import Caller
from tests.unit.feed.conftest import APPLE, TENCENT, XIAOMI, Following

CORE = "Core"


def add(security: Security, group: str = CORE) -> Edit:
    return Edit(GroupOp.ADD, group, security)


def elsewhere(following: Following, op: str, *securities: Security, group: str = CORE) -> None:
    """The person changes a group in the app."""
    getattr(following.paper.gateway.groups, op)("", group, securities)


def there(following: Following, group: str = CORE) -> list[Security]:
    return following.paper.gateway.groups.securities("", group)


def here(following: Following, group: str = CORE) -> list[Security]:
    return list(following.store.account_groups.groups[group].securities or ())


async def shown(following: Following, *groups: str) -> None:
    await following.until(lambda: following.store.account_groups.known)
    for group in groups or (CORE,):
        following.feed.group_sync.show(group)
        await following.until(
            lambda group=group: following.store.account_groups.groups[group].securities is not None
        )  # type: ignore[misc]
    await following.until(lambda: not following.feed.group_sync._looking)
    elsewhere(following, "move_out", *there(following))
    elsewhere(following, "add", TENCENT)
    await following.feed.group_sync.look(anew=True)
    following.feed.notices.clear()


async def test_the_names_come_with_the_link_and_a_group_s_securities_when_it_is_shown(
    following: Following,
) -> None:
    await following.until(lambda: following.store.account_groups.known)
    groups = following.store.account_groups.groups
    assert groups["All"].system
    assert not groups[CORE].system
    assert groups[CORE].securities is None
    assert following.asked[ProtoId.QOT_GET_USER_SECURITY] == 0
    following.feed.group_sync.show(CORE)
    await following.until(lambda: here(following) == there(following) != [])
    asked = following.asked[ProtoId.QOT_GET_USER_SECURITY]
    following.feed.group_sync.show(CORE)
    following.frame()
    assert following.asked[ProtoId.QOT_GET_USER_SECURITY] == asked == 1


async def test_several_changes_are_sent_and_what_came_of_them_is_read_once(following: Following) -> None:
    await shown(following, CORE, "US")
    assert await following.feed.group_sync.change(add(APPLE)) is None
    assert there(following) == here(following) == [TENCENT, APPLE]
    assert await following.feed.group_sync.change(Edit(GroupOp.MOVE_OUT, CORE, TENCENT)) is None
    assert there(following) == here(following) == [APPLE]
    assert await following.feed.group_sync.change(Edit(GroupOp.DELETE, CORE, APPLE)) is None
    assert APPLE not in there(following, "All")
    await following.until(lambda: not following.feed.group_sync._sent)
    following.feed.group_sync.show("US")
    await following.until(lambda: APPLE not in here(following, "US"))
    assert not following.feed.notices
    assert following.asked[ProtoId.QOT_GET_USER_SECURITY] <= 10


@pytest.mark.parametrize(
    ("resolution", "held"),
    [
        (Resolution.THEIRS, [TENCENT, XIAOMI]),
        (Resolution.BOTH, [TENCENT, XIAOMI, APPLE]),
        (Resolution.MINE, [TENCENT, APPLE]),
    ],
)
async def test_where_it_was_changed_elsewhere_nothing_is_sent_before_the_person_chose(
    following: Following, resolution: Resolution, held: list[Security]
) -> None:
    await shown(following)
    elsewhere(following, "add", XIAOMI)
    conflict = await following.feed.group_sync.change(add(APPLE))
    assert conflict == Conflict(add(APPLE), (TENCENT,), (TENCENT, XIAOMI))
    assert there(following) == [TENCENT, XIAOMI]
    assert await following.feed.group_sync.resolve(conflict, resolution) is None
    assert there(following) == here(following) == held


async def test_a_choice_about_a_version_that_is_gone_is_asked_for_again(following: Following) -> None:
    await shown(following)
    elsewhere(following, "add", XIAOMI)
    conflict = await following.feed.group_sync.change(add(APPLE))
    assert conflict is not None
    elsewhere(following, "move_out", TENCENT)
    again = await following.feed.group_sync.resolve(conflict, Resolution.MINE)
    assert again == Conflict(add(APPLE), (TENCENT,), (XIAOMI,))
    assert there(following) == [XIAOMI]


async def test_what_was_changed_elsewhere_is_noticed_and_told(following: Following) -> None:
    await shown(following)
    elsewhere(following, "add", XIAOMI)
    elsewhere(following, "move_out", TENCENT)
    await following.feed.group_sync.look(anew=True)
    assert here(following) == [XIAOMI]
    (notice,) = following.feed.notices
    assert notice.text == "The account's group Core was changed elsewhere: +HK.01810 -HK.00700"


async def test_a_refused_change_leaves_what_is_there_and_is_raised(following: Following) -> None:
    await shown(following, CORE, "HK")
    with pytest.raises(Refused, match="cannot be changed"):
        await following.feed.group_sync.change(add(APPLE, "HK"))
    assert APPLE not in here(following, "HK")
    assert here(following) == there(following) == [TENCENT]


async def test_a_group_that_is_gone_is_no_longer_listed(following: Following, caller: Caller) -> None:
    await shown(following)
    own = following.paper.gateway.groups.owned[""]
    del own.custom[CORE]
    await following.feed.group_sync.look()
    assert CORE not in following.store.account_groups.groups


async def test_the_groups_shown_are_asked_again_by_and_by(following: Following) -> None:
    await shown(following)
    sync = following.feed.group_sync
    last = following.store.account_groups.groups[CORE].read_at
    assert not sync.is_due(last + 100)
    assert sync.is_due(last + 200)


async def test_a_gateway_that_takes_a_change_and_does_not_make_it_is_told_of(following: Following) -> None:
    await shown(following)
    assert await following.feed.group_sync.change(add(APPLE)) is None
    elsewhere(following, "move_out", APPLE)
    await following.until(lambda: "not what was sent: -US.AAPL" in following.told)
    assert here(following) == [TENCENT]


async def test_the_group_in_view_is_read_first_and_no_look_follows_another_at_once(
    following: Following,
) -> None:
    await shown(following, "All", "HK", "US", CORE)
    sync = following.feed.group_sync
    assert not sync.reload()
    before = {name: group.read_at for name, group in following.store.account_groups.groups.items()}
    await sync.look(anew=True)
    read = [
        name for name, group in following.store.account_groups.groups.items() if group.read_at != before[name]
    ]
    assert CORE in read
    assert len(read) == group_sync.AT_ONCE
