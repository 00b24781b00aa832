"""Answers as no gateway should give them: each is told by its protocol, what was known stays, and the screens go on."""

from __future__ import annotations

import pytest

from futu_tui.opend.bodies import decode_answer
from futu_tui.opend.errors import BadBody, Refused
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb.futu_service_pb2 import FutuRequest, FutuResponse
from tests.faults.answers import DAMAGE, OF_DATA, REQUESTS, Damage, odd, response_of, with_body
from tests.faults.pushes import TENCENT
from tests.faults.test_pushes import looks_right, sound_ones_show
from tests.faults.watched import Watched
from tests.fuzz.hostile import seeded

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("proto_id", REQUESTS)
async def test_a_damaged_answer_is_an_error_that_names_its_protocol(proto_id: int) -> None:
    protocol, body = PROTOCOLS[proto_id], seeded(response_of(proto_id), 3)
    body.retType = 0
    answer = FutuResponse(proto_id=proto_id, body=body.SerializePartialToString() + b"\x0a\x05end")
    required = not response_of(proto_id).s2c.IsInitialized()
    for name, damage in DAMAGE.items():
        if name == "a yes without content" and not required:
            continue  # that is all there is to say
        with pytest.raises((BadBody, Refused), match=f"{proto_id} {protocol.name}"):
            decode_answer(protocol, damage(FutuRequest(proto_id=proto_id), answer))


def change_all(watched: Watched, damage: Damage) -> None:
    watched.gateway.answers = dict.fromkeys(OF_DATA, damage)


async def restored(watched: Watched) -> None:
    """Lose the stream, and bring everything up to date again."""
    watched.gateway.end_streams()
    await watched.until(lambda: "all data live" not in watched.text, "the loss of the link")
    assert watched.app.feed is not None
    watched.app.feed.retry_now()
    await watched.live()
    await watched.taken()


@pytest.mark.parametrize("damage", DAMAGE)
async def test_answers_that_cannot_be_read_after_a_cut_leave_what_was_known(
    watched: Watched, damage: str
) -> None:
    orders, holdings = watched.pane("Orders"), watched.portfolio.positions
    told = len(watched.notices)
    change_all(watched, DAMAGE[damage])
    watched.gateway.answers.pop(ProtoId.TRD_GET_ACC_LIST)  # else nothing of the account is asked for
    await restored(watched)
    assert watched.pane("Orders") == orders or damage == "a yes without content"
    assert watched.portfolio.positions == holdings or damage == "a yes without content"
    news = "\n".join(watched.notices[told:])
    for proto_id in (ProtoId.QOT_GET_ORDER_BOOK, ProtoId.TRD_GET_ORDER_LIST, ProtoId.TRD_GET_FUNDS):
        if damage != "a yes without content" or proto_id == ProtoId.QOT_GET_ORDER_BOOK:  # lists may be empty
            assert f"{proto_id:d} {PROTOCOLS[proto_id].name}" in news
    watched.gateway.answers.clear()
    await watched.reread()
    assert watched.pane("Orders") == orders
    await sound_ones_show(watched, "quote", "book", "ticker")


@pytest.mark.parametrize("seed", range(2))
async def test_answers_of_any_sort_after_a_cut_are_never_shown_as_such(watched: Watched, seed: int) -> None:
    change_all(watched, odd(seed))
    watched.gateway.answers.pop(ProtoId.TRD_GET_ACC_LIST)
    await restored(watched)
    looks_right(watched)
    watched.gateway.answers.clear()
    await restored(watched)  # odd rights and quotas may have let go of anything
    await watched.until(lambda: TENCENT in watched.app.store.tapes, "the tape")
    await watched.reread()
    await sound_ones_show(watched, "quote", "book", "broker queue")


async def test_an_answer_about_another_security_is_told_and_not_taken_for_this_one(watched: Watched) -> None:
    def another(asked: FutuRequest, answer: FutuResponse) -> FutuResponse:
        response = response_of(asked.proto_id)
        response.MergeFromString(answer.body)
        response.s2c.security.code = "09988"
        return with_body(answer, response.SerializeToString())

    about_one = (3006, 3008, 3010, 3012, 3014)
    told = len(watched.notices)
    watched.gateway.answers = dict.fromkeys(about_one, another)
    await restored(watched)
    news = "\n".join(watched.notices[told:])
    for proto_id in about_one:
        assert f"{proto_id} {PROTOCOLS[proto_id].name} is about 1_'09988' instead of 1_00700" in news
    await sound_ones_show(watched, "book", "ticker", "broker queue")


async def test_a_list_of_orders_that_is_not_whole_says_so(watched: Watched) -> None:
    def nameless(asked: FutuRequest, answer: FutuResponse) -> FutuResponse:
        response = response_of(asked.proto_id)
        response.MergeFromString(answer.body)
        for row in response.s2c.orderList:
            row.qty = float("nan")
        return with_body(answer, response.SerializeToString())

    await watched.reread()
    before = watched.pane("Orders")
    watched.gateway.answers[ProtoId.TRD_GET_ORDER_LIST] = nameless
    await watched.reread()
    assert watched.pane("Orders") == before
    assert any("the list of orders is not whole here" in told for told in watched.notices)


SCREENS = {
    "security_page": 6, "plates": 2, "gateway": 5, "option_chain": 2, "warrants": 1, "futures": 1, "ipos": 2,
    "trading_calendar": 2, "screener": 2, "money": 4, "history": 2, "alerts": 2,
}  # fmt: skip
"""Screens that look things up, by their actions, each with how many pages to go through."""


@pytest.mark.parametrize("damage", ["noise", "odd"])
@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_says_what_it_cannot_read_and_closes(
    watched: Watched, screen: str, damage: str
) -> None:
    for seed in range(1):
        change_all(watched, DAMAGE[damage] if damage == "noise" else odd(seed))
        with watched.app._context():
            await watched.app.dashboard.run_action(screen)
        await watched.frames()
        assert watched.app.screen is not watched.app.dashboard
        for _ in range(SCREENS[screen]):
            await watched.taken()
            looks_right(watched, panes=False)
            assert "A part of this screen failed" not in watched.told
            await watched.keys("right")
        for _ in range(6):
            if watched.app.screen is not watched.app.dashboard:
                await watched.keys("escape")
        await watched.until(lambda: watched.app.screen is watched.app.dashboard, "the dashboard")
