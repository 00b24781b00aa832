from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class S2C(_message.Message):
    __slots__ = ("security", "name", "price", "changeRate", "marketStatus", "content", "note", "key", "type", "setValue", "curValue")
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    CHANGERATE_FIELD_NUMBER: _ClassVar[int]
    MARKETSTATUS_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SETVALUE_FIELD_NUMBER: _ClassVar[int]
    CURVALUE_FIELD_NUMBER: _ClassVar[int]
    security: _qot_common_pb2.Security
    name: str
    price: float
    changeRate: float
    marketStatus: int
    content: str
    note: str
    key: int
    type: int
    setValue: float
    curValue: float
    def __init__(self, security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., name: _Optional[str] = ..., price: _Optional[float] = ..., changeRate: _Optional[float] = ..., marketStatus: _Optional[int] = ..., content: _Optional[str] = ..., note: _Optional[str] = ..., key: _Optional[int] = ..., type: _Optional[int] = ..., setValue: _Optional[float] = ..., curValue: _Optional[float] = ...) -> None: ...

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
