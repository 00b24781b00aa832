"""What securities can be screened by: every field of the stock filter (3215) in plain words, with its unit.

Units are those of futu-api's own definitions: what is a percentage there is one here, 20 being 20 %.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from futu_tui.protocol.pb import qot_stock_filter_pb2 as wire


class Kind(Enum):
    """Which of the five lists of a request a field belongs to; the value says what it is about."""

    NOW = "now"
    DAYS = "over days"
    REPORT = "of a report"
    PATTERN = "pattern"
    INDICATOR = "indicator"


class Unit(Enum):
    """What a figure counts; the value is what stands beside a number of it."""

    PERCENT = "%"
    TIMES = "times"
    MONEY = "money"
    """In the market's currency, as a price."""
    PRICE = "price"
    SHARES = "shares"
    NONE = ""
    """No figure: it only sorts, or holds or not."""


class ScreenField(NamedTuple):
    """One field."""

    kind: Kind
    number: int
    """Of the kind's enum."""
    wire: str
    """What that enum calls it."""
    name: str
    unit: Unit
    title: str
    """Over a column."""
    parameters: tuple[int, ...] = ()
    """Of an indicator: its usual ones."""
    words: str = ""
    """More that it may be looked for by, and what a pattern is."""

    @property
    def has_bounds(self) -> bool:
        """Whether a lowest and a highest value can be asked of it."""
        return self.kind in (Kind.NOW, Kind.DAYS, Kind.REPORT) and self.unit is not Unit.NONE

    @property
    def sorts(self) -> bool:
        """Whether rows can be sorted by it."""
        return self.kind in (Kind.NOW, Kind.DAYS, Kind.REPORT)

    def unit_text(self, currency: str) -> str:
        """What its numbers are in; `currency` is the market's."""
        return currency if self.unit in (Unit.MONEY, Unit.PRICE) else self.unit.value


_PERCENT, _TIMES, _MONEY, _PRICE, _SHARES = Unit.PERCENT, Unit.TIMES, Unit.MONEY, Unit.PRICE, Unit.SHARES

