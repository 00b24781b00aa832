"""A crash that still happens: the terminal is a shell's again, a report without secrets, and a line that says where."""

from __future__ import annotations

import asyncio
import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from futu_tui import crash
from futu_tui.log_file import FILE_NAME, Log
from futu_tui.masking import register
from tests.faults.modes import assert_a_shells
from tests.faults.shell import Shell
from tests.terminal.conftest import Paper
from tests.tui.conftest import still_time as still_time
from tests.tui.scene import Person, SceneApp, StillTime

KEY = "fc_0123456789abcdefABCDEF"
PASSWORD = "correct horse"
ACCOUNT = "281756478396547854"
FAILING = f"""
import sys, faulthandler
from futu_tui.cli import main
from futu_tui.masking import register
how = sys.argv.pop(1)
sys.argv[0] = "futu-tui"
register({PASSWORD!r})

def fail(*_):
    password = {PASSWORD!r}
    raise RuntimeError("no frame with " + {KEY!r} + " of {ACCOUNT}, " + password)

if how == "start":
    import futu_tui.tui.watchlists
    futu_tui.tui.watchlists.Watchlists.load = fail
else:
    from futu_tui.tui.app import FutuApp
    FutuApp.action_help = fail if how == "key" else lambda self: faulthandler._sigabrt()
main()
"""


def failing(shell: Shell, how: str, target: str) -> str:
    """The command line of a program that fails at the start, at the key `?`, or hard there."""
    script = shell.folder / "failing.py"
    script.write_text(FAILING)
    return f"{sys.executable} {script} {how} --target {target}"


def told(shell: Shell) -> str:
    """The lines that stand on the screen below the command, joined as they were printed."""
    return "".join(shell.screen.lines).replace("\n", "")


def assert_private(text: str) -> None:
    for secret in (KEY, PASSWORD, ACCOUNT):
        assert secret not in text


def test_an_exception_leaves_a_usable_terminal_a_report_and_a_line(
    gateway: Callable[..., Paper], open_shell: Callable[..., Shell]
) -> None:
    shell = open_shell()
    shell.say(failing(shell, "key", gateway().target))
    shell.sees_market()
    shell.screen.press("?")
    shell.sees_shell()
    assert_a_shells(bytes(shell.screen.raw))
    (report,) = shell.reports()
    line = flat(shell.after_the_program)
    assert "futu-tui crashed (RuntimeError: no frame with [hidden]" in line
    assert str(report) in line
    assert "Traceback" not in line
    shell.assert_usable()

    text = report.read_text()
    assert_private(text + line)
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert re.search(r'failing\.py", line \d+, in fail', text)
    for fact in (r"futu-tui: \d", "textual 8", "terminal: 100x30 TERM=xterm", "link: up to this computer",
                 "screen: DashboardScreen", "acts: 0 under way", "INFO futu_tui"):  # fmt: skip
        assert re.search(fact, text), fact
    assert "gateway.target = set" in text
    log = (shell.state / FILE_NAME).read_text()
    assert KEY not in log
    assert PASSWORD not in log


def test_a_crash_in_c_code_leaves_the_same_and_the_next_start_tells_of_it(
    gateway: Callable[..., Paper], open_shell: Callable[..., Shell]
) -> None:
    shell = open_shell()
    shell.say(failing(shell, "hard", gateway().target))
    shell.sees_market()
    shell.screen.press("?")
    shell.screen.wait_for(lambda _: b"open orders" in shell.after_the_program)
    assert_a_shells(bytes(shell.screen.raw))
    line = flat(shell.after_the_program)
    assert "futu-tui crashed (Aborted)." in line
    (report,) = shell.reports()
    assert str(report) in line
    text = report.read_text()
    assert "failing.py" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    shell.assert_usable()

    shell.run("--target", gateway().target)
    shell.screen.wait_for("The program crashed before (Aborted).")
    shell.screen.press("q")
    shell.sees_shell()
    assert [path.read_text() for path in shell.reports()] == [text]


