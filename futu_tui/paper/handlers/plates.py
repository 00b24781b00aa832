"""Plates: which a market has, which securities each holds, and which hold a security."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from futu_tui.paper import wire
from futu_tui.paper.gateway import Call, Refusal
from futu_tui.paper.handlers.reference import static_info
from futu_tui.paper.market import Instrument, QuoteState
from futu_tui.paper.plates import Plate, same_area
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import (
    qot_common_pb2,
    qot_get_owner_plate_pb2,
    qot_get_plate_security_pb2,
    qot_get_plate_set_pb2,
)
from futu_tui.protocol.pb.qot_common_pb2 import PlateSetType, PlateSetType_All, PlateSetType_Other

_SORT_KEYS: dict[int, Callable[[Instrument, QuoteState], Any]] = {
    qot_common_pb2.SortField_CurPrice: lambda _, quote: quote.last,
    qot_common_pb2.SortField_PriceChangeVal: lambda _, quote: quote.last - quote.prev_close,
    qot_common_pb2.SortField_ChangeRate: lambda _, quote: quote.last / quote.prev_close,
    qot_common_pb2.SortField_Status: lambda _, quote: quote.status,
    qot_common_pb2.SortField_BidPrice: lambda _, quote: quote.bid,
    qot_common_pb2.SortField_AskPrice: lambda _, quote: quote.ask,
    qot_common_pb2.SortField_BidVol: lambda _, quote: quote.bid_size,
    qot_common_pb2.SortField_AskVol: lambda _, quote: quote.ask_size,
    qot_common_pb2.SortField_Volume: lambda _, quote: quote.volume,
    qot_common_pb2.SortField_Turnover: lambda _, quote: quote.turnover,
    qot_common_pb2.SortField_Amplitude: lambda _, quote: quote.amplitude,
    qot_common_pb2.SortField_Type: lambda instrument, _: instrument.sec_type,
    qot_common_pb2.SortField_ListTime: lambda instrument, _: instrument.listed,
    qot_common_pb2.SortField_LotSize: lambda instrument, _: instrument.lot_size,
    qot_common_pb2.SortField_IssueSize: lambda instrument, _: instrument.shares,
    qot_common_pb2.SortField_PreCurPrice: lambda _, quote: quote.pre.price if quote.pre else 0.0,
    qot_common_pb2.SortField_PrePriceChangeVal: lambda _, quote: quote.pre.change if quote.pre else 0.0,
    qot_common_pb2.SortField_PreChangeRate: lambda _, quote: quote.pre.change_rate if quote.pre else 0.0,
    qot_common_pb2.SortField_PreAmplitude: lambda _, quote: quote.pre.amplitude if quote.pre else 0.0,
    qot_common_pb2.SortField_PreTurnover: lambda _, quote: quote.pre.turnover if quote.pre else 0.0,
    qot_common_pb2.SortField_AfterCurPrice: lambda _, quote: quote.after.price if quote.after else 0.0,
    qot_common_pb2.SortField_AfterPriceChangeVal: lambda _, quote: quote.after.change if quote.after else 0.0,
    qot_common_pb2.SortField_AfterChangeRate: lambda _, quote: (
        quote.after.change_rate if quote.after else 0.0
    ),
    qot_common_pb2.SortField_AfterAmplitude: lambda _, quote: quote.after.amplitude if quote.after else 0.0,
    qot_common_pb2.SortField_AfterTurnover: lambda _, quote: quote.after.turnover if quote.after else 0.0,
}
"""What members can be sorted by besides their code; the other fields are of warrants and futures, no plate has them."""


def get_plate_set(call: Call, c2s: qot_get_plate_set_pb2.C2S) -> qot_get_plate_set_pb2.S2C:
    """Shanghai and Shenzhen have one set, whichever is asked for."""
    if c2s.plateSetType not in PlateSetType.values():
        raise Refusal(f"there is no PlateSetType {c2s.plateSetType}")
    if c2s.plateSetType == PlateSetType_Other:
        raise Refusal("PlateSetType_Other is told by 3207 alone; ask for one of the others, or for all")
    try:
        markets = same_area(Market(c2s.market))
    except ValueError:
        raise Refusal(f"there is no market {c2s.market}") from None
    return qot_get_plate_set_pb2.S2C(
        plateInfoList=[
            qot_common_pb2.PlateInfo(
                plate=wire.message_of(security), name=call.gateway.language.full_name(plate.instrument)
            )
            for security, plate in call.gateway.market.plates.items()
            if security.market in markets
            and c2s.plateSetType in (PlateSetType_All, plate.kind)
            and call.access.sees(security)
        ]
    )


def get_plate_security(call: Call, c2s: qot_get_plate_security_pb2.C2S) -> qot_get_plate_security_pb2.S2C:
    """The members that the key may see; an index has members as a plate has. Upwards unless `ascend` is false."""
    market = call.gateway.market
    plate = call.instrument(Security.of(c2s.plate))
    if not plate.is_index:
        raise Refusal(f"{plate.security} is no plate: 3204 lists them")
    members = sorted(
        (market.listings[security] for security, _ in plate.members if call.access.sees(security)),
        key=lambda member: member.security.code,
    )
    descending = c2s.HasField("ascend") and not c2s.ascend
    key = _SORT_KEYS.get(c2s.sortField)
    if key is not None:
        quotes = {member: market.quote(member.security) for member in members}
        members.sort(key=lambda member: key(member, quotes[member]), reverse=descending)
    elif descending:
        members.reverse()
    return qot_get_plate_security_pb2.S2C(staticInfoList=[static_info(call, member) for member in members])


def get_owner_plate(call: Call, c2s: qot_get_owner_plate_pb2.C2S) -> qot_get_owner_plate_pb2.S2C:
    """Of each security that is named, in that order; one that is in no plate has none."""
    s2c = qot_get_owner_plate_pb2.S2C()
    for instrument in [call.instrument(Security.of(each)) for each in c2s.securityList]:
        s2c.ownerPlateList.add(
            security=wire.message_of(instrument.security),
            name=call.gateway.language.call(instrument),
            plateInfoList=[
                qot_common_pb2.PlateInfo(
                    plate=wire.message_of(security),
                    name=call.gateway.language.full_name(plate.instrument),
                    plateType=plate.kind,
                )
                for security, plate in call.gateway.market.plates.items()
                if _holds(plate, instrument.security) and call.access.sees(security)
            ],
        )
    return s2c


def _holds(plate: Plate, security: Security) -> bool:
    return any(member == security for member, _ in plate.instrument.members)
