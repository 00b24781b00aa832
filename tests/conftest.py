"""What every test stands on: a data folder of its own, and wide inputs that no slow machine makes fail."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from futu_tui import masking

# A pty's program is begun by a fork of the tests' process, where gRPC may be at work. What gRPC would do in that copy
# ends it, now and then, before the program begins. It reads this when it is imported.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

settings.register_profile("any machine", deadline=None, max_examples=30)
settings.load_profile("any machine")


# Tests make much that is soon garbage, and keep little: looking for it at Python's own pace is a twentieth of the time.
gc.set_threshold(100_000, 50, 100)


LONG_FILES = (
    "trial", "soak", "terminal", "faults", "security", "foreign", "test_protocols_by_keys", "test_chart_snapshots",
    "test_chart_grid", "test_breaks", "gateway",
)  # fmt: skip
"""Parts of paths whose files take longest, or wait longest for programs that they start: those begin first."""

FAULT_SUITE = {"faults", "soak", "trial", "test_session.py", "test_slow_terminal.py"}
"""What is run by `pytest -m faults` alone: processes that are killed, links that break, whole sessions."""


def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than there are cores: some tests wait for programs that they have started."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A worker takes a file at a time: one that begins last and takes long would keep all others waiting."""

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(item.config.rootpath).as_posix()
        return next((i for i, part in enumerate(LONG_FILES) if part in path), len(LONG_FILES))

    items.sort(key=place)
    for item in items:
        if not FAULT_SUITE.isdisjoint(item.path.relative_to(item.config.rootpath).parts):
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, nor a program that it starts, reads or writes the journal and the settings of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in (
            "FUTU_TUI_DATA_DIR",
            "FUTU_TUI_CONFIG_DIR",
            "FUTU_TUI_CACHE_DIR",
            "FUTU_TUI_STATE_DIR",
        ):
            patch.setenv(variable, str(tmp_path_factory.mktemp("own")))
        yield


@pytest.fixture(autouse=True)
def secrets_of_its_own() -> Iterator[None]:
    """What one test calls a secret is none in the next."""
    kept, dropped = masking._kept, masking._dropped
    yield
    masking._kept, masking._dropped = kept, dropped
