"""The securities of the paper market: real codes, names and lot sizes, believable prices and sizes.

Prices, volumes and shares are round figures for a simulation, not quotes.
"""
# ruff: noqa: E501 -- a listing is a row of a table, one line each

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from futu_tui.paper import ticks
from futu_tui.paper.ticks import TickTable
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Market, Security

if TYPE_CHECKING:
    from futu_tui.paper.derivatives.contracts import Contract


class SecurityType(IntEnum):
    """By its qot_common.SecurityType number."""

    EQUITY = 3
    TRUST = 4
    """Funds: the ETFs."""
    WARRANT = 5
    """Callable bull and bear contracts too."""
    INDEX = 6
    PLATE = 7
    """A group of shares, as an industry; see `plates`."""
    OPTION = 8
    FUTURE = 10


class Exchange(IntEnum):
    """By its qot_common.ExchType number."""

    HK_MAIN = 1
    HKEX = 3
    """Hong Kong's futures and options."""
    NYSE = 4
    NASDAQ = 5
    AMEX = 7
    US_OPTION = 8
    CME = 12
    SHANGHAI = 14
    SHENZHEN = 15
    STAR = 16


@dataclass(frozen=True, slots=True)
class Instrument:
    """A listing, and what shapes its simulated flow."""

    security: Security
    name_en: str
    name_cn: str
    sec_type: SecurityType
    exchange: Exchange
    lot_size: int
    """Shares in a board lot: the least a person can trade."""
    listed: date
    ticks: TickTable
    price: int
    """The close before the first simulated day, in price units."""
    shares: int
    """Issued shares; 0 for an index."""
    day_volume: int
    """Shares of an average day; 0 for an index."""
    volatility: float
    """Standard deviation of a day's own return, as a fraction, without what the market and the sector bring."""
    beta: float
    """How far it follows its market."""
    sector: str
    """Securities of one sector move together, across markets."""
    activity: float
    """Orders that reach it, against an average security."""
    earnings: float
    """Of the last full year, a share, in its currency; 0 for funds and indices, negative for a loss."""
    net_assets: float
    """A share, in its currency; 0 for indices."""
    suspended: bool = False
    members: tuple[tuple[Security, float], ...] = ()
    """Of an index: what moves it, and the weights."""
    industry: str = ""
    """Of a made-up listing: what it does, in English."""
    contract: Contract | None = None
    """Of an option, a warrant or a future: its terms."""

    @property
    def contract_size(self) -> int:
        """What a price is multiplied by to be money: more than 1 for options and futures."""
        return self.contract.size if self.contract else 1

    @property
    def market(self) -> Market:
        return self.security.market

    @property
    def currency(self) -> str:
        """As trd_common.Currency spells it."""
        return self.security.market.currency

    @property
    def is_index(self) -> bool:
        """An index or a plate is computed, not traded: no book, no trades of its own."""
        return self.sec_type in (SecurityType.INDEX, SecurityType.PLATE)

    @property
    def listed_lot(self) -> int:
        """The lot as static information tells it: of options and futures what a contract is for."""
        return self.lot_size if self.contract_size == 1 else self.contract_size

    @property
    def has_brokers(self) -> bool:
        """Whether the queue of brokers is shown: for what trades on Hong Kong's stock market."""
        return self.market is Market.HK and self.sec_type not in (SecurityType.OPTION, SecurityType.FUTURE)

    def name(self, language: str = "en") -> str:
        """The name in English ("en") or simplified Chinese ("zh")."""
        return self.name_cn if language == "zh" else self.name_en

    def tick_at(self, price: int) -> int:
        """The step at a price, both in price units."""
        return self.ticks.step(price)


class _Row(NamedTuple):
    code: str
    name_en: str
    name_cn: str
    price: float
    lot_size: int
    listed: str
    shares: float
    """Millions."""
    day_volume: float
    """Millions of shares."""
    volatility: float
    """Percent a day."""
    beta: float
    sector: str
    activity: float
    earnings_multiple: float
    book_multiple: float
    exchange: Exchange | None = None
    """Where it differs from the market's usual one."""


