from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class StockField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    StockField_Unknown: _ClassVar[StockField]
    StockField_StockCode: _ClassVar[StockField]
    StockField_StockName: _ClassVar[StockField]
    StockField_CurPrice: _ClassVar[StockField]
    StockField_CurPriceToHighest52WeeksRatio: _ClassVar[StockField]
    StockField_CurPriceToLowest52WeeksRatio: _ClassVar[StockField]
    StockField_HighPriceToHighest52WeeksRatio: _ClassVar[StockField]
    StockField_LowPriceToLowest52WeeksRatio: _ClassVar[StockField]
    StockField_VolumeRatio: _ClassVar[StockField]
    StockField_BidAskRatio: _ClassVar[StockField]
    StockField_LotPrice: _ClassVar[StockField]
    StockField_MarketVal: _ClassVar[StockField]
    StockField_PeAnnual: _ClassVar[StockField]
    StockField_PeTTM: _ClassVar[StockField]
    StockField_PbRate: _ClassVar[StockField]
    StockField_ChangeRate5min: _ClassVar[StockField]
    StockField_ChangeRateBeginYear: _ClassVar[StockField]
    StockField_PSTTM: _ClassVar[StockField]
    StockField_PCFTTM: _ClassVar[StockField]
    StockField_TotalShare: _ClassVar[StockField]
    StockField_FloatShare: _ClassVar[StockField]
    StockField_FloatMarketVal: _ClassVar[StockField]

class AccumulateField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AccumulateField_Unknown: _ClassVar[AccumulateField]
    AccumulateField_ChangeRate: _ClassVar[AccumulateField]
    AccumulateField_Amplitude: _ClassVar[AccumulateField]
    AccumulateField_Volume: _ClassVar[AccumulateField]
    AccumulateField_Turnover: _ClassVar[AccumulateField]
    AccumulateField_TurnoverRate: _ClassVar[AccumulateField]

class FinancialField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FinancialField_Unknown: _ClassVar[FinancialField]
    FinancialField_NetProfit: _ClassVar[FinancialField]
    FinancialField_NetProfitGrowth: _ClassVar[FinancialField]
    FinancialField_SumOfBusiness: _ClassVar[FinancialField]
    FinancialField_SumOfBusinessGrowth: _ClassVar[FinancialField]
    FinancialField_NetProfitRate: _ClassVar[FinancialField]
    FinancialField_GrossProfitRate: _ClassVar[FinancialField]
    FinancialField_DebtAssetsRate: _ClassVar[FinancialField]
    FinancialField_ReturnOnEquityRate: _ClassVar[FinancialField]
    FinancialField_ROIC: _ClassVar[FinancialField]
    FinancialField_ROATTM: _ClassVar[FinancialField]
    FinancialField_EBITTTM: _ClassVar[FinancialField]
    FinancialField_EBITDA: _ClassVar[FinancialField]
    FinancialField_OperatingMarginTTM: _ClassVar[FinancialField]
    FinancialField_EBITMargin: _ClassVar[FinancialField]
    FinancialField_EBITDAMargin: _ClassVar[FinancialField]
    FinancialField_FinancialCostRate: _ClassVar[FinancialField]
    FinancialField_OperatingProfitTTM: _ClassVar[FinancialField]
    FinancialField_ShareholderNetProfitTTM: _ClassVar[FinancialField]
    FinancialField_NetProfitCashCoverTTM: _ClassVar[FinancialField]
    FinancialField_CurrentRatio: _ClassVar[FinancialField]
    FinancialField_QuickRatio: _ClassVar[FinancialField]
    FinancialField_CurrentAssetRatio: _ClassVar[FinancialField]
    FinancialField_CurrentDebtRatio: _ClassVar[FinancialField]
    FinancialField_EquityMultiplier: _ClassVar[FinancialField]
    FinancialField_PropertyRatio: _ClassVar[FinancialField]
    FinancialField_CashAndCashEquivalents: _ClassVar[FinancialField]
    FinancialField_TotalAssetTurnover: _ClassVar[FinancialField]
    FinancialField_FixedAssetTurnover: _ClassVar[FinancialField]
    FinancialField_InventoryTurnover: _ClassVar[FinancialField]
    FinancialField_OperatingCashFlowTTM: _ClassVar[FinancialField]
    FinancialField_AccountsReceivable: _ClassVar[FinancialField]
    FinancialField_EBITGrowthRate: _ClassVar[FinancialField]
    FinancialField_OperatingProfitGrowthRate: _ClassVar[FinancialField]
    FinancialField_TotalAssetsGrowthRate: _ClassVar[FinancialField]
    FinancialField_ProfitToShareholdersGrowthRate: _ClassVar[FinancialField]
    FinancialField_ProfitBeforeTaxGrowthRate: _ClassVar[FinancialField]
    FinancialField_EPSGrowthRate: _ClassVar[FinancialField]
    FinancialField_ROEGrowthRate: _ClassVar[FinancialField]
    FinancialField_ROICGrowthRate: _ClassVar[FinancialField]
    FinancialField_NOCFGrowthRate: _ClassVar[FinancialField]
    FinancialField_NOCFPerShareGrowthRate: _ClassVar[FinancialField]
    FinancialField_OperatingRevenueCashCover: _ClassVar[FinancialField]
    FinancialField_OperatingProfitToTotalProfit: _ClassVar[FinancialField]
    FinancialField_BasicEPS: _ClassVar[FinancialField]
    FinancialField_DilutedEPS: _ClassVar[FinancialField]
    FinancialField_NOCFPerShare: _ClassVar[FinancialField]

