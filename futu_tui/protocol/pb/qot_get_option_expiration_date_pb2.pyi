from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class C2S(_message.Message):
    __slots__ = ("owner", "indexOptionType", "header")
    OWNER_FIELD_NUMBER: _ClassVar[int]
    INDEXOPTIONTYPE_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    owner: _qot_common_pb2.Security
    indexOptionType: int
    header: _qot_common_pb2.QotHeader
    def __init__(self, owner: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., indexOptionType: _Optional[int] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class OptionExpirationDate(_message.Message):
    __slots__ = ("strikeTime", "strikeTimestamp", "optionExpiryDateDistance", "cycle")
    STRIKETIME_FIELD_NUMBER: _ClassVar[int]
    STRIKETIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    OPTIONEXPIRYDATEDISTANCE_FIELD_NUMBER: _ClassVar[int]
    CYCLE_FIELD_NUMBER: _ClassVar[int]
    strikeTime: str
    strikeTimestamp: float
    optionExpiryDateDistance: int
    cycle: int
    def __init__(self, strikeTime: _Optional[str] = ..., strikeTimestamp: _Optional[float] = ..., optionExpiryDateDistance: _Optional[int] = ..., cycle: _Optional[int] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("dateList",)
    DATELIST_FIELD_NUMBER: _ClassVar[int]
    dateList: _containers.RepeatedCompositeFieldContainer[OptionExpirationDate]
    def __init__(self, dateList: _Optional[_Iterable[_Union[OptionExpirationDate, _Mapping]]] = ...) -> None: ...

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
