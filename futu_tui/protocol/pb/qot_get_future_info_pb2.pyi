from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TradeTime(_message.Message):
    __slots__ = ("begin", "end")
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    begin: float
    end: float
    def __init__(self, begin: _Optional[float] = ..., end: _Optional[float] = ...) -> None: ...

class FutureInfo(_message.Message):
    __slots__ = ("name", "security", "lastTradeTime", "lastTradeTimestamp", "owner", "ownerOther", "exchange", "contractType", "contractSize", "contractSizeUnit", "quoteCurrency", "minVar", "minVarUnit", "quoteUnit", "tradeTime", "timeZone", "exchangeFormatUrl", "origin")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    LASTTRADETIME_FIELD_NUMBER: _ClassVar[int]
    LASTTRADETIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    OWNEROTHER_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTTYPE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTSIZE_FIELD_NUMBER: _ClassVar[int]
    CONTRACTSIZEUNIT_FIELD_NUMBER: _ClassVar[int]
    QUOTECURRENCY_FIELD_NUMBER: _ClassVar[int]
    MINVAR_FIELD_NUMBER: _ClassVar[int]
    MINVARUNIT_FIELD_NUMBER: _ClassVar[int]
    QUOTEUNIT_FIELD_NUMBER: _ClassVar[int]
    TRADETIME_FIELD_NUMBER: _ClassVar[int]
    TIMEZONE_FIELD_NUMBER: _ClassVar[int]
    EXCHANGEFORMATURL_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    name: str
    security: _qot_common_pb2.Security
    lastTradeTime: str
    lastTradeTimestamp: float
    owner: _qot_common_pb2.Security
    ownerOther: str
    exchange: str
    contractType: str
    contractSize: float
    contractSizeUnit: str
    quoteCurrency: str
    minVar: float
    minVarUnit: str
    quoteUnit: str
    tradeTime: _containers.RepeatedCompositeFieldContainer[TradeTime]
    timeZone: str
    exchangeFormatUrl: str
    origin: _qot_common_pb2.Security
    def __init__(self, name: _Optional[str] = ..., security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., lastTradeTime: _Optional[str] = ..., lastTradeTimestamp: _Optional[float] = ..., owner: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., ownerOther: _Optional[str] = ..., exchange: _Optional[str] = ..., contractType: _Optional[str] = ..., contractSize: _Optional[float] = ..., contractSizeUnit: _Optional[str] = ..., quoteCurrency: _Optional[str] = ..., minVar: _Optional[float] = ..., minVarUnit: _Optional[str] = ..., quoteUnit: _Optional[str] = ..., tradeTime: _Optional[_Iterable[_Union[TradeTime, _Mapping]]] = ..., timeZone: _Optional[str] = ..., exchangeFormatUrl: _Optional[str] = ..., origin: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ...) -> None: ...

class C2S(_message.Message):
    __slots__ = ("securityList", "header")
    SECURITYLIST_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    securityList: _containers.RepeatedCompositeFieldContainer[_qot_common_pb2.Security]
    header: _qot_common_pb2.QotHeader
    def __init__(self, securityList: _Optional[_Iterable[_Union[_qot_common_pb2.Security, _Mapping]]] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("futureInfoList",)
    FUTUREINFOLIST_FIELD_NUMBER: _ClassVar[int]
    futureInfoList: _containers.RepeatedCompositeFieldContainer[FutureInfo]
    def __init__(self, futureInfoList: _Optional[_Iterable[_Union[FutureInfo, _Mapping]]] = ...) -> None: ...

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
