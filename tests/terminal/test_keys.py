"""A person at the keyboard: every key does what the keymap says, on the running program."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.conftest import config_folder
from tests.terminal.screen import PtyScreen

# The tests share one dashboard; each leaves it as it found it.


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return config_folder(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program runs and writes what is exported."""
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def dashboard(paper: str, config: Path, folder: Path) -> Iterator[PtyScreen]:
    with PtyScreen("--target", paper, config=config, folder=folder) as screen:
        screen.wait_for("all data live")
        screen.wait_for(lambda seen: re.search("HK.00700 +Tencent +[0-9]", seen.pane(1)))
        yield screen


def test_search_finds_a_chinese_name_and_makes_it_current(dashboard: PtyScreen, config: Path) -> None:
    dashboard.press("/")
    dashboard.wait_for("Find")
    dashboard.type("小米")
    dashboard.wait_for(lambda seen: seen.line_with("HK.01810", "Xiaomi"))
    dashboard.press("enter")
    # Every pane shows it, and the list that lacked it has it now: on the screen and in its file.
    dashboard.wait_for(lambda seen: all(f"{title}  HK.01810" in seen for title in ("Chart", "Book", "Tape")))
    dashboard.wait_for(lambda seen: re.search(r"HK\.01810 .* \d+\.\d\d", seen.pane(1)))
    dashboard.wait_for(lambda seen: re.search(r"\d\d:\d\d:\d\d +\d+\.\d+", seen.pane(3)))
    assert "HK.01810" in (config / "watchlists.toml").read_text().partition("China")[0]


def test_search_finds_a_code(dashboard: PtyScreen) -> None:
    # Typed in one go: no letter waits for the screen, and none gets lost.
    dashboard.type("/9988\r")
    dashboard.wait_for("Chart  HK.09988")
    assert dashboard.pane(1).count("HK.09988") == 1


def test_rows_are_walked_chosen_moved_and_removed(dashboard: PtyScreen) -> None:
    dashboard.press("1", "g", "enter")
    dashboard.wait_for("Chart  HK.00700")
    dashboard.press("j", "enter")
    dashboard.wait_for("Chart  HK.09988")
    dashboard.press("K")
    dashboard.wait_for(lambda seen: _codes(seen)[:2] == ["HK.09988", "HK.00700"])
    dashboard.press("J")
    dashboard.wait_for(lambda seen: _codes(seen)[:2] == ["HK.00700", "HK.09988"])
    dashboard.press("G", "d")
    dashboard.wait_for(lambda seen: len(_codes(seen)) == 3)
    dashboard.press("g", "enter")
    dashboard.wait_for("Chart  HK.00700")


def _codes(screen: PtyScreen) -> list[str]:
    return re.findall(r"(?:HK|US|SH|SZ)\.\w+", screen.pane(1))


def test_w_goes_through_the_groups(dashboard: PtyScreen) -> None:
    dashboard.press("1", "w")
    dashboard.wait_for(lambda seen: _codes(seen) == ["SH.600519", "SZ.300750"])
    dashboard.wait_for(lambda seen: re.search(r"SH\.600519 .* [\d,]+\.\d\d", seen.pane(1)))
    dashboard.press("W", "W")  # past the first to the last: the account's groups are between
    dashboard.wait_for(
        lambda seen: {"HK.01810", "HK.00388", "HK.02800"} < {*_codes(seen)}, what="the group of what is held"
    )
    dashboard.press("w")
    dashboard.wait_for(lambda seen: _codes(seen)[:1] == ["HK.00700"] and "US.AAPL" in _codes(seen))


def test_the_chart_changes_its_period(dashboard: PtyScreen) -> None:
    dashboard.press("4")
    for key, period in (
        ("]", "10m"),
        ("]", "15m"),
        ("]", "30m"),
        ("[", "15m"),
        ("[", "10m"),
        ("[", "5m"),
        ("[", "3m"),
    ):
        dashboard.press(key)
        dashboard.wait_for(f"Tencent  {period} ")
        dashboard.wait_for(lambda seen: re.search("O [0-9.]+ H [0-9.]+", seen.pane(4)))


