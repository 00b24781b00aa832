"""The benchmarks: `python -m tests.benchmarks [NAME ...] [--quick] [--json FILE]`.

Every figure stands beside a floor that was measured in the same run, turn by turn with it, so that the ratio means
something on a machine that others use too. Run them on a machine that is otherwise idle all the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.benchmarks.figures import Figure, table

NAMES = (
    "events", "keys", "pushes", "frame", "cpu", "start", "memory", "ssh", "overload",
    "datatable", "trading", "charts", "indicators", "micro",
)  # fmt: skip


class Finding(NamedTuple):
    """What one benchmark found."""

    name: str
    figures: list[Figure]
    failure: str
    """What ended it before it was through; empty where nothing did"""
    load: tuple[float, float]
    """Of the machine before and after it"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)}; all without")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and shorter runs; noisier")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    findings: list[Finding] = []
    with TemporaryDirectory() as compiled:
        # As when the program is installed: modules are compiled once, not at each start.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        print(f"{machine()}, load {load():.1f}", flush=True)
        for name in options.names or NAMES:
            findings.append(found := run(name, options.quick))
            print(f"\n{told(found)}", flush=True)
            if options.json:
                options.json.write_text(json.dumps(as_json(findings, options.quick), indent=2) + "\n")
    return conclude(findings)


def run(name: str, quick: bool) -> Finding:
    """Run one; what fails in it loses neither what it had found by then nor what others find."""
    figures: list[Figure] = []
    before, failure = load(), ""
    try:
        measure: Callable[[bool], Iterator[Figure]] = import_module(f"tests.benchmarks.{name}").measure
        figures.extend(measure(quick))
    except Exception as error:
        traceback.print_exc()
        failure = f"{type(error).__name__}: {error}".splitlines()[0]
    return Finding(name, figures, failure, (before, load()))


def told(finding: Finding) -> str:
    """One benchmark's figures in columns, what ended it early, and how busy the machine was."""
    before, after = finding.load
    lines = [table(finding.figures)] if finding.figures else []
    if finding.failure:
        lines.append(f"{finding.name} FAILED: {finding.failure}")
    return "\n".join([*lines, f"({finding.name}: load {before:.1f} before it, {after:.1f} after)"])


def conclude(findings: Sequence[Finding]) -> int:
    """Print all figures that have a goal once more, in one table; 1 where one is missed or a benchmark failed."""
    aimed = [figure for finding in findings for figure in finding.figures if figure.goal is not None]
    failed = [finding for finding in findings if finding.failure]
    if len(findings) > 1 and aimed:
        print(f"\nAll goals\n{table(aimed)}")
    for finding in failed:
        print(f"{finding.name} FAILED: {finding.failure}")
    return 1 if failed or not all(figure.met for figure in aimed) else 0


def as_json(findings: Iterable[Finding], quick: bool) -> dict[str, object]:
    """Everything, for a file."""
    return {
        "machine": machine(),
        "quick": quick,
        "benchmarks": [
            {
                "name": finding.name, "failure": finding.failure, "load": finding.load,
                "figures": [figure.as_json() for figure in finding.figures],
            }
            for finding in findings
        ],
    }  # fmt: skip


def machine() -> str:
    """What it runs on, as far as it matters for speed."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def load() -> float:
    """Programs that ran or waited to run, on average over the last minute."""
    return os.getloadavg()[0]


if __name__ == "__main__":
    sys.exit(main())
