from futu_tui.protocol.pb import trd_common_pb2 as _trd_common_pb2
from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MarginRatioInfo(_message.Message):
    __slots__ = ("security", "isLongPermit", "isShortPermit", "shortPoolRemain", "shortFeeRate", "alertLongRatio", "alertShortRatio", "imLongRatio", "imShortRatio", "mcmLongRatio", "mcmShortRatio", "mmLongRatio", "mmShortRatio")
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    ISLONGPERMIT_FIELD_NUMBER: _ClassVar[int]
    ISSHORTPERMIT_FIELD_NUMBER: _ClassVar[int]
    SHORTPOOLREMAIN_FIELD_NUMBER: _ClassVar[int]
    SHORTFEERATE_FIELD_NUMBER: _ClassVar[int]
    ALERTLONGRATIO_FIELD_NUMBER: _ClassVar[int]
    ALERTSHORTRATIO_FIELD_NUMBER: _ClassVar[int]
    IMLONGRATIO_FIELD_NUMBER: _ClassVar[int]
    IMSHORTRATIO_FIELD_NUMBER: _ClassVar[int]
    MCMLONGRATIO_FIELD_NUMBER: _ClassVar[int]
    MCMSHORTRATIO_FIELD_NUMBER: _ClassVar[int]
    MMLONGRATIO_FIELD_NUMBER: _ClassVar[int]
    MMSHORTRATIO_FIELD_NUMBER: _ClassVar[int]
    security: _qot_common_pb2.Security
    isLongPermit: bool
    isShortPermit: bool
    shortPoolRemain: float
    shortFeeRate: float
    alertLongRatio: float
    alertShortRatio: float
    imLongRatio: float
    imShortRatio: float
    mcmLongRatio: float
    mcmShortRatio: float
    mmLongRatio: float
    mmShortRatio: float
    def __init__(self, security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., isLongPermit: bool = ..., isShortPermit: bool = ..., shortPoolRemain: _Optional[float] = ..., shortFeeRate: _Optional[float] = ..., alertLongRatio: _Optional[float] = ..., alertShortRatio: _Optional[float] = ..., imLongRatio: _Optional[float] = ..., imShortRatio: _Optional[float] = ..., mcmLongRatio: _Optional[float] = ..., mcmShortRatio: _Optional[float] = ..., mmLongRatio: _Optional[float] = ..., mmShortRatio: _Optional[float] = ...) -> None: ...

class C2S(_message.Message):
    __slots__ = ("header", "securityList")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    SECURITYLIST_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    securityList: _containers.RepeatedCompositeFieldContainer[_qot_common_pb2.Security]
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., securityList: _Optional[_Iterable[_Union[_qot_common_pb2.Security, _Mapping]]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("header", "marginRatioInfoList")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    MARGINRATIOINFOLIST_FIELD_NUMBER: _ClassVar[int]
    header: _trd_common_pb2.TrdHeader
    marginRatioInfoList: _containers.RepeatedCompositeFieldContainer[MarginRatioInfo]
    def __init__(self, header: _Optional[_Union[_trd_common_pb2.TrdHeader, _Mapping]] = ..., marginRatioInfoList: _Optional[_Iterable[_Union[MarginRatioInfo, _Mapping]]] = ...) -> None: ...

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
