"""Groups of securities, each key's own."""

from __future__ import annotations

from collections.abc import Callable

from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.groups import GroupError, GroupKind
from futu_tui.paper.handlers.reference import static_info
from futu_tui.protocol import Security
from futu_tui.protocol.pb import (
    qot_get_user_security_group_pb2,
    qot_get_user_security_pb2,
    qot_modify_user_security_pb2,
)
from futu_tui.protocol.pb.qot_get_user_security_group_pb2 import GroupType_All
from futu_tui.protocol.pb.qot_modify_user_security_pb2 import (
    ModifyUserSecurityOp_Add,
    ModifyUserSecurityOp_Del,
    ModifyUserSecurityOp_MoveOut,
)


def get_user_security_group(
    call: Call, c2s: qot_get_user_security_group_pb2.C2S
) -> qot_get_user_security_group_pb2.S2C:
    if c2s.groupType not in (*GroupKind, GroupType_All):
        raise Refusal(f"there is no GroupType {c2s.groupType}: 1 is custom, 2 system, 3 all")
    return qot_get_user_security_group_pb2.S2C(
        groupList=[
            qot_get_user_security_group_pb2.GroupData(groupName=name, groupType=kind)
            for name, kind in call.gateway.groups.names(_owner(call))
            if c2s.groupType in (kind, GroupType_All)
        ]
    )


def get_user_security(call: Call, c2s: qot_get_user_security_pb2.C2S) -> qot_get_user_security_pb2.S2C:
    """What a group holds of what the key may see."""
    try:
        securities = call.gateway.groups.securities(_owner(call), c2s.groupName)
    except GroupError as error:
        raise Refusal(str(error)) from None
    return qot_get_user_security_pb2.S2C(
        staticInfoList=[
            static_info(call, call.instrument(security))
            for security in securities
            if call.access.sees(security)
        ]
    )


def modify_user_security(
    call: Call, c2s: qot_modify_user_security_pb2.C2S
) -> qot_modify_user_security_pb2.S2C:
    """A change is kept before it is answered."""
    groups = call.gateway.groups
    changes: dict[int, Callable[[str, str, list[Security]], None]] = {
        ModifyUserSecurityOp_Add: groups.add,
        ModifyUserSecurityOp_Del: groups.delete,
        ModifyUserSecurityOp_MoveOut: groups.move_out,
    }
    if c2s.op not in changes:
        raise Refusal(f"there is no ModifyUserSecurityOp {c2s.op}: 1 adds, 2 deletes, 3 moves out")
    securities = [call.instrument(Security.of(each)).security for each in c2s.securityList]
    if not securities:
        raise Refusal("securityList must name one or more")
    try:
        changes[c2s.op](_owner(call), c2s.groupName, securities)
    except GroupError as error:
        raise Refusal(str(error)) from None
    call.gateway.keep_groups()
    return qot_modify_user_security_pb2.S2C()


def _owner(call: Call) -> str:
    return call.access.key.name if call.access.key else ""
