from futu_tui.protocol.pb import qot_common_pb2 as _qot_common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BasicIpoData(_message.Message):
    __slots__ = ("security", "name", "listTime", "listTimestamp")
    SECURITY_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    LISTTIME_FIELD_NUMBER: _ClassVar[int]
    LISTTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    security: _qot_common_pb2.Security
    name: str
    listTime: str
    listTimestamp: float
    def __init__(self, security: _Optional[_Union[_qot_common_pb2.Security, _Mapping]] = ..., name: _Optional[str] = ..., listTime: _Optional[str] = ..., listTimestamp: _Optional[float] = ...) -> None: ...

class CNIpoExData(_message.Message):
    __slots__ = ("applyCode", "issueSize", "onlineIssueSize", "applyUpperLimit", "applyLimitMarketValue", "isEstimateIpoPrice", "ipoPrice", "industryPeRate", "isEstimateWinningRatio", "winningRatio", "issuePeRate", "applyTime", "applyTimestamp", "winningTime", "winningTimestamp", "isHasWon", "winningNumData")
    APPLYCODE_FIELD_NUMBER: _ClassVar[int]
    ISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    ONLINEISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    APPLYUPPERLIMIT_FIELD_NUMBER: _ClassVar[int]
    APPLYLIMITMARKETVALUE_FIELD_NUMBER: _ClassVar[int]
    ISESTIMATEIPOPRICE_FIELD_NUMBER: _ClassVar[int]
    IPOPRICE_FIELD_NUMBER: _ClassVar[int]
    INDUSTRYPERATE_FIELD_NUMBER: _ClassVar[int]
    ISESTIMATEWINNINGRATIO_FIELD_NUMBER: _ClassVar[int]
    WINNINGRATIO_FIELD_NUMBER: _ClassVar[int]
    ISSUEPERATE_FIELD_NUMBER: _ClassVar[int]
    APPLYTIME_FIELD_NUMBER: _ClassVar[int]
    APPLYTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    WINNINGTIME_FIELD_NUMBER: _ClassVar[int]
    WINNINGTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ISHASWON_FIELD_NUMBER: _ClassVar[int]
    WINNINGNUMDATA_FIELD_NUMBER: _ClassVar[int]
    applyCode: str
    issueSize: int
    onlineIssueSize: int
    applyUpperLimit: int
    applyLimitMarketValue: int
    isEstimateIpoPrice: bool
    ipoPrice: float
    industryPeRate: float
    isEstimateWinningRatio: bool
    winningRatio: float
    issuePeRate: float
    applyTime: str
    applyTimestamp: float
    winningTime: str
    winningTimestamp: float
    isHasWon: bool
    winningNumData: _containers.RepeatedCompositeFieldContainer[WinningNumData]
    def __init__(self, applyCode: _Optional[str] = ..., issueSize: _Optional[int] = ..., onlineIssueSize: _Optional[int] = ..., applyUpperLimit: _Optional[int] = ..., applyLimitMarketValue: _Optional[int] = ..., isEstimateIpoPrice: bool = ..., ipoPrice: _Optional[float] = ..., industryPeRate: _Optional[float] = ..., isEstimateWinningRatio: bool = ..., winningRatio: _Optional[float] = ..., issuePeRate: _Optional[float] = ..., applyTime: _Optional[str] = ..., applyTimestamp: _Optional[float] = ..., winningTime: _Optional[str] = ..., winningTimestamp: _Optional[float] = ..., isHasWon: bool = ..., winningNumData: _Optional[_Iterable[_Union[WinningNumData, _Mapping]]] = ...) -> None: ...

class WinningNumData(_message.Message):
    __slots__ = ("winningName", "winningInfo")
    WINNINGNAME_FIELD_NUMBER: _ClassVar[int]
    WINNINGINFO_FIELD_NUMBER: _ClassVar[int]
    winningName: str
    winningInfo: str
    def __init__(self, winningName: _Optional[str] = ..., winningInfo: _Optional[str] = ...) -> None: ...

class HKIpoExData(_message.Message):
    __slots__ = ("ipoPriceMin", "ipoPriceMax", "listPrice", "lotSize", "entrancePrice", "isSubscribeStatus", "applyEndTime", "applyEndTimestamp")
    IPOPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    IPOPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    LISTPRICE_FIELD_NUMBER: _ClassVar[int]
    LOTSIZE_FIELD_NUMBER: _ClassVar[int]
    ENTRANCEPRICE_FIELD_NUMBER: _ClassVar[int]
    ISSUBSCRIBESTATUS_FIELD_NUMBER: _ClassVar[int]
    APPLYENDTIME_FIELD_NUMBER: _ClassVar[int]
    APPLYENDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ipoPriceMin: float
    ipoPriceMax: float
    listPrice: float
    lotSize: int
    entrancePrice: float
    isSubscribeStatus: bool
    applyEndTime: str
    applyEndTimestamp: float
    def __init__(self, ipoPriceMin: _Optional[float] = ..., ipoPriceMax: _Optional[float] = ..., listPrice: _Optional[float] = ..., lotSize: _Optional[int] = ..., entrancePrice: _Optional[float] = ..., isSubscribeStatus: bool = ..., applyEndTime: _Optional[str] = ..., applyEndTimestamp: _Optional[float] = ...) -> None: ...

class USIpoExData(_message.Message):
    __slots__ = ("ipoPriceMin", "ipoPriceMax", "issueSize")
    IPOPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    IPOPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    ISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    ipoPriceMin: float
    ipoPriceMax: float
    issueSize: int
    def __init__(self, ipoPriceMin: _Optional[float] = ..., ipoPriceMax: _Optional[float] = ..., issueSize: _Optional[int] = ...) -> None: ...