# fmt: off
_HK = [
    _Row("00700", "Tencent", "腾讯控股", 512.0, 100, "2004-06-16", 9_130, 20, 1.1, 1.1, "internet", 3.0, 21, 4.1),
    _Row("09988", "Alibaba-W", "阿里巴巴-W", 131.4, 100, "2019-11-26", 19_090, 85, 1.6, 1.3, "internet", 2.6, 17, 2.2),
    _Row("03690", "Meituan-W", "美团-W", 128.9, 100, "2018-09-20", 6_110, 38, 1.7, 1.3, "internet", 1.8, 31, 4.0),
    _Row("01810", "Xiaomi-W", "小米集团-W", 54.35, 200, "2018-07-09", 26_050, 160, 1.9, 1.3, "hardware", 2.2, 34, 5.2),
    _Row("00388", "HKEX", "香港交易所", 402.2, 100, "2000-06-27", 1_268, 4.5, 0.9, 1.2, "finance", 1.0, 30, 9.1),
    _Row("00005", "HSBC", "汇丰控股", 101.3, 400, "1991-04-02", 17_270, 14, 0.8, 0.6, "finance", 1.0, 12, 1.2),
    _Row("00941", "China Mobile", "中国移动", 84.55, 500, "1997-10-23", 21_640, 15, 0.7, 0.5, "utility", 0.7, 12, 1.2),
    _Row("01299", "AIA", "友邦保险", 78.3, 200, "2010-10-29", 10_500, 22, 1.1, 1.0, "finance", 0.9, 14, 2.6),
    _Row("00939", "CCB", "建设银行", 8.02, 1000, "2005-10-27", 240_400, 260, 0.7, 0.6, "finance", 0.9, 5.6, 0.6),
    _Row("01398", "ICBC", "工商银行", 6.18, 1000, "2006-10-27", 86_800, 230, 0.7, 0.6, "finance", 0.8, 5.5, 0.6),
    _Row("02318", "Ping An", "中国平安", 58.15, 500, "2004-06-24", 7_450, 38, 1.0, 1.0, "finance", 0.9, 8, 1.0),
    _Row("01211", "BYD", "比亚迪股份", 98.65, 500, "2002-07-31", 3_670, 24, 1.4, 1.1, "vehicles", 1.2, 21, 4.0),
    _Row("09618", "JD-SW", "京东集团-SW", 124.8, 50, "2020-06-18", 2_910, 11, 1.5, 1.2, "internet", 0.9, 10, 1.5),
    _Row("09999", "NetEase-S", "网易-S", 228.4, 100, "2020-06-11", 3_160, 7, 1.3, 0.9, "internet", 0.7, 18, 4.2),
    _Row("01024", "Kuaishou-W", "快手-W", 72.35, 100, "2021-02-05", 4_300, 30, 1.9, 1.3, "internet", 1.0, 17, 4.1),
    _Row("00981", "SMIC", "中芯国际", 74.9, 500, "2004-03-18", 6_000, 75, 2.1, 1.3, "chips", 1.5, 110, 3.7),
    _Row("00883", "CNOOC", "中国海洋石油", 20.84, 1000, "2001-02-28", 44_520, 70, 1.1, 0.5, "utility", 0.7, 6.9, 1.2),
]
_HK_FUNDS = [
    _Row("02800", "Tracker Fund", "盈富基金", 26.12, 500, "1999-11-12", 5_400, 420, 0.05, 1.0, "", 1.1, 0, 1),
    _Row("03033", "CSOP HS TECH", "南方恒生科技", 5.73, 200, "2020-08-28", 10_900, 640, 0.2, 1.3, "internet", 0.9, 0, 1),
]
_US = [
    _Row("AAPL", "Apple", "苹果", 268.12, 1, "1980-12-12", 14_780, 46, 0.9, 1.1, "hardware", 2.2, 34, 52),
    _Row("NVDA", "NVIDIA", "英伟达", 182.55, 1, "1999-01-22", 24_300, 178, 1.5, 1.6, "chips", 3.0, 42, 37),
    _Row("TSLA", "Tesla", "特斯拉", 391.09, 1, "2010-06-29", 3_330, 84, 2.2, 1.7, "vehicles", 2.6, 260, 16),
    _Row("MSFT", "Microsoft", "微软", 497.3, 1, "1986-03-13", 7_430, 21, 0.8, 1.0, "software", 1.4, 35, 10),
    _Row("AMZN", "Amazon", "亚马逊", 231.4, 1, "1997-05-15", 10_690, 41, 1.1, 1.2, "internet", 1.5, 33, 6.7),
    _Row("GOOGL", "Alphabet-A", "谷歌-A", 299.6, 1, "2004-08-19", 12_100, 33, 1.1, 1.1, "internet", 1.4, 29, 9.4),
    _Row("META", "Meta Platforms", "Meta Platforms", 612.8, 1, "2012-05-18", 2_520, 15, 1.2, 1.2, "internet", 1.2, 27, 8),
    _Row("AMD", "AMD", "美国超微公司", 214.5, 1, "1972-09-27", 1_628, 44, 2.0, 1.6, "chips", 1.5, 106, 5.7),
    _Row("AVGO", "Broadcom", "博通", 342.7, 1, "2009-08-06", 4_722, 23, 1.6, 1.5, "chips", 1.1, 88, 22),
    _Row("NFLX", "Netflix", "奈飞", 108.2, 1, "2002-05-23", 4_240, 36, 1.2, 1.0, "internet", 0.9, 45, 17),
    _Row("JPM", "JPMorgan Chase", "摩根大通", 303.9, 1, "1969-03-05", 2_720, 9, 0.8, 0.9, "finance", 0.7, 15, 2.4, Exchange.NYSE),
    _Row("BABA", "Alibaba", "阿里巴巴", 168.3, 1, "2014-09-19", 2_390, 14, 1.7, 0.8, "internet", 1.1, 18, 2.5, Exchange.NYSE),
    _Row("PDD", "PDD Holdings", "拼多多", 118.9, 1, "2018-07-26", 1_419, 8, 1.8, 0.7, "internet", 0.8, 12, 3.0),
    _Row("NIO", "NIO", "蔚来", 5.62, 1, "2018-09-12", 2_260, 48, 2.8, 1.0, "vehicles", 0.9, -5.2, 9, Exchange.NYSE),
    _Row("COIN", "Coinbase", "Coinbase", 271.4, 1, "2021-04-14", 269, 9, 3.0, 1.7, "finance", 1.0, 23, 4.5),
]
_US_FUNDS = [
    _Row("SPY", "SPDR S&P 500 ETF", "标普500ETF-SPDR", 671.2, 1, "1993-01-29", 1_020, 74, 0.05, 1.0, "", 1.6, 0, 1, Exchange.AMEX),
    _Row("QQQ", "Invesco QQQ Trust", "纳指100ETF-Invesco", 606.4, 1, "1999-03-10", 661, 55, 0.2, 1.2, "software", 1.4, 0, 1),
]
_SH = [
    _Row("600519", "Kweichow Moutai", "贵州茅台", 1468.0, 100, "2001-08-27", 1_252, 2.6, 0.9, 0.9, "liquor", 1.1, 20, 7.2),
    _Row("601318", "Ping An", "中国平安", 58.9, 100, "2007-03-01", 10_760, 52, 0.9, 1.0, "finance", 0.9, 8, 1.1),
    _Row("600036", "China Merch. Bank", "招商银行", 42.8, 100, "2002-04-09", 20_630, 60, 0.8, 0.8, "finance", 0.8, 7.3, 1.0),
    _Row("601899", "Zijin Mining", "紫金矿业", 29.1, 100, "2008-04-25", 20_590, 190, 1.5, 1.1, "metals", 1.1, 16, 4.5),
    _Row("688981", "SMIC", "中芯国际", 118.5, 200, "2020-07-16", 1_999, 48, 2.0, 1.3, "chips", 1.2, 170, 6.2, Exchange.STAR),
    _Row("600900", "Yangtze Power", "长江电力", 28.3, 100, "2003-11-18", 24_470, 85, 0.6, 0.4, "utility", 0.6, 20, 3.1),
]
_SH_FUNDS = [
    _Row("510300", "CSI 300 ETF", "沪深300ETF", 4.712, 100, "2012-05-28", 88_000, 900, 0.05, 1.0, "", 0.8, 0, 1),
]
_SZ = [
    _Row("300750", "CATL", "宁德时代", 378.66, 100, "2018-06-11", 4_563, 26, 1.5, 1.3, "vehicles", 1.4, 26, 5.6),
    _Row("000858", "Wuliangye", "五粮液", 118.4, 100, "1998-04-27", 3_882, 22, 1.0, 0.9, "liquor", 0.8, 15, 3.2),
    _Row("002594", "BYD", "比亚迪", 99.85, 100, "2011-06-30", 5_450, 45, 1.4, 1.2, "vehicles", 1.1, 22, 4.1),
    _Row("000333", "Midea Group", "美的集团", 77.2, 100, "2013-09-18", 7_680, 30, 1.0, 0.9, "hardware", 0.7, 14, 2.7),
    _Row("300059", "East Money", "东方财富", 25.4, 100, "2010-03-19", 15_800, 340, 2.0, 1.5, "finance", 1.1, 34, 4.6),
    _Row("002415", "Hikvision", "海康威视", 31.6, 100, "2010-05-28", 9_165, 48, 1.2, 1.0, "hardware", 0.6, 22, 3.6),
]
_SZ_FUNDS = [
    _Row("159915", "ChiNext ETF", "创业板ETF", 3.124, 100, "2011-12-09", 33_000, 1_100, 0.15, 1.3, "vehicles", 0.8, 0, 1),
]
# fmt: on
_SUSPENDED = Security(Market.SZ, "000858")


