"""Plates: groups of listed shares by industry, region and concept, each with an index of its members.

A plate is an instrument as an index is one, but it is not listed: it is there for those who ask for it by its code,
by its kind, or by a member. A plate of which nothing is listed does not exist.
"""
# ruff: noqa: E501 -- a plate is a row of a table, one line each

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from futu_tui.paper import ticks
from futu_tui.paper.corporate_actions import pays_dividends
from futu_tui.paper.universe import INDUSTRIES, USUAL_EXCHANGE, Exchange, Instrument, SecurityType
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

BASE_LEVEL = 1_000
"""Where every plate's index stands at the close before the first simulated day."""


class PlateKind(IntEnum):
    """By its qot_common.PlateSetType number."""

    INDUSTRY = 1
    REGION = 2
    CONCEPT = 3


class Plate(NamedTuple):
    """A plate and what it is."""

    kind: PlateKind
    instrument: Instrument


class _Row(NamedTuple):
    code: str
    kind: PlateKind
    name_en: str
    name_cn: str
    members: str
    """Codes."""


_I, _R, _C = PlateKind

# fmt: off
_HONG_KONG = [
    _Row("BK1001", _I, "Internet Services", "互联网服务", "00700 09999 01024"),
    _Row("BK1002", _I, "E-commerce & Delivery", "电商与外卖", "09988 03690 09618"),
    _Row("BK1003", _I, "Banks", "银行", "00005 00939 01398"),
    _Row("BK1004", _I, "Insurance", "保险", "01299 02318"),
    _Row("BK1005", _I, "Exchanges", "交易所", "00388"),
    _Row("BK1006", _I, "Telecom Operators", "电讯营运", "00941"),
    _Row("BK1007", _I, "Oil & Gas", "石油与天然气", "00883"),
    _Row("BK1008", _I, "Semiconductors", "半导体", "00981"),
    _Row("BK1009", _I, "Consumer Electronics", "消费电子", "01810"),
    _Row("BK1010", _I, "Vehicles", "汽车", "01211"),
    _Row("BK1101", _R, "Hong Kong Companies", "香港本地公司", "00388 00005 01299"),
    _Row("BK1102", _R, "Mainland Companies", "内地公司", "00700 09988 03690 01810 00941 00939 01398 02318 01211 09618 09999 01024 00981 00883"),
    _Row("BK1201", _C, "Artificial Intelligence", "人工智能", "00700 09988 01810 09618 01024 00981"),
    _Row("BK1202", _C, "A+H Shares", "A+H股", "00941 00939 01398 02318 01211 00981 00883"),
    _Row("BK1203", _C, "State Banks", "国有银行", "00939 01398"),
    _Row("BK1204", _C, "Electric Vehicles", "电动汽车", "01211 01810"),
]
_UNITED_STATES = [
    _Row("BK2001", _I, "Semiconductors", "半导体", "NVDA AMD AVGO"),
    _Row("BK2002", _I, "Consumer Electronics", "消费电子", "AAPL"),
    _Row("BK2003", _I, "Software", "软件", "MSFT"),
    _Row("BK2004", _I, "Internet Content", "互联网内容", "GOOGL META"),
    _Row("BK2005", _I, "Internet Retail", "互联网零售", "AMZN BABA PDD"),
    _Row("BK2006", _I, "Entertainment", "娱乐", "NFLX"),
    _Row("BK2007", _I, "Auto Manufacturers", "汽车制造", "TSLA NIO"),
    _Row("BK2008", _I, "Banks", "银行", "JPM"),
    _Row("BK2009", _I, "Capital Markets", "资本市场", "COIN"),
    _Row("BK2101", _R, "California", "加利福尼亚州", "AAPL NVDA GOOGL META AMD AVGO NFLX"),
    _Row("BK2102", _R, "Washington", "华盛顿州", "MSFT AMZN"),
    _Row("BK2103", _R, "Texas", "得克萨斯州", "TSLA"),
    _Row("BK2104", _R, "New York", "纽约州", "JPM"),
    _Row("BK2105", _R, "China", "中国", "BABA PDD NIO"),
    _Row("BK2201", _C, "Magnificent Seven", "科技七巨头", "AAPL MSFT NVDA TSLA AMZN GOOGL META"),
    _Row("BK2202", _C, "Artificial Intelligence", "人工智能", "NVDA AMD AVGO MSFT GOOGL META AMZN"),
    _Row("BK2203", _C, "Chinese ADRs", "中概股", "BABA PDD NIO"),
    _Row("BK2204", _C, "Electric Vehicles", "电动汽车", "TSLA NIO"),
]
_MAINLAND = [
    _Row("BK0001", _I, "Liquor", "白酒", "600519 000858"),
    _Row("BK0002", _I, "Insurance", "保险", "601318"),
    _Row("BK0003", _I, "Banks", "银行", "600036"),
    _Row("BK0004", _I, "Metals", "有色金属", "601899"),
    _Row("BK0005", _I, "Semiconductors", "半导体", "688981"),
    _Row("BK0006", _I, "Power", "电力", "600900"),
    _Row("BK0007", _I, "Batteries", "电池", "300750"),
    _Row("BK0008", _I, "Vehicles", "汽车", "002594"),
    _Row("BK0009", _I, "Home Appliances", "家用电器", "000333"),
    _Row("BK0010", _I, "Brokers", "证券", "300059"),
    _Row("BK0011", _I, "Surveillance", "安防设备", "002415"),
    _Row("BK0101", _R, "Guizhou", "贵州", "600519"),
    _Row("BK0102", _R, "Guangdong", "广东", "601318 600036 002594 000333"),
    _Row("BK0103", _R, "Fujian", "福建", "601899 300750"),
    _Row("BK0104", _R, "Shanghai", "上海", "688981 300059"),
    _Row("BK0105", _R, "Beijing", "北京", "600900"),
    _Row("BK0106", _R, "Sichuan", "四川", "000858"),
    _Row("BK0107", _R, "Zhejiang", "浙江", "002415"),
    _Row("BK0201", _C, "Electric Vehicles", "新能源汽车", "300750 002594"),
    _Row("BK0202", _C, "A+H Shares", "A+H股", "601318 600036 601899 688981 300750 002594 000333"),
]
# fmt: on