_NOW = (
    ("StockCode", "Code", Unit.NONE, "Code", "sort by code"),
    ("StockName", "Name", Unit.NONE, "Name", "sort by name"),
    ("CurPrice", "Last price", _PRICE, "Price", "current"),
    (
        "CurPriceToHighest52WeeksRatio",
        "Price from the 52-week high",
        _PERCENT,
        "From high%",
        "below year highest",
    ),
    (
        "CurPriceToLowest52WeeksRatio",
        "Price from the 52-week low",
        _PERCENT,
        "From low%",
        "above year lowest",
    ),
    (
        "HighPriceToHighest52WeeksRatio",
        "Day's high from the 52-week high",
        _PERCENT,
        "High/52w%",
        "today highest",
    ),
    ("LowPriceToLowest52WeeksRatio", "Day's low from the 52-week low", _PERCENT, "Low/52w%", "today lowest"),
    ("VolumeRatio", "Volume ratio", _TIMES, "Vol ratio", "relative volume"),
    ("BidAskRatio", "Bid/ask ratio", _PERCENT, "Bid/ask%", "order book imbalance"),
    ("LotPrice", "Price of a lot", _PRICE, "Lot price", "board lot"),
    ("MarketVal", "Market value", _MONEY, "Mkt value", "market cap capitalisation size"),
    ("PeAnnual", "Price to earnings, last year", _TIMES, "P/E", "pe ratio annual static"),
    ("PeTTM", "Price to earnings, last twelve months", _TIMES, "P/E TTM", "pe ratio"),
    ("PbRate", "Price to book", _TIMES, "P/B", "pb ratio"),
    ("ChangeRate5min", "Change in 5 minutes", _PERCENT, "5min%", "momentum"),
    ("ChangeRateBeginYear", "Change since the start of the year", _PERCENT, "YTD%", "ytd year to date"),
    ("PSTTM", "Price to sales, last twelve months", _PERCENT, "P/S TTM%", "ps ratio"),
    ("PCFTTM", "Price to cash flow, last twelve months", _PERCENT, "P/CF TTM%", "pcf ratio"),
    ("TotalShare", "Shares in all", _SHARES, "Shares", "total outstanding issued"),
    ("FloatShare", "Shares in free float", _SHARES, "Float", "free floating"),
    ("FloatMarketVal", "Market value of the float", _MONEY, "Float value", "floating cap"),
)
_DAYS = (
    ("ChangeRate", "Change", _PERCENT, "Chg%", "performance gain loss return momentum"),
    ("Amplitude", "Amplitude", _PERCENT, "Ampl%", "range swing high low volatility"),
    ("Volume", "Volume a day", _SHARES, "Vol/day", "average daily volume"),
    ("Turnover", "Turnover a day", _MONEY, "Turnover", "average daily turnover liquidity"),
    ("TurnoverRate", "Turnover rate", _PERCENT, "Turn rate%", "traded shares of float"),
)
_REPORT = (
    ("NetProfit", "Net profit", _MONEY, "Net profit", "earnings income"),
    ("NetProfitGrowth", "Growth of net profit", _PERCENT, "Profit gr%", "earnings"),
    ("SumOfBusiness", "Revenue", _MONEY, "Revenue", "sales turnover business"),
    ("SumOfBusinessGrowth", "Growth of revenue", _PERCENT, "Revenue gr%", "sales"),
    ("NetProfitRate", "Net margin", _PERCENT, "Net mgn%", "net profit rate"),
    ("GrossProfitRate", "Gross margin", _PERCENT, "Gross mgn%", "gross profit rate"),
    ("DebtAssetsRate", "Debt to assets", _PERCENT, "Debt/assets%", "leverage liabilities"),
    ("ReturnOnEquityRate", "Return on equity", _PERCENT, "ROE%", "roe"),
    ("ROIC", "Return on invested capital", _PERCENT, "ROIC%", "roic"),
    ("ROATTM", "Return on assets, last twelve months", _PERCENT, "ROA%", "roa annual only"),
    ("EBITTTM", "EBIT, last twelve months", _MONEY, "EBIT", "earnings before interest tax annual only"),
    ("EBITDA", "EBITDA", _MONEY, "EBITDA", "earnings before interest tax depreciation amortisation"),
    ("OperatingMarginTTM", "Operating margin, last twelve months", _PERCENT, "Op mgn%", "annual only"),
    ("EBITMargin", "EBIT margin", _PERCENT, "EBIT mgn%", ""),
    ("EBITDAMargin", "EBITDA margin", _PERCENT, "EBITDA mgn%", ""),
    ("FinancialCostRate", "Cost of finance", _PERCENT, "Fin cost%", "interest"),
    ("OperatingProfitTTM", "Operating profit, last twelve months", _MONEY, "Op profit", "annual only"),
    (
        "ShareholderNetProfitTTM",
        "Net profit of the shareholders, last twelve months",
        _MONEY,
        "Sh profit",
        "parent",
    ),
    ("NetProfitCashCoverTTM", "Cash in net profit, last twelve months", _PERCENT, "Cash/profit%", "cover"),
    ("CurrentRatio", "Current ratio", _PERCENT, "Current%", "liquidity solvency"),
    ("QuickRatio", "Quick ratio", _PERCENT, "Quick%", "liquidity solvency acid test"),
    ("CurrentAssetRatio", "Current assets of all assets", _PERCENT, "Cur assets%", "share"),
    ("CurrentDebtRatio", "Current debt of all debt", _PERCENT, "Cur debt%", "share"),
    ("EquityMultiplier", "Equity multiplier", _TIMES, "Eq mult", "leverage"),
    ("PropertyRatio", "Debt to equity", _PERCENT, "Debt/eq%", "property ratio leverage gearing"),
    ("CashAndCashEquivalents", "Cash and equivalents", _MONEY, "Cash", ""),
    ("TotalAssetTurnover", "Turnover of all assets", _PERCENT, "Asset turn%", "efficiency"),
    ("FixedAssetTurnover", "Turnover of fixed assets", _PERCENT, "Fixed turn%", "efficiency"),
    ("InventoryTurnover", "Turnover of inventory", _PERCENT, "Inv turn%", "stock efficiency"),
    ("OperatingCashFlowTTM", "Operating cash flow, last twelve months", _MONEY, "Op cash", "annual only"),
    ("AccountsReceivable", "Accounts receivable", _MONEY, "Receivable", "debtors"),
    ("EBITGrowthRate", "Growth of EBIT", _PERCENT, "EBIT gr%", ""),
    ("OperatingProfitGrowthRate", "Growth of operating profit", _PERCENT, "Op prof gr%", ""),
    ("TotalAssetsGrowthRate", "Growth of assets", _PERCENT, "Assets gr%", ""),
    (
        "ProfitToShareholdersGrowthRate",
        "Growth of the shareholders' profit",
        _PERCENT,
        "Sh prof gr%",
        "parent",
    ),
    ("ProfitBeforeTaxGrowthRate", "Growth of profit before tax", _PERCENT, "Pretax gr%", ""),
    ("EPSGrowthRate", "Growth of earnings per share", _PERCENT, "EPS gr%", "eps"),
    ("ROEGrowthRate", "Growth of return on equity", _PERCENT, "ROE gr%", "roe"),
    ("ROICGrowthRate", "Growth of return on invested capital", _PERCENT, "ROIC gr%", "roic"),
    ("NOCFGrowthRate", "Growth of operating cash flow", _PERCENT, "Cash gr%", ""),
    ("NOCFPerShareGrowthRate", "Growth of operating cash flow per share", _PERCENT, "Cash/sh gr%", ""),
    ("OperatingRevenueCashCover", "Operating cash to revenue", _PERCENT, "Cash/rev%", "cover"),
    ("OperatingProfitToTotalProfit", "Operating profit of all profit", _PERCENT, "Op/total%", "share"),
    ("BasicEPS", "Earnings per share", _PRICE, "EPS", "basic"),
    ("DilutedEPS", "Earnings per share, diluted", _PRICE, "EPS dil", ""),
    ("NOCFPerShare", "Operating cash flow per share", _PRICE, "Cash/share", ""),
)
_PATTERN = (
    (
        "MAAlignmentLong",
        "Averages in rising order",
        "MA5 > MA10 > MA20 > MA30 > MA60 on two days, closing higher",
    ),
    (
        "MAAlignmentShort",
        "Averages in falling order",
        "MA5 < MA10 < MA20 < MA30 < MA60 on two days, closing lower",
    ),
    ("EMAAlignmentLong", "Exponential averages in rising order", "EMA5 > EMA10 > ... > EMA60 on two days"),
    ("EMAAlignmentShort", "Exponential averages in falling order", "EMA5 < EMA10 < ... < EMA60 on two days"),
    ("RSIGoldCrossLow", "RSI golden cross, low", "below 50 the short RSI crosses above the long one"),
    ("RSIDeathCrossHigh", "RSI death cross, high", "above 50 the short RSI crosses below the long one"),
    ("RSITopDivergence", "RSI divergence at the top", "a higher peak of closes, a lower one of RSI 12"),
    (
        "RSIBottomDivergence",
        "RSI divergence at the bottom",
        "a lower trough of closes, a higher one of RSI 12",
    ),
    ("KDJGoldCrossLow", "KDJ golden cross, low", "all at most 30, K and J cross above D"),
    ("KDJDeathCrossHigh", "KDJ death cross, high", "all at least 70, K and J cross below D"),
    ("KDJTopDivergence", "KDJ divergence at the top", "a higher peak of closes, a lower one of J"),
    ("KDJBottomDivergence", "KDJ divergence at the bottom", "a lower trough of closes, a higher one of J"),
    ("MACDGoldCrossLow", "MACD golden cross, low", "DIFF crosses above DEA"),
    ("MACDDeathCrossHigh", "MACD death cross, high", "DIFF crosses below DEA"),
    ("MACDTopDivergence", "MACD divergence at the top", "a higher peak of closes, a lower one of MACD"),
    (
        "MACDBottomDivergence",
        "MACD divergence at the bottom",
        "a lower trough of closes, a higher one of MACD",
    ),
    ("BOLLBreakUpper", "Above the upper Bollinger band", "the price breaks through it from below"),
    ("BOLLLower", "Below the lower Bollinger band", "the price breaks through it from above"),
    ("BOLLCrossMiddleUp", "Up through the middle Bollinger band", "the price crosses it from below"),
    ("BOLLCrossMiddleDown", "Down through the middle Bollinger band", "the price crosses it from above"),
)
_LENGTHS = (5, 10, 20, 30, 60, 120, 250)
_INDICATOR: tuple[tuple[str, str, Unit, tuple[int, ...], str], ...] = (
    ("Price", "Price", _PRICE, (), "last close"),
    ("MA", "MA", _PRICE, (20,), "simple moving average"),
    ("EMA", "EMA", _PRICE, (20,), "exponential moving average"),
    ("RSI", "RSI", Unit.TIMES, (12,), "relative strength"),
    ("KDJ_K", "KDJ K", Unit.TIMES, (9, 3, 3), "stochastic"),
    ("KDJ_D", "KDJ D", Unit.TIMES, (9, 3, 3), "stochastic"),
    ("KDJ_J", "KDJ J", Unit.TIMES, (9, 3, 3), "stochastic"),
    ("MACD_DIFF", "MACD DIFF", Unit.MONEY, (12, 26, 9), "dif"),
    ("MACD_DEA", "MACD DEA", Unit.MONEY, (12, 26, 9), "signal"),
    ("MACD", "MACD", Unit.MONEY, (12, 26, 9), "histogram columns"),
    ("BOLL_UPPER", "BOLL upper", _PRICE, (20, 2), "bollinger band"),
    ("BOLL_MIDDLER", "BOLL middle", _PRICE, (20, 2), "bollinger band"),
    ("BOLL_LOWER", "BOLL lower", _PRICE, (20, 2), "bollinger band"),
    *((f"MA{n}", f"MA{n}", _PRICE, (), "simple moving average of a fixed length") for n in _LENGTHS),
    *((f"EMA{n}", f"EMA{n}", _PRICE, (), "exponential average of a fixed length") for n in _LENGTHS),
)  # fmt: skip
"""Of units only whether they are alike is used: prices stand to prices, and no price to an RSI."""


