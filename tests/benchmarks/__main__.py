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
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.figures import Figure, table

NAMES = ("events", "frame", "keys", "trading", "start", "memory", "micro", "indicators", "charts")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)}; all without")
    parser.add_argument("--quick", action="store_true", help="fewer rounds and shorter runs; noisier")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    with TemporaryDirectory() as compiled:
        # As when the program is installed: modules are compiled once, not at each start.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        figures = run(options.names or NAMES, options.quick)
    if options.json:
        told = {"machine": machine(), "figures": [figure.as_json() for figure in figures]}
        options.json.write_text(json.dumps(told, indent=2) + "\n")
    return 1 if any(figure.met is False for figure in figures) else 0


def run(names: Sequence[str], quick: bool) -> list[Figure]:
    """Run these and print what each finds."""
    figures: list[Figure] = []
    print(f"{machine()}, load {load():.1f}", flush=True)
    for name in names:
        measure: Callable[[bool], Iterator[Figure]] = import_module(f"tests.benchmarks.{name}").measure
        before = load()
        figures += (found := list(measure(quick)))
        print(f"\n{table(found)}\n(load {before:.1f} before it, {load():.1f} after)", flush=True)
    return figures


def machine() -> str:
    """What it runs on, as far as it matters for speed."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def load() -> float:
    """Programs that ran or waited to run, on average over the last minute."""
    return os.getloadavg()[0]


if __name__ == "__main__":
    sys.exit(main())
