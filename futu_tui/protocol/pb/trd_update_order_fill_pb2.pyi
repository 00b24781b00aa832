from futu_tui.protocol.pb import trd_common_pb2 as _trd_common_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class S2C(_message.Message):
    __slots__ = ("header", "orderFill")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    ORDERFILL_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    orderFill: _trd_common_pb2.OrderFill
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., orderFill: _Optional[_Union[_trd_common_pb2.OrderFill, _Mapping]] = ...) -> None: ...

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
