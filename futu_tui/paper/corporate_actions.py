"""The corporate actions of the paper market's last years: splits as they were, dividends about as they were."""

from __future__ import annotations

from datetime import date

from futu_tui.paper.rehab import CorporateAction
from futu_tui.paper.trading_days import is_trading_day, next_trading_day
from futu_tui.paper.views import UNIT
from futu_tui.protocol import Security

_SPLITS = {
    "US.AMZN": [("2022-06-06", 20)],
    "US.GOOGL": [("2022-07-18", 20)],
    "US.TSLA": [("2022-08-25", 3)],
    "US.NVDA": [("2024-06-10", 10)],
    "US.AVGO": [("2024-07-15", 10)],
    "US.NFLX": [("2025-11-17", 10)],
}
"""Ex date, and the shares that one became."""

_BONUSES = {
    "HK.01211": [CorporateAction(date(2025, 6, 10), bonus=(10, 8), transfer=(10, 12), dividend=43_500)],
    "SZ.002594": [CorporateAction(date(2025, 7, 29), bonus=(10, 8), transfer=(10, 12), dividend=39_740)],
}

_DIVIDENDS = {
    "HK.00700": "2022-05-20:1.6 2023-05-19:2.4 2024-05-17:3.4 2025-05-16:4.5 2026-05-15:5.3",
    "HK.00005": "2023-03-02:1.8 2024-03-07:2.4 2024-08-15:0.78 2025-03-06:2.8 2025-08-14:0.78 2026-03-12:3.5",
    "HK.00941": "2022-05-24:2.4 2023-05-30:2.2 2023-08-30:2.4 2024-05-28:2.4 2025-05-27:2.5 2026-05-28:2.6",
    "HK.00388": "2022-03-16:4.2 2023-03-15:3.7 2024-03-13:3.9 2025-03-12:4.3 2026-03-11:6.5",
    "HK.02800": "2022-11-21:0.4 2023-11-20:0.45 2024-11-18:0.5 2025-11-17:0.55",
    "US.AAPL": "2022-11-04:0.23 2023-02-10:0.23 2023-05-12:0.24 2023-08-11:0.24 2023-11-10:0.24 2024-02-09:0.24 "
    "2024-05-10:0.25 2024-08-12:0.25 2024-11-08:0.25 2025-02-10:0.25 2025-05-12:0.26 2025-08-11:0.26 "
    "2025-11-10:0.26 2026-02-09:0.26 2026-05-11:0.27 2026-08-10:0.27 2026-11-09:0.27",
    "US.MSFT": "2023-02-15:0.68 2023-08-16:0.68 2024-02-14:0.75 2024-08-15:0.75 2025-02-20:0.83 2025-08-21:0.83 "
    "2026-02-19:0.91 2026-08-20:0.91",
    "US.JPM": "2023-04-05:1.0 2024-04-04:1.15 2024-10-04:1.25 2025-04-04:1.4 2025-10-06:1.5 2026-04-06:1.5",
    "US.SPY": "2023-03-17:1.5 2023-09-15:1.6 2024-03-15:1.6 2024-09-20:1.75 2025-03-21:1.7 2025-09-19:1.83 "
    "2026-03-20:1.8 2026-09-18:1.9",
    "SH.600519": "2022-06-30:21.675 2023-06-30:25.911 2024-06-19:30.876 2025-06-26:27.673 2026-06-25:28.0",
    "SH.600036": "2022-07-08:1.522 2023-07-11:1.738 2024-07-11:1.972 2025-07-11:2.0 2026-07-10:2.0",
    "SH.600900": "2022-07-18:0.8153 2023-07-21:0.8533 2024-07-19:0.82 2025-07-18:0.733 2026-07-17:0.79",
    "SZ.000333": "2022-05-27:1.7 2023-05-31:2.5 2024-05-15:3.0 2025-05-22:3.5 2026-05-21:3.6",
    "SZ.000858": "2022-06-30:3.023 2023-06-30:3.782 2024-07-04:4.67 2025-07-03:3.169 2026-07-02:3.2",
}
"""Ex date and cash a share, in the security's currency."""


def corporate_actions(security: Security, first: date, last: date) -> list[CorporateAction]:
    """The actions with an ex date after `first` and up to `last`, on trading days, in order."""
    spelling = str(security)
    actions = list(_BONUSES.get(spelling, ()))
    for day, shares in _SPLITS.get(spelling, ()):
        actions.append(CorporateAction(date.fromisoformat(day), split=(1, shares)))
    for entry in _DIVIDENDS.get(spelling, "").split():
        day, cash = entry.split(":")
        actions.append(CorporateAction(_ex_date(security, day), dividend=round(float(cash) * UNIT)))
    actions.sort(key=lambda action: action.ex_date)
    return [action for action in actions if first < action.ex_date <= last]


def _ex_date(security: Security, text: str) -> date:
    day = date.fromisoformat(text)
    return day if is_trading_day(security.market, day) else next_trading_day(security.market, day)


def pays_dividends(security: Security) -> bool:
    """Whether it has paid cash in the last years."""
    return str(security) in _DIVIDENDS or str(security) in _BONUSES