class _IndexRow(NamedTuple):
    security: Security
    name_en: str
    name_cn: str
    level: float
    listed: str
    members: str
    """Codes and weights: "HK.00700:8.4 ..."."""


_INDICES = [
    _IndexRow(
        Security(Market.HK, "800000"),
        "Hang Seng Index",
        "恒生指数",
        25_706.4,
        "1969-11-24",
        "HK.00700:8.4 HK.09988:8.1 HK.00005:8 HK.01299:6 HK.03690:5 HK.01810:5.5 HK.00939:5.6 HK.00388:3.4 "
        "HK.00941:4 HK.01398:3.7 HK.02318:3 HK.01211:2.6 HK.09618:1.9 HK.09999:2 HK.01024:1.2 HK.00981:2.2 HK.00883:2",
    ),
    _IndexRow(
        Security(Market.HK, "800700"),
        "Hang Seng TECH Index",
        "恒生科技指数",
        5_682.15,
        "2020-07-27",
        "HK.00700:8.6 HK.09988:8.8 HK.03690:7.5 HK.01810:7.8 HK.09618:7.4 HK.09999:8 HK.01024:6.8 HK.00981:8.9 HK.01211:7.3",
    ),
    _IndexRow(
        Security(Market.US, ".SPX"),
        "S&P 500 Index",
        "标普500指数",
        6_728.8,
        "1957-03-04",
        "US.NVDA:8 US.AAPL:6.8 US.MSFT:6.2 US.AMZN:4 US.GOOGL:5 US.META:2.7 US.AVGO:3 US.TSLA:2.2 US.JPM:1.5 US.NFLX:0.9 US.AMD:0.6",
    ),
    _IndexRow(
        Security(Market.US, ".IXIC"),
        "NASDAQ Composite",
        "纳斯达克综合指数",
        23_004.5,
        "1971-02-05",
        "US.NVDA:12 US.AAPL:10.5 US.MSFT:9.8 US.AMZN:6.4 US.GOOGL:7 US.AVGO:4.8 US.META:4 US.TSLA:3.5 US.NFLX:1.4 US.AMD:1 US.PDD:0.5",
    ),
    _IndexRow(
        Security(Market.US, ".DJI"),
        "Dow Jones Industrial",
        "道琼斯指数",
        46_987.1,
        "1896-05-26",
        "US.MSFT:497 US.AAPL:268 US.AMZN:231 US.NVDA:182 US.JPM:304",
    ),
    _IndexRow(
        Security(Market.SH, "000001"),
        "SSE Composite",
        "上证指数",
        3_986.9,
        "1991-07-15",
        "SH.600519:5 SH.601318:3 SH.600036:3.2 SH.601899:2.2 SH.688981:2.4 SH.600900:2.5",
    ),
    _IndexRow(
        Security(Market.SH, "000300"),
        "CSI 300",
        "沪深300",
        4_628.7,
        "2005-04-08",
        "SH.600519:4.2 SZ.300750:4 SH.601318:2.8 SH.600036:2.5 SZ.000333:1.7 SH.601899:1.8 SH.600900:1.5 SZ.002594:1.3 "
        "SZ.300059:1.4 SZ.000858:1.2",
    ),
    _IndexRow(
        Security(Market.SZ, "399001"),
        "SZSE Component",
        "深证成指",
        13_216.0,
        "1995-01-23",
        "SZ.300750:5.5 SZ.000333:2.6 SZ.002594:2.4 SZ.300059:2.3 SZ.000858:1.8 SZ.002415:1",
    ),
    _IndexRow(
        Security(Market.SZ, "399006"),
        "ChiNext Index",
        "创业板指",
        3_142.6,
        "2010-06-01",
        "SZ.300750:20 SZ.300059:8",
    ),
]