class _Area(NamedTuple):
    """Markets whose plates are one set; the plates' codes are of the first one that has listings."""

    markets: tuple[Market, ...]
    rows: list[_Row]
    prefix: str
    """Of the codes of its plates."""


_AREAS = (
    _Area((Market.HK,), _HONG_KONG, "BK1"),
    _Area((Market.US,), _UNITED_STATES, "BK2"),
    _Area((Market.SH, Market.SZ), _MAINLAND, "BK0"),
)


def plates_of(listings: Mapping[Security, Instrument]) -> dict[Security, Plate]:
    """The plates of a market's listings by their own code, industries first."""
    plates: dict[Security, Plate] = {}
    for area in _AREAS:
        shares = [
            instrument
            for instrument in listings.values()
            if instrument.market in area.markets and instrument.sec_type is SecurityType.EQUITY
        ]
        if not shares:
            continue
        home = next(market for market in area.markets if any(each.market is market for each in shares))
        for row, members in _grouped(area, shares):
            plate = Plate(row.kind, _instrument(Security(home, row.code), row, members))
            plates[plate.instrument.security] = plate
    return dict(sorted(plates.items(), key=lambda item: (item[0].market, item[1].kind)))


def same_area(market: Market) -> tuple[Market, ...]:
    """The markets whose plates and screens are one: Shanghai and Shenzhen, or just the one."""
    return next((area.markets for area in _AREAS if market in area.markets), (market,))


def _grouped(area: _Area, shares: list[Instrument]) -> Iterator[tuple[_Row, list[Instrument]]]:
    """Each plate of an area that has members, with them in the order of the universe."""
    for row in area.rows:
        codes = set(row.members.split())
        yield from _if_any(
            row, (each for each in shares if each.security.code in codes and not each.industry)
        )
    for number, (name_en, name_cn) in enumerate(INDUSTRIES, start=501):
        row = _Row(f"{area.prefix}{number}", PlateKind.INDUSTRY, name_en, name_cn, "")
        yield from _if_any(row, (each for each in shares if each.industry == name_en))
    paying = _Row(f"{area.prefix}290", PlateKind.CONCEPT, "Dividend Payers", "派息股", "")
    yield from _if_any(paying, (each for each in shares if pays_dividends(each.security)))
    star = _Row(f"{area.prefix}291", PlateKind.CONCEPT, "STAR Market", "科创板", "")
    yield from _if_any(star, (each for each in shares if each.exchange is Exchange.STAR))


def _if_any(row: _Row, members: Iterable[Instrument]) -> Iterator[tuple[_Row, list[Instrument]]]:
    found = list(members)
    if found:
        yield row, found


def _instrument(security: Security, row: _Row, members: list[Instrument]) -> Instrument:
    """The plate as an index of its members, each by its market value."""
    return Instrument(
        security=security,
        name_en=row.name_en,
        name_cn=row.name_cn,
        sec_type=SecurityType.PLATE,
        exchange=USUAL_EXCHANGE[security.market],
        lot_size=1,
        listed=min(member.listed for member in members),
        ticks=ticks.INDEX,
        price=BASE_LEVEL * UNIT,
        shares=0,
        day_volume=0,
        volatility=0.0,
        beta=1.0,
        sector="",
        activity=0.0,
        earnings=0.0,
        net_assets=0.0,
        members=tuple((member.security, float(member.price * member.shares)) for member in members),
    )
