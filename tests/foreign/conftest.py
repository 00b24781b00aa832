"""The foreign programs' modules, built once a run."""

from __future__ import annotations

import pytest

from tests.foreign.toolkit import Foreign, build_service


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Foreign:
    return Foreign(build_service(tmp_path_factory.mktemp("service")))
