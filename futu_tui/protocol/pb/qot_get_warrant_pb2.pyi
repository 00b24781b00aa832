from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class C2S(_message.Message):
    __slots__ = ("begin", "num", "sortField", "ascend", "owner", "typeList", "issuerList", "maturityTimeMin", "maturityTimeMax", "ipoPeriod", "priceType", "status", "curPriceMin", "curPriceMax", "strikePriceMin", "strikePriceMax", "streetMin", "streetMax", "conversionMin", "conversionMax", "volMin", "volMax", "premiumMin", "premiumMax", "leverageRatioMin", "leverageRatioMax", "deltaMin", "deltaMax", "impliedMin", "impliedMax", "recoveryPriceMin", "recoveryPriceMax", "priceRecoveryRatioMin", "priceRecoveryRatioMax", "header")
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    NUM_FIELD_NUMBER: _ClassVar[int]
    SORTFIELD_FIELD_NUMBER: _ClassVar[int]
    ASCEND_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    TYPELIST_FIELD_NUMBER: _ClassVar[int]
    ISSUERLIST_FIELD_NUMBER: _ClassVar[int]
    MATURITYTIMEMIN_FIELD_NUMBER: _ClassVar[int]
    MATURITYTIMEMAX_FIELD_NUMBER: _ClassVar[int]
    IPOPERIOD_FIELD_NUMBER: _ClassVar[int]
    PRICETYPE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CURPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    CURPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    STRIKEPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    STRIKEPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    STREETMIN_FIELD_NUMBER: _ClassVar[int]
    STREETMAX_FIELD_NUMBER: _ClassVar[int]
    CONVERSIONMIN_FIELD_NUMBER: _ClassVar[int]
    CONVERSIONMAX_FIELD_NUMBER: _ClassVar[int]
    VOLMIN_FIELD_NUMBER: _ClassVar[int]
    VOLMAX_FIELD_NUMBER: _ClassVar[int]
    PREMIUMMIN_FIELD_NUMBER: _ClassVar[int]
    PREMIUMMAX_FIELD_NUMBER: _ClassVar[int]
    LEVERAGERATIOMIN_FIELD_NUMBER: _ClassVar[int]
    LEVERAGERATIOMAX_FIELD_NUMBER: _ClassVar[int]
    DELTAMIN_FIELD_NUMBER: _ClassVar[int]
    DELTAMAX_FIELD_NUMBER: _ClassVar[int]
    IMPLIEDMIN_FIELD_NUMBER: _ClassVar[int]
    IMPLIEDMAX_FIELD_NUMBER: _ClassVar[int]
    RECOVERYPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    RECOVERYPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    PRICERECOVERYRATIOMIN_FIELD_NUMBER: _ClassVar[int]
    PRICERECOVERYRATIOMAX_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    begin: int
    num: int
    sortField: int
    ascend: bool
    owner: _qot_common_pb2.Security
    typeList: _containers.RepeatedScalarFieldContainer[int]
    issuerList: _containers.RepeatedScalarFieldContainer[int]
    maturityTimeMin: str
    maturityTimeMax: str
    ipoPeriod: int
    priceType: int
    status: int
    curPriceMin: float
    curPriceMax: float
    strikePriceMin: float
    strikePriceMax: float
    streetMin: float
    streetMax: float
    conversionMin: float
    conversionMax: float
    volMin: int
    volMax: int
    premiumMin: float
    premiumMax: float
    leverageRatioMin: float
    leverageRatioMax: float
    deltaMin: float
    deltaMax: float
    impliedMin: float
    impliedMax: float
    recoveryPriceMin: float
    recoveryPriceMax: float
    priceRecoveryRatioMin: float
    priceRecoveryRatioMax: float
    header: _qot_common_pb2.QotHeader
    def __init__(self, begin: _Optional[int] = ..., num: _Optional[int] = ..., sortField: _Optional[int] = ..., ascend: bool = ..., owner: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., typeList: _Optional[_Iterable[int]] = ..., issuerList: _Optional[_Iterable[int]] = ..., maturityTimeMin: _Optional[str] = ..., maturityTimeMax: _Optional[str] = ..., ipoPeriod: _Optional[int] = ..., priceType: _Optional[int] = ..., status: _Optional[int] = ..., curPriceMin: _Optional[float] = ..., curPriceMax: _Optional[float] = ..., strikePriceMin: _Optional[float] = ..., strikePriceMax: _Optional[float] = ..., streetMin: _Optional[float] = ..., streetMax: _Optional[float] = ..., conversionMin: _Optional[float] = ..., conversionMax: _Optional[float] = ..., volMin: _Optional[int] = ..., volMax: _Optional[int] = ..., premiumMin: _Optional[float] = ..., premiumMax: _Optional[float] = ..., leverageRatioMin: _Optional[float] = ..., leverageRatioMax: _Optional[float] = ..., deltaMin: _Optional[float] = ..., deltaMax: _Optional[float] = ..., impliedMin: _Optional[float] = ..., impliedMax: _Optional[float] = ..., recoveryPriceMin: _Optional[float] = ..., recoveryPriceMax: _Optional[float] = ..., priceRecoveryRatioMin: _Optional[float] = ..., priceRecoveryRatioMax: _Optional[float] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class WarrantData(_message.Message):
    __slots__ = ("stock", "owner", "type", "issuer", "maturityTime", "maturityTimestamp", "listTime", "listTimestamp", "lastTradeTime", "lastTradeTimestamp", "recoveryPrice", "conversionRatio", "lotSize", "strikePrice", "lastClosePrice", "name", "curPrice", "priceChangeVal", "changeRate", "status", "bidPrice", "askPrice", "bidVol", "askVol", "volume", "turnover", "score", "premium", "breakEvenPoint", "leverage", "ipop", "priceRecoveryRatio", "conversionPrice", "streetRate", "streetVol", "amplitude", "issueSize", "highPrice", "lowPrice", "impliedVolatility", "delta", "effectiveLeverage", "upperStrikePrice", "lowerStrikePrice", "inLinePriceStatus")
    STOCK_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    MATURITYTIME_FIELD_NUMBER: _ClassVar[int]
    MATURITYTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    LISTTIME_FIELD_NUMBER: _ClassVar[int]
    LISTTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    LASTTRADETIME_FIELD_NUMBER: _ClassVar[int]
    LASTTRADETIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    RECOVERYPRICE_FIELD_NUMBER: _ClassVar[int]
    CONVERSIONRATIO_FIELD_NUMBER: _ClassVar[int]
    LOTSIZE_FIELD_NUMBER: _ClassVar[int]
    STRIKEPRICE_FIELD_NUMBER: _ClassVar[int]
    LASTCLOSEPRICE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CURPRICE_FIELD_NUMBER: _ClassVar[int]
    PRICECHANGEVAL_FIELD_NUMBER: _ClassVar[int]
    CHANGERATE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    BIDPRICE_FIELD_NUMBER: _ClassVar[int]
    ASKPRICE_FIELD_NUMBER: _ClassVar[int]
    BIDVOL_FIELD_NUMBER: _ClassVar[int]
    ASKVOL_FIELD_NUMBER: _ClassVar[int]
    VOLUME_FIELD_NUMBER: _ClassVar[int]
    TURNOVER_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    PREMIUM_FIELD_NUMBER: _ClassVar[int]
    BREAKEVENPOINT_FIELD_NUMBER: _ClassVar[int]
    LEVERAGE_FIELD_NUMBER: _ClassVar[int]
    IPOP_FIELD_NUMBER: _ClassVar[int]
    PRICERECOVERYRATIO_FIELD_NUMBER: _ClassVar[int]
    CONVERSIONPRICE_FIELD_NUMBER: _ClassVar[int]
    STREETRATE_FIELD_NUMBER: _ClassVar[int]
    STREETVOL_FIELD_NUMBER: _ClassVar[int]
    AMPLITUDE_FIELD_NUMBER: _ClassVar[int]
    ISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    HIGHPRICE_FIELD_NUMBER: _ClassVar[int]
    LOWPRICE_FIELD_NUMBER: _ClassVar[int]
    IMPLIEDVOLATILITY_FIELD_NUMBER: _ClassVar[int]
    DELTA_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVELEVERAGE_FIELD_NUMBER: _ClassVar[int]
    UPPERSTRIKEPRICE_FIELD_NUMBER: _ClassVar[int]
    LOWERSTRIKEPRICE_FIELD_NUMBER: _ClassVar[int]
    INLINEPRICESTATUS_FIELD_NUMBER: _ClassVar[int]
    stock: _qot_common_pb2.Security
    owner: _qot_common_pb2.Security
    type: int
    issuer: int
    maturityTime: str
    maturityTimestamp: float
    listTime: str
    listTimestamp: float
    lastTradeTime: str
    lastTradeTimestamp: float
    recoveryPrice: float
    conversionRatio: float
    lotSize: int
    strikePrice: float
    lastClosePrice: float
    name: str
    curPrice: float
    priceChangeVal: float
    changeRate: float
    status: int
    bidPrice: float
    askPrice: float
    bidVol: int
    askVol: int
    volume: int
    turnover: float
    score: float
    premium: float
    breakEvenPoint: float
    leverage: float
    ipop: float
    priceRecoveryRatio: float
    conversionPrice: float
    streetRate: float
    streetVol: int
    amplitude: float
    issueSize: int
    highPrice: float
    lowPrice: float
    impliedVolatility: float
    delta: float
    effectiveLeverage: float
    upperStrikePrice: float
    lowerStrikePrice: float
    inLinePriceStatus: int
    def __init__(self, stock: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., owner: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., type: _Optional[int] = ..., issuer: _Optional[int] = ..., maturityTime: _Optional[str] = ..., maturityTimestamp: _Optional[float] = ..., listTime: _Optional[str] = ..., listTimestamp: _Optional[float] = ..., lastTradeTime: _Optional[str] = ..., lastTradeTimestamp: _Optional[float] = ..., recoveryPrice: _Optional[float] = ..., conversionRatio: _Optional[float] = ..., lotSize: _Optional[int] = ..., strikePrice: _Optional[float] = ..., lastClosePrice: _Optional[float] = ..., name: _Optional[str] = ..., curPrice: _Optional[float] = ..., priceChangeVal: _Optional[float] = ..., changeRate: _Optional[float] = ..., status: _Optional[int] = ..., bidPrice: _Optional[float] = ..., askPrice: _Optional[float] = ..., bidVol: _Optional[int] = ..., askVol: _Optional[int] = ..., volume: _Optional[int] = ..., turnover: _Optional[float] = ..., score: _Optional[float] = ..., premium: _Optional[float] = ..., breakEvenPoint: _Optional[float] = ..., leverage: _Optional[float] = ..., ipop: _Optional[float] = ..., priceRecoveryRatio: _Optional[float] = ..., conversionPrice: _Optional[float] = ..., streetRate: _Optional[float] = ..., streetVol: _Optional[int] = ..., amplitude: _Optional[float] = ..., issueSize: _Optional[int] = ..., highPrice: _Optional[float] = ..., lowPrice: _Optional[float] = ..., impliedVolatility: _Optional[float] = ..., delta: _Optional[float] = ..., effectiveLeverage: _Optional[float] = ..., upperStrikePrice: _Optional[float] = ..., lowerStrikePrice: _Optional[float] = ..., inLinePriceStatus: _Optional[int] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("lastPage", "allCount", "warrantDataList")
    LASTPAGE_FIELD_NUMBER: _ClassVar[int]
    ALLCOUNT_FIELD_NUMBER: _ClassVar[int]
    WARRANTDATALIST_FIELD_NUMBER: _ClassVar[int]
    lastPage: bool
    allCount: int
    warrantDataList: _containers.RepeatedCompositeFieldContainer[WarrantData]
    def __init__(self, lastPage: bool = ..., allCount: _Optional[int] = ..., warrantDataList: _Optional[_Iterable[_Union[WarrantData, _Mapping]]] = ...) -> None: ...

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
