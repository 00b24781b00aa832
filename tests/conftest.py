"""What every test stands on: a data folder of its own, and wide inputs that no slow machine makes fail."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# A pty's program is begun by a fork of the tests' process, where gRPC may be at work. What gRPC would do in that copy
# ends it, now and then, before the program begins. It reads this when it is imported.
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

settings.register_profile("any machine", deadline=None, max_examples=30)
settings.load_profile("any machine")


# Tests make much that is soon garbage, and keep little: looking for it at Python's own pace is a twentieth of the time.
gc.set_threshold(100_000, 50, 100)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: some tests wait for programs that they have started."""
    return (os.cpu_count() or 1) + 1


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
