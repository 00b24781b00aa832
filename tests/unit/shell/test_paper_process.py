"""The paper gateway as a child process: found, used, and gone with its parent."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from futu_tui.paper_process import PaperFailed, PaperProcess

FEW = ("--symbols", "2")


def listens(target: str) -> bool:
    host, _, port = target.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def falls_silent(target: str, within: float = 5.0) -> bool:
    """Whether nothing listens any more, soon. An ended process may stay in the table, so that is not what is asked."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not listens(target):
            return True
        time.sleep(0.02)
    return False


def test_it_listens_where_it_says_until_it_is_stopped() -> None:
    with PaperProcess(FEW) as paper:
        target = paper.wait()
        assert listens(target)
        assert paper.running
    assert not paper.running
    assert not listens(target)
    paper.stop()


def test_its_last_words_are_told_when_it_does_not_come_up() -> None:
    with PaperProcess(("--seed", "many")) as paper, pytest.raises(PaperFailed) as caught:
        paper.wait()
    assert "ended with code 2" in str(caught.value)
    assert "'many' is not a valid integer" in str(caught.value)


def test_a_silent_one_is_given_up_and_ended() -> None:
    paper = PaperProcess(FEW)
    with pytest.raises(PaperFailed, match="did not listen within 0 s"):
        paper.wait(timeout=0)
    assert not paper.running


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_with_its_parent_however_that_ends(how: signal.Signals) -> None:
    code = (
        "import time\n"
        "from futu_tui.paper_process import PaperProcess\n"
        f"paper = PaperProcess({FEW!r})\n"
        "print(paper.wait(), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    target = parent.stdout.readline().strip()
    assert listens(target)
    parent.send_signal(how)
    parent.wait()
    parent.stdout.close()
    assert falls_silent(target)


def test_modules_of_the_current_folder_do_not_get_in(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('the wrong click')")
    code = (
        "import sys\n"
        "sys.path = [each for each in sys.path if each]\n"
        "from futu_tui.paper_process import PaperProcess\n"
        f"with PaperProcess({FEW!r}) as paper:\n"
        "    print(paper.wait())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
