"""Every dependency has both bounds, and the tool that holds the program to them knows every one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools.check_bounds import ENDS, PART, requirements, wanted

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LISTED = [
    *PROJECT["project"]["dependencies"],
    *(each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra),
    *PROJECT["build-system"]["requires"],
]


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


@pytest.mark.parametrize("requirement", [each for each in LISTED if not each.startswith("futu-tui[")])
def test_it_has_both_bounds_and_room_between_them(requirement: str) -> None:
    low, high = requirement.split(">=")[1].split(",<")
    assert version(low) < version(high)


def test_both_ends_ask_for_all_of_them() -> None:
    names = {name for name, _, _ in requirements(quick=False)}
    listed = {each.split(">=")[0] for each in LISTED if not each.startswith("futu-tui[")}
    assert names == listed
    for end in ENDS:
        assert len(wanted(end, quick=False)) == len(requirements(quick=False))
    assert all("==" in each for each in wanted("lowest", quick=False))


def test_the_part_of_the_suite_is_there() -> None:
    assert all((ROOT / each).exists() for each in PART)
