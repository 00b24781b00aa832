"""The name service goes away: while the link stands nobody minds; without it the person is told what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.name_server import NameServer
from tests.faults.stage import Stage


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with NameServer() as names:
        yield names


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, names: NameServer) -> Iterator[Stage]:
    with Stage(tmp_path_factory.mktemp("stage"), target=names.target) as stage:
        yield stage


def test_dns_gone(stage: Stage, names: NameServer) -> None:
    before = stage.note()
    names.knows = False
    stage.proxy.reset()
    stage.wait_stale()
    stage.check_nothing_lost(before)  # the address is known still
    stage.proxy.refuse()
    try:
        stage.wait_stale("disconnected: host not found")
        stage.wait_told(
            "cannot be found", "Check its spelling, and that the network and its name service work."
        )
    finally:
        names.knows = True
        stage.proxy.open()
    stage.check_nothing_lost(before)
