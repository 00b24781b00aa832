"""An app around one widget, what it shows as text and styles, and state made as the gateway would tell it."""

from __future__ import annotations

from typing import Any

from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.widget import Widget

from futu_tui.market import Store
from futu_tui.protocol import Market, Security
from futu_tui.protocol.pb import qot_common_pb2, qot_get_rt_pb2, trd_common_pb2
from futu_tui.trading import Accounts
from futu_tui.tui.pane import Pane
from futu_tui.tui.theme import Palette, Themes, css_variables, palette_of


class OneWidget(App[None]):
    """Shows a widget alone in a round border, as the dashboard would."""

    CSS = """
    Screen > * { border: round gray; height: 100%; width: 100%; }
    """

    def __init__(self, widget: Widget) -> None:
        self.themes = Themes.load()
        super().__init__()
        self.widget = widget
        self.chosen: list[Security] = []
        self.wants_asked = 0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return css_variables(self.themes.palette("futu-dark"))

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.themes.install(self, "futu-dark")
        self.widget.focus()

    def on_pane_security_chosen(self, message: Pane.SecurityChosen) -> None:
        self.chosen.append(message.security)

    def on_pane_wants_changed(self, message: Pane.WantsChanged) -> None:
        self.wants_asked += 1

    @property
    def palette(self) -> Palette:
        return palette_of(self)


def lines(widget: Widget) -> list[str]:
    """What the widget shows inside its border, line by line, without blanks at the end."""
    width, height = widget.outer_size
    strips = widget.render_lines(Region(0, 0, width, height))
    return [strip.crop(1, width - 1).text.rstrip() for strip in strips[1:-1]]


def border_title(widget: Widget) -> str:
    """The text in the upper border."""
    width, _ = widget.outer_size
    return widget.render_lines(Region(0, 0, width, 1))[0].text.strip("╭╮─ ")


def style_of(widget: Widget, line: int, text: str) -> Style:
    """The style of a text in one line of the widget's inside."""
    strip = widget.render_lines(Region(0, 0, *widget.outer_size))[line + 1]
    start = strip.text.index(text)
    passed = 0
    for segment in strip:
        passed += len(segment.text)
        if start < passed:
            assert segment.style is not None
            return segment.style
    raise AssertionError(text)


class Refreshed:
    """Records the regions that a widget asks to be redrawn; None stands for all of it."""

    def __init__(self, widget: Widget, monkeypatch: Any) -> None:
        self.regions: list[Region | None] = []
        refresh = widget.refresh

        def record(*regions: Region, **kwargs: Any) -> Any:
            self.regions += regions or (None,)
            return refresh(*regions, **kwargs)

        monkeypatch.setattr(widget, "refresh", record)

    def take(self) -> list[Region | None]:
        """What was asked for since the last time."""
        regions, self.regions = self.regions, []
        return regions


def quote(code: str, last: float, prev_close: float, **fields: Any) -> qot_common_pb2.BasicQot:
    """A basic quote as the gateway would send it."""
    values = {
        "isSuspended": False,
        "listTime": "2004-06-16",
        "priceSpread": 0.05,
        "updateTime": "2025-01-02 10:42:07",
        "highPrice": last,
        "openPrice": last,
        "lowPrice": last,
        "volume": 0,
        "turnover": 0.0,
        "turnoverRate": 0.0,
        "amplitude": 0.0,
    } | fields
    security = Security.parse(code).message()
    return qot_common_pb2.BasicQot(security=security, curPrice=last, lastClosePrice=prev_close, **values)


def listing(code: str, name: str, sec_type: int = 3) -> qot_common_pb2.SecurityStaticInfo:
    """Static information; `sec_type` is a qot_common.SecurityType."""
    basic = qot_common_pb2.SecurityStaticBasic(
        security=Security.parse(code).message(), id=1, lotSize=100, secType=sec_type, name=name, listTime=""
    )
    return qot_common_pb2.SecurityStaticInfo(basic=basic)


def day(code: str, prices: list[float]) -> qot_get_rt_pb2.S2C:
    """The day's course, a price a minute from half past nine."""
    points = [
        qot_common_pb2.TimeShare(
            time=f"2025-01-02 09:{30 + i}:00",
            minute=570 + i,
            isBlank=False,
            price=price,
            lastClosePrice=100.0,
        )
        for i, price in enumerate(prices)
    ]
    return qot_get_rt_pb2.S2C(security=Security.parse(code).message(), rtList=points)


def position(code: str, qty: float, cost: float, price: float, **fields: Any) -> trd_common_pb2.Position:
    """A long position that the gateway reckoned at `price`."""
    security = Security.parse(code)
    values = {"name": "", "canSellQty": qty, "secMarket": security.trade_market} | fields
    return trd_common_pb2.Position(
        positionID=1,
        positionSide=0,
        code=security.code,
        qty=qty,
        price=price,
        costPrice=cost,
        val=qty * price,
        plVal=qty * (price - cost),
        **values,
    )


def order(order_id: int, code: str, **fields: Any) -> trd_common_pb2.Order:
    """A limit order to buy 200 at 512.3, submitted, unless `fields` say otherwise."""
    security = Security.parse(code)
    created = f"2025-01-02 10:{order_id:02}:00"
    values = {
        "trdSide": 1,
        "orderType": 1,
        "orderStatus": 5,
        "name": "",
        "qty": 200.0,
        "price": 512.3,
        "createTime": created,
        "updateTime": created,
        "secMarket": security.trade_market,
    } | fields
    return trd_common_pb2.Order(orderID=order_id, orderIDEx=str(order_id), code=security.code, **values)


def one_account() -> Accounts:
    """A simulated cash account for Hong Kong, in play and empty."""
    accounts = Accounts()
    row = trd_common_pb2.TrdAcc(trdEnv=0, accID=281234, trdMarketAuthList=[1], accType=1, accStatus=0)
    accounts.apply_list([row])
    accounts.open(accounts.list[0])
    return accounts


def open_markets(store: Store) -> None:
    """Every market trades, in its regular session."""
    for market in (Market.HK, Market.US, Market.SH, Market.SZ):
        store.set_market_state(market, 5)
