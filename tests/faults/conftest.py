"""One stage for all rows of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A gateway with a key, the road to it, and the program on it, all well."""
    with Stage(tmp_path_factory.mktemp("stage")) as stage:
        yield stage
