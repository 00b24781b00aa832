"""The option chain: expirations, the money, the cursor on calls and puts, tickets, filters, and what is followed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from futu_tui.feed.lookups.options import Expiry, IndexClass, Moneyness, OptionSide, read_chain
from futu_tui.market import Store
from futu_tui.opend.errors import GatewayError
from futu_tui.protocol import ProtoId, Security
from futu_tui.protocol.pb import qot_common_pb2 as qot
from futu_tui.trading import Side as OrderSide
from futu_tui.tui.screens.filter_form import FilterForm
from futu_tui.tui.screens.option_chain import OptionChainScreen, option_filter, place_of
from futu_tui.tui.screens.ticket import TicketScreen
from futu_tui.tui.widgets.chain_columns import greek, in_the_money, strike_text
from futu_tui.tui.widgets.expirations import window
from futu_tui.tui.widgets.option_chain import SPOT, OptionChain, Side
from tests.tui.contract_data import EXPIRIES, chain_answer, code_of, expirations_answer, quote_options
from tests.tui.desk_scene import DeskScene, open_contracts
from tests.tui.grid_harness import quote
from tests.tui.scene import MIDDLE, TENCENT, Person, StillTime

STRIKES = [float(strike) for strike in range(460, 570, 10)]
SPOT_PRICE = 512.5
"""Tencent's in the scene."""


def contract(strike: float, is_call: bool) -> Security:
    return Security.parse(f"HK.{code_of(strike, is_call)}")


def tell_options(app: DeskScene, strikes: list[float] = STRIKES) -> None:
    """Have the gateway list these strikes on every expiry, and quote those of the first."""

    def chain(c2s: dict[str, Any]) -> Any:
        wanted = c2s.get("type", 0)
        return chain_answer([(strike, wanted != 2, wanted != 1) for strike in strikes], c2s["beginTime"])

    app.still.gateway.answers |= {
        ProtoId.QOT_GET_OPTION_EXPIRATION_DATE: expirations_answer(),
        ProtoId.QOT_GET_OPTION_CHAIN: chain,
    }
    quote_options(app.store, strikes, SPOT_PRICE)


async def open_chain(app: DeskScene, person: Person) -> OptionChainScreen:
    return await open_contracts(app, person, "o", OptionChainScreen)


@asynccontextmanager
async def on_chain(
    still_time: StillTime, strikes: list[float] = STRIKES
) -> AsyncIterator[tuple[DeskScene, Person, OptionChainScreen]]:
    """The program with the chain of Tencent open, of these strikes."""
    app = DeskScene(still_time)
    async with app.showing(MIDDLE) as person:
        tell_options(app, strikes)
        yield app, person, await open_chain(app, person)


class TestWords:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.649, ".649"), (-0.35, "-.350"), (1.0, "1.000"), (-1.104, "-1.10"), (-27.31, "-27.3"), (-0.0001, ".000"),
         (0.0, ".000"), (12345.6, "12346")],
    )  # fmt: skip
    def test_greeks_keep_to_five_cells(self, value: float, text: str) -> None:
        assert greek(value, 5) == text

    @pytest.mark.parametrize(
        ("strike", "text"), [(512.5, "512.50"), (25_800.0, "25,800"), (1.875, "1.875"), (4.0, "4.00")]
    )
    def test_strikes_have_the_decimals_they_need(self, strike: float, text: str) -> None:
        assert strike_text(strike) == text

    def test_the_money(self) -> None:
        assert in_the_money(500.0, 512.5, is_call=True)
        assert in_the_money(520.0, 512.5, is_call=False)
        assert not in_the_money(512.5, 512.5, is_call=True)
        assert not in_the_money(500.0, None, is_call=True)

    def test_the_day_in_view_is_found_again_else_the_next_to_come(self) -> None:
        today = date(2026, 11, 23)
        days = [Expiry(today + timedelta(days=ahead), ahead, "") for ahead in (-3, 4, 11, 18)]
        assert place_of(days, days[2].day) == 2
        assert place_of(days, None) == 1  # the first has expired
        assert place_of(days[:1], None) == 0

    @pytest.mark.parametrize(("at", "shown"), [(0, (0, 3)), (4, (3, 6)), (9, (7, 10))])
    def test_a_window_of_days_holds_the_one_in_view(self, at: int, shown: tuple[int, int]) -> None:
        assert window([10] * 10, at, 35) == shown

    def test_a_window_too_small_for_any_shows_the_one_in_view(self) -> None:
        assert window([10, 10], 1, 4) == (1, 2)

    def test_what_an_older_form_kept_does_not_narrow_where_it_cannot_be_read(self) -> None:
        wanted = option_filter({"side": "calls", "money": "sideways", "delta": "x", "vol": "10.."})
        assert (wanted.side, wanted.money, wanted.index) == (
            OptionSide.CALLS,
            Moneyness.ANY,
            IndexClass.USUAL,
        )
        assert set(wanted.ranges) == {"vol"}


