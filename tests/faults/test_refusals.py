"""Each request that the dashboard makes by itself is answered with no: the rest goes on, and the person is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from futu_tui.feed import feed as feed_module
from futu_tui.protocol import ProtoId
from tests.faults.refusing_gateway import WORDS, asked_file
from tests.faults.stage import Stage

ACCOUNT, CURRENT = "HK Cash paper 1001: ", "HK.00700: "
TOLD = {
    ProtoId.GET_GLOBAL_STATE: "Market states: ",
    ProtoId.TRD_SUB_ACC_PUSH: "Order pushes: ",
    ProtoId.TRD_GET_FUNDS: ACCOUNT,
    ProtoId.TRD_GET_POSITION_LIST: ACCOUNT,
    ProtoId.TRD_GET_ORDER_LIST: ACCOUNT,
    ProtoId.TRD_GET_ORDER_FILL_LIST: ACCOUNT,
    ProtoId.QOT_GET_BASIC_QOT: "Quotes: ",
    ProtoId.QOT_GET_KL: CURRENT,
    ProtoId.QOT_GET_RT: CURRENT,
    ProtoId.QOT_GET_TICKER: CURRENT,
    ProtoId.QOT_GET_ORDER_BOOK: CURRENT,
    ProtoId.QOT_GET_BROKER: CURRENT,
    ProtoId.QOT_GET_STATIC_INFO: CURRENT,
    ProtoId.QOT_GET_SECURITY_SNAPSHOT: CURRENT,
    ProtoId.QOT_REQUEST_TRADE_DATE: "Trading days of ",
}
"""How the notice begins that tells of a no."""
QUIET = {
    ProtoId.QOT_GET_SUB_INFO: "the quota stays as it was told last, and 3001 says no where it is used up",
    ProtoId.TRD_GET_HISTORY_ORDER_FILL_LIST: "asked once a span, before the no; tests of past fills have it",
    ProtoId.QOT_REQUEST_HISTORY_KL: "the chart says so, where it needs more bars than it has",
    ProtoId.QOT_REQUEST_HISTORY_KL_QUOTA: "the chart says so with it",
    ProtoId.QOT_GET_PRICE_REMINDER: "the alerts' screen says so",
    ProtoId.QOT_GET_USER_SECURITY_GROUP: "the groups' screen says so",
}
"""What is refused without a notice, and why nobody misses one."""
ALONE = {ProtoId.INIT_CONNECT, ProtoId.KEEP_ALIVE, ProtoId.QOT_SUB, ProtoId.TRD_GET_ACC_LIST}
"""Without these others are not asked for: each has a row of its own below."""


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of what is refused."""
    path = tmp_path_factory.mktemp("refused") / "ids"
    path.touch()
    return path


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, refused: Path) -> Iterator[Stage]:
    command = (sys.executable, "-m", "tests.faults.refusing_gateway", str(refused))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed_module, "RESTORE_AGAIN", 0.3)
        with Stage(tmp_path_factory.mktemp("stage"), command=command) as stage:
            yield stage


def meet_anew(stage: Stage) -> None:
    """Have the program ask for everything anew."""
    stage.glass.feed.notices.clear()
    stage.proxy.reset()
    stage.glass.wait_for(lambda: not stage.live, what="the link is lost")
    stage.wait_live()


def notices(stage: Stage) -> list[str]:
    return [notice.text for notice in list(stage.glass.feed.notices)]


@pytest.fixture(scope="module")
def told(stage: Stage, refused: Path) -> list[str]:
    """What the program tells where everything is refused that can be refused together."""
    before = stage.note()
    refused.write_text("\n".join(str(int(each)) for each in (*TOLD, *QUIET)))
    stage.glass.feed.calendars.forget_refusals()
    try:
        meet_anew(stage)
        stage.glass.wait_for(
            lambda: all(any(f" {each:d} " in text for text in notices(stage)) for each in TOLD),
            within=8.0,
            what="a notice of each",
        )
        assert "disconnected" not in stage.glass.lines[0]
        assert {2, 3} <= stage.lively, "what is pushed goes on"
        return notices(stage)
    finally:
        refused.write_text("")
        meet_anew(stage)
        stage.check_nothing_lost(before)


def test_every_request_of_the_start_has_a_row(stage: Stage, refused: Path) -> None:
    asked = {ProtoId(int(each)) for each in asked_file(refused).read_text().split()}
    assert asked <= TOLD.keys() | QUIET.keys() | ALONE


@pytest.mark.parametrize("protocol", TOLD, ids=lambda protocol: protocol.name)
def test_ret_type_error(told: list[str], protocol: ProtoId) -> None:
    begin = f"{TOLD[protocol]}"
    of_it = [text for text in told if f" {protocol:d} {protocol.name}: " in text]
    assert of_it
    assert any(text.startswith(begin) for text in of_it)
    assert all(WORDS in text for text in of_it)


def test_ret_type_error_of_the_introduction_and_of_keep_alives(stage: Stage, refused: Path) -> None:
    before = stage.note()
    refused.write_text(f"{ProtoId.INIT_CONNECT:d} {ProtoId.KEEP_ALIVE:d}")
    try:
        meet_anew(stage)
        assert stage.lively, "a no is an answer too"
    finally:
        refused.write_text("")
    stage.check_nothing_lost(before)


def test_ret_type_error_of_subscriptions(stage: Stage, refused: Path) -> None:
    before = stage.note()
    refused.write_text(f"{ProtoId.QOT_SUB:d}")
    try:
        meet_anew(stage)
        stage.glass.wait_for("12 refused")
    finally:
        refused.write_text("")
    meet_anew(stage)
    stage.glass.wait_for(lambda: "refused" not in stage.glass.lines[-1], what="nothing is refused any more")
    stage.check_nothing_lost(before)


def test_ret_type_error_of_the_accounts(stage: Stage, refused: Path) -> None:
    before = stage.note()
    refused.write_text(f"{ProtoId.TRD_GET_ACC_LIST:d}")
    try:
        meet_anew(stage)
        stage.glass.wait_for(lambda: any(WORDS in text for text in notices(stage)), what="a notice")
        stage.glass.wait_for(lambda: {1, 2, 3} <= stage.lively, what="the market goes on")
    finally:
        refused.write_text("")
    meet_anew(stage)
    stage.check_nothing_lost(before)
