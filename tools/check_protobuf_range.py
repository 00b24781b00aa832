"""Import every generated module on the oldest and the newest protobuf that `pyproject.toml` allows.

`python -m tools.check_protobuf_range`; the exit code is 1 if either fails. Warnings count as failures.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tools.scratch import environment

ROOT = Path(__file__).resolve().parent.parent

TRIAL = """
import google.protobuf
from futu_tui.protocol import PROTOCOLS, Security
bodies = [each for each in PROTOCOLS.values() if each.response]
for each in bodies:
    each.response.FromString(each.response(retType=0).SerializeToString())
assert Security.of(Security.parse("HK.00700").message()).key == "1_00700"
import futu_tui.protocol.pb.futu_service_pb2
print(f"protobuf {google.protobuf.__version__}: {len(bodies)} protocols")
"""


def bounds() -> tuple[str, str]:
    """The requirements that install the oldest and the newest protobuf allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (allowed,) = (each for each in project["dependencies"] if each.startswith("protobuf>="))
    oldest, _, _ = allowed.partition(",")
    return oldest.replace(">=", "=="), allowed


def main() -> int:
    failures = 0
    for requirement in bounds():
        with tempfile.TemporaryDirectory() as folder:
            python = environment(Path(folder), requirement)
            failures += subprocess.run([python, "-W", "error", "-c", TRIAL], cwd=ROOT).returncode
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