class TestTheScreen:
    async def test_it_opens_at_the_money_with_the_price_between_two_strikes(
        self, still_time: StillTime
    ) -> None:
        async with on_chain(still_time) as (app, _, screen):
            chain = screen.chain
            keys = list(chain.keys)
            above, below = keys[keys.index(SPOT) - 1], keys[keys.index(SPOT) + 1]
            assert (chain.row(above).price, chain.row(below).price) == (510.0, 520.0)
            assert chain.row(chain.cursor_key or 0).price == 510.0
            assert "11 strikes" in app.text
            assert " 11-27 4d " in app.text
            assert "2027-03-30 127d" in app.text
            assert "2026-11-27 monthly" in app.text

    async def test_the_price_moves_between_strikes_with_the_underlying(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (app, _, screen):
            chain = screen.chain
            app.store.apply_basic([quote("HK.00700", 531.0, 506.0)])
            app.frame()
            keys = list(chain.keys)
            assert chain.row(keys[keys.index(SPOT) - 1]).price == 530.0
            assert chain.row(chain.cursor_key or 0).price == 510.0, "the cursor stays where the person has it"

    async def test_the_cursor_passes_over_the_price_and_goes_from_call_to_put(
        self, still_time: StillTime
    ) -> None:
        async with on_chain(still_time) as (app, person, screen):
            assert screen.row_security == contract(510.0, True)
            await person.press("down", "right")
            assert screen.row_security == TENCENT
            await person.press("tab", "right")
            assert screen.row_security == contract(520.0, False)
            assert "520.00▌" in app.text, "the mark stands before the puts"
            await person.press("up", "left", "shift+tab")
            assert screen.row_security == contract(510.0, True)

    async def test_expirations_are_gone_through_at_the_same_strike(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (app, person, screen):
            await person.press("j", "j", "right_square_bracket")
            days = [body["beginTime"] for body in app.asked_for(ProtoId.QOT_GET_OPTION_CHAIN)]
            assert days == [EXPIRIES[0][0], EXPIRIES[1][0]]
            assert screen.chain.row(screen.chain.cursor_key or 0).price == 530.0
            await person.press("left_square_bracket", "left_square_bracket")
            assert screen.at == 0
            assert len(app.asked_for(ProtoId.QOT_GET_OPTION_CHAIN)) == 3, "there is no day before the first"
            assert len(app.asked_for(ProtoId.QOT_GET_OPTION_EXPIRATION_DATE)) == 1

    async def test_it_comes_back_to_the_money(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (_, person, screen):
            await person.press("G", "c")
            assert screen.chain.row(screen.chain.cursor_key or 0).price == 510.0

    async def test_strikes_keep_their_order(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (_, person, screen):
            await person.press("o", "O")
            assert [strike.price for strike in screen.chain.strikes] == STRIKES

    async def test_the_cursor_never_rests_on_the_price(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (_, person, screen):
            await person.press("slash", *"560.00", "enter")
            assert screen.chain.keys[0] == SPOT
            assert screen.row_security == contract(560.0, True)

    async def test_a_click_chooses_the_day_and_the_cell(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (_, person, screen):
            await person.click("Expirations", x=24)
            assert screen.expiry is not None
            assert str(screen.expiry.day) == EXPIRIES[2][0]
            await person.click("OptionChain", x=80, y=1)
            assert screen.row_security == Security.parse(f"HK.{code_of(460.0, False, EXPIRIES[2][0])}")

    async def test_an_underlying_without_options_is_refused(self, still_time: StillTime) -> None:
        app = DeskScene(still_time)
        async with app.showing(MIDDLE) as person:
            app.still.gateway.answers[ProtoId.QOT_GET_OPTION_EXPIRATION_DATE] = GatewayError("has no options")
            await open_chain(app, person)
            assert "has no options" in app.text
            app.still.gateway.answers[ProtoId.QOT_GET_OPTION_EXPIRATION_DATE] = type(expirations_answer())()
            await person.press("r")
            assert "No option on HK.00700 expires" in app.text

    async def test_the_chain_of_an_option_is_its_underlyings(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (app, person, screen):
            await person.press("space")
            assert app.screen is app.dashboard
            assert app.dashboard.security == contract(510.0, True)
            app.set_focus(app.dashboard.tape)
            assert (await open_chain(app, person)).owner == screen.owner == TENCENT


class TestFollowing:
    async def test_contracts_in_view_and_the_underlying_are_pushed_until_it_closes(
        self, still_time: StillTime
    ) -> None:
        async with on_chain(still_time) as (app, person, _):
            (owner,) = {owner for owner in app.still.wanted if str(owner).startswith("pages")}
            wishes = app.still.wanted[owner]
            both = {contract(strike, is_call) for strike in STRIKES for is_call in (True, False)}
            assert {wish.security for wish in wishes if wish.sub_type == qot.SubType_Basic} == both | {
                TENCENT
            }
            books = {
                wish.security: wish.priority for wish in wishes if wish.sub_type == qot.SubType_OrderBook
            }
            assert books.keys() == both
            assert all(
                wish.priority > books[contract(510.0, True)]
                for wish in wishes
                if wish.sub_type == qot.SubType_Basic
            ), "where the quota ends, quotes come before books"
            assert app.still.glances[owner] == both
            await person.press("escape")
            assert not app.still.wanted[owner]
            assert not app.still.glances[owner]

    async def test_strikes_that_only_pass_by_are_not_subscribed(self, still_time: StillTime) -> None:
        many = [float(strike) for strike in range(300, 800, 5)]
        async with on_chain(still_time, many) as (app, person, _):
            (owner,) = {owner for owner in app.still.wanted if str(owner).startswith("pages")}
            at_first = app.still.wanted[owner]
            assert len(at_first) < 130, "only those in view"
            await person.press("pagedown")
            app.frame()
            assert app.still.wanted[owner] == at_first
            app.frame(0.5)
            rested = app.still.wanted[owner]
            assert rested != at_first
            assert not {wish.security for wish in rested} & {contract(510.0, True)}

    async def test_a_quote_that_moves_shows(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (app, person, _):
            assert "77.77" not in app.text
            row = quote(str(contract(510.0, True)), 77.77, 8.0)
            row.priceSpread = 0.01
            app.store.apply_basic([row])
            app.frame()
            await person.settle()
            assert "77.77" in app.text


class TestTrading:
    @pytest.mark.parametrize(
        ("key", "side"), [("b", OrderSide.BUY), ("s", OrderSide.SELL), ("enter", OrderSide.BUY)]
    )
    async def test_a_cell_opens_the_ticket_of_its_contract(
        self, still_time: StillTime, key: str, side: OrderSide
    ) -> None:
        async with on_chain(still_time) as (app, person, _):
            await person.press("right", "right", key)
            await person.settle()
            assert isinstance(app.screen, TicketScreen)
            ticket = app.screen.ticket
            assert (ticket.security, ticket.side, ticket.qty) == (contract(510.0, False), side, 1)
            known = app.store.quotes[ticket.security]
            assert float(ticket.price or 0) == (known.bid if side is OrderSide.BUY else known.ask)

    async def test_enter_on_the_strike_makes_the_underlying_current(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (app, person, _):
            await person.press("right", "enter")
            assert app.screen is app.dashboard
            assert app.dashboard.security == TENCENT

    async def test_a_side_that_is_not_listed_cannot_be_traded(self, still_time: StillTime) -> None:
        app = DeskScene(still_time)
        async with app.showing(MIDDLE) as person:
            tell_options(app)
            app.filters.keep("options", {"side": "puts"})
            screen = await open_chain(app, person)
            await person.press("b")
            assert app.screen is screen
            assert any("no contract" in note.message for note in app._notifications)


class TestNarrowing:
    async def test_what_the_form_says_is_asked_for_and_remembered(self, still_time: StillTime) -> None:
        async with on_chain(still_time) as (app, person, _):
            await person.press("f")
            assert isinstance(app.screen, FilterForm)
            await person.press("right", "tab", "right", "tab", "tab", *"20..40", "tab", *"1..0", "enter")
            assert isinstance(app.screen, FilterForm), "bounds that are turned round keep it open"
            assert "turn them round" in app.text
            await person.press("home", "-", "enter")
            await person.settle()
            body = app.asked_for(ProtoId.QOT_GET_OPTION_CHAIN)[-1]
            assert (body["type"], body["condition"]) == (1, 1)
            assert body["dataFilter"] == {
                "impliedVolatilityMin": 20, "impliedVolatilityMax": 40, "deltaMin": -1, "deltaMax": 0,
            }  # fmt: skip
            assert app.filters.of("options")["side"] == "calls"

    async def test_everything_can_be_put_back(self, still_time: StillTime) -> None:
        app = DeskScene(still_time)
        async with app.showing(MIDDLE) as person:
            tell_options(app)
            app.filters.keep("options", {"side": "calls", "vol": "10.."})
            screen = await open_chain(app, person)
            assert "calls, Volume 10.." in app.text
            await person.press("f", "ctrl+r", "enter")
            await person.settle()
            assert screen.wanted.words == ""
            assert app.filters.of("options").get("vol") is None


async def test_the_file_has_the_contracts_and_whose_figure_each_is(still_time: StillTime) -> None:
    async with on_chain(still_time) as (app, _, screen):
        assert screen.page.name == f"options-HK.00700-{EXPIRIES[0][0]}"
        titles, rows = screen.chain.table()
        table = [dict(zip(titles, row, strict=True)) for row in rows]
        assert len(table) == len(STRIKES)
        (money,) = [row for row in table if row["Strike"] == 510.0]
        known = app.store.quotes[contract(510.0, False)]
        assert (money["Call"], money["Put"]) == (str(contract(510.0, True)), str(contract(510.0, False)))
        assert (money["Put bid"], money["Put ask"]) == (known.bid, known.ask)
        assert isinstance(money["Call implied volatility %"], float)


def test_a_chain_without_a_price_has_no_line_for_it() -> None:
    chain = OptionChain(Store(), TENCENT)
    chain._rows = read_chain(chain_answer([(500.0, True, True)])).strikes
    assert chain._with_spot([0]) == [0]
    assert chain.side is Side.CALL
