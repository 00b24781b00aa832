"""The list of futures: their order, basis, terms, and what is followed."""

from __future__ import annotations

from datetime import date

import pytest

from futu_tui.feed.lookups.futures import read_terms
from futu_tui.market import Store
from futu_tui.opend.errors import NoScope
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_get_future_info_pb2
from futu_tui.tui.screens.futures import FuturesScreen, facts
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.widgets.future_columns import future_columns, in_order
from tests.tui.contract_data import future, future_quote, futures_listed
from tests.tui.desk_scene import DeskScene, open_contracts
from tests.tui.grid_harness import quote
from tests.tui.scene import HANG_SENG, MIDDLE, Person, StillTime

MONTHS = {"HSImain": "", "HSI2611": "2026-11-27", "HSI2612": "2026-12-30", "HTI2612": "2026-12-30"}
ROWS = [
    future(code, day, **({"origin": {"market": 1, "code": "HSI2611"}} if not day else {}))
    for code, day in MONTHS.items()
]
FUTURES = read_terms(qot_get_future_info_pb2.S2C(futureInfoList=ROWS))


def tell_futures(app: DeskScene) -> None:
    def listed(c2s: dict[str, int]) -> object:
        return futures_listed(reversed(MONTHS)) if c2s["market"] == 1 else NoScope("no right")

    def told(c2s: dict[str, list[dict[str, str]]]) -> object:
        codes = {each["code"] for each in c2s["securityList"]}
        rows = [row for row in ROWS if row.security.code in codes]
        return qot_get_future_info_pb2.S2C(futureInfoList=rows)

    app.still.gateway.answers |= {ProtoId.QOT_GET_STATIC_INFO: listed, ProtoId.QOT_GET_FUTURE_INFO: told}
    app.store.apply_basic(
        [future_quote("HSI2612", 25_990.0, 25_900.0), future_quote("HSImain", 25_920.0, 25_940.0)]
    )


async def open_futures(app: DeskScene, person: Person) -> FuturesScreen:
    return await open_contracts(app, person, "u", FuturesScreen)


def test_classes_stand_together_the_continuous_one_first() -> None:
    assert [each.security.code for each in in_order(reversed(FUTURES))] == list(MONTHS)


def test_terms_are_told_in_words() -> None:
    main, month = facts(FUTURES[0]), facts(FUTURES[1])
    assert "HKD, 50 index points   tick 1 points   follows HK.HSI2611" in main
    assert "trades until 2026-11-27" in month
    assert "Hours  09:15-12:00 13:00-16:30 17:15-03:00 HKT" in month


@pytest.mark.parametrize(
    ("index", "basis", "percent"), [(25_914.62, "+75", "+0.29"), (26_000.0, "-10", "-0.04"), (None, "-", "-")]
)
def test_the_basis_is_what_the_future_is_above_its_underlying(
    index: float | None, basis: str, percent: str
) -> None:
    store = Store()
    store.apply_basic([future_quote("HSI2612", 25_990.0, 25_900.0)])
    if index is not None:
        store.apply_basic([quote("HK.800000", index, 25_700.0)])
    columns = {column.key: column for column in future_columns(store, lambda market: date(2026, 11, 23))}
    december = FUTURES[2]
    assert columns["basis"].text(december, 8).strip() == basis
    assert columns["basis_pct"].text(december, 6).strip() == percent
    assert columns["days"].text(december, 4) == "37"
    assert columns["last_trade"].text(FUTURES[0], 10) == "HSI2611"


async def test_futures_and_their_underlyings_are_followed_and_traded(still_time: StillTime) -> None:
    app = DeskScene(still_time)
    async with app.showing(MIDDLE) as person:
        tell_futures(app)
        await open_futures(app, person)
        assert "4 rows" in app.text
        (owner,) = app.still.glances
        followed = {wish.security for wish in app.still.wanted[owner]}
        assert followed == {HANG_SENG, *(Security.parse(f"HK.{code}") for code in MONTHS)}
        assert HANG_SENG not in app.still.glances[owner]
        december = next(line for line in app.lines() if "HK.HSI2612" in line)
        assert "25,990" in december
        assert "+75" in december
        assert "130.2K" in december
        await person.press("j", "j")
        app.frame()
        await person.settle()
        assert "trades until 2026-12-30" in app.text
        app.store.apply_basic([quote("HK.800000", 25_890.0, 25_706.4)])
        app.frame()
        await person.settle()
        assert "+100" in next(line for line in app.lines() if "HK.HSI2612" in line), "the index moved"
        await person.press("b")
        await person.settle()
        assert isinstance(app.screen, TicketScreen)
        assert (str(app.screen.ticket.security), app.screen.ticket.qty) == ("HK.HSI2612", 1)


async def test_no_right_for_any_market_is_told(still_time: StillTime) -> None:
    app = DeskScene(still_time)
    async with app.showing(MIDDLE) as person:
        app.still.gateway.answers[ProtoId.QOT_GET_STATIC_INFO] = NoScope("no quote right for futures")
        await open_futures(app, person)
        assert "no quote right for futures" in app.text
