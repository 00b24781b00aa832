"""What targets raised: each place once, with the first input that led to it, kept where it can be run again."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

OFTEN = 20_000
"""Inputs from one summary to the next: a run that is cut short still tells what it did."""


@dataclass
class Finding:
    """One place of the program that raised."""

    name: str
    """The error and where it came from."""
    trace: str
    data: bytes
    times: int = 1


@dataclass
class Findings:
    """Those of one target."""

    target: str
    folder: Path | None = None
    """Where inputs are kept; nowhere if None."""
    inputs: int = 0
    found: dict[str, Finding] = field(default_factory=dict)

    def guarded(
        self, run: Callable[[bytes], None], now_and_then: Callable[[], None] = lambda: None
    ) -> Callable[[bytes], None]:
        """The target, counted, which goes on after a finding; `now_and_then` is called after every so many inputs."""

        def count(data: bytes) -> None:
            self.inputs += 1
            try:
                run(data)
            except Exception as error:
                self.note(data, error)
            if self.inputs % OFTEN == 0:
                now_and_then()

        return count

    def note(self, data: bytes, error: Exception) -> None:
        """An input made a target raise this."""
        trace = error.__traceback__
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        name = f"{type(error).__name__} at {_place(error.__traceback__ or trace)}"
        if (known := self.found.get(name)) is not None:
            known.times += 1
            return
        self.found[name] = Finding(name, "".join(traceback.format_exception(error)), data)
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            kept = self.folder / f"{self.target}-{hashlib.sha256(data).hexdigest()[:12]}"
            kept.write_bytes(data)

    def report(self, seconds: float) -> str:
        """A line for the target, and one for each finding."""
        rate = self.inputs / seconds if seconds else 0.0
        lines = [
            f"{self.target:<12}{self.inputs:>12,} inputs {rate:>10,.0f} a second  findings: {len(self.found)}"
        ]
        for finding in self.found.values():
            lines.append(f"    {finding.times:,} times {finding.name}")
            lines += [f"        {line}" for line in finding.trace.splitlines()[-8:]]
        return "\n".join(lines)


def _place(trace: TracebackType | None) -> str:
    """The last line of the program itself, or of the target, that a trace goes through."""
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if "futu_tui" in Path(frame.filename).parts] or list(frames)
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