def _figures(kind: Kind, enum: str, rows: tuple[tuple[str, str, Unit, str, str], ...]) -> list[ScreenField]:
    return [
        ScreenField(kind, _number(enum, name), f"{enum}_{name}", words, unit, title, (), more)
        for name, words, unit, title, more in rows
    ]


def _number(enum: str, name: str) -> int:
    return int(getattr(wire, f"{enum}_{name}"))


FIELDS: tuple[ScreenField, ...] = (
    *_figures(Kind.NOW, "StockField", _NOW),
    *_figures(Kind.DAYS, "AccumulateField", _DAYS),
    *_figures(Kind.REPORT, "FinancialField", _REPORT),
    *(
        ScreenField(
            Kind.PATTERN, _number("PatternField", name), f"PatternField_{name}", words, Unit.NONE, words, (), more
        )
        for name, words, more in _PATTERN
    ),
    *(
        ScreenField(
            Kind.INDICATOR, _number("CustomIndicatorField", name), f"CustomIndicatorField_{name}", words, unit,
            words, usual, more,
        )
        for name, words, unit, usual, more in _INDICATOR
    ),
)  # fmt: skip
"""All that 3215 knows, but for a number of one's own, which stands in the place of a second indicator."""
BY_WIRE = {field.wire: field for field in FIELDS}
INDICATORS = tuple(field for field in FIELDS if field.kind is Kind.INDICATOR)
