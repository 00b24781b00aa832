"""What the still gateway tells of Tencent: facts, plates, adjustments, changes of code, holders, warrants."""

from __future__ import annotations

from typing import Any

from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_code_change_pb2,
    qot_get_holding_change_list_pb2,
    qot_get_market_state_pb2,
    qot_get_owner_plate_pb2,
    qot_get_plate_security_pb2,
    qot_get_plate_set_pb2,
    qot_get_reference_pb2,
    qot_get_rehab_pb2,
    qot_get_security_snapshot_pb2,
    qot_get_static_info_pb2,
    qot_get_suspend_pb2,
    qot_request_rehab_pb2,
)
from futu_tui.protocol.pb import qot_common_pb2 as qot
from tests.tui.scene import ALIBABA, TENCENT, XIAOMI, SceneApp, StillGateway

INTERNET, BANKS = Security.parse("HK.BK1001"), Security.parse("HK.BK1003")
CALL, PUT = Security.parse("HK.13009"), Security.parse("HK.13088")
OLD = Security.parse("HK.02988")


def static(security: Security, name: str, sec_type: int = qot.SecurityType_Eqty) -> qot.SecurityStaticInfo:
    info = qot.SecurityStaticInfo(
        basic=qot.SecurityStaticBasic(
            security=security.message(), id=54_047_868_453_564, lotSize=100, secType=sec_type, name=name,
            listTime="2004-06-16", delisting=False, exchType=qot.ExchType_HK_MainBoard,
        )
    )  # fmt: skip
    if sec_type == qot.SecurityType_Warrant:
        info.warrantExData.type = qot.WarrantType_Buy
        info.warrantExData.owner.CopyFrom(TENCENT.message())
    return info


def snapshot(security: Security) -> qot_get_security_snapshot_pb2.Snapshot:
    return qot_get_security_snapshot_pb2.Snapshot(
        basic=qot_get_security_snapshot_pb2.SnapshotBasicData(
            security=security.message(), name="Tencent", type=qot.SecurityType_Eqty, isSuspend=False,
            listTime="2004-06-16", lotSize=100, priceSpread=0.5, updateTime="2026-11-23 10:42:06", highPrice=514.0,
            openPrice=507.0, lowPrice=503.0, lastClosePrice=506.0, curPrice=512.0, volume=12_412_000,
            turnover=6_339_000_000.0, turnoverRate=0.14, askPrice=512.5, bidPrice=512.0, askVol=12_400, bidVol=97_100,
            amplitude=2.17, avgPrice=510.72, bidAskRatio=4.05, volumeRatio=0.6, highest52WeeksPrice=696.0,
            lowest52WeeksPrice=455.6, secStatus=qot.SecurityStatus_Normal, closePrice5Minute=511.5,
            enableMargin=True, mortgageRatio=70.0, enableShortSell=False,
        ),
        equityExData=qot_get_security_snapshot_pb2.EquitySnapshotExData(
            issuedShares=9_130_000_000, issuedMarketVal=4_679_125_000_000.0, netAsset=1_140_136_140_000.0,
            netProfit=222_598_530_000.0, earningsPershare=24.381, outstandingShares=9_130_000_000,
            outstandingMarketVal=4_679_125_000_000.0, netAssetPershare=124.878, eyRate=19.52, peRate=21.02,
            pbRate=4.1, peTTMRate=17.71, dividendTTM=5.3, dividendRatioTTM=1.03,
        ),
    )  # fmt: skip


def plate(security: Security, name: str, kind: int | None = None) -> qot.PlateInfo:
    return qot_common_pb2.PlateInfo(plate=security.message(), name=name, plateType=kind)


