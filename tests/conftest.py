"""What every test stands on: a data folder of its own, and wide inputs that no slow machine makes fail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test, nor a program that it starts, writes into the journal of the person who runs it."""
    folder = tmp_path_factory.mktemp("data")
    before = os.environ.get("FUTU_TUI_DATA_DIR")
    os.environ["FUTU_TUI_DATA_DIR"] = str(folder)
    yield folder
    if before is None:
        del os.environ["FUTU_TUI_DATA_DIR"]
    else:
        os.environ["FUTU_TUI_DATA_DIR"] = before
