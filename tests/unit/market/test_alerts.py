"""Price alerts as this program knows them: out of lists, its own acts and pushes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from futu_tui.market import Alert, Quote, Store
from futu_tui.market.alerts import FREQUENCIES, TYPES, type_label
from futu_tui.protocol import Market, ProtoId, Security
from futu_tui.protocol.alerts import AlertSession, AlertType
from futu_tui.protocol.pb import qot_common_pb2, qot_get_price_reminder_pb2, qot_update_price_reminder_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent
from tests.unit.market.wire import ALIBABA, TENCENT

MOUTAI, CATL = Security.parse("SH.600519"), Security.parse("SZ.300750")
Row = qot_get_price_reminder_pb2.PriceReminder


def row(security: Security, *items: dict[str, Any]) -> Row:
    usual = {"type": 1, "value": 520.0, "note": "", "freq": 3, "isEnable": True}
    return Row(security=security.message(), itemList=[usual | item for item in items])


def push(security: Security, **fields: Any) -> PushEvent:
    usual = {"price": 520.5, "changeRate": 1.2, "marketStatus": 1, "content": "it rose", "note": "", "key": 1}
    s2c = qot_update_price_reminder_pb2.S2C(security=security.message(), **(usual | fields))
    body = qot_update_price_reminder_pb2.Response(retType=0, s2c=s2c)
    return PushEvent(proto_id=ProtoId.QOT_UPDATE_PRICE_REMINDER, body=body.SerializeToString())


def keys(store: Store, security: Security) -> list[int]:
    return [alert.key for alert in store.alerts.of(security)]


def test_every_type_and_frequency_of_the_wire_is_known() -> None:
    assert set(TYPES) == set(qot_common_pb2.PriceReminderType.values()) - {0}
    assert set(AlertSession) == set(qot_common_pb2.PriceReminderMarketStatus.values()) - {0}
    assert set(FREQUENCIES) == set(qot_common_pb2.PriceReminderFreq.values()) - {0}
    assert len({type_label(each) for each in AlertType}) == len(AlertType)


def test_a_list_replaces_what_was_known_of_its_market_alone() -> None:
    store = Store()
    store.apply_alerts(Market.HK, [row(TENCENT, {"key": 1}, {"key": 2}), row(ALIBABA, {"key": 3})])
    store.apply_alerts(Market.SH, [row(MOUTAI, {"key": 4}), row(CATL, {"key": 5})])
    assert store.drain(1.0).alerts == {TENCENT, ALIBABA, MOUTAI, CATL}
    store.apply_alerts(Market.HK, [row(TENCENT, {"key": 1}, {"key": 2})])
    assert store.drain(2.0).alerts == {ALIBABA}
    assert [alert.key for alert in store.alerts] == [1, 2, 4, 5]
    store.apply_alerts(Market.SH, [])
    assert [alert.key for alert in store.alerts] == [1, 2]
    store.apply_alerts(TENCENT, [row(TENCENT, {"key": 2, "isEnable": False})])
    assert keys(store, TENCENT) == [2]
    assert not store.alerts.waits(TENCENT)


def test_what_the_gateway_took_is_known_at_once() -> None:
    store = Store()
    for key in (1, 2, 3):
        store.put_alert(Alert(key, TENCENT, 1, 500.0 + key))
    store.put_alert(Alert(2, TENCENT, 1, 600.0, enabled=False))
    assert [(alert.key, alert.value) for alert in store.alerts.of(TENCENT)] == [
        (1, 501.0),
        (2, 600.0),
        (3, 503.0),
    ]
    store.drop_alerts(TENCENT, 1)
    assert keys(store, TENCENT) == [2, 3]
    store.drop_alerts(TENCENT)
    assert not list(store.alerts)
    assert store.drain(1.0).alerts == {TENCENT}
    store.drop_alerts(TENCENT)
    assert not store.drain(2.0)


def test_every_alert_that_tells_is_kept_though_many_come_in_a_frame() -> None:
    store = Store()
    for key in (1, 2, 2):
        store.router.push(push(TENCENT, key=key, note=f"note {key}", type=1, setValue=520.0))
    store.router.push(push(ALIBABA))
    changes = store.drain(7.0)
    assert [(each.security, each.key) for each in changes.fired] == [
        (TENCENT, 1), (TENCENT, 2), (TENCENT, 2), (ALIBABA, 1),
    ]  # fmt: skip
    assert list(store.alerts.fired) == changes.fired
    first = changes.fired[0]
    assert (first.heard_at, first.value, first.label, first.note) == (7.0, 520.0, "Price up to", "note 1")
    assert changes.fired[3].value is None  # an older gateway tells less
    assert not store.drain(8.0)


def test_what_is_no_alert_costs_nothing_else() -> None:
    store = Store()
    broken = push(TENCENT)
    broken.body = b"\xff"
    store.router.push(broken)
    store.router.push(push(TENCENT))
    assert len(store.drain(1.0).fired) == 1
    assert store.bad_bodies == {ProtoId.QOT_UPDATE_PRICE_REMINDER: 1}
    odd = row(TENCENT, {"key": 1})
    odd.security.market = 7
    store.apply_alerts(Market.HK, [odd, row(ALIBABA, {"key": 2, "value": float("nan")})])
    assert not list(store.alerts)
    store.apply_alerts(Market.HK, [row(TENCENT, {"key": 1, "type": 77, "freq": 9})])
    (strange,) = store.alerts
    assert (strange.label, strange.unit, strange.current(Quote(TENCENT, last=1.0))) == ("Type 77", None, None)


def test_it_is_told_once_that_the_gateway_does_not_tell() -> None:
    store = Store()
    store.tell_alerts("no right")
    assert store.drain(1.0).alert_list
    assert (store.alerts.known, store.alerts.refused) == (False, "no right")
    store.tell_alerts()
    assert store.drain(2.0).alert_list
    assert (store.alerts.known, store.alerts.refused) == (True, "")
    store.tell_alerts()
    assert not store.drain(3.0)


@pytest.mark.parametrize(
    ("type", "value", "current", "to_go"),
    [
        (AlertType.PRICE_UP, 525.0, 500.0, 5.0),
        (AlertType.PRICE_DOWN, 475.0, 500.0, -5.0),
        (AlertType.CHANGE_UP, 3.0, 2.0, 1.0),
        (AlertType.CHANGE_DOWN, 3.0, -2.0, 5.0),
        (AlertType.VOLUME_UP, 3_000.0, 1_000, 200.0),
        (AlertType.BID_UP, 550.0, 499.5, (550.0 / 499.5 - 1) * 100),
        (AlertType.ASK_SIZE_UP, 100.0, 200, -50.0),
        (AlertType.CHANGE_5MIN_UP, 3.0, None, None),
    ],
)
def test_how_far_there_is_to_go(
    type: AlertType, value: float, current: float | None, to_go: float | None
) -> None:
    quote = Quote(
        TENCENT, last=500.0, prev_close=500.0 / 1.02, volume=1_000, bid=499.5, ask=500.5, ask_size=200
    )
    alert = Alert(1, TENCENT, type, value)
    assert (
        alert.current(quote) == pytest.approx(current)
        if current is not None
        else alert.current(quote) is None
    )
    assert alert.to_go(quote) == (pytest.approx(to_go) if to_go is not None else None)
    assert alert.to_go(None) is None
    assert alert.is_there(quote) is (type is AlertType.ASK_SIZE_UP)
    assert not alert.is_there(None)


def test_what_was_waited_for_is_there_on_the_level_and_beyond() -> None:
    quote = Quote(TENCENT, last=500.0, prev_close=510.0)
    reached = [
        (type, value)
        for type in (AlertType.PRICE_UP, AlertType.PRICE_DOWN, AlertType.CHANGE_DOWN)
        for value in (1.0, 2.0, 499.5, 500.0, 500.5)
        if Alert(1, TENCENT, type, value).is_there(quote)
    ]
    assert reached == [
        (AlertType.PRICE_UP, 1.0), (AlertType.PRICE_UP, 2.0), (AlertType.PRICE_UP, 499.5), (AlertType.PRICE_UP, 500.0),
        (AlertType.PRICE_DOWN, 500.0), (AlertType.PRICE_DOWN, 500.5), (AlertType.CHANGE_DOWN, 1.0),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from([TENCENT, ALIBABA]), st.integers(1, 5), st.floats(1.0, 9.0)), max_size=20
    )
)
def test_alerts_of_one_key_are_one_alert(acts: list[tuple[Security, int, float]]) -> None:
    store, wanted = Store(), {}
    for security, key, value in acts:
        store.put_alert(Alert(key, security, 1, value))
        wanted[security, key] = value
    assert {(each.security, each.key): each.value for each in store.alerts} == wanted
    assert len(list(store.alerts)) == len(wanted)
