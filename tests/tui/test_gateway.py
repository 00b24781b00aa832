"""The gateway's page: what this program knows of the link, and what the gateway tells of itself."""

from __future__ import annotations

from typing import Any

import pytest

from futu_tui.feed import Notice
from futu_tui.feed.lookups.commands import Command, CommandError, request_of
from futu_tui.feed.lookups.delays import delay_rows
from futu_tui.feed.lookups.gateway_facts import state_facts
from futu_tui.feed.notices import notice_of
from futu_tui.opend import LinkState, Want
from futu_tui.opend.errors import GatewayError, Unreachable
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb import get_delay_statistics_pb2 as delays
from futu_tui.protocol.pb import notify_pb2 as notify
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb import qot_get_sub_info_pb2, test_cmd_pb2, trd_notify_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.protocol.pb.trd_common_pb2 import TrdHeader
from futu_tui.tui.link_facts import link_facts
from futu_tui.tui.screens.gateway_columns import share_bar
from tests.tui.scene import (
    MIDDLE,
    NARROW,
    NVIDIA,
    START,
    TARGET,
    TENCENT,
    WALL,
    SceneApp,
    StillFeed,
    StillTime,
    gateway_state,
    market_states,
)


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    return SceneApp(still_time)


@pytest.fixture
def feed(app: SceneApp) -> StillFeed:
    return app.still


def told(feed: StillFeed, now: float = START) -> dict[str, str]:
    """Every fact by its label."""
    return {fact.item: fact.value for fact in link_facts(feed, feed.store, now)}  # type: ignore[arg-type]


def wrong(feed: StillFeed, now: float = START) -> set[str]:
    """The labels of the facts that are out of order."""
    return {fact.item for fact in link_facts(feed, feed.store, now) if fact.warns}  # type: ignore[arg-type]


def test_a_good_link_is_told_with_its_age_and_round_trip(feed: StillFeed) -> None:
    facts = told(feed)
    assert facts["target"] == TARGET
    assert facts["state"] == "up for 12 min"
    assert facts["round trip"] == "12 ms"
    assert facts["events a second"] == "842"
    assert facts["held of quota"] == "37 of 300"
    assert "last error" not in facts
    assert wrong(feed) == set()


def test_a_lost_link_is_told_with_its_error_and_tries(feed: StillFeed) -> None:
    feed.lose(START - 3, error=Unreachable("the connection broke", "Check that it is still running."))
    facts = told(feed)
    assert facts["state"] == "down for 3 s"
    assert facts["last error"] == "the connection broke. Check that it is still running."
    assert facts["attempts"] == "1"
    assert wrong(feed) == {"state", "last error"}


def test_a_gateway_that_does_not_answer_is_told_since_when(feed: StillFeed) -> None:
    feed.health.silent_since = START - 7
    assert told(feed)["silent for"] == "7 s"
    assert "silent for" in wrong(feed)


def test_pushes_that_make_no_sense_are_counted_by_kind(app: SceneApp, feed: StillFeed) -> None:
    app.store.router.unknown = {3013: 1, 9999: 4}
    app.store.bad_bodies = {3005: 2}
    app.store.unknown_securities = {3011: 3}
    app.accounts.bad_bodies = {2208: 5}
    app.accounts.strangers = 6
    odd = {
        "not understood 3013": "1  QOT_UPDATE_ORDER_BOOK",
        "not understood 9999": "4  unknown protocol",
        "broken body 3005": "2",
        "unknown security 3011": "3",
        "broken body 2208": "5",
        "of unknown accounts": "6",
    }
    facts = told(feed)
    assert {label: facts[label] for label in odd} == odd
    assert wrong(feed) == odd.keys()


def test_refused_and_crowded_out_subscriptions_are_told(feed: StillFeed) -> None:
    feed.subscriptions.refused = {
        Want(NVIDIA, qot.SubType_OrderBook): "No right for US depth",
        Want(NVIDIA, 99): "No such type",
    }
    feed.subscriptions.unmet = frozenset({Want(NVIDIA, qot.SubType_RT)})
    facts = link_facts(feed, feed.store, START)  # type: ignore[arg-type]
    assert [(fact.item, fact.value) for fact in facts if fact.warns] == [
        ("no room for", "1"),
        ("refused US.NVDA", "OrderBook: No right for US depth"),
        ("refused US.NVDA", "SubType 99: No such type"),
    ]


def test_requests_that_wait_for_a_limit_are_named(feed: StillFeed) -> None:
    assert "QOT_REQUEST_HISTORY_KL" not in told(feed)
    feed.gateway.waiting = [(PROTOCOLS[ProtoId.QOT_REQUEST_HISTORY_KL], 4.2)]
    assert told(feed)["QOT_REQUEST_HISTORY_KL"] == "4.2 s more"