USUAL_EXCHANGE = {
    Market.HK: Exchange.HK_MAIN,
    Market.US: Exchange.NASDAQ,
    Market.SH: Exchange.SHANGHAI,
    Market.SZ: Exchange.SHENZHEN,
}


def _tick_table(market: Market, sec_type: SecurityType) -> TickTable:
    if market is Market.HK:
        return ticks.HONG_KONG
    if market is Market.US:
        return ticks.UNITED_STATES
    return ticks.MAINLAND_FUNDS if sec_type is SecurityType.TRUST else ticks.MAINLAND


def _instrument(market: Market, sec_type: SecurityType, row: _Row) -> Instrument:
    security = Security(market, row.code)
    return Instrument(
        security=security,
        name_en=row.name_en,
        name_cn=row.name_cn,
        sec_type=sec_type,
        exchange=row.exchange or USUAL_EXCHANGE[market],
        lot_size=row.lot_size,
        listed=date.fromisoformat(row.listed),
        ticks=_tick_table(market, sec_type),
        price=round(row.price * UNIT),
        shares=round(row.shares * 1_000_000),
        day_volume=round(row.day_volume * 1_000_000),
        volatility=row.volatility / 100,
        beta=row.beta,
        sector=row.sector,
        activity=row.activity,
        earnings=round(row.price / row.earnings_multiple, 4) if row.earnings_multiple else 0.0,
        net_assets=round(row.price / row.book_multiple, 4),
        suspended=security == _SUSPENDED,
    )


