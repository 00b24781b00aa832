"""Throw-away virtual environments, so that a tool runs the same on every machine."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path


def environment(folder: Path, *requirements: str, deps: bool = True) -> Path:
    """The Python of a virtual environment in `folder` with these requirements, made if it is missing."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / ".complete"
    if not done.exists():
        venv.create(folder, clear=True, with_pip=True)
        options = ["--quiet", "--disable-pip-version-check", *([] if deps else ["--no-deps"])]
        subprocess.run([python, "-m", "pip", "install", *options, *requirements], check=True)
        done.touch()
    return python
