"""An order being written: prices and quantities by keys, what is wrong with it, and the sentence it ends in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from futu_tui.protocol import PROTOCOLS, ProtoId, Security
from futu_tui.trading.accounts import Account
from futu_tui.trading.amounts import NotANumber, typed_number
from futu_tui.trading.client_id import TEXT_BYTES, new_client_id, split_remark, with_client_id
from futu_tui.trading.modify_ticket import ModifyTicket
from futu_tui.trading.order_types import ORDER_TYPES, TimeInForce, TradingSession, TrailType, types_for
from futu_tui.trading.orders import Order, OrderType, Side
from futu_tui.trading.ticket import OrderTicket
from futu_tui.trading.ticket_context import MaxQuantities, TicketContext
from futu_tui.trading.ticks import PriceSteps
from tests.unit.trading import wire
from tests.unit.trading.exchange import KnownMarket, Listing, Quote, Session
from tests.unit.trading.wire import TENCENT

APPLE = Security.parse("US.AAPL")
MOUTAI = Security.parse("SH.600519")
STAR = Security.parse("SH.688981")

PAPER = Account.of(wire.account(1234, trdMarketAuthList=[1, 2, 3], competitionAccName="paper"))
PUBLIC = Account.of(wire.account(1234, trdMarketAuthList=[1, 2, 3]))
REAL = Account.of(wire.account(9001, trdEnv=1, trdMarketAuthList=[1, 2, 4]))


def context(account: Account = PAPER, **more: Any) -> TicketContext:
    values: dict[str, Any] = {
        "quote": Quote(),
        "listing": Listing(),
        "session": Session(),
        "steps": PriceSteps.of(TENCENT.market, 0.5, 512.0),
        "today": date(2026, 11, 23),
    }
    return TicketContext(account, **(values | more))


AAPL = {"quote": Quote(268.12, 268.11, 268.13, 0.01), "listing": Listing("Apple", 1)}
AAPL["steps"] = PriceSteps.of(APPLE.market, 0.01, 268.12)  # type: ignore[assignment]


def ticket(side: Side = Side.BUY, **more: Any) -> OrderTicket:
    values: dict[str, Any] = {"qty": Decimal(200), "price": Decimal("512.5")}
    return OrderTicket(more.pop("account", PAPER), more.pop("security", TENCENT), side, **(values | more))


def problems(of: OrderTicket, **more: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.text) for problem in of.problems(context(of.account, **more))]


class TestPriceByKeys:
    def test_joining_and_stepping(self) -> None:
        now, one = context(), ticket(price=None)
        one.join_bid(now)
        assert one.price == Decimal("511.5")
        one.tick_up(now)
        assert one.price == Decimal("512.0")
        one.join_ask(now)
        one.tick_down(now)
        assert one.price == Decimal("512.0")
        one.join_last(now)
        assert one.price == Decimal("512.0")

    def test_each_side_joins_its_own_and_crosses_to_the_other(self) -> None:
        now, buy, sell = context(), ticket(), ticket(Side.SELL)
        for one in (buy, sell):
            one.join(now)
        assert (buy.price, sell.price) == (Decimal("511.5"), Decimal("512.5"))
        for one in (buy, sell):
            one.cross(now)
        assert (buy.price, sell.price) == (Decimal("512.5"), Decimal("511.5"))

    def test_the_middle_is_on_the_step_that_is_better(self) -> None:
        now = context(quote=Quote(bid=511.5, ask=512.0))
        buy, sell = ticket(), ticket(Side.SELL)
        buy.join_mid(now)
        sell.join_mid(now)
        assert (buy.price, sell.price) == (Decimal("511.5"), Decimal("512.0"))

    def test_without_a_book_the_last_is_joined_and_nothing_else_moves_the_price(self) -> None:
        now, one = context(quote=Quote(bid=None, ask=None)), ticket()
        one.join_bid(now)
        one.join_mid(now)
        assert one.price == Decimal("512.5")
        one.join(now)
        assert one.price == Decimal("512.0")

    @given(st.integers(1, 12_000_000), st.integers(1, 30), st.booleans())
    def test_stepping_stays_on_steps_and_comes_back(self, price: int, count: int, up: bool) -> None:
        for market, last in ((TENCENT.market, None), (APPLE.market, None), (MOUTAI.market, None)):
            now = context(steps=PriceSteps.of(market, None, last))
            one = ticket(price=now.steps.floor(Decimal(price) / 1000))
            start = one.price
            for _ in range(count):
                before = one.price
                (one.tick_up if up else one.tick_down)(now)
                assert one.price is not None
                assert before is not None
                assert now.steps.fits(one.price)
                assert (one.price > before) if up else (one.price <= before)
            if up:
                for _ in range(count):
                    one.tick_down(now)
                assert one.price == start


class TestQuantityByKeys:
    def test_lots(self) -> None:
        now, one = context(), ticket()
        one.lots(3, now)
        assert one.qty == 300
        one.add_lots(-5, now)
        assert one.qty == 100
        one.add_lots(1, now)
        assert one.qty == 200

    def test_by_value_and_by_a_share_of_the_most(self) -> None:
        now = context(maximum=MaxQuantities(Decimal(1000), Decimal(1700), Decimal(600), None, None))
        one = ticket()
        one.by_value(Decimal(200_000), now)
        assert one.qty == 300
        one.share_of_max(Decimal("0.5"), now)
        assert one.qty == 800
        sell = ticket(Side.SELL)
        sell.share_of_max(Decimal(1), now)
        assert sell.qty == 600

    def test_closing_and_reversing_a_position(self) -> None:
        one, held = ticket(), context(position=Decimal(600))
        one.close_position(held)
        assert (one.side, one.qty, one.price) == (Side.SELL, 600, Decimal("512.5"))
        one.reverse_position(context(position=Decimal(-300)))
        assert (one.side, one.qty) == (Side.BUY, 600)
        one.close_position(context())
        assert one.qty == 600

    @given(st.decimals("0.01", "1e7", places=2), st.integers(1, 1000), st.decimals("0", "1e9", places=2))
    def test_by_value_never_costs_more(self, price: Decimal, lot: int, value: Decimal) -> None:
        now, one = context(listing=Listing(lot_size=lot)), ticket(price=price)
        one.by_value(value, now)
        assert one.qty is not None
        assert one.qty % lot == 0
        assert one.qty * price <= value < (one.qty + lot) * price


class TestWhatItAmountsTo:
    def test_value_and_distance(self) -> None:
        one = ticket()
        assert one.value(context()) == Decimal(102_500)
        assert one.from_last(context()) == Decimal("0.5") / 512 * 100
        market = ticket(order_type=OrderType.MARKET)
        assert market.value(context()) == Decimal(102_500)  # at the ask
        assert ticket(Side.SELL, order_type=OrderType.MARKET).value(context()) == Decimal(102_300)

    def test_a_contract_costs_what_it_stands_for(self) -> None:
        option = context(listing=Listing("an option", 500, 8))
        assert ticket(price=Decimal("1.5"), qty=Decimal(2)).value(option) == 1500
        assert option.lot == 1

    def test_position_and_cost_after_it(self) -> None:
        held = context(position=Decimal(600), cost=Decimal("488.2"))
        assert ticket().position_after(held) == 800
        assert ticket().cost_after(held) == (600 * Decimal("488.2") + 200 * Decimal("512.5")) / 800
        assert ticket(Side.SELL).cost_after(held) == Decimal("488.2")
        assert ticket(Side.SELL, qty=Decimal(900)).cost_after(held) == Decimal("512.5")
        assert ticket(Side.SELL, qty=Decimal(600)).cost_after(held) is None


class TestProblems:
    def test_a_good_order_has_none(self) -> None:
        assert problems(ticket()) == []

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ({"price": None}, ("price", "the price is missing")),
            ({"price": Decimal(0)}, ("price", "the price must be above 0")),
            ({"price": Decimal("512.47")}, ("price", "off the tick of 0.50: 512.00 or 512.50")),
            ({"qty": None}, ("qty", "the quantity is missing")),
            ({"qty": Decimal(0)}, ("qty", "the quantity must be above 0")),
            ({"qty": Decimal("1.5")}, ("qty", "whole shares only")),
            ({"qty": Decimal(250)}, ("qty", "lots of 100: 250 is 2 lots and 50 shares")),
            ({"qty": Decimal(50)}, ("qty", "lots of 100: 50 is less than one lot")),
            ({"remark": "x" * (TEXT_BYTES + 3)}, ("remark", f"too long by 3 of {TEXT_BYTES} bytes")),
            ({"remark": "涨" * 19}, ("remark", f"too long by 2 of {TEXT_BYTES} bytes")),
            ({"remark": "a\x1b[2J"}, ("remark", "letters, digits and signs only")),
            ({"tif": TimeInForce.GTD}, ("expire", "until which day? As in 2026-01-31")),
            ({"tif": TimeInForce.GTD, "expire": date(2026, 11, 22)}, ("expire", "that day is over")),
            ({"tif": TimeInForce.GTD, "expire": date(2027, 11, 22)}, ("expire", "90 days ahead at most")),
            ({"order_type": OrderType.STOP}, ("trigger", "the trigger is missing")),
            ({"order_type": OrderType.TRAILING_STOP}, ("trail", "how far may it trail?")),
            (
                {"order_type": OrderType.TRAILING_STOP, "trail_value": Decimal(100)},
                ("trail", "a distance in percent must be below 100"),
            ),
            (
                {"order_type": OrderType.TRAILING_STOP_LIMIT, "trail_value": Decimal(2)},
                ("trail_spread", "how far beyond the trigger may the limit lie?"),
            ),
            ({"order_type": OrderType.UNKNOWN}, ("type", "Universal Cash paper 1234 does not take - orders here")),
            ({"outside_hours": True}, ("session", "Limit orders trade in regular hours only")),
            (
                {"order_type": OrderType.MARKET, "tif": TimeInForce.IOC},
                ("tif", "not for market orders here: Day"),
            ),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told_at_its_field(self, change: dict[str, Any], found: tuple[str, str]) -> None:
        assert found in problems(ticket(**change))

    def test_fields_that_the_type_does_not_need_are_not_judged(self) -> None:
        assert problems(ticket(order_type=OrderType.MARKET, price=Decimal("0.07"))) == []

    def test_a_trigger_on_the_wrong_side_is_told_and_let_through(self) -> None:
        stop = ticket(Side.BUY, order_type=OrderType.STOP, trigger=Decimal("510"))
        (problem,) = stop.problems(context())
        assert (problem.field, problem.blocking) == ("trigger", False)
        assert problem.text == "fires at once: it is not above the last 512.00"
        assert stop.ready(context())
        for good in (
            ticket(Side.SELL, order_type=OrderType.STOP, trigger=Decimal("510")),
            ticket(Side.BUY, order_type=OrderType.MARKET_IF_TOUCHED, trigger=Decimal("510")),
            ticket(Side.SELL, order_type=OrderType.LIMIT_IF_TOUCHED, trigger=Decimal("514")),
        ):
            assert good.problems(context()) == []

    def test_what_the_gateway_may_still_take_is_told_and_let_through(self) -> None:
        most = MaxQuantities(Decimal(100), None, Decimal(0), None, None)
        cases = {
            "more than the 100 you can buy now": {"maximum": most},
            "HK is closed": {"session": Session("closed", False)},
            "HK.00700 is halted": {"quote": Quote(halted=True)},
        }
        (problem,) = ticket(order_type=OrderType.AUCTION).problems(context())
        assert (problem.text, problem.blocking) == ("is for the auctions, and the market trades now", False)
        for text, changes in cases.items():
            (problem,) = ticket().problems(context(**changes))
            assert (problem.text, problem.blocking) == (text, False)

    def test_what_can_not_be_traded(self) -> None:
        assert problems(ticket(), listing=Listing(sec_type=6)) == [
            ("security", "HK.00700 is an index and cannot be traded")
        ]
        hong_kong = replace(PAPER, markets=(1,))
        assert problems(ticket(security=APPLE, account=hong_kong))[0] == (
            "security",
            "HK Cash paper 1234 does not trade US",
        )

    def test_the_mainland_sells_a_remainder_whole_and_buys_none(self) -> None:
        held = {"can_sell": Decimal(250), "position": Decimal(250), **_plain(MOUTAI)}
        sell = ticket(Side.SELL, security=MOUTAI, qty=Decimal(250), price=Decimal(1468))
        assert problems(sell, **held) == []
        sell.qty = Decimal(150)
        assert problems(sell, **held) == []
        sell.qty = Decimal(120)
        assert problems(sell, **held) == [("qty", "lots of 100: 120 is 1 lot and 20 shares")]
        assert problems(ticket(security=MOUTAI, qty=Decimal(150), price=Decimal(1468)), **held) != []

    def test_the_star_market_trades_any_number_from_a_lot_on(self) -> None:
        star = {**_plain(STAR), "listing": Listing("SMIC", 200)}
        for qty, good in ((200, True), (201, True), (199, False)):
            one = ticket(security=STAR, qty=Decimal(qty), price=Decimal(100))
            assert (problems(one, **star) == []) is good

    def test_us_orders_are_whole_shares_of_any_number(self) -> None:
        us = ticket(security=APPLE, qty=Decimal(7), price=Decimal("268.13"))
        assert problems(us, **AAPL) == []
        us.outside_hours, us.session = True, TradingSession.OVERNIGHT
        assert problems(us, **AAPL) == []


def _plain(security: Security) -> dict[str, Any]:
    return {"quote": None, "steps": PriceSteps.of(security.market, 0.01, None)}


class TestSentence:
    def test_a_limit_order(self) -> None:
        public = replace(PUBLIC, markets=(1,))
        assert ticket(account=public).sentence(context(public)) == (
            "BUY 200 HK.00700 Tencent at 512.50, limit, day, 102,500.00 HKD, SIMULATE HK Cash 1234"
        )

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (
                {"order_type": OrderType.MARKET},
                "SELL 200 HK.00700 Tencent at the market, day, about 102,300.00 HKD",
            ),
            (
                {"order_type": OrderType.STOP_LIMIT, "trigger": Decimal(500), "tif": TimeInForce.GTC},
                "SELL 200 HK.00700 Tencent at 512.50 once 500.00 trades, stop limit, good till cancelled, "
                "102,500.00 HKD",
            ),
            (
                {"order_type": OrderType.TRAILING_STOP, "trail_value": Decimal(2)},
                "SELL 200 HK.00700 Tencent trailing by 2 %, trailing stop, day, about 102,300.00 HKD",
            ),
            (
                {
                    "order_type": OrderType.TRAILING_STOP_LIMIT,
                    "trail_type": TrailType.AMOUNT,
                    "trail_value": Decimal("1.5"),
                    "trail_spread": Decimal("0.5"),
                },
                "SELL 200 HK.00700 Tencent trailing by 1.5, limit 0.5 beyond, trail stop limit, day, "
                "about 102,300.00 HKD",
            ),
            (
                {"order_type": OrderType.AUCTION},
                "SELL 200 HK.00700 Tencent, auction, day, about 102,300.00 HKD",
            ),
            (
                {"tif": TimeInForce.GTD, "expire": date(2026, 12, 1)},
                "SELL 200 HK.00700 Tencent at 512.50, limit, good till 2026-12-01, 102,500.00 HKD",
            ),
        ],
    )
    def test_each_type_says_all_that_matters(self, change: dict[str, Any], sentence: str) -> None:
        told = ticket(Side.SELL, **change).sentence(context())
        assert told == f"{sentence}, SIMULATE Universal Cash paper 1234"

    def test_a_real_order_says_real_and_a_name_of_the_wire_steers_no_terminal(self) -> None:
        told = ticket(account=REAL).sentence(context(REAL, listing=Listing("Ten\x1b[2Jcent\n")))
        assert "REAL" in told
        assert told.isprintable()

    @given(
        st.sampled_from(ORDER_TYPES),
        st.sampled_from([Side.BUY, Side.SELL]),
        st.integers(1, 10**9),
        st.decimals("0.001", "99999", places=3),
        st.decimals("0.001", "99999", places=3),
        st.text(max_size=20),
    )
    def test_it_is_one_printable_line_with_every_number_of_the_order(
        self, rule: Any, side: Side, qty: int, price: Decimal, trigger: Decimal, name: str
    ) -> None:
        one = ticket(
            side, order_type=rule.order_type, qty=Decimal(qty), price=price, trigger=trigger,
            trail_value=price, trail_spread=trigger,
        )  # fmt: skip
        told = one.sentence(context(listing=Listing(name)))
        assert told.isprintable()
        numbers = told.replace(",", "")
        assert f"{qty} HK.00700" in numbers
        if rule.priced:
            assert typed_number(numbers.split(" at ")[1].split(" ")[0]) == price
        if "trigger" in rule.fields:
            assert typed_number(numbers.split(" once ")[1].split(" ")[0]) == trigger


class TestOnTheWire:
    def test_only_the_fields_of_its_type_are_sent(self) -> None:
        extra = {"trigger": Decimal(500), "trail_value": Decimal(2), "trail_spread": Decimal(1)}
        sent = {
            rule.order_type: ticket(order_type=rule.order_type, **extra).c2s("abcdefg")
            for rule in ORDER_TYPES
        }
        prices = ("price", "auxPrice", "trailType", "trailValue", "trailSpread")
        assert {name for name in prices if name in sent[OrderType.LIMIT]} == {"price"}
        assert {name for name in prices if name in sent[OrderType.MARKET]} == set()
        assert {name for name in prices if name in sent[OrderType.STOP_LIMIT]} == {"price", "auxPrice"}
        assert {name for name in prices if name in sent[OrderType.TRAILING_STOP_LIMIT]} == {
            "trailType", "trailValue", "trailSpread",
        }  # fmt: skip

    def test_it_makes_a_whole_message_of_every_type(self) -> None:
        from google.protobuf.json_format import ParseDict

        c2s_type = PROTOCOLS[ProtoId.TRD_PLACE_ORDER].c2s
        assert c2s_type is not None
        for rule in ORDER_TYPES:
            one = ticket(
                order_type=rule.order_type, trigger=Decimal(500), trail_value=Decimal(2),
                trail_spread=Decimal(1), tif=TimeInForce.GTD, expire=date(2026, 12, 1), remark="mine",
            )  # fmt: skip
            fields = one.c2s("abcdefg") | {"packetID": {"connID": 1, "serialNo": 2}}
            message: Any = ParseDict(fields, c2s_type())
            assert message.IsInitialized()
            assert message.remark == "mine ~abcdefg"
            assert message.expireTime == "2026-12-01"

    def test_a_short_sale_is_sent_as_a_sale(self) -> None:
        assert ticket(Side.SHORT).c2s("abcdefg")["trdSide"] == 2
        assert ticket(Side.COVER).c2s("abcdefg")["trdSide"] == 1

    def test_an_incomplete_one_cannot_be_sent(self) -> None:
        for change in ({"qty": None}, {"price": None}, {"account": replace(PAPER, markets=(2,))}):
            with pytest.raises(ValueError, match="not complete"):
                ticket(**change).c2s("abcdefg")

    @given(st.decimals("0.0001", "99999", places=4))
    def test_a_price_is_the_same_on_the_other_side_of_the_wire(self, price: Decimal) -> None:
        assert Decimal(repr(ticket(price=price).c2s("abcdefg")["price"])) == price


class TestNewTicket:
    def test_it_is_of_the_usual_type_joins_the_book_and_has_a_lot(self) -> None:
        new = OrderTicket.new(PUBLIC, TENCENT, Side.SELL, context(PUBLIC))
        assert (new.order_type, new.qty, new.price) == (OrderType.LIMIT, 100, Decimal("512.5"))
        assert new.ready(context(PUBLIC))

    def test_choosing_a_type_keeps_what_it_allows(self) -> None:
        rules = {rule.order_type: rule for rule in types_for(APPLE.market, PAPER)}
        one = ticket(security=APPLE, tif=TimeInForce.GTC, outside_hours=True, session=TradingSession.ETH)
        one.choose_type(rules[OrderType.STOP_LIMIT])
        assert (one.tif, one.outside_hours, one.session) == (TimeInForce.GTC, True, TradingSession.ETH)
        one.choose_type(rules[OrderType.MARKET])
        assert (one.tif, one.outside_hours, one.session) == (TimeInForce.DAY, False, TradingSession.NONE)


class TestModification:
    def order(self, **fields: Any) -> Order:
        return Order.of(wire.order(5, **fields))

    def test_old_and_new_stand_side_by_side(self) -> None:
        change = ModifyTicket.of(self.order(price=512.0), PAPER)
        change.new.tick_up(context())
        assert [tuple(each) for each in change.differences(context())] == [
            ("Price", "512.00", "512.50"),
            ("Quantity", "200", "200"),
        ]
        assert change.old.price == Decimal(512)
        assert change.changed

    def test_what_cannot_be_changed(self) -> None:
        part = ModifyTicket.of(self.order(price=512.0, status=10, fillQty=100), PAPER)
        part.new.qty = Decimal(100)
        assert part.problems(context())[0].text == "must be above the 100 that are filled"
        part.new.qty = Decimal(300)
        assert part.ready(context())
        part.new.qty = Decimal(250)
        assert part.problems(context())[0].field == "qty"

    def test_every_price_of_its_type_can_change(self) -> None:
        trail = self.order(orderType=15, trailType=2, trailValue=1.5, trailSpread=0.5, price=0)
        change = ModifyTicket.of(trail, PAPER)
        change.new.trail_value = Decimal(2)
        assert change.c2s() == {"qty": 200.0, "trailType": 2, "trailValue": 2.0, "trailSpread": 0.5}
        assert [each.label for each in change.differences(context())] == [
            "Trail",
            "Limit distance",
            "Quantity",
        ]


class TestContext:
    def test_it_gathers_what_the_account_has_of_the_security(self) -> None:
        portfolio = wire.portfolio()
        portfolio.apply_positions([wire.position("00700", 600, 488.2, 512.0, None, canSellQty=400)])
        for number, side, qty in ((1, 1, 200), (2, 2, 100), (3, 1, 300)):
            portfolio.apply_order(wire.order(number, trdSide=side, qty=qty))
        portfolio.apply_order(wire.order(4, status=15))
        market = KnownMarket({TENCENT: Quote()}, {TENCENT: Listing()})
        now = TicketContext.of(TENCENT, portfolio, market, wire.NOON, leaving_out=3)
        assert (now.position, now.can_sell, now.cost) == (600, 400, Decimal("488.2"))
        assert (now.working_buy, now.working_sell) == (200, 100)
        assert (now.last, now.bid, now.ask, now.lot) == (512, Decimal("511.5"), Decimal("512.5"), 100)
        assert now.today == date(2025, 11, 23)

    def test_of_what_is_not_known_nothing_is_made_up(self) -> None:
        now = TicketContext.of(TENCENT, wire.portfolio(), KnownMarket(), wire.NOON)
        assert (now.last, now.bid, now.power, now.maximum, now.name) == (None, None, None, None, "")
        assert ticket(qty=Decimal(7), price=Decimal("512.3")).value(now) == Decimal("3586.1")


class TestMark:
    @given(st.text(max_size=30))
    def test_the_persons_text_comes_back_without_it(self, text: str) -> None:
        text = text.strip()
        client_id = new_client_id()
        assert split_remark(with_client_id(text, client_id)) == (text, client_id)

    def test_the_longest_text_and_the_mark_fill_what_the_wire_allows(self) -> None:
        assert len(with_client_id("x" * TEXT_BYTES, new_client_id()).encode()) == 64

    @pytest.mark.parametrize("remark", ["", "mine", "~ABCDEFG", "x~abcdefg", "~abcdef", "~abcdefg x"])
    def test_a_remark_without_one_is_the_persons_own(self, remark: str) -> None:
        assert split_remark(remark) == (remark, "")


class TestTypedNumbers:
    @pytest.mark.parametrize(
        ("text", "number"),
        [
            ("512.45", "512.45"),
            (" 1,200 ", "1200"),
            ("10k", "10000"),
            ("2.5K", "2500"),
            ("1m", "1000000"),
            (".5", "0.5"),
            ("5.", "5"),
        ],
    )
    def test_they_are_read_as_people_write_them(self, text: str, number: str) -> None:
        assert typed_number(text) == Decimal(number)

    def test_nothing_is_no_number_yet(self) -> None:
        assert typed_number("  ") is None

    @pytest.mark.parametrize("text", ["nan", "1e5", "-3", "5..2", "inf", "١٢", "1" * 30, "k"])
    def test_anything_else_is_told(self, text: str) -> None:
        with pytest.raises(NotANumber):
            typed_number(text)