KINDS = {
    "Intraday": r"\d\d:\d\d [\d.]+ [+-]?[\d.]+%",
    "Depth": r"bids [\d.]+[KM]?  asks [\d.]+[KM]?",
    "Heat": r"bid wall [\d.]+[KM]? at [\d.]+",
    "Flow": r"net [+-]?[\d.]+[KMB]?",
    "Equity": r"[\d,]+ HKD  [+-]?[\d,]+",
    "Chart": r"O [\d.]+ H [\d.]+",
}
"""What each kind of chart tells above its picture, in the order that `v` goes through them."""


def _exported(folder: Path, start: str) -> list[Path]:
    """The table and the picture of the newest export that begins so."""
    return sorted(folder.glob(f"futu-tui-{start}-*"))


def test_v_goes_through_the_kinds_of_charts_and_e_writes_each(dashboard: PtyScreen, folder: Path) -> None:
    dashboard.press("4")
    for kind, figures in KINDS.items():
        dashboard.press("v")
        dashboard.wait_for(f"4 {kind}  ")
        dashboard.wait_for(lambda seen, figures=figures: re.search(figures, seen.pane(4)), what=kind)
        dashboard.press("e")
        dashboard.wait_for("Exported")
    dashboard.press("v")  # what is seen to follow proves that the files were finished
    dashboard.wait_for("4 Intraday  ")
    dashboard.press("V")
    dashboard.wait_for("4 Chart  ")
    for kind in KINDS:
        table, picture = _exported(folder, kind.lower())
        assert (table.suffix, picture.suffix) == (".csv", ".svg")
        titles, *rows = csv.reader(table.open())
        assert titles[0] == "Time"
        assert rows
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", row[0]) for row in rows)
        assert picture.read_text().count("<text") > 10


def _bar_read(screen: PtyScreen) -> tuple[str, list[str]]:
    """The time under the crosshair of the K-lines, with open, high, low and close; empty without one."""
    found = re.search(r"(\d\d-\d\d \d\d:\d\d)  O ([\d.]+) H ([\d.]+) L ([\d.]+) C ([\d.]+)", screen.text)
    return (found[1], [*found.groups()[1:]]) if found else ("", [])


def _bars_exported(folder: Path) -> dict[str, list[str]]:
    """The same of the bars that had ended when they were exported, by time."""
    table = _exported(folder, "chart-HK.00700")[0]
    rows = list(csv.reader(table.open()))[1:-1]
    return {row[0][5:16]: [f"{float(value):.2f}" for value in row[1:5]] for row in rows}


def test_the_crosshair_goes_back_bar_by_bar_and_tells_what_each_was(
    dashboard: PtyScreen, folder: Path
) -> None:
    bars = _bars_exported(folder)
    dashboard.press("4", "c", "left")
    dashboard.wait_for(lambda seen: _bar_read(seen)[0], what="the time of the bar before the newest")
    for _ in range(3):
        here, _ = _bar_read(dashboard)
        dashboard.press("left")
        dashboard.wait_for(
            lambda seen, here=here: "" < _bar_read(seen)[0] < here, what=f"a bar before {here}"
        )
    time, values = _bar_read(dashboard)
    assert values == bars[time]
    dashboard.press("c")


def test_charts_of_two_kinds_stand_side_by_side_and_go_in_step(dashboard: PtyScreen, folder: Path) -> None:
    bars = _bars_exported(folder)
    dashboard.press("4", "A", "v")
    dashboard.wait_for(lambda seen: seen.line_with("4 Chart  HK.00700", "4 Intraday  HK.00700"))
    dashboard.wait_for(lambda seen: seen.line_with("O ", " avg "), what="figures of both")
    dashboard.press("c", *["left"] * 6)  # of the minutes, some of them a step
    dashboard.wait_for(lambda seen: _bar_read(seen)[0] in bars, what="the candles follow")
    time, values = _bar_read(dashboard)
    assert values == bars[time]
    dashboard.press("c", "D")
    dashboard.wait_for(lambda seen: all(seen.pane(number) for number in range(1, 7)))


