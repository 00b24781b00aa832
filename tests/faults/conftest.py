"""What the rows of a file share: one stage or gateway, and shells to run the program in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from futu_tui.trading.open_acts import Timing
from futu_tui.tui import acts
from tests.faults.shell import STILL, Shell
from tests.faults.stage import Stage
from tests.faults.still import shared as shared
from tests.faults.still import still_gateway as still_gateway
from tests.faults.still import watched as watched
from tests.terminal.paper import Paper


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


@pytest.fixture(scope="module")
def gateway() -> Iterator[Callable[[], Paper]]:
    """The paper gateway of a file's tests; the same one again as long as it is not killed."""
    started: list[Paper] = []

    def running(anew: bool = False) -> Paper:
        if not started:
            started.append(Paper(*STILL))
        elif anew:
            started.append(Paper(*STILL, port=started[-1].port))
        return started[-1]

    yield running
    for each in started:
        each.kill()


@pytest.fixture
def open_shell(tmp_path: Path) -> Iterator[Callable[..., Shell]]:
    with ExitStack() as screens:

        def start(**options: int) -> Shell:
            shell = Shell(tmp_path, **options)
            screens.enter_context(shell.screen)
            return shell

        yield start
