"""Own orders on the chart: marked, chosen, moved by keys, and changed through the desk."""

from __future__ import annotations

import pytest

from futu_tui.tui.charts.side import Kind
from futu_tui.tui.screens.confirm import ConfirmScreen
from futu_tui.tui.widgets.chart import Chart
from tests.tui.desk_scene import DeskScene
from tests.tui.grid_harness import order
from tests.tui.scene import PLAY_ID, WIDE, StillTime


@pytest.fixture
def app(still_time: StillTime) -> DeskScene:
    return DeskScene(still_time)


def chart(app: DeskScene) -> Chart:
    return app.dashboard.chart


def words(app: DeskScene, kind: Kind) -> list[tuple[float, str]]:
    return [(level.price, level.words) for level in chart(app).own.levels if level.kind is kind]


async def test_costs_and_working_orders_are_marked_at_their_prices(app: DeskScene) -> None:
    async with app.showing(WIDE):
        assert words(app, Kind.COST) == [(488.2, "held 600")]
        assert words(app, Kind.ORDER) == [(514.0, "SELL 60"), (511.5, "BUY 200")]
        assert any("BUY 200 " in line and "◆511.50" in line for line in app.lines())
        assert any("↓ held 600 at 488.20" in line for line in app.lines())


async def test_a_chosen_order_is_moved_by_ticks_and_sent_when_agreed(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("4", "n")
        assert words(app, Kind.CHOSEN) == [(514.0, "▸ SELL 60")]
        await person.press("n", "K", "K", "J")
        assert words(app, Kind.CHOSEN) == [(512.0, "▸ BUY 200 to 512.00")]
        assert app.desk.acts == [], "nothing is sent before enter"
        await person.press("enter")
        if isinstance(app.screen, ConfirmScreen):
            await person.press("enter")
        (act,) = app.desk.acts
        assert act[0] == "modify"
        assert "price 511.50 to 512.00" in act[1]


async def test_real_money_is_asked_about(still_time: StillTime) -> None:
    app = DeskScene(still_time, real=True)
    app.accounts.portfolios[app.accounts.current.account.acc_id].apply_orders(  # type: ignore[union-attr]
        [order(77, "HK.00700", price=512.0, qty=100)]
    )
    async with app.showing(WIDE) as person:
        await person.press("4", "n", "J", "enter")
        assert isinstance(app.screen, ConfirmScreen)
        assert "price 512.00 to 511.50" in app.screen.sentence
        assert app.desk.acts == []
        await person.press("escape")
        assert app.desk.acts == []


async def test_escape_puts_the_line_back_then_lets_the_order_go(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("4", "N", "K", "escape")
        assert words(app, Kind.CHOSEN) == [(511.5, "▸ BUY 200")]
        await person.press("escape")
        assert words(app, Kind.CHOSEN) == []
        await person.press("enter")
        assert app.desk.acts == []


async def test_an_order_that_is_done_is_chosen_no_more(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        await person.press("4", "N", "K")
        chosen = chart(app).own.chosen
        portfolio = app.accounts.portfolios[PLAY_ID]
        assert chosen is not None
        known = portfolio.orders[chosen]
        filled = order(chosen, "HK.00700", price=511.5, qty=200, fillQty=200, orderStatus=11)
        filled.updateTimestamp = known.updated_at + 1
        portfolio.apply_order(filled)
        app.frame()
        await person.settle()
        assert words(app, Kind.CHOSEN) == []
        assert words(app, Kind.ORDER) == [(514.0, "SELL 60")]


async def test_without_an_order_the_keys_say_so(app: DeskScene) -> None:
    async with app.showing(WIDE) as person:
        app.dashboard.make_current(chart(app).security.parse("HK.00388"))  # type: ignore[union-attr]
        await person.press("4", "n", "n")
        app.dashboard.make_current(chart(app).security.parse("HK.09988"))  # type: ignore[union-attr]
        await person.press("n")
        assert any("No order of HK.09988 is working at a price." in told for told in app.told)