def _index(row: _IndexRow) -> Instrument:
    members = (entry.rsplit(":", 1) for entry in row.members.split())
    return Instrument(
        security=row.security,
        name_en=row.name_en,
        name_cn=row.name_cn,
        sec_type=SecurityType.INDEX,
        exchange=USUAL_EXCHANGE[row.security.market],
        lot_size=1,
        listed=date.fromisoformat(row.listed),
        ticks=ticks.INDEX,
        price=round(row.level * UNIT),
        shares=0,
        day_volume=0,
        volatility=0.0,
        beta=1.0,
        sector="",
        activity=0.0,
        earnings=0.0,
        net_assets=0.0,
        members=tuple((Security.parse(spelling), float(weight)) for spelling, weight in members),
    )


_LISTS = [
    (Market.HK, SecurityType.EQUITY, _HK),
    (Market.HK, SecurityType.TRUST, _HK_FUNDS),
    (Market.US, SecurityType.EQUITY, _US),
    (Market.US, SecurityType.TRUST, _US_FUNDS),
    (Market.SH, SecurityType.EQUITY, _SH),
    (Market.SH, SecurityType.TRUST, _SH_FUNDS),
    (Market.SZ, SecurityType.EQUITY, _SZ),
    (Market.SZ, SecurityType.TRUST, _SZ_FUNDS),
]


def real_listings() -> dict[Security, Instrument]:
    """Every real listing, shares and funds of a market first, indices last."""
    listed = [_instrument(market, sec_type, row) for market, sec_type, rows in _LISTS for row in rows]
    listed += [_index(row) for row in _INDICES]
    return {instrument.security: instrument for instrument in listed}


