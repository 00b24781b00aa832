"""The gateway about itself: how long things take, the codes of its login, and the commands of trials."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from futu_tui.paper.access import Forbidden
from futu_tui.paper.delays import USUAL_BOUNDS, Bucket, PushDelay, buckets
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.login import LoginError, Proof
from futu_tui.paper.notify_pushes import event_push
from futu_tui.paper.trade_messages import order_id_ex
from futu_tui.protocol import Scope
from futu_tui.protocol.pb import get_delay_statistics_pb2, notify_pb2, test_cmd_pb2, verification_pb2
from futu_tui.protocol.pb.get_delay_statistics_pb2 import (
    DelayStatisticsType,
    DelayStatisticsType_PlaceOrder,
    DelayStatisticsType_QotPush,
    DelayStatisticsType_ReqReply,
    QotPushStage,
    QotPushStage_SR2CS,
)
from futu_tui.protocol.pb.verification_pb2 import (
    VerificationOp_InputAndLogin,
    VerificationOp_Request,
)


def get_delay_statistics(call: Call, c2s: get_delay_statistics_pb2.C2S) -> get_delay_statistics_pb2.S2C:
    """Of every type where none is named. The exchange is in the gateway: all answers are local, no net is between."""
    types = set(c2s.typeList) or set(DelayStatisticsType.values())
    unknown = sorted(types - set(DelayStatisticsType.values()))
    if unknown:
        raise Refusal(f"there is no DelayStatisticsType {unknown[0]}")
    delays = call.gateway.delays
    s2c = get_delay_statistics_pb2.S2C()
    if DelayStatisticsType_QotPush in types:
        stage = c2s.qotPushStage or QotPushStage_SR2CS
        if stage not in QotPushStage.values():
            raise Refusal(f"there is no QotPushStage {stage}")
        for kind, pushes in sorted(delays.pushes.items()):
            s2c.qotPushStatisticsList.append(
                _push_delays(kind, list(pushes), stage, list(c2s.segmentList or USUAL_BOUNDS))
            )
    if DelayStatisticsType_ReqReply in types:
        for proto_id, delay in sorted(delays.requests.items()):
            s2c.reqReplyStatisticsList.add(
                protoID=proto_id,
                count=delay.count,
                totalCostAvg=delay.total / delay.count,
                openDCostAvg=delay.total / delay.count,
                netDelayAvg=0.0,
                isLocalReply=True,
            )
    if DelayStatisticsType_PlaceOrder in types:
        for order in delays.orders:
            s2c.placeOrderStatisticsList.add(
                orderID=order_id_ex(order.order_id),
                totalCost=order.total,
                openDCost=order.total,
                netDelay=0.0,
                updateCost=order.update,
            )
    return s2c


def _push_delays(
    kind: int, pushes: list[PushDelay], stage: int, bounds: list[int]
) -> get_delay_statistics_pb2.DelayStatistics:
    values = [push.of(stage) for push in pushes]
    try:
        found = buckets(values, bounds)
    except ValueError as error:
        raise Refusal(str(error)) from None
    statistics = get_delay_statistics_pb2.DelayStatistics(
        qotPushType=kind, delayAvg=sum(values) / len(values), count=len(values)
    )
    passed = 0
    for bucket in found:
        passed += bucket.size
        statistics.itemList.append(_item(bucket, passed, len(values)))
    return statistics


def _item(bucket: Bucket, passed: int, total: int) -> get_delay_statistics_pb2.DelayStatisticsItem:
    return get_delay_statistics_pb2.DelayStatisticsItem(
        begin=bucket.begin,
        end=bucket.end,
        count=bucket.size,
        proportion=bucket.size / total * 100,
        cumulativeRatio=passed / total * 100,
    )


def verification(call: Call, c2s: verification_pb2.C2S) -> verification_pb2.S2C:
    """Ask for another code, or give it and be logged in; the notices tell what comes of it."""
    try:
        kind = Proof(c2s.type)
    except ValueError:
        raise Refusal(f"there is no VerificationType {c2s.type}: 1 is a picture, 2 a phone") from None
    login = call.gateway.login
    try:
        if c2s.op == VerificationOp_Request:
            login.ask(kind)
        elif c2s.op == VerificationOp_InputAndLogin:
            login.give(kind, c2s.code)
        else:
            raise Refusal(f"there is no VerificationOp {c2s.op}: 1 asks for a code, 2 gives it")
    except LoginError as error:
        raise Refusal(f"Verification failed: {error}") from None
    call.gateway.tell_login()
    return verification_pb2.S2C()


def test_cmd(call: Call, c2s: test_cmd_pb2.C2S) -> test_cmd_pb2.S2C:
    """The paper gateway's own commands, for trials of clients. Those that change something need the scope admin."""
    command = _COMMANDS.get(c2s.cmd)
    if command is None:
        raise Refusal(f"there is no command {c2s.cmd!r}: help lists them")
    if command.changes and not call.access.has(Scope.ADMIN):
        raise Forbidden(f"the command {c2s.cmd} needs the scope {Scope.ADMIN}, which this key lacks")
    return test_cmd_pb2.S2C(
        cmd=c2s.cmd, resultStr=command.do(call, c2s.paramStr.strip()), resultBytes=c2s.paramBytes
    )


class _Command(NamedTuple):
    usage: str
    changes: bool
    do: Callable[[Call, str], str]
    """Takes the command's text and answers what became of it. Raises Refusal."""


def _help(_: Call, __: str) -> str:
    return "\n".join(f"{name} {command.usage}".rstrip() for name, command in _COMMANDS.items())


def _echo(_: Call, text: str) -> str:
    return text


def _login(call: Call, _: str) -> str:
    call.gateway.login.regain()
    call.gateway.tell_login()
    return "logged in"


def _logout(call: Call, text: str) -> str:
    if text.upper() not in ("", *Proof.__members__):
        raise Refusal("logout takes picture, phone or nothing: what logging in again asks for")
    call.gateway.login.lose(Proof[text.upper()] if text else None)
    call.gateway.tell_login()
    return "logged out"


def _quota(call: Call, text: str) -> str:
    try:
        subscriptions, history = map(int, text.split())
        if min(subscriptions, history) < 0:
            raise ValueError
    except ValueError:
        raise Refusal("quota takes two numbers: of subscriptions and of securities' histories") from None
    call.gateway.set_quota(subscriptions, history)
    return f"{subscriptions} subscriptions, {history} histories"


def _event(call: Call, text: str) -> str:
    name, _, description = text.partition(" ")
    try:
        number = notify_pb2.GtwEventType.Value(f"GtwEventType_{name}")
    except ValueError:
        names = [each.removeprefix("GtwEventType_") for each in notify_pb2.GtwEventType.keys()[1:]]
        raise Refusal(f"event takes a name and a text; the names are {', '.join(names)}") from None
    call.gateway.tell(event_push(number, description))
    return name


_COMMANDS: dict[str, _Command] = {
    "help": _Command("", False, _help),
    "echo": _Command("TEXT", False, _echo),
    "login": _Command("", True, _login),
    "logout": _Command("[picture|phone]", True, _logout),
    "quota": _Command("SUBSCRIPTIONS HISTORIES", True, _quota),
    "event": _Command("NAME TEXT", True, _event),
}
