"""Hold the program to both ends of the versions that `pyproject.toml` allows: the lowest of each, and the newest.

`python -m tools.check_bounds` makes a virtual environment for each end with all extras and runs the checks and a part
of the suite there; it takes some minutes an end. With `--quick`, which CI runs, only what the program itself needs is
installed, and all of its modules are imported. `--end lowest` or `--end newest` looks at one end alone, and with
`--keep FOLDER` the environments stay there. The exit code is 1 if an end fails.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.scratch import environment

ROOT = Path(__file__).resolve().parent.parent
ENDS = ("lowest", "newest")
PART = (
    "tests/unit/shell", "tests/unit/protocol", "tests/unit/opend", "tests/unit/trading", "tests/unit/feed",
    "tests/unit/charts", "tests/security", "tests/gateway/test_service.py", "tests/gateway/test_access.py",
    "tests/gateway/test_client.py", "tests/gateway/test_gateway_command.py", "tests/tui/test_dashboard_layout.py",
    "tests/tui/test_keymap.py", "tests/tui/test_theme.py", "tests/tui/test_ticket.py", "tests/tui/test_console.py",
    "tests/tui/test_capital_flow.py", "tests/tui/test_bar_files.py", "tests/tui/test_compositor.py",
    "tests/terminal/test_keys.py", "tests/foreign",
)  # fmt: skip
"""Of the suite: what meets each dependency, and a terminal and a gateway with all of them together."""
CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))

TRIAL = """
import importlib, pkgutil, warnings
import google.protobuf
with warnings.catch_warnings():
    warnings.simplefilter("error")
    from futu_tui.protocol import PROTOCOLS, Security
    bodies = [each for each in PROTOCOLS.values() if each.response]
    for each in bodies:
        each.response.FromString(each.response(retType=0).SerializeToString())
    assert Security.of(Security.parse("HK.00700").message()).key == "1_00700"
import futu_tui
names = [each.name for each in pkgutil.walk_packages(futu_tui.__path__, "futu_tui.") if "__main__" not in each.name]
for name in names:
    importlib.import_module(name)
print(f"{len(names)} modules imported, {len(bodies)} bodies read on protobuf {google.protobuf.__version__}")
"""

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)>=([0-9][0-9.]*),<([0-9][0-9.]*)")


def requirements(*, quick: bool) -> list[tuple[str, str, str]]:
    """(name, lowest version, the first one too new) of each dependency; raises ValueError where a bound is missing."""
    everything = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = everything["project"]
    listed: list[str] = [*everything["build-system"]["requires"], *project["dependencies"]]
    for extra in () if quick else project["optional-dependencies"].values():
        listed += [each for each in extra if not each.startswith(project["name"])]
    return [_bounds(each) for each in listed]


def _bounds(requirement: str) -> tuple[str, str, str]:
    found = _REQUIREMENT.fullmatch(requirement.replace(" ", ""))
    if found is None:
        raise ValueError(f"{requirement!r} needs both bounds, as in name>=1.2,<2")
    return found[1], found[2], found[3]


def wanted(end: str, *, quick: bool) -> list[str]:
    """What pip is asked for at an end."""
    lowest = end == "lowest"
    return [
        f"{name}=={low}" if lowest else f"{name}>={low},<{high}"
        for name, low, high in requirements(quick=quick)
    ]


def steps(python: Path, *, quick: bool) -> Iterator[tuple[str, list[str | Path]]]:
    """What is run at an end, each with what it is called."""
    yield "imports", [python, "-c", TRIAL]
    if quick:
        return
    for command in CHECKS:
        yield " ".join(command), [python.parent / command[0], *command[1:]]
    yield "a part of the suite", [python, "-m", "pytest", "-p", "no:cacheprovider", *PART]


def hold(end: str, folder: Path, *, quick: bool) -> list[str]:
    """Which steps failed at this end."""
    python = environment(folder, *wanted(end, quick=quick))
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    # Built by what is installed here, so that the build's own bounds are held to as well.
    own = ["--no-deps", "--no-build-isolation", "--force-reinstall", ROOT]
    subprocess.run([*pip, "install", "--quiet", *own], check=True)
    versions = subprocess.run(
        [*pip, "freeze", "--exclude", "futu-tui"], capture_output=True, text=True, check=True
    )
    print(f"== {end}: {' '.join(sorted(versions.stdout.split()))}", flush=True)
    failed = []
    for name, command in steps(python, quick=quick):
        print(f"== {end}: {name}", flush=True)
        begin = time.monotonic()
        if subprocess.run(command, cwd=ROOT).returncode:
            failed.append(f"{end}: {name}")
        print(f"== {end}: {name} took {time.monotonic() - begin:.0f} s", flush=True)
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="import everything, and run nothing else")
    parser.add_argument("--end", choices=ENDS, help="look at one end alone")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the environments in this folder")
    options = parser.parse_args()
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for end in (options.end,) if options.end else ENDS:
            failed += hold(end, (options.keep or Path(scratch)) / end, quick=options.quick)
    print("\n".join(f"failed: {each}" for each in failed) or "all steps passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
