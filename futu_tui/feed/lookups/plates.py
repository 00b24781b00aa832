"""Plates: the ones of a market, those that a security belongs to, and what each holds (3204, 3205, 3207)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from futu_tui.feed.catch_up import wire
from futu_tui.feed.lookups.listed import read_listings
from futu_tui.market import Listing
from futu_tui.opend import OpenD
from futu_tui.protocol import Market, ProtoId, Security, SecurityError


class PlateKind(IntEnum):
    """A set of plates, by its qot_common.PlateSetType number."""

    ALL = 0
    INDUSTRY = 1
    REGION = 2
    CONCEPT = 3
    OTHER = 4
    """Told of a security's plates alone; no market's set of them can be asked for."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A group of securities with an index of its own, whose code quotes and bars can be asked for."""

    security: Security
    name: str
    """In the language of the gateway's login."""
    kind: int | None
    """qot_common.PlateSetType; None where it is not told."""


async def plates_of_market(gateway: OpenD, market: Market, kind: PlateKind) -> list[Plate]:
    """The plates of a market in the gateway's order (3204); raises GatewayError."""
    answer = await gateway.request(
        ProtoId.QOT_GET_PLATE_SET, {"market": int(market), "plateSetType": int(kind)}
    )
    told = None if kind is PlateKind.ALL else int(kind)
    return list(read_plates(answer.plateInfoList, told))


async def plates_of(gateway: OpenD, security: Security) -> list[Plate]:
    """The plates that a security belongs to (3207); raises GatewayError."""
    answer = await gateway.request(ProtoId.QOT_GET_OWNER_PLATE, {"securityList": [wire(security)]})
    return [plate for row in answer.ownerPlateList for plate in read_plates(row.plateInfoList)]


async def members_of(
    gateway: OpenD, plate: Security, sort_field: int = 0, *, ascending: bool = True
) -> list[Listing]:
    """What a plate or an index holds, in order of a qot_common.SortField, by code for 0 (3205); raises GatewayError."""
    c2s: dict[str, Any] = {"plate": wire(plate)}
    if sort_field:
        c2s |= {"sortField": sort_field, "ascend": ascending}
    answer = await gateway.request(ProtoId.QOT_GET_PLATE_SECURITY, c2s)
    return list(read_listings(answer.staticInfoList))


def read_plates(rows: Iterable[Any], kind: int | None = None) -> Iterator[Plate]:
    """Rows of qot_common.PlateInfo, without those of markets unknown; `kind` is of rows that tell none."""
    for row in rows:
        try:
            security = Security.of(row.plate)
        except SecurityError:
            continue
        yield Plate(security, row.name, row.plateType if row.HasField("plateType") else kind)
