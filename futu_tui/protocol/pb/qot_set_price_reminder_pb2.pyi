from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SetPriceReminderOp(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SetPriceReminderOp_Unknown: _ClassVar[SetPriceReminderOp]
    SetPriceReminderOp_Add: _ClassVar[SetPriceReminderOp]
    SetPriceReminderOp_Del: _ClassVar[SetPriceReminderOp]
    SetPriceReminderOp_Enable: _ClassVar[SetPriceReminderOp]
    SetPriceReminderOp_Disable: _ClassVar[SetPriceReminderOp]
    SetPriceReminderOp_Modify: _ClassVar[SetPriceReminderOp]
    SetPriceReminderOp_DelAll: _ClassVar[SetPriceReminderOp]
SetPriceReminderOp_Unknown: SetPriceReminderOp
SetPriceReminderOp_Add: SetPriceReminderOp
SetPriceReminderOp_Del: SetPriceReminderOp
SetPriceReminderOp_Enable: SetPriceReminderOp
SetPriceReminderOp_Disable: SetPriceReminderOp
SetPriceReminderOp_Modify: SetPriceReminderOp
SetPriceReminderOp_DelAll: SetPriceReminderOp

class C2S(_message.Message):
    __slots__ = ("security", "op", "key", "type", "freq", "value", "note", "reminderSessionList", "header")
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    OP_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FREQ_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REMINDERSESSIONLIST_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    security: _qot_common_pb2.Security
    op: int
    key: int
    type: int
    freq: int
    value: float
    note: str
    reminderSessionList: _containers.RepeatedScalarFieldContainer[int]
    header: _qot_common_pb2.QotHeader
    def __init__(self, security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., op: _Optional[int] = ..., key: _Optional[int] = ..., type: _Optional[int] = ..., freq: _Optional[int] = ..., value: _Optional[float] = ..., note: _Optional[str] = ..., reminderSessionList: _Optional[_Iterable[int]] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("key",)
    KEY_FIELD_NUMBER: _ClassVar[int]
    key: int
    def __init__(self, key: _Optional[int] = ...) -> None: ...

class Request(_message.Message):
    __slots__ = ("c2s",)
    C2S_FIELD_NUMBER: _ClassVar[int]
    c2s: C2S
    def __init__(self, c2s: _Optional[_Union[C2S, _Mapping]] = ...) -> None: ...

class Response(_message.Message):
    __slots__ = ("retType", "retMsg", "errCode", "s2c")
    RETTYPE_FIELD_NUMBER: _ClassVar[int]
    RETMSG_FIELD_NUMBER: _ClassVar[int]
    ERRCODE_FIELD_NUMBER: _ClassVar[int]
    S2C_FIELD_NUMBER: _ClassVar[int]
    retType: int
    retMsg: str
    errCode: int
    s2c: S2C
    def __init__(self, retType: _Optional[int] = ..., retMsg: _Optional[str] = ..., errCode: _Optional[int] = ..., s2c: _Optional[_Union[S2C, _Mapping]] = ...) -> None: ...
