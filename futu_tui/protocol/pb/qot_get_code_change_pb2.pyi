from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CodeChangeType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CodeChangeType_Unkown: _ClassVar[CodeChangeType]
    CodeChangeType_GemToMain: _ClassVar[CodeChangeType]
    CodeChangeType_Unpaid: _ClassVar[CodeChangeType]
    CodeChangeType_ChangeLot: _ClassVar[CodeChangeType]
    CodeChangeType_Split: _ClassVar[CodeChangeType]
    CodeChangeType_Joint: _ClassVar[CodeChangeType]
    CodeChangeType_JointSplit: _ClassVar[CodeChangeType]
    CodeChangeType_SplitJoint: _ClassVar[CodeChangeType]
    CodeChangeType_Other: _ClassVar[CodeChangeType]

class TimeFilterType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TimeFilterType_Unknow: _ClassVar[TimeFilterType]
    TimeFilterType_Public: _ClassVar[TimeFilterType]
    TimeFilterType_Effective: _ClassVar[TimeFilterType]
    TimeFilterType_End: _ClassVar[TimeFilterType]
CodeChangeType_Unkown: CodeChangeType
CodeChangeType_GemToMain: CodeChangeType
CodeChangeType_Unpaid: CodeChangeType
CodeChangeType_ChangeLot: CodeChangeType
CodeChangeType_Split: CodeChangeType
CodeChangeType_Joint: CodeChangeType
CodeChangeType_JointSplit: CodeChangeType
CodeChangeType_SplitJoint: CodeChangeType
CodeChangeType_Other: CodeChangeType
TimeFilterType_Unknow: TimeFilterType
TimeFilterType_Public: TimeFilterType
TimeFilterType_Effective: TimeFilterType
TimeFilterType_End: TimeFilterType

class CodeChangeInfo(_message.Message):
    __slots__ = ("type", "security", "relatedSecurity", "publicTime", "publicTimestamp", "effectiveTime", "effectiveTimestamp", "endTime", "endTimestamp")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    RELATEDSECURITY_FIELD_NUMBER: _ClassVar[int]
    PUBLICTIME_FIELD_NUMBER: _ClassVar[int]
    PUBLICTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVETIME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVETIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ENDTIME_FIELD_NUMBER: _ClassVar[int]
    ENDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    type: int
    security: _qot_common_pb2.Security
    relatedSecurity: _qot_common_pb2.Security
    publicTime: str
    publicTimestamp: float
    effectiveTime: str
    effectiveTimestamp: float
    endTime: str
    endTimestamp: float
    def __init__(self, type: _Optional[int] = ..., security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., relatedSecurity: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., publicTime: _Optional[str] = ..., publicTimestamp: _Optional[float] = ..., effectiveTime: _Optional[str] = ..., effectiveTimestamp: _Optional[float] = ..., endTime: _Optional[str] = ..., endTimestamp: _Optional[float] = ...) -> None: ...

class TimeFilter(_message.Message):
    __slots__ = ("type", "beginTime", "endTime")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    BEGINTIME_FIELD_NUMBER: _ClassVar[int]
    ENDTIME_FIELD_NUMBER: _ClassVar[int]
    type: int
    beginTime: str
    endTime: str
    def __init__(self, type: _Optional[int] = ..., beginTime: _Optional[str] = ..., endTime: _Optional[str] = ...) -> None: ...

class C2S(_message.Message):
    __slots__ = ("placeHolder", "securityList", "timeFilterList", "typeList", "header")
    PLACEHOLDER_FIELD_NUMBER: _ClassVar[int]
    SECURITYLIST_FIELD_NUMBER: _ClassVar[int]
    TIMEFILTERLIST_FIELD_NUMBER: _ClassVar[int]
    TYPELIST_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    placeHolder: int
    securityList: _containers.RepeatedCompositeFieldContainer[_qot_common_pb2.Security]
    timeFilterList: _containers.RepeatedCompositeFieldContainer[TimeFilter]
    typeList: _containers.RepeatedScalarFieldContainer[int]
    header: _qot_common_pb2.QotHeader
    def __init__(self, placeHolder: _Optional[int] = ..., securityList: _Optional[_Iterable[_Union[_qot_common_pb2.Security, _Mapping]]] = ..., timeFilterList: _Optional[_Iterable[_Union[TimeFilter, _Mapping]]] = ..., typeList: _Optional[_Iterable[int]] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("codeChangeList",)
    CODECHANGELIST_FIELD_NUMBER: _ClassVar[int]
    codeChangeList: _containers.RepeatedCompositeFieldContainer[CodeChangeInfo]
    def __init__(self, codeChangeList: _Optional[_Iterable[_Union[CodeChangeInfo, _Mapping]]] = ...) -> None: ...

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
