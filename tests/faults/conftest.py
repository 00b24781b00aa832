"""One stage for all rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from futu_tui.trading.open_acts import Timing
from futu_tui.tui import acts
from tests.faults.stage import Stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A gateway with a key, the road to it, and the program on it, all well."""
    with pytest.MonkeyPatch.context() as patch:
        # How long the gateway may still act on what was not answered: nobody here waits for twenty seconds.
        patch.setattr(acts, "Timing", partial(Timing, settle=1.5))
        yield from _stage(tmp_path_factory)


def _stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Stage(tmp_path_factory.mktemp("stage")) as stage:
        yield stage
