"""The account's groups: what was read, what differs, and how two versions join without anything guessed or lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market.account_groups import (
    AccountGroups,
    Conflict,
    Edit,
    GroupOp,
    Resolution,
    conflict_of,
    difference,
    edited,
    moved,
    steps,
)
from futu_tui.protocol import Security

ALL = [Security.parse(f"HK.0000{n}") for n in range(6)]
versions = st.lists(st.sampled_from(ALL), unique=True).map(tuple)
edits = st.builds(Edit, st.sampled_from(GroupOp), st.just("Core"), st.sampled_from(ALL))
A, B, C, *_ = ALL


def add(security: Security) -> Edit:
    return Edit(GroupOp.ADD, "Core", security)


def out(security: Security) -> Edit:
    return Edit(GroupOp.MOVE_OUT, "Core", security)


@given(versions, versions)
def test_the_steps_from_one_version_to_another_lead_there(
    now: tuple[Security, ...], wanted: tuple[Security, ...]
) -> None:
    held = list(now)
    for op, securities in steps(now, wanted):
        for security in securities:
            if op is GroupOp.ADD:
                assert security not in held
                held.append(security)
            else:
                held.remove(security)
    assert set(held) == set(wanted)


@given(versions, versions, edits)
def test_a_person_is_asked_only_where_both_changed_and_to_something_else(
    base: tuple[Security, ...], theirs: tuple[Security, ...], edit: Edit
) -> None:
    conflict = conflict_of(edit, base, theirs)
    mine = edited(base, edit)
    if set(base) == set(theirs) or set(mine) == set(theirs):
        assert conflict is None
    else:
        assert conflict == Conflict(edit, base, theirs)


@given(versions, versions, edits)
def test_of_two_versions_nothing_is_lost_but_what_was_chosen_to_go(
    base: tuple[Security, ...], theirs: tuple[Security, ...], edit: Edit
) -> None:
    conflict = Conflict(edit, base, theirs)
    both = conflict.resolved(Resolution.BOTH)
    assert conflict.resolved(Resolution.THEIRS) == theirs
    assert set(conflict.resolved(Resolution.MINE)) == set(edited(base, edit))
    assert set(both) ^ set(theirs) <= {edit.security}
    assert (edit.security in both) is (edit.op is GroupOp.ADD)


@given(versions, versions)
def test_a_difference_is_what_came_and_what_left(
    before: tuple[Security, ...], after: tuple[Security, ...]
) -> None:
    added, gone = difference(before, after)
    assert (set(before) | set(added)) - set(gone) == set(after)
    assert not set(added) & set(before)
    assert not difference(before, tuple(reversed(before)))


def test_a_group_that_was_never_read_has_nothing_to_differ_from() -> None:
    assert conflict_of(add(A), None, [B, C]) is None


def test_what_was_told_stays_when_a_later_telling_is_refused() -> None:
    groups = AccountGroups()
    assert groups.apply_names([("All", True), ("Core", False), ("Core", True)])
    assert [(group.name, group.system) for group in groups.groups.values()] == [
        ("All", True),
        ("Core", False),
    ]
    assert groups.apply_securities("Core", [A, B, A], 5.0)
    assert not groups.apply_securities("Core", [A, B], 6.0)
    assert not groups.apply_securities("Nothing", [A], 6.0)
    assert groups.refuse("too often", "Core", 7.0)
    assert groups.groups["Core"].securities == (A, B)
    assert groups.groups["Core"].refused == "too often"
    assert not groups.apply_names([("All", True), ("Core", False)])
    assert groups.groups["Core"].securities == (A, B)
    assert groups.apply_names([("All", True)])
    assert "Core" not in groups.groups


def test_a_refusal_of_the_names_is_news_once_and_their_return_is_too() -> None:
    groups = AccountGroups()
    assert groups.refuse("no right")
    assert not groups.refuse("no right")
    assert not groups.known
    assert groups.apply_names([])
    assert (groups.known, groups.refused) == (True, "")


def test_those_read_longest_ago_are_due_first() -> None:
    groups = AccountGroups()
    groups.apply_names([(name, False) for name in ("a", "b", "c", "d")])
    for name, at in (("a", 30.0), ("b", 10.0), ("c", 95.0)):
        groups.apply_securities(name, (), at)
    assert groups.due(["a", "b", "c", "d", "gone"], 100.0, 60.0, 9) == ["d", "b", "a"]
    assert groups.due(["a", "b", "c", "d"], 100.0, 60.0, 2) == ["d", "b"]


def test_what_moved_between_two_readings_is_told_of_groups_known_both_times() -> None:
    groups = AccountGroups()
    groups.apply_names([("Core", False), ("New", False)])
    groups.apply_securities("Core", [A, B], 1.0)
    before = dict(groups.groups)
    groups.apply_securities("Core", [B, C], 2.0)
    groups.apply_securities("New", [A], 2.0)
    assert moved(before, groups.groups) == {"Core": ((C,), (A,))}


def test_a_change_says_in_words_what_it_does() -> None:
    assert str(add(A)) == "add HK.00000 to Core"
    assert str(out(A)) == "move HK.00000 out of Core"
    assert "every group" in str(Edit(GroupOp.DELETE, "Core", A))
