"""One paper gateway whose market stands still, and one program on it, for all tests of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from futu_tui.feed import account_sync
from futu_tui.feed import feed as feed_module
from futu_tui.opend import subscriptions
from futu_tui.paper_process import PaperProcess
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse, PushEvent
from futu_tui.tui.watchlists import Group
from tests.faults.answers import response_of, with_body
from tests.faults.changing_gateway import ChangingGateway
from tests.faults.watched import Watched
from tests.tui.thrift import read_style_sheets_once

STILL = ("--rate", "0.001", "--symbols", "HK.00700,HK.09988,US.AAPL")
"""One order of the flow in some minutes."""
GROUPS = [Group("Core", list(map(Security.parse, ("HK.00700", "HK.09988", "US.AAPL"))))]


@pytest.fixture(scope="module")
def still_gateway() -> Iterator[str]:
    with PaperProcess(STILL) as gateway:
        yield gateway.wait()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(still_gateway: str) -> AsyncIterator[Watched]:
    with pytest.MonkeyPatch.context() as patch:
        read_style_sheets_once(patch)
        for module, name, seconds in (
            (feed_module, "RESTORE_AGAIN", 0.1),
            (feed_module, "POLL_EVERY", 0.1),
            (account_sync, "SETTLE", 0.1),
            (account_sync, "LOOK_AGAIN", 0.3),
            (subscriptions, "BATCH", 0.01),
        ):
            patch.setattr(module, name, seconds)
        async with ChangingGateway(still_gateway) as gateway:
            watched = Watched(gateway, GROUPS)
            await watched.start()
            await watched.live()
            yield watched
            await watched.stop()


def told_by_tests(event: PushEvent) -> list[PushEvent]:
    """Of the market nothing but what a test says: the gateway's own moves now and then."""
    return [] if event.event_type == "quote" else [event]


def nothing_new(asked: FutuRequest, answer: FutuResponse) -> FutuResponse:
    """No snapshots either."""
    response = response_of(asked.proto_id)
    response.retType = 0
    response.s2c.SetInParent()
    return with_body(answer, response.SerializeToString())


@pytest_asyncio.fixture(loop_scope="module")
async def watched(shared: Watched) -> AsyncIterator[Watched]:
    """The program, live; after a test it has to be so again, whatever the gateway said."""
    await shared.live()
    shared.gateway.pushes = told_by_tests
    shared.gateway.answers[ProtoId.QOT_GET_SECURITY_SNAPSHOT] = nothing_new
    shared.written()
    yield shared
    shared.gateway.answers.clear()
    shared.gateway.pushes = None
    await shared.live()
    assert not [told for told in shared.notices if "could not be taken in" in told or "pane failed" in told]
    assert not shared.app._exception, "the program goes on"