def rehab(day: str, flag: int, b: float, **fields: float) -> qot.Rehab:
    return qot_common_pb2.Rehab(
        time=day, companyActFlag=flag, fwdFactorA=1.0, fwdFactorB=-b, bwdFactorA=1.0, bwdFactorB=b,
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


REHABS = [
    rehab("2025-05-16", qot.CompanyAct_Dividend, 4.5, dividend=4.5),
    rehab(
        "2026-05-15",
        qot.CompanyAct_Dividend | qot.CompanyAct_Split,
        5.3,
        dividend=5.3,
        splitBase=1,
        splitErt=5,
    ),
]


def holder(name: str, change: float) -> qot.ShareHoldingChange:
    return qot_common_pb2.ShareHoldingChange(
        holderName=name, holdingQty=59_065_800.0, holdingRatio=0.65, changeQty=change, changeRatio=change / 5e5,
        time="2026-11-13 18:00:00",
    )  # fmt: skip


def _reference(c2s: dict[str, Any]) -> Any:
    rows = [static(CALL, "GS-TENCE@EC2612K", 5), static(PUT, "SG-TENCE@EP2702E", 5)]
    warrants = c2s["referenceType"] == qot_get_reference_pb2.ReferenceType_Warrant
    return qot_get_reference_pb2.S2C(staticInfoList=rows if warrants else [])


def _holders(c2s: dict[str, Any]) -> Any:
    institutions = c2s["holderCategory"] == qot.HolderCategory_Agency
    rows = [holder("Great Wall Asset Management", 9_048_000.0), holder("Jade Peak Capital", -46_822_600.0)]
    return qot_get_holding_change_list_pb2.S2C(
        security=TENCENT.message(), holdingChangeList=rows if institutions else []
    )


def _members(c2s: dict[str, Any]) -> Any:
    rows = [static(TENCENT, "Tencent"), static(XIAOMI, "Xiaomi-W"), static(ALIBABA, "Alibaba-W")]
    return qot_get_plate_security_pb2.S2C(staticInfoList=rows if c2s.get("ascend", True) else rows[::-1])


def _facts_of(c2s: dict[str, Any]) -> Security:
    (row,) = c2s["securityList"]
    return Security.parse(f"{row['market']}_{row['code']}")


def tell_all(app: SceneApp) -> StillGateway:
    """Have the still gateway answer everything that the page of a security and the plates ask."""
    gateway = app.still.gateway
    suspended = qot_get_suspend_pb2.SecuritySuspend(security=TENCENT.message())
    suspended.suspendList.add(time="2026-03-02 00:00:00")
    gateway.answers |= {
        ProtoId.QOT_GET_STATIC_INFO: lambda c2s: qot_get_static_info_pb2.S2C(
            staticInfoList=[static(CALL, "GS-TENCE@EC2612K", 5)]
            if _facts_of(c2s) == CALL
            else [static(_facts_of(c2s), "Tencent" if _facts_of(c2s) == TENCENT else "Another [red]Ltd")]
        ),
        ProtoId.QOT_GET_SECURITY_SNAPSHOT: lambda c2s: qot_get_security_snapshot_pb2.S2C(
            snapshotList=[] if _facts_of(c2s) == CALL else [snapshot(_facts_of(c2s))]
        ),
        ProtoId.QOT_GET_MARKET_STATE: qot_get_market_state_pb2.S2C(
            marketInfoList=[
                qot_get_market_state_pb2.MarketInfo(security=TENCENT.message(), name="Tencent", marketState=3)
            ]
        ),
        ProtoId.QOT_GET_SUSPEND: qot_get_suspend_pb2.S2C(SecuritySuspendList=[suspended]),
        ProtoId.QOT_GET_OWNER_PLATE: qot_get_owner_plate_pb2.S2C(
            ownerPlateList=[
                qot_get_owner_plate_pb2.SecurityOwnerPlate(
                    security=TENCENT.message(), plateInfoList=[plate(INTERNET, "Internet Services", 1)]
                )
            ]
        ),
        ProtoId.QOT_REQUEST_REHAB: qot_request_rehab_pb2.S2C(rehabList=REHABS),
        ProtoId.QOT_GET_REHAB: qot_get_rehab_pb2.S2C(
            securityRehabList=[qot_get_rehab_pb2.SecurityRehab(security=TENCENT.message(), rehabList=REHABS[:1])]
        ),
        ProtoId.QOT_GET_CODE_CHANGE: qot_get_code_change_pb2.S2C(
            codeChangeList=[
                qot_get_code_change_pb2.CodeChangeInfo(
                    type=5, security=TENCENT.message(), relatedSecurity=OLD.message(),
                    publicTime="2026-04-20 08:00:00", effectiveTime="2026-05-15 00:00:00",
                )
            ]
        ),
        ProtoId.QOT_GET_HOLDING_CHANGE_LIST: _holders,
        ProtoId.QOT_GET_REFERENCE: _reference,
        ProtoId.QOT_GET_PLATE_SET: qot_get_plate_set_pb2.S2C(
            plateInfoList=[plate(INTERNET, "Internet Services"), plate(BANKS, "Banks")]
        ),
        ProtoId.QOT_GET_PLATE_SECURITY: _members,
    }  # fmt: skip
    return gateway
