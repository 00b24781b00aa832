from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DelayStatisticsType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DelayStatisticsType_Unkonw: _ClassVar[DelayStatisticsType]
    DelayStatisticsType_QotPush: _ClassVar[DelayStatisticsType]
    DelayStatisticsType_ReqReply: _ClassVar[DelayStatisticsType]
    DelayStatisticsType_PlaceOrder: _ClassVar[DelayStatisticsType]

class QotPushStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    QotPushStage_Unkonw: _ClassVar[QotPushStage]
    QotPushStage_SR2SS: _ClassVar[QotPushStage]
    QotPushStage_SS2CR: _ClassVar[QotPushStage]
    QotPushStage_CR2CS: _ClassVar[QotPushStage]
    QotPushStage_SS2CS: _ClassVar[QotPushStage]
    QotPushStage_SR2CS: _ClassVar[QotPushStage]

class QotPushType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    QotPushType_Unkonw: _ClassVar[QotPushType]
    QotPushType_Price: _ClassVar[QotPushType]
    QotPushType_Ticker: _ClassVar[QotPushType]
    QotPushType_OrderBook: _ClassVar[QotPushType]
    QotPushType_Broker: _ClassVar[QotPushType]
DelayStatisticsType_Unkonw: DelayStatisticsType
DelayStatisticsType_QotPush: DelayStatisticsType
DelayStatisticsType_ReqReply: DelayStatisticsType
DelayStatisticsType_PlaceOrder: DelayStatisticsType
QotPushStage_Unkonw: QotPushStage
QotPushStage_SR2SS: QotPushStage
QotPushStage_SS2CR: QotPushStage
QotPushStage_CR2CS: QotPushStage
QotPushStage_SS2CS: QotPushStage
QotPushStage_SR2CS: QotPushStage
QotPushType_Unkonw: QotPushType
QotPushType_Price: QotPushType
QotPushType_Ticker: QotPushType
QotPushType_OrderBook: QotPushType
QotPushType_Broker: QotPushType

class C2S(_message.Message):
    __slots__ = ("typeList", "qotPushStage", "segmentList")
    TYPELIST_FIELD_NUMBER: _ClassVar[int]
    QOTPUSHSTAGE_FIELD_NUMBER: _ClassVar[int]
    SEGMENTLIST_FIELD_NUMBER: _ClassVar[int]
    typeList: _containers.RepeatedScalarFieldContainer[int]
    qotPushStage: int
    segmentList: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, typeList: _Optional[_Iterable[int]] = ..., qotPushStage: _Optional[int] = ..., segmentList: _Optional[_Iterable[int]] = ...) -> None: ...

class DelayStatisticsItem(_message.Message):
    __slots__ = ("begin", "end", "count", "proportion", "cumulativeRatio")
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    PROPORTION_FIELD_NUMBER: _ClassVar[int]
    CUMULATIVERATIO_FIELD_NUMBER: _ClassVar[int]
    begin: int
    end: int
    count: int
    proportion: float
    cumulativeRatio: float
    def __init__(self, begin: _Optional[int] = ..., end: _Optional[int] = ..., count: _Optional[int] = ..., proportion: _Optional[float] = ..., cumulativeRatio: _Optional[float] = ...) -> None: ...

class DelayStatistics(_message.Message):
    __slots__ = ("qotPushType", "itemList", "delayAvg", "count")
    QOTPUSHTYPE_FIELD_NUMBER: _ClassVar[int]
    ITEMLIST_FIELD_NUMBER: _ClassVar[int]
    DELAYAVG_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    qotPushType: int
    itemList: _containers.RepeatedCompositeFieldContainer[DelayStatisticsItem]
    delayAvg: float
    count: int
    def __init__(self, qotPushType: _Optional[int] = ..., itemList: _Optional[_Iterable[_Union[DelayStatisticsItem, _Mapping]]] = ..., delayAvg: _Optional[float] = ..., count: _Optional[int] = ...) -> None: ...

class ReqReplyStatisticsItem(_message.Message):
    __slots__ = ("protoID", "count", "totalCostAvg", "openDCostAvg", "netDelayAvg", "isLocalReply")
    PROTOID_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTALCOSTAVG_FIELD_NUMBER: _ClassVar[int]
    OPENDCOSTAVG_FIELD_NUMBER: _ClassVar[int]
    NETDELAYAVG_FIELD_NUMBER: _ClassVar[int]
    ISLOCALREPLY_FIELD_NUMBER: _ClassVar[int]
    protoID: int
    count: int
    totalCostAvg: float
    openDCostAvg: float
    netDelayAvg: float
    isLocalReply: bool
    def __init__(self, protoID: _Optional[int] = ..., count: _Optional[int] = ..., totalCostAvg: _Optional[float] = ..., openDCostAvg: _Optional[float] = ..., netDelayAvg: _Optional[float] = ..., isLocalReply: bool = ...) -> None: ...

class PlaceOrderStatisticsItem(_message.Message):
    __slots__ = ("orderID", "totalCost", "openDCost", "netDelay", "updateCost")
    ORDERID_FIELD_NUMBER: _ClassVar[int]
    TOTALCOST_FIELD_NUMBER: _ClassVar[int]
    OPENDCOST_FIELD_NUMBER: _ClassVar[int]
    NETDELAY_FIELD_NUMBER: _ClassVar[int]
    UPDATECOST_FIELD_NUMBER: _ClassVar[int]
    orderID: str
    totalCost: float
    openDCost: float
    netDelay: float
    updateCost: float
    def __init__(self, orderID: _Optional[str] = ..., totalCost: _Optional[float] = ..., openDCost: _Optional[float] = ..., netDelay: _Optional[float] = ..., updateCost: _Optional[float] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("qotPushStatisticsList", "reqReplyStatisticsList", "placeOrderStatisticsList")
    QOTPUSHSTATISTICSLIST_FIELD_NUMBER: _ClassVar[int]
    REQREPLYSTATISTICSLIST_FIELD_NUMBER: _ClassVar[int]
    PLACEORDERSTATISTICSLIST_FIELD_NUMBER: _ClassVar[int]
    qotPushStatisticsList: _containers.RepeatedCompositeFieldContainer[DelayStatistics]
    reqReplyStatisticsList: _containers.RepeatedCompositeFieldContainer[ReqReplyStatisticsItem]
    placeOrderStatisticsList: _containers.RepeatedCompositeFieldContainer[PlaceOrderStatisticsItem]
    def __init__(self, qotPushStatisticsList: _Optional[_Iterable[_Union[DelayStatistics, _Mapping]]] = ..., reqReplyStatisticsList: _Optional[_Iterable[_Union[ReqReplyStatisticsItem, _Mapping]]] = ..., placeOrderStatisticsList: _Optional[_Iterable[_Union[PlaceOrderStatisticsItem, _Mapping]]] = ...) -> None: ...

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
