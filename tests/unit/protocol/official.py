"""The descriptors that the `futu-api` package ships, read without running the package itself."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

RENAMED = {"get_used_quota": "UsedQuota"}
"""Where the two names differ in more than spelling."""


@cache
def folder() -> Path:
    spec = find_spec("futu")
    assert spec, "futu-api is not installed: pip install '.[test]'"
    assert spec.origin
    return Path(spec.origin).parent / "common" / "pb"


@cache
def _names() -> dict[str, str]:
    stems = [path.stem for path in folder().glob("*.proto")]
    return {stem.replace("_", "").lower(): stem for stem in stems} | {
        name.replace("_", ""): stem for name, stem in RENAMED.items()
    }


def module(name: str) -> ModuleType:
    """The official module for our `name` ("qot_get_kl"). They import one another as top-level modules."""
    if str(folder()) not in sys.path:
        sys.path.append(str(folder()))
    return import_module(_names()[name.replace("_", "")] + "_pb2")