def push(proto_id: int, s2c: Any) -> PushEvent:
    body = PROTOCOLS[proto_id].response(retType=0, s2c=s2c).SerializeToString()  # type: ignore[misc]
    return PushEvent(proto_id=proto_id, body=body)


@pytest.mark.parametrize(
    ("s2c", "kind", "text"),
    [
        (
            notify.S2C(type=1, event=notify.GtwEvent(eventType=7, desc="logged in elsewhere")),
            "Gateway", "Kicked out: logged in elsewhere",
        ),
        (
            notify.S2C(type=3, connectStatus=notify.ConnectStatus(qotLogined=True, trdLogined=False)),
            "Login", "logged in for quotes: yes, for trading: no",
        ),
        (
            notify.S2C(type=4, qotRight=notify.QotRight(hkQotRight=3, usQotRight=5, cnQotRight=1)),
            "Quote rights", "HK shares Level2, US shares none, CN shares Bmp",
        ),
        (
            notify.S2C(type=6, apiQuota=notify.APIQuota(subQuota=1200, historyKLQuota=60)),
            "Quotas", "1,200 subscriptions at a time, 60 histories in 30 days",
        ),
        (notify.S2C(type=99), "99", "notice 99 without content"),
    ],
)  # fmt: skip
def test_what_the_gateway_says_unasked_is_told_in_words(s2c: notify.S2C, kind: str, text: str) -> None:
    assert notice_of(push(1003, s2c), WALL) == Notice(text, WALL, "gateway", kind)


def test_of_quotas_in_use_told_one_after_the_other_the_last_stays() -> None:
    told = [
        notice_of(push(1003, notify.S2C(type=7, usedQuota=notify.UsedQuota(usedSubQuota=n))), WALL)
        for n in (1, 2)
    ]
    assert told[0] is not None
    assert told[1] is not None
    assert told[1].outdates(told[0])
    assert not told[1].outdates(Notice("another", WALL))
    assert not Notice("another", WALL).outdates(told[1])


def test_a_notice_of_an_account_and_a_broken_one_are_told_too() -> None:
    header = TrdHeader(trdEnv=1, accID=77, trdMarket=1)
    notice = notice_of(push(2240, trd_notify_pb2.S2C(header=header, type=4)), WALL)
    assert notice is not None
    assert notice.source == "account"
    assert "account 77, real: notice 4" in notice.text
    broken = notice_of(PushEvent(proto_id=1003, body=b"\xff"), WALL)
    assert broken is not None
    assert "cannot be read" in broken.text
    assert notice_of(PushEvent(proto_id=2208, body=b"\xff"), WALL) is None


def test_a_login_that_is_lost_and_a_clock_that_is_wrong_are_out_of_order() -> None:
    assert not [fact for fact in state_facts(gateway_state()) if fact.warns]
    state = gateway_state()
    state.trdLogined, state.localTime = False, state.time + 90.5
    facts = {fact.item: fact for fact in state_facts(state)}
    assert [name for name, fact in facts.items() if fact.warns] == ["for trading", "own clock"]
    assert facts["own clock"].note == "+90.5 s from the broker's"
    assert facts["HK"].value == "Morning"
    assert facts["version"].value == "1011 build 7108"


def test_delays_of_pushes_come_by_segment_and_empty_ones_are_left_out() -> None:
    answer = delays.S2C()
    push_delay = answer.qotPushStatisticsList.add(qotPushType=2, delayAvg=3.5, count=4)
    for begin, end, count, share, upto in (
        (0, 5, 3, 75.0, 75.0),
        (5, 9, 0, 0.0, 75.0),
        (9, -1, 1, 25.0, 100.0),
    ):
        push_delay.itemList.add(begin=begin, end=end, count=count, proportion=share, cumulativeRatio=upto)
    answer.reqReplyStatisticsList.add(
        protoID=3004, count=2, totalCostAvg=8.0, openDCostAvg=1.0, netDelayAvg=7.0, isLocalReply=True
    )
    rows = list(delay_rows(answer))
    assert [(row.kind, row.what, row.times) for row in rows] == [
        ("push ticks", "all", 4),
        ("push ticks", "0 to 5 ms", 3),
        ("push ticks", "9 ms and more", 1),
        ("answer", "3004 QOT_GET_BASIC_QOT", 2),
    ]
    assert rows[1].cumulative == 75.0
    assert rows[3].net is None


@pytest.mark.parametrize(
    ("percent", "bar"), [(0, ""), (None, ""), (0.1, "▌"), (50, "████"), (56, "████▌"), (120, "█" * 8)]
)
def test_a_share_is_a_bar_to_half_a_cell(percent: float | None, bar: str) -> None:
    assert share_bar(percent, 8) == bar


