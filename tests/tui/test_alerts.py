"""Price alerts from the keyboard: the list, the form, what tells, and where their levels are marked."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from futu_tui.market import Alert, Period, Rehab, Series
from futu_tui.opend import LinkState
from futu_tui.opend.errors import Refused, TimedOut
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.alerts import AlertFrequency, AlertType
from futu_tui.protocol.pb import qot_update_price_reminder_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from futu_tui.tui.charts.side import Kind
from futu_tui.tui.screens.alert_form import AlertForm
from futu_tui.tui.screens.alerts import AlertsScreen
from futu_tui.tui.screens.question import Question
from futu_tui.tui.widgets.watchlist_columns import ALERT_MARK
from tests.tui.depth_data import bars
from tests.tui.desk_scene import DeskScene
from tests.tui.grid_harness import quote
from tests.tui.scene import ALIBABA, APPLE, MIDDLE, NARROW, TENCENT, WIDE, SceneApp, StillTime

KEPT = (
    Alert(1, TENCENT, AlertType.PRICE_UP, 520.0, note="breakout"),
    Alert(2, TENCENT, AlertType.PRICE_DOWN, 500.5, AlertFrequency.ALWAYS, enabled=False),
    Alert(3, APPLE, AlertType.CHANGE_UP, 3.0, AlertFrequency.ONCE_A_DAY, sessions=(1, 2, 3)),
)
REFUSAL = Refused("refused", ret_type=-1, ret_msg="no")


@pytest.fixture
def app(still_time: StillTime, monkeypatch: pytest.MonkeyPatch) -> DeskScene:
    monkeypatch.setattr("futu_tui.tui.widgets.alerts.time", still_time)
    return DeskScene(still_time)


@pytest.fixture
def rung(app: DeskScene, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One for each time that the bell was rung."""
    times: list[bool] = []
    monkeypatch.setattr(app, "bell", lambda: times.append(True))
    return times


def keep(app: SceneApp, *alerts: Alert) -> None:
    """The gateway has told that there are these."""
    for alert in alerts:
        app.store.put_alert(alert)
    app.store.tell_alerts()
    app.frame()


def tell(app: SceneApp, security: Security = TENCENT, **fields: Any) -> None:
    """An alert tells."""
    usual = {"price": 520.5, "changeRate": 2.87, "marketStatus": 1, "content": "Tencent rose to 520.50"}
    s2c = qot_update_price_reminder_pb2.S2C(
        security=security.message(), **({"note": "", "key": 1, "type": 1} | usual | fields)
    )
    body = qot_update_price_reminder_pb2.Response(retType=0, s2c=s2c).SerializeToString()
    app.store.router.push(PushEvent(proto_id=ProtoId.QOT_UPDATE_PRICE_REMINDER, body=body))


def acts(app: SceneApp) -> list[tuple[str, Any]]:
    return app.still.alert_sync.acts


def rows(app: SceneApp) -> list[str]:
    """The alerts in the list: code, type, value, state."""
    assert isinstance(app.screen, AlertsScreen)
    grid = app.screen.waiting
    found = (grid.row(key) for key in grid.keys)
    wanted = ("code", "alert", "value", "state")
    texts = {column.key: column.text for column in grid.COLUMNS}
    return [" ".join(texts[each](row, 20) for each in wanted) for row in found]


def form(app: SceneApp) -> AlertForm:
    assert isinstance(app.screen, AlertForm)
    return app.screen


# Setting one


