"""`futu-tui demo`: one command, nothing else needed, and six live panes."""

from __future__ import annotations

import re
import signal
from pathlib import Path

from tests.terminal.conftest import Lifeline, OpenScreen
from tests.terminal.screen import PtyScreen

PRICE_LINE = re.compile(r"HK\.\d{5,6} .* [\d,]+\.\d{2}")
TITLES = ("1 Watchlist", "2 Book", "3 Tape", "4 Chart", "5 Positions", "6 Orders")
MOVING = (1, 2, 3, 4, 5)
"""The panes that follow prices; orders change when one is filled."""
FAST = ("--rate", "400")


def target_of(screen: PtyScreen) -> str:
    found = re.search(r"127\.0\.0\.1:\d+", screen.lines[0])
    assert found, screen.lines[0]
    return found[0]


def shows_all_panes(screen: PtyScreen) -> bool:
    return all(f"╭─ {title}" in screen for title in TITLES)


def is_live(screen: PtyScreen) -> bool:
    return "all data live" in screen


def wait_until_each_moves(screen: PtyScreen) -> None:
    """Every pane that follows prices shows something else than now."""
    before = {number: screen.pane(number) for number in MOVING}
    screen.wait_for(
        lambda seen: all(seen.pane(number) != before[number] for number in MOVING),
        what="every pane's values change",
    )


def test_six_live_panes_and_an_end_with_the_dashboard(open_screen: OpenScreen, tmp_path: Path) -> None:
    screen = open_screen("demo", *FAST, columns=160, lines=48, config=tmp_path / "none")
    screen.wait_for(lambda seen: shows_all_panes(seen) and is_live(seen), what="six panes, live")
    assert PRICE_LINE.search(screen.pane(1))
    assert re.search(r"─ \d+\.\d+ · \d+ ticks? ─", screen.pane(2))
    assert re.search(r"\d\d:\d\d:\d\d +\d+\.\d+ +[\d,]+ [▲▼●]", screen.pane(3))
    assert re.search(r"O [\d.,]+ H [\d.,]+ L [\d.,]+ C", screen.pane(4))
    assert re.search(r"HKD +[\d,]+", screen.pane(5))
    assert "Submitted" in screen.pane(6)
    assert "SIMULATE" in screen.lines[0]
    wait_until_each_moves(screen)

    # A window of 120 x 36 is the smallest with room for all six.
    screen.resize(120, 36)
    screen.wait_for(lambda seen: shows_all_panes(seen) and is_live(seen), what="six panes at 120x36")
    wait_until_each_moves(screen)

    # Even a dashboard that is killed outright leaves no gateway behind.
    gateway = Lifeline(target_of(screen))
    screen.process.kill(signal.SIGKILL)
    gateway.wait_for_end(timeout=5)


def test_in_a_small_window_one_pane_at_a_time(open_screen: OpenScreen) -> None:
    screen = open_screen("demo", *FAST, columns=80, lines=24)
    screen.wait_for(is_live)
    tabs = screen.lines[1]
    assert all(title.removesuffix("list") in tabs for title in TITLES), tabs
    # Each number brings its pane to the front, alone and in the whole width; what it shows is live.
    for number, title in (*enumerate(TITLES, 1),):
        screen.press(str(number))
        screen.wait_for(f"╭─ {title}")
        in_view = [other for other in range(1, 7) if screen.pane(other)]
        assert in_view == [number], screen.text
        assert len(screen.pane(number).splitlines()[0]) >= 76
        if number in MOVING:
            before = screen.pane(number)
            screen.wait_for(lambda seen, n=number, b=before: seen.pane(n) != b, what=f"{title} changes")
    screen.wait_for("Submitted")

    screen.resize(79, 24)
    screen.wait_for("79 x 24")
    assert "80 x 24" in screen
    assert not any(screen.pane(number) for number in range(1, 7))
    screen.resize(80, 24)
    screen.wait_for(lambda seen: seen.pane(6), what="the pane comes back with the room")

    screen.press("q")
    assert screen.wait_for_end() == 0
