"""Every field of a snapshot (3203) and of the static information (3202): its name on the screen and its unit.

What the tables leave out the wire tells twice: epoch seconds beside each time.
"""

from __future__ import annotations

from collections.abc import Sequence

from futu_tui.feed.lookups.figures import Read, Unit

U = Unit

STATIC_BASIC = (
    Read("name", "Name", U.WORDS),
    Read("security", "Code", U.SECURITY),
    Read("secType", "Kind", U.WORDS),
    Read("exchType", "Exchange", U.WORDS),
    Read("lotSize", "Lot size", U.SHARES),
    Read("listTime", "Listed", U.DAY),
    Read("delisting", "Delisted", U.YES_NO),
    Read("id", "Broker's number", U.NUMBER),
)
STATIC_WARRANT = (
    Read("type", "Type", U.WORDS),
    Read("owner", "Underlying", U.SECURITY),
)
STATIC_OPTION = (
    Read("type", "Type", U.WORDS),
    Read("owner", "Underlying", U.SECURITY),
    Read("strikeTime", "Expiry", U.DAY),
    Read("strikePrice", "Strike", U.LEVEL),
    Read("suspend", "Contract suspended", U.YES_NO),
    Read("market", "Traded at", U.WORDS),
    Read("indexOptionType", "Index option", U.WORDS),
    Read("expirationCycle", "Cycle", U.WORDS),
    Read("optionStandardType", "Contract", U.WORDS),
    Read("optionSettlementMode", "Settled", U.WORDS),
)
STATIC_FUTURE = (
    Read("lastTradeTime", "Last trading day", U.DAY),
    Read("isMainContract", "Continuous", U.YES_NO),
)
IDENTITY = (
    Read("name", "Name", U.WORDS),
    Read("security", "Code", U.SECURITY),
    Read("type", "Kind", U.WORDS),
    Read("lotSize", "Lot size", U.SHARES),
    Read("listTime", "Listed", U.DAY),
)
"""What a snapshot tells of the static information; the rest of its basic fields follow in groups."""
STATE = (
    Read("secStatus", "Status", U.WORDS),
    Read("isSuspend", "Suspended", U.YES_NO),
    Read("updateTime", "Updated", U.TIME),
)
PRICE = (
    Read("curPrice", "Last", U.PRICE),
    Read("lastClosePrice", "Previous close", U.PRICE),
    Read("openPrice", "Open", U.PRICE),
    Read("highPrice", "High", U.PRICE),
    Read("lowPrice", "Low", U.PRICE),
    Read("avgPrice", "Average", U.PRICE),
    Read("closePrice5Minute", "Five minutes ago", U.PRICE),
    Read("amplitude", "Amplitude", U.PERCENT),
    Read("priceSpread", "Tick", U.LEVEL),
)
TOP = (
    Read("bidPrice", "Bid", U.PRICE),
    Read("bidVol", "Bid size", U.SHARES, "hpBidVol"),
    Read("askPrice", "Ask", U.PRICE),
    Read("askVol", "Ask size", U.SHARES, "hpAskVol"),
)
BOOK = (*TOP, Read("bidAskRatio", "Bids over asks", U.MOVE))
TRADED = (
    Read("volume", "Volume", U.SHARES, "hpVolume"),
    Read("turnover", "Turnover", U.MONEY),
    Read("turnoverRate", "Turnover rate", U.PERCENT),
    Read("volumeRatio", "Volume ratio", U.TIMES),
)
RANGES = (
    Read("highest52WeeksPrice", "52-week high", U.PRICE),
    Read("lowest52WeeksPrice", "52-week low", U.PRICE),
    Read("highestHistoryPrice", "High of all time", U.PRICE),
    Read("lowestHistoryPrice", "Low of all time", U.PRICE),
)
MARGIN = (
    Read("enableMargin", "Bought on margin", U.YES_NO),
    Read("mortgageRatio", "Loan value", U.PERCENT),
    Read("longMarginInitialRatio", "Initial, long", U.PERCENT),
    Read("enableShortSell", "Sold short", U.YES_NO),
    Read("shortSellRate", "Short fee a year", U.PERCENT),
    Read("shortAvailableVolume", "To borrow", U.SHARES),
    Read("shortMarginInitialRatio", "Initial, short", U.PERCENT),
)
EXTENDED = (
    Read("price", "Last", U.PRICE),
    Read("changeVal", "Change", U.CHANGE),
    Read("changeRate", "Change %", U.MOVE),
    Read("highPrice", "High", U.PRICE),
    Read("lowPrice", "Low", U.PRICE),
    Read("amplitude", "Amplitude", U.PERCENT),
    Read("volume", "Volume", U.SHARES),
    Read("turnover", "Turnover", U.MONEY),
)

