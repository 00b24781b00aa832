"""Files that somebody broke by hand: what is wrong is told with its place and the right form, and nothing is lost."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner

from futu_tui.cli import main
from futu_tui.json_file import KeptTable
from futu_tui.trading.quantities import Quantities
from futu_tui.tui.chart_settings import ChartSettings
from futu_tui.tui.console.memory import Memory
from futu_tui.tui.criteria_sets import CriteriaSets
from futu_tui.tui.kept_filters import KeptFilters
from futu_tui.tui.theme import Themes
from tests.terminal.screen import program

BROKEN_SETTINGS = {
    "a line that is no TOML": (b"[display]\ntheme = futu-dark\n", 2, 'theme = "amber"'),
    "a table that does not end": (b"\n[display\n", 2, "not valid TOML"),
    "a table twice": (b"[display]\n[gateway]\n[display]\n", 3, "not valid TOML"),
    "a section that is none": (b"[colours]\nup = 1\n", 2, "there is no setting colours.up"),
    "a misspelt setting": (b"[display]\n\nfsp = 30\n", 3, "did you mean fps = 30 under [display]?"),
    "a word for a number": (b'[display]\nfps = "fast"\n', 2, "a whole number from 1 to 60, such as 30"),
    "a number out of bounds": (b"[display]\nfps = 1000\n", 2, "a whole number from 1 to 60, such as 30"),
    "a choice that is none": (
        b'[trading]\nenvironment = "paper"\n',
        2,
        'must be "real" or "simulate", not "paper"',
    ),
    "a port that is none": (b'[gateway]\ntarget = "localhost:99999"\n', 2, "host:port in text"),
    "a table for a value": (b"[display.fps]\nx = 1\n", 2, "display.fps"),
    "a value for a table": (b"display = 1\n", 1, "write [display] and below it"),
    "letters that are none": (b'[display]\ntheme = "\xff\xfe"\n', None, "cannot be read"),
    "a zero byte": (b"[display]\n\x00\n", 2, "not valid TOML"),
}


BROKEN_LATER = {
    "a key of two actions": (b'[keys]\n"app.theme" = "q"\n', 2, "give one of them another"),
    "a key that is none": (b'[keys]\n"app.theme" = "no such key"\n', 2, "app.theme"),
    "an action that is none": (b'[keys]\n"app.fly" = "y"\n', 2, "app.fly"),
    "a theme that is none": (b'[display]\ntheme = "mauve"\n', 2, "mauve"),
    "a limit without meaning": (b'[guard]\nallowed = "XX"\n', 2, "guard.allowed"),
}
"""What is not TOML's affair, but that of keys, themes and limits."""


@pytest.mark.parametrize(("content", "line", "words"), BROKEN_SETTINGS.values(), ids=BROKEN_SETTINGS)
def test_settings_broken_by_hand_are_told_with_their_place_and_the_right_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, line: int | None, words: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    monkeypatch.setenv("FUTU_TUI_CONFIG_DIR", str(tmp_path))
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 2
    assert f"{file}:{line}: " in result.stderr if line else f"{file}: " in result.stderr
    assert words in result.stderr
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [BROKEN_SETTINGS["a line that is no TOML"], *BROKEN_LATER.values()],
    ids=["no TOML", *BROKEN_LATER],
)
def test_a_program_that_cannot_begin_leaves_the_terminal_alone(
    tmp_path: Path, content: bytes, line: int, words: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(content)
    code, said = started(tmp_path)
    assert code == 2
    assert "\x1b" not in said, "the terminal was touched"
    assert f"{file}:{line}: " in said
    assert words in said
    assert "Traceback" not in said
    assert not list(tmp_path.glob("crash-*"))


def test_a_folder_in_the_place_of_the_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    code, said = started(tmp_path)
    assert code == 2
    assert f"{tmp_path / 'config.toml'}: cannot be read" in said
    assert "\x1b" not in said


def started(folder: Path) -> tuple[int, str]:
    """The exit code of the program in a terminal, and all that it sent there, lines that were broken joined."""
    variables = {f"FUTU_TUI_{name}_DIR": str(folder) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    run = pexpect.spawn(
        program(),
        env=dict(os.environ) | variables | {"TERM": "xterm-256color"},
        dimensions=(24, 500),
        timeout=30,
        encoding="utf-8",
    )
    said = run.read()
    run.wait()
    return run.exitstatus, said


BROKEN_TABLES = {
    "nothing": b"",
    "half a table": b'{"grid": [["HK.00700", "5m"',
    "a list": b"[1, 2]",
    "no text": b"\xff\x00\xfe",
    "too deep": b"[" * 100_000,
    "a number beyond all": b'{"x": 1e999999}',
    "other kinds of values": b'{"indicators": 3, "drawings": [1], "grid": {"a": 1}, "favourites": "x", "requests": 7}',
    "rows of other kinds": b'{"grid": [[1], "x", null], "requests": [{"id": 1, "fields": 2}, 5], "drawings": {"5": 1}}',
}


@pytest.mark.parametrize("content", BROKEN_TABLES.values(), ids=BROKEN_TABLES)
def test_what_is_remembered_and_was_broken_costs_the_memory_and_is_kept_aside(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "table.json"
    path.write_bytes(content)
    ChartSettings.load(path)
    KeptFilters.load(path)
    Quantities.load(path)
    Memory(path)
    CriteriaSets(path)
    table = KeptTable(path)
    kept = table.read()
    assert path.read_bytes() == content, "reading changes nothing"
    assert table.write({**kept, "new": [1]})
    assert KeptTable(path).read()["new"] == [1]
    backup = path.with_name("table.json.bak")
    if kept:
        assert not backup.exists()
    else:
        assert backup.read_bytes() == content


def test_a_theme_broken_by_hand_is_told_with_its_file_and_the_others_are_there(tmp_path: Path) -> None:
    for name, content in (("half", b"[colou"), ("wrong", b'accent = "#12"\n'), ("bytes", b"\xff\xfe")):
        (tmp_path / f"{name}.toml").write_bytes(content)
    themes = Themes.load(tmp_path)
    themes.check("futu-dark")
    told = "\n".join(themes.problems)
    for name in ("half", "wrong", "bytes"):
        assert re.search(rf"{re.escape(str(tmp_path))}/{name}\.toml", told), told
