"""What stands behind the status lines, in words."""

from __future__ import annotations

import pytest

from futu_tui.feed import Notice
from futu_tui.opend import LinkState, Want
from futu_tui.opend.errors import Unreachable
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.tui.screens.details import sections
from tests.tui.scene import MIDDLE, NARROW, NVIDIA, START, TARGET, WALL, SceneApp, StillFeed, StillTime


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    return SceneApp(still_time)


@pytest.fixture
def feed(app: SceneApp) -> StillFeed:
    return app.still


def told(feed: StillFeed, now: float = START) -> dict[str, str]:
    """Every fact by its label."""
    return {label: value for _, rows in sections(feed, feed.store, now) for label, value, _ in rows}  # type: ignore[arg-type]


def wrong(feed: StillFeed, now: float = START) -> set[str]:
    """The labels of the facts that are out of order."""
    return {label for _, rows in sections(feed, feed.store, now) for label, _, wrong in rows if wrong}  # type: ignore[arg-type]


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
    rows = [
        row for title, rows in sections(feed, feed.store, START) for row in rows if title == "Subscriptions"
    ]  # type: ignore[arg-type]
    assert [(label, value) for label, value, wrong in rows if wrong] == [
        ("no room for", "1"),
        ("refused US.NVDA", "OrderBook: No right for US depth"),
        ("refused US.NVDA", "SubType 99: No such type"),
    ]


def test_requests_that_wait_for_a_limit_are_named(feed: StillFeed) -> None:
    assert "QOT_REQUEST_HISTORY_KL" not in told(feed)
    feed.gateway.waiting = [(PROTOCOLS[ProtoId.QOT_REQUEST_HISTORY_KL], 4.2)]
    assert told(feed)["QOT_REQUEST_HISTORY_KL"] == "4.2 s more"


async def test_it_is_read_anew_while_it_stands_open(app: SceneApp) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("I")
        assert "up for 12 min" in app.text
        app.still.link(LinkState.CONNECTING, app.now)
        await person.until(lambda: "connecting for 0 s" in app.text)


async def test_notices_come_newest_first_whole_and_without_control_characters(app: SceneApp) -> None:
    app.still.notices.append(Notice("first", WALL - 60))
    app.still.notices.append(Notice("a long one \x1b[31m" + "of many words " * 8 + "to its end", WALL))
    async with app.showing(MIDDLE) as person:
        await person.press("I")
        text = app.text
        assert text.index("10:42:07    ") < text.index("10:41:07    ")
        assert "a long one [31mof many words" in text
        assert "to its end" in text


async def test_in_a_small_window_it_scrolls(app: SceneApp) -> None:
    app.still.notices.extend(Notice(f"notice {n}", WALL - n) for n in reversed(range(12)))
    async with app.showing(NARROW) as person:
        await person.press("I")
        assert "10:41:56" not in app.text
        await person.press("end")
        await person.until(lambda: "10:41:56" in app.text)