class SGIpoExData(_message.Message):
    __slots__ = ("ipoPriceMin", "ipoPriceMax", "issueSize", "applyStartTime", "applyStartTimestamp", "applyEndTime", "applyEndTimestamp", "winningTime", "winningTimestamp")
    IPOPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    IPOPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    ISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    APPLYSTARTTIME_FIELD_NUMBER: _ClassVar[int]
    APPLYSTARTTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    APPLYENDTIME_FIELD_NUMBER: _ClassVar[int]
    APPLYENDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    WINNINGTIME_FIELD_NUMBER: _ClassVar[int]
    WINNINGTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    ipoPriceMin: float
    ipoPriceMax: float
    issueSize: int
    applyStartTime: str
    applyStartTimestamp: float
    applyEndTime: str
    applyEndTimestamp: float
    winningTime: str
    winningTimestamp: float
    def __init__(self, ipoPriceMin: _Optional[float] = ..., ipoPriceMax: _Optional[float] = ..., issueSize: _Optional[int] = ..., applyStartTime: _Optional[str] = ..., applyStartTimestamp: _Optional[float] = ..., applyEndTime: _Optional[str] = ..., applyEndTimestamp: _Optional[float] = ..., winningTime: _Optional[str] = ..., winningTimestamp: _Optional[float] = ...) -> None: ...

class MYIpoExData(_message.Message):
    __slots__ = ("offerPrice", "issueSize", "applyStartTime", "applyStartTimestamp", "applyEndTime", "applyEndTimestamp", "winningTime", "winningTimestamp")
    OFFERPRICE_FIELD_NUMBER: _ClassVar[int]
    ISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    APPLYSTARTTIME_FIELD_NUMBER: _ClassVar[int]
    APPLYSTARTTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    APPLYENDTIME_FIELD_NUMBER: _ClassVar[int]
    APPLYENDTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    WINNINGTIME_FIELD_NUMBER: _ClassVar[int]
    WINNINGTIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    offerPrice: float
    issueSize: int
    applyStartTime: str
    applyStartTimestamp: float
    applyEndTime: str
    applyEndTimestamp: float
    winningTime: str
    winningTimestamp: float
    def __init__(self, offerPrice: _Optional[float] = ..., issueSize: _Optional[int] = ..., applyStartTime: _Optional[str] = ..., applyStartTimestamp: _Optional[float] = ..., applyEndTime: _Optional[str] = ..., applyEndTimestamp: _Optional[float] = ..., winningTime: _Optional[str] = ..., winningTimestamp: _Optional[float] = ...) -> None: ...

class JPIpoExData(_message.Message):
    __slots__ = ("ipoPriceMin", "ipoPriceMax", "issueSize")
    IPOPRICEMIN_FIELD_NUMBER: _ClassVar[int]
    IPOPRICEMAX_FIELD_NUMBER: _ClassVar[int]
    ISSUESIZE_FIELD_NUMBER: _ClassVar[int]
    ipoPriceMin: float
    ipoPriceMax: float
    issueSize: int
    def __init__(self, ipoPriceMin: _Optional[float] = ..., ipoPriceMax: _Optional[float] = ..., issueSize: _Optional[int] = ...) -> None: ...

class IpoData(_message.Message):
    __slots__ = ("basic", "cnExData", "hkExData", "usExData", "sgExData", "myExData", "jpExData")
    BASIC_FIELD_NUMBER: _ClassVar[int]
    CNEXDATA_FIELD_NUMBER: _ClassVar[int]
    HKEXDATA_FIELD_NUMBER: _ClassVar[int]
    USEXDATA_FIELD_NUMBER: _ClassVar[int]
    SGEXDATA_FIELD_NUMBER: _ClassVar[int]
    MYEXDATA_FIELD_NUMBER: _ClassVar[int]
    JPEXDATA_FIELD_NUMBER: _ClassVar[int]
    basic: BasicIpoData
    cnExData: CNIpoExData
    hkExData: HKIpoExData
    usExData: USIpoExData
    sgExData: SGIpoExData
    myExData: MYIpoExData
    jpExData: JPIpoExData
    def __init__(self, basic: _Optional[_Union[BasicIpoData, _Mapping]] = ..., cnExData: _Optional[_Union[CNIpoExData, _Mapping]] = ..., hkExData: _Optional[_Union[HKIpoExData, _Mapping]] = ..., usExData: _Optional[_Union[USIpoExData, _Mapping]] = ..., sgExData: _Optional[_Union[SGIpoExData, _Mapping]] = ..., myExData: _Optional[_Union[MYIpoExData, _Mapping]] = ..., jpExData: _Optional[_Union[JPIpoExData, _Mapping]] = ...) -> None: ...

class C2S(_message.Message):
    __slots__ = ("market", "header")
    MARKET_FIELD_NUMBER: _ClassVar[int]
    HEADER_FIELD_NUMBER: _ClassVar[int]
    market: int
    header: _qot_common_pb2.QotHeader
    def __init__(self, market: _Optional[int] = ..., header: _Optional[_Union[_qot_common_pb2.QotHeader, _Mapping]] = ...) -> None: ...

class S2C(_message.Message):
    __slots__ = ("ipoList",)
    IPOLIST_FIELD_NUMBER: _ClassVar[int]
    ipoList: _containers.RepeatedCompositeFieldContainer[IpoData]
    def __init__(self, ipoList: _Optional[_Iterable[_Union[IpoData, _Mapping]]] = ...) -> None: ...

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
