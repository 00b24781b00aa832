"""Make `futu_tui/protocol/pb` from `protos/`: `python -m tools.generate_pb`.

With `--check` nothing is written, and the exit code is 1 if what is committed differs.

The compiler is pinned, in an environment of its own under `build/`. What it makes runs on its own
protobuf, newer ones of the same major version and all of the next: a compiler of the oldest protobuf
that `pyproject.toml` allows serves the whole range.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.scratch import environment

COMPILER = "grpcio-tools==1.76.0"
"""Generates for protobuf 6.31.1 and newer, up to the end of 7."""

ROOT = Path(__file__).resolve().parent.parent
PROTOS = ROOT / "protos"
PACKAGE = Path("futu_tui/protocol/pb")
"""Where the modules live, and the folder under which the .proto files import one another."""


def generate(out: Path) -> dict[str, str]:
    """Compile every .proto file into `out`; gives the text of each module and stub by its file name."""
    python = environment(ROOT / "build" / COMPILER.replace("==", "-"), COMPILER, deps=False)
    options = [f"-I{PACKAGE}={PROTOS}", f"--python_out={out}", f"--pyi_out={out}"]
    sources = sorted(map(str, PROTOS.glob("*.proto")))
    subprocess.run([str(python), "-m", "grpc_tools.protoc", *options, *sources], check=True)
    return _texts(out / PACKAGE)


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob("*_pb2.py*")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if anything would change")
    check = parser.parse_args().check

    committed = _texts(ROOT / PACKAGE)
    with tempfile.TemporaryDirectory() as out:
        generated = generate(Path(out))
    changed = sorted(
        name for name in committed.keys() | generated.keys() if committed.get(name) != generated.get(name)
    )
    if check:
        for name in changed:
            print(
                f"{PACKAGE / name} differs from protos/; run `python -m tools.generate_pb`", file=sys.stderr
            )
        return 1 if changed else 0
    for name in changed:
        path = ROOT / PACKAGE / name
        if name in generated:
            path.write_text(generated[name], "utf-8")
        else:
            path.unlink()
        print(PACKAGE / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
