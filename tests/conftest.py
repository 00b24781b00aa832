from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


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
