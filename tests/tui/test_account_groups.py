"""The account's groups beside the person's own: shown, edited once that is agreed to, and asked about in a conflict."""

from __future__ import annotations

import asyncio

import pytest

from futu_tui.market.account_groups import Conflict, Edit, GroupOp, Resolution
from futu_tui.opend.errors import GatewayError
from futu_tui.tui.screens.group_conflict import GroupConflictScreen, versions
from futu_tui.tui.screens.question import Question
from tests.tui.scene import ALIBABA, APPLE, MIDDLE, NARROW, TENCENT, XIAOMI, SceneApp, StillTime


class StillGroups:
    """Keeps what was asked, and does it; or meets conflicts, or fails."""

    def __init__(self, app: SceneApp) -> None:
        self.app = app
        self.shown: list[str] = []
        self.reloads = 0
        self.changes: list[Edit] = []
        self.resolved: list[tuple[Conflict, Resolution]] = []
        self.conflicts: list[Conflict] = []
        self.error: GatewayError | None = None

    def show(self, name: str) -> None:
        self.shown.append(name)

    def reload(self) -> bool:
        self.reloads += 1
        return self.reloads == 1

    async def change(self, edit: Edit) -> Conflict | None:
        await asyncio.sleep(0)
        self.changes.append(edit)
        if edit.op is GroupOp.ADD and self.error is None and not self.conflicts:
            self.app.store.apply_group(edit.group, [TENCENT, ALIBABA, edit.security], 1002.0)
        if self.error is not None:
            raise self.error
        return self.conflicts.pop() if self.conflicts else None

    async def resolve(self, conflict: Conflict, resolution: Resolution) -> Conflict | None:
        self.resolved.append((conflict, resolution))
        return self.conflicts.pop() if self.conflicts else None


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    app = SceneApp(still_time)
    app.still.group_sync = StillGroups(app)
    app.store.apply_group_names([("All", True), ("Banks", False), ("Core", False)])
    app.store.apply_group("Banks", [TENCENT, ALIBABA], 1000.0)
    return app


@pytest.fixture
def groups(app: SceneApp) -> StillGroups:
    found: StillGroups = app.still.group_sync
    return found


def told(app: SceneApp) -> str:
    return "\n".join(note.message for note in app._notifications)


BANKS = ["w"] * 4
"""Keys from the first group to the account's."""


async def test_they_stand_behind_the_person_s_own_with_a_sign(app: SceneApp, groups: StillGroups) -> None:
    async with app.showing(NARROW) as person:
        assert "Core ▸ Tech ▸ US ▸ CN ▸ @Banks ▸ @Core ▸ @All ▸ Held" in app.text
        await person.press(*BANKS)
        assert app.dashboard.watchlist.securities == (TENCENT, ALIBABA)
        assert groups.shown[-1] == "Banks"
        assert {TENCENT, ALIBABA} <= app.still.watched
        await person.press("w")
        assert "Asking the gateway" in app.text
        app.store.refuse_groups("no right\x1b[2J for it", "Core", 1000.0)
        app.frame()
        await person.settle()
        assert "no right" in app.text
        assert "r ask again" in app.text
        await person.press("r")
        assert "groups again" in told(app)
        await person.press("r")
        assert "a moment ago" in told(app)


async def test_changes_made_elsewhere_are_shown_and_a_group_that_is_gone_is_left(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*BANKS)
        app.store.apply_group("Banks", [XIAOMI], 1001.0)
        app.frame()
        await person.settle()
        assert app.dashboard.watchlist.securities == (XIAOMI,)
        assert XIAOMI in app.still.watched
        app.store.apply_group_names([("All", True)])
        app.frame()
        await person.settle()
        assert app.dashboard.watchlist.group == "Core"
        assert "no group @Banks any more" in told(app)