def choose_listings(symbols: Sequence[Security] | int | None) -> dict[Security, Instrument]:
    """All real listings, some of them by name, or a number of them: beyond the real ones they are made up.

    An index brings its members. Raises KeyError, with the security, for one that is not real.
    """
    everything = real_listings()
    if symbols is None:
        return everything
    if isinstance(symbols, int):
        chosen = list(everything.values())[:symbols]
        chosen += made_up_listings(symbols - len(chosen), taken=set(everything))
    else:
        chosen = [everything[security] for security in symbols]
    listings = {instrument.security: instrument for instrument in chosen}
    for instrument in chosen:
        for member, _ in instrument.members:
            listings.setdefault(member, everything[member])
    return listings


PLACES = [
    ("Lantau", "大屿"), ("Kowloon", "九龙"), ("Stanley", "赤柱"), ("Harbour", "海港"), ("Victoria", "维多"),
    ("Pearl River", "珠江"), ("Jade Peak", "玉峰"), ("Lion Rock", "狮山"), ("Silver Bay", "银湾"), ("Red Cliff", "赤壁"),
    ("East Lake", "东湖"), ("Golden Gate", "金门"), ("North Star", "北辰"), ("Dragon Gate", "龙门"), ("Clear Water", "清水"),
    ("Great Wall", "长城"), ("Plum Garden", "梅园"), ("South Cape", "南岬"), ("White Cloud", "白云"), ("Maple", "枫林"),
]  # fmt: skip
INDUSTRIES = [
    ("Logistics", "物流"), ("Power", "电力"), ("Pharma", "医药"), ("Foods", "食品"), ("Software", "软件"),
    ("Property", "地产"), ("Steel", "钢铁"), ("Retail", "零售"), ("Chemical", "化工"), ("Telecom", "电讯"),
    ("Shipping", "航运"), ("Textile", "纺织"), ("Robotics", "机器人"), ("Water", "水务"), ("Media", "传媒"),
]  # fmt: skip
_SECTORS = {
    "Power": "utility",
    "Water": "utility",
    "Software": "software",
    "Robotics": "hardware",
    "Steel": "metals",
}


def made_up_listings(count: int, taken: set[Security]) -> Iterator[Instrument]:
    """`count` listings that do not exist, with codes and names like real ones; always the same."""
    random = Random("made-up listings")
    markets = (Market.HK, Market.US, Market.SH, Market.SZ)
    seen = set(taken)
    number = 0
    while number < count:
        market = markets[number % len(markets)]
        security = Security(market, _made_up_code(market, random))
        if security in seen:
            continue
        seen.add(security)
        place_en, place_cn = PLACES[number % len(PLACES)]
        trade_en, trade_cn = INDUSTRIES[number // len(PLACES) % len(INDUSTRIES)]
        table = _tick_table(market, SecurityType.EQUITY)
        price = table.round(random.lognormvariate(3.2, 1.1) * UNIT)
        number += 1
        yield Instrument(
            security=security,
            name_en=f"{place_en} {trade_en}",
            name_cn=place_cn + trade_cn,
            sec_type=SecurityType.EQUITY,
            exchange=USUAL_EXCHANGE[market],
            lot_size={Market.HK: random.choice((100, 500, 1000, 2000)), Market.US: 1}.get(market, 100),
            listed=date(random.randint(1992, 2020), random.randint(1, 12), random.randint(1, 28)),
            ticks=table,
            price=price,
            shares=random.randint(400, 6_000) * 1_000_000,
            day_volume=random.randint(2, 40) * 1_000_000,
            volatility=random.uniform(0.008, 0.025),
            beta=random.uniform(0.5, 1.4),
            sector=_SECTORS.get(trade_en, ""),
            activity=random.uniform(0.2, 0.6),
            earnings=round(price / UNIT / random.uniform(6, 40), 4),
            net_assets=round(price / UNIT / random.uniform(0.6, 5), 4),
            industry=trade_en,
        )


def _made_up_code(market: Market, random: Random) -> str:
    if market is Market.HK:
        return f"{random.randint(1, 9_799):05d}"
    if market is Market.US:
        return "".join(random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=4))
    if market is Market.SH:
        return f"{random.choice((600, 601, 603))}{random.randint(0, 999):03d}"
    return f"{random.choice((0, 2, 300)):03d}{random.randint(0, 999):03d}"