def test_commands_say_what_they_send_and_what_they_do_not_take() -> None:
    assert Command.TEST.sends("quota 120  7") == "1008 cmd 'quota' with paramStr '120  7'"
    assert request_of(Command.TEST, " help ") == {"cmd": "help"}
    assert request_of(Command.REMOTE, "0a 03ff") == b"\x0a\x03\xff"
    assert Command.REMOTE.sends("0a03") == "1009 with the 2 bytes 0a 03"
    for command, typed in ((Command.REMOTE, "0a 3"), (Command.TEST, " "), (Command.GIVE_PHONE, "")):
        with pytest.raises(CommandError):
            command.sends(typed)
    assert Command.GIVE_PICTURE.sends("secret") == "3000 give the picture code"


async def test_it_is_read_anew_while_it_stands_open(app: SceneApp) -> None:
    app.still.gateway.answers = {1002: gateway_state(), 3223: market_states}
    async with app.showing(MIDDLE) as person:
        await person.press("I")
        assert "up for 12 min" in app.text
        assert "1011 build 7108" in app.text
        app.still.link(LinkState.CONNECTING, app.now)
        await person.until(lambda: "connecting for 0 s" in app.text)
        await person.press("slash", *"watchlist", "enter")
        assert "HK.00700" in app.text
        assert "Morning" in app.text


async def test_a_gateway_that_does_not_answer_hides_nothing_that_is_known_here(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("full_stop", "g")
        assert "up for 12 min" in app.text
        assert "not told" in app.text
        assert "nothing is known of 1002" in app.text


async def test_notices_come_newest_first_and_are_shown_whole(app: SceneApp) -> None:
    app.still.notices.append(Notice("first", WALL - 60))
    app.still.notices.append(
        Notice("a long one \x1b[31m" + "of many words " * 12 + "to its end", WALL, "gateway")
    )
    async with app.showing(NARROW) as person:
        await person.press("I", *["left"] * 2)
        text = app.text
        assert text.index("10:42:07") < text.index("10:41:07")
        assert "to its end" not in text
        app.still.notices.append(Notice("just now", WALL + 1))
        await person.until(lambda: "10:42:08" in app.text)
        await person.press("g", "j", "enter")
        assert "a long one [31mof many words" in app.text
        assert "to its end" in app.text


def subscribed(_: Any = None) -> qot_get_sub_info_pb2.S2C:
    """This program holds two, another one."""
    own, other = (
        qot.ConnSubInfo(
            subInfoList=[qot.SubInfo(subType=1, securityList=[each.message() for each in securities])],
            usedQuota=len(securities), isOwnConnData=mine,
        )
        for securities, mine in (((TENCENT, NVIDIA), True), ((NVIDIA,), False))
    )  # fmt: skip
    return qot_get_sub_info_pb2.S2C(connSubInfoList=[other, own], totalUsedQuota=3, remainQuota=97)


async def test_a_subscription_is_let_go_of_where_this_program_may(app: SceneApp) -> None:
    app.still.gateway.answers[3003] = subscribed
    async with app.showing(MIDDLE) as person:
        await person.press("I", *["right"] * 3)
        assert "3 of 100 used" in app.text
        held = [line.partition("Basic")[2].split() for line in app.lines() if "Basic" in line]
        assert [" ".join(words).partition(" │")[0] for words in held] == [
            "this program watchlist",
            "this program nothing any more",
            "connection 1 another program",
        ]
        await person.press("G", "d")
        assert any("Another connection" in note.message for note in app._notifications)
        app.still.subscriptions.stays = "for a minute yet"
        await person.press("k", "d")
        assert any("for a minute yet" in note.message for note in app._notifications)
        app.still.subscriptions.stays = ""
        await person.press("d")
        assert app.still.subscriptions.released == [Want(NVIDIA, qot.SubType_Basic)]
        await person.press("g", "enter")
        assert app.dashboard.security == TENCENT


async def test_a_command_is_asked_about_before_it_is_sent(app: SceneApp) -> None:
    app.still.gateway.answers[1008] = lambda asked: test_cmd_pb2.S2C(
        cmd=asked["cmd"], resultStr="line one\nline two"
    )
    async with app.showing(MIDDLE) as person:
        await person.press("I", "left", *"jjjj", "enter", *"echo there", "enter")
        assert "1008 cmd" in app.text
        assert "'there'" in app.text
        await person.press("escape")
        assert 1008 not in [asked for asked, _ in app.still.gateway.asked]
        await person.press("enter", *"echo there", "enter", "enter")
        assert app.still.gateway.asked[-1] == (1008, {"cmd": "echo", "paramStr": "there"})
        assert "Test command: echo there" in app.text
        await person.press("enter")
        assert "line two" in app.text


async def test_a_code_is_given_without_a_question_and_is_not_shown(app: SceneApp) -> None:
    app.still.gateway.answers[3000] = GatewayError("the code is wrong")
    async with app.showing(MIDDLE) as person:
        await person.press("I", "left", "j", "enter", *"a1b2", "enter")
        assert app.still.gateway.asked[-1] == (3000, {"type": 1, "op": 2, "code": "a1b2"})
        assert "the code is wrong" in app.text
        assert "a1b2" not in app.text
