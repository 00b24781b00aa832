"""What the page of a security and the plates ask, by the client on a paper gateway: of every kind of security."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio

from futu_tui.feed.lookups import snapshot_tables as tables
from futu_tui.feed.lookups.adjustments import adjustments
from futu_tui.feed.lookups.code_changes import code_changes
from futu_tui.feed.lookups.facts import NOT_TOLD, ask_facts
from futu_tui.feed.lookups.holders import HolderKind, holding_changes
from futu_tui.feed.lookups.plates import PlateKind, members_of, plates_of, plates_of_market
from futu_tui.feed.lookups.related import RelatedKind, related
from futu_tui.opend import OpenD
from futu_tui.opend.errors import Refused
from futu_tui.protocol import Market, ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.protocol.pb import qot_get_security_snapshot_pb2 as snapshot_pb2
from tests.gateway.conftest import Paper, start_paper

pytestmark = pytest.mark.asyncio(loop_scope="module")

TENCENT, APPLE, TRACKER, HANG_SENG = map(Security.parse, ("HK.00700", "US.AAPL", "HK.02800", "HK.800000"))
TODAY = date(2026, 11, 23)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def paper() -> AsyncIterator[Paper]:
    async with start_paper(symbols=tuple(map(str, (TENCENT, APPLE, TRACKER, HANG_SENG)))) as paper:
        yield paper


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def gateway(paper: Paper) -> AsyncIterator[OpenD]:
    async with OpenD(paper.address) as gateway:
        yield gateway


async def one_of(gateway: OpenD, kind: str) -> Security:
    """Some security of this kind."""
    match kind:
        case "Warrant":
            return (await related(gateway, TENCENT, RelatedKind.WARRANTS))[0].security
        case "Future":
            return (await related(gateway, Security.parse("HK.HSImain"), RelatedKind.FUTURES))[0].security
        case "Option":
            answer = await gateway.request(
                ProtoId.QOT_GET_OPTION_CHAIN,
                {
                    "owner": {"market": 1, "code": "00700"},
                    "beginTime": "2026-11-23",
                    "endTime": "2026-12-22",
                },
            )
            return Security.of(answer.optionChain[0].option[0].call.basic.security)
        case "Plate":
            return (await plates_of(gateway, TENCENT))[0].security
    return {"Company": TENCENT, "Fund": TRACKER, "Index": HANG_SENG}[kind]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("Company", "equityExData"),
        ("Fund", "trustExData"),
        ("Index", "indexExData"),
        ("Plate", "plateExData"),
        ("Warrant", "warrantExData"),
        ("Option", "optionExData"),
        ("Future", "futureExData"),
    ],
)
async def test_facts_are_those_of_the_kind(gateway: OpenD, kind: str, field: str) -> None:
    security = await one_of(gateway, kind)
    figures = await ask_facts(gateway, security, TODAY)
    told = {figure.place: figure.value for figure in figures}
    assert [figure for figure in figures if figure.group == NOT_TOLD] == []
    assert told["Security", "Code"] == security
    assert told["Price", "Last"]
    assert ("Market", "State") in told
    assert told["Market", "Suspended in a year"] is not None
    group, table = next((group, table) for name, group, table in tables.KINDS if name == field)
    always = getattr(snapshot_pb2.Snapshot(), field).FindInitializationErrors()
    assert always
    assert {row.label for row in table if row.field in always} <= {
        figure.label for figure in figures if figure.group == group
    }
    if kind in ("Warrant", "Option"):
        assert told[group, "Underlying"] == TENCENT


async def test_a_security_that_is_unknown_is_refused(gateway: OpenD) -> None:
    with pytest.raises(Refused):
        await ask_facts(gateway, Security.parse("HK.99999"), TODAY)


async def test_plates_lead_to_their_members_and_back(gateway: OpenD) -> None:
    plates = await plates_of(gateway, TENCENT)
    industry = next(plate for plate in plates if plate.kind == PlateKind.INDUSTRY)
    listed = await plates_of_market(gateway, Market.HK, PlateKind.INDUSTRY)
    assert industry in listed
    assert {plate.kind for plate in listed} == {PlateKind.INDUSTRY}
    members = await members_of(gateway, HANG_SENG, qot.SortField_CurPrice, ascending=False)
    assert TENCENT in [member.security for member in members]
    upwards = await members_of(gateway, HANG_SENG, qot.SortField_CurPrice)
    assert members == upwards[::-1]


async def test_adjustments_are_the_same_by_both_protocols(gateway: OpenD) -> None:
    now = await adjustments(gateway, TENCENT)
    assert now
    assert now == await adjustments(gateway, TENCENT, older=True)
    assert now == sorted(now, key=lambda each: each.day, reverse=True)
    assert all(each.cash for each in now)
    assert all(each.day >= "2004" for each in now)


async def test_holders_changes_are_of_the_time_that_is_asked_for(gateway: OpenD) -> None:
    year = await holding_changes(gateway, TENCENT, HolderKind.INSTITUTIONS, date(2025, 11, 23), TODAY)
    assert year
    assert {change.published >= "2025-11-23" for change in year} == {True}
    quarter = await holding_changes(gateway, TENCENT, HolderKind.INSTITUTIONS, date(2026, 9, 1), TODAY)
    assert quarter == [change for change in year if change.published >= "2026-09-01"]
    funds = await holding_changes(gateway, TENCENT, HolderKind.FUNDS, date(2025, 11, 23), TODAY)
    assert funds != year


async def test_codes_change_of_one_and_of_all(gateway: OpenD) -> None:
    every = await code_changes(gateway)
    mine = await code_changes(gateway, TENCENT)
    assert mine == [change for change in every if change.security == TENCENT]
    assert await code_changes(gateway, since=date(2027, 1, 1)) == []