EQUITY = (
    Read("issuedMarketVal", "Market value", U.MONEY),
    Read("outstandingMarketVal", "Tradable value", U.MONEY),
    Read("issuedShares", "Issued", U.SHARES),
    Read("outstandingShares", "Tradable", U.SHARES),
    Read("peRate", "P/E", U.TIMES),
    Read("peTTMRate", "P/E, 12 months", U.TIMES),
    Read("pbRate", "P/B", U.TIMES),
    Read("eyRate", "Earnings yield", U.PERCENT),
    Read("earningsPershare", "Earnings a share", U.LEVEL),
    Read("netAssetPershare", "Net assets a share", U.LEVEL),
    Read("netProfit", "Net profit", U.MONEY),
    Read("netAsset", "Net assets", U.MONEY),
    Read("dividendTTM", "Dividend, 12 months", U.LEVEL),
    Read("dividendRatioTTM", "Yield, 12 months", U.PERCENT),
    Read("dividendLFY", "Dividend, last year", U.LEVEL),
    Read("dividendLFYRatio", "Yield, last year", U.PERCENT),
)
WARRANT = (
    Read("warrantType", "Type", U.WORDS),
    Read("owner", "Underlying", U.SECURITY),
    Read("issuerCode", "Issuer", U.WORDS),
    Read("strikePrice", "Strike", U.LEVEL),
    Read("recoveryPrice", "Call price", U.LEVEL),
    Read("priceRecoveryRatio", "To the call price", U.MOVE),
    Read("lowerStrikePrice", "Lower strike", U.LEVEL),
    Read("upperStrikePrice", "Upper strike", U.LEVEL),
    Read("inLinePriceStatus", "Underlying is", U.WORDS),
    Read("conversionRate", "Warrants a share", U.NUMBER),
    Read("conversionPrice", "Conversion price", U.LEVEL),
    Read("maturityTime", "Maturity", U.DAY),
    Read("endTradeTime", "Last trading day", U.DAY),
    Read("premium", "Premium", U.MOVE),
    Read("ipop", "In the money", U.MOVE),
    Read("breakEvenPoint", "Break even", U.LEVEL),
    Read("leverage", "Leverage", U.TIMES),
    Read("delta", "Delta", U.NUMBER),
    Read("impliedVolatility", "Implied volatility", U.PERCENT),
    Read("issueVolumn", "Issued", U.SHARES),
    Read("streetVolumn", "Held by the public", U.SHARES),
    Read("streetRate", "Share of the public", U.PERCENT),
    Read("score", "Score", U.NUMBER),
)
OPTION = (
    Read("type", "Type", U.WORDS),
    Read("owner", "Underlying", U.SECURITY),
    Read("strikePrice", "Strike", U.LEVEL),
    Read("strikeTime", "Expiry", U.DAY),
    Read("expiryDateDistance", "Days to expiry", U.DAYS),
    Read("optionAreaType", "Exercise", U.WORDS),
    Read("contractSize", "Contract size", U.NUMBER, "contractSizeFloat"),
    Read("contractMultiplier", "Multiplier", U.NUMBER),
    Read("ownerLotMultiplier", "Lots of underlying", U.NUMBER),
    Read("contractNominalValue", "Nominal value", U.MONEY),
    Read("indexOptionType", "Index option", U.WORDS),
    Read("openInterest", "Open interest", U.COUNT),
    Read("netOpenInterest", "Net open interest", U.COUNT),
    Read("impliedVolatility", "Implied volatility", U.PERCENT),
    Read("premium", "Premium", U.MOVE),
    Read("delta", "Delta", U.NUMBER),
    Read("gamma", "Gamma", U.NUMBER),
    Read("vega", "Vega", U.NUMBER),
    Read("theta", "Theta", U.NUMBER),
    Read("rho", "Rho", U.NUMBER),
)
MEMBERS = (
    Read("raiseCount", "Up", U.COUNT),
    Read("fallCount", "Down", U.COUNT),
    Read("equalCount", "Unchanged", U.COUNT),
)
"""Of an index and of a plate."""
FUTURE = (
    Read("lastSettlePrice", "Settled at", U.PRICE),
    Read("position", "Open interest", U.COUNT),
    Read("positionChange", "Today", U.COUNT),
    Read("lastTradeTime", "Last trading day", U.DAY),
    Read("isMainContract", "Continuous", U.YES_NO),
)
FUND = (
    Read("netAssetValue", "Net value of a unit", U.LEVEL),
    Read("premium", "Premium", U.MOVE),
    Read("aum", "Assets", U.MONEY),
    Read("outstandingUnits", "Units", U.SHARES),
    Read("dividendYield", "Yield", U.PERCENT),
    Read("assetClass", "Invests in", U.WORDS),
)

KINDS: tuple[tuple[str, str, Sequence[Read]], ...] = (
    ("equityExData", "Company", EQUITY),
    ("warrantExData", "Warrant", WARRANT),
    ("optionExData", "Option", OPTION),
    ("indexExData", "Members", MEMBERS),
    ("plateExData", "Members", MEMBERS),
    ("futureExData", "Future", FUTURE),
    ("trustExData", "Fund", FUND),
)
"""Of a snapshot: the field of each kind of security, and its group."""
STATIC_KINDS: tuple[tuple[str, str, Sequence[Read]], ...] = (
    ("warrantExData", "Warrant", STATIC_WARRANT),
    ("optionExData", "Option", STATIC_OPTION),
    ("futureExData", "Future", STATIC_FUTURE),
)
"""Of the static information, in the same groups."""
