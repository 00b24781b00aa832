from futu_tui.protocol.pb import trd_common_pb2 as _trd_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class C2S(_message.Message):
    __slots__ = ("header", "orderIdExList")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    ORDERIDEXLIST_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    orderIdExList: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., orderIdExList: _Optional[_Iterable[str]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("header", "orderFeeList")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    ORDERFEELIST_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    orderFeeList: _containers.RepeatedCompositeFieldContainer[_trd_common_pb2.OrderFee]
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., orderFeeList: _Optional[_Iterable[_Union[_trd_common_pb2.OrderFee, _Mapping]]] = ...) -> None: ...

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