async def test_the_first_change_of_a_run_is_asked_about_and_the_next_is_not(
    app: SceneApp, groups: StillGroups
) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*BANKS, "d")
        assert isinstance(app.screen, Question)
        assert "move HK.00700 out of Banks" in " ".join(app.text.split())
        await person.press("escape")
        assert groups.changes == []
        await person.press("d", "enter")
        assert groups.changes == [Edit(GroupOp.MOVE_OUT, "Banks", TENCENT)]
        assert "HK.00700 is no longer in @Banks." in told(app)
        await person.press("j", "d")
        assert groups.changes[1:] == [Edit(GroupOp.MOVE_OUT, "Banks", ALIBABA)]
        await person.press("D")
        assert "every group" in " ".join(app.text.split())
        await person.press("enter")
        assert groups.changes[-1].op is GroupOp.DELETE
        app.dashboard.watchlist.add(APPLE)
        await person.settle()
        assert groups.changes[-1] == Edit(GroupOp.ADD, "Banks", APPLE)
        assert "US.AAPL is in @Banks now." in told(app)
        assert app.dashboard.watchlist.cursor_key == APPLE


@pytest.mark.parametrize(("group", "words"), [("All", "made by the gateway"), ("Core", "not known yet")])
async def test_what_cannot_be_changed_is_not_asked_for(
    app: SceneApp, groups: StillGroups, group: str, words: str
) -> None:
    app.store.apply_group("All", [TENCENT], 1000.0)
    async with app.showing(MIDDLE) as person:
        app.dashboard.watchlist.show_group(f"@{group}")
        await person.settle()
        app.dashboard.watchlist.add(APPLE)
        await person.settle()
        assert words in told(app)
        await person.press("K", "R")
        assert "cannot be renamed" in told(app)
        assert groups.changes == []


async def test_without_a_link_nothing_is_sent(app: SceneApp, groups: StillGroups) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press(*BANKS)
        app.still.lose(app.now)
        await person.press("d")
        assert "The link is down" in told(app)
        assert not isinstance(app.screen, Question)
        assert groups.changes == []


async def test_a_refused_change_is_told(app: SceneApp, groups: StillGroups) -> None:
    groups.error = GatewayError("too many securities")
    async with app.showing(MIDDLE) as person:
        await person.press(*BANKS, "d", "enter")
        assert "too many securities" in told(app)
        assert app.dashboard.watchlist.securities == (TENCENT, ALIBABA)


CONFLICT = Conflict(Edit(GroupOp.MOVE_OUT, "Banks", TENCENT), (TENCENT, ALIBABA), (TENCENT, XIAOMI))


def test_both_versions_stand_side_by_side_with_what_came_and_went() -> None:
    assert versions(CONFLICT) == [
        ("  HK.00700", "  HK.00700", "- HK.00700"),
        ("  HK.09988", "- HK.09988", "  HK.09988"),
        ("", "+ HK.01810", ""),
    ]


@pytest.mark.parametrize(
    ("key", "resolution"), [("t", Resolution.THEIRS), ("b", Resolution.BOTH), ("m", Resolution.MINE)]
)
async def test_in_a_conflict_the_person_chooses(
    app: SceneApp, groups: StillGroups, key: str, resolution: Resolution
) -> None:
    groups.conflicts = [CONFLICT]
    async with app.showing(MIDDLE) as person:
        await person.press(*BANKS, "d", "enter")
        await person.settle()
        assert isinstance(app.screen, GroupConflictScreen)
        assert "+ HK.01810" in app.text
        assert groups.resolved == []
        await person.press(key)
        assert groups.resolved == [(CONFLICT, resolution)]
        stays = "stays as it is there" in told(app)
        assert stays is (resolution is Resolution.THEIRS)


async def test_leaving_a_conflict_sends_nothing(app: SceneApp, groups: StillGroups) -> None:
    groups.conflicts = [CONFLICT]
    async with app.showing(MIDDLE) as person:
        await person.press(*BANKS, "d", "enter")
        await person.settle()
        await person.press("escape")
        assert groups.resolved == []
        assert "nothing was sent" in told(app)


def test_no_list_of_the_person_s_may_look_like_one_of_the_account_s(app: SceneApp) -> None:
    with pytest.raises(ValueError, match="account"):
        app.dashboard.watchlist.watchlists.checked("@Mine")
