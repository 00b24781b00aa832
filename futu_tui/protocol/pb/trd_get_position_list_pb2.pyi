from futu_tui.protocol.pb import trd_common_pb2 as _trd_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class C2S(_message.Message):
    __slots__ = ("header", "filterConditions", "filterPLRatioMin", "filterPLRatioMax", "refreshCache", "assetCategory", "currency", "optionStrategyView")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    FILTERCONDITIONS_FIELD_NUMBER: _ClassVar[int]
    FILTERPLRATIOMIN_FIELD_NUMBER: _ClassVar[int]
    FILTERPLRATIOMAX_FIELD_NUMBER: _ClassVar[int]
    REFRESHCACHE_FIELD_NUMBER: _ClassVar[int]
    ASSETCATEGORY_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    OPTIONSTRATEGYVIEW_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    filterConditions: _trd_common_pb2.TrdFilterConditions
    filterPLRatioMin: float
    filterPLRatioMax: float
    refreshCache: bool
    assetCategory: int
    currency: int
    optionStrategyView: bool
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., filterConditions: _Optional[_Union[_trd_common_pb2.TrdFilterConditions, _Mapping]] = ..., filterPLRatioMin: _Optional[float] = ..., filterPLRatioMax: _Optional[float] = ..., refreshCache: bool = ..., assetCategory: _Optional[int] = ..., currency: _Optional[int] = ..., optionStrategyView: bool = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("header", "positionList")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    POSITIONLIST_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    positionList: _containers.RepeatedCompositeFieldContainer[_trd_common_pb2.Position]
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., positionList: _Optional[_Iterable[_Union[_trd_common_pb2.Position, _Mapping]]] = ...) -> None: ...

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