def test_z_gives_the_pane_the_whole_screen_and_back(dashboard: PtyScreen) -> None:
    dashboard.press("3", "z")
    dashboard.wait_for(lambda seen: seen.pane(3) and not seen.pane(1))
    assert len(dashboard.pane(3).splitlines()[0]) == 158
    dashboard.press("z")
    dashboard.wait_for(lambda seen: all(seen.pane(number) for number in range(1, 7)))


def test_help_tells_the_keys_of_the_pane_in_focus(dashboard: PtyScreen) -> None:
    dashboard.press("4", "?")
    dashboard.wait_for("Zoom in")
    dashboard.wait_for("Show the keys of this screen")
    dashboard.press("escape")
    dashboard.wait_for(lambda seen: "Zoom in" not in seen)


def test_the_command_palette_offers_and_does(dashboard: PtyScreen) -> None:
    dashboard.type("\x10go to the tape")
    dashboard.wait_for("Go to the tape")
    dashboard.press("enter")
    dashboard.wait_for(lambda seen: "Go to the tape" not in seen)
    dashboard.press("z")
    dashboard.wait_for(lambda seen: seen.pane(3) and not seen.pane(1), what="the tape has the focus")
    dashboard.press("z")
    dashboard.wait_for(lambda seen: seen.pane(1))


def test_t_goes_through_the_themes(dashboard: PtyScreen) -> None:
    themes = [dashboard.colours("quit")]
    while len(themes) == 1 or themes[-1] != themes[0]:
        dashboard.press("t")
        dashboard.wait_for(lambda seen: seen.colours("quit") != themes[-1], what="other colours")
        themes.append(dashboard.colours("quit"))
    assert len(themes) - 1 >= 6


def test_a_chooses_the_account(dashboard: PtyScreen) -> None:
    dashboard.wait_for(
        lambda seen: all(seen.pane(number) for number in range(1, 7)), what="no notice on a pane"
    )
    dashboard.wait_for(lambda seen: "HK Cash paper 1001" in seen.lines[0])
    for keys, account, code in (
        (("j", "enter"), "US Cash paper 1002", "US."),
        (("k", "enter"), "HK Cash paper 1001", "HK."),
    ):
        dashboard.press("a")
        dashboard.wait_for(lambda seen: seen.line_with("in use"))
        dashboard.press(*keys)
        dashboard.wait_for(lambda seen, name=account: name in seen.lines[0])
        dashboard.wait_for(lambda seen, start=code: start in seen.pane(5) and start in seen.pane(6))


def test_an_alert_is_set_rings_and_is_in_the_list(dashboard: PtyScreen) -> None:
    """The last, for its notice stays on the screen for a while."""
    rung = _bells(dashboard)
    dashboard.press("1", "g", "enter", "@")
    dashboard.wait_for("New price alert")
    # A rise to what is far below is there at once. One after the other, with no look at the screen in between.
    dashboard.type("1.5T\t\t\tfar below\r")
    dashboard.wait_for("◇ HK.00700 Tencent")
    dashboard.wait_for(lambda seen: _bells(seen) > rung)
    dashboard.press("!")
    dashboard.wait_for(lambda seen: seen.line_with("Price up to", "stopped", "far below"))
    dashboard.press("D", "enter")
    dashboard.wait_for("No price alert is set")
    dashboard.press("escape")
    dashboard.wait_for(lambda seen: "Price alerts" not in seen)


def _bells(screen: PtyScreen) -> int:
    """How often the terminal's bell was rung; the end of a window's title is the same byte."""
    return re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", screen.raw).count(b"\x07")
