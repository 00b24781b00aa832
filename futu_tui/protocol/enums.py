"""Which enum a number in a body stands for.

The wire's definitions declare almost every enum field as a plain int32, so that a gateway can add values. Most such
fields are named after their enum; the table below has the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor, FileDescriptor

_PACKAGE = "futu_tui."

_BY_FIELD = {
    "accRole": "trd_common.TrdAccRole",
    "accStatus": "trd_common.TrdAccStatus",
    "accType": "trd_common.TrdAccType",
    "assetCategory": "trd_common.TrdAssetCategory",
    "cashFlowDirection": "trd_flow_summary.TrdCashFlowDirection",
    "condition": "qot_get_option_chain.OptionCondType",
    "cycle": "qot_common.ExpirationCycle",
    "dir": "qot_common.TickerDirection",
    "eventType": "notify.GtwEventType",
    "filterMarket": "trd_common.TrdMarket",
    "filterStatusList": "trd_common.OrderStatus",
    "freq": "qot_common.PriceReminderFreq",
    "inLinePriceStatus": "qot_common.PriceType",
    "jpAccType": "trd_common.TrdSubAccType",
    "market": "qot_common.QotMarket",
    "marketState": "qot_common.QotMarketState",
    "marketStatus": "qot_common.PriceReminderMarketStatus",
    "packetEncAlgo": "common.PacketEncAlgo",
    "plateType": "qot_common.PlateSetType",
    "predSide": "common.PredSide",
    "pushProtoFmt": "common.ProtoFmt",
    "quarter": "qot_stock_filter.FinancialQuarter",
    "regPushRehabTypeList": "qot_common.RehabType",
    "reminderSessionList": "qot_common.PriceReminderMarketStatus",
    "retType": "common.RetType",
    "riskLevel": "trd_common.CltRiskLevel",
    "riskStatus": "trd_common.CltRiskStatus",
    "secMarket": "trd_common.TrdSecMarket",
    "secStatus": "qot_common.SecurityStatus",
    "secType": "qot_common.SecurityType",
    "securityFirm": "trd_common.SecurityFirm",
    "session": "common.Session",
    "strategyType": "qot_common.OptionStrategyType",
    "trdMarketAuthList": "trd_common.TrdMarket",
    "userAttribution": "common.UserAttribution",
}
"""Fields that mean the same in every message that has them."""

_BY_MESSAGE = {
    "get_delay_statistics.C2S.typeList": "get_delay_statistics.DelayStatisticsType",
    "notify.S2C.type": "notify.NotifyType",
    "qot_common.ComboLeg.side": "trd_common.TrdSide",
    "qot_common.OptionStaticExData.type": "qot_common.OptionType",
    "qot_common.Ticker.type": "qot_common.TickerType",
    "qot_common.WarrantStaticExData.type": "qot_common.WarrantType",
    "qot_get_code_change.C2S.typeList": "qot_get_code_change.CodeChangeType",
    "qot_get_code_change.CodeChangeInfo.type": "qot_get_code_change.CodeChangeType",
    "qot_get_code_change.TimeFilter.type": "qot_get_code_change.TimeFilterType",
    "qot_get_history_kl_points.HistoryPointsKL.status": "qot_get_history_kl_points.DataStatus",
    "qot_get_option_chain.C2S.type": "qot_common.OptionType",
    "qot_get_price_reminder.PriceReminderItem.type": "qot_common.PriceReminderType",
    "qot_get_security_snapshot.OptionSnapshotExData.type": "qot_common.OptionType",
    "qot_get_security_snapshot.SnapshotBasicData.type": "qot_common.SecurityType",
    "qot_get_warrant.C2S.status": "qot_common.WarrantStatus",
    "qot_get_warrant.C2S.typeList": "qot_common.WarrantType",
    "qot_get_warrant.WarrantData.status": "qot_common.WarrantStatus",
    "qot_get_warrant.WarrantData.type": "qot_common.WarrantType",
    "qot_modify_user_security.C2S.op": "qot_modify_user_security.ModifyUserSecurityOp",
    "qot_request_trade_date.C2S.market": "qot_common.TradeDateMarket",
    "qot_set_price_reminder.C2S.op": "qot_set_price_reminder.SetPriceReminderOp",
    "qot_set_price_reminder.C2S.type": "qot_common.PriceReminderType",
    "qot_stock_filter.AccumulateData.fieldName": "qot_stock_filter.AccumulateField",
    "qot_stock_filter.AccumulateFilter.fieldName": "qot_stock_filter.AccumulateField",
    "qot_stock_filter.BaseData.fieldName": "qot_stock_filter.StockField",
    "qot_stock_filter.BaseFilter.fieldName": "qot_stock_filter.StockField",
    "qot_stock_filter.CustomIndicatorData.fieldName": "qot_stock_filter.CustomIndicatorField",
    "qot_stock_filter.CustomIndicatorFilter.firstFieldName": "qot_stock_filter.CustomIndicatorField",
    "qot_stock_filter.CustomIndicatorFilter.secondFieldName": "qot_stock_filter.CustomIndicatorField",
    "qot_stock_filter.FinancialData.fieldName": "qot_stock_filter.FinancialField",
    "qot_stock_filter.FinancialFilter.fieldName": "qot_stock_filter.FinancialField",
    "qot_stock_filter.PatternFilter.fieldName": "qot_stock_filter.PatternField",
    "qot_update_price_reminder.S2C.type": "qot_common.PriceReminderType",
    "trd_common.OrderFill.status": "trd_common.OrderFillStatus",
    "verification.C2S.op": "verification.VerificationOp",
    "verification.C2S.type": "verification.VerificationType",
}
"""Fields whose meaning is their message's own; these win."""


@cache
def enum_of(field: FieldDescriptor) -> EnumDescriptor | None:
    """The enum whose values this field holds; None for a field that is just a number, or no number at all."""
    message = field.containing_type
    if field.enum_type is not None:
        return field.enum_type
    if message is None or field.cpp_type != field.CPPTYPE_INT32:
        return None
    place = f"{message.full_name}.{field.name}".removeprefix(_PACKAGE)
    name = _BY_MESSAGE.get(place) or _BY_FIELD.get(field.name) or _by_ending(place)
    if name is None:
        return _named_alike(field.name, message.file)
    file, _, enum = name.partition(".")
    return _enums(import_module(f"futu_tui.protocol.pb.{file}_pb2").DESCRIPTOR)[enum]


def _by_ending(place: str) -> str | None:
    if place.startswith("get_global_state.S2C.market"):
        return "qot_common.QotMarketState"
    if place.endswith("QotRight"):
        return "qot_common.QotRight"
    return None


def _named_alike(name: str, file: FileDescriptor) -> EnumDescriptor | None:
    """`klType` holds a KLType and `subTypeList` SubTypes, of the field's own file or one that it imports."""
    wanted = name.removesuffix("List").casefold()
    for each in (file, *file.dependencies):
        for enum_name, enum in _enums(each).items():
            if enum_name.casefold() == wanted:
                return enum
    return None


def _enums(file: FileDescriptor) -> Mapping[str, EnumDescriptor]:
    return file.enum_types_by_name
