"""A paper gateway of the tests' own, as a process that can be killed, frozen, and started again where it was."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.terminal.screen import program


class Paper:
    """`futu-tui gateway` that can be killed, and started again where it was."""

    def __init__(self, *options: str, port: int = 0, command: Sequence[str] = ()) -> None:
        """`command` is what serves it in place of `futu-tui gateway`."""
        command = command or (program(), "gateway")
        self._process = subprocess.Popen(
            [*command, "--port", str(port), *options], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.target = self._process.stdout.readline().removeprefix("listening on ").strip()
        self.port = int(self.target.rpartition(":")[2])

    @property
    def pid(self) -> int:
        return self._process.pid

    @staticmethod
    def make_key(keys_file: Path, scopes: str) -> str:
        """A new API key with these scopes, its hash in the file."""
        command = [
            program(),
            "gateway",
            "--make-key",
            "test",
            "--scopes",
            scopes,
            "--keys-file",
            str(keys_file),
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def freeze(self) -> None:
        """It takes what it is sent, and answers nothing any more."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was frozen."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """As a crash would end it: SIGKILL."""
        self._process.kill()
        self._process.wait()
