"""What stands behind the status lines, in words."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from futu_tui.feed import Notice
from futu_tui.opend import LinkState, Want
from futu_tui.opend.errors import Unreachable
from futu_tui.protocol import PROTOCOLS, ProtoId
from futu_tui.protocol.pb import qot_common_pb2 as qot
from tests.tui.scene import MIDDLE, NARROW, NVIDIA, TARGET, WALL, Person, SceneApp, StillTime


@pytest.fixture
def app(still_time: StillTime) -> SceneApp:
    return SceneApp(still_time)


@pytest.fixture
async def person(app: SceneApp) -> AsyncIterator[Person]:
    """Who has the details open."""
    async with app.showing(MIDDLE) as person:
        await person.press("i")
        yield person


def told(app: SceneApp) -> dict[str, str]:
    """The facts by their labels; a value that takes more than one line is put together."""
    facts: dict[str, str] = {}
    label = ""
    for line in (line[22:98] for line in app.lines()):
        words = line.strip("│ ").split("   ", 1)
        if line.startswith("│    ") and line[5] != " ":
            label = words[0].strip()
            facts[label] = words[1].strip() if len(words) > 1 else ""
        elif line.startswith("│" + " " * 20) and line.strip("│ ") and label:
            facts[label] += " " + line.strip("│ ")
        else:
            label = ""
    return facts


async def look_again(app: SceneApp, person: Person) -> dict[str, str]:
    app.screen.show()  # type: ignore[attr-defined]
    await person.settle()
    return told(app)


async def test_a_good_link_is_told_with_its_age_and_round_trip(app: SceneApp, person: Person) -> None:
    facts = told(app)
    assert facts["target"] == TARGET
    assert facts["state"] == "up for 12 min"
    assert facts["round trip"] == "12 ms"
    assert facts["events a second"] == "842"
    assert facts["held of quota"] == "37 of 300"
    assert "last error" not in facts


async def test_a_lost_link_is_told_with_its_error_and_tries(app: SceneApp, person: Person) -> None:
    app.still.lose(app.now, error=Unreachable("the connection broke", "Check that it is still running."))
    facts = await look_again(app, person)
    assert facts["state"] == "down for 0 s"
    assert facts["last error"] == "the connection broke. Check that it is still running."
    assert facts["attempts"] == "1"


async def test_a_gateway_that_does_not_answer_is_told_since_when(app: SceneApp, person: Person) -> None:
    app.still.health.silent_since = app.now
    app.clock.passed += 7
    assert (await look_again(app, person))["silent for"] == "7 s"


async def test_pushes_that_make_no_sense_are_counted_by_kind(app: SceneApp, person: Person) -> None:
    app.store.router.unknown = {3013: 1, 9999: 4}
    app.store.bad_bodies = {3005: 2}
    app.store.unknown_securities = {3011: 3}
    app.accounts.bad_bodies = {2208: 5}
    app.accounts.strangers = 6
    facts = await look_again(app, person)
    assert facts["not understood 9999"] == "4  unknown protocol"
    assert facts["not understood 3013"] == "1  QOT_UPDATE_ORDER_BOOK"
    assert facts["broken body 3005"] == "2"
    assert facts["unknown security 3011"] == "3"
    assert facts["broken body 2208"] == "5"
    assert facts["of unknown accounts"] == "6"


async def test_refused_and_crowded_out_subscriptions_are_told(app: SceneApp, person: Person) -> None:
    app.still.subscriptions.refused = {Want(NVIDIA, qot.SubType_OrderBook): "No right for US depth"}
    app.still.subscriptions.unmet = frozenset({Want(NVIDIA, qot.SubType_RT)})
    facts = await look_again(app, person)
    assert facts["refused US.NVDA"] == "OrderBook: No right for US depth"
    assert facts["no room for"] == "1"


async def test_requests_that_wait_for_a_limit_are_named(app: SceneApp, person: Person) -> None:
    app.still.gateway.waiting = [(PROTOCOLS[ProtoId.QOT_REQUEST_HISTORY_KL], 4.2)]
    assert (await look_again(app, person))["QOT_REQUEST_HISTORY_KL"] == "4.2 s more"


async def test_notices_come_newest_first_whole_and_without_control_characters(
    app: SceneApp, person: Person
) -> None:
    app.still.notices.append(Notice("first", WALL - 60))
    app.still.notices.append(Notice("a long one \x1b[31m" + "of many words " * 8 + "to its end", WALL))
    facts = await look_again(app, person)
    times = [label for label in facts if label.startswith("10:")]
    assert times == ["10:42:07", "10:41:07"]
    assert facts["10:42:07"].startswith("a long one [31mof many words")
    assert facts["10:42:07"].endswith("to its end")


async def test_it_is_read_anew_while_it_stands_open(app: SceneApp, person: Person) -> None:
    app.still.link(LinkState.CONNECTING, app.now)
    timers = [timer for timer in app.screen._timers if timer._interval == 0.5]
    assert len(timers) == 1
    assert (await look_again(app, person))["state"] == "connecting for 0 s"


async def test_in_a_small_window_it_scrolls(app: SceneApp) -> None:
    app.still.notices.extend(Notice(f"notice {n}", WALL - n) for n in reversed(range(12)))
    async with app.showing(NARROW) as person:
        await person.press("i")
        assert "10:41:56" not in app.text
        await person.press("end")
        await person.until(lambda: "10:41:56" in app.text)
