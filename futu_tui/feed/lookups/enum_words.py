"""The wire's enums in a trader's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from futu_tui.protocol.enums import enum_of

if TYPE_CHECKING:
    from google.protobuf.descriptor import FieldDescriptor

_WORDS = {
    "AssetClass_CurrencyMarket": "Money market",
    "CodeChangeType_GemToMain": "From GEM to the main board",
    "CodeChangeType_Unpaid": "Nil-paid rights trade",
    "CodeChangeType_ChangeLot": "Another lot size",
    "CodeChangeType_Split": "Split",
    "CodeChangeType_Joint": "Consolidation",
    "CodeChangeType_JointSplit": "Consolidation, then split",
    "CodeChangeType_SplitJoint": "Split, then consolidation",
    "ExchType_HK_MainBoard": "HK main board",
    "ExchType_HK_GEMBoard": "HK GEM",
    "ExchType_HK_HKEX": "HKEX",
    "ExchType_US_Nasdaq": "Nasdaq",
    "ExchType_US_Pink": "US over the counter",
    "ExchType_US_Option": "US options",
    "ExchType_CN_SH": "Shanghai",
    "ExchType_CN_SZ": "Shenzhen",
    "ExchType_CN_STIB": "Shanghai STAR",
    "ExchType_JP_Nikkei": "Nikkei",
    "ExchType_CC_CRYPTO": "Crypto",
    "GtwEventType_APISvrRunFailed": "The API's server does not run",
    "GtwEventType_NeedPicVerifyCode": "A picture code is needed",
    "GtwEventType_NeedPhoneVerifyCode": "A phone code is needed",
    "GtwEventType_UnAgreeDisclaimer": "The API's terms are not agreed to",
    "IndexOptionType_Small": "Mini",
    "NotifyType_APILevel": "API level",
    "NotifyType_APIQuota": "Quotas",
    "NotifyType_ConnStatus": "Login",
    "NotifyType_GtwEvent": "Gateway",
    "NotifyType_QotRight": "Quote rights",
    "NotifyType_UsedQuota": "Quotas in use",
    "OptionSettlementMode_AM": "At the open (AM)",
    "OptionSettlementMode_PM": "At the close (PM)",
    "OptionStandardType_NonStandard": "Not standard",
    "PriceType_Outside": "Out of the money",
    "PriceType_WithIn": "In the money",
    "QotMarketState_None": "No trading",
    "QotMarketState_Rest": "Lunch break",
    "QotMarketState_HkCas": "Closing auction",
    "QotMarketState_CLOSE_AUCTION": "Closing auction",
    "QotMarketState_OVERNIGHT": "Overnight session",
    "QotMarketState_NIGHT": "Night session",
    "QotMarketState_PreMarketBegin": "Pre-market session",
    "QotMarketState_PreMarketEnd": "Pre-market over",
    "QotMarketState_AfterHoursBegin": "After hours",
    "QotMarketState_AfterHoursEnd": "After hours over",
    "SecurityStatus_BeforeDrakTradeOpening": "Before grey market",
    "SecurityStatus_DrakTrading": "Grey market",
    "SecurityStatus_DrakTradeEnd": "Grey market over",
    "SecurityStatus_Called": "Called back",
    "SecurityStatus_ExpiredLastTradingDate": "Past its last day",
    "SecurityStatus_ChangeToTemporaryCode": "Temporary code",
    "SecurityStatus_TemporaryCodeTradeEnd": "Temporary code over",
    "SecurityStatus_ChangedPlateTradeEnd": "Moved board",
    "SecurityStatus_ChangedCodeTradeEnd": "Changed code",
    "SecurityStatus_RecoverableCircuitBreaker": "Circuit breaker",
    "SecurityStatus_UnRecoverableCircuitBreaker": "Circuit breaker, for the day",
    "SecurityStatus_AfterCombination": "After consolidation",
    "SecurityStatus_AfterTransation": "At the closing price",
    "SecurityType_Bwrt": "Basket warrant",
    "SecurityType_Eqty": "Shares",
    "SecurityType_Trust": "Fund",
    "SecurityType_Drvt": "Option",
    "SecurityType_PlateSet": "Set of plates",
    "WarrantType_Buy": "Call",
    "WarrantType_Sell": "Put",
    "WarrantType_InLine": "Inline",
}
"""Where the wire's own name says less."""
_UNKNOWN = frozenset({"unknown", "unknow", "unkown"})


def words_of(field: FieldDescriptor, number: int) -> str:
    """What a number of an enum's field stands for: "Shares", "Lunch break"; a number that is not known stays one."""
    enum = enum_of(field)
    value = enum.values_by_number.get(number) if enum is not None else None
    if enum is None or value is None:
        return str(number)
    if value.name in _WORDS:
        return _WORDS[value.name]
    name = value.name.removeprefix(f"{enum.name}_")
    if name.casefold() in _UNKNOWN:
        return "Unknown"
    if name.isupper():  # NYSE; but CLOSE_AUCTION, US_NYSE
        return name.rpartition("_")[2] if len(name) <= 8 else name.replace("_", " ").capitalize()
    bare = name.rpartition("_")[2]
    return bare if bare.isupper() else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).capitalize()
