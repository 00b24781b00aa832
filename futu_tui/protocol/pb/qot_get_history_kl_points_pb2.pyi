from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class NoDataMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    NoDataMode_Null: _ClassVar[NoDataMode]
    NoDataMode_Forward: _ClassVar[NoDataMode]
    NoDataMode_Backward: _ClassVar[NoDataMode]

class DataStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DataStatus_Null: _ClassVar[DataStatus]
    DataStatus_Current: _ClassVar[DataStatus]
    DataStatus_Previous: _ClassVar[DataStatus]
    DataStatus_Back: _ClassVar[DataStatus]
NoDataMode_Null: NoDataMode
NoDataMode_Forward: NoDataMode
NoDataMode_Backward: NoDataMode
DataStatus_Null: DataStatus
DataStatus_Current: DataStatus
DataStatus_Previous: DataStatus
DataStatus_Back: DataStatus

class C2S(_message.Message):
    __slots__ = ("rehabType", "klType", "noDataMode", "securityList", "timeList", "maxReqSecurityNum", "needKLFieldsFlag", "header")
    REHABTYPE_FIELD_NUMBER: _ClassVar[int]
    KLTYPE_FIELD_NUMBER: _ClassVar[int]
    NODATAMODE_FIELD_NUMBER: _ClassVar[int]
    SECURITYLIST_FIELD_NUMBER: _ClassVar[int]
    TIMELIST_FIELD_NUMBER: _ClassVar[int]
    MAXREQSECURITYNUM_FIELD_NUMBER: _ClassVar[int]
    NEEDKLFIELDSFLAG_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    rehabType: int
    klType: int
    noDataMode: int
    securityList: _containers.RepeatedCompositeFieldContainer[_qot_common_pb2.Security]
    timeList: _containers.RepeatedScalarFieldContainer[str]
    maxReqSecurityNum: int
    needKLFieldsFlag: int
    header: _qot_common_pb2.QotHeader
    def __init__(self, rehabType: _Optional[int] = ..., klType: _Optional[int] = ..., noDataMode: _Optional[int] = ..., securityList: _Optional[_Iterable[_Union[_qot_common_pb2.Security, _Mapping]]] = ..., timeList: _Optional[_Iterable[str]] = ..., maxReqSecurityNum: _Optional[int] = ..., needKLFieldsFlag: _Optional[int] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class HistoryPointsKL(_message.Message):
    __slots__ = ("status", "reqTime", "kl")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REQTIME_FIELD_NUMBER: _ClassVar[int]
    KL_FIELD_NUMBER: _ClassVar[int]
    status: int
    reqTime: str
    kl: _qot_common_pb2.KLine
    def __init__(self, status: _Optional[int] = ..., reqTime: _Optional[str] = ..., kl: _Optional[_Union[_qot_common_pb2.KLine, _Mapping]] = ...) -> None: ...

class SecurityHistoryKLPoints(_message.Message):
    __slots__ = ("security", "klList")
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    KLLIST_FIELD_NUMBER: _ClassVar[int]
    security: _qot_common_pb2.Security
    klList: _containers.RepeatedCompositeFieldContainer[HistoryPointsKL]
    def __init__(self, security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., klList: _Optional[_Iterable[_Union[HistoryPointsKL, _Mapping]]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("klPointList", "hasNext")
    KLPOINTLIST_FIELD_NUMBER: _ClassVar[int]
    HASNEXT_FIELD_NUMBER: _ClassVar[int]
    klPointList: _containers.RepeatedCompositeFieldContainer[SecurityHistoryKLPoints]
    hasNext: bool
    def __init__(self, klPointList: _Optional[_Iterable[_Union[SecurityHistoryKLPoints, _Mapping]]] = ..., hasNext: bool = ...) -> None: ...

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
