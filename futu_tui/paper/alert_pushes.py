"""Price alerts that came true, made into pushes."""

from __future__ import annotations

from futu_tui.paper import wire
from futu_tui.paper.alert_watch import Fired
from futu_tui.paper.push import Push
from futu_tui.protocol import ProtoId
from futu_tui.protocol.alerts import AlertType
from futu_tui.protocol.pb import qot_update_price_reminder_pb2
from futu_tui.protocol.pb.futu_service_pb2 import PushEvent

_WORDS = {
    AlertType.PRICE_UP: "rose to {price}",
    AlertType.PRICE_DOWN: "fell to {price}",
    AlertType.CHANGE_UP: "is up {current:.2f}% today",
    AlertType.CHANGE_DOWN: "is down {fall:.2f}% today",
    AlertType.CHANGE_5MIN_UP: "rose {current:.2f}% in 5 minutes",
    AlertType.CHANGE_5MIN_DOWN: "fell {fall:.2f}% in 5 minutes",
    AlertType.CHANGE_3MIN_UP: "rose {current:.2f}% in 3 minutes",
    AlertType.CHANGE_3MIN_DOWN: "fell {fall:.2f}% in 3 minutes",
    AlertType.VOLUME_UP: "has traded {current:,.0f} shares",
    AlertType.TURNOVER_UP: "has turned over {current:,.0f}",
    AlertType.TURNOVER_RATE_UP: "has turned over {current:.2f}% of its shares",
    AlertType.BID_UP: "is bid at {price}",
    AlertType.ASK_DOWN: "is offered at {price}",
    AlertType.BID_SIZE_UP: "has {current:,.0f} shares bid for",
    AlertType.ASK_SIZE_UP: "has {current:,.0f} shares on offer",
}


def alert_push(name: str, fired: Fired) -> Push:
    """3019: an alert came true."""
    alert, security = fired.alert, fired.alert.security
    words = _WORDS[alert.kind].format(
        current=fired.current, fall=-fired.current, price=f"{fired.current:,.3f}".removesuffix("0")
    )
    s2c = qot_update_price_reminder_pb2.S2C(
        security=wire.message_of(security),
        name=name,
        price=fired.price,
        changeRate=fired.change_rate,
        marketStatus=fired.session,
        content=f"{name} {words}",
        note=alert.note,
        key=alert.key,
        type=alert.kind,
        setValue=alert.value,
        curValue=fired.current,
    )
    body = qot_update_price_reminder_pb2.Response(retType=0, s2c=s2c)
    event = PushEvent(
        proto_id=ProtoId.QOT_UPDATE_PRICE_REMINDER,
        sec_key=security.key,
        body=body.SerializeToString(),
        event_type="quote",
    )
    return Push(event.SerializeToString(), security=security)