async def test_two_keys_set_an_alert_at_the_price_of_now(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("@")
        assert form(app).value.value == "512.50"
        await person.press("up", "up", "enter")
        ((act, alert),) = acts(app)
        assert (act, alert.security, alert.type, alert.value) == ("add", TENCENT, AlertType.PRICE_UP, 513.5)
        assert alert.frequency == AlertFrequency.ONCE
        assert app.screen is app.dashboard
        assert "HK.00700 price up to 513.50" in "\n".join(each.message for each in app._notifications)


async def test_what_is_typed_right_behind_the_key_is_the_value(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.hurry("@", *"498.5")
        assert form(app).draft.type is AlertType.PRICE_DOWN
        await person.hurry("tab", "tab", "tab", *"a bat", "enter")
        ((_, alert),) = acts(app)
        assert (alert.value, alert.type, alert.note) == (498.5, AlertType.PRICE_DOWN, "a bat")


async def test_it_is_about_what_has_the_focus(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("1", "j", "@")
        assert form(app).draft.security == ALIBABA
        await person.press("escape", "2", "up", "@")
        level = app.dashboard.book.chosen_price
        assert level not in (None, 512.5)
        assert float(form(app).draft.value or 0) == level
        await person.press("escape", "4", "c", "left", "left", "@")
        assert float(form(app).draft.value or 0) == app.dashboard.chart.pointed_price != 512.5


async def test_the_crosshair_goes_up_and_down_by_rows_on_ticks(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("4", "up")
        chart = app.dashboard.chart
        close = chart.pointed_price
        assert close is not None
        await person.press("up", "up", "up")
        higher = chart.pointed_price
        assert higher is not None
        assert higher >= close + 1.5
        assert higher % 0.5 == 0
        await person.press("down", "@")
        assert close < float(form(app).draft.value or 0) < higher
        await person.press("escape", "escape")
        assert chart.pointed_price is None


async def test_a_price_of_other_terms_than_todays_is_not_taken_off_the_chart(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("4", "c", "left", "left", "R")
        app.store.apply_history(Series.of(TENCENT, Period.M5, Rehab.BACKWARD), bars(30))
        app.frame()
        await person.press("c", "left", "left", "up", "up")
        assert app.dashboard.chart._crosshair_price not in (None, 512.5)
        await person.press("@")
        assert form(app).value.value == "512.50", "the last price"


async def test_keys_of_the_form(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("1", "@", "b")
        assert form(app).value.value == "512.50"
        await person.press("a")
        assert form(app).value.value == "513.00"
        await person.press("t", "t", "f")
        draft = form(app).draft
        assert (draft.type, draft.value, draft.frequency) == (AlertType.CHANGE_UP, 3, AlertFrequency.ALWAYS)
        await person.press("up", "T", "l")
        assert (draft.type, str(draft.value)) == (AlertType.PRICE_DOWN, "512.5")
        await person.press("?")
        assert "How often it tells" in app.text
        await person.press("escape", "escape")
        assert app.screen is app.dashboard
        assert acts(app) == []


async def test_nothing_is_sent_while_something_is_wrong(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("@", "0", "enter")
        assert "it must be above 0" in app.text
        await person.press("backspace", "enter")
        assert "write what to wait for" in app.text
        await person.press(*"1.2.3", "enter")
        assert "is no number" in app.text
        assert acts(app) == []
        app.still.lose(app.now)
        await person.press(*["backspace"] * 5, *"600", "enter")
        assert "The link is down" in app.text
        assert acts(app) == []


@pytest.mark.parametrize(
    ("error", "words"), [(REFUSAL, "refused"), (TimedOut("no answer came"), "It may have been set")]
)
async def test_a_failure_is_told_in_the_form_which_stays(app: DeskScene, error: Any, words: str) -> None:
    async with app.showing(WIDE) as person:
        app.still.alert_sync.error = error
        await person.press("@", "up", "enter")
        assert words in app.text
        app.still.alert_sync.error = None
        await person.press("enter")
        assert app.screen is app.dashboard
        assert len(acts(app)) == 2


async def test_what_is_on_its_way_when_the_form_is_closed_is_told_of(app: DeskScene) -> None:
    sync = app.still.alert_sync
    async with app.showing(WIDE) as person:
        sync.held = asyncio.Event()
        sync.error = REFUSAL
        await person.press("@", "up", "enter")
        assert "Sending" in app.text
        await person.press("enter", "escape")
        assert app.screen is app.dashboard
        sync.held.set()
        await person.settle()
        assert [each.title for each in app._notifications] == ["Alert not set"]
        sync.held, sync.error = asyncio.Event(), None
        await person.press("@", "up", "enter", "?")
        sync.held.set()
        await person.settle()
        assert app.screen is not app.dashboard
        await person.press("escape")
        assert app.screen is app.dashboard, "the form goes once nothing stands over it"
        assert len(acts(app)) == 2


async def test_a_form_without_a_quote_takes_the_first_price_that_comes(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        app.store.quotes.pop(TENCENT)
        await person.press("1", "@")
        assert form(app).value.value == ""
        app.store.apply_basic([quote("HK.00700", 511.0, 506.0, priceSpread=0.5)])
        app.frame()
        assert form(app).value.value == "511.00"


# The list


async def test_the_list_tells_where_each_stands(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        keep(app, *KEPT)
        await person.press("!")
        assert rows(app) == [
            f"HK.00700 Price up to 520.00 {ALERT_MARK} waits",
            "HK.00700 Price down to 500.50   stopped",
            f"US.AAPL Day up by % 3.00% {ALERT_MARK} waits",
        ]
        assert "+1.46" in app.text  # from 512.50 to 520.00
        assert "3 alerts, 1 stopped" in app.text
        app.store.apply_basic([quote("HK.00700", 520.5, 506.0, priceSpread=0.5)])
        app.frame()
        assert f"{ALERT_MARK} there" in rows(app)[0]
        assert "-0.10" in app.text
        assert {wish.security for wish in app.still.wanted["alerts"]} == {TENCENT, APPLE}
        await person.press("escape")
        assert app.still.wanted["alerts"] == set()


async def test_an_alert_is_changed_stopped_started_and_deleted(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        keep(app, *KEPT)
        await person.press("!", "space")
        assert acts(app)[-1] == ("disable", KEPT[0])
        app.frame()
        assert "stopped" in rows(app)[0]
        await person.press("space")
        assert acts(app)[-1] == ("enable", replace(KEPT[0], enabled=False))
        await person.press("m", "up", "enter")
        assert acts(app)[-1] == ("modify", replace(KEPT[0], value=520.5))
        app.frame()
        assert "520.50" in rows(app)[0]
        await person.press("d")
        assert isinstance(app.screen, Question)
        await person.press("escape")
        assert acts(app)[-1][0] == "modify"
        await person.press("d", "enter")
        assert acts(app)[-1][0] == "delete"
        app.frame()
        assert len(rows(app)) == 2


async def test_all_of_a_security_are_deleted_when_that_is_agreed_to(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        keep(app, *KEPT)
        await person.press("!", "D")
        assert "Delete all 2 alerts of HK.00700?" in app.text
        await person.press("enter")
        assert acts(app) == [("delete all", TENCENT)]
        app.frame()
        assert [row.split()[0] for row in rows(app)] == ["US.AAPL"]


async def test_a_new_one_from_the_list_is_about_the_rows_security(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        keep(app, *KEPT)
        await person.press("!", "G", "n")
        assert form(app).draft.security == APPLE
        assert "Hours" in app.text
        await person.press("enter")
        assert acts(app)[-1][1].sessions == (1, 2, 3)
        app.frame()
        assert len(rows(app)) == 4
        await person.press("enter")
        assert app.screen is app.dashboard
        assert app.dashboard.security == APPLE


async def test_a_failure_is_told_in_words(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        keep(app, *KEPT)
        app.still.alert_sync.error = REFUSAL
        await person.press("!", "space")
        told = list(app._notifications)[-1]
        assert told.title == "Not done"
        assert "Stop HK.00700 price up to 520.00" in told.message
        assert "refused" in told.message


async def test_every_state_of_the_list_says_what_it_is(app: DeskScene) -> None:
    async with app.showing(MIDDLE) as person:
        await person.press("!")
        assert "Asking the gateway" in app.text
        app.store.tell_alerts()
        app.frame()
        assert "No price alert is set." in app.text
        assert "No alert has told since this program started." in app.text
        await person.press("m", "space")
        assert "There is no alert to choose." in "\n".join(each.message for each in app._notifications)
        app.store.tell_alerts("the right is missing")
        app.frame()
        assert "the right is missing" in app.text
        await person.press("r")
        assert app.still.alerts_asked == 1
        app.still.lose(app.now)
        app.frame()
        assert "the link is down" in app.text
        await person.press("r")
        assert app.still.alerts_asked == 1
        app.still.link(LinkState.UP, app.now)
        app.store.clear_stale()
        app.frame()
        assert "the link is down" not in app.screen.query_one("#waiting-head").render_line(0).text


# One that tells


async def test_one_that_tells_is_a_toast_a_bell_and_a_row(app: DeskScene, rung: list[bool]) -> None:
    async with app.showing(WIDE) as person:
        tell(app, note="sell\x1b[31m half")
        app.frame()
        await person.settle()
        (told,) = app._notifications
        assert told.title == "◇ HK.00700 Tencent"
        assert told.message == "Tencent rose to 520.50\nat 520.50  +2.87%\nsell[31m half"
        assert rung == [True]
        await person.press("!")
        assert isinstance(app.screen, AlertsScreen)
        (row,) = [app.screen.told.row(key) for key in app.screen.told.keys]
        assert (row.fired.price, row.name) == (520.5, "Tencent")
        assert "10:42:07" in app.text
        tell(app, ALIBABA, content="", type=2, price=120.0)
        app.frame(60)
        assert [app.screen.told.row(key).fired.security for key in app.screen.told.keys] == [ALIBABA, TENCENT]
        assert "10:43:07" in app.text
        assert "Price down to" in app.text
        await person.press("tab", "d")
        assert "What told is past" in list(app._notifications)[-1].message
        await person.press("n")
        assert form(app).draft.security == ALIBABA
        await person.press("escape", "enter")
        assert app.screen is app.dashboard
        assert app.dashboard.security == ALIBABA


async def test_many_at_once_are_one_toast_and_one_bell(app: DeskScene, rung: list[bool]) -> None:
    async with app.showing(MIDDLE) as person:
        for key in range(5):
            tell(app, key=key)
        tell(app, ALIBABA)
        app.frame()
        await person.settle()
        (told,) = app._notifications
        assert told.title == "6 price alerts"
        assert "HK.00700, HK.09988" in told.message
        assert rung == [True]


async def test_one_that_tells_again_and_again_is_a_toast_now_and_then(
    app: DeskScene, rung: list[bool]
) -> None:
    async with app.showing(MIDDLE) as person:
        for _ in range(6):
            tell(app, key=5)
            app.frame(4.0)
        tell(app, key=6)
        app.frame()
        await person.settle()
        assert len(rung) == len(app._notifications) == 3, "the first, one ten seconds on, and the other alert"
        assert len(app.store.alerts.fired) == 7


async def test_the_bell_can_be_muted(still_time: StillTime, monkeypatch: pytest.MonkeyPatch) -> None:
    muted = SceneApp(still_time, bell=False)
    rung: list[bool] = []
    monkeypatch.setattr(muted, "bell", lambda: rung.append(True))
    async with muted.showing(NARROW) as person:
        tell(muted)
        muted.frame()
        await person.settle()
        assert len(muted._notifications) == 1
        assert rung == []


# Marks


async def test_levels_are_on_the_chart_and_a_mark_in_the_watchlist(app: DeskScene) -> None:
    def levels() -> list[tuple[float, str]]:
        return [
            (each.price, each.words) for each in app.dashboard.chart.own.levels if each.kind is Kind.ALERT
        ]

    async with app.showing(WIDE):
        plain = app.dashboard.watchlist.shown_columns
        before = next(line for line in app.lines() if "HK.00700" in line and "512.50" in line)
        keep(app, *KEPT)
        assert levels() == [(520.0, "alert breakout")]
        after = next(line for line in app.lines() if "HK.00700" in line and "512.50" in line)
        assert ALERT_MARK in after.partition("512.50")[0]
        assert after.partition("512.50")[2][:20] == before.partition("512.50")[2][:20], "nothing moved"
        assert app.dashboard.watchlist.shown_columns == plain
        apple = next(line for line in app.lines() if "US.AAPL" in line)
        assert f"{ALERT_MARK} n " in apple, "the session's tag stays where it is"
        app.store.put_alert(replace(KEPT[0], enabled=False))
        app.frame()
        assert levels() == []
        stopped = next(line for line in app.lines() if "HK.00700" in line and "512.50" in line)
        assert stopped.partition("512.50")[0] == before.partition("512.50")[0]
        assert {TENCENT, APPLE} <= app.still.watched
