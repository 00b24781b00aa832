"""Programs written from futu-api's messages and the reference's service, each run as a process of its own.

Nothing here imports those messages: they share no process with ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent


def futu_messages() -> Path:
    """The folder of futu-api's message modules, which import one another as top-level ones."""
    spec = find_spec("futu")
    assert spec, "futu-api is not installed: pip install '.[test]'"
    assert spec.origin
    return Path(spec.origin).parent / "common" / "pb"


def build_service(folder: Path) -> Path:
    """Compile the reference's service definition into `folder`, as its readers would; answers with the folder."""
    subprocess.run(
        [
            sys.executable, "-m", "grpc_tools.protoc", f"-I{HERE}", f"--python_out={folder}",
            f"--grpc_python_out={folder}", "futu_service.proto",
        ],
        check=True,
    )  # fmt: skip
    return folder


class Foreign:
    """Starts foreign programs; `service` is where `build_service` put its modules."""

    def __init__(self, service: Path) -> None:
        path = [service, HERE / "shims", futu_messages()]
        self._environment = {
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "PYTHONUNBUFFERED": "1",
            "GRPC_VERBOSITY": "NONE",
            "no_proxy": "127.0.0.1",
        }

    def start(self, script: Path, *arguments: str) -> subprocess.Popen[str]:
        """A foreign program with its input and output as text, line by line."""
        return subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | self._environment,
        )

    def run(self, script: Path, *arguments: str, timeout: float = 30.0) -> str:
        """What a foreign program prints; it must end well."""
        with self.start(script, *arguments) as process:
            try:
                output, _ = process.communicate(timeout=timeout)
            finally:
                process.kill()
        assert process.returncode == 0
        return output

    def gateway(self, scene: dict[str, Any], port: int = 0) -> ForeignGateway:
        """A foreign gateway that serves this scene; port 0 is a free one."""
        return ForeignGateway(self.start(HERE / "side" / "gateway.py", str(port), json.dumps(scene)))


class ForeignGateway:
    """A running foreign gateway."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        assert process.stdout
        self.port = int(process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self.port}"

    def tell(self, do: str, **arguments: Any) -> int:
        """Have it do something (see `side/pushes.py`); answers how many streams were open to hear of it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer["streams"]

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.communicate()


def stocks(**changes: Any) -> dict[str, Any]:
    """A scene of two Hong Kong shares and a US one; `changes` go to the first, HK.00700."""
    ticks: Sequence[Sequence[float]] = [
        (1001 + i, 509.5 + i / 10, 100 * (i + 1), i % 2 + 1) for i in range(5)
    ]
    first = {"name": "Tencent", "last": 510.0, "prev_close": 506.0, "ticks": ticks} | changes
    return {
        "stocks": {
            "HK.00700": first,
            "HK.09988": {"name": "Alibaba-W", "last": 131.4, "prev_close": 132.0},
            "US.AAPL": {"name": "Apple", "last": 268.12, "prev_close": 267.5, "tick": 0.01, "lot": 1},
        }
    }
