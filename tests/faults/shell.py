"""A shell in a terminal, with the program in it."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from tests.terminal.conftest import config_folder
from tests.terminal.screen import PtyScreen, program

STILL = ("--rate", "20", "--symbols", "HK.00700,HK.09988,HK.01810")
PROMPT = "READY> "


class Shell:
    """A shell with job control, and what its terminal shows."""

    def __init__(self, folder: Path, columns: int = 100, lines: int = 30) -> None:
        self.folder = folder
        self.state = folder / "state"
        inputrc = folder / "inputrc"
        inputrc.write_text("set enable-bracketed-paste off\n")  # so that the mode is the program's alone
        folders = {name: str(folder / name.lower()) for name in ("DATA", "CACHE", "STATE")}
        self.screen = PtyScreen(
            "--norc", "--noprofile", "-i",
            command="/bin/bash",
            config=config_folder(folder),
            columns=columns,
            lines=lines,
            env={
                "PS1": PROMPT, "INPUTRC": str(inputrc), "HISTFILE": "",
                **{f"FUTU_TUI_{name}_DIR": path for name, path in folders.items()},
            },
            folder=folder,
        )  # fmt: skip
        self.screen.wait_for(PROMPT)

    def run(self, *arguments: str) -> None:
        """Start the program and wait until it shows the market."""
        self.say(" ".join([program(), *arguments]))
        self.sees_market()

    def say(self, line: str) -> None:
        """Have the shell do something."""
        self.screen.raw.clear()
        self.screen.type(f"{line}\r")

    def sees_market(self) -> None:
        self.screen.wait_for("all data live")

    def sees_shell(self) -> None:
        """A prompt came after all that the program sent."""
        self.screen.wait_for(lambda _: PROMPT.encode() in self.after_the_program, what="a prompt")

    @property
    def after_the_program(self) -> bytes:
        return bytes(self.screen.raw).rpartition(b"\x1b[?1049l")[2]

    def answer(self, question: str) -> str:
        """What a command prints."""
        self.say(f"{question}; echo END$?")
        self.screen.wait_for(lambda _: re.search(rb"END\d+\r", bytes(self.screen.raw)), what=question)
        return bytes(self.screen.raw).decode(errors="replace")

    @property
    def pid(self) -> int:
        """The program's process: the shell's child."""
        shell = self.screen.process.pid
        children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        return int(children[0])

    def kill(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def threads(self) -> int:
        """How many the program has."""
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    def assert_usable(self) -> None:
        """It echoes, takes lines, and ctrl+c ends a command."""
        settings = self.answer("stty -a")
        for mode in ("icanon", "echo", "isig", "icrnl", "ixon"):
            assert re.search(rf"[ ;\n]{mode}\b", settings), f"{mode} is off:\n{settings}"

    def reports(self) -> list[Path]:
        """The reports of crashes that were kept."""
        return sorted(self.state.glob("crash-*.txt"))
