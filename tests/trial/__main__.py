"""The trial of the trading desk: `python -m tests.trial [--acts 1000] [--seed N] [--faults answer-lost=0.1,...]`.

The paper gateway, as its own process, with every fault of its --chaos; a program that does random acts through the
real client, feed, desk and journal, and is killed at random moments. At the end no act may be lost, done twice, left
open, or otherwise than the exchange has it. Ends with 1 where one is, or where a fault never struck.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from futu_tui.paper.faults import Fault
from tests.trial.checks import Violation
from tests.trial.run import FAULTS, table, trial


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trial", description=__doc__)
    parser.add_argument("--acts", type=int, default=1000, help="how many acts are recorded at least")
    parser.add_argument("--seed", type=int, help="which acts, faults and kills are drawn; else any")
    parser.add_argument("--faults", type=_faults, default=FAULTS, metavar="NAME=PROB,...",
                        help="which faults strike and how often; else all of them")  # fmt: skip
    parser.add_argument("--folder", type=Path, help="where its files are left; else a temporary folder")
    options = parser.parse_args()
    seed = Random().randrange(1_000_000) if options.seed is None else options.seed
    folder = options.folder or Path(mkdtemp(prefix="trial-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"seed {seed}, files in {folder}", flush=True)
    findings = trial(folder, options.acts, seed, options.faults)
    findings.violations += [
        Violation(f"{fault} never struck: nothing is shown of it")
        for fault, probability in options.faults.items()
        if probability and not findings.strikes[fault]
    ]
    print(table(findings))
    return 1 if findings.violations else 0


def _faults(text: str) -> dict[str, float]:
    pairs = (part.partition("=") for part in text.split(","))
    try:
        return {Fault(name.strip()): float(probability) for name, _, probability in pairs}
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
