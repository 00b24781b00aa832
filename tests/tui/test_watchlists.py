from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from futu_tui.protocol import Market, Security
from futu_tui.tui.watchlists import DEFAULTS, WatchlistError, Watchlists

TENCENT, APPLE, CATL = map(Security.parse, ("HK.00700", "US.AAPL", "SZ.300750"))


def written(path: Path) -> dict[str, list[str]]:
    return tomllib.loads(path.read_text("utf-8"))["groups"]


def by_name(lists: Watchlists) -> dict[str, list[str]]:
    return {group.name: list(map(str, group.securities)) for group in lists.groups}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "watchlists.toml"


def given_file(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def test_a_first_start_has_lists_of_three_markets_and_writes_nothing(path: Path) -> None:
    lists = Watchlists.load(path)
    assert by_name(lists) == {name: list(codes) for name, codes in DEFAULTS.items()}
    markets = {security.market for security in lists.group("Core").securities}
    assert markets == {Market.HK, Market.US, Market.SH, Market.SZ}
    assert lists.problems == []
    assert not path.exists()


def test_a_change_is_on_disk_at_once_and_read_back(path: Path) -> None:
    lists = Watchlists.load(path)
    lists.create("Banks")
    assert lists.add("Banks", Security.parse("HK.00005"))
    assert lists.add("Banks", TENCENT, at=0)
    assert not lists.add("Banks", TENCENT)
    lists.rename("Tech", "Technology")
    lists.delete("US")
    again = Watchlists.load(path)
    assert by_name(again) == by_name(lists) == written(path)
    assert [group.name for group in again.groups] == ["Core", "Technology", "CN", "Banks"]
    assert by_name(again)["Banks"] == ["HK.00700", "HK.00005"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_securities_move_as_far_as_the_list_goes(path: Path) -> None:
    lists = Watchlists.load(given_file(path, '[groups]\nA = ["HK.00700", "US.AAPL", "SZ.300750"]\n'))
    lists.move("A", TENCENT, 1)
    assert written(path)["A"] == ["US.AAPL", "HK.00700", "SZ.300750"]
    lists.move("A", TENCENT, 5)
    lists.move("A", APPLE, -1)
    assert written(path)["A"] == ["US.AAPL", "SZ.300750", "HK.00700"]
    assert lists.remove("A", CATL) == 1
    assert lists.remove("A", CATL) is None
    assert written(path)["A"] == ["US.AAPL", "HK.00700"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "needs a name"),
        (" \x1b ", "needs a name"),
        ("core", "already"),
        ("held", "follows your positions"),
        ("很" * 13, "24 cells; .* takes 26"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(path: Path, name: str, reason: str) -> None:
    lists = Watchlists.load(path)
    with pytest.raises(WatchlistError, match=reason):
        lists.create(name)
    assert not path.exists()


def test_comments_outlive_a_change(path: Path) -> None:
    source = '# my lists\n[groups]\n# long term\nA = ["HK.00700"]  # keep\nB = ["US.AAPL"]\n'
    lists = Watchlists.load(given_file(path, source))
    lists.add("B", CATL)
    assert path.read_text().startswith('# my lists\n[groups]\n# long term\nA = ["HK.00700"]  # keep\n')
    assert written(path)["B"] == ["US.AAPL", "SZ.300750"]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('[groups]\nA = ["HK.00700"\nB = 3', "watchlists.toml:3: not valid TOML: "),
        ('[groups]\nA = ["HK.00700", "HK.700X!", "00388"]', r"watchlists.toml:2: '00388' .*HK.00388"),
        ('[groups]\n\nA = [\n  "HK.00700",\n  700,\n]', 'watchlists.toml:5: 700 .*"HK.00700"'),
        ('[groups]\nA = "HK.00700"', r"watchlists.toml:2: a group is a list of codes, as in A = \["),
        ('groups = ["HK.00700"]', "watchlists.toml:1: groups must be a table"),
        ('[groups]\nA = []\n[colour]\nup = "red"', "watchlists.toml:3: 'colour' means nothing here"),
    ],
)
def test_a_broken_file_is_told_by_its_line_and_kept_before_the_first_change(
    path: Path, source: str, problem: str
) -> None:
    lists = Watchlists.load(given_file(path, source))
    assert len(lists.problems) == 1
    assert lists.groups
    assert re.search(problem, lists.problems[0])
    assert path.read_text() == source
    lists.create("New")
    assert path.with_name("watchlists.toml.bak").read_text() == source
    assert "New" in written(path)


def test_what_can_be_read_of_a_broken_file_is_used(path: Path) -> None:
    source = '[groups]\nA = ["HK.00700", "nonsense", "US.AAPL", "HK.00700"]\n"" = []\nB = ["SZ.300750"]\n'
    lists = Watchlists.load(given_file(path, source))
    assert by_name(lists) == {"A": ["HK.00700", "US.AAPL"], "B": ["SZ.300750"]}
    assert len(lists.problems) == 2


def test_an_edit_made_meanwhile_by_someone_else_is_joined(path: Path) -> None:
    lists = Watchlists.load(given_file(path, '[groups]\nA = ["HK.00700", "US.NVDA"]\nB = ["US.QQQ"]\n'))
    path.write_text('# mine\n[groups]\nMine = ["US.SPY"]\nA = ["US.NVDA", "US.TSLA"]\n')
    lists.add("A", APPLE)
    assert by_name(lists) == {"Mine": ["US.SPY"], "A": ["US.NVDA", "US.AAPL", "US.TSLA"]}
    assert list(written(path).items()) == list(by_name(lists).items())
    assert path.read_text().startswith("# mine")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_group_that_one_changed_and_another_deleted_stays(path: Path) -> None:
    lists = Watchlists.load(given_file(path, '[groups]\nA = ["HK.00700"]\nB = ["US.QQQ"]\n'))
    path.write_text('[groups]\nB = ["US.QQQ", "US.SPY"]\n')
    lists.add("A", APPLE)
    lists.delete("B")
    assert by_name(lists) == {"A": ["HK.00700", "US.AAPL"]}
    path.write_text('[groups]\nA = ["HK.00700", "US.AAPL", "US.TSLA"]\n')
    lists.delete("A")
    assert written(path) == {"A": ["HK.00700", "US.AAPL", "US.TSLA"]}


def test_what_someone_else_broke_meanwhile_is_kept_beside_it(path: Path) -> None:
    lists = Watchlists.load(given_file(path, '[groups]\nA = ["HK.00700"]\n'))
    path.write_text("half a fi")
    lists.add("A", APPLE)
    path.write_text('[groups]\nA = ["HK.0070"')
    lists.add("A", CATL)
    kept = sorted(file.name for file in path.parent.iterdir())
    assert kept == ["watchlists.toml", "watchlists.toml.bak", "watchlists.toml.bak2"]
    assert path.with_name("watchlists.toml.bak").read_text() == "half a fi"
    assert written(path) == {"A": ["HK.00700", "US.AAPL", "SZ.300750"]}


def test_a_file_that_cannot_be_written_is_told_and_leaves_no_debris(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = Watchlists.load(given_file(path, '[groups]\nA = ["HK.00700"]\n'))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WatchlistError, match=r"watchlists\.toml: cannot be saved: No space left on device"):
        lists.add("A", APPLE)
    assert by_name(lists)["A"] == ["HK.00700", "US.AAPL"]
    assert path.read_text() == '[groups]\nA = ["HK.00700"]\n'
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_link_to_a_file_elsewhere_stays_a_link(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.toml"
    elsewhere.write_text('[groups]\nA = ["HK.00700"]\n')
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    Watchlists.load(path).add("A", APPLE)
    assert path.is_symlink()
    assert written(elsewhere)["A"] == ["HK.00700", "US.AAPL"]


codes = st.builds(Security, st.sampled_from(list(Market)), st.text("ABC0123456789.-", min_size=1, max_size=6))


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=12).filter(lambda name: name.isprintable() and name.strip() == name),
        st.lists(codes, unique=True, max_size=8),
        max_size=5,
    )
)
def test_whatever_the_lists_are_they_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, groups: dict[str, list[Security]]
) -> None:
    path = tmp_path_factory.mktemp("lists") / "watchlists.toml"
    lists = Watchlists(path, ())
    for name, securities in groups.items():
        try:
            lists.create(name)
        except WatchlistError:
            continue
        for security in securities:
            lists.add(name, security)
    if lists.groups:
        again = Watchlists.load(path)
        assert again.problems == []
        assert by_name(again) == by_name(lists)