def flat(sent: bytes) -> str:
    """What was printed, lines that the terminal broke joined."""
    return re.sub(r"\r\n|\x1b\[[\d;?]*[A-Za-z]", "", sent.decode(errors="replace"))


def test_a_crash_at_the_start_is_told_the_same_way(
    gateway: Callable[..., Paper], open_shell: Callable[..., Shell]
) -> None:
    shell = open_shell()
    shell.say(failing(shell, "start", gateway().target))
    shell.screen.wait_for("futu-tui crashed (RuntimeError")
    assert b"\x1b[?1049h" not in shell.screen.raw
    (report,) = shell.reports()
    assert_private(report.read_text())
    assert "code 1" in shell.answer("echo code $?")


# In the program itself


@pytest.mark.parametrize("where", ["key", "worker", "timer", "message"])
async def test_wherever_an_exception_comes_from_the_program_ends_with_it(
    still_time: StillTime, where: str
) -> None:
    app = SceneApp(still_time)

    def fail() -> None:
        raise ValueError("nobody catches this")

    async def fail_later() -> None:
        fail()

    async def run() -> None:
        async with app.run_test() as pilot:
            if where == "key":
                app.action_help = fail  # type: ignore[method-assign]
                await Person(pilot).press("?")
            elif where == "worker":
                app.run_worker(fail_later())
            elif where == "timer":
                app.set_timer(0.001, fail)
            else:
                app.dashboard.call_later(fail)
            await app._exception_event.wait()

    with pytest.raises(Exception, match="nobody catches this"):
        await run()
    assert isinstance(app.crash, ValueError)
    assert app.return_code == 1
    assert not app._exit_renderables, "Textual would print the values of variables"


async def test_a_task_that_nobody_waits_for_is_told_in_the_log_and_ends_nothing(
    still_time: StillTime, tmp_path: Path
) -> None:
    register(PASSWORD)
    log = Log(tmp_path, "info")
    app = SceneApp(still_time)
    async with app.run_test():
        asyncio.get_running_loop().set_exception_handler(None)

        async def fail() -> None:
            raise ValueError(f"of no importance: {PASSWORD}")

        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task
        assert app.crash is None
    log.end()
    text = (tmp_path / FILE_NAME).read_text()
    assert "Task exception was never retrieved" in text
    assert "ValueError: of no importance: [hidden]" in text
    assert_private(text)


# The report by itself


def test_reports_are_few_and_the_oldest_go(tmp_path: Path) -> None:
    watch = crash.CrashWatch(tmp_path, hard=False)
    for number in range(crash.KEPT + 3):
        (tmp_path / f"crash-20200101-0000{number:02}-1.txt").write_text("old")
    path = watch.report(ValueError("new"))
    kept = sorted(tmp_path.glob("crash-*"))
    assert len(kept) == crash.KEPT
    assert path == kept[-1]


def test_a_report_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the folder's place")
    watch = crash.CrashWatch(tmp_path / "state")
    error = ValueError("\x1b[31mred\nnews")
    assert watch.report(error) is None
    line = crash.told(error, None)
    assert line.startswith("futu-tui crashed (ValueError: ?[31mred news). No report could be written.")
    watch.end()


def test_a_fact_that_fails_costs_that_line_alone(tmp_path: Path) -> None:
    watch = crash.CrashWatch(tmp_path, hard=False)
    watch.tell("link", lambda: str(1 / 0))
    watch.tell("size", lambda: "80x24")
    path = watch.report(ValueError("new"))
    assert path
    text = path.read_text()
    assert "link: cannot be told: ZeroDivisionError\nsize: 80x24\n" in text


def test_what_killed_and_running_programs_left_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "crash-20200101-000000-1-hard.txt").write_text("A crash of futu-tui.\n")
    running = crash.CrashWatch(tmp_path)
    other = crash.CrashWatch(tmp_path)
    assert other.earlier == []
    assert sorted(tmp_path.iterdir()) == sorted({running.hard_path, other.hard_path})
    other.end()
    running.end()
    assert list(tmp_path.iterdir()) == []
