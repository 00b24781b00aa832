"""The currencies of accounts, by their trd_common.Currency numbers."""

from __future__ import annotations

_CURRENCIES = {
    1: "HKD",
    2: "USD",
    3: "CNH",
    4: "JPY",
    5: "SGD",
    6: "AUD",
    7: "CAD",
    8: "MYR",
    9: "NZD",
}


_NUMBERS = {code: number for number, code in _CURRENCIES.items()}


def currency_number(code: str) -> int | None:
    """The number of a currency; None for one that no account counts in."""
    return _NUMBERS.get(code)


def currency_of(number: int) -> str:
    """The currency's code; empty where it is not told or not known."""
    return _CURRENCIES.get(number, "")