class CustomIndicatorField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CustomIndicatorField_Unknown: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_Price: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA5: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA10: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA20: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA30: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA60: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA120: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA250: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_RSI: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA5: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA10: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA20: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA30: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA60: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA120: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA250: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_Value: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MA: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_EMA: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_KDJ_K: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_KDJ_D: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_KDJ_J: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MACD_DIFF: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MACD_DEA: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_MACD: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_BOLL_UPPER: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_BOLL_MIDDLER: _ClassVar[CustomIndicatorField]
    CustomIndicatorField_BOLL_LOWER: _ClassVar[CustomIndicatorField]

class PatternField(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PatternField_Unknown: _ClassVar[PatternField]
    PatternField_MAAlignmentLong: _ClassVar[PatternField]
    PatternField_MAAlignmentShort: _ClassVar[PatternField]
    PatternField_EMAAlignmentLong: _ClassVar[PatternField]
    PatternField_EMAAlignmentShort: _ClassVar[PatternField]
    PatternField_RSIGoldCrossLow: _ClassVar[PatternField]
    PatternField_RSIDeathCrossHigh: _ClassVar[PatternField]
    PatternField_RSITopDivergence: _ClassVar[PatternField]
    PatternField_RSIBottomDivergence: _ClassVar[PatternField]
    PatternField_KDJGoldCrossLow: _ClassVar[PatternField]
    PatternField_KDJDeathCrossHigh: _ClassVar[PatternField]
    PatternField_KDJTopDivergence: _ClassVar[PatternField]
    PatternField_KDJBottomDivergence: _ClassVar[PatternField]
    PatternField_MACDGoldCrossLow: _ClassVar[PatternField]
    PatternField_MACDDeathCrossHigh: _ClassVar[PatternField]
    PatternField_MACDTopDivergence: _ClassVar[PatternField]
    PatternField_MACDBottomDivergence: _ClassVar[PatternField]
    PatternField_BOLLBreakUpper: _ClassVar[PatternField]
    PatternField_BOLLLower: _ClassVar[PatternField]
    PatternField_BOLLCrossMiddleUp: _ClassVar[PatternField]
    PatternField_BOLLCrossMiddleDown: _ClassVar[PatternField]

class FinancialQuarter(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FinancialQuarter_Unknown: _ClassVar[FinancialQuarter]
    FinancialQuarter_Annual: _ClassVar[FinancialQuarter]
    FinancialQuarter_FirstQuarter: _ClassVar[FinancialQuarter]
    FinancialQuarter_Interim: _ClassVar[FinancialQuarter]
    FinancialQuarter_ThirdQuarter: _ClassVar[FinancialQuarter]
    FinancialQuarter_MostRecentQuarter: _ClassVar[FinancialQuarter]

class RelativePosition(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RelativePosition_Unknown: _ClassVar[RelativePosition]
    RelativePosition_More: _ClassVar[RelativePosition]
    RelativePosition_Less: _ClassVar[RelativePosition]
    RelativePosition_CrossUp: _ClassVar[RelativePosition]
    RelativePosition_CrossDown: _ClassVar[RelativePosition]

class SortDir(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SortDir_No: _ClassVar[SortDir]
    SortDir_Ascend: _ClassVar[SortDir]
    SortDir_Descend: _ClassVar[SortDir]
StockField_Unknown: StockField
StockField_StockCode: StockField
StockField_StockName: StockField
StockField_CurPrice: StockField
StockField_CurPriceToHighest52WeeksRatio: StockField
StockField_CurPriceToLowest52WeeksRatio: StockField
StockField_HighPriceToHighest52WeeksRatio: StockField
StockField_LowPriceToLowest52WeeksRatio: StockField
StockField_VolumeRatio: StockField
StockField_BidAskRatio: StockField
StockField_LotPrice: StockField
StockField_MarketVal: StockField
StockField_PeAnnual: StockField
StockField_PeTTM: StockField
StockField_PbRate: StockField
StockField_ChangeRate5min: StockField
StockField_ChangeRateBeginYear: StockField
StockField_PSTTM: StockField
StockField_PCFTTM: StockField
StockField_TotalShare: StockField
StockField_FloatShare: StockField
StockField_FloatMarketVal: StockField
AccumulateField_Unknown: AccumulateField
AccumulateField_ChangeRate: AccumulateField
AccumulateField_Amplitude: AccumulateField
AccumulateField_Volume: AccumulateField
AccumulateField_Turnover: AccumulateField
AccumulateField_TurnoverRate: AccumulateField
FinancialField_Unknown: FinancialField
FinancialField_NetProfit: FinancialField
FinancialField_NetProfitGrowth: FinancialField
FinancialField_SumOfBusiness: FinancialField
FinancialField_SumOfBusinessGrowth: FinancialField
FinancialField_NetProfitRate: FinancialField
FinancialField_GrossProfitRate: FinancialField
FinancialField_DebtAssetsRate: FinancialField
FinancialField_ReturnOnEquityRate: FinancialField
FinancialField_ROIC: FinancialField
FinancialField_ROATTM: FinancialField
FinancialField_EBITTTM: FinancialField
FinancialField_EBITDA: FinancialField
FinancialField_OperatingMarginTTM: FinancialField
FinancialField_EBITMargin: FinancialField
FinancialField_EBITDAMargin: FinancialField
FinancialField_FinancialCostRate: FinancialField
FinancialField_OperatingProfitTTM: FinancialField
FinancialField_ShareholderNetProfitTTM: FinancialField
FinancialField_NetProfitCashCoverTTM: FinancialField
FinancialField_CurrentRatio: FinancialField
FinancialField_QuickRatio: FinancialField
FinancialField_CurrentAssetRatio: FinancialField
FinancialField_CurrentDebtRatio: FinancialField
FinancialField_EquityMultiplier: FinancialField
FinancialField_PropertyRatio: FinancialField
FinancialField_CashAndCashEquivalents: FinancialField
FinancialField_TotalAssetTurnover: FinancialField
FinancialField_FixedAssetTurnover: FinancialField
FinancialField_InventoryTurnover: FinancialField
FinancialField_OperatingCashFlowTTM: FinancialField
FinancialField_AccountsReceivable: FinancialField
FinancialField_EBITGrowthRate: FinancialField
FinancialField_OperatingProfitGrowthRate: FinancialField
FinancialField_TotalAssetsGrowthRate: FinancialField
FinancialField_ProfitToShareholdersGrowthRate: FinancialField
FinancialField_ProfitBeforeTaxGrowthRate: FinancialField
FinancialField_EPSGrowthRate: FinancialField
FinancialField_ROEGrowthRate: FinancialField
FinancialField_ROICGrowthRate: FinancialField
FinancialField_NOCFGrowthRate: FinancialField
FinancialField_NOCFPerShareGrowthRate: FinancialField
FinancialField_OperatingRevenueCashCover: FinancialField
FinancialField_OperatingProfitToTotalProfit: FinancialField
FinancialField_BasicEPS: FinancialField
FinancialField_DilutedEPS: FinancialField
FinancialField_NOCFPerShare: FinancialField
CustomIndicatorField_Unknown: CustomIndicatorField
CustomIndicatorField_Price: CustomIndicatorField
CustomIndicatorField_MA5: CustomIndicatorField
CustomIndicatorField_MA10: CustomIndicatorField
CustomIndicatorField_MA20: CustomIndicatorField
CustomIndicatorField_MA30: CustomIndicatorField
CustomIndicatorField_MA60: CustomIndicatorField
CustomIndicatorField_MA120: CustomIndicatorField
CustomIndicatorField_MA250: CustomIndicatorField
CustomIndicatorField_RSI: CustomIndicatorField
CustomIndicatorField_EMA5: CustomIndicatorField
CustomIndicatorField_EMA10: CustomIndicatorField
CustomIndicatorField_EMA20: CustomIndicatorField
CustomIndicatorField_EMA30: CustomIndicatorField
CustomIndicatorField_EMA60: CustomIndicatorField
CustomIndicatorField_EMA120: CustomIndicatorField
CustomIndicatorField_EMA250: CustomIndicatorField
CustomIndicatorField_Value: CustomIndicatorField
CustomIndicatorField_MA: CustomIndicatorField
CustomIndicatorField_EMA: CustomIndicatorField
CustomIndicatorField_KDJ_K: CustomIndicatorField
CustomIndicatorField_KDJ_D: CustomIndicatorField
CustomIndicatorField_KDJ_J: CustomIndicatorField
CustomIndicatorField_MACD_DIFF: CustomIndicatorField
CustomIndicatorField_MACD_DEA: CustomIndicatorField
CustomIndicatorField_MACD: CustomIndicatorField
CustomIndicatorField_BOLL_UPPER: CustomIndicatorField
CustomIndicatorField_BOLL_MIDDLER: CustomIndicatorField
CustomIndicatorField_BOLL_LOWER: CustomIndicatorField
PatternField_Unknown: PatternField
PatternField_MAAlignmentLong: PatternField
PatternField_MAAlignmentShort: PatternField
PatternField_EMAAlignmentLong: PatternField
PatternField_EMAAlignmentShort: PatternField
PatternField_RSIGoldCrossLow: PatternField
PatternField_RSIDeathCrossHigh: PatternField
PatternField_RSITopDivergence: PatternField
PatternField_RSIBottomDivergence: PatternField
PatternField_KDJGoldCrossLow: PatternField
PatternField_KDJDeathCrossHigh: PatternField
PatternField_KDJTopDivergence: PatternField
PatternField_KDJBottomDivergence: PatternField
PatternField_MACDGoldCrossLow: PatternField
PatternField_MACDDeathCrossHigh: PatternField
PatternField_MACDTopDivergence: PatternField
PatternField_MACDBottomDivergence: PatternField
PatternField_BOLLBreakUpper: PatternField
PatternField_BOLLLower: PatternField
PatternField_BOLLCrossMiddleUp: PatternField
PatternField_BOLLCrossMiddleDown: PatternField
FinancialQuarter_Unknown: FinancialQuarter
FinancialQuarter_Annual: FinancialQuarter
FinancialQuarter_FirstQuarter: FinancialQuarter
FinancialQuarter_Interim: FinancialQuarter
FinancialQuarter_ThirdQuarter: FinancialQuarter
FinancialQuarter_MostRecentQuarter: FinancialQuarter
RelativePosition_Unknown: RelativePosition
RelativePosition_More: RelativePosition
RelativePosition_Less: RelativePosition
RelativePosition_CrossUp: RelativePosition
RelativePosition_CrossDown: RelativePosition
SortDir_No: SortDir
SortDir_Ascend: SortDir
SortDir_Descend: SortDir

class BaseFilter(_message.Message):
    __slots__ = ("fieldName", "filterMin", "filterMax", "isNoFilter", "sortDir")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    FILTERMIN_FIELD_NUMBER: _ClassVar[int]
    FILTERMAX_FIELD_NUMBER: _ClassVar[int]
    ISNOFILTER_FIELD_NUMBER: _ClassVar[int]
    SORTDIR_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    filterMin: float
    filterMax: float
    isNoFilter: bool
    sortDir: int
    def __init__(self, fieldName: _Optional[int] = ..., filterMin: _Optional[float] = ..., filterMax: _Optional[float] = ..., isNoFilter: bool = ..., sortDir: _Optional[int] = ...) -> None: ...

class AccumulateFilter(_message.Message):
    __slots__ = ("fieldName", "filterMin", "filterMax", "isNoFilter", "sortDir", "days")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    FILTERMIN_FIELD_NUMBER: _ClassVar[int]
    FILTERMAX_FIELD_NUMBER: _ClassVar[int]
    ISNOFILTER_FIELD_NUMBER: _ClassVar[int]
    SORTDIR_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    filterMin: float
    filterMax: float
    isNoFilter: bool
    sortDir: int
    days: int
    def __init__(self, fieldName: _Optional[int] = ..., filterMin: _Optional[float] = ..., filterMax: _Optional[float] = ..., isNoFilter: bool = ..., sortDir: _Optional[int] = ..., days: _Optional[int] = ...) -> None: ...

class FinancialFilter(_message.Message):
    __slots__ = ("fieldName", "filterMin", "filterMax", "isNoFilter", "sortDir", "quarter")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    FILTERMIN_FIELD_NUMBER: _ClassVar[int]
    FILTERMAX_FIELD_NUMBER: _ClassVar[int]
    ISNOFILTER_FIELD_NUMBER: _ClassVar[int]
    SORTDIR_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    filterMin: float
    filterMax: float
    isNoFilter: bool
    sortDir: int
    quarter: int
    def __init__(self, fieldName: _Optional[int] = ..., filterMin: _Optional[float] = ..., filterMax: _Optional[float] = ..., isNoFilter: bool = ..., sortDir: _Optional[int] = ..., quarter: _Optional[int] = ...) -> None: ...

class PatternFilter(_message.Message):
    __slots__ = ("fieldName", "klType", "isNoFilter", "consecutivePeriod")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    KLTYPE_FIELD_NUMBER: _ClassVar[int]
    ISNOFILTER_FIELD_NUMBER: _ClassVar[int]
    CONSECUTIVEPERIOD_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    klType: int
    isNoFilter: bool
    consecutivePeriod: int
    def __init__(self, fieldName: _Optional[int] = ..., klType: _Optional[int] = ..., isNoFilter: bool = ..., consecutivePeriod: _Optional[int] = ...) -> None: ...

class CustomIndicatorFilter(_message.Message):
    __slots__ = ("firstFieldName", "secondFieldName", "relativePosition", "fieldValue", "klType", "isNoFilter", "firstFieldParaList", "secondFieldParaList", "consecutivePeriod")
    FIRSTFIELDNAME_FIELD_NUMBER: _ClassVar[int]
    SECONDFIELDNAME_FIELD_NUMBER: _ClassVar[int]
    RELATIVEPOSITION_FIELD_NUMBER: _ClassVar[int]
    FIELDVALUE_FIELD_NUMBER: _ClassVar[int]
    KLTYPE_FIELD_NUMBER: _ClassVar[int]
    ISNOFILTER_FIELD_NUMBER: _ClassVar[int]
    FIRSTFIELDPARALIST_FIELD_NUMBER: _ClassVar[int]
    SECONDFIELDPARALIST_FIELD_NUMBER: _ClassVar[int]
    CONSECUTIVEPERIOD_FIELD_NUMBER: _ClassVar[int]
    firstFieldName: int
    secondFieldName: int
    relativePosition: int
    fieldValue: float
    klType: int
    isNoFilter: bool
    firstFieldParaList: _containers.RepeatedScalarFieldContainer[int]
    secondFieldParaList: _containers.RepeatedScalarFieldContainer[int]
    consecutivePeriod: int
    def __init__(self, firstFieldName: _Optional[int] = ..., secondFieldName: _Optional[int] = ..., relativePosition: _Optional[int] = ..., fieldValue: _Optional[float] = ..., klType: _Optional[int] = ..., isNoFilter: bool = ..., firstFieldParaList: _Optional[_Iterable[int]] = ..., secondFieldParaList: _Optional[_Iterable[int]] = ..., consecutivePeriod: _Optional[int] = ...) -> None: ...

class BaseData(_message.Message):
    __slots__ = ("fieldName", "value")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    value: float
    def __init__(self, fieldName: _Optional[int] = ..., value: _Optional[float] = ...) -> None: ...

class AccumulateData(_message.Message):
    __slots__ = ("fieldName", "value", "days")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    value: float
    days: int
    def __init__(self, fieldName: _Optional[int] = ..., value: _Optional[float] = ..., days: _Optional[int] = ...) -> None: ...

class FinancialData(_message.Message):
    __slots__ = ("fieldName", "value", "quarter")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    QUARTER_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    value: float
    quarter: int
    def __init__(self, fieldName: _Optional[int] = ..., value: _Optional[float] = ..., quarter: _Optional[int] = ...) -> None: ...

class CustomIndicatorData(_message.Message):
    __slots__ = ("fieldName", "value", "klType", "fieldParaList")
    FIELDNAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    KLTYPE_FIELD_NUMBER: _ClassVar[int]
    FIELDPARALIST_FIELD_NUMBER: _ClassVar[int]
    fieldName: int
    value: float
    klType: int
    fieldParaList: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, fieldName: _Optional[int] = ..., value: _Optional[float] = ..., klType: _Optional[int] = ..., fieldParaList: _Optional[_Iterable[int]] = ...) -> None: ...

class StockData(_message.Message):
    __slots__ = ("security", "name", "baseDataList", "accumulateDataList", "financialDataList", "customIndicatorDataList")
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    BASEDATALIST_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATEDATALIST_FIELD_NUMBER: _ClassVar[int]
    FINANCIALDATALIST_FIELD_NUMBER: _ClassVar[int]
    CUSTOMINDICATORDATALIST_FIELD_NUMBER: _ClassVar[int]
    security: _qot_common_pb2.Security
    name: str
    baseDataList: _containers.RepeatedCompositeFieldContainer[BaseData]
    accumulateDataList: _containers.RepeatedCompositeFieldContainer[AccumulateData]
    financialDataList: _containers.RepeatedCompositeFieldContainer[FinancialData]
    customIndicatorDataList: _containers.RepeatedCompositeFieldContainer[CustomIndicatorData]
    def __init__(self, security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., name: _Optional[str] = ..., baseDataList: _Optional[_Iterable[_Union[BaseData, _Mapping]]] = ..., accumulateDataList: _Optional[_Iterable[_Union[AccumulateData, _Mapping]]] = ..., financialDataList: _Optional[_Iterable[_Union[FinancialData, _Mapping]]] = ..., customIndicatorDataList: _Optional[_Iterable[_Union[CustomIndicatorData, _Mapping]]] = ...) -> None: ...

class C2S(_message.Message):
    __slots__ = ("begin", "num", "market", "plate", "baseFilterList", "accumulateFilterList", "financialFilterList", "patternFilterList", "customIndicatorFilterList", "header")
    BEGIN_FIELD_NUMBER: _ClassVar[int]
    NUM_FIELD_NUMBER: _ClassVar[int]
    MARKET_FIELD_NUMBER: _ClassVar[int]
    PLATE_FIELD_NUMBER: _ClassVar[int]
    BASEFILTERLIST_FIELD_NUMBER: _ClassVar[int]
    ACCUMULATEFILTERLIST_FIELD_NUMBER: _ClassVar[int]
    FINANCIALFILTERLIST_FIELD_NUMBER: _ClassVar[int]
    PATTERNFILTERLIST_FIELD_NUMBER: _ClassVar[int]
    CUSTOMINDICATORFILTERLIST_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    begin: int
    num: int
    market: int
    plate: _qot_common_pb2.Security
    baseFilterList: _containers.RepeatedCompositeFieldContainer[BaseFilter]
    accumulateFilterList: _containers.RepeatedCompositeFieldContainer[AccumulateFilter]
    financialFilterList: _containers.RepeatedCompositeFieldContainer[FinancialFilter]
    patternFilterList: _containers.RepeatedCompositeFieldContainer[PatternFilter]
    customIndicatorFilterList: _containers.RepeatedCompositeFieldContainer[CustomIndicatorFilter]
    header: _qot_common_pb2.QotHeader
    def __init__(self, begin: _Optional[int] = ..., num: _Optional[int] = ..., market: _Optional[int] = ..., plate: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., baseFilterList: _Optional[_Iterable[_Union[BaseFilter, _Mapping]]] = ..., accumulateFilterList: _Optional[_Iterable[_Union[AccumulateFilter, _Mapping]]] = ..., financialFilterList: _Optional[_Iterable[_Union[FinancialFilter, _Mapping]]] = ..., patternFilterList: _Optional[_Iterable[_Union[PatternFilter, _Mapping]]] = ..., customIndicatorFilterList: _Optional[_Iterable[_Union[CustomIndicatorFilter, _Mapping]]] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("lastPage", "allCount", "dataList")
    LASTPAGE_FIELD_NUMBER: _ClassVar[int]
    ALLCOUNT_FIELD_NUMBER: _ClassVar[int]
    DATALIST_FIELD_NUMBER: _ClassVar[int]
    lastPage: bool
    allCount: int
    dataList: _containers.RepeatedCompositeFieldContainer[StockData]
    def __init__(self, lastPage: bool = ..., allCount: _Optional[int] = ..., dataList: _Optional[_Iterable[_Union[StockData, _Mapping]]] = ...) -> None: ...

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
