"""The soak: `python -m tests.soak [--minutes 60] [--seed N]`.

The program in a terminal, on a paper gateway of its own behind a proxy. Everything that can be undone happens to the
road and to the gateway, by chance, while somebody types. At the end memory, file handles, tasks, threads, gRPC calls
and subscriptions must be where they began, and trades, orders and journal as the gateway has them. Ends with 1 where
something is not.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from tests.soak.run import Length, soak, table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0, help="between the two measurements")
    parser.add_argument("--seed", type=int, help="which faults and keys are drawn; else any")
    parser.add_argument("--calm", type=float, default=Length(0.0).calm,
                        help="seconds before each measurement; the gateway lets go after a minute")  # fmt: skip
    parser.add_argument("--rate", type=float, default=200.0, help="trades and orders a second of the market")
    parser.add_argument("--folder", type=Path, help="where its files are left; else a temporary folder")
    options = parser.parse_args()
    seed = Random().randrange(1_000_000) if options.seed is None else options.seed
    folder = options.folder or Path(mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    print(f"seed {seed}, files in {folder}", flush=True)
    begun = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # what was started is ended then

    def say(line: str) -> None:
        print(f"{time.monotonic() - begun:7.1f} s  {line}", flush=True)

    found = soak(folder, Length(options.minutes * 60.0, calm=options.calm), seed, say, rate=options.rate)
    print(table(found))
    return 1 if found.violations else 0


if __name__ == "__main__":
    sys.exit(main())
